"""A subscription's filter: a small language of words over an article, and why it took or left one.

``zombie -trailer headline:("squid game" OR 오징어) outlet:soompi act*``: words stand side by side for AND; OR, AND,
NOT in capitals, ``-`` for NOT, parentheses, fields, phrases, a trailing ``*`` for the beginnings of words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Protocol, TypeAlias

from bot.domain.names import fold
from bot.domain.reasons import because, together

MAX_REASON = 300
"""Characters of terms that one line of a verdict's reason names."""

FIELDS = ("headline", "text", "category", "author", "outlet")
"""Where a word may be looked for, a bare word in this order; ``text`` is summary and full text."""


class ArticleLike(Protocol):
    """What a filter looks at; an ``Article`` is one."""

    @property
    def headline(self) -> str:
        """What it is called."""
        ...

    @property
    def summary(self) -> str:
        """What the feed said of it."""
        ...

    @property
    def text(self) -> str:
        """Its full text, as far as it is known."""
        ...

    @property
    def author(self) -> str | None:
        """Who wrote it."""
        ...

    @property
    def categories(self) -> tuple[str, ...]:
        """What the outlet filed it under."""
        ...

    @property
    def outlet(self) -> str:
        """Who published it."""
        ...


class Reading:
    """An article folded for many filters: each field once, and only when a filter asks for it."""

    def __init__(self, article: ArticleLike) -> None:
        self._article = article

    @cached_property
    def headline(self) -> str:
        """The headline's folded words, a space on either side of each."""
        return _spaced(self._article.headline)

    @cached_property
    def text(self) -> str:
        """The same of summary and text, kept apart by a line."""
        return f"{_spaced(self._article.summary)}\n{_spaced(self._article.text)}"

    @cached_property
    def category(self) -> str:
        """The same of the categories, kept apart by lines."""
        return "\n".join(map(_spaced, self._article.categories))

    @cached_property
    def author(self) -> str:
        """The same of the author."""
        return _spaced(self._article.author or "")

    @cached_property
    def outlet(self) -> str:
        """The same of the outlet."""
        return _spaced(self._article.outlet)


def _spaced(text: str) -> str:
    return f" {fold(text)} "


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a filter takes an article, and which of its terms decided, as a stored reason."""

    matched: bool
    reason: str


# ------------------------------------------------------------------ what decided


class _Role(Enum):
    """What a term did; the value is its reason's key."""

    FOUND = "found"
    MISSING = "missing"
    EXCLUDED = "excluded"
    ABSENT = "absent"

    @property
    def negated(self) -> "_Role":
        """What it did as seen from outside a NOT."""
        pairs = {_Role.FOUND: _Role.EXCLUDED, _Role.MISSING: _Role.ABSENT}
        return (pairs | {outside: inside for inside, outside in pairs.items()})[self]


@dataclass(frozen=True, slots=True)
class _Note:
    """One term's part in a decision; ``where`` is the field that it was found in."""

    role: _Role
    shown: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Trace:
    """A decision and the terms that made it."""

    matched: bool
    notes: tuple[_Note, ...]


def _reason(notes: Iterable[_Note]) -> str:
    """Return the notes as a reason; terms that did the same, or were found in the same field, stand together."""
    parts: dict[str, list[str]] = {}
    for note in notes:
        part = f"{note.role.value}.{note.where}" if note.role is _Role.FOUND else note.role.value
        parts.setdefault(part, []).append(note.shown)
    return together(because(f"filter.{part}", terms=_list(terms)) for part, terms in parts.items())


def _list(terms: Iterable[str]) -> str:
    text = ", ".join(dict.fromkeys(terms))
    return text if len(text) <= MAX_REASON else text[: MAX_REASON - 1] + "…"


# ------------------------------------------------------------------ the tree


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row, in one field or (None) in any."""

    shown: str
    pattern: re.Pattern[str]
    field: str | None = None
    depth: int = 0

    def trace(self, reading: Reading) -> _Trace:
        """Return what it decides about an article, and which terms made it so."""
        fields = (self.field,) if self.field else FIELDS
        where = next((name for name in fields if self.pattern.search(getattr(reading, name))), None)
        if where is None:
            scope = f"{self.field}:" if self.field else ""
            return _Trace(matched=False, notes=(_Note(_Role.MISSING, scope + self.shown),))
        return _Trace(matched=True, notes=(_Note(_Role.FOUND, self.shown, where),))

    def within(self, field: str) -> "Term":
        """Return it looked for in one field, but for parts that name their own."""
        return replace(self, field=self.field or field)


@dataclass(frozen=True, slots=True)
class Not:
    """Takes what its operand leaves."""

    operand: "Node"
    depth: int

    def trace(self, reading: Reading) -> _Trace:
        """Return what it decides about an article, and which terms made it so."""
        inner = self.operand.trace(reading)
        return _Trace(not inner.matched, tuple(replace(note, role=note.role.negated) for note in inner.notes))

    def within(self, field: str) -> "Not":
        """Return it looked for in one field, but for parts that name their own."""
        return replace(self, operand=self.operand.within(field))


@dataclass(frozen=True, slots=True)
class Several:
    """All of its parts, or any of them."""

    parts: tuple["Node", ...]
    every: bool
    depth: int

    def trace(self, reading: Reading) -> _Trace:
        """Return what it decides about an article, and which terms made it so."""
        traces = []
        for part in self.parts:
            traces.append(part.trace(reading))
            if traces[-1].matched is not self.every:  # one part that fails decides an AND, one that takes an OR
                return traces[-1]
        notes = [note for trace in traces for note in trace.notes]
        found = [note for note in notes if note.role is _Role.FOUND]
        return _Trace(self.every, tuple(found or notes))

    def within(self, field: str) -> "Several":
        """Return it looked for in one field, but for parts that name their own."""
        return replace(self, parts=tuple(part.within(field) for part in self.parts))


Node: TypeAlias = Term | Not | Several


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as parsed; ``text`` is what was written."""

    text: str
    root: Node | None

    def explain(self, article: ArticleLike | Reading) -> Verdict:
        """Tell whether the filter takes the article, and why. Give a ``Reading`` where several filters look."""
        if self.root is None:
            return Verdict(matched=True, reason=because("filter.none"))
        reading = article if isinstance(article, Reading) else Reading(article)
        trace = self.root.trace(reading)
        return Verdict(trace.matched, _reason(trace.notes))


EMPTY = Filter("", None)
"""Takes everything."""


def parse(text: str) -> Filter:
    """Return the filter that the text says; nothing but white space takes everything.

    Raises UserError, ``at`` being a place counted from 1 and ``near`` what stands there: ``filter.too_long`` (limit),
    ``filter.too_deep`` (limit), ``filter.quote`` (at), ``filter.parenthesis`` (at), ``filter.field`` (near, and the
    field that may be meant), ``filter.empty_term`` (at, near: no letter or digit in it), ``filter.syntax`` (at, near).
    """
    if not text.strip():
        return EMPTY
    from bot.domain import filter_syntax  # noqa: PLC0415  # most servers never write one, and lark is slow to load

    return Filter(text.strip(), filter_syntax.read(text))
