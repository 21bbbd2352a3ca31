"""Which phrases of an article may be names that are known."""

import pytest

from bot.domain.names import key
from bot.domain.reading import LONGEST_NAME, MOST_PHRASES, phrases


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Netflix renews Glass Harbor for more.", "Glass Harbor"),
        ("In “Glass Harbor,” a pilot returns.", "glass harbor"),
        ("Glass Harbor’s second season", "Glass Harbor"),
        ('"Glass Harbor"\'s second season', "Glass Harbor"),
        ("Grey's Anatomy ends", "Grey's Anatomy"),
        ("the drama 조명가게 opens", "조명가게"),
        ("the film 9-1-1 opens", "9-1-1"),
        ("with Seo Min Ah in it", "Seo Min-ah"),
        ("All of Us\nAre Dead", "All of Us Are Dead"),
        ("¡Ándale! ends", "Andale"),
    ],
)
def test_a_name_in_the_text_is_among_its_phrases(text, name):
    assert key(name) in phrases(text)


@pytest.mark.parametrize("text", ["", "—", "all in small letters", "the series"])
def test_nothing_begins_with_a_small_letter(text):
    assert phrases(text) == ()


def test_each_phrase_is_told_once_and_none_is_longer_than_names_are():
    found = phrases("One Two " * 40)
    assert len(found) == len(set(found)) == 2 * LONGEST_NAME
    assert max(map(len, found)) == 3 * LONGEST_NAME


def test_a_long_text_is_looked_at_only_so_far():
    assert len(phrases(" ".join(f"W{n}" for n in range(20_000)))) == MOST_PHRASES
