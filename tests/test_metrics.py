"""The monitoring pages: figures as Prometheus reads them, health as a status, a taken port told kindly."""

from datetime import timedelta

import aiohttp
import pytest

from bot.errors import StartupError
from bot.metrics import serve
from bot.services.status import Status

STATUS = Status(
    articles=12, feeds=3, faults={"gone": 1}, deliveries={"sent": 40, "pending": 2}, overdue=timedelta(seconds=7)
)


async def status():
    return STATUS


async def fetch(port, path):
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, answer.headers["Content-Type"], await answer.text()


async def test_figures_are_exposed_by_name_and_label():
    async with serve(0, status, lambda: True) as port:
        code, kind, text = await fetch(port, "/metrics")
    assert (code, kind.split(";")[0]) == (200, "text/plain")
    assert {
        "callsheet_connected 1.0",
        "callsheet_articles 12.0",
        "callsheet_feeds 3.0",
        "callsheet_delivery_overdue_seconds 7.0",
        'callsheet_feeds_failing{fault="gone"} 1.0',
        'callsheet_deliveries{state="sent"} 40.0',
        'callsheet_deliveries{state="pending"} 2.0',
    } <= set(text.splitlines())


@pytest.mark.parametrize(("connected", "code"), [(True, 200), (False, 503)])
async def test_health_follows_the_connection(connected, code):
    async with serve(0, status, lambda: connected) as port:
        assert (await fetch(port, "/healthz"))[0] == code


async def test_a_taken_port_is_a_sentence():
    async with serve(0, status, lambda: True) as port:
        with pytest.raises(StartupError, match=f"CALLSHEET_METRICS_PORT {port} cannot be used"):
            async with serve(port, status, lambda: True):
                pass
