"""Games of trivia: one a channel at a time, each of them due at an instant, until its end has been told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update

from bot.domain.games import Difficulty, Game, GameState, Score, standings
from bot.store.database import Connection, insert
from bot.store.rows import GAME
from bot.store.schema import answer, game, is_played, round_

_ROW = game.c


@dataclass(frozen=True, slots=True)
class NewGame:
    """A game that somebody wants to play."""

    guild_id: int
    channel_id: int
    host_id: int
    locale: str
    title_id: int | None
    rounds: int
    seconds: int
    difficulty: Difficulty | None


async def add(conn: Connection, wanted: NewGame, now: datetime, due_at: datetime) -> Game | None:
    """Open a game that begins at ``due_at``; None if the channel has one that goes on."""
    told = {name: getattr(wanted, name) for name in wanted.__slots__}
    opened = insert(conn, game).values(**told, state=GameState.OPEN, due_at=due_at, created_at=now)
    taken = opened.on_conflict_do_nothing(index_elements=["channel_id"], index_where=is_played(game))
    row = (await conn.execute(taken.returning(*GAME))).one_or_none()
    return Game(*row) if row else None


async def get(conn: Connection, game_id: int) -> Game | None:
    """Return a game."""
    row = (await conn.execute(select(*GAME).where(_ROW.id == game_id))).one_or_none()
    return Game(*row) if row else None


async def in_channel(conn: Connection, channel_id: int) -> Game | None:
    """Return the game that goes on in a channel."""
    row = (await conn.execute(select(*GAME).where(_ROW.channel_id == channel_id, is_played(game)))).one_or_none()
    return Game(*row) if row else None


async def waiting(conn: Connection, limit: int) -> list[tuple[int, datetime]]:
    """Return the games that are to go on, and when, the next one first."""
    query = select(_ROW.id, _ROW.due_at).where(_ROW.told_at.is_(None)).order_by(_ROW.due_at).limit(limit)
    return [(game_id, due_at) for game_id, due_at in await conn.execute(query)]


async def put_off(conn: Connection, game_id: int, due_at: datetime) -> None:
    """Have a game go on at another instant."""
    await conn.execute(update(game).where(_ROW.id == game_id).values(due_at=due_at))


async def end(conn: Connection, game_id: int, state: GameState, now: datetime) -> bool:
    """End a game whose end is still to be told; False if it had ended already."""
    ended = update(game).where(_ROW.id == game_id, is_played(game)).values(state=state, ended_at=now, due_at=now)
    return bool((await conn.execute(ended)).rowcount)


async def told(conn: Connection, game_id: int, now: datetime) -> None:
    """Note that the end of a game was told, or that nobody can be told."""
    await conn.execute(update(game).where(_ROW.id == game_id).values(told_at=now))


async def scores(conn: Connection, game_id: int) -> tuple[Score, ...]:
    """Return the standings of a game by the rounds that are closed and count."""
    given = answer.c
    right = func.sum(case((given.choice == round_.c.answer, 1), else_=0))
    played = round_.c.game_id == game_id, round_.c.closed_at.is_not(None), round_.c.voided_why.is_(None)
    query = select(given.user_id, func.sum(given.points), right).join(round_, round_.c.id == given.round_id)
    rows = await conn.execute(query.where(*played).group_by(given.user_id))
    return standings(Score(user_id, int(points), int(count)) for user_id, points, count in rows)
