"""When the question of a day is due, what it earns, and what counts as a run."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.boards import Given, Span, Streak, run_of, since
from bot.domain.daily import SHORTEST, DailyGame, follows, is_missed, judged, next_at
from bot.domain.games import Answer, Cited, Round
from bot.domain.questions.question import Option, QuestionKind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MORNING = time(9)


def game(**changed):
    values = {"guild_id": 1, "channel_id": 2, "at": MORNING, "zone": "UTC", "locale": "en", "created_by": 3}
    return DailyGame(**{**values, "due_at": NOW, **changed})


@pytest.mark.parametrize(
    ("zone", "after", "wanted"),
    [
        ("UTC", "2026-03-02T08:59", "2026-03-02T09:00"),
        ("UTC", "2026-03-02T09:00", "2026-03-03T09:00"),
        ("Asia/Seoul", "2026-03-02T12:00", "2026-03-03T00:00"),
        ("America/New_York", "2026-03-07T15:00", "2026-03-08T13:00"),  # clocks go forward that night
        ("America/New_York", "2026-10-31T13:00", "2026-11-01T14:00"),  # and back
        ("Pacific/Kiritimati", "2026-03-02T12:00", "2026-03-02T19:00"),
        ("Europe/London", "2024-02-28T10:00", "2024-02-29T09:00"),
    ],
)
def test_it_is_due_when_clocks_there_show_the_time(zone, after, wanted):
    there = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_at(MORNING, zone, there) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_a_time_that_a_night_skips_comes_all_the_same():
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    found = next_at(time(2, 30), "Europe/Berlin", before)
    assert timedelta() < found - before < timedelta(hours=2)


def test_two_questions_are_never_close_whatever_the_zone_becomes():
    for zone in ("UTC", "Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        gap = follows(game(), zone, NOW) - NOW
        assert SHORTEST < gap <= SHORTEST + timedelta(days=1)


def test_what_is_late_by_half_a_day_waits_for_the_next():
    assert not is_missed(game(), NOW + SHORTEST)
    assert is_missed(game(), NOW + SHORTEST + timedelta(seconds=1))


def test_haste_earns_nothing_where_there_is_a_day():
    options = tuple(Option(name, name) for name in "ABCD")
    cited = Cited("", "Soompi", None, NOW, 1)
    asked = Round(1, None, 1, 2, 1, 1, QuestionKind.YEAR, "w", {}, options, 2, 0.5, cited, 9, NOW, NOW)
    late, early, wrong = (Answer(1, n, choice, NOW + timedelta(hours=n)) for n, choice in ((20, 2), (1, 2), (0, 1)))
    told = judged(asked, [wrong, late, early])
    assert [(one.user_id, one.points, one.counted) for one in told] == [(1, 150, True), (20, 150, True), (0, 0, True)]


@pytest.mark.parametrize(
    ("right", "wanted"),
    [("", (0, 0)), ("1", (1, 1)), ("0", (0, 0)), ("1101", (1, 2)), ("0111", (3, 3)), ("110", (0, 2))],
)
def test_a_run_ends_with_a_mistake_and_its_best_is_kept(right, wanted):
    assert run_of([Given(one == "1", NOW) for one in right]) == Streak(*wanted)


def test_a_ranking_counts_since_then():
    assert since(Span.ALL, NOW) is None
    assert NOW - since(Span.WEEK, NOW) == timedelta(days=7)
    assert NOW - since(Span.MONTH, NOW) == timedelta(days=30)
