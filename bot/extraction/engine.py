"""The whole way from an article to its facts, stage by stage."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.config import DATA
from bot.extraction import candidates, facts
from bot.extraction.document import Document, open_document, understand
from bot.extraction.models import Article, Extraction, Fact, Known
from bot.extraction.names import key, lists
from bot.extraction.weights import Weights, load

POINTS = {"shown": 0.5, "asked": 0.8, "all": 0.05}
"""The least confidence of a fact at each operating point, used where the weights name none."""


@dataclass(frozen=True, slots=True)
class Models:
    """Everything learnt: the models by name, and the least confidence by operating point and predicate."""

    weights: Weights
    points: dict[str, dict[str, float]]


@cache
def shipped() -> Models:
    """Return the shipped weights, read once."""
    import json  # noqa: PLC0415

    points = json.loads((DATA / "weights" / "points.json").read_text(encoding="utf-8"))
    return Models(load(DATA / "weights" / "weights.json"), points)


def read(article: Article, models: Models) -> Document:
    """Return the article with its names, titles and the focus of each sentence."""
    document = open_document(article)
    understand(document, models.weights)
    return document


def extract(
    text: str,
    headline: str = "",
    published: date | None = None,
    *,
    titles: Iterable[str] = (),
    people: Iterable[str] = (),
    at: str = "shown",
    models: Models | None = None,
) -> Extraction:
    """Return the facts that an article states, the surest first.

    ``titles`` and ``people`` are names that are known already. ``at`` is the operating point: ``shown``, ``asked`` or
    ``all``. Whatever the text, nothing is raised, and each fact's evidence is ``text[start:end]``.
    """
    models = models or shipped()
    table = lists()
    known = Known(table.titles.union(map(key, titles)), table.people.union(map(key, people)))
    document = read(Article(text, headline, published, known), models)
    found = facts.facts(candidates.find(document), document, models.weights)
    main = document.titles[document.main].name if document.main else None
    return Extraction(
        tuple(_passing(found, at, models)), _aliases(document), main, document.main_season, document.notes
    )


def _passing(found: Iterable[Fact], at: str, models: Models) -> Iterable[Fact]:
    """Keep the facts that are sure enough for an operating point."""
    least = models.points.get(at, {})
    for fact in found:
        if fact.confidence >= least.get(fact.predicate, least.get("", POINTS[at])):
            yield replace(fact, qualifiers=dict(fact.qualifiers))


def _aliases(document: Document) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(title.names) for title in document.titles.values() if len({key(n) for n in title.names}) > 1)
