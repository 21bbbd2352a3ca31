"""`/title`, `/cast` and `/person`: what articles say of them, what that rests on, and a way to call it wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.facts import NameKind
from cogs.name_options import meant, offered
from cogs.ui import fit
from cogs.ui.cards import Card
from cogs.ui.cast_cards import cast_card, cast_pages
from cogs.ui.evidence_cards import PAGE, Rests, evidence_card, nothing_card, reported_card, wrong_card
from cogs.ui.fact_words import headed, titled
from cogs.ui.markup import Markup, named
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.person_cards import person_card, person_pages
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.text import describe_cog, locale_of
from cogs.ui.title_cards import title_card

Name = app_commands.Range[str, 1, 100]


async def title_of(interaction: Asked, key: int) -> Card:
    """Return the card of a title."""
    view = await interaction.client.services.titles.title(key, interaction.guild_id)
    return title_card(locale_of(interaction), view, in_server=interaction.guild_id is not None)


async def cast_of(interaction: Asked, key: int, page: int = 1) -> Card:
    """Return a page of the people of a title, owned by the person who acts."""
    view = await interaction.client.services.titles.cast(key, interaction.guild_id)
    page, pages = min(page, cast_pages(view)), cast_pages(view)
    row = turning(locale_of(interaction), "cast", (page, pages), interaction.user.id, [str(key)])
    return cast_card(locale_of(interaction), view, page, row)


async def person_of(interaction: Asked, key: int, page: int = 1) -> Card:
    """Return a page of what is known of a person, owned by the person who acts."""
    view = await interaction.client.services.titles.person(key, interaction.guild_id)
    page, pages = min(page, person_pages(view)), person_pages(view)
    row = turning(locale_of(interaction), "person", (page, pages), interaction.user.id, [str(key)])
    return person_card(locale_of(interaction), view, page, row, in_server=interaction.guild_id is not None)


async def rests_of(interaction: Asked, kind: str, key: int) -> Rests:
    """Return what a card of that kind rests on today."""
    titles, guild = interaction.client.services.titles, interaction.guild_id
    if kind == "person":
        person = await titles.person(key, guild)
        names = {part.title_id: titled(part.title, part.year) for part in person.parts}
        return Rests(kind, key, named(person.name, 60), [part.belief for part in person.parts], titles=names)
    if kind == "cast":
        cast = await titles.cast(key, guild)
        return Rests(kind, key, titled(cast.name, cast.year), [*cast.cast, *cast.crew], cast.people)
    title = await titles.title(key, guild)
    return Rests(kind, key, titled(title.name, title.year), title.beliefs, title.people)


async def evidence_of(interaction: Asked, kind: str, key: int, page: int = 1) -> Card:
    """Return a page of the sentences that a card rests on."""
    rests = await rests_of(interaction, kind, key)
    if not rests.beliefs:
        return nothing_card(locale_of(interaction))
    page, pages = min(page, rests.pages(PAGE)), rests.pages(PAGE)
    row = turning(locale_of(interaction), "evidence", (page, pages), interaction.user.id, [kind, str(key)])
    return evidence_card(locale_of(interaction), rests, page, row)


async def wrong_of(interaction: Asked, kind: str, key: int, page: int = 1) -> Card:
    """Return a page of the question what is wrong on a card."""
    rests = await rests_of(interaction, kind, key)
    if not rests.beliefs:
        return nothing_card(locale_of(interaction))
    page, pages = min(page, rests.pages(fit.OPTIONS)), rests.pages(fit.OPTIONS)
    row = turning(locale_of(interaction), "wrong", (page, pages), interaction.user.id, [kind, str(key)])
    return wrong_card(locale_of(interaction), rests, page, row)


class CastPage(PageTurn, template=template("cast")):
    """← and → under the people of a title."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look them up again."""
        return await cast_of(interaction, int(fields[0]), page)


class PersonPage(PageTurn, template=template("person")):
    """← and → under the titles of a person."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look them up again."""
        return await person_of(interaction, int(fields[0]), page)


class EvidencePage(PageTurn, template=template("evidence")):
    """← and → under the evidence."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look it up again."""
        return await evidence_of(interaction, fields[0], int(fields[1]), page)


class WrongPage(PageTurn, template=template("wrong")):
    """← and → under the question what is wrong."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Ask about the others."""
        return await wrong_of(interaction, fields[0], int(fields[1]), page)


class Look(Pressed, template=r"facts:(?P<what>evidence|wrong|cast|about):(?P<kind>title|cast|person):(?P<id>\d{1,18})"):
    """A button under a card of facts that opens something beside it, for the asking eyes only."""

    async def press(self, interaction: Asked) -> None:
        """Open it."""
        kind, key = self.match["kind"], int(self.match["id"])
        match self.match["what"]:
            case "evidence":
                card = await evidence_of(interaction, kind, key)
            case "wrong":
                card = await wrong_of(interaction, kind, key)
            case "cast":
                card = await cast_of(interaction, key)
            case _:
                card = await title_of(interaction, key)
        await reply(interaction, card, private=True)


class Meant(Pressed, template=r"facts:open:(?P<kind>title|cast|person):(?P<id>\d{1,18})"):
    """A button that says which of several was meant."""

    async def press(self, interaction: Asked) -> None:
        """Answer what was asked, as openly as it would have been at once."""
        of = {"title": title_of, "cast": cast_of, "person": person_of}[self.match["kind"]]
        await reply(interaction, await of(interaction, int(self.match["id"])))


class Pick(Pressed, template=r"facts:pick"):
    """The select of the fact that is wrong."""

    async def press(self, interaction: Asked) -> None:
        """Report it, and say who will look at it."""
        used: Mapping[str, Any] = {**(interaction.data or {})}
        fact_id, services = int(used["values"][0]), interaction.client.services
        evidence = await services.titles.evidence(fact_id, interaction.guild_id)
        first = await services.moderation.report(fact_id, interaction.guild_id, interaction.user.id)
        locale = locale_of(interaction)
        words = Markup(f"{named(evidence.title, 60)} · {headed(locale, evidence.fact, {})}")
        await redraw(interaction, reported_card(locale, words, first=first, server=interaction.guild_id is not None))


class Titles(commands.Cog):
    """Look-ups of titles and people."""

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def title(self, interaction: Asked, name: Name) -> None:
        """Show what is known of a series or film."""
        if key := await meant(interaction, NameKind.TITLE, name, "title"):
            await reply(interaction, await title_of(interaction, key))

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def cast(self, interaction: Asked, title: Name) -> None:
        """Show who is in a series or film."""
        if key := await meant(interaction, NameKind.TITLE, title, "cast"):
            await reply(interaction, await cast_of(interaction, key))

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def person(self, interaction: Asked, name: Name) -> None:
        """Show what is known of a person."""
        if key := await meant(interaction, NameKind.PERSON, name, "person"):
            await reply(interaction, await person_of(interaction, key))

    @title.autocomplete("name")
    @cast.autocomplete("title")
    async def _titles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.TITLE, current)

    @person.autocomplete("name")
    async def _people(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.PERSON, current)


async def setup(bot: Callsheet) -> None:
    """Add the look-ups."""
    cog = Titles()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(CastPage, PersonPage, EvidencePage, WrongPage, Look, Meant, Pick)
