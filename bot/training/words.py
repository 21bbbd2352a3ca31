"""The ordinary words: those that the annotated articles write with a small letter."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.training.gold import Gold

_SMALL = re.compile(r"(?<![\w'’-])[a-z][a-z-]+")
_LEAST = 1


def known_names(golds: Sequence[Gold], kind: str) -> list[str]:
    """Return the names of one kind that the articles have, each spelling once, in order."""
    spelt = {name for gold in golds for name, k in gold.kinds.items() if k == kind and len(name) > 2}  # noqa: PLR2004
    return sorted(spelt)


def ordinary(golds: Sequence[Gold]) -> list[str]:
    """Return the words that the articles write small, in order."""
    counts = Counter(word for gold in golds for word in set(_SMALL.findall(gold.article.text)))
    return sorted(word for word, count in counts.items() if count >= _LEAST)
