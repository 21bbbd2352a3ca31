"""Verdicts and reports: what people say of what articles say.

Both are on claims, never on facts, so reading an article again touches neither. A claim's title and person are brought
to those of today at reading, so merges carry verdicts and reports along.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, delete, func, select, tuple_, update

from bot.domain.claims import claim_of
from bot.domain.facts import PERSONAL, Claim, NameKind, Predicate, StoredFact, Verdict
from bot.domain.moderation import Report, ReportOutcome
from bot.store import facts, names, schema
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.schema import person, title, verdict
from bot.store.types import Key

_EVERYWHERE = 0
_MOST = 1_000  # open reports, and verdicts of servers, that are looked at
_REPORT, _VERDICT = schema.report.c, verdict.c
_TITLES = OWNERS[NameKind.TITLE]
_NAMING = PERSONAL | {Predicate.AWARD_RECEIVED}
_PERSON = re.compile(r"(?:^|\|)p(\d+)$")


@dataclass(frozen=True, slots=True)
class Counts:
    """Open reports, and claims held wrong and right everywhere."""

    open_reports: int
    wrong: int
    right: int


# ------------------------------------------------------------------ claims of today


def _person_of(claim: Claim) -> int | None:
    """Return the person whom a claim's value names (see ``claims.value_of``)."""
    found = _PERSON.search(claim.value) if claim.predicate in _NAMING else None
    return int(found[1]) if found else None


async def _today(conn: Connection, claim: Claim) -> Claim:
    """Return a claim with the title and person of today, after all merges."""
    title_id = await names.root_of(conn, NameKind.TITLE, claim.title_id)
    named = _person_of(claim)
    person_id = await names.root_of(conn, NameKind.PERSON, named) if named is not None else None
    value = facts.value_today(claim.value, named, person_id) if person_id is not None else claim.value
    return replace(claim, title_id=claim.title_id if title_id is None else title_id, value=value)


def _claims(table: Table, *more: ColumnElement[Any]) -> Select[Any]:
    """Return a query for claims of today as ``_claim`` takes them, and more columns after those."""
    root = title.alias("root")
    about = table.join(title, title.c.id == table.c.title_id).join(root, root.c.id == title.c.root_id)
    whole = about.outerjoin(person, person.c.id == table.c.person_id)
    stored = table.c.season, table.c.predicate, table.c.value, table.c.person_id
    return select(root.c.id, *stored, person.c.root_id, root.c.name, *more).select_from(whole)


_CLAIM_WIDTH = 7


def _claim(row: Sequence[Any]) -> Claim:
    title_id, season, predicate, value, person_id, root_id, _ = row[:_CLAIM_WIDTH]
    return Claim(title_id, season, predicate, facts.value_today(value, person_id, root_id))


def _about(table: Table, claim: Claim) -> ColumnElement[bool]:
    """Say that a row is about a claim's title, season and predicate; only its value must still be compared."""
    merged = select(title.c.id).where(_TITLES.merged(claim.title_id))
    return and_(table.c.title_id.in_(merged), table.c.season == claim.season, table.c.predicate == claim.predicate)


def _stored(claim: Claim) -> dict[str, object]:
    columns = {"title_id": claim.title_id, "season": claim.season, "predicate": claim.predicate, "value": claim.value}
    return {**columns, "person_id": _person_of(claim)}


# ------------------------------------------------------------------ verdicts


async def of_title(conn: Connection, title_id: int, guild_id: int | None) -> dict[Claim, Verdict]:
    """Return the verdicts on claims about a title that hold in a server: the operator's, else the server's own."""
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    heard = _VERDICT.title_id.in_(merged), _VERDICT.guild_id.in_({_EVERYWHERE, guild_id or _EVERYWHERE})
    # The last of equal claims is kept: the operator's comes last, and of those that a merge made equal, the newest.
    query = _claims(verdict, _VERDICT.verdict).where(*heard)
    rows = await conn.execute(query.order_by(_VERDICT.guild_id.desc(), _VERDICT.decided_at))
    return {_claim(row): row.verdict for row in rows}


async def everywhere(conn: Connection) -> dict[Claim, Verdict]:
    """Return the operator's verdicts on claims about any title."""
    query = _claims(verdict, _VERDICT.verdict).where(_VERDICT.guild_id == _EVERYWHERE)
    return {_claim(row): row.verdict for row in await conn.execute(query.order_by(_VERDICT.decided_at))}


async def decide(
    conn: Connection, claim: Claim, verdict: Verdict, guild_id: int | None, *, by: int, now: datetime
) -> None:
    """Record a verdict for one server, or for everywhere (None), in place of an earlier one."""
    today = await _today(conn, claim)
    await _withdraw(conn, today, guild_id)
    told = {"guild_id": guild_id or _EVERYWHERE, "verdict": verdict, "decided_by": by, "decided_at": now}
    await conn.execute(insert(conn, schema.verdict).values({**_stored(today), **told}))


async def withdraw(conn: Connection, claim: Claim, guild_id: int | None) -> bool:
    """Take back the verdict for one server, or the one for everywhere (None). Returns whether there was one."""
    return await _withdraw(conn, await _today(conn, claim), guild_id)


async def _withdraw(conn: Connection, today: Claim, guild_id: int | None) -> bool:
    key = _VERDICT.title_id, _VERDICT.season, _VERDICT.predicate, _VERDICT.value, _VERDICT.guild_id
    query = _claims(verdict, *key).where(_about(verdict, today), _VERDICT.guild_id == (guild_id or _EVERYWHERE))
    found = [tuple(row[_CLAIM_WIDTH:]) for row in await conn.execute(query) if _claim(row) == today]
    if found:
        await conn.execute(delete(verdict).where(tuple_(*key).in_(found)))
    return bool(found)


async def reassign(conn: Connection, person_ids: Collection[int], title_ids: Collection[int], into: int) -> None:
    """Let the verdicts and reports on what these titles have to do with these people be on another person.

    Merged ones are given by their own ids. Of verdicts that become one the newest stays.
    """

    def theirs(table: Table) -> tuple[ColumnElement[bool], ...]:
        return table.c.person_id.in_([*person_ids, into]), table.c.title_id.in_(title_ids)

    newest: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in (await conn.execute(select(verdict).where(*theirs(verdict)).order_by(_VERDICT.decided_at))).mappings():
        named = {**row, "value": facts.value_today(row["value"], row["person_id"], into), "person_id": into}
        newest[tuple(named[column.name] for column in verdict.primary_key)] = named
    if newest:
        await conn.execute(delete(verdict).where(*theirs(verdict)))
        await conn.execute(insert(conn, verdict), list(newest.values()))
    columns = _REPORT.id, _REPORT.value, _REPORT.person_id
    rows = await conn.execute(select(*columns).where(*theirs(schema.report)))
    given = [
        {"given": report_id, "value": facts.value_today(value, person_id, into), "person_id": into}
        for report_id, value, person_id in rows
    ]
    if given:
        await conn.execute(update(schema.report).where(_REPORT.id == bindparam("given", type_=Key)), given)


# ------------------------------------------------------------------ reports


async def report(conn: Connection, fact: StoredFact, guild_id: int | None, user_id: int, now: datetime) -> bool:
    """Record that a member says a fact is wrong. False: this person has reported its claim in this server already."""
    claim = claim_of(fact)
    theirs = _about(schema.report, claim), _REPORT.user_id == user_id, _REPORT.guild_id.is_not_distinct_from(guild_id)
    if any(_claim(row) == claim for row in await conn.execute(_claims(schema.report).where(*theirs))):
        return False
    told = {"fact_id": fact.id, "guild_id": guild_id, "user_id": user_id, "reported_at": now}
    await conn.execute(insert(conn, schema.report).values({**_stored(claim), **told}))
    return True


async def open_reports(conn: Connection, guild_id: int | None, limit: int) -> list[Report]:
    """Return what is reported in one server, or in any (None, for the operator), the longest waiting first."""
    waiting = _claims(schema.report, _REPORT.guild_id, _REPORT.user_id, _REPORT.reported_at, _REPORT.fact_id)
    query = waiting.where(_REPORT.closed_at.is_(None)).order_by(_REPORT.reported_at, _REPORT.id)
    if guild_id is not None:
        query = query.where(_REPORT.guild_id == guild_id)
    told: dict[tuple[Claim, int | None], list[Row[Any]]] = {}
    for row in await conn.execute(query.limit(_MOST)):
        told.setdefault((_claim(row), row.guild_id), []).append(row)
    return [
        Report(
            claim,
            rows[0].name,
            await _example(conn, claim, of, {row.fact_id for row in rows}),
            of,
            len({row.user_id for row in rows}),
            rows[0].reported_at,
        )
        for (claim, of), rows in list(told.items())[:limit]
    ]


async def _example(
    conn: Connection, claim: Claim, guild_id: int | None, preferred: Collection[int | None] = ()
) -> StoredFact | None:
    """Return a fact that states the claim: one of those that were meant, or else the surest."""
    stated = [one for one in await facts.of_title(conn, claim.title_id, guild_id) if claim_of(one) == claim]
    return max(stated, key=lambda one: (one.id in preferred, one.fact.confidence), default=None)


async def upheld(conn: Connection, limit: int) -> list[Report]:
    """Return, for the operator, what servers hold wrong and nobody has decided for everywhere; newest first.

    ``reporters`` counts the servers, ``guild_id`` is the last of them.
    """
    theirs = _VERDICT.guild_id != _EVERYWHERE, _VERDICT.verdict == Verdict.WRONG
    held = _claims(verdict, _VERDICT.guild_id, _VERDICT.decided_at).where(*theirs)
    told: dict[Claim, list[Row[Any]]] = {}
    for row in await conn.execute(held.order_by(_VERDICT.decided_at.desc()).limit(_MOST)):
        told.setdefault(_claim(row), []).append(row)
    decided = await _decided(conn, {claim.title_id for claim in told})
    cases = [(claim, rows) for claim, rows in told.items() if claim not in decided][:limit]
    return [
        Report(
            claim,
            rows[0].name,
            await _example(conn, claim, rows[0].guild_id),
            rows[0].guild_id,
            len(rows),
            rows[-1].decided_at,
        )
        for claim, rows in cases
    ]


async def _decided(conn: Connection, title_ids: Collection[int]) -> set[Claim]:
    """Return the claims about titles (roots) on which there is a verdict for everywhere."""
    everywhere = _claims(verdict).where(_VERDICT.guild_id == _EVERYWHERE, title.c.root_id.in_(title_ids))
    return {_claim(row) for row in await conn.execute(everywhere)}


async def close_reports(
    conn: Connection, claim: Claim, guild_id: int | None, outcome: ReportOutcome, now: datetime
) -> int:
    """Close the open reports of a claim in one server, or in all (None). Returns how many."""
    today = await _today(conn, claim)
    query = _claims(schema.report, _REPORT.id).where(_about(schema.report, today), _REPORT.closed_at.is_(None))
    if guild_id is not None:
        query = query.where(_REPORT.guild_id == guild_id)
    found = [row[_CLAIM_WIDTH] for row in await conn.execute(query) if _claim(row) == today]
    closing = update(schema.report).where(_REPORT.id.in_(found)).values(closed_at=now, outcome=outcome)
    if found:
        await conn.execute(closing)
    return len(found)


async def counts(conn: Connection) -> Counts:
    """Return how much there is, for the status and the metrics."""
    waiting = select(func.count()).select_from(schema.report).where(_REPORT.closed_at.is_(None)).scalar_subquery()
    held = select(func.count()).select_from(verdict).where(_VERDICT.guild_id == _EVERYWHERE)
    wrong, right = [held.where(_VERDICT.verdict == one).scalar_subquery() for one in (Verdict.WRONG, Verdict.RIGHT)]
    return Counts(*(await conn.execute(select(waiting, wrong, right))).one())
