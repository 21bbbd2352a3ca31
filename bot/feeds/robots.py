"""robots.txt: which pages a site lets us read. Feeds are published to be fetched and are not asked about."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego
from yarl import URL

from bot.clock import Clock, utcnow
from bot.errors import FeedError, FeedFault
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.turns import Turns

PRODUCT = "Callsheet"
"""The name that a robots.txt may address us by."""

_KEPT = timedelta(days=1)
_RETRIED = timedelta(minutes=30)
_MAX_SITES = 500
_CAP = 128 * 1024
_NONE_THERE = frozenset({FeedFault.GONE, FeedFault.BLOCKED, FeedFault.EMPTY})
"""Faults that mean: there is no robots.txt. RFC 9309 reads every 4xx so; any other fault forbids for the time being."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site allows: by its rules, or everything or nothing where it has none."""

    until: datetime
    rules: Protego | None
    otherwise: bool = True


class Robots:
    """Asks each site once a day and remembers the answers of the sites asked last."""

    def __init__(self, fetcher: Fetcher, clock: Clock = utcnow) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._turns = Turns()
        self._sites: OrderedDict[str, _Rules] = OrderedDict()

    async def allowed(self, url: str) -> bool:
        """Tell whether a page may be read; never raises, a site that cannot be asked says no for half an hour."""
        try:
            site = str(URL(url).origin())
        except ValueError:
            return False
        async with self._turns.take(site):
            known = self._sites.get(site)
            if known is None or known.until <= self._clock():
                known = await self._ask(site)
            self._remember(site, known)
        return known.rules.can_fetch(url, PRODUCT) if known.rules else known.otherwise

    async def _ask(self, site: str) -> _Rules:
        now = self._clock()
        try:
            found = await self._fetcher.get(f"{site}/robots.txt", accept="text/plain, */*;q=0.5", cap=_CAP)
        except FeedError as error:
            absent = error.fault in _NONE_THERE
            return _Rules(now + (_KEPT if absent else _RETRIED), None, otherwise=absent)
        text = found.body.decode("utf-8", "replace") if isinstance(found, Fetched) else ""
        return _Rules(now + _KEPT, Protego.parse(text))

    def _remember(self, site: str, rules: _Rules) -> None:
        self._sites[site] = rules
        self._sites.move_to_end(site)
        if len(self._sites) > _MAX_SITES:
            self._sites.popitem(last=False)
