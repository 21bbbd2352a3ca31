"""The sample articles of the demo are whole, varied, and fit the pictures and outlets they name."""

import json
import re
import struct
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
OUTLETS: dict[str, dict[str, str]] = json.loads((SAMPLES / "outlets.json").read_text("utf-8"))
ARTICLES: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("*-*.json"))
}
IMAGES = sorted((SAMPLES / "images").glob("*"))
FOUNDING = "all-of-us-are-dead-s2-production"

REQUIRED = {
    "outlet": str, "url": str, "headline": str, "author": str, "categories": list, "summary": str, "text": str,
    "published": str, "order": int, "event": str,
}  # fmt: skip
OPTIONAL = {"image", "follows", "revision"}
EVERY_ARTICLE = pytest.mark.parametrize("name", ARTICLES)


def duplicates(values: list[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def by_event() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in ARTICLES.values():
        found[article["event"]].append(article)
    return found


def test_there_are_enough_articles_and_outlets():
    assert 60 <= len(ARTICLES) <= 76, f"{len(ARTICLES)} articles in {SAMPLES}; the demo wants 60 to 76"
    unused = OUTLETS.keys() - {article["outlet"] for article in ARTICLES.values()}
    assert len(OUTLETS) == 6, f"outlets.json names {len(OUTLETS)} outlets; the demo wants 6"
    assert not unused, f"outlets.json names outlets without any article: {sorted(unused)}"


@EVERY_ARTICLE
def test_an_article_has_the_keys_and_types_the_demo_reads(name):
    article = ARTICLES[name]
    assert not (unknown := article.keys() - REQUIRED.keys() - OPTIONAL), f"{name}: unknown keys {sorted(unknown)}"
    for key, kind in REQUIRED.items():
        assert isinstance(article.get(key), kind), f"{name}: '{key}' must be of type {kind.__name__}"
        assert article[key], f"{name}: '{key}' is empty"
    assert article["outlet"] in OUTLETS, f"{name}: outlet '{article['outlet']}' is not in outlets.json"
    assert all(isinstance(word, str) for word in article["categories"]), f"{name}: categories are words"
    for key in ("headline", "author", "summary"):
        assert article[key] == " ".join(article[key].split()), f"{name}: '{key}' has stray blanks or line breaks"


@EVERY_ARTICLE
def test_a_file_is_named_after_its_order_and_url(name):
    article = ARTICLES[name]
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+\.json", name), f"{name}: call it NNN-slug.json, lower case"
    assert int(name[:3]) == article["order"], f"{name}: its 'order' is {article['order']}"
    assert re.fullmatch(r"/\d{4}/\d{2}/[a-z0-9-]+", article["url"]), f"{name}: '{article['url']}' is not /YYYY/MM/slug"
    assert article["url"].rsplit("/", 1)[1] == name[4:-5], f"{name}: the end of its url differs from the file name"
    when = datetime.fromisoformat(article["published"])
    assert when.tzinfo, f"{name}: 'published' needs a UTC offset"
    assert article["url"].startswith(f"/{when:%Y/%m}/"), f"{name}: url and 'published' disagree on the month"


@EVERY_ARTICLE
def test_an_article_is_as_long_as_news_is(name):
    article = ARTICLES[name]
    words = len(article["text"].split())
    assert 120 <= words <= 300, f"{name}: {words} words; write 120 to 300"
    assert article["text"] == article["text"].strip(), f"{name}: blank space around the text"
    assert len(article["text"].split("\n\n")) >= 3, f"{name}: separate paragraphs by blank lines"
    assert "\n" not in article["text"].replace("\n\n", ""), f"{name}: a line break inside a paragraph"
    assert len(article["headline"]) <= 120, f"{name}: the headline has {len(article['headline'])} characters"
    assert len(article["summary"]) <= 250, f"{name}: the summary should be one or two sentences"


@EVERY_ARTICLE
def test_an_article_is_in_the_language_of_its_outlet(name):
    article = ARTICLES[name]
    hangul = len(re.findall(r"[가-힣]", article["text"])) / len(article["text"])
    korean = OUTLETS[article["outlet"]]["language"] == "ko"
    assert (hangul > 0.5) == korean, f"{name}: {hangul:.0%} Hangul does not fit the language of {article['outlet']}"


def test_orders_and_links_are_unique():
    assert not (twice := duplicates([article["order"] for article in ARTICLES.values()])), f"orders used twice: {twice}"
    links = [(article["outlet"], article["url"]) for article in ARTICLES.values()]
    assert not (twice := duplicates(links)), f"links used twice: {twice}"
    assert not (twice := duplicates([url for _, url in links])), f"paths used twice: {twice}"
    heads = [article["headline"].casefold() for article in ARTICLES.values()]
    assert not (twice := duplicates(heads)), f"headlines used twice: {twice}"


def test_articles_do_not_share_whole_sentences():
    seen: dict[str, str] = {}
    for name, article in ARTICLES.items():
        for sentence in re.split(r"(?<=[.!?])\s+", article["text"]):
            if len(sentence.split()) >= 8:
                other = seen.setdefault(sentence.casefold(), name)
                assert other == name, f"{name} and {other} share the sentence: {sentence}"


def test_several_outlets_report_the_same_event():
    shared = {event: articles for event, articles in by_event().items() if len(articles) > 1}
    assert len(shared) >= 6, f"only {len(shared)} events are reported more than once; the demo wants at least 6"
    for event, articles in shared.items():
        outlets = [article["outlet"] for article in articles]
        assert not (twice := duplicates(outlets)), f"event '{event}': {twice} report it twice; use a follow-up event"
        times = [datetime.fromisoformat(article["published"]) for article in articles]
        span = max(times) - min(times)
        assert span.total_seconds() <= 72 * 3600, f"event '{event}' spans {span}; stories are clustered within 72 hours"


def test_a_follow_up_comes_later_than_what_it_follows():
    events = by_event()
    follow_ups = [article for article in ARTICLES.values() if "follows" in article]
    assert follow_ups, "no article has 'follows': the demo needs a follow-up story"
    for article in follow_ups:
        headline = article["headline"]
        earlier = events.get(article["follows"], [])
        assert earlier, f"'{headline}' follows '{article['follows']}', an event nobody reports"
        assert article["event"] != article["follows"], f"'{headline}': a follow-up is an event of its own"
        for before in earlier:
            assert before["order"] < article["order"], f"'{headline}' is released before '{before['headline']}'"
            assert datetime.fromisoformat(before["published"]) < datetime.fromisoformat(article["published"])


def test_one_article_is_edited_later():
    revised = {name: article for name, article in ARTICLES.items() if "revision" in article}
    assert len(revised) == 1, f"exactly one article carries a 'revision' for the demo's edit, found {sorted(revised)}"
    [(name, article)] = revised.items()
    revision = article["revision"]
    assert revision.keys() == {"headline", "summary", "text"}, f"{name}: a revision has headline, summary and text"
    for key, value in revision.items():
        assert value != article[key], f"{name}: the revision's '{key}' changes nothing"


def test_the_founding_story_is_told_by_several_outlets():
    articles = by_event()[FOUNDING]
    assert len(articles) >= 3
    text = "\n".join(f"{article['headline']}\n{article['text']}" for article in articles)
    for article in articles:
        word = "좀비" if OUTLETS[article["outlet"]]["language"] == "ko" else "zombie"
        assert word in article["headline"] + article["summary"] + article["text"], f"'{article['headline']}': no {word}"
    facts = (
        "Yoon Chan-young", "Park Ji-hoo", "Park Ji-hu", "Jo Yi-hyun", "Cho Yi-hyun", "No Yoon-seo", "Noh Yoon-seo",
        "28 January 2022", "12 episodes", "Lee Jae-kyoo", "Kim Nam-su", "Chun Sung-il", "Joo Dong-geun", "mutant",
        "Now at Our School", "Sunghee Girls' High School", "Andong", "APAN Star Awards", "KINTEX", "Goyang", "2025",
        "Netflix",
    )  # fmt: skip
    assert not (missing := [fact for fact in facts if fact not in text]), f"the founding story lacks {missing}"


def test_every_outlet_is_described_and_fictional():
    for slug, outlet in OUTLETS.items():
        assert outlet.keys() == {"name", "home", "language", "tagline", "colour"}, f"outlets.json: keys of '{slug}'"
        assert re.fullmatch(r"https://[a-z]+\.example", outlet["home"]), (
            f"outlets.json: '{slug}' must live under .example, so that it can never be a real site"
        )
        assert outlet["language"] in {"en", "ko"}, f"outlets.json: language of '{slug}'"
        assert re.fullmatch(r"#[0-9A-F]{6}", outlet["colour"]), f"outlets.json: colour of '{slug}' is not #RRGGBB"
    names = [outlet["name"] for outlet in OUTLETS.values()]
    assert not duplicates(names), f"outlets.json: names used twice: {duplicates(names)}"


def test_pictures_are_used_small_and_of_one_size():
    used = {article["image"] for article in ARTICLES.values() if article.get("image")}
    assert used == {path.name for path in IMAGES}, "articles and data/samples/images/ must name the same pictures"
    for path in IMAGES:
        body = path.read_bytes()
        assert body.startswith(b"\x89PNG\r\n\x1a\n"), f"{path.name} is not a PNG"
        width, height = struct.unpack(">II", body[16:24])
        assert (width, height) == (800, 450), f"{path.name} is {width}x{height}; make it 800x450"
        assert len(body) < 60_000, f"{path.name} has {len(body)} bytes; keep it under 60,000"
