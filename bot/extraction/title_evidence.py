"""What speaks for a string being a title once the whole article was read once: numbers for the second look."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.extraction import layouts
from bot.extraction.models import CHARACTER, KINDS, ORG, PERSON, TITLE, Sentence, Span, Token
from bot.extraction.names import is_korean, key, lists, word_class
from bot.extraction.span_features import WORK_CUES, Setting, all_capitals, is_heading, outside
from bot.extraction.spans import is_capital

_TITLE, _PERSON, _CHARACTER, _ORG = (KINDS.index(kind) for kind in (TITLE, PERSON, CHARACTER, ORG))
_SMALL_WORDS = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "at",
        "in",
        "on",
        "and",
        "or",
        "for",
        "with",
        "by",
        "from",
        "my",
        "your",
        "our",
        "his",
        "her",
        "its",
        "is",
        "are",
        "was",
        "be",
        "not",
        "no",
        "so",
        "it",
        "up",
        "as",
    }
)
_SEASON_WORDS = frozenset(
    {
        "season",
        "seasons",
        "series",
        "s1",
        "s2",
        "s3",
        "s4",
        "s5",
        "s6",
        "part",
        "chapter",
        "episode",
        "finale",
        "premiere",
        "reboot",
    }
)
_ARTICLES = frozenset({"a", "an", "the", "his", "her", "its"})
_LIST_WORDS = frozenset({",", "and", "&", "or", '"', "'", "as", "well", "to"})
_LIST_GAP = 5
_PLACES = word_class("place heads")
_AWARDS = frozenset({"award", "awards", "prize", "festival", "oscars", "emmys", "baftas", "globes"})
_NEAR = 6
_LONGEST = 14
NOT_LOOKED_AT = -9.0
"""The second look of what the first thought no title at all."""


@dataclass(slots=True)
class Weighed:
    """A candidate with the log odds of each kind: ``own`` from its own place, ``mixed`` with those of its like."""

    span: Span
    own: list[float]
    mixed: list[float]
    second: float = NOT_LOOKED_AT
    """Log odds of a title at the second look."""
    title: float = field(init=False)
    """How much likelier a title is than no name."""
    other: float = field(init=False)
    """How much likelier the best other kind is than no name."""

    def __post_init__(self) -> None:
        none, *named = self.mixed
        self.title = named.pop(_TITLE - 1) - none
        self.other = max(named) - none


@dataclass(slots=True)
class Whole:
    """What the article says of its strings: all occurrences of each, and how its titles are marked."""

    setting: Setting
    by_key: dict[str, list[Weighed]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[tuple[int, int], list[Weighed]] = field(default_factory=lambda: defaultdict(list))
    """The candidates by sentence and first token."""
    strings: dict[str, dict[str, float]] = field(default_factory=dict)
    """How each string fares at all its places."""
    marked: int = 0
    likely: int = 0
    likely_marked: int = 0
    likely_upper: int = 0
    top: float = 0.0
    layout: layouts.Layout = field(default_factory=layouts.Layout)


def survey(found: Sequence[Weighed], sentences: Sequence[Sentence], setting: Setting) -> Whole:
    """Return the article's strings as the first look judged them."""
    whole = Whole(setting)
    whole.layout = layouts.survey(((item.span, item.title) for item in found), sentences)
    for item in found:
        whole.by_key[item.span.key].append(item)
        whole.by_place[item.span.sentence, item.span.first].append(item)
        whole.marked += item.span.quoted
        if item.title > 0:
            whole.likely += 1
            whole.likely_marked += item.span.quoted
            whole.likely_upper += is_upper(item.span)
        whole.top = max(whole.top, item.title)
    return whole


def is_upper(span: Span) -> bool:
    """Whether a string is in capitals throughout, as some outlets set titles."""
    return len(span.key) > 2 and span.text.isupper()  # noqa: PLR2004 - "TV" is an abbreviation


def numbers(item: Weighed, sentence: Sentence, whole: Whole) -> dict[str, float]:
    """Return the named numbers of a candidate; those that are zero may be left out."""
    tokens = sentence.tokens[item.span.first : item.span.last + 1]
    found: dict[str, float] = {
        "title": item.title,
        "title own": item.own[_TITLE] - item.own[0],
        "other": item.other,
        "person": item.mixed[_PERSON] - item.mixed[0],
        "character": item.mixed[_CHARACTER] - item.mixed[0],
        "org": item.mixed[_ORG] - item.mixed[0],
    }
    found |= _string(item, whole)
    found |= _overlapping(item, whole)
    found |= _words(tokens)
    found |= _listed(item.span, tokens, whole.setting)
    found |= _place(item.span, sentence)
    found |= _marks(item.span, sentence, whole)
    found |= whole.layout.peers(layouts.place_of(item.span, sentence), sentence.index)
    return found


def _string(item: Weighed, whole: Whole) -> Mapping[str, float]:
    """Return how the string fares at all its places, and how far from the likeliest title this place is."""
    if item.span.key not in whole.strings:
        whole.strings[item.span.key] = _everywhere(item.span, whole)
    return {**whole.strings[item.span.key], "rank": whole.top - item.title}


def _everywhere(span: Span, whole: Whole) -> dict[str, float]:
    """Return how a string fares at all its places."""
    same = whole.by_key[span.key]
    titles = [one.title for one in same]
    setting = whole.setting
    in_headline = len(span.key) > 3 and span.key in setting.headline  # noqa: PLR2004 - shorter ones are found in any word
    return {
        "best": max(titles),
        "mean": sum(titles) / len(titles),
        "worst": min(titles),
        "best other": max(one.other for one in same),
        "count": min(len(same), 8),
        "marked": sum(one.span.quoted for one in same),
        "sentences": len({one.span.sentence for one in same}),
        "headline": in_headline,
        "headline marked": span.key in setting.headline_quoted,
        "opens headline": setting.headline.startswith(span.key),
    }


def near(span: Span, whole: Whole, before: int, after: int) -> Iterator[Weighed]:
    """Yield the candidates that begin within so many tokens before a span or after it."""
    for first in range(span.first - before, span.last + after + 1):
        yield from whole.by_place.get((span.sentence, first), ())


def _overlapping(item: Weighed, whole: Whole) -> Mapping[str, float]:
    """Return the best rivals for the same words: longer, shorter and crossing."""
    best = {"longer": -9.0, "longer other": -9.0, "shorter": -9.0, "shorter other": -9.0, "crossing": -9.0}
    best |= {"longer known": 0.0, "shorter known": 0.0, "without first": -9.0, "first is other": -9.0}
    span, known = item.span, whole.setting.known.titles
    for other in near(span, whole, _LONGEST, 0):
        rival = other.span
        if rival is span or rival.last < span.first:
            continue
        if rival.first <= span.first and span.last <= rival.last:
            best["longer"] = max(best["longer"], other.title)
            best["longer other"] = max(best["longer other"], other.other)
            best["longer known"] = max(best["longer known"], rival.key in known)
        elif span.first <= rival.first and rival.last <= span.last:
            best["shorter"] = max(best["shorter"], other.title)
            best["shorter other"] = max(best["shorter other"], other.other)
            best["shorter known"] = max(best["shorter known"], rival.key in known)
            if rival.last == span.last:
                best["without first"] = max(best["without first"], other.title)
            if rival.first == span.first:
                best["first is other"] = max(best["first is other"], other.other)
        else:
            best["crossing"] = max(best["crossing"], other.title, other.other)
    return best


def _words(tokens: Sequence[Token]) -> Mapping[str, float]:
    """Return of what words the string is made."""
    table = lists()
    inner = tokens[1:]
    capitals = [t for t in tokens if is_capital(t)]
    return {
        "n": len(tokens),
        "letters": sum(len(t.text) for t in tokens),
        "ordinary": sum(t.lower in table.words or t.lower.removesuffix("s") in table.words for t in capitals),
        "names": sum(key(t.text) in table.given or key(t.text) in table.surnames for t in capitals),
        "small": sum(t.text[0].islower() for t in tokens),
        "capital joints": sum(t.lower in _SMALL_WORDS and is_capital(t) for t in inner),
        "opens with joint": tokens[0].lower in _SMALL_WORDS,
        "opens with the": tokens[0].lower in {"the", "a", "an"},
        "ends with joint": tokens[-1].lower in _SMALL_WORDS,
        "opens small": tokens[0].text[0].islower(),
        "ends small": tokens[-1].text[0].islower(),
        "ends with number": tokens[-1].text.isdigit(),
        "is number": len(tokens) == 1 and tokens[0].text.isdigit(),
        "colon": sum(t.text == ":" for t in tokens),
        "comma": sum(t.text == "," for t in tokens),
        "sign": sum(t.text in {"!", "?", "\u2026", "."} for t in tokens),
        "upper": sum(t.text.isupper() and len(t.text) > 1 for t in tokens),
        "foreign": sum(not t.text.isascii() for t in tokens),
        "verbs": sum(not t.cues.isdisjoint({"BE", "SAY", "FUTURE"}) for t in tokens),
        "pronouns": sum(t.lower in {"i", "we", "you", "it", "i'm", "it's", "we're", "don't"} for t in tokens),
    }


def _listed(span: Span, tokens: Sequence[Token], setting: Setting) -> Mapping[str, float]:
    """Return on which lists the string or its words are."""
    table = lists()
    return {
        "known title": span.key in setting.known.titles,
        "known person": span.key in setting.known.people,
        "network": span.key in table.networks,
        "place": span.key in table.places,
        "award": span.key in table.awards,
        "korean": len(tokens) > 1 and is_korean(span.text),
        "only surname": len(tokens) == 1 and key(tokens[0].text) in table.surnames,
        "only given": len(tokens) == 1 and key(tokens[0].text) in table.given,
        "ends as a place": tokens[-1].lower in _PLACES,
        "ends as an award": tokens[-1].lower in _AWARDS,
        "small elsewhere": len(tokens) == 1 and tokens[0].lower in setting.small,
    }


def _place(span: Span, sentence: Sentence) -> dict[str, float]:
    """Return where in its sentence the string stands, and what is beside it."""
    tokens = sentence.tokens
    start, end = outside(span)
    before = tokens[start] if start >= 0 else None
    after = tokens[end] if end < len(tokens) else None
    return {
        "first word": span.first <= span.quoted,
        "heading": is_heading(span, sentence),
        "in headline": sentence.headline,
        "capitals above": sentence.headline and all_capitals(sentence),
        "cut left": before is not None and is_capital(before),
        "cut right": after is not None and is_capital(after) and after.lower not in _SEASON_WORDS,
        "season after": after is not None and after.lower in _SEASON_WORDS,
        "number after": after is not None and after.text.isdigit(),
        "of before": before is not None and before.lower in {"of", "in", "for", "on"},
        "possessive before": before is not None and before.lower == "'s",
        "possessive after": after is not None and after.lower == "'s",
        "comma before": before is not None and before.text == ",",
        "and beside": (before is not None and before.lower in {"and", "or"})
        + (after is not None and after.lower == "and"),
        "bracket after": after is not None and after.text == "(",
        "bracket before": before is not None and before.text == "(",
        "star after": after is not None and not after.cues.isdisjoint({"STAR", "DIRECT", "KNOWNFOR"}),
        "cue before": _distance(reversed(tokens[max(0, start - _NEAR) : start + 1])),
        "cue after": _distance(tokens[end : end + _NEAR]),
        "apposition": _apposition(tokens, end),
    }


def _distance(tokens: Iterator[Token] | Sequence[Token]) -> float:
    """Return how near a word for a work is, a stop ending the search: 6 beside, 0 not there."""
    for index, token in enumerate(tokens):
        if token.text in {".", ";", "(", ")", "!", "?"}:
            return 0.0
        if not token.cues.isdisjoint(WORK_CUES):
            return float(_NEAR - index)
    return 0.0


def _apposition(tokens: Sequence[Token], end: int) -> float:
    """Return 1 for "X, a crime drama", .5 for another ", a" or ", the"."""
    mark, article, ahead = tokens[end : end + 1], tokens[end + 1 : end + 2], tokens[end + 2 : end + 2 + _NEAR]
    if ahead and mark[0].text in {",", "\u2013", "("} and article[0].lower in _ARTICLES:
        return 1.0 if _distance(ahead) else 0.5
    return 0.0


def _marks(span: Span, sentence: Sentence, whole: Whole) -> Mapping[str, float]:
    """Return how the string is marked beside how the article marks titles, and whether titles are listed with it."""
    beside = [
        other.title
        for other in near(span, whole, _LONGEST + 5, 6)
        if _listed_with(span, other.span, sentence) and other.span.key != span.key
    ]
    return {
        "quoted": span.quoted,
        "marks": min(whole.marked, 12),
        "likely": min(whole.likely, 20),
        "share marked": whole.likely_marked / max(whole.likely, 1),
        "capitals": is_upper(span),
        "share capitals": whole.likely_upper / max(whole.likely, 1),
        "neighbour": max(beside, default=-9.0),
    }


def _listed_with(span: Span, other: Span, sentence: Sentence) -> bool:
    """Whether only a comma, "and" or quotes stand between two spans."""
    left, right = (span, other) if span.first < other.first else (other, span)
    between = sentence.tokens[left.last + 1 : right.first]
    return 0 < len(between) <= _LIST_GAP and all(token.text in _LIST_WORDS for token in between)
