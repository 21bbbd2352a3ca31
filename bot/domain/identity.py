"""Which entry is which: keys by which an entry is known again after its guid, link, date or headline moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.models import Entry, ParsedFeed

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One entry of a feed document, seen now.

    ``keys`` name it within its feed, strongest first: ``guid:…``, ``url:…`` (both only where they tell this entry
    from the others of the document), ``head:<folded headline>|<date>``, ``body:<hash>``. There is always one.
    ``digest`` changes when what a reader sees changes. ``own_url`` is the entry's address if it is that of this
    article alone: by it an article is the same one in two feeds. (``entry.url`` may be a page that many share.)
    """

    entry: Entry
    keys: tuple[str, ...]
    digest: str
    own_url: str | None = None


def sightings(parsed: ParsedFeed, outlet: str, now: datetime) -> list[Sighting]:
    """Return the document's entries, oldest first, each once."""
    raise NotImplementedError


def recognise(seen: Sequence[Sighting], known: Mapping[str, K]) -> list[K | None]:
    """Return for each sighting what its keys are known as in this feed, or None if it is new."""
    raise NotImplementedError
