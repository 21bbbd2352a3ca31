"""Whatever a title is called, what its followers are told keeps to Discord's limits and pings nobody else."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import Certainty
from bot.domain.posts import Ahead, Post, ReleaseBody, ReminderBody
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Reminder, Standing, Telling, plan
from bot.services.reminders import Listed, Reminded
from cogs.ui.markup import Markup
from cogs.ui.paginator import turning
from cogs.ui.post_cards import post_card
from cogs.ui.release_cards import gist
from cogs.ui.reminder_cards import Page, label, list_card, reminded_card, reminder_message, stopped_card
from tests.fuzz.test_cards import FUZZ, IDS, LOCALES, SAID, TEXT
from tests.payloads import PING, assert_sendable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DATES = st.sampled_from(["", "2026", "2026-11-23", "2026-12", "2026-24", "2027-01/2027-03", "2026-36", "2025~"])
ZONES = st.sampled_from(["UTC", "Asia/Seoul", "America/New_York", "Etc/GMT-9"])
YEAR = st.none() | st.integers(1900, 2100)
STANDING = st.builds(Standing, DATES, st.sampled_from(ReleaseStatus))
TOLD = st.builds(
    ReleaseBody,
    telling=st.sampled_from(Telling),
    title_id=IDS,
    title=TEXT,
    year=YEAR,
    season=st.none() | st.integers(0, 999),
    value=DATES,
    former=DATES,
    days=st.none() | st.integers(-9, 9),
    certainty=st.sampled_from(Certainty),
    network=TEXT,
    sources=st.lists(SAID, max_size=6).map(tuple),
    late_by=st.integers(0, 8 * 24).map(lambda hours: timedelta(hours=hours)),
)
REMINDER = st.builds(
    Reminder,
    id=IDS,
    user_id=IDS,
    guild_id=st.just(0) | IDS,
    channel_id=IDS,
    title_id=IDS,
    season=st.integers(-1, 999),
    before=st.sampled_from(Before),
    zone=ZONES,
    locale=LOCALES,
    created_at=st.just(NOW),
    trouble=TEXT,
)


def ahead(standing, zone):
    return Ahead(standing, plan(Before.DAY, zone, standing, NOW), zone)


@FUZZ
@given(TOLD, LOCALES, st.none() | IDS)
def test_posts_to_channels(told, locale, role):
    assert_sendable(post_card(Post(2**62, "n", 1, 2, locale, told, ping_role_id=role)), pings=role is not None)


@FUZZ
@given(TOLD, LOCALES, STANDING, ZONES, st.booleans())
def test_messages_to_people(told, locale, standing, zone, in_server):
    body = ReminderBody(told, 2**62, 31, ahead(standing, zone))
    said = reminder_message(Post(2**62, "n", int(in_server), 31, locale, body), body)
    assert 1 <= len(said.content) <= 2000
    assert said.content == ("<@31> " if in_server else "") + gist(locale, told)
    assert not PING.search(gist(locale, told))
    assert 1 <= len(said.embed.description.strip()) <= 4096
    assert not PING.search(said.embed.description)
    assert len(said.view.children) <= 5
    for button in said.view.children:
        assert 1 <= len(button.label.strip()) <= 80
        assert bool(button.url) != bool(button.custom_id)
        assert len(button.custom_id or button.url) <= (100 if button.custom_id else 512)


@FUZZ
@given(st.lists(st.tuples(REMINDER, TEXT, YEAR, STANDING), min_size=1, max_size=9), LOCALES, ZONES)
def test_answers(some, locale, zone):
    listed = [
        Listed(one, title, year, standing, ahead(standing, zone).planned, NOW) for one, title, year, standing in some
    ]
    rows = turning(locale, "reminders", (1, 99), 2**63)
    done = Markup("x" * 200)
    first = listed[0]
    listed = [one for place, one in enumerate(listed) if one.reminder.id not in {r.reminder.id for r in listed[:place]}]
    assert_sendable(list_card(locale, Page(listed, 1, zone, own=True), rows, done))
    assert_sendable(stopped_card(locale, first))
    made = Reminded(first.reminder, first.title, first.year, first.standing, first.planned)
    assert_sendable(reminded_card(locale, made, here=True))
    assert 1 <= len(label(locale, first)) <= 100
