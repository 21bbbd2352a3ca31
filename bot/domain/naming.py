"""Which title or person a name means. A name only proposes; shared works, people and years decide."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.facts import NameKind


@dataclass(frozen=True, slots=True)
class Named:
    """A title or a person with all names that it goes by; ``fame`` counts the facts that speak of it."""

    id: int
    kind: NameKind
    name: str
    names: tuple[str, ...]
    year: int | None = None
    fame: int = 0
