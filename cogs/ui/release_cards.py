"""What followers are told of a release: the sentence that says it, what stands behind it, and the post to a channel.

A date without a time is never shown as an instant: a day is a day, wherever it is read.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from discord.ui import ActionRow, Button, Container, Item, Separator, TextDisplay

from bot.domain.claims import NO_SEASON
from bot.domain.facts import Predicate
from bot.domain.posts import ReleaseBody
from bot.domain.reminders import Before, Telling
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone
from cogs.ui.citations import Sources
from cogs.ui.dates import in_words
from cogs.ui.fact_words import labelled, of_season, sureness, titled
from cogs.ui.markup import Markup, clip, named, safe_url
from cogs.ui.text import say

MOST_SOURCES = 3

TONES = {
    Telling.DUE: Tone.GOOD,
    Telling.DATED: Tone.GOOD,
    Telling.SHARPENED: Tone.GOOD,
    Telling.REVIVED: Tone.GOOD,
    Telling.MOVED: Tone.CARE,
    Telling.POSTPONED: Tone.CARE,
    Telling.CANCELLED: Tone.BAD,
}
"""How good the news is; a span that begins is neither."""

SMALL = "-# "
"""What makes a line of a card small."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def release_name(locale: str, title: str, year: int | None, season: int | None) -> Markup:
    """Return a title, its year if that tells it apart, and the season that is meant, if one is."""
    number = of_season(locale, season)
    return Markup(" · ".join([titled(title, year), *([number] if number else [])]))


def gist(locale: str, told: ReleaseBody) -> Markup:
    """Return in one sentence what is told."""
    name = release_name(locale, told.title, told.year, told.season)
    date = Markup(in_words(locale, told.value) + sureness(locale, told.certainty)) if told.value else Markup("")
    former = in_words(locale, told.former) if told.former else Markup("")
    return say(locale, f"told.{_which(told)}", title=name, date=date, former=former, count=told.days or 0)


def _which(told: ReleaseBody) -> str:
    """Return the key of the sentence: what is told, as far as it can be said of what is known."""
    which: str = told.telling
    match told.telling:
        case Telling.POSTPONED if told.former:
            pass
        case Telling.POSTPONED | Telling.REVIVED if not told.value:
            which = f"{told.telling}_undated"
        case telling if telling is not Telling.CANCELLED and not told.value:
            which = "moved_undated"
        case Telling.DUE:
            which = f"due.{_when(told.days)}"
        case Telling.SHARPENED | Telling.MOVED if not told.former:
            which = "dated"
    return which


def _when(days: int | None) -> str:
    if days is None or days < 0:
        return "past"
    return ("today", "tomorrow")[days] if days <= Before.DAY else "ahead"


def behind(locale: str, told: ReleaseBody, small: str = SMALL) -> list[Markup]:
    """Return what stands behind it, a line each: where it is to be seen, how late this is said, where it was read.

    ``small`` is what makes a line small; embeds are small as they are.
    """
    lines = []
    if told.network and told.telling is not Telling.CANCELLED:
        lines.append(Markup(labelled(locale, Predicate.ORIGINAL_BROADCASTER, named(told.network, OUTLET))))
    if told.late_by >= _HOUR:
        lines.append(Markup(f"{small}{say(locale, 'told.late', time=_lasting(locale, told.late_by))}"))
    sources = Sources(MOST_SOURCES)
    if told.sources:
        sources.mark(told.sources)
    return [*lines, *(Markup(line.replace(SMALL, small, 1)) for line in sources.lines(locale))]


def _lasting(locale: str, time: timedelta) -> Markup:
    days = time // _DAY
    return say(locale, "time.days", count=days) if days else say(locale, "time.hours", count=time // _HOUR)


def remind_button(locale: str, title_id: int, season: int = NO_SEASON) -> Button[Any]:
    """Return the button by which anybody is reminded of a release; without a season, of whichever comes next."""
    return Button(label=say(locale, "remind.button"), custom_id=f"remind:me:{title_id}:{season}:{Before.AT_RELEASE:d}")


def release_card(locale: str, told: ReleaseBody, *, delivery_id: int) -> Card:
    """Return what a channel is told of a release, with buttons to be reminded and to look closer."""
    lines = behind(locale, told)
    parts: list[Item[Any]] = [TextDisplay(f"### {gist(locale, told)}")]
    parts += [TextDisplay("\n".join(lines))] if lines else []
    about: Button[Any] = Button(label=say(locale, "title.button"), custom_id=about_id(told, delivery_id))
    season = NO_SEASON if told.season is None else told.season
    wanted = [] if is_over(told) else [remind_button(locale, told.title_id, season)]
    buttons = [*read_button(locale, told), *wanted, about]
    tone = TONES.get(told.telling, Tone.CALM)
    return Card(Container(*parts, Separator(visible=False), ActionRow(*buttons), accent_colour=tone.value))


def about_id(told: ReleaseBody, delivery_id: int) -> str:
    """Return what the button that opens the title's card is known by; the post is found again by it, too."""
    return f"told:{told.title_id}:{delivery_id}"


def is_over(told: ReleaseBody) -> bool:
    """Whether there is nothing left to be reminded of."""
    return told.telling is Telling.CANCELLED or (told.telling is Telling.DUE and _when(told.days) in {"past", "today"})


def read_button(locale: str, told: ReleaseBody) -> list[Button[Any]]:
    """Return a link to the best source, if it has an address."""
    best = next((one.source for one in told.sources if safe_url(one.source.url)), None)
    if best is None:
        return []
    label = say(locale, "post.read", outlet=clip(best.outlet, OUTLET))
    return [Button(label=clip(label, fit.BUTTON_LABEL), url=safe_url(best.url))]
