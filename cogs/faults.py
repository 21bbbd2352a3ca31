"""What Discord refuses, told apart: try later, the place is closed, or this very message will never do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.clock import Clock
from bot.domain.reasons import because
from bot.errors import Gone, TryLater, Unpostable
from cogs.places import Place, missing

UNKNOWN_MESSAGE = 10008
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
ARCHIVED_THREAD = 50083
BLOCKED_BY_AUTOMOD = frozenset({200000, 200001})
PASSING = frozenset({20016, 20022, 20028, 30046, 31002, 40003, 40062, 160006})
"""Slow mode, write limits, direct messages opened too fast: refusals with a 4xx status that time mends."""


@contextmanager
def translated(clock: Clock, place: Place | None = None) -> Iterator[None]:
    """Raise what Discord and the network refuse as the project's own delivery errors, cause chained.

    ``place`` helps to name the permission that is missing.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater(because("discord.busy"), clock() + timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        raise _meaning(error, place) from error
    except discord.InvalidData as error:
        raise Gone(because("channel.odd")) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise TryLater(because("discord.unreachable", detail=type(error).__name__)) from error


def _meaning(error: discord.HTTPException, place: Place | None) -> Gone | TryLater | Unpostable:
    detail = f"{error.status} {error.code}: {error.text or error.response.reason}"
    if error.status >= 500 or error.status == 429 or error.code in PASSING:  # noqa: PLR2004  # HTTP's own numbers
        return TryLater(because("discord.busy", detail=detail))
    if error.code in {MISSING_ACCESS, MISSING_PERMISSIONS}:
        lacking = missing(place) if place else ["view_channel"]
        return _lacking((lacking or ["send_messages"])[0], detail)
    if error.code == ARCHIVED_THREAD:
        return _lacking("manage_threads", detail)
    closed = error.status in {403, 404} and error.code != UNKNOWN_MESSAGE and error.code not in BLOCKED_BY_AUTOMOD
    if closed:
        return Gone(because("channel.gone", detail=detail))
    return Unpostable(because("discord.refused", detail=detail))


def _lacking(permission: str, detail: str) -> Gone:
    return Gone(because("channel.permission", permission=permission, detail=detail), permission=permission)
