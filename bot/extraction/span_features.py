"""What speaks for a span being the name of this or that: its shape, its words, the lists, and what stands beside it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.extraction.models import Known, Sentence, Span, Token
from bot.extraction.names import Lists, is_korean, key, lists, word_class
from bot.extraction.spans import is_capital

_SEASON_WORDS = frozenset({"season", "series", "seasons", "s1", "s2", "s3", "s4", "s5", "part", "chapter", "volume"})
WORK_CUES = frozenset({"SERIES", "FILM", "TITLECUE"})
"""The kinds of words that say what sort of work a title is the title of."""
_COMPANY = word_class("company")
_AWARD = frozenset(
    [
        "award",
        "awards",
        "prize",
        "prizes",
        "best",
        "outstanding",
        "actor",
        "actress",
        "grand",
        "daesang",
        "jury",
        "palme",
        "lion",
        "bear",
        "director",
    ]
)
_RANK = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "dame",
        "sir",
        "lord",
        "lady",
        "king",
        "queen",
        "prince",
        "princess",
        "detective",
        "captain",
        "uncle",
        "aunt",
        "professor",
    ]
)
_CALENDAR = word_class("calendar")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article adds to each span: how often a string occurs, in quotes, and in the headline."""

    counts: Counter[str]
    quoted: frozenset[str]
    headline: str
    headline_quoted: frozenset[str]
    small: frozenset[str]
    known: Known


NO_SETTING = Setting(Counter(), frozenset(), "", frozenset(), frozenset(), Known())


def features(span: Span, sentence: Sentence, setting: Setting) -> list[str]:
    """Return the features of a span."""
    tokens = sentence.tokens[span.first : span.last + 1]
    return [
        *_shape(span, tokens),
        *_listed(span, tokens),
        *_common(span, sentence, tokens),
        *_words(tokens),
        *_beside(span, sentence),
        *_wide(span, setting, tokens),
        *_above(sentence, tokens),
        *_around(span, sentence),
    ]


_REACH = 5
_SMALL, _DIGITS, _TINY = 4, 2, 3
"""Longest small word of a headline in capitals, digits of a season's number, and a key found within any word."""
_STOPS = frozenset({".", ";", "(", ")", "!", "?", ":", '"'})


def _around(span: Span, sentence: Sentence) -> Iterator[str]:
    """Yield what kinds of words stand near on either side, and whether the name is all of its paragraph."""
    tokens = sentence.tokens
    start, end = outside(span)
    before = tokens[start].lower if start >= 0 else "|"
    after = tokens[end].lower if end < len(tokens) else "|"
    left, right = _kinds(tokens[start : max(0, start - _REACH) : -1]), _kinds(tokens[end + 1 : end + 1 + _REACH])
    for cue in left:
        yield f"left:{cue}"
        yield f"left:{cue},b={before}"
    for cue in right:
        yield f"right:{cue}"
        yield f"right:{cue},a={after}"
    if is_heading(span, sentence):
        yield "heading"
        yield f"heading,n={min(span.last - span.first + 1, 4)}"
    if after in {",", "\u2013"} and end + 1 < len(tokens):
        yield f"apposition:{tokens[end + 1].lower},{'work' if WORK_CUES.intersection(right) else 'none'}"


def _kinds(tokens: Sequence[Token]) -> dict[str, None]:
    """Return the kinds of words up to the next stop, in order."""
    found: dict[str, None] = {}
    for token in tokens:
        if token.text in _STOPS:
            break
        if token.cues:
            found |= dict.fromkeys(sorted(token.cues))
    return found


def is_heading(span: Span, sentence: Sentence) -> bool:
    """Whether a name is a paragraph of its own, as in round-ups."""
    start, end = outside(span)
    return start < 0 and end >= len(sentence.tokens) and sentence.opens_paragraph and not sentence.headline


def outside(span: Span) -> tuple[int, int]:
    """Return the indexes of the tokens before and after a span, beyond its marks."""
    return span.first - (2 if span.quoted else 1), span.last + (2 if span.quoted else 1)


def _above(sentence: Sentence, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Yield what a headline changes: in many of them every word has a capital."""
    if sentence.headline:
        yield f"above,capitals={all_capitals(sentence)},n={min(len(tokens), 4)}"


def all_capitals(sentence: Sentence) -> bool:
    """Whether all but the short words of a headline are written with a capital."""
    return not any(t.text[0].islower() and len(t.text) > _SMALL for t in sentence.tokens)


def _shape(span: Span, tokens: tuple[Token, ...]) -> Iterator[str]:  # noqa: C901 - a flat list of marks, each one line
    count = len(tokens)
    yield f"n={min(count, 6)}"
    if span.quoted:
        yield "quoted"
        yield f"quoted,n={min(count, 4)}"
        if not all(is_capital(t) or t.text.isdigit() for t in (tokens[0], tokens[-1])):
            yield "quoted,small"
    if not is_capital(tokens[0]):
        yield "small-first"
    if not is_capital(tokens[-1]):
        yield "small-last"
    if any(not is_capital(t) for t in tokens[1:-1]):
        yield "joined"
        if any(t.text == "," for t in tokens):
            yield "joined,comma"
        if any(t.lower in {"and", "&"} for t in tokens):
            yield "joined,and"
        if any(t.text == "'s" for t in tokens):
            yield "joined,'s"
        if any(t.text == ":" for t in tokens):
            yield "joined,colon"
    if count == 1:
        yield from _single(tokens[0])
    if tokens[-1].text.isdigit():
        yield "ends-number"


def _single(token: Token) -> Iterator[str]:
    if token.text.isupper() and len(token.text) > 1:
        yield "upper"
    if token.text.isdigit():
        yield "number"
    if "-" in token.text:
        yield "hyphen"
    if not token.text.isascii():
        yield "foreign"


def _listed(span: Span, tokens: tuple[Token, ...]) -> Iterator[str]:  # noqa: C901 - a flat list of marks, each one line
    table = lists()
    first, last = key(tokens[0].text), key(tokens[-1].text)
    count = len(tokens)
    names = []
    if count > 1 and is_korean(span.text):
        names.append("korean")
    if first in table.given:
        names.append("given")
    if count > 1 and last in table.surnames:
        names.append("surname")
    if count == 1 and first in table.surnames:
        names.append("only-surname")
    if count == 1 and tokens[0].lower in table.korean_surnames:
        names.append("only-korean")
    yield f"name={'+'.join(names)},n={min(count, 4)}"
    if span.key in table.networks:
        yield "network"
    if span.key in table.places:
        yield "place"
    if span.key in table.awards or span.key.removeprefix("the") in table.awards:
        yield "award-body"
    words = [token.lower for token in tokens]
    if not _COMPANY.isdisjoint(words):
        yield f"company,{tokens[-1].lower in _COMPANY}"
    if not _AWARD.isdisjoint(words):
        yield f"award-word,n={min(count, 4)}"
    if tokens[0].lower in _RANK:
        yield "rank"
    if not _CALENDAR.isdisjoint(words):
        yield f"calendar,n={min(count, 3)}"


def _common(span: Span, sentence: Sentence, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Yield which of the words are ordinary ones: names of people and places mostly are not."""
    table = lists()
    pattern = "".join(_sort(t, table) for t in tokens[:5])
    before = sentence.tokens[span.first - 1].text if span.first else "."
    opens = before in {".", ":", "!", "?", "\u2026", "(", ";", "\u2013"} or (span.first == 1 and before in "\"'")
    place = "quoted" if span.quoted else "opens" if opens else "middle"
    yield f"ordinary={pattern}"
    yield f"ordinary={pattern},{place}"
    if len(tokens) > 1:
        yield f"ordinary={pattern.count('c') + pattern.count('j') == len(pattern)},n>1,{place}"
    yield f"{place},n={min(len(tokens), 4)}"


def _sort(token: Token, table: Lists) -> str:
    """Return what sort of word a token is: joining, ordinary, given name, surname, other name, number or mark."""
    if not token.text[0].isalpha():
        return "#" if token.text[0].isdigit() else "-"
    if not is_capital(token):
        return "j"
    word = key(token.text)
    ordinary = token.lower in table.words or token.lower.removesuffix("s") in table.words
    if word in table.given:
        return "G" if ordinary else "g"
    if word in table.korean_surnames:
        return "k"
    if word in table.surnames:
        return "S" if ordinary else "s"
    return "c" if ordinary else "n"


def _words(tokens: tuple[Token, ...]) -> Iterator[str]:
    yield f"w0={tokens[0].lower}"
    yield f"w9={tokens[-1].lower}"


def _beside(span: Span, sentence: Sentence) -> Iterator[str]:
    tokens = sentence.tokens
    before = tokens[span.first - 1] if span.first else None
    after = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    if span.quoted:
        before = tokens[span.first - 2] if span.first > 1 else None
        after = tokens[span.last + 2] if span.last + 2 < len(tokens) else None
    yield from _side("b", before)
    yield from _side("a", after)
    heading = "-above" if sentence.headline and all_capitals(sentence) else ""
    if before is not None and is_capital(before) and not span.quoted:
        yield f"cut-left{heading}"
    if after is not None and not span.quoted:
        numbered = after.lower in _SEASON_WORDS or (after.text.isdigit() and len(after.text) <= _DIGITS)
        if numbered:
            yield f"season-after,{heading}"
        elif is_capital(after):
            yield f"cut-right{heading}"
    if before is not None and after is not None:
        yield f"b={before.lower},a={after.lower}"
    yield from _second("b2", tokens, span.first - 2)
    yield from _second("a2", tokens, span.last + 2)


def _side(side: str, token: Token | None) -> Iterator[str]:
    if token is None:
        yield f"{side}=|"
        return
    yield f"{side}={token.lower}"
    for cue in token.cues:
        yield f"{side}:{cue}"


def _second(side: str, tokens: tuple[Token, ...], index: int) -> Iterator[str]:
    if 0 <= index < len(tokens):
        yield f"{side}={tokens[index].lower}"
        for cue in tokens[index].cues:
            yield f"{side}:{cue}"


def _wide(span: Span, setting: Setting, tokens: tuple[Token, ...]) -> Iterator[str]:
    count = setting.counts[span.key]
    yield f"count={min(count, 4)}"
    if len(tokens) > 1:
        yield f"count={min(count, 3)},n>1"
    if span.key in setting.quoted:
        yield "quoted-somewhere"
    if len(span.key) > _TINY and span.key in setting.headline:
        yield f"headline,count={min(count, 4)},capital={is_capital(tokens[0])}"
        yield f"headline,name={'given' if key(tokens[0].text) in lists().given else 'no'},n={min(len(tokens), 3)}"
        if setting.headline.startswith(span.key):
            yield f"headline-start,count={min(count, 3)}"
        if any(
            setting.headline.startswith(word, setting.headline.find(span.key) + len(span.key))
            for word in ("season", "s2", "s3", "s4", "2", "3")
        ):
            yield "headline-season"
    if span.key in setting.headline_quoted:
        yield "headline-quoted"
    if len(tokens) == 1 and tokens[0].lower in setting.small:
        yield "small-elsewhere"
    if span.key in setting.known.titles:
        yield f"known-title,quoted={span.quoted}"
        yield f"known-title,n={min(len(tokens), 3)},{'headline' if span.key in setting.headline else 'text'}"
        yield f"known-title,ordinary={tokens[0].lower in lists().words},count={min(count, 2)},opens={span.first == 0}"
    if span.key in setting.known.people:
        yield "known-person"
