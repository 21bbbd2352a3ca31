"""100,000 people wait for reminders: a date moves that 10,000 of them follow, and 5,000 are due at the same minute.

What counts is that the bot answers meanwhile: how late the event loop wakes, beside an idle one, and how long a look-up
of somebody's reminders takes.
"""

import asyncio
import random
import time
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.domain.claims import value_of
from bot.domain.facts import NewFact
from bot.domain.models import Entry
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before
from bot.services import build
from bot.services.pace import Pace
from bot.services.releases import STANDARD, refresh
from bot.store import articles, facts, schema
from bot.store.database import insert, open_database
from bot.store.migrate import upgrade
from tests.bench.conftest import NOW, Figures
from tests.newsroom import Reader, outbox_of
from tests.sayings import told
from tests.store.knowing import make_title

PENDING, MOVED, DUE = 100_000, 10_000, 5_000
ZONES = ["Asia/Seoul", "America/New_York", "Europe/London", "Australia/Sydney", "UTC", "Asia/Tokyo", "Europe/Berlin"]
TICK = 0.005


class Mail:
    """Discord that takes everything after a moment."""

    def __init__(self):
        self.said = 0

    async def send(self, _post):
        await asyncio.sleep(0.01)
        self.said += 1
        return self.said

    async def find(self, _post, _since):
        return None


@asynccontextmanager
async def watched(db):
    """Collect how much later than asked the loop wakes (s), and how long a look-up takes, while the block runs."""
    late, answers = [], []

    async def wake():
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append(time.perf_counter() - began - TICK)

    async def look():
        while True:
            began = time.perf_counter()
            async with db.read() as conn:
                await facts.of_title(conn, 1, None)
            answers.append(time.perf_counter() - began)
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(wake()), asyncio.create_task(look())]
    try:
        yield late, answers
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def say(db, title_id, day, *, number, now, denied=None):
    """An article dates a title: what a poll does, in one transaction; gives how long that was held (s)."""
    said = [told("publication_date", day, confidence=0.99)]
    said += [told("publication_date", denied, confidence=0.99, negated=True)] if denied else []
    async with db.write() as conn:
        began = time.perf_counter()
        entry = Entry("News", url=f"https://x.example/{title_id}/{number}", published_at=now)
        made = await articles.add_single(conn, entry, "Soompi", now, private=False)
        kept = [NewFact(title_id, one, value_of(one.predicate, one.object, {})) for one in said]
        await facts.replace(conn, made, kept, 1, now)
        await refresh(conn, [title_id], now, STANDARD)
    return time.perf_counter() - began


async def populate(db):
    """100,000 people who follow twenty titles; 10,000 of them the first, 5,000 the second, in one zone."""
    rng = random.Random(5)
    async with db.write() as conn:
        titles = [await make_title(conn, f"Title {number}") for number in range(20)]
        followed = [0] * MOVED + [1] * DUE + [rng.randrange(2, 20) for _ in range(PENDING - MOVED - DUE)]
        wishes = [
            {
                "user_id": 10_000 + number,
                "guild_id": 0,
                "channel_id": 1,
                "title_id": titles[of],
                "season": -1,
                "before": Before.AT_RELEASE if of == 1 else rng.choice(list(Before)),
                "zone": "UTC" if of == 1 else rng.choice(ZONES),
                "locale": "en",
                "created_at": NOW,
                "value": "",
                "status": ReleaseStatus.ANNOUNCED,
                "revision": 0,
                "trouble": "",
            }
            for number, of in enumerate(followed)
        ]
        await conn.execute(insert(conn, schema.reminder), wishes)
    for number, title_id in enumerate(titles):
        await say(db, title_id, "2026-04-02" if number == 1 else "2026-05-09", number=0, now=NOW)


async def idle(db):
    async with watched(db) as seen:
        await asyncio.sleep(1.5)
    return seen


def figures(tell, what, seen, bare):
    late, answers = Figures(seen[0]), Figures(seen[1])
    tell(
        f"{what}: loop late (p99)",
        late.quantile(0.99),
        Figures(bare[0]).quantile(0.99),
        longest=f"{late.quantile(1) * 1000:.0f} ms",
        look_up=f"{answers.median * 1000:.1f} ms (idle {Figures(bare[1]).median * 1000:.1f} ms)",
    )
    return late


async def test_moves_and_dues_leave_the_bot_answering(tmp_path, tell):
    url = f"sqlite+aiosqlite:///{tmp_path / 'reminders.sqlite3'}"
    await upgrade(url)
    async with open_database(url) as db:
        await populate(db)
        assert len(await outbox_of(db)) >= PENDING
        bare = await idle(db)

        async with watched(db) as seen:
            took = await say(db, 1, "2026-06-20", number=1, now=NOW + timedelta(days=3), denied="2026-05-09")
            await asyncio.sleep(0.1)
        late = figures(tell, f"a moved date that {MOVED:,} of {PENDING:,} follow ({took * 1000:.0f} ms)", seen, bare)
        assert took < 5, "other writers wait no longer than they are ready to"
        assert late.quantile(1) < 0.25, "an interaction is answered in time"

        now = NOW.replace(month=4, day=2, hour=9)
        services = build(db, None, Reader(lambda: now), clock=lambda: now, base_interval=timedelta(minutes=15))
        services.deliver.publisher = mail = Mail()
        services.deliver._pace = Pace(400, 64)  # ten times Discord's: the store is measured, not the waiting
        began = time.perf_counter()
        async with watched(db) as seen:
            while mail.said < DUE:
                await services.deliver.run_due()
        took = time.perf_counter() - began
        late = figures(tell, f"{DUE:,} due at the same minute ({DUE / took:.0f} a second)", seen, bare)
        assert mail.said == DUE
        assert late.quantile(0.99) < 0.25
