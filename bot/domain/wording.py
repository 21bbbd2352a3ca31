"""How sentences write dates, and whether they still mean them: "originally set for March 3" gives no date any more."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from bot.domain.edtf import Precision, parse

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_COMES = "premiere|debut|air|open|launch|arrive|return|release|be released|come out|stream|bow|hit"
_PLANNED = rf"set|slated|scheduled|due|planned|expected|meant|supposed|to (?:{_COMES})"
_FORMER = re.compile(
    rf"\b(?:had been|(?:was|were)(?: (?:originally|previously|initially|first|once|earlier))?) (?:{_PLANNED})\b"
    rf"|\b(?:originally|previously|initially) (?:{_PLANNED}|announced|dated)\b"
    r"|\b(?:instead of|rather than)\b|\b(?:original|previous|earlier|planned) (?:\w+ ){0,2}(?:date|slot)\b"
    r"|\b(?:pushed|moved|shifted|delayed|postponed|rescheduled|bumped|slid)\b[^.;]{0,40} from\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"\b(?:will|would|does|do|is|are) (?:not|no longer) (?:\w+ )?(?:{_COMES})|\bwon[’']t (?:{_COMES})|\bno longer\b"
    r"|\bden(?:y|ies|ied|ying) (?:\w+ ){0,4}(?:reports?|rumou?rs?|claims?|that|speculation)\b",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"(?<!day)[,;:–—]|\bnow\b|\b(?:but|and) (?:\w+ ){0,2}will (?!not|no longer)|\binstead(?! of)|\bnew (?:\w+ )?date"
    r"|\b(?:to|until|till) (?:\w+, )?$",
    re.IGNORECASE,
)
"""What ends the reach of the words above: another clause, or the new date."""


class Sense(Enum):
    """What a sentence does with a date: it gives it, tells what it was once, or says that it is none."""

    GIVEN = "given"
    FORMER = "former"
    DENIED = "denied"


@lru_cache(maxsize=2048)
def written(value: str) -> re.Pattern[str]:
    """Return how the day, the month or the year of a date (EDTF) is written, in English and Korean."""
    dated = parse(value)
    day, month, year = dated.earliest.day, dated.earliest.month, dated.earliest.year
    name = rf"\b{_MONTHS[month - 1]}[a-z]*\.?"
    if dated.precision is Precision.DAY:
        ways = rf"{name} {day}\b|\b{day}(?:st|nd|rd|th)?(?: of)? {name}|{month}월 {day}일|\b{month}/{day}\b"
    elif dated.precision is Precision.MONTH:
        ways = rf"{name}|{month}월"
    else:
        ways = rf"\b{year}\b|{year}년"
    return re.compile(ways, re.IGNORECASE)


@lru_cache(maxsize=2048)
def sense_of(sentence: str, value: str) -> Sense:
    """Return what a sentence does with a date (EDTF) where it first names it."""
    found = written(value).search(sentence)
    if found is None:
        return Sense.GIVEN
    before = sentence[: found.start()]
    former, denied, anew = (_last(pattern, before) for pattern in (_FORMER, _DENIED, _ANEW))
    if denied > max(former, anew):
        return Sense.DENIED
    return Sense.FORMER if former > anew else Sense.GIVEN


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((each.end() for each in pattern.finditer(text)), default=-1)
