"""The annotated articles: complete, consistent, and with every fact's evidence in the text."""

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "training"
ARTICLES = sorted(FOLDER.glob("*.json"))
PREDICATES = {
    "publication_date", "original_broadcaster", "director", "screenwriter", "production_company", "filming_location", "genre",  # noqa: E501
    "number_of_episodes", "based_on", "cast_member", "award_received", "production_status",
}  # fmt: skip
QUALIFIERS = {
    "cast_member": {"character", "role", "change"},
    "based_on": {"kind", "author"},
    "award_received": {"person", "ceremony", "date"},
    "production_status": {"date"},
}
STATUS = {"announced", "renewed", "in production", "wrapped", "postponed", "cancelled", "ended"}
EDTF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def article(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def test_there_are_enough_articles_by_enough_writers():
    writers = {json.loads(path.read_text(encoding="utf-8"))["writer"] for path in ARTICLES}
    assert len(ARTICLES) >= 150
    assert len(writers) >= 12


def test_every_sixth_article_or_so_has_no_fact():
    without = sum(not json.loads(path.read_text(encoding="utf-8"))["facts"] for path in ARTICLES)
    assert without * 20 >= len(ARTICLES)


def test_the_head_is_complete(article):
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", article["published"])
    assert article["title"]
    assert article["style"]
    assert len(article["text"]) >= 250


def test_the_sentences_are_in_order_and_inside(article):
    end = 0
    for sentence in article["sentences"]:
        assert end <= sentence["start"] < sentence["end"] <= len(article["text"])
        end = sentence["end"]


def test_the_facts_are_of_the_vocabulary(article):
    for fact in article["facts"]:
        assert fact["predicate"] in PREDICATES
        assert set(fact["qualifiers"]) <= QUALIFIERS.get(fact["predicate"], set())
        assert fact["certainty"] in {"confirmed", "reported", "rumored"}
        assert fact["evidence"] in article["text"]


def test_the_objects_are_well_formed(article):
    for fact in article["facts"]:
        if fact["predicate"] == "publication_date":
            assert EDTF.match(fact["object"])
        elif fact["predicate"] == "number_of_episodes":
            assert fact["object"].isdigit()
        elif fact["predicate"] == "production_status":
            assert fact["object"] in STATUS
        else:
            assert fact["object"]


def test_no_fact_is_there_twice(article):
    found = [json.dumps(fact, sort_keys=True) for fact in article["facts"]]
    assert len(found) == len(set(found))
