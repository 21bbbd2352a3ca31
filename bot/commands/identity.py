"""``callsheet identity``: who is who, as the operator decides it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot import log
from bot.commands import counted, go, with_settings
from bot.commands.choosing import chosen
from bot.config import Settings
from bot.domain.facts import NameKind

if TYPE_CHECKING:
    from bot.domain.moderation import IdentityChange


@click.group()
def identity() -> None:
    """Decide which names mean one title or person; every change can be undone."""


@identity.command()
@click.argument("merged", metavar="FROM")
@click.argument("into")
@click.option("--person", is_flag=True, help="They are people, not titles.")
@with_settings
def merge(settings: Settings, merged: str, into: str, person: bool) -> None:
    """Make FROM a part of INTO (names, or ids as #12): one title, or with --person one person."""
    log.configure(replace(settings, log_level="error"))
    go(_merge(settings, NameKind.PERSON if person else NameKind.TITLE, merged, into))


async def _merge(settings: Settings, kind: NameKind, merged: str, into: str) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        from_id, into_id = await chosen(services, kind, merged), await chosen(services, kind, into)
        if from_id is None or into_id is None:
            return 1
        change = await services.identities.merge(kind, from_id, into_id)
    click.echo(f"{merged} is {into} now; 'callsheet identity undo {change}' takes that back")
    return 0


@identity.command()
@click.argument("owner", metavar="TITLE|PERSON")
@click.argument("parts", nargs=-1, required=True, metavar="ARTICLE|TITLE…")
@click.option("--name", required=True, help="What the other title or person is called.")
@click.option("--year", type=int, help="The year that tells the other title apart.")
@click.option("--person", is_flag=True, help="It is a person; the parts are titles.")
@with_settings
def split(settings: Settings, owner: str, parts: tuple[str, ...], *, name: str, year: int | None, person: bool) -> None:
    """Give what these articles (addresses, or ids as #12) say of a title to another title, which is new.

    With --person: give what these titles (names, or ids as #12) have to do with a person to another person.
    """
    if person and year is not None:
        raise click.UsageError("--year tells titles apart, not people.")
    log.configure(replace(settings, log_level="error"))
    go(_split_person(settings, owner, parts, name) if person else _split(settings, owner, parts, name, year))


async def _split(settings: Settings, title: str, articles: tuple[str, ...], name: str, year: int | None) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        title_id = await chosen(services, NameKind.TITLE, title)
        if title_id is None:
            return 1
        change = await services.identities.split(title_id, articles, name, year=year)
    return _told(name, change)


async def _split_person(settings: Settings, person: str, titles: tuple[str, ...], name: str) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        person_id = await chosen(services, NameKind.PERSON, person)
        title_ids = [await chosen(services, NameKind.TITLE, title) for title in titles]
        known = [title_id for title_id in title_ids if title_id is not None]
        if person_id is None or len(known) < len(titles):
            return 1
        change = await services.identities.split_person(person_id, known, name)
    return _told(name, change)


def _told(name: str, change: int) -> int:
    click.echo(f"split off as {name}; 'callsheet identity undo {change}' takes that back")
    return 0


@identity.command()
@click.argument("owner", metavar="NAME")
@click.argument("name", metavar="NEW")
@click.option("--person", is_flag=True, help="It is a person, not a title.")
@with_settings
def rename(settings: Settings, owner: str, name: str, person: bool) -> None:
    """Show a title (or with --person a person) by another name; the old one stays an alias."""
    log.configure(replace(settings, log_level="error"))
    go(_rename(settings, NameKind.PERSON if person else NameKind.TITLE, owner, name))


async def _rename(settings: Settings, kind: NameKind, owner: str, name: str) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        owner_id = await chosen(services, kind, owner)
        if owner_id is None:
            return 1
        await services.identities.rename(kind, owner_id, name)
    click.echo(f"{owner} is shown as {name}")
    return 0


@identity.command()
@click.argument("change", type=int)
@with_settings
def undo(settings: Settings, change: int) -> None:
    """Undo the merge or split with this number."""
    log.configure(replace(settings, log_level="error"))
    go(_undo(settings, change))


async def _undo(settings: Settings, change: int) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        await services.identities.undo(change)
    click.echo(f"undone: {change}")
    return 0


@identity.command(name="list")
@with_settings
def list_changes(settings: Settings) -> None:
    """Show the newest merges and splits."""
    log.configure(replace(settings, log_level="error"))
    go(_list(settings))


async def _list(settings: Settings) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        changes = await services.identities.changes()
    for one in changes:
        click.echo(_line(one))
    click.echo(counted(len(changes), "change"))
    return 0


def _line(one: IdentityChange) -> str:
    sides = f"{one.from_name} (#{one.from_id}) → {one.into_name} (#{one.into_id})"
    undone = f", undone {one.undone_at:%Y-%m-%d}" if one.undone_at else ""
    return f"{one.id}  {one.at:%Y-%m-%d}  {one.what} {one.kind}: {sides}{undone}"


@identity.command()
@click.option("--dismiss", type=int, metavar="NUMBER", help="Decide that these two are two.")
@with_settings
def proposals(settings: Settings, dismiss: int | None) -> None:
    """Show who may be one with whom, for their names are alike."""
    log.configure(replace(settings, log_level="error"))
    go(_proposals(settings, dismiss))


async def _proposals(settings: Settings, dismiss: int | None) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        if dismiss is not None:
            await services.identities.dismiss(dismiss)
        found = await services.identities.proposals()
    for one in found:
        click.echo(f"{one.id}  {one.kind}: {one.a_name} (#{one.a_id}), {one.b_name} (#{one.b_id})")
    click.echo(f"{len(found)} open")
    return 0
