"""What two facts must share to make the same claim."""

import pytest

from bot.domain.claims import NO_SEASON, claim_of, value_of
from bot.domain.facts import Claim, Predicate
from tests.said import said


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("genre", "crime drama", {}), ("genre", "Crime", {}), True),
        (("genre", "drama", {}), ("genre", "series", {}), False),
        (("original_broadcaster", "tvN", {}), ("original_broadcaster", "TVN", {}), True),
        (("publication_date", "2025", {}), ("publication_date", "2025-03", {}), False),
        (("filming_location", "Girls' High School", {}), ("filming_location", "Girls High School", {}), True),
        (("based_on", "Now at Our School", {"kind": "webtoon"}), ("based_on", "Now At Our School", {}), True),
        (
            ("award_received", "Best New Actor", {"ceremony": "Apan Star Awards", "date": "2022-09-29"}),
            ("award_received", "best new actor", {"ceremony": "APAN Star Awards", "date": "2022"}),
            True,
        ),
        (("award_received", "New Actor", {"date": "2022"}), ("award_received", "New Actor", {"date": "2023"}), False),
        (("original_broadcaster", "?!", {}), ("original_broadcaster", "!?", {}), False),
    ],
)  # fmt: skip
def test_objects_are_compared_by_what_they_say(one, other, same):
    first, second = (value_of(Predicate(predicate), text, qualifiers) for predicate, text, qualifiers in (one, other))
    assert (first == second) is same


def test_people_are_compared_by_who_they_are():
    assert value_of(Predicate.CAST_MEMBER, "Park Ji-hu", {}, 7) == value_of(Predicate.CAST_MEMBER, "Park Ji-hoo", {}, 7)
    best = {"ceremony": "Apan Star Awards"}
    assert value_of(Predicate.AWARD_RECEIVED, "New actor", best, 7) != value_of(
        Predicate.AWARD_RECEIVED, "New actor", best, 8
    )


def test_a_claim_has_the_title_season_and_value_of_its_fact():
    assert claim_of(said("genre", "zombie")) == Claim(1, NO_SEASON, Predicate.GENRE, "zombie")
    assert claim_of(said("publication_date", "2025", season=2, title_id=9)) == Claim(
        9, 2, Predicate.PUBLICATION_DATE, "2025"
    )
