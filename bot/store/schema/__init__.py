"""The tables, as the newest migration leaves them (a test holds the two together).

Indices follow the queries: those asked on every tick or keystroke never walk a table (a test asks the planner).
The search index, ``article_search``, is something else on each database: only ``index`` knows it.
"""

from bot.store.schema.base import metadata
from bot.store.schema.facts import (
    fact,
    identity_change,
    identity_proposal,
    name,
    name_sound,
    name_term,
    person,
    report,
    title,
    verdict,
)
from bot.store.schema.news import (
    article,
    decision,
    delivery,
    entry,
    feed,
    guild,
    is_open,
    meta,
    story,
    subscription,
    wants_page,
)
from bot.store.schema.releases import (
    event,
    follow,
    is_to_come,
    is_unplanned,
    member,
    release,
    reminder,
)

__all__ = [
    "article",
    "decision",
    "delivery",
    "entry",
    "event",
    "fact",
    "feed",
    "follow",
    "guild",
    "identity_change",
    "identity_proposal",
    "is_open",
    "is_to_come",
    "is_unplanned",
    "member",
    "meta",
    "metadata",
    "name",
    "name_sound",
    "name_term",
    "person",
    "release",
    "reminder",
    "report",
    "story",
    "subscription",
    "title",
    "verdict",
    "wants_page",
]
