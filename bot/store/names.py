"""Titles and people, and the names that they go by.

Any id may be asked for, merged or not; those in what is returned are those of today, after all merges.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.domain.facts import NameKind
from bot.domain.names import key
from bot.domain.naming import Named
from bot.domain.romanisation import sounds
from bot.store import name_index
from bot.store.database import Connection, insert, new_ids
from bot.store.name_index import OWNERS
from bot.store.schema import article, name, name_sound, person

_AT_ONCE = 5_000
"""Keys in one query; both databases allow more, but none without end."""


async def add(
    conn: Connection,
    kind: NameKind,
    name: str,
    now: datetime,
    *,
    year: int | None = None,
    article_id: int | None = None,
) -> int:
    """Store a new title or person with its first name; gives its id.

    ``article_id`` is where the name was read: a name known from private feeds alone is found only by servers that
    follow such a feed. Without it everyone may find it.
    """
    table = OWNERS[kind].table
    [owner_id] = await new_ids(conn, table, 1)
    row: dict[str, object] = {"id": owner_id, "root_id": owner_id, "name": name, "fame": 0, "created_at": now}
    if kind is NameKind.TITLE:
        row["year"] = year
    await conn.execute(insert(conn, table).values(row))
    await add_names(conn, kind, owner_id, [name], article_id=article_id, now=now)
    return owner_id


async def add_names(
    conn: Connection, kind: NameKind, owner_id: int, texts: Iterable[str], *, article_id: int | None, now: datetime
) -> int:
    """Add names that a title or person goes by; those it has already (by ``names.key``) stay. Returns how many are new.

    A name read in private before, and now in public, is public from now on. One without letter or digit is left out.
    """
    wanted = {key(text): text for text in reversed(list(texts)) if key(text)}
    root_id = await root_of(conn, kind, owner_id)
    if not wanted or root_id is None:
        return 0
    known = await _known_keys(conn, kind, root_id, list(wanted))
    await _publicise(conn, [name_id for name_id, private in known.values() if private], article_id)
    added = [(found, text) for found, text in reversed(wanted.items()) if found not in known]
    ids = await new_ids(conn, name, len(added))
    of = {OWNERS[kind].of_name.name: root_id, "kind": kind, "article_id": article_id, "created_at": now}
    rows = [{**of, "id": made, "key": found, "text": text} for made, (found, text) in zip(ids, added, strict=True)]
    if rows:
        await conn.execute(insert(conn, name), rows)
    await name_index.put(conn, kind, [(made, text) for made, (_, text) in zip(ids, added, strict=True)], root_id)
    return len(added)


async def _known_keys(conn: Connection, kind: NameKind, root_id: int, keys: list[str]) -> dict[str, tuple[int, bool]]:
    """Return (name id, whether only private articles told it) of those names that are there, by key."""
    of = OWNERS[kind]
    owned = name.join(of.table, of.of_name == of.table.c.id).outerjoin(article, name.c.article_id == article.c.id)
    columns = name.c.key, name.c.id, article.c.private
    rows = await conn.execute(
        select(*columns).select_from(owned).where(of.table.c.root_id == root_id, name.c.key.in_(keys))
    )
    return {found: (name_id, bool(private)) for found, name_id, private in rows}


async def _publicise(conn: Connection, name_ids: Sequence[int], article_id: int | None) -> None:
    """Note that these names stand in this article too, if everyone may be shown it."""
    hidden = select(article.c.private).where(article.c.id == article_id)
    if name_ids and not await conn.scalar(hidden):
        await conn.execute(update(name).where(name.c.id.in_(name_ids)).values(article_id=article_id))


async def root_of(conn: Connection, kind: NameKind, owner_id: int) -> int | None:
    """Return the id that a title or person has today, after all merges; None if there is no such."""
    found: int | None = await conn.scalar(select(OWNERS[kind].root(owner_id)))
    return found


async def owners(conn: Connection, kind: NameKind, keys: Sequence[str]) -> dict[str, list[int]]:
    """Return who goes by a name with such a key (``names.key``), most famous first; unknown keys are left out."""
    of = OWNERS[kind]
    root = of.table.alias("root")
    owned = name.join(of.table, of.of_name == of.table.c.id).join(root, root.c.id == of.table.c.root_id)
    named = select(name.c.key, root.c.id).select_from(owned).where(name.c.kind == kind)
    famous_first = named.order_by(root.c.fame.desc(), root.c.id)
    found: dict[str, dict[int, None]] = {}
    for some in _portions(keys):
        for one, root_id in await conn.execute(famous_first.where(name.c.key.in_(some))):
            found.setdefault(one, {})[root_id] = None
    return {one: list(ids) for one, ids in found.items()}


async def known(conn: Connection, kind: NameKind, ids: Iterable[int]) -> list[Named]:
    """Return titles or people with all their names, the shown one first, those merged into them included.

    They come in the order of the ids; an id that was merged gives what it was merged into, once. Unknown ids are left
    out.
    """
    table, wanted = OWNERS[kind].table, list(ids)
    if not wanted:
        return []
    rows = await conn.execute(select(table.c.id, table.c.root_id).where(table.c.id.in_(wanted)))
    roots = dict(rows.all())
    in_order = dict.fromkeys(roots[one] for one in wanted if one in roots)
    texts = await _texts(conn, kind, list(in_order))
    shown = await conn.execute(select(table).where(table.c.id.in_(in_order)))
    made = {row.id: _named(kind, row, texts.get(row.id, ())) for row in shown}
    return [made[one] for one in in_order]


async def _texts(conn: Connection, kind: NameKind, root_ids: Sequence[int]) -> dict[int, list[str]]:
    of = OWNERS[kind]
    owned = select(of.table.c.root_id, name.c.text).join_from(name, of.table, of.of_name == of.table.c.id)
    found: dict[int, list[str]] = {}
    for root_id, text in await conn.execute(owned.where(of.table.c.root_id.in_(root_ids)).order_by(name.c.id)):
        found.setdefault(root_id, []).append(text)
    return found


def _named(kind: NameKind, row: Row[Any], texts: Iterable[str]) -> Named:
    """Build a title or person; of spellings that differ in nothing but case and marks one is enough."""
    distinct = {key(text): text for text in (*texts, row.name)}
    names = dict.fromkeys((row.name, *distinct.values()))
    return Named(row.id, kind, row.name, tuple(names), row.year if kind is NameKind.TITLE else None, row.fame)


async def sounding(conn: Connection, names: Sequence[str]) -> list[int]:
    """Return the people who go by a name that may be another spelling of one of these, most famous first.

    They share a sound (see ``romanisation.sounds``): Korean names alone have such, and ``same_name`` decides.
    """
    heard = sorted(set().union(*map(sounds, names)))
    root = person.alias("root")
    owned = (
        name_sound.join(name).join(person, name.c.person_id == person.c.id).join(root, root.c.id == person.c.root_id)
    )
    alike = select(root.c.id).select_from(owned).where(name_sound.c.sound.in_(heard))
    if not heard:
        return []
    return list(dict.fromkeys(await conn.scalars(alike.order_by(root.c.fame.desc(), root.c.id))))


async def occurring(conn: Connection, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of titles and those of people whose key is among these (any number of them).

    Those whom no likely fact speaks of (``fame`` 0) are left out.
    """
    titles, people = [await _occurring(conn, kind, keys) for kind in (NameKind.TITLE, NameKind.PERSON)]
    return titles, people


async def _occurring(conn: Connection, kind: NameKind, keys: Sequence[str]) -> tuple[str, ...]:
    of = OWNERS[kind]
    root = of.table.alias("root")
    owned = name.join(of.table, of.of_name == of.table.c.id).join(root, root.c.id == of.table.c.root_id)
    likely = select(name.c.text).select_from(owned).where(name.c.kind == kind, root.c.fame > 0)
    found: dict[str, None] = {}
    for some in _portions(keys):
        found |= dict.fromkeys(await conn.scalars(likely.where(name.c.key.in_(some)).order_by(name.c.id)))
    return tuple(found)


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


async def rename(conn: Connection, kind: NameKind, owner_id: int, name: str, now: datetime) -> bool:
    """Show a title or person by another name, which is added if new; the old one stays as an alias.

    Returns whether there is such a title or person.
    """
    root_id = await root_of(conn, kind, owner_id)
    if root_id is None:
        return False
    await add_names(conn, kind, root_id, [name], article_id=None, now=now)
    table = OWNERS[kind].table
    await conn.execute(update(table).where(table.c.id == root_id).values(name=name))
    await name_index.reindex(conn, kind, [root_id])
    return True
