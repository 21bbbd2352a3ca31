"""The sample articles that are shipped, and what is said when they are broken."""

import json

import pytest

from bot.config import DATA
from bot.demo.samples import load
from bot.errors import StartupError

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
