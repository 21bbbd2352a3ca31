"""What a member typed into a search, as words to look for, and in the query languages of both search indices.

Any text is safe: only folded words, which hold letters and digits alone, ever reach a query.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.names import words
from bot.domain.news_words import STOP

MOST = 16
"""Words and phrases beyond these are not looked at; nobody types them, and each costs time."""

WORD_LENGTH = 64
"""Longer words are cut, here and in the index."""

_STEM = 3  # letters that tell the beginning of a word
_CHUNK = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))')
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "「": '"', "」": '"'})
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; with ``prefix`` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What an article must hold, all of it, and what it must not. Nothing wanted finds nothing.

    ``choices`` are wanted too: of each one phrase must be there.
    """

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    choices: tuple[tuple[Phrase, ...], ...] = ()


def indexed(text: str) -> list[str]:
    """Return the words of a text as the index holds them."""
    return [word[:WORD_LENGTH] for word in words(text)]


def phrase(text: str, *, unfinished: bool = False) -> Phrase | None:
    """Return the text as one phrase, None if no word is in it.

    A last word in Hangul may go on, for particles attach to it; so may one that is ``unfinished`` (still being
    typed), if it has something to go on from: 1 is not the beginning of 15, and half of all articles hold a word
    that begins with "s" or "the".
    """
    found = tuple(indexed(text))
    if not found:
        return None
    last = found[-1]
    open_ended = unfinished and len(last) >= _STEM and not last.isdigit() and last not in STOP
    return Phrase(found, open_ended or bool(_HANGUL.search(last)))


def parse(text: str) -> Terms:
    """Return what a typed text asks for: words, ``"phrases"`` and ``-unwanted`` ones, the last word unfinished."""
    chunks = list(_chunks(text.translate(_CURLY)))[:MOST]
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for place, (minus, quoted, chunk) in enumerate(chunks, start=1):
        found = phrase(chunk, unfinished=place == len(chunks) and not quoted and not minus)
        if found:
            (unwanted if minus else wanted).append(found)
    return Terms(tuple(wanted), tuple(unwanted))


def _chunks(text: str) -> Iterator[tuple[bool, bool, str]]:
    """Cut into (unwanted?, quoted?, text). A quotation mark without its partner reaches to the end."""
    for found in _CHUNK.finditer(text):
        quoted = found["phrase"] is not None
        yield bool(found["minus"]), quoted, found["phrase"] if quoted else found["bare"]


def fts5(terms: Terms) -> str:
    """Write the terms for SQLite's FTS5."""
    choices = [f"({' OR '.join(map(_fts5_phrase, choice))})" for choice in terms.choices]
    wanted = " AND ".join([*map(_fts5_phrase, terms.wanted), *choices])
    return "".join([f"({wanted})", *(f" NOT {_fts5_phrase(one)}" for one in terms.unwanted)])


def _fts5_phrase(one: Phrase) -> str:
    return f'"{" ".join(one.words)}"' + " *" * one.prefix


def tsquery(terms: Terms) -> str:
    """Write the terms for PostgreSQL's ``tsquery``."""
    choices = [f"({' | '.join(map(_ts_phrase, choice))})" for choice in terms.choices]
    return " & ".join([*map(_ts_phrase, terms.wanted), *choices, *(f"!({_ts_phrase(one)})" for one in terms.unwanted)])


def _ts_phrase(one: Phrase) -> str:
    return " <-> ".join(f"'{word}'" for word in one.words) + ":*" * one.prefix


def tsvector(headline: list[str], body: list[str]) -> str:
    """Write an article's words, with their places, as PostgreSQL's ``tsvector``; those of the headline weigh more."""
    places: dict[str, list[str]] = {}
    gap = len(headline) + 2  # so that no phrase reaches from the headline into the body
    for place, word in enumerate(headline, start=1):
        places.setdefault(word, []).append(f"{place}A")
    for place, word in enumerate(body, start=gap):
        places.setdefault(word, []).append(f"{place}B")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
