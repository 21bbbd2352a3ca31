"""Scheduled events on Discord: made, edited and called off, found again by their mark, never made twice."""

from datetime import date, timedelta

import discord
import pytest

from bot.domain.posts import EventBody, Post
from bot.errors import Gone, Unpostable
from bot.store import events
from cogs.scheduled_events import carry_out
from cogs.ui.event_words import about, name, place
from tests.cogs.test_titles import learn
from tests.harness import said
from tests.newsroom import START
from tests.said import said as stated
from tests.sayings import says, told

MAY, JUNE = date(2026, 5, 9), date(2026, 6, 12)
SPAN = (START + timedelta(days=68), START + timedelta(days=68, hours=11))


def a_date(day=MAY):
    return told("publication_date", day.isoformat(), season=2, confidence=0.99)


def body(**more):
    return EventBody(**{"event_id": 7, "discord_id": None, "span": SPAN, "title": "Glass Harbor", **more})


def post(stage, what):
    return Post(1, "callsheet-1", stage.guild.id, stage.guild.id, "en", what)


async def carry(stage, **more):
    what = body(**more)
    return await carry_out(stage.bot, post(stage, what), what)


async def there(stage):
    """The server's events, as Discord holds them."""
    return await stage.bot.get_guild(stage.guild.id).fetch_scheduled_events(with_counts=False)


# ------------------------------------------------------------------ the whole way


async def test_a_followed_release_becomes_an_event_that_moves_and_is_called_off(stage):
    await learn(stage, The_date=says(a_date(), told("original_broadcaster", "Netflix", season=2, confidence=0.99)))
    await stage.admin.slash(stage.talk, "follow title", name="Glass Harbor")
    answer = said(await stage.admin.slash(stage.talk, "settings", events=True))
    assert "Scheduled events  **yes**" in answer
    await stage.tick()
    [event] = await there(stage)
    assert (event.name, event.location) == ("Glass Harbor · Season 2", "Netflix")
    assert event.start_time.date() == MAY
    assert "Comes out on 9 May 2026." in event.description
    assert "Only the day is known, no hour" in event.description
    assert "Read at Feed: <http" in event.description

    denied = told("publication_date", MAY.isoformat(), season=2, confidence=0.99, negated=True)
    await learn_more(stage, "It moves", a_date(JUNE), denied)
    [moved] = await there(stage)
    assert (moved.id, moved.start_time.date()) == (event.id, JUNE)

    await learn_more(stage, "It is off", told("production_status", "cancelled", season=2, confidence=0.99))
    [gone] = await there(stage)
    assert gone.status is discord.EventStatus.cancelled
    async with stage.room.db.read() as conn:
        assert await events.of_guild(conn, stage.guild.id) == []


async def learn_more(stage, headline, *facts):
    stage.room.reader.sayings[headline] = says(*facts)
    await stage.publish(headline)
    await stage.tick()


async def test_without_the_permission_the_setting_is_refused(stage, monkeypatch):
    monkeypatch.setattr(discord.Member, "guild_permissions", discord.Permissions(send_messages=True))
    answer = await stage.admin.slash(stage.talk, "settings", events=True)
    assert "I need the permission **Create Events**" in said(answer)
    assert (await stage.room.services.guilds.settings(stage.guild.id)).events is False


# ------------------------------------------------------------------ one event


async def test_one_that_an_earlier_attempt_made_is_found_by_its_mark(stage):
    first = await carry(stage)
    again = await carry(stage, value="2026-06-12")
    assert first == again
    [event] = await there(stage)
    assert "12 June 2026" in event.description
    other = await carry(stage, event_id=70)
    assert other != first, "a mark is not the beginning of another"


async def test_somebody_elses_event_is_left_alone(stage):
    backend = stage.env.backend
    backend.create_scheduled_event(
        stage.guild.id,
        name="Watch party",
        entity_type=3,
        scheduled_start_time=SPAN[0].isoformat(),
        scheduled_end_time=SPAN[1].isoformat(),
        entity_metadata={"location": "here"},
        creator_id=stage.admin.id,
        description="-# callsheet/7.",
    )
    await carry(stage)
    assert sorted(event.name for event in await there(stage)) == ["Glass Harbor", "Watch party"]


async def test_an_event_that_an_admin_deleted_stays_deleted(stage):
    made = await carry(stage)
    stage.env.backend.delete_scheduled_event(stage.guild.id, made)
    assert await carry(stage, discord_id=made, value="2026-06-12") == made
    assert await there(stage) == []
    assert await carry(stage, discord_id=made, span=None) == made


async def test_one_that_has_begun_keeps_its_beginning(stage):
    made = await carry(stage)
    stage.env.backend.edit_scheduled_event(stage.guild.id, made, {"status": 2})
    [before] = await there(stage)
    await carry(stage, discord_id=made, span=(SPAN[0] + timedelta(hours=1), SPAN[1] + timedelta(hours=1)))
    [after] = await there(stage)
    assert (after.start_time, after.end_time) == (before.start_time, SPAN[1] + timedelta(hours=1))
    await carry(stage, discord_id=made, span=None)
    [ended] = await there(stage)
    assert ended.status is discord.EventStatus.completed


async def test_nothing_to_call_off_is_nothing_to_do(stage):
    assert await carry(stage, span=None) == 7
    assert await there(stage) == []


async def test_what_discord_refuses_is_told_apart(stage, monkeypatch):
    async def refuse(code):
        async def refused(*_args, **_more):
            response = type("Response", (), {"status": 400, "reason": "Bad Request"})()
            raise discord.HTTPException(response, {"code": code, "message": "no"})

        monkeypatch.setattr(discord.Guild, "create_scheduled_event", refused)
        await carry(stage)

    with pytest.raises(Gone) as full:
        await refuse(30038)
    assert full.value.reason == "event.full"
    with pytest.raises(Unpostable):
        await refuse(50035)
    monkeypatch.setattr(discord.Member, "guild_permissions", discord.Permissions.none())
    with pytest.raises(Gone) as lacking:
        await carry(stage)
    assert lacking.value.permission == "create_events"
    what = body()
    with pytest.raises(Gone, match=r"server\.left"):
        await carry_out(stage.bot, Post(1, "n", 5, 5, "en", what), what)


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_texts_keep_to_discords_limits(locale):
    long = stated("publication_date", "2026-05-09", outlet="O" * 300)
    what = body(title="T" * 300, year=2026, season=12, value="2026-05-09", network="N" * 300, sources=(long,))
    assert len(name(locale, what)) <= 100
    assert "(2026)" in name(locale, what)
    assert len(place(what)) <= 100
    assert len(about(locale, what)) <= 1000


def test_what_is_not_known_is_not_made_up():
    what = body(value="2026-05-09")
    assert (name("en", what), place(what)) == ("Glass Harbor", "—")
    assert "Read at" not in about("en", what)
    assert name("en", body(title="Rebecca (1940)", year=1940)) == "Rebecca (1940)"
    assert about("ko", what).startswith("2026년 5월 9일 공개됩니다.")
