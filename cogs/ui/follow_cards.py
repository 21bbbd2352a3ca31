"""Answers about the titles and people that channels follow, and the button that makes one follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord.ui import ActionRow, Button, Container, Separator, TextDisplay

from bot.domain.facts import NameKind
from bot.services.title_follows import NamedFollow
from cogs.places import mention
from cogs.ui import fit
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.markup import ELLIPSIS, Markup, clean, named
from cogs.ui.text import say, why

PAGE = 10
_NAME = 60


def follow_button(locale: str, kind: NameKind, key: int) -> Button[Any]:
    """Return the button that lets the channel where it is pressed follow a title or person."""
    return Button(label=say(locale, "follow.button"), custom_id=f"follow:{kind}:{key}")


def pressing(kind: NameKind, key: int, channel_id: int, role_id: int | None) -> str:
    """Return the ``custom_id`` of a button that lets a certain channel follow, with the role that is pinged there."""
    return f"follow:{kind}:{key}:{channel_id}:{role_id or 0}"


def followed_card(locale: str, made: NamedFollow) -> Card:
    """Return what a channel follows from now on, and what comes of it."""
    follow = made.follow
    key = f"follow.{'added' if made.new else 'already'}.{follow.kind}"
    lines = [say(locale, key, channel=mention(follow.channel_id), name=named(made.name, _NAME))]
    lines += [say(locale, "follow.pings", role=_role(follow.role_id))] if follow.role_id else []
    return tell("\n".join(lines), Tone.GOOD)


def unfollowed_card(locale: str, gone: NamedFollow) -> Card:
    """Return that a channel does not follow something any more."""
    channel = mention(gone.follow.channel_id)
    return tell(say(locale, "follow.removed", channel=channel, name=named(gone.name, _NAME)), Tone.GOOD)


def follow_list(
    locale: str, follows: Sequence[NamedFollow], at: tuple[int, int], turning: list[ActionRow[Any]]
) -> Card:
    """Return a page of what a server's channels follow; ``at`` is the page, from 1, and the number of all."""
    page, total = at
    if not follows:
        return tell(say(locale, "follow.none"))
    head = f"### {say(locale, 'follow.title')}\n-# {say(locale, 'follow.count', count=total)}"
    rows = [TextDisplay[Any](_row(locale, one)) for one in follows[(page - 1) * PAGE :][:PAGE]]
    return Card(Container(TextDisplay(head), Separator(), *rows, *turning, accent_colour=Tone.CALM.value))


def choice_label(one: NamedFollow, channel: str) -> str:
    """Return a follow as autocomplete shows it: what is followed, and where."""
    where = f" → {channel}"
    return (clean(one.name, fit.CHOICE - len(where)) or ELLIPSIS) + where


def _row(locale: str, one: NamedFollow) -> Markup:
    follow = one.follow
    small = [say(locale, f"follow.kind.{follow.kind}")]
    small += [say(locale, "follow.pings", role=_role(follow.role_id))] if follow.role_id else []
    if follow.blocked:
        small.append(say(locale, "feed.state.blocked", reason=why(locale, follow.blocked, 80)))
    return Markup(f"**{named(one.name, _NAME)}** → {mention(follow.channel_id)}\n-# {' · '.join(small)}")


def _role(role_id: int | None) -> Markup:
    return Markup(f"<@&{role_id}>")
