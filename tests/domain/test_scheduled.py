"""Which releases become scheduled events of a server, and from when to when these last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.facts import Certainty
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.domain.scheduled import ServerEvent, changes, day_of, eligible, hours, today_in

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def release(value="2026-03-10", status="scheduled", **more):
    named = {"title_id": 1, "season": -1, "kind": ReleaseKind.PREMIERE, **more}
    return Release(value=value, status=ReleaseStatus(status), **named)


def event(value="2026-03-10", status="scheduled", key=5, **more):
    named = {"title_id": 1, "season": -1, "kind": ReleaseKind.PREMIERE, "event_id": 900, **more}
    return ServerEvent(id=key, guild_id=11, value=value, status=ReleaseStatus(status), **named)


@pytest.mark.parametrize("value", ["2026-03", "2026", "2026-21", "2026-34", "2026-03-01/2026-04-01", "", "2026-03-10~"])
def test_only_a_day_becomes_an_event(value):
    assert eligible([release(value)], TODAY) == ([] if day_of(value) is None else [release(value)])
    assert day_of(value) is None


@pytest.mark.parametrize("status", ["announced", "scheduled", "rescheduled"])
def test_what_stands_becomes_an_event(status):
    assert eligible([release(status=status)], TODAY) == [release(status=status)]


@pytest.mark.parametrize("status", ["postponed", "cancelled", "released"])
def test_what_does_not_stand_becomes_none(status):
    assert eligible([release(status=status)], TODAY) == []


def test_days_that_are_over_and_rumours_become_none_and_the_earliest_come_first():
    late, soon = release("2026-05-01"), release("2026-03-02", title_id=2)
    gone = release("2026-03-01", title_id=3)
    rumour = release("2026-04-01", title_id=4, certainty=Certainty.RUMORED)
    assert eligible([late, gone, rumour, soon], TODAY) == [soon, late]


def test_of_regions_the_first_to_have_it_counts():
    korea, states = release("2026-03-10", region="kr"), release("2026-03-12", region="us")
    assert eligible([states, korea], TODAY) == [korea]


def test_a_new_release_is_made_a_moved_one_edited_and_the_same_left_alone():
    assert changes([], [release()], TODAY).stand == ((None, release()),)
    moved = release("2026-03-17", "rescheduled")
    assert changes([event()], [moved], TODAY).stand == ((event(), moved),)
    assert changes([event()], [release()], TODAY).stand == ()
    assert changes([event(status="scheduled")], [release(status="rescheduled")], TODAY).stand == (), "the same day"


def test_titles_of_which_more_is_told_are_edited_anyway():
    assert changes([event()], [release()], TODAY, {1}).stand == ((event(), release()),)
    assert changes([event()], [release()], TODAY, {2}).stand == ()


def test_what_does_not_stand_any_more_is_called_off_once():
    gone = changes([event()], [], TODAY)
    assert (gone.stand, gone.off, gone.over) == ((), (event(),), ())
    already = changes([event(status="cancelled")], [], TODAY)
    assert (already.off, already.over) == ((), ())


def test_what_is_called_off_is_taken_up_again():
    off = event(status="cancelled")
    assert changes([off], [release()], TODAY).stand == ((off, release()),)


def test_what_is_over_is_forgotten_without_a_word():
    over = changes([event("2026-03-01")], [], TODAY)
    assert (over.off, over.over) == ((), (event("2026-03-01"),))


def test_of_two_events_of_titles_that_are_one_now_the_second_is_called_off():
    first, second = event(key=5), event(key=6)
    merged = changes([first, second], [release()], TODAY)
    assert (merged.stand, merged.off) == ((), (second,))


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Asia/Seoul", datetime(2026, 3, 10, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 10, 13, tzinfo=UTC)),
        ("No/Where", datetime(2026, 3, 10, 9, tzinfo=UTC)),
    ],
)
def test_an_event_lasts_from_morning_to_midnight_of_the_servers_day(zone, begins):
    begin, end = hours(date(2026, 3, 10), zone, NOON)
    assert (begin, end) == (begins, begins + timedelta(hours=14, minutes=59))


def test_summer_time_makes_no_difference_to_the_wall_clock():
    begin, end = hours(date(2026, 3, 29), "Europe/London", NOON)
    assert begin == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert end == datetime(2026, 3, 29, 22, 59, tzinfo=UTC)


def test_on_the_day_itself_it_begins_at_once_and_after_it_never():
    assert hours(TODAY, "UTC", NOON) == (NOON + timedelta(minutes=2), datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    assert hours(TODAY, "UTC", NOON.replace(hour=23, minute=58)) is None
    assert hours(TODAY, "UTC", NOON + timedelta(days=1)) is None


def test_today_is_the_servers():
    assert today_in("Asia/Seoul", NOON.replace(hour=16)) == date(2026, 3, 3)
    assert today_in("Europe", NOON) == TODAY, "a folder of zones is none"


def test_events_are_named_by_title_season_and_kind():
    assert event().name == (1, -1, ReleaseKind.PREMIERE)
    assert replace(event(), status=ReleaseStatus.CANCELLED).live is False
