"""Which title or person a name means: equal names, variants, years, shared works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import NameKind
from bot.domain.naming import (
    Choice,
    KnownPerson,
    KnownTitle,
    Named,
    PersonMention,
    TitleMention,
    choose_person,
    choose_title,
    full_names,
    split_season,
    split_year,
)


def title(number, *names, people=(), years=(), year=None, fame=0):
    named = Named(number, NameKind.TITLE, names[0], names, year, fame)
    return KnownTitle(named, frozenset(people), frozenset(years))


def person(number, *names, titles=(), fame=0):
    return KnownPerson(Named(number, NameKind.PERSON, names[0], names, None, fame), frozenset(titles))


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("All of Us Are Dead Season 2", ("All of Us Are Dead", 2)),
        ("Squid Game S2", ("Squid Game", 2)),
        ("Squid Game, season two", ("Squid Game", 2)),
        ("Line of Duty Series 6", ("Line of Duty", 6)),
        ("Signal 2", ("Signal", 2)),
        ("Fukrey 3", ("Fukrey 3", None)),
        ("Apollo 13", ("Apollo 13", None)),
        ("Season 2", ("Season 2", None)),
        ("", ("", None)),
    ],
)
def test_a_season_in_a_name_is_parted_from_it(name, split):
    assert split_season(name, known=["Signal", "Squid Game"]) == split


def test_a_year_in_brackets_is_parted_from_a_name():
    assert split_year("Rebecca (1940)") == ("Rebecca", 1940)
    assert split_year("1917") == ("1917", None)


@given(st.text(max_size=40))
def test_any_name_can_be_split(name):
    rest, season = split_season(name)
    assert name.startswith(rest)
    assert (season is None) == (rest == name)


# ------------------------------------------------------------------ titles


def test_an_equal_name_or_alias_means_the_title():
    known = [title(1, "All of Us Are Dead", "지금 우리 학교는"), title(2, "Signal")]
    assert choose_title(TitleMention(("all of us are dead!",)), known) == 1
    assert choose_title(TitleMention(("AOUAD", "지금 우리 학교는")), known) == 1
    assert choose_title(TitleMention(("All of Us",)), known) is None


def test_works_of_one_name_are_told_apart_by_year():
    known = [title(1, "Rebecca", year=1940), title(2, "Rebecca", year=2020)]
    assert choose_title(TitleMention(("Rebecca",), year=2020), known) == 2
    assert choose_title(TitleMention(("Rebecca",), year=1997), known) is None


def test_a_work_released_years_apart_is_another_one():
    known = [title(1, "Signal", years={(-1, 2016), (1, 2016)})]
    assert choose_title(TitleMention(("Signal",), years=frozenset({(1, 2017)})), known) == 1
    assert choose_title(TitleMention(("Signal",), years=frozenset({(2, 2026)})), known) == 1
    assert choose_title(TitleMention(("Signal",), years=frozenset({(1, 1983)})), known) is None


def test_shared_people_outweigh_a_distant_year():
    known = [title(1, "Signal", years={(1, 2016)}, people={7})]
    mention = TitleMention(("Signal",), people=frozenset({7}), years=frozenset({(1, 2011)}))
    assert choose_title(mention, known) == 1


def test_of_several_the_one_with_most_shared_people_then_the_best_known_is_meant():
    known = [title(1, "Anna", people={5}, fame=1), title(2, "Anna", people={7, 8}, fame=3), title(3, "Anna", fame=9)]
    assert choose_title(TitleMention(("Anna",), people=frozenset({8})), known) == 2
    assert choose_title(TitleMention(("Anna",)), known) == 3


# ------------------------------------------------------------------ people


def test_an_equal_name_is_the_same_person():
    known = [person(1, "Penélope Cruz"), person(2, "Pedro Pascal")]
    assert choose_person(PersonMention(("penelope cruz",)), known) == Choice(1)


def test_another_spelling_is_the_same_person_where_a_title_is_shared():
    known = [person(1, "Park Ji-hu", titles={4})]
    assert choose_person(PersonMention(("Park Ji-hoo",), frozenset({4})), known) == Choice(1)


def test_another_spelling_alone_only_proposes():
    known = [person(1, "Park Ji-hu", titles={4})]
    assert choose_person(PersonMention(("Park Ji-hoo",), frozenset({5})), known) == Choice(None, (1,))


def test_a_person_with_another_name_is_not_even_proposed():
    known = [person(1, "Park Ji-hoon", titles={4})]
    assert choose_person(PersonMention(("Park Ji-hoo",), frozenset({4})), known) == Choice(None)


def test_an_equal_name_wins_over_a_variant_that_is_then_proposed():
    known = [person(1, "Lee Byung-hun", titles={4}), person(2, "Lee Byeong-heon", titles={9})]
    assert choose_person(PersonMention(("Lee Byeong-heon",), frozenset({4})), known) == Choice(2, (1,))


def test_of_people_with_one_name_the_one_with_the_shared_title_is_meant():
    known = [person(1, "Lee Byung-hun", titles={4}, fame=9), person(2, "Lee Byung-hun", titles={7})]
    assert choose_person(PersonMention(("Lee Byung-hun",), frozenset({7})), known) == Choice(2)
    assert choose_person(PersonMention(("Lee Byung-hun",)), known) == Choice(1)


def test_a_surname_alone_means_nobody_in_particular():
    assert full_names(("Atsumi Tanezaki", "Tanezaki")) == ("Atsumi Tanezaki",)
    assert full_names(("Lomon",)) == ("Lomon",)
    known = [person(1, "Kanehito Yamada", "Yamada")]
    assert choose_person(PersonMention(("Takayuki Yamada", "Yamada")), known) == Choice(None)


def test_hangul_finds_the_romanised_name():
    known = [person(1, "Jo Yi-hyun", titles={4})]
    assert choose_person(PersonMention(("조이현",), frozenset({4})), known) == Choice(1)
