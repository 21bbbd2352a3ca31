"""How questions do: what item analysis looks at, and what the operator is shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from bot.domain.games import Round
from bot.domain.items import FALLEN_FOR, OPTION_SHOWN
from bot.domain.questions.question import QuestionKind
from bot.domain.ratings import TRUSTED
from bot.domain.reasons import because
from bot.store.database import Connection
from bot.store.rows import ROUND
from bot.store.schema import answer, player, question, question_option, round_, title

POOR = because("trivia.poor")
"""Why a question is put aside that those who know more get wrong more often."""

_MOST = 2_000  # answers that a question is judged by
_OF, _OPTION = question.c, question_option.c


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it did: ``shown`` to so many who answered, ``right`` of them right, rated so.

    ``put_aside_at`` is when it was put aside. ``last`` is how it was asked last; ``chosen`` counts for each option's
    key (how many had it before them, how many chose it).
    """

    id: int
    key: str
    kind: QuestionKind
    title: str
    shown: int
    right: int
    rating: float
    put_aside_at: datetime | None
    last: Round
    chosen: Mapping[str, tuple[int, int]]


async def results(conn: Connection, question_id: int) -> list[tuple[float, bool]]:
    """Return what everyone answered when they met a question first: how they are rated now, and if they were right."""
    over = round_.c.closed_at.is_not(None), round_.c.voided_why.is_(None), answer.c.counted
    query = select(answer.c.user_id, player.c.rating, answer.c.choice == round_.c.answer)
    joined = query.join_from(answer, round_, answer.c.round_id == round_.c.id)
    rated = joined.join(player, player.c.user_id == answer.c.user_id)
    rows = await conn.execute(
        rated.where(round_.c.question_id == question_id, *over).order_by(round_.c.id.desc()).limit(_MOST)
    )
    return list({user_id: (rating, bool(right)) for user_id, rating, right in rows}.values())


async def weak(conn: Connection) -> dict[str, set[str]]:
    """Return the keys of the options that nobody falls for, by the key of their question."""
    judged = _OF.shown >= OPTION_SHOWN, _OPTION.shown >= OPTION_SHOWN, _OPTION.chosen < FALLEN_FOR * _OPTION.shown
    query = select(_OF.key, _OPTION.key).join(question_option, _OPTION.question_id == _OF.id).where(*judged)
    found: dict[str, set[str]] = {}
    for key, option in await conn.execute(query):
        found.setdefault(key, set()).add(option)
    return found


async def rated(conn: Connection) -> dict[str, float]:
    """Return the ratings of the questions that enough people answered, by their keys."""
    rows = await conn.execute(select(_OF.key, _OF.rating).where(_OF.rated >= TRUSTED))
    return {row.key: row.rating for row in rows}


async def put_aside(conn: Connection) -> list[Item]:
    """Return the questions that were put aside because they did badly, the last one first."""
    return await _items(conn, _OF.retired_at.is_not(None), _OF.retired_why == POOR)


async def with_weak_options(conn: Connection) -> list[Item]:
    """Return the questions of which an option does not work, the most asked first."""
    keys = await weak(conn)
    return await _items(conn, _OF.retired_at.is_(None), _OF.key.in_(sorted(keys))) if keys else []


async def _items(conn: Connection, *wanted: ColumnElement[bool]) -> list[Item]:
    last = select(func.max(round_.c.id)).where(round_.c.question_id == _OF.id).correlate(question).scalar_subquery()
    told = _OF.id, _OF.key, _OF.kind, title.c.name, _OF.shown, _OF.right, _OF.rating, _OF.retired_at
    query = select(*told, *ROUND).join(title, title.c.id == _OF.title_id).join(round_, round_.c.id == last)
    ordered = query.where(*wanted).order_by(_OF.retired_at.desc(), _OF.shown.desc(), _OF.id)
    rows = (await conn.execute(ordered)).all()
    chosen: dict[int, dict[str, tuple[int, int]]] = {}
    ids = [row[0] for row in rows]
    for one in await conn.execute(select(question_option).where(_OPTION.question_id.in_(ids))):
        chosen.setdefault(one.question_id, {})[one.key] = one.shown, one.chosen
    return [_item(row, len(told), chosen.get(row[0], {})) for row in rows]


def _item(row: Sequence[Any], width: int, chosen: dict[str, tuple[int, int]]) -> Item:
    told = *row[:width], Round(*row[width:]), chosen
    return Item(*told)


async def bring_back(conn: Connection, question_id: int) -> bool:
    """Have a question asked again that did badly, whatever it does from now on; False if it was not put aside."""
    there = _OF.id == question_id, _OF.retired_why == POOR, _OF.retired_at.is_not(None)
    again = update(question).where(*there).values(retired_at=None)
    return bool((await conn.execute(again)).rowcount)


async def is_spared(conn: Connection, question_id: int) -> bool:
    """Say whether the operator has brought a question back, so that it is not put aside again."""
    brought_back = _OF.id == question_id, _OF.retired_why == POOR, _OF.retired_at.is_(None)
    return (await conn.execute(select(_OF.id).where(*brought_back))).first() is not None
