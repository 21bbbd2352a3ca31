"""Which question comes next: a new one for the channel, one that its players are to meet again, none that fell."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from bot.clock import Clock
from bot.domain.games import Difficulty, Game
from bot.domain.questions.question import Question
from bot.domain.ratings import difficulty as difficulty_of
from bot.domain.repetition import is_turn
from bot.errors import UserError
from bot.services.quizzing import Quizzing
from bot.store import items, questions, ratings, rounds
from bot.store.database import Database

REMEMBERED = 300
"""Questions that a server does not hear again before as many others."""

MOST_WANTED = 50
"""Questions that the players of a game are to meet again, of which one may come next."""


class Asking:
    """Chooses questions."""

    def __init__(self, db: Database, clock: Clock, rng: random.Random, quizzing: Quizzing) -> None:
        self._db = db
        self._clock = clock
        self._rng = rng
        self._quizzing = quizzing

    async def require(self, guild_id: int, title_id: int | None, difficulty: Difficulty | None) -> None:
        """See to it that there is something to ask.

        Raises:
            UserError: ``trivia.nothing``, or ``trivia.nothing_of`` where a title was chosen.
        """
        if await self.choose(guild_id, title_id, difficulty) is None:
            raise UserError("trivia.nothing" if title_id is None else "trivia.nothing_of")

    async def next_of(self, game: Game) -> Question | None:
        """Return the next question of a game; None when all there are have been asked in it."""
        async with self._db.read() as conn:
            players = {game.host_id, *await rounds.players(conn, game.id)}
            now = self._clock()
            asked = await questions.asked_in_game(conn, game.id)
            fresh = await ratings.fresh(conn, players, now, REMEMBERED)
            missed = await ratings.to_meet_again(conn, players, now, MOST_WANTED) if is_turn(len(asked)) else []
        # What one has missed, another may have just seen.
        wanted = [key for key in missed if key not in fresh]
        return await self.choose(game.guild_id, game.title_id, game.difficulty, avoid=asked, fresh=fresh, wanted=wanted)

    async def choose(
        self,
        guild_id: int,
        title_id: int | None = None,
        difficulty: Difficulty | None = None,
        *,
        avoid: Collection[str] = (),
        fresh: Sequence[str] = (),
        wanted: Collection[str] = (),
    ) -> Question | None:
        """Return a question that a server has not heard lately, else one that it has; never one to ``avoid``.

        ``fresh`` is what its players remember too well yet, the last one first, wherever they met it.
        """
        async with self._db.read() as conn:
            lately = await questions.asked_in(conn, guild_id, REMEMBERED)
            never = {*avoid, *await questions.set_aside(conn)}
            wrong = await questions.wrong_in(conn, guild_id)
            weak = await items.weak(conn)
            learnt = {key: difficulty_of(rating) for key, rating in (await items.rated(conn)).items()}
        again = [key for key in wanted if key not in never]
        # What was asked lately is asked again rather than nothing, the longest ago first.
        for heard in ({*lately, *fresh}, {*_half(lately), *_half(fresh)}, set[str]()):
            found = await self._quizzing.build(
                self._rng,
                title_id=title_id,
                difficulty=difficulty,
                avoid={*never, *heard} - set(again),
                wanted=again,
                rejected=wrong,
                weak=weak,
                learnt=learnt,
            )
            if found is not None:
                return found
        return None


def _half(keys: Sequence[str]) -> Sequence[str]:
    return keys[: len(keys) // 2]
