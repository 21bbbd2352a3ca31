"""Trivia as people ask for it: a game begun, an answer given, a game stopped.

People's mistakes are raised as ``UserError`` with these keys: ``trivia.playing``, ``trivia.nothing``,
``trivia.nothing_of`` (``title``), ``trivia.idle``, ``trivia.not_yours``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import structlog

from bot.clock import Clock
from bot.domain.claims import claim_of
from bot.domain.facts import Claim, NameKind, StoredFact
from bot.domain.games import LEAD, Answer, Clicked, Difficulty, Game, GameState
from bot.domain.reasons import because
from bot.errors import UserError
from bot.services.answering import Answering
from bot.services.asking import Asking
from bot.services.titles import Evidence
from bot.store import facts, games, guilds, names, questions, rounds
from bot.store.database import Connection, Database
from bot.store.games import NewGame

STOPPED = because("trivia.stopped")
"""The reason of a round that was open when its game was stopped."""

_log = structlog.get_logger(__name__)


class Trivia:
    """Takes what people do in games; ``playing`` makes these go on, and is woken by ``wake``."""

    def __init__(
        self, db: Database, clock: Clock, asking: Asking, answering: Answering, wake: Callable[[], object]
    ) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking
        self._answering = answering
        self._wake = wake

    async def play(
        self,
        guild_id: int,
        channel_id: int,
        host_id: int,
        *,
        title_id: int | None = None,
        rounds: int = 5,
        seconds: int = 20,
        difficulty: Difficulty | None = None,
    ) -> Game:
        """Begin a game; its first question follows.

        Raises:
            UserError: ``trivia.playing`` when the channel has a game already, ``trivia.nothing`` or
                ``trivia.nothing_of`` when too little is known to ask anything.
        """
        async with self._db.read() as conn:
            if await games.in_channel(conn, channel_id):
                raise UserError("trivia.playing")
            settings = await guilds.settings(conn, guild_id)
        await self._asking.require(guild_id, title_id, difficulty)
        wanted = NewGame(guild_id, channel_id, host_id, settings.locale, title_id, rounds, seconds, difficulty)
        now = self._clock()
        async with self._db.write() as conn:
            game = await games.add(conn, wanted, now, now + LEAD)
        if game is None:
            raise UserError("trivia.playing")
        _log.info("a game begins", game=game.id, guild=guild_id, channel=channel_id, host=host_id, rounds=rounds)
        self._wake()
        return game

    async def again(self, game_id: int, host_id: int) -> Game:
        """Begin a game like one that is over.

        Raises:
            UserError: as ``play``; ``trivia.idle`` when there was no such game.
        """
        async with self._db.read() as conn:
            last = await games.get(conn, game_id)
        if last is None:
            raise UserError("trivia.idle")
        return await self.play(
            last.guild_id,
            last.channel_id,
            host_id,
            title_id=last.title_id,
            rounds=last.rounds,
            seconds=last.seconds,
            difficulty=last.difficulty,
        )

    async def answer(self, round_id: int, user_id: int, choice: int) -> Clicked:
        """Take a click on an option; the first one of a person in a round counts.

        Raises:
            StoreError: it could not be stored.
        """
        return await self._answering.put(Answer(round_id, user_id, choice, self._clock()))

    async def behind(self, round_id: int, guild_id: int) -> tuple[Evidence, ...]:
        """Return the facts that the question of a round rests on, one for each claim, the shown one first.

        Raises:
            UserError: ``fact.unknown`` when no article says so any more, or it was not asked in this server.
        """
        async with self._db.read() as conn:
            asked = (await rounds.get_all(conn, [round_id])).get(round_id)
            if asked is None or asked.guild_id != guild_id or asked.closed_at is None:
                raise UserError("fact.unknown")
            found = await _stating(conn, await questions.claims_of(conn, asked.question_id), guild_id)
            if not found and (shown := await facts.get(conn, asked.source.fact_id, guild_id)) is not None:
                found = {claim_of(shown): shown}
            called = {one.id: one.name for one in await names.known(conn, NameKind.TITLE, _titles(found))}
        if not found:
            raise UserError("fact.unknown")
        first = asked.source.fact_id
        ordered = sorted(found.values(), key=lambda one: (one.id != first, one.title_id, one.id))
        return tuple(Evidence(called[one.title_id], one) for one in ordered)

    async def stop(self, channel_id: int, user_id: int, *, moderator: bool) -> Game:
        """End the game of a channel, as its host or as a moderator; the round that is open does not count.

        Raises:
            UserError: ``trivia.idle`` or ``trivia.not_yours``.
        """
        now = self._clock()
        async with self._db.write() as conn:
            game = await games.in_channel(conn, channel_id)
            if game is None:
                raise UserError("trivia.idle")
            if not moderator and user_id != game.host_id:
                raise UserError("trivia.not_yours")
            for one in await rounds.of_game(conn, game.id):
                await rounds.void(conn, one.id, STOPPED, now)
            await games.end(conn, game.id, GameState.STOPPED, now)
        _log.info("a game is stopped", game=game.id, by=user_id)
        self._wake()
        return game


async def _stating(conn: Connection, claims: Iterable[Claim], guild_id: int) -> dict[Claim, StoredFact]:
    """Return for each of these claims the newest fact that a server may see and that states it."""
    wanted = set(claims)
    found: dict[Claim, StoredFact] = {}
    for title_id in sorted({claim.title_id for claim in wanted}):
        for fact in await facts.of_title(conn, title_id, guild_id):
            if claim_of(fact) in wanted and not fact.fact.negated:
                found[claim_of(fact)] = fact
    return found


def _titles(found: Mapping[Claim, StoredFact]) -> list[int]:
    return sorted({one.title_id for one in found.values()})
