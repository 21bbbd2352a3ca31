"""`/reports`: what members called wrong. Moderators decide for their server, whoever runs the bot for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import ActionRow, Button

from bot.app import Callsheet
from bot.errors import UserError
from bot.services.moderation import Case
from cogs.feed_options import server_of
from cogs.ui.cards import Card
from cogs.ui.evidence_cards import reported_card
from cogs.ui.fact_words import NAME, headed
from cogs.ui.markup import Markup, named
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.report_cards import EVERYWHERE, HERE, PAGE, case_words, digest, doubt_card, queue_card, undo_row
from cogs.ui.text import describe_cog, locale_of, say


async def allow(interaction: Asked, scope: str) -> None:
    """Check that the person may decide there.

    Raises:
        MissingPermissions: a member who may not manage the server.
        CheckFailure: for all servers, anybody but the owner of the application or its team.
    """
    if scope == EVERYWHERE:
        if not await is_operator(interaction):
            raise app_commands.CheckFailure("the operator's queue")
    elif not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])


async def is_operator(interaction: Asked) -> bool:
    """Tell whether the person owns the application, or is in the team that does; no if Discord does not tell us."""
    with suppress(discord.HTTPException):
        return await interaction.client.is_owner(interaction.user)
    return False


async def cases_of(interaction: Asked, scope: str) -> tuple[Case, ...]:
    """Return what is to be decided there."""
    return await interaction.client.services.moderation.queue(server_of(interaction) if scope == HERE else None)


async def queue_of(
    interaction: Asked, scope: str, page: int = 1, done: Markup | None = None, undo: Sequence[ActionRow[Any]] = ()
) -> Card:
    """Return a page of a queue; its operator finds the way from a server's to that of all servers and back."""
    locale, cases = locale_of(interaction), await cases_of(interaction, scope)
    pages = max(1, -(-len(cases) // PAGE))
    rows = [*undo, *turning(locale, "reports", (min(page, pages), pages), interaction.user.id, [scope])]
    if await is_operator(interaction):
        other = EVERYWHERE if scope == HERE else HERE
        switch: Button[Any] = Button(label=say(locale, f"reports.show.{other}.button"), custom_id=f"queue:{other}")
        rows.append(ActionRow(switch))
    return queue_card(locale, scope, cases, page, rows, done=done)


class ReportsPage(PageTurn, template=template("reports")):
    """← and → under a queue."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look at it again."""
        await allow(interaction, fields[0])
        return await queue_of(interaction, fields[0], page)


class Switch(Pressed, template=rf"queue:(?P<scope>{HERE}|{EVERYWHERE})"):
    """The button by which the operator changes between the queues."""

    async def press(self, interaction: Asked) -> None:
        """Show the other one."""
        await allow(interaction, self.match["scope"])
        await redraw(interaction, await queue_of(interaction, self.match["scope"]))


class Decide(Pressed, template=rf"case:(?P<what>wrong|right):(?P<scope>{HERE}|{EVERYWHERE}):(?P<claim>[0-9a-f]{{16}})"):
    """A button that decides a case."""

    async def press(self, interaction: Asked) -> None:
        """Decide it for the server, or for all of them, and show what is left."""
        scope, what, locale = self.match["scope"], self.match["what"], locale_of(interaction)
        await allow(interaction, scope)
        case = next((c for c in await cases_of(interaction, scope) if digest(c.claim) == self.match["claim"]), None)
        if case is None:
            raise UserError("report.decided")
        moderation, by = interaction.client.services.moderation, interaction.user.id
        if what == "right":
            await moderation.dismiss(case.claim, server_of(interaction) if scope == HERE else None, by)
        elif scope == HERE:
            await moderation.uphold(case.claim, server_of(interaction), by)
        else:
            await moderation.reject_everywhere(case.claim, by)
        done = say(locale, f"reports.decided.{what}.{scope}", fact=case_words(locale, case))
        undo = [undo_row(locale, scope, case.fact.id)] if what == "wrong" and case.fact else []
        await redraw(interaction, await queue_of(interaction, scope, done=done, undo=undo))


class Restore(Pressed, template=rf"case:restore:(?P<scope>{HERE}|{EVERYWHERE}):(?P<fact>\d{{1,18}})"):
    """The button that takes a verdict back."""

    async def press(self, interaction: Asked) -> None:
        """Take it back, and show the queue."""
        scope, services = self.match["scope"], interaction.client.services
        await allow(interaction, scope)
        claim = await services.moderation.claim(int(self.match["fact"]), interaction.guild_id)
        await services.moderation.restore(claim, interaction.user.id, server_of(interaction) if scope == HERE else None)
        done = say(locale_of(interaction), f"reports.restored.{scope}")
        await redraw(interaction, await queue_of(interaction, scope, done=done))


class Doubt(Pressed, template=r"trivia:report:(?P<round>\d{1,18})"):
    """The button under an answered question of trivia that says it is wrong."""

    async def press(self, interaction: Asked) -> None:
        """Report the fact behind it; where there are several, ask which."""
        services, locale = interaction.client.services, locale_of(interaction)
        behind = await services.trivia.behind(int(self.match["round"]), server_of(interaction))
        if len(behind) > 1:
            await reply(interaction, doubt_card(locale, behind), private=True)
            return
        fact = behind[0].fact
        first = await services.moderation.report(fact.id, interaction.guild_id, interaction.user.id)
        words = Markup(f"{named(behind[0].title, NAME)} · {headed(locale, fact, {})}")
        await reply(interaction, reported_card(locale, words, first=first, server=True), private=True)


class Reports(commands.Cog):
    """The queue of what members called wrong."""

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def reports(self, interaction: Asked) -> None:
        """Show the queue of this server."""
        await reply(interaction, await queue_of(interaction, HERE), private=True)


async def setup(bot: Callsheet) -> None:
    """Add the queue."""
    cog = Reports()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(ReportsPage, Switch, Decide, Restore, Doubt)
