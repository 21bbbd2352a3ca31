"""What comes out next: for whom, in whose day, of which network, and page by page."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.calendar import Period
from bot.domain.models import Entry
from bot.domain.releases import ReleaseStatus
from bot.export.picture import Sheet
from bot.services import upcoming
from bot.services.learning import learn
from bot.services.releases import STANDARD
from bot.services.upcoming import Look
from bot.store import articles, members
from tests.newsroom import ADMIN, GUILD, START
from tests.sayings import says, told

PRIVATE = "/rss.xml?token=abc"
MONTH = Look(Period.MONTH, "", GUILD, ADMIN)


@pytest.fixture
def tell(room):
    """Have an outlet say something, so many days after the start."""

    async def tell(*said, outlet="Soompi", day=0, aliases=()):
        at = START + timedelta(days=day)
        async with room.db.write() as conn:
            entry = Entry(f"{outlet} on day {day}", f"https://{outlet.lower()}.example/{day}", published_at=at)
            made = await articles.add_single(conn, entry, outlet, at)
            await learn(conn, made, says(*said, aliases=aliases), 1, at, STANDARD)

    return tell


def out(value, of="Glass Harbor", **more):
    return told("publication_date", value, of=of, **more)


def listed(agenda):
    return [(entry.one.title, entry.one.release.value) for entry in agenda.shown]


async def test_days_come_in_their_order_then_what_is_less_exact(room, tell):
    await tell(out("2026-03-20"), out("2026-03-05", of="Salt Line"), out("2026-03", of="Paper Moon"))
    agenda = await room.services.upcoming.agenda(MONTH)
    assert (agenda.first, agenda.last) == (date(2026, 3, 2), date(2026, 4, 1))
    assert listed(agenda) == [("Salt Line", "2026-03-05"), ("Glass Harbor", "2026-03-20"), ("Paper Moon", "2026-03")]


async def test_each_has_its_names_sources_and_what_it_was_before(room, tell):
    await tell(out("2026-03-20"), aliases=[("Glass Harbor", "유리 항구")])
    await tell(out("2026-03-27", confidence=0.99), out("2026-03-20", negated=True), outlet="Variety", day=1)
    room.clock.forward(timedelta(days=1))
    [entry] = (await room.services.upcoming.agenda(MONTH)).shown
    assert entry.one.names == ("Glass Harbor", "유리 항구")
    assert entry.one.changed_at == START + timedelta(days=1)
    release = entry.one.release
    assert (release.value, release.status) == ("2026-03-27", ReleaseStatus.RESCHEDULED)
    assert [fact.source.outlet for fact in release.sources] == ["Variety"]
    assert [former.value for former in release.former] == ["2026-03-20"]


async def test_a_network_is_found_however_it_is_typed(room, tell):
    await tell(out("2026-03-20"), told("original_broadcaster", "Netflix"), out("2026-03-21", of="Salt Line"))
    ask = room.services.upcoming.agenda
    assert listed(await ask(replace(MONTH, network="netflix"))) == [("Glass Harbor", "2026-03-20")]
    assert listed(await ask(replace(MONTH, network="tvN"))) == []
    assert len(listed(await ask(MONTH))) == 2


async def test_networks_are_offered_by_their_beginning_first(room, tell):
    for n, network in enumerate(("Netflix", "Apple TV+", "Disney+", "BBC One")):
        await tell(out("2026-03-20", of=f"Title {n}"), told("original_broadcaster", network, of=f"Title {n}"), day=n)
    offer = room.services.upcoming.networks
    assert await offer("ne", GUILD) == ("Netflix", "BBC One", "Disney+")
    assert await offer("TV", None) == ("Apple TV+",)
    assert len(await offer("", None)) == 4


async def test_pages_hold_six_and_one_beyond_the_last_is_the_last(room, tell):
    await tell(*(out(f"2026-03-{day:02}", of=f"Title {day}") for day in range(5, 12)), out("2026-03", of="Paper Moon"))
    ask = room.services.upcoming.agenda
    first, last = await ask(MONTH), await ask(MONTH, 99)
    assert (first.page, first.pages, len(first.shown), first.total) == (1, 2, 6, 8)
    assert (last.page, listed(last)) == (2, [("Title 11", "2026-03-11"), ("Paper Moon", "2026-03")])
    assert (await ask(MONTH, -3)).page == 1
    assert len((await room.services.upcoming.whole(MONTH)).shown) == 8


async def test_a_file_does_not_grow_without_end(room, tell, monkeypatch):
    monkeypatch.setattr(upcoming, "MOST_IN_FILE", 3)
    await tell(*(out(f"2026-03-{day:02}", of=f"Title {day}") for day in range(5, 12)))
    whole = await room.services.upcoming.whole(MONTH)
    assert (len(whole.shown), whole.total) == (3, 7)


async def test_nothing_is_an_empty_page(room):
    agenda = await room.services.upcoming.agenda(MONTH)
    assert (agenda.total, agenda.page, agenda.pages, agenda.shown) == (0, 1, 1, ())


@pytest.mark.parametrize(
    ("server", "own", "today"),
    [
        ("UTC", None, date(2026, 3, 2)),
        ("Pacific/Kiritimati", None, date(2026, 3, 3)),
        ("Pacific/Kiritimati", "America/New_York", date(2026, 3, 2)),
    ],
)
async def test_today_is_the_persons_own_else_the_servers(room, tell, server, own, today):
    settings = await room.services.guilds.settings(GUILD)
    await room.services.guilds.save(replace(settings, time_zone=server))
    if own:
        async with room.db.write() as conn:
            await members.set_zone(conn, ADMIN, own, START)
    assert (await room.services.upcoming.agenda(MONTH)).first == today
    assert (await room.services.upcoming.agenda(replace(MONTH, guild_id=None, user_id=99))).first == date(2026, 3, 2)


async def test_what_only_a_private_feed_says_is_shown_to_its_servers_alone(room):
    await room.follow(PRIVATE)
    room.reader.sayings["Harbor returns"] = says(out("2026-03-20"), told("original_broadcaster", "Netflix"))
    room.publish("Harbor returns", path=PRIVATE)
    await room.round()
    ask = room.services.upcoming
    assert listed(await ask.agenda(MONTH)) == [("Glass Harbor", "2026-03-20")]
    assert await ask.networks("", GUILD) == ("Netflix",)
    for guild_id in (None, 12):
        assert (await ask.whole(replace(MONTH, guild_id=guild_id))).total == 0
        assert await ask.networks("", guild_id) == ()


async def test_pictures_are_drawn_beside_the_event_loop(room, monkeypatch):
    monkeypatch.setattr(upcoming, "draw", lambda _: threading.current_thread().name.encode())
    sheet = Sheet("", "", 7, (), (), (), ())
    assert await room.services.upcoming.picture(sheet) != threading.current_thread().name.encode()
