"""What comes out next, as a list by month with where it was read; and the same as a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
from discord.ui import ActionRow, Button, Container, File, Item, MediaGallery, Separator, TextDisplay

from bot.domain.calendar import Entry, Month
from bot.domain.edtf import Precision
from bot.domain.facts import Certainty, StoredFact
from bot.domain.releases import Release, ReleaseStatus
from bot.export.ics import CalendarEvent, EventStatus
from bot.services.upcoming import Agenda, Listed, Look
from cogs.ui import fit
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.citations import Sources
from cogs.ui.dates import in_short, in_words
from cogs.ui.fact_words import of_season, titled
from cogs.ui.markup import Markup, clean, clip, safe_url
from cogs.ui.text import say
from cogs.ui.upcoming_sheet import heading, note, spoken

REMIND = "upcoming-remind"
"""The ``custom_id`` of the select; its values are title, season and place, joined by colons."""

PICTURE = "upcoming.png"
FILE = "upcoming.ics"
_EPOCH = 1_577_836_800
"""The first second of 2020: a sequence counts minutes from there, so that it rises with every change."""

_LINES = 12
"""Lines of a description in a calendar file."""

_ROOMS = ((60, 8, True), (60, 8, False), (40, 4, False))
"""The steps by which a card gives way: characters of a name, sources, whether small numbers lead to them."""


def upcoming_card(locale: str, agenda: Agenda, turning: list[ActionRow[Any]], *, pictured: bool) -> Card:
    """Return a page of what comes out, under its picture if there is one (attached as ``upcoming.png``)."""
    return fit.richest(lambda level: _card(locale, agenda, turning, pictured, level), len(_ROOMS))


def _card(locale: str, agenda: Agenda, turning: list[ActionRow[Any]], pictured: bool, level: int) -> Card:
    length, most, linked = _ROOMS[level]
    sources = Sources(most, linked=linked)
    parts: list[Item[Any]] = [TextDisplay(f"### {heading(locale, agenda)}\n-# {_span(locale, agenda)}")]
    if pictured:
        seen = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=spoken(locale, agenda.shown)[:1000])
        parts.append(MediaGallery(seen))
    parts += [TextDisplay[Any](_month(locale, month, sources, length)) for month in agenda.months]
    if listed := sources.lines(locale):
        parts += [Separator(), TextDisplay("\n".join(listed))]
    file: Button[Any] = Button(label=say(locale, "upcoming.file"), custom_id=file_id(agenda.look), emoji="🗓️")
    rows = [*turning, *_remind(locale, agenda), ActionRow[Any](file)]
    return Card(Container(*parts, *rows, accent_colour=Tone.CALM.value))


def _remind(locale: str, agenda: Agenda) -> list[ActionRow[Any]]:
    """Return the select of what one may be reminded of, nothing if all of this page is off or out."""
    options = [
        discord.SelectOption(
            label=clip(titled(entry.one.title, entry.one.year), fit.OPTION_LABEL),
            value=f"{entry.one.title_id}:{entry.one.release.season}:{place}",  # a film may come out in two ways
            description=clip(" · ".join(_what(locale, entry.one.release)), fit.OPTION_LABEL),
        )
        for place, entry in enumerate(agenda.shown)
        if entry.one.release.status not in {ReleaseStatus.CANCELLED, ReleaseStatus.RELEASED}
    ]
    if not options:
        return []
    placeholder = say(locale, "upcoming.remind")
    return [ActionRow(discord.ui.Select(custom_id=REMIND, placeholder=placeholder, options=options))]


def _what(locale: str, release: Release) -> list[str]:
    return [in_words(locale, release.value), *note(locale, release)]


def file_id(look: Look) -> str:
    """Return the ``custom_id`` of the button that hands out the calendar file."""
    return f"upcoming-file:{look.period}:{look.network}"


def nothing_card(locale: str, agenda: Agenda) -> Card:
    """Return that nothing is known to come out, which is not the same as that nothing does."""
    text = say(locale, "upcoming.nothing", period=heading(locale, agenda))
    return tell(f"{text}\n-# {_span(locale, agenda)}")


def file_card(locale: str, agenda: Agenda) -> Card:
    """Return what goes with the calendar file (attached as ``upcoming.ics``)."""
    text = say(locale, "upcoming.file_told", count=len(agenda.shown))
    return Card(Container(TextDisplay(text), File(f"attachment://{FILE}"), accent_colour=Tone.GOOD.value))


def _span(locale: str, agenda: Agenda) -> Markup:
    first, last = (in_words(locale, day.isoformat()) for day in (agenda.first, agenda.last))
    count = say(locale, "upcoming.count", count=agenda.total)
    return say(locale, "upcoming.span", first=first, last=last, count=count)


def _month(locale: str, month: Month[Listed], sources: Sources, length: int) -> str:
    name = say(locale, f"date.month.{month.first.month}")
    title = say(locale, "date.in_year", part=name, year=str(month.first.year))
    lines = [_line(locale, entry, sources, length) for entry in (*month.days, *month.bands)]
    return "\n".join([f"**{title}**", *lines])


def _line(locale: str, entry: Entry[Listed], sources: Sources, length: int) -> Markup:
    """Return a release: its date, the date before that, its title, what else is known, and where it was read."""
    one, release = entry.one, entry.one.release
    exact = release.date is not None and release.date.precision is Precision.DAY
    when = in_short(locale, release.value) if exact else in_words(locale, release.value)
    off = release.status is ReleaseStatus.CANCELLED
    words = [
        Markup(f"~~{when}~~" if off else f"**{when}**"),
        titled(one.title, one.year, length),
        *note(locale, release),
    ]
    line = " · ".join(words) + sources.mark(release.sources) if release.sources else " · ".join(words)
    if release.former:
        was = say(locale, "upcoming.was", date=in_words(locale, release.former[0].value))
        line += f" · {was}{sources.mark(release.former[0].sources)}" if release.former[0].sources else f" · {was}"
    return Markup(f"- {line}")


# ------------------------------------------------------------------ as a calendar file


def calendar_events(locale: str, agenda: Agenda) -> list[CalendarEvent]:
    """Return the releases as the events of a calendar file."""
    return [_event(locale, entry) for entry in agenda.shown]


def _event(locale: str, entry: Entry[Listed]) -> CalendarEvent:
    one, release = entry.one, entry.one.release
    season = of_season(locale, release.numbered)
    name = clean(one.title, 200)
    return CalendarEvent(
        uid=event_uid(one.title_id, release),
        summary=f"{name} · {season}" if season else name,
        first=entry.earliest,
        last=entry.latest,
        status=_status(release),
        sequence=sequence(one.changed_at),
        changed_at=one.changed_at,
        description="\n".join(_description(locale, one)),
        url=next((url for url in (safe_url(fact.source.url) for fact in release.sources) if url), None),
    )


def event_uid(title_id: int, release: Release) -> str:
    """Return the name by which calendars know a release for ever, wherever its date moves."""
    place = "-".join(release.region.casefold().split())
    return f"release-{title_id}-{release.season}-{release.kind}{f'-{place}' if place else ''}@callsheet"


def sequence(changed_at: datetime) -> int:
    """Return a number that rises with every change of a release."""
    return max(int(changed_at.timestamp() - _EPOCH) // int(timedelta(minutes=1).total_seconds()), 0)


def _status(release: Release) -> EventStatus:
    if release.status is ReleaseStatus.CANCELLED:
        return EventStatus.CANCELLED
    exact = release.date is not None and release.date.precision is Precision.DAY
    sure = exact and release.certainty is Certainty.CONFIRMED
    return EventStatus.CONFIRMED if sure else EventStatus.TENTATIVE


def _description(locale: str, one: Listed) -> list[str]:
    release = one.release
    lines = [" · ".join(_what(locale, release))]
    lines += [say(locale, "upcoming.was", date=in_words(locale, former.value)) for former in release.former]
    lines += [_cited(fact) for fact in release.sources]
    return lines[:_LINES]


def _cited(fact: StoredFact) -> str:
    return f"{clean(fact.source.outlet, 60)}: {safe_url(fact.source.url) or clean(fact.source.headline, 120)}"
