"""Who is who, as operators decide it: merges and splits that can be undone, and proposals of such.

A merge sets the ``root_id`` of what is merged, and rewrites nothing else: undoing it is to set all roots anew by the
changes that still stand. A title is split by articles, a person by titles; ``identity_change.article_ids`` holds
either.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from bot.domain.facts import NameKind
from bot.domain.moderation import ChangeKind, IdentityChange, Proposal
from bot.store import facts, name_index, names, verdicts
from bot.store.database import Connection, insert, locking, new_ids
from bot.store.name_index import OWNERS
from bot.store.schema import fact, identity_change, identity_proposal, person, title

_CHANGE, _PROPOSAL = identity_change.c, identity_proposal.c


async def merge(conn: Connection, kind: NameKind, from_id: int, into_id: int, *, by: int, now: datetime) -> int:
    """Make one title or person a part of another; gives the change's id, 0 if they are one or one is not there.

    Open proposals about the two are closed.
    """
    merged, into = await names.root_of(conn, kind, from_id), await names.root_of(conn, kind, into_id)
    if merged is None or into is None or merged == into:
        return 0
    table = OWNERS[kind].table
    await conn.execute(update(table).where(table.c.root_id == merged).values(root_id=into))
    await name_index.reindex(conn, kind, [into])
    await _close_settled(conn, kind, now)
    return await _record(conn, ChangeKind.MERGE, kind, (merged, into), (), by=by, now=now)


async def split(
    conn: Connection, title_id: int, article_ids: Sequence[int], name: str, *, year: int | None, by: int, now: datetime
) -> int:
    """Give the facts that these articles state of a title to a new title; gives the change's id, 0 if there are none.

    It holds for later readings of these articles too.
    """
    merged = select(title.c.id).where(OWNERS[NameKind.TITLE].merged(title_id))
    stated = fact.c.title_id.in_(merged), fact.c.article_id.in_(article_ids)
    root_id = await names.root_of(conn, NameKind.TITLE, title_id)
    if root_id is None or not await conn.scalar(select(func.count()).select_from(fact).where(*stated)):
        return 0
    into = await names.add(conn, NameKind.TITLE, name, now, year=year)
    await conn.execute(update(fact).where(*stated).values(title_id=into))
    await name_index.refresh(conn, NameKind.TITLE, [root_id, into])
    return await _record(conn, ChangeKind.SPLIT, NameKind.TITLE, (root_id, into), article_ids, by=by, now=now)


async def split_person(
    conn: Connection, person_id: int, title_ids: Sequence[int], name: str, *, by: int, now: datetime
) -> int:
    """Give what these titles have to do with a person to a new person; gives the change's id, 0 if that is nothing.

    Verdicts and reports on it go along, and it holds for later readings too.
    """
    people = await _members(conn, NameKind.PERSON, [person_id])
    titles = await _members(conn, NameKind.TITLE, title_ids)
    named = fact.c.person_id.in_(people), fact.c.title_id.in_(titles)
    root_id = await names.root_of(conn, NameKind.PERSON, person_id)
    if root_id is None or not await conn.scalar(select(func.count()).select_from(fact).where(*named)):
        return 0
    into = await names.add(conn, NameKind.PERSON, name, now)
    await _reassign(conn, people, titles, into)
    await name_index.refresh(conn, NameKind.PERSON, [root_id, into])
    return await _record(conn, ChangeKind.SPLIT, NameKind.PERSON, (root_id, into), title_ids, by=by, now=now)


async def _reassign(conn: Connection, person_ids: Sequence[int], title_ids: Sequence[int], into: int) -> None:
    await facts.reassign(conn, person_ids, title_ids, into)
    await verdicts.reassign(conn, person_ids, title_ids, into)


async def _members(conn: Connection, kind: NameKind, ids: Iterable[int]) -> list[int]:
    """Return the ids of titles or people and of all that are one with them."""
    table = OWNERS[kind].table
    roots = select(table.c.root_id).where(table.c.id.in_(list(ids)))
    return list(await conn.scalars(select(table.c.id).where(table.c.root_id.in_(roots))))


async def _record(
    conn: Connection,
    what: ChangeKind,
    kind: NameKind,
    of: tuple[int, int],
    parts: Sequence[int],
    *,
    by: int,
    now: datetime,
) -> int:
    [change_id] = await new_ids(conn, identity_change, 1)
    told = {"what": what, "kind": kind, "from_id": of[0], "into_id": of[1], "article_ids": tuple(parts)}
    row = {**told, "id": change_id, "changed_by": by, "changed_at": now}
    await conn.execute(insert(conn, identity_change).values(row))
    return change_id


async def undo(conn: Connection, change_id: int, now: datetime) -> bool:
    """Undo a merge or split, whatever came after it. Returns whether there was such a change, not undone yet.

    What was split off becomes a part again of what it was split from, with all that was read of it since.
    """
    standing = select(identity_change).where(_CHANGE.id == change_id, _CHANGE.undone_at.is_(None))
    change = (await conn.execute(locking(conn, standing))).one_or_none()
    if change is None:
        return False
    await conn.execute(update(identity_change).where(_CHANGE.id == change_id).values(undone_at=now))
    if change.what is ChangeKind.SPLIT and change.kind is NameKind.TITLE:
        given = fact.c.title_id == change.into_id, fact.c.article_id.in_(change.article_ids)
        await conn.execute(update(fact).where(*given).values(title_id=change.from_id))
    elif change.what is ChangeKind.SPLIT:
        titles = await _members(conn, NameKind.TITLE, change.article_ids)
        await _reassign(conn, [change.into_id], titles, change.from_id)
    await _regroup(conn, change.kind, (change.from_id, change.into_id))
    return True


async def between(conn: Connection, change_id: int) -> tuple[NameKind, int, int]:
    """Return between which two a change was, and of which kind they are."""
    columns = select(_CHANGE.kind, _CHANGE.from_id, _CHANGE.into_id)
    kind, one, into = (await conn.execute(columns.where(_CHANGE.id == change_id))).one()
    return kind, one, into


async def _regroup(conn: Connection, kind: NameKind, ids: Iterable[int]) -> None:
    """Set the roots of titles or people, and of all that are one with them, by the changes that stand."""
    table = OWNERS[kind].table
    root = {member: member for member in await _members(conn, kind, ids)}
    for one, into in await _links(conn, kind):
        if one in root and into in root:
            merged = root[one]
            root = {member: root[into] if of == merged else of for member, of in root.items()}
    for member, of in root.items():
        await conn.execute(update(table).where(table.c.id == member).values(root_id=of))
    await name_index.reindex(conn, kind, root)


async def _links(conn: Connection, kind: NameKind) -> list[tuple[int, int]]:
    """Return what became a part of what, in order: merges that stand, and splits that were undone."""
    stands = or_(
        and_(_CHANGE.what == ChangeKind.MERGE, _CHANGE.undone_at.is_(None)),
        and_(_CHANGE.what == ChangeKind.SPLIT, _CHANGE.undone_at.is_not(None)),
    )
    columns = _CHANGE.what, _CHANGE.from_id, _CHANGE.into_id
    rows = await conn.execute(select(*columns).where(_CHANGE.kind == kind, stands).order_by(_CHANGE.id))
    return [(one, into) if what is ChangeKind.MERGE else (into, one) for what, one, into in rows]


async def changes(conn: Connection, limit: int) -> list[IdentityChange]:
    """Return the newest merges and splits, undone ones too, newest first."""
    rows = list(await conn.execute(select(identity_change).order_by(_CHANGE.id.desc()).limit(limit)))
    told = await _names(conn, [(row.kind, one) for row in rows for one in (row.from_id, row.into_id)])
    return [
        IdentityChange(
            row.id,
            row.what,
            row.kind,
            row.from_id,
            told[row.kind, row.from_id],
            row.into_id,
            told[row.kind, row.into_id],
            row.article_ids if row.kind is NameKind.TITLE else (),
            row.article_ids if row.kind is NameKind.PERSON else (),
            by=row.changed_by,
            at=row.changed_at,
            undone_at=row.undone_at,
        )
        for row in rows
    ]


async def _names(conn: Connection, wanted: Sequence[tuple[NameKind, int]]) -> dict[tuple[NameKind, int], str]:
    """Return the names by which titles and people were shown before any merge."""
    found: dict[tuple[NameKind, int], str] = {}
    for kind, table in ((NameKind.TITLE, title), (NameKind.PERSON, person)):
        ids = {one for of, one in wanted if of is kind}
        rows = await conn.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids)))
        found |= {(kind, one): text for one, text in rows}
    return found


# ------------------------------------------------------------------ proposals


async def propose(conn: Connection, kind: NameKind, a_id: int, b_id: int, *, reason: str, now: datetime) -> bool:
    """Record that two may be one. False if that was proposed before, even if it was dismissed, or they are one."""
    one, other = [await names.root_of(conn, kind, each) for each in (a_id, b_id)]
    if one is None or other is None or one == other:
        return False
    one, other = min(one, other), max(one, other)
    row = insert(conn, identity_proposal).values(kind=kind, a_id=one, b_id=other, reason=reason, proposed_at=now)
    return await conn.scalar(row.on_conflict_do_nothing().returning(_PROPOSAL.id)) is not None


async def proposals(conn: Connection, limit: int) -> list[Proposal]:
    """Return the open proposals, oldest first."""
    wanted = select(identity_proposal).where(_PROPOSAL.closed_at.is_(None)).order_by(_PROPOSAL.id).limit(limit)
    rows = list(await conn.execute(wanted))
    told = await _names(conn, [(row.kind, one) for row in rows for one in (row.a_id, row.b_id)])
    return [
        Proposal(
            row.id,
            row.kind,
            row.a_id,
            told[row.kind, row.a_id],
            row.b_id,
            told[row.kind, row.b_id],
            row.reason,
            row.proposed_at,
        )
        for row in rows
    ]


async def dismiss(conn: Connection, proposal_id: int, now: datetime) -> bool:
    """Close a proposal: they are two. Returns whether it was open."""
    is_open = _PROPOSAL.id == proposal_id, _PROPOSAL.closed_at.is_(None)
    return (await conn.execute(update(identity_proposal).where(*is_open).values(closed_at=now))).rowcount > 0


async def _close_settled(conn: Connection, kind: NameKind, now: datetime) -> None:
    """Close the proposals about two that are one by now."""
    table = OWNERS[kind].table
    a, b = table.alias("a"), table.alias("b")
    is_open = _PROPOSAL.kind == kind, _PROPOSAL.closed_at.is_(None)
    both = identity_proposal.join(a, a.c.id == _PROPOSAL.a_id).join(b, b.c.id == _PROPOSAL.b_id)
    one = select(_PROPOSAL.id).select_from(both).where(*is_open, a.c.root_id == b.c.root_id)
    settled = list(await conn.scalars(one))
    if settled:
        await conn.execute(update(identity_proposal).where(_PROPOSAL.id.in_(settled)).values(closed_at=now))
