"""``python -m bot.training``: learn the weights and write them; with ``--score``, only say how well they would do."""

import json
from pathlib import Path

import click

from bot.config import DATA
from bot.extraction.models import PERSON, TITLE
from bot.extraction.weights import write
from bot.training import gold as gold_stage
from bot.training.diagnose import report, scores
from bot.training.gold import Gold
from bot.training.pipeline import train, unseen
from bot.training.points import operating_points
from bot.training.words import known_names, ordinary

_WEIGHTS = DATA / "weights"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--score", is_flag=True, help="Write nothing; print the scores on writers that the models never saw.")
@click.option("--on", "folders", multiple=True, type=_FOLDER, help="Score articles of another folder, too.")
@click.option("--writers", default="", help="Sum up the writers of this prefix by themselves, too.")
def main(score: bool, folders: tuple[Path, ...], writers: str) -> None:
    """Train on data/training, write data/weights, and print the scores."""
    golds = gold_stage.load(DATA / "training")
    if not score:
        _write_names(golds)
    models, cases = train(golds)
    points = operating_points(cases)
    if not score:
        _WEIGHTS.mkdir(exist_ok=True)
        write(models, _WEIGHTS / "weights.json")
        (_WEIGHTS / "points.json").write_text(json.dumps(points, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    click.echo(report("unseen writers", cases, points["shown"]))
    summary = [scores("unseen writers", cases, points["shown"])]
    if writers:
        chosen = [case for case in cases if case.gold.writer.startswith(writers)]
        summary.append(scores(f"unseen {writers}*", chosen, points["shown"]))
    for folder in folders:
        others = unseen(gold_stage.load(folder), models)
        click.echo(report(folder.name, others, points["shown"]))
        summary.append(scores(folder.name, others, points["shown"]))
    click.echo("\n".join(["", "SUMMARY", *summary]))


def _write_names(golds: list[Gold]) -> None:
    """Write the lists of words and names that the articles give."""
    names = {"words": ordinary(golds), "titles": known_names(golds, TITLE), "people": known_names(golds, PERSON)}
    for name, lines in names.items():
        (DATA / "names" / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
