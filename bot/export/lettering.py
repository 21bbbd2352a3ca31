"""Type for pictures: a font that holds Latin, Cyrillic, Greek, kana and all of Hangul, and how words fit a width.

Pillow and the font are loaded when the first picture is drawn: a bot that draws none does without their memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.config import DATA

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

ELLIPSIS = "…"

MISSING = "·"
"""Stands for a letter that the font does not have: a dot bends no line, a box looks broken."""

_NO_LETTER = "\U0010fffe"
_ANY_SIZE = 32


class Weight(StrEnum):
    """How heavy letters are; the value is the name of the font's file."""

    MEDIUM = "Pretendard-Medium.otf"
    BOLD = "Pretendard-Bold.otf"


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> FreeTypeFont:
    """Return the font at a size in pixels."""
    from PIL import ImageFont  # noqa: PLC0415 - see above

    return ImageFont.truetype(DATA / "fonts" / weight, size)


@lru_cache(maxsize=4096)
def known(letter: str) -> bool:
    """Whether the font has a letter."""
    face = font(Weight.BOLD, _ANY_SIZE)
    return letter.isspace() or bytes(face.getmask(letter)) != bytes(face.getmask(_NO_LETTER))


def legible(names: Sequence[str]) -> str:
    """Return the first of several names that the font can write, else the first with dots for what it cannot."""
    whole = [unicodedata.normalize("NFC", name) for name in names]
    for name in whole:
        if name and all(map(known, name)):
            return name
    return "".join(letter if known(letter) else MISSING for letter in whole[0])


def fitted(text: str, weight: Weight, size: int, width: float) -> str:
    """Return a text that is at most ``width`` pixels wide, its end cut off if need be."""
    face = font(weight, size)
    if face.getlength(text) <= width:
        return text
    cut = text
    while cut and face.getlength(cut + ELLIPSIS) > width:
        cut = cut[:-1].rstrip(" ,.;:·-")
    return cut + ELLIPSIS
