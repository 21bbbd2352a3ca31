"""The command line as its users meet it: a real process, its words, its exit code."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ended:
    """A process that has ended."""

    code: int
    out: str
    err: str


async def callsheet_in(folder, *arguments, **variables):
    """Run the command line in a folder, allowed to visit loopback."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CALLSHEET_", "DISCORD_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "CALLSHEET_ALLOW_PRIVATE_ADDRESSES": "true", **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return Ended(process.returncode or 0, out.decode(), err.decode())
