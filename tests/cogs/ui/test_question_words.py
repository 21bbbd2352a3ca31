"""Questions in words: every way of asking, in every language, harmless whatever a title is called."""

import re

import pytest

from cogs.ui.question_words import asked
from cogs.ui.text import catalogue

WORDINGS = sorted(key for key in catalogue().languages["en"] if re.fullmatch(r"question\..+\.\d", key))
VALUES = {
    "title": "Glass Harbor", "person": "Seo Min-ah", "character": "Han Ji-won", "other": "Oh Hye-rin", "kind": "novel",
    "outlet": "Soompi", "prize": "best drama", "ceremony": "59th Star Awards",
}  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("wording", WORDINGS)
def test_every_question_is_a_sentence(locale, wording):
    for values in (VALUES, {**VALUES, "season": "2"}):
        said = asked(locale, wording, values)
        assert said[:1] == said[:1].upper()
        assert said.removesuffix(" (Soompi 보도)").endswith(("?", "."))
        assert not re.search(r"[{}]", said)


def test_each_thing_is_asked_in_three_ways():
    ways = {}
    for wording in WORDINGS:
        stem, _, number = wording.rpartition(".")
        ways.setdefault(stem, set()).add(number)
    assert set(map(frozenset, ways.values())) == {frozenset("123")}
    assert len(ways) == 22


def test_particles_follow_the_sound():
    assert asked("ko", "question.plays.2", VALUES) == "‘Glass Harbor’의 Han Ji-won은 누가 연기하나요?"
    assert asked("ko", "question.network.1", {"title": "오징어 게임"}) == "‘오징어 게임’은 어디에서 볼 수 있나요?"
    assert asked("ko", "question.network.1", {"title": "마우스"}) == "‘마우스’는 어디에서 볼 수 있나요?"
    assert asked("ko", "question.year.1", {"title": "X", "season": "2"}) == "‘X’ 시즌 2가 처음 공개된 해는?"


def test_names_of_strangers_do_nothing():
    said = asked("en", "question.plays.1", {"title": "**[x](http://y.example)** @everyone", "character": "<@1> `a`"})
    assert not re.search(r"[\[\]<>`*]|@everyone|http://", said)
    long = asked("en", "question.plays.1", {"title": "t" * 900, "character": "c" * 900})
    assert len(long) < 250
