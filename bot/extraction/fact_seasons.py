"""Which season a fact is about: every season that the article names or implies is weighed, and none at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.linear import Linear, softmax
from bot.extraction.season_focus import Chances
from bot.extraction.seasons import Mention

_TELLING = frozenset(
    {
        "RETURN",
        "JOIN",
        "LEAVE",
        "RENEW",
        "RELEASE",
        "END",
        "SHOOT",
        "STAR",
        "PLAY",
        "DIRECT",
        "WRITE",
        "WIN",
        "PAST",
        "FUTURE",
        "PLAN",
        "ANNOUNCE",
        "CANCEL",
        "POSTPONE",
    }
)
_WORDS = frozenset(
    {
        "new",
        "next",
        "upcoming",
        "coming",
        "latest",
        "current",
        "final",
        "last",
        "original",
        "previous",
        "previously",
        "earlier",
        "first",
        "second",
        "third",
        "season",
        "seasons",
        "series",
        "show",
        "returns",
        "return",
        "returning",
        "back",
        "again",
        "joins",
        "joining",
        "was",
        "were",
        "had",
        "will",
        "premiered",
        "aired",
        "debuted",
        "renewed",
        "since",
        "ago",
        "also",
        "still",
    }
)

_RELUCTANCE = 0.4
"""Log odds against "no season": a fact of a known season is told of the whole work less often than it seems."""


@dataclass(slots=True)
class Place:
    """Where a fact stands, and what the article says of seasons around it."""

    here: tuple[Mention, ...]
    before: tuple[Mention, ...]
    named: dict[int, int]
    headline: frozenset[int]
    focus: int | None
    chances: Chances
    in_focus: bool
    is_main: bool
    main: int | None
    serial: bool
    at: int
    words: frozenset[str]
    cues: frozenset[str]
    state: str


def place(candidate: Candidate, title: str, document: Document) -> Place:
    """Return what there is to know where a candidate says something of a title."""
    index = candidate.sentence
    sentence = document.sentences[index]
    return Place(
        here=tuple(document.seasons.get(index, ())),
        before=tuple(document.seasons.get(index - 1, ())) if index else (),
        named=document.season_counts,
        headline=document.season_heads,
        focus=document.focus_season[index],
        chances=document.season_sure[index],
        in_focus=document.focus[index][0] == title,
        is_main=title == document.main,
        main=document.main_season,
        serial=document.serial,
        at=candidate.start,
        words=sentence.words & _WORDS,
        cues=_TELLING & sentence.cues.keys(),
        state=_state(candidate, document),
    )


def _state(candidate: Candidate, document: Document) -> str:
    """Return on which side of the publication a date lies; of other candidates, nothing."""
    published = document.article.published
    if candidate.family != "date" or published is None:
        return "timeless"
    day = published.isoformat()[: len(candidate.value)]
    return "same" if candidate.value == day else "past" if candidate.value < day else "ahead"


def options(where: Place) -> list[int | None]:
    """Return the seasons that come into question, none always among them."""
    numbers = [m.number for m in where.here]
    if where.in_focus or where.is_main:
        numbers += [n for n in (where.focus,) if n is not None]
    if where.is_main:
        numbers += [m.number for m in where.before] + list(where.named)
        if where.main is not None:
            numbers += [where.main, where.main - 1, where.main + 1, 1]
    return [None, *sorted({n for n in numbers if n > 0})]


def features(season: int | None, where: Place, predicate: str) -> list[str]:
    """Return what speaks for a season."""
    shared, own = _parted(season, where)
    return [*shared, *(f"{predicate}|{mark}" for mark in own)]


def _parted(season: int | None, where: Place) -> tuple[list[str], list[str]]:
    """Return what speaks for a season: for every predicate, and for each by itself."""
    side = _side(season, where)
    marks = list(_marks(season, where))
    base = [side, "+".join(marks), *marks]
    cues = [f"{side}|{cue}" for cue in sorted(where.cues)]
    words = [f"{side}|{word}" for word in sorted(where.words)]
    return [*base, *words, *cues], [*base, *cues, f"{side}|{where.state}"]


def _side(season: int | None, where: Place) -> str:
    """Return how a season stands to the one that the article is about."""
    if season is None:
        return "none"
    if not where.is_main or where.main is None:
        return "one" if season == 1 else "number"
    if season == where.main:
        return "main"
    steps = {where.main - 1: "last", where.main + 1: "next"}
    return steps.get(season, "one" if season == 1 else "number") + (",one" if season == 1 else "")


def _marks(season: int | None, where: Place) -> Iterator[str]:
    side = _side(season, where)
    numbers = {m.number for m in where.here}
    chance = where.chances.get(season, 0.0)
    yield f"{side},chance={int(chance * 5)},in={where.in_focus}"
    yield f"{side},focus={season == where.focus},chance={int(chance * 3)},here={season in numbers}"
    if season is None:
        yield f"none,here={min(len(numbers), 2)},named={min(len(where.named), 3)},main={where.is_main}"
        yield f"none,focus={where.focus is None},in={where.in_focus},serial={where.serial}"
        yield f"none,main={where.main is not None},{where.is_main},serial={where.serial}"
        return
    yield f"{side},here={season in numbers},others={min(len(numbers - {season}), 2)}"
    yield f"{side},focus={season == where.focus},in={where.in_focus}"
    yield f"{side},before={season in {m.number for m in where.before}},{season in numbers}"
    yield f"{side},count={min(where.named.get(season, 0), 3)},of={min(len(where.named), 3)}"
    yield f"{side},headline={season in where.headline}"
    if where.here:
        nearest = min(where.here, key=lambda m: abs(m.start - where.at))
        left = [m for m in where.here if m.start <= where.at]
        yield f"nearest={nearest.number == season},left={bool(left) and left[-1].number == season}"


def choose(where: Place, predicate: str, model: Linear) -> tuple[int | None, float, float]:
    """Return the likeliest season, its probability among those that come into question, and that of none."""
    choices = options(where)
    weights = model.under(predicate)
    parted = [_parted(season, where) for season in choices]
    scores = [sum(map(weights.get, own, repeat(0.0)), model.score(shared)) for shared, own in parted]
    chances = softmax(scores)
    favoured = [score - _RELUCTANCE * (season is None) for score, season in zip(scores, choices, strict=True)]
    best = max(range(len(choices)), key=favoured.__getitem__)
    return choices[best], chances[best], chances[0]
