"""Rankings and records of trivia, counted from the answers to rounds that are closed and count."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from bot.domain.boards import Given, Ranked, Streak, Tally
from bot.domain.ratings import FIRST
from bot.store.database import Connection, insert
from bot.store.schema import answer, player, player_server, round_

_GIVEN, _ROW, _WHO = answer.c, round_.c, player.c
_PLAYED = round_.join(answer, _GIVEN.round_id == _ROW.id).outerjoin(player, _WHO.user_id == _GIVEN.user_id)
_RIGHT = func.sum(case((_GIVEN.choice == _ROW.answer, 1), else_=0))
_COUNTS = _ROW.closed_at.is_not(None), _ROW.voided_why.is_(None)


async def best(
    conn: Connection, guild_id: int | None, since: datetime | None, user_id: int, limit: int
) -> tuple[list[Ranked], int]:
    """Return the best of a ranking and one person, wherever they stand, in order; and how many are in it.

    ``guild_id`` None ranks those of all servers who want to be seen beyond theirs.
    """
    table = _ranking(guild_id, since).subquery()
    of = table.c
    shown = select(table).where(or_(of.row <= limit, of.user_id == user_id)).order_by(of.row)
    rows = (await conn.execute(shown)).all()
    total = await conn.scalar(select(func.count()).select_from(table))
    found = [Ranked(r.place, r.user_id, int(r.points), int(r.right), r.answered, r.rating, r.name) for r in rows]
    return found, int(total or 0)


def _ranking(guild_id: int | None, since: datetime | None) -> Select[Any]:
    where: list[ColumnElement[bool]] = [*_COUNTS, _GIVEN.counted]
    where.append(_WHO.worldwide if guild_id is None else _ROW.guild_id == guild_id)
    if since is not None:
        where.append(_ROW.closed_at >= since)
    merit = func.sum(_GIVEN.points).desc(), _RIGHT.desc()
    rated = func.max(case((_WHO.rated > 0, _WHO.rating), else_=None))
    columns = (
        _GIVEN.user_id,
        func.sum(_GIVEN.points).label("points"),
        _RIGHT.label("right"),
        func.count().label("answered"),
        rated.label("rating"),
        func.max(_WHO.name).label("name"),
        func.rank().over(order_by=merit).label("place"),
        func.row_number().over(order_by=(*merit, _GIVEN.user_id)).label("row"),
    )
    return select(*columns).select_from(_PLAYED).where(*where).group_by(_GIVEN.user_id)


async def tallies(conn: Connection, guild_id: int, user_id: int) -> tuple[list[Tally], int]:
    """Return how many questions of each kind somebody has answered in a server, the most first; and their points."""
    columns = _ROW.kind, func.count().label("answered"), _RIGHT.label("right"), func.sum(_GIVEN.points).label("points")
    theirs = _ROW.guild_id == guild_id, _GIVEN.user_id == user_id, *_COUNTS
    query = select(*columns).select_from(_PLAYED).where(*theirs).group_by(_ROW.kind)
    rows = (await conn.execute(query.order_by(func.count().desc(), _ROW.kind))).all()
    return [Tally(row.kind, row.answered, int(row.right)) for row in rows], sum(int(row.points) for row in rows)


async def newest(conn: Connection, guild_id: int, user_id: int, limit: int) -> list[Given]:
    """Return the newest answers of somebody in a server, the oldest of them first."""
    right = (_GIVEN.choice == _ROW.answer).label("right")
    theirs = _ROW.guild_id == guild_id, _GIVEN.user_id == user_id, *_COUNTS
    query = select(right, _GIVEN.at, _GIVEN.rating).select_from(_PLAYED).where(*theirs)
    rows = (await conn.execute(query.order_by(_GIVEN.at.desc(), _ROW.id.desc()).limit(limit))).all()
    return [Given(bool(row.right), row.at, row.rating) for row in reversed(rows)]


async def rating(conn: Connection, user_id: int) -> float | None:
    """Return somebody's rating, None if nothing was learnt of them yet."""
    return await conn.scalar(select(_WHO.rating).where(_WHO.user_id == user_id, _WHO.rated > 0))


async def daily_streak(conn: Connection, guild_id: int, user_id: int) -> Streak:
    """Return somebody's streak of daily questions in a server."""
    of = player_server.c
    query = select(of.streak, of.best_streak).where(of.guild_id == guild_id, of.user_id == user_id)
    row = (await conn.execute(query)).one_or_none()
    return Streak(*row) if row else Streak()


async def is_worldwide(conn: Connection, user_id: int) -> bool:
    """Say whether somebody wants to be seen beyond their servers."""
    return bool(await conn.scalar(select(_WHO.worldwide).where(_WHO.user_id == user_id)))


async def set_worldwide(conn: Connection, user_id: int, name: str | None, now: datetime) -> None:
    """Note that somebody wants to be seen beyond their servers by a name, or (None) does not."""
    wanted = {"worldwide": name is not None, "name": name, "changed_at": now}
    kept = insert(conn, player).values(user_id=user_id, rating=FIRST, rated=0, **wanted)
    await conn.execute(kept.on_conflict_do_update(index_elements=["user_id"], set_=wanted))
