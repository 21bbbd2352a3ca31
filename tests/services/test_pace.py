"""The overall pace: never more in any second than Discord allows, however busy the event loop was."""

import asyncio
import time
from itertools import pairwise

from bot.services.pace import Pace

RATE, BURST = 200.0, 5


async def turns(pace: Pace, count: int) -> list[float]:
    """Have so many askers at once; gives when each got its turn, on the loop's clock."""
    loop = asyncio.get_running_loop()

    async def ask() -> float:
        await pace.turn()
        return loop.time()

    return await asyncio.gather(*(ask() for _ in range(count)))


def most_within(times: list[float], span: float) -> int:
    return max(sum(start <= at < start + span for at in times) for start in times)


async def test_a_burst_goes_at_once_and_the_rest_at_the_rate():
    times = await turns(Pace(RATE, BURST), 25)
    assert times[BURST - 1] - times[0] < 0.01
    assert times[-1] - times[0] >= (25 - BURST) / RATE - 0.001
    assert all(one <= other for one, other in pairwise(times)), "in the order in which they asked"


async def test_a_busy_loop_lets_no_crowd_out():
    pace = Pace(RATE, BURST)
    asyncio.get_running_loop().call_later(0.02, time.sleep, 0.1)
    times = await turns(pace, 40)
    assert most_within(times, 0.1) <= BURST + RATE * 0.1 + 1


async def test_a_rest_fills_the_bucket_and_no_more():
    pace = Pace(RATE, BURST)
    await turns(pace, BURST)
    await asyncio.sleep(0.1)
    times = await turns(pace, 2 * BURST)
    assert most_within(times, 0.004) <= BURST + 1
