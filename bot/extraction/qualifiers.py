"""What a fact says beyond its object: character, change, role, author, kind, ceremony, date; and how certain it is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.extraction import pairs, prizes, qualities
from bot.extraction.candidates import Candidate, names_place
from bot.extraction.document import Document
from bot.extraction.linear import Linear
from bot.extraction.models import CHARACTER, PERSON, Span, Token
from bot.extraction.names import lists
from bot.extraction.relations import Weighed
from bot.extraction.scenes import RUN, Scene
from bot.extraction.vocabulary import vocabulary
from bot.extraction.weights import Weights

Describe = Callable[[Weighed, Document], list[str]]
QUALITIES: dict[str, tuple[Describe, tuple[str, ...]]] = {
    "role": (qualities.role, ("none", "main", "supporting", "guest")),
    "change": (qualities.change, ("none", "returning", "joining", "leaving")),
    "certainty": (qualities.certainty, ("confirmed", "reported", "rumored")),
}
"""The qualities that are chosen from a few values: what tells them, and the values."""

PARTNERS = {"cast_member": ("character",), "award_received": ("person",), "based_on": ("author",)}
"""The qualifiers that are names of the same sentence, by predicate."""

_PARTNER_KINDS = {
    "character": frozenset({CHARACTER, PERSON, RUN}),
    "person": frozenset({PERSON, RUN, CHARACTER}),
    "author": frozenset({PERSON, RUN, CHARACTER}),
}
_ENOUGH = -0.5
"""Log odds from which a name or date is given as a qualifier: left out it is wrong as well, if there is one."""

_SILENCE = 0.5
"""Log odds against saying nothing about role or change, for the same reason."""

_CAST = -1.0
"""Log odds from which somebody counts as cast when characters are dealt out."""

_MOST = 5.0
"""Log odds beyond which a number says no more."""

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sgt", "lt", "capt"})
_DATES_NEAR = 12
_LONG_WAY = 40


class Reader:
    """Reads the qualifiers of the facts of one article."""

    def __init__(self, weighed: Iterable[Weighed], document: Document, weights: Weights) -> None:
        self.document = document
        self.weights = weights
        self.weighed = list(weighed)
        self.people: dict[int, dict[int, Weighed]] = defaultdict(dict)
        for item in self.weighed:
            if item.candidate.family == "person":
                self.people[item.candidate.sentence][item.candidate.first] = item
        self._held_on: dict[str | None, str] | None = None
        self._tied: dict[int, list[tuple[float, int, Span]]] = {}
        self._dealt: dict[int, dict[int, Span]] = {}
        self._qualities: dict[tuple[int, str], str] = {}
        self._denied: dict[tuple[int, str], float] = {}

    def read(self, predicate: str, items: Sequence[Weighed]) -> dict[str, str]:
        """Return the qualifiers of a fact that some readings state, the strongest first."""
        best = items[0]
        if predicate == "cast_member":
            return self._cast(items)
        if predicate == "based_on":
            return _kind(best.candidate) | self._partner(best, "author")
        if predicate == "award_received":
            body = self._body(best)
            night = {"date": self._nights()[body]} if body in self._nights() and not best.candidate.scene.days else {}
            return self._winner(best) | ({"ceremony": body} if body else {}) | night | self._day_won(best)
        return self._date(best, predicate) if predicate == "production_status" else {}

    def quality(self, item: Weighed, name: str) -> str:
        """Return the likeliest value of a quality; the same candidate is often asked about under several titles."""
        place = id(item), name
        if place not in self._qualities:
            self._qualities[place] = top(QUALITIES[name][0](item, self.document), self.weights[name])
        return self._qualities[place]

    def denied(self, item: Weighed, predicate: str) -> float:
        """Return the log odds that a fact is denied or no longer holds."""
        place = id(item), predicate
        if place not in self._denied:
            found = qualities.denial(item, self.document)
            found += [f"{predicate}|{name}" for name in found]
            self._denied[place] = self.weights["denial"].score(found)
        return self._denied[place]

    def numbers(self, predicate: str, item: Weighed) -> dict[str, float]:
        """Return what qualifiers tell about a fact itself: whether it is denied, and who plays whom."""
        found = {"denied": _held(self.denied(item, predicate))}
        if predicate == "cast_member":
            ties = self._ties(item.candidate.sentence)
            plays = [score for score, first, _ in ties if first == item.candidate.first]
            played = [score for score, _, span in ties if span.first == item.candidate.first]
            found["plays"], found["played"] = (_held(max(scores, default=-_MOST)) for scores in (plays, played))
            found["plays.more"] = found["plays"] - found["played"]
        return found

    def _ties(self, sentence: int) -> list[tuple[float, int, Span]]:
        """Return how likely each person of a sentence is to play each other name: log odds, first token, name."""
        if sentence not in self._tied:
            people = self.people[sentence]
            model = self.weights["pair:character"]
            first_of_all = next(iter(people.values()), None)
            dealt = pairs.parallels(first_of_all.candidate.scene, people) if first_of_all else {}
            self._tied[sentence] = [
                (model.score(pairs.features(item, span, people)) + pairs.told(item, span, dealt), first, span)
                for first, item in people.items()
                if item.scores["cast_member"] > _CAST
                for span in partners(item, "character")
            ]
        return self._tied[sentence]

    def _cast(self, items: Sequence[Weighed]) -> dict[str, str]:
        found = {}
        for item in items:
            sentence = item.candidate.sentence
            if sentence not in self._dealt:
                self._dealt[sentence] = self._deal(sentence)
            span = self._dealt[sentence].get(item.candidate.first)
            if span is not None:
                found["character"] = _full_title(span, item)
                break
        season = self.document.focus_season[items[0].candidate.sentence]
        now = [item for item in items if self.document.focus_season[item.candidate.sentence] == season]
        for name, told in (("role", items), ("change", now)):
            chosen = next((q for q in (self.quality(item, name) for item in told) if q != "none"), None)
            if chosen:
                found[name] = chosen
        return found

    def _deal(self, sentence: int) -> dict[int, Span]:
        """Deal out the characters of a sentence to its cast, the likeliest pairs first."""
        scored = self._ties(sentence)
        dealt: dict[int, Span] = {}
        taken: set[int] = set()
        for score, first, span in sorted(scored, key=lambda row: (-row[0], row[1], row[2].first)):
            if score > _ENOUGH and first not in dealt and span.first not in taken and first not in taken:
                dealt[first] = span
                taken.add(span.first)
        return dealt

    def _partner(self, item: Weighed, name: str) -> dict[str, str]:
        """Return the name of the sentence that is most likely tied to a candidate, if any is."""
        model = self.weights[f"pair:{name}"]
        people = self.people[item.candidate.sentence]
        scored = [(model.score(pairs.features(item, span, people)), span) for span in partners(item, name)]
        best = max(scored, key=lambda pair: (pair[0], -pair[1].first), default=None)
        return {name: self._full(best[1])} if best is not None and best[0] > _ENOUGH else {}

    def _winner(self, prize: Weighed) -> dict[str, str]:
        """Return who won: several prizes are dealt out to as many people in order."""
        beside = [item.candidate for item in self.weighed if item.candidate.family == "award"]
        lists: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for _, item in sorted(self.people[prize.candidate.sentence].items()):
            lists[item.group[:2]].append(item.candidate)
        winner = prizes.dealt(*prizes.listed(prize.candidate, beside), list(lists.values()))
        if winner is None or winner.span is None:
            return self._partner(prize, "person")
        return {"person": self._full(winner.span)}

    def _day_won(self, prize: Weighed) -> dict[str, str]:
        days = (item.candidate for item in self.weighed if item.candidate.family == "date")
        held = prizes.day_held(prize.candidate, days)
        return {"date": held} if held else self._date(prize, "award_received")

    def _body(self, prize: Weighed) -> str | None:
        return prizes.ceremony_of(prize.candidate, self.document)

    def _nights(self) -> dict[str | None, str]:
        """Return by ceremony the day that most of its prizes are told to have been won on."""
        if self._held_on is None:
            told: dict[str | None, Counter[str]] = defaultdict(Counter)
            for prize in self.weighed:
                if prize.candidate.family == "award" and prize.scores["award_received"] > 0:
                    told[self._body(prize)].update(self._day_won(prize).values())
            self._held_on = {body: max(days, key=_how_often(days)) for body, days in told.items() if body and days}
        return self._held_on

    def _full(self, span: Span) -> str:
        return max((s.text for s in self.document.spans if s.key == span.of), key=len, default=span.text)

    def _date(self, item: Weighed, predicate: str) -> dict[str, str]:
        """Return the date that a prize or a state of production is told of."""
        model = self.weights["pair:date"]
        scored = [(model.score(date_features(item, day, predicate)), day) for day in days_near(item, self.weighed)]
        best = max(scored, key=lambda pair: (pair[0], -pair[1].candidate.start), default=None)
        return {"date": best[1].candidate.value} if best is not None and best[0] > _ENOUGH else {}


def _how_often(days: Counter[str]) -> Callable[[str], tuple[int, int]]:
    """Return what orders days: how often each is told, and how exact it is."""
    return lambda day: (days[day], len(day))


def _held(score: float) -> float:
    return max(-_MOST, min(_MOST, score))


def top(found: list[str], model: Linear) -> str:
    """Return the likeliest class."""
    scores = [s - _SILENCE * (name == "none") for s, name in zip(model.scores(found), model.classes, strict=True)]
    return model.classes[max(range(len(scores)), key=scores.__getitem__)]


def partners(item: Weighed, name: str) -> Iterator[Span]:
    """Yield the names of the candidate's sentence that may be a qualifier's value."""
    candidate = item.candidate
    for span in candidate.scene.spans:
        apart = span.last < candidate.first or span.first > candidate.last
        near = abs(span.first - candidate.first) < _LONG_WAY
        if apart and near and span.kind in _PARTNER_KINDS[name] and not _is_place(span, candidate.scene):
            yield span


def _is_place(span: Span, scene: Scene) -> bool:
    """Whether a name is that of a place or a language rather than anybody's."""
    listed = span.kind == RUN and (span.key in lists().places or span.key in vocabulary().languages)
    return listed or names_place(span, scene)


def days_near(item: Weighed, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Return the dates of the article that are nearest to a candidate, the nearest first."""
    days = [other for other in weighed if other.candidate.family == "date"]
    return sorted(days, key=lambda day: (abs(day.candidate.start - item.candidate.start), day.candidate.start))[
        :_DATES_NEAR
    ]


def date_features(item: Weighed, day: Weighed, predicate: str) -> list[str]:
    """Return what speaks for a date being that of a prize or of a state of production."""
    away = day.candidate.sentence - item.candidate.sentence
    apart = "here" if away == 0 else "before" if away < 0 else "after"
    distance = abs(day.candidate.start - item.candidate.start)
    close = "far" if away else "close" if distance < _LONG_WAY else "wide"
    named = {name for name in day.features if name.startswith(("governs:", "date,", "time=", "form=", "s:", "own:L="))}
    side = "left" if day.candidate.start < item.candidate.start else "right"
    about = item.candidate.value if predicate == "production_status" else predicate
    base = [
        f"{apart}",
        f"{close},{side}",
        f"{apart},away={min(abs(away), 5)}",
        f"{close},{about}",
        f"{apart},{day.candidate.form}",
    ]
    base += [f"{predicate}|{name},{apart}" for name in named] + [f"{about}|{name},{close}" for name in named]
    alone = sum(s.kind == "title" for s in item.candidate.scene.known)
    return [*base, f"{apart},titles={min(alone, 2)},{about}"]


def _kind(candidate: Candidate) -> dict[str, str]:
    """Return what sort of work a source is: the word that stands nearest."""
    kinds = dict(vocabulary().kinds)
    if candidate.form in kinds:
        return {"kind": candidate.form}
    sentence, middle = candidate.scene.sentence, (candidate.start + candidate.end) // 2
    found = [
        (abs((match.start() + match.end()) // 2 - middle), kind)
        for kind, pattern in kinds.items()
        for match in pattern.finditer(candidate.scene.lower, sentence.start, sentence.end)
        if not (match.start() >= candidate.start and match.end() <= candidate.end)
    ]
    return {"kind": min(found)[1]} if found else {}


def _full_title(span: Span, item: Weighed) -> str:
    """Return a character's name, with what an abbreviated form of address belongs to ("Mr. 3")."""
    tokens = item.candidate.scene.tokens
    behind = tokens[span.last + 1 : span.last + 3]
    if len(tokens[span.last].text) == 1 and len(behind) > 1 and behind[0].text == "." and behind[1].text[0].isupper():
        return item.candidate.scene.text[span.start : _name_end(tokens, span.last + 2)]
    if span.text.lower() in _TITLES and span.last + 2 < len(tokens) and tokens[span.last + 1].text == ".":
        return item.candidate.scene.text[span.start : tokens[span.last + 2].end]
    return span.text


def _name_end(tokens: Sequence[Token], index: int) -> int:
    """Return the offset at which the name ends that goes on after an initial ("Monkey D. Luffy")."""
    while index + 1 < len(tokens) and tokens[index + 1].text[0].isupper():
        index += 1
    return tokens[index].end
