"""The questions of the day: where servers have them, their rounds, and the streaks of who answers them."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete as remove
from sqlalchemy import func, select, update

from bot.domain.daily import DailyGame
from bot.domain.games import Round
from bot.domain.models import DeliveryState
from bot.store.database import Connection, insert
from bot.store.rows import DAILY, ROUND
from bot.store.schema import answer, daily, delivery, guild, player_server, round_

_ROW, _OF = daily.c, round_.c
_LONGEST = 400  # days in a row that are counted
_IS_DAILY = _OF.game_id.is_(None)


async def save(conn: Connection, game: DailyGame) -> None:
    """Keep where and when a server has its question, instead of what was kept before."""
    values = asdict(game)
    row = insert(conn, daily).values(values)
    await conn.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=values))


async def get(conn: Connection, guild_id: int) -> DailyGame | None:
    """Return where and when a server has its question."""
    row = (await conn.execute(select(*DAILY).where(_ROW.guild_id == guild_id))).one_or_none()
    return DailyGame(*row) if row else None


async def delete(conn: Connection, guild_id: int) -> bool:
    """Have a server no more questions of the day; False if it had none."""
    return bool((await conn.execute(remove(daily).where(_ROW.guild_id == guild_id))).rowcount)


async def due(conn: Connection, now: datetime) -> list[DailyGame]:
    """Return the servers that we are in whose next question is due."""
    here = daily.join(guild, guild.c.guild_id == _ROW.guild_id)
    query = select(*DAILY).select_from(here).where(_ROW.due_at <= now, guild.c.left_at.is_(None))
    return [DailyGame(*row) for row in await conn.execute(query.order_by(_ROW.due_at, _ROW.guild_id))]


async def put_off(conn: Connection, game: DailyGame, zone: str, due_at: datetime) -> bool:
    """Have the next question come at another instant; False if somebody else did so, or changed it, meanwhile."""
    same = _ROW.guild_id == game.guild_id, _ROW.due_at == game.due_at, _ROW.channel_id == game.channel_id
    moved = update(daily).where(*same).values(due_at=due_at, zone=zone)
    return bool((await conn.execute(moved)).rowcount)


# ------------------------------------------------------------------ rounds


async def number(conn: Connection, guild_id: int) -> int:
    """Return how many questions of the day a server has had."""
    asked = select(func.count()).select_from(round_).where(_IS_DAILY, _OF.guild_id == guild_id)
    return int((await conn.execute(asked)).scalar_one())


async def over(conn: Connection, now: datetime) -> list[Round]:
    """Return the questions of a day that are open beyond their time, the earliest first."""
    query = select(*ROUND).where(_IS_DAILY, _OF.closed_at.is_(None), _OF.deadline <= now).order_by(_OF.id)
    return [Round(*row) for row in await conn.execute(query)]


async def opened(conn: Connection, guild_id: int) -> list[Round]:
    """Return the open questions of a server's day: one, or none."""
    query = select(*ROUND).where(_IS_DAILY, _OF.closed_at.is_(None), _OF.guild_id == guild_id).order_by(_OF.id)
    return [Round(*row) for row in await conn.execute(query)]


async def untold(conn: Connection) -> list[Round]:
    """Return the questions of a day that do not count, whose messages do not say so yet."""
    query = select(*ROUND).where(_IS_DAILY, _OF.voided_why.is_not(None), _OF.told_at.is_(None)).order_by(_OF.id)
    return [Round(*row) for row in await conn.execute(query)]


async def said(conn: Connection, round_id: int, message_id: int) -> None:
    """Note which message asks a question."""
    await conn.execute(update(round_).where(_OF.id == round_id).values(message_id=message_id))


async def before(conn: Connection, asked: Round) -> Round | None:
    """Return the question of a server's day that ended last before this one was asked, and counts."""
    ended = _IS_DAILY, _OF.guild_id == asked.guild_id, _OF.id < asked.id, _OF.closed_at <= asked.opened_at
    query = select(*ROUND).where(*ended, _OF.voided_why.is_(None)).order_by(_OF.id.desc()).limit(1)
    row = (await conn.execute(query)).one_or_none()
    return Round(*row) if row else None


async def edit_message(conn: Connection, key: str, now: datetime) -> None:
    """Have the message that a delivery sent say what stands now, as soon as it is sent."""
    its, state = update(delivery).where(delivery.c.key == key), delivery.c.state
    under_way = DeliveryState.PENDING, DeliveryState.CLAIMED
    await conn.execute(its.where(state.in_(under_way)).values(edit_due_at=now))
    # An edit that is under way may say what stood before: without its lease it leaves this one due.
    sent = its.where(state == DeliveryState.SENT)
    await conn.execute(sent.values(edit_due_at=now, claimed_by=None, lease_until=None))


# ------------------------------------------------------------------ streaks


async def count_streaks(conn: Connection, asked: Round, user_ids: Collection[int]) -> None:
    """Note who was right on a day: their streaks go on, and everybody else's end."""
    of = player_server.c
    here = of.guild_id == asked.guild_id, of.streak > 0
    ended = update(player_server).where(*here, of.user_id.not_in(list(user_ids)))
    await conn.execute(ended.values(streak=0))
    day = asked.opened_at.date()
    rows = [
        {"guild_id": asked.guild_id, "user_id": user_id, "streak": 1, "best_streak": 1, "last_day": day}
        for user_id in sorted(user_ids)
    ]
    if rows:
        row = insert(conn, player_server)
        longer = player_server.c.streak + 1
        going_on = {"streak": longer, "last_day": day}
        await conn.execute(row.on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=going_on), rows)
        record = update(player_server).where(of.guild_id == asked.guild_id, of.streak > of.best_streak)
        await conn.execute(record.values(best_streak=of.streak))


async def streaks(conn: Connection, guild_id: int, user_ids: Iterable[int]) -> dict[int, int]:
    """Return how many days in a row these people were right in a server."""
    of = player_server.c
    query = select(of.user_id, of.streak).where(of.guild_id == guild_id, of.user_id.in_(list(user_ids)))
    return {row.user_id: row.streak for row in await conn.execute(query)}


async def server_streak(conn: Connection, guild_id: int, until: int | None = None) -> int:
    """Return on how many days in a row somebody was right in a server, up to a round (None: the last)."""
    known = select(answer.c.round_id).where(answer.c.round_id == _OF.id, answer.c.choice == _OF.answer).exists()
    counts = _IS_DAILY, _OF.guild_id == guild_id, _OF.closed_at.is_not(None), _OF.voided_why.is_(None)
    up_to = [] if until is None else [_OF.id <= until]
    newest = select(known).where(*counts, *up_to).order_by(_OF.id.desc()).limit(_LONGEST)
    days = 0
    for right in await conn.scalars(newest):
        if not right:
            break
        days += 1
    return days
