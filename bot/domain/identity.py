"""Which entry is which: keys by which an entry is known again after its guid, link, date or headline moved."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.domain.models import Entry, ParsedFeed
from bot.domain.names import fold
from bot.domain.urls import front_page, plain

K = TypeVar("K")

FUTURE_SLACK = timedelta(minutes=15)
"""How far ahead of us an outlet's clock may be before its date is called wrong."""

MAX_KEY = 500
"""Characters of a key, its kind not counted; a longer one is hashed."""

REISSUE_FLOOR = 3
"""Fewer unknown entries than this are no sign that a publisher gave all its entries new ids."""

_KINDS = ("guid", "url", "head", "body")
_TRAITS = frozenset({"head", "body"})
_HASH = 32
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One entry of a feed document, seen now.

    ``keys`` name it within its feed, strongest first: ``guid:…`` and ``url:…`` (both only where they tell this entry
    from the others of the document), ``head:<folded headline>|<date>``, ``body:<hash>``. There is always one.
    ``digest`` changes when what a reader sees changes. ``own_url`` is the entry's address if it is that of this
    article alone: by it an article is the same one in two feeds. (``entry.url`` may be a page that many share.)
    """

    entry: Entry
    keys: tuple[str, ...]
    digest: str
    own_url: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The keys that the publisher gave: guid and link."""
        return tuple(key for key in self.keys if key.startswith(("guid:", "url:")))


@dataclass(frozen=True, slots=True)
class _Named:
    """An entry with every key it could have, by kind."""

    entry: Entry
    keys: Mapping[str, str]


# ------------------------------------------------------------------ a document's entries


def sightings(parsed: ParsedFeed, now: datetime) -> list[Sighting]:
    """Return the document's entries, each once, oldest first (undated ones by their place in the document).

    A date too far in the future is dropped: it would keep an entry at the top of everything for years.
    """
    groups = _twins([_named(entry, plain(parsed.home_url or ""), now) for entry in parsed.entries])
    holders = Counter(key for group in groups for key in {key for one in group for key in one.keys.values()})
    shared = frozenset(key for key, count in holders.items() if count > 1)
    seen = [_sighting(group, shared) for group in _oldest_first(groups)]
    return list({one.keys: one for one in seen}.values())  # with ids that part nothing, equal words are one entry


def _named(entry: Entry, home: str, now: datetime) -> _Named:
    """Return the entry with its keys; an id that is only the site's front page names nothing."""
    headline, at = _headline(entry), entry.published_at
    ids = {"guid": (entry.guid or "").strip(), "url": entry.url or ""}
    values = {kind: plain(name) for kind, name in ids.items() if not front_page(name) and plain(name) not in {"", home}}
    values["head"] = f"{headline}|{at.astimezone(UTC).isoformat(timespec='seconds') if at else ''}"
    values["body"] = _hash(headline, _squeeze(entry.summary), _squeeze(entry.text))
    return _Named(_past(entry, now), {kind: f"{kind}:{_bounded(value)}" for kind, value in values.items()})


def _past(entry: Entry, now: datetime) -> Entry:
    """Return the entry without dates that have not come yet, but for the little that clocks differ."""

    def past(at: datetime | None) -> datetime | None:
        return None if at is None or at > now + FUTURE_SLACK else min(at, now)

    return replace(entry, published_at=past(entry.published_at), updated_at=past(entry.updated_at))


def _twins(entries: Iterable[_Named]) -> list[list[_Named]]:
    """Group what is one entry, listed more than once; groups and members in the document's order."""
    groups: list[list[_Named]] = []
    by_mark: dict[tuple[str, str], list[_Named]] = {}
    for one in entries:
        marks = _marks(one)
        group = next((by_mark[mark] for mark in marks if mark in by_mark), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(one)
        by_mark.update((mark, group) for mark in marks if mark not in by_mark)
    return groups


def _marks(one: _Named) -> list[tuple[str, str]]:
    """Return what two listings of one entry have in common: any of these.

    A guid or link alone is not enough, for some feeds give the same to all of their entries.
    """
    guid, url, head, body = (one.keys.get(kind, "") for kind in _KINDS)
    if not guid and not url:
        return [("", body)]
    by_guid = [(guid, head), (guid, body)] if guid else []
    return [*by_guid, (url, _headline(one.entry))] if url else by_guid


def _oldest_first(groups: Sequence[list[_Named]]) -> list[list[_Named]]:
    """Sort by date; an undated entry stays with its older neighbour. Most documents begin with the newest."""
    dates = [at for group in groups if (at := _date(group))]
    ascending = len(dates) > 1 and dates[0] < dates[-1]
    rank, ranked = _BEGINNING, []
    for group in groups if ascending else reversed(groups):
        rank = _date(group) or rank
        ranked.append((rank, group))
    return [group for _, group in sorted(ranked, key=lambda pair: pair[0])]


def _date(group: Sequence[_Named]) -> datetime | None:
    return next((at for one in group if (at := one.entry.published_at or one.entry.updated_at)), None)


def _sighting(group: Sequence[_Named], shared: AbstractSet[str]) -> Sighting:
    """Make one of an entry and its twins: the newest one's content, everyone's keys that no other entry has."""
    newest = max(group, key=lambda one: one.entry.updated_at or one.entry.published_at or _BEGINNING)
    keys = dict.fromkeys(one.keys[kind] for kind in _KINDS for one in group if kind in one.keys)
    own = tuple(key for key in keys if key not in shared) or (newest.keys["body"],)
    own_url = newest.entry.url if newest.keys.get("url") in own else None
    return Sighting(newest.entry, own, digest(newest.entry), own_url)


def digest(entry: Entry) -> str:
    """Return what changes when a reader sees something else: not with white space, dates, guid or categories."""
    shown = (entry.headline, entry.summary, entry.text, entry.image_url or "", entry.url or "")
    return _hash(*map(_squeeze, shown))


def _headline(entry: Entry) -> str:
    """Return the headline to compare by, even if it is nothing but punctuation."""
    return fold(entry.headline) or _squeeze(entry.headline)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


def _bounded(key: str) -> str:
    """Return a key short enough to be indexed anywhere."""
    return key if len(key) <= MAX_KEY else f"#{_hash(key)}"


# ------------------------------------------------------------------ against what is known


def recognise(seen: Sequence[Sighting], known: Mapping[str, K]) -> list[K | None]:
    """Return for each sighting what its keys are known as in this feed, or None if it is new.

    Guid and link decide. What the entry says counts only where it has neither, where headline, instant and text are
    all as before, or where the publisher evidently gave new ids to everything.
    """
    found = [_first(sighting.ids, known) for sighting in seen]
    strangers = [one for one, hit in zip(seen, found, strict=True) if hit is None and one.ids]
    familiar = sum(_first(one.keys, known) is not None for one in strangers)
    reissued = len(strangers) >= REISSUE_FLOOR and 2 * familiar > len(strangers)
    return [
        _first(one.keys, known) if hit is None and (reissued or not one.ids or _unaltered(one, known)) else hit
        for one, hit in zip(seen, found, strict=True)
    ]


def _first(keys: Iterable[str], known: Mapping[str, K]) -> K | None:
    return next((known[key] for key in keys if key in known), None)


def _unaltered(one: Sighting, known: Mapping[str, object]) -> bool:
    """Tell whether everything but the ids is as before, down to the second."""
    traits = [key for key in one.keys if key.startswith(("head:", "body:")) and not key.endswith("|")]
    return len(traits) == len(_TRAITS) and all(key in known for key in traits)
