"""Facts in words: values, whole lines, the line under a headline, and the numbers of their sources."""

import pytest

from bot.domain.beliefs import believe
from bot.domain.facts import Predicate
from cogs.ui.citations import Sources, tail, together
from cogs.ui.fact_words import ceremony, headed, key_line, qualified, titled, value
from tests.said import said

HEADLINE = "'Glass Harbor' is back"


def belief(*args, **more):
    (one,) = believe([said(*args, **more)], {}, 0.5)
    return one


@pytest.mark.parametrize(
    ("fact", "english", "korean"),
    [
        (said("publication_date", "2025-21"), "spring 2025", "2025년 봄"),
        (said("production_status", "in production"), "in production", "제작 중"),
        (said("production_status", "Filming"), "Filming", "Filming"),
        (said("number_of_episodes", "1"), "1 episode", "1부작"),
        (said("number_of_episodes", "12"), "12 episodes", "12부작"),
        (said("number_of_episodes", "a dozen"), "a dozen", "a dozen"),
        (said("number_of_episodes", "٣"), "٣", "٣"),
        (said("based_on", "Salt Line"), "Salt Line", "Salt Line"),
        (said("based_on", "Salt Line", kind="webtoon"), "Salt Line (webtoon)", "Salt Line (웹툰)"),
        (said("based_on", "Salt Line", author="Pyo"), "Salt Line by Pyo", "Salt Line (Pyo)"),
        (said("based_on", "It", kind="true story", author="Pyo"), "It (true story by Pyo)", "It (실화, Pyo)"),
        (said("based_on", "It", kind="opera"), "It (opera)", "It (opera)"),
        (said("award_received", "Best Drama"), "Best Drama", "Best Drama"),
        (said("award_received", "Best Actor", person="Lee"), "Best Actor (Lee)", "Best Actor (Lee)"),
        (said("genre", "*zombie*"), "∗zombie∗", "∗zombie∗"),
    ],
)
def test_a_value_is_said_in_the_readers_language(fact, english, korean):
    assert value("en", fact, {}) == english
    assert value("ko", fact, {}) == korean


def test_people_go_by_the_name_that_they_are_known_by():
    fact = said("cast_member", "Park Ji-hoo", person_id=7, character="Nam On-jo", season=2)
    assert value("en", fact, {7: "Park Ji-hu"}) == "Park Ji-hu"
    assert value("en", fact, {}) == "Park Ji-hoo"
    assert headed("en", fact, {7: "Park Ji-hu"}) == "Season 2 · Cast: Park Ji-hu as Nam On-jo"
    assert headed("ko", fact, {7: "박지후"}) == "시즌 2 · 출연: 박지후 (Nam On-jo 역)"


def test_a_year_stands_behind_a_title_once():
    assert titled("Rebecca", 1940) == "Rebecca (1940)"
    assert titled("Rebecca (1940)", 1940) == "Rebecca (1940)"
    assert titled("Rebecca", None) == "Rebecca"


def test_roles_comings_and_goings_have_words_and_unknown_ones_stand_as_they_are():
    assert qualified("en", said("cast_member", "A", person_id=1, role="main", change="returning")) == ["returns"]
    assert qualified("en", said("cast_member", "A", person_id=1, role="guest")) == ["guest"]
    assert qualified("ko", said("cast_member", "A", person_id=1, role="narrator", change="joining")) == [
        "narrator",
        "합류",
    ]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, ""),
        ({"ceremony": "8th APAN Star Awards"}, "8th APAN Star Awards"),
        ({"date": "2022-09-29"}, "29 September 2022"),
        ({"ceremony": "APAN", "date": "2022"}, "APAN, 2022"),
    ],
)
def test_a_ceremony_is_told_as_far_as_it_is_known(known, words):
    assert ceremony("en", said("award_received", "Best Drama", **known)) == words


# ------------------------------------------------------------------ certainty and sources


def test_only_what_is_not_confirmed_says_how_sure_it_is():
    assert tail("en", Sources(9, linked=False), belief("genre", "a")) == "\u00a0¹"
    assert tail("en", Sources(9, linked=False), belief("genre", "a", certainty="reported")) == " (reported)\u00a0¹"
    assert tail("ko", Sources(9, linked=False), belief("genre", "a", certainty="rumored")) == " (소문)\u00a0¹"


def test_a_weaker_denial_stands_beside_what_it_denies():
    facts = [said("genre", "a"), said("genre", "a", negated=True, certainty="rumored", outlet="Dispatch", day=1)]
    (one,) = believe(facts, {}, 0.5)
    assert tail("en", Sources(9, linked=False), one) == "\u00a0¹ (denied by Dispatch)\u00a0²"


def test_sources_are_numbered_as_they_are_cited_and_listed_with_outlet_and_day():
    first, second = said("genre", "a"), said("genre", "b", outlet="Dispatch", day=1)
    sources = Sources(9)
    assert sources.mark([second]) == f"\u00a0[¹]({second.source.url})"
    assert sources.mark([first, second]) == f"\u00a0[¹]({second.source.url})\u00a0[²]({first.source.url})"
    assert sources.lines("en") == [
        f"-# ¹ [Dispatch]({second.source.url}) · <t:{int(second.source.at.timestamp())}:D>",
        f"-# ² [Soompi]({first.source.url}) · <t:{int(first.source.at.timestamp())}:D>",
    ]


def test_one_outlet_is_cited_once_for_one_thing():
    same = [said("genre", "a"), said("genre", "a", day=1), said("genre", "a", outlet="Dispatch")]
    sources = Sources(9, linked=False)
    assert sources.mark(same) == "\u00a0¹\u00a0²"
    assert len(sources.lines("en")) == 2


def test_sources_beyond_the_room_are_counted_not_numbered():
    sources = Sources(1, linked=False)
    assert sources.mark([said("genre", "a")]) == "\u00a0¹"
    assert sources.mark([said("genre", "b", outlet="B"), said("genre", "b", outlet="C")]) == ""
    assert sources.lines("en")[1] == "-# and 2 more sources: see the evidence"


def test_things_of_the_same_sources_share_one_mark():
    one, two, three = belief("genre", "a", story=1), belief("genre", "b"), belief("genre", "c")
    told = [("a", one), ("b", one), ("c", two), ("d", three)]
    assert together("en", Sources(1, linked=False), told) == "a, b\u00a0¹ · c, d"


# ------------------------------------------------------------------ under a headline


def test_the_line_says_the_season_once_and_then_what_is_new():
    facts = [
        said("publication_date", "2025", season=2),
        said("original_broadcaster", "Netflix"),
        said("cast_member", "No Yoon-seo", person_id=1, season=2, change="joining", certainty="reported"),
    ]
    assert key_line("en", facts, HEADLINE) == "**Season 2 · 2025 · Netflix · + No Yoon-seo (reported)**"
    assert key_line("ko", facts, HEADLINE) == "**시즌 2 · 2025년 · Netflix · + No Yoon-seo (보도)**"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (said("cast_member", "Ara", person_id=1), "**with Ara**"),
        (said("cast_member", "Ara", person_id=1, change="leaving"), "**− Ara**"),
        (said("cast_member", "Ara", person_id=1, change="returning"), "**Ara returns**"),
        (said("cast_member", "Ara", person_id=1, change="sulking"), "**Ara**"),
        (said("director", "Ara", person_id=1), "**directed by Ara**"),
        (said("number_of_episodes", "8"), "**8 episodes**"),
        (said("genre", "`x` <@1>"), "**ˋxˋ ‹@1›**"),
    ],
)
def test_every_kind_of_fact_is_said_in_short(fact, words):
    assert key_line("en", [fact], HEADLINE) == words


def test_no_facts_make_no_line_and_two_seasons_none_of_them():
    assert key_line("en", [], HEADLINE) == ""
    two = [said("publication_date", "2025", season=2), said("publication_date", "2022", season=1)]
    assert key_line("en", two, HEADLINE) == "**2025 · 2022**"


def test_a_headline_that_names_no_title_is_helped_out():
    fact = said("original_broadcaster", "Netflix")
    assert key_line("en", [fact], "Six dramas worth a train ticket") == "**Glass Harbor · Netflix**"
    assert key_line("en", [fact], "GLASS HARBOR's second wind") == "**Netflix**"


def test_sources_that_are_listed_already_are_cited_again():
    first, second = said("genre", "a"), said("genre", "b")
    sources = Sources(9, linked=False)
    sources.mark([second])
    assert sources.mark([first, second]) == "\u00a0¹"
    unsure = said("genre", "c", certainty="rumored")
    sources.mark([unsure])
    assert sources.mark([first, unsure]) == "\u00a0³"


def test_every_kind_of_fact_has_its_words():
    for predicate in Predicate:
        assert ": x" in headed("en", said(predicate.value, "x", person_id=1), {}).casefold()
