"""Which festival, academy or night gave a prize."""

import re
from collections.abc import Iterable, Sequence

from bot.extraction import awards
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.names import key

_HELD = re.compile(
    r"\s*(?:It|They|This|(?:The|This|That) (?:[\w'-]+ ){0,5}?(?:ceremony|event|gala|awards?|festival|night|show))"
    r",? (?:(?:was|were|is|will be|had been) (?:being )?(?:held|hosted|staged)|(?:took|takes|will take) place)\b"
)
_AGO = 400
_JOINTS = frozenset({",", "and", "&", "plus", '"'})


def held(candidate: Candidate) -> bool:
    """Whether the candidate's sentence tells when and where a ceremony named before was held."""
    text, start = candidate.scene.text, candidate.scene.sentence.start
    return bool(_HELD.match(text, start)) and bool(awards.ceremonies(text, max(0, start - _AGO), start))


def day_held(prize: Candidate, days: Iterable[Candidate]) -> str | None:
    """Return the date of the ceremony, if the sentence after the prize's tells it."""
    return next((day.value for day in days if day.sentence == prize.sentence + 1 and held(day)), None)


def listed(prize: Candidate, beside: Iterable[Candidate]) -> tuple[int, int]:
    """Return the place of a prize in the list of prizes that it stands in, and how many these are."""
    chain: list[Candidate] = []
    for other in sorted({c.first: c for c in beside if c.sentence == prize.sentence}.values(), key=_first):
        if chain and not _joined(chain[-1], other):
            if prize.first <= chain[-1].first:
                break
            chain = []
        chain.append(other)
    places = [other.first for other in chain]
    return (places.index(prize.first), len(places)) if prize.first in places else (0, 1)


def lists(prizes: Iterable[Candidate]) -> list[list[Candidate]]:
    """Return the prizes as they stand side by side: those of one list are won by the same work on the same night."""
    found: list[list[Candidate]] = []
    for prize in sorted(prizes, key=_start):
        if found and _joined(found[-1][-1], prize):
            found[-1].append(prize)
        else:
            found.append([prize])
    return found


def _start(candidate: Candidate) -> int:
    return candidate.start


def _joined(left: Candidate, right: Candidate) -> bool:
    between = left.scene.tokens[left.last + 1 : right.first]
    return left.sentence == right.sentence and bool(between) and all(token.lower in _JOINTS for token in between)


def _first(candidate: Candidate) -> int:
    return candidate.first


def dealt(place: int, size: int, lists: Sequence[Sequence[Candidate]]) -> Candidate | None:
    """Return the winner at the same place of the one list of as many people as there are prizes."""
    fitting = [people for people in lists if len(people) == size]
    return fitting[0][place] if size > 1 and len(fitting) == 1 else None


def ceremony_of(candidate: Candidate, document: Document) -> str | None:
    """Return the award body of a prize: the one named nearest before it or beside it, in its fullest form."""
    found = [
        (start, end)
        for start, end in awards.ceremonies(document.text, 0, len(document.text))
        if not (
            start < candidate.end and end > candidate.start and key(document.text[start:end]) in key(candidate.value)
        )
    ]
    if not found:
        return None
    sentence = document.sentences[candidate.sentence]
    here = [span for span in found if sentence.start <= span[0] < sentence.end]
    before = [span for span in found if span[0] < candidate.start and span[0] >= document.shift]
    start, end = min(here, key=lambda s: abs(s[0] - candidate.start)) if here else (before or found)[-1]
    return _fullest(document.text[start:end], [document.text[a:b] for a, b in found if a >= document.shift])


def _fullest(name: str, forms: list[str]) -> str:
    """Return the longest form of a name that the article has ("76th Primetime Emmys" for "Emmys")."""
    stem = key(name).removesuffix("awards").removesuffix("award").removesuffix("s")
    longer = [form for form in forms if stem and stem in key(form)]
    return max(longer, key=len, default=name)
