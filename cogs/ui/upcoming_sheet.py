"""What comes out as the sheet of a picture: cells of days or months, tiles, bands, and a line for each release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.calendar import Entry, Period
from bot.domain.edtf import Precision
from bot.domain.facts import Certainty
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.export.picture import Band, Cell, Line, Sheet, Tile
from bot.services.upcoming import Agenda, Listed
from cogs.ui.cards import tint
from cogs.ui.dates import in_short, in_words
from cogs.ui.fact_words import of_season
from cogs.ui.markup import Markup, clean, plain
from cogs.ui.text import say

_WEEK = 7
_FEW_MONTHS = 4
_MONTHS = 12
_LITTLE = frozenset({"the", "a", "an", "of", "and", "in", "to", "for", "on", "at", "is", "are"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HANGUL = re.compile(r"[가-힣]")
_NAME = 80
"""Characters of a name that can be seen at most."""


def sheet(locale: str, agenda: Agenda) -> Sheet:
    """Return what is to be drawn of an agenda: the grid shows all of it, the lines this page."""
    cells = _days(locale, agenda) if agenda.look.period in {Period.WEEK, Period.MONTH} else _months(locale, agenda)
    columns = _WEEK if agenda.look.period in {Period.WEEK, Period.MONTH} else 2 if len(cells) <= _FEW_MONTHS else 5
    rest = agenda.total - len(agenda.shown)
    return Sheet(
        heading=heading(locale, agenda),
        aside=say(locale, "upcoming.count", count=agenda.total),
        columns=columns,
        heads=_heads(locale, agenda) if columns == _WEEK else (),
        cells=cells,
        bands=_bands(agenda),
        lines=tuple(_line(locale, entry) for entry in agenda.shown),
        more=say(locale, "upcoming.elsewhere", count=rest) if rest else "",
    )


def heading(locale: str, agenda: Agenda) -> Markup:
    """Return what an agenda is called: the time it covers, and the network if one was named."""
    period = say(locale, f"upcoming.{agenda.look.period}")
    return say(locale, "upcoming.on", period=period, network=agenda.look.network) if agenda.look.network else period


# ------------------------------------------------------------------ the grid


def _first(agenda: Agenda) -> date:
    """Return the first day of the grid: a month begins with its Monday, a week today."""
    back = agenda.first.weekday() if agenda.look.period is Period.MONTH else 0
    return agenda.first - timedelta(days=back)


def _heads(locale: str, agenda: Agenda) -> tuple[str, ...]:
    start = _first(agenda).isoweekday() - 1
    return tuple(say(locale, f"date.weekday.{(start + day) % _WEEK + 1}") for day in range(_WEEK))


def _days(locale: str, agenda: Agenda) -> tuple[Cell, ...]:
    start = _first(agenda)
    weeks = ((agenda.last - start).days // _WEEK) + 1
    return tuple(_day(locale, agenda, start + timedelta(days=day)) for day in range(weeks * _WEEK))


def _day(locale: str, agenda: Agenda, day: date) -> Cell:
    """Return the cell of a day; the first of a month, and the first of all, say which month it is."""
    opens = day.day == 1 or day == _first(agenda)
    month = say(locale, f"date.short.{day.month}")
    return Cell(
        say(locale, "date.short_day", day=str(day.day), month=month) if opens else str(day.day),
        tuple(tile(entry.one) for entry in agenda.every if entry.earliest == entry.latest == day),
        faded=not agenda.first <= day <= agenda.last,
        today=day == agenda.first,
    )


def _months(locale: str, agenda: Agenda) -> tuple[Cell, ...]:
    first, last = _number(agenda.first), _number(agenda.last)
    return tuple(_month(locale, agenda, number) for number in range(first, last + 1))


def _month(locale: str, agenda: Agenda, number: int) -> Cell:
    year, month = divmod(number, _MONTHS)
    return Cell(
        say(locale, "date.in_year", part=say(locale, f"date.short.{month + 1}"), year=str(year)),
        tuple(tile(one.one) for one in agenda.every if _exact(one.one.release) and _number(one.earliest) == number),
        today=number == _number(agenda.first),
    )


def _number(day: date) -> int:
    """Return a month as a number, counted from the year 0."""
    return day.year * _MONTHS + day.month - 1


def _bands(agenda: Agenda) -> tuple[Band, ...]:
    """Return the bands of what is not known to the day; one over the whole of the period would say nothing."""
    bands = []
    for entry in agenda.every:
        first, last = max(entry.earliest, agenda.first), min(entry.latest, agenda.last)
        if _exact(entry.one.release) or (first, last) == (agenda.first, agenda.last):
            continue
        bands.append(Band(tile(entry.one), _names(entry.one), _place(agenda, first), _place(agenda, last)))
    return tuple(sorted(bands, key=lambda band: (band.first, -band.last)))


def _place(agenda: Agenda, day: date) -> int:
    if agenda.look.period in {Period.WEEK, Period.MONTH}:
        return (day - _first(agenda)).days
    return _number(day) - _number(agenda.first)


def _exact(release: Release) -> bool:
    return release.date is not None and release.date.precision is Precision.DAY


# ------------------------------------------------------------------ the releases


def tile(listed: Listed) -> Tile:
    """Return what stands for a title: its initials on a colour that is always its own."""
    sure = listed.release.certainty is Certainty.CONFIRMED and listed.release.status is not ReleaseStatus.CANCELLED
    return Tile(tuple(map(initials, listed.names)), tint(listed.title), sure)


def initials(name: str) -> str:
    """Return two letters for a name: "SG" for Squid Game, "눈물" for 눈물의 여왕, "Mo" for Moving."""
    words: list[str] = _WORD.findall(clean(name, _NAME))
    telling = [word for word in words if word.casefold() not in _LITTLE] or words
    if not telling:
        return "·"
    if len(telling) == 1 or _HANGUL.match(telling[0]):
        return telling[0][:1].upper() + telling[0][1:2]
    return (telling[0][0] + telling[1][0]).upper()


def note(locale: str, release: Release) -> list[Markup]:
    """Return what else is told of a release: season, where it comes out, how sure it is, that it is called off."""
    words = [of_season(locale, release.numbered)]
    if release.kind in {ReleaseKind.FILM, ReleaseKind.STREAMING}:
        words.append(say(locale, f"upcoming.kind.{release.kind}"))
    words += [plain(part, _NAME) for part in (release.network, release.region)]
    if release.status is ReleaseStatus.CANCELLED:
        words.append(say(locale, "status.cancelled"))
    elif release.certainty is not Certainty.CONFIRMED:
        words.append(say(locale, f"certainty.{release.certainty}"))
    return [word for word in words if word]


def _names(listed: Listed) -> tuple[str, ...]:
    return tuple(clean(name, _NAME) for name in listed.names)


def _line(locale: str, entry: Entry[Listed]) -> Line:
    release = entry.one.release
    former = release.former[0].value if release.former else ""
    return Line(
        tile(entry.one),
        _names(entry.one),
        " · ".join(note(locale, release)),
        in_short(locale, release.value) if _exact(release) else in_words(locale, release.value),
        exact=_exact(release),
        former=say(locale, "upcoming.was", date=_before(locale, former, release.value)) if former else "",
    )


def _before(locale: str, former: str, now: str) -> Markup:
    """Return a former date, its year only where it was another one."""
    return in_short(locale, former) if former[:4] == now[:4] else in_words(locale, former)


def spoken(locale: str, shown: Sequence[Entry[Listed]]) -> str:
    """Return the lines of a picture as a text for those who cannot see it."""
    lines = [f"{in_words(locale, entry.one.release.value)}: {clean(entry.one.title, _NAME)}" for entry in shown]
    return "; ".join(lines)
