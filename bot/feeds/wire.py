"""What goes between the bot and its worker: frames of JSON and bytes, and the models in them.

A frame is two big-endian lengths of four bytes, then that much JSON, then that many raw bytes (the body of a
document, which would only grow as JSON).
"""

import json
import struct
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import IO, Any

from bot.domain.facts import Certainty, Extraction, Fact, Predicate
from bot.domain.models import Entry, Page, ParsedFeed
from bot.domain.reading import Unread
from bot.errors import FeedError, FeedFault

_LENGTHS = struct.Struct("!II")
MAX_FRAME = 64 * 2**20
"""No honest frame is longer; a worker that was taken over must not fill our memory."""

EXTRACT = "extract"
"""The kind of task that reads an article for its facts, and the purpose of a worker that is started for it."""


def send(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write a frame; raises OSError when the other side is gone."""
    text = json.dumps(head, ensure_ascii=False, default=_plain).encode("utf-8", "replace")
    stream.write(_LENGTHS.pack(len(text), len(body)))
    stream.write(text)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read a frame; raises EOFError when the other side is gone, ValueError for what is no frame."""
    head_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if head_length + body_length > MAX_FRAME:
        raise ValueError("a frame beyond all measure")
    head: dict[str, Any] = json.loads(_exactly(stream, head_length))
    return head, _exactly(stream, body_length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _plain(value: object) -> object:
    """Return an instant or a span as JSON can have it."""
    return value.isoformat() if isinstance(value, datetime) else value.total_seconds()  # type: ignore[attr-defined]


# ------------------------------------------------------------------ models


def pack(model: ParsedFeed | Page) -> dict[str, Any]:
    """Return a model as the head of an answer."""
    return asdict(model)


def unpack_feed(told: dict[str, Any]) -> ParsedFeed:
    """Return the feed in the head of an answer."""
    ttl = told["ttl"]
    return ParsedFeed(
        **{
            **told,
            "entries": tuple(_entry(entry) for entry in told["entries"]),
            "ttl": None if ttl is None else timedelta(seconds=ttl),
            "warnings": tuple(told["warnings"]),
        }
    )


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(
        **{
            **told,
            "categories": tuple(told["categories"]),
            "warnings": tuple(told["warnings"]),
            "published_at": _instant(told["published_at"]),
            "updated_at": _instant(told["updated_at"]),
        }
    )


def unpack_page(told: dict[str, Any]) -> Page:
    """Return the page in the head of an answer."""
    return Page(**{**told, "published_at": _instant(told["published_at"])})


# ------------------------------------------------------------------ facts


def pack_unread(article: Unread) -> tuple[dict[str, Any], bytes]:
    """Return an article that is to be read as the head and the body of a task.

    A character that UTF-8 has no place for becomes one other character, so that offsets hold.
    """
    head = asdict(article)
    text = head.pop("text")
    return head | {"published": article.published and article.published.isoformat()}, text.encode("utf-8", "replace")


def unpack_unread(task: dict[str, Any], body: bytes) -> Unread:
    """Return the article in a task."""
    published = task["published"]
    return Unread(
        text=body.decode(),
        headline=task["headline"],
        published=None if published is None else date.fromisoformat(published),
        titles=tuple(task["titles"]),
        people=tuple(task["people"]),
    )


def pack_extraction(extraction: Extraction) -> dict[str, Any]:
    """Return what was read as the head of an answer, without the cues that decided: nobody keeps them."""
    told = [{name: getattr(fact, name) for name in _FACT} for fact in extraction.facts]
    rest = {"aliases": extraction.aliases, "main_title": extraction.main_title, "main_season": extraction.main_season}
    return {"facts": told, **rest, "notes": extraction.notes}


def unpack_extraction(told: dict[str, Any]) -> Extraction:
    """Return what was read from the head of an answer."""
    return Extraction(
        facts=tuple(_fact(fact) for fact in told["facts"]),
        aliases=tuple(tuple(group) for group in told["aliases"]),
        main_title=told["main_title"],
        main_season=told["main_season"],
        notes=tuple(told["notes"]),
    )


_FACT = tuple(name for name in Fact.__dataclass_fields__ if name != "cues")


def _fact(told: dict[str, Any]) -> Fact:
    kinds = {"predicate": Predicate(told["predicate"]), "certainty": Certainty(told["certainty"])}
    return Fact(**{**told, **kinds})


# ------------------------------------------------------------------ faults


def pack_error(error: FeedError) -> dict[str, Any]:
    """Return a fault as the head of an answer."""
    return {"fault": error.fault, "detail": error.detail}


def raise_if_error(url: str, told: dict[str, Any]) -> None:
    """Raise the FeedError that an answer carries, if it does."""
    if "fault" in told:
        raise FeedError(url, FeedFault(told["fault"]), str(told["detail"]))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
