"""What one person is told: the reminder itself, and the answers about what they want to be reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord.ui import ActionRow, Button, Container, Item, Section, Separator, TextDisplay, View

from bot.domain.claims import NO_SEASON
from bot.domain.edtf import Precision, parse
from bot.domain.footing import season_of
from bot.domain.posts import Ahead, Post, ReminderBody
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import MORNING, Before, Planned, Reminder, Snooze, Standing, Telling
from bot.domain.zones import label as zone_name
from bot.services.reminders import Listed, Reminded
from cogs.ui import fit
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.dates import in_words
from cogs.ui.markup import Markup, clean
from cogs.ui.release_cards import TONES, about_id, behind, gist, read_button, release_name
from cogs.ui.text import say

PAGE = 8
"""Reminders on one page of a list."""


# ------------------------------------------------------------------ the reminder


@dataclass(frozen=True, slots=True)
class Message:
    """A classic message. Its content is what a phone shows when it arrives, which a card of components leaves empty."""

    content: str
    embed: discord.Embed
    view: View


class Buttons(View):
    """Buttons under a classic message that discord.py need not remember: they are found by their ``custom_id``."""

    def __init__(self, *buttons: Button[Any]) -> None:
        super().__init__(timeout=None)
        for button in buttons:
            self.add_item(button)
        self.stop()


def reminder_message(post: Post, body: ReminderBody) -> Message:
    """Return what is said to one person; in a server it mentions them."""
    locale, told = post.locale, body.told
    lines = [*([promise(locale, body.ahead)] if body.ahead else []), *behind(locale, told, small="")]
    embed = discord.Embed(
        description="\n".join(lines) or say(locale, "told.unsourced"), colour=TONES.get(told.telling, Tone.CALM).value
    )
    words = gist(locale, told)
    return Message(f"<@{body.user_id}> {words}" if post.guild_id else words, embed, _controls(post, body))


def _controls(post: Post, body: ReminderBody) -> Buttons:
    locale, told = post.locale, body.told
    about: Button[Any] = Button(label=say(locale, "title.button"), custom_id=about_id(told, post.delivery_id))
    snooze: list[Button[Any]] = [
        Button(
            label=say(locale, f"remind.snooze.{pause}.button"), custom_id=f"remind:snooze:{pause}:{post.delivery_id}"
        )
        for pause in Snooze
    ]
    row = [*read_button(locale, told), about, *snooze, _stop(locale, body.reminder_id)]
    return Buttons(*row)


def _stop(locale: str, reminder_id: int, key: str = "remind.end.button") -> Button[Any]:
    return Button(label=say(locale, key), style=discord.ButtonStyle.danger, custom_id=f"remind:stop:{reminder_id}")


# ------------------------------------------------------------------ what can be expected


def promise(locale: str, ahead: Ahead) -> Markup:
    """Return what somebody will be told next, and when, as exactly as the date is known and no more."""
    status, value = ahead.standing.status, ahead.standing.value
    if status in {ReleaseStatus.CANCELLED, ReleaseStatus.POSTPONED}:
        return say(locale, f"promise.{status}")
    if not value:
        return say(locale, "promise.undated")
    timed = next((one for one in ahead.planned if one.telling in {Telling.DUE, Telling.SPAN}), None)
    over = status is ReleaseStatus.RELEASED or parse(value).precision is Precision.DAY
    if timed is None:
        return say(locale, "promise.over") if over else say(locale, "promise.begun", date=in_words(locale, value))
    return _next(locale, timed, ahead.zone)


def _next(locale: str, planned: Planned, zone: str) -> Markup:
    local = planned.due_at.astimezone(ZoneInfo(zone))
    day, date = in_words(locale, local.date().isoformat()), in_words(locale, planned.value)
    early = (parse(planned.value).earliest - local.date()).days
    if early < 0 or local.time() != MORNING:  # it was put off, or is said at once
        return say(locale, "promise.at", at=planned.due_at)
    if planned.telling is Telling.SPAN:
        return say(locale, "promise.span", day=day, date=date)
    which = ("on_day", "day_before")[early] if early <= Before.DAY else "days_before"
    return say(locale, f"promise.{which}", day=day, count=early)


def _how_it_stands(locale: str, standing: Standing) -> Markup:
    """Return the date of a release or, without one, why there is none."""
    if standing.status in {ReleaseStatus.CANCELLED, ReleaseStatus.POSTPONED}:
        return say(locale, f"status.{standing.status}")
    return in_words(locale, standing.value) if standing.value else say(locale, "title.no_date")


# ------------------------------------------------------------------ answers


def reminded_card(locale: str, made: Reminded, *, here: bool) -> Card:
    """Return what somebody will be told of a release from now on, with buttons to change how early, or not at all.

    ``here``: they can be mentioned where they asked.
    """
    reminder = made.reminder
    head = say(locale, "remind.changed" if made.already else "remind.set")
    where = say(locale, "remind.where_server" if here else "remind.where")
    lines = [
        f"### {head}",
        f"**{called(locale, made)}** · {_how_it_stands(locale, made.standing)}",
        promise(locale, Ahead(made.standing, made.planned, reminder.zone)),
        f"-# {where} {_mornings(locale, reminder.zone, own=False)}",
    ]
    return tell(
        "\n".join(lines),
        Tone.GOOD,
        ActionRow(*_choices(locale, reminder), _stop(locale, reminder.id, "remind.stop.button")),
    )


def _choices(locale: str, reminder: Reminder) -> list[Button[Any]]:
    return [
        Button(
            label=say(locale, f"remind.before.{before.name.lower()}.button"),
            custom_id=f"remind:early:{reminder.title_id}:{reminder.season}:{before:d}",
            disabled=before == reminder.before,
        )
        for before in Before
    ]


def called(locale: str, one: Listed | Reminded) -> Markup:
    """Return what a reminder is of: the release that is meant today, if the person named none."""
    wanted = one.reminder.season
    season = wanted if wanted != NO_SEASON else season_of(one.reminder.planned_for)
    return release_name(locale, one.title, one.year, season)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of all reminders of a person, and the zone of their mornings, ``own`` if they chose it."""

    listed: Sequence[Listed]
    page: int
    zone: str
    own: bool


def list_card(locale: str, shown: Page, rows: Sequence[Item[Any]] = (), done: Markup | None = None) -> Card:
    """Return a page of what somebody is reminded of, each with a button that ends it; ``done``: what they just did."""
    listed = shown.listed[(shown.page - 1) * PAGE : shown.page * PAGE]
    head = [f"### {say(locale, 'remind.title')}", *([f"**{done}**"] if done else [])]
    head.append(f"-# {say(locale, 'remind.count', count=len(shown.listed))}" if listed else say(locale, "remind.none"))
    parts: list[Item[Any]] = [TextDisplay("\n".join(head))]
    parts += [Separator()] if listed else []
    parts += [_entry(locale, one, shown.page) for one in listed]
    mornings = TextDisplay[Any](f"-# {_mornings(locale, shown.zone, own=shown.own)}")
    return Card(Container(*parts, Separator(), mornings, *rows, accent_colour=Tone.CALM.value))


def _mornings(locale: str, zone: str, *, own: bool) -> Markup:
    return say(locale, "remind.zone_own" if own else "remind.zone", zone=zone_name(zone))


def _entry(locale: str, listed: Listed, page: int) -> Section[Any]:
    reminder = listed.reminder
    lines = [
        f"**{called(locale, listed)}** · {_how_it_stands(locale, listed.standing)}",
        f"-# {promise(locale, Ahead(listed.standing, listed.planned, reminder.zone))}",
    ]
    if reminder.trouble:
        lines.append(f"⚠️ {say(locale, 'remind.trouble')}")
    if listed.missed:
        lines.append(f"⚠️ {say(locale, 'remind.missed', at=listed.missed)}")
    end: Button[Any] = Button(label=say(locale, "remind.end.button"), custom_id=f"remind:end:{reminder.id}:{page}")
    return Section(TextDisplay("\n".join(lines)), accessory=end)


def stopped_card(locale: str, listed: Listed) -> Card:
    """Return that somebody is not reminded of a release any more, with a button to think again."""
    reminder = listed.reminder
    again: Button[Any] = Button(
        label=say(locale, "remind.again.button"),
        custom_id=f"remind:early:{reminder.title_id}:{reminder.season}:{reminder.before:d}",
    )
    return tell(say(locale, "remind.stopped", title=called(locale, listed)), Tone.CALM, ActionRow(again))


def snoozed_card(locale: str, until: datetime) -> Card:
    """Return when a reminder comes again."""
    return tell(say(locale, "remind.snoozed", at=until), Tone.GOOD)


def zone_card(locale: str, zone: str, *, own: bool) -> Card:
    """Return where somebody's mornings are."""
    return tell(_mornings(locale, zone, own=own), Tone.GOOD if own else Tone.CALM)


def label(locale: str, listed: Listed) -> str:
    """Return a reminder in one line, for Discord's list of choices."""
    return clean(f"{called(locale, listed)} · {_how_it_stands(locale, listed.standing)}", fit.CHOICE)
