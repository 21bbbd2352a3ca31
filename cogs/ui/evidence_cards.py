"""What a card of facts rests on: every fact with the sentence that says it; and the question which of them is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Container, Item, Select, Separator, TextDisplay

from bot.domain.beliefs import Belief, Standing
from bot.domain.facts import Certainty, StoredFact
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone, tell
from cogs.ui.citations import CITED, day
from cogs.ui.fact_words import headed
from cogs.ui.markup import ELLIPSIS, Markup, clean, link, named, plain
from cogs.ui.text import say

PAGE = 4
"""Facts on one page of the evidence."""

_LEVELS = ((300, 60, True), (300, 60, False), (160, 60, False), (60, 40, False))
"""The steps by which a page gives way: characters of a sentence, of a name, and whether long addresses are linked."""


@dataclass(frozen=True, slots=True)
class Rests:
    """The beliefs on a card, for a look at what they rest on. ``kind`` and ``id`` name the card."""

    kind: str
    id: int
    name: Markup
    beliefs: Sequence[Belief]
    people: Mapping[int, str] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)

    def pages(self, size: int) -> int:
        """Return how many pages of ``size`` beliefs there are, at least one."""
        return max(1, -(-len(self.beliefs) // size))

    def page(self, number: int, size: int) -> Sequence[Belief]:
        """Return the beliefs of a page, from 1, the newest season first."""
        ordered = sorted(self.beliefs, key=lambda one: -one.claim.season)
        return ordered[(number - 1) * size :][:size]

    def words(self, locale: str, belief: Belief, limit: int = 60) -> Markup:
        """Return a belief on one line, with its title where the card is of a person."""
        told = headed(locale, belief, self.people, limit)
        title = self.titles.get(belief.claim.title_id)
        return Markup(f"{named(title, limit)} · {told}") if title else told


def evidence_card(locale: str, rests: Rests, page: int, turning: list[ActionRow[Any]]) -> Card:
    """Return a page of facts, each with the sentences that say it, quoted."""

    def build(level: int) -> Card:
        quoted, name, linked = _LEVELS[level]
        head = say(locale, "evidence.title", name=rests.name)
        parts: list[Item[Any]] = [TextDisplay(f"### {head}\n-# {say(locale, 'evidence.intro')}")]
        for belief in rests.page(page, PAGE):
            lines = [f"**{rests.words(locale, belief, name)}**{_standing(locale, belief)}"]
            lines += [
                quote(locale, one, quoted, linked=linked) for one in (*belief.sources[:CITED], *belief.denials[:1])
            ]
            parts += [Separator(), TextDisplay("\n".join(lines))]
        return Card(Container(*parts, *turning, accent_colour=Tone.CALM.value))

    return fit.richest(build, len(_LEVELS))


def _standing(locale: str, belief: Belief) -> Markup:
    """Return what is to be known beside the fact: how sure it is, and whether it still stands."""
    words = [] if belief.certainty is Certainty.CONFIRMED else [say(locale, f"certainty.{belief.certainty}")]
    if belief.standing is not Standing.CURRENT:
        words.append(say(locale, f"standing.{belief.standing}"))
    return Markup(f" ({', '.join(words)})") if words else Markup("")


def quote(locale: str, fact: StoredFact, limit: int, *, linked: bool = True) -> Markup:
    """Return the sentence of an article, and under it which article that is."""
    source = fact.source
    address = source.url if linked or len(source.url or "") <= fit.SHORT_URL else None
    sentence = plain(fact.fact.evidence, limit)
    said = [f"> “{sentence}”"] if sentence else []
    denied = f" · {say(locale, 'evidence.denies')}" if fact.fact.negated else ""
    return Markup("\n".join([*said, f"-# {link(named(source.outlet, OUTLET), address)} · {day(source)}{denied}"]))


def nothing_card(locale: str) -> Card:
    """Return the answer when a card's facts are gone since it was made."""
    return tell(say(locale, "evidence.nothing"), Tone.CARE)


def wrong_card(locale: str, rests: Rests, page: int, turning: list[ActionRow[Any]]) -> Card:
    """Return the question which fact is wrong."""
    beliefs = {str(belief.sources[0].id): belief for belief in rests.page(page, fit.OPTIONS)}
    options = [
        SelectOption(
            label=clean(rests.words(locale, belief), fit.OPTION_LABEL) or ELLIPSIS,
            description=clean(belief.sources[0].source.outlet, fit.OPTION_LABEL) or None,
            value=fact_id,
        )
        for fact_id, belief in beliefs.items()
    ]
    select: Select[Any] = Select(custom_id="facts:pick", placeholder=say(locale, "wrong.pick"), options=options)
    text = say(locale, "wrong.title", name=rests.name)
    return tell(f"### {text}\n{say(locale, 'wrong.intro')}", Tone.CALM, ActionRow(select), *turning)


def reported_card(locale: str, words: Markup, *, first: bool, server: bool) -> Card:
    """Return thanks for a report, and who will look at it; or that the same person has reported it already."""
    key = "wrong.already" if not first else "wrong.thanks" if server else "wrong.thanks_direct"
    return tell(say(locale, key, fact=words), Tone.GOOD if first else Tone.CALM)
