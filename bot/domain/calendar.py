"""What is to come out in a span of time: days by the day, coarser dates as bands, month by month."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.edtf import Precision
from bot.domain.names import fold
from bot.domain.releases import Release

_T = TypeVar("_T")
_DAY = timedelta(days=1)
_MONTHS = 12


class Period(StrEnum):
    """How far one looks ahead."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS_OF = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Entry(Generic[_T]):
    """What comes out, and the first and last day on which it may."""

    one: _T
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Month(Generic[_T]):
    """What a month holds: ``days`` in their order, then ``bands``, the narrowest first.

    A band stands in the first month of the period that it touches. ``first`` is the first of the month.
    """

    first: date
    days: tuple[Entry[_T], ...]
    bands: tuple[Entry[_T], ...]


def period_of(period: Period, today: date) -> tuple[date, date]:
    """Return the first and last day of a period that begins today: a week is seven days, a month runs to its eve."""
    if period is Period.WEEK:
        return today, today + 6 * _DAY
    return today, _months_on(today, _MONTHS_OF[period]) - _DAY


def agenda(
    found: Iterable[_T], first: date, last: date, network: str = "", *, of: Callable[[_T], Release]
) -> list[Month[_T]]:
    """Return what may come out from the first day to the last, by month; of one network, if it is named.

    ``of`` tells the release of what is listed. Months that hold nothing are left out.
    """
    days: dict[date, list[Entry[_T]]] = defaultdict(list)
    bands: dict[date, list[Entry[_T]]] = defaultdict(list)
    for one in found:
        release = of(one)
        dated = release.date
        if dated is None or dated.latest < first or dated.earliest > last:
            continue
        if network and fold(release.network) != fold(network):
            continue
        month = max(dated.earliest, first).replace(day=1)
        kept = days if dated.precision is Precision.DAY else bands
        kept[month].append(Entry(one, dated.earliest, dated.latest))
    return [
        Month(month, tuple(sorted(days[month], key=_by_day)), tuple(sorted(bands[month], key=_by_width)))
        for month in sorted({*days, *bands})
    ]


def _by_day(entry: Entry[_T]) -> date:
    return entry.earliest


def _by_width(entry: Entry[_T]) -> tuple[timedelta, date]:
    return entry.latest - entry.earliest, entry.earliest


def _months_on(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
