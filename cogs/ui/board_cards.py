"""How rankings and records of trivia look."""

from __future__ import annotations

from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, MediaGallery, TextDisplay

from bot.domain.boards import Board, Ranked, Record, Scope, Streak
from bot.export.record_picture import Bar, Figure, RecordSheet
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.markup import Markup, clean, plain
from cogs.ui.text import say
from cogs.ui.trivia_cards import mention

PICTURE = "record.png"
NAME = 40
"""Characters of a person's name that are shown."""

MOST_KINDS = 8
"""Kinds of questions that a picture has a bar for."""

_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


# ------------------------------------------------------------------ rankings


def board_card(locale: str, board: Board) -> Card:
    """Return a ranking: the best, and the one who asks where they stand."""
    head = say(locale, f"trivia.board.{board.scope}")
    about = [say(locale, f"trivia.board.{board.span}")]
    if board.players:
        about.append(say(locale, "trivia.board.players", count=board.players))
    lines = [f"### {head}", f"-# {' · '.join(about)}"]
    lines += [_line(locale, board.scope, one) for one in board.best] or [_none(locale, board.scope)]
    if board.own:
        lines += ["⋯", _line(locale, board.scope, board.own)]
    worldwide = board.scope is Scope.GLOBAL
    lines.append(f"-# {say(locale, 'trivia.board.opt_in' if worldwide else 'trivia.board.solo')}")
    return tell("\n".join(lines), Tone.CALM, *([_choice(locale)] if worldwide else []))


def _none(locale: str, scope: Scope) -> Markup:
    return say(locale, "trivia.board.nobody" if scope is Scope.GLOBAL else "trivia.board.none")


def _line(locale: str, scope: Scope, one: Ranked) -> Markup:
    who = plain(one.name, NAME) if scope is Scope.GLOBAL and one.name else mention(one.user_id)
    words = {
        "place": Markup(_MEDALS.get(one.place, f"{one.place}.")),
        "who": Markup(who),
        "points": one.points,
        "right": one.right,
        "answered": one.answered,
    }
    if one.rating is None:
        return say(locale, "trivia.board.line", **words)
    return say(locale, "trivia.board.rated", rating=round(one.rating), **words)


def _choice(locale: str) -> ActionRow[Any]:
    """Return the buttons by which anybody who reads a ranking gets on it or off it."""
    join: Button[Any] = Button(label=say(locale, "trivia.board.join"), custom_id="trivia:worldwide:on")
    return ActionRow(join, _leave(locale))


def _leave(locale: str) -> Button[Any]:
    return Button(
        label=say(locale, "trivia.board.leave"), style=ButtonStyle.secondary, custom_id="trivia:worldwide:off"
    )


def listed_card(locale: str, name: str | None) -> Card:
    """Return the answer to who wants to be seen beyond their servers by a name, or (None) does not."""
    if name is None:
        return tell(say(locale, "trivia.board.left"), Tone.GOOD)
    return tell(say(locale, "trivia.board.joined", name=name), Tone.GOOD, ActionRow(_leave(locale)))


# ------------------------------------------------------------------ one person


def no_record_card(locale: str, name: str) -> Card:
    """Return the answer where somebody has answered nothing yet."""
    return tell(say(locale, "trivia.record.none", who=clean(name, NAME)), Tone.CARE)


def record_card(locale: str, record: Record) -> Card:
    """Return somebody's record, its picture to be sent with it as the file ``PICTURE``."""
    words = {"right": record.right, "answered": record.answered}
    gallery: MediaGallery[Any] = MediaGallery()
    gallery.add_item(media=f"attachment://{PICTURE}", description=spoken(locale, record))
    head = say(locale, "trivia.record.line", who=mention(record.user_id), **words)
    return Card(Container(TextDisplay(head), gallery, accent_colour=Tone.CALM.value))


def record_sheet(locale: str, record: Record, names: tuple[str, ...], server: str) -> RecordSheet:
    """Return what is to be drawn of a record; ``names`` are the person's, ``server`` is where it was achieved."""
    return RecordSheet(
        names=tuple(clean(name, NAME) for name in names),
        aside=clean(server, NAME),
        figures=_figures(locale, record),
        charted=say(locale, "trivia.record.over_time"),
        values=record.ratings,
        barred=say(locale, "trivia.record.by_kind"),
        bars=_bars(locale, record),
    )


def _figures(locale: str, record: Record) -> tuple[Figure, ...]:
    best = max(record.ratings, default=record.rating or 0)
    rating = f"{round(record.rating):,}" if record.rating is not None else "–"
    note = "best_rating" if record.rating is not None else "unrated"
    words = {"right": record.right, "answered": record.answered}
    runs = (("run", record.run), ("daily", record.daily))
    return (
        Figure(rating, say(locale, "trivia.record.rating"), say(locale, f"trivia.record.{note}", rating=round(best))),
        Figure(_percent(locale, record), say(locale, "trivia.record.right"), say(locale, "trivia.record.of", **words)),
        *(_run(locale, name, run) for name, run in runs),
    )


def _run(locale: str, name: str, run: Streak) -> Figure:
    best = say(locale, "trivia.record.best", count=run.best)
    return Figure(f"{run.now:,}", say(locale, f"trivia.record.{name}"), best)


def _percent(locale: str, record: Record) -> Markup:
    return say(locale, "trivia.record.percent", percent=round(100 * record.right / max(record.answered, 1)))


def _bars(locale: str, record: Record) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            say(locale, f"trivia.record.kind.{one.kind}"),
            one.right / one.answered,
            say(locale, "trivia.record.kind_of", right=one.right, answered=one.answered),
        )
        for one in record.tallies[:MOST_KINDS]
    )


def spoken(locale: str, record: Record) -> str:
    """Return a record as a text for those who cannot see its picture."""
    figures = [f"{one.label}: {one.value} ({one.note})" for one in _figures(locale, record)]
    return "; ".join([*figures, *(f"{bar.label}: {bar.words}" for bar in _bars(locale, record))])
