"""Text brought to plain marks, one character for one, so that every offset holds in the text as stored."""

import re
from functools import lru_cache

LONGEST = 60_000
"""Characters of an article that are read; news is told in its first thousands."""

CUT = "only the first 60,000 characters were read"

_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u300c": '"', "\u300d": '"',
        "\u300e": '"', "\u300f": '"', "\u300a": '"', "\u300b": '"', "\u3008": '"', "\u3009": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2014": "\u2013", "\u2015": "\u2013",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\u3000": " ", "\t": " ", "\r": "\n",
        "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
    }
)  # fmt: skip
_BROKEN = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with plain marks, as long as before or cut, and notes about a cut."""
    notes = (CUT,) if len(text) > LONGEST else ()
    plain = text[:LONGEST].translate(_PLAIN)
    return _BROKEN.sub("\ufffd", plain), notes


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """Return the text in small letters, as long as before: patterns without regard to case are slow on any other."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
