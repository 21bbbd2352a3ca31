"""Dates of any precision in words: "2025", "spring 2025", "28 January 2022". Nothing is made more exact than it is.

Discord's own time stamps are for instants only: a day without a time would show as the day before, west of here.
"""

from __future__ import annotations

from bot.domain.edtf import EdtfDate, Precision, parse
from cogs.ui.markup import Markup, plain
from cogs.ui.text import say

_LONGEST = 40
"""Characters of what is shown as it stands, for it is no date that we know."""

_MONTHS = {Precision.HALF: 6, Precision.QUARTER: 3, Precision.SEASON: 3, Precision.MONTH: 1}
"""How long the parts of a year are that the locales have a table of, named as the precision is."""


def in_words(locale: str, edtf: str) -> Markup:
    """Return an EDTF date as people of that language write it; what is no such date stands as it is."""
    try:
        when = parse(edtf)
    except ValueError:
        return plain(edtf, _LONGEST)
    first, window, last = edtf.partition("/")
    if window:
        return _window(locale, parse(first), parse(last))
    words = _with_year(locale, when)
    return say(locale, "date.about", date=words) if edtf.endswith("~") else words


def in_short(locale: str, edtf: str) -> Markup:
    """Return a day without its year, where that goes without saying; any other date in words."""
    when = parse(edtf)
    return _part(locale, when) if when.precision is Precision.DAY else in_words(locale, edtf)


def _window(locale: str, first: EdtfDate, last: EdtfDate) -> Markup:
    """Return "between … and …", the year said once if both are parts of the same one."""
    year = str(first.earliest.year)
    if first.earliest.year == last.earliest.year and Precision.YEAR not in {first.precision, last.precision}:
        return say(locale, "date.between_in", first=_part(locale, first), last=_part(locale, last), year=year)
    return say(locale, "date.between", first=_with_year(locale, first), last=_with_year(locale, last))


def _with_year(locale: str, when: EdtfDate) -> Markup:
    year = str(when.earliest.year)
    if when.precision is Precision.YEAR:
        return say(locale, "date.year", year=year)
    return say(locale, "date.in_year", part=_part(locale, when), year=year)


def _part(locale: str, when: EdtfDate) -> Markup:
    first = when.earliest
    if when.precision is Precision.DAY:
        return say(locale, "date.day", day=str(first.day), month=say(locale, f"date.month.{first.month}"))
    which = (first.month - 1) // _MONTHS[when.precision] + 1
    return say(locale, f"date.{when.precision.name.lower()}.{which}")
