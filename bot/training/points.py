"""Operating points: the least confidence at which unseen writers' articles give a wanted precision."""

from collections.abc import Sequence

from bot.training.pipeline import Case
from bot.training.scoring import matches

WANTED = {"shown": 0.83, "asked": 0.92, "all": 0.0}
_ALL = 0.15


def operating_points(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Return the least confidence by operating point (the key "" holds for every predicate)."""
    graded = sorted(
        (
            (fact.confidence, right)
            for case in cases
            for fact, right in zip(case.facts, matches(case.gold, case.facts), strict=True)
        ),
        reverse=True,
    )
    return {name: {"": _ALL if name == "all" else least(graded, wanted)} for name, wanted in WANTED.items()}


def least(graded: Sequence[tuple[float, bool]], wanted: float) -> float:
    """Return the lowest confidence down to which the share of right facts is at least as wanted."""
    right, best = 0, 0.99
    for count, (confidence, is_right) in enumerate(graded, 1):
        right += is_right
        if count >= 20 and right / count >= wanted:  # noqa: PLR2004
            best = confidence
    return round(best, 3)
