"""An article in a file of its own: JSON with ``headline`` (or ``title``) and ``text``, and more where it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.models import Entry
from bot.domain.urls import canonical


def read(body: bytes) -> tuple[str | None, Entry] | None:
    """Return the outlet that the document names, if any, and its article; None if it is no such document."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    if not isinstance(told, Mapping) or not isinstance(told.get("text"), str):
        return None
    headline = _text(told, "headline") or _text(told, "title")
    if not headline:
        return None
    return _text(told, "outlet"), Entry(
        headline=headline,
        url=canonical(_text(told, "url") or ""),
        summary=_text(told, "summary") or "",
        text=told["text"],
        author=_text(told, "author"),
        image_url=canonical(_text(told, "image") or ""),
        published_at=_instant(_text(told, "published")),
    )


def _text(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _instant(text: str | None) -> datetime | None:
    """Return an ISO date or instant, a day as its beginning in UTC; None if it is neither."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
