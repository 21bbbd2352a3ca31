"""What a fact says beyond its object: character, change, role, author, kind, ceremony, date; and how certain it is."""

import re
from collections.abc import Iterator

from bot.extraction import dates
from bot.extraction.candidates import Candidate
from bot.extraction.context import people_near
from bot.extraction.document import Document
from bot.extraction.linear import Linear
from bot.extraction.models import CEREMONY, CHARACTER, PERSON, Span
from bot.extraction.weights import Weights

_KIND = (
    ("webtoon", r"web-?toons?|web comics?"), ("novel", r"novels?|novella|light novels?|web novels?|books?|bestseller|trilogy|saga"),  # noqa: E501
    ("manga", r"manga"), ("graphic novel", r"graphic novels?"), ("comic", r"comics?|comic books?|manhwa"), ("game", r"(?:video )?games?|videogames?"),  # noqa: E501
    ("play", r"plays?|stage"), ("film", r"films?|movies?"), ("series", r"series|drama|show"), ("memoir", r"memoirs?|autobiography"),  # noqa: E501
    ("short story", r"short stor(?:y|ies)"), ("true story", r"true stor(?:y|ies)|real (?:case|events?|life)"), ("musical", r"musical"),  # noqa: E501
    ("podcast", r"podcast"), ("article", r"article"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in _KIND)


def read(  # noqa: PLR0917
    candidate: Candidate, predicate: str, title: str, found: list[str], document: Document, models: Weights
) -> dict[str, str]:
    """Return the qualifiers of a fact; those that nothing speaks for are left out."""
    if predicate == "cast_member":
        return _cast(candidate, found, document, models)
    if predicate == "based_on":
        return _source(candidate, document)
    if predicate == "award_received":
        return _award(candidate, document)
    if predicate == "production_status":
        day = _date(candidate, document)
        return {"date": day} if day else {}
    del title
    return {}


def _cast(candidate: Candidate, found: list[str], document: Document, models: Weights) -> dict[str, str]:
    qualified: dict[str, str] = {}
    character = character_of(candidate, document, models["character"])
    if character is not None:
        qualified["character"] = character.text
    for name in ("role", "change"):
        chosen = top(found, models[name])
        if chosen != "none":
            qualified[name] = chosen
    return qualified


def top(found: list[str], model: Linear) -> str:
    """Return the likeliest class."""
    scores = model.scores(found)
    return model.classes[max(range(len(scores)), key=scores.__getitem__)]


def certainty(found: list[str], models: Weights) -> str:
    """Return confirmed, reported or rumored."""
    return top(found, models["certainty"])


def characters_near(candidate: Candidate, document: Document) -> list[Span]:
    """Return the characters named in the sentence, or in every mention's sentence of that person."""
    return [
        s for s in document.by_sentence.get(candidate.sentence, ()) if s.kind == CHARACTER and s is not candidate.span
    ]


def character_of(candidate: Candidate, document: Document, model: Linear) -> Span | None:
    """Return the character that a cast member is said to play."""
    scored = [
        (model.scores(pair_features(candidate, span, document))[0], span)
        for span in characters_near(candidate, document)
    ]
    best = max(scored, key=lambda item: (item[0], -item[1].start), default=None)
    return best[1] if best is not None and best[0] > 0 else None


def pair_features(candidate: Candidate, span: Span, document: Document) -> list[str]:
    """Return what ties a person and a character of one sentence together."""
    tokens = document.sentences[candidate.sentence].tokens
    after = span.first > candidate.last
    low, high = (candidate.last + 1, span.first) if after else (span.last + 1, candidate.first)
    words = [t.lower for t in tokens[low:high] if t.text not in {'"', "'"}]
    side = "after" if after else "before"
    inside = document.by_sentence.get(candidate.sentence, ())
    people = sum(s.kind == PERSON and low <= s.first < high for s in inside)
    others = sum(s.kind == CHARACTER and low <= s.first < high for s in inside)
    found = [f"{side},people={min(people, 2)},characters={min(others, 2)}", f"{side},distance={min(len(words), 10)}"]
    if len(words) <= 4:  # noqa: PLR2004
        found.append(f"{side}:{' '.join(words)}")
    if words:
        found += [
            f"{side},first={words[0]}",
            f"{side},last={words[-1]}",
            f"{side},first={words[0]},people={people > 0}",
        ]
    found += [f"{side},{cue},people={people > 0}" for cue in {cue for t in tokens[low:high] for cue in t.cues}]
    lists = [sum(s.kind == kind for s in inside) for kind in (PERSON, CHARACTER)]
    return [*found, f"{side},people={min(lists[0], 3)},all={min(lists[1], 3)}"]


def _source(candidate: Candidate, document: Document) -> dict[str, str]:
    sentence = document.sentences[candidate.sentence]
    middle = (candidate.start + candidate.end) // 2
    kinds = [
        (abs(found.start() - middle), kind)
        for kind, pattern in _KINDS
        for found in pattern.finditer(document.text, sentence.start, sentence.end)
    ]
    qualified = {"kind": min(kinds)[1]} if kinds else {}
    author = next(_authors(candidate, document), None)
    if author is not None:
        qualified["author"] = author.text
    return qualified


def _authors(candidate: Candidate, document: Document) -> Iterator[Span]:
    """Yield the persons that stand as authors of a source work: "Y's <work>", "<work> by Y"."""
    tokens = document.sentences[candidate.sentence].tokens
    for span in people_near(candidate):
        before = tokens[span.first - 1].lower if span.first else ""
        after = tokens[span.last + 1].lower if span.last + 1 < len(tokens) else ""
        gap = max(candidate.first - span.last, span.first - candidate.last)
        if gap < 9 and (  # noqa: PLR2004
            (after == "'s" and span.first < candidate.first) or (before == "by" and span.first > candidate.last)
        ):
            yield span


def _award(candidate: Candidate, document: Document) -> dict[str, str]:
    people = sorted(
        people_near(candidate), key=lambda s: max(candidate.first - s.last, s.first - candidate.last)
    )
    qualified = {"person": _full(people[0], document)} if people else {}
    bodies = [s for s in document.spans if s.kind == CEREMONY]
    if bodies:
        qualified["ceremony"] = min(bodies, key=lambda s: abs(s.start - candidate.start)).text
    day = _date(candidate, document)
    return qualified | ({"date": day} if day else {})


def _full(person: Span, document: Document) -> str:
    return max((s.text for s in document.spans if s.key == person.of), key=len, default=person.text)


def _date(candidate: Candidate, document: Document) -> str | None:
    """Return the date nearest to the candidate in its sentence."""
    sentence = document.sentences[candidate.sentence]
    found = dates.find(document.text, sentence, document.article.published)
    best = min(found, key=lambda when: abs(when.start - candidate.start), default=None)
    return best.edtf if best is not None and abs(best.start - candidate.start) < 70 else None  # noqa: PLR2004
