"""What a story's post says of its facts in one line: the few that are the news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.domain.claims import claim_of
from bot.domain.facts import Certainty, Predicate, StoredFact

_WEIGHT = {
    Predicate.PUBLICATION_DATE: 0,
    Predicate.PRODUCTION_STATUS: 1,
    Predicate.CAST_MEMBER: 2,
    Predicate.AWARD_RECEIVED: 3,
    Predicate.ORIGINAL_BROADCASTER: 4,
    Predicate.DIRECTOR: 5,
    Predicate.NUMBER_OF_EPISODES: 6,
    Predicate.BASED_ON: 7,
    Predicate.SCREENWRITER: 8,
    Predicate.FILMING_LOCATION: 9,
}
"""What readers want first; the rest is for the look-up."""

_NEWS_OF_CAST = {"joining": 0, "leaving": 1, "returning": 2}


def key_facts(facts: Iterable[StoredFact], shown: float, limit: int = 3) -> tuple[StoredFact, ...]:
    """Return at most ``limit`` facts of one story that are worth a line under it, one of each predicate.

    They are of the title and season that the story is most about; nothing denied, rumoured or less sure than
    ``shown`` is among them.
    """
    fit = [
        fact
        for fact in facts
        if not fact.fact.negated
        and fact.fact.certainty is not Certainty.RUMORED
        and fact.fact.confidence >= shown
        and fact.fact.predicate in _WEIGHT
    ]
    about = _main(fit)
    chosen = sorted((fact for fact in fit if (fact.title_id, fact.fact.season) in about), key=_place)
    firsts = [next(group) for _, group in groupby(chosen, key=lambda fact: fact.fact.predicate)]
    return tuple(firsts[:limit])


def _main(facts: Sequence[StoredFact]) -> set[tuple[int, int | None]]:
    """Return the title and season that most claims are about, and the title as a whole."""
    claims = {claim_of(fact): fact for fact in facts}
    titles = Counter(fact.title_id for fact in claims.values())
    if not titles:
        return set()
    title = min(titles, key=lambda each: (-titles[each], each))
    seasons = Counter(fact.fact.season for fact in claims.values() if fact.title_id == title)
    season = min(seasons, key=lambda each: (-seasons[each], -(each or 0)))
    return {(title, season), (title, None)}


def _place(fact: StoredFact) -> tuple[int, int, int, float, int]:
    change = _NEWS_OF_CAST.get(fact.fact.qualifiers.get("change", ""), len(_NEWS_OF_CAST))
    role = 0 if fact.fact.qualifiers.get("role") == "main" else 1
    return _WEIGHT[fact.fact.predicate], change, role, -fact.fact.confidence, fact.id
