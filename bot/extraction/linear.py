"""Learnt linear models at run time: named features, their weights, and what they add up to."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import mul
from typing import Any

from bot.domain.facts import Cue


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of features for one or several classes; a feature that was never learnt weighs nothing."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    only: dict[str, float] = field(init=False, repr=False, compare=False)
    """The weights of a model of one class, for adding them up fast."""

    parts: dict[str, dict[str, float]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The weights of features under each first word, once they were asked for."""

    def __post_init__(self) -> None:
        single = {name: row[0] for name, row in self.weights.items()} if len(self.bias) == 1 else {}
        object.__setattr__(self, "only", single)

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the log odds of each class."""
        if len(self.bias) == 1:
            return [self.score(features)]
        rows = filter(None, map(self.weights.get, features))
        return [sum(column) for column in zip(self.bias, *rows, strict=True)]

    def score(self, features: Iterable[str]) -> float:
        """Return the log odds of the one class of a yes-or-no model."""
        return sum(map(self.only.get, features, repeat(0.0)), self.bias[0])

    def under(self, name: str) -> dict[str, float]:
        """Return the weights of a one-class model's features "name|rest" by the rest, sorted out once."""
        if name not in self.parts:
            own = f"{name}|"
            self.parts[name] = {key.removeprefix(own): w for key, w in self.only.items() if key.startswith(own)}
        return self.parts[name]

    def total(self, numbers: Mapping[str, float]) -> float:
        """Return the log odds of the one class for named numbers."""
        total: float = sum(map(mul, map(self.only.get, numbers, repeat(0.0)), numbers.values()))
        return self.bias[0] + total

    def chance(self, features: Iterable[str]) -> float:
        """Return the probability of the one class of a yes-or-no model."""
        return logistic(self.score(features))

    def cues(self, features: Iterable[str], most: int = 5) -> tuple[Cue, ...]:
        """Return the features that decided, the heaviest first."""
        heavy = sorted([(-abs(self.weights[name][0]), name) for name in features if name in self.weights])
        return tuple(Cue(name, self.weights[name][0]) for _, name in heavy[:most])


_FAR = 30.0
"""Log odds beyond which a chance is as good as certain."""


def logistic(score: float) -> float:
    """Return the probability that log odds stand for."""
    return 1.0 / (1.0 + math.exp(-score if -_FAR < score < _FAR else math.copysign(_FAR, -score)))


def softmax(scores: Sequence[float]) -> list[float]:
    """Return probabilities that add up to one."""
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def from_json(data: dict[str, Any]) -> Linear:
    """Return a model from what training wrote."""
    weights = {name: tuple(row if isinstance(row, list) else [row]) for name, row in data["weights"].items()}
    return Linear(tuple(data["classes"]), tuple(data["bias"]), weights)


def to_json(model: Linear) -> dict[str, Any]:
    """Return the model as it is written to a file: a feature's weights as a list where there are several."""
    rows = {name: list(row) if len(row) > 1 else row[0] for name, row in sorted(model.weights.items())}
    return {"classes": model.classes, "bias": model.bias, "weights": rows}
