"""Which dates that articles give are dates of one release: of a title, or of a season of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.claims import claim_of
from bot.domain.edtf import is_edtf
from bot.domain.facts import Predicate, StoredFact


@dataclass(frozen=True, slots=True)
class Group:
    """The dates that articles give, or deny, of one release."""

    title_id: int
    season: int
    facts: tuple[StoredFact, ...]
    region: str = ""


def told_apart(facts: Iterable[StoredFact]) -> tuple[Group, ...]:
    """Return the dates among facts, by the release that they are of, releases in the order of their seasons."""
    groups: dict[tuple[int, int], list[StoredFact]] = defaultdict(list)
    for fact in facts:
        if fact.fact.predicate is Predicate.PUBLICATION_DATE and is_edtf(fact.value):
            groups[fact.title_id, claim_of(fact).season].append(fact)
    return tuple(Group(title, season, tuple(groups[title, season])) for title, season in sorted(groups))
