"""Which release a follower means, and what they are told when that changes."""

from datetime import date

import pytest

from bot.domain.footing import NO_RELEASE, NOTHING, SHADOWED, UNPLANNED, Footing, Step, name_of, standing_of, step
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.domain.reminders import Standing, Telling

TODAY = date(2026, 3, 2)
S = ReleaseStatus


def release(value="2026-05-09", status=S.SCHEDULED, *, season=-1, region=""):
    kind = ReleaseKind.SEASON if season > 1 else ReleaseKind.PREMIERE
    return Release(1, season, kind, status, value, region)


def footing(of=None, **more):
    made = of or release(**more)
    return Footing(name_of(made), standing_of(made))


def taken(before, *found, was=(), season=None):
    return step(before, found, {name_of(one): standing_of(one) for one in was}, season, TODAY)


@pytest.mark.parametrize("before", [UNPLANNED, SHADOWED])
def test_who_was_not_planned_is_planned_without_a_word(before):
    one = release()
    assert taken(Footing(before, NOTHING), one) == Step(footing(one), one, replanned=True, moved_on=True)
    assert taken(Footing(before, NOTHING)) == Step(Footing(NO_RELEASE, NOTHING), None, replanned=True, moved_on=True)


def test_nothing_new_is_nothing_to_do():
    told = taken(footing(), release())
    assert (told.footing, told.notice, told.replanned) == (footing(), None, False)


@pytest.mark.parametrize(
    ("old", "new", "notice"),
    [
        (release(""), release("2026-05"), Telling.DATED),
        (release("2026-05"), release("2026-05-09"), Telling.SHARPENED),
        (release("2026-05-09"), release("2026-06-09", S.RESCHEDULED), Telling.MOVED),
        (release("2026-05-09"), release("", S.POSTPONED), Telling.POSTPONED),
        (release("2026-05-09"), release("2026-05-09", S.CANCELLED), Telling.CANCELLED),
        (release("2026-05-09", S.CANCELLED), release("2026-05-09"), Telling.REVIVED),
    ],
)
def test_a_change_is_told_and_replans(old, new, notice):
    told = taken(footing(old), new)
    assert (told.notice, told.former, told.replanned, told.moved_on) == (notice, old.value, True, False)


def test_that_it_came_out_changes_nothing_that_waits():
    told = taken(footing(value="2026-03-02"), release("2026-03-02", S.RELEASED))
    assert (told.notice, told.replanned) == (None, False)
    assert told.footing.standing.status is S.RELEASED


def test_what_came_out_long_ago_is_no_news():
    for value, notice in [("2026-02-24", Telling.DATED), ("2026-02-20", None)]:
        assert taken(Footing(NO_RELEASE, NOTHING), release(value, S.RELEASED)).notice is notice


def test_first_news_of_a_title_is_told():
    assert taken(Footing(NO_RELEASE, NOTHING), release()).notice is Telling.DATED


def test_a_release_by_another_name_is_the_same():
    told = taken(footing(release()), release(season=1))
    assert (told.notice, told.replanned, told.moved_on) == (None, True, False)


def test_what_is_taken_back_altogether_is_told_unless_it_is_out():
    told = taken(footing(release()))
    assert (told.footing, told.notice, told.former) == (Footing(NO_RELEASE, NOTHING), Telling.MOVED, "2026-05-09")
    over = taken(footing(release("2026-03-01", S.RELEASED)))
    assert (over.footing.planned_for, over.notice, over.replanned) == (NO_RELEASE, None, False)


def test_one_moves_on_to_the_next_release_without_a_word():
    over, following = release("2026-03-01", S.RELEASED, season=1), release("2027", season=2)
    told = taken(footing(over), over, following, was=[over, following])
    assert told == Step(footing(following), following, None, "2027", replanned=True, moved_on=True)


def test_one_moves_on_with_a_word_when_the_next_has_news():
    over, following = release("2026-03-01", S.RELEASED, season=1), release("2027", season=2)
    told = taken(footing(over), over, following, was=[over])
    assert (told.release, told.notice, told.moved_on) == (following, Telling.DATED, True)


def test_news_of_what_one_follows_come_before_another_that_is_nearer():
    one, nearer = release("2026-06-09", S.RESCHEDULED, season=1), release("2026-04-01", season=2)
    told = taken(footing(season=1), one, nearer, was=[release(season=1), nearer])
    assert (told.release, told.notice) == (one, Telling.MOVED)
    assert taken(told.footing, one, nearer, was=[one, nearer]).release == nearer


def test_a_cancelled_season_is_told_before_one_looks_elsewhere():
    off, first = release("2026-05-09", S.CANCELLED, season=2), release("2024", S.RELEASED, season=1)
    told = taken(footing(season=2), first, off, was=[first])
    assert (told.release, told.notice) == (off, Telling.CANCELLED)


def test_a_season_is_followed_alone():
    first, second = release(season=1), release("2027", season=2)
    assert taken(Footing(UNPLANNED, Standing("", S.ANNOUNCED)), first, second, season=2).release == second
