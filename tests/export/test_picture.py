"""The calendar's picture: its size, what can be seen where, and that nothing breaks it."""

from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.export.picture import BACK, EDGE, MARGIN, MOST_LANES, PANEL, WIDTH, Band, Cell, Line, Sheet, Tile, draw

RED, BLUE, GREEN = 0xE4572E, 0x3A86C8, 0x2E9E83


def tile(colour: int = RED, *, sure: bool = True) -> Tile:
    return Tile(("PL",), colour, sure)


def a_line(**values: object) -> Line:
    return replace(Line(tile(), ("Paper Lanterns",), "Season 2 · Netflix", "10 March 2025"), **values)


def a_week(*days: Cell, bands: tuple[Band, ...] = (), lines: tuple[Line, ...] = (), more: str = "") -> Sheet:
    cells = tuple(days) or tuple(Cell(str(day)) for day in range(3, 10))
    return Sheet("March", "1 release", 7, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), cells, bands, lines, more)


def picture(sheet: Sheet) -> Image.Image:
    return Image.open(BytesIO(draw(sheet))).convert("RGB")


def shares(image: Image.Image) -> Counter[int]:
    """Return how many pixels have each colour."""
    return Counter({red << 16 | green << 8 | blue: count for count, (red, green, blue) in image.getcolors(1 << 24)})


def week_with(**days: Cell) -> Sheet:
    """Return a week of empty days but for those named d0 … d6."""
    return a_week(*(days.get(f"d{day}", Cell(str(day))) for day in range(7)))


def test_it_is_as_wide_as_a_phone_wants_and_as_high_as_it_needs():
    empty, full = picture(a_week()), picture(a_week(lines=(a_line(),) * 3, more="and 2 more"))
    assert empty.width == full.width == WIDTH
    assert empty.height < full.height < 1000


def test_a_day_with_a_release_has_a_tile_in_its_colour():
    seen = shares(picture(week_with(d2=Cell("5", (tile(),)))))
    assert seen[RED] > 4000
    assert seen[PANEL] > 50_000


def test_what_is_not_confirmed_is_an_outline():
    sure = shares(picture(week_with(d2=Cell("5", (tile(),)))))[RED]
    rumour = shares(picture(week_with(d2=Cell("5", (tile(sure=False),)))))[RED]
    assert 100 < rumour < sure / 3


def test_today_stands_out():
    assert shares(picture(week_with(d0=Cell("3", today=True))))[EDGE] > 1000
    assert EDGE not in shares(picture(week_with()))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 30])
@pytest.mark.parametrize("columns", [3, 7])
def test_any_number_of_releases_stays_within_its_cell(count: int, columns: int):
    cells = (Cell("1", (tile(),) * count), *(Cell(str(n)) for n in range(2, columns + 1)))
    image = picture(Sheet("March", "", columns, (), cells, (), ()))
    right = MARGIN + (WIDTH - 2 * MARGIN) // columns
    assert shares(image.crop((0, 0, right, image.height)))[RED] > 1000
    assert RED not in shares(image.crop((right, 0, WIDTH, image.height)))


def test_a_band_covers_its_span_and_runs_on_in_the_next_row():
    cells = tuple(Cell(str(day)) for day in range(14))
    image = picture(Sheet("March", "", 7, (), cells, (Band(tile(GREEN), ("Mirae",), 5, 8),), ()))
    half = image.height * 3 // 5  # the heading stands over the first row
    rows = image.crop((0, 0, WIDTH, half)), image.crop((0, half, WIDTH, image.height))
    for row, (left, right) in zip(rows, [(WIDTH * 5 // 7, WIDTH), (0, WIDTH * 2 // 7)], strict=True):
        inside = shares(row.crop((left, 0, right, row.height)))[GREEN]
        assert inside > 4000
        assert shares(row)[GREEN] <= inside + 400


def test_bands_that_overlap_lie_under_each_other_and_not_too_many():
    def high(count: int) -> int:
        return picture(a_week(bands=(Band(tile(), ("Mirae",), 1, 5),) * count)).height

    apart = (Band(tile(), ("Mirae",), 0, 1), Band(tile(), ("Dune",), 3, 5))
    assert picture(a_week(bands=apart)).height == high(1) < high(2) < high(MOST_LANES) == high(MOST_LANES + 4)


def test_every_line_says_its_date_and_a_former_one():
    plain, moved = picture(a_week(lines=(a_line(),))), picture(a_week(lines=(a_line(former="was 3 March"),)))
    assert plain.size == moved.size
    assert plain.tobytes() != moved.tobytes()


@pytest.mark.parametrize(
    "text",
    ["지금 우리 학교는", "鬼滅の刃", "🧟‍♀️", "W" * 300, "한" * 300, "العربية", "a\u0301\u0301\u0301", "\u200b", ""],
)
def test_whatever_a_title_is_called_it_is_drawn(text: str):
    one = Tile((text[:2],), RED)
    sheet = a_week(bands=(Band(one, (text,), 0, 0),), lines=(a_line(tile=one, names=(text,), note=text, when=text),))
    assert picture(replace(sheet, heading=text, aside=text[:40])).width == WIDTH


def test_it_is_drawn_on_a_dark_ground():
    assert picture(a_week()).getpixel((2, 2)) == (BACK >> 16, BACK >> 8 & 255, BACK & 255)


def test_the_same_sheet_is_not_drawn_twice():
    assert draw(a_week()) is draw(a_week())
