"""The picture of what somebody has achieved: large figures, the rating over time, a bar for each kind of question.

Wide and large of type like the calendar, for phones. It knows neither ratings nor languages: a :class:`RecordSheet`
holds every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from unicodedata import normalize

from bot.export.canvas import Box, Canvas, Type
from bot.export.lettering import Weight, font, known, legible
from bot.export.picture import BACK, EDGE, GAP, MARGIN, PANEL, SOFT, WHITE, WIDTH

GOOD, FAIR, POOR, TRACK = 0x2E9E83, 0xF3A712, 0xE4572E, 0x3F4147
_WELL, _SO_SO = 0.66, 0.4
"""Shares from which a bar has the colour of what goes well, or passably; guessing gives a quarter."""

_HEADING, _FIGURE, _SECTION, _CHART, _BAR = 104, 200, 70, 380, 76
_WHOLE = WIDTH - 2 * MARGIN
_LABEL = 430
_SHARE = 190
_STEPS = (20, 50, 100, 200, 500, 1000)
_FEW = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A large figure, what it is, and a note."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of a whole, from 0 to 1, with its label and the share in words."""

    label: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """All that is drawn. ``names`` are the person's, of which one is drawn; ``values`` are drawn as a line.

    ``charted`` and ``barred`` stand over the line and the bars.
    """

    names: tuple[str, ...]
    aside: str
    figures: tuple[Figure, ...]
    charted: str
    values: tuple[float, ...]
    barred: str
    bars: tuple[Bar, ...]


@lru_cache(maxsize=8)
def draw(sheet: RecordSheet) -> bytes:
    """Return the sheet as a PNG. It takes some 0.1 s: not for the event loop. The newest ones are remembered."""
    return _Drawing(sheet).png()


class _Drawing:
    """A sheet while it is drawn, from above; ``y`` is how far it has come."""

    def __init__(self, sheet: RecordSheet) -> None:
        self.sheet = sheet
        self._charted = len(sheet.values) > 1
        self.canvas = Canvas(WIDTH, self._height(), BACK)
        self.y: float = MARGIN / 2

    def png(self) -> bytes:
        self._heading()
        self._figures()
        if self._charted:
            self._section(self.sheet.charted)
            self._chart()
        if self.sheet.bars:
            self._section(self.sheet.barred)
            for bar in self.sheet.bars:
                self._bar(bar)
        return self.canvas.png()

    def _height(self) -> int:
        chart = _SECTION + _CHART + GAP if self._charted else 0
        bars = _SECTION + _BAR * len(self.sheet.bars) if self.sheet.bars else 0
        return ceil(MARGIN / 2 + _HEADING + _FIGURE + GAP + chart + bars + MARGIN)

    def _heading(self) -> None:
        aside = font(Weight.MEDIUM, 34).getlength(self.sheet.aside)
        box = Box(MARGIN, self.y, _WHOLE - aside - 4 * GAP, _HEADING - 12)
        self.canvas.write(box, called(self.sheet.names), Type(Weight.BOLD, 54, WHITE))
        self.canvas.write(box._replace(w=_WHOLE), self.sheet.aside, Type(Weight.MEDIUM, 34, SOFT), across="r")
        self.y += _HEADING

    def _figures(self) -> None:
        count = len(self.sheet.figures)
        wide = (_WHOLE - (count - 1) * 2 * GAP) / max(count, 1)
        for at, figure in enumerate(self.sheet.figures):
            box = Box(MARGIN + at * (wide + 2 * GAP), self.y, wide, _FIGURE)
            self.canvas.block(box, PANEL)
            line = Box(box.x + GAP, 0, box.w - 2 * GAP, 0)
            self.canvas.write(line._replace(y=box.y + 16, h=40), figure.label, _text(30, SOFT), across="m")
            self.canvas.write(line._replace(y=box.y + 62, h=76), figure.value, _bold(68, WHITE), across="m")
            self.canvas.write(line._replace(y=box.y + 146, h=36), figure.note, _text(30, SOFT), across="m")
        self.y += _FIGURE + GAP

    def _section(self, words: str) -> None:
        self.canvas.write(Box(MARGIN, self.y + GAP, _WHOLE, _SECTION - GAP), words, _bold(36, SOFT))
        self.y += _SECTION

    def _chart(self) -> None:
        """Draw the values as a line over a few lines of their scale, the newest value as a dot with its figure."""
        box = Box(MARGIN, self.y, _WHOLE, _CHART)
        self.canvas.block(box, PANEL)
        low, high, step = scale(self.sheet.values)
        plot = Box(box.x + 120, box.y + 40, box.w - 120 - 60, box.h - 80)
        for value in range(low, high + 1, step):
            y = plot.y + plot.h * (1 - (value - low) / (high - low))
            self.canvas.block(Box(plot.x, y - 1, plot.w + 30, 2), TRACK, radius=0)
            self.canvas.write(Box(box.x, y - 20, 104, 40), f"{value:,}", _text(28, SOFT), across="r")
        last = len(self.sheet.values) - 1
        points = [
            (plot.x + plot.w * at / last, plot.y + plot.h * (1 - (value - low) / (high - low)))
            for at, value in enumerate(self.sheet.values)
        ]
        self.canvas.line(points, EDGE, 8)
        x, y = points[-1]
        self.canvas.block(Box(x - 14, y - 14, 28, 28), WHITE, radius=14)
        self.y += _CHART + GAP

    def _bar(self, bar: Bar) -> None:
        box = Box(MARGIN, self.y, _WHOLE, _BAR - GAP)
        self.canvas.write(box._replace(w=_LABEL - 20), bar.label, _text(34, WHITE))
        track = Box(box.x + _LABEL, box.y + box.h / 2 - 16, box.w - _LABEL - _SHARE, 32)
        self.canvas.block(track, TRACK, radius=16)
        if bar.share > 0:
            filled = track._replace(w=max(track.w * min(bar.share, 1), 32))
            self.canvas.block(filled, _colour(bar.share), radius=16)
        words = Box(box.x + box.w - _SHARE + 16, box.y, _SHARE - 16, box.h)
        self.canvas.write(words, bar.words, _bold(34, WHITE), across="r")
        self.y += _BAR


def called(names: tuple[str, ...]) -> str:
    """Return the first of somebody's names of which letters can be drawn, without what cannot (such as emoji)."""
    drawn = [" ".join("".join(filter(known, normalize("NFC", name))).split()) for name in names]
    return next((name for name in drawn if any(map(str.isalnum, name))), legible(names))


def scale(values: tuple[float, ...]) -> tuple[int, int, int]:
    """Return the lowest and highest line of a scale that holds the values, and the step between its few lines."""
    for step in _STEPS:
        low, high = floor(min(values) / step) * step, ceil(max(values) / step) * step
        if high - low <= _FEW * step:
            break
    if high - low < 2 * step:
        high = low + 2 * step
    return low, high, step


def _colour(share: float) -> int:
    return GOOD if share >= _WELL else FAIR if share >= _SO_SO else POOR


def _text(size: int, colour: int) -> Type:
    return Type(Weight.MEDIUM, size, colour)


def _bold(size: int, colour: int) -> Type:
    return Type(Weight.BOLD, size, colour)
