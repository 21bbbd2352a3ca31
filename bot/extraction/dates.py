"""Dates in sentences as EDTF (ISO 8601-2): precision is never invented, a missing year comes from the tense."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extraction.models import Sentence
from bot.extraction.normalise import lowered

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3}
_ORDINALS |= {"4th": 4, "latter": 2, "back": 2, "opening": 1}

_HOLIDAYS = {"christmas": (12, 25), "new year's": (1, 1), "halloween": (10, 31), "valentine's": (2, 14)}

_M = r"(?P<m>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?!-?[a-z])"  # noqa: E501
_Y = r"(?P<y>(?:19|20)\d\d)(?![\d%]|-(?:odd|strong|seat))"
_D = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%:])"
_PHASE = r"(?:(?:early|mid|late|the (?:start|beginning|end|middle|close) of|sometime in|at the end of)[- ]+(?:in )?)?"
_REL = r"(?P<rel>this|next|last|the same|the following|following|that|the coming|the previous|coming)"
_YREL = r"(?P<yr>this|next|last|the same|the following|the previous|that) year"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?<![\d-]){_Y}[-./](?P<mn>0?[1-9]|1[0-2])[-./](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"),
    ("iso", r"(?P<y>20\d\d)년\s*(?P<mn>\d{1,2})월\s*(?P<d>\d{1,2})일"),
    ("month_day", rf"{_M}\.? {_D}(?:,? {_Y}| of {_YREL})?"),
    ("month_day", rf"(?:the )?{_D}(?: of)? {_M}\.?(?:,? {_Y}| {_YREL})?"),
    ("half", rf"(?:the )?(?P<n>first|second|latter|back|1st|2nd) half of (?:{_Y}|{_YREL}|the year)"),
    ("half", rf"\bh(?P<n>[12]) (?:of )?{_Y}"),
    ("quarter", rf"(?:the )?(?P<n>first|second|third|fourth|last|final) quarter of (?:{_Y}|{_YREL}|the year)"),
    ("quarter", r"\b(?:the |: ?)(?P<n>first|second|third|fourth|last|final) quarter\b(?! of)"),
    ("half", r"\b(?:in|for|during|before|by|of|is|commit to|: ?) ?the (?P<n>first|second|latter) half\b(?! of)"),
    ("quarter", rf"\bq(?P<n>[1-4]) (?:of )?{_Y}"),
    ("season", rf"(?P<s>spring|summer|autumn|fall|winter)(?:,? (?:of )?(?:{_Y}|{_YREL}))"),
    ("season", rf"{_REL} (?P<s>spring|summer|autumn|fall|winter)\b"),
    ("season", r"\b(?:in|come|for|by|until|till) (?:the )?(?P<s>spring|summer|autumn|fall|winter)\b"),
    ("holiday", rf"\b(?P<h>christmas|new year's|halloween|valentine's) (?:day|eve)(?:,? {_Y})?|\b(?P<h2>halloween)\b"),
    ("month", rf"{_M}\.?,? (?:of )?(?:{_Y}|{_YREL})"),
    ("month", rf"(?:{_REL} |in |since |by |until |till |for |from |of |{_PHASE}){_M}(?!\.? \d)"),
    ("relmonth", r"(?P<rel>this|next|last|earlier this|later this) month"),
    ("relyear", rf"{_PHASE}(?:earlier |later )?{_YREL}"),
    ("relday", r"(?P<w>today|tonight|tomorrow|yesterday)(?:'s)?\b"),
    (
        "weekday",
        rf"(?:(?P<rel>this|next|last|on|this coming|this past) )?(?P<w>{'|'.join(_DAYS)})\b(?!,? (?:{'|'.join(_MONTHS)}|\(|the \d))",  # noqa: E501
    ),
    (
        "dayonly",
        r"\b(?:on )?the (?P<d>[0-3]?\d)(?:st|nd|rd|th)\b(?! (?:edition|season|annual|anniversary|century|episode|time|floor|birthday|minute))",  # noqa: E501
    ),
    ("year", rf"(?<![\d$£€/.,:-]){_Y}(?!s\b)(?:-(?:\d\d|(?:19|20)\d\d)\b)?"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _PATTERNS)
_NEEDED: dict[str, tuple[str, ...]] = {
    "half": ("half", *"12"),
    "quarter": ("quarter", *"1234"),
    "season": tuple(_SEASONS),
    "holiday": tuple(_HOLIDAYS),
    "month": tuple(_MONTH_NUMBER),
    "relmonth": ("month",),
    "relyear": ("year",),
    "relday": ("today", "tonight", "tomorrow", "yesterday"),
    "weekday": ("day",),
}
"""What a sentence must have for a pattern to be tried; all others ask for a digit."""
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r" [A-Z]")
_WITH_DIGITS = frozenset(name for name, _ in _PATTERNS) - _NEEDED.keys()
_FULL = frozenset({"iso", "month_day", "dayonly"})
_DAY_NAMES = frozenset({"weekday", "holiday"})
_JOINT = re.compile(r",? (?:the |a |\()?")
_EVERY = re.compile(r"\b(?:every|each|on)\s+$|s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A date in a sentence: its offsets, its EDTF form, and how it was written (``month_day``, ``year``, …)."""

    start: int
    end: int
    edtf: str
    form: str
    inferred: bool


def find(text: str, sentence: Sentence, published: date | None) -> list[When]:
    """Return the dates of a sentence in order; what cannot be placed without ``published`` is left out."""
    taken: list[When] = []
    tense, small = _tense(sentence), lowered(text)
    piece = small[sentence.start : sentence.end]
    asked = {name for name, needed in _NEEDED.items() if any(word in piece for word in needed)}
    if _DIGIT.search(piece):
        asked |= _WITH_DIGITS
    for name, pattern in _COMPILED:
        if name not in asked:
            continue
        for found in pattern.finditer(small, sentence.start, sentence.end):
            named = name == "dayonly" and _CAPITAL.match(text, found.end(), sentence.end)
            may = found.groupdict().get("m") == "may" and not text[found.start("m")].isupper()
            if not (named or may) and all(found.end() <= w.start or found.start() >= w.end for w in taken):
                _add(taken, name, found, published, tense)
    return _weekdays_joined(sorted(taken, key=lambda when: when.start), small)


def _weekdays_joined(found: list[When], small: str) -> list[When]:
    """Leave out the weekday or feast beside a full date that says the same: "on Thursday, Sept. 29, 2022"."""
    days = [when for when in found if when.form in _FULL]
    return [when for when in found if when.form not in _DAY_NAMES or not any(_beside(when, day, small) for day in days)]


def _beside(name: When, day: When, small: str) -> bool:
    first, last = sorted((name, day), key=lambda when: when.start)
    return _JOINT.fullmatch(small, first.end, last.start) is not None


def _add(taken: list[When], name: str, found: re.Match[str], published: date | None, tense: int) -> None:
    parts = {k: v for k, v in found.groupdict().items() if v}
    try:
        edtf = _READERS[name](parts, published, tense)
    except ValueError:
        return
    if edtf:
        taken.append(When(found.start(), found.end(), edtf, name, "y" not in parts))


def _tense(sentence: Sentence) -> int:
    """Return -1 for a sentence in the past, 1 for one about the future, 0 when it says neither."""
    past, future = sentence.cues["PAST"], sentence.cues["FUTURE"]
    return (future > past) - (past > future)


def _month(parts: dict[str, str]) -> int:
    return int(parts["mn"]) if "mn" in parts else _MONTH_NUMBER[parts["m"][:3]]


def _year(parts: dict[str, str], published: date | None) -> int | None:
    """Return the year that is written or meant by "next year" and the like."""
    if "y" in parts:
        return int(parts["y"])
    if published is None or "yr" not in parts:
        return None
    step = {"next": 1, "the following": 1, "last": -1, "the previous": -1}
    return published.year + step.get(parts["yr"], 0)


def _iso(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    del published, tense
    return date(int(parts["y"]), _month(parts), int(parts["d"])).isoformat()


def _month_day(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    year, month, day = _year(parts, published), _month(parts), int(parts["d"])
    if year is None:
        if published is None:
            return None
        near = [
            date(published.year + step, month, day) for step in (-1, 0, 1) if _is_day(published.year + step, month, day)
        ]
        year = _nearest(near, published, tense).year
    return date(year, month, day).isoformat()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _nearest(choices: list[date], published: date, tense: int) -> date:
    """Return the date that the tense asks for, or the nearest one; a few days' slack, since news is told late."""
    if not choices:
        raise ValueError
    slack = timedelta(days=45)
    if tense > 0:
        choices = [day for day in choices if day >= published - slack] or choices
    elif tense < 0:
        choices = [day for day in choices if day <= published + slack] or choices
    return min(choices, key=lambda day: abs(day - published))


def _month_only(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    year, month = _year(parts, published), _month(parts)
    if year is None:
        if published is None:
            return None
        rel = parts.get("rel", "")
        lean = 1 if rel in {"next", "the coming", "coming"} else -1 if rel == "last" else tense
        passed = rel == "next" and month <= published.month
        near = [date(published.year + step, month, 15) for step in (-1, 0, 1) if step or not passed]
        year = _nearest(near, published, lean).year
    return f"{year}-{month:02d}"


def _season(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    year = _year(parts, published)
    if year is None:
        if published is None:
            return None
        middle = {"21": 4, "22": 7, "23": 10, "24": 1}[_SEASONS[parts["s"]]]
        rel = parts.get("rel", "")
        lean = -1 if rel in {"last", "the previous", "that"} or (not rel and tense < 0) else 1
        year = _nearest([date(published.year + s, middle, 15) for s in (-1, 0, 1)], published, lean).year
    return f"{year}-{_SEASONS[parts['s']]}"


def _part_of_year(first: int) -> Callable[[dict[str, str], date | None, int], str | None]:
    def read(parts: dict[str, str], published: date | None, tense: int) -> str | None:
        del tense
        year = _year(parts, published) or (published.year if published else None)
        number = _ORDINALS.get(parts["n"]) or int(parts["n"])
        return f"{year}-{first + number - 1}" if year else None

    return read


def _rel_month(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    del tense
    if published is None:
        return None
    step = {"next": 1, "last": -1}.get(parts["rel"], 0)
    months = published.year * 12 + published.month - 1 + step
    return f"{months // 12}-{months % 12 + 1:02d}"


def _rel_year(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    del tense
    year = _year(parts, published)
    return str(year) if year else None


def _rel_day(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    del tense
    step = {"tomorrow": 1, "yesterday": -1}.get(parts["w"], 0)
    return (published + timedelta(days=step)).isoformat() if published else None


def _weekday(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    if published is None:
        return None
    ahead = (_DAYS.index(parts["w"]) - published.weekday()) % 7
    rel = parts.get("rel", "")
    back = rel in {"last", "this past"} or (rel not in {"next", "this coming"} and tense < 0)
    step = ahead - 7 if back and ahead else ahead
    return (published + timedelta(days=step)).isoformat()


def _day_only(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    if published is None:
        return None
    first = published.replace(day=1)
    months = [(first - timedelta(days=1)).replace(day=1), first, (first + timedelta(days=31)).replace(day=1)]
    day = int(parts["d"])
    return _nearest([m.replace(day=day) for m in months if _is_day(m.year, m.month, day)], published, tense).isoformat()


def _holiday(parts: dict[str, str], published: date | None, tense: int) -> str | None:
    month, day = _HOLIDAYS[parts.get("h") or parts["h2"]]
    return _month_day({**parts, "m": _MONTHS[month - 1], "d": str(day)}, published, tense)


_READERS: dict[str, Callable[[dict[str, str], date | None, int], str | None]] = {
    "iso": _iso,
    "month_day": _month_day,
    "half": _part_of_year(40),
    "quarter": _part_of_year(33),
    "season": _season,
    "month": _month_only,
    "relmonth": _rel_month,
    "holiday": _holiday,
    "relyear": _rel_year,
    "relday": _rel_day,
    "weekday": _weekday,
    "dayonly": _day_only,
    "year": _rel_year,
}
