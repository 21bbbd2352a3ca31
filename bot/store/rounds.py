"""Rounds: a question put to people, and what they answered, each of them once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.domain.daily import DailyGame
from bot.domain.games import Answer, Cited, Game, Round
from bot.domain.questions.question import Question
from bot.store.database import Connection, insert, locking
from bot.store.rows import ANSWER, ROUND
from bot.store.schema import answer, game, round_

_ROW, _GIVEN = round_.c, answer.c
_ANSWER_FIELDS = tuple(column.name for column in ANSWER)


async def add(  # noqa: PLR0917 - a question, where, and when
    conn: Connection,
    played: Game,
    number: int,
    question_id: int,
    asked: Question,
    opened_at: datetime,
    deadline: datetime,
) -> Round:
    """Keep the next round of a game, which is still to be said: its game is due at once."""
    where = {"game_id": played.id, "guild_id": played.guild_id, "channel_id": played.channel_id}
    when = {"number": number, "opened_at": opened_at, "deadline": deadline}
    kept = insert(conn, round_).values(**where, **when, **_told(asked, question_id))
    row = (await conn.execute(kept.returning(*ROUND))).one()
    await conn.execute(update(game).where(game.c.id == played.id).values(due_at=opened_at))
    return Round(*row)


async def add_daily(  # noqa: PLR0917 - as above
    conn: Connection,
    place: DailyGame,
    number: int,
    question_id: int,
    asked: Question,
    opened_at: datetime,
    deadline: datetime,
) -> Round:
    """Keep the question of a day, which is still to be said."""
    where = {"game_id": None, "guild_id": place.guild_id, "channel_id": place.channel_id}
    when = {"number": number, "opened_at": opened_at, "deadline": deadline}
    kept = insert(conn, round_).values(**where, **when, **_told(asked, question_id))
    return Round(*(await conn.execute(kept.returning(*ROUND))).one())


def _told(asked: Question, question_id: int) -> dict[str, Any]:
    said, source = asked.source.fact, asked.source.source
    return {
        "question_id": question_id,
        "kind": asked.kind,
        "wording": asked.wording,
        "places": dict(asked.values),
        "options": asked.options,
        "answer": asked.answer,
        "difficulty": asked.difficulty,
        "source": Cited(said.evidence, source.outlet, source.url, source.at, asked.source.id),
    }


async def get_all(conn: Connection, round_ids: Collection[int]) -> dict[int, Round]:
    """Return rounds by their ids; in a writing transaction nobody else can close them meanwhile."""
    rows = await conn.execute(locking(conn, select(*ROUND).where(_ROW.id.in_(sorted(round_ids))).order_by(_ROW.id)))
    return {row.id: Round(*row) for row in rows}


async def of_game(conn: Connection, game_id: int) -> list[Round]:
    """Return the rounds of a game in order."""
    return [Round(*row) for row in await conn.execute(select(*ROUND).where(_ROW.game_id == game_id).order_by(_ROW.id))]


async def open_of(conn: Connection, question_ids: Collection[int], guild_id: int | None) -> list[Round]:
    """Return the rounds that are open with one of these questions, in a server (None: in all)."""
    query = select(*ROUND).where(_ROW.closed_at.is_(None), _ROW.question_id.in_(list(question_ids)))
    here = query if guild_id is None else query.where(_ROW.guild_id == guild_id)
    return [Round(*row) for row in await conn.execute(here)]


async def said(conn: Connection, asked: Round) -> None:
    """Note which message asks the question, and since when; its game is due at the deadline."""
    round_id, deadline = asked.id, asked.deadline
    there = update(round_).where(_ROW.id == round_id)
    await conn.execute(there.values(message_id=asked.message_id, opened_at=asked.opened_at, deadline=deadline))
    of_it = select(_ROW.game_id).where(_ROW.id == round_id, _ROW.closed_at.is_(None)).scalar_subquery()
    await conn.execute(update(game).where(game.c.id == of_it).values(due_at=deadline))


async def close(conn: Connection, round_id: int, now: datetime, answers: Iterable[Answer]) -> bool:
    """Close a round whose message says how it ended, with the points of its answers; False if it was closed before."""
    over = update(round_).where(_ROW.id == round_id, _ROW.closed_at.is_(None)).values(closed_at=now, told_at=now)
    if not (await conn.execute(over)).rowcount:
        return False
    for one in answers:
        theirs = _GIVEN.round_id == round_id, _GIVEN.user_id == one.user_id
        await conn.execute(update(answer).where(*theirs).values(points=one.points, counted=one.counted))
    return True


async def void(conn: Connection, round_id: int, why: str, now: datetime, *, told: bool = False) -> bool:
    """Have an open round not count, for a stored reason; False if it was closed. ``told``: nobody need be told."""
    over = {"closed_at": now, "voided_why": why, "told_at": now if told else None}
    gone = update(round_).where(_ROW.id == round_id, _ROW.closed_at.is_(None)).values(**over)
    return bool((await conn.execute(gone)).rowcount)


async def told(conn: Connection, round_id: int, now: datetime) -> None:
    """Note that a round's message says how it ended, or that this was given up."""
    await conn.execute(update(round_).where(_ROW.id == round_id).values(told_at=now))


# ------------------------------------------------------------------ answers


async def give(conn: Connection, answers: Sequence[Answer]) -> None:
    """Keep answers; who has answered a round keeps the first."""
    rows = [{name: getattr(one, name) for name in _ANSWER_FIELDS} for one in answers]
    if rows:
        await conn.execute(insert(conn, answer).on_conflict_do_nothing(), rows)


async def given(conn: Connection, round_ids: Collection[int], user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Return what these people chose in these rounds, by round and person."""
    query = select(_GIVEN.round_id, _GIVEN.user_id, _GIVEN.choice)
    theirs = _GIVEN.round_id.in_(list(round_ids)), _GIVEN.user_id.in_(list(user_ids))
    return {(round_id, user_id): choice for round_id, user_id, choice in await conn.execute(query.where(*theirs))}


async def answers(conn: Connection, round_id: int) -> list[Answer]:
    """Return the answers of a round, the earliest first."""
    query = select(*ANSWER).where(_GIVEN.round_id == round_id).order_by(_GIVEN.at, _GIVEN.user_id)
    return [Answer(*row) for row in await conn.execute(query)]


async def alone(conn: Connection, guild_id: int, user_id: int, since: datetime) -> int:
    """Return how many rounds of a server's games a person alone has answered since then that count."""
    every = answer.alias("every")
    others = select(func.count()).select_from(every).where(every.c.round_id == _ROW.id).scalar_subquery()
    theirs = _ROW.guild_id == guild_id, _ROW.closed_at >= since, _ROW.game_id.is_not(None), _ROW.voided_why.is_(None)
    joined = round_.join(answer, (_GIVEN.round_id == _ROW.id) & (_GIVEN.user_id == user_id))
    query = select(func.count()).select_from(joined).where(*theirs, _GIVEN.counted, others == 1)
    return int((await conn.execute(query)).scalar_one())


async def players(conn: Connection, game_id: int) -> list[int]:
    """Return who has answered in a game."""
    query = select(_GIVEN.user_id).join(round_, _ROW.id == _GIVEN.round_id).where(_ROW.game_id == game_id).distinct()
    return list(await conn.scalars(query))


async def uncounted(conn: Connection, game_id: int) -> bool:
    """Say whether something in a game does not count for the ranking because it was played alone."""
    theirs = _ROW.game_id == game_id, _ROW.closed_at.is_not(None), _ROW.voided_why.is_(None), _GIVEN.counted.is_(False)
    query = select(_GIVEN.round_id).join(round_, _ROW.id == _GIVEN.round_id).where(*theirs).limit(1)
    return (await conn.execute(query)).first() is not None
