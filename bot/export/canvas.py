"""A canvas of rounded shapes and words.

A shape is drawn larger and brought down, so that its edges are smooth; shape by shape, for a whole picture of that
size would take the memory that a small machine lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.export.lettering import Weight, fitted, font

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Corners: TypeAlias = tuple[bool, bool, bool, bool]

ROUND: Corners = (True, True, True, True)
SMOOTH = 4
_FULL = 255


class Box(NamedTuple):
    """A rectangle in pixels: left, top, width and height."""

    x: float
    y: float
    w: float
    h: float

    def inner(self, by: float) -> Box:
        """Return the rectangle without a margin of ``by`` pixels."""
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: weight, size in pixels, colour as 0xRRGGBB."""

    weight: Weight
    size: int
    colour: int


class Canvas:
    """Something to draw on, ``width`` × ``height`` pixels; what comes later lies above."""

    def __init__(self, width: int, height: int, colour: int) -> None:
        from PIL import Image, ImageDraw  # noqa: PLC0415 - many bots never draw; see bot.export.lettering

        self._picture: Image.Image = Image.new("RGB", (width, height), _rgb(colour))
        self._draw: ImageDraw.ImageDraw = ImageDraw.Draw(self._picture)

    def block(
        self,
        box: Box,
        colour: int | None,
        *,
        radius: float = 12,
        edge: int | None = None,
        line: int = 4,
        corners: Corners = ROUND,
    ) -> None:
        """Draw a rectangle: filled with ``colour``, its outline in ``edge``.

        ``corners`` are round where true, clockwise from the top left.
        """
        x, y = round(box.x), round(box.y)
        w, h = round(box.x + box.w) - x, round(box.y + box.h) - y
        if colour is not None:
            self._picture.paste(_rgb(colour), (x, y), _shape(w, h, radius, corners, 0))
        if edge is not None:
            self._picture.paste(_rgb(edge), (x, y), _shape(w, h, radius, corners, line))

    def line(self, points: Sequence[tuple[float, float]], colour: int, width: int) -> None:
        """Draw a line through points, ``width`` pixels thick, its bends and ends round."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

        left, top = (floor(min(one[axis] for one in points)) - width for axis in (0, 1))
        right, low = (ceil(max(one[axis] for one in points)) + width for axis in (0, 1))
        large = Image.new("L", ((right - left) * SMOOTH, (low - top) * SMOOTH))
        path = [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in points]
        drawing, half = ImageDraw.Draw(large), width * SMOOTH / 2
        drawing.line(path, fill=_FULL, width=width * SMOOTH)
        for x, y in path:
            drawing.ellipse((x - half, y - half, x + half, y + half), fill=_FULL)
        self._picture.paste(_rgb(colour), (left, top), large.reduce(SMOOTH))

    def write(self, box: Box, text: str, look: Type, *, across: str = "l") -> None:
        """Write one line into a box, in the middle of its height; ``across`` is l(eft), m(iddle) or r(ight).

        What is too long for the box loses its end.
        """
        x = {"l": box.x, "m": box.x + box.w / 2, "r": box.x + box.w}[across]
        face, words = font(look.weight, look.size), fitted(text, look.weight, look.size, box.w)
        # the middle of capital letters, not of the line: this is where the eye looks for it
        base = box.y + box.h / 2 + look.size * 0.36
        self._draw.text((x, base), words, fill=_rgb(look.colour), font=face, anchor=f"{across}s")

    def png(self) -> bytes:
        """Return the picture as the bytes of a PNG file."""
        file = BytesIO()
        self._picture.save(file, "PNG", compress_level=6)
        return file.getvalue()


@lru_cache(maxsize=64)
def _shape(width: int, height: int, radius: float, corners: Corners, line: int) -> Image.Image:
    """Return a rounded rectangle as a mask, its outline ``line`` pixels thick, or filled if that is 0."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    large = Image.new("L", (width * SMOOTH, height * SMOOTH))
    outside = (0, 0, width * SMOOTH - 1, height * SMOOTH - 1)
    ImageDraw.Draw(large).rounded_rectangle(
        outside,
        radius * SMOOTH,
        fill=None if line else _FULL,
        outline=_FULL,
        width=max(line, 1) * SMOOTH,
        corners=corners,
    )
    return large.reduce(SMOOTH)


def _rgb(colour: int) -> tuple[int, int, int]:
    return colour >> 16, colour >> 8 & 0xFF, colour & 0xFF


def on(colour: int) -> int:
    """Return black or white, whichever is easier to read on a colour."""
    red, green, blue = _rgb(colour)
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return 0x1E1F22 if bright > 150 else 0xFFFFFF  # noqa: PLR2004 - a little above the middle: white reads well
