"""`/news latest`, `/news search` and `/why`: what was reported, and why it was posted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.facts import NameKind
from bot.domain.models import StoryQuery
from bot.errors import CallsheetError
from cogs.name_options import offered_names
from cogs.ui import fit
from cogs.ui.cards import Card
from cogs.ui.markup import Markup, clean, clip, plain
from cogs.ui.news_cards import nothing_found, story_list, trace_card
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reply import Asked, Pressed, reply
from cogs.ui.text import choices, describe_cog, locale_of, say

NAME = 60
"""Characters of a name that the buttons under a page remember."""

Name = app_commands.Range[str, 1, NAME]
SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}


@dataclass(frozen=True, slots=True)
class Look:
    """What a member looks up; the fields go through the ``custom_id`` of the paging buttons, in this order."""

    text: str = ""
    outlet: str = ""
    since: str = ""
    title: str = ""
    person: str = ""

    def fields(self) -> tuple[str, ...]:
        """Return the fields in order."""
        return self.text, self.outlet, self.since, self.title, self.person

    def query(self, interaction: Asked) -> StoryQuery:
        """Return what the news service is asked."""
        span = SPANS.get(self.since)
        return StoryQuery(
            text=self.text,
            outlet=self.outlet or None,
            since=interaction.client.clock() - span if span else None,
            names=tuple(name for name in (self.title, self.person) if name),
            guild_id=interaction.guild_id,
        )

    def heading(self, locale: str) -> Markup:
        """Return what stands over the list: what was asked for, in words."""
        wanted = [f"“{plain(part, 60)}”" for part in (self.text, self.title, self.person) if part]
        wanted += [plain(self.outlet, 40)] if self.outlet else []
        wanted += [say(locale, f"news.since.{self.since}")] if self.since in SPANS else []
        return Markup(" · ".join(wanted)) or say(locale, "news.latest")


async def page_of(interaction: Asked, look: Look, page: int) -> Card | None:
    """Return one page of a look-up, owned by the person who acts, or None when nothing was found."""
    ask = interaction.client.services.news.search if look.text else interaction.client.services.news.latest
    found = await ask(look.query(interaction), page)
    if not found.stories:
        return None
    locale = locale_of(interaction)
    row = turning(locale, "news", (found.page, found.pages), interaction.user.id, look.fields())
    return story_list(locale, look.heading(locale), found, row)


class NewsPage(PageTurn, template=template("news")):
    """← and → under a page of stories."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look the same up again."""
        look = Look(*fields)
        return await page_of(interaction, look, page) or nothing_found(locale_of(interaction), searched=look.text)


class Why(Pressed, template=r"why:(?P<delivery>\d+)"):
    """The button under every post that opens its trace, for the asking eyes only."""

    async def press(self, interaction: Asked) -> None:
        """Show the trace."""
        trace = await interaction.client.services.news.trace_delivery(int(self.match["delivery"]), interaction.guild_id)
        await reply(
            interaction,
            trace_card(locale_of(interaction), trace, interaction.guild or interaction.guild_id),
            private=True,
        )


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class News(commands.GroupCog, group_name="news"):
    """Look-ups of stories."""

    @app_commands.command()
    async def latest(
        self,
        interaction: Asked,
        title: Name | None = None,
        person: Name | None = None,
    ) -> None:
        """Show the newest stories."""
        await self._answer(interaction, Look(title=clean(title or "", NAME), person=clean(person or "", NAME)))

    @app_commands.command()
    @app_commands.choices(since=choices(*SPANS))
    async def search(
        self,
        interaction: Asked,
        query: app_commands.Range[str, 1, 100],
        title: Name | None = None,
        source: app_commands.Range[str, 1, 100] | None = None,
        since: str | None = None,
    ) -> None:
        """Show the stories that match best."""
        look = Look(clean(query, 100), clean(source or "", 100), since or "", clean(title or "", NAME))
        await self._answer(interaction, look)

    @latest.autocomplete("title")
    @search.autocomplete("title")
    async def _titles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_names(interaction, NameKind.TITLE, current, NAME)

    @latest.autocomplete("person")
    async def _people(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_names(interaction, NameKind.PERSON, current, NAME)

    @search.autocomplete("source")
    async def _sources(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        try:
            outlets = await interaction.client.services.news.outlets(clean(current, 100), interaction.guild_id)
        except CallsheetError:
            return []
        return [app_commands.Choice(name=clip(o, fit.CHOICE), value=o) for o in outlets if len(o) <= fit.CHOICE]

    async def _answer(self, interaction: Asked, look: Look) -> None:
        card = await page_of(interaction, look, 1)
        if card:
            await reply(interaction, card)
        else:
            await reply(interaction, nothing_found(locale_of(interaction), searched=look.text), private=True)


class Tracing(commands.Cog):
    """The trace of an article, by its link."""

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def why(self, interaction: Asked, link: app_commands.Range[str, 1, 2000]) -> None:
        """Show what happened to the article behind a link."""
        trace = await interaction.client.services.news.trace(link.strip(), interaction.guild_id)
        await reply(
            interaction,
            trace_card(locale_of(interaction), trace, interaction.guild or interaction.guild_id),
            private=True,
        )


async def setup(bot: Callsheet) -> None:
    """Add the look-ups."""
    for cog in (News(), Tracing()):
        describe_cog(cog)
        await bot.add_cog(cog)
    bot.add_dynamic_items(NewsPage, Why)
