"""Groups of commands for ``bot.__main__``, and what all commands share: settings, and the way they are run.

What a command needs is imported inside it, so that each starts no slower than it must.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from bot.config import Settings, from_environment
from bot.errors import UserError

_P = ParamSpec("_P")

_SENTENCES = {
    "title.unknown": "no title goes by {text!r}",
    "person.unknown": "no person goes by {text!r}",
    "fact.unknown": "there is no such fact",
    "why.unknown": "there is no article {link}",
    "item.unknown": "no question {id} was put aside",
    "identity.same": "#{from_id} and #{into_id} are one already, or one of them is not there",
    "identity.none_said": "these articles say nothing of #{title_id}",
    "identity.none_tied": "none of these titles has to do with #{person_id}",
    "identity.no_change": "there is no change {id} that could be undone",
    "identity.no_proposal": "there is no open proposal {id}",
}


def with_settings(command: Callable[Concatenate[Settings, _P], None]) -> Callable[_P, None]:
    """Load the settings when the command is really run, so that its --help works whatever they are."""

    @functools.wraps(command)
    def loaded(*args: _P.args, **options: _P.kwargs) -> None:
        command(from_environment(Path.cwd()), *args, **options)

    return loaded


def go(work: Coroutine[Any, Any, int | None]) -> None:
    """Run one command's work and leave with what it returns; a person's mistake is told in one sentence."""
    try:
        code = asyncio.run(work)
    except UserError as error:
        sentence = _SENTENCES.get(error.key)
        if sentence is None:
            raise
        raise click.ClickException(sentence.format(**error.values)) from error
    sys.exit(code or 0)


def counted(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
