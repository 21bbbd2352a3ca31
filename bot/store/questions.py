"""Questions that were asked: what they rest on, and which are not to be asked again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, delete, null, select, update

from bot.domain.facts import Claim, NameKind, Predicate, Verdict
from bot.domain.questions.question import Question
from bot.domain.ratings import first_rating
from bot.domain.reasons import because
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.schema import question, question_claim, round_, title, verdict

FALLEN = because("trivia.fallen")
"""Why a question is retired whose claims do not stand any more."""

_TITLES = OWNERS[NameKind.TITLE]


async def keep(conn: Connection, asked: Question, now: datetime) -> int:
    """Keep a question as it is asked now: for the first time, again, or after it had fallen. Returns its id."""
    told = {
        "key": asked.key,
        "kind": asked.kind,
        "title_id": asked.title_id,
        "rating": first_rating(asked.difficulty),
        "rated": 0,
        "shown": 0,
        "right": 0,
        "created_at": now,
    }
    # What did badly stays put aside, though it was chosen before it was; and why it once was is remembered, so that
    # what the operator brought back is not put aside another time.
    standing = case((question.c.retired_why == FALLEN, null()), else_=question.c.retired_at)
    anew = {"retired_at": standing}
    kept = insert(conn, question).values(told).on_conflict_do_update(index_elements=["key"], set_=anew)
    question_id: int = (await conn.execute(kept.returning(question.c.id))).scalar_one()
    # What an earlier showing rested on counts for as long as that one is open.
    showing = select(round_.c.id).where(round_.c.question_id == question_id, round_.c.closed_at.is_(None))
    rested = question_claim.c.question_id == question_id, ~showing.exists()
    await conn.execute(delete(question_claim).where(*rested))
    claims = [
        {
            "question_id": question_id,
            "title_id": one.title_id,
            "season": one.season,
            "predicate": one.predicate,
            "value": one.value,
        }
        for one in set(asked.claims)
    ]
    if claims:
        await conn.execute(insert(conn, question_claim).on_conflict_do_nothing(), claims)
    return question_id


async def retire(conn: Connection, question_ids: Iterable[int], why: str, now: datetime) -> None:
    """Have questions not asked again; those that are ``FALLEN``, unless what they rest on stands again."""
    of = question.c
    some = of.id.in_(list(question_ids)), of.retired_at.is_(None)
    await conn.execute(update(question).where(*some).values(retired_at=now, retired_why=why))


async def resting_on(conn: Connection, title_id: int) -> dict[int, set[Claim]]:
    """Return the questions that rest on claims about a title (a root), and those claims as they were then."""
    of = question_claim.c
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    open_ones = question.c.retired_at.is_(None)
    query = select(of.question_id, of.season, of.predicate, of.value).where(of.title_id.in_(merged), open_ones)
    found: dict[int, set[Claim]] = {}
    for row in await conn.execute(query.join(question, question.c.id == of.question_id)):
        claim = Claim(title_id, row.season, Predicate(row.predicate), row.value)
        found.setdefault(row.question_id, set()).add(claim)
    return found


async def claims_of(conn: Connection, question_id: int) -> list[Claim]:
    """Return the claims that a question rests on, about the titles of today."""
    of = question_claim.c
    query = select(title.c.root_id, of.season, of.predicate, of.value).join(title, title.c.id == of.title_id)
    rows = await conn.execute(query.where(of.question_id == question_id).order_by(title.c.root_id, of.season, of.value))
    return [Claim(*row) for row in rows]


async def asked_in(conn: Connection, guild_id: int, limit: int) -> list[str]:
    """Return the keys of the questions of a server's last rounds that are over, the last first."""
    of = round_.c
    over = of.guild_id == guild_id, of.closed_at.is_not(None)
    asked = select(of.question_id, of.closed_at).where(*over).order_by(of.closed_at.desc()).limit(limit).subquery()
    keys = select(question.c.key).join(asked, asked.c.question_id == question.c.id)
    return list(dict.fromkeys(await conn.scalars(keys.order_by(asked.c.closed_at.desc()))))


async def set_aside(conn: Connection) -> list[str]:
    """Return the keys of the questions that are not to be asked, whatever stands: they did badly."""
    retired = question.c.retired_at.is_not(None), question.c.retired_why != FALLEN
    return list(await conn.scalars(select(question.c.key).where(*retired)))


async def wrong_in(conn: Connection, guild_id: int) -> set[Claim]:
    """Return the claims that a server's moderators hold wrong, as they were when decided."""
    of = verdict.c
    theirs = of.guild_id == guild_id, of.verdict == Verdict.WRONG
    rows = await conn.execute(
        select(title.c.root_id, of.season, of.predicate, of.value).join(title, title.c.id == of.title_id).where(*theirs)
    )
    return {Claim(*row) for row in rows}


async def asked_in_game(conn: Connection, game_id: int) -> list[str]:
    """Return the keys of the questions that a game has asked."""
    asked = select(question.c.key).join(round_, round_.c.question_id == question.c.id)
    return list(await conn.scalars(asked.where(round_.c.game_id == game_id)))
