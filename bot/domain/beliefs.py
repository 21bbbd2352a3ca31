"""What is believed of a title, from all that articles say of it: one belief a claim, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.facts import Certainty, Claim, StoredFact


class Standing(StrEnum):
    """How a belief stands beside the others of its title."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Belief:
    """A claim and what speaks for it: the best spelling of its object, its certainty, and its sources, best first.

    ``since`` is when the first source said it; ``replaced_by`` the value that superseded it, or None if it was denied
    or still stands.
    """

    claim: Claim
    object: str
    qualifiers: Mapping[str, str]
    certainty: Certainty
    confidence: float
    standing: Standing
    sources: tuple[StoredFact, ...]
    since: datetime
    person_id: int | None = None
    replaced_by: str | None = None
