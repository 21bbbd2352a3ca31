"""The season in focus of each sentence: every season that the article names or implies is weighed, and none at all.

As with titles, the first look judges each sentence by itself, the second by what the first made of those around.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.extraction.linear import Linear, softmax
from bot.extraction.models import Sentence
from bot.extraction.seasons import Mention, says_new, says_old
from bot.extraction.trees import Trees

Season = int | None
_YEAR = re.compile(r"(?:19|20)\d\d")
Chances = dict[Season, float]
_FAR = 9
_MOST = 6
_CUES = (
    "RENEW", "RETURN", "JOIN", "LEAVE", "RELEASE", "EPISODES", "END", "KNOWNFOR", "WRITE", "DIRECT", "AIR", "SAY",
    "SHOOT", "STAR", "PLAY", "BASED", "PRODUCE", "PLAN", "WIN", "CRITIC", "CANCEL", "POSTPONE", "PAST", "FUTURE",
    "ANNOUNCE", "DENY", "SERIES", "FILM",
)  # fmt: skip
_WORDS = (
    "new", "next", "upcoming", "final", "last", "previous", "previously", "original", "originally", "earlier",
    "first", "again", "back", "season", "seasons", "series", "sequel", "finale", "premiere", "joins", "returns",
    "will", "was", "were", "is", "are", "has", "had", "ago", "since", "still", "another", "more", "third", "second",
    "fourth", "debut", "premiered", "aired", "opened", "created", "creator", "year", "month", "week", "now", "this",
    "that", "when",
)  # fmt: skip

_TELLING = frozenset(
    {
        "returns",
        "return",
        "back",
        "again",
        "joining",
        "joins",
        "new",
        "first",
        "original",
        "previously",
        "season",
        "series",
        "renewed",
        "final",
    }
)
_PAST = frozenset(
    {
        "was",
        "were",
        "had",
        "did",
        "played",
        "premiered",
        "aired",
        "debuted",
        "opened",
        "ran",
        "ended",
        "began",
        "made",
        "won",
        "ago",
        "original",
        "previously",
    }
)
_AHEAD = frozenset(
    {"will", "is", "are", "be", "next", "new", "upcoming", "returns", "joins", "coming", "set", "due", "again", "back"}
)

_GOING_ON = frozenset({"it", "its", "they", "there", "he", "she", "his", "her", "their"})


@dataclass(slots=True)
class Reading:
    """What has been read when the seasons are decided."""

    text: str
    sentences: Sequence[Sentence]
    mentions: Mapping[int, Sequence[Mention]]
    titles: Sequence[str | None]
    """The title in focus of each sentence."""
    main: str | None
    main_season: Season
    serial: bool
    year: int | None
    """The year in which the article was published."""
    named: Counter[int] = field(default_factory=Counter)
    headline: set[int] = field(default_factory=set)
    carried: list[Season] = field(default_factory=list)
    """The season named where a chain of sentences began that go on about the same ("It premiered …")."""
    mass: dict[str | None, Counter[Season]] = field(default_factory=dict)
    """The chances of each title's seasons in all its sentences together, once the first look is done."""
    told: Counter[str | None] = field(default_factory=Counter)
    """In how many sentences each title is in focus."""
    seen: dict[int, dict[str, float]] = field(default_factory=dict)
    """What the sentences are like, whatever the season."""
    telling: dict[int, list[str]] = field(default_factory=dict)
    """The telling words of the sentences, once they were asked for."""

    def __post_init__(self) -> None:
        self.told.update(self.titles)
        for sentence in self.sentences:
            numbers_here = [mention.number for mention in self.mentions.get(sentence.index, ())]
            self.named.update(numbers_here)
            if sentence.headline:
                self.headline.update(numbers_here)
            self.carried.append(self._carried(sentence, set(numbers_here)))

    def _carried(self, sentence: Sentence, here: set[int]) -> Season:
        """Return the season of the chain that a sentence belongs to, where it is one alone."""
        if here:
            return min(here) if len(here) == 1 and not sentence.headline else None
        index = sentence.index
        goes_on = index > 0 and self.titles[index] == self.titles[index - 1] and _goes_on(sentence)
        return self.carried[-1] if goes_on else None


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence begins with a word for what the one before told about."""
    words = [token.lower for token in sentence.tokens[:3]]
    if words[0] in _GOING_ON:
        return True
    return words[0] in {"the", "this", "that"} and any(
        not t.cues.isdisjoint({"SERIES", "FILM"}) for t in sentence.tokens[1:3]
    )


def options(index: int, title: str | None, reading: Reading) -> list[Season]:
    """Return the seasons that come into question, none always among them."""
    found: list[Season] = [None, *(mention.number for mention in reading.mentions.get(index, ()))]
    if title is not None and title == reading.main:
        main = reading.main_season
        found += [number for number, _ in sorted(reading.named.items(), key=lambda item: (-item[1], item[0]))[:_MOST]]
        if main is not None:
            found += [main, main - 1] if main > 1 else [main]
        if reading.named:
            found.append(1)
    return list(dict.fromkeys(found))


def numbers(season: Season, index: int, title: str | None, reading: Reading) -> dict[str, float]:
    """Return what speaks for a season, as named numbers."""
    here = [mention.number for mention in reading.mentions.get(index, ())]
    main = reading.main_season if title == reading.main else None
    if index not in reading.seen:
        reading.seen[index] = _sentence(index, reading)
    found = dict(reading.seen[index])
    found |= {
        "is main title": title == reading.main,
        "has main": main is not None,
        "main season": min(main or 0, _FAR),
        "here": len(set(here)),
        "named": len(reading.named),
        "named most": min(max(reading.named, default=0), _FAR),
        "serial": reading.serial,
        "none": season is None,
    }
    if season is None:
        return found | {"since any": _since(None, index, reading), "carried": _carry(season, index, reading)}
    total = sum(reading.named.values())
    return found | {
        "number": min(season, _FAR),
        "one": season == 1,
        "own": here.count(season),
        "only": bool(here) and set(here) == {season},
        "first here": bool(here) and here[0] == season,
        "last here": bool(here) and here[-1] == season,
        "main": season == main,
        "step": max(-3, min(3, season - main)) if main is not None else -_FAR,
        "mentions": min(reading.named[season], _FAR),
        "share": reading.named[season] / max(total, 1),
        "highest": season == max(reading.named, default=0),
        "in headline": season in reading.headline,
        "since": _since(season, index, reading),
        "since any": _since(None, index, reading),
        "lately": season == _lately(index, reading),
        "carried": _carry(season, index, reading),
    }


def _carry(season: Season, index: int, reading: Reading) -> float:
    """Return 1 where the chain of sentences is about the season, -1 where it is about another one."""
    carried = reading.carried[index]
    return 0.0 if carried is None else 1.0 if carried == season else -1.0


def _sentence(index: int, reading: Reading) -> dict[str, float]:
    """Return what the sentence is like, whatever the season."""
    sentence = reading.sentences[index]
    words = sentence.words
    cues = sentence.cues
    found: dict[str, float] = {f"cue {cue}": min(cues[cue], 3) for cue in _CUES if cues[cue]}
    found |= {f"word {word}": 1.0 for word in _WORDS if word in words}
    piece = reading.text[sentence.start : sentence.end]
    years = [int(token.text) for token in sentence.tokens if _YEAR.fullmatch(token.text)]
    return found | {
        "new": says_new(piece),
        "old": says_old(piece),
        "headline": sentence.headline,
        "part": index / len(reading.sentences),
        "words": min(len(sentence.tokens), 40),
        "earliest year": max(-9, min(years) - reading.year) if years and reading.year else 1,
        "latest year": min(9, max(years) - reading.year) if years and reading.year else -9,
    }


def _since(season: Season, index: int, reading: Reading) -> float:
    """Return how many sentences ago a season (or any) was named."""
    for back in range(_FAR):
        mentions = reading.mentions.get(index - back, ())
        if any(season in {None, mention.number} for mention in mentions):
            return back
    return _FAR


def _lately(index: int, reading: Reading) -> Season:
    """Return the season named last before the sentence."""
    for back in range(1, _FAR):
        mentions = reading.mentions.get(index - back, ())
        if mentions and not reading.sentences[index - back].headline:
            return mentions[-1].number
    return None


def features(season: Season, index: int, title: str | None, reading: Reading) -> list[str]:
    """Return what speaks for a season, as named marks and their conjunctions."""
    if index not in reading.telling:
        reading.telling[index] = _telling(index, reading)
    marks = _marks(season, index, title, reading)
    main = reading.main_season if title == reading.main else None
    side = "none" if season is None else "main" if season == main else "first" if season == 1 else "other"
    return ["+".join(marks), *marks, *(f"{side}|{cue}" for cue in reading.telling[index])]


def _marks(season: Season, index: int, title: str | None, reading: Reading) -> list[str]:
    here = reading.mentions.get(index, ())
    named = {mention.number for mention in here}
    main = reading.main_season if title == reading.main else None
    before = _lately(index, reading) if title == reading.main else None
    state = f"here={min(len(named), 2)},main={'some' if main is not None else 'no'}"
    carried = int(_carry(season, index, reading)) if not named else 0
    if season is None:
        return [f"none,{state}", f"none,before={before is None}", f"none,carried={carried}"]
    marks = [f"season,{state}", f"season,carried={carried}"]
    if season in named:
        marks.append(f"named,only={len(named) == 1},first={here[0].number == season}")
    if season == main:
        marks.append(f"main,named={season in named},others={bool(named)}")
    if season == before:
        marks.append("before")
    if season == 1:
        marks.append(f"one,named={1 in named},before={before == 1}")
    if main is not None and season == main - 1:
        marks.append(f"last,named={season in named},before={before == season}")
    return marks


def _telling(index: int, reading: Reading) -> list[str]:
    """Return the telling words of a sentence, and which way it looks."""
    sentence = reading.sentences[index]
    words = sentence.words
    past, ahead = len(words & _PAST), len(words & _AHEAD)
    marks = sorted(words & _TELLING)
    marks.append("past" if past > ahead else "ahead" if ahead > past else "timeless")
    piece = reading.text[sentence.start : sentence.end]
    return marks + ["NEW"] * says_new(piece) + ["OLD"] * says_old(piece)


def look(reading: Reading, model: Linear) -> list[Chances]:
    """Return the chances of the seasons of each sentence, each judged by itself."""
    return [
        _chances({s: model.score(features(s, index, title, reading)) for s in options(index, title, reading)})
        if title is not None
        else {}
        for index, title in enumerate(reading.titles)
    ]


def _chances(scores: Mapping[Season, float]) -> Chances:
    return dict(zip(scores, softmax(list(scores.values())), strict=True))


def around(
    season: Season, index: int, title: str | None, reading: Reading, first: Sequence[Chances]
) -> dict[str, float]:
    """Return the numbers of a season with what the first look made of it here and in the sentences around."""
    found = numbers(season, index, title, reading)
    found["first"] = first[index].get(season, 0.0)
    found["first none"] = first[index].get(None, 0.0)
    for step in (-2, -1, 1, 2):
        at = index + step
        same = 0 <= at < len(first) and reading.titles[at] == title and not reading.sentences[at].headline
        found[f"at {step}"] = first[at].get(season, 0.0) if same else -1.0
        found[f"none at {step}"] = first[at].get(None, 0.0) if same else -1.0
    if not reading.mass:
        for chances, other in zip(first, reading.titles, strict=True):
            reading.mass.setdefault(other, Counter()).update(chances)
    found["mass"] = reading.mass.get(title, Counter())[season] / max(reading.told[title], 1)
    return found


def decide(reading: Reading, first: Sequence[Chances], model: Trees) -> list[Chances]:
    """Return the chances of the seasons of each sentence, the likeliest first."""
    found: list[Chances] = []
    for index, title in enumerate(reading.titles):
        if title is None or len(first[index]) == 1:
            found.append({None: 1.0})
            continue
        scores = {s: model.score(around(s, index, title, reading, first)) for s in options(index, title, reading)}
        chances = _chances(scores)
        found.append(dict(sorted(chances.items(), key=lambda item: -item[1])))
    return found
