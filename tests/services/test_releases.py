"""Releases follow the facts: as everyone may know them, as a server may, and as time goes by."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.facts import Claim, NameKind, Predicate
from bot.domain.models import DeliveryKind, DeliveryState, Entry, GuildSettings
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before
from bot.services.learning import learn
from bot.store import articles, facts, releases
from tests.newsroom import ADMIN, CHANNEL, DAY, GUILD, OTHER_CHANNEL
from tests.sayings import says, told
from tests.store.knowing import make_title, said
from tests.store.making import follow, make_feed, new_article, poll, sighting
from tests.telling import SURE, announce, rows

MINA, THEO = 901, 902
OTHER_GUILD = 12


async def remind(room, title_id, user=MINA, guild=GUILD):
    return await room.services.reminders.add(user, guild, CHANNEL, title_id, None, Before.AT_RELEASE, "en")


async def kept(room, guild_id=None):
    async with room.db.read() as conn:
        found = await releases.between(conn, guild_id, date(2020, 1, 1), date(2030, 1, 1))
    return [(one.title, one.release.value, one.release.status.value) for one in found]


async def channels(room, **wanted):
    return await rows(room, kind=DeliveryKind.RELEASE, **wanted)


# ------------------------------------------------------------------ channels


async def test_a_channel_is_told_of_its_title_when_the_server_is_awake(room):
    await room.services.guilds.save(GuildSettings(GUILD, quiet_from=time(8, 0), quiet_to=time(15, 0)))
    title_id = await announce(room, "2026-05")
    made = await room.services.title_follows.add(GUILD, CHANNEL, NameKind.TITLE, title_id, ADMIN)
    await announce(room, "2026-05-09")
    waiting = [row for row in await room.outbox() if row.state is DeliveryState.PENDING]
    assert [(row.kind, row.follow_id, row.channel_id) for row in waiting] == [
        (DeliveryKind.RELEASE, made.follow.id, CHANNEL)
    ] * 2
    assert {row.payload["telling"]: row.due_at for row in waiting} == {
        "due": datetime(2026, 5, 9, 15, tzinfo=UTC),
        "sharpened": datetime(2026, 3, 2, 15, tzinfo=UTC),
    }
    room.clock.now = datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert await room.services.deliver.run_due() == 1


async def test_a_server_that_comes_back_is_planned_for_again(room):
    title_id = await announce(room, "2026-05-09")
    await room.services.title_follows.add(GUILD, CHANNEL, NameKind.TITLE, title_id, ADMIN)
    await room.services.guilds.left(GUILD)
    await announce(room, "2026-06-09", denied="2026-05-09")
    assert await channels(room, state=DeliveryState.PENDING) == []
    await room.services.guilds.joined(GUILD)
    await room.services.releases.catch_up()
    assert await channels(room, state=DeliveryState.PENDING) == [("due", "2026-06-09", "pending")], "no old news"


async def test_another_zone_of_the_server_moves_what_its_channels_are_told(room):
    title_id = await announce(room, "2026-05-09")
    await room.services.title_follows.add(GUILD, CHANNEL, NameKind.TITLE, title_id, ADMIN)
    await room.services.guilds.save(GuildSettings(GUILD, time_zone="Asia/Seoul"))
    await room.services.releases.catch_up()
    [row] = [row for row in await room.outbox() if row.state is DeliveryState.PENDING]
    assert row.due_at == datetime(2026, 5, 9, tzinfo=UTC)
    await room.services.guilds.save(GuildSettings(GUILD, time_zone="Asia/Seoul", locale="ko"))
    assert await room.services.releases.catch_up() == 0


# ------------------------------------------------------------------ who may know what


async def leak(room, title_id, value):
    """Have a private feed's article, which one server follows, give a date."""
    async with room.db.write() as conn:
        feed = await make_feed(conn, private=True)
        subscription = await follow(conn, feed, guild=GUILD, channel=OTHER_CHANNEL)
        await poll(conn, feed, new_article(sighting("Leak", at=room.clock.now), to=[subscription]), now=room.clock.now)
        [article_id] = [one.article_id for one in (await articles.known_entries(conn, feed.id, ["guid:Leak"])).values()]
        await facts.replace(
            conn, article_id, [said(title_id, "publication_date", value, confidence=SURE)], 1, room.clock.now
        )


async def test_what_a_private_feed_says_is_for_its_servers_alone(room):
    title_id = await announce(room, None, network="Netflix")
    for user, guild in [(MINA, GUILD), (THEO, OTHER_GUILD)]:
        await remind(room, title_id, user, guild)
    await leak(room, title_id, "2026-05-09")
    await announce(room, None, network="Netflix", status="filming")
    told_to = {row.channel_id for row in await room.outbox() if row.kind is DeliveryKind.REMINDER}
    assert told_to == {MINA}
    assert (await kept(room), len(await kept(room, GUILD))) == ([], 1)


async def test_what_a_server_calls_wrong_moves_its_own_alone(room):
    title_id = await announce(room, "2026-05-09")
    for user, guild in [(MINA, GUILD), (THEO, OTHER_GUILD)]:
        await remind(room, title_id, user, guild)
    wrong = Claim(title_id, -1, Predicate.PUBLICATION_DATE, "2026-05-09")
    await room.services.moderation.uphold(wrong, GUILD, ADMIN)
    states = {(row.channel_id, row.payload["telling"]): row.state.value for row in await room.outbox()}
    assert states == {(MINA, "due"): "superseded", (THEO, "due"): "pending", (MINA, "moved"): "pending"}
    assert (await kept(room, GUILD), len(await kept(room, OTHER_GUILD))) == ([], 1)
    await room.services.moderation.dismiss(wrong, GUILD, ADMIN)
    assert len(await kept(room, GUILD)) == 1
    assert [row.state.value for row in await room.outbox() if row.payload["telling"] == "due"] == ["pending"] * 2


# ------------------------------------------------------------------ who is who


async def two_titles(room):
    """Two titles that turn out to be one, both dated the same."""
    first = await announce(room, "2026-05-09")
    async with room.db.write() as conn:
        made = await articles.add_single(conn, Entry("Other"), "Soompi", room.clock.now)
        date = told("publication_date", "2026-05-09", of="Salt Line", confidence=SURE)
        [second] = (await learn(conn, made, says(date), 1, room.clock.now)).titles
    return first, second


async def test_who_follows_two_titles_that_are_one_is_reminded_once(room):
    first, second = await two_titles(room)
    for title_id in (first, second):
        await remind(room, title_id)
    await remind(room, second, THEO)
    change = await room.services.identities.merge(NameKind.TITLE, second, first)
    waiting = [row.channel_id for row in await room.outbox() if row.state is DeliveryState.PENDING]
    assert sorted(waiting) == [MINA, THEO]
    assert await room.services.releases.catch_up() <= 1
    assert [title for title, *_ in await kept(room)] == ["Glass Harbor"]

    await room.services.identities.undo(change)
    waiting = [
        (row.channel_id, row.payload["title"]) for row in await room.outbox() if row.state is DeliveryState.PENDING
    ]
    assert sorted(waiting) == [(MINA, str(first)), (MINA, str(second)), (THEO, str(second))]
    assert len(await kept(room)) == 2


async def test_who_stops_one_of_two_that_are_one_keeps_the_other(room):
    first, second = await two_titles(room)
    asked = [await remind(room, title_id) for title_id in (first, second)]
    await room.services.identities.merge(NameKind.TITLE, second, first)
    await room.services.reminders.cancel(MINA, asked[0].reminder.id)
    await room.services.releases.catch_up()
    [row] = [row for row in await room.outbox() if row.state is DeliveryState.PENDING]
    assert row.reminder_id == asked[1].reminder.id


async def test_a_split_takes_its_dates_along(room):
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    await room.services.identities.split(title_id, ["#1"], "Glass Harbor Again")
    assert [title for title, *_ in await kept(room)] == ["Glass Harbor Again"]
    assert await rows(room, state=DeliveryState.PENDING) == [("moved", "", "pending")]


# ------------------------------------------------------------------ time


async def test_what_was_known_before_is_caught_up_with_once(room, monkeypatch):
    monkeypatch.setattr("bot.services.releases.AT_ONCE", 2)
    async with room.db.write() as conn:
        for number in range(3):
            title_id = await make_title(conn, f"Title {number}")
            made = await articles.add_single(conn, Entry("Old"), "Soompi", room.clock.now)
            await facts.replace(conn, made, [said(title_id, "publication_date", "2026-05-09")], 1, room.clock.now)
    assert [await room.services.releases.catch_up() for _ in range(4)] == [2, 1, 0, 0]
    assert len(await kept(room)) == 3


async def test_what_comes_out_is_out(room):
    title_id = await announce(room, "2026-03-03")
    await remind(room, title_id)
    await room.services.releases.catch_up()
    assert [status for *_, status in await kept(room)] == ["scheduled"]
    room.clock.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert await room.services.releases.catch_up() == 1
    assert [status for *_, status in await kept(room)] == ["released"]
    [listed] = await room.services.reminders.list(MINA)
    assert listed.standing.status is ReleaseStatus.RELEASED
    assert await rows(room) == [("due", "2026-03-03", "pending")], "late as it is, it is still to be said"


async def test_what_is_only_rumoured_for_today_is_looked_at_once_a_day(room):
    await announce(room, "2026-03-03", certainty="rumored")
    await room.services.releases.catch_up()
    room.clock.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert [await room.services.releases.catch_up() for _ in range(2)] == [1, 0]
    assert [status for *_, status in await kept(room)] == ["scheduled"]
    room.clock.forward(DAY)
    assert [await room.services.releases.catch_up() for _ in range(2)] == [1, 0]
    assert [status for *_, status in await kept(room)] == ["released"]


async def test_an_article_without_dates_leaves_releases_alone(room, monkeypatch):
    async def touched(*_):
        pytest.fail("nothing of it dates a title")

    monkeypatch.setattr("bot.store.releases.put", touched)
    async with room.db.write() as conn:
        made = await articles.add_single(conn, Entry("A cast"), "Soompi", room.clock.now)
        await learn(conn, made, says(told("genre", "noir")), 1, room.clock.now)
