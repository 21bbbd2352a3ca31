"""Korean particles follow the sound of the word."""

import pytest

from bot.domain.josa import particle, with_particle


@pytest.mark.parametrize(
    ("word", "topic", "towards"),
    [
        ("넷플릭스", "는", "로"),
        ("지금 우리 학교는", "은", "으로"),
        ("서울", "은", "로"),
        ("‘오징어 게임’", "은", "으로"),
        ("Park Ji-hu", "는", "로"),
        ("Lee Jun-hyuk", "은", "으로"),
        ("Squid Game", "은", "으로"),
        ("“Castle”", "은", "로"),
        ("Disney+", "는", "로"),
        ("tvN", "은", "으로"),
        ("HBO", "는", "로"),
        ("KBS2", "는", "로"),
        ("Mickey 17", "은", "로"),
        ("시즌 3", "은", "으로"),
        ("1917", "은", "로"),
        ("Stephen King", "은", "으로"),
        ("Robert Downey Jr.", "는", "로"),
        ("Ellie", "는", "로"),
    ],
)
def test_a_particle_fits_the_end_of_its_word(word, topic, towards):
    assert particle(word, "은/는") == topic
    assert with_particle(word, "으로/로") == word + towards


@pytest.mark.parametrize("word", ["Scott", "Мир", "", "…"])
def test_both_forms_stand_where_the_sound_is_not_certain(word):
    assert [particle(word, forms) for forms in ("은/는", "이/가", "으로/로")] == ["은(는)", "이(가)", "(으)로"]
