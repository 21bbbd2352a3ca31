"""The process from start to stop: commands registered once, faults of the start named, presence in servers kept."""

import asyncio
import json
from urllib.request import urlopen

import pytest

from tests.wire.stand_in import GUILD, TOKEN

EXIT_CONFIGURATION = 78


async def test_commands_are_registered_when_they_changed_and_a_stop_is_clean(wire):
    await wire.launch()
    await wire.discord.until(lambda: wire.discord.identifies == 1)
    assert await wire.stop() == 0
    await wire.launch()
    await wire.discord.until(lambda: wire.discord.identifies == 2)
    assert await wire.stop() == 0
    assert wire.discord.requests["PUT applications"] == 1
    assert "error" not in wire.output
    assert TOKEN not in wire.output


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_without_a_good_token_it_says_so_and_stays_down(wire, token):
    await wire.launch(DISCORD_TOKEN=token)
    assert await wire.ended() == EXIT_CONFIGURATION
    assert "DISCORD_TOKEN" in wire.output
    assert "Traceback" not in wire.output


@pytest.mark.parametrize(("code", "exit_code"), [(4004, EXIT_CONFIGURATION), (4013, 1)])
async def test_a_connection_that_is_closed_for_good_ends_it(wire, code, exit_code):
    wire.discord.refusal = code
    await wire.launch()
    assert await wire.ended() == exit_code
    assert ("DISCORD_TOKEN" in wire.output) == (code == 4004)


async def test_it_waits_for_a_discord_that_is_down_and_for_its_commands(wire):
    wire.discord.down = 1
    wire.discord.broken.add("PUT applications")
    await wire.launch()
    await wire.discord.until(lambda: wire.discord.requests["PUT applications"] == 2)
    wire.discord.broken.clear()
    await wire.discord.until(lambda: wire.discord.requests["PUT applications"] == 3)
    assert "Discord cannot be reached" in wire.output
    assert "the commands could not be registered" in wire.output
    assert await wire.stop() == 0


async def test_it_waits_for_a_gateway_that_is_down(wire):
    wire.discord.broken.add("GET gateway")
    await wire.launch()
    await wire.discord.until(lambda: wire.discord.requests["GET gateway"] == 1)
    wire.discord.broken.clear()
    await wire.discord.until(lambda: wire.discord.identifies == 1)
    assert await wire.stop() == 0


async def test_a_server_that_removes_it_and_takes_it_back_is_served_again(wire):
    await wire.follow()
    await wire.launch()
    wire.publish("Before")
    await wire.discord.posts("Before")
    await wire.discord.dispatch("GUILD_DELETE", {"id": str(GUILD)})
    await wire.discord.come_back()
    wire.publish("After")
    await wire.discord.posts("After")
    assert await wire.stop() == 0


async def test_its_health_can_be_watched(wire, unused_port):
    await wire.launch(CALLSHEET_METRICS_PORT=str(unused_port), CALLSHEET_LOG_FORMAT="json")
    await wire.discord.until(lambda: wire.discord.identifies == 1)
    await wire.written('"event": "ready"')

    def healthz() -> bytes:
        with urlopen(f"http://127.0.0.1:{unused_port}/healthz") as answer:
            return answer.read()

    assert (await asyncio.to_thread(healthz)) == b"ok\n"
    assert await wire.stop() == 0
    assert [json.loads(line)["event"] for line in wire.output.splitlines()][-1] == "stopped"
