"""An optional page for monitoring: ``/metrics`` for Prometheus and ``/healthz`` for whoever restarts things."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.errors import StartupError
from bot.services.status import Status


@asynccontextmanager
async def serve(
    port: int, status: Callable[[], Awaitable[Status]], connected: Callable[[], bool]
) -> AsyncIterator[int]:
    """Serve both pages on 127.0.0.1 while the context lasts; gives the port (0 asked for a free one).

    Raises:
        StartupError: the port is taken.
    """

    async def metrics(_request: web.Request) -> web.Response:
        body = _exposition(await status(), connected=connected())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def health(_request: web.Request) -> web.Response:
        if connected():
            return web.Response(text="ok\n")
        return web.Response(status=503, text="not connected to Discord\n")

    app = web.Application()
    app.add_routes([web.get("/metrics", metrics), web.get("/healthz", health)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError as error:
            raise StartupError(f"CALLSHEET_METRICS_PORT {port} cannot be used: {error.strerror}.") from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _exposition(status: Status, *, connected: bool) -> bytes:
    registry = CollectorRegistry()

    def gauge(name: str, text: str, value: float) -> None:
        Gauge(f"callsheet_{name}", text, registry=registry).set(value)

    def gauges(name: str, text: str, label: str, values: Mapping[str, int]) -> None:
        family = Gauge(f"callsheet_{name}", text, [label], registry=registry)
        for key, value in values.items():
            family.labels(key).set(value)

    gauge("connected", "Whether the gateway connection to Discord is up.", connected)
    gauge("articles", "Articles in the store.", status.articles)
    gauge("feeds", "Feeds that at least one server follows.", status.feeds)
    gauge(
        "delivery_overdue_seconds", "How long the oldest unsent delivery has been due.", status.overdue.total_seconds()
    )
    gauges("feeds_failing", "Followed feeds that fail, by the name of the fault.", "fault", status.faults)
    gauges("deliveries", "Deliveries on record, by state.", "state", status.deliveries)
    return generate_latest(registry)
