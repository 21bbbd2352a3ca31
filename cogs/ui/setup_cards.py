"""The guided setup: one card that remembers every choice in its own selects, so that a restart forgets nothing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord.ui import ActionRow, Button, ChannelSelect, Container, Item, RoleSelect, Select, Separator, TextDisplay

from bot.domain.models import PostingMode
from bot.errors import UserError
from bot.services.follows import Added
from bot.services.suggestions import SuggestedFeed, SuggestedGroup
from cogs.places import KINDS, mention
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone, tell
from cogs.ui.markup import ELLIPSIS, Markup, clean, clip, named
from cogs.ui.text import explain, say

SHOWN = 5
"""Failures that are told one by one."""
MOST_GROUPS = 6
"""Groups of suggested feeds on the card; more would not fit Discord's forty components."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far; ``feeds`` are keys of suggested feeds."""

    channel_id: int | None = None
    feeds: frozenset[str] = frozenset()
    role_id: int | None = None
    mode: PostingMode = PostingMode.INSTANT

    @property
    def ready(self) -> bool:
        """Whether enough was chosen to begin."""
        return self.channel_id is not None and bool(self.feeds)

    def with_choice(self, what: str, values: Sequence[str], offered: frozenset[str] = frozenset()) -> Draft:
        """Return the draft after a select was changed; ``offered`` are the feeds that this select could choose."""
        match what:
            case "channel":
                return replace(self, channel_id=int(values[0]) if values else None)
            case "role":
                return replace(self, role_id=int(values[0]) if values else None)
            case "mode":
                return replace(self, mode=PostingMode(values[0]))
        return replace(self, feeds=(self.feeds - offered) | frozenset(values))


def key_of(feed: SuggestedFeed) -> str:
    """Return the short name of a suggested feed in a select: addresses may be too long for one."""
    return f"{zlib.crc32(feed.url.encode('utf-8', 'replace')):08x}"


def read_draft(components: Sequence[Mapping[str, Any]]) -> Draft:
    """Return the choices that the selects of a setup card hold."""
    draft = Draft()
    for select in fit.components(components):
        what = str(select.get("custom_id", "")).removeprefix("setup:")
        values = [str(value["id"]) for value in select.get("default_values", ())]
        values += [option["value"] for option in select.get("options", ()) if option.get("default")]
        if values:
            draft = draft.with_choice(what, values)
    return draft


def setup_card(locale: str, draft: Draft, groups: Sequence[SuggestedGroup]) -> Card:
    """Return the four choices, what was chosen shown in place, and the button that begins once it can."""
    offered = [group for group in groups if group.feeds][:MOST_GROUPS]
    parts: list[Item[Any]] = [
        TextDisplay(f"### {say(locale, 'setup.title')}\n{say(locale, 'setup.intro')}"),
        Separator(),
        TextDisplay(say(locale, "setup.channel")),
        ActionRow(_channel_select(locale, draft)),
        TextDisplay(say(locale, "setup.feeds")),
        *(ActionRow[Any](_feed_select(locale, draft, n, group)) for n, group in enumerate(offered)),
        TextDisplay(say(locale, "setup.ping")),
        ActionRow(_role_select(locale, draft)),
        TextDisplay(say(locale, "setup.mode")),
        ActionRow(_mode_select(locale, draft)),
    ]
    begin: Button[Any] = Button(
        label=say(locale, "setup.begin"),
        style=discord.ButtonStyle.success,
        custom_id="setup:begin",
        disabled=not draft.ready,
    )
    return Card(Container(*parts, ActionRow(begin), accent_colour=Tone.CALM.value))


def _channel_select(locale: str, draft: Draft) -> ChannelSelect[Any]:
    return ChannelSelect(
        custom_id="setup:channel",
        placeholder=say(locale, "setup.channel_hint"),
        channel_types=list(KINDS),
        default_values=_default(draft.channel_id, discord.SelectDefaultValueType.channel),
    )


def _role_select(locale: str, draft: Draft) -> RoleSelect[Any]:
    return RoleSelect(
        custom_id="setup:role",
        placeholder=say(locale, "setup.ping_hint"),
        min_values=0,
        default_values=_default(draft.role_id, discord.SelectDefaultValueType.role),
    )


def _default(chosen: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=chosen, type=kind)] if chosen else []


def _mode_select(locale: str, draft: Draft) -> Select[Any]:
    options = [
        discord.SelectOption(label=say(locale, f"choice.{mode}"), value=mode, default=mode is draft.mode)
        for mode in PostingMode
    ]
    return Select(custom_id="setup:mode", options=options)


def _feed_select(locale: str, draft: Draft, number: int, group: SuggestedGroup) -> Select[Any]:
    options = [
        discord.SelectOption(
            label=clean(feed.outlet, fit.OPTION_LABEL) or ELLIPSIS,
            description=clean(feed.about, fit.OPTION_LABEL) or None,
            value=key_of(feed),
            default=key_of(feed) in draft.feeds,
        )
        for feed in group.feeds[: fit.OPTIONS]
    ]
    return Select(
        custom_id=f"setup:feeds:{number}",
        placeholder=clip(say(locale, "setup.group", name=group.name), 150),
        min_values=0,
        max_values=len(options),
        options=options,
    )


def working_card(locale: str, done: int, count: int) -> Card:
    """Return what is shown while the chosen feeds are fetched for the first time."""
    return tell(say(locale, "setup.working", done=done, count=count))


def done_card(
    locale: str, draft: Draft, added: Sequence[Added], failed: Sequence[tuple[SuggestedFeed, UserError]]
) -> Card:
    """Return what was set up, what could not be, and what happens next."""
    where = mention(draft.channel_id or 0)
    names = Markup(", ".join(named(one.feed.outlet, OUTLET) for one in added[:20]))
    title = say(locale, "setup.done", count=len(added), channel=where) if added else say(locale, "setup.nothing")
    lines = [f"### {title}", *([names] if added else [])]
    lines += [f"- {named(feed.outlet, OUTLET)}: {explain(locale, error)}" for feed, error in failed[:SHOWN]]
    lines += [say(locale, "list.more", count=len(failed) - SHOWN)] if len(failed) > SHOWN else []
    if any(one.newest for one in added[:1]):
        lines += ["", say(locale, "setup.first_post", feed=added[0].feed.outlet, channel=where)]
    lines += ["", f"-# {say(locale, 'setup.later')}"]
    return tell("\n".join(lines), Tone.GOOD if added else Tone.CARE)
