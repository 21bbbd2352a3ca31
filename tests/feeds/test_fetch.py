"""Fetching over real HTTP on the loopback address: conditions, redirects, limits, and every fault with its cause."""

import asyncio
import base64
import gzip
import socket
import ssl
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web

from bot.domain.models import Validators
from bot.errors import FeedError, FeedFault
from bot.feeds import address
from bot.feeds.fetch import Caps, Fetched, Fetcher, NotModified, open_fetcher
from tests.feeds.conftest import NOW
from tests.feedserver import MIB, FeedServer, Item, NameTable, rss

BODY = rss([Item("A headline")])


async def fault_of(fetcher: Fetcher, url: str, **options: object) -> FeedError:
    with pytest.raises(FeedError) as caught:
        await fetcher.get(url, **options)
    return caught.value


def only_this_machine(ip: str) -> str | None:
    """A rule for tests: 127.0.0.1 stands for the public Internet, all else is judged as ever."""
    return None if ip == "127.0.0.1" else address.refusal(ip)


@asynccontextmanager
async def guarded(names: dict[str, list[str]]) -> AsyncIterator[Fetcher]:
    """Open a fetcher with made-up names and the rule above."""
    async with open_fetcher(user_agent="t", resolver=NameTable(names), refusal=only_this_machine) as fetcher:
        yield fetcher


# ------------------------------------------------------------------ what comes back


async def test_a_feed_with_all_that_is_needed_to_ask_again(server: FeedServer, fetcher: Fetcher) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "yesterday", "Content-Type": "text/xml", "Cache-Control": "max-age=60"}
    server.answer("/f", headers=headers, body=BODY)
    assert await fetcher.get(server.url("/f")) == Fetched(
        url=server.url("/f"),
        body=BODY,
        content_type="text/xml",
        validators=Validators('"1"', "yesterday"),
        fresh_until=NOW + timedelta(seconds=60),
    )


async def test_says_who_is_asking_and_what_for(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/f", body=BODY)
    await fetcher.get(server.url("/f"), accept="text/html")
    (request,) = server.requests
    assert request.headers["User-Agent"] == "Callsheet/test"
    assert request.headers["Accept"] == "text/html"
    assert request.headers["Accept-Encoding"] == "gzip, deflate"
    assert not request.conditional


async def test_asks_for_changes_only(server: FeedServer, fetcher: Fetcher) -> None:
    server.rss("/f", [Item("A")])
    first = await fetcher.get(server.url("/f"))
    assert isinstance(first, Fetched)
    assert first.body == rss([Item("A")])
    assert await fetcher.get(server.url("/f"), first.validators) == NotModified()
    server.rss("/f", [Item("B")])
    assert isinstance(await fetcher.get(server.url("/f"), first.validators), Fetched)
    assert [request.conditional for request in server.requests] == [False, True, True]


async def test_last_modified_is_sent_back_and_freshness_of_a_304_is_read(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/f", status=304, headers={"Cache-Control": "max-age=60"})
    validators = Validators(last_modified="Sun, 22 Nov 2026 12:00:00 GMT")
    assert await fetcher.get(server.url("/f"), validators) == NotModified(NOW + timedelta(seconds=60))
    assert server.requests[0].headers["If-Modified-Since"] == "Sun, 22 Nov 2026 12:00:00 GMT"


async def test_credentials_are_sent_and_never_shown(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/f", status=403)
    error = await fault_of(fetcher, server.url("/f?key=k3y", host="ann:s3cret@127.0.0.1"))
    expected = base64.b64encode(b"ann:s3cret").decode()
    assert server.requests[0].headers["Authorization"] == f"Basic {expected}"
    assert "s3cret" not in str(error)
    assert "k3y" not in str(error)


@pytest.mark.parametrize("coding", ["gzip", "identity", "GZIP "])
async def test_packed_and_plain_bodies(server: FeedServer, fetcher: Fetcher, coding: str) -> None:
    body = BODY if coding == "identity" else gzip.compress(BODY)
    server.answer("/f", headers={"Content-Encoding": coding}, body=body)
    fetched = await fetcher.get(server.url("/f"))
    assert isinstance(fetched, Fetched)
    assert fetched.body == BODY


# ------------------------------------------------------------------ redirects


async def test_a_permanent_move_is_reported_and_a_passing_one_is_not(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/new", body=BODY)
    server.redirect("/old", "/middle#top", status=301)
    server.redirect("/middle", server.url("/new"), status=308)
    server.redirect("/today", "/old", status=302)
    moved, passing = await fetcher.get(server.url("/old")), await fetcher.get(server.url("/today"))
    assert isinstance(moved, Fetched)
    assert isinstance(passing, Fetched)
    assert (moved.url, moved.moved_to) == (server.url("/new"), server.url("/new"))
    assert (passing.url, passing.moved_to) == (server.url("/new"), None)


async def test_an_unchanged_feed_behind_a_redirect(server: FeedServer, fetcher: Fetcher) -> None:
    server.rss("/new", [Item("A")])
    server.redirect("/old", "/new")
    first = await fetcher.get(server.url("/old"))
    assert isinstance(first, Fetched)
    assert await fetcher.get(server.url("/old"), first.validators) == NotModified()


async def test_five_redirects_are_followed_and_six_are_not(server: FeedServer, fetcher: Fetcher) -> None:
    for step in range(6):
        server.redirect(f"/{step}", f"/{step + 1}")
    server.answer("/6", body=BODY)
    assert isinstance(await fetcher.get(server.url("/1")), Fetched)
    assert (await fault_of(fetcher, server.url("/0"))).fault is FeedFault.REDIRECTS


async def test_a_circle_is_seen_at_once(server: FeedServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b")
    server.redirect("/b", "/a")
    assert (await fault_of(fetcher, server.url("/a"))).fault is FeedFault.REDIRECTS
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("", FeedFault.SERVER),
        ("file:///etc/passwd", FeedFault.REFUSED),
        ("http://[broken/", FeedFault.REFUSED),
        ("http://example.com:99999/", FeedFault.REFUSED),
    ],
)
async def test_redirects_to_nowhere(server: FeedServer, fetcher: Fetcher, target: str, fault: FeedFault) -> None:
    server.redirect("/f", target)
    assert (await fault_of(fetcher, server.url("/f"))).fault is fault


async def test_credentials_stay_with_their_origin(server: FeedServer) -> None:
    server.redirect("/f", "/same")
    server.redirect("/same", server.url("/other", host="other.example"))
    server.answer("/other", body=BODY)
    async with guarded({"own.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}) as fetcher:
        fetched = await fetcher.get(server.url("/f", host="ann:pw@own.example"))
    assert isinstance(fetched, Fetched)
    assert fetched.moved_to == server.url("/other", host="other.example")
    assert ["Authorization" in request.headers for request in server.requests] == [True, True, False]


# ------------------------------------------------------------------ addresses


async def test_this_machine_is_refused_with_the_reason(server: FeedServer) -> None:
    async with open_fetcher(user_agent="t") as fetcher:
        error = await fault_of(fetcher, server.url("/f"))
    assert error.fault is FeedFault.REFUSED
    assert error.detail == "127.0.0.1 is this very machine"
    assert server.requests == []


@pytest.mark.parametrize("names", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["::ffff:10.0.0.1"]])
async def test_names_with_a_private_answer_are_refused(server: FeedServer, names: list[str]) -> None:
    async with guarded({"inner.example": names}) as fetcher:
        error = await fault_of(fetcher, server.url("/f", host="inner.example"))
    assert error.fault is FeedFault.REFUSED
    assert error.detail == f"inner.example is {names[-1]}, a private address"
    assert server.requests == []


@pytest.mark.parametrize("host", ["127.0.0.2", "169.254.169.254", "[::1]", "inner.example", "2130706434"])
async def test_a_public_site_cannot_send_us_inside(server: FeedServer, host: str) -> None:
    server.redirect("/f", server.url("/secret", host=host))
    server.answer("/secret", body=b"secret")
    names = {"public.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"], "2130706434": ["127.0.0.2"]}
    async with guarded(names) as fetcher:
        error = await fault_of(fetcher, server.url("/f", host="public.example"))
    assert error.fault is FeedFault.REFUSED
    assert [request.path for request in server.requests] == ["/f"]


async def test_a_name_is_judged_anew_at_every_connection(server: FeedServer) -> None:
    server.answer("/f", headers={"Connection": "close"}, body=BODY)
    table = NameTable({"turncoat.example": ["127.0.0.1"]})
    async with open_fetcher(user_agent="t", resolver=table, refusal=only_this_machine) as fetcher:
        await fetcher.get(server.url("/f", host="turncoat.example"))
        table.names["turncoat.example"] = ["192.168.0.1"]
        error = await fault_of(fetcher, server.url("/f", host="turncoat.example"))
    assert error.fault is FeedFault.REFUSED


@pytest.mark.parametrize("url", ["ftp://example.com/", "http://", "nonsense", "http://[/", "http://example.com:22/"])
async def test_addresses_that_are_not_visited(url: str) -> None:
    async with open_fetcher(user_agent="t", resolver=NameTable({})) as fetcher:
        assert (await fault_of(fetcher, url)).fault is FeedFault.REFUSED


async def test_a_resolver_that_replaces_the_default_is_heeded(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiohttp.resolver.DefaultResolver", lambda: NameTable({"made.example": ["127.0.0.1"]}))
    server.answer("/f", body=BODY)
    async with open_fetcher(user_agent="t", allow_private=True) as fetcher:
        assert isinstance(await fetcher.get(server.url("/f", host="made.example")), Fetched)


# ------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (401, FeedFault.BLOCKED),
        (403, FeedFault.BLOCKED),
        (451, FeedFault.BLOCKED),
        (404, FeedFault.GONE),
        (410, FeedFault.GONE),
        (429, FeedFault.LIMITED),
        (204, FeedFault.EMPTY),
        (500, FeedFault.SERVER),
        (503, FeedFault.SERVER),
        (304, FeedFault.SERVER),  # not asked for
        (418, FeedFault.SERVER),
        (206, FeedFault.SERVER),
    ],
)
async def test_every_status_has_its_fault(server: FeedServer, fetcher: Fetcher, status: int, fault: FeedFault) -> None:
    server.answer("/f", status=status)
    error = await fault_of(fetcher, server.url("/f"))
    assert error.fault is fault
    assert f"HTTP {status}" in error.detail
    assert error.retry_at is None


async def test_a_challenge_is_named(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/f", status=403, headers={"cf-mitigated": "challenge"})
    assert (await fault_of(fetcher, server.url("/f"))).detail == "HTTP 403 Forbidden (Cloudflare challenge)"


@pytest.mark.parametrize("status", [429, 503])
async def test_the_site_says_when_to_come_back(server: FeedServer, fetcher: Fetcher, status: int) -> None:
    server.answer("/f", status=status, headers={"Retry-After": "300"})
    assert (await fault_of(fetcher, server.url("/f"))).retry_at == NOW + timedelta(minutes=5)


async def test_unknown_hosts_and_closed_ports(fetcher: Fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        refused = await fault_of(fetcher, f"http://127.0.0.1:{closed.getsockname()[1]}/")
    async with guarded({}) as strict:
        unknown = await fault_of(strict, "http://nowhere.example/")
    assert (refused.fault, refused.detail) == (FeedFault.UNREACHABLE, "it refuses connections")
    assert (unknown.fault, unknown.detail) == (FeedFault.UNREACHABLE, "its host name is not known")


async def test_tls_that_is_none(server: FeedServer, fetcher: Fetcher) -> None:
    error = await fault_of(fetcher, server.url("/f").replace("http://", "https://"))
    assert error.fault is FeedFault.UNREACHABLE
    assert "TLS" in error.detail
    assert isinstance(error.__cause__, ssl.SSLError)


async def test_connections_that_break(server: FeedServer, fetcher: Fetcher) -> None:
    server.drop("/dropped")
    server.cut("/cut", BODY, promised=len(BODY) + 1000)
    dropped, cut = [await fault_of(fetcher, server.url(path)) for path in ("/dropped", "/cut")]
    assert (dropped.fault, dropped.detail) == (FeedFault.UNREACHABLE, "the connection broke")
    assert (cut.fault, cut.detail) == (FeedFault.UNREACHABLE, "the answer was cut off")


async def test_an_answer_that_is_no_http(fetcher: Fetcher) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 OK\r\nwhat: ever\r\n\r\n")
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with listener:
        error = await fault_of(fetcher, f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/")
    assert error.fault is FeedFault.SERVER


@pytest.mark.parametrize(
    ("coding", "body", "fault"),
    [
        ("gzip", b"\x1f\x8b\x08\x00not gzip at all", FeedFault.SERVER),
        ("br", b"whatever", FeedFault.SERVER),
        ("gzip", gzip.compress(BODY)[:-20], FeedFault.UNREACHABLE),
    ],
)
async def test_bodies_that_cannot_be_unpacked(
    server: FeedServer, fetcher: Fetcher, coding: str, body: bytes, fault: FeedFault
) -> None:
    server.answer("/f", headers={"Content-Encoding": coding}, body=body)
    assert (await fault_of(fetcher, server.url("/f"))).fault is fault


async def test_silence_is_cut_short(server: FeedServer, fetcher: Fetcher) -> None:
    server.hang("/hang")
    server.stall("/stall")
    for path in ("/hang", "/stall"):
        assert (await fault_of(fetcher, server.url(path))).fault is FeedFault.SLOW


async def test_a_trickle_passes_the_cap_of_the_whole_visit(server: FeedServer) -> None:
    server.trickle("/f")
    caps = Caps(total=0.2, connect=1, read=0.1)
    async with open_fetcher(user_agent="t", allow_private=True, caps=caps) as fetcher:
        assert (await fault_of(fetcher, server.url("/f"))).fault is FeedFault.SLOW


async def test_redirects_share_the_cap_of_the_whole_visit(server: FeedServer) -> None:
    server.redirect("/f", "/hang")
    server.hang("/hang")
    caps = Caps(total=0.2, connect=1, read=60)
    async with open_fetcher(user_agent="t", allow_private=True, caps=caps) as fetcher:
        assert (await fault_of(fetcher, server.url("/f"))).fault is FeedFault.SLOW


@pytest.mark.parametrize(("body", "fits"), [(b"x" * 1000, True), (b"x" * 1001, False)])
async def test_the_cap_holds_for_announced_and_for_unpacked_bodies(
    server: FeedServer, fetcher: Fetcher, body: bytes, fits: bool
) -> None:
    server.answer("/plain", body=body)
    server.answer("/packed", headers={"Content-Encoding": "gzip"}, body=gzip.compress(body))
    for path in ("/plain", "/packed"):
        if fits:
            assert isinstance(await fetcher.get(server.url(path), cap=1000), Fetched)
        else:
            error = await fault_of(fetcher, server.url(path), cap=1000)
            assert (error.fault, error.detail) == (FeedFault.TOO_LARGE, "larger than 0.000954 MB")


async def test_a_gzip_bomb_is_refused_at_the_cap(server: FeedServer) -> None:
    server.bomb("/f", 256 * MIB)
    tracemalloc.start()
    try:
        async with open_fetcher(user_agent="t", allow_private=True) as fetcher:
            error = await fault_of(fetcher, server.url("/f"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (error.fault, error.detail) == (FeedFault.TOO_LARGE, "larger than 5 MB")
    assert peak < 10 * MIB


async def test_an_endless_body_is_left_at_the_cap(server: FeedServer, fetcher: Fetcher) -> None:
    server.huge("/f", 512 * MIB)
    assert (await fault_of(fetcher, server.url("/f"))).fault is FeedFault.TOO_LARGE


# ------------------------------------------------------------------ politeness


async def test_one_request_at_a_time_for_a_registrable_domain(server: FeedServer) -> None:
    names = {host: ["127.0.0.1"] for host in ("a.example.co.kr", "b.example.co.kr", "other.co.kr")}
    open_gate = asyncio.Event()

    async def wait(_: web.Request) -> web.Response:
        await open_gate.wait()
        return web.Response(body=BODY)

    server.handle("/f", wait)
    async with guarded(names) as fetcher:
        visits = [asyncio.create_task(fetcher.get(server.url("/f", host=host))) for host in names]
        await server.reached(2)
        assert {request.headers["Host"].partition(":")[0] for request in server.requests} == {
            "a.example.co.kr",
            "other.co.kr",
        }
        open_gate.set()
        assert all(isinstance(answer, Fetched) for answer in await asyncio.gather(*visits))
    assert server.peak == 2


async def test_a_cancelled_visit_gives_its_turn_away(server: FeedServer, fetcher: Fetcher) -> None:
    server.hang("/hang")
    server.answer("/f", body=BODY)
    visit = asyncio.create_task(fetcher.get(server.url("/hang")))
    await server.reached(1)
    visit.cancel()
    with pytest.raises(asyncio.CancelledError):
        await visit
    assert isinstance(await fetcher.get(server.url("/f")), Fetched)


async def test_bugs_of_ours_are_not_passed_off_as_faults_of_the_site(server: FeedServer) -> None:
    def broken_clock():
        raise LookupError("no clock")

    server.answer("/f", body=BODY)
    async with open_fetcher(user_agent="t", allow_private=True, clock=broken_clock) as fetcher:
        with pytest.raises(LookupError):
            await fetcher.get(server.url("/f"))
