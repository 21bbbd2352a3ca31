"""The index of names: kept in the transaction that changes a name, a merge or a fame, and made of those alone.

Its rows hold the root that a name leads to today, and that one's fame, so that a look-up need ask no other table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, ScalarSelect, Table, bindparam, delete, func, select, update

from bot.domain.facts import NameKind
from bot.domain.names import key
from bot.domain.romanisation import sounds
from bot.store.database import Connection, insert
from bot.store.name_terms import ALIAS, terms
from bot.store.schema import fact, name, name_sound, name_term, person, title
from bot.store.types import Key

LIKELY = 0.5
"""The confidence from which on a fact counts for fame: whom only doubtful ones speak of may be no one at all."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The table of titles or people, and the columns by which names and facts point into it."""

    table: Table
    of_name: Column[Any]
    of_fact: Column[Any]

    def root(self, owner_id: int) -> ScalarSelect[Any]:
        """Return the root of a title or person, as a part of a query."""
        other = self.table.alias()
        return select(other.c.root_id).where(other.c.id == owner_id).scalar_subquery()

    def merged(self, owner_id: int) -> ColumnElement[bool]:
        """Say that a row is of the same title or person, after all merges."""
        return self.table.c.root_id == self.root(owner_id)


OWNERS = {
    NameKind.TITLE: Owners(title, name.c.title_id, fact.c.title_id),
    NameKind.PERSON: Owners(person, name.c.person_id, fact.c.person_id),
}


async def put(conn: Connection, kind: NameKind, names: Sequence[tuple[int, str, int]]) -> None:
    """Index names (id, text, root of whom they are), which are not in the index yet."""
    owner = OWNERS[kind].table
    if not names:
        return
    roots = {root_id for _, _, root_id in names}
    told = await conn.execute(select(owner.c.id, owner.c.name, owner.c.fame).where(owner.c.id.in_(roots)))
    shown = {root_id: (key(text), fame) for root_id, text, fame in told}
    rows = [
        {
            "kind": kind,
            "owner_id": root_id,
            "fame": shown[root_id][1],
            "name_id": name_id,
            "term": term,
            "place": place | (ALIAS if key(text) != shown[root_id][0] else 0),
        }
        for name_id, text, root_id in names
        for term, place in terms(text).items()
    ]
    if rows:
        await conn.execute(insert(conn, name_term), rows)
    if kind is NameKind.PERSON:
        await _put_sounds(conn, [(name_id, text) for name_id, text, _ in names])


async def _put_sounds(conn: Connection, names: Sequence[tuple[int, str]]) -> None:
    rows = [{"sound": sound, "name_id": name_id} for name_id, text in names for sound in sorted(sounds(text))]
    if rows:
        await conn.execute(insert(conn, name_sound), rows)


async def reindex(conn: Connection, kind: NameKind, owner_ids: Iterable[int]) -> None:
    """Index the names of titles or people anew, after a merge, its undoing or another shown name; and their fame."""
    of = OWNERS[kind]
    ids = list(owner_ids)
    await refresh(conn, kind, ids)
    columns = name.c.id, name.c.text, of.table.c.root_id
    wanted = select(*columns).join_from(name, of.table, of.of_name == of.table.c.id).where(_groups(of, ids))
    names = [(name_id, text, root_id) for name_id, text, root_id in await conn.execute(wanted.order_by(name.c.id))]
    name_ids = [name_id for name_id, _, _ in names]
    await conn.execute(delete(name_term).where(name_term.c.name_id.in_(name_ids)))
    await conn.execute(delete(name_sound).where(name_sound.c.name_id.in_(name_ids)))
    await put(conn, kind, names)


async def refresh(conn: Connection, kind: NameKind, owner_ids: Iterable[int]) -> None:
    """Count again how many articles state a likely fact of titles or people, after theirs changed."""
    of = OWNERS[kind]
    owner, ids = of.table, list(owner_ids)
    member = owner.alias()
    speaking = select(func.count(fact.c.article_id.distinct())).join_from(fact, member, of.of_fact == member.c.id)
    counted = speaking.where(member.c.root_id == owner.c.id, fact.c.confidence >= LIKELY).scalar_subquery()
    roots = select(owner.c.id, owner.c.fame, counted).where(owner.c.id == owner.c.root_id, _groups(of, ids))
    changed = [{"root": root_id, "now": now} for root_id, before, now in await conn.execute(roots) if now != before]
    if not changed:
        return
    now, root = bindparam("now", type_=Integer), bindparam("root", type_=Key)
    await conn.execute(update(owner).where(owner.c.id == root).values(fame=now), changed)
    theirs = select(name.c.id).join_from(name, owner, of.of_name == owner.c.id).where(owner.c.root_id == root)
    await conn.execute(update(name_term).where(name_term.c.name_id.in_(theirs)).values(fame=now), changed)


def _groups(of: Owners, ids: Sequence[int]) -> ColumnElement[bool]:
    """Say that a row is of one of these titles or people, after all merges."""
    other = of.table.alias()
    return of.table.c.root_id.in_(select(other.c.root_id).where(other.c.id.in_(ids)))
