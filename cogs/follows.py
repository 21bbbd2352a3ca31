"""`/follow …`: titles and people that the channels of a server follow, for those who manage it."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.facts import NameKind
from bot.errors import CallsheetError, UserError
from bot.services.title_follows import NamedFollow
from cogs.feed_options import server_of
from cogs.name_options import meant, offered
from cogs.places import ChosenPlace, Place, require
from cogs.ui import fit
from cogs.ui.cards import Card
from cogs.ui.follow_cards import PAGE, choice_label, follow_list, followed_card, pressing, unfollowed_card
from cogs.ui.markup import clean
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reply import Asked, Pressed, reply
from cogs.ui.text import describe_cog, locale_of

Name = app_commands.Range[str, 1, 100]


async def list_page(interaction: Asked, page: int) -> Card:
    """Return one page of what the server's channels follow, owned by the person who acts."""
    locale = locale_of(interaction)
    follows = await interaction.client.services.title_follows.list(server_of(interaction))
    pages = max(1, -(-len(follows) // PAGE))
    page = min(page, pages)
    row = turning(locale, "following", (page, pages), interaction.user.id)
    return follow_list(locale, follows, (page, len(follows)), row)


async def let_follow(interaction: Asked, kind: NameKind, key: int, place: Place, role_id: int | None) -> None:
    """Have a channel follow a title or person, and say so.

    Raises:
        UserError: ``channel.permission`` when the bot may not post there, and what the service raises.
    """
    require(place, locale_of(interaction))
    made = await interaction.client.services.title_follows.add(
        server_of(interaction), place.id, kind, key, interaction.user.id, role_id=role_id
    )
    await reply(interaction, followed_card(locale_of(interaction), made), private=True)


def place_of(interaction: Asked, channel_id: int | None = None) -> Place:
    """Return the channel of that id, or the one where the person acts.

    Raises:
        UserError: ``server_only``, ``follow.absent`` where the bot is no member, ``channel.kind``.
    """
    guild = interaction.client.get_guild(server_of(interaction))
    if guild is None:  # used as an app of the person's own
        raise UserError("follow.absent")
    found = guild.get_channel_or_thread(channel_id) if channel_id else interaction.channel
    if not isinstance(found, Place):
        raise UserError("channel.kind")
    return found


class FollowPage(PageTurn, template=template("following")):
    """← and → under the list of follows."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:  # noqa: ARG002  # it has none
        """List the follows again."""
        return await list_page(interaction, page)


class Follow(Pressed, template=r"follow:(?P<kind>title|person):(?P<id>\d{1,18})(?::(?P<channel>\d+):(?P<role>\d+))?"):
    """The button that lets a channel follow: the one where it is pressed, unless another was chosen before."""

    async def press(self, interaction: Asked) -> None:
        """Follow, or say kindly who may, and what anybody can have instead."""
        server_of(interaction)
        if not interaction.permissions.manage_guild:
            raise UserError("follow.managers")
        place = place_of(interaction, int(self.match["channel"] or 0))
        role_id = int(self.match["role"] or 0) or None
        await let_follow(interaction, NameKind(self.match["kind"]), int(self.match["id"]), place, role_id)


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Follows(commands.GroupCog, group_name="follow"):
    """Follow titles and people, and let them go."""

    @app_commands.command()
    async def title(
        self, interaction: Asked, name: Name, channel: ChosenPlace | None = None, role: discord.Role | None = None
    ) -> None:
        """Have a channel told everything about a series or film."""
        await self._follow(interaction, NameKind.TITLE, name, channel, role)

    @app_commands.command()
    async def person(
        self, interaction: Asked, name: Name, channel: ChosenPlace | None = None, role: discord.Role | None = None
    ) -> None:
        """Have a channel told everything about a person."""
        await self._follow(interaction, NameKind.PERSON, name, channel, role)

    async def _follow(
        self, interaction: Asked, kind: NameKind, name: str, channel: Place | None, role: discord.Role | None
    ) -> None:
        if role and role.is_default():
            raise UserError("settings.everyone")
        place, role_id = channel or place_of(interaction), role.id if role else None
        require(place, locale_of(interaction))
        key = await meant(interaction, kind, name, kind, lambda one: pressing(kind, one, place.id, role_id))
        if key:
            await let_follow(interaction, kind, key, place, role_id)

    @app_commands.command(name="list")
    async def list_(self, interaction: Asked) -> None:
        """List what the server's channels follow."""
        await reply(interaction, await list_page(interaction, 1), private=True)

    @app_commands.command()
    async def remove(self, interaction: Asked, follow: Name) -> None:
        """Let a title or person go."""
        chosen = await self._chosen(interaction, follow)
        gone = await interaction.client.services.title_follows.remove(server_of(interaction), chosen)
        await reply(interaction, unfollowed_card(locale_of(interaction), gone), private=True)

    @title.autocomplete("name")
    async def _titles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.TITLE, current)

    @person.autocomplete("name")
    async def _people(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.PERSON, current)

    @remove.autocomplete("follow")
    async def _follows(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        try:
            found = await self._matching(interaction, current)
        except CallsheetError:
            return []
        return [
            app_commands.Choice(name=choice_label(one, _channel(interaction, one)), value=str(one.follow.id))
            for one in found
        ]

    async def _matching(self, interaction: Asked, typed: str) -> tuple[NamedFollow, ...]:
        server = server_of(interaction)
        return await interaction.client.services.title_follows.choices(server, clean(typed, fit.CHOICE))

    async def _chosen(self, interaction: Asked, typed: str) -> int:
        """Return the follow that was picked, or that is the only one to match what was typed.

        Raises:
            UserError: ``follow.unknown`` or ``follow.ambiguous`` (with what matches).
        """
        if typed.isdecimal():
            return int(typed)
        found = await self._matching(interaction, typed)
        if not found:
            raise UserError("follow.unknown")
        if len(found) > 1:
            labels = ", ".join(choice_label(one, _channel(interaction, one)) for one in found[:5])
            raise UserError("follow.ambiguous", labels=labels)
        return found[0].follow.id


def _channel(interaction: Asked, one: NamedFollow) -> str:
    found = interaction.guild.get_channel_or_thread(one.follow.channel_id) if interaction.guild else None
    return f"#{clean(found.name, 30)}" if found else f"#{one.follow.channel_id}"


async def setup(bot: Callsheet) -> None:
    """Add the commands for what channels follow besides feeds."""
    cog = Follows()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(FollowPage, Follow)
