"""What is kept of one person beside their reminders and choices: who reported, decided or followed something.

Forgetting takes the person out of these rows and leaves the rows, which are others' as well.
"""

from typing import Any

from sqlalchemy import Column, Select, Table, func, select, update

from bot.store.database import Connection
from bot.store.schema import feed, follow, person, report, subscription, title, verdict

NOBODY = 0
"""The id of a person who was forgotten."""


async def export(conn: Connection, user_id: int) -> dict[str, list[dict[str, object]]]:
    """Return what a person did, a list for each kind of thing, oldest first, with names instead of ids."""
    asked = {
        "reports": _reports().where(report.c.user_id == user_id),
        "decisions": _decisions().where(verdict.c.decided_by == user_id),
        "feeds_followed": _feeds().where(subscription.c.created_by == user_id),
        "titles_and_people_followed": _follows().where(follow.c.created_by == user_id),
    }
    return {kind: [dict(row) for row in (await conn.execute(query)).mappings()] for kind, query in asked.items()}


def _reports() -> Select[Any]:
    of, about = report.c, (report.c.guild_id, *_claim(report))
    query = select(title.c.name.label("title"), *about, of.reported_at, of.closed_at, of.outcome)
    return query.join_from(report, title, title.c.id == of.title_id).order_by(of.id)


def _decisions() -> Select[Any]:
    of, about = verdict.c, (verdict.c.guild_id, *_claim(verdict))
    query = select(title.c.name.label("title"), *about, of.verdict, of.decided_at)
    return query.join_from(verdict, title, title.c.id == of.title_id).order_by(of.decided_at)


def _claim(table: Table) -> tuple[Column[Any], ...]:
    return table.c.season, table.c.predicate, table.c.value


def _feeds() -> Select[Any]:
    of = subscription.c
    query = select(feed.c.outlet, of.guild_id, of.channel_id, of.created_at)
    return query.join_from(subscription, feed, feed.c.id == of.feed_id).order_by(of.id)


def _follows() -> Select[Any]:
    of = follow.c
    query = select(func.coalesce(title.c.name, person.c.name).label("name"), of.guild_id, of.channel_id, of.created_at)
    named = follow.outerjoin(title, title.c.id == of.title_id).outerjoin(person, person.c.id == of.person_id)
    return query.select_from(named).order_by(of.id)


async def anonymise(conn: Connection, user_id: int) -> None:
    """Take a person out of all that they did. Each report stays that of somebody of their own (a negative id)."""
    await conn.execute(update(report).where(report.c.user_id == user_id).values(user_id=-report.c.id))
    await conn.execute(update(verdict).where(verdict.c.decided_by == user_id).values(decided_by=NOBODY))
    for table in (subscription, follow):
        await conn.execute(update(table).where(table.c.created_by == user_id).values(created_by=NOBODY))
