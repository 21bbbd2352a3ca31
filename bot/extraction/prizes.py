"""Which festival, academy or night gave a prize."""

from bot.extraction import awards
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.names import key


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
