"""Each stage by itself: plain marks, sentences, candidate spans, seasons, titles, linear models."""

from dataclasses import replace

import pytest

from bot.extraction import seasons, spans, titles
from bot.extraction.linear import Linear, logistic, softmax
from bot.extraction.models import TITLE
from bot.extraction.names import is_korean, key, lists
from bot.extraction.normalise import LONGEST, normalise
from bot.extraction.sentences import split


@pytest.mark.parametrize("text", ["“Signal” – it’s\u00a0on", "«Élite»", "a\tb\r\nc", "시즌 2", "\ud800 lone", "ﬁne"])
def test_normalising_keeps_every_offset(text):
    assert len(normalise(text)[0]) == len(text)


def test_normalising_makes_marks_plain():
    assert normalise("“It’s”")[0] == '"It\'s"'


def test_a_very_long_text_is_cut_with_a_note():
    text, notes = normalise("a" * (LONGEST + 1))
    assert len(text) == LONGEST
    assert notes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Mr. Kim met Dr. Lee. They spoke.", 2),
        ('"It is over." She left.', 2),
        ("On Sept. 17 it opened. Good.", 2),
        ("A headline\n\nA text.", 2),
        ("It starts at 9 p.m. on Sunday.", 1),
        ("", 0),
        ("  \n ", 0),
    ],
)
def test_sentences_end_where_they_end(text, count):
    assert len(split(text)) == count


def test_sentences_cover_their_words():
    text = "Lee Jung-jae's back. He is."
    first = split(text)[0]
    assert [token.text for token in first.tokens] == ["Lee", "Jung-jae", "'s", "back", "."]
    assert all(text[token.start : token.end] == token.text for token in first.tokens)


def test_the_headline_is_marked():
    above, below = split("Up it goes\n\nIt went up.", len("Up it goes"))
    assert (above.headline, below.headline) == (True, False)
    assert below.opens_paragraph


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Netflix renewed 'Squid Game' on Monday.", "Squid Game"),
        ("The cast of All of Us Are Dead returns.", "All of Us Are Dead"),
        ("She was in The Lord of the Rings: The Two Towers too.", "The Lord of the Rings: The Two Towers"),
        ("Yoon Chan-young and Park Ji-hoo return.", "Park Ji-hoo"),
        ("The series 무빙 returns.", "무빙"),
        ('A speech about "nothing at all" ended it.', "nothing at all"),
    ],
)
def test_every_name_is_offered(text, name):
    assert name in {span.text for span in spans.candidates(text, split(text)[0])}


@pytest.mark.parametrize(
    ("name", "korean"),
    [
        ("Park Ji-hoo", True),
        ("Yoon Chan-young", True),
        ("Kim So Yeon", True),
        ("Kim Namu", True),
        ("Gary Oldman", False),
        ("Kim", False),
        ("Kim Basinger", False),
    ],
)
def test_korean_names_are_known_by_their_build(name, korean):
    assert is_korean(name) is korean


def test_keys_fold_case_accents_and_marks():
    assert key("Élite: The Série!") == "elitetheserie"


def test_words_have_their_classes():
    assert "DIRECT" in lists().cues["helmed"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The second season opens.", [2]),
        ("Season 3 and season four follow.", [3, 4]),
        ("Heartstopper S3 lands.", [3]),
        ("The fifth and final season is coming.", [5]),
        ("The sophomore run starts.", [2]),
        ("Seasons two and three were ordered.", [2, 3]),
        ("시즌 2 확정", [2]),
        ("It was the first episode.", []),
    ],
)
def test_seasons_are_read(text, numbers):
    assert [mention.number for mention in seasons.find(text, split(text)[0], ())] == numbers


def test_the_headline_decides_the_main_season():
    text = "Signal season 2 is on\n\nThe first season ended. The first season was good."
    sentences = split(text, len("Signal season 2 is on"))
    found = [m for s in sentences for m in seasons.find(text, s, ())]
    assert seasons.main_season(found, sentences) == 2


def gathered(text: str, *names: str) -> dict[str, titles.Title]:
    sentences = split(text)
    found = [s for sentence in sentences for s in spans.candidates(text, sentence) if s.text in names]
    whole = [s for s in found if not any(o.start <= s.start and s.end <= o.end and o is not s for o in found)]
    for span in whole:
        span.kind = TITLE
    return titles.gather(whole, sentences)


def test_mentions_of_one_work_come_together():
    works = gathered("The Crown is back. Crown fans cheer.", "The Crown", "Crown")
    assert list(works) == ["crown"]
    assert len(works["crown"].mentions) == 2


def test_a_number_after_a_series_is_its_season():
    works = gathered("The series Signal ends. The drama Signal 2 is no season yet.", "Signal", "Signal 2")
    assert [m.season for m in works["signal"].mentions] == [None, 2]


def test_a_number_after_a_film_is_its_name():
    works = gathered("The film Pushpa opened. The film Pushpa 2 opens in cinemas.", "Pushpa", "Pushpa 2")
    assert set(works) == {"pushpa", "pushpa2"}


def test_a_linear_model_adds_what_it_knows():
    model = Linear(("True",), (-1.0,), {"a": (2.0,), "b": (-0.5,)})
    assert model.scores(["a", "b", "unknown"]) == [0.5]
    assert model.chance(["a"]) == logistic(1.0) > 0.5
    assert [cue.name for cue in model.cues(["b", "a", "unknown"])] == ["a", "b"]


def test_probabilities_add_up():
    assert sum(softmax([1.0, 2.0, 900.0])) == pytest.approx(1)
    assert 0 < logistic(-1e9) < logistic(1e9) <= 1


def test_sentences_are_values():
    sentence = split("One.")[0]
    assert replace(sentence, opens_paragraph=False) != sentence
