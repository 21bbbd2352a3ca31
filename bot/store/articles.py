"""Articles, and the entries by which each feed knows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, case, delete, exists, func, or_, select, update

from bot.domain.identity import Sighting
from bot.domain.models import Article, Entry, Page
from bot.domain.plan import KnownEntry
from bot.store import edits, index
from bot.store.database import Connection, insert, new_ids
from bot.store.index import Document
from bot.store.rows import ARTICLE
from bot.store.schema import article, delivery, entry, fact, is_open, name, story, wants_page
from bot.store.types import UtcDateTime
from bot.store.views import visible

LEAD_LENGTH = 300
"""Characters of a summary that a story is recognised by."""

_KEY_LENGTH = 500
_TIDIED = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article before it is stored; without ``story_id`` it is a story of its own."""

    entry: Entry
    outlet: str
    own_url: str | None
    story_id: int | None = None
    private: bool = False


# ------------------------------------------------------------------ how feeds know them


async def known_entries(conn: Connection, feed_id: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
    """Return what this feed's keys stand for; unknown keys are left out.

    An ``article_id`` of 0 says that the article has been tidied away since: known, but nothing is left to change.
    """
    asked = {_stored(key): key for key in keys}
    columns = entry.c.key, func.coalesce(entry.c.article_id, 0), entry.c.digest
    rows = await conn.execute(select(*columns).where(entry.c.feed_id == feed_id, entry.c.key.in_(asked)))
    return {asked[key]: KnownEntry(article_id, digest) for key, article_id, digest in rows}


async def remember(conn: Connection, feed_id: int, known: Sequence[tuple[str, KnownEntry]]) -> None:
    """Store what keys of a feed stand for from now on."""
    rows = [
        {"feed_id": feed_id, "key": _stored(key), "article_id": one.article_id or None, "digest": one.digest}
        for key, one in known
    ]
    row = insert(conn, entry)
    newest = {"article_id": row.excluded.article_id, "digest": row.excluded.digest}
    if rows:
        await conn.execute(row.on_conflict_do_update(index_elements=["feed_id", "key"], set_=newest), rows)


def _stored(key: str) -> str:
    """Return the key as it is stored: a guid may be of any length and any characters, an index takes not all."""
    if len(key) <= _KEY_LENGTH and key.isprintable():
        return key
    return f"{key.partition(':')[0]}:sha256:{sha256(key.encode(errors='replace')).hexdigest()}"


async def ids_by_url(conn: Connection, urls: Sequence[str]) -> dict[str, int]:
    """Return the articles whose own address (``Sighting.own_url``) is among these; unknown ones are left out."""
    rows = await conn.execute(select(article.c.own_url, article.c.id).where(article.c.own_url.in_(urls)))
    return dict(rows.all())


# ------------------------------------------------------------------ looking


async def get(conn: Connection, article_id: int) -> Article | None:
    """Return an article."""
    row = (await conn.execute(select(*ARTICLE).where(article.c.id == article_id))).one_or_none()
    return Article(*row) if row else None


async def by_url(conn: Connection, url: str) -> Article | None:
    """Return the article at this canonical address; where articles share one, the newest."""
    query = select(*ARTICLE).where(article.c.url == url).order_by(article.c.id.desc()).limit(1)
    row = (await conn.execute(query)).one_or_none()
    return Article(*row) if row else None


async def visible_to(conn: Connection, article_id: int, guild_id: int | None) -> bool:
    """Tell whether a server (None: anyone at all) may be shown the article."""
    return await conn.scalar(select(1).where(article.c.id == article_id, visible(guild_id))) is not None


async def is_unread(conn: Connection, article_id: int) -> bool:
    """Tell whether no version of the extraction has read the article as it is now."""
    unread = article.c.id == article_id, article.c.read_version.is_(None)
    return await conn.scalar(select(1).where(*unread)) is not None


async def of_feed(conn: Connection, feed_id: int, limit: int) -> list[Article]:
    """Return the articles that a feed brought last, newest first."""
    carried = select(entry.c.article_id).where(entry.c.feed_id == feed_id, entry.c.article_id.is_not(None))
    last = carried.distinct().order_by(entry.c.article_id.desc()).limit(limit)
    query = select(*ARTICLE).where(article.c.id.in_(last)).order_by(article.c.at.desc(), article.c.id.desc())
    return [Article(*row) for row in await conn.execute(query)]


async def outlets(conn: Connection, guild_id: int | None) -> list[str]:
    """Return the outlets of all articles that a server may be shown, in alphabetical order."""
    query = select(article.c.outlet).where(visible(guild_id)).distinct().order_by(article.c.outlet)
    return list(await conn.scalars(query))


async def wanting_page(conn: Connection, limit: int) -> list[Article]:
    """Return articles of which only a summary is known and whose page was never tried, newest first."""
    query = select(*ARTICLE).where(wants_page()).order_by(article.c.id.desc()).limit(limit)
    return [Article(*row) for row in await conn.execute(query)]


# ------------------------------------------------------------------ storing


async def add_all(conn: Connection, incoming: Sequence[Incoming], now: datetime) -> list[tuple[int, int]]:
    """Store new articles, each in its story, and index them; gives (article id, story id) of each, in their order."""
    if not incoming:
        return []
    story_ids = await _stories_of(conn, incoming, now)
    ids = await new_ids(conn, article, len(incoming))
    rows = [_row(*one, now) for one in zip(ids, incoming, story_ids, strict=True)]
    await conn.execute(insert(conn, article), rows)
    await index.put(conn, map(_document, ids, (one.entry for one in incoming)))
    return list(zip(ids, story_ids, strict=True))


async def _stories_of(conn: Connection, incoming: Sequence[Incoming], now: datetime) -> list[int]:
    """Return the story of each article: the one it joins, which lasts longer by it, or a new one."""
    own = [one for one in incoming if one.story_id is None]
    ids = await new_ids(conn, story, len(own))
    if own:
        await conn.execute(insert(conn, story), [_story(*one, now) for one in zip(ids, own, strict=True)])
    joined = [{"story": one.story_id, "at": _at(one.entry, now)} for one in incoming if one.story_id is not None]
    if joined:
        at = bindparam("at", type_=UtcDateTime)
        later = case((story.c.last_at < at, at), else_=story.c.last_at)
        await conn.execute(update(story).where(story.c.id == bindparam("story")).values(last_at=later), joined)
    new = iter(ids)
    return [next(new) if one.story_id is None else one.story_id for one in incoming]


async def add_single(
    conn: Connection,
    entry: Entry,
    outlet: str,
    now: datetime,
    *,
    private: bool = False,
    story_id: int | None = None,
) -> int:
    """Store one article that no feed brought, or return the known one at its address; gives its id.

    Without ``story_id`` it is a story of its own.
    """
    known = await ids_by_url(conn, [entry.url]) if entry.url else {}
    if known:
        return known.popitem()[1]
    [(article_id, _)] = await add_all(conn, [Incoming(entry, outlet, entry.url, story_id, private)], now)
    return article_id


async def change(conn: Connection, article_id: int, sighting: Sighting, now: datetime) -> bool:
    """Store what the outlet made of an article: its posts are then due for an edit. Returns whether it is there.

    What only the article's page told stays: a feed that gives a summary takes nothing away. What the article says is to
    be read anew.
    """
    old = await get(conn, article_id)
    if old is None:
        return False
    new = _merged(old, sighting.entry)
    taken = sighting.own_url is None or await ids_by_url(conn, [sighting.own_url])
    values = {**_told(new), "changed_at": now, "read_version": None} | ({} if taken else {"own_url": sighting.own_url})
    await conn.execute(update(article).where(article.c.id == article_id).values(values))
    told_as = story.c.id == old.story_id, story.c.headline == old.headline
    await conn.execute(update(story).where(*told_as).values(_heading(new)))
    await _reindex(conn, article_id, new)
    await edits.mark_due(conn, [article_id], now)
    return True


async def publicise(conn: Connection, article_ids: Sequence[int]) -> None:
    """Note that a feed which is not private carries these articles: everyone may be shown them."""
    carried = article.c.id.in_(article_ids), article.c.private
    if article_ids:
        await conn.execute(update(article).where(*carried).values(private=False))


async def save_page(conn: Connection, article_id: int, page: Page | None, now: datetime) -> bool:
    """Add what the article's page told (None: it was tried in vain), without overwriting what the feed told.

    Returns whether the article gained its image; its posts are then due for an edit. If it gained its text, it is to be
    read anew.
    """
    await conn.execute(update(article).where(article.c.id == article_id).values(page_tried_at=now))
    old = await get(conn, article_id)
    if page is None or old is None:
        return False
    published_at = page.published_at if page.published_at and page.published_at <= now else None
    new = replace(
        _as_entry(old),
        text=old.text or page.text,
        author=old.author or page.author,
        image_url=old.image_url or page.image_url,
        published_at=old.published_at or published_at,
    )
    at = new.published_at or old.first_seen_at
    unread = {} if new.text == old.text else {"read_version": None}
    await conn.execute(update(article).where(article.c.id == article_id).values(**_told(new), **unread, at=at))
    await _reindex(conn, article_id, new)
    gained = new.image_url != old.image_url
    if gained:
        await edits.mark_due(conn, [article_id], now)
    return gained


async def count(conn: Connection) -> int:
    """Return how many articles are kept."""
    kept: int = (await conn.execute(select(func.count()).select_from(article))).scalar_one()
    return kept


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete up to 500 articles first seen before that instant which no open delivery needs; call until it gives 0.

    Those in which a fact or a name was read stay: what is told of it must be able to cite it.
    Their entries stay as long as the feed, so that a feed which lists them still never brings them as news again.
    """
    needed = exists().where(delivery.c.article_id == article.c.id, is_open(delivery))
    cited = [exists().where(table.c.article_id == article.c.id) for table in (fact, name)]
    old = select(article.c.id, article.c.story_id).where(article.c.first_seen_at < before, ~or_(needed, *cited))
    rows = (await conn.execute(old.order_by(article.c.first_seen_at).limit(_TIDIED))).all()
    if not rows:
        return 0
    ids, story_ids = [row.id for row in rows], {row.story_id for row in rows}
    await index.drop(conn, ids)
    await conn.execute(delete(article).where(article.c.id.in_(ids)))
    told = exists().where(article.c.story_id == story.c.id)
    await conn.execute(delete(story).where(story.c.id.in_(story_ids), ~told))
    return len(ids)


# ------------------------------------------------------------------ from entries to rows


def _at(told: Entry, now: datetime) -> datetime:
    return told.published_at or now


def _row(article_id: int, one: Incoming, story_id: int, now: datetime) -> dict[str, object]:
    known = {"outlet": one.outlet, "own_url": one.own_url, "private": one.private}
    times = {"first_seen_at": now, "at": _at(one.entry, now)}
    return {**_told(one.entry), **known, **times, "id": article_id, "story_id": story_id}


def _story(story_id: int, first: Incoming, now: datetime) -> dict[str, object]:
    at = _at(first.entry, now)
    return {**_heading(first.entry), "id": story_id, "first_at": at, "last_at": at}


def _told(told: Entry) -> dict[str, object]:
    """Return the columns of an article that its outlet tells."""
    return {
        "url": told.url,
        "headline": told.headline,
        "summary": told.summary,
        "text": told.text,
        "author": told.author,
        "categories": told.categories,
        "image_url": told.image_url,
        "published_at": told.published_at,
    }


def _as_entry(known: Article) -> Entry:
    """Return what an article's outlet told of it so far."""
    columns = ("headline", "url", "summary", "text", "author", "categories", "image_url", "published_at")
    return Entry(**{name: getattr(known, name) for name in columns})


def _merged(old: Article, new: Entry) -> Entry:
    """Return the entry as told now; what it does not tell, or what may not move (its date), stays as known."""
    return replace(
        new,
        url=new.url or old.url,
        text=new.text or old.text,
        author=new.author or old.author,
        image_url=new.image_url or old.image_url,
        published_at=old.published_at or new.published_at,
    )


def _heading(told: Entry) -> dict[str, object]:
    """Return the columns of a story that its first article tells."""
    return {"headline": told.headline, "lead": told.summary[:LEAD_LENGTH]}


def _document(article_id: int, told: Entry) -> Document:
    return Document(article_id, told.headline, f"{told.summary} {told.text}")


async def _reindex(conn: Connection, article_id: int, told: Entry) -> None:
    await index.drop(conn, [article_id])
    await index.put(conn, [_document(article_id, told)])
