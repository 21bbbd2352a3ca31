"""The facts that a post tells in one line."""

from bot.domain.key_facts import key_facts
from tests.said import said


def objects(*facts, limit=3):
    return [fact.fact.object for fact in key_facts(facts, 0.9, limit)]


def test_the_news_comes_first_and_one_of_each_kind():
    facts = [
        said("genre", "zombie"),
        said("original_broadcaster", "Netflix"),
        said("cast_member", "Park Ji-hoo", season=2, change="returning"),
        said("cast_member", "No Yoon-seo", season=2, change="joining"),
        said("publication_date", "2025", season=2),
    ]
    assert objects(*facts) == ["2025", "No Yoon-seo", "Netflix"]
    assert objects(*facts, limit=1) == ["2025"]


def test_leads_come_before_others():
    assert objects(said("cast_member", "Somebody"), said("cast_member", "The Lead", role="main")) == ["The Lead"]


def test_nothing_denied_rumoured_or_unsure_is_told():
    assert objects(
        said("publication_date", "2018", negated=True),
        said("publication_date", "2019", certainty="rumored"),
        said("production_status", "renewed", confidence=0.6),
    ) == []  # fmt: skip


def test_only_the_title_and_season_that_the_story_is_about_are_told():
    facts = [
        said("director", "Other", title_id=2),
        said("publication_date", "2025", season=2),
        said("cast_member", "Oh Hye-rin", season=2),
        said("publication_date", "2023-10-06", season=1),
        said("original_broadcaster", "Netflix"),
    ]
    assert objects(*facts) == ["2025", "Oh Hye-rin", "Netflix"]


def test_a_reported_fact_is_told():
    assert objects(said("cast_member", "Na In-woo", certainty="reported")) == ["Na In-woo"]


def test_a_story_without_facts_has_no_line():
    assert objects() == []
