"""Dates of any precision as EDTF (ISO 8601-2), as news needs it.

``2025-21`` … ``2025-24`` are spring to winter, ``2025-33`` … ``2025-36`` quarters, ``2025-40`` and ``-41`` halves,
``A/B`` a window, a trailing ``~`` marks an approximate value. Precision is never invented: the bounds of "2025" are
its first and last day, and nothing makes a day of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?~?", re.ASCII)


class Precision(IntEnum):
    """How exact a date is, from coarse to fine."""

    YEAR = 1
    HALF = 2
    WINDOW = 3
    QUARTER = 4
    SEASON = 5
    MONTH = 6
    DAY = 7


_MONTHS = 12
_PARTS = {month: (month, month, Precision.MONTH) for month in range(1, _MONTHS + 1)} | {
    21: (3, 5, Precision.SEASON),
    22: (6, 8, Precision.SEASON),
    23: (9, 11, Precision.SEASON),
    24: (12, 14, Precision.SEASON),
    33: (1, 3, Precision.QUARTER),
    34: (4, 6, Precision.QUARTER),
    35: (7, 9, Precision.QUARTER),
    36: (10, 12, Precision.QUARTER),
    40: (1, 6, Precision.HALF),
    41: (7, 12, Precision.HALF),
}
"""The parts of a year: first and last month, and how exact that is. A winter ends in February of the next year."""


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date with its first and last possible day."""

    text: str
    earliest: date
    latest: date
    precision: Precision


@lru_cache(maxsize=1024)
def parse(text: str) -> EdtfDate:
    """Read an EDTF string.

    Raises:
        ValueError: when it is none of the forms above, or no such day exists.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _single(text)
    begin, end = _single(first), _single(last)
    if end.latest < begin.earliest:
        raise ValueError(f"This window ends before it begins: {text!r}.")
    return EdtfDate(text, begin.earliest, end.latest, Precision.WINDOW)


def is_edtf(text: str) -> bool:
    """Whether a text is a date that :func:`parse` reads."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def within(finer: str, coarser: str) -> bool:
    """Whether one date says the same as another and more: it lies inside, and is not the same span."""
    fine, coarse = parse(finer), parse(coarser)
    inside = coarse.earliest <= fine.earliest and fine.latest <= coarse.latest
    return inside and (fine.earliest, fine.latest) != (coarse.earliest, coarse.latest)


def _single(text: str) -> EdtfDate:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"This is no EDTF date: {text!r}.")
    year, part, day = (int(group) if group else 0 for group in found.groups())
    if day:
        exact = date(year, part, day)
        return EdtfDate(text, exact, exact, Precision.DAY)
    if not found[2]:
        return EdtfDate(text, date(year, 1, 1), date(year, _MONTHS, 31), Precision.YEAR)
    if part not in _PARTS:
        raise ValueError(f"A year has no part {part}: {text!r}.")
    first, last, precision = _PARTS[part]
    over, month = divmod(last - 1, _MONTHS)
    latest = date(year + over, month + 1, monthrange(year + over, month + 1)[1])
    return EdtfDate(text, date(year, first, 1), latest, precision)
