"""The title in focus: which work each sentence tells about, from what is named here and before, and its neighbours.

The first look judges each sentence by what it and those before it name, the second by what the first made of those
around.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.extraction.linear import softmax
from bot.extraction.models import PERSON, TITLE, Sentence, Span, Title
from bot.extraction.sorts import FILM, SERIES, Pointer, pointers
from bot.extraction.trees import Trees

Chances = dict[str, float]
"""The chance of each title's key; that of no title has the key "". """
NO_TITLE = ""
_ANAPHORA = frozenset(
    {
        "series",
        "show",
        "drama",
        "film",
        "movie",
        "season",
        "sequel",
        "production",
        "project",
        "cast",
        "episodes",
        "episode",
        "latter",
        "former",
        "finale",
        "instalment",
    }
)
_PRONOUNS = frozenset({"he", "she", "they", "his", "her", "their", "him", "them"})
_ADDRESS = frozenset({"i", "we", "you", "your", "our", "us", "my", "me"})
_CUES = (
    "SERIES", "FILM", "RELEASE", "STAR", "DIRECT", "WRITE", "SHOOT", "SAY", "CRITIC", "FESTIVAL", "WIN", "EXEC",
    "RENEW", "END", "KNOWNFOR", "BASED", "AIR", "JOIN", "RETURN", "EPISODES", "NOMINATE", "PLAY", "PRODUCE", "PLAN",
    "ANNOUNCE",
)  # fmt: skip
_FAR = 9
_HEADING = 10
_PARAGRAPH = 60
"""So many sentences of a paragraph are looked back upon."""
_STEPS = tuple((step, f"at {step}", f"none at {step}", f"best at {step}") for step in (-2, -1, 1, 2))
"""The sentences around that are heard, and what their numbers are called."""


class Told:
    """The titles that a sentence names: how often, and how surely it tells about each."""

    __slots__ = ("best", "counts", "second", "top")

    def __init__(self, mentions: Sequence[Span]) -> None:
        self.best: dict[str, float] = {}
        for mention in mentions:
            self.best[mention.of] = max(self.best.get(mention.of, mention.told), mention.told)
        self.counts = Counter([mention.of for mention in mentions])
        self.top = max(self.best, key=self.best.__getitem__, default=None)
        self.second = max((told for title, told in self.best.items() if title != self.top), default=-_FAR)

    def others(self, option: str) -> float:
        """Return how surely the sentence tells about another title than this one."""
        return self.second if self.top is None or option == self.top else self.best[self.top]


class Nearby:
    """What is named in a sentence and before it, found once for all options: lists name hundreds of titles."""

    def __init__(self, index: int, reading: "Reading") -> None:
        named = reading.named
        self.here = reading.told_in(index)
        self.last, self.last_but_one = reading.told_in(index - 1), reading.told_in(index - 2)
        self.order = {title: place for place, title in enumerate(self.here.best)}
        self.since: dict[str, tuple[int, int]] = {}
        """By title: how many sentences ago it was named, and how many others were since."""
        self.since_told: dict[str, int] = {}
        for back in range(min(index, _FAR - 1)):
            for mention in reversed(named[index - 1 - back]):
                self.since.setdefault(mention.of, (back, len(self.since)))
                if mention.told > 0:
                    self.since_told.setdefault(mention.of, back)
        earlier = range(max(reading.paragraphs[index], index - _PARAGRAPH), index)
        self.paragraph = Counter([mention.of for at in earlier for mention in named[at]])
        people = {s.of for s in reading.by_sentence.get(index, ()) if s.kind == PERSON}
        self.company = [reading.company[person] for person in people]
        """Of each person of the sentence, the titles that the article names together with the person."""
        self.elsewhere = sum(
            len(titles) - sum(titles[title] == 1 for title in self.here.best) for titles in self.company
        )
        """How many titles are named in other sentences with the people of this one."""


class Looked:
    """What the first look made of a sentence: the chances, the two likeliest titles, and that of none."""

    __slots__ = ("best", "chances", "headline", "none", "second")

    def __init__(self, chances: Chances, *, headline: bool = False) -> None:
        self.chances, self.headline = chances, headline
        self.none = chances.get(NO_TITLE, 0.0)
        titles = sorted([chance for title, chance in chances.items() if title], reverse=True)
        self.best, self.second = (*titles, 0.0, 0.0)[:2]

    def but(self, option: str) -> float:
        """Return the chance of the likeliest title but one."""
        return self.second if option and self.chances.get(option) == self.best else self.best


NOTHING = Looked({})


@dataclass(slots=True)
class Reading:
    """What has been read when the focus is decided, and what follows from it for every sentence."""

    sentences: Sequence[Sentence]
    by_sentence: Mapping[int, Sequence[Span]]
    titles: Mapping[str, Title]
    main: str | None
    pointers: Sequence[Sequence[Pointer]] = ()
    """Where each sentence points back to a work."""
    named: list[list[Span]] = field(default_factory=list)
    """The mentions of titles in each sentence."""
    headings: list[str | None] = field(default_factory=list)
    """The title of the heading that each sentence stands under."""
    paragraphs: list[int] = field(default_factory=list)
    """The first sentence of each sentence's paragraph."""
    company: dict[str, Counter[str]] = field(default_factory=dict)
    """How often each person is named together with each title."""
    sections: int = 0
    """How many titles head a part of the article."""
    best: list[float] = field(default_factory=list)
    """The scores of the two titles likeliest to be the main one."""
    mass: Counter[str] = field(default_factory=Counter)
    """The chances of each title in all sentences together, once the first look is done."""
    seen: dict[int, dict[str, float]] = field(default_factory=dict)
    """What the sentences are like, whatever the title."""
    pointing: list[int] = field(default_factory=list)
    """How often each sentence says "the series" less how often "the film"."""
    last: list[tuple[str | None, str | None]] = field(default_factory=list)
    """The series and the film named last before each sentence."""
    works: dict[str, dict[str, float]] = field(default_factory=dict)
    """What each title is like, whatever the sentence."""
    tellings: dict[int, Told] = field(default_factory=dict)
    near: dict[int, Nearby] = field(default_factory=dict)
    looked: dict[int, Looked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        under: str | None = None
        for sentence in self.sentences:
            spans = self.by_sentence.get(sentence.index, ())
            mentions = [span for span in spans if span.kind == TITLE and span.of in self.titles]
            self.named.append(mentions)
            own = self._heading(sentence, mentions)
            under = own or under
            self.headings.append(under)
            opens = sentence.opens_paragraph or not self.paragraphs
            self.paragraphs.append(sentence.index if opens else self.paragraphs[-1])
            for span in spans:
                if span.kind == PERSON:
                    self.company.setdefault(span.of, Counter()).update(mention.of for mention in mentions)
        self._point()
        self.sections = len(set(self.headings) - {None})
        self.best = sorted((title.score for title in self.titles.values()), reverse=True)[:2]

    def told_in(self, index: int) -> Told:
        """Return the titles that a sentence names; none before the first one."""
        if index not in self.tellings:
            self.tellings[index] = Told(self.named[index] if index >= 0 else ())
        return self.tellings[index]

    def looked_at(self, index: int, first: Sequence[Chances]) -> Looked:
        """Return what the first look made of a sentence; nothing outside of the article."""
        if not 0 <= index < len(first):
            return NOTHING
        if index not in self.looked:
            self.looked[index] = Looked(first[index], headline=self.sentences[index].headline)
        return self.looked[index]

    def nearby(self, index: int) -> Nearby:
        """Return what is named in a sentence and before it."""
        if index not in self.near:
            self.near[index] = Nearby(index, self)
        return self.near[index]

    def _point(self) -> None:
        """Note where sentences point back to a work, and which work of either sort was named last before."""
        series = film = None
        self.pointers = self.pointers or [pointers(*pair) for pair in zip(self.sentences, self.named, strict=True)]
        for here, mentions in zip(self.pointers, self.named, strict=True):
            said = [pointer.sort for pointer in here]
            self.pointing.append(said.count(SERIES) - said.count(FILM))
            self.last.append((series, film))
            for mention in mentions:
                leans = self.titles[mention.of].leaning
                series, film = mention.of if leans > 0 else series, mention.of if leans < 0 else film

    def _heading(self, sentence: Sentence, mentions: Sequence[Span]) -> str | None:
        """Return the title that a short paragraph without an end mark consists of."""
        if sentence.headline or not sentence.opens_paragraph or len(sentence.tokens) > _HEADING:
            return None
        following = sentence.index + 1
        alone = following >= len(self.sentences) or self.sentences[following].opens_paragraph
        ends = sentence.tokens[-1].text in {".", ","} or len({mention.of for mention in mentions}) != 1
        return mentions[0].of if alone and not ends else None


def options(index: int, reading: Reading) -> list[str]:
    """Return what may be in focus: nothing, titles named here or lately, the main one, that of the heading."""
    found = [NO_TITLE, *(mention.of for mention in reading.named[index])]
    for earlier in range(index - 1, max(index - 4, -1), -1):
        found += [mention.of for mention in reading.named[earlier]]
    found += [reading.main or NO_TITLE, reading.headings[index] or NO_TITLE]
    return list(dict.fromkeys(found))


def numbers(option: str, index: int, reading: Reading) -> dict[str, float]:
    """Return what speaks for an option, as named numbers."""
    if index not in reading.seen:
        reading.seen[index] = _sentence(reading.sentences[index], index, reading)
    found = dict(reading.seen[index])
    near = reading.nearby(index)
    found |= {
        "none": not option,
        "main": bool(option) and option == reading.main,
        "named": len(near.here.best),
        "own": near.here.counts[option],
        "own told": near.here.best.get(option, -_FAR),
        "other told": near.here.others(option),
        "order": near.order.get(option, _FAR),
        "heading": _heading(option, index, reading),
    }
    found |= _before(option, index, reading)
    if option:
        if option not in reading.works:
            reading.works[option] = _title(option, reading)
        found |= reading.works[option]
        found |= _pointed(option, index, reading)
        found |= _people(option, index, reading)
    return found


def _sentence(sentence: Sentence, index: int, reading: Reading) -> dict[str, float]:
    """Return what the sentence is like, whatever the option."""
    words = [token.lower for token in sentence.tokens]
    cues = sentence.cues
    known = set(words)
    found: dict[str, float] = {cue: min(cues[cue], 3) for cue in _CUES}
    return found | {
        "words": min(len(words), 40),
        "anaphora": len(known & _ANAPHORA),
        "the work": any(a in {"the", "this", "its"} and b in _ANAPHORA for a, b in pairwise(words)),
        "points": reading.pointing[index],
        "begins": _begins(words),
        "it": "it" in known or "its" in known,
        "pronoun": bool(known & _PRONOUNS),
        "address": len(known & _ADDRESS),
        "quotes": words.count('"'),
        "question": words[-1] == "?",
        "digits": sum(word.isdigit() for word in words),
        "people": len({s.of for s in reading.by_sentence.get(index, ()) if s.kind == PERSON}),
        "headline": sentence.headline,
        "opens": sentence.opens_paragraph,
        "part": index / len(reading.sentences),
        "left": len(reading.sentences) - index,
        "titles": len(reading.titles),
        "has main": reading.main is not None,
        "headings": reading.sections,
    }


def _begins(words: Sequence[str]) -> float:
    """Return 2 where a sentence begins with "it", 1 with "the series" and the like, -1 with a person's pronoun."""
    if words[0] in {"it", "its"}:
        return 2.0
    if words[0] in {"the", "this"} and not _ANAPHORA.isdisjoint(words[1:4]):
        return 1.0
    return -1.0 if words[0] in _PRONOUNS else 0.0


def _heading(option: str, index: int, reading: Reading) -> float:
    """Return 1 under the option's own heading, -1 under another's."""
    under = reading.headings[index]
    return 0.0 if under is None else 1.0 if under == option else -1.0


def _before(option: str, index: int, reading: Reading) -> dict[str, float]:
    """Return how lately and how surely the option was told about, and what was since."""
    near = reading.nearby(index)
    since, rivals = near.since.get(option, (_FAR, 0))
    paragraph = near.paragraph[option]
    return {
        "since": since,
        "since told": near.since_told.get(option, _FAR),
        "rivals since": rivals,
        "own told 1": near.last.best.get(option, -_FAR),
        "other told 1": near.last.others(option),
        "own told 2": near.last_but_one.best.get(option, -_FAR),
        "other told 2": near.last_but_one.others(option),
        "in paragraph": paragraph,
        "others in paragraph": len(near.paragraph) - (paragraph > 0),
        "into paragraph": index - reading.paragraphs[index],
    }


def _title(option: str, reading: Reading) -> dict[str, float]:
    title = reading.titles[option]
    return {
        "score": title.score,
        "lead": title.score - _rival(title, reading),
        "mentions": len(title.mentions),
        "told all": sum(max(mention.told, 0.0) for mention in title.mentions),
        "told best": max(mention.told for mention in title.mentions),
        "in headline": title.in_headline,
        "sure": max(mention.score for mention in title.mentions),
    }


def _pointed(option: str, index: int, reading: Reading) -> dict[str, float]:
    """Return whether the sentence points back to a work of the option's sort."""
    leans, points = reading.titles[option].leaning, reading.pointing[index]
    series, film = reading.last[index]
    return {
        "leaning": max(-3, min(3, leans)),
        "fits": (points > 0) - (points < 0) if leans > 0 else (points < 0) - (points > 0) if leans < 0 else 0,
        "last of sort": option == (series if points > 0 else film) if points else -1.0,
    }


def _rival(title: Title, reading: Reading) -> float:
    """Return the score of the best other title."""
    others = reading.best[1:] if title.score == reading.best[0] else reading.best[:1]
    return others[0] if others else -_FAR


def _people(option: str, index: int, reading: Reading) -> dict[str, float]:
    """Return whether people of this sentence are named elsewhere with the option, or with other titles."""
    near = reading.nearby(index)
    here = option in near.here.best
    counts = [company[option] for company in near.company]
    return {
        "people with it": sum(counts) - len(counts) * here,
        "people elsewhere": near.elsewhere - sum(count > here for count in counts),
    }


def look(reading: Reading, model: Trees) -> list[Chances]:
    """Return the chances of the options of each sentence, each judged by itself."""
    return [
        _chances({option: model.score(numbers(option, index, reading)) for option in options(index, reading)})
        for index in range(len(reading.sentences))
    ]


def _chances(scores: Chances) -> Chances:
    return dict(zip(scores, softmax(list(scores.values())), strict=True))


def around(option: str, index: int, reading: Reading, first: Sequence[Chances]) -> dict[str, float]:
    """Return the numbers of an option with what the first look made of it here and in the sentences around."""
    found = numbers(option, index, reading)
    here = reading.looked_at(index, first)
    found["here"] = here.chances.get(option, 0.0)
    found["rival"] = max(here.but(option), here.none if option else 0.0)
    for step, at, none, best in _STEPS:
        near = reading.looked_at(index + step, first)
        heard = not near.headline
        found[at] = near.chances.get(option, 0.0) if heard else 0.0
        found[none] = near.none if heard else 0.0
        found[best] = near.but(option) if heard else 0.0
    if not reading.mass:
        for chances in first:
            reading.mass.update(chances)
    found["share"] = reading.mass[option] / len(first)
    return found


def decide(reading: Reading, first: Sequence[Chances], model: Trees) -> list[tuple[str | None, Chances]]:
    """Return, for each sentence, the title in focus and the chance of every title."""
    found: list[tuple[str | None, Chances]] = []
    for index in range(len(reading.sentences)):
        chances = _chances({o: model.score(around(o, index, reading, first)) for o in options(index, reading)})
        found.append((max(chances, key=chances.__getitem__) or None, chances))
    return found
