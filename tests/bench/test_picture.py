"""The calendar's picture: what drawing a full month costs beside writing an empty picture of its size, and the loop."""

import asyncio
import time
from io import BytesIO

from PIL import Image

from bot.export.picture import Band, Cell, Line, Sheet, Tile, draw
from tests.bench.conftest import timed

MOST_RATIO, MOST_LAG = 8, 0.15
"""Drawing against a bare PNG; the share of the drawing for which the event loop may be held up at once."""

SURE, RUMOUR = Tile(("PL",), 0xE4572E), Tile(("눈물",), 0x3A86C8, sure=False)
MONTH = Sheet(
    "The next month",
    "60 releases",
    7,
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    tuple(Cell(str(day), (SURE, RUMOUR)) for day in range(35)),
    tuple(Band(RUMOUR, ("눈물의 여왕",), start, 34) for start in range(4)),
    tuple(
        Line(SURE, ("지금 우리 학교는",), "Season 2 · Netflix", f"{day} March", former="was 1 March")
        for day in range(6)
    ),
)


def test_a_full_month_is_drawn_soon():
    drawn = Image.open(BytesIO(draw(MONTH)))
    bare = timed(lambda: Image.new("RGB", drawn.size, 0x1E1F22).save(BytesIO(), "PNG")).median
    ours = timed(lambda: draw.__wrapped__(MONTH)).median
    print(f"\na full month: {ours * 1000:.0f} ms, {ours / bare:.1f} times a bare PNG of its size")
    assert ours / bare < MOST_RATIO


async def test_the_bot_goes_on_meanwhile():
    draw.__wrapped__(MONTH)
    began, last, worst = time.perf_counter(), time.perf_counter(), 0.0
    drawing = asyncio.create_task(asyncio.to_thread(draw.__wrapped__, MONTH))
    while not drawing.done():
        await asyncio.sleep(0)
        worst, last = max(worst, time.perf_counter() - last), time.perf_counter()
    whole = time.perf_counter() - began
    print(f"\nthe loop stood still for {worst * 1000:.1f} ms at most, of {whole * 1000:.0f} ms")
    assert worst < whole * MOST_LAG
