"""Articles by writers of whom nothing was learnt: what is shown of them must stay right, and enough must be found."""

from pathlib import Path

import pytest

from bot.extraction.engine import extract
from bot.training.gold import load
from bot.training.scoring import Tally, tally

UNSEEN = Path(__file__).parent / "unseen"


def read(at: str, *, loose: bool = False) -> Tally:
    golds = load(UNSEEN)
    found = [extract(g.article.text, g.article.headline, g.article.published, at=at).facts for g in golds]
    return tally(zip(golds, found, strict=True), loose=loose)


@pytest.fixture(scope="module")
def shown() -> Tally:
    return read("shown")


def test_what_is_shown_is_right(shown):
    assert shown.precision() >= 0.7


def test_enough_is_shown(shown):
    assert shown.recall() >= 0.25


def test_what_is_asked_is_righter_still(shown):
    assert read("asked").precision() >= shown.precision()


def test_matched_facts_are_as_certain_as_said(shown):
    assert shown.right["certainty"] / shown.asked["certainty"] >= 0.9
