"""How the question of a day looks: asked, ended, and how it stands in a server."""

from __future__ import annotations

from typing import Any

from discord.ui import Container, Item, Separator, TextDisplay

from bot.domain.daily import DailyAnswers
from bot.domain.games import Round
from bot.domain.posts import DailyBody
from bot.services.daily import Standing
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.markup import Markup
from cogs.ui.text import say, why
from cogs.ui.trivia_cards import (
    WINNERS,
    buttons,
    cited_lines,
    level,
    long_options,
    mention,
    report_row,
    result,
    wording,
)

OPTION = 100
MANY = 2
"""Days in a row from which on it is told."""


def daily_card(locale: str, body: DailyBody) -> Card:
    """Return the message of a day's question, as it stands."""
    if body.asked.voided_why:
        lines = [*_asked(locale, body.asked), say(locale, "trivia.void", reason=why(locale, body.asked.voided_why))]
        return tell("\n".join(lines), Tone.CARE)
    return _ended_card(locale, body.ended) if body.ended else _question_card(locale, body)


def _asked(locale: str, asked: Round) -> list[Markup]:
    number = say(locale, "trivia.daily.number", number=asked.number)
    return [Markup(f"-# {number} · {level(locale, asked)}"), Markup(f"### {wording(locale, asked)}")]


def _question_card(locale: str, body: DailyBody) -> Card:
    asked = body.asked
    lines = [*_asked(locale, asked), *long_options(asked)]
    lines.append(Markup(f"-# {say(locale, 'trivia.daily.until', at=asked.deadline)}"))
    parts: list[Item[Any]] = [TextDisplay("\n".join(lines)), buttons(asked)]
    if body.before:
        parts += [Separator(), TextDisplay(_before(locale, body.before))]
    return Card(Container(*parts, accent_colour=Tone.CALM.value))


def _before(locale: str, before: DailyAnswers) -> str:
    outcome = before.outcome
    words = {"right": len(outcome.winners), "count": len(outcome.answers)}
    told = [say(locale, "trivia.daily.before", answer=outcome.round.right.text)]
    told += [say(locale, "trivia.daily.were_right", **words)] if outcome.answers else []
    told += _streak(locale, before.streak)
    return f"-# {' · '.join(told)}"


def _streak(locale: str, days: int) -> list[Markup]:
    return [say(locale, "trivia.daily.streak", count=days)] if days >= MANY else []


def _ended_card(locale: str, ended: DailyAnswers) -> Card:
    outcome = ended.outcome
    asked = outcome.round
    lines = _asked(locale, asked) + [result(outcome, choice) for choice in range(len(asked.options))]
    who = [_winners(locale, ended), *(Markup(f"-# {one}") for one in _streak(locale, ended.streak))]
    parts: list[Item[Any]] = [TextDisplay("\n".join(lines)), TextDisplay("\n".join(cited_lines(asked)))]
    parts += [Separator(), TextDisplay("\n".join(who)), report_row(locale, asked.id)]
    return Card(Container(*parts, accent_colour=(Tone.GOOD if outcome.winners else Tone.CARE).value))


def _winners(locale: str, ended: DailyAnswers) -> Markup:
    outcome = ended.outcome
    if not outcome.answers:
        return say(locale, "trivia.nobody_answered")
    if not outcome.winners:
        return say(locale, "trivia.nobody_right")
    by_streak = sorted(outcome.winners, key=lambda one: -ended.streaks.get(one.user_id, 0))
    people = Markup(" · ".join(_winner(one.user_id, ended) for one in by_streak[:WINNERS]))
    more = len(by_streak) - WINNERS
    return say(locale, "trivia.right_more" if more > 0 else "trivia.right", people=people, count=max(more, 0))


def _winner(user_id: int, ended: DailyAnswers) -> str:
    days = ended.streaks.get(user_id, 0)
    return f"{mention(user_id)} 🔥 {days}" if days >= MANY else mention(user_id)


# ------------------------------------------------------------------ how it stands


def standing_card(locale: str, standing: Standing | None, *, saved: bool = False) -> Card:
    """Return where and when a server has its question of the day; None: it has none."""
    if standing is None:
        return tell(say(locale, "trivia.daily.none"))
    game = standing.game
    words = {"channel": Markup(f"<#{game.channel_id}>"), "at": game.at, "zone": game.zone}
    lines = [say(locale, "trivia.daily.stands", **words), say(locale, "trivia.daily.next", at=game.due_at)]
    lines += _streak(locale, standing.streak)
    if game.blocked:
        lines.append(say(locale, "trivia.daily.blocked", reason=why(locale, game.blocked)))
    if not standing.ready:
        lines.append(say(locale, "trivia.daily.nothing"))
    troubled = game.blocked or not standing.ready
    return tell("\n".join(lines), Tone.CARE if troubled else Tone.GOOD if saved else Tone.CALM)


def ended_card(locale: str, *, was: bool) -> Card:
    """Return the answer to who switched the question of the day off."""
    return tell(say(locale, "trivia.daily.off" if was else "trivia.daily.none"), Tone.GOOD)
