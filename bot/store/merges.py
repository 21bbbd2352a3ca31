"""Who is who, as operators decide it: merges and splits that can be undone, and proposals of such."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import NameKind
from bot.domain.moderation import IdentityChange, Proposal
from bot.store.database import Connection


async def merge(conn: Connection, kind: NameKind, from_id: int, into_id: int, *, by: int, now: datetime) -> int:
    """Make one title or person a part of another; gives the change's id, 0 if they are one or one is not there.

    Open proposals about the two are closed.
    """
    raise NotImplementedError


async def split(
    conn: Connection, title_id: int, article_ids: Sequence[int], name: str, *, year: int | None, by: int, now: datetime
) -> int:
    """Give the facts that these articles state of a title to a new title; gives the change's id, 0 if there are none.

    It holds for later readings of these articles too.
    """
    raise NotImplementedError


async def undo(conn: Connection, change_id: int, now: datetime) -> bool:
    """Undo a merge or split, whatever came after it. Returns whether there was such a change, not undone yet."""
    raise NotImplementedError


async def changes(conn: Connection, limit: int) -> list[IdentityChange]:
    """Return the newest merges and splits, undone ones too, newest first."""
    raise NotImplementedError


async def propose(conn: Connection, kind: NameKind, a_id: int, b_id: int, *, reason: str, now: datetime) -> bool:
    """Record that two may be one. False if that was proposed before, even if it was dismissed, or they are one."""
    raise NotImplementedError


async def proposals(conn: Connection, limit: int) -> list[Proposal]:
    """Return the open proposals, oldest first."""
    raise NotImplementedError


async def dismiss(conn: Connection, proposal_id: int, now: datetime) -> bool:
    """Close a proposal: they are two. Returns whether it was open."""
    raise NotImplementedError
