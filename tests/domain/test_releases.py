"""Which of a title's releases a follower means."""

from datetime import date

import pytest

from bot.domain.releases import Release, ReleaseKind, ReleaseStatus, next_release

TODAY = date(2025, 5, 9)
ANNOUNCED, SCHEDULED, RELEASED = ReleaseStatus.ANNOUNCED, ReleaseStatus.SCHEDULED, ReleaseStatus.RELEASED
POSTPONED, CANCELLED = ReleaseStatus.POSTPONED, ReleaseStatus.CANCELLED


def release(season, status, value="", kind=ReleaseKind.SEASON, region=""):
    return Release(1, season, kind, status, value, region)


OUT = release(1, RELEASED, "2022-01-28")
OUT_LATER = release(2, RELEASED, "2024-12-26")
TODAYS = release(3, RELEASED, "2025-05-09")
SOON = release(3, SCHEDULED, "2025-06-27")
THIS_YEAR = release(4, SCHEDULED, "2025")
LATER = release(5, SCHEDULED, "2026-01")
UNDATED = release(6, ANNOUNCED)
PUT_OFF = release(7, POSTPONED)
OFF = release(8, CANCELLED, "2025-08-01")
UNNOTICED = release(9, SCHEDULED, "2025-05-08")


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ((), None),
        ((OUT, SOON, LATER), SOON),
        ((OUT, LATER, THIS_YEAR), THIS_YEAR),
        ((SOON, THIS_YEAR), SOON),
        ((OUT_LATER, TODAYS, LATER), TODAYS),
        ((OUT, LATER, UNDATED), LATER),
        ((OUT, UNDATED, OFF), UNDATED),
        ((OUT, UNDATED, PUT_OFF), PUT_OFF),
        ((OUT, OUT_LATER, OFF), OFF),
        ((OUT, OUT_LATER), OUT_LATER),
        ((OUT_LATER, OUT), OUT_LATER),
        ((OUT, UNNOTICED, SOON), SOON),
        ((OUT, UNNOTICED), UNNOTICED),
        ((release(-1, RELEASED),), release(-1, RELEASED)),
    ],
)
def test_a_follower_of_a_title_means_the_next_release_else_what_is_awaited_else_the_last(found, meant):
    assert next_release(found, None, TODAY) == meant
    assert next_release(found[::-1], None, TODAY) == meant


def test_a_follower_of_a_season_means_that_one():
    found = OUT, SOON, LATER
    assert [next_release(found, season, TODAY) for season in (1, 3, 5)] == [OUT, SOON, LATER]
    assert next_release(found, 2, TODAY) is None


def test_a_season_in_several_places_means_the_next_one_to_come():
    here, there = release(3, RELEASED, "2025-05-01", region="KR"), release(3, SCHEDULED, "2025-06-01", region="US")
    assert next_release((here, there), 3, TODAY) is there


def test_a_first_season_may_be_known_as_the_title_as_a_whole_and_no_other():
    whole = release(-1, SCHEDULED, "2025-06-27", ReleaseKind.PREMIERE)
    assert next_release((whole, LATER), 1, TODAY) is whole
    assert next_release((whole, LATER), 2, TODAY) is None
    assert next_release((whole, OUT), 1, TODAY) is OUT


def test_a_release_knows_its_season_and_its_days():
    assert (SOON.numbered, release(-1, ANNOUNCED).numbered) == (3, None)
    assert (THIS_YEAR.date.earliest, THIS_YEAR.date.latest) == (date(2025, 1, 1), date(2025, 12, 31))
    assert UNDATED.date is None
