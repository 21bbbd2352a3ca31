"""Examples for each model, made from the annotated articles and what the earlier stages make of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.extraction import carrying, focus, links, main_title, qualifiers, qualities, season_focus, title_evidence
from bot.extraction import fact_seasons as seasoning
from bot.extraction import mentions as told
from bot.extraction.candidates import PREDICATES, Candidate
from bot.extraction.document import Document, reading, seasons_read
from bot.extraction.entities import LOOKED_AT
from bot.extraction.linear import logistic
from bot.extraction.models import CHARACTER, NONE, PERSON, TITLE, Span
from bot.extraction.names import is_korean, key, lists, works
from bot.extraction.pairs import features as pair_features
from bot.extraction.readings import value
from bot.extraction.relations import Weighed
from bot.extraction.span_features import features
from bot.training.gold import Gold, Record, kind_of

Example = tuple[list[str], str]


def spans(document: Document, gold: Gold) -> Iterator[Example]:
    """Yield each candidate span with its kind."""
    found = [item.span for item in document.weighed]
    for span, kind in zip(found, labels(found, gold), strict=True):
        if kind is not None:
            yield features(span, document.sentences[span.sentence], document.setting), kind


def title_looks(document: Document, gold: Gold) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield what is looked at a second time, and whether it is a title."""
    whole = title_evidence.survey(document.weighed, document.sentences, document.setting)
    kinds = labels([item.span for item in document.weighed], gold)
    for item, kind in zip(document.weighed, kinds, strict=True):
        if kind is not None and item.title > LOOKED_AT:
            yield title_evidence.numbers(item, document.sentences[item.span.sentence], whole), kind == TITLE


def labels(found: Sequence[Span], gold: Gold) -> list[str | None]:
    """Return the kind of each candidate, or none where the annotation, which names no bystanders, leaves it open.

    People outside the facts are people nonetheless.
    """
    kinds = [_kind(span, gold) for span in found]
    named: dict[int, list[Span]] = {}
    for span, kind in zip(found, kinds, strict=True):
        if kind != NONE:
            named.setdefault(span.sentence, []).append(span)
    return [
        NONE
        if any(_within(span, other) for other in named.get(span.sentence, ()))
        else None
        if kind == NONE and span.quoted and (span.key in works() or (not gold.facts and span.text[0].isupper()))
        else kind
        for span, kind in zip(found, kinds, strict=True)
    ]


def _within(span: Span, other: Span) -> bool:
    """Whether a span is a mere part of another name."""
    return other.first <= span.first and span.last <= other.last and other.last - other.first > span.last - span.first


def _kind(span: Span, gold: Gold) -> str:
    kind = kind_of(span.text, gold)
    if kind == NONE and " " in span.text and _looks_like_person(span.text):
        return PERSON
    return kind


def _looks_like_person(text: str) -> bool:
    words = text.split()
    if len(words) != 2 or not all(w[0].isupper() for w in words):  # noqa: PLR2004
        return False
    return is_korean(text) or (key(words[0]) in lists().given and key(words[1]) in lists().surnames)


def title_of(document: Document, name: str | None, gold: Gold) -> str | None:
    """Return the key of the document's title that a gold name means."""
    if name is None:
        return None
    found = [t for t in document.titles.values() if any(gold.same_title(name, form) for form in (t.name, *t.names))]
    exact = [t for t in found if key(t.name) == key(name)]
    return max(exact or found, key=lambda t: len(t.mentions)).key if found else None


def mains(document: Document, gold: Gold) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield each title and whether it is the main one."""
    right = title_of(document, gold.main, gold)
    for name, row in main_title.numbers(document.titles, document.sentences, document.chances).items():
        yield row, name == right


def carried(document: Document, gold: Gold) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield what the article is like, and whether the title likeliest to be the main one is."""
    if document.titles and gold.has_main:
        best = max(document.titles.values(), key=lambda title: (title.score, title.key))
        right = gold.main is not None and gold.same_title(best.name, gold.main)
        yield carrying.numbers(reading(document), document.chances), right


def gold_focus(document: Document, gold: Gold) -> list[Record | None]:
    """Return the annotation of each sentence: that of the gold sentence it overlaps most."""
    found: list[Record | None] = []
    for sentence in document.sentences:
        start, end = sentence.start - document.shift, sentence.end - document.shift
        over = [(min(end, s["end"]) - max(start, s["start"]), i) for i, s in enumerate(gold.sentences)]
        best = max(over, default=(0, 0))
        found.append(gold.sentences[best[1]] if best[0] > 0 else None)
    return found


def mentions(document: Document, gold: Gold) -> Iterator[Example]:
    """Yield each mention of a title and whether its sentence tells about that title."""
    for sentence, right in zip(document.sentences, gold_focus(document, gold), strict=True):
        if right is None:
            continue
        title = title_of(document, right["focus"], gold)
        spans = document.by_sentence.get(sentence.index, [])
        if right["focus"] is None or title is not None:
            for span in spans:
                if span.kind == TITLE:
                    yield told.features(span, sentence, spans), str(span.of == title)


_STATING = 3
"""How many times over a sentence counts that states facts: in it, a wrong title costs most."""


def _counts(document: Document, gold: Gold) -> list[int]:
    """Return how many times over each sentence counts."""
    asked = [fact["at"] + document.shift for fact in gold.facts if not fact.get("negated") and not fact.get("optional")]
    return [_STATING if any(s.start <= at < s.end for at in asked) else 1 for s in document.sentences]


def focuses(document: Document, gold: Gold, *, second: bool) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield each title for each sentence and whether it is in focus there, at the first or the second look."""
    where, counts = reading(document), _counts(document, gold)
    for sentence, right in zip(document.sentences, gold_focus(document, gold), strict=True):
        title = title_of(document, right["focus"], gold) if right else None
        if right is None or (right["focus"] is not None and title is None):
            continue
        for option in focus.options(sentence.index, where):
            found = (
                focus.around(option, sentence.index, where, document.chances)
                if second
                else focus.numbers(option, sentence.index, where)
            )
            yield from [(found, (option or None) == title)] * counts[sentence.index]


def first_seasons(document: Document, gold: Gold) -> Iterator[Example]:
    """Yield the seasons for each sentence and whether it is told about."""
    where = seasons_read(document)
    for index, title, season in _told_seasons(document, gold):
        for option in season_focus.options(index, title, where):
            yield season_focus.features(option, index, title, where), str(option == season)


def focus_seasons(document: Document, gold: Gold) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the seasons for each sentence and whether it is told about, at the second look."""
    where = seasons_read(document)
    for index, title, season in _told_seasons(document, gold):
        for option in season_focus.options(index, title, where):
            yield season_focus.around(option, index, title, where, document.season_chances), option == season


def _told_seasons(document: Document, gold: Gold) -> Iterator[tuple[int, str, int | None]]:
    """Yield the sentences that tell about a title, with it and the season."""
    for sentence, right in zip(document.sentences, gold_focus(document, gold), strict=True):
        title = title_of(document, right["focus"], gold) if right else None
        if right is not None and title is not None:
            yield sentence.index, title, right["season"]


@dataclass(slots=True)
class Judged:
    """A candidate for a predicate, the gold facts stated there, and whether it is stated elsewhere only."""

    weighed: Weighed
    predicate: str
    facts: list[Record]
    elsewhere: bool
    denied: list[Record] = field(default_factory=list)

    @property
    def stated(self) -> list[Record]:
        """Return the facts told of there, those denied among them."""
        return self.facts + self.denied

    @property
    def candidate(self) -> Candidate:
        """Return the candidate."""
        return self.weighed.candidate

    @property
    def features(self) -> list[str]:
        """Return the features of the candidate's place."""
        return self.weighed.features

    @property
    def chance(self) -> float:
        """Return how likely the candidate serves the predicate."""
        return logistic(self.weighed.scores[self.predicate])


def judged(document: Document, found: Sequence[Weighed], gold: Gold) -> Iterator[Judged]:
    """Yield every candidate for every predicate it may serve, with what the annotation says."""
    for weighed in found:
        candidate = weighed.candidate
        sentence = document.sentences[candidate.sentence]
        start, end = sentence.start - document.shift, sentence.end - document.shift
        for predicate in PREDICATES[candidate.family]:
            same = [f for f in gold.facts if f["predicate"] == predicate and _object(candidate, f, document, gold)]
            here = [f for f in same if f["at"] < end and f["at"] + len(f["evidence"]) > start]
            stated, denied = _parted(here)
            yield Judged(weighed, predicate, stated, bool(_parted(same)[0]) and not stated, denied)


def _parted(facts: list[Record]) -> tuple[list[Record], list[Record]]:
    """Return the facts that are stated and those that are denied."""
    return [f for f in facts if not f.get("negated")], [f for f in facts if f.get("negated")]


def _object(candidate: Candidate, fact: Record, document: Document, gold: Gold) -> bool:  # noqa: PLR0911
    if fact["predicate"] == "publication_date":
        return bool(fact["object"] == candidate.value)
    if fact["predicate"] == "number_of_episodes":
        return bool(fact["object"] == candidate.value)
    if fact["predicate"] == "production_status":
        return bool(fact["object"] == candidate.value)
    if candidate.family == "same":
        return gold.same_title(fact["object"], fact["subject"])
    named = value(candidate, "", document)
    if candidate.family == "genre":
        return _genre(fact["object"]) == _genre(named) or gold.same(fact["object"], named)
    if candidate.family == "title":
        return gold.same_title(fact["object"], named)
    return gold.same(fact["object"], named) or gold.same(fact["object"], candidate.value)


def _genre(text: str) -> str:
    words = [
        w for w in text.lower().replace("-", " ").split() if w not in {"drama", "series", "show", "film", "movie", "tv"}
    ]
    return "".join(words) or key(text)


def pairs(document: Document, judgements: list[Judged], gold: Gold) -> Iterator[Example]:
    """Yield, for what is a fact, each title and whether the fact is about it."""
    for item in judgements:
        if not item.stated:
            continue
        right = {title_of(document, fact["subject"], gold) for fact in item.stated}
        for title in links.eligible(item.candidate, document):
            yield links.features(item.candidate, title, item.predicate, document), str(title in right)


def fact_seasons(document: Document, judgements: list[Judged], gold: Gold) -> Iterator[Example]:
    """Yield, for what is a fact, each season and whether the fact is about it."""
    for item in judgements:
        for fact in item.stated:
            title = title_of(document, fact["subject"], gold)
            if title is not None:
                where = seasoning.place(item.candidate, title, document)
                for option in seasoning.options(where):
                    yield seasoning.features(option, where, item.predicate), str(option == fact["season"])


def partners(weighed: Sequence[Weighed], judgements: list[Judged], name: str, gold: Gold) -> Iterator[Example]:
    """Yield each name beside a fact's object and whether it is the value of the fact's qualifier of that name."""
    people: dict[int, dict[int, Weighed]] = defaultdict(dict)
    for item in weighed:
        if item.candidate.family == "person":
            people[item.candidate.sentence][item.candidate.first] = item
    for judgement in judgements:
        for fact in judgement.facts[:1]:
            if name not in qualifiers.PARTNERS.get(fact["predicate"], ()):
                continue
            wanted = fact["qualifiers"].get(name)
            beside = people[judgement.candidate.sentence]
            for span in qualifiers.partners(judgement.weighed, name):
                right = bool(wanted) and _same_part(span.text, wanted, gold)
                yield pair_features(judgement.weighed, span, beside), str(right)


def days(weighed: Sequence[Weighed], judgements: list[Judged]) -> Iterator[Example]:
    """Yield each date near a prize or a state of production and whether it is the fact's date."""
    for judgement in judgements:
        if judgement.predicate in {"award_received", "production_status"}:
            for fact in judgement.facts[:1]:
                for day in qualifiers.days_near(judgement.weighed, weighed):
                    right = day.candidate.value == fact["qualifiers"].get("date")
                    yield qualifiers.date_features(judgement.weighed, day, judgement.predicate), str(right)


def denials(document: Document, judgements: list[Judged]) -> Iterator[Example]:
    """Yield what is stated and what is denied."""
    for item in judgements:
        if item.facts or item.denied:
            found = qualities.denial(item.weighed, document)
            right = bool(item.denied) and not item.facts
            yield [*found, *(f"{item.predicate}|{name}" for name in found)], str(right)


def _same_part(one: str, other: str, gold: Gold) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return gold.same(one, other) or a <= b or b <= a


def qualities_of(document: Document, judgements: list[Judged], name: str) -> Iterator[Example]:
    """Yield what is a fact with its role or change (of cast members), or its certainty."""
    describe, _ = qualifiers.QUALITIES[name]
    for item in judgements:
        for fact in item.facts:
            if name == "certainty":
                yield describe(item.weighed, document), fact["certainty"]
            elif fact["predicate"] == "cast_member":
                yield describe(item.weighed, document), fact["qualifiers"].get(name) or "none"


__all__ = ["CHARACTER", "TITLE", "Example", "Judged"]
