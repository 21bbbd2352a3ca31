"""Retry-After and Cache-Control as instants."""

from datetime import datetime, timedelta

import pytest

from bot.feeds.headers import LONGEST_WISH, fresh_until, retry_at


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", None),
        ("Mon, 23 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 12:10:00", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", None),
        ("99999999999999999999", LONGEST_WISH),
        ("Mon, 23 Nov 2099 12:10:00 GMT", LONGEST_WISH),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Mon, 99 Nov 2026 12:10:00 GMT", None),
    ],
)
def test_retry_after(value: str, wait: timedelta | None, now: datetime) -> None:
    assert retry_at({"Retry-After": value}, now) == (None if wait is None else now + wait)


def test_no_wish_no_wait(now: datetime) -> None:
    assert retry_at({}, now) is None
    assert fresh_until({}, now) is None


@pytest.mark.parametrize(
    ("control", "age", "fresh"),
    [
        ("max-age=600", None, timedelta(minutes=10)),
        ("public, Max-Age=600, must-revalidate", "60", timedelta(minutes=9)),
        ('max-age="600"', "nonsense", timedelta(minutes=10)),
        ("max-age=600", "600", None),
        ("max-age=600", "99999999999999", timedelta(minutes=10)),
        ("max-age=0", None, None),
        ("no-cache, max-age=600", None, None),
        ("no-store, max-age=600", None, None),
        ("max-age=1e9", None, None),
        ("max-age=99999999999", None, LONGEST_WISH),
    ],
)
def test_cache_control(control: str, age: str | None, fresh: timedelta | None, now: datetime) -> None:
    headers = {"Cache-Control": control} | ({"Age": age} if age else {})
    assert fresh_until(headers, now) == (None if fresh is None else now + fresh)
