"""One at a time for each key."""

import asyncio

import pytest

from bot.feeds.turns import Turns


async def test_same_key_waits_in_order_and_other_keys_do_not() -> None:
    turns, log = Turns(), []

    async def visit(key: str, name: str) -> None:
        async with turns.take(key):
            log.append(f"{name} in")
            await asyncio.sleep(0)
            log.append(f"{name} out")

    await asyncio.gather(visit("a", "1"), visit("a", "2"), visit("b", "3"))
    assert [entry for entry in log if entry[0] in "12"] == ["1 in", "1 out", "2 in", "2 out"]
    assert log.index("3 in") < log.index("1 out")


async def test_nothing_is_kept_of_keys_that_nobody_uses() -> None:
    turns = Turns()
    async with turns.take("a"):
        waiting = asyncio.create_task(turns.take("a").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    with pytest.raises(RuntimeError):
        async with turns.take("b"):
            raise RuntimeError
    assert not turns._locks
    assert not turns._users
