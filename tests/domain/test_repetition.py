"""What was missed comes again, later each time it is known; what is known does not come again."""

from datetime import UTC, datetime, timedelta

from bot.domain.repetition import INTERVALS, KNOWN, REST, due, is_turn, moved

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_known_at_once_is_never_wanted_and_what_was_missed_climbs_until_it_is_known():
    assert moved(None, right=True) == KNOWN
    box, boxes = moved(None, right=False), []
    while box < KNOWN:
        boxes.append(box)
        box = moved(box, right=True)
    assert boxes == list(range(len(INTERVALS)))
    assert moved(KNOWN, right=True) == KNOWN


def test_a_miss_brings_it_back_to_the_first_box():
    assert {moved(box, right=False) for box in (None, 0, 1, KNOWN)} == {0}


def test_nothing_comes_again_the_same_evening_and_each_box_waits_longer():
    waits = [due(box, NOW) - NOW for box in range(KNOWN + 1)]
    assert waits == sorted(waits)
    assert waits[0] > timedelta(hours=12)
    assert waits[-1] == REST


def test_a_third_of_a_game_is_for_what_was_missed_and_never_its_first_question():
    assert [asked for asked in range(9) if is_turn(asked)] == [1, 4, 7]
