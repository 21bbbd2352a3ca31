"""Whether a release is called off, put off, or on without a date: what articles say of its production."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.apart import Group
from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.corroboration import confidence_of, strength
from bot.domain.dating import Course, Dated, Least
from bot.domain.edtf import parse
from bot.domain.facts import StoredFact
from bot.domain.releases import ReleaseKind, ReleaseStatus

_CANCELLED = "cancelled"
_GOES_ON = frozenset({"renewed", "inproduction"})
_TO_COME = _GOES_ON | {"announced", "wrapped"}


@dataclass(frozen=True, slots=True)
class Calls:
    """How a release stands that has no date, or is called off; None where its date says all. ``sources`` say so."""

    status: ReleaseStatus | None = None
    sources: tuple[StoredFact, ...] = ()


def share_out(
    title_id: int, groups: Sequence[Group], statuses: Iterable[StoredFact]
) -> list[tuple[Group, list[StoredFact]]]:
    """Return the releases of a title with what is said of their production, those without any date among them.

    What is said of the title as a whole is said of what was to come at the time: "postponed" of the next (or of what
    the article itself dates), everything else of the last.
    """
    shared: list[tuple[Group, list[StoredFact]]] = [(group, []) for group in groups]
    bare: dict[int, list[StoredFact]] = defaultdict(list)
    for fact in sorted(statuses, key=lambda one: (one.source.at, one.id)):
        meant = _meant(fact, groups)
        for _, said in (one for one in shared if any(one[0] is group for group in meant)):
            said.append(fact)
        if not meant and not (groups and fact.value == ReleaseStatus.POSTPONED and fact.fact.season is None):
            bare[claim_of(fact).season].append(fact)
    return [*shared, *_undated(title_id, groups, bare)]


def _meant(fact: StoredFact, groups: Sequence[Group]) -> list[Group]:
    """Return the dated releases of which a status is said."""
    season = claim_of(fact).season
    own = [group for group in groups if group.season == season]
    dated = [group for group in own or groups if _dated_by(group, fact)]
    if fact.value == ReleaseStatus.POSTPONED and dated:
        return dated
    if season != NO_SEASON:
        return own or [group for group in groups if season == 1 and group.season == NO_SEASON]
    ahead = sorted((group for group in groups if _to_come(group, fact)), key=_first_day)
    chosen = ahead[:1] if fact.value == ReleaseStatus.POSTPONED else ahead[-1:]
    return [group for group in ahead if group.season == chosen[0].season]


def _dated_by(group: Group, fact: StoredFact) -> bool:
    """Whether the article of a status gives the date of a release."""
    return any(one.source.article_id == fact.source.article_id for one in group.facts)


def _to_come(group: Group, fact: StoredFact) -> bool:
    """Whether a release was still to come when a fact was said, as far as is known today."""
    return any(parse(one.value).latest >= fact.source.at.date() for one in group.facts)


def _first_day(group: Group) -> int:
    return min(parse(one.value).earliest.toordinal() for one in group.facts)


def _undated(
    title_id: int, groups: Sequence[Group], bare: dict[int, list[StoredFact]]
) -> list[tuple[Group, list[StoredFact]]]:
    """Return releases without a date: of seasons that come after all dated ones, or of a title without any."""
    newest = max((group.season for group in groups), default=NO_SEASON)
    found = []
    for season in sorted(bare):
        later = season > 1 or (season == NO_SEASON and groups)
        kind = ReleaseKind.SEASON if later else ReleaseKind.PREMIERE
        taken = any((group.season, group.kind) == (season, kind) for group in groups)
        if not taken and (season == NO_SEASON or season > newest):
            found.append((Group(title_id, season, kind), bare[season]))
    return found


def calls_of(group: Group, went: Course, statuses: Sequence[StoredFact], least: Least) -> Calls:
    """Return whether a release is called off, or how it stands while it has no date.

    ``statuses`` are in the order in which they were said.
    """
    called = _cancelled(went, statuses, least)
    if called:
        return Calls(ReleaseStatus.CANCELLED, called)
    if went.postponed:
        return Calls(ReleaseStatus.POSTPONED, _strongest(statuses, {ReleaseStatus.POSTPONED.value}))
    if went.standing is not None:
        return Calls()
    another = group.season == NO_SEASON and group.kind is ReleaseKind.SEASON
    coming = _strongest(statuses, _GOES_ON if another else _TO_COME)
    sure = [one for one in coming if one.fact.certainty.sureness > 0]
    return Calls(ReleaseStatus.ANNOUNCED, coming) if confidence_of(sure) >= least.to_stand else Calls()


def _cancelled(went: Course, statuses: Sequence[StoredFact], least: Least) -> tuple[StoredFact, ...]:
    """Return who says that it is cancelled, none if it is not, or no more."""
    said: tuple[StoredFact, ...] = ()
    standing = went.standing
    needed, least_sure = (least.to_move, max(1, standing.sureness)) if standing else (least.to_stand, 1)
    meant = [fact for fact in statuses if standing is None or _speaks_of(standing, fact)]
    for place, fact in enumerate(meant):
        alike = [one for one in meant[place:] if (one.value, one.fact.negated) == (fact.value, fact.fact.negated)]
        if fact.fact.certainty.sureness < least_sure or confidence_of(alike) < needed:
            continue
        if fact.value == _CANCELLED and not fact.fact.negated:
            said = said or _strongest(alike, {_CANCELLED})
        elif fact.value == _CANCELLED or (fact.value in _GOES_ON and not fact.fact.negated):
            said = ()
    return said


def _speaks_of(dated: Dated, fact: StoredFact) -> bool:
    """Whether a status is said while a date stands: not before that was given, nor after it has passed."""
    return dated.since <= fact.source.at and fact.source.at.date() <= parse(dated.value).latest


def _strongest(statuses: Iterable[StoredFact], values: Iterable[str]) -> tuple[StoredFact, ...]:
    wanted = set(values)
    fit = (one for one in statuses if one.value in wanted and not one.fact.negated)
    return tuple(sorted(fit, key=strength, reverse=True))
