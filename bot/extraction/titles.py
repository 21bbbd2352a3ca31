"""Titles: the mentions of one work brought together, and which work the article is mainly about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.extraction.models import TITLE, Sentence, Span, Title
from bot.extraction.names import key
from bot.extraction.sorts import leaning

_NUMBERED = re.compile(
    r"^(?P<base>.*[^\s:,])[:,]?\s+(?:season\s+|series\s+|s)?(?P<n>[2-9]|1\d|II|III|IV|two|three|four|five)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:no|nos|number|vol|part|chapter|episode|class)\.?$", re.IGNORECASE)
"""Words whose number belongs to the name: "Kaiju No. 8"."""
_NUMBERS = {"ii": 2, "iii": 3, "iv": 4, "two": 2, "three": 3, "four": 4, "five": 5}
_SERIES_WORDS = frozenset(
    [
        "season",
        "seasons",
        "episode",
        "episodes",
        "series",
        "drama",
        "dramas",
        "show",
        "sitcom",
        "showrunner",
        "network",
        "streamer",
        "cour",
        "anime",
    ]
)
_FILM_WORDS = frozenset(
    [
        "film",
        "films",
        "movie",
        "movies",
        "theaters",
        "theatres",
        "cinema",
        "cinemas",
        "sequel",
        "box-office",
        "theatrical",
    ]
)


def title_key(text: str) -> str:
    """Return what the spellings of one title share: letters and digits, without a leading article."""
    return key(re.sub(r"^(?:the|a|an)\s+(?=\S{3})", "", text.strip(" \"'"), flags=re.IGNORECASE)) or key(text)


def is_serial(sentences: Sequence[Sentence]) -> bool:
    """Whether the article speaks of series more than of films, so that a number after a title is a season."""
    words = Counter(token.lower for sentence in sentences for token in sentence.tokens)
    return sum(words[w] for w in _SERIES_WORDS) > sum(words[w] for w in _FILM_WORDS)


def gather(
    spans: Sequence[Span], sentences: Sequence[Sentence], known: frozenset[str] = frozenset()
) -> dict[str, Title]:
    """Return the works named in the article by key; every title's span then says which one it is ``of``."""
    named = [span for span in spans if span.kind == TITLE]
    serial = is_serial(sentences)
    for span in named:
        span.of = title_key(span.text)
    for span in named:
        _read_number(span, serial)
    _merge(named)
    titles: dict[str, Title] = {}
    for span in named:
        titles.setdefault(span.of, Title(span.of, span.text)).mentions.append(span)
    for title in titles.values():
        _name(title, sentences)
        title.known = any(key(name) in known for name in title.names)
    return titles


def _read_number(span: Span, serial: bool) -> None:
    """Read "Signal 2" as the second season of Signal where the article is about series."""
    found = _NUMBERED.match(span.text)
    if found and serial and not _COUNTED.search(found["base"]):
        base = title_key(found["base"])
        if len(base) > 2:  # noqa: PLR2004 - "24" or "S2" is not a base
            span.of = base
            span.season = _NUMBERS.get(found["n"].lower()) or int(found["n"])


def _merge(named: Sequence[Span]) -> None:
    """Join a title's subtitle, its initials and small variations to the title in full."""
    full = {span.of: span.text for span in named}
    other: dict[str, str] = {}
    for name, text in full.items():
        for short in _short_names(text):
            if short in full and short != name:
                other[short] = name
    for span in named:
        span.of = other.get(span.of, span.of)


def _short_names(text: str) -> Iterator[str]:
    if ":" in text:
        yield title_key(text.split(":", 1)[1])
    words = re.findall(r"\w+", text)
    if len(words) > 2:  # noqa: PLR2004 - two initials are too few
        yield "".join(word[0] for word in words).lower()


def _name(title: Title, sentences: Sequence[Sentence]) -> None:
    """Choose the form most used in the text, the longer one of equals."""
    plain = [m for m in title.mentions if m.season is None] or title.mentions
    counts = Counter(mention.text for mention in plain)
    title.name = max(
        counts, key=lambda text: (key(text) != text and title_key(text) == title.key, counts[text], len(text))
    )
    if not any(m.season is None for m in title.mentions):
        found = _NUMBERED.match(title.name)
        title.name = found["base"] if found else title.name
    title.names = sorted({mention.text for mention in plain})
    title.in_headline = any(sentences[m.sentence].headline for m in title.mentions)
    title.quoted_in_headline = any(sentences[m.sentence].headline and m.quoted for m in title.mentions)
    title.leaning = leaning(title.mentions, sentences)


def standing(mention: Span, sentence: Sentence) -> list[str]:
    """Return how a title stands in its sentence: what comes before and after it."""
    tokens = sentence.tokens
    start = mention.first - (2 if mention.quoted else 1)
    end = mention.last + (2 if mention.quoted else 1)
    before = tokens[start].lower if start >= 0 else "|"
    after = tokens[end].lower if end < len(tokens) else "|"
    marks = (
        [f"before:{before}"] if before in {"(", "of", "in", "for", "and", ",", "by", "on", "from", "as", "with"} else []
    )
    marks += [f"before-cue:{cue}" for cue in (tokens[start].cues if start >= 0 else ())]
    if after in {")", "'s", "season", "star", "director", "and", ",", "("}:
        marks.append(f"after:{after}")
    if mention.season is not None or after in {"season", "s2", "s3"}:
        marks.append("season")
    return marks
