"""What is believed of a title: a block for each season, every line with its certainty and numbered sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import ActionRow, Button, Container, Item, Section, Separator, TextDisplay, Thumbnail

from bot.domain.beliefs import Belief, Standing
from bot.domain.facts import NameKind, Predicate
from bot.domain.lookup import NameHit
from bot.domain.models import StoryView
from bot.domain.names import fold
from bot.services.titles import TitleView
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone, headline, tell
from cogs.ui.citations import Sources, tail, together
from cogs.ui.fact_words import ceremony, labelled, of_season, titled, value
from cogs.ui.follow_cards import follow_button
from cogs.ui.markup import Markup, clip, code, link, moment, named, safe_url
from cogs.ui.release_cards import remind_button
from cogs.ui.text import say
from cogs.ui.trivia_cards import quiz_button

MOST_ASKED = 10
"""Titles or people of the same name that are offered to choose from."""

IN_A_ROW = 5

BESIDE = 2
"""Lines about the title as a whole that stand beside its picture, as many as are high as it is."""

_TONES = {
    "announced": Tone.GOOD,
    "renewed": Tone.GOOD,
    "in production": Tone.GOOD,
    "wrapped": Tone.GOOD,
    "postponed": Tone.CARE,
    "cancelled": Tone.BAD,
}
_ROWS = (
    (Predicate.PUBLICATION_DATE, Predicate.NUMBER_OF_EPISODES),
    (Predicate.ORIGINAL_BROADCASTER, Predicate.GENRE),
    (Predicate.BASED_ON,),
    (Predicate.CAST_MEMBER,),
    (Predicate.DIRECTOR, Predicate.SCREENWRITER),
    (Predicate.PRODUCTION_COMPANY,),
    (Predicate.FILMING_LOCATION,),
    (Predicate.AWARD_RECEIVED,),
)
"""What is told on one line each; the status stands in the heading."""

_OVER = {"cancelled", "ended"}
"""After these nobody waits for a date."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much of everything a card shows; names and headlines in characters."""

    seasons: int
    cast: int
    items: int
    name: int
    headline: int
    stories: int
    sources: int
    linked: bool = False


ROOMS = (
    Room(4, 8, 6, 60, 100, 3, 10, linked=True),
    Room(4, 8, 6, 60, 100, 3, 10),
    Room(3, 6, 4, 50, 80, 3, 8),
    Room(2, 4, 3, 36, 60, 2, 6),
    Room(1, 3, 2, 20, 50, 1, 4),
)
"""The steps by which a card gives way when there is too much to tell."""


def title_card(locale: str, view: TitleView, *, in_server: bool = False) -> Card:
    """Return all that is believed of a title, as much of it as one message holds; in servers it can be followed."""
    return fit.richest(lambda level: _Sheet(locale, view, ROOMS[level], in_server).card(), len(ROOMS))


def choice_card(locale: str, opens: str, hits: Sequence[NameHit], pressing: Callable[[int], str] | None = None) -> Card:
    """Return the question which of several was meant; ``opens`` is the card that the answer opens.

    ``pressing`` gives the ``custom_id`` of a choice by its id, where it does something else than to open a card.
    """
    does = pressing or f"facts:open:{opens}:{{}}".format
    buttons: list[Button[Any]] = [
        Button(label=titled(hit.name, hit.year, fit.BUTTON_LABEL - 7), custom_id=does(hit.id))
        for hit in hits[:MOST_ASKED]
    ]
    rows = [ActionRow[Any](*buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW)]
    return tell(say(locale, f"{opens}.which"), Tone.CALM, *rows)


def fact_buttons(locale: str, kind: str, key: int, *others: Button[Any]) -> ActionRow[Any]:
    """Return the buttons under a card of facts: what it rests on, and that something in it is wrong."""
    evidence: Button[Any] = Button(label=say(locale, "evidence.button"), custom_id=f"facts:evidence:{kind}:{key}")
    wrong: Button[Any] = Button(label=say(locale, "wrong.button"), custom_id=f"facts:wrong:{kind}:{key}")
    return ActionRow(evidence, *others, wrong)


def story_lines(locale: str, stories: Iterable[StoryView], length: int, *, linked: bool) -> list[Markup]:
    """Return stories as one line each: headline, outlet, time."""
    lines = []
    for article in (story.article for story in stories):
        url = article.url if linked or len(article.url or "") <= fit.SHORT_URL else None
        words = link(Markup(clip(headline(locale, article), length)), url)
        lines.append(Markup(f"- {words} · {named(article.outlet, OUTLET)} · {moment(article.at)}"))
    return lines


@dataclass
class _Sheet:
    """A card of one title while it is written, in the room that it has."""

    locale: str
    view: TitleView
    room: Room
    in_server: bool

    def __post_init__(self) -> None:
        self._sources = Sources(self.room.sources, linked=self.room.linked)
        self._lately = self.view.changed[: self.room.stories]

    def card(self) -> Card:
        header, *blocks = self._blocks()
        parts = self._header(header)
        for text in [*blocks, self._changed(), self._stories()]:
            parts += [Separator(), TextDisplay(text)] if text else []
        if listed := self._sources.lines(self.locale):
            parts += [Separator(), TextDisplay("\n".join(listed))]
        if self.view.beliefs:
            parts.append(self._buttons())
        return Card(Container(*parts, accent_colour=self._tone().value))

    def _tone(self) -> Tone:
        status = [one for one in self.view.beliefs if one.claim.predicate is Predicate.PRODUCTION_STATUS]
        latest = max((one for one in status if _stands(one)), key=lambda one: one.claim.season, default=None)
        return _TONES.get(latest.object.casefold(), Tone.CALM) if latest else Tone.CALM

    def _header(self, whole: str) -> list[Item[Any]]:
        """Return the names with the picture beside them, and what is believed of the title as a whole."""
        lines = [f"## {titled(self.view.name, self.view.year, self.room.name * 2)}"]
        others = [alias for alias in self.view.aliases if fold(alias) != fold(self.view.name)]
        if others:
            names = Markup(" · ".join(named(alias, self.room.name) for alias in others[:3]))
            lines.append(f"-# {say(self.locale, 'title.also', names=names)}")
        picture = self._picture()
        told = whole.splitlines()
        if not picture:
            return [TextDisplay("\n".join([*lines, *told]))]
        beside: TextDisplay[Any] = TextDisplay("\n".join([*lines, *told[:BESIDE]]))
        below = "\n".join(told[BESIDE:])
        return [Section(beside, accessory=Thumbnail(picture)), *([TextDisplay[Any](below)] if below else [])]

    def _picture(self) -> str | None:
        """Return the picture of the newest story whose headline names the title: others may show another one."""
        names = [folded for name in (self.view.name, *self.view.aliases) if (folded := fold(name))]
        articles = [story.article for story in self.view.stories]
        about = [one for one in articles if any(name in fold(one.headline) for name in names)]
        return next((url for one in about if (url := safe_url(one.image_url))), None)

    def _buttons(self) -> ActionRow[Any]:
        cast = [one for one in self.view.beliefs if one.claim.predicate is Predicate.CAST_MEMBER]
        whole: list[Button[Any]] = [
            Button(label=say(self.locale, "cast.button"), custom_id=f"facts:cast:title:{self.view.id}")
        ]
        awaited = [remind_button(self.locale, self.view.id)] if self.view.coming else []
        followed = [follow_button(self.locale, NameKind.TITLE, self.view.id)] if self.in_server else []
        # There is room for five: of what is still to come people want to be reminded rather than quizzed.
        quiz = [quiz_button(self.locale, self.view.id)] if self.in_server and not awaited else []
        return fact_buttons(self.locale, "title", self.view.id, *(whole if cast else []), *awaited, *followed, *quiz)

    # -------------------------------------------------------------- seasons

    def _blocks(self) -> list[str]:
        """Return what is about the title as a whole, and then the seasons, the newest first."""
        if not self.view.beliefs:
            return [say(self.locale, "title.nothing")]
        seasons = sorted({one.season for one in self.view.beliefs if one.season is not None}, reverse=True)
        if seasons in ([], [1]):
            return [self._block(None, self.view.beliefs, awaited=True)]
        whole = self._block(None, [one for one in self.view.beliefs if one.season is None])
        blocks = [
            self._block(season, [one for one in self.view.beliefs if one.season == season], awaited=place == 0)
            for place, season in enumerate(seasons[: self.room.seasons])
        ]
        if more := len(seasons) - self.room.seasons:
            blocks += [f"-# {say(self.locale, 'title.more_seasons', count=more)}"] if more > 0 else []
        return [whole, *blocks]

    def _block(self, season: int | None, beliefs: Sequence[Belief], *, awaited: bool = False) -> str:
        """Return what is believed of one season; ``awaited``: say so when there is no date."""
        lines = [self._heading(season, beliefs)]
        for row in _ROWS:
            told = [self._lines(each, [one for one in beliefs if one.claim.predicate is each]) for each in row]
            if awaited and Predicate.PUBLICATION_DATE in row and not _dated(beliefs):
                told.insert(0, self._no_date(beliefs))
            lines.append(" · ".join(some[0] for some in told if some))
            lines += [line for some in told for line in some[1:]]
        return "\n".join(line for line in lines if line)

    def _heading(self, season: int | None, beliefs: Sequence[Belief]) -> str:
        status = [one for one in beliefs if one.claim.predicate is Predicate.PRODUCTION_STATUS and _stands(one)]
        words = [f"{self._chip(one)}{tail(self.locale, self._sources, one)}" for one in status]
        head = f"**{of_season(self.locale, season)}**" if season is not None else ""
        return "  ".join([*([head] if head else []), *words[: self.room.items]])

    def _chip(self, belief: Belief) -> Markup:
        return code(value(self.locale, belief, {}, self.room.name), self.room.name)

    def _no_date(self, beliefs: Sequence[Belief]) -> list[str]:
        status = {one.object for one in beliefs if one.claim.predicate is Predicate.PRODUCTION_STATUS and _stands(one)}
        if status & _OVER:
            return []
        key = "title.no_date" if status else "title.date_unknown"
        return [labelled(self.locale, Predicate.PUBLICATION_DATE, say(self.locale, key))]

    def _lines(self, predicate: Predicate, beliefs: Sequence[Belief]) -> list[str]:
        """Return what is believed of one kind of thing: what stands, what is disputed, and what is over."""
        most = self.room.cast if predicate is Predicate.CAST_MEMBER else self.room.items
        current = [one for one in beliefs if one.standing is Standing.CURRENT]
        disputed = [one for one in beliefs if one.standing is Standing.DISPUTED][: self.room.items]
        lines = []
        if current:
            lines += self._listed(predicate, current[:most], len(current) - most)
        if disputed:
            says = Markup(" · ".join(self._says(one, [*current, *disputed]) for one in disputed))
            but = say(self.locale, "fact.but" if current else "fact.disagree", claims=says)
            lines.append(f"-# {but}" if current else labelled(self.locale, predicate, but))
        over = [one for one in beliefs if one.standing is Standing.SUPERSEDED and one not in self._lately]
        return lines + self._over(over)

    def _listed(self, predicate: Predicate, beliefs: Sequence[Belief], more: int) -> list[str]:
        if predicate is Predicate.AWARD_RECEIVED:
            return self._awards(beliefs, more)
        told = together(self.locale, self._sources, [(self._words(one), one) for one in beliefs])
        rest = f" · {say(self.locale, 'fact.more', count=more)}" if more > 0 else ""
        if predicate is Predicate.NUMBER_OF_EPISODES:  # it says what it is by itself
            return [told + rest]
        return [labelled(self.locale, predicate, told + rest)]

    def _words(self, belief: Belief) -> Markup:
        words = value(self.locale, belief, self.view.people, self.room.name)
        if belief.claim.predicate is not Predicate.CAST_MEMBER:
            return words
        new = belief.qualifiers.get("change") == "joining"
        return say(self.locale, "cast.new", person=words) if new else words

    def _awards(self, beliefs: Sequence[Belief], more: int) -> list[str]:
        """Return awards with a line for each ceremony."""
        given: dict[str, list[Belief]] = {}
        for belief in beliefs:
            given.setdefault(ceremony(self.locale, belief, self.room.name), []).append(belief)
        lines = []
        for where, won in given.items():
            told = together(self.locale, self._sources, [(self._words(one), one) for one in won])
            lines.append(f"{where}: {told}" if where else told)
        lines += [f"-# {say(self.locale, 'fact.more', count=more)}"] if more > 0 else []
        return [labelled(self.locale, Predicate.AWARD_RECEIVED, lines[0]), *lines[1:]]

    def _says(self, belief: Belief, among: Sequence[Belief]) -> Markup:
        """Return who says it: an outlet that says nothing else, if there is one."""
        elsewhere = {fact.source.outlet for one in among if one is not belief for fact in one.sources}
        outlets = [fact.source.outlet for fact in belief.sources]
        outlet = named(min(outlets, key=elsewhere.__contains__), self.room.name)
        words = say(self.locale, "fact.says", outlet=outlet, value=self._words(belief))
        return Markup(words + tail(self.locale, self._sources, belief))

    def _over(self, beliefs: Sequence[Belief]) -> list[str]:
        """Return what is believed no longer, small: what was denied, who left, and earlier dates."""
        lines = []
        for key, some in _by_end(beliefs).items():
            latest = sorted(some, key=lambda one: one.latest, reverse=True)[: self.room.items // 2]
            told = [(value(self.locale, one, self.view.people, self.room.name), one) for one in latest]
            words = Markup(
                " · ".join(f"{words}{self._sources.mark(one.denials or one.sources)}" for words, one in told)
            )
            lines.append(f"-# {say(self.locale, key, value=words)}")
        return lines

    # -------------------------------------------------------------- lately

    def _changed(self) -> str:
        lines = [self._change(one) for one in self._lately]
        return "\n".join([f"**{say(self.locale, 'title.changed')}**", *lines]) if lines else ""

    def _change(self, old: Belief) -> str:
        """Return what gave way to what, and when."""
        new = next((one for one in self.view.beliefs if _follows(one, old)), None)
        at = new.since if new else max(one.source.at for one in old.denials or old.sources)
        what = say(self.locale, f"fact.label.{old.claim.predicate}")
        season = of_season(self.locale, old.season)
        told = say(
            self.locale,
            "title.became" if new else "title.gone",
            what=Markup(f"{season} · {what}") if season else what,
            old=value(self.locale, old, self.view.people, self.room.name),
            new=value(self.locale, new, self.view.people, self.room.name) if new else "",
            how=say(self.locale, "change.leaving" if _by_end([old]).keys() == {"fact.left"} else "change.denied"),
        )
        return f"- {told}{self._sources.mark(old.denials or old.sources)} · {moment(at)}"

    def _stories(self) -> str:
        some = self.view.stories[: self.room.stories]
        lines = story_lines(self.locale, some, self.room.headline, linked=self.room.linked)
        return "\n".join([f"**{say(self.locale, 'title.stories')}**", *lines]) if lines else ""


def _dated(beliefs: Iterable[Belief]) -> bool:
    return any(one.claim.predicate is Predicate.PUBLICATION_DATE and _stands(one) for one in beliefs)


def _stands(belief: Belief) -> bool:
    return belief.standing is not Standing.SUPERSEDED


def _follows(new: Belief, old: Belief) -> bool:
    """Whether one belief took the place of another."""
    same = (new.claim.predicate, new.claim.season) == (old.claim.predicate, old.claim.season)
    return same and new is not old and new.claim.value == old.replaced_by


def _by_end(beliefs: Iterable[Belief]) -> dict[str, list[Belief]]:
    """Return beliefs that are over by the sentence that says how they ended."""
    ends: dict[str, list[Belief]] = {}
    for one in beliefs:
        if one.qualifiers.get("change") == "leaving":
            key = "fact.left"
        elif one.replaced_by is None:
            key = "fact.denied"
        else:
            key = "fact.moved" if one.claim.predicate is Predicate.PUBLICATION_DATE else "fact.earlier"
        ends.setdefault(key, []).append(one)
    return ends
