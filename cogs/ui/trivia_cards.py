"""How a game of trivia looks: a question with its four buttons, how it ended, who leads, who won."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, Item, Separator, TextDisplay

from bot.domain.games import Answer, Click, Clicked, Game, GameState, Outcome, Round, Score
from bot.services.hosting import Podium
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone, tell
from cogs.ui.markup import Markup, clean, clip, link, moment, named, plain
from cogs.ui.question_words import asked as in_words
from cogs.ui.text import say, why

ROUNDS, SECONDS = 5, 20
"""What a game has where nobody says otherwise."""

LETTERS = "ABCD"
LEADERS = 5
WINNERS = 8
PODIUM = 10
"""People who are listed: who leads, who was right, who played."""

OPTION = 100
EVIDENCE = 300
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
_EASY, _MEDIUM = 0.34, 0.67


def mention(user_id: int) -> Markup:
    """Return a person by name; no card of a game pings anybody."""
    return Markup(f"<@{user_id}>")


def wording(locale: str, asked: Round) -> Markup:
    """Return the question in words."""
    return in_words(locale, asked.wording, asked.places)


def begun_card(locale: str, game: Game, title: str | None) -> Card:
    """Return the word that a game begins."""
    words = {"count": game.rounds, "seconds": game.seconds, "host": mention(game.host_id)}
    lines = [f"### {say(locale, 'trivia.begun')}", say(locale, "trivia.terms", **words)]
    if title:
        lines.append(say(locale, "trivia.about", title=title))
    lines.append(f"-# {say(locale, 'trivia.first', at=game.due_at)}")
    return tell("\n".join(lines))


def quiz_button(locale: str, title_id: int) -> Button[Any]:
    """Return the button that begins a game about a title."""
    return Button(label=say(locale, "trivia.quiz"), custom_id=f"trivia:about:{title_id}:{ROUNDS}:{SECONDS}:")


# ------------------------------------------------------------------ a round


def question_card(game: Game, asked: Round, before: Round | None = None) -> Card:
    """Return a question; ``before`` is the round before it if that came to nothing and nobody could be told."""
    locale = game.locale
    lines: list[str] = [_head(game, asked)]
    if before is not None and before.message_id is not None and before.voided_why and before.told_at:
        lines.insert(0, f"-# {why(locale, before.voided_why)}")
    lines += [f"### {wording(locale, asked)}", *long_options(asked)]
    lines.append(f"-# {say(locale, 'trivia.until', at=asked.deadline)}")
    return Card(Container(TextDisplay("\n".join(lines)), buttons(asked), accent_colour=Tone.CALM.value))


def _head(game: Game, asked: Round) -> Markup:
    place = say(game.locale, "trivia.round", number=asked.number, rounds=game.rounds)
    return Markup(f"-# {place} · {level(game.locale, asked)}")


def level(locale: str, asked: Round) -> Markup:
    """Return how hard a question is."""
    word = "easy" if asked.difficulty < _EASY else "medium" if asked.difficulty < _MEDIUM else "hard"
    return say(locale, f"choice.{word}")


def _label(asked: Round, choice: int) -> str:
    return clip(f"{LETTERS[choice]} · {clean(asked.options[choice].text, OPTION)}", fit.BUTTON_LABEL)


def long_options(asked: Round) -> list[Markup]:
    """Return the options in full where one is too long for its button."""
    if all(len(f"{LETTERS[0]} · {one.text}") <= fit.BUTTON_LABEL for one in asked.options):
        return []
    return [Markup(f"**{LETTERS[n]}** · {plain(one.text, 2 * OPTION)}") for n, one in enumerate(asked.options)]


def buttons(asked: Round) -> ActionRow[Any]:
    """Return the four buttons of a question."""
    return ActionRow(
        *(
            Button(label=_label(asked, choice), custom_id=f"trivia:{asked.id}:{choice}")
            for choice in range(len(asked.options))
        )
    )


def clicked_card(locale: str, asked: Clicked, options: Sequence[str]) -> Card:
    """Return what a click came to, for the eyes of the one who clicked; ``options`` are the labels of the buttons."""
    chosen = options[asked.choice] if asked.choice is not None and asked.choice < len(options) else ""
    tone = Tone.GOOD if asked.click is Click.LOCKED else Tone.CARE
    return tell(say(locale, f"trivia.click.{asked.click}", option=chosen), tone)


def reveal_card(game: Game, outcome: Outcome, goes_on_at: datetime | None, *more: Item[Any]) -> Card:
    """Return how a round ended: what was right, who was, where it was read, and who leads."""
    locale, asked = game.locale, outcome.round
    lines = [_head(game, asked), f"### {wording(locale, asked)}"]
    lines += [result(outcome, choice) for choice in range(len(asked.options))]
    parts: list[Item[Any]] = [TextDisplay("\n".join(lines))]
    if cited := cited_lines(asked):
        parts.append(TextDisplay("\n".join(cited)))
    parts += [Separator(), TextDisplay("\n".join([_winners(locale, outcome), *_leaders(locale, outcome.standings)]))]
    if goes_on_at is not None:
        parts.append(TextDisplay(f"-# {say(locale, 'trivia.next', at=goes_on_at)}"))
    return Card(Container(*parts, *more, accent_colour=(Tone.GOOD if outcome.winners else Tone.CARE).value))


def result(outcome: Outcome, choice: int) -> Markup:
    """Return an option as it stands at the end: whether it was right, and how many chose it."""
    asked, count = outcome.round, outcome.chose(choice)
    text = f"{LETTERS[choice]} · {plain(asked.options[choice].text, OPTION)}"
    chosen = f" 👤 {count}" if count else ""
    return Markup(f"✅ **{text}**{chosen}" if choice == asked.answer else f"▫️ {text}{chosen}")


def cited_lines(asked: Round) -> list[Markup]:
    """Return the sentence that has the answer, and where it stands."""
    source = asked.source
    sentence = plain(source.evidence, EVIDENCE)
    where = f"-# {link(named(source.outlet, OUTLET), source.url)} · {moment(source.at, 'D')}"
    return [Markup(line) for line in ([f"> “{sentence}”"] if sentence else []) + [where]]


def _winners(locale: str, outcome: Outcome) -> Markup:
    if not outcome.answers:
        return say(locale, "trivia.nobody_answered")
    if not outcome.winners:
        return say(locale, "trivia.nobody_right")
    people = Markup(" · ".join(_earned(one) for one in outcome.winners[:WINNERS]))
    more = len(outcome.winners) - WINNERS
    return say(locale, "trivia.right_more" if more > 0 else "trivia.right", people=people, count=max(more, 0))


def _earned(one: Answer) -> str:
    return f"{mention(one.user_id)} +{one.points}"


def _leaders(locale: str, standings: Sequence[Score]) -> list[Markup]:
    ahead = [one for one in standings if one.points][:LEADERS]
    if not ahead:
        return []
    return [Markup(f"**{say(locale, 'trivia.standings')}**"), *score_lines(locale, ahead)]


def score_lines(locale: str, scores: Iterable[Score]) -> list[Markup]:
    """Return a line for each: place, who, points, right answers."""
    return [
        say(
            locale,
            "trivia.score",
            place=Markup(_MEDALS.get(one.place, f"{one.place}.")),
            who=mention(one.user_id),
            points=one.points,
            count=one.right,
        )
        for one in scores
    ]


def void_card(game: Game, asked: Round) -> Card:
    """Return a question that does not count, with the reason and an apology."""
    lines = [_head(game, asked), f"### {wording(game.locale, asked)}"]
    lines.append(say(game.locale, "trivia.void", reason=why(game.locale, asked.voided_why or "")))
    return tell("\n".join(lines), Tone.CARE)


# ------------------------------------------------------------------ the end


def podium_card(podium: Podium) -> Card:
    """Return the end of a game."""
    game, locale = podium.game, podium.game.locale
    lines = [f"### {say(locale, f'trivia.ended.{game.state}')}"]
    won = [one for one in podium.standings if one.points][:PODIUM]
    lines += score_lines(locale, won) or [say(locale, "trivia.no_points")]
    if podium.played < game.rounds and game.state is GameState.DONE:
        lines.append(f"-# {say(locale, 'trivia.exhausted', count=podium.played)}")
    if podium.uncounted:
        lines.append(f"-# {say(locale, 'trivia.solo')}")
    button: Button[Any] = Button(
        label=say(locale, "trivia.again"), style=ButtonStyle.primary, custom_id=f"trivia:again:{game.id}"
    )
    return tell("\n".join(lines), Tone.GOOD if won else Tone.CALM, ActionRow(button))


def report_row(locale: str, round_id: int) -> ActionRow[Any]:
    """Return the button under an answered question by which people say that it is wrong."""
    return ActionRow(Button(label=say(locale, "trivia.report"), custom_id=f"trivia:report:{round_id}"))


def stopped_card(locale: str) -> Card:
    """Return the answer to who stopped a game."""
    return tell(say(locale, "trivia.stopped"), Tone.GOOD)
