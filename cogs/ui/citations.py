"""Where it was read: the sources of one card, numbered as the card first cites them, and listed at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from bot.domain.beliefs import Belief, Standing
from bot.domain.facts import Source, StoredFact
from cogs.ui import fit
from cogs.ui.cards import OUTLET
from cogs.ui.fact_words import sureness
from cogs.ui.markup import Markup, link, moment, named, safe_url
from cogs.ui.text import listing, say

CITED = 2
"""Sources that stand behind one thing, each of another outlet."""

_TIED = "\u00a0"
"""A space at which no line breaks, so that a number never stands alone."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Sources:
    """The sources that a card cites, at most ``most``; ``linked``: the small numbers lead to the articles."""

    most: int
    linked: bool = True
    outlet: int = OUTLET
    _listed: dict[int, Source] = field(default_factory=dict)
    _left_out: set[int] = field(default_factory=set)

    def mark(self, facts: Iterable[StoredFact]) -> Markup:
        """Return the numbers of the best sources, to stand behind what they say; they are listed from now on."""
        numbers = sorted(self._place(source) for source in self._best(facts) if self._list(source))
        return Markup("".join(f"{_TIED}{self._number(number)}" for number in numbers))

    def lines(self, locale: str) -> list[Markup]:
        """Return the list at the foot of the card: number, outlet, date."""
        lines = [self._line(source) for source in self._listed.values()]
        if self._left_out:
            lines.append(say(locale, "sources.more", count=len(self._left_out)))
        return lines

    def _best(self, facts: Iterable[StoredFact]) -> list[Source]:
        """Return the best source of each outlet; of those that are as sure as the best, one that is listed already."""
        known = list(facts)
        best = known[0].fact.certainty
        firsts: dict[str, Source] = {}
        for fact in sorted(known, key=lambda one: (one.fact.certainty is not best, self._new(one.source))):
            firsts.setdefault(fact.source.outlet, fact.source)
        return list(firsts.values())[:CITED]

    def _new(self, source: Source) -> bool:
        return source.article_id not in self._listed

    def _list(self, source: Source) -> bool:
        if self._new(source):
            if len(self._listed) >= self.most:
                self._left_out.add(source.article_id)
                return False
            self._listed[source.article_id] = source
        return True

    def _place(self, source: Source) -> int:
        return list(self._listed).index(source.article_id) + 1

    def _number(self, number: int) -> Markup:
        """Return a number, small and raised, as a link to the article if there is room for links."""
        address = safe_url(list(self._listed.values())[number - 1].url) if self.linked else None
        return Markup(f"[{raised(number)}]({address})") if address else raised(number)

    def _line(self, source: Source) -> Markup:
        address = source.url if self.linked or len(source.url or "") <= fit.SHORT_URL else None
        number = raised(self._place(source))
        return Markup(f"-# {number} {link(named(source.outlet, self.outlet), address)} · {day(source)}")


def raised(number: int) -> Markup:
    """Return a number as small raised figures."""
    return Markup(str(number).translate(_RAISED))


def day(source: Source) -> Markup:
    """Return the day on which a source came out, as the reader's Discord writes it."""
    return moment(source.at, "D")


# ------------------------------------------------------------------ behind what is said


def tail(locale: str, sources: Sources, belief: Belief) -> Markup:
    """Return what stands behind a belief: how sure it is (nothing if confirmed), who denies it, where it was read."""
    words = [sureness(locale, belief.certainty), sources.mark(belief.sources)]
    if belief.denials and belief.standing is not Standing.SUPERSEDED:
        outlet = named(belief.denials[-1].source.outlet, OUTLET)
        words += [Markup(f" {say(locale, 'fact.denied_by', outlet=outlet)}"), sources.mark(belief.denials[-1:])]
    return Markup("".join(words))


def together(locale: str, sources: Sources, told: Iterable[tuple[Markup, Belief]]) -> Markup:
    """Return several things as one line; those that are equally sure and of the same sources share one mark."""
    marked = [(words, tail(locale, sources, belief)) for words, belief in told]
    groups = groupby(marked, key=lambda one: one[1])
    return Markup(" · ".join(listing(locale, [words for words, _ in group]) + mark for mark, group in groups))
