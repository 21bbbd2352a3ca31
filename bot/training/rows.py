"""Examples, made once a stage: the folds learn from mostly the same articles, and describing those is most work."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from bot.extraction.document import Document
from bot.training.gold import Gold


class Read(Protocol):
    """An annotated article on its way through the stages."""

    gold: Gold
    document: Document


C = TypeVar("C", bound=Read)
T = TypeVar("T")
_MADE: dict[tuple[str, str], list[Any]] = {}


def forget() -> None:
    """Forget all examples: a stage begins, and the articles have changed."""
    _MADE.clear()


def made(cases: Sequence[C], name: str, make: Callable[[C], Iterable[T]]) -> list[T]:
    """Return the examples of the cases; those of a case are made once, until the next stage."""
    rows: list[T] = []
    for case in cases:
        key = (name, case.gold.name)
        if key not in _MADE:
            _MADE[key] = list(make(case))
        rows += _MADE[key]
    return rows


def gather(cases: Sequence[C], make: Callable[[Document, Gold], Iterable[T]]) -> list[T]:
    """Return the examples that can be made from an article and its annotation alone."""
    return made(cases, make.__name__, lambda case: make(case.document, case.gold))
