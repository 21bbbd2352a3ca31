"""``python -m training``: learn the weights and say how well they do."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config import DATA
from bot.extraction.linear import Linear
from bot.extraction.models import PERSON, TITLE
from bot.training import gold as gold_stage
from bot.training.diagnose import report
from bot.training.pipeline import Case, train
from bot.training.points import operating_points
from bot.training.words import known_names, ordinary

_WEIGHTS = DATA / "weights"


def main() -> None:
    """Train on data/training and write data/weights."""
    golds = gold_stage.load(DATA / "training")
    (DATA / "names" / "words.txt").write_text("\n".join(ordinary(golds)) + "\n", encoding="utf-8")
    for name, kind in (("titles", TITLE), ("people", PERSON)):
        (DATA / "names" / f"{name}.txt").write_text("\n".join(known_names(golds, kind)) + "\n", encoding="utf-8")
    models, cases = train(golds)
    points = operating_points(cases)
    _WEIGHTS.mkdir(exist_ok=True)
    write(models, _WEIGHTS / "weights.json")
    (_WEIGHTS / "points.json").write_text(json.dumps(points, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(report(cases, points["shown"][""]))
    if len(sys.argv) > 1:
        predictions(cases, points["shown"], Path(sys.argv[1]))


def write(models: dict[str, Linear], path: Path) -> None:
    """Write the models, one feature a line, in a fixed order."""
    data = {
        name: {
            "classes": m.classes,
            "bias": m.bias,
            "weights": {k: list(v) if len(v) > 1 else v[0] for k, v in sorted(m.weights.items())},
        }
        for name, m in sorted(models.items())
    }
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def predictions(cases: Sequence[Case], least: dict[str, float], folder: Path) -> None:
    """Write what models that never saw the writer say of each article, for corpus/score.py."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        rows = [f for f in case.facts if f.confidence >= least.get(f.predicate, least[""])]
        facts = [
            {"subject": f.subject, "season": f.season, "predicate": f.predicate, "object": f.object, "qualifiers": f.qualifiers,  # noqa: E501
             "certainty": f.certainty, "confidence": round(f.confidence, 3)}
            for f in rows
        ]  # fmt: skip
        (folder / f"{case.gold.name}.json").write_text(
            json.dumps({"facts": facts}, ensure_ascii=False), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
