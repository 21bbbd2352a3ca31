"""The whole way from an article to its facts, stage by stage."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from bot.config import DATA
from bot.domain.facts import Extraction
from bot.extraction import candidates, facts
from bot.extraction.document import Document, open_document, understand
from bot.extraction.models import Article, Known
from bot.extraction.names import key, lists
from bot.extraction.recognisers import Recogniser
from bot.extraction.weights import Weights, load

POINTS = {"shown": 0.5, "asked": 0.8, "all": 0.05}
"""The least confidence of a fact at each operating point, used where nothing else names one."""

Points = Mapping[str, Mapping[str, float]]
"""By operating point: the least confidence by predicate, that of the key "" for all that are not named."""


@cache
def weights() -> Weights:
    """Return the shipped weights, read once."""
    return load(DATA / "weights" / "weights.json")


@cache
def points() -> Points:
    """Return the shipped operating points, read once."""
    found: Points = json.loads((DATA / "weights" / "points.json").read_text(encoding="utf-8"))
    return found


def extract(
    text: str,
    headline: str = "",
    published: date | None = None,
    *,
    titles: Iterable[str] = (),
    people: Iterable[str] = (),
    at: str = "shown",
    least: Points | None = None,
    recognisers: Iterable[Recogniser] = (),
) -> Extraction:
    """Return the facts that an article states, the surest first.

    ``titles`` and ``people`` are names that are known already. ``at`` is the operating point: ``shown``, ``asked`` or
    ``all``; ``least`` sets other points than the shipped ones. ``recognisers`` have a vote on what is a name. Whatever
    the text, nothing is raised, and each fact's evidence is ``text[start:end]``.
    """
    table = lists()
    known = Known(table.titles.union(map(key, titles)), table.people.union(map(key, people)))
    document = open_document(Article(text, headline, published, known))
    understand(document, weights(), recognisers)
    chosen = (least or points()).get(at, {})
    found = facts.facts(candidates.find(document), document, weights(), lambda one: _least(one, at, chosen))
    main = document.titles[document.main].name if document.main else None
    return Extraction(tuple(found), _aliases(document), main, document.main_season, document.notes)


def _least(predicate: str, at: str, chosen: Mapping[str, float]) -> float:
    """Return how sure a fact must be."""
    return chosen.get(predicate, chosen.get("", POINTS[at]))


def _aliases(document: Document) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(title.names) for title in document.titles.values() if len({key(n) for n in title.names}) > 1)
