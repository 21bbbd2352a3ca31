"""The decider: old state, a feed document and ``now`` in; what is new, what changed and what is said where out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.filters import Filter, Reading, parse
from bot.domain.health import notice_due
from bot.domain.identity import Sighting, recognise
from bot.domain.models import (
    MESSAGE,
    Decision,
    DeliveryKind,
    Entry,
    Feed,
    GuildSettings,
    NewDelivery,
    Outcome,
    Subscription,
)
from bot.domain.pacing import due_at
from bot.domain.reasons import because
from bot.domain.stories import StoryIndex, StorySketch
from bot.domain.urls import redact
from bot.errors import UserError

NEWS_AGE = timedelta(days=7)
"""What was published longer ago than this is news no more, if it comes in numbers."""

MAX_OLD = 4
"""Entries dated long ago that may come at once and still be said: some outlets date wrongly or late, and a story kept
back in silence is worse than an old one. More of them are an archive."""

ZONE_SLACK = timedelta(hours=24)
"""How far off a date may be that names no time zone: so much older than a follow must an entry be to count as older."""

MAX_AT_ONCE = 50
"""Entries of one poll that one channel is told of; more are a publisher's archive, issued anew."""

LATENESS = timedelta(hours=24)
"""How late a story or notice may still be said."""

DIGEST_LATENESS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What a key of this feed stands for: an article, and the digest it had when it was last seen."""

    article_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Follow:
    """A subscription with its server's settings; ``post_newest`` asks a baseline for its newest entry."""

    subscription: Subscription
    settings: GuildSettings
    post_newest: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a poll is planned.

    ``entries``: of this feed, by key; ``urls``: article ids by ``Sighting.own_url``, of any feed; ``stories``: those
    of the last days; ``follows``: every subscription of this feed.
    """

    entries: Mapping[str, KnownEntry]
    urls: Mapping[str, int]
    stories: Sequence[StorySketch]
    follows: Sequence[Follow]


@dataclass(frozen=True, slots=True)
class FollowVerdict:
    """What was decided for one subscription; ``delivery`` only with QUEUED. A story's delivery has key ""."""

    decision: Decision
    delivery: NewDelivery | None = None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article never seen before; ``story_id`` is the story it joins, None makes it a story of its own."""

    sighting: Sighting
    outlet: str
    story_id: int | None
    verdicts: tuple[FollowVerdict, ...]


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """An article that another feed brought before, new to this feed: said to this feed's follows."""

    article_id: int
    sighting: Sighting
    verdicts: tuple[FollowVerdict, ...]


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """A known article of which a reader now sees something else: its post is edited, never repeated."""

    article_id: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class MovedArticle:
    """A known, unchanged article whose guid or link is a new one: only its keys are remembered."""

    article_id: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Plan:
    """What one poll comes to. The keys of every sighting in it are to be remembered (the latest owner wins)."""

    new: tuple[NewArticle, ...] = ()
    again: tuple[SeenAgain, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    moved: tuple[MovedArticle, ...] = ()


def plan_poll(feed: Feed, sightings: Sequence[Sighting], known: Known, now: datetime) -> Plan:
    """Decide what this poll of the feed comes to; the feed is given as it was before the poll.

    A feed without ``baseline_at`` is fetched for the first time: what it has is no news.
    """
    hits = list(zip(sightings, recognise(sightings, known.entries), strict=True))
    fresh = [sighting for sighting, hit in hits if hit is None]
    known_as = [known.urls.get(seen.own_url) if seen.own_url else None for seen in fresh]
    decided = list(zip(known_as, fresh, _verdicts(feed, fresh, known.follows, now), strict=True))
    new = [(seen, said) for article_id, seen, said in decided if article_id is None]
    return Plan(
        new=tuple(_new_articles(feed.outlet, new, known.stories, now)),
        again=tuple(SeenAgain(article_id, seen, said) for article_id, seen, said in decided if article_id is not None),
        changed=tuple(ChangedArticle(hit.article_id, seen) for seen, hit in hits if hit and hit.digest != seen.digest),
        moved=tuple(MovedArticle(hit.article_id, seen) for seen, hit in hits if hit and _moved(seen, hit, known)),
    )


def _moved(seen: Sighting, hit: KnownEntry, known: Known) -> bool:
    """Tell whether an unchanged entry has a guid or link that is not known yet."""
    return hit.digest == seen.digest and any(key not in known.entries for key in seen.ids)


def _new_articles(
    outlet: str,
    new: Sequence[tuple[Sighting, tuple[FollowVerdict, ...]]],
    stories: Sequence[StorySketch],
    now: datetime,
) -> Iterator[NewArticle]:
    """Yield the new articles, each with the story it joins; no story is joined twice, for that is a follow-up."""
    index = StoryIndex(stories if new else ())
    told: set[int] = set()
    for seen, said in new:
        entry = seen.entry
        story_id = index.match(entry.headline, entry.summary, outlet, entry.published_at or now, told)
        if story_id is not None:
            told.add(story_id)
        yield NewArticle(seen, outlet, story_id, said)


# ------------------------------------------------------------------ what is said where


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An entry as filters look at it."""

    headline: str
    summary: str
    text: str
    author: str | None
    categories: tuple[str, ...]
    outlet: str


def _verdicts(
    feed: Feed, fresh: Sequence[Sighting], follows: Sequence[Follow], now: datetime
) -> list[tuple[FollowVerdict, ...]]:
    """Return for each entry, oldest first, what every follow of the feed makes of it."""
    entries = [sighting.entry for sighting in fresh]
    readings = [
        Reading(_Candidate(one.headline, one.summary, one.text, one.author, one.categories, feed.outlet))
        for one in entries
    ]
    by_follow = [_of_follow(feed, list(zip(entries, readings, strict=True)), follow, now) for follow in follows]
    return list(zip(*by_follow, strict=True)) if by_follow else [()] * len(fresh)


def _of_follow(
    feed: Feed, fresh: Sequence[tuple[Entry, Reading]], follow: Follow, now: datetime
) -> list[FollowVerdict]:
    """Return what one follow makes of the entries, oldest first; of too many the newest are said."""
    taken = _filter_of(follow)
    if feed.baseline_at is None:
        decided = _at_baseline(fresh, follow, taken)
    else:
        dated = _by_date(feed, [entry for entry, _ in fresh], follow, now)
        decided = [old or _decided(reading, follow, taken) for old, (_, reading) in zip(dated, fresh, strict=True)]
    queued = [place for place, (outcome, _) in enumerate(decided) if outcome is Outcome.QUEUED]
    for place in queued[:-MAX_AT_ONCE]:
        decided[place] = (Outcome.TOO_OLD, because("age.burst", newest=MAX_AT_ONCE, total=len(queued)))
    followed = follow.subscription
    delivery = story_delivery(followed.guild_id, followed.channel_id, follow.settings, now)
    delivery = replace(delivery, subscription_id=followed.id)
    return [
        FollowVerdict(
            Decision(follow.subscription.id, outcome, reason), delivery if outcome is Outcome.QUEUED else None
        )
        for outcome, reason in decided
    ]


def _filter_of(follow: Follow) -> Filter | None:
    """Return the follow's filter, or None if it cannot be read (it was when it was set: the language has changed)."""
    try:
        return parse(follow.subscription.filter)
    except UserError:
        return None


def _at_baseline(
    fresh: Sequence[tuple[Entry, Reading]], follow: Follow, taken: Filter | None
) -> list[tuple[Outcome, str]]:
    """Decide on what was there before the feed was followed: nothing is said, but the newest if that was asked."""
    decided = [(Outcome.BASELINE, because("baseline.known"))] * len(fresh)
    if follow.post_newest and taken and not follow.subscription.paused:
        fit = [place for place, (_, reading) in enumerate(fresh) if taken.explain(reading).matched]
        for place in fit[-1:]:
            decided[place] = (Outcome.QUEUED, because("baseline.newest"))
    return decided


def _by_date(feed: Feed, entries: Sequence[Entry], follow: Follow, now: datetime) -> list[tuple[Outcome, str] | None]:
    """Return for each entry what its date alone decides, or None; an undated one is news when it is first seen.

    Older than the follow counts only in the first poll since then: what turns up later was not there to be known.
    """
    created = follow.subscription.created_at
    first_look = feed.last_polled_at is None or feed.last_polled_at < created
    dates = [entry.published_at or now for entry in entries]
    archive = sum(date < now - NEWS_AGE for date in dates) > MAX_OLD

    def decide(date: datetime) -> tuple[Outcome, str] | None:
        if first_look and date < created - ZONE_SLACK:
            return Outcome.BASELINE, because("baseline.earlier")
        if archive and date < now - NEWS_AGE:
            return Outcome.TOO_OLD, because("age.days", days=(now - date).days)
        return None

    return [decide(date) for date in dates]


def _decided(reading: Reading, follow: Follow, taken: Filter | None) -> tuple[Outcome, str]:
    """Decide on one new entry by what it says."""
    if follow.subscription.paused:
        return Outcome.PAUSED, because("feed.paused")
    if taken is None:
        return Outcome.FILTERED, because("filter.unreadable")
    verdict = taken.explain(reading)
    return (Outcome.QUEUED if verdict.matched else Outcome.FILTERED), verdict.reason


def story_key(story_id: int, channel_id: int) -> str:
    """Return the key of every row that says a story in a channel, for whatever reason: it is said there once."""
    return f"story:{story_id}:{channel_id}"


def story_delivery(
    guild_id: int, channel_id: int, settings: GuildSettings, now: datetime, story_id: int | None = None
) -> NewDelivery:
    """Return the row that says a story in a channel, when its server wants to hear it.

    Of a story that has no id yet the store gives the row its key.
    """
    due, digest = due_at(now, settings)
    return NewDelivery(
        kind=DeliveryKind.STORY,
        key="" if story_id is None else story_key(story_id, channel_id),
        guild_id=guild_id,
        channel_id=channel_id,
        due_at=due,
        digest=digest,
        expires_at=due + (DIGEST_LATENESS if digest else LATENESS),
    )


# ------------------------------------------------------------------ how the feed fares


def notices(before: Feed, after: Feed, follows: Sequence[Follow], now: datetime) -> tuple[NewDelivery, ...]:
    """Return the health notices that a poll gives rise to: one a server, if it follows the feed unpaused.

    They go to the server's notice channel, else to its oldest follow's. The payload's ``message`` is a key of the
    locale catalogues: ``notice.feed.<fault>`` or ``notice.feed.healed``; the other values fill its places.
    """
    told = notice_due(before, after)
    if told is None:
        return ()
    awake = sorted((one for one in follows if not one.subscription.paused), key=lambda one: one.subscription.id)
    by_guild = {one.subscription.guild_id: one for one in reversed(awake)}
    trouble = after if told == "fault" else before
    word = str(trouble.fault) if told == "fault" else "healed"
    return tuple(_notice(trouble, word, follow, now) for _, follow in sorted(by_guild.items()))


def _notice(trouble: Feed, word: str, follow: Follow, now: datetime) -> NewDelivery:
    """Return the row of one notice; its key keeps it from being said twice of one trouble."""
    channel = follow.settings.notice_channel_id or follow.subscription.channel_id
    since = trouble.fault_since.isoformat(timespec="seconds") if trouble.fault_since else ""
    return NewDelivery(
        kind=DeliveryKind.NOTICE,
        key=f"feed:{trouble.id}:{word}:{since}:{channel}",
        guild_id=follow.subscription.guild_id,
        channel_id=channel,
        due_at=now,
        subscription_id=follow.subscription.id,
        payload={
            MESSAGE: f"notice.feed.{word}",
            "feed": trouble.outlet,
            "url": redact(trouble.url),
            "since": since,
        },
        expires_at=now + LATENESS,
    )
