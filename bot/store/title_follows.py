"""What channels follow besides feeds: titles and people, and whom an article concerns."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy import delete as delete_rows

from bot.domain.facts import NameKind
from bot.domain.following import Interested, TitleFollow
from bot.domain.models import Delivery, DeliveryKind, GuildSettings
from bot.domain.reasons import because
from bot.domain.releases import ReleaseStatus
from bot.store import deliveries, guilds, names
from bot.store.database import Connection, insert
from bot.store.name_index import LIKELY
from bot.store.rows import FOLLOW, GUILD
from bot.store.schema import article, delivery, entry, fact, feed, follow, guild, person, title
from bot.store.views import visible

_WIDTH = len(FOLLOW)
_TITLE, _PERSON = title.alias("root_title"), person.alias("root_person")
_NAMED = (
    follow.outerjoin(title, follow.c.title_id == title.c.id)
    .outerjoin(_TITLE, _TITLE.c.id == title.c.root_id)
    .outerjoin(person, follow.c.person_id == person.c.id)
    .outerjoin(_PERSON, _PERSON.c.id == person.c.root_id)
)
_NAME = func.coalesce(_TITLE.c.name, _PERSON.c.name)


async def add(
    conn: Connection,
    *,
    guild_id: int,
    channel_id: int,
    kind: NameKind,
    of_id: int,
    role_id: int | None,
    created_by: int,
    now: datetime,
) -> tuple[TitleFollow, bool]:
    """Return the channel's follow of a title or person, and whether it is new; of an old one the role may change.

    The server is noted as one that we are in.
    """
    await guilds.joined(conn, guild_id, now)
    known = await _find(conn, guild_id, channel_id, kind, of_id)
    if known is None:
        made = {"title_id": of_id} if kind is NameKind.TITLE else {"person_id": of_id}
        at = {"guild_id": guild_id, "channel_id": channel_id, "created_at": now, "created_by": created_by}
        standing = {"value": "", "status": ReleaseStatus.ANNOUNCED, "revision": 0}
        await conn.execute(insert(conn, follow).values(kind=kind, role_id=role_id, **made, **at, **standing))
    elif role_id is not None:
        await conn.execute(update(follow).where(follow.c.id == known.id).values(role_id=role_id))
    stored = await _find(conn, guild_id, channel_id, kind, of_id)
    assert stored is not None, "it was just stored"
    return stored, known is None


async def _find(conn: Connection, guild_id: int, channel_id: int, kind: NameKind, of_id: int) -> TitleFollow | None:
    root_id = await names.root_of(conn, kind, of_id)
    root = _TITLE.c.id if kind is NameKind.TITLE else _PERSON.c.id
    place = follow.c.guild_id == guild_id, follow.c.channel_id == channel_id
    rows = await conn.execute(select(*FOLLOW).select_from(_NAMED).where(*place, root == root_id).limit(1))
    row = rows.one_or_none()
    return TitleFollow(*row) if row else None


async def get(conn: Connection, follow_id: int) -> TitleFollow | None:
    """Return a follow."""
    row = (await conn.execute(select(*FOLLOW).where(follow.c.id == follow_id))).one_or_none()
    return TitleFollow(*row) if row else None


async def of_guild(conn: Connection, guild_id: int) -> list[tuple[TitleFollow, str]]:
    """Return a server's follows with the names of today of what is followed, oldest first."""
    query = select(*FOLLOW, _NAME).select_from(_NAMED).where(follow.c.guild_id == guild_id).order_by(follow.c.id)
    return [(TitleFollow(*row[:_WIDTH]), row[_WIDTH]) for row in await conn.execute(query)]


async def any_at_all(conn: Connection) -> bool:
    """Tell whether anybody follows a title or a person."""
    return await conn.scalar(select(follow.c.id).limit(1)) is not None


async def remove(conn: Connection, follow_id: int, now: datetime) -> bool:
    """Forget a follow; what it had waiting is superseded. Returns whether there was one."""
    waiting = (delivery.c.follow_id == follow_id) & delivery.c.subscription_id.is_(None)
    await deliveries.supersede(conn, waiting, because("follow.removed"), now)
    return (await conn.execute(delete_rows(follow).where(follow.c.id == follow_id))).rowcount > 0


# ------------------------------------------------------------------ whom an article concerns


async def is_news(conn: Connection, article_id: int, *, seen_since: datetime, at_since: datetime) -> bool:
    """Tell whether a feed brought an article as news, after its own first fetch, and not too long ago."""
    later = entry.join(feed, feed.c.id == entry.c.feed_id)
    brought = (
        select(1)
        .select_from(later)
        .where(entry.c.article_id == article.c.id, feed.c.baseline_at < article.c.first_seen_at)
    )
    young = article.c.first_seen_at >= seen_since, article.c.at >= at_since
    return await conn.scalar(select(1).where(article.c.id == article_id, *young, brought.exists())) is not None


async def spoken_of(conn: Connection, article_id: int) -> tuple[set[int], set[int]]:
    """Return the titles and the people of whom an article states something likely."""
    stated = fact.join(title, fact.c.title_id == title.c.id).outerjoin(person, fact.c.person_id == person.c.id)
    columns = select(title.c.root_id, person.c.root_id).select_from(stated)
    rows = list(await conn.execute(columns.where(fact.c.article_id == article_id, fact.c.confidence >= LIKELY)))
    return {of_title for of_title, _ in rows}, {of_person for _, of_person in rows} - {None}


async def interested(
    conn: Connection, article_id: int, titles: Iterable[int], people: Iterable[int]
) -> list[Interested]:
    """Return the follows, older than our first sight of the article, of any of these titles or people.

    Only servers that we are in and that may be shown the article are among them; those with a role come first.
    """
    of_titles = (
        select(follow.c.id).join(title, follow.c.title_id == title.c.id).where(title.c.root_id.in_(list(titles)))
    )
    of_people = select(follow.c.id).join(person, follow.c.person_id == person.c.id)
    their = follow.c.id.in_(of_titles.union_all(of_people.where(person.c.root_id.in_(list(people)))))
    seen = _NAMED.join(guild, guild.c.guild_id == follow.c.guild_id).join(article, article.c.id == article_id)
    here = guild.c.left_at.is_(None), follow.c.created_at <= article.c.first_seen_at, visible(guild.c.guild_id)
    query: Select[Any] = select(*FOLLOW, _NAME, *GUILD).select_from(seen).where(their, *here)
    return [_interested(row) for row in await conn.execute(query.order_by(follow.c.role_id.is_(None), follow.c.id))]


def _interested(row: Row[Any]) -> Interested:
    return Interested(TitleFollow(*row[:_WIDTH]), row[_WIDTH], GuildSettings(*row[_WIDTH + 1 :]))


async def lately(conn: Connection, follow_ids: Sequence[int], since: datetime) -> dict[int, int]:
    """Return how many rows each follow has had since then; those with none are left out."""
    columns = select(delivery.c.follow_id, func.count()).group_by(delivery.c.follow_id)
    rows = await conn.execute(columns.where(delivery.c.follow_id.in_(follow_ids), delivery.c.created_at > since))
    return dict(rows.all())


async def lend_role(conn: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Let stories (by key) that wait in a channel for a feed's sake ping the role of the follow that wants them too."""
    for key, follow_id in rows:
        waiting = delivery.c.key == key, delivery.c.follow_id.is_(None), delivery.c.claimed_at.is_(None)
        await conn.execute(update(delivery).where(*waiting).values(follow_id=follow_id))


async def pinged_by_story(conn: Connection, row: Delivery) -> bool:
    """Tell whether the story that brought what a row tells is told with it for the same follow, and pings."""
    same = (
        delivery.c.follow_id == row.follow_id,
        delivery.c.created_at == row.created_at,
        delivery.c.due_at == row.due_at,
    )
    story = delivery.c.kind == DeliveryKind.STORY, ~delivery.c.digest, delivery.c.channel_id == row.channel_id
    return await conn.scalar(select(1).where(*same, *story).limit(1)) is not None
