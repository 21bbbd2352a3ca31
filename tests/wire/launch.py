"""Starts ``callsheet`` as it is, but with Discord at WIRE_URL, and dead at the spot that WIRE_KILL names.

WIRE_KILL is ``before|after module:attribute``: the process kills itself when it comes to that coroutine function, or
when that has returned. Nothing can be caught or cleaned up then, as with any SIGKILL.
"""

import importlib
import os
import signal
import sys

import discord.gateway
import discord.http
import yarl

from bot.__main__ import main


def point_discord_at(url: str) -> None:
    """Have discord.py speak to another host."""
    discord.http.Route.BASE = f"{url}/api"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{url.replace('http', 'ws')}/gateway")


def die(when: str, where: str) -> None:
    """Put a SIGKILL before or after a coroutine function."""
    module, _, path = where.partition(":")
    owner = importlib.import_module(module)
    *owners, name = path.split(".")
    for step in owners:
        owner = getattr(owner, step)
    original = getattr(owner, name)

    async def deadly(*arguments, **options):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await original(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)


if __name__ == "__main__":
    point_discord_at(os.environ["WIRE_URL"])
    if spot := os.environ.get("WIRE_KILL"):
        die(*spot.split())
    sys.argv[0] = "callsheet"
    main()
