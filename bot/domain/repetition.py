"""When somebody meets a question again: Leitner's boxes. What was missed comes soon, what is known does not."""

from __future__ import annotations

from datetime import datetime, timedelta

INTERVALS = (timedelta(hours=20), timedelta(days=3), timedelta(days=8))
"""After which time what lies in each box is to be met again; what was missed lies in the first."""

KNOWN = len(INTERVALS)
"""The box of what need not be met again: known at once, or learnt."""

REST = timedelta(days=21)
"""How long what is known rests until it may come by chance."""

_TURN = 3


def moved(box: int | None, *, right: bool) -> int:
    """Return the box of a question after an answer; None: it was met for the first time."""
    if not right:
        return 0
    return KNOWN if box is None else min(box + 1, KNOWN)


def due(box: int, now: datetime) -> datetime:
    """Return when what lies in a box since now may be met again."""
    return now + (INTERVALS[box] if box < KNOWN else REST)


def is_turn(asked: int) -> bool:
    """Say whether the next question of a game, after so many, may be one to meet again: a third of them.

    The others who play have not missed it; and whoever missed much is to meet new questions as well.
    """
    return asked % _TURN == 1
