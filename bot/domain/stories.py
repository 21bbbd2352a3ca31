"""Which articles tell of the same event: very conservative, for a wrong merge hides news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StorySketch:
    """What of a story is needed to recognise it: its leading article's words, its outlets, its last instant."""

    story_id: int
    headline: str
    lead: str
    outlets: frozenset[str]
    last_at: datetime


def match(headline: str, lead: str, outlet: str, at: datetime, sketches: Sequence[StorySketch]) -> int | None:
    """Return the id of the story that this article tells of, or None if it is a story of its own."""
    raise NotImplementedError
