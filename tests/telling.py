"""Articles that tell dates, kept as they come in: for tests about releases and who follows them."""

from datetime import timedelta

from bot.domain.facts import NameKind
from bot.domain.models import Entry
from bot.services.learning import learn
from bot.store import articles, names
from tests.sayings import says, told

SURE = 0.99
"""Sure enough to move a date that stands."""


async def announce(room, date, *, season=None, status=None, network=None, denied=None, private=False, **more):
    """Have an article say that the title comes out at a date (or none), now; gives the title's id."""
    of = {"season": season, "confidence": SURE, **more}
    facts = [told("publication_date", date, **of)] if date else []
    facts += [told("publication_date", denied, negated=True, **of)] if denied else []
    facts += [told("production_status", status, **of)] if status else []
    facts += [told("original_broadcaster", network, **of)] if network else []
    async with room.db.write() as conn:
        entry = Entry(f"News of {date or status}", published_at=room.clock.now)
        article_id = await articles.add_single(conn, entry, "Soompi", room.clock.now, private=private)
        learnt = await learn(conn, article_id, says(*facts), 1, room.clock.now)
    room.clock.forward(timedelta(minutes=1))
    [title_id] = learnt.titles
    return title_id


async def title_of(room, name="glassharbor"):
    """The id of the title of that name."""
    async with room.db.read() as conn:
        return (await names.owners(conn, NameKind.TITLE, [name]))[name][0]


async def rows(room, **wanted):
    """What stands in the outbox of these values: (telling, value, state)."""
    found = [row for row in await room.outbox() if all(getattr(row, key) == value for key, value in wanted.items())]
    return [(row.payload.get("telling"), row.payload.get("value"), row.state.value) for row in found]
