"""What a look-up by name finds, and what is offered while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.domain.facts import NameKind
from bot.domain.names import fold

_T = TypeVar("_T")

MOST_CHOICES = 25
"""Choices that Discord shows while one types."""


def offered(text: str, some: Sequence[_T], name: Callable[[_T], str]) -> tuple[_T, ...]:
    """Return at most 25 of these whose name begins with what is typed, and behind them those that hold it."""
    wanted = fold(text)
    begin = [one for one in some if fold(name(one)).startswith(wanted)]
    hold = [one for one in some if one not in begin and wanted in fold(name(one))]
    return tuple((begin + hold)[:MOST_CHOICES])


class MatchKind(StrEnum):
    """How a typed text met a name, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"
    ALIAS = "alias"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class NameHit:
    """A title or person that a typed text may mean. ``alias`` is the name that matched, if it is not ``name``.

    ``year`` tells same-named titles apart, where it is known.
    """

    kind: NameKind
    id: int
    name: str
    alias: str | None
    match: MatchKind
    fame: int
    year: int | None = None
