"""Fetching over HTTP, politely and within limits: every byte that enters Callsheet from the web comes through here."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.clock import Clock, utcnow
from bot.domain.models import Validators
from bot.domain.urls import redact
from bot.errors import FeedError, FeedFault
from bot.feeds import address, headers, inflate
from bot.feeds.registrable import registrable_domain
from bot.feeds.turns import Turns

ACCEPT_FEED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
CAP = 5 * 2**20
"""The most bytes of a body, unpacked."""
MAX_REDIRECTS = 5

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_NOT_MODIFIED = 304
_SUCCESS = frozenset({200, 203})
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
_FAULTS = {
    401: FeedFault.BLOCKED,
    403: FeedFault.BLOCKED,
    451: FeedFault.BLOCKED,
    404: FeedFault.GONE,
    410: FeedFault.GONE,
    429: FeedFault.LIMITED,
    204: FeedFault.EMPTY,
    205: FeedFault.EMPTY,
}
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Caps:
    """Time caps in seconds: for a whole visit (not counting the wait for a turn), to connect, and between two reads."""

    total: float = 30.0
    connect: float = 10.0
    read: float = 10.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body, unpacked.

    ``url`` is where it was found; ``moved_to`` is the same, but only if every redirect on the way was permanent.
    """

    url: str
    body: bytes
    content_type: str = ""
    validators: Validators = field(default_factory=Validators)
    moved_to: str | None = None
    fresh_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that nothing changed since the validators were given."""

    fresh_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Moved:
    """A redirect: where to, and whether for good."""

    to: URL
    permanent: bool


@asynccontextmanager
async def open_fetcher(
    *,
    user_agent: str,
    allow_private: bool = False,
    clock: Clock = utcnow,
    caps: Caps | None = None,
    resolver: AbstractResolver | None = None,
    refusal: address.Refusal = address.refusal,
) -> AsyncIterator["Fetcher"]:
    """Open a fetcher and close its connections at the end of the block.

    ``allow_private`` permits every address and port. ``resolver`` and ``refusal`` stand in for the system's names
    and for the rule of which addresses are visited.
    """
    rule = None if allow_private else refusal
    guarded = address.GuardedResolver(rule or address.allow_all, resolver)
    connector = aiohttp.TCPConnector(resolver=guarded, use_dns_cache=False, limit=32, keepalive_timeout=10)
    session = aiohttp.ClientSession(
        connector=connector,
        connector_owner=True,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
    )
    async with session:
        yield Fetcher(session, rule, clock, caps or Caps())


class Fetcher:
    """Gets documents: conditional, one request at a time per registrable domain, addresses checked at every hop."""

    def __init__(
        self, session: aiohttp.ClientSession, refusal: address.Refusal | None, clock: Clock, caps: Caps
    ) -> None:
        self._session = session
        self._refusal = refusal
        self._clock = clock
        self._caps = caps
        self._turns = Turns()

    async def get(
        self, url: str, validators: Validators | None = None, *, accept: str = ACCEPT_FEED, cap: int = CAP
    ) -> Fetched | NotModified:
        """Fetch a document, or learn that it is unchanged since ``validators``.

        ``cap`` bounds the unpacked body in bytes. Credentials in the URL are sent as Basic authorization to its own
        origin only. Raises FeedError, whose text shows no credentials.
        """
        asked = {"Accept": accept, **_conditions(validators or Validators())}
        try:
            return await self._follow(_proper(url), asked, cap)
        except FeedError:
            raise
        except Exception as error:
            raise _as_feed_error(url, error) from error

    async def _follow(self, url: URL, asked: Mapping[str, str], cap: int) -> Fetched | NotModified:
        """Go from hop to hop until there is an answer."""
        hops, left, permanent = [url], self._caps.total, True
        while True:
            address.check(hops[-1], self._refusal)
            async with self._turns.take(registrable_domain(hops[-1].host or "")):
                began = self._now()
                answer = await self._visit(hops[-1], asked, cap, left)
                left -= self._now() - began
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=answer.url if permanent and len(hops) > 1 else None)
            if isinstance(answer, NotModified):
                return answer
            if answer.to in hops or len(hops) > MAX_REDIRECTS:
                raise _error(url, FeedFault.REDIRECTS, "it redirects in a circle or too often")
            hops.append(answer.to)
            permanent = permanent and answer.permanent

    async def _visit(self, url: URL, asked: Mapping[str, str], cap: int, left: float) -> Fetched | NotModified | _Moved:
        """Make one request within ``left`` seconds."""
        limits = aiohttp.ClientTimeout(
            total=max(left, 0.001), sock_connect=self._caps.connect, sock_read=self._caps.read, ceil_threshold=60
        )
        async with self._session.get(url, headers=asked, allow_redirects=False, timeout=limits) as response:
            if response.status in _REDIRECTS:
                return _Moved(_target(url, response.headers), response.status in _PERMANENT)
            fresh = headers.fresh_until(response.headers, self._clock())
            if response.status == _NOT_MODIFIED and asked.keys() & _CONDITIONS:
                return NotModified(fresh)
            self._require_success(url, response)
            return Fetched(
                url=str(url),
                body=await _read(url, response, cap),
                content_type=response.headers.get("Content-Type", ""),
                validators=Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")),
                fresh_until=fresh,
            )

    def _require_success(self, url: URL, response: aiohttp.ClientResponse) -> None:
        if response.status in _SUCCESS:
            return
        raise FeedError(
            redact(str(url)),
            _FAULTS.get(response.status, FeedFault.SERVER),
            _status_detail(response),
            retry_at=headers.retry_at(response.headers, self._clock()),
        )

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _proper(url: str) -> URL:
    try:
        return URL(url)
    except ValueError as error:
        raise address.AddressRefused("not a proper address") from error


def _conditions(validators: Validators) -> dict[str, str]:
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in named.items() if value}


def _target(url: URL, answered: Mapping[str, str]) -> URL:
    """Return where a redirect leads; the credentials go along only within their own origin."""
    location = answered.get("Location", "").strip()
    if not location:
        raise _error(url, FeedFault.SERVER, "a redirect that names no address")
    to = url.join(_proper(location)).with_fragment(None)
    if to.user is None and to.scheme in ("http", "https") and to.origin() == url.origin():
        return to.with_user(url.user).with_password(url.password)
    return to


def _status_detail(response: aiohttp.ClientResponse) -> str:
    challenged = response.headers.get("cf-mitigated") == "challenge"
    return f"HTTP {response.status} {response.reason or ''}".strip() + (" (Cloudflare challenge)" if challenged else "")


async def _read(url: URL, response: aiohttp.ClientResponse, cap: int) -> bytes:
    """Read and unpack a body; raises FeedError (TOO_LARGE) as soon as it is known to pass the cap."""
    coding = response.headers.get("Content-Encoding", "").strip().lower().replace("identity", "")
    if coding and coding not in inflate.CODINGS:
        raise _error(url, FeedFault.SERVER, f"packed as {coding[:40]}, which was not asked for")
    body = inflate.Inflater(coding, cap)
    too_large = _error(url, FeedFault.TOO_LARGE, f"larger than {cap / 2**20:.3g} MB")
    if (response.content_length or 0) > cap:
        raise too_large
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            body.feed(chunk)
    except inflate.Overflow:
        raise too_large from None
    return body.finish()


def _error(url: URL, fault: FeedFault, detail: str) -> FeedError:
    return FeedError(redact(str(url)), fault, detail)


def _as_feed_error(url: str, error: Exception) -> FeedError:
    """Return what any exception of a fetch means to us; bugs of ours are passed on as they are."""
    for kinds, fault, detail in _MEANINGS:
        if isinstance(error, kinds):
            return FeedError(redact(url), fault, detail.format(error))
    raise error


_MEANINGS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], FeedFault, str], ...] = (
    (address.AddressRefused, FeedFault.REFUSED, "{}"),
    (aiohttp.InvalidURL, FeedFault.REFUSED, "not a proper address"),
    (TimeoutError, FeedFault.SLOW, "it did not answer in time"),
    (aiohttp.ClientConnectorDNSError, FeedFault.UNREACHABLE, "its host name is not known"),
    (aiohttp.ClientSSLError, FeedFault.UNREACHABLE, "no secure connection: its certificate or TLS is at fault"),
    (aiohttp.ClientConnectorError, FeedFault.UNREACHABLE, "it refuses connections"),
    ((aiohttp.ClientPayloadError, EOFError), FeedFault.UNREACHABLE, "the answer was cut off"),
    (aiohttp.ClientResponseError, FeedFault.SERVER, "the answer is not proper HTTP"),
    (zlib.error, FeedFault.SERVER, "the answer could not be unpacked"),
    ((aiohttp.ClientError, OSError), FeedFault.UNREACHABLE, "the connection broke"),
)
