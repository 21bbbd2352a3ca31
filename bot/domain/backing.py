"""Which articles stand behind what followers of a release are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.beliefs import Standing, believe
from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.facts import Claim, Predicate, StoredFact, Verdict
from bot.domain.reminders import Telling

_CALLED = {Telling.POSTPONED: "postponed", Telling.CANCELLED: "cancelled"}


def backing(
    known: Iterable[StoredFact],
    verdicts: Mapping[Claim, Verdict],
    telling: Telling,
    season: int,
    dates: tuple[str, str],
) -> tuple[StoredFact, ...]:
    """Return the facts of a title that say what is told of its release, the surest and newest first.

    ``season`` is -1 for the title as a whole; ``dates`` are the date that is told ("" for none) and the one before it.
    Facts about the season itself come before those that name none.
    """
    right = (one for one in known if verdicts.get(claim_of(one)) is not Verdict.WRONG)
    saying = [one for one in right if one.fact.season in {season, None} or season == NO_SEASON]
    return tuple(sorted((one for one in saying if _says(one, telling, *dates)), key=lambda one: _rank(one, season)))


def _says(fact: StoredFact, telling: Telling, value: str, former: str) -> bool:
    if called := _CALLED.get(telling):
        return _states(fact, Predicate.PRODUCTION_STATUS, called)
    if value:
        return _states(fact, Predicate.PUBLICATION_DATE, value)
    return _states(fact, Predicate.PUBLICATION_DATE, former, negated=True)


def _states(fact: StoredFact, predicate: Predicate, value: str, *, negated: bool = False) -> bool:
    return (fact.fact.predicate, fact.value, fact.fact.negated) == (predicate, value, negated)


def _rank(fact: StoredFact, season: int) -> tuple[bool, int, float]:
    other = claim_of(fact).season != season
    return other, -fact.fact.certainty.sureness, -fact.source.at.timestamp()


def network_of(known: Iterable[StoredFact], verdicts: Mapping[Claim, Verdict], season: int, shown: float) -> str:
    """Return where a release of a title is to be seen, as articles spell it; "" when that is not known.

    What is said of the season itself (-1: the title as a whole) goes before what is said of others.
    """
    named = [one for one in known if one.fact.predicate is Predicate.ORIGINAL_BROADCASTER]
    current = [one for one in believe(named, verdicts, shown) if one.standing is Standing.CURRENT]
    return next((one.object for one in sorted(current, key=lambda one: one.claim.season != season)), "")
