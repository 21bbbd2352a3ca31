"""Killed at every step and started again: over 500 schedules no reminder is lost, and none is said twice.

A world has fifty people, each with a title and a schedule of articles that date, sharpen, move, cancel or revive it.
Its database fails at random, its process dies before or after any commit and before or after any message. What is to
be said is told by the rules alone (``plan`` and ``told``), which have tables of their own.
"""

import asyncio
import logging
import random
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import structlog

from bot.domain.claims import value_of
from bot.domain.edtf import Precision, parse
from bot.domain.facts import NewFact
from bot.domain.models import DeliveryState
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import LATENESS, Before, Planned, Standing, plan, told
from bot.errors import StoreError, TryLater
from bot.services import build
from bot.services.pace import Pace
from bot.services.releases import STANDARD, refresh
from bot.store import articles, facts, members
from bot.store.database import open_database
from tests.newsroom import CHANNEL, START, Hands, Reader, empty_database, outbox_of, zones
from tests.sayings import told as stated
from tests.store.knowing import make_title

WORLDS, PEOPLE, STEPS = 11, 50, 24
NONCES_LAST = timedelta(minutes=3)
ZONES = ["Asia/Seoul", "America/New_York", "Europe/London", "Australia/Sydney", "UTC"]
NOTHING = Standing("", ReleaseStatus.ANNOUNCED)
COARSE = {Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


class KilledError(BaseException):
    """The process is gone: nothing of it goes on."""


@dataclass
class Process:
    """One life of the bot: its database fails at random, and it dies at random."""

    db: object
    rng: random.Random
    risk: float
    dead: bool = False

    @property
    def dialect(self):
        return self.db.dialect

    def alive(self):
        if self.dead:
            raise KilledError

    def die(self):
        self.dead = True
        raise KilledError

    def drawn(self, *fates):
        return self.rng.choice(fates) if self.rng.random() < self.risk else None

    @asynccontextmanager
    async def read(self):
        self.alive()
        async with self.db.read() as conn:
            yield conn

    @asynccontextmanager
    async def write(self):
        self.alive()
        fate = self.drawn("locked", "before", "after", "failed")
        if fate == "locked":
            raise StoreError("locked")
        async with self.db.write() as conn:
            yield conn
            if fate == "failed":
                raise StoreError("disk full")
            if fate == "before":
                self.die()
        if fate == "after":
            self.die()


@dataclass
class Discord:
    """Messages, and the nonces of the last minutes; it may go silent before or after a message has arrived."""

    clock: Hands
    messages: list = field(default_factory=list)
    nonces: dict = field(default_factory=dict)

    def arrive(self, post):
        known = self.nonces.get(post.nonce)
        if known is None or self.clock.now - known[1] > NONCES_LAST:
            self.messages.append((post, self.clock.now))
            self.nonces[post.nonce] = len(self.messages), self.clock.now
        return self.nonces[post.nonce][0]


@dataclass
class Line:
    """The way of one process to Discord."""

    discord: Discord
    process: Process

    async def send(self, post):
        self.process.alive()
        fate = self.process.drawn("dies", "silent", "arrives and dies", "arrives unheard")
        if fate == "dies":
            self.process.die()
        if fate == "silent":
            raise TryLater("cut off")
        message_id = self.discord.arrive(post)
        if fate == "arrives and dies":
            self.process.die()
        if fate:
            raise TryLater("cut off")
        return message_id

    async def find(self, post, since):
        self.process.alive()
        found = (number for number, (said, at) in enumerate(self.discord.messages, 1) if said.nonce == post.nonce)
        return next((number for number in found if self.discord.messages[number - 1][1] >= since), None)

    async def edit(self, post, message_id):
        raise AssertionError("reminders are not edited")


@dataclass
class Schedule:
    """One person, one title, and what should be said: kept by the rules alone."""

    user_id: int
    title_id: int
    before: Before
    zone: str
    reminder_id: int = 0
    standing: Standing = NOTHING
    used: set = field(default_factory=set)
    wanted: dict = field(default_factory=dict)
    stale: list = field(default_factory=list)

    def change(self, to, now):
        """Note what is to be said of a change, and what is no longer."""
        notice, former = told(self.standing, to), self.standing.value
        if notice is None and to.value == self.standing.value:
            self.standing = to
            return
        self.standing = to
        timed = plan(self.before, self.zone, to, now)
        at_once = any(one.due_at <= now for one in timed)
        news = [Planned(notice, now, now + LATENESS, to.value, former)] if notice and not at_once else []
        self.stale += [(what, now) for what in self.wanted]
        self.wanted = {(one.telling, one.value): one.due_at for one in (*timed, *news)}


class World:
    def __init__(self, db, seed):
        self.db, self.rng, self.clock, self.seed = db, random.Random(seed), Hands(), seed
        self.discord, self.schedules, self.lives, self.risk = Discord(self.clock), [], 0, 0.0
        self.start()

    def start(self):
        self.lives += 1
        self.process = Process(self.db, self.rng, self.risk)
        self.services = build(
            self.process,
            None,
            Reader(self.clock),
            clock=self.clock,
            rng=random.Random(self.rng.random()),
            base_interval=timedelta(minutes=15),
            zones=zones(),
        )
        self.services.deliver.publisher = Line(self.discord, self.process)
        self.services.deliver._pace = Pace(1e6, 1_000_000)
        self.begun = False

    async def attempt(self, work):
        """Do something until it is done, however often the process dies of it; it must know what is done already."""
        while True:
            try:
                if not self.begun:
                    await self.services.deliver.begin()
                    self.begun = True
                return await work(self.services)
            except StoreError:
                continue
            except KilledError:
                self.start()

    # -------------------------------------------------------------- what happens

    async def learn(self, schedule, number, value, *, denied="", cancelled=False):
        """Keep an article's facts in one transaction, as a poll does; a poll knows what it has brought before."""
        url = f"https://x.example/{schedule.title_id}/{number}"
        said = [stated("publication_date", value, confidence=0.99)] if value else []
        said += [stated("publication_date", denied, confidence=0.99, negated=True)] if denied else []
        said += [stated("production_status", "cancelled", confidence=0.99)] if cancelled else []

        async def work(_):
            async with self.process.write() as conn:
                if await articles.ids_by_url(conn, [url]):
                    return
                entry = articles.Entry("News", url=url, published_at=self.clock.now)
                made = await articles.add_single(conn, entry, "Soompi", self.clock.now, private=False)
                kept = [NewFact(schedule.title_id, one, value_of(one.predicate, one.object, {})) for one in said]
                await facts.replace(conn, made, kept, 1, self.clock.now)
                await refresh(conn, [schedule.title_id], self.clock.now, STANDARD)

        await self.attempt(work)

    async def follow(self, schedule):
        async def work(services):
            asked = await services.reminders.add(
                schedule.user_id, None, CHANNEL, schedule.title_id, None, schedule.before, "en"
            )
            schedule.reminder_id = asked.reminder.id

        await self.attempt(work)

    async def news(self, schedule, number):
        """One more article about a title that is not out yet: another date, or that there will be none."""
        today = self.clock.now.date()
        standing = schedule.standing
        if standing.status is ReleaseStatus.CANCELLED or (standing.value and parse(standing.value).latest <= today):
            return
        if standing.value and self.rng.random() < 0.15:
            await self.learn(schedule, number, "", cancelled=True)
            schedule.change(Standing(standing.value, ReleaseStatus.CANCELLED), self.clock.now)
            return
        value = self.another_date(schedule, today)
        if value is None:
            return
        schedule.used.add(value)
        sharper = bool(standing.value) and _inside(value, standing.value)
        await self.learn(schedule, number, value, denied="" if sharper else standing.value)
        to = ReleaseStatus.SCHEDULED if sharper or not standing.value else ReleaseStatus.RESCHEDULED
        if parse(value).latest <= today:
            to = ReleaseStatus.RELEASED
        schedule.change(Standing(value, to), self.clock.now)

    def another_date(self, schedule, today):
        """A date that was never given before, nor lies in one that was, nor holds one: that would be another story."""
        for _ in range(20):
            day = today + timedelta(days=self.rng.choice([0, 1, 3, 5, 8, 20, 45, 80]))
            form = COARSE.get(self.rng.choice([*COARSE, Precision.DAY, Precision.DAY, Precision.DAY]), "%Y-%m-%d")
            value = day.strftime(form)
            others = schedule.used - {schedule.standing.value}
            if parse(value).latest < today or value in schedule.used or _inside(schedule.standing.value, value):
                continue
            if not any(_inside(value, one) or _inside(one, value) for one in others):
                return value
        return None

    # -------------------------------------------------------------- what must be true

    async def settle(self):
        """Go on until nothing that is due is left: every fault passes some day."""
        for _ in range(200):
            await self.attempt(lambda services: services.releases.catch_up())
            await self.attempt(lambda services: services.deliver.run_due())
            if self.process.dead:
                self.start()
            rows = await outbox_of(self.db)
            if not any(row.state in _OPEN and row.due_at <= self.clock.now for row in rows):
                return
            self.clock.forward(timedelta(minutes=4))
        raise AssertionError("it never settles")

    async def skip(self):
        """Let time pass until something was due, some days ago at most; False when nothing is planned any more."""
        planned = [row.due_at for row in await outbox_of(self.db) if row.state in _OPEN]
        if planned:
            self.clock.now = max(self.clock.now, min(planned) + timedelta(days=5))
        return bool(planned)

    def check(self):
        said = Counter(
            (post.channel_id, post.body.told.telling, post.body.told.value) for post, _ in self.discord.messages
        )
        for schedule in self.schedules:
            for (telling, value), due_at in schedule.wanted.items():
                times = said[schedule.user_id, telling, value]
                assert times == (due_at <= self.clock.now), (self.seed, schedule, telling, value, times)
        twice = [what for what, times in said.items() if times > 1]
        assert not twice, (self.seed, twice)
        rows = {post.delivery_id for post, _ in self.discord.messages}
        assert len(rows) == len(self.discord.messages), "no row is said twice"

    def check_stale(self):
        """What had been taken back was not said any more."""
        for schedule in self.schedules:
            at = {
                (post.body.told.telling, post.body.told.value): said
                for post, said in self.discord.messages
                if post.channel_id == schedule.user_id
            }
            for what, ended in schedule.stale:
                assert at.get(what, ended) <= ended, (self.seed, schedule, what)


_OPEN = {DeliveryState.PENDING, DeliveryState.CLAIMED}


def _inside(one, other):
    if not one or not other:
        return False
    fine, coarse = parse(one), parse(other)
    return coarse.earliest <= fine.earliest and fine.latest <= coarse.latest


async def populate(world):
    async with world.db.write() as conn:
        ids = [await make_title(conn, f"Title {number}") for number in range(PEOPLE)]
        for number, title_id in enumerate(ids):
            before, zone = world.rng.choice(list(Before)), world.rng.choice(ZONES)
            world.schedules.append(Schedule(900 + number, title_id, before, zone))
            await members.set_zone(conn, 900 + number, zone, START)
    for schedule in world.schedules:
        await world.follow(schedule)


@pytest.fixture
def quiet():
    """Each death is told at length in the log, and there are thousands."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("seed", range(WORLDS))
async def test_nothing_is_lost_and_nothing_doubled(tmp_path, monkeypatch, seed):
    monkeypatch.setattr("bot.services.ledger._MARK_PAUSES", ())
    file = tmp_path / "callsheet.sqlite3"
    file.write_bytes(await asyncio.to_thread(empty_database))
    async with open_database(f"sqlite+aiosqlite:///{file}") as db:
        world = World(db, seed)
        await populate(world)
        settled = world.clock.now
        for number in range(STEPS):
            world.risk = world.process.risk = world.rng.choice([0.0, 0.1, 0.4])
            for schedule in world.rng.sample(world.schedules, 4):
                await world.news(schedule, number)
            if world.rng.random() < 0.8 or world.clock.now - settled > timedelta(days=4):
                await world.settle()  # after a week it would be too late
                world.check()
                settled = world.clock.now
            world.clock.forward(timedelta(hours=world.rng.choice([1, 7, 24, 60])))
        while await world.skip():
            await world.settle()
            world.check()
        world.check_stale()
        assert world.lives > 20, "it died, and more than once"
