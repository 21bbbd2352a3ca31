"""Scheduled events of servers: made with the fact, moved with it, called off with it, each thing done once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.facts import NameKind
from bot.domain.models import DeliveryKind, DeliveryState
from bot.errors import Gone, TryLater
from bot.services import events as service
from bot.store import events, names
from tests.newsroom import ADMIN, CHANNEL, DAY, GUILD, HOUR
from tests.sayings import says, told

TITLE = NameKind.TITLE
OTHER_GUILD = 12
MAY, JUNE = date(2026, 5, 9), date(2026, 6, 12)


@pytest.fixture
async def wants(room):
    """A server that wants events, and a feed that another one follows."""
    await room.follow(guild=OTHER_GUILD, channel=99)
    await switch(room, events=True)
    return room


async def switch(room, **changed):
    settings = await room.services.guilds.settings(GUILD)
    await room.services.guilds.save(replace(settings, **changed))
    await room.services.deliver.run_due()


async def news(room, headline, *facts):
    room.reader.sayings[headline] = says(*facts)
    room.publish(headline)
    await room.round(HOUR)


async def dated(room, day=MAY, headline="A date", of="Glass Harbor", **more):
    await news(room, headline, told("publication_date", day.isoformat(), of=of, confidence=0.99, **more))


async def follow(room, key="glassharbor"):
    async with room.db.read() as conn:
        title_id = (await names.owners(conn, TITLE, [key]))[key][0]
    made = await room.services.title_follows.add(GUILD, CHANNEL, TITLE, title_id, ADMIN)
    await room.services.deliver.run_due()
    return made.follow.id


def done(room):
    """What was done about events, in order."""
    return [post.body for post, _ in room.publisher.messages.values() if hasattr(post.body, "discord_id")]


async def kept(room, guild=GUILD):
    async with room.db.read() as conn:
        return await events.of_guild(conn, guild)


async def test_a_followed_release_with_a_day_becomes_an_event(wants):
    await dated(wants, season=2)
    await follow(wants)
    [body] = done(wants)
    assert (body.title, body.season, body.value, body.discord_id) == ("Glass Harbor", 2, "2026-05-09", None)
    assert body.span == (datetime(2026, 5, 9, 9, tzinfo=UTC), datetime(2026, 5, 9, 23, 59, tzinfo=UTC))
    assert [one.source.headline for one in body.sources] == ["A date"]
    [event] = await kept(wants)
    assert event.event_id in wants.publisher.messages


async def test_an_event_is_edited_when_the_date_moves(wants):
    await dated(wants)
    await follow(wants)
    [made] = await kept(wants)
    moved = told("publication_date", JUNE.isoformat(), confidence=0.99)
    denied = told("publication_date", MAY.isoformat(), confidence=0.99, negated=True)
    await news(wants, "It moves", moved, denied)
    first, second = done(wants)
    assert (second.event_id, second.discord_id, second.value) == (first.event_id, made.event_id, "2026-06-12")


async def test_a_network_that_is_told_later_is_shown_on_it(wants):
    await dated(wants)
    await follow(wants)
    await news(wants, "Where", told("original_broadcaster", "Netflix", confidence=0.99))
    assert [body.network for body in done(wants)] == ["", "Netflix"]


async def test_an_event_is_called_off_when_the_release_is_and_made_anew_when_it_is_not(wants):
    await dated(wants)
    await follow(wants)
    await news(wants, "Off", told("production_status", "cancelled", confidence=0.99))
    assert done(wants)[-1].span is None
    assert await kept(wants) == []
    await switch(wants, events=False)
    assert len(done(wants)) == 2, "there is nothing left to call off"


async def test_switching_off_calls_off_and_switching_on_makes_them_again(wants):
    await dated(wants)
    await follow(wants)
    await switch(wants, events=False)
    await switch(wants, events=True)
    assert [body.span is not None for body in done(wants)] == [True, False, True]
    assert done(wants)[-1].discord_id is None


async def test_a_title_that_is_not_followed_any_more_has_its_event_called_off(wants):
    await dated(wants)
    follow_id = await follow(wants)
    await wants.services.title_follows.remove(GUILD, follow_id)
    await wants.services.deliver.run_due()
    assert [body.span is not None for body in done(wants)] == [True, False]


async def test_another_zone_moves_the_morning(wants):
    await dated(wants)
    await follow(wants)
    await switch(wants, time_zone="Asia/Seoul")
    assert done(wants)[-1].span[0] == datetime(2026, 5, 9, 0, tzinfo=UTC)
    assert done(wants)[-1].discord_id is not None


async def test_servers_that_do_not_want_events_or_do_not_follow_have_none(wants):
    await switch(wants, events=False)
    await dated(wants)
    await follow(wants)
    await dated(wants, of="Night Ferry", headline="Another")
    assert done(wants) == []
    assert await kept(wants) == []


async def test_a_coarse_date_waits_for_its_day(wants):
    await news(wants, "Some day", told("publication_date", "2026-05", confidence=0.99))
    await follow(wants)
    assert done(wants) == []
    await dated(wants, headline="The day")
    assert [body.value for body in done(wants)] == ["2026-05-09"]


async def test_what_is_not_done_yet_gives_way_to_what_is_newer(wants):
    await dated(wants)
    wants.publisher.fail(TryLater("discord.busy"), times=1, channel=GUILD)
    await follow(wants)
    await news(
        wants,
        "It moves",
        told("publication_date", JUNE.isoformat(), confidence=0.99),
        told("publication_date", MAY.isoformat(), confidence=0.99, negated=True),
    )
    assert [body.value for body in done(wants)][-1] == "2026-06-12"
    assert len(await kept(wants)) == 1


async def test_a_day_that_passes_is_forgotten_without_a_word(wants):
    await dated(wants, day=date(2026, 3, 4))
    await follow(wants)
    wants.clock.forward(4 * DAY)
    async with wants.db.write() as conn:
        await service.plan_all(conn, GUILD, wants.clock())
    assert await kept(wants) == []
    await wants.services.deliver.run_due()
    assert len(done(wants)) == 1


@pytest.mark.parametrize("forgotten", [False, True])
async def test_what_comes_too_late_is_not_made(wants, forgotten):
    await dated(wants, day=date(2026, 3, 3))
    wants.publisher.fail(TryLater("discord.busy", at=wants.clock() + 3 * DAY), times=1, channel=GUILD)
    await follow(wants)
    wants.clock.forward(4 * DAY)
    if forgotten:
        async with wants.db.write() as conn:
            await service.plan_all(conn, GUILD, wants.clock())
    await wants.services.deliver.run_due()
    assert done(wants) == []
    [row] = [row for row in await wants.outbox() if row.kind is DeliveryKind.EVENT]
    assert (row.state, row.reason) == (DeliveryState.FAILED, "event.over")


async def test_a_missing_permission_is_told_once_and_tried_again_when_given(wants):
    lacks = Gone("channel.permission", permission="create_events")
    for headline, of in (("One", "Glass Harbor"), ("Two", "Night Ferry")):
        await dated(wants, headline=headline, of=of)
    wants.publisher.fail(lacks, times=2, channel=GUILD)
    await follow(wants)
    await follow(wants, "nightferry")
    wants.clock.forward(timedelta(hours=2))
    await wants.services.deliver.run_due()
    assert [post.body.key for post in wants.publisher.notices()] == ["notice.events.permission"]
    await wants.services.deliver.mended_guild(GUILD)
    await wants.services.deliver.run_due()
    assert len(done(wants)) == 2


async def test_a_server_that_takes_no_more_is_told_once(wants):
    await dated(wants)
    wants.publisher.fail(Gone("event.full"), times=1, channel=GUILD)
    await follow(wants)
    assert [post.body.key for post in wants.publisher.notices()] == ["notice.events.refused"]
    [row] = [row for row in await wants.outbox() if row.kind is DeliveryKind.EVENT]
    assert (row.state, row.reason) == (DeliveryState.FAILED, "event.full")


async def test_the_earliest_have_the_places_that_there_are(wants, monkeypatch):
    monkeypatch.setattr(service, "MOST_EVENTS", 1)
    await dated(wants, day=JUNE)
    await follow(wants)
    await dated(wants, of="Night Ferry", headline="Earlier")
    await follow(wants, "nightferry")
    assert [(body.title, body.span is not None) for body in done(wants)] == [
        ("Glass Harbor", True),
        ("Glass Harbor", False),
        ("Night Ferry", True),
    ]
    [notice] = wants.publisher.notices()
    assert notice.body.key == "notice.events.full"
    assert notice.body.values == {"count": "2", "most": "1"}


async def test_a_server_that_we_left_has_its_events_again_when_we_are_back(wants):
    await dated(wants)
    await follow(wants)
    await wants.services.guilds.left(GUILD)
    await news(
        wants,
        "It moves",
        told("publication_date", JUNE.isoformat(), confidence=0.99),
        told("publication_date", MAY.isoformat(), confidence=0.99, negated=True),
    )
    assert len(done(wants)) == 1
    await wants.services.guilds.joined(GUILD)
    await wants.services.deliver.run_due()
    assert [body.value for body in done(wants)] == ["2026-05-09", "2026-06-12"]


async def test_nothing_is_done_twice_after_a_crash(wants):
    await dated(wants)
    wants.publisher.fail(TryLater("discord.unreachable"), times=1, arrives=True, channel=GUILD)
    await follow(wants)
    await wants.kill()
    wants.clock.forward(HOUR)
    await wants.services.deliver.run_due()
    assert len(done(wants)) == 1
    [event] = await kept(wants)
    assert event.event_id is not None
