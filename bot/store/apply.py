"""Step 4 of an article's way: what a poll came to, stored in the caller's ONE transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.models import Feed, NewDelivery
from bot.domain.plan import Plan
from bot.store.database import Connection


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan: articles stored, articles changed, deliveries queued (notices too)."""

    new: int
    changed: int
    queued: int


async def apply(conn: Connection, feed: Feed, plan: Plan, notices: Sequence[NewDelivery], now: datetime) -> Applied:
    """Store the feed (as it is after the poll), its new and changed articles, the decisions and the deliveries.

    A story delivery's key is completed here. Where its channel has the story already, nothing is queued and the
    decision becomes SAME_STORY.
    """
    raise NotImplementedError
