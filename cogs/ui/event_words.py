"""What a scheduled event of a server says: plain words within Discord's limits, and the mark that it is ours."""

from __future__ import annotations

from bot.domain.posts import EventBody
from cogs.ui.cards import OUTLET
from cogs.ui.dates import in_words
from cogs.ui.markup import clean, named, safe_url
from cogs.ui.text import say

NAME = 100
PLACE = 100
ABOUT = 1000
"""Discord's limits of an event's texts."""

_URL = 500
"""The longest address of a source that still leaves room for the words."""

_NOWHERE = "—"
"""The place of what is known to come out, but not where; Discord wants one."""


def mark(body: EventBody) -> str:
    """Return the words in an event's description by which it is known to be ours, and which."""
    return f"callsheet/{body.event_id}."


def name(locale: str, body: EventBody) -> str:
    """Return what an event is called: its title, told apart by year, and season."""
    season = f" · {say(locale, 'season.name', number=str(body.season))}" if body.season is not None else ""
    year = f" ({body.year})" if body.year and not body.title.endswith(f"({body.year})") else ""
    return f"{clean(body.title, NAME - len(season + year))}{year}{season}"


def place(body: EventBody) -> str:
    """Return where it is to be seen."""
    return clean(body.network, PLACE) or _NOWHERE


def about(locale: str, body: EventBody) -> str:
    """Return what is known of the day and of the hour, where that was read, and the mark."""
    lines: list[str] = [say(locale, "event.about", date=in_words(locale, body.value)), say(locale, "event.hours")]
    for source in (one.source for one in body.sources[:1]):
        url = safe_url(source.url)
        where = f": <{url}>" if url and len(url) <= _URL else ""
        lines.append(say(locale, "event.read", outlet=named(source.outlet, OUTLET)) + where)
    return "\n".join([*lines, f"-# {mark(body)}"])
