"""Which articles stand behind what is told of a release, and where it is to be seen."""

import pytest

from bot.domain.backing import backing, network_of
from bot.domain.claims import claim_of
from bot.domain.facts import Verdict
from bot.domain.reminders import Telling
from tests.said import said

TENTH = "2025-03-10"


def outlets(*facts, telling=Telling.MOVED, season=-1, dates=(TENTH, "2025-03-03"), verdicts=None):
    return [one.source.outlet for one in backing(facts, verdicts or {}, telling, season, dates)]


def date(outlet, value=TENTH, **more):
    return said("publication_date", value, outlet=outlet, **more)


def test_the_surest_and_newest_come_first():
    told = outlets(
        date("A", day=1), date("B", day=2), date("C", day=3, certainty="rumored"), date("D", certainty="reported")
    )
    assert told == ["B", "A", "D", "C"]


def test_other_dates_denials_and_what_was_called_wrong_are_not_behind_it():
    wrong = date("A", season=2)
    others = date("B", "2025-03-03"), date("C", negated=True), said("genre", TENTH, outlet="D")
    assert outlets(wrong, *others, verdicts={claim_of(wrong): Verdict.WRONG}) == []


def test_a_season_is_backed_by_what_names_it_and_then_by_what_names_none():
    facts = date("A"), date("B", season=2), date("C", season=3)
    assert outlets(*facts, season=2) == ["B", "A"]
    assert outlets(*facts) == ["A", "B", "C"]


@pytest.mark.parametrize(("telling", "status"), [(Telling.POSTPONED, "postponed"), (Telling.CANCELLED, "cancelled")])
def test_what_was_called_off_is_backed_by_who_says_so(telling, status):
    facts = said("production_status", status, outlet="A"), said("production_status", "announced"), date("B")
    assert outlets(*facts, telling=telling, dates=("", "2025-03-03")) == ["A"]


def test_a_date_that_was_taken_back_is_backed_by_its_denial():
    facts = date("A", "2025-03-03"), date("B", "2025-03-03", negated=True)
    assert outlets(*facts, dates=("", "2025-03-03")) == ["B"]


def test_the_network_of_the_season_goes_before_that_of_others():
    facts = [said("original_broadcaster", "Netflix", season=1), said("original_broadcaster", "Disney+", season=2)]
    assert [network_of(facts, {}, season, 0.9) for season in (1, 2, 3)] == ["Netflix", "Disney+", "Netflix"]
    assert network_of([said("genre", "thriller")], {}, 1, 0.9) == ""
    assert network_of(facts, {}, 2, 0.99) == ""
