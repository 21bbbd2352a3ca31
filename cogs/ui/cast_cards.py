"""Who is in a title and who makes it, season by season."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from discord.ui import ActionRow, Button, Container, Item, Separator, TextDisplay

from bot.domain.beliefs import Belief, Standing
from bot.services.titles import CastView
from cogs.ui import fit
from cogs.ui.cards import Card, Tone
from cogs.ui.citations import Sources
from cogs.ui.fact_words import character, entry, labelled, of_season, tail, titled, together, value
from cogs.ui.markup import Markup
from cogs.ui.text import say
from cogs.ui.title_cards import fact_buttons

PAGE = 15
"""People on one page."""

_LEVELS = ((60, True, 10), (60, False, 10), (40, False, 8), (24, False, 5))
"""The steps by which a page gives way: characters of a name, whether numbers are links, sources listed."""


def cast_pages(view: CastView) -> int:
    """Return how many pages the people of a title fill, at least one."""
    return max(1, -(-len(_people(view)) // PAGE))


def cast_card(locale: str, view: CastView, page: int, turning: list[ActionRow[Any]]) -> Card:
    """Return a page of the people of a title, the newest season first; the crew stands on the last page."""

    def build(level: int) -> Card:
        name, linked, most = _LEVELS[level]
        sources = Sources(most, linked=linked)
        head = f"### {say(locale, 'cast.title', title=titled(view.name, view.year, name * 2))}"
        parts: list[Item[Any]] = [TextDisplay(f"{head}\n-# {say(locale, 'cast.count', count=len(_people(view)))}")]
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


def _people(view: CastView) -> list[Belief]:
    """Return the cast in the order of the card: seasons from the newest, those who left at the end of theirs."""
    return sorted(view.cast, key=lambda one: (-one.claim.season, one.standing is Standing.SUPERSEDED))


def _texts(locale: str, view: CastView, page: int, name: int, sources: Sources) -> list[str]:
    """Return a text for each season on the page, and one for the crew."""
    some = _people(view)[(page - 1) * PAGE :][:PAGE]
    texts = []
    for season, group in groupby(some, key=lambda one: one.season):
        lines = [_line(locale, view, one, name, sources) for one in group]
        head = [f"**{of_season(locale, season)}**"] if season is not None else []
        texts.append("\n".join([*head, *lines]))
    if not texts:
        texts.append(say(locale, "cast.nothing"))
    crew = _crew(locale, view, name, sources) if page >= cast_pages(view) else ""
    return [*texts, *([crew] if crew else [])]


def _line(locale: str, view: CastView, belief: Belief, name: int, sources: Sources) -> Markup:
    """Return one person: character, role, coming or going, how sure, and where it was read."""
    words = character(locale, Markup(f"**{value(locale, belief, view.people, name)}**"), belief, name)
    gone = belief.standing is Standing.SUPERSEDED
    change = belief.qualifiers.get("change", "")
    told = [
        entry(locale, "role", role, name) for role in (belief.qualifiers.get("role", ""),) if role and role != "main"
    ]
    if gone and change != "leaving":
        told.append(say(locale, "change.denied"))
    elif change:
        told.append(entry(locale, "change", change, name))
    behind = sources.mark(belief.denials) if gone and belief.denials else tail(locale, sources, belief)
    return Markup(f"- {' · '.join([words, *told])}{behind}")


def _crew(locale: str, view: CastView, name: int, sources: Sources) -> str:
    """Return who makes it, a line for each kind of work and season."""
    standing = [one for one in view.crew if one.standing is not Standing.SUPERSEDED]
    lines = []
    for (predicate, season), group in groupby(standing, key=lambda one: (one.claim.predicate, one.season)):
        some = list(group)[:6]
        told = together(locale, sources, [(value(locale, one, view.people, name), one) for one in some])
        lines.append(labelled(locale, predicate, f"{told} · {of_season(locale, season)}" if season else told))
    return "\n".join(lines[:8])
