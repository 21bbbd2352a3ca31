"""How questions and their options do: which wrong options nobody falls for, and which questions measure nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

OPTION_SHOWN = 50
"""An option is judged when so many people have had it before them."""

FALLEN_FOR = 0.05
"""A wrong option that a smaller part of them chose does not work."""

ANSWERS = 30
"""A question is judged when so many people have answered it."""

_PART = 0.27
"""The best and the worst so much of them are compared: the part that tells most (Kelley 1939)."""


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How much oftener those who are good were right than those who are not, in [-1, 1], and how unsure that is."""

    value: float
    error: float

    @property
    def is_bad(self) -> bool:
        """Whether those who know more were right less often, by more than chance explains easily.

        The bare sign would put aside one in three of the good questions: at thirty answers, eight stand against eight.
        """
        return self.value < -self.error


def is_weak(shown: int, chosen: int) -> bool:
    """Say whether nobody falls for a wrong option."""
    return shown >= OPTION_SHOWN and chosen < FALLEN_FOR * shown


def discrimination(results: Iterable[tuple[float, bool]]) -> Discrimination | None:
    """Return how a question tells players apart by their ratings and who was right; None while too few answered."""
    ordered = sorted(results)
    if len(ordered) < ANSWERS:
        return None
    size = round(_PART * len(ordered))
    worst, best = (sum(right for _, right in part) for part in (ordered[:size], ordered[-size:]))
    # One right and one wrong answer more, so that no part is held certain because all of a few agree.
    spread = sum(chance * (1 - chance) / size for chance in ((worst + 1) / (size + 2), (best + 1) / (size + 2)))
    return Discrimination((best - worst) / size, math.sqrt(spread))
