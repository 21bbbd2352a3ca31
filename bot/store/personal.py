"""What is kept of one person beside their reminders and choices: who reported, decided, followed or played something.

Forgetting takes the person out of these rows and leaves the rows, which are others' as well; but what they answered,
how they are rated and what they are to meet again is theirs alone and goes, so that no board counts them any more.
"""

from typing import Any

from sqlalchemy import Column, Select, Table, delete, func, select, update

from bot.store.database import Connection
from bot.store.schema import (
    answer,
    daily,
    feed,
    follow,
    game,
    memory,
    person,
    player,
    player_server,
    question,
    report,
    round_,
    subscription,
    title,
    verdict,
)

NOBODY = 0
"""The id of a person who was forgotten."""


async def export(conn: Connection, user_id: int) -> dict[str, list[dict[str, object]]]:
    """Return what a person did, a list for each kind of thing, oldest first, with names instead of ids."""
    asked = {
        "reports": _reports().where(report.c.user_id == user_id),
        "decisions": _decisions().where(verdict.c.decided_by == user_id),
        "feeds_followed": _feeds().where(subscription.c.created_by == user_id),
        "titles_and_people_followed": _follows().where(follow.c.created_by == user_id),
        "trivia_answers": _answers().where(answer.c.user_id == user_id),
        "trivia_rating": _ratings().where(player.c.user_id == user_id),
        "trivia_streaks": _streaks().where(player_server.c.user_id == user_id),
        "trivia_to_meet_again": _memory().where(memory.c.user_id == user_id),
        "trivia_games_begun": _games().where(game.c.host_id == user_id),
        "trivia_dailies_set_up": _dailies().where(daily.c.created_by == user_id),
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


def _answers() -> Select[Any]:
    of, about = answer.c, (round_.c.guild_id, round_.c.kind, title.c.name.label("title"))
    told = of.choice, (of.choice == round_.c.answer).label("right"), of.at, of.points, of.counted, of.rating
    asked = answer.join(round_, round_.c.id == of.round_id).join(question, question.c.id == round_.c.question_id)
    whole = asked.join(title, title.c.id == question.c.title_id)
    return select(*about, *told).select_from(whole).order_by(of.at, of.round_id)


def _ratings() -> Select[Any]:
    of = player.c
    return select(of.rating, of.rated, of.worldwide, of.name, of.changed_at)


def _streaks() -> Select[Any]:
    of = player_server.c
    return select(of.guild_id, of.streak, of.best_streak, of.last_day).order_by(of.guild_id)


def _memory() -> Select[Any]:
    of = memory.c
    query = select(title.c.name.label("title"), question.c.kind, of.box, of.due_at)
    asked = memory.join(question, question.c.id == of.question_id).join(title, title.c.id == question.c.title_id)
    return query.select_from(asked).order_by(of.due_at, of.question_id)


def _games() -> Select[Any]:
    of = game.c
    return select(of.guild_id, of.channel_id, of.created_at, of.rounds, of.state).order_by(of.id)


def _dailies() -> Select[Any]:
    of = daily.c
    return select(of.guild_id, of.channel_id, of.at, of.zone).order_by(of.guild_id)


async def anonymise(conn: Connection, user_id: int) -> None:
    """Take a person out of all that they did. Each report stays that of somebody of their own (a negative id)."""
    await conn.execute(update(report).where(report.c.user_id == user_id).values(user_id=-report.c.id))
    await conn.execute(update(verdict).where(verdict.c.decided_by == user_id).values(decided_by=NOBODY))
    for table in (subscription, follow, daily):
        await conn.execute(update(table).where(table.c.created_by == user_id).values(created_by=NOBODY))
    await conn.execute(update(game).where(game.c.host_id == user_id).values(host_id=NOBODY))
    for table in (answer, player, player_server, memory):
        await conn.execute(delete(table).where(table.c.user_id == user_id))
