"""The releases of titles, made of all facts that articles state of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.apart import Group, told_apart
from bot.domain.beliefs import Belief, Standing, believe
from bot.domain.calling import Calls, calls_of, share_out
from bot.domain.claims import claim_of
from bot.domain.dating import MEANT, Course, Dated, Least, Said, course
from bot.domain.edtf import Precision, is_edtf, parse
from bot.domain.facts import Certainty, Claim, Predicate, StoredFact, Verdict
from bot.domain.releases import Former, Release, ReleaseStatus
from bot.domain.wording import Sense, sense_of


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of one release: its dates, what they came to, and whether it was called off."""

    group: Group
    went: Course
    calls: Calls


def releases(
    facts: Iterable[StoredFact], verdicts: Mapping[Claim, Verdict], today: date, *, least: float, least_to_move: float
) -> tuple[Release, ...]:
    """Return the releases of titles, from all facts (of every predicate) that articles state of them.

    A first date counts from a confidence of ``least`` in [0, 1] on; one that moves a date that stands, and what takes
    such a date back, postpones or cancels it, from ``least_to_move`` on.
    """
    titles: dict[int, list[StoredFact]] = defaultdict(list)
    for fact in facts:
        if verdicts.get(claim_of(fact)) is not Verdict.WRONG:
            titles[fact.title_id].append(fact)
    bounds = Least(least, least_to_move)
    return tuple(
        one for title_id in sorted(titles) for one in _of_title(title_id, titles[title_id], verdicts, today, bounds)
    )


def _of_title(
    title_id: int, facts: Sequence[StoredFact], verdicts: Mapping[Claim, Verdict], today: date, least: Least
) -> list[Release]:
    statuses = [fact for fact in facts if fact.fact.predicate is Predicate.PRODUCTION_STATUS]
    networks = believe(
        (fact for fact in facts if fact.fact.predicate is Predicate.ORIGINAL_BROADCASTER), verdicts, least.to_stand
    )
    support = _support(facts)
    moving = {article for article, sure in support.items() if sure >= MEANT}
    found = []
    for group, of_it in share_out(title_id, told_apart(title_id, _read(facts), moving), statuses):
        delays = [fact for fact in of_it if fact.value == ReleaseStatus.POSTPONED and not fact.fact.negated]
        went = course(Said(group.facts, delays, verdicts, support, least))
        told = _Told(group, went, calls_of(group, went, of_it, least))
        if went.standing or went.former or told.calls.status:
            found.append(_release(told, _network(networks, group), today))
    return found


def _read(facts: Iterable[StoredFact]) -> Iterator[StoredFact]:
    """Yield facts as their sentences mean them: a date that is denied as that, one that was once given not at all."""
    for fact in facts:
        sense = _sense(fact)
        if sense is Sense.DENIED:
            yield replace(fact, fact=replace(fact.fact, negated=True))
        elif sense is Sense.GIVEN or fact.fact.negated:
            yield fact


def _sense(fact: StoredFact) -> Sense:
    if fact.fact.predicate is not Predicate.PUBLICATION_DATE or not is_edtf(fact.value):
        return Sense.GIVEN
    return sense_of(fact.fact.evidence, fact.value)


def _support(facts: Iterable[StoredFact]) -> dict[int, float]:
    """Return how sure an article is that an older date does not stand: it takes one back, or says "postponed"."""
    support: dict[int, float] = defaultdict(float)
    for fact in facts:
        dated = fact.fact.predicate is Predicate.PUBLICATION_DATE
        taken_back = dated and (fact.fact.negated or _sense(fact) is not Sense.GIVEN)
        if taken_back or (fact.value == ReleaseStatus.POSTPONED and not fact.fact.negated):
            article = fact.source.article_id
            support[article] = 1.0 - (1.0 - support[article]) * (1.0 - fact.fact.confidence)
    return dict(support)


def _release(told: _Told, network: str, today: date) -> Release:
    dated, called = told.went.standing, told.calls.status
    said = told.calls.sources if called or not dated else dated.sources
    sure = dated.certainty if dated and not called else said[0].fact.certainty if said else Certainty.CONFIRMED
    return Release(
        told.group.title_id,
        told.group.season,
        told.group.kind,
        called or _status(told.went, today),
        dated.value if dated else "",
        told.group.region,
        network,
        sure,
        said,
        tuple(map(_former, told.went.former)),
        tuple(map(_former, told.went.rivals)),
    )


def _former(dated: Dated) -> Former:
    return Former(dated.value, dated.certainty, dated.sources, dated.since)


def _network(networks: Sequence[Belief], group: Group) -> str:
    """Return where it runs: what is said of the season itself, else of the title."""
    standing = [one for one in networks if one.standing is Standing.CURRENT]
    own = [one for one in standing if one.claim.season == group.season]
    return next((one.object for one in own or standing), "")


def _status(went: Course, today: date) -> ReleaseStatus:
    if went.standing is None:
        return ReleaseStatus.ANNOUNCED
    if _is_out(went.standing, today):
        return ReleaseStatus.RELEASED
    moved = any(one.certainty is not Certainty.RUMORED for one in went.former)
    return ReleaseStatus.RESCHEDULED if moved else ReleaseStatus.SCHEDULED


def _is_out(dated: Dated, today: date) -> bool:
    when = parse(dated.value)
    by_day = when.precision is Precision.DAY and dated.certainty is Certainty.CONFIRMED
    return when.latest < today or (by_day and when.latest == today)
