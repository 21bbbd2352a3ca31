"""Which articles tell of the same event: very conservative, for a wrong merge hides news and a missed one does not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import log

from bot.domain.names import fold
from bot.domain.news_words import FILLER, KIND, LIGHT, NUMBER, STOP

WINDOW = timedelta(hours=72)
"""How long an event is told of; what comes later is a new story."""

EXACT_WORDS = 4
"""Words beside stop words that two equal headlines need to be about one event ("Weekend box office" is not)."""

SHARED_WORDS = 4
"""Words that two unequal headlines must share, those of the newsroom counted."""

TELLING_WORDS = 2
"""How many of them must be telling ones: names, things; a title that both quote counts one more."""

ENOUGH = {True: 0.7, False: 0.85}
"""Overlap at which headlines alone decide, by whether they say what kind of event it is."""

ENOUGH_WITH_LEAD = {True: 0.5, False: 0.7}
"""The same where the leads agree too."""

LEAD_OVERLAP = 0.5
"""Share of the telling words of two leads (of at least LEAD_WORDS each) at which they agree."""

LEAD_WORDS = 5
LIGHT_WEIGHT = 0.4
"""What a light word or a filler counts against a telling word's 1."""

_STEM = 4
_MEMORY = 4_096

_TOKEN = re.compile(r"\d+|[^\d\s]+")
_QUOTED = re.compile(r"(?<!\w)(?:'|‘|\"|“|「|『|《|〈|<)(.{2,80}?)(?:'|’|\"|”|」|』|》|〉|>)(?!\w)")


@dataclass(frozen=True, slots=True)
class StorySketch:
    """What of a story is needed to recognise it: its leading article's words, its outlets, its last instant."""

    story_id: int
    headline: str
    lead: str
    outlets: frozenset[str]
    last_at: datetime


@dataclass(frozen=True, slots=True)
class _Headline:
    """A headline taken apart: what must agree, what is compared, and the titles that it quotes (folded).

    ``telling`` and ``light`` are the words of which two headlines may not each have their own.
    """

    folded: str
    size: int
    numbers: frozenset[str]
    kinds: frozenset[str]
    telling: frozenset[str]
    light: frozenset[str]
    filler: frozenset[str]
    titles: frozenset[str]


class StoryIndex:
    """Stories laid out so that each of many articles is held only against those that share its words."""

    def __init__(self, sketches: Iterable[StorySketch]) -> None:
        self._stories = [(sketch, _taken_apart(sketch.headline)) for sketch in sketches]
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, apart) in enumerate(self._stories):
            for word in apart.telling | {apart.folded}:
                self._postings[word].append(place)

    def match(
        self, headline: str, lead: str, outlet: str, at: datetime, told: AbstractSet[int] = frozenset()
    ) -> int | None:
        """Return the id of the story that an article tells of, or None if it is a story of its own.

        Never a story that the outlet has already told (its second article is a follow-up) or that is in ``told``,
        nor one last told more than WINDOW before or after ``at``.
        """
        apart = _taken_apart(headline)
        best: tuple[float, datetime, int] | None = None
        for sketch, other in self._near(apart):
            if outlet in sketch.outlets or sketch.story_id in told or abs(at - sketch.last_at) > WINDOW:
                continue
            overlap = self._overlap(apart, other)
            kind = bool(apart.kinds)
            if overlap >= ENOUGH[kind] or (overlap >= ENOUGH_WITH_LEAD[kind] and _leads_agree(lead, sketch.lead)):
                best = max(best or (0.0, sketch.last_at, 0), (overlap, sketch.last_at, sketch.story_id))
        return best and best[-1]

    def _near(self, apart: _Headline) -> Iterator[tuple[StorySketch, _Headline]]:
        """Yield the stories that share a telling word or the whole headline."""
        places = {place for word in apart.telling | {apart.folded} for place in self._postings.get(word, ())}
        return (self._stories[place] for place in sorted(places))

    def _overlap(self, one: _Headline, other: _Headline) -> float:
        """Return how much of what two headlines say is common, 0 to 1; 0 if they cannot tell of one event."""
        if one.folded == other.folded and one.size >= EXACT_WORDS:
            return 1.0
        if one.numbers != other.numbers or one.kinds != other.kinds:
            return 0.0
        titles = {title for title in one.titles | other.titles if _has(one, title) and _has(other, title)}
        if one.titles and other.titles and not titles:
            return 0.0
        named = {_stem(word) for title in titles for word in title.split()}
        mine, yours = one.telling | named, other.telling | named
        if (mine - yours or one.light - other.light) and (yours - mine or other.light - one.light):
            return 0.0  # each says something that the other does not: another person, another place
        agreed = len(one.numbers) + len(one.kinds)
        light = len(one.light & other.light) + len(one.filler & other.filler)
        if len(mine & yours) + len(titles) < TELLING_WORDS or len(mine & yours) + light + agreed < SHARED_WORDS:
            return 0.0
        common = agreed + self._weight(mine & yours) + LIGHT_WEIGHT * light
        more = LIGHT_WEIGHT * (len(one.light ^ other.light) + len(one.filler ^ other.filler))
        return common / (common + more + self._weight(mine ^ yours))

    def _weight(self, words: AbstractSet[str]) -> float:
        """Return what the words tell together, at most 1 each: one that many stories have tells little."""
        many = len(self._stories)
        tellers = (max(len(self._postings.get(word, ())), 1) for word in words)
        return sum(log(1 + many / count) / log(1 + many) for count in tellers)


def match(headline: str, lead: str, outlet: str, at: datetime, sketches: Sequence[StorySketch]) -> int | None:
    """Return what ``StoryIndex.match`` does; to match many articles, build the index once."""
    return StoryIndex(sketches).match(headline, lead, outlet, at)


@lru_cache(maxsize=_MEMORY)
def _taken_apart(headline: str) -> _Headline:
    """Return what matching needs of a headline. Remembered: the same stories are looked at poll after poll."""
    folded = fold(headline)
    tokens = [NUMBER.get(token, token) for token in _TOKEN.findall(folded)]
    content = [token for token in tokens if token not in STOP]
    numbers = frozenset(token.lstrip("0") for token in content if token.isdecimal())
    said = [token for token in content if not token.isdecimal()]
    kinds = frozenset(KIND[token] for token in said if token in KIND)
    plain = [token for token in said if token not in KIND]
    light = frozenset(_stem(token) for token in plain if token in LIGHT)
    filler = frozenset(_stem(token) for token in plain if token in FILLER)
    telling = frozenset(_stem(token) for token in plain if token not in LIGHT | FILLER)
    titles = frozenset(title for span in _QUOTED.findall(headline) if (title := fold(span)))
    return _Headline(folded, len(content), numbers, kinds, telling, light, filler, titles)


def _has(apart: _Headline, title: str) -> bool:
    return f" {title} " in f" {apart.folded} "


def _stem(word: str) -> str:
    """Return the word without the ending that a sentence gives it; only good for comparing."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word.removesuffix(ending)
    return word


def _leads_agree(lead: str, other: str) -> bool:
    """Tell whether two first paragraphs share at least half of their telling words, and have enough of them."""
    mine, yours = _taken_apart(lead).telling, _taken_apart(other).telling
    enough = min(len(mine), len(yours)) >= LEAD_WORDS
    return enough and len(mine & yours) >= LEAD_OVERLAP * len(mine | yours)
