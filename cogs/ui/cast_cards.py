"""Who is in a title and who makes it, season by season."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from discord.ui import ActionRow, Button, Container, Item, Separator, TextDisplay

from bot.domain.beliefs import Belief, Standing
from bot.services.titles import CastView
from cogs.ui import fit
from cogs.ui.cards import Card, Tone
from cogs.ui.citations import Sources, tail, together
from cogs.ui.fact_words import character, labelled, of_season, qualified, titled, value
from cogs.ui.markup import Markup
from cogs.ui.text import say
from cogs.ui.title_cards import fact_buttons

PAGE = 15
"""People on one page."""

_LEVELS = ((60, True, 10), (60, False, 10), (40, False, 8), (20, False, 5))
"""The steps by which a page gives way: characters of a name, whether numbers are links, sources listed."""


def cast_pages(view: CastView) -> int:
    """Return how many pages the people of a title fill, at least one."""
    return max(1, -(-len(_rows(view)) // PAGE))


def cast_card(locale: str, view: CastView, page: int, turning: list[ActionRow[Any]]) -> Card:
    """Return a page of the people of a title, the newest season first, each under those who make it."""

    def build(level: int) -> Card:
        name, linked, most = _LEVELS[level]
        sources = Sources(most, linked=linked)
        head = f"### {say(locale, 'cast.title', title=titled(view.name, view.year, name * 2))}"
        parts: list[Item[Any]] = [TextDisplay(f"{head}\n-# {say(locale, 'cast.count', count=len(view.cast))}")]
        for text in _texts(locale, view, page, name, sources):
            parts += [Separator(), TextDisplay(text)]
        if listed := sources.lines(locale):
            parts += [Separator(), TextDisplay("\n".join(listed))]
        return Card(Container(*parts, *_buttons(locale, view), *turning, accent_colour=Tone.CALM.value))

    return fit.richest(build, len(_LEVELS))


def _buttons(locale: str, view: CastView) -> list[ActionRow[Any]]:
    if not view.cast and not view.crew:
        return []
    about: Button[Any] = Button(label=say(locale, "title.button"), custom_id=f"facts:about:title:{view.id}")
    return [fact_buttons(locale, "cast", view.id, about)]


def _rows(view: CastView) -> list[tuple[int, Belief | None]]:
    """Return seasons and people in the order of the card; a season of which only the makers are known has one row."""
    people = sorted(view.cast, key=lambda one: (-one.claim.season, one.standing is Standing.SUPERSEDED))
    bare = {one.claim.season for one in view.crew} - {one.claim.season for one in people}
    rows = [(one.claim.season, one) for one in people] + [(season, None) for season in bare]
    return sorted(rows, key=lambda row: -row[0])


def _texts(locale: str, view: CastView, page: int, name: int, sources: Sources) -> list[str]:
    """Return a text for each season on the page."""
    texts = []
    for season, group in groupby(_rows(view)[(page - 1) * PAGE :][:PAGE], key=lambda row: row[0]):
        lines: list[str] = [f"**{of_season(locale, season)}**"] if season >= 0 else []
        lines += _crew(locale, view, season, name, sources)
        lines += [_line(locale, view, one, name, sources) for _, one in group if one]
        texts.append("\n".join(lines))
    return texts or [say(locale, "cast.nothing")]


def _line(locale: str, view: CastView, belief: Belief, name: int, sources: Sources) -> Markup:
    """Return one person: character, role, coming or going, how sure, and where it was read."""
    words = character(locale, Markup(f"**{value(locale, belief, view.people, name)}**"), belief, name)
    if belief.standing is Standing.SUPERSEDED and belief.denials:
        return Markup(f"- {words} · {say(locale, 'change.denied')}{sources.mark(belief.denials)}")
    told = " · ".join([words, *qualified(locale, belief, name)])
    return Markup(f"- {told}{tail(locale, sources, belief)}")


def _crew(locale: str, view: CastView, season: int, name: int, sources: Sources) -> list[str]:
    """Return a small line that says who makes a season; of many makers as many as names are long."""
    some = [one for one in view.crew if one.claim.season == season and one.standing is not Standing.SUPERSEDED]
    parts = []
    for predicate, group in groupby(some, key=lambda one: one.claim.predicate):
        makers = [(value(locale, one, view.people, name), one) for one in group][: name // 10]
        parts.append(labelled(locale, predicate, together(locale, sources, makers)))
    return [f"-# {' · '.join(parts)}"] if parts else []
