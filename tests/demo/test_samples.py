"""The sample articles that are shipped, and what is said when they are broken."""

import json
from datetime import date

import pytest

from bot.config import DATA
from bot.demo.samples import load
from bot.demo.show import EARLY
from bot.errors import StartupError
from tests.demo.toy import NOON

SAMPLES = DATA / "samples"
OUTLETS = {"reel": {"name": "The Reel", "tagline": "All of it", "language": "en", "colour": "#000000"}}
ARTICLE = {
    "outlet": "reel",
    "url": "/2025/02/one/",
    "headline": "One",
    "author": "Jo",
    "categories": ["A", "B"],
    "summary": "In short",
    "text": "At length",
    "image": None,
    "order": 2,
}


def write(folder, **articles):
    (folder / "outlets.json").write_text(json.dumps(OUTLETS))
    for name, fields in articles.items():
        (folder / f"{name}.json").write_text(json.dumps(fields))
    return folder


def test_the_shipped_samples_are_many_by_several_outlets():
    samples = load(SAMPLES)
    assert len(samples) >= 40
    assert len({sample.outlet for sample in samples}) >= 4
    assert [sample.order for sample in samples] == sorted({sample.order for sample in samples})
    assert len({(sample.outlet, sample.slug) for sample in samples}) == len(samples)


def test_every_picture_that_a_sample_names_is_shipped_and_small():
    names = {sample.image for sample in load(SAMPLES)} - {None}
    assert {name for name in names if not (SAMPLES / "images" / name).is_file()} == set()
    assert max((SAMPLES / "images" / name).stat().st_size for name in names) < 400_000


def test_the_founding_story_is_among_the_first():
    assert any("zombie" in sample.headline.lower() for sample in load(SAMPLES)[:8])


def test_articles_are_read_in_the_order_of_their_release(tmp_path):
    first, second = load(write(tmp_path, a=ARTICLE, b={**ARTICLE, "order": 1, "url": "/two", "image": "two.png"}))
    assert (first.slug, second.slug, first.image) == ("two", "one", "two.png")
    assert (second.outlet.name, second.categories, second.text) == ("The Reel", ("A", "B"), "At length")


@pytest.mark.parametrize("broken", [{}, {**ARTICLE, "outlet": "nobody"}, []])
def test_a_broken_sample_is_one_clear_sentence(tmp_path, broken):
    with pytest.raises(StartupError, match=f"The sample articles in {tmp_path} cannot be read"):
        load(write(tmp_path, a=broken))


def test_missing_samples_are_one_clear_sentence(tmp_path):
    with pytest.raises(StartupError, match="cannot be read: FileNotFoundError"):
        load(tmp_path / "nowhere")


# ------------------------------------------------------------------ staged dates


@pytest.mark.parametrize(
    ("written", "today", "shown"),
    [
        ("{{day+12}}", date(2026, 11, 23), "5 December 2026"),
        ("{{day-1}}", date(2024, 3, 1), "29 February 2024"),
        ("{{us+12}}", date(2026, 12, 23), "January 4, 2027"),
        ("{{month+1}}", date(2026, 12, 31), "January 2027"),
        ("{{month+2}}", date(2027, 1, 31), "March 2027"),
        ("{{year+1}}", date(2026, 11, 23), "2027"),
        ("{{season+4}}", date(2026, 11, 23), "spring 2027"),
        ("{{season+0}}", date(2026, 12, 1), "winter 2026"),
        ("{{season+2}}", date(2026, 12, 1), "winter 2026"),
        ("{{season+1}}", date(2026, 5, 1), "summer 2026"),
        ("{{season+4}}", date(2026, 5, 1), "autumn 2026"),
    ],
)
def test_a_staged_date_is_told_as_of_today(tmp_path, written, today, shown):
    text = dict.fromkeys(("headline", "summary", "text"), f"It is {written}.")
    (sample,) = load(write(tmp_path, a={**ARTICLE, **text}))
    dated = sample.dated(today)
    assert {dated.headline, dated.summary, dated.text} == {f"It is {shown}."}
    assert (sample.staged, dated.staged) == (False, True)


def test_an_article_without_staged_dates_stays_as_it_is(tmp_path):
    (sample,) = load(write(tmp_path, a=ARTICLE))
    assert sample.dated(date(2026, 11, 23)) == sample


def test_no_shipped_sample_has_a_staged_date_that_is_not_told():
    for sample in load(SAMPLES):
        dated = sample.dated(date(2026, 11, 23))
        assert "{{" not in dated.headline + dated.summary + dated.text, sample.slug


def test_the_founding_title_gets_a_date_before_the_opening_and_another_one_after_it():
    staged = [
        sample for sample in load(SAMPLES) if sample.dated(NOON.date()).staged and "Us Are Dead" in sample.headline
    ]
    first, *moves = staged
    assert first.order <= EARLY < min(move.order for move in moves)
    assert all("{{day+12}}" in sample.text or "{{us+12}}" in sample.text for sample in staged)
    assert all("+19}}" in move.headline for move in moves)
    assert len({move.outlet for move in moves}) == len(moves) >= 2
