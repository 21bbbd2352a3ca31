"""Examples for each model, made from the annotated articles and what the earlier stages make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.extraction import context, focus, links, main_title, qualifiers, seasons, title_evidence
from bot.extraction import mentions as told
from bot.extraction import fact_seasons as seasoning
from bot.extraction.candidates import PREDICATES, Candidate
from bot.extraction.document import Document, around, reading
from bot.extraction.entities import LOOKED_AT
from bot.extraction.linear import logistic
from bot.extraction.models import CHARACTER, NONE, PERSON, TITLE, Span
from bot.extraction.names import is_korean, key, lists, works
from bot.extraction.readings import Reading, value
from bot.extraction.relations import Weighed
from bot.extraction.span_features import features
from bot.training.gold import Gold, Record, kind_of

Example = tuple[list[str], str]


def spans(document: Document, gold: Gold) -> Iterator[Example]:
    """Yield each candidate span with its kind."""
    found = [item.span for item in document.weighed]
    for span, kind in zip(found, labels(found, gold), strict=True):
        if kind is not None and document.setting is not None:
            yield features(span, document.sentences[span.sentence], document.setting), kind


def title_looks(document: Document, gold: Gold) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield what is looked at a second time, and whether it is a title."""
    if document.setting is None:
        return
    whole = title_evidence.survey(document.weighed, document.setting)
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
    for title in document.titles.values():
        numbers = main_title.numbers(title, document.titles, document.sentences, document.chances)
        yield numbers, title.key == right


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


def focuses(document: Document, gold: Gold, *, second: bool) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield each title for each sentence and whether it is in focus there, at the first or the second look."""
    where = reading(document)
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
            yield found, (option or None) == title


def focus_seasons(document: Document, gold: Gold) -> Iterator[Example]:
    """Yield the seasons for each sentence and whether it is told about."""
    before: int | None = None
    for sentence, right in zip(document.sentences, gold_focus(document, gold), strict=True):
        title = title_of(document, right["focus"], gold) if right else None
        if right is None or title is None:
            continue
        where = around(document, sentence, title, before)
        for option in seasons.choices(where):
            yield seasons.features(option, where, "focus"), str(option == right["season"])
        before = right["season"]


@dataclass(slots=True)
class Judged:
    """A candidate for a predicate, the gold facts stated there, and whether it is stated elsewhere only."""

    weighed: Weighed
    predicate: str
    facts: list[Record]
    elsewhere: bool
    denied: list[Record] = field(default_factory=list)

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
            same = [
                f
                for f in gold.facts
                if f["predicate"] == predicate and _object(candidate, f, document, gold)
            ]
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
    named = value(Reading(candidate, fact["predicate"], "", 0, 0, []), document)
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
        if not item.facts:
            continue
        right = {title_of(document, fact["subject"], gold) for fact in item.facts}
        for title in links.eligible(item.candidate, document):
            yield links.features(item.candidate, title, item.predicate, document), str(title in right)


def fact_seasons(document: Document, judgements: list[Judged], gold: Gold) -> Iterator[Example]:
    """Yield, for what is a fact, each season and whether the fact is about it."""
    for item in judgements:
        for fact in item.facts:
            title = title_of(document, fact["subject"], gold)
            if title is not None:
                where = seasoning.place(item.candidate, title, document)
                for option in seasoning.options(where):
                    yield seasoning.features(option, where, item.predicate), str(option == fact["season"])


def characters(document: Document, judgements: list[Judged], gold: Gold) -> Iterator[Example]:
    """Yield each character in the sentence of a cast member and whether it is theirs."""
    for item in judgements:
        for fact in item.facts:
            if fact["predicate"] != "cast_member":
                continue
            wanted = fact["qualifiers"].get("character")
            for span in qualifiers.characters_near(item.candidate, document):
                right = bool(wanted) and _same_character(span.text, wanted, gold)
                yield qualifiers.pair_features(item.candidate, span, document), str(right)


def _same_character(one: str, other: str, gold: Gold) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return gold.same(one, other) or a <= b or b <= a


def qualities(judgements: list[Judged], name: str) -> Iterator[Example]:
    """Yield what is a fact with its role or change (of cast members), or its certainty."""
    for item in judgements:
        for fact in item.facts:
            if name == "certainty":
                yield item.features, fact["certainty"]
            elif fact["predicate"] == "cast_member":
                yield item.features, fact["qualifiers"].get(name) or "none"


__all__ = ["CHARACTER", "TITLE", "Example", "Judged"]
