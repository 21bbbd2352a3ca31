"""What a look-up of titles and people by name finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.facts import NameKind


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
