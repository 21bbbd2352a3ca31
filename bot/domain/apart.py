"""Which dates that articles give are dates of one release.

Dates of a season are its own. One that is said of the title as a whole belongs to the season whose dates are near it;
the rest are told apart by time: what is announced long after the title came out is another season of it. Cinemas and
platforms, and parts of the world, are told apart only where articles give them dates that differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import combinations, product

from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.dating import MEANT
from bot.domain.edtf import is_edtf, parse
from bot.domain.facts import Predicate, StoredFact
from bot.domain.releases import ReleaseKind
from bot.domain.venues import kind_of, region_of

_ONE_RUN = timedelta(days=180)
"""Dates of one season lie so near each other; another season of the title does not come so soon."""

_STALE = timedelta(days=60)
"""So long after a date has passed, another one is not a change of it any more."""


@dataclass(frozen=True, slots=True)
class Group:
    """The dates that articles give, or deny, of one release."""

    title_id: int
    season: int
    kind: ReleaseKind
    facts: tuple[StoredFact, ...] = ()
    region: str = ""


def told_apart(title_id: int, facts: Iterable[StoredFact], moving: Collection[int]) -> tuple[Group, ...]:
    """Return the dates among a title's facts by the release that they are of, in the order of seasons.

    ``moving`` are the articles (by id) that say that an older date does not stand.
    """
    dates = [fact for fact in facts if fact.fact.predicate is Predicate.PUBLICATION_DATE and is_edtf(fact.value)]
    seasons = _seasons(title_id, sorted(dates, key=_in_time), moving)
    return tuple(part for group in seasons for part in _parts(group, moving))


def _in_time(fact: StoredFact) -> tuple[datetime, int]:
    return fact.source.at, fact.id


# ------------------------------------------------------------------ seasons


def _seasons(title_id: int, dates: Sequence[StoredFact], moving: Collection[int]) -> list[Group]:
    """Return the dates of one title by season, the title as a whole first."""
    numbered: dict[int, list[StoredFact]] = defaultdict(list)
    loose: list[StoredFact] = []
    for fact in dates:
        season = claim_of(fact).season
        (loose if season == NO_SEASON else numbered[season]).append(fact)
    if set(numbered) == {1}:  # the first season may be called so or not
        loose = sorted((*loose, *numbered.pop(1)), key=_in_time)
    values = {season: {one.value for one in of_season} for season, of_season in numbered.items()}
    left: list[StoredFact] = []
    for fact in loose:
        meant = _season_of(fact, numbered, values, moving)
        (left if meant is None else numbered[meant]).append(fact)
    found = [_group(title_id, season, numbered[season]) for season in sorted(numbered)]
    return [*_unnumbered(title_id, left, found), *found]


def _season_of(
    fact: StoredFact,
    numbered: Mapping[int, Sequence[StoredFact]],
    values: Mapping[int, Collection[str]],
    moving: Collection[int],
) -> int | None:
    """Return the season that a date without one is of: the one with dates near it, else the one that it moves."""
    gaps = ((_gap(fact.value, value), -season) for season, dates in values.items() for value in dates)
    near = [each for each in gaps if each[0] <= _ONE_RUN]
    if near:
        return -min(near)[1]
    if fact.source.article_id not in moving:
        return None
    ahead = [season for season, dates in numbered.items() if any(_ahead(one, fact) for one in dates)]
    return min(ahead, default=None)


@lru_cache(maxsize=4096)
def _gap(one: str, other: str) -> timedelta:
    """Return how far the spans of two dates are apart."""
    first, second = parse(one), parse(other)
    return max(first.earliest - second.latest, second.earliest - first.latest, timedelta())


def _ahead(dated: StoredFact, fact: StoredFact) -> bool:
    """Whether a date was known, and had not passed, when a fact was said."""
    return dated.source.at <= fact.source.at and parse(dated.value).latest >= fact.source.at.date()


def _unnumbered(title_id: int, dates: Sequence[StoredFact], numbered: Sequence[Group]) -> list[Group]:
    """Return what is dated of the title as a whole: how it came out first, and a later season without a number."""
    runs = sorted(_runs(dates), key=_begin)
    begins = [_begin(group.facts) for group in numbered]
    first = [run for run in runs[:1] if all(_begin(run) < begin for begin in begins)]
    last = [run for run in runs[len(first) :][-1:] if all(_begin(run) > begin for begin in begins)]
    return [
        *(replace(_group(title_id, NO_SEASON, run), season=claim_of(run[0]).season) for run in first),
        *(replace(_group(title_id, NO_SEASON, run), kind=ReleaseKind.SEASON) for run in last),
    ]


def _begin(dates: Iterable[StoredFact]) -> date:
    return min(parse(one.value).earliest for one in dates)


def _runs(dates: Iterable[StoredFact]) -> list[list[StoredFact]]:
    """Return dates in runs that are each of one release: its first date, those nearer, and where it was moved."""
    runs: list[list[StoredFact]] = []
    for fact in dates:
        run = next((run for run in reversed(runs) if _continues(fact, run)), None)
        if run is None:
            runs.append([fact])
        else:
            run.append(fact)
    return runs


def _continues(fact: StoredFact, run: Sequence[StoredFact]) -> bool:
    values = {one.value for one in run}
    if any(_gap(fact.value, value) <= _ONE_RUN for value in values):
        return True
    said = fact.source.at.date()
    over = parse(fact.value).latest < said
    return not over and any(parse(value).latest + _STALE >= said for value in values)


def _group(title_id: int, season: int, dates: Sequence[StoredFact]) -> Group:
    kind = ReleaseKind.SEASON if season > 1 else ReleaseKind.PREMIERE
    return Group(title_id, season, kind, tuple(dates))


# ------------------------------------------------------------------ venues and regions


def _parts(group: Group, moving: Collection[int]) -> list[Group]:
    """Return a season's dates by venue and region, where articles tell such apart."""
    parts = []
    for kind, dates in _split(group.facts, _venue, moving).items():
        known = _kind(group, dates) if kind is None else ReleaseKind(kind)
        for region, of_region in _split(dates, _region, moving).items():
            parts.append(replace(group, kind=known, facts=tuple(of_region), region=region or ""))
    return parts


def _kind(group: Group, dates: Iterable[StoredFact]) -> ReleaseKind:
    """Return what comes out once: a film if anybody speaks of cinemas, else what it is by its season."""
    in_cinemas = group.season == NO_SEASON and any(_venue(fact) == ReleaseKind.FILM for fact in dates)
    return ReleaseKind.FILM if in_cinemas and group.kind is ReleaseKind.PREMIERE else group.kind


def _venue(fact: StoredFact) -> str | None:
    return kind_of(fact.fact.evidence, fact.value)


def _region(fact: StoredFact) -> str | None:
    return region_of(fact.fact.evidence, fact.value) or None


def _split(
    dates: Sequence[StoredFact], label: Callable[[StoredFact], str | None], moving: Collection[int]
) -> dict[str | None, list[StoredFact]]:
    """Return dates by label, if there are labels whose dates differ, else all of them with none.

    A date without a label goes with its like, or with the label that was said first. That of an article which moves a
    date tells nothing apart, nor does what was hardly meant.
    """
    labels: dict[str | None, list[StoredFact]] = defaultdict(list)
    for fact in dates:
        told = label(fact)
        if told is not None and fact.source.article_id not in moving and fact.fact.confidence >= MEANT:
            labels[told].append(fact)
    if not any(_differ(*pair) for pair in combinations(labels.values(), 2)):
        return {None: list(dates)}
    parts: dict[str | None, list[StoredFact]] = {told: [] for told in labels}
    for fact in dates:
        told = label(fact)
        parts[told if told in parts else _like(fact, labels)].append(fact)
    return parts


def _differ(some: Iterable[StoredFact], others: Iterable[StoredFact]) -> bool:
    """Whether no date of the ones may be one of the others."""
    return all(_gap(*pair) for pair in product({one.value for one in some}, {one.value for one in others}))


def _like(fact: StoredFact, labels: Mapping[str | None, Sequence[StoredFact]]) -> str | None:
    """Return the label of the same date, else the first one."""
    same = (told for told, dates in labels.items() if any(one.value == fact.value for one in dates))
    return next(same, next(iter(labels)))
