"""``callsheet trivia items``: how questions that were asked did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot import log
from bot.commands import counted, go, with_settings
from bot.commands.trivia import worded
from bot.config import Settings

if TYPE_CHECKING:
    from bot.services.itemising import Judged


@click.command()
@click.option("--restore", type=int, metavar="QUESTION", help="Have a question asked again, whatever it does.")
@with_settings
def items(settings: Settings, *, restore: int | None) -> None:
    """List questions that were put aside (those who know more get them wrong more often) and options nobody chooses."""
    log.configure(replace(settings, log_level="error"))
    go(_items(settings, restore))


async def _items(settings: Settings, restore: int | None) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        if restore is not None:
            await services.items.bring_back(restore)
            click.echo(f"#{restore} is asked again", err=True)
        aside, weak = await services.items.put_aside(), await services.items.with_weak_options()
    click.echo(f"{counted(len(aside), 'question')} put aside")
    for one in aside:
        click.echo("\n".join(_lines(one)))
    click.echo(f"{counted(len(weak), 'question')} with options that are shown no more")
    for one in weak:
        click.echo("\n".join(_lines(one)))
    return 0


def _lines(one: Judged) -> Iterator[str]:
    item, last = one.item, one.item.last
    known = round(100 * item.right / item.shown) if item.shown else 0
    tells = f", discrimination {one.tells.value:+.2f} (± {one.tells.error:.2f})" if one.tells else ""
    yield f"#{item.id} {worded('en', last.wording, last.places)}  ({item.kind}, {item.title})"
    yield f"    {counted(item.shown, 'answer')}, {known} % right, rated {item.rating:.0f}{tells}"
    shown = {option.key: option.text for option in last.options}
    for key, (seen, chosen) in sorted(item.chosen.items(), key=lambda pair: (-pair[1][1], pair[0])):
        mark = "right" if key == last.right.key else "shown no more" if key in one.weak else "wrong"
        yield f"    {chosen:>5} of {seen:<5} {shown.get(key, key)}  ({mark})"
    source = last.source
    yield f"    #{source.fact_id} {source.outlet}, {source.at:%Y-%m-%d}  {source.url or ''}".rstrip()
    yield f"        “{source.evidence}”"
