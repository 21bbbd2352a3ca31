"""Titles and people, and the names that they go by.

Any id may be asked for, merged or not; those in what is returned are those of today, after all merges.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.domain.facts import NameKind
from bot.domain.names import key
from bot.domain.naming import Named
from bot.domain.romanisation import sounds
from bot.store import name_index
from bot.store.database import Connection, insert, locking, new_ids
from bot.store.name_index import OWNERS
from bot.store.schema import article, identity_change, name, name_sound, person

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
    [owner_id] = await add_all(conn, kind, [(name, year)], article_id=article_id, now=now)
    return owner_id


async def add_all(
    conn: Connection, kind: NameKind, new: Sequence[tuple[str, int | None]], *, article_id: int | None, now: datetime
) -> list[int]:
    """Store new titles (name, year) or people (name, None), as ``add`` does; gives their ids in that order."""
    if not new:
        return []
    table = OWNERS[kind].table
    ids = await new_ids(conn, table, len(new))
    known = {"fame": 0, "created_at": now}
    rows: list[dict[str, object]] = [
        {**known, "id": made, "root_id": made, "name": text} | ({"year": year} if kind is NameKind.TITLE else {})
        for made, (text, year) in zip(ids, new, strict=True)
    ]
    await conn.execute(insert(conn, table), rows)
    called = {made: [text] for made, (text, _) in zip(ids, new, strict=True)}
    await name_all(conn, kind, called, article_id=article_id, now=now)
    return ids


async def add_names(
    conn: Connection, kind: NameKind, owner_id: int, texts: Iterable[str], *, article_id: int | None, now: datetime
) -> int:
    """Add names that a title or person goes by; those it has already (by ``names.key``) stay. Returns how many are new.

    A name read in private before, and now in public, is public from now on. One without letter or digit is left out.
    """
    return await name_all(conn, kind, {owner_id: texts}, article_id=article_id, now=now)


async def name_all(
    conn: Connection,
    kind: NameKind,
    texts: Mapping[int, Iterable[str]],
    *,
    article_id: int | None,
    now: datetime,
) -> int:
    """Add names to several titles or people (by id), as ``add_names`` does: with few statements, however many."""
    table = OWNERS[kind].table
    rows = await conn.execute(select(table.c.id, table.c.root_id).where(table.c.id.in_(list(texts))))
    roots = dict(rows.all())
    wanted: dict[tuple[int, str], str] = {}
    for owner_id, some in texts.items():
        for text in some:
            if owner_id in roots and key(text):
                wanted.setdefault((roots[owner_id], key(text)), text)
    known = await _known_keys(conn, kind, wanted)
    await _publicise(conn, [name_id for name_id, private in known.values() if private], article_id)
    added = [(root_id, found, text) for (root_id, found), text in wanted.items() if (root_id, found) not in known]
    ids = await new_ids(conn, name, len(added)) if added else []
    owner, of = OWNERS[kind].of_name.name, {"kind": kind, "article_id": article_id, "created_at": now}
    made = [
        {**of, owner: root_id, "id": name_id, "key": found, "text": text}
        for name_id, (root_id, found, text) in zip(ids, added, strict=True)
    ]
    if made:
        await conn.execute(insert(conn, name), made)
    indexed = [(name_id, text, root_id) for name_id, (root_id, _, text) in zip(ids, added, strict=True)]
    await name_index.put(conn, kind, indexed)
    return len(added)


async def _known_keys(
    conn: Connection, kind: NameKind, wanted: Iterable[tuple[int, str]]
) -> dict[tuple[int, str], tuple[int, bool]]:
    """Return (name id, whether only private articles told it) of those names that are there, by root and key."""
    of = OWNERS[kind]
    owned = name.join(of.table, of.of_name == of.table.c.id).outerjoin(article, name.c.article_id == article.c.id)
    columns = of.table.c.root_id, name.c.key, name.c.id, article.c.private
    roots, keys = {root_id for root_id, _ in wanted}, {found for _, found in wanted}
    theirs = select(*columns).select_from(owned).where(of.table.c.root_id.in_(roots), name.c.key.in_(keys))
    rows = await conn.execute(theirs) if roots else ()
    return {(root_id, found): (name_id, bool(private)) for root_id, found, name_id, private in rows}


async def _publicise(conn: Connection, name_ids: Sequence[int], article_id: int | None) -> None:
    """Note that these names stand in this article too, if everyone may be shown it."""
    hidden = select(article.c.private).where(article.c.id == article_id)
    if name_ids and not await conn.scalar(hidden):
        await conn.execute(update(name).where(name.c.id.in_(name_ids)).values(article_id=article_id))


async def root_of(conn: Connection, kind: NameKind, owner_id: int) -> int | None:
    """Return the id that a title or person has today, after all merges; None if there is no such."""
    found: int | None = await conn.scalar(select(OWNERS[kind].root(owner_id)))
    return found


async def roots_of(conn: Connection, kind: NameKind, owner_ids: Iterable[int]) -> list[int]:
    """Return the ids that these titles or people have today, each once, in order; those that are no more left out."""
    found = [await root_of(conn, kind, owner_id) for owner_id in owner_ids]
    return sorted({root_id for root_id in found if root_id is not None})


async def hold(conn: Connection, kind: NameKind, root_id: int) -> None:
    """Let nobody else who asks the same work on a title or person (a root) until the commit."""
    table = OWNERS[kind].table
    await conn.execute(locking(conn, select(table.c.id).where(table.c.id == root_id)))


async def is_merged(conn: Connection, kind: NameKind, root_id: int) -> bool:
    """Whether others were merged into a title or person (a root)."""
    table = OWNERS[kind].table
    others = select(table.c.id).where(table.c.root_id == root_id, table.c.id != root_id).limit(1)
    return await conn.scalar(others) is not None


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


async def state(conn: Connection) -> tuple[int, int, int]:
    """Return what changes when names do: how many there are, the last of them, and the last change of identity.

    That an owner is shown by another of its names does not count.
    """
    figures = select(func.count(), func.coalesce(func.max(name.c.id), 0))
    count, last = (await conn.execute(figures)).one()
    changes = select(func.count(identity_change.c.id) + func.count(identity_change.c.undone_at))
    return count, last, await conn.scalar(changes) or 0


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
