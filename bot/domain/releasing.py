"""The releases of a title, made of all facts that articles state of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.domain.apart import Group, told_apart
from bot.domain.beliefs import Belief, Standing, believe, confidence_of
from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.dating import Course, Dated, Least, Said, course
from bot.domain.edtf import Precision, parse
from bot.domain.facts import Certainty, Claim, Predicate, StoredFact, Verdict
from bot.domain.releases import Former, Release, ReleaseKind, ReleaseStatus

_CALLED = {"cancelled": ReleaseStatus.CANCELLED, "postponed": ReleaseStatus.POSTPONED}


def releases(
    facts: Iterable[StoredFact], verdicts: Mapping[Claim, Verdict], today: date, *, least: float, least_to_move: float
) -> tuple[Release, ...]:
    """Return the releases of titles, from all facts (of every predicate) that articles state of them.

    A first date counts from a confidence of ``least`` in [0, 1] on; one that moves a date that stands, and what takes
    such a date back, postpones or cancels it, from ``least_to_move`` on.
    """
    known = tuple(facts)
    bounds = Least(least, least_to_move)
    statuses = [
        fact
        for fact in known
        if fact.fact.predicate is Predicate.PRODUCTION_STATUS and verdicts.get(claim_of(fact)) is not Verdict.WRONG
    ]
    networks = believe(
        (fact for fact in known if fact.fact.predicate is Predicate.ORIGINAL_BROADCASTER), verdicts, least
    )
    found = []
    for group in told_apart(known):
        of_it = [one for one in statuses if claim_of(one).season in {group.season, NO_SEASON}]
        said = Said(group.facts, verdicts, _support(group, of_it), bounds)
        found.append(_release(group, course(said), of_it, networks, today, bounds))
    return tuple(one for one in found if one is not None)


def _support(group: Group, statuses: Iterable[StoredFact]) -> dict[int, float]:
    """Return how sure each article is that an older date does not stand: it denies one, or says "postponed"."""
    support: dict[int, float] = {}
    against = [fact for fact in group.facts if fact.fact.negated]
    against += [fact for fact in statuses if fact.value == "postponed" and not fact.fact.negated]
    for fact in against:
        before = support.get(fact.source.article_id, 0.0)
        support[fact.source.article_id] = 1.0 - (1.0 - before) * (1.0 - fact.fact.confidence)
    return support


def _release(  # noqa: PLR0917 - one call, in the order of the story
    group: Group,
    went: Course,
    statuses: Sequence[StoredFact],
    networks: Sequence[Belief],
    today: date,
    least: Least,
) -> Release | None:
    dated = went.standing
    status = _status(went, statuses, today, least)
    if dated is None and not went.former and status is ReleaseStatus.ANNOUNCED:
        return None
    former = [dated, *went.former] if status is ReleaseStatus.POSTPONED and dated else went.former
    stands = dated if status is not ReleaseStatus.POSTPONED else None
    return Release(
        group.title_id,
        group.season,
        ReleaseKind.SEASON if group.season > 1 else ReleaseKind.PREMIERE,
        status,
        stands.value if stands else "",
        group.region,
        _network(networks, group),
        stands.certainty if stands else Certainty.CONFIRMED,
        stands.sources if stands else (),
        tuple(map(_former, former)),
        tuple(map(_former, went.rivals)),
    )


def _former(dated: Dated) -> Former:
    return Former(dated.value, dated.certainty, dated.sources, dated.since)


def _network(networks: Sequence[Belief], group: Group) -> str:
    fit = [one for one in networks if one.claim.title_id == group.title_id and one.standing is Standing.CURRENT]
    own = [one for one in fit if one.claim.season == group.season]
    return next((one.object for one in own or fit), "")


def _status(went: Course, statuses: Sequence[StoredFact], today: date, least: Least) -> ReleaseStatus:
    called = _called(went, statuses, least)
    if called is not None:
        return called
    if went.standing is None:
        return ReleaseStatus.ANNOUNCED
    if _is_out(went.standing, today):
        return ReleaseStatus.RELEASED
    return ReleaseStatus.RESCHEDULED if went.former else ReleaseStatus.SCHEDULED


def _is_out(dated: Dated, today: date) -> bool:
    when = parse(dated.value)
    by_day = when.precision is Precision.DAY and dated.certainty is Certainty.CONFIRMED
    return when.latest < today or (by_day and when.latest == today)


def _called(went: Course, statuses: Sequence[StoredFact], least: Least) -> ReleaseStatus | None:
    """Return whether the release is called off, by what was said last, and no newer date was."""
    for value, status in _CALLED.items():
        said = [one for one in statuses if one.value == value and not one.fact.negated]
        needed = least.to_move if went.standing else least.to_stand
        if said and confidence_of(said) >= needed and not _overtaken(went.standing, max(one.source.at for one in said)):
            return status
    return None


def _overtaken(dated: Dated | None, at: datetime) -> bool:
    return dated is not None and (dated.since >= at or parse(dated.value).latest < at.date())
