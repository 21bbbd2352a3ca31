"""What is known of a person: their titles and what they do in them, awards, other names and newest stories."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from discord.ui import ActionRow, Container, Item, Separator, TextDisplay

from bot.domain.beliefs import Belief, Standing
from bot.domain.facts import NameKind, Predicate
from bot.domain.names import fold
from bot.services.titles import Part, PersonView
from cogs.ui import fit
from cogs.ui.cards import Card, Tone
from cogs.ui.citations import Sources, tail
from cogs.ui.fact_words import ceremony, of_season, qualified, titled
from cogs.ui.follow_cards import follow_button
from cogs.ui.markup import Markup, named
from cogs.ui.text import say
from cogs.ui.title_cards import fact_buttons, story_lines

PAGE = 8
"""Titles on one page."""

_PARTS = 6
"""Things that are told of a person in one title."""

_LEVELS = ((60, True, 10, 3), (60, False, 10, 3), (40, False, 8, 2), (20, False, 5, 1))
"""The steps by which a page gives way: characters of a name, whether numbers are links, sources, stories."""


def person_pages(view: PersonView) -> int:
    """Return how many pages the titles of a person fill, at least one."""
    return max(1, -(-len(_titles(view)) // PAGE))


def person_card(
    locale: str, view: PersonView, page: int, turning: list[ActionRow[Any]], *, in_server: bool = False
) -> Card:
    """Return a page of what is known of a person; in servers they can be followed."""
    followed = [follow_button(locale, NameKind.PERSON, view.id)] if in_server else []

    def build(level: int) -> Card:
        name, linked, most, stories = _LEVELS[level]
        sources = Sources(most, linked=linked)
        parts: list[Item[Any]] = [TextDisplay(_header(locale, view, name))]
        some = _titles(view)[(page - 1) * PAGE :][:PAGE]
        texts = ["\n".join(_title(locale, title, name, sources) for title in some) or say(locale, "person.nothing")]
        if told := story_lines(locale, view.stories[:stories], 100 if linked else 60, linked=linked):
            texts.append("\n".join([f"**{say(locale, 'person.stories')}**", *told]))
        for text in [*texts, "\n".join(sources.lines(locale))]:
            parts += [Separator(), TextDisplay(text)] if text else []
        buttons = [fact_buttons(locale, "person", view.id, *followed)] if view.parts else []
        return Card(Container(*parts, *buttons, *turning, accent_colour=Tone.CALM.value))

    return fit.richest(build, len(_LEVELS))


def _header(locale: str, view: PersonView, name: int) -> str:
    others = [alias for alias in view.aliases if fold(alias) != fold(view.name)][:4]
    also = [f"-# {say(locale, 'title.also', names=Markup(' · '.join(named(one, name) for one in others)))}"]
    return "\n".join([f"### {named(view.name, name * 2)}", *(also if others else [])])


def _titles(view: PersonView) -> list[list[Part]]:
    """Return the parts by title, titles in the order in which they came, their newest season first."""
    by_title: dict[int, list[Part]] = {}
    for part in view.parts:
        by_title.setdefault(part.title_id, []).append(part)
    return [sorted(parts, key=lambda part: -part.belief.claim.season) for parts in by_title.values()]


def _title(locale: str, parts: list[Part], name: int, sources: Sources) -> str:
    """Return one title and, under it, what the person does there, season by season."""
    lines = [f"**{titled(parts[0].title, parts[0].year, name)}**"]
    for season, group in groupby(parts[:_PARTS], key=lambda part: part.belief.season):
        told = " · ".join(_does(locale, part.belief, name) + _behind(locale, part.belief, sources) for part in group)
        head = f"{of_season(locale, season)}: " if season is not None else ""
        lines.append(f"- {head}{told}")
    return "\n".join(lines)


def _does(locale: str, belief: Belief, name: int) -> Markup:
    """Return what the person does: "as Nam On-jo (returning)", "directs", "Best New Actress, 8th APAN Star Awards"."""
    if belief.claim.predicate is Predicate.AWARD_RECEIVED:
        where = ceremony(locale, belief, name)
        award = say(locale, "person.award", award=named(belief.object, name))
        return Markup(f"{award} ({where})") if where else award
    if belief.claim.predicate is not Predicate.CAST_MEMBER:
        return say(locale, f"person.{belief.claim.predicate}")
    role = belief.qualifiers.get("character", "")
    words = say(locale, "person.as", character=named(role, name)) if role else say(locale, "person.cast_member")
    told = qualified(locale, belief, name)
    return Markup(f"{words} ({', '.join(told)})") if told else words


def _behind(locale: str, belief: Belief, sources: Sources) -> Markup:
    """Return certainty and sources; of what was denied, that and by whom."""
    if belief.standing is Standing.SUPERSEDED and belief.denials:
        return Markup(f" ({say(locale, 'change.denied')}){sources.mark(belief.denials)}")
    return tail(locale, sources, belief)
