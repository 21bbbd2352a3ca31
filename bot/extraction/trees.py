"""Boosted trees at run time: what many small decisions about named numbers add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Node = tuple[int, float, int, int]
"""The number that is asked about, the threshold, and where to go on: below it (or equal), and above it.

A leaf has -1 for the number, and what it adds as its threshold.
"""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over numbers of fixed names; a number that is not given counts as zero."""

    names: tuple[str, ...]
    bias: float
    trees: tuple[tuple[Node, ...], ...]

    def score(self, numbers: Mapping[str, float]) -> float:
        """Return the log odds."""
        row = [numbers.get(name, 0.0) for name in self.names]
        total = self.bias
        for nodes in self.trees:
            number, threshold, low, high = nodes[0]
            while number >= 0:
                number, threshold, low, high = nodes[low if row[number] <= threshold else high]
            total += threshold
        return total


def to_json(model: Trees) -> dict[str, Any]:
    """Return the trees as they are written to a file."""
    return {"names": list(model.names), "bias": model.bias, "trees": [[list(n) for n in t] for t in model.trees]}


def from_json(data: dict[str, Any]) -> Trees:
    """Return the trees that training wrote."""
    trees = tuple(tuple((int(n), float(t), int(a), int(b)) for n, t, a, b in nodes) for nodes in data["trees"])
    return Trees(tuple(data["names"]), float(data["bias"]), trees)
