"""The simulated server, kept at real time and published as things happen."""

import asyncio

import discord
import pytest

from tests.demo.toy import NOON


def run_hello(room, page):
    """What the browser sends for /say hello, on a revision that is long gone."""
    (entry,) = page.command_catalog["entries"]
    return room._action(
        page.id,
        {
            "protocol_version": 3,
            "sequence": page.last_sequence + 1,
            "request_id": f"r{page.last_sequence}",
            "generation": page.generation,
            "bot_generation": room.env._generation,
            "published_revision": 0,
            "kind": "run_command",
            "command_id": entry["commandId"],
            "path": entry["path"],
            "schema_fingerprint": entry["schemaFingerprint"],
            "options": {},
        },
    )


def channel(bot, name: str):
    return discord.utils.get(bot.guilds[0].channels, name=name)


def shown(page) -> list[str]:
    return [message["content"] for message in page.snapshot["messages"].values()]


def test_the_server_has_channels_of_every_kind_and_one_admin(stage, bot):
    guild = bot.guilds[0]
    kinds = {channel.name: channel.type for channel in guild.channels}
    kind = discord.ChannelType
    assert kinds == {"news": kind.text, "talk": kind.text, "announcements": kind.news, "premieres": kind.forum}
    ara, mina, _theo = stage.people
    assert guild.owner_id == ara.id
    assert [role.permissions.manage_guild for role in guild.roles if role.name == "Crew"] == [True]
    assert guild.owner_id != mina.id


def test_the_simulated_clock_shows_the_present(stage, watch):
    assert 0 <= (stage.env.now() - NOON).total_seconds() < 0.1


def test_the_bot_has_its_own_name_and_face(stage, bot):
    assert bot.user.name == "Callsheet"
    assert [name for name, _ in stage.assets.values()] == ["a.png", "ara.png", "mina.png", "theo.png", "callsheet.png"]


async def test_keeping_up_moves_the_clock_and_fires_the_bots_timers(stage, bot, page, watch):
    room = stage.rooms["talk"]
    assert (await run_hello(room, room._open_page()))["settlement"] == "settled"
    watch.move(1)
    await stage.keep_up()
    assert bot.ticks == []
    watch.move(1)
    await stage.keep_up()
    assert bot.ticks == ["tick"]
    assert stage.env.now() >= watch.now


async def test_a_timer_that_is_due_soon_keeps_no_click_waiting(stage, bot, page):
    room = stage.rooms["talk"]
    seen = room._open_page()
    await run_hello(room, seen)
    async with asyncio.timeout(1):
        await run_hello(room, seen)
    assert bot.ticks == []


async def test_a_click_lands_although_the_page_has_moved_on(stage, page):
    room = stage.rooms["talk"]
    seen = room._open_page()
    for _ in range(3):
        await stage.keep_up()
        assert (await run_hello(room, seen))["settlement"] == "settled"
    assert shown(seen)[-3:] == ["hello to you"] * 3


async def test_clicks_in_two_rooms_at_once_take_turns(stage, page):
    rooms = stage.rooms["talk"], stage.rooms["news"]
    done = await asyncio.gather(*(run_hello(room, room._open_page()) for room in rooms))
    assert [each["settlement"] for each in done] == ["settled", "settled"]


async def test_a_malformed_call_is_refused_as_simcord_refuses_it(stage, page):
    room = stage.rooms["talk"]
    answer = await room._action(room._open_page().id, ["no", "mapping"])
    assert answer["rejected"] is True


async def test_a_command_is_called_by_its_whole_name(stage, page):
    room = stage.rooms["talk"]
    seen = room._open_page()
    await run_hello(room, seen)
    (last,) = [message for message in seen.snapshot["messages"].values() if message["content"] == "hello to you"]
    assert last["interaction_header"]["name"] == "say hello"


async def test_posts_appear_in_the_room_that_is_watched(stage, bot, page):
    news = stage.rooms["news"]._open_page()
    assert [stage.rooms["news"].watched, stage.rooms["talk"].watched] == [True, False]
    await channel(bot, "news").send("a story")
    await stage.keep_up()
    assert shown(news) == ["a story"]


async def test_nothing_is_published_when_nothing_has_happened(stage, page):
    await stage.keep_up()
    seen = stage.rooms["news"]._open_page()
    before = seen.revision
    await stage.keep_up()
    assert seen.revision == before


async def test_a_long_channel_shows_its_newest_posts(stage, bot, page):
    for number in range(60):
        await channel(bot, "news").send(str(number))
    news = stage.rooms["news"]._open_page()
    await channel(bot, "news").send("the last")
    await stage.keep_up()
    assert shown(news)[-2:] == ["59", "the last"]


async def test_a_forum_thread_gets_a_room_of_its_own(stage, bot, page):
    made = await channel(bot, "premieres").create_thread(name="Opening night", content="tonight")
    rooms = await stage.open_rooms(page.port)
    assert [room.place.name for room in rooms] == [
        *("news", "talk", "announcements", "premieres", "Opening night"),
        *("Ara", "Mina", "Theo"),
    ]
    assert shown(stage.rooms[str(made.thread.id)]._open_page()) == ["tonight"]


async def test_direct_messages_have_a_room_that_only_their_person_sees(stage, bot, page):
    mina = stage.people[1]
    room = stage.rooms["to-mina"]
    assert [viewer.id for viewer in room.place.viewers] == [mina.id]
    seen = room._open_page()
    await (await bot.create_dm(discord.Object(mina.id))).send("it comes out today")
    await stage.keep_up()
    assert shown(seen) == ["it comes out today"]
    assert (await run_hello(room, seen))["settlement"] == "settled"


async def test_only_the_newest_threads_of_a_forum_are_listed(stage, bot, page):
    for number in range(6):
        await channel(bot, "premieres").create_thread(name=f"Night {number}", content="tonight")
    rooms = await stage.open_rooms(page.port)
    assert [room.place.name for room in rooms][4:-3] == ["Night 5", "Night 4", "Night 3", "Night 2"]


async def test_the_pump_keeps_up_even_when_the_bot_did_not_settle_once(stage, page, monkeypatch):
    kept: asyncio.Queue[str] = asyncio.Queue()

    async def keep_up():
        kept.put_nowait("turn")
        if kept.qsize() == 1:
            raise TimeoutError

    monkeypatch.setattr(stage, "keep_up", keep_up)
    pump = asyncio.create_task(stage.pump(beat=0))
    async with asyncio.timeout(5):
        for _ in range(3):
            await kept.get()
    assert not pump.done()
    pump.cancel()


async def test_a_bot_that_is_too_busy_is_waited_for_only_so_long(stage, page):
    stage.env.settle_timeout = 0.05
    never = asyncio.Event()
    with stage.env._bot_scope():
        stuck = asyncio.get_running_loop().create_task(never.wait())
    with pytest.raises(TimeoutError):
        await stage.env.settle()
    never.set()
    await stuck
    await stage.keep_up()


async def test_our_own_pictures_are_shown_without_an_inspection_each(stage, page, monkeypatch):
    """Inspecting starts a process for every picture, and is refused when more than eight are waiting."""

    async def refuse(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuse)
    room = stage.rooms["talk"]
    seen = room._open_page()
    faces = [asset for asset in seen.snapshot["assets"] if seen.assets[asset].filename.endswith(".png")]
    shown_faces = [await room._prepare_asset(seen.id, asset) for asset in faces]
    assert {(kind, name) for kind, _, name in shown_faces} >= {("image/png", "mina.png"), ("image/png", "theo.png")}


async def test_a_picture_that_a_visitor_brings_is_inspected(stage, page):
    with pytest.raises(ValueError, match="not a valid PNG"):
        await stage.rooms["talk"]._media_worker.validate("digest", b"\x89PNG\r\n\x1a\n no")


async def test_times_are_told_from_now_on_a_page_that_is_opened_later(stage, page, watch):
    watch.move(60)
    await stage.keep_up()
    seen = stage.rooms["talk"]._open_page()
    assert seen.snapshot["profile"]["presentationTime"] >= watch.now.isoformat()


async def test_times_are_freshened_though_nothing_happens(stage, page, watch):
    await stage.keep_up()
    seen = stage.rooms["talk"]._open_page()
    before = seen.revision
    watch.move(20)
    await stage.keep_up()
    assert seen.revision == before + 1
