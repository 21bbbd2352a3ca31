"""Chance as a value: what the pure rules need of ``random.Random``, which they are handed."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")


class Chance(Protocol):
    """A source of chance; ``random.Random`` is one."""

    def random(self) -> float:
        """Return a number in [0, 1)."""
        ...

    def randrange(self, start: int, /) -> int:
        """Return a whole number in [0, start)."""
        ...

    def choice(self, seq: Sequence[_T], /) -> _T:
        """Return one of a sequence that is not empty."""
        ...

    def sample(self, population: Sequence[_T], k: int) -> list[_T]:
        """Return ``k`` different places of a sequence, in any order."""
        ...

    def shuffle(self, x: MutableSequence[Any], /) -> None:
        """Put a sequence into any order."""
        ...
