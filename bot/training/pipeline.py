"""Training stage by stage: each stage learns from what the stages before it make of articles they were not trained on."""  # noqa: E501

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from zlib import crc32

from bot.domain.facts import Fact
from bot.extraction import candidates as candidate_stage
from bot.extraction import confidence, qualifiers, relations
from bot.extraction import facts as fact_stage
from bot.extraction.candidates import PREDICATES
from bot.extraction.document import Document, open_document
from bot.extraction.facts import Draft
from bot.extraction.linear import Linear
from bot.extraction.models import PERSON, TITLE, Known
from bot.extraction.names import famous, lists, works
from bot.extraction.relations import Weighed
from bot.extraction.weights import Weights
from bot.training import examples
from bot.training.fit import Growth, fit, fit_numbers, fit_trees
from bot.training.gold import Gold
from bot.training.rows import forget, made
from bot.training.scoring import matches
from bot.training.title_stages import TITLE_STAGES
from bot.training.words import known_names

_GROWTH = Growth(count=120, rate=0.05, leaves=8, least=40, calm=5.0)
_ALL_PREDICATES = sorted({p for group in PREDICATES.values() for p in group})


@dataclass(slots=True)
class Case:
    """An article on its way through the stages, read by models that never saw its writer."""

    gold: Gold
    document: Document
    fold: int
    weighed: list[Weighed] = field(default_factory=list)
    judged: list[examples.Judged] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def folds(golds: Sequence[Gold], count: int) -> list[Case]:
    """Return the cases, all of one writer in one fold."""
    writers = sorted({gold.writer for gold in golds})
    for writer in writers:
        others = [gold for gold in golds if gold.writer != writer]
        titles, people = works().union(known_names(others, TITLE)), famous().union(known_names(others, PERSON))
        for gold in golds:
            if gold.writer == writer:
                gold.article = replace(gold.article, known=Known(_most(titles, gold.name), people))
    return [Case(gold, open_document(gold.article), writers.index(gold.writer) % count) for gold in golds]


def _most(titles: frozenset[str], name: str) -> frozenset[str]:
    """Return three titles of four: of those in articles by a new hand, the lists hold about as many.

    The models must not rely on the lists: the news are about works that nobody has heard of yet.
    """
    return frozenset(title for title in titles if crc32(f"{name}/{title}".encode()) % 4)


Learn = Callable[[list[Case]], Weights]
Use = Callable[[Case, Weights], None]


def stage(cases: list[Case], learn: Learn, use: Use, count: int) -> Weights:
    """Learn a stage without each fold in turn and use it there; return what is learnt from all cases."""
    forget()
    models = learn(cases)
    learnt = [models]
    if count > 1:
        learnt = [learn([case for case in cases if case.fold != fold]) for fold in range(count)]
    for case in cases:
        use(case, learnt[case.fold])
    return models


def judge(case: Case) -> None:
    """Find the candidates of an article and what the annotation says of each."""
    case.weighed = relations.describe(candidate_stage.find(case.document), case.document)
    case.judged = list(examples.judged(case.document, case.weighed, case.gold))


def _learn_first(cases: list[Case]) -> Weights:
    learnt = {}
    for predicate in _ALL_PREDICATES:
        rows = [(item.features, str(bool(item.facts))) for case in cases for item in _clear(case, predicate)]
        learnt[f"role:{predicate}"] = fit(rows, strength=0.12)
    return Weights(learnt)


def _clear(case: Case, predicate: str) -> Iterator[examples.Judged]:
    """Yield what is clearly a fact or none: what another sentence states may be stated here as well."""
    yield from (item for item in case.judged if item.predicate == predicate and not item.elsewhere)


def _use_first(case: Case, models: Weights) -> None:
    relations.look_first(case.weighed, models)


def _learn_second(cases: list[Case]) -> Weights:
    numbered = {id(item): n for c in cases for item, n in zip(c.weighed, relations.described(c.weighed), strict=True)}
    learnt = {}
    for predicate in PREDICATES["person"]:
        rows = [
            (numbered[id(item.weighed)][predicate], bool(item.facts)) for c in cases for item in _clear(c, predicate)
        ]
        learnt[f"again:{predicate}"] = fit_numbers(rows)
    return Weights(learnt)


def _use_second(case: Case, models: Weights) -> None:
    relations.look_again(case.weighed, models)


def _partners(name: str, case: Case) -> Iterator[examples.Example]:
    return examples.partners(case.weighed, case.judged, name, case.gold)


def _qualities(name: str, case: Case) -> Iterator[examples.Example]:
    return examples.qualities_of(case.document, case.judged, name)


def _learn_relations(cases: list[Case]) -> Weights:
    learnt: dict[str, Linear] = {}
    learnt["link"] = fit(made(cases, "pairs", lambda c: examples.pairs(c.document, c.judged, c.gold)), strength=0.1)
    seasons = made(cases, "seasons", lambda c: examples.fact_seasons(c.document, c.judged, c.gold))
    learnt["fact season"] = fit(seasons, strength=0.15)
    for name in ("character", "person", "author"):
        learnt[f"pair:{name}"] = fit(made(cases, name, partial(_partners, name)), strength=0.2)
    learnt["pair:date"] = fit(made(cases, "days", lambda c: examples.days(c.weighed, c.judged)), strength=0.2)
    learnt["denial"] = fit(made(cases, "denials", lambda c: examples.denials(c.document, c.judged)), strength=0.1)
    for name, (_, classes) in qualifiers.QUALITIES.items():
        learnt[name] = fit(made(cases, f"of {name}", partial(_qualities, name)), strength=0.1, classes=classes)
    return Weights(learnt)


def _use_relations(case: Case, models: Weights) -> None:
    """Keep every possible fact with its numbers."""
    case.drafts = fact_stage.drafts(case.weighed, case.document, models)
    case.right = matches(case.gold, [draft.fact for draft in case.drafts])


def _learn_confidence(cases: list[Case]) -> Weights:
    rows = [(d.numbers, right) for case in cases for d, right in zip(case.drafts, case.right, strict=True)]
    return Weights({"confidence": fit_numbers(rows)}, {"confidence": fit_trees(rows, _GROWTH)})


def _use_confidence(case: Case, models: Weights) -> None:
    case.scores = [confidence.raw_score(draft.numbers, models) for draft in case.drafts]


def _learn_calibration(cases: list[Case]) -> Weights:
    """Learn how often facts of a score are right, on scores of writers that the models never saw."""
    rows = [({"raw": score}, right) for c in cases for score, right in zip(c.scores, c.right, strict=True)]
    return Weights({"calibration": fit_numbers(rows, strength=10.0)})


def _use_calibration(case: Case, models: Weights) -> None:
    found = zip(case.drafts, case.scores, strict=True)
    case.facts = [replace(draft.fact, confidence=confidence.calibrated(score, models)) for draft, score in found]


FACT_STAGES: tuple[tuple[Learn, Use], ...] = (
    (_learn_first, _use_first),
    (_learn_second, _use_second),
    (_learn_relations, _use_relations),
    (_learn_confidence, _use_confidence),
    (_learn_calibration, _use_calibration),
)
"""How each stage behind the titles is learnt and used, in order."""


def train(golds: Sequence[Gold], count: int = 4) -> tuple[Weights, list[Case]]:
    """Return all models, and every article as read by models that never saw its writer."""
    cases = folds(golds, count)
    models = Weights()
    for learn_titles, use_titles in TITLE_STAGES:
        models |= stage(cases, learn_titles, use_titles, count)
    for case in cases:
        judge(case)
    for learn, use in FACT_STAGES:
        models |= stage(cases, learn, use, count)
    return models, cases


def unseen(golds: Sequence[Gold], models: Weights, known: Known | None = None) -> list[Case]:
    """Return articles that nothing was learnt from, as read by the models; names are known as shipped, if not given."""
    table = lists()
    cases = []
    for gold in golds:
        gold.article = replace(gold.article, known=known or Known(table.titles, table.people))
        case = Case(gold, open_document(gold.article), 0)
        for _, use_titles in TITLE_STAGES:
            use_titles(case, models)
        judge(case)
        for _, use in FACT_STAGES:
            use(case, models)
        cases.append(case)
    return cases
