"""Making what the store's tests are about: feeds, follows, entries and plans, with little to say each time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.identity import Sighting
from bot.domain.models import Decision, DeliveryKind, Entry, Feed, NewDelivery, Outcome, Subscription
from bot.domain.plan import FollowVerdict, NewArticle, Plan
from bot.store import feeds, subscriptions
from bot.store.apply import Applied, apply
from bot.store.database import Connection

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
GUILD, CHANNEL, ADMIN = 10**18 + 1, 2 * 10**18 + 1, 3 * 10**18 + 1


async def make_feed(conn: Connection, name: str = "soompi", *, private: bool = False) -> Feed:
    """A feed of that name's outlet."""
    url = f"https://{name}.example/feed"
    return await feeds.add(conn, url=url, outlet=name.title(), private=private, now=NOW)


async def follow(conn: Connection, feed: Feed, *, guild: int = GUILD, channel: int = CHANNEL) -> Subscription:
    """A channel's subscription of the feed."""
    return await subscriptions.add(conn, guild_id=guild, channel_id=channel, feed_id=feed.id, created_by=ADMIN, now=NOW)


def sighting(headline: str = "A story", *, at: datetime | None = NOW, url: str | None = "", **more: object) -> Sighting:
    """An entry seen in a feed; its address is made of the headline unless given (None: it has none)."""
    place = f"https://news.example/{'-'.join(headline.split())}" if url == "" else url
    entry = Entry(headline, url=place, published_at=at, **more)
    keys = (f"guid:{headline}", *([f"url:{place}"] if place else []))
    return Sighting(entry, keys, digest=f"{headline}/{more}", own_url=place)


def new_article(
    seen: Sighting,
    outlet: str = "Soompi",
    *,
    story_id: int | None = None,
    to: Sequence[Subscription] = (),
    decision: Outcome = Outcome.QUEUED,
) -> NewArticle:
    """A plan's word on a new article, which is said to these subscriptions."""
    verdicts = tuple(FollowVerdict(Decision(one.id, decision), story_delivery(one)) for one in to)
    return NewArticle(seen, outlet, story_id, verdicts)


def story_delivery(to: Subscription, *, due_at: datetime = NOW) -> NewDelivery:
    """A story's delivery as a plan makes it: without a key."""
    return NewDelivery(DeliveryKind.STORY, "", to.guild_id, to.channel_id, due_at, subscription_id=to.id)


def delivery(
    key: str,
    *,
    due_at: datetime = NOW,
    guild: int = GUILD,
    channel: int = CHANNEL,
    kind: DeliveryKind = DeliveryKind.NOTICE,
    **more: object,
) -> NewDelivery:
    """A delivery with a key of its own."""
    return NewDelivery(kind, key, guild, channel, due_at, **more)


async def poll(conn: Connection, feed: Feed, *new: NewArticle | Sighting, now: datetime = NOW) -> Applied:
    """Store what a poll of the feed brought; a bare sighting is a new article of the feed's outlet."""
    plan = Plan(new=tuple(one if isinstance(one, NewArticle) else new_article(one, feed.outlet) for one in new))
    return await apply(conn, feed, plan, [], now)
