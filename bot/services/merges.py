"""Who is who, as the operator decides it: merges, splits and renames of titles and people.

Nothing but the tie between two is written, so everything that hangs on either (facts, verdicts, follows) comes along,
and an undone change leaves all as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.domain.facts import NameKind
from bot.domain.models import Article
from bot.domain.moderation import IdentityChange, Proposal
from bot.domain.urls import canonical
from bot.errors import UserError
from bot.services.falling import drop_fallen
from bot.services.releases import Points, refresh
from bot.store import articles, merges, names
from bot.store.database import Connection, Database

OPERATOR = 0
"""Who decides on the command line; on Discord it is a member's id."""

MOST_LISTED = 50
"""Changes or proposals that are listed."""

_log = structlog.get_logger(__name__)


class Identities:
    """Keeps what the operator decides about identities."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._points = points

    async def merge(self, kind: NameKind, from_id: int, into_id: int, by: int = OPERATOR) -> int:
        """Make one title or person a part of another and return the change's id.

        Raises:
            UserError: ``identity.same`` when the two are one already, or one of them is not there.
        """
        async with self._db.write() as conn:
            change = await merges.merge(conn, kind, from_id, into_id, by=by, now=self._clock())
            if change:
                await self._refresh(conn, kind, from_id, into_id)
        if not change:
            raise UserError("identity.same", from_id=from_id, into_id=into_id)
        _log.info("merged", kind=kind, from_id=from_id, into_id=into_id, by=by, change=change)
        return change

    async def split(
        self, title_id: int, sources: Sequence[str], name: str, *, year: int | None = None, by: int = OPERATOR
    ) -> int:
        """Give what these articles (addresses, or ids as ``#12``) say of a title to a new title; gives the change's id.

        Raises:
            UserError: ``why.unknown`` for an article that is not kept, ``identity.none_said`` when they say nothing.
        """
        async with self._db.write() as conn:
            ids = [await _article(conn, source) for source in sources]
            change = await merges.split(conn, title_id, ids, name, year=year, by=by, now=self._clock())
            if change:
                await self._refresh(conn, *await merges.between(conn, change))
        if not change:
            raise UserError("identity.none_said", title_id=title_id)
        _log.info("split", title=title_id, articles=ids, by=by, change=change)
        return change

    async def split_person(self, person_id: int, title_ids: Sequence[int], name: str, by: int = OPERATOR) -> int:
        """Give what these titles have to do with a person to a new person; gives the change's id.

        Raises:
            UserError: ``identity.none_tied`` when none of them has to do with that person.
        """
        async with self._db.write() as conn:
            change = await merges.split_person(conn, person_id, title_ids, name, by=by, now=self._clock())
        if not change:
            raise UserError("identity.none_tied", person_id=person_id)
        _log.info("split", person=person_id, titles=list(title_ids), by=by, change=change)
        return change

    async def undo(self, change_id: int) -> None:
        """Undo a merge or a split.

        Raises:
            UserError: ``identity.no_change`` when there is none of that id, or it is undone already.
        """
        async with self._db.write() as conn:
            if not await merges.undo(conn, change_id, self._clock()):
                raise UserError("identity.no_change", id=change_id)
            await self._refresh(conn, *await merges.between(conn, change_id))
        _log.info("undone", change=change_id)

    async def _refresh(self, conn: Connection, kind: NameKind, *ids: int) -> None:
        """Let the releases of titles follow, and who follows these; questions about what they were fall."""
        if kind is NameKind.TITLE:
            await refresh(conn, ids, self._clock(), self._points)
            await drop_fallen(conn, ids, self._clock(), self._points)

    async def rename(self, kind: NameKind, owner_id: int, name: str) -> None:
        """Show a title or person by another name.

        Raises:
            UserError: ``title.unknown`` or ``person.unknown``.
        """
        async with self._db.write() as conn:
            if not await names.rename(conn, kind, owner_id, name, self._clock()):
                raise UserError(f"{kind}.unknown", text=f"#{owner_id}")

    async def changes(self) -> list[IdentityChange]:
        """Return the newest merges and splits, the last first."""
        async with self._db.read() as conn:
            return await merges.changes(conn, MOST_LISTED)

    async def proposals(self) -> list[Proposal]:
        """Return who may be one with whom, the longest waiting first."""
        async with self._db.read() as conn:
            return await merges.proposals(conn, MOST_LISTED)

    async def dismiss(self, proposal_id: int) -> None:
        """Decide that two are two.

        Raises:
            UserError: ``identity.no_proposal``.
        """
        async with self._db.write() as conn:
            if not await merges.dismiss(conn, proposal_id, self._clock()):
                raise UserError("identity.no_proposal", id=proposal_id)


async def _article(conn: Connection, source: str) -> int:
    number = source.removeprefix("#")
    found: Article | None = None
    if number.isascii() and number.isdigit():
        found = await articles.get(conn, int(number))
    elif url := canonical(source):
        found = await articles.by_url(conn, url)
    if found is None:
        raise UserError("why.unknown", link=source)
    return found.id
