"""What may be the same, what surely is not: names, networks, places."""

import pytest

from bot.domain.questions.networks import excludes, is_one_of, rivals, shown_as
from bot.domain.questions.places import apart, is_place, others_like
from bot.domain.questions.sameness import gives_away, may_be_any, may_be_same, style


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("On-jo", "Nam On-jo", True),
        ("Lee You-mi", "Yi Yoo-mi", True),
        ("Noh Yoon-seo", "No Yoon-seo", True),
        ("Mickey7", "Mickey", True),
        ("Timothée Chalamet", "Chalamet Timothee", True),
        ("이진", "Lee Jin", True),
        ("Lee Jin", "Kim Jin", False),
        ("Emma Stone", "Emma Thompson", False),
        ("best actress", "best new actress", True),
    ],
)
def test_names_may_be_one(one, other, same):
    assert may_be_same(one, other) is may_be_same(other, one) is same
    assert may_be_any([one, "Nobody Else"], [other]) is same


@pytest.mark.parametrize(
    ("answer", "said", "given"),
    [
        ("Mickey Barnes", ["Mickey 17"], True),
        ("Mickey7", ["Mickey 17"], True),
        ("12", ["12 Monkeys"], True),
        ("Han Ji-won", ["Glass Harbor", "Seo Min-ah"], False),
        ("우영우", ["이상한 변호사 우영우"], True),
        ("HBO", ["The Last of Us"], False),
        ("Lee Jin", ["Lee Soo"], False),
    ],
)
def test_a_question_does_not_give_its_answer_away(answer, said, given):
    assert gives_away(answer, said) is given


def test_names_look_korean_japanese_or_neither():
    looks = [
        style(one) for one in ("Park Ji-hu", "Hyun Bin", "박지후", "Hayao Miyazaki", "Emma Stone", "Lomon", "Ли Д")
    ]
    assert looks == ["korean", "korean", "hangul", "japanese", "latin", "any", "other"]


def test_networks_of_one_kind_exclude_each_other():
    assert excludes("Netflix", "Disney Plus")
    assert not any(excludes("Netflix", other) for other in ("Netflix", "tvN", "HBO", "Some Channel"))
    assert not excludes("Hulu", "Disney+")
    assert is_one_of("BBC Two", ["BBC One"])
    assert not is_one_of("ITV", ["BBC One"])
    assert is_one_of("Some Channel", ["some channel"])
    assert {"JTBC", "SBS"} <= set(rivals("tvN"))
    assert "tvN" not in rivals("OCN")
    assert rivals("Some Channel") == ()
    assert [shown_as(one) for one in ("Disney", "apple tv", "AMC", "Some Channel")] == [
        "Disney+",
        "Apple TV+",
        "AMC",
        "Some Channel",
    ]


def test_places_of_one_level_are_apart():
    assert apart("Seoul", "Busan")
    assert not any(apart("Seoul", other) for other in ("Seoul", "South Korea", "Nowhere"))
    assert not apart("New York", "New York City")
    assert is_place("Vilnius")
    assert "Busan" in others_like("Seoul")
    assert others_like("Nowhere") == ()
