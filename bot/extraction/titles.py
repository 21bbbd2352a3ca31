"""Titles: the mentions of one work brought together, and which work the article is mainly about."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.extraction.models import TITLE, Sentence, Span, Title
from bot.extraction.names import key
from bot.extraction.sorts import leaning

_NUMBERED = re.compile(
    r"^(?P<base>.*[^\s:,])[:,]?\s+(?:season\s+|series\s+|s)?(?P<n>[2-9]|1\d|II|III|IV|two|three|four|five)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:no|nos|number|vol|part|chapter|episode|class)\.?$", re.IGNORECASE)
"""Words whose number belongs to the name: "Kaiju No. 8"."""
_PART = re.compile(r"\d+|[ivx]+|part|chapter|vol|volume|season|book|the?movie|movie", re.IGNORECASE)
"""What follows the name of a work in that of its sequel."""
_MOST = 12
"""So many titles that begin with one word are compared."""
_OWNED = re.compile(r"(?:\S+ ){0,2}\S+['\u2019]s (?P<title>\S.*)")
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
    for group in _alike(named):
        _read_number(group, serial, leaning(group, sentences))
    _open(named, known)
    _merge(named, known)
    titles: dict[str, Title] = {}
    for span in named:
        titles.setdefault(span.of, Title(span.of, span.text)).mentions.append(span)
    for title in titles.values():
        _name(title, sentences)
        title.known = any(key(name) in known for name in title.names)
    return titles


def _alike(named: Sequence[Span]) -> Iterable[list[Span]]:
    """Return the spans of each spelling of a title."""
    groups: dict[str, list[Span]] = {}
    for span in named:
        groups.setdefault(span.key, []).append(span)
    return groups.values()


def _read_number(group: Sequence[Span], serial: bool, leans: int) -> None:
    """Read "Signal 2" as the second season of Signal where it is called a series, or the article is about series."""
    found = _NUMBERED.match(group[0].text)
    if not found or _COUNTED.search(found["base"]):
        return
    likely = serial and not found["n"].isupper()  # a series seldom counts its seasons as "II"
    base = title_key(found["base"])
    if len(base) > 2 and (leans > 0 or (leans == 0 and likely)):  # noqa: PLR2004 - "24" or "S2" is not a base
        for span in group:
            span.of = base
            span.season = _NUMBERS.get(found["n"].lower()) or int(found["n"])


def _open(named: Sequence[Span], known: frozenset[str]) -> None:
    """Leave out the first word of a sentence before a title that is known without it: "In Alien: Romulus"."""
    whole = {span.of for span in named if span.first > 0 or span.quoted}
    for span in named:
        if span.first == 0 and " " in span.text and not span.quoted and key(span.text) not in known:
            rest = span.text.split(None, 1)[1]
            if span.of not in whole and (title_key(rest) in whole or (key(rest) in known and " " in rest)):
                span.first, span.start = 1, span.end - len(rest)
                span.text, span.key, span.of = rest, key(rest), title_key(rest)


def _merge(named: Sequence[Span], known: frozenset[str]) -> None:
    """Join a title's subtitle, its initials, its first words and a maker's name before it to the title in full."""
    full = {span.of: span.text for span in named}
    other: dict[str, str] = {}
    for name, text in full.items():
        for short in _short_names(text):
            if short in full and short != name:
                other[short] = name
        owned = _OWNED.match(text)
        if owned and not any(span.quoted for span in named if span.of == name):
            bare = title_key(owned["title"])
            other |= {name: bare} if bare in full and bare != name else {}
    other = _short_forms(full, known | frozenset(other)) | other
    for span in named:
        span.of = _last(span.of, other)


def _last(name: str, other: Mapping[str, str]) -> str:
    """Return what a title is joined to in the end."""
    seen = {name}
    while (following := other.get(name, name)) not in seen:
        name = following
        seen.add(name)
    return name


def _short_forms(full: Mapping[str, str], known: frozenset[str]) -> dict[str, str]:
    """Return the titles that are the first words of just one longer one: no sequel, whose next word is a number."""
    words = {name: _words(text) for name, text in full.items()}
    alike: dict[str, list[str]] = {}
    for name, own in words.items():
        alike.setdefault(own[0] if own else "", []).append(name)
    found = {}
    for name, own in words.items():
        near = alike[own[0]] if own else []
        if len(near) > _MOST or name in known or key(full[name]) in known:
            continue
        longer = [other for other in near if len(words[other]) > len(own) and words[other][: len(own)] == own]
        if len(longer) == 1 and not _PART.fullmatch(words[longer[0]][len(own)]):
            found[name] = longer[0]
    return found


def _words(text: str) -> list[str]:
    """Return the words of a title, without a leading article."""
    words = [key(word) for word in re.findall(r"[^\s:\u2013-]+", text)]
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


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
