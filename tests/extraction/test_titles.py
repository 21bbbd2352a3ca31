"""The title model's rules that need no weights: numbers behind titles, headings, chains of sentences, best names."""

from bot.extraction import focus, season_focus, seasons
from bot.extraction.entities import _best
from bot.extraction.models import TITLE, Span
from bot.extraction.sentences import split
from bot.extraction.spans import make
from bot.extraction.titles import gather
from bot.extraction.trees import Trees


def mention(text: str, sentences, words: str) -> Span:
    """Return the first place of some words, as a title."""
    start = text.index(words)
    for sentence in sentences:
        starts = [token.start for token in sentence.tokens]
        if start in starts:
            last = max(i for i, token in enumerate(sentence.tokens) if token.end <= start + len(words))
            span = make(text, sentence, starts.index(start), last)
            span.kind = TITLE
            return span
    raise AssertionError(words)


def test_number_behind_a_series_is_its_season():
    text = "The drama series Night Tram 3 begins its third season in May, the network said of the series."
    sentences = split(text)
    span = mention(text, sentences, "Night Tram 3")
    titles = gather([span], sentences)
    assert [title.name for title in titles.values()] == ["Night Tram"]
    assert span.season == 3


def test_number_behind_a_film_belongs_to_its_name():
    text = "The film Night Tram 3 opens in cinemas in May; the movie is the sequel to a film of 2019."
    sentences = split(text)
    span = mention(text, sentences, "Night Tram 3")
    assert [title.name for title in gather([span], sentences).values()] == ["Night Tram 3"]
    assert span.season is None


def test_heading_holds_until_the_next():
    text = "Two shows\n\nNight Tram\n\nIt opens in May. Nobody knows more.\n\nSalt Road\n\nThis one is late."
    sentences = split(text, len("Two shows"))
    spans = [mention(text, sentences, name) for name in ("Night Tram", "Salt Road")]
    titles = gather(spans, sentences)
    by_sentence = {span.sentence: [span] for span in spans}
    reading = focus.Reading(sentences, by_sentence, titles, None)
    night, salt = (span.of for span in spans)
    assert reading.headings == [None, night, night, night, salt, salt]
    assert salt in focus.options(5, reading)


def test_season_is_carried_by_sentences_that_go_on_about_it():
    text = "Season one began in 2020. It was penned by two. The drama was shot in Busan. Fans wait for more."
    sentences = split(text)
    found = {s.index: seasons.find(text, s, ()) for s in sentences}
    reading = season_focus.Reading(text, sentences, found, ["x"] * 4, "x", 2, True, 2024)
    assert reading.carried == [1, 1, 1, None]


def test_ordinal_without_a_noun_counts_where_seasons_are_spoken_of():
    text = "The second season ended in May. The third is in the works."
    sentences = split(text)
    found = {s.index: seasons.find(text, s, ()) for s in sentences}
    assert [m.number for m in seasons.sure(found)[1]] == [3]
    assert seasons.sure({1: found[1]}) == {1: []}


def test_best_names_do_not_overlap():
    sentence = split("Wolf Hall and The Mirror")[0]
    text = "Wolf Hall and The Mirror"
    whole, left, right = make(text, sentence, 0, 4), make(text, sentence, 0, 1), make(text, sentence, 3, 4)
    assert _best([(left, 2.0, TITLE), (right, 1.0, TITLE), (whole, 2.5, TITLE)]) == [left, right]
    assert _best([(left, 2.0, TITLE), (right, 1.0, TITLE), (whole, 3.5, TITLE)]) == [whole]


def test_trees_add_up_and_take_a_missing_number_for_zero():
    model = Trees(("a",), 0.5, (((0, 1.0, 1, 2), (-1, -2.0, 0, 0), (-1, 3.0, 0, 0)),))
    assert model.score({"a": 2.0}) == 3.5
    assert model.score({}) == -1.5
