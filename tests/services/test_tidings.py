"""What rows of releases say when they are sent: as the title is known then, with its sources, and how late."""

from datetime import timedelta

import pytest

from bot.domain.facts import Certainty
from bot.domain.models import Delivery, DeliveryKind, Entry
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Reminder, Standing, Telling
from bot.services.learning import learn
from bot.services.tidings import Tidings
from bot.store import articles
from tests.newsroom import DAY, GUILD, HOUR, START
from tests.sayings import says, told

SEOUL, NEW_YORK = "Asia/Seoul", "America/New_York"
TENTH = "2026-03-10"


@pytest.fixture
def tell(room):
    """Have an outlet say something, so many days after the start."""

    async def tell(*facts, outlet="Soompi", day=0):
        at = START + timedelta(days=day)
        async with room.db.write() as conn:
            entry = Entry(f"{outlet} {day}", f"https://{outlet.lower()}.example/{day}", published_at=at)
            await learn(conn, await articles.add_single(conn, entry, outlet, at), says(*facts), 1, at)

    return tell


def row(telling="moved", value=TENTH, former="2026-03-03", *, season=-1, title=1, due=START):
    payload = {"telling": telling, "title": str(title), "season": str(season), "value": value, "former": former}
    return Delivery(1, DeliveryKind.RELEASE, "k", GUILD, 21, due, due, payload={**payload, "before": "0"})


async def channel(room, delivery, zone=SEOUL, now=START):
    async with room.db.read() as conn:
        return await Tidings(conn, now, 0.9).to_channel(delivery, zone)


async def test_a_channel_is_told_where_it_is_to_be_seen_who_says_so_and_how_surely(room, tell):
    await tell(told("publication_date", TENTH, certainty="reported"), told("original_broadcaster", "Disney+"))
    await tell(told("publication_date", "2026-03-03"), outlet="Variety")
    body = await channel(room, row())
    assert (body.telling, body.title_id, body.title) == (Telling.MOVED, 1, "Glass Harbor")
    assert (body.season, body.value, body.former) == (None, TENTH, "2026-03-03")
    assert (body.network, body.certainty) == ("Disney+", Certainty.REPORTED)
    assert [one.source.outlet for one in body.sources] == ["Soompi"]
    assert body.late_by == timedelta()


async def test_without_an_article_that_still_says_so_it_is_told_all_the_same(room, tell):
    await tell(told("genre", "thriller"))
    body = await channel(room, row(season=2))
    assert (body.sources, body.certainty, body.network, body.season) == ((), Certainty.CONFIRMED, "", 2)


async def test_of_a_title_that_is_gone_nothing_is_told(room):
    assert await channel(room, row(title=99)) is None


@pytest.mark.parametrize(
    ("value", "read", "days"),
    [
        (TENTH, (SEOUL, START + 8 * DAY), 0),
        (TENTH, (SEOUL, START + 7 * DAY), 1),
        (TENTH, (SEOUL, START + 7 * DAY + 3 * HOUR), 0),  # midnight in Seoul
        (TENTH, (NEW_YORK, START + 7 * DAY + 3 * HOUR), 1),
        (TENTH, (NEW_YORK, START + 9 * DAY), -1),
        ("2026-03", (SEOUL, START), None),
        ("", (SEOUL, START), None),
    ],
)
async def test_days_are_counted_where_the_post_is_read(room, tell, value, read, days):
    await tell(told("publication_date", TENTH))
    assert (await channel(room, row("due", value, ""), *read)).days == days


@pytest.mark.parametrize(("by", "late"), [(HOUR - timedelta(seconds=1), timedelta()), (HOUR, HOUR), (5 * DAY, 5 * DAY)])
async def test_how_late_it_is_counts_from_an_hour_on(room, tell, by, late):
    await tell(told("publication_date", TENTH))
    assert (await channel(room, row(due=START), now=START + by)).late_by == late


# ------------------------------------------------------------------ to a person


def reminder(value=TENTH, status=ReleaseStatus.RESCHEDULED):
    return Reminder(
        id=5,
        user_id=31,
        guild_id=0,
        channel_id=21,
        title_id=1,
        season=-1,
        before=Before.DAY,
        zone=SEOUL,
        locale="ko",
        created_at=START,
        value=value,
        status=status,
    )


async def person(room, delivery, wish):
    async with room.db.read() as conn:
        return await Tidings(conn, START, 0.9).to_person(delivery, wish)


async def test_a_person_is_told_of_a_change_what_comes_next(room, tell):
    await tell(told("publication_date", TENTH))
    body = await person(room, row(), reminder())
    assert (body.reminder_id, body.user_id, body.told.telling) == (5, 31, Telling.MOVED)
    assert body.ahead.standing == Standing(TENTH, ReleaseStatus.RESCHEDULED)
    assert [one.due_at.isoformat() for one in body.ahead.planned] == ["2026-03-09T00:00:00+00:00"]


@pytest.mark.parametrize("telling", ["due", "span"])
async def test_on_the_day_nothing_more_is_promised(room, tell, telling):
    await tell(told("publication_date", TENTH))
    assert (await person(room, row(telling), reminder())).ahead is None
    assert await person(room, row(telling, title=99), reminder()) is None
