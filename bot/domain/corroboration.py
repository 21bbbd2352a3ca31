"""How the sources of a claim weigh, and how sure they make it together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import prod

from bot.domain.facts import StoredFact

LIKELY = 0.3
"""So sure a reading must be, in [0, 1], to back up another one."""

SAME_TIME = timedelta(days=1)
"""Outlets report one announcement within a day of each other: what differs then is no change."""


def _confidence(source: StoredFact) -> float:
    return source.fact.confidence


def strength(source: StoredFact) -> tuple[int, float, datetime, int]:
    """Return what puts one source of a claim before another."""
    return source.fact.certainty.sureness, source.fact.confidence, source.source.at, -source.id


def confidence_of(sources: Iterable[StoredFact]) -> float:
    """Return how sure sources make a claim together: each story's best reading errs independently of the others'.

    Readings that are hardly likely all err alike, by the same words: any number of them makes nothing surer.
    """
    best = _by_story(sources, _confidence).values()
    likely = [confidence for confidence in best if confidence >= LIKELY]
    return _joint(likely) if likely else max(best, default=0.0)


def together(sources: Iterable[StoredFact], sure: Callable[[StoredFact], float] = _confidence) -> float:
    """Return how sure likely sources are together, each as sure as ``sure`` tells; nothing without a likely one."""
    return _joint(_by_story((one for one in sources if one.fact.confidence >= LIKELY), sure).values())


def _by_story(sources: Iterable[StoredFact], sure: Callable[[StoredFact], float]) -> dict[int, float]:
    """Return how sure the best source of each story is."""
    best: dict[int, float] = {}
    for one in sources:
        story = one.source.story_id
        best[story] = max(best.get(story, 0.0), sure(one))
    return best


def _joint(chances: Iterable[float]) -> float:
    return 1.0 - prod(1.0 - chance for chance in chances)
