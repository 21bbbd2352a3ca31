"""Where it was read: the sources of one card, numbered as the card first cites them, and listed at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.facts import Source, StoredFact
from cogs.ui import fit
from cogs.ui.cards import OUTLET
from cogs.ui.markup import Markup, link, moment, named, safe_url
from cogs.ui.text import say

CITED = 2
"""Sources that stand behind one thing, each of another outlet."""

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
        marks = [self._number(source) for source in _best(facts) if self._list(source)]
        return Markup("".join(f" {mark}" for mark in marks))

    def lines(self, locale: str) -> list[Markup]:
        """Return the list at the foot of the card: number, outlet, date."""
        lines = [self._line(source) for source in self._listed.values()]
        if self._left_out:
            lines.append(say(locale, "sources.more", count=len(self._left_out)))
        return lines

    def _list(self, source: Source) -> bool:
        if source.article_id not in self._listed:
            if len(self._listed) >= self.most:
                self._left_out.add(source.article_id)
                return False
            self._listed[source.article_id] = source
        return True

    def _number(self, source: Source) -> Markup:
        number = raised(list(self._listed).index(source.article_id) + 1)
        address = safe_url(source.url) if self.linked else None
        return Markup(f"[{number}]({address})") if address else number

    def _line(self, source: Source) -> Markup:
        address = source.url if self.linked or len(source.url or "") <= fit.SHORT_URL else None
        number = raised(list(self._listed).index(source.article_id) + 1)
        return Markup(f"-# {number} {link(named(source.outlet, self.outlet), address)} · {day(source)}")


def raised(number: int) -> Markup:
    """Return a number as small raised figures."""
    return Markup(str(number).translate(_RAISED))


def day(source: Source) -> Markup:
    """Return the day on which a source came out, as the reader's Discord writes it."""
    return moment(source.at, "D")


def _best(facts: Iterable[StoredFact]) -> list[Source]:
    """Return the best source of each outlet, those of the best outlets."""
    firsts: dict[str, Source] = {}
    for fact in facts:
        firsts.setdefault(fact.source.outlet, fact.source)
    return list(firsts.values())[:CITED]
