"""Which titles and people an article's facts speak of."""

import pytest

from bot.domain.mentions import people_in, person_of, sayable, title_keys, titles_in
from tests.sayings import says, told


def titles(extraction, *known):
    return {one.names: [(fact.object, fact.season) for fact in one.facts] for one in titles_in(extraction, known)}


def test_facts_are_gathered_by_title_however_it_is_written():
    extraction = says(
        told("genre", "thriller", of="Glass Harbor"),
        told("director", "Im Chan-sik", of="GLASS HARBOR"),
        told("genre", "comedy", of="Salt Line"),
        told("genre", "drama", of="유리 항구"),
        aliases=[("Glass Harbor", "유리 항구", "Harbour")],
    )
    assert titles(extraction) == {
        ("Glass Harbor", "유리 항구", "Harbour"): [("thriller", None), ("Im Chan-sik", None), ("drama", None)],
        ("Salt Line",): [("comedy", None)],
    }


def test_a_season_in_the_name_becomes_the_facts():
    extraction = says(
        told("genre", "thriller", of="Glass Harbor Season 2"),
        told("genre", "noir", of="Glass Harbor Season 2", season=3),
        told("genre", "drama", of="Glass Harbor"),
        aliases=[("Glass Harbor", "Glass Harbor Season 2")],
    )
    assert titles(extraction) == {("Glass Harbor",): [("thriller", 2), ("noir", 3), ("drama", None)]}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((), {("Fukrey 3",): [("comedy", None)]}),
        (("fukrey",), {("Fukrey",): [("comedy", 3)]}),
        (("fukrey", "fukrey3"), {("Fukrey 3",): [("comedy", None)]}),
    ],
)
def test_a_number_is_a_season_only_of_what_is_known_without_it(known, expected):
    extraction = says(told("genre", "comedy", of="Fukrey 3"))
    assert titles(extraction, *known) == expected
    assert {"fukrey", "fukrey3"} <= set(title_keys(extraction))


def test_a_year_behind_the_name_tells_the_work():
    [one] = titles_in(says(told("genre", "thriller", of="Rebecca (1940)")), ())
    assert (one.names, one.year) == (("Rebecca",), 1940)


def test_releases_and_people_tell_a_title_from_others():
    [one] = titles_in(
        says(
            told("publication_date", "2025-05", season=2),
            told("publication_date", "2024", negated=True),
            told("publication_date", "soon"),
            told("publication_date", "2023-10-06"),
            told("director", "Im Chan-sik"),
            told("award_received", "Best Drama", person="Seo Min-ah"),
            told("award_received", "Best Set", person="…"),
        ),
        (),
    )
    assert one.years == {(2, 2025), (-1, 2023)}
    assert one.people == {"imchansik", "seominah"}


def test_people_have_all_their_names_and_spellings():
    extraction = says(
        told("cast_member", "Park Ji-hoo"),
        told("cast_member", "Park Ji-hu", season=2),
        told("cast_member", "Lomon"),
        told("director", "이재규", of="Another"),
        told("award_received", "Best New Actor", person="Lomon"),
        told("award_received", "Best Series"),
        aliases=[("Park Solomon", "Lomon"), ("Another", "A")],
    )
    assert people_in(extraction) == [("Park Ji-hoo", "Park Ji-hu"), ("Park Solomon", "Lomon"), ("이재규",)]


def test_a_group_of_names_of_a_title_is_none_of_a_person():
    extraction = says(told("cast_member", "Rebecca", of="Rebecca"), aliases=[("Rebecca", "Rebecca the Film")])
    assert people_in(extraction) == [("Rebecca",)]


def test_facts_without_any_name_are_left_out():
    kept = told("award_received", "Best Drama", person="…")
    extraction = says(told("genre", "noir", of="…"), told("director", "—"), kept)
    assert sayable(extraction).facts == (kept,)
    assert person_of(kept) is None
