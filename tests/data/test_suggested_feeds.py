"""The suggested feeds in data/feeds/ can be offered as they are; messages speak to whoever edits them."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
GROUPS: dict[str, dict[str, Any]] = {
    path.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(FEEDS.glob("*.toml"))
}
ENTRIES = [(name, feed) for name, group in GROUPS.items() for feed in group.get("feed", [])]
LANGUAGES = {"en", "ko", "ja"}
EVERY_GROUP = pytest.mark.parametrize("name", GROUPS)


def duplicates(values: list[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_the_promised_groups_are_there():
    promised = {"kdrama.toml", "anime.toml", "western-tv.toml", "film.toml"}
    assert not (missing := promised - GROUPS.keys()), f"data/feeds/ lacks {sorted(missing)}, which /setup promises"


def test_there_are_enough_named_outlets():
    outlets = {feed["outlet"] for _, feed in ENTRIES}
    assert len(outlets) >= 30, f"{len(outlets)} outlets in all; /setup should offer at least 30"


@EVERY_GROUP
def test_a_group_introduces_itself_in_both_languages(name):
    group = GROUPS[name]
    assert group.keys() == {"name", "name_ko", "order", "about", "about_ko", "feed"}, (
        f"{name}: a group has name, name_ko, order, about, about_ko and [[feed]] entries, not {sorted(group)}"
    )
    for key in ("name", "name_ko", "about", "about_ko"):
        assert isinstance(group[key], str), f"{name}: '{key}' must be a text"
        assert 0 < len(group[key]) <= 100, f"{name}: '{key}' must have 1 to 100 characters, Discord shows no more"
        assert "\n" not in group[key], f"{name}: '{key}' must be one line"
    assert isinstance(group["order"], int), f"{name}: 'order' must be a number; groups are shown by it"
    assert 1 <= len(group["feed"]) <= 25, f"{name}: {len(group['feed'])} feeds; a Discord menu holds 1 to 25"


def test_groups_have_different_places_and_names():
    for key in ("order", "name", "name_ko"):
        twice = duplicates([group[key] for group in GROUPS.values()])
        assert not twice, f"two groups have the same {key}: {twice}"
    assert len(GROUPS) <= 25, f"{len(GROUPS)} groups; a Discord menu holds 25"


@pytest.mark.parametrize(("name", "feed"), ENTRIES, ids=[f"{name}:{feed.get('outlet')}" for name, feed in ENTRIES])
def test_a_feed_is_complete(name, feed):
    where = f"{name}, feed '{feed.get('outlet', '(no outlet)')}'"
    assert feed.keys() == {"outlet", "url", "home", "language", "about"}, (
        f"{where}: a feed has outlet, url, home, language and about, not {sorted(feed)}"
    )
    for key in ("outlet", "about"):
        assert 0 < len(feed[key]) <= 100, f"{where}: '{key}' must have 1 to 100 characters, Discord shows no more"
        assert feed[key] == " ".join(feed[key].split()), f"{where}: '{key}' has stray blanks or line breaks"
    assert feed["about"].endswith("."), f"{where}: 'about' is a short sentence; end it with a full stop"
    for key in ("url", "home"):
        link = urlsplit(feed[key])
        assert link.scheme == "https", f"{where}: '{key}' must start with https://"
        assert link.hostname, f"{where}: '{key}' names no site"
        assert "." in link.hostname, f"{where}: '{key}' names no public site"
        assert link.username is None, f"{where}: '{key}' must not hold a user name or password"
        assert not link.fragment, f"{where}: drop the part of '{key}' after #"
    assert feed["url"] != feed["home"], f"{where}: 'url' is the feed itself, not the site's page"
    assert feed["language"] in LANGUAGES, f"{where}: language '{feed['language']}' is not one of {sorted(LANGUAGES)}"


def test_no_feed_is_suggested_twice():
    links = [feed["url"].removesuffix("/").casefold() for _, feed in ENTRIES]
    assert not (twice := duplicates(links)), f"the same url stands under two feeds: {twice}"
    outlets = [feed["outlet"].casefold() for _, feed in ENTRIES]
    assert not (twice := duplicates(outlets)), f"the same outlet name stands twice; add the section to it: {twice}"


def test_a_korean_group_speaks_korean():
    korean = [(name, feed) for name, feed in ENTRIES if name == "korean-language.toml"]
    wrong = [feed["outlet"] for _, feed in korean if feed["language"] != "ko"]
    assert not wrong, f"korean-language.toml is for feeds in Korean, but these are not: {wrong}"
