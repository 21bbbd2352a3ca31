"""Answers about a server's settings, and about the bot itself."""

from __future__ import annotations

from typing import Any

from discord.ui import ActionRow, Button, Container, Item, Separator, TextDisplay

from bot import __version__
from bot.domain.models import GuildSettings, PostingMode
from bot.domain.zones import label
from bot.services.status import Status
from cogs.places import mention
from cogs.ui.cards import Card, Tone
from cogs.ui.markup import Markup
from cogs.ui.text import say

CLEARABLE = ("ping_role", "quiet_hours", "posts_per_hour", "notices")
"""Settings that can be switched off with a button."""


def settings_card(locale: str, settings: GuildSettings, *, saved: bool) -> Card:
    """Return a server's settings in words, with a button to switch off each that is on."""
    title = say(locale, "settings.saved" if saved else "settings.title")
    facts = [
        (name, say(locale, "settings.beside" if name == "notices" else "settings.off") if value is None else value)
        for name, value in _values(locale, settings).items()
    ]
    lines = [f"{say(locale, f'settings.name.{name}')}  **{value}**" for name, value in facts]
    parts: list[Item[Any]] = [TextDisplay(f"### {title}"), Separator(), TextDisplay("\n".join(lines))]
    buttons: list[Button[Any]] = [
        Button(label=say(locale, f"settings.clear.{name}"), custom_id=f"settings:off:{name}")
        for name in CLEARABLE
        if _values(locale, settings)[name] is not None
    ]
    if buttons:
        parts.append(ActionRow(*buttons))
    parts.append(TextDisplay(f"-# {say(locale, 'settings.how')}"))
    return Card(Container(*parts, accent_colour=(Tone.GOOD if saved else Tone.CALM).value))


def _values(locale: str, settings: GuildSettings) -> dict[str, Markup | None]:
    """Return each setting in words, None for those that are off."""
    digest = settings.mode is PostingMode.DIGEST
    pace, role, notices = settings.posts_per_hour, settings.ping_role_id, settings.notice_channel_id
    quiet = settings.quiet_from is not None and settings.quiet_to is not None
    return {
        "language": say(locale, f"choice.{settings.locale}"),
        "time_zone": say(locale, "settings.plain", value=label(settings.time_zone)),
        "mode": say(locale, "settings.daily", at=settings.digest_at) if digest else say(locale, "choice.instant"),
        "quiet_hours": say(locale, "settings.span", start=settings.quiet_from, end=settings.quiet_to)
        if quiet
        else None,
        "posts_per_hour": say(locale, "settings.plain", value=pace) if pace else None,
        "ping_role": Markup(f"<@&{role}>") if role else None,
        "publish": say(locale, "settings.yes") if settings.publish else None,
        "events": say(locale, "settings.yes") if settings.events else None,
        "notices": mention(notices) if notices else None,
    }


def about_card(locale: str, status: Status, *, latency_ms: int) -> Card:
    """Return what this is, how it fares, under which terms it runs and whose words it shows."""
    health = [
        say(locale, "about.feeds", count=status.feeds, faults=sum(status.faults.values())),
        say(locale, "about.articles", count=status.articles),
        say(locale, "about.late" if status.overdue.total_seconds() >= 60 else "about.on_time",  # noqa: PLR2004  # a minute
            minutes=int(status.overdue.total_seconds() // 60)),
        say(locale, "about.latency", ms=latency_ms),
    ]  # fmt: skip
    return Card(
        Container(
            TextDisplay(f"### Callsheet {__version__}\n{say(locale, 'about.what')}"),
            Separator(),
            TextDisplay("\n".join(health)),
            Separator(),
            TextDisplay(f"-# {say(locale, 'about.terms')}"),
            accent_colour=Tone.CALM.value,
        )
    )
