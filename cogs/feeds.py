"""`/feed …`: the feeds of a server, for those who manage it. Import and export stand in ``feed_transfer``."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.services.follows import Followed
from cogs.feed_options import chosen_feed, offered_feeds, offered_suggestions, server_of
from cogs.feed_transfer import Transfer
from cogs.places import ChosenPlace, mention, require
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.feed_cards import PAGE, added_card, feed_list, filter_card, info_card, name, no_feeds, preview_card
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reply import Asked, Pressed, reply, think
from cogs.ui.text import choices, describe_cog, locale_of, say

PREVIEWED = 3
FilterText = app_commands.Range[str, 1, 500]


async def list_page(interaction: Asked, page: int) -> Card:
    """Return one page of the server's feeds, owned by the person who acts."""
    locale, follows = locale_of(interaction), await interaction.client.services.follows.list(server_of(interaction))
    if not follows:
        return no_feeds(locale)
    pages = -(-len(follows) // PAGE)
    page = min(page, pages)
    row = turning(locale, "feeds", (page, pages), interaction.user.id)
    return feed_list(locale, follows, (page, len(follows)), row)


class FeedPage(PageTurn, template=template("feeds")):
    """← and → under the list of feeds."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:  # noqa: ARG002  # it has none
        """List the feeds again."""
        return await list_page(interaction, page)


class Note(Pressed, template=r"note:\d+"):
    """The button under a notice that shows the server's feeds to those who manage it."""

    async def press(self, interaction: Asked) -> None:
        """Show them, or say who may see them."""
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        await reply(interaction, await list_page(interaction, 1), private=True)


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Feeds(Transfer, commands.GroupCog, group_name="feed"):
    """Follow feeds, look after them, and let them go."""

    @app_commands.command()
    async def add(
        self,
        interaction: Asked,
        url: app_commands.Range[str, 1, 2000],
        channel: ChosenPlace,
        filter: FilterText = "",  # noqa: A002  # the option's name
        post_newest: bool = False,
    ) -> None:
        """Follow a feed, or the feed of a site."""
        require(channel, locale_of(interaction))
        await think(interaction)
        added = await interaction.client.services.follows.add(
            server_of(interaction), channel.id, url.strip(), interaction.user.id, filter=filter, post_newest=post_newest
        )
        await reply(interaction, added_card(locale_of(interaction), added, newest_follows=post_newest))

    @app_commands.command(name="list")
    async def list_(self, interaction: Asked) -> None:
        """List the server's feeds and how they fare."""
        await reply(interaction, await list_page(interaction, 1), private=True)

    @app_commands.command()
    async def info(self, interaction: Asked, feed: str) -> None:
        """Show all about one feed."""
        found = await interaction.client.services.follows.info(
            server_of(interaction), await chosen_feed(interaction, feed)
        )
        await reply(interaction, info_card(locale_of(interaction), found), private=True)

    @app_commands.command()
    async def preview(self, interaction: Asked, feed: app_commands.Range[str, 1, 2000]) -> None:
        """Show the newest articles of a feed as they would be posted; any address will do."""
        await think(interaction)
        source = feed.strip() if "://" in feed else await chosen_feed(interaction, feed)
        articles = await interaction.client.services.follows.preview(server_of(interaction), source, PREVIEWED)
        await reply(interaction, preview_card(locale_of(interaction), articles))

    @app_commands.command()
    async def pause(self, interaction: Asked, feed: str) -> None:
        """Rest a feed."""
        followed = await interaction.client.services.follows.pause(
            server_of(interaction), await chosen_feed(interaction, feed)
        )
        await self._done(interaction, "feed.paused", followed)

    @app_commands.command()
    async def resume(self, interaction: Asked, feed: str, channel: ChosenPlace | None = None) -> None:
        """Wake a feed, in another channel if one is given."""
        if channel:
            require(channel, locale_of(interaction))
        followed = await interaction.client.services.follows.resume(
            server_of(interaction), await chosen_feed(interaction, feed), channel.id if channel else None
        )
        await self._done(interaction, "feed.resumed", followed)

    @app_commands.command()
    async def remove(self, interaction: Asked, feed: str) -> None:
        """Let a feed go."""
        followed = await interaction.client.services.follows.remove(
            server_of(interaction), await chosen_feed(interaction, feed)
        )
        await self._done(interaction, "feed.removed", followed)

    @app_commands.command(name="filter")
    @app_commands.choices(action=choices("set", "try", "clear"))
    async def filter_(self, interaction: Asked, feed: str, words: FilterText = "", action: str = "set") -> None:
        """Choose what a feed may post, and see what that would have meant for its stored articles."""
        await think(interaction)
        follows, server = interaction.client.services.follows, server_of(interaction)
        followed = await self._followed(interaction, feed)
        key, kept = followed.subscription.id, False
        text = "" if action == "clear" else words.strip() or followed.subscription.filter
        tried = await follows.try_filter(server, key, text)
        if text != followed.subscription.filter and action != "try":
            followed, kept = await follows.set_filter(server, key, text), True
        await reply(interaction, filter_card(locale_of(interaction), followed, tried, text=text, kept=kept))

    @add.autocomplete("url")
    async def _suggestions(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_suggestions(interaction, current)

    @info.autocomplete("feed")
    @preview.autocomplete("feed")
    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    @filter_.autocomplete("feed")
    async def _feeds(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_feeds(interaction, current)

    async def _followed(self, interaction: Asked, feed: str) -> Followed:
        found = await interaction.client.services.follows.info(
            server_of(interaction), await chosen_feed(interaction, feed)
        )
        return Followed(found.subscription, found.feed)

    async def _done(self, interaction: Asked, key: str, followed: Followed) -> None:
        text = say(
            locale_of(interaction),
            key,
            feed=name(followed.feed),
            channel=mention(followed.subscription.channel_id),
        )
        await reply(interaction, tell(text, Tone.GOOD), private=True)


async def setup(bot: Callsheet) -> None:
    """Add the commands for feeds."""
    cog = Feeds()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(FeedPage, Note)
