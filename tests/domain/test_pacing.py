"""Quiet hours, digests and posts per hour, by the server's own clocks and through summer time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.models import GuildSettings, PostingMode
from bot.domain.pacing import due_at, next_slot

ZONES = [
    "UTC",
    "Asia/Seoul",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
]
HOUR = timedelta(hours=1)


def at(text, zone="UTC", fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def quiet(start, end, zone="UTC", **more):
    return GuildSettings(
        1, time_zone=zone, quiet_from=time.fromisoformat(start), quiet_to=time.fromisoformat(end), **more
    )


def digest(clock, zone="UTC", **more):
    return GuildSettings(1, time_zone=zone, mode=PostingMode.DIGEST, digest_at=time.fromisoformat(clock), **more)


def test_a_server_that_never_said_is_told_at_once():
    now = at("2026-11-22 03:00")
    assert due_at(now, GuildSettings(1)) == (now, False)


@pytest.mark.parametrize(
    ("start", "end", "now", "due"),
    [
        ("23:00", "07:00", "2026-11-22 22:59", "2026-11-22 22:59"),
        ("23:00", "07:00", "2026-11-22 23:00", "2026-11-23 07:00"),
        ("23:00", "07:00", "2026-11-23 00:00", "2026-11-23 07:00"),
        ("23:00", "07:00", "2026-11-23 06:59:59", "2026-11-23 07:00"),
        ("23:00", "07:00", "2026-11-23 07:00", "2026-11-23 07:00"),
        ("12:00", "14:30", "2026-11-23 13:00", "2026-11-23 14:30"),
        ("12:00", "14:30", "2026-11-23 15:00", "2026-11-23 15:00"),
        ("12:00", "12:00", "2026-11-23 12:00", "2026-11-23 12:00"),
    ],
)
def test_quiet_hours(start, end, now, due):
    assert due_at(at(now), quiet(start, end)) == (at(due), False)


def test_half_set_quiet_hours_are_none():
    now = at("2026-11-22 23:30")
    assert due_at(now, GuildSettings(1, quiet_from=time(23))) == (now, False)
    assert due_at(now, GuildSettings(1, quiet_to=time(23, 45))) == (now, False)


def test_quiet_hours_are_those_of_the_servers_zone():
    settings = quiet("23:00", "07:00", "Asia/Seoul")
    assert due_at(at("2026-11-22 15:00"), settings)[0] == at("2026-11-23 07:00", "Asia/Seoul")  # midnight in Seoul
    assert due_at(at("2026-11-22 23:00"), settings)[0] == at("2026-11-22 23:00")


@pytest.mark.parametrize(
    ("clock", "now", "due"),
    [
        ("09:00", "2026-11-22 08:00", "2026-11-22 09:00"),
        ("09:00", "2026-11-22 09:00", "2026-11-22 09:00"),
        ("09:00", "2026-11-22 09:00:01", "2026-11-23 09:00"),
        ("00:00", "2026-12-31 23:59", "2027-01-01 00:00"),
    ],
)
def test_a_digest_waits_for_its_time(clock, now, due):
    assert due_at(at(now), digest(clock)) == (at(due), True)


def test_a_digest_in_quiet_hours_waits_for_their_end():
    settings = digest("03:00", quiet_from=time(23), quiet_to=time(7))
    assert due_at(at("2026-11-22 12:00"), settings) == (at("2026-11-23 07:00"), True)


@pytest.mark.parametrize(
    ("settings", "now", "due"),
    [
        # Berlin skips 02:00-03:00 on 29 March 2026 ...
        (digest("02:30", "Europe/Berlin"), at("2026-03-29 00:00", "Europe/Berlin"),
         at("2026-03-29 03:30", "Europe/Berlin")),
        (quiet("23:00", "02:30", "Europe/Berlin"), at("2026-03-29 01:15", "Europe/Berlin"),
         at("2026-03-29 03:30", "Europe/Berlin")),
        (quiet("23:00", "07:00", "Europe/Berlin"), at("2026-03-28 23:30", "Europe/Berlin"), at("2026-03-29 05:00")),
        # ... and has 02:00-03:00 twice on 25 October
        (quiet("23:00", "07:00", "Europe/Berlin"), at("2026-10-24 23:30", "Europe/Berlin"), at("2026-10-25 06:00")),
        (digest("02:30", "Europe/Berlin"), at("2026-10-25 02:15", "Europe/Berlin", fold=1),
         at("2026-10-25 02:30", "Europe/Berlin", fold=1)),
        (quiet("23:00", "02:30", "Europe/Berlin"), at("2026-10-25 02:15", "Europe/Berlin", fold=1),
         at("2026-10-25 02:30", "Europe/Berlin", fold=1)),
        # Apia had no 30 December 2011 at all
        (digest("09:00", "Pacific/Apia"), at("2011-12-29 10:00", "Pacific/Apia"),
         at("2011-12-31 09:00", "Pacific/Apia")),
    ],
)  # fmt: skip
def test_the_wall_clock_is_right_through_the_changes_of_summer_time(settings, now, due):
    assert due_at(now, settings)[0] == due


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe", "/etc/localtime"])
def test_an_unusable_zone_is_utc(zone):
    assert due_at(at("2026-11-22 08:00"), digest("09:00", zone))[0] == at("2026-11-22 09:00")


times = st.times().map(lambda clock: clock.replace(fold=0))


@given(
    now=st.integers(0, 20 * 365 * 86_400).map(lambda second: at("2011-01-01") + timedelta(seconds=second)),
    zone=st.sampled_from(ZONES),
    start=times,
    end=times,
    clock=st.none() | times,
)
def test_what_is_due_lies_ahead_within_days_and_never_in_quiet_hours(now, zone, start, end, clock):
    mode = PostingMode.INSTANT if clock is None else PostingMode.DIGEST
    settings = GuildSettings(
        1, time_zone=zone, mode=mode, digest_at=clock or time(9), quiet_from=start, quiet_to=end
    )  # fmt: skip
    due, in_digest = due_at(now, settings)
    assert now <= due <= now + timedelta(days=4)
    assert in_digest is (clock is not None)
    local = due.astimezone(ZoneInfo(zone)).time()
    assert not (start <= local < end if start <= end else local >= start or local < end)


@pytest.mark.parametrize(
    ("sent_minutes_ago", "per_hour", "wait"),
    [
        ([], 1, 0),
        ([5], 1, 55),
        ([5], 2, 0),
        ([50, 40, 5], 2, 20),
        ([5, 50, 40], 3, 10),
        ([60], 1, 0),
        ([300, 90, 61], 1, 0),
    ],
)
def test_next_slot(sent_minutes_ago, per_hour, wait):
    now = at("2026-11-22 12:00")
    sent = [now - timedelta(minutes=ago) for ago in sent_minutes_ago]
    assert next_slot(sent, now, per_hour) == now + timedelta(minutes=wait)


@given(st.lists(st.integers(0, 300)), st.integers(1, 20))
def test_no_hour_ever_holds_more_than_was_asked(arrivals, per_hour):
    sent: list[datetime] = []
    for minute in sorted(arrivals):
        now = max([at("2026-11-22 12:00") + timedelta(minutes=minute), *sent])
        sent.append(next_slot(sent, now, per_hour))
    assert all(later - earlier >= HOUR for earlier, later in zip(sent, sent[per_hour:], strict=False))
