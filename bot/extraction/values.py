"""What the value of a candidate itself tells: when a date is and whether it was given up, how a status is worded."""

import re
from collections.abc import Iterator

from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.scenes import Scene

_GIVEN_UP = re.compile(
    r"\b(?:(?:was|were|been|be|had)\b[^,;]{0,30}\b(?:to have|to be|to|down|set|due|slated|scheduled|planned|meant|"
    r"supposed|pencilled|dated|eyed)|originally|initially|previously|earlier|at first|old plan|instead of|rather than|"
    r"and not|not|from|vacat\w+|missed|would have|should have|until now|no longer)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_TILL = re.compile(
    r"\b(?:until|till|through|ends?|ended|concludes?|finale|last|final|closes?|bows? out)\b[^,;]{0,30}$", re.IGNORECASE
)
_NEAR = 5
_FAR = 60


def features(candidate: Candidate, document: Document) -> Iterator[str]:
    """Yield what the value of a date, number, status, genre or award tells."""
    if candidate.family == "date":
        yield from _date(candidate, document)
        return
    text = document.text[candidate.start : candidate.end].lower()
    yield f"text={text}"
    yield f"value={candidate.value.lower()}"
    yield from (f"word={word}" for word in text.split())
    if candidate.family == "episodes":
        yield f"episodes={min(int(candidate.value), 30)},{candidate.form}"
    yield from (f"{candidate.form}:{cue}" for cue in candidate.scene.cues)
    if candidate.family == "status":
        yield from _status(candidate, text)


def _date(candidate: Candidate, document: Document) -> Iterator[str]:
    time = side_of_time(candidate, document)
    yield f"date,{candidate.form},{time}"
    yield f"time={time}"
    days = candidate.scene.days
    rank = "only" if len(days) == 1 else "first" if candidate.value == days[0] else "later"
    late = "latest" if candidate.value == max(days, default="") else "earlier"
    before = document.text[max(candidate.scene.sentence.start, candidate.start - _FAR) : candidate.start]
    given_up = bool(_GIVEN_UP.search(before))
    for name in (
        f"rank={rank},{late}",
        f"given up={given_up}",
        f"given up={given_up},{late},{rank}",
        f"till={bool(_TILL.search(before))}",
    ):
        yield from (f"{name}#{copy}" for copy in range(2))
    moved = "POSTPONE" in candidate.scene.cues
    yield f"moved={moved},{rank},{late}"
    yield f"moved={moved},given up={given_up},{time}"


def _status(candidate: Candidate, text: str) -> Iterator[str]:
    """Yield the words and telling classes close by, each with the status that it would be."""
    scene, value = candidate.scene, candidate.value
    for side, places in (("L", _places(scene, candidate.first, -1)), ("R", _places(scene, candidate.last, 1))):
        for distance, index in enumerate(places):
            token = scene.tokens[index]
            if index in scene.at:
                yield f"{value}|{side}<{scene.at[index].kind}>,near={distance <= 1}"
                continue
            yield from (f"{value}|{side}:{cue}" for cue in token.cues)
            if distance == 0:
                yield f"{value}|{side}={token.lower}"
                yield f"{text}|{side}={token.lower}"


def _places(scene: Scene, origin: int, step: int) -> range:
    end = max(-1, origin - _NEAR - 1) if step < 0 else min(len(scene.tokens), origin + _NEAR + 1)
    return range(origin + step, end, step)


def side_of_time(candidate: Candidate, document: Document) -> str:
    """Return whether a date was past, current or to come when the article appeared."""
    published = document.article.published
    if published is None:
        return "unknown"
    year = int(candidate.value[:4])
    day = published.isoformat()[: len(candidate.value)]
    if year < published.year - 1:
        return "old"
    return "same" if candidate.value == day else "past" if candidate.value < day else "ahead"
