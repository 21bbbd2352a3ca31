"""Scores of titles and facts against the annotation, with the corpus' own scorer where it is at hand."""

from collections.abc import Sequence

from bot.extraction.models import Fact
from bot.training.gold import Gold, Record


def matches(gold: Gold, facts: Sequence[Fact]) -> list[bool]:
    """Return for each fact whether the annotation states it (an optional fact counts as stated)."""
    return [any(_same(gold, record, fact) for record in gold.facts) for fact in facts]


def _same(gold: Gold, record: Record, fact: Fact) -> bool:
    if record["predicate"] != fact.predicate or record.get("negated"):
        return False
    if record["season"] is not None and record["season"] != fact.season:
        return False
    return gold.same(record["subject"], fact.subject) and _object(gold, record, fact)


def _object(gold: Gold, record: Record, fact: Fact) -> bool:
    if fact.predicate == "genre":
        return gold.same(_bare(record["object"]), _bare(fact.object)) or gold.same(record["object"], fact.object)
    return (
        gold.same(record["object"], fact.object)
        if fact.predicate != "publication_date"
        else record["object"] == fact.object
    )


def _bare(text: str) -> str:
    words = [w for w in text.split() if w.lower() not in {"drama", "dramas", "series", "show", "film", "movie", "tv"}]
    return " ".join(words) or text
