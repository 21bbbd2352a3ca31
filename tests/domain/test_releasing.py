"""Releases told from facts: which date stands, what it was before, how it stands, and what is told apart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claims import claim_of
from bot.domain.facts import Certainty, Verdict
from bot.domain.releases import ReleaseKind, ReleaseStatus
from bot.domain.releasing import releases
from tests.said import DAY_ONE, said

TODAY = DAY_ONE.date() + timedelta(days=100)  # 2024-06-09
ANNOUNCED, SCHEDULED, RESCHEDULED = ReleaseStatus.ANNOUNCED, ReleaseStatus.SCHEDULED, ReleaseStatus.RESCHEDULED
POSTPONED, CANCELLED, RELEASED = ReleaseStatus.POSTPONED, ReleaseStatus.CANCELLED, ReleaseStatus.RELEASED


def told(*facts, verdicts=None, today=TODAY):
    return releases(facts, verdicts or {}, today, least=0.744, least_to_move=0.86)


def only(*facts, **more):
    """Return the one release that facts come to, as status, date, dates before it, rivals."""
    (release,) = told(*facts, **more)
    return release.status, release.value, [one.value for one in release.former], [one.value for one in release.rivals]


def dated(value, **more):
    return said("publication_date", value, **more)


def status(value, **more):
    return said("production_status", value, **more)


# ------------------------------------------------------------------ a first date


def test_a_title_without_dates_or_statuses_has_no_release():
    assert told(said("genre", "zombie"), said("cast_member", "Park Ji-hu", person_id=7)) == ()


def test_a_first_date_is_a_scheduled_premiere_with_its_sources_and_network():
    first, second = dated("2024-09-06"), dated("2024-09-06", outlet="Hangang Wire", confidence=0.97)
    (release,) = told(first, second, said("original_broadcaster", "Netflix"))
    assert (release.kind, release.season, release.region) == (ReleaseKind.PREMIERE, -1, "")
    assert (release.status, release.value, release.network) == (SCHEDULED, "2024-09-06", "Netflix")
    assert (release.certainty, release.sources) == (Certainty.CONFIRMED, (second, first))
    assert (release.former, release.rivals, release.numbered) == ((), (), None)


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("2024-09-06", "2024-09-06", "2024-09-06"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("2024-36", "2024-10-01", "2024-12-31"),
        ("2024-41", "2024-07-01", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-09~/2024-12~", "2024-09-01", "2024-12-31"),
        ("2024-09~", "2024-09-01", "2024-09-30"),
    ],
)
def test_a_date_of_any_precision_is_kept_with_its_first_and_last_day(value, earliest, latest):
    (release,) = told(dated(value), today=date(2024, 1, 1))
    assert (release.value, release.status) == (value, SCHEDULED)
    assert (release.date.earliest.isoformat(), release.date.latest.isoformat()) == (earliest, latest)


def test_a_date_less_sure_than_the_first_point_is_none_and_two_stories_make_it_one():
    weak = dated("2024-09-06", confidence=0.6)
    assert told(weak) == ()
    assert only(weak, dated("2024-09-06", confidence=0.6, day=1)) == (SCHEDULED, "2024-09-06", [], [])


def test_what_is_no_date_or_was_called_wrong_is_none():
    fact = dated("2024-09-06")
    assert told(dated("soon")) == ()
    assert told(fact, verdicts={claim_of(fact): Verdict.WRONG}) == ()


def test_titles_are_kept_apart():
    found = told(dated("2024-09-06", title_id=2), dated("2024-10-04", title_id=1))
    assert [(one.title_id, one.value) for one in found] == [(1, "2024-10-04"), (2, "2024-09-06")]


# ------------------------------------------------------------------ out or not


@pytest.mark.parametrize(
    ("value", "certainty", "today", "expected"),
    [
        ("2024-09-06", "confirmed", "2024-09-05", SCHEDULED),
        ("2024-09-06", "confirmed", "2024-09-06", RELEASED),
        ("2024-09-06", "reported", "2024-09-06", SCHEDULED),
        ("2024-09-06", "reported", "2024-09-07", RELEASED),
        ("2024-09", "confirmed", "2024-09-30", SCHEDULED),
        ("2024-09", "confirmed", "2024-10-01", RELEASED),
        ("2024", "confirmed", "2024-12-31", SCHEDULED),
        ("2024", "confirmed", "2025-01-01", RELEASED),
        ("2024-24", "confirmed", "2025-02-28", SCHEDULED),
        ("2024-24", "confirmed", "2025-03-01", RELEASED),
    ],
)
def test_a_release_is_out_when_its_last_day_is_over_or_its_confirmed_day_has_come(value, certainty, today, expected):
    assert only(dated(value, certainty=certainty), today=date.fromisoformat(today))[0] is expected


# ------------------------------------------------------------------ dates beside each other


def test_a_finer_date_inside_a_coarser_one_is_no_move():
    assert only(dated("2025"), dated("2025-21", day=9), dated("2025-05-09", day=30)) == (
        SCHEDULED,
        "2025-05-09",
        [],
        [],
    )


def test_a_coarser_date_that_holds_the_finer_one_changes_nothing():
    assert only(dated("2025-05-09"), dated("2025", day=30)) == (SCHEDULED, "2025-05-09", [], [])


def test_a_less_sure_finer_date_is_a_rival_of_the_coarse_one():
    facts = dated("2025"), dated("2025-05", day=9, certainty="rumored")
    assert only(*facts) == (SCHEDULED, "2025", [], ["2025-05"])


def test_a_surer_coarse_date_stands_instead_of_the_rumour_inside_it():
    facts = dated("2025-05", certainty="rumored"), dated("2025", day=9)
    assert only(*facts) == (SCHEDULED, "2025", [], ["2025-05"])


def test_a_date_said_later_is_a_move():
    facts = dated("2025-05-09"), dated("2025-06-13", day=40), dated("2025-07-04", day=60)
    assert only(*facts) == (RESCHEDULED, "2025-07-04", ["2025-06-13", "2025-05-09"], [])


def test_a_former_date_keeps_its_sources_and_when_it_was_said():
    old = dated("2025-05-09")
    (release,) = told(old, dated("2025-06-13", day=40))
    (former,) = release.former
    assert (former.sources, former.since, former.certainty) == ((old,), DAY_ONE, Certainty.CONFIRMED)


def test_a_move_has_to_be_surer_than_a_first_date():
    old, new = dated("2025-05-09"), dated("2025-06-13", day=40, confidence=0.8)
    assert only(old, new) == (SCHEDULED, "2025-05-09", [], ["2025-06-13"])
    second = dated("2025-06-13", day=41, confidence=0.8, outlet="Hangang Wire")
    assert only(old, new, second) == (RESCHEDULED, "2025-06-13", ["2025-05-09"], [])
    copied = dated("2025-06-13", day=41, confidence=0.8, outlet="Hangang Wire", story=new.source.story_id)
    assert only(old, new, copied) == (SCHEDULED, "2025-05-09", [], ["2025-06-13"])


@pytest.mark.parametrize("support", ["postponed", "denied"])
def test_an_article_that_takes_the_old_date_back_makes_its_new_one_surer(support):
    against = (
        status("postponed", day=40, confidence=0.7, article=9001)
        if support == "postponed"
        else dated("2025-05-09", day=40, confidence=0.7, negated=True, article=9001)
    )
    new = dated("2025-06-13", day=40, confidence=0.8, article=9001)
    assert only(dated("2025-05-09"), against, new) == (RESCHEDULED, "2025-06-13", ["2025-05-09"], [])


def test_a_rumour_is_changed_as_easily_as_it_was_said():
    facts = dated("2025-05", certainty="rumored"), dated("2025-07", day=9, certainty="rumored", confidence=0.8)
    assert only(*facts) == (SCHEDULED, "2025-07", ["2025-05"], [])


def test_a_rumour_does_not_move_what_is_confirmed():
    facts = dated("2025-05-09"), dated("2025-07-04", day=40, certainty="rumored")
    assert only(*facts) == (SCHEDULED, "2025-05-09", [], ["2025-07-04"])


def test_what_is_confirmed_moves_what_was_reported_at_any_time():
    facts = dated("2025-05-09", certainty="reported"), dated("2025-05-16", day=2)
    assert only(*facts) == (RESCHEDULED, "2025-05-16", ["2025-05-09"], [])


def test_dates_that_outlets_give_within_a_day_are_rivals():
    facts = dated("2025-05-09"), dated("2025-05-16", day=0.5, outlet="Hangang Wire")
    assert only(*facts) == (SCHEDULED, "2025-05-16", [], ["2025-05-09"])


def test_of_rivals_the_more_exact_one_stands():
    facts = dated("2025-05-09"), dated("2025-06", day=0.5, outlet="Hangang Wire")
    assert only(*facts) == (SCHEDULED, "2025-05-09", [], ["2025-06"])


def test_of_rivals_the_one_that_more_stories_give_stands():
    facts = [
        dated("2025-05-09"),
        dated("2025-05-16", day=0.5, outlet="Hangang Wire"),
        dated("2025-05-09", day=0.7, outlet="Seoul Beat"),
    ]
    assert only(*facts) == (SCHEDULED, "2025-05-09", [], ["2025-05-16"])


def test_one_outlet_that_corrects_itself_the_same_day_is_a_move():
    assert only(dated("2025-05-09"), dated("2025-05-16", day=0.2)) == (RESCHEDULED, "2025-05-16", ["2025-05-09"], [])


def test_one_who_has_not_heard_of_the_move_does_not_move_it_back():
    facts = dated("2025-05-09"), dated("2025-06-13", day=40), dated("2025-05-09", day=50, outlet="Hangang Wire")
    assert only(*facts) == (RESCHEDULED, "2025-06-13", ["2025-05-09"], [])


def test_an_article_of_a_move_that_gives_the_old_date_as_well_moves_nothing_back():
    both = dated("2025-06-13", day=40, article=9002), dated("2025-05-09", day=40, article=9002)
    assert only(dated("2025-05-09"), dated("2025-05-09", day=3), *both) == (
        RESCHEDULED,
        "2025-06-13",
        ["2025-05-09"],
        [],
    )


@pytest.mark.parametrize("order", [("2024-09-06", "2024-09-13"), ("2024-09-13", "2024-09-06")])
def test_a_second_report_of_a_move_that_gives_both_dates_moves_nothing_back(order):
    first = dated("2024-09-06")
    moved = [dated("2024-09-13", day=3, article=41), status("postponed", day=3, article=41)]
    later = [dated(value, day=3.1, article=42, outlet="Hangang Wire", confidence=0.87) for value in order]
    later.append(status("postponed", day=3.1, article=42, outlet="Hangang Wire"))
    assert only(first, *moved, *later) == (RESCHEDULED, "2024-09-13", ["2024-09-06"], [])


def test_an_outlet_that_gave_the_new_date_may_move_it_back():
    facts = dated("2025-05-09"), dated("2025-06-13", day=40), dated("2025-05-09", day=50)
    assert only(*facts) == (RESCHEDULED, "2025-05-09", ["2025-06-13", "2025-05-09"], [])


def test_each_move_may_deny_the_date_before_even_when_it_goes_back():
    a, b = "2025-05-09", "2025-06-13"
    there = dated(b, day=9, article=9013), dated(a, day=9, article=9013, negated=True)
    back = dated(a, day=19, article=9014), dated(b, day=19, article=9014, negated=True)
    assert only(dated(a), *there) == (RESCHEDULED, b, [a], [])
    assert only(dated(a), *there, *back) == (RESCHEDULED, a, [b, a], [])
    again = dated(b, day=29, article=9015), dated(a, day=29, article=9015, negated=True)
    assert only(dated(a), *there, *back, *again) == (RESCHEDULED, b, [a, b, a], [])


def test_a_vaguer_date_elsewhere_is_a_move_only_if_it_is_called_one():
    old, new = dated("2025-05-09"), dated("2025-33", day=40, article=9003)
    assert only(old, new) == (SCHEDULED, "2025-05-09", [], ["2025-33"])
    delayed = status("postponed", day=40, article=9003)
    assert only(old, new, delayed) == (RESCHEDULED, "2025-33", ["2025-05-09"], [])


def test_a_date_put_off_within_the_same_year_becomes_the_year():
    facts = [
        dated("2025-05-09"),
        dated("2025", day=40, article=9004),
        status("postponed", day=40, article=9004),
    ]
    assert only(*facts) == (RESCHEDULED, "2025", ["2025-05-09"], [])


def test_a_date_long_over_is_not_what_a_coming_one_was_moved_to():
    assert only(dated("2025-05-09", season=2), dated("2022-01-28", season=2, day=9)) == (
        SCHEDULED,
        "2025-05-09",
        [],
        ["2022-01-28"],
    )


def test_a_verdict_of_right_stands_against_denials_and_makes_sure():
    fact, denial = dated("2025-05-09", confidence=0.3), dated("2025-05-09", negated=True, day=4)
    (release,) = told(fact, denial, verdicts={claim_of(fact): Verdict.RIGHT})
    assert (release.value, release.certainty) == ("2025-05-09", Certainty.CONFIRMED)


# ------------------------------------------------------------------ denied, put off, called off


def test_a_denied_date_stands_no_more():
    assert only(dated("2025-05-09"), dated("2025-05-09", negated=True, day=4)) == (ANNOUNCED, "", ["2025-05-09"], [])


def test_a_denial_that_is_not_sure_enough_changes_nothing():
    facts = dated("2025-05-09"), dated("2025-05-09", negated=True, day=4, confidence=0.8)
    assert only(*facts) == (SCHEDULED, "2025-05-09", [], [])
    rumour = dated("2025-05-09"), dated("2025-05-09", negated=True, day=4, certainty="rumored")
    assert only(*rumour) == (SCHEDULED, "2025-05-09", [], [])


def test_an_official_denial_beats_a_rumour_whichever_comes_first():
    rumour, denial = dated("2025-05", certainty="rumored", day=1), dated("2025", negated=True)
    assert told(denial, rumour) == ()
    late = dated("2025-05", certainty="rumored"), dated("2025", negated=True, day=1)
    assert only(*late) == (ANNOUNCED, "", ["2025-05"], [])


def test_a_denied_finer_date_leaves_the_coarser_one_standing():
    facts = dated("2025"), dated("2025-05-09", day=9), dated("2025-05-09", negated=True, day=12)
    assert only(*facts) == (RESCHEDULED, "2025", ["2025-05-09"], [])


def test_what_is_postponed_without_a_new_date_has_none():
    facts = dated("2025-05-09"), status("postponed", day=40)
    (release,) = told(*facts)
    assert (release.status, release.value, release.sources) == (POSTPONED, "", (facts[1],))
    assert [one.value for one in release.former] == ["2025-05-09"]


def test_a_first_date_is_no_surer_for_a_word_of_postponing():
    doubtful = dated("2025-05-09", confidence=0.4, article=9030), status("postponed", confidence=0.6, article=9030)
    again = (
        dated("2025-05-09", confidence=0.4, day=1, article=9031),
        status("postponed", confidence=0.6, day=1, article=9031),
    )
    real = dated("2026-01-15", day=30)
    assert only(*doubtful, *again, real)[1:] == ("2026-01-15", [], [])


def test_what_is_postponed_before_any_date_is_postponed():
    assert only(status("postponed")) == (POSTPONED, "", [], [])


@pytest.mark.parametrize("more", [{"confidence": 0.8}, {"certainty": "rumored"}, {"certainty": "reported"}])
def test_a_postponement_less_sure_than_the_date_changes_nothing(more):
    assert only(dated("2025-05-09"), status("postponed", day=40, **more)) == (SCHEDULED, "2025-05-09", [], [])


def test_postponed_with_a_new_date_is_a_reschedule():
    facts = dated("2025-05-09"), dated("2025-06-13", day=40, article=9005), status("postponed", day=40, article=9005)
    assert only(*facts) == (RESCHEDULED, "2025-06-13", ["2025-05-09"], [])
    assert only(*facts[1:]) == (SCHEDULED, "2025-06-13", [], [])


def test_a_date_that_one_article_doubts_is_believed_when_another_says_postponed():
    facts = dated("2025-05-09"), dated("2025-06-13", day=40, confidence=0.8), status("postponed", day=40.5)
    assert only(*facts) == (RESCHEDULED, "2025-06-13", ["2025-05-09"], [])


def test_an_echo_of_a_move_does_not_postpone_the_new_date():
    moved = dated("2025-05-09"), dated("2025-06-13", day=40)
    assert only(*moved, status("postponed", day=45))[:2] == (RESCHEDULED, "2025-06-13")
    late = dated("2025-06-13", day=70, article=9006), status("postponed", day=70, article=9006)
    assert only(*moved, *late)[:2] == (RESCHEDULED, "2025-06-13")
    assert only(*moved, status("postponed", day=70))[:2] == (POSTPONED, "")


def test_postponed_said_after_the_day_moves_nothing():
    assert only(dated("2024-03-08"), status("postponed", day=40)) == (RELEASED, "2024-03-08", [], [])
    first = dated("2024-03-08", season=1), status("postponed", season=1, day=40)
    assert only(*first) == (RELEASED, "2024-03-08", [], [])


def test_a_new_date_ends_a_postponement_and_the_old_one_needs_two_stories():
    off = dated("2025-05-09"), status("postponed", day=40)
    assert only(*off, dated("2025-09-05", day=60, confidence=0.8)) == (RESCHEDULED, "2025-09-05", ["2025-05-09"], [])
    again = dated("2025-05-09", day=50, outlet="Hangang Wire")
    assert only(*off, again)[:2] == (POSTPONED, "")
    assert only(*off, again, dated("2025-05-09", day=51))[:2] == (RESCHEDULED, "2025-05-09")


def test_what_is_cancelled_keeps_its_date_and_says_who_says_so():
    facts = dated("2025-05-09"), status("cancelled", day=40)
    (release,) = told(*facts)
    assert (release.status, release.value, release.sources) == (CANCELLED, "2025-05-09", (facts[1],))


def test_a_cancelled_title_without_a_date_is_cancelled():
    assert only(status("cancelled")) == (CANCELLED, "", [], [])


@pytest.mark.parametrize("more", [{"confidence": 0.8}, {"certainty": "rumored"}, {"certainty": "reported"}])
def test_a_cancellation_less_sure_than_the_date_changes_nothing(more):
    assert only(dated("2025-05-09"), status("cancelled", day=40, **more))[0] is SCHEDULED


@pytest.mark.parametrize(
    "revival",
    [
        status("renewed", day=60),
        status("in production", day=60),
        status("cancelled", day=60, negated=True),
        dated("2025-09-05", day=60),
    ],
)
def test_what_is_cancelled_may_be_revived_and_cancelled_again(revival):
    off = dated("2025-05-09"), status("cancelled", day=40)
    assert only(*off, revival)[0] in {SCHEDULED, RESCHEDULED}
    assert only(*off, revival, status("cancelled", day=80))[0] is CANCELLED


def test_a_series_that_is_cancelled_after_it_came_out_stays_released():
    found = told(dated("2024-03-08"), status("cancelled", day=40))
    assert [(one.kind, one.status) for one in found] == [
        (ReleaseKind.PREMIERE, RELEASED),
        (ReleaseKind.SEASON, CANCELLED),
    ]


# ------------------------------------------------------------------ seasons


def test_seasons_are_told_apart_and_the_later_ones_are_seasons():
    found = told(dated("2022-01-28", season=1), dated("2025-05-09", season=2), said("original_broadcaster", "Netflix"))
    assert [(one.season, one.kind, one.status, one.network) for one in found] == [
        (1, ReleaseKind.PREMIERE, RELEASED, "Netflix"),
        (2, ReleaseKind.SEASON, SCHEDULED, "Netflix"),
    ]


def test_a_date_of_the_title_as_a_whole_belongs_to_the_season_that_is_near():
    found = told(dated("2022-01-28", season=1), dated("2025", season=2), dated("2025-05-09", day=9))
    assert [(one.season, one.value) for one in found] == [(1, "2022-01-28"), (2, "2025-05-09")]


def test_a_title_as_a_whole_and_its_first_season_are_one_release_named_as_it_was_first():
    facts = dated("2025-05-09"), dated("2025-12-12", season=1, day=40)
    (release,) = told(*facts)
    assert (release.season, release.value, release.status) == (-1, "2025-12-12", RESCHEDULED)
    (other,) = told(dated("2025-05-09", season=1), dated("2025-12-12", day=40))
    assert (other.season, other.value) == (1, "2025-12-12")


def test_an_article_of_a_move_that_names_no_season_moves_the_one_to_come():
    delay = dated("2026-04", day=9, article=9007), status("postponed", day=9, article=9007)
    found = told(dated("2022-01-28", season=1), dated("2025-05-09", season=2), *delay)
    assert [(one.season, one.value) for one in found] == [(1, "2022-01-28"), (2, "2026-04")]


def test_what_is_dated_long_after_the_title_came_out_is_another_season():
    found = told(dated("2021-09-17"), dated("2024-12-26", day=5), dated("2021-09-17", day=9))
    assert [(one.season, one.kind, one.value) for one in found] == [
        (-1, ReleaseKind.PREMIERE, "2021-09-17"),
        (-1, ReleaseKind.SEASON, "2024-12-26"),
    ]


def test_a_premiere_without_a_number_stands_beside_numbered_seasons():
    found = told(dated("2021-09-17"), dated("2024-12-26", season=2), dated("2027", day=3))
    assert [(one.season, one.kind, one.value) for one in found] == [
        (-1, ReleaseKind.PREMIERE, "2021-09-17"),
        (-1, ReleaseKind.SEASON, "2027"),
        (2, ReleaseKind.SEASON, "2024-12-26"),
    ]


def test_the_network_of_the_season_itself_comes_before_that_of_the_title():
    found = told(
        dated("2022-01-28", season=1),
        dated("2025-05-09", season=2),
        said("original_broadcaster", "JTBC"),
        said("original_broadcaster", "Netflix", season=2),
    )
    assert [one.network for one in found] == ["JTBC", "Netflix"]


def test_a_renewed_season_is_announced_and_one_before_the_dated_ones_is_not():
    found = told(dated("2025-05-09", season=2), status("renewed", season=3), status("wrapped", season=1))
    assert [(one.season, one.status) for one in found] == [(2, SCHEDULED), (3, ANNOUNCED)]


def test_a_title_that_is_renewed_after_it_came_out_awaits_a_season_without_number():
    found = told(dated("2024-03-08"), status("renewed", day=40))
    assert [(one.kind, one.status) for one in found] == [
        (ReleaseKind.PREMIERE, RELEASED),
        (ReleaseKind.SEASON, ANNOUNCED),
    ]
    assert len(told(dated("2024-03-08"), status("wrapped", day=40))) == 1


@pytest.mark.parametrize("value", ["announced", "in production", "wrapped", "renewed"])
def test_a_title_in_the_making_is_announced(value):
    making = status(value)
    (release,) = told(making)
    assert (release.status, release.value, release.sources) == (ANNOUNCED, "", (making,))


@pytest.mark.parametrize(
    "fact", [status("ended"), status("renewed", certainty="rumored"), status("renewed", confidence=0.5)]
)
def test_what_is_ended_or_doubtful_announces_nothing(fact):
    assert told(fact) == ()


def test_a_status_of_the_first_season_is_one_of_the_title():
    assert only(dated("2025-05-09"), status("postponed", season=1, day=40))[0] is POSTPONED


def test_postponed_is_said_of_the_next_release_only():
    found = told(
        dated("2025-05-09", season=2), dated("2027", season=3), status("postponed", day=9), today=date(2024, 5, 1)
    )
    assert [one.status for one in found] == [POSTPONED, SCHEDULED]


# ------------------------------------------------------------------ venues and regions


def film(value, where, **more):
    return dated(value, evidence=where, **more)


def parts(*facts):
    return [(one.kind, one.region, one.status, one.value) for one in told(*facts)]


def test_a_film_is_one_release_until_a_platform_has_a_date_of_its_own():
    cinema = film("2024-10-04", "It opens in theaters on October 4.")
    assert parts(cinema) == [(ReleaseKind.FILM, "", SCHEDULED, "2024-10-04")]
    streaming = film("2024-12-13", "It begins streaming on Netflix on December 13.", day=9)
    assert parts(cinema, streaming) == [
        (ReleaseKind.FILM, "", SCHEDULED, "2024-10-04"),
        (ReleaseKind.STREAMING, "", SCHEDULED, "2024-12-13"),
    ]


def test_one_sentence_may_give_a_date_in_cinemas_and_one_on_a_platform():
    both = "The film opens in theaters on October 4 before it begins streaming on Netflix on December 13."
    assert parts(film("2024-10-04", both, article=1), film("2024-12-13", both, article=1)) == [
        (ReleaseKind.FILM, "", SCHEDULED, "2024-10-04"),
        (ReleaseKind.STREAMING, "", SCHEDULED, "2024-12-13"),
    ]


def test_a_series_on_a_platform_is_no_release_of_its_own():
    facts = (
        film("2024-10-04", "It premieres on October 4."),
        film("2024-10-11", "It streams on Netflix on October 11.", day=9),
    )
    assert parts(*facts) == [(ReleaseKind.PREMIERE, "", RESCHEDULED, "2024-10-11")]


def test_regions_are_told_apart_when_their_dates_differ():
    there = "It opens in Korea on October 2 and in the U.S. on October 4."
    assert parts(film("2024-10-02", there, article=1), film("2024-10-04", there, article=1)) == [
        (ReleaseKind.PREMIERE, "KR", SCHEDULED, "2024-10-02"),
        (ReleaseKind.PREMIERE, "US", SCHEDULED, "2024-10-04"),
    ]
    same = (
        film("2024-10-02", "It opens in Korea on October 2."),
        film("2024-10-02", "It opens worldwide on October 2.", day=3),
    )
    assert parts(*same) == [(ReleaseKind.PREMIERE, "", SCHEDULED, "2024-10-02")]


def test_a_move_that_names_another_region_is_a_move():
    facts = [
        film("2024-10-02", "It opens in Korea on October 2."),
        film("2024-10-11", "It was pushed back and will open worldwide on October 11.", day=9, article=9008),
        status("postponed", day=9, article=9008),
    ]
    assert parts(*facts) == [(ReleaseKind.PREMIERE, "", RESCHEDULED, "2024-10-11")]


def test_a_move_without_a_region_moves_the_first_one_told():
    there = "It opens in Korea on October 2 and in the U.S. on October 4."
    facts = [
        film("2024-10-02", there, article=9009),
        film("2024-10-04", there, article=9009),
        film("2024-11-01", "It was pushed back to November 1.", day=9, article=9010),
        status("postponed", day=9, article=9010),
    ]
    assert parts(*facts) == [
        (ReleaseKind.PREMIERE, "KR", RESCHEDULED, "2024-11-01"),
        (ReleaseKind.PREMIERE, "US", SCHEDULED, "2024-10-04"),
    ]


def test_a_doubtful_date_tells_no_region_apart():
    there = "It opens in Korea on October 2 and in the U.S. on October 4."
    facts = film("2024-10-02", there, article=9011), film("2024-10-04", there, article=9011, confidence=0.4)
    assert parts(*facts) == [(ReleaseKind.PREMIERE, "", SCHEDULED, "2024-10-02")]


# ------------------------------------------------------------------ sentences that take a date back


def test_a_date_that_was_given_once_is_not_given_and_backs_what_is_said_of_it():
    once = dated("2025-05-09", day=40, article=9012, evidence="It had been due to premiere on May 9.", confidence=0.8)
    assert told(once) == ()
    delay = status("postponed", day=40, article=9012, confidence=0.5)
    assert only(dated("2025-05-09"), delay) == (SCHEDULED, "2025-05-09", [], [])
    assert only(dated("2025-05-09"), delay, once) == (POSTPONED, "", ["2025-05-09"], [])


def test_a_date_that_a_sentence_denies_is_denied():
    denied = dated("2025-05-09", day=40, evidence="It will no longer premiere on May 9.")
    assert only(dated("2025-05-09"), denied) == (ANNOUNCED, "", ["2025-05-09"], [])


# ------------------------------------------------------------------ whatever is said

_VALUES = ["2025", "2025-03", "2025-05-09", "2025-06-13", "2024-36", "2024-03-08", "2021-09-17", "2025-09~/2025-12~"]
_FACTS = st.lists(
    st.builds(
        lambda what, **more: (
            status(what, **more) if what in {"postponed", "cancelled", "renewed"} else dated(what, **more)
        ),
        st.sampled_from([*_VALUES, "postponed", "cancelled", "renewed"]),
        day=st.integers(0, 90),
        season=st.sampled_from([None, 1, 2]),
        certainty=st.sampled_from(["confirmed", "reported", "rumored"]),
        confidence=st.sampled_from([0.5, 0.8, 0.95]),
        negated=st.sampled_from([False, False, False, True]),
        outlet=st.sampled_from(["Soompi", "Hangang Wire"]),
        article=st.integers(1, 6),
        evidence=st.sampled_from(
            [
                "",
                "It won't arrive in 2025.",
                "It was due on May 9.",
                "In theaters.",
                "It streams on Netflix.",
                "In Korea.",
                "It opens worldwide.",
            ]
        ),
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(_FACTS, st.randoms(use_true_random=False))
def test_whatever_is_said_each_release_is_told_once_and_from_what_was_said(facts, rng):
    found = told(*facts)
    keys = [(one.title_id, one.season, one.kind, one.region) for one in found]
    assert len(keys) == len(set(keys))
    given_values = {fact.value for fact in facts if not fact.fact.negated}
    for one in found:
        assert one.value in {*given_values, ""}
        assert one.status is not POSTPONED or not one.value
        assert one.status not in {SCHEDULED, RESCHEDULED, RELEASED} or one.value
        assert one.sources or not one.value
        assert all(former.value in given_values and former.sources for former in (*one.former, *one.rivals))
        assert one.value not in {rival.value for rival in one.rivals}
    shuffled = list(facts)
    rng.shuffle(shuffled)
    assert told(*shuffled) == found


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["2025-05-09", "2025-05-16", "2025-06", "2025-33", "2026"]), min_size=2, max_size=6))
def test_moves_that_each_deny_the_date_before_end_at_the_last_one(values):
    course = [one for one, before in zip(values, [None, *values], strict=False) if one != before]
    facts = [dated(course[0], article=1)]
    for place, (old, new) in enumerate(pairwise(course), 2):
        facts.append(dated(old, negated=True, day=10 * place, article=place))
        facts.append(dated(new, day=10 * place, article=place))
    status_, value, former, rivals = only(*facts, today=DAY_ONE.date())
    assert (value, former, rivals) == (course[-1], course[-2::-1], [])
    assert status_ is (RESCHEDULED if len(course) > 1 else SCHEDULED)


def test_dates_that_are_hardly_read_add_up_to_none():
    told_weakly = [dated("2025-02-06", confidence=sure) for sure in (0.58, 0.2, 0.2, 0.2, 0.2)]
    assert told(*told_weakly) == ()
