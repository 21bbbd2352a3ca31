"""Articles in and extractions out as the command line and the corpus write them (JSON), and explained for people."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.facts import Extraction, Fact


@dataclass(frozen=True, slots=True)
class Source:
    """An article from a file: its text, headline and day of publication (None when unknown)."""

    text: str
    headline: str
    published: date | None


def read_article(body: str, headline: str = "", published: date | None = None) -> Source:
    """Return the article of a file: a JSON object as in ``corpus/``, or else plain text.

    ``headline`` and ``published`` are used where the file says nothing. Raises ValueError when JSON lacks a text.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return Source(body, headline, published)
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise ValueError("this JSON is no article: it has no text")  # noqa: TRY004 - the file is wrong, not our types
    return Source(data["text"], str(data.get("title") or headline), _day(data.get("published")) or published)


def _day(value: Any) -> date | None:  # noqa: ANN401
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def as_json(extraction: Extraction, *, explain: bool = False) -> dict[str, Any]:
    """Return an extraction as the command line prints it; ``explain`` adds what decided each fact."""
    facts = [_fact(fact, explain=explain) for fact in extraction.facts]
    data: dict[str, Any] = {"facts": facts, "aliases": [list(group) for group in extraction.aliases]}
    if explain:
        data["main"] = {"title": extraction.main_title, "season": extraction.main_season}
    if extraction.notes:
        data["notes"] = list(extraction.notes)
    return data


def _fact(fact: Fact, *, explain: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "subject": fact.subject,
        "season": fact.season,
        "predicate": fact.predicate,
        "object": fact.object,
        "qualifiers": dict(fact.qualifiers),
        "certainty": fact.certainty,
        "confidence": fact.confidence,
        "evidence": fact.evidence,
        "start": fact.start,
        "end": fact.end,
    }
    if fact.negated:
        data["negated"] = True
    if explain:
        data["cues"] = [{"cue": cue.name, "weight": round(cue.weight, 2)} for cue in fact.cues]
    return data
