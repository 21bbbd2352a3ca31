"""The picture of a calendar: a grid of days (or months) with a tile for each release, and a line for each beneath.

1,080 pixels wide and large of type, for a phone shows it at a third of that; dark like Discord. A day has a tile in
its cell; what is not known to the day is a band over all the cells in which it may be. Nothing here knows of releases
or languages: a :class:`Sheet` holds every word that is to be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from bot.export.canvas import Box, Canvas, Type, on
from bot.export.lettering import Weight, font, legible

WIDTH = 1080
MARGIN = 36
GAP = 8
MOST_LANES = 3
"""Bands that are shown under each other."""

_HEADING, _HEAD, _ROW, _LANE = 104, 50, 108, 44
_FEW_COLUMNS = 5

BACK, PANEL, FADED, EDGE = 0x1E1F22, 0x313338, 0x26272B, 0x5865F2
WHITE, SOFT, DIM = 0xF2F3F5, 0xB5BAC1, 0x80848E


@dataclass(frozen=True, slots=True)
class Tile:
    """Stands for a title where its poster would be: letters (the first that can be drawn) on the title's own colour.

    ``sure``: it is confirmed.
    """

    letters: tuple[str, ...]
    colour: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A day or a month: what is written on it and what comes out then.

    ``faded``: it lies outside of what was asked for, ``today``: it is where we are.
    """

    label: str
    tiles: tuple[Tile, ...] = ()
    faded: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """What may come out in any of the cells from ``first`` to ``last``, counted from 0; names as in ``Line``."""

    tile: Tile
    names: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """A release in words: the names of its title (the first that can be drawn is), a note, and its date.

    ``exact``: the date is a day; ``former`` is the date before it.
    """

    tile: Tile
    names: tuple[str, ...]
    note: str
    when: str
    exact: bool = True
    former: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is drawn. ``heads`` stand over the columns, if any; ``more`` under the lines, if not empty."""

    heading: str
    aside: str
    columns: int
    heads: tuple[str, ...]
    cells: tuple[Cell, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    more: str = ""


@lru_cache(maxsize=8)
def draw(sheet: Sheet) -> bytes:
    """Return the sheet as a PNG. It takes some 0.1 s: not for the event loop. The newest ones are remembered."""
    return _Drawing(sheet).png()


class _Drawing:
    """A sheet while it is drawn, from above; ``y`` is how far it has come."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._few = sheet.columns <= _FEW_COLUMNS
        self._rows = [_row(sheet, at) for at in range(0, len(sheet.cells), sheet.columns)]
        self._wide = (WIDTH - 2 * MARGIN + GAP) / sheet.columns - GAP
        self.canvas = Canvas(WIDTH, ceil(self._height()), BACK)
        self.y: float = MARGIN / 2

    def png(self) -> bytes:
        self._heading()
        for row in self._rows:
            self._cells(row)
        self.y += GAP * 2
        for line in self.sheet.lines:
            self._line(line)
        if self.sheet.more:
            self.canvas.write(Box(MARGIN, self.y, WIDTH - 2 * MARGIN, _HEAD), self.sheet.more, _soft(32))
        return self.canvas.png()

    # -------------------------------------------------------------- measures

    def _height(self) -> float:
        grid = sum(self._high(row) + GAP for row in self._rows) + (_HEAD if self.sheet.heads else 0)
        text = _ROW * len(self.sheet.lines) + (_HEAD if self.sheet.more else 0)
        return MARGIN / 2 + _HEADING + grid + GAP * 2 + text + MARGIN / 2

    def _high(self, row: _Row) -> float:
        """Return the height of a row of cells: its labels, its tiles and its bands."""
        lanes = len(row.lanes) * _LANE
        most = max(len(cell.tiles) for cell in row.cells)
        if not self._few:
            return 50 + (88 if most or not lanes else 4) + lanes
        return 60 + 88 * min(max(1, ceil(most / self._across)), 3) + lanes

    @property
    def _across(self) -> int:
        """How many tiles a wide cell holds side by side."""
        return int((self._wide - 2 * GAP) // (72 + GAP))

    # -------------------------------------------------------------- the grid

    def _heading(self) -> None:
        whole = WIDTH - 2 * MARGIN
        aside = font(Weight.MEDIUM, 34).getlength(self.sheet.aside)
        box = Box(MARGIN, self.y, whole - aside - 4 * GAP, _HEADING - 12)
        self.canvas.write(box, self.sheet.heading, Type(Weight.BOLD, 54, WHITE))
        self.canvas.write(Box(MARGIN, self.y, whole, _HEADING - 12), self.sheet.aside, _soft(34), across="r")
        self.y += _HEADING
        for column, head in enumerate(self.sheet.heads):
            self.canvas.write(Box(self._left(column), self.y, self._wide, _HEAD - GAP), head, _soft(30), across="m")
        self.y += _HEAD if self.sheet.heads else 0

    def _left(self, column: int) -> float:
        return MARGIN + column * (self._wide + GAP)

    def _cells(self, row: _Row) -> None:
        high = self._high(row)
        for column, cell in enumerate(row.cells):
            box = Box(self._left(column), self.y, self._wide, high)
            self.canvas.block(box, FADED if cell.faded else PANEL, edge=EDGE if cell.today else None)
            bold = Weight.BOLD if cell.today or cell.tiles else Weight.MEDIUM
            colour = DIM if cell.faded else WHITE if bold is Weight.BOLD else SOFT
            self.canvas.write(Box(box.x + 14, box.y + 8, box.w - 20, 38), cell.label, Type(bold, 32, colour))
            self._tiles(box, cell)
        for lane, bands in enumerate(row.lanes):
            top = self.y + high - (len(row.lanes) - lane) * _LANE
            for band in bands:
                self._band(row, band, top)
        self.y += high + GAP

    def _tiles(self, box: Box, cell: Cell) -> None:
        for place, tile in zip(self._places(box, len(cell.tiles)), self._shown(cell), strict=True):
            self._tile(place, tile)

    def _room(self) -> int:
        return self._across * 3 if self._few else 4

    def _shown(self, cell: Cell) -> list[Tile]:
        """Return the tiles for which there is room, the last one a number if there are more."""
        room = self._room()
        if len(cell.tiles) <= room:
            return list(cell.tiles)
        return [*cell.tiles[: room - 1], Tile((f"+{len(cell.tiles) - room + 1}",), 0x4E5058)]

    def _places(self, box: Box, count: int) -> list[Box]:
        """Return where the tiles of a cell are: one large one, or small ones in rows."""
        count = min(count, self._room())
        if self._few:
            per, size, top = self._across, 72, 58.0
        elif count == 1:
            per, size, top = 1, 84, 46.0
        else:
            per, size, top = 2, (62 if count == 2 else 42), (58.0 if count == 2 else 46.0)  # noqa: PLR2004
        start = box.x + 14 if self._few else box.x + (box.w - per * size - (per - 1) * GAP / 2) / 2
        step = size + (GAP if self._few else GAP / 2)
        return [Box(start + at % per * step, box.y + top + at // per * step, size, size) for at in range(count)]

    def _band(self, row: _Row, band: Band, top: float) -> None:
        """Draw the part of a band that lies in a row; an end that is not its end runs up to the edge of the cell."""
        begins, ends = band.first >= row.first, band.last <= row.last
        left = self._left(max(band.first - row.first, 0)) + (GAP if begins else 0)
        right = self._left(min(band.last, row.last) - row.first) + self._wide - (GAP if ends else 0)
        part, tile = Box(left, top, right - left, _LANE - 8), band.tile
        fill, edge = (tile.colour, None) if tile.sure else (BACK, tile.colour)
        self.canvas.block(part, fill, radius=10, edge=edge, line=3, corners=(begins, ends, ends, begins))
        look = Type(Weight.BOLD, 28, on(tile.colour) if tile.sure else WHITE)
        self.canvas.write(Box(part.x + 12, part.y, part.w - 18, part.h), legible(band.names), look)

    def _tile(self, box: Box, tile: Tile) -> None:
        """Draw a title's tile; one that is not confirmed is an outline."""
        if tile.sure:
            self.canvas.block(box, tile.colour, radius=box.w / 6)
        else:
            self.canvas.block(box, BACK, radius=box.w / 6, edge=tile.colour)
        look = Type(Weight.BOLD, int(box.w * 0.46), on(tile.colour) if tile.sure else WHITE)
        self.canvas.write(box, legible(tile.letters), look, across="m")

    # -------------------------------------------------------------- the lines

    def _line(self, line: Line) -> None:
        """Write a release: its tile, its name over a note, and its date at the right."""
        box = Box(MARGIN, self.y, WIDTH - 2 * MARGIN, _ROW - GAP)
        self._tile(Box(box.x, box.y + 8, 84, 84), line.tile)
        chip = self._chip(box, line)
        text = Box(box.x + 104, box.y + 4, box.w - 104 - chip - 20, 50)
        self.canvas.write(text, legible(line.names), Type(Weight.BOLD, 42, WHITE))
        self.canvas.write(text._replace(y=box.y + 54, h=40), line.note, _soft(32))
        self.y += _ROW

    def _chip(self, box: Box, line: Line) -> float:
        """Draw the date at the right end of a line, the former one beneath; return how much of the line it takes."""
        look = Type(Weight.BOLD, 36, WHITE if line.exact else SOFT)
        wide = min(font(look.weight, look.size).getlength(line.when) + 44, box.w * 0.46)
        high = 60 if not line.former else 54
        chip = Box(box.x + box.w - wide, box.y + (20 if not line.former else 2), wide, high)
        fill, edge = (PANEL, None) if line.exact else (None, DIM)
        self.canvas.block(chip, fill, radius=high / 2, edge=edge, line=3)
        self.canvas.write(chip.inner(4)._replace(x=chip.x + 20, w=chip.w - 40), line.when, look, across="m")
        if line.former:
            under = Box(box.x + box.w * 0.5, chip.y + high + 2, box.w * 0.5 - 10, 40)
            self.canvas.write(under, line.former, Type(Weight.MEDIUM, 28, DIM), across="r")
        return wide


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of cells from ``first`` to ``last``, and the bands that touch it, a list for each lane."""

    first: int
    last: int
    cells: tuple[Cell, ...]
    lanes: tuple[list[Band], ...]


def _row(sheet: Sheet, at: int) -> _Row:
    """Return the row that begins with the cell ``at``: bands that overlap lie under each other."""
    cells = sheet.cells[at : at + sheet.columns]
    lanes: list[list[Band]] = []
    for band in sheet.bands:
        if band.last < at or band.first >= at + len(cells):
            continue
        free = next((lane for lane in lanes if lane[-1].last < band.first), None)
        if free is not None:
            free.append(band)
        elif len(lanes) < MOST_LANES:
            lanes.append([band])
    return _Row(at, at + len(cells) - 1, cells, tuple(lanes))


def _soft(size: int) -> Type:
    return Type(Weight.MEDIUM, size, SOFT)
