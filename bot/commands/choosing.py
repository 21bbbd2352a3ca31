"""From a name on the command line to the one title or person that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.domain.facts import NameKind

if TYPE_CHECKING:
    from bot.services import Services


async def chosen(services: Services, kind: NameKind, text: str) -> int | None:
    """Return who or what goes by the text; None after having told who may, if several do."""
    from bot.services.titles import Ambiguous  # noqa: PLC0415 - the store is behind it

    found = await services.titles.resolve(kind, text, None)
    if not isinstance(found, Ambiguous):
        return found.id
    click.echo(f"{text!r} may mean:", err=True)
    for hit in found.hits:
        year = f" ({hit.year})" if hit.year else ""
        click.echo(f"  #{hit.id}  {hit.name}{year}" + (f", also {hit.alias}" if hit.alias else ""), err=True)
    return None
