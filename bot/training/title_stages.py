"""The stages of the title model: names, main title, focus and season of each sentence; each learns on unseen writers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from bot.extraction.document import Document, find_rest, look, name_spans
from bot.extraction.linear import Linear
from bot.extraction.models import AWARD, CEREMONY, CHARACTER, KINDS, ORG, PERSON, PLACE, TITLE
from bot.extraction.titles import choose_main
from bot.extraction.weights import Weights
from bot.training import examples
from bot.training.fit import fit, fit_trees
from bot.training.gold import Gold

_KIND_WEIGHTS = {TITLE: 8.0, PERSON: 2.0, CHARACTER: 3.0, ORG: 2.0, PLACE: 3.0, AWARD: 2.0, CEREMONY: 3.0}
"""A name overlooked costs more than a false one, which the later stages can still leave out."""


_BLANK = Linear(KINDS, (0.0,) * len(KINDS), {})


class Read(Protocol):
    """An annotated article on its way through the stages."""

    gold: Gold
    document: Document


def learn_spans(cases: Sequence[Read]) -> Weights:
    """Learn what the names are names of, at first sight."""
    for case in cases:
        if case.document.setting is None:
            look(case.document, _BLANK)
    return Weights({"span": fit(gather(cases, examples.spans), strength=0.1, classes=KINDS, weights=_KIND_WEIGHTS)})


def use_spans(case: Read, models: Weights) -> None:
    """Look at the spans of an article."""
    look(case.document, models["span"])


def learn_titles(cases: Sequence[Read]) -> Weights:
    """Learn which strings are titles, at second sight."""
    rows = [row for case in cases for row in examples.title_looks(case.document, case.gold)]
    return Weights(trees={"title": fit_trees(rows)})


def use_titles(case: Read, models: Weights) -> None:
    """Name the spans of an article."""
    name_spans(case.document, models.trees["title"])


def learn_main(cases: Sequence[Read]) -> Weights:
    """Learn which title is the main one."""
    return Weights({"main": fit(gather(cases, examples.mains), strength=0.5)})


def use_main(case: Read, models: Weights) -> None:
    """Choose the main title of an article."""
    case.document.main = choose_main(case.document.titles, case.document.sentences, models["main"])


def learn_focus(cases: Sequence[Read]) -> Weights:
    """Learn which title and season each sentence tells about."""
    return Weights(
        {
            "focus": fit(gather(cases, examples.focuses), strength=0.3),
            "season": fit(gather(cases, examples.focus_seasons), strength=0.3),
        }
    )


def use_focus(case: Read, models: Weights) -> None:
    """Decide title and season of each sentence of an article."""
    find_rest(case.document, models["focus"], models["season"])


def gather(
    cases: Sequence[Read], make: Callable[[Document, Gold], Iterable[examples.Example]]
) -> list[examples.Example]:
    """Return the examples that all cases make."""
    return [row for case in cases for row in make(case.document, case.gold)]


TITLE_STAGES = ((learn_spans, use_spans), (learn_titles, use_titles), (learn_main, use_main), (learn_focus, use_focus))
"""How each stage is learnt and used, in order."""
