"""``python -m bot.training.curve [FOLDER…]``: what more articles are worth.

Some writers are set aside; the models learn from more and more of the others. For each step it prints how well the
articles set aside, and those of further folders, are read.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.config import DATA
from bot.extraction.models import PERSON, TITLE, Known
from bot.extraction.names import works
from bot.training.diagnose import recall_at, title_model
from bot.training.gold import load
from bot.training.pipeline import Case, train, unseen
from bot.training.words import known_names

_ASIDE = 4
"""Every fourth writer is set aside."""
_STEPS = (0.25, 0.5, 1.0)
_PRECISIONS = (0.85, 0.7)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: Sequence[Path]) -> None:
    """Print the learning curve."""
    golds = load(DATA / "training")
    writers = sorted({gold.writer for gold in golds})
    aside = set(writers[_ASIDE - 1 :: _ASIDE])
    sets = {"writers set aside": [gold for gold in golds if gold.writer in aside]}
    sets |= {folder.name: load(folder) for folder in folders}
    rest = [writer for writer in writers if writer not in aside]
    for step in _STEPS:
        chosen = set(rest[:: round(1 / step)])
        learnt = [gold for gold in golds if gold.writer in chosen]
        known = Known(works().union(known_names(learnt, TITLE)), frozenset(known_names(learnt, PERSON)))
        weights, _ = train(learnt)
        for name, group in sets.items():
            told = line(unseen(group, weights, known))
            click.echo(f"{len(learnt):4} articles by {len(chosen):2} writers | {name:18} | {told}")


def line(cases: Sequence[Case]) -> str:
    """Return how well articles are read, in one line."""
    titles = title_model(cases)
    found = [f"recall at precision {wanted:.2f}: {recall_at(cases, wanted):.3f}" for wanted in _PRECISIONS]
    found.append(f"title ignored at {_PRECISIONS[0]}: {recall_at(cases, _PRECISIONS[0], loose=True):.3f}")
    return ", ".join([*found, f"main {titles['main']:.3f}", f"focus {titles['focus']:.3f}"])


if __name__ == "__main__":
    main()
