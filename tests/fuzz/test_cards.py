"""Whatever a feed holds, the message made of it keeps to Discord's limits and pings nobody."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.beliefs import Belief, Standing
from bot.domain.facts import PERSONAL, Certainty, Claim, Fact, NameKind, Predicate, Source, StoredFact
from bot.domain.lookup import MatchKind, NameHit
from bot.domain.models import (
    Article,
    Decision,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Feed,
    GuildSettings,
    Outcome,
    PostingMode,
    Story,
    StoryView,
    Subscription,
)
from bot.domain.posts import DigestBody, NoticeBody, Post, StoryBody
from bot.domain.reasons import because, together
from bot.errors import FeedFault, UserError
from bot.services.follows import Added, DryRun, FeedInfo, Followed, ImportReport, Refusal, Tried
from bot.services.moderation import Case
from bot.services.news import StoryPage, Trace, TraceLine
from bot.services.suggestions import SuggestedFeed, SuggestedGroup
from bot.services.titles import CastView, Part, PersonView, TitleView
from cogs.ui.cards import tell
from cogs.ui.cast_cards import cast_card, cast_pages
from cogs.ui.evidence_cards import PAGE, Rests, evidence_card, reported_card, wrong_card
from cogs.ui.fact_words import headed, titled
from cogs.ui.feed_cards import added_card, feed_list, filter_card, import_card, info_card, preview_card
from cogs.ui.news_cards import nothing_found, story_list, trace_card
from cogs.ui.paginator import turning
from cogs.ui.person_cards import person_card, person_pages
from cogs.ui.post_cards import post_card
from cogs.ui.report_cards import EVERYWHERE, HERE, case_words, queue_card, undo_row
from cogs.ui.settings_cards import settings_card
from cogs.ui.setup_cards import Draft, done_card, key_of, read_draft, setup_card
from cogs.ui.text import explain, say
from cogs.ui.title_cards import choice_card, title_card
from tests.payloads import assert_sendable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTILE = (
    "@everyone",
    "@here <@1> <@&2> <#3> <@!4>",
    "[free nitro](https://evil.example)",
    "](https://evil.example)",
    "### # -# > >>> ```",
    "**__~~||`*_",
    "\u202eRTL\u202c \u2066x\u2069",
    "\u200b\u200d\ufeff\u2060\u3164",
    "\ud800",
    "\x00\x1b",
    "가" * 10_000,
    "x" * 10_000,
    "👨\u200d👩\u200d👧\u200d👦" * 500,
    "e\u0301\u0302\u0303" * 900,
    "ﷺ" * 3000,
    "<t:9999999999999:R>",
    "https://evil.example/" + "a" * 3000,
    "{name} {0} {count!r:>9999}",
    "|%7C|+␣%",
)
ALPHABETS = ((0x20, 0x7E), (0, 0x2FF), (0x2000, 0x33FF), (0xAC00, 0xD7A3), (0, 0x10FFFF))


def letters(rng):
    """Any characters: of one alphabet, or of all Unicode, half surrogates included."""
    first, last = rng.choice(ALPHABETS)
    return "".join(map(chr, rng.choices(range(first, last + 1), k=rng.randrange(61))))


def words(seed):
    rng = random.Random(seed)
    return " ".join(rng.choice((rng.choice(HOSTILE), letters(rng), letters(rng))) for _ in range(rng.randrange(5)))


SEED = st.integers(0, 2**32 - 1)
TEXT = SEED.map(words)  # one choice of hypothesis; when it chose each character, choosing took most of the time
SUGGESTED = st.builds(SuggestedFeed, *[TEXT.map(lambda text: text[:400])] * 5)
LOCALES = st.sampled_from(["en", "ko", "xx"])
REASON = TEXT | st.lists(TEXT, max_size=8).map(
    lambda many: together(because("filter.missing", terms=terms) for terms in many)
)
URL = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "https://a.example/1",
            "http://a.example/(x)[y]<z>",
            "https://소식.example/가 나",
            "javascript:alert(1)",
            "https://u:p@a.example/",
            "https://a.example/" + "y" * 480,
            "https://a.example/" + "가" * 150,
        ]
    ),
    TEXT,
    TEXT.map("https://a.example/".__add__),
)
MOMENT = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
IDS = st.integers(1, 2**63)
ARTICLE = st.builds(
    Article,
    id=IDS,
    outlet=TEXT,
    headline=TEXT,
    first_seen_at=MOMENT,
    story_id=IDS,
    url=URL,
    summary=TEXT,
    text=TEXT,
    image_url=URL,
    published_at=st.none() | MOMENT,
    changed_at=st.none() | MOMENT,
)
TERM = TEXT | st.sampled_from(["2025", "2025-21", "2025-03/2025-05", "in production", "12", "Lee Jung-jae"])
FACT = st.builds(
    Fact,
    subject=TEXT,
    season=st.none() | st.integers(0, 99),
    predicate=st.sampled_from(Predicate),
    object=TERM,
    qualifiers=st.dictionaries(
        st.sampled_from(["character", "role", "change", "kind", "author", "person", "ceremony", "date"]),
        TERM | st.sampled_from(["joining", "leaving", "returning", "guest", "webtoon"]),
    ),
    certainty=st.sampled_from(Certainty),
    confidence=st.just(0.9),
    evidence=TEXT,
    start=st.just(0),
    end=st.just(1),
    negated=st.booleans(),
)
SAID = st.builds(
    StoredFact,
    id=IDS,
    title_id=IDS,
    fact=FACT,
    value=TERM,
    source=st.builds(Source, article_id=IDS, story_id=IDS, outlet=TEXT, headline=TEXT, url=URL, at=MOMENT),
    person_id=st.none() | IDS,
)
BELIEF = st.builds(
    lambda facts, denials, standing, replaced_by, season: Belief(
        Claim(facts[0].title_id, season, facts[0].fact.predicate, facts[0].value),
        facts[0].fact.object,
        facts[0].fact.qualifiers,
        facts[0].fact.certainty,
        0.9,
        standing,
        tuple(facts),
        facts[0].source.at,
        facts[0].person_id,
        replaced_by,
        tuple(denials),
    ),
    st.lists(SAID, min_size=1, max_size=3),
    st.lists(SAID, max_size=1),
    st.sampled_from(Standing),
    st.none() | TERM,
    st.integers(-1, 12),
)
BELIEFS = st.lists(BELIEF, max_size=8).map(tuple)
STORY = st.builds(StoryBody, ARTICLE, st.lists(TEXT, max_size=5).map(tuple), st.lists(SAID, max_size=3).map(tuple))
NOTICE = st.builds(
    NoticeBody,
    st.sampled_from([*(f"notice.feed.{fault}" for fault in FeedFault), "notice.feed.healed", "notice.channel.gone"]),
    st.fixed_dictionaries({"feed": TEXT, "url": TEXT, "channel": IDS.map(str), "since": st.just(NOW.isoformat())}),
)
BODY = st.one_of(STORY, st.builds(DigestBody, st.lists(STORY, min_size=1, max_size=10).map(tuple)), NOTICE)
FEED = st.builds(
    Feed,
    id=IDS,
    url=TEXT,
    outlet=TEXT,
    added_at=MOMENT,
    next_poll_at=MOMENT,
    home_url=URL,
    baseline_at=st.none() | MOMENT,
    last_polled_at=st.none() | MOMENT,
    last_new_at=st.none() | MOMENT,
    fault=st.none() | st.sampled_from(FeedFault),
    fault_since=MOMENT,
    fault_detail=TEXT,
)
FOLLOW = st.builds(
    Subscription,
    id=IDS,
    guild_id=IDS,
    channel_id=IDS,
    feed_id=IDS,
    created_at=MOMENT,
    created_by=IDS,
    filter=TEXT,
    paused=st.booleans(),
    blocked=st.none() | REASON,
)
FOLLOWED = st.builds(Followed, FOLLOW, FEED)
DELIVERY = st.builds(
    Delivery,
    id=IDS,
    kind=st.just(DeliveryKind.STORY),
    key=st.just("k"),
    guild_id=IDS,
    channel_id=IDS,
    due_at=MOMENT,
    created_at=MOMENT,
    state=st.sampled_from(DeliveryState),
    reason=REASON,
    message_id=st.none() | IDS,
    sent_at=st.none() | MOMENT,
)
TRIED = st.lists(st.builds(Tried, ARTICLE, REASON), max_size=8).map(tuple)
FUZZ = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,  # the same run everywhere; raise max_examples to search for more
    phases=[Phase.explicit, Phase.generate],  # shrinking texts of 10,000 characters takes minutes
    suppress_health_check=list(HealthCheck),
)


@FUZZ
@given(BODY, LOCALES, st.none() | IDS)
def test_posts(body, locale, role):
    post = Post(2**62, "callsheet-1", 1, 2, locale, body, ping_role_id=role)
    card = post_card(post)
    pinged = role is not None and not isinstance(body, NoticeBody)
    assert_sendable(card, pings=pinged)
    if pinged:
        assert card.to_components()[0]["content"] == f"<@&{role}>"
        assert_sendable(post_card(Post(2**62, "callsheet-1", 1, 2, locale, body)))


@FUZZ
@given(st.lists(ARTICLE, min_size=1, max_size=5), st.lists(TEXT, max_size=9), LOCALES, TEXT)
def test_pages_of_stories(articles, outlets, locale, query):
    views = [StoryView(Story(a.id, a.headline, a.at, a.at), a, tuple(outlets)) for a in articles]
    fields = [query[:60], query[:30], "", "", ""]
    try:
        row = turning(locale, "news", (2, 99), 2**63, fields)
    except UserError as error:
        assert_sendable(tell(explain(locale, error)))
        row = []
    assert_sendable(story_list(locale, "title", StoryPage(tuple(views), 2, 99, 10**9), row))
    assert_sendable(nothing_found(locale, searched=query[:100]))


def views(articles):
    return tuple(StoryView(Story(a.id, a.headline, a.at, a.at), a, (a.outlet,)) for a in articles[:3])


@FUZZ
@given(BELIEFS, st.lists(ARTICLE, max_size=3), st.lists(TEXT, min_size=1, max_size=5), LOCALES)
def test_cards_of_titles(beliefs, articles, names, locale):
    over = tuple(one for one in beliefs if one.standing is Standing.SUPERSEDED)
    people = {one.person_id: one.object for one in beliefs if one.person_id}
    shown = TitleView(2**62, names[0], tuple(names[1:]), 2025, beliefs, (), over, views(articles), people)
    assert_sendable(title_card(locale, shown))
    rests = Rests("title", 2**62, titled(names[0], 2025), beliefs, people)
    rows = turning(locale, "evidence", (2, 99), 2**63, ["person", str(2**62)])
    assert_sendable(evidence_card(locale, rests, rests.pages(PAGE), rows))
    if beliefs:
        assert_sendable(wrong_card(locale, rests, 1, rows))
        words = headed(locale, beliefs[0].sources[0], people)
        assert_sendable(reported_card(locale, words, first=True, server=True))


@FUZZ
@given(BELIEFS, st.lists(ARTICLE, max_size=3), TEXT, LOCALES)
def test_cards_of_casts_and_people(beliefs, articles, name, locale):
    rows = turning(locale, "cast", (2, 99), 2**63, [str(2**62)])
    cast = CastView(2**62, name, None, beliefs, beliefs[:9], (), {})
    assert_sendable(cast_card(locale, cast, cast_pages(cast), rows))
    assert_sendable(cast_card(locale, cast, 1, rows))
    theirs = PERSONAL | {Predicate.AWARD_RECEIVED}
    parts = tuple(Part(b.claim.title_id, name, 2025, b) for b in beliefs if b.claim.predicate in theirs)
    person = PersonView(2**62, name, (name, "x"), parts, (), views(articles))
    assert_sendable(person_card(locale, person, 1, rows))
    assert_sendable(person_card(locale, person, person_pages(person), rows))


@FUZZ
@given(st.lists(st.tuples(SAID, st.booleans(), TEXT), max_size=6), LOCALES, st.sampled_from([HERE, EVERYWHERE]))
def test_queues_of_reports(reported, locale, scope):
    cases = [
        Case(Claim(n, n - 1, fact.fact.predicate, fact.value), title, fact if kept else None, 2, (1, 2), NOW, 3)
        for n, (fact, kept, title) in enumerate(reported)
    ]
    rows = [undo_row(locale, scope, 2**62), *turning(locale, "reports", (2, 99), 2**63, [scope])]
    done = say(locale, "reports.decided.wrong.here", fact=case_words(locale, cases[0])) if cases else None
    assert_sendable(queue_card(locale, scope, cases, 1, rows, done=done))


@FUZZ
@given(st.lists(TEXT, min_size=1, max_size=20), LOCALES)
def test_choices_of_names(names, locale):
    hits = [NameHit(NameKind.TITLE, n, name, None, MatchKind.TYPO, 1, 2025) for n, name in enumerate(names)]
    assert_sendable(choice_card(locale, "cast", hits))


@FUZZ
@given(
    ARTICLE,
    st.lists(st.tuples(IDS, TEXT, st.sampled_from(Outcome), REASON, st.none() | DELIVERY), max_size=25),
    LOCALES,
)
def test_traces(article, lines, locale):
    told = tuple(
        TraceLine(channel, outlet, Decision(1, outcome, why), row) for channel, outlet, outcome, why, row in lines
    )
    assert_sendable(trace_card(locale, Trace(article, (article.outlet,), told), 1))


@FUZZ
@given(
    st.lists(FOLLOWED, min_size=1, max_size=20), LOCALES, st.lists(ARTICLE, max_size=9), st.lists(DELIVERY, max_size=9)
)
def test_feed_cards(follows, locale, articles, deliveries):
    assert_sendable(feed_list(locale, follows, (1, len(follows)), turning(locale, "feeds", (1, 3), 2**63)))
    one = follows[0]
    assert_sendable(info_card(locale, FeedInfo(one.feed, one.subscription, tuple(articles), tuple(deliveries), 3)))
    assert_sendable(preview_card(locale, articles[:3]))
    added = Added(one.feed, one.subscription, len(articles), articles[0] if articles else None)
    assert_sendable(added_card(locale, added, newest_follows=True))


@FUZZ
@given(FOLLOWED, st.builds(DryRun, TRIED, TRIED), TEXT, LOCALES, st.booleans())
def test_filter_cards(followed, tried, text, locale, kept):
    assert_sendable(filter_card(locale, followed, tried, text=text[:500], kept=kept))


@FUZZ
@given(st.lists(TEXT, max_size=99), st.lists(TEXT, max_size=12), LOCALES)
def test_import_cards(names, failed, locale):
    refusals = tuple(Refusal(url, "feed.fault.slow", {"url": url, "detail": url}) for url in failed)
    assert_sendable(import_card(locale, ImportReport(tuple(names), tuple(names[:3]), refusals), 1))


@FUZZ
@given(st.lists(st.lists(SUGGESTED, max_size=28), max_size=8), LOCALES, TEXT)
def test_setup_cards(feeds, locale, name):
    groups = [
        SuggestedGroup(f"{n}{name}", name, tuple({key_of(f): f for f in some}.values())) for n, some in enumerate(feeds)
    ]
    keys = frozenset(key_of(feed) for group in [g for g in groups if g.feeds][:6] for feed in group.feeds[:25])
    draft = Draft(7, keys, 9, PostingMode.DIGEST)
    card = setup_card(locale, draft, groups)
    assert_sendable(card)
    assert read_draft(card.to_components()) == draft
    failed = [
        (feed, UserError("feed.fault.gone", url=feed.url, detail=name)) for group in groups for feed in group.feeds
    ]
    assert_sendable(done_card(locale, draft, [], failed))


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_settings_cards(locale):
    full = GuildSettings(
        1,
        quiet_from=NOW.time(),
        quiet_to=(NOW + timedelta(hours=1)).time(),
        posts_per_hour=9,
        ping_role_id=2**63,
        notice_channel_id=2**63,
        publish=True,
        mode=PostingMode.DIGEST,
    )
    assert_sendable(settings_card(locale, full, saved=True), pings=True)
    assert_sendable(settings_card(locale, GuildSettings(1), saved=False))
