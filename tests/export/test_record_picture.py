"""The picture of a record: its size, its line and bars, and that nothing breaks it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.export.picture import EDGE, WIDTH
from bot.export.record_picture import FAIR, GOOD, POOR, Bar, Figure, RecordSheet, called, draw, scale

SHEET = RecordSheet(
    names=("Mina",),
    aside="Drama Club",
    figures=(Figure("1,532", "Rating", "best 1,560"), Figure("74%", "Right", "87 of 118")),
    charted="Rating over time",
    values=(1500.0, 1512.0, 1490.0, 1532.0),
    barred="By kind",
    bars=(Bar("Directors", 0.75, "3 of 4"),),
)


def picture(sheet=SHEET, **changed):
    return Image.open(BytesIO(draw(replace(sheet, **changed)))).convert("RGB")


def pixels(image, colour):
    wanted = colour >> 16, colour >> 8 & 255, colour & 255
    return sum(count for count, found in image.getcolors(1 << 24) if found == wanted)


def test_it_is_as_wide_as_a_phone_wants_and_only_as_high_as_it_needs():
    full, bare = picture(), picture(values=(), bars=())
    assert full.width == bare.width == WIDTH
    assert bare.height < 400 < full.height < 1000


def test_the_rating_is_a_line_once_there_are_two():
    assert pixels(picture(), EDGE) > 3000
    assert pixels(picture(values=(1500.0,)), EDGE) == 0


@pytest.mark.parametrize(("share", "colour"), [(1.0, GOOD), (0.66, GOOD), (0.5, FAIR), (0.25, POOR)])
def test_a_bar_is_as_long_as_its_share_and_coloured_by_it(share, colour):
    half, one = (pixels(picture(bars=(Bar("x", of, "1"),)), colour) for of in (share, share / 2))
    assert half > 2000
    assert one < half


def test_nothing_right_is_an_empty_bar():
    image = picture(bars=(Bar("x", 0.0, "0 of 4"),))
    assert not any(pixels(image, colour) for colour in (GOOD, FAIR, POOR))


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((1500.0, 1532.0), (1500, 1540, 20)),
        ((1500.0, 1500.0), (1500, 1540, 20)),
        ((1480.0, 1760.0), (1400, 1800, 100)),
        ((200.0, 3000.0), (0, 3000, 1000)),
    ],
)
def test_the_scale_holds_all_values_in_few_lines(values, wanted):
    low, high, step = scale(values)
    assert (low, high, step) == wanted
    assert low <= min(values) <= max(values) <= high


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("지민이 🎬", "jimin"), "지민이"),
        (("🎬🎬", "jimin"), "jimin"),
        (("A 🎬 B", "ab"), "A B"),
        (("~ 鬼 ~", "oni"), "oni"),
    ],
)
def test_a_name_goes_without_what_cannot_be_drawn(names, wanted):
    assert called(names) == wanted


@pytest.mark.parametrize("text", ["지민", "鬼", "🧟‍♀️", "W" * 300, "العربية", "\u200b", ""])
def test_whatever_people_are_called_it_is_drawn(text):
    figures = (Figure(text, text, text),) * 4
    assert picture(names=(text,), aside=text[:40], figures=figures, bars=(Bar(text, 2.0, text[:9]),)).width == WIDTH
