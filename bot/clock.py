"""The only place that reads the wall clock; everywhere else time is a value that is passed in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Anything that tells an aware UTC instant; services are built with one, tests give their own."""


def utcnow() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)
