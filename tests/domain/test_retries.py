"""Failed deliveries are tried again soon, then patiently, and never before Discord wants."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retries import LONGEST, retry_at

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
units = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    ("attempts", "unit", "seconds"),
    [
        (0, 0.0, 1),
        (1, 0.0, 1),
        (1, 1.0, 2),
        (2, 0.5, 3),
        (5, 1.0, 32),
        (10, 0.0, 300),
        (10, 1.0, 600),
        (10_000, 1.0, 600),
    ],
)
def test_waits_double_up_to_ten_minutes(attempts, unit, seconds):
    assert retry_at(attempts, NOW, None, unit) == NOW + timedelta(seconds=seconds)


@given(st.integers(1, 10**9), units, st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=1)))
def test_a_retry_lies_ahead_and_never_before_what_was_asked(attempts, unit, asked):
    at = retry_at(attempts, NOW, None if asked is None else NOW + asked, unit)
    assert at > NOW
    if asked is None:
        assert at <= NOW + LONGEST
    else:
        assert at >= NOW + asked
