"""What people do about facts and identities: reports and their outcome, merges, splits and proposals of such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.facts import Claim, NameKind, StoredFact


class ReportOutcome(StrEnum):
    """How a report was closed: the claim is wrong, or it is not."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Report:
    """What members of one server say is wrong: one claim, however many of them say so.

    ``fact`` is one that states the claim today, None if no article does any more or the asking server may not be shown
    it. ``guild_id`` is None for reports from direct messages. ``at`` is when the first of them reported it.
    """

    claim: Claim
    title: str
    fact: StoredFact | None
    guild_id: int | None
    reporters: int
    at: datetime


class ChangeKind(StrEnum):
    """What was done to identities."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """A merge (``from_id`` became a part of ``into_id``), or a split.

    Of a title, what ``article_ids`` say went to ``into_id``; of a person, what ``title_ids`` have to do with them.
    """

    id: int
    what: ChangeKind
    kind: NameKind
    from_id: int
    from_name: str
    into_id: int
    into_name: str
    article_ids: tuple[int, ...]
    title_ids: tuple[int, ...]
    by: int
    at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two titles or people that may be one; ``reason`` is a key of the locales (see :mod:`bot.domain.reasons`)."""

    id: int
    kind: NameKind
    a_id: int
    a_name: str
    b_id: int
    b_name: str
    reason: str
    at: datetime
