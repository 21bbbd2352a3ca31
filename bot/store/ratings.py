"""What rounds taught: ratings of players and questions, how often options were chosen, what is to be met again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.ratings import Rating
from bot.domain.repetition import KNOWN
from bot.store.database import Connection, insert, locking
from bot.store.schema import answer, memory, player, question, question_option

_MEMORY = memory.c


async def of_question(conn: Connection, question_id: int) -> Rating:
    """Return a question's rating; in a writing transaction nobody else changes it meanwhile."""
    query = select(question.c.rating, question.c.rated).where(question.c.id == question_id)
    return Rating(*(await conn.execute(locking(conn, query))).one())


async def of_players(conn: Connection, user_ids: Collection[int]) -> dict[int, Rating]:
    """Return the ratings of those of these people who have one; nobody else changes them meanwhile."""
    of = player.c
    query = select(of.user_id, of.rating, of.rated).where(of.user_id.in_(sorted(user_ids))).order_by(of.user_id)
    return {row.user_id: Rating(row.rating, row.rated) for row in await conn.execute(locking(conn, query))}


async def rate_question(conn: Connection, question_id: int, rating: Rating, *, shown: int, right: int) -> None:
    """Keep a question's rating; ``shown`` more people have answered it, ``right`` of them right."""
    of = question.c
    more = {"shown": of.shown + shown, "right": of.right + right}
    rated = update(question).where(of.id == question_id).values(rating=rating.value, rated=rating.rated, **more)
    await conn.execute(rated)


async def rate_players(conn: Connection, round_id: int, ratings: Mapping[int, Rating], now: datetime) -> None:
    """Keep the ratings of people, and with their answers of a round what they came to."""
    if not ratings:
        return
    rows = [
        {"user_id": user_id, "rating": one.value, "rated": one.rated, "worldwide": False, "changed_at": now}
        for user_id, one in sorted(ratings.items())
    ]
    new = insert(conn, player)
    told = {name: new.excluded[name] for name in ("rating", "rated", "changed_at")}
    await conn.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=told), rows)
    theirs = answer.c.round_id == round_id, answer.c.user_id == bindparam("who")
    came_to = [{"who": row["user_id"], "value": row["rating"]} for row in rows]
    await conn.execute(update(answer).where(*theirs).values(rating=bindparam("value")), came_to)


async def tally(conn: Connection, question_id: int, chosen: Mapping[str, int], shown: int) -> None:
    """Note that options (by their keys) stood before ``shown`` more people, and how many chose each."""
    rows = [
        {"question_id": question_id, "key": key, "shown": shown, "chosen": count}
        for key, count in sorted(chosen.items())
    ]
    new, of = insert(conn, question_option), question_option.c
    more = {"shown": of.shown + new.excluded.shown, "chosen": of.chosen + new.excluded.chosen}
    await conn.execute(new.on_conflict_do_update(index_elements=["question_id", "key"], set_=more), rows)


# ------------------------------------------------------------------ memory


async def boxes(conn: Connection, question_id: int, user_ids: Collection[int]) -> dict[int, int]:
    """Return the boxes in which a question lies for these people."""
    theirs = _MEMORY.question_id == question_id, _MEMORY.user_id.in_(list(user_ids))
    return {row.user_id: row.box for row in await conn.execute(select(_MEMORY.user_id, _MEMORY.box).where(*theirs))}


async def remember(conn: Connection, question_id: int, boxes: Mapping[int, tuple[int, datetime]]) -> None:
    """Keep in which box a question lies for people, and when it is due."""
    rows = [
        {"user_id": user_id, "question_id": question_id, "box": box, "due_at": due_at}
        for user_id, (box, due_at) in sorted(boxes.items())
    ]
    if rows:
        new = insert(conn, memory)
        moved = {name: new.excluded[name] for name in ("box", "due_at")}
        await conn.execute(new.on_conflict_do_update(index_elements=["user_id", "question_id"], set_=moved), rows)


async def to_meet_again(conn: Connection, user_ids: Iterable[int], now: datetime, limit: int) -> list[str]:
    """Return the keys of the questions that these people are to meet again by now, the longest waiting first."""
    query = select(question.c.key).join(memory, _MEMORY.question_id == question.c.id)
    theirs = _MEMORY.user_id.in_(list(user_ids)), _MEMORY.due_at <= now, _MEMORY.box < KNOWN
    due = query.where(*theirs, question.c.retired_at.is_(None)).order_by(_MEMORY.due_at, _MEMORY.question_id)
    return list(dict.fromkeys(await conn.scalars(due.limit(limit))))


async def fresh(conn: Connection, user_ids: Iterable[int], now: datetime, limit: int) -> list[str]:
    """Return the keys of the questions that one of these people remembers too well yet, the last ones first."""
    query = select(question.c.key).join(memory, _MEMORY.question_id == question.c.id)
    theirs = _MEMORY.user_id.in_(list(user_ids)), _MEMORY.due_at > now
    met = query.where(*theirs).order_by(_MEMORY.due_at.desc(), _MEMORY.question_id)
    return list(dict.fromkeys(await conn.scalars(met.limit(limit))))
