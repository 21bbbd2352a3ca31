"""Releases, kept in step with the facts; and everyone who follows them, in step with the releases.

All of it happens in the transaction that changes the facts: whoever is told of a date is told of the one that stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock
from bot.domain.claims import NO_SEASON
from bot.domain.facts import Claim, NameKind, Predicate, StoredFact, Verdict
from bot.domain.footing import Footing, Step, name_of, standing_of, step
from bot.domain.models import DeliveryKind, GuildSettings
from bot.domain.pacing import awake
from bot.domain.releases import Release
from bot.domain.releasing import releases as made_of
from bot.domain.reminders import LATENESS, Before, Planned, Standing, Telling, plan
from bot.services import events
from bot.store import facts, guilds, meta, names, planning, releases, reminders, verdicts
from bot.store.database import Connection, Database
from bot.store.planning import Followers, Group, Saying
from bot.store.releases import EVERYONE

_Evidence: TypeAlias = tuple[Sequence[StoredFact], Mapping[Claim, Verdict]]

Views = Mapping[int, Sequence[Release]]
"""A title's releases by the server that knows them; 0 is everyone else."""

DATING = frozenset({Predicate.PUBLICATION_DATE, Predicate.PRODUCTION_STATUS, Predicate.ORIGINAL_BROADCASTER})
"""What releases are made of."""


@dataclass(frozen=True, slots=True)
class Points:
    """How sure a fact must be, in [0, 1]: to be ``shown``, and to move what stands (``asked``)."""

    shown: float = 0.9
    asked: float = 0.97


AT_ONCE = 10
"""Titles in one transaction."""

_REACHED = "releases:1"
"""Under this the store keeps how far releases were made of facts that were there first; count up to make all anew."""

_DONE = "done"

STANDARD = Points()
"""Where nobody says otherwise."""


async def refresh(conn: Connection, title_ids: Iterable[int], now: datetime, points: Points) -> None:
    """Make the releases of titles anew from all facts, and plan anew for all whom that concerns."""
    for title_id in await names.roots_of(conn, NameKind.TITLE, title_ids):
        await names.hold(conn, NameKind.TITLE, title_id)  # two who read at once would miss what the other read
        before = await releases.views(conn, title_id)
        found = await known(conn, title_id, now, points)
        changed = await releases.put(conn, title_id, found, now)
        await replan(conn, title_id, found, before, now)
        if changed:
            await events.plan(conn, title_id, now)


async def known(conn: Connection, title_id: int, now: datetime, points: Points) -> Views:
    """Return a title's releases with their sources, as everyone and each server that knows otherwise may know them."""
    said, held = await _evidence(conn, title_id, None)
    everyones = _made_of(said, held, now, points)
    found, made = {EVERYONE: everyones}, {_same(said, held): everyones}  # many servers know the same
    for guild_id in await releases.viewers(conn, title_id):
        said, held = await _evidence(conn, title_id, guild_id)
        same = _same(said, held)
        if same not in made:
            made[same] = _made_of(said, held, now, points)
        theirs = made[same]
        if [_plain(one) for one in theirs] != [_plain(one) for one in everyones]:
            found[guild_id] = theirs
    return found


async def releases_of(
    conn: Connection, title_id: int, guild_id: int | None, now: datetime, points: Points
) -> tuple[Release, ...]:
    """Return a title's releases with their sources, as far as a server (None: anyone) may know them."""
    return _made_of(*await _evidence(conn, title_id, guild_id), now, points)


async def _evidence(conn: Connection, title_id: int, guild_id: int | None) -> _Evidence:
    said = await facts.of_title(conn, title_id, guild_id, DATING)
    return said, await verdicts.of_title(conn, title_id, guild_id)


def _made_of(
    said: Sequence[StoredFact], held: Mapping[Claim, Verdict], now: datetime, points: Points
) -> tuple[Release, ...]:
    return made_of(said, held, now.date(), least=points.shown, least_to_move=points.asked)


def _same(said: Sequence[StoredFact], held: Mapping[Claim, Verdict]) -> object:
    return tuple(fact.id for fact in said), frozenset(held.items())


def _plain(release: Release) -> tuple[object, ...]:
    return name_of(release), standing_of(release), release.network, release.certainty


def _of(views: Views, guild_id: int) -> Sequence[Release]:
    return views.get(guild_id, views[EVERYONE])


# ------------------------------------------------------------------ who follows


async def replan(conn: Connection, title_id: int, found: Views, before: Views, now: datetime) -> None:
    """Plan anew for all who follow a title (a root), as far as ``found`` is not what they are planned by.

    ``before`` is how its releases stood until now.
    """
    merged = await names.is_merged(conn, NameKind.TITLE, title_id)
    people = planning.people(title_id, found.keys() - {EVERYONE}, merged=merged)
    for followers in (people, planning.channels(title_id, merged=merged)):
        if merged:
            await planning.part(conn, followers, now)
        steps = [(group, _step(group, found, before, now)) for group in await planning.groups(conn, followers)]
        changed = [(group, to) for group, to in steps if to.footing != _footing(group)]
        await _take(conn, title_id, followers, changed, now)


def _footing(group: Group) -> Footing:
    return Footing(group.planned_for, Standing(group.value, group.status))


def _step(group: Group, found: Views, before: Views, now: datetime) -> Step:
    was = {name_of(one): standing_of(one) for one in _of(before, group.place)}
    season = None if group.season == NO_SEASON else group.season
    return step(_footing(group), _of(found, group.place), was, season, now.date())


async def _take(
    conn: Connection, title_id: int, followers: Followers, steps: Sequence[tuple[Group, Step]], now: datetime
) -> None:
    """Take steps: what is not right any more is taken back, and what is right now is queued."""
    for moved_on in (False, True):
        those = [group for group, to in steps if to.replanned and to.moved_on is moved_on]
        await planning.supersede(conn, followers, those, now, moved_on=moved_on)
    sayings = [
        saying
        for group, to in steps
        if to.replanned
        for saying in _sayings(title_id, group, to, await _waking(conn, followers, group), now)
    ]
    await planning.say(conn, followers, sayings, now)
    by_footing: dict[Footing, list[Group]] = {}
    for group, to in steps:
        by_footing.setdefault(to.footing, []).append(group)
    for footing, those in by_footing.items():
        await planning.settle(conn, followers, those, footing)


async def _waking(conn: Connection, followers: Followers, group: Group) -> GuildSettings:
    """Return whose quiet hours count: those of a channel's server; a person's phone has its own."""
    if followers.kind is not DeliveryKind.RELEASE:
        return GuildSettings(EVERYONE)
    return await guilds.settings(conn, group.place)


def _sayings(title_id: int, group: Group, to: Step, settings: GuildSettings, now: datetime) -> list[Saying]:
    """Return what a group is to be told by the clock; and of a change at once, unless the day itself is told then."""
    timed = plan_for(group.zone, Before(group.before), to.footing.standing, now)
    told = [
        Saying(group, _key(group, to, one), *_when(one, settings), _payload(title_id, group, to, one)) for one in timed
    ]
    if to.notice is not None and all(one.due_at > now for one in timed):
        news = Planned(to.notice, now, now + LATENESS, to.footing.standing.value, to.former)
        told.append(Saying(group, news.telling, *_when(news, settings), _payload(title_id, group, to, news), once=True))
    return told


def plan_for(zone: str, before: Before, standing: Standing, now: datetime) -> tuple[Planned, ...]:
    """Return what is to be said by the clock, as ``plan`` does; a zone that is no more is taken for UTC."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = "UTC"
    return plan(before, zone, standing, now)


def _key(group: Group, to: Step, one: Planned) -> str:
    """Return what makes a thing said by the clock the same: the fact, and, where it counts, how early it is told."""
    early = f":{group.before}" if one.telling is Telling.DUE else ""
    return f"{to.footing.planned_for}:{one.telling}:{one.value}{early}"


def _when(one: Planned, settings: GuildSettings) -> tuple[datetime, datetime]:
    """Return when something is due, out of quiet hours, and when it is not worth saying any more."""
    due_at = awake(one.due_at, settings)
    return due_at, due_at + (one.expires_at - one.due_at)


def _payload(title_id: int, group: Group, to: Step, one: Planned) -> dict[str, str]:
    """Return what a row tells, as far as its reminder or follow does not."""
    return {
        "telling": one.telling.value,
        "title": str(title_id),
        "season": str(to.release.season if to.release else group.season),
        "value": one.value,
        "former": one.former or (to.former if to.notice else ""),
        "before": str(group.before),
    }


# ------------------------------------------------------------------ by the clock


class Releases:
    """Brings releases, and who follows them, up to date with the time that passed."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._points = points
        self._passed: tuple[date | None, set[int]] = None, set()

    async def catch_up(self) -> int:
        """Make releases that were never made, see what came out, plan who waits; gives for how many titles."""
        return await self._backfill() + await self._pass_on() + await self.plan_waiting()

    async def plan_waiting(self) -> int:
        """Plan for all who are still to be planned, a few titles at a time; gives for how many."""
        done: set[int] = set()
        while True:
            async with self._db.read() as conn:
                waiting = set(await reminders.unplanned(conn, AT_ONCE)) - done
            if not waiting:
                return len(done)
            await self._refresh(sorted(waiting))
            done |= waiting

    async def _pass_on(self) -> int:
        """See what is out by now: those who follow it move on. What still is not is looked at once a day."""
        today = self._clock().date()
        if self._passed[0] != today:
            self._passed = today, set()
        async with self._db.read() as conn:
            due = set(await releases.passing(conn, today)) - self._passed[1]
        self._passed[1].update(due)
        some = sorted(due)
        for start in range(0, len(some), AT_ONCE):
            await self._refresh(some[start : start + AT_ONCE])
        return len(some)

    async def _backfill(self) -> int:
        """Make releases of facts that were there before, a few titles a round; what was reached is remembered."""
        async with self._db.read() as conn:
            reached = await meta.get(conn, _REACHED) or "0"
            some = [] if reached == _DONE else await releases.titles_after(conn, int(reached), AT_ONCE)
        if reached == _DONE:
            return 0
        await self._refresh(some, reached=str(some[-1]) if some else _DONE)
        return len(some)

    async def _refresh(self, title_ids: Sequence[int], reached: str | None = None) -> int:
        async with self._db.write() as conn:
            await refresh(conn, title_ids, self._clock(), self._points)
            if reached is not None:
                await meta.set(conn, _REACHED, reached)
        return len(title_ids)
