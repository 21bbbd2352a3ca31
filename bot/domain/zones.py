"""Time zones as people type them: a city, a country, an abbreviation, an offset, in English or Korean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches

from bot.domain.names import fold
from bot.errors import UserError

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})", re.ASCII)
_LEAST_LETTERS = 4
"""A shorter word is not taken for another one misspelt."""

_EXACT, _BEGINS, _WORD, _INSIDE, _CLOSE = range(5)


@dataclass(frozen=True)
class Zones:
    """The time zones that there are.

    ``names`` are those that are offered, in order; ``accepted`` all that are taken when typed in full; ``called`` gives
    other words for a zone, the zones in the order in which they are offered; ``offset`` tells how far a zone is from
    UTC today.
    """

    names: Sequence[str]
    accepted: frozenset[str]
    called: Mapping[str, Sequence[str]]
    offset: Callable[[str], timedelta]
    _words: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        words = {name: _words(name, self.called.get(name, ())) for name in self._ordered()}
        object.__setattr__(self, "_words", words)

    def search(self, text: str) -> list[str]:
        """Return the zones that a text may mean, the likeliest first; all of them, in order, for no text."""
        offset = _offset(text)
        if offset is not None:
            return self._at(offset)
        wanted = fold(text)
        if not wanted:
            return list(self._words)
        ranked = {name: rank for name, words in self._words.items() if (rank := _rank(wanted, words)) is not None}
        exact = [name for name in self.accepted if name.casefold() == text.strip().casefold()]
        return list(dict.fromkeys((*exact, *sorted(ranked, key=ranked.__getitem__)))) or self._close(wanted)

    def resolve(self, text: str) -> str:
        """Return the zone that a text means.

        Raises:
            UserError: ``settings.zone`` when it may mean none, or several.
        """
        found = self.search(text) if text.strip() else []
        if not found:
            raise UserError("settings.zone", zone=text)
        if _offset(text) is not None or found[0].casefold() == text.strip().casefold():
            return found[0]
        ranks = [_rank(fold(text), self._words[name]) for name in found]
        if ranks.count(ranks[0]) > 1:
            raise UserError("settings.zone", zone=text)
        return found[0]

    def _ordered(self) -> Iterable[str]:
        return dict.fromkeys((*(name for name in self.called if name in self.accepted), *self.names))

    def _at(self, offset: timedelta) -> list[str]:
        """Return the zones that are so far from UTC today; first the one that always is, if there is one."""
        hours, rest = divmod(offset, timedelta(hours=1))
        fixed = f"Etc/GMT{-hours:+d}"
        first = [fixed] if offset and not rest and fixed in self.accepted else []
        called = [name for name in self.called if name in self.accepted and self.offset(name) == offset]
        return [*first, *called] or [name for name in self.names if self.offset(name) == offset]

    def _close(self, wanted: str) -> list[str]:
        """Return the zones of which a word is nearly what was typed."""
        if len(wanted) < _LEAST_LETTERS:
            return []
        spelt = {word for words in self._words.values() for word in words}
        near = get_close_matches(wanted, spelt, cutoff=0.75)
        return [name for word in near for name, words in self._words.items() if word in words]


def label(name: str) -> str:
    """Return a zone's name as people read it: "Etc/GMT-9", whose sign is turned round, is "UTC+9"."""
    fixed = _FIXED.fullmatch(name)
    if fixed is None:
        return name.replace("_", " ")
    return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"


def _offset(text: str) -> timedelta | None:
    """Read "GMT+9", "utc -3:30" or "+0530"."""
    found = _OFFSET.fullmatch("".join(text.casefold().split()).replace("−", "-"))
    if found is None:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return size if found[1] == "+" else -size


def _words(name: str, called: Iterable[str]) -> tuple[str, ...]:
    """Return what a zone is called, folded: its city, its whole name and all other words for it."""
    return tuple(dict.fromkeys((fold(name.rpartition("/")[2]), fold(name), *map(fold, called))))


def _rank(wanted: str, words: Sequence[str]) -> int | None:
    """Return how well words answer what was typed, the lower the better, None for not at all."""
    if wanted in words:
        return _EXACT
    if any(word.startswith(wanted) for word in words):
        return _BEGINS
    if any(f" {wanted}" in word for word in words):
        return _WORD
    return _INSIDE if len(wanted) >= _LEAST_LETTERS and any(wanted in word for word in words) else None
