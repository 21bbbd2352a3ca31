"""A canvas of rounded shapes and words. Shapes are drawn twice as large and brought down, so that edges are smooth."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from bot.export.lettering import Weight, fitted, font

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

SMOOTH = 2
_PALETTE = 16


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
    """Something to draw on, ``width`` × ``height`` pixels; words are drawn last, over all shapes."""

    def __init__(self, width: int, height: int, colour: int) -> None:
        from PIL import Image, ImageDraw  # noqa: PLC0415 - many bots never draw; see bot.export.lettering

        self._large: Image.Image = Image.new("RGB", (width * SMOOTH, height * SMOOTH), _rgb(colour))
        self._shapes: ImageDraw.ImageDraw = ImageDraw.Draw(self._large)
        self._words: list[tuple[float, float, str, Type, str]] = []

    def block(
        self,
        box: Box,
        colour: int | None,
        *,
        radius: float = 12,
        edge: int | None = None,
        line: int = 4,
        corners: tuple[bool, bool, bool, bool] = (True, True, True, True),
    ) -> None:
        """Draw a rectangle: filled with ``colour``, its outline in ``edge``.

        ``corners`` are round where true, clockwise from the top left.
        """
        x, y, w, h = (part * SMOOTH for part in box)
        self._shapes.rounded_rectangle(
            (x, y, x + w - 1, y + h - 1),
            radius * SMOOTH,
            fill=None if colour is None else _rgb(colour),
            outline=None if edge is None else _rgb(edge),
            width=line * SMOOTH if edge is not None else 0,
            corners=corners,
        )

    def write(self, box: Box, text: str, look: Type, *, across: str = "l") -> None:
        """Write one line into a box, in the middle of its height; ``across`` is l(eft), m(iddle) or r(ight).

        What is too long for the box loses its end.
        """
        x = {"l": box.x, "m": box.x + box.w / 2, "r": box.x + box.w}[across]
        words = fitted(text, look.weight, look.size, box.w)
        # the middle of capital letters, not of the line: this is where the eye looks for it
        base = box.y + box.h / 2 + look.size * 0.36
        self._words.append((x, base, words, look, f"{across}s"))

    def png(self) -> bytes:
        """Return the picture as the bytes of a PNG file."""
        from PIL import ImageDraw  # noqa: PLC0415 - as above

        picture = self._large.reduce(SMOOTH)
        draw = ImageDraw.Draw(picture)
        for x, y, words, look, anchor in self._words:
            draw.text((x, y), words, fill=_rgb(look.colour), font=font(look.weight, look.size), anchor=anchor)
        file = BytesIO()
        picture.save(file, "PNG", compress_level=6)
        return file.getvalue()


def _rgb(colour: int) -> tuple[int, int, int]:
    return colour >> _PALETTE, colour >> 8 & 0xFF, colour & 0xFF


def on(colour: int) -> int:
    """Return black or white, whichever is easier to read on a colour."""
    red, green, blue = _rgb(colour)
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return 0x1E1F22 if bright > 150 else 0xFFFFFF  # noqa: PLR2004 - a little above the middle: white reads well
