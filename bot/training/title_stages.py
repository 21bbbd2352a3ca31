"""The stages of the title model: names, main title, focus and season of each sentence, learnt on unseen writers."""

from collections.abc import Sequence

from bot.extraction.document import (
    find_focus,
    find_main,
    find_seasons,
    find_whether_main,
    first_focus,
    first_seasons,
    look,
    name_spans,
)
from bot.extraction.linear import Linear
from bot.extraction.mentions import judge
from bot.extraction.models import AWARD, CEREMONY, CHARACTER, KINDS, ORG, PERSON, PLACE, TITLE
from bot.extraction.weights import Weights
from bot.training import examples
from bot.training.fit import Growth, fit, fit_numbers, fit_trees
from bot.training.rows import Read, gather, made

_KIND_WEIGHTS = {TITLE: 8.0, PERSON: 2.0, CHARACTER: 3.0, ORG: 2.0, PLACE: 3.0, AWARD: 2.0, CEREMONY: 3.0}
"""A name overlooked costs more than a false one, which the later stages can still leave out."""
_BLANK = Linear(KINDS, (0.0,) * len(KINDS), {})


def learn_spans(cases: Sequence[Read]) -> Weights:
    """Learn what the names are names of, at first sight."""
    for case in cases:
        if not case.document.weighed:
            look(case.document, _BLANK)
    return Weights({"span": fit(gather(cases, examples.spans), strength=0.1, classes=KINDS, weights=_KIND_WEIGHTS)})


def use_spans(case: Read, models: Weights) -> None:
    """Look at the spans of an article."""
    look(case.document, models["span"])


def learn_titles(cases: Sequence[Read]) -> Weights:
    """Learn which strings are titles, at second sight."""
    return Weights(trees={"title": fit_trees(gather(cases, examples.title_looks))})


def use_titles(case: Read, models: Weights) -> None:
    """Name the spans of an article."""
    name_spans(case.document, models.trees["title"])


_FEW = Growth(count=60, leaves=6, least=8)
"""How trees are grown where examples are few: one article has one main title."""
_FEWER = Growth(count=60, leaves=4, least=15, calm=5.0)
"""The same where each article is one example."""


def learn_main(cases: Sequence[Read]) -> Weights:
    """Learn which title is the main one."""
    return Weights(trees={"main": fit_trees(_mains(cases), _FEW)})


def use_main(case: Read, models: Weights) -> None:
    """Choose the main title of an article."""
    find_main(case.document, models.trees["main"])


def learn_second_main(cases: Sequence[Read]) -> Weights:
    """Learn which title is the main one, now that there is a first look at the focus."""
    return Weights(trees={"second main": fit_trees(_mains(cases), _FEW)})


def use_second_main(case: Read, models: Weights) -> None:
    """Choose the main title of an article anew."""
    find_main(case.document, models.trees["second main"])


def learn_carried(cases: Sequence[Read]) -> Weights:
    """Learn whether one work carries the article."""
    rows = gather(cases, examples.carried)
    return Weights({"carried": fit_numbers(rows, strength=0.02)}, {"carried": fit_trees(rows, _FEWER)})


def use_carried(case: Read, models: Weights) -> None:
    """Decide whether one work carries an article."""
    find_whether_main(case.document, models["carried"], models.trees["carried"])


def _mains(cases: Sequence[Read]) -> list[tuple[dict[str, float], bool]]:
    return gather(cases, examples.mains)


def learn_mentions(cases: Sequence[Read]) -> Weights:
    """Learn whether a sentence tells about a title that it names."""
    return Weights({"mention": fit(gather(cases, examples.mentions), strength=0.1)})


def use_mentions(case: Read, models: Weights) -> None:
    """Judge the mentions of titles in an article."""
    judge(case.document.by_sentence, case.document.sentences, models["mention"])


def learn_first_focus(cases: Sequence[Read]) -> Weights:
    """Learn which title each sentence tells about, judged by itself."""
    rows = made(cases, "focuses", lambda case: examples.focuses(case.document, case.gold, second=False))
    return Weights(trees={"focus": fit_trees(rows)})


def use_first_focus(case: Read, models: Weights) -> None:
    """Judge each sentence of an article by itself."""
    first_focus(case.document, models.trees["focus"])


def learn_focus(cases: Sequence[Read]) -> Weights:
    """Learn which title each sentence tells about, among its neighbours."""
    rows = made(cases, "focuses", lambda case: examples.focuses(case.document, case.gold, second=True))
    return Weights(trees={"second focus": fit_trees(rows)})


def use_focus(case: Read, models: Weights) -> None:
    """Decide the title of each sentence of an article."""
    find_focus(case.document, models.trees["second focus"])


def learn_first_seasons(cases: Sequence[Read]) -> Weights:
    """Learn which season each sentence tells about, judged by itself."""
    return Weights({"season": fit(gather(cases, examples.first_seasons), strength=0.3)})


def use_first_seasons(case: Read, models: Weights) -> None:
    """Judge the season of each sentence of an article by itself."""
    first_seasons(case.document, models["season"])


def learn_seasons(cases: Sequence[Read]) -> Weights:
    """Learn which season each sentence tells about, among its neighbours."""
    return Weights(trees={"second season": fit_trees(gather(cases, examples.focus_seasons))})


def use_seasons(case: Read, models: Weights) -> None:
    """Decide the season of each sentence of an article."""
    find_seasons(case.document, models.trees["second season"])


TITLE_STAGES = (
    (learn_spans, use_spans),
    (learn_titles, use_titles),
    (learn_mentions, use_mentions),
    (learn_main, use_main),
    (learn_first_focus, use_first_focus),
    (learn_second_main, use_second_main),
    (learn_carried, use_carried),
    (learn_focus, use_focus),
    (learn_first_seasons, use_first_seasons),
    (learn_seasons, use_seasons),
)
"""How each stage is learnt and used, in order."""
