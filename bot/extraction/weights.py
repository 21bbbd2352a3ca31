"""Everything learnt, by name: linear models and boosted trees, as written to and read from one file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.extraction import linear, trees
from bot.extraction.linear import Linear
from bot.extraction.trees import Trees


@dataclass(frozen=True, slots=True)
class Weights:
    """The learnt models: ``weights["focus"]`` is a linear one, ``weights.trees["confidence"]`` is one of trees."""

    linear: Mapping[str, Linear] = field(default_factory=dict)
    trees: Mapping[str, Trees] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Linear:
        return self.linear[name]

    def __or__(self, other: "Weights") -> "Weights":
        return Weights({**self.linear, **other.linear}, {**self.trees, **other.trees})


def load(path: Path) -> Weights:
    """Return the models of a file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Weights(
        {name: linear.from_json(model) for name, model in data["linear"].items()},
        {name: trees.from_json(model) for name, model in data["trees"].items()},
    )


def write(weights: Weights, path: Path) -> None:
    """Write the models to a file, in a fixed order."""
    data = {
        "linear": {name: linear.to_json(model) for name, model in sorted(weights.linear.items())},
        "trees": {name: trees.to_json(model) for name, model in sorted(weights.trees.items())},
    }
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
