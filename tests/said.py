"""Facts as articles said them, for tests: short to write, complete to read."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.domain.claims import value_of
from bot.domain.facts import Certainty, Fact, Predicate, Source, StoredFact

DAY_ONE = datetime(2024, 3, 1, 9, tzinfo=UTC)
_ids = count(1)


def said(
    predicate: str,
    text: str,
    *,
    day: float = 0,
    outlet: str = "Soompi",
    story: int | None = None,
    season: int | None = None,
    title_id: int = 1,
    certainty: str = "confirmed",
    confidence: float = 0.95,
    negated: bool = False,
    person_id: int | None = None,
    article: int | None = None,
    evidence: str = "",
    headline: str = "",
    **qualifiers: str,
) -> StoredFact:
    """Return a fact that an outlet said so many days after day one; each is an article and a story unless told."""
    number = next(_ids)
    of = Predicate(predicate)
    evidence = evidence or f"{outlet} says {text}."
    fact = Fact(
        "Glass Harbor",
        season,
        of,
        text,
        qualifiers,
        Certainty(certainty),
        confidence,
        evidence,
        0,
        len(evidence),
        negated,
    )
    at = DAY_ONE + timedelta(days=day)
    source = Source(
        article or number,
        (article or number) if story is None else story,
        outlet,
        headline or f"News of {text}",
        f"https://x.example/{number}",
        at,
    )
    return StoredFact(number, title_id, fact, value_of(of, text, qualifiers, person_id), source, person_id)
