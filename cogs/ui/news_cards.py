"""Answers to look-ups: a page of stories, and the trace of one article."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord
from discord.ui import ActionRow, Container, Item, Section, Separator, TextDisplay, Thumbnail

from bot.domain.models import Delivery, Outcome, StoryView
from bot.domain.posts import StoryBody
from bot.services.news import StoryPage, Trace, TraceLine
from cogs.places import mention
from cogs.ui import fit
from cogs.ui.cards import LEVELS, Card, Tone, headline, outlet_line, story_lines, tell
from cogs.ui.markup import Markup, link, named, safe_url
from cogs.ui.text import say, why

MOST_TRACED = 10


def story_list(locale: str, title: str, found: StoryPage, turning: list[ActionRow[Any]]) -> Card:
    """Return a page of stories under a title, each with its picture beside it if there is one."""
    count = say(locale, "news.count", count=found.total)

    def build(level: int) -> Card:
        parts: list[Item[Any]] = [TextDisplay(f"### {title}\n-# {count}")]
        for story in found.stories:
            parts += [Separator(), _story(locale, story, level)]
        return Card(Container(*parts, *turning, accent_colour=Tone.CALM.value))

    return fit.richest(build, LEVELS)


def _story(locale: str, view: StoryView, level: int) -> Item[Any]:
    text: TextDisplay[Any] = TextDisplay(story_lines(locale, StoryBody(view.article, view.outlets), level))
    picture = safe_url(view.article.image_url)
    return Section(text, accessory=Thumbnail(picture)) if picture else text


def trace_card(locale: str, trace: Trace, guild: discord.Guild | int | None) -> Card:
    """Return what happened to an article, and why it was or was not posted in the channels of this server.

    ``guild`` is the server that asks, its id if it is known by that alone, None outside of servers.
    """
    article = trace.article
    words = [f"### {link(headline(locale, article), article.url)}", outlet_line(locale, article, trace.outlets)]
    known = [say(locale, "trace.first_seen", at=article.first_seen_at)]
    if article.published_at:
        known.insert(0, say(locale, "trace.published", at=article.published_at))
    if article.changed_at:
        known.append(say(locale, "trace.changed", at=article.changed_at))
    forums = {forum.id for forum in guild.forums} if isinstance(guild, discord.Guild) else set()
    lines = [_line(locale, line, forums) for line in trace.lines[:MOST_TRACED]]
    if len(trace.lines) > MOST_TRACED:
        lines.append(say(locale, "list.more", count=len(trace.lines) - MOST_TRACED))
    if not lines:
        lines = [say(locale, "trace.nothing_here" if guild else "trace.no_server")]
    return Card(
        Container(
            TextDisplay("\n".join(words)),
            Separator(),
            TextDisplay("\n".join(known)),
            Separator(),
            *(TextDisplay[Any](line) for line in lines),
            accent_colour=Tone.CALM.value,
        )
    )


def _line(locale: str, line: TraceLine, forums: Collection[int]) -> Markup:
    """Return what one follow made of the article: posted (with a link to the post), waiting, or why not."""
    outcome, delivery = line.decision.outcome, line.delivery
    key, reason = f"trace.{outcome}", line.decision.reason
    if outcome in {Outcome.QUEUED, Outcome.SAME_STORY}:
        key = f"{key}.{delivery.state if delivery else 'none'}"
        reason = (delivery and delivery.reason) or reason
    text = say(
        locale,
        key,
        at=(delivery.sent_at or delivery.due_at) if delivery else None,
        reason=why(locale, reason) or say(locale, "trace.no_reason"),
        post=_jump(delivery, forums),
    )
    return Markup(f"{mention(line.channel_id)} · **{named(line.outlet, 60)}**\n-# {text}")


def _jump(delivery: Delivery | None, forums: Collection[int]) -> Markup:
    """Return the address of a delivery's message, shown by the channel's name; a forum's is its thread."""
    if delivery is None or delivery.message_id is None:
        return Markup("")
    place = delivery.message_id if delivery.channel_id in forums else delivery.channel_id
    return Markup(f"https://discord.com/channels/{delivery.guild_id}/{place}/{delivery.message_id}")


def nothing_found(locale: str, *, searched: str = "") -> Card:
    """Return the empty state of a look-up, with what to try next."""
    return tell(say(locale, "news.nothing" if searched else "news.none_yet", query=searched))
