"""The annotated articles: complete, consistent, and with every fact's evidence in the text."""

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "training"
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


@pytest.fixture(scope="module")
def articles():
    """Every article, by the name of its file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def test_there_are_enough_articles_by_enough_writers(articles):
    assert len(articles) >= 150
    assert len({article["writer"] for article in articles.values()}) >= 12


def test_every_sixth_article_or_so_has_no_fact(articles):
    assert sum(not article["facts"] for article in articles.values()) * 20 >= len(articles)


def test_the_head_is_complete(articles):
    for name, article in articles.items():
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", article["published"]), name
        assert article["title"], name
        assert article["style"], name
        assert len(article["text"]) >= 100, name


def test_the_sentences_are_in_order_and_inside(articles):
    for name, article in articles.items():
        end = 0
        for sentence in article["sentences"]:
            assert end <= sentence["start"] < sentence["end"] <= len(article["text"]), name
            end = sentence["end"]


def facts(articles):
    return [(name, article, fact) for name, article in articles.items() for fact in article["facts"]]


def test_the_facts_are_of_the_vocabulary(articles):
    for name, article, fact in facts(articles):
        assert fact["predicate"] in PREDICATES, name
        assert set(fact["qualifiers"]) <= QUALIFIERS.get(fact["predicate"], set()), name
        assert fact["certainty"] in {"confirmed", "reported", "rumored"}, name
        assert fact["evidence"] in article["text"], name


def test_the_objects_are_well_formed(articles):
    for name, _, fact in facts(articles):
        if fact["predicate"] == "publication_date":
            assert EDTF.match(fact["object"]), name
        elif fact["predicate"] == "number_of_episodes":
            assert fact["object"].isdigit(), name
        elif fact["predicate"] == "production_status":
            assert fact["object"] in STATUS, name
        else:
            assert fact["object"], name


def test_no_fact_is_there_twice(articles):
    for name, article in articles.items():
        found = [json.dumps(fact, sort_keys=True) for fact in article["facts"]]
        assert len(found) == len(set(found)), name
