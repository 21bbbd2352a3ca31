"""What followers of a release are told and when: mornings in their zone, spans, and what a change is worth saying."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.edtf import parse
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import LATENESS, Before, Planned, Standing, Telling, plan, told

ANNOUNCED, SCHEDULED, RESCHEDULED = ReleaseStatus.ANNOUNCED, ReleaseStatus.SCHEDULED, ReleaseStatus.RESCHEDULED
POSTPONED, CANCELLED, RELEASED = ReleaseStatus.POSTPONED, ReleaseStatus.CANCELLED, ReleaseStatus.RELEASED
LONG_BEFORE = "2020-01-01T00:00"


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(value, zone="UTC", *, before=0, now=LONG_BEFORE, status=SCHEDULED, at=time(9)):
    """Return what is planned, as what it is and when it is due in UTC."""
    planned = plan(Before(before), zone, Standing(value, status), instant(now), at)
    return [(one.telling.value, one.due_at.strftime("%Y-%m-%dT%H:%M")) for one in planned]


# ------------------------------------------------------------------ mornings


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Asia/Seoul", "2025-03-10", "2025-03-10T00:00"),
        ("Asia/Seoul", "2025-07-10", "2025-07-10T00:00"),
        ("Asia/Seoul", "2025-01-01", "2025-01-01T00:00"),
        ("America/New_York", "2025-03-08", "2025-03-08T14:00"),
        ("America/New_York", "2025-03-09", "2025-03-09T13:00"),
        ("America/New_York", "2025-03-10", "2025-03-10T13:00"),
        ("America/New_York", "2025-11-01", "2025-11-01T13:00"),
        ("America/New_York", "2025-11-02", "2025-11-02T14:00"),
        ("Europe/London", "2025-03-29", "2025-03-29T09:00"),
        ("Europe/London", "2025-03-30", "2025-03-30T08:00"),
        ("Europe/London", "2025-10-25", "2025-10-25T08:00"),
        ("Europe/London", "2025-10-26", "2025-10-26T09:00"),
        ("Australia/Sydney", "2025-04-05", "2025-04-04T22:00"),
        ("Australia/Sydney", "2025-04-06", "2025-04-05T23:00"),
        ("Australia/Sydney", "2025-10-04", "2025-10-03T23:00"),
        ("Australia/Sydney", "2025-10-05", "2025-10-04T22:00"),
        ("Asia/Kolkata", "2024-02-29", "2024-02-29T03:30"),
        ("Pacific/Kiritimati", "2025-01-01", "2024-12-31T19:00"),
        ("Etc/GMT+12", "2024-12-31", "2024-12-31T21:00"),
    ],
)
def test_a_day_is_told_at_nine_by_the_clocks_of_the_zone(zone, day, expected):
    assert due(day, zone) == [("due", expected)]


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", "2025-03-09", time(2, 30), "2025-03-09T07:30"),  # no such time: as if clocks had not moved
        ("America/New_York", "2025-11-02", time(1, 30), "2025-11-02T05:30"),  # twice: the first
        ("Europe/London", "2025-03-30", time(1, 30), "2025-03-30T01:30"),
        ("Europe/London", "2025-10-26", time(1, 30), "2025-10-26T00:30"),
        ("Australia/Sydney", "2025-10-05", time(2, 30), "2025-10-04T16:30"),
        ("Australia/Sydney", "2025-04-06", time(2, 30), "2025-04-05T15:30"),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_told_once(zone, day, at, expected):
    assert due(day, zone, at=at) == [("due", expected)]


@pytest.mark.parametrize(
    ("day", "before", "expected"),
    [
        ("2025-03-10", 1, "2025-03-09T13:00"),  # the first day of summer time
        ("2025-03-10", 7, "2025-03-03T14:00"),  # before it
        ("2024-03-01", 1, "2024-02-29T14:00"),
        ("2025-03-01", 1, "2025-02-28T14:00"),
        ("2024-03-07", 7, "2024-02-29T14:00"),
        ("2025-01-01", 1, "2024-12-31T14:00"),
        ("2025-01-03", 7, "2024-12-27T14:00"),
    ],
)
def test_days_before_are_counted_on_the_calendar(day, before, expected):
    assert due(day, "America/New_York", before=before) == [("due", expected)]


@pytest.mark.parametrize(
    ("value", "first_day"),
    [
        ("2025", "2025-01-01"),
        ("2025-40", "2025-01-01"),
        ("2025-41", "2025-07-01"),
        ("2025-34", "2025-04-01"),
        ("2025-21", "2025-03-01"),
        ("2025-24", "2025-12-01"),
        ("2025-05", "2025-05-01"),
        ("2025-05~", "2025-05-01"),
        ("2025-09~/2025-12~", "2025-09-01"),
        ("2025-05-09/2025-05-16", "2025-05-09"),
    ],
)
@pytest.mark.parametrize("before", list(Before))
def test_a_span_is_told_on_the_morning_of_its_first_day_whatever_was_asked_for(value, first_day, before):
    assert due(value, before=before) == [("span", f"{first_day}T09:00")]


@pytest.mark.parametrize(
    ("value", "status"),
    [("", ANNOUNCED), ("", POSTPONED), ("2025-05-09", POSTPONED), ("2025-05-09", CANCELLED), ("2025", CANCELLED)],
)
def test_nothing_is_told_by_the_clock_without_a_date_that_stands(value, status):
    assert due(value, status=status) == []


@pytest.mark.parametrize("status", [SCHEDULED, RESCHEDULED, RELEASED])
def test_a_date_that_stands_is_told_even_when_its_day_has_begun(status):
    assert due("2025-05-09", now="2025-05-09T08:00", status=status) == [("due", "2025-05-09T09:00")]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("2025-05-08T23:59", 0, ["2025-05-09T09:00"]),
        ("2025-05-09T09:00", 0, ["2025-05-09T09:00"]),
        ("2025-05-09T15:00", 0, ["2025-05-09T15:00"]),  # the day is not over
        ("2025-05-09T23:59", 0, ["2025-05-09T23:59"]),
        ("2025-05-10T00:00", 0, []),
        ("2025-05-08T15:00", 1, ["2025-05-08T15:00"]),
        ("2025-05-05T15:00", 7, ["2025-05-09T09:00"]),  # too late for that: on the day itself
        ("2025-05-09T15:00", 7, ["2025-05-09T15:00"]),
        ("2025-05-10T00:00", 7, []),
    ],
)
def test_what_is_late_for_the_day_asked_for_is_told_on_the_day_and_what_is_over_is_not(now, before, expected):
    assert [at for _, at in due("2025-05-09", before=before, now=now)] == expected


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Asia/Seoul", "2025-05-09T14:59", ["2025-05-09T14:59"]),
        ("Asia/Seoul", "2025-05-09T15:00", []),
        ("America/New_York", "2025-05-09T15:00", ["2025-05-09T15:00"]),
        ("America/New_York", "2025-05-10T03:59", ["2025-05-10T03:59"]),
        ("America/New_York", "2025-05-10T04:00", []),
    ],
)
def test_a_day_is_over_at_midnight_of_the_zone(zone, now, expected):
    assert [at for _, at in due("2025-05-09", zone, now=now)] == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2025-04-30T10:00", ["2025-05-01T09:00"]), ("2025-05-01T10:00", ["2025-05-01T10:00"]), ("2025-05-02T00:00", [])],
)
def test_a_span_that_has_begun_is_not_told_again(now, expected):
    assert [at for _, at in due("2025-05", now=now)] == expected


def test_what_is_planned_speaks_of_its_date_and_expires_a_week_late():
    at = instant("2025-05-09T09:00")
    planned = plan(Before.AT_RELEASE, "UTC", Standing("2025-05-09", SCHEDULED), instant(LONG_BEFORE))
    assert planned == (Planned(Telling.DUE, at, at + timedelta(days=7), "2025-05-09"),)


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        due("2025-05-09", "Europe/Atlantis")


_ZONES = ["Asia/Seoul", "America/New_York", "Europe/London", "Australia/Sydney", "Pacific/Apia", "Etc/GMT+12", "UTC"]
_DAYS = st.dates(date(2019, 12, 25), date(2030, 1, 5))
_VALUES = st.one_of(
    _DAYS.map(date.isoformat),
    _DAYS.map(lambda day: f"{day:%Y-%m}"),
    _DAYS.map(lambda day: f"{day:%Y}"),
    st.builds("{}-{}".format, st.integers(2020, 2029), st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])),
)


@settings(max_examples=300)
@given(
    _VALUES,
    st.sampled_from(_ZONES),
    st.sampled_from(list(Before)),
    st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: instant("2019-12-01T00:00") + timedelta(minutes=minutes)),
)
def test_whatever_is_planned_is_said_on_its_day_and_never_in_the_past(value, zone, before, now):
    standing, dated, place = Standing(value, SCHEDULED), parse(value), ZoneInfo(zone)
    planned = plan(before, zone, standing, now)
    over = now.astimezone(place).date() > dated.earliest
    assert len(planned) == (0 if over else 1)
    for one in planned:
        local = one.due_at.astimezone(place)
        assert one.due_at >= now
        assert local.date() in {dated.earliest, dated.earliest - timedelta(days=before)}
        assert (local.hour, local.minute) == (9, 0) or one.due_at == now
        assert one.expires_at - one.due_at == LATENESS
        assert one.due_at.tzinfo is UTC
        assert plan(before, zone, standing, one.due_at) == planned  # planned again, it is the same


# ------------------------------------------------------------------ changes


@pytest.mark.parametrize(
    ("old", "new", "telling"),
    [
        # nothing new
        (("", ANNOUNCED), ("", ANNOUNCED), None),
        (("2025-05-09", SCHEDULED), ("2025-05-09", SCHEDULED), None),
        (("2025-05-09", SCHEDULED), ("2025-05-09", RELEASED), None),
        (("2025-05-09", SCHEDULED), ("2025-05-09", RESCHEDULED), None),
        (("2025-05", SCHEDULED), ("2025-05", RELEASED), None),
        (("2025-05", SCHEDULED), ("2025-05~", SCHEDULED), None),
        (("2025-33", SCHEDULED), ("2025-01/2025-03", SCHEDULED), None),
        (("2025-05-09", RELEASED), ("2025-05-08", RELEASED), None),
        (("", ANNOUNCED), ("2021", RELEASED), None),
        (("", POSTPONED), ("", POSTPONED), None),
        (("2025-05-09", CANCELLED), ("2025-05-09", CANCELLED), None),
        (("2025-05-09", CANCELLED), ("", CANCELLED), None),
        # a date at last
        (("", ANNOUNCED), ("2025-05-09", SCHEDULED), Telling.DATED),
        (("", ANNOUNCED), ("2025", SCHEDULED), Telling.DATED),
        (("", ANNOUNCED), ("2025-05-09", RELEASED), Telling.DATED),
        # sharpening
        (("2025", SCHEDULED), ("2025-05-09", SCHEDULED), Telling.SHARPENED),
        (("2025", SCHEDULED), ("2025-40", SCHEDULED), Telling.SHARPENED),
        (("2025-40", SCHEDULED), ("2025-34", SCHEDULED), Telling.SHARPENED),
        (("2025-34", SCHEDULED), ("2025-05", SCHEDULED), Telling.SHARPENED),
        (("2025-21", SCHEDULED), ("2025-05", SCHEDULED), Telling.SHARPENED),
        (("2025-24", SCHEDULED), ("2026-02", SCHEDULED), Telling.SHARPENED),
        (("2025-04~/2025-08~", SCHEDULED), ("2025-05", SCHEDULED), Telling.SHARPENED),
        (("2025-05", SCHEDULED), ("2025-05-31", SCHEDULED), Telling.SHARPENED),
        (("2024-02", SCHEDULED), ("2024-02-29", SCHEDULED), Telling.SHARPENED),
        (("2025", SCHEDULED), ("2025-12-31", SCHEDULED), Telling.SHARPENED),
        # moves, to other days, to vaguer dates, past, and to none
        (("2025-05-09", SCHEDULED), ("2025-05-16", RESCHEDULED), Telling.MOVED),
        (("2025-05-16", SCHEDULED), ("2025-05-09", RESCHEDULED), Telling.MOVED),
        (("2025-12-31", SCHEDULED), ("2026-01-01", RESCHEDULED), Telling.MOVED),
        (("2025", SCHEDULED), ("2026", RESCHEDULED), Telling.MOVED),
        (("2025-05", SCHEDULED), ("2025-06-01", RESCHEDULED), Telling.MOVED),
        (("2025-05-09", SCHEDULED), ("2025", RESCHEDULED), Telling.MOVED),
        (("2025-05-09", SCHEDULED), ("2025-05", RESCHEDULED), Telling.MOVED),
        (("2025-05-09", SCHEDULED), ("2025-05-02", RELEASED), Telling.MOVED),
        (("2025-05-09", RELEASED), ("2025-05-16", RESCHEDULED), Telling.MOVED),
        (("2025-05-09", SCHEDULED), ("", ANNOUNCED), Telling.MOVED),
        # put off, called off, and back
        (("2025-05-09", SCHEDULED), ("", POSTPONED), Telling.POSTPONED),
        (("", ANNOUNCED), ("", POSTPONED), Telling.POSTPONED),
        (("2025-05-09", CANCELLED), ("", POSTPONED), Telling.POSTPONED),
        (("2025-05-09", SCHEDULED), ("2025-05-09", CANCELLED), Telling.CANCELLED),
        (("", ANNOUNCED), ("", CANCELLED), Telling.CANCELLED),
        (("", POSTPONED), ("", CANCELLED), Telling.CANCELLED),
        (("2025-05-09", RELEASED), ("2025-05-09", CANCELLED), Telling.CANCELLED),
        (("2025-05-09", CANCELLED), ("2025-05-09", SCHEDULED), Telling.REVIVED),
        (("2025-05-09", CANCELLED), ("", ANNOUNCED), Telling.REVIVED),
        (("", POSTPONED), ("2025-09-05", RESCHEDULED), Telling.REVIVED),
        (("", POSTPONED), ("2025-09-05", RELEASED), Telling.REVIVED),
    ],
)
def test_a_change_is_told_as_what_it_is(old, new, telling):
    assert told(Standing(*old), Standing(*new)) is telling


@given(st.one_of(st.just(""), _VALUES), st.sampled_from(list(ReleaseStatus)))
def test_what_does_not_change_is_never_told(value, status):
    assert told(Standing(value, status), Standing(value, status)) is None
