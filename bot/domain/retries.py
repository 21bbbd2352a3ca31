"""When a delivery that failed in passing is tried again."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=10)
_DOUBLINGS = 20  # more would only make numbers large: LONGEST is reached long before


def retry_at(attempts: int, now: datetime, asked: datetime | None, rng_unit: float) -> datetime:
    """Return the next try's instant after ``attempts`` (≥ 1) failed ones: 1–2 s at first, doubling up to 10 minutes.

    ``rng_unit`` in [0, 1) spreads the tries over the second half of the wait; never before ``asked``, which is what
    Discord wants.
    """
    wait = min(FIRST * (1 << min(max(attempts - 1, 0), _DOUBLINGS)), LONGEST)
    spread = now + wait * (0.5 + rng_unit / 2)
    return spread if asked is None else max(spread, asked)
