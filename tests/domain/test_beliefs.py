"""What is believed: which facts back each other, refine, supersede, deny or contradict each other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.beliefs import Standing, believe
from bot.domain.claims import claim_of
from bot.domain.corroboration import confidence_of
from bot.domain.facts import Certainty, Verdict
from tests.said import DAY_ONE, said

CURRENT, SUPERSEDED, DISPUTED = Standing.CURRENT, Standing.SUPERSEDED, Standing.DISPUTED


def standings(*facts, verdicts=None, shown=0.9):
    return {(one.season, one.object): one.standing for one in believe(facts, verdicts or {}, shown)}


def test_a_fact_said_once_is_believed_with_its_source():
    fact = said("original_broadcaster", "Netflix")
    (belief,) = believe([fact], {}, 0.9)
    assert (belief.object, belief.standing, belief.sources, belief.since) == ("Netflix", CURRENT, (fact,), DAY_ONE)
    assert (belief.certainty, belief.confidence, belief.season) == (Certainty.CONFIRMED, pytest.approx(0.95), None)


def test_nothing_less_sure_than_shown_is_believed():
    assert believe([said("genre", "zombie", confidence=0.7)], {}, 0.9) == ()


def test_independent_stories_make_a_claim_surer_and_copies_of_one_do_not():
    weak = [said("genre", "zombie", confidence=0.7, story=story) for story in (1, 1, 1)]
    assert confidence_of(weak) == pytest.approx(0.7)
    assert confidence_of([*weak, said("genre", "zombie", confidence=0.7, story=2)]) == pytest.approx(0.91)
    assert standings(*weak) == {}
    assert standings(*weak, said("genre", "zombie", confidence=0.7, story=2)) == {(None, "zombie"): CURRENT}


def test_readings_that_are_hardly_likely_back_nothing_up():
    assert confidence_of([said("genre", "zombie", confidence=0.6), said("genre", "zombie", confidence=0.2)]) == 0.6
    assert confidence_of([said("genre", "zombie", confidence=0.2) for _ in range(9)]) == 0.2
    assert confidence_of([]) == 0.0


def test_the_best_source_comes_first_and_the_commonest_spelling_is_shown():
    facts = [
        said("cast_member", "Park Ji-hu", person_id=7, certainty="reported", day=2),
        said("cast_member", "Park Ji-hoo", person_id=7, character="Nam On-jo"),
        said("cast_member", "Park Ji-hu", person_id=7, role="main", day=1),
    ]
    (belief,) = believe(facts, {}, 0.9)
    assert belief.object == "Park Ji-hu"
    assert belief.qualifiers == {"character": "Nam On-jo", "role": "main"}
    assert belief.certainty is Certainty.CONFIRMED
    assert belief.sources[-1] is facts[0]
    assert belief.latest == DAY_ONE + timedelta(days=2)


# ------------------------------------------------------------------ dates


def test_a_finer_date_refines_a_coarser_one():
    coarse, fine = said("publication_date", "2025", season=2), said("publication_date", "2025-05-09", season=2, day=90)
    (belief,) = believe([coarse, fine], {}, 0.9)
    assert (belief.object, belief.standing, belief.since) == ("2025-05-09", CURRENT, DAY_ONE)
    assert belief.sources == (fine, coarse)


def test_a_coarse_date_said_after_a_fine_one_changes_nothing():
    fine, coarse = said("publication_date", "2025-05-09"), said("publication_date", "2025", day=30)
    assert standings(fine, coarse) == {(None, "2025-05-09"): CURRENT}


def test_a_rumoured_finer_date_stands_beside_the_confirmed_coarse_one():
    facts = said("publication_date", "2025"), said("publication_date", "2025-05", certainty="rumored", day=9)
    assert standings(*facts) == {(None, "2025"): CURRENT, (None, "2025-05"): CURRENT}


def test_a_date_said_later_is_a_change_and_the_older_stays_as_superseded():
    old, new = said("publication_date", "2025-05-09"), said("publication_date", "2025-06-13", day=40)
    found = {one.object: one for one in believe([old, new], {}, 0.9)}
    assert found["2025-06-13"].standing is CURRENT
    assert (found["2025-05-09"].standing, found["2025-05-09"].replaced_by) == (SUPERSEDED, "2025-06-13")


def test_an_article_of_a_move_that_names_the_old_date_too_moves_it_all_the_same():
    facts = [
        said("publication_date", "2025-05-09"),
        said("publication_date", "2025-06-13", day=40),
        said("publication_date", "2025-05-09", day=40),
    ]
    assert standings(*facts) == {(None, "2025-05-09"): SUPERSEDED, (None, "2025-06-13"): CURRENT}


def test_one_outlet_that_corrects_itself_the_same_day_is_a_change():
    facts = said("publication_date", "2025-05-09"), said("publication_date", "2025-06-13", day=0.2)
    assert standings(*facts) == {(None, "2025-05-09"): SUPERSEDED, (None, "2025-06-13"): CURRENT}


def test_an_outlet_that_corrects_itself_and_is_followed_by_others_is_a_change():
    facts = [
        said("publication_date", "2025-05-09"),
        said("publication_date", "2025-06-13", day=0.2),
        said("publication_date", "2025-06-13", day=0.4, outlet="Hangang Wire"),
    ]
    assert standings(*facts) == {(None, "2025-05-09"): SUPERSEDED, (None, "2025-06-13"): CURRENT}


def test_outlets_that_go_on_saying_two_dates_are_in_dispute():
    facts = (
        said("publication_date", "2025-05-09"),
        said("publication_date", "2025-05-10", outlet="Hangang Wire", day=0.5),
    )
    assert standings(*facts) == {(None, "2025-05-09"): DISPUTED, (None, "2025-05-10"): DISPUTED}


def test_a_rumour_changes_no_confirmed_date_but_is_shown_when_newer():
    confirmed = said("publication_date", "2025-05-09", day=10)
    older = said("publication_date", "2025-03", certainty="rumored")
    newer = said("publication_date", "2025-07", certainty="rumored", day=20)
    assert standings(confirmed, older, newer) == {
        (None, "2025-05-09"): CURRENT,
        (None, "2025-03"): SUPERSEDED,
        (None, "2025-07"): DISPUTED,
    }


def test_dates_of_different_seasons_do_not_touch():
    facts = said("publication_date", "2022-01-28", season=1), said("publication_date", "2025", season=2, day=5)
    assert standings(*facts) == {(1, "2022-01-28"): CURRENT, (2, "2025"): CURRENT}


def test_what_is_no_date_is_never_believed_beside_one():
    assert standings(said("publication_date", "soon"), said("publication_date", "2025", day=2)) == {
        (None, "2025"): CURRENT
    }


# ------------------------------------------------------------------ status, episodes


def test_a_status_moves_along():
    facts = [
        said("production_status", each, day=day) for day, each in enumerate(("announced", "in production", "wrapped"))
    ]
    found = standings(*facts)
    assert found == {(None, "announced"): SUPERSEDED, (None, "in production"): SUPERSEDED, (None, "wrapped"): CURRENT}


def test_a_status_with_a_date_of_its_own_counts_from_then():
    recap = said("production_status", "renewed", date="2022-06", day=300)
    assert standings(said("production_status", "wrapped"), recap)[None, "wrapped"] is CURRENT


def test_episode_counts_are_single_valued_too():
    facts = said("number_of_episodes", "12"), said("number_of_episodes", "16", day=30)
    assert standings(*facts) == {(None, "12"): SUPERSEDED, (None, "16"): CURRENT}


# ------------------------------------------------------------------ denials


@pytest.mark.parametrize(
    ("first", "denial", "standing"),
    [
        ({"certainty": "rumored"}, {"day": 1}, SUPERSEDED),
        ({"certainty": "reported"}, {"day": 1}, SUPERSEDED),
        ({"certainty": "confirmed"}, {"day": 1}, SUPERSEDED),
        ({"certainty": "confirmed"}, {"day": 1, "certainty": "rumored"}, CURRENT),
        ({"certainty": "confirmed", "day": 9}, {"day": 1}, CURRENT),
    ],
)
def test_a_denial_ends_what_is_no_surer_and_no_newer_than_itself(first, denial, standing):
    fact = said("production_status", "renewed", season=3, **first)
    no = said("production_status", "renewed", season=3, negated=True, outlet="Netflix", **denial)
    (belief,) = believe([fact, no], {}, 0.9)
    assert (belief.standing, belief.denials, belief.replaced_by) == (standing, (no,), None)


def test_a_denial_alone_is_no_belief():
    assert believe([said("production_status", "renewed", negated=True)], {}, 0.9) == ()


def test_who_leaves_is_no_longer_in_the_cast_and_who_comes_back_is():
    left = [
        said("cast_member", "Ji Soo", person_id=5),
        said("cast_member", "Ji Soo", person_id=5, change="leaving", day=2),
    ]
    assert standings(*left) == {(None, "Ji Soo"): SUPERSEDED}
    back = said("cast_member", "Ji Soo", person_id=5, change="returning", day=3)
    assert standings(*left, back) == {(None, "Ji Soo"): CURRENT}


def test_a_part_in_the_cast_is_no_member_of_it():
    facts = [
        said("cast_member", "Park Ji-hu", person_id=1, character="On-jo"),
        said("cast_member", "Nam On-jo", person_id=2),
        said("cast_member", "Nam On-jo", person_id=2, title_id=7),
        said("cast_member", "John Cena", person_id=3, character="John Cena"),
    ]
    found = [(one.claim.title_id, one.object) for one in believe(facts, {}, 0.9)]
    assert sorted(found) == [(1, "John Cena"), (1, "Park Ji-hu"), (7, "Nam On-jo")]


# ------------------------------------------------------------------ people's verdicts


def test_a_claim_called_wrong_is_gone_whoever_says_it_again():
    facts = said("genre", "zombie"), said("genre", "zombie", day=3, outlet="Other")
    assert believe(facts, {claim_of(facts[0]): Verdict.WRONG}, 0.9) == ()


def test_a_claim_called_right_is_confirmed_and_no_denial_ends_it():
    facts = said("genre", "zombie", certainty="rumored", confidence=0.3), said("genre", "zombie", negated=True, day=1)
    (belief,) = believe(facts, {claim_of(facts[0]): Verdict.RIGHT}, 0.9)
    assert (belief.certainty, belief.confidence, belief.standing) == (Certainty.CONFIRMED, 1.0, CURRENT)


# ------------------------------------------------------------------ seasons, order


def test_what_is_said_of_the_whole_and_of_a_season_is_shown_once():
    whole, season = (
        said("director", "Im Chan-sik", person_id=3),
        said("director", "Im Chan-sik", person_id=3, season=2, day=1),
    )
    (belief,) = believe([whole, season], {}, 0.9)
    assert (belief.season, belief.sources, belief.since) == (2, (season, whole), DAY_ONE)


def test_a_year_of_the_whole_title_is_that_of_the_season_dated_in_it():
    whole, first = said("publication_date", "2022"), said("publication_date", "2022-01-28", season=1, day=1)
    second = said("publication_date", "2025", season=2, day=1)
    assert standings(whole, first, second) == {(1, "2022-01-28"): CURRENT, (2, "2025"): CURRENT}


def test_beliefs_come_in_a_fixed_order_leads_before_guests():
    facts = [
        said("genre", "zombie"),
        said("cast_member", "Guest", person_id=1, role="guest"),
        said("cast_member", "Somebody", person_id=2),
        said("cast_member", "Lead", person_id=3, role="main"),
        said("publication_date", "2022-01-28", season=1),
    ]
    assert [one.object for one in believe(facts, {}, 0.9)] == ["2022-01-28", "Lead", "Somebody", "Guest", "zombie"]


_some = st.builds(
    said,
    st.sampled_from(["publication_date", "production_status", "number_of_episodes", "genre"]),
    st.sampled_from(["2025", "2025-03", "2025-03-07", "2026", "12", "renewed", "soon"]),
    day=st.integers(0, 40),
    outlet=st.sampled_from(["A", "B", "C"]),
    season=st.sampled_from([None, 1, 2]),
    certainty=st.sampled_from(["confirmed", "reported", "rumored"]),
    negated=st.booleans(),
)


@given(st.lists(_some, max_size=12), st.randoms())
def test_the_order_of_the_facts_changes_nothing_and_no_claim_stands_twice(facts, rng):
    found = believe(facts, {}, 0.5)
    shuffled = list(facts)
    rng.shuffle(shuffled)
    assert [(one.claim, one.standing, one.replaced_by) for one in believe(shuffled, {}, 0.5)] == [
        (one.claim, one.standing, one.replaced_by) for one in found
    ]
    assert len({one.claim for one in found}) == len(found)
    assert all(not source.fact.negated for one in found for source in one.sources)


def test_a_date_that_its_article_denies_beside_a_new_one_gave_way_to_that():
    old = said("publication_date", "2026-12-05")
    denial = said("publication_date", "2026-12-05", day=3, negated=True, article=900)
    new = said("publication_date", "2026-12-12", day=3, article=900)
    told = {one.object: (one.standing, one.replaced_by) for one in believe([old, denial, new], {}, 0.9)}
    assert told == {"2026-12-05": (SUPERSEDED, "2026-12-12"), "2026-12-12": (CURRENT, None)}


def test_postponed_to_a_day_is_no_status_of_its_own():
    late = said("production_status", "postponed", season=2, article=901)
    day = said("publication_date", "2026-12-12", season=2, article=901)
    assert standings(late, day) == {(2, "2026-12-12"): CURRENT}
    again = said("production_status", "postponed", season=2, day=9)
    assert standings(late, day, again) == {(2, "2026-12-12"): CURRENT, (2, "postponed"): CURRENT}
    elsewhere = said("publication_date", "2026-12-12", season=1, article=901)
    assert (2, "postponed") in standings(late, elsewhere)


def test_a_report_of_a_move_that_names_the_old_date_does_not_dispute_the_new_one():
    old = said("publication_date", "2026-12-05", outlet="Hangang Wire")
    new = said("publication_date", "2026-12-12", day=0.1, article=910)
    both = [said("publication_date", day, day=0.2, article=911, outlet="Club") for day in ("2026-12-05", "2026-12-12")]
    told = {one.object: (one.standing, one.replaced_by) for one in believe([old, new, *both], {}, 0.9)}
    assert told == {"2026-12-05": (SUPERSEDED, "2026-12-12"), "2026-12-12": (CURRENT, None)}


def test_an_older_guess_that_it_is_late_does_not_bring_postponed_back():
    guess = said("production_status", "postponed", season=2, confidence=0.4)
    late = said("production_status", "postponed", season=2, day=3, article=912)
    day = said("publication_date", "2026-12-12", season=2, day=3, article=912)
    assert standings(guess, late, day) == {(2, "2026-12-12"): CURRENT}
