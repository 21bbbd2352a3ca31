"""An entry is known again whatever moved, and two entries are never taken for one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import FUTURE_SLACK, MAX_KEY, digest, recognise, sightings
from bot.domain.models import Entry, ParsedFeed
from bot.domain.names import fold

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(number, **changes):
    said = {
        "headline": f"Headline {number}",
        "url": f"https://a.example/{number}",
        "guid": f"guid-{number}",
        "summary": f"Summary {number}.",
        "published_at": NOW - number * HOUR,
    }
    return Entry(**(said | changes))


def bare(number, **changes):
    """An entry without guid and link."""
    return entry(number, guid=None, url=None, **changes)


def see(*entries, home_url=None):
    return sightings(ParsedFeed("A", "rss20", entries, home_url=home_url), NOW)


def headlines(seen):
    return [sighting.entry.headline for sighting in seen]


def remembered(*entries, home_url=None):
    """What a store knows after one poll with these entries: the headline by every key."""
    return {key: one.entry.headline for one in see(*entries, home_url=home_url) for key in one.keys}


def known_again(before, after, home_url=None):
    """What the entries of a second poll are recognised as, by headline, oldest first."""
    return recognise(see(*after, home_url=home_url), remembered(*before, home_url=home_url))


# ------------------------------------------------------------------ one entry, something moved


@pytest.mark.parametrize(
    "moved",
    [
        {},
        {"guid": "moved"},
        {"guid": None},
        {"url": "https://a.example/moved"},
        {"url": None},
        {"published_at": NOW},
        {"published_at": None},
        {"headline": "Edited"},
        {"headline": "Edited", "summary": "Edited.", "published_at": NOW},
        {"headline": "Edited", "url": "https://a.example/edited"},  # the slug follows the headline
        {"headline": "Edited", "guid": "https://a.example/?p=9"},
        {"guid": "moved", "published_at": NOW},
        {"url": "http://www.a.example/1/", "guid": "moved"},  # the site's address is spelled anew
        {"guid": "moved", "url": "https://b.example/1"},  # both, but nothing else: headline, instant, text
    ],
    ids=str,
)
def test_an_entry_is_known_again(moved):
    assert known_again([entry(1), entry(2)], [entry(1, **moved), entry(2)]) == ["Headline 2", "Headline 1"]


@pytest.mark.parametrize(
    "moved",
    [
        {},
        {"published_at": NOW},
        {"published_at": None},
        {"summary": "Edited."},
        {"text": "Longer now."},
        {"guid": "given-later"},
        {"guid": "given-later", "url": "https://a.example/given-later"},
    ],
    ids=str,
)
def test_an_entry_without_ids_is_known_again_by_what_it_says(moved):
    after = replace(bare(1), **moved)
    assert known_again([bare(1), bare(2)], [after, bare(2)]).count("Headline 1") == 1


def test_an_entry_of_nothing_but_a_headline_is_known_again_however_its_date_moves():
    before, after = Entry("Tonight at eight", published_at=NOW - HOUR), Entry("Tonight at eight", published_at=NOW)
    assert known_again([before], [after]) == ["Tonight at eight"]


def test_a_guid_that_is_an_address_is_known_again_after_a_move_to_https():
    before = entry(1, guid="http://a.example/?p=1", url=None)
    after = entry(1, guid="https://www.a.example/?p=1", url=None, headline="Edited")
    assert known_again([before], [after]) == ["Headline 1"]


def test_ids_given_anew_to_everything_are_seen_through():
    before = [entry(number) for number in range(1, 7)]
    after = [replace(one, guid=f"new-{one.guid}", url=f"{one.url}-new", published_at=NOW) for one in before]
    fresh = entry(0, guid="new-guid-0")
    assert known_again(before, [fresh, *after]) == [*(f"Headline {n}" for n in range(6, 0, -1)), None]


def test_a_few_new_entries_that_repeat_old_headlines_are_new():
    before = [entry(n, headline="Daily quiz", summary="Play now.") for n in range(1, 5)]
    after = [entry(n, headline="Daily quiz", summary="Play now.") for n in range(-2, 5)]
    assert known_again(before, after)[-3:] == [None, None, None]


def test_an_old_headline_said_anew_without_a_date_is_new():
    before = [entry(1, headline="Open thread", summary="Talk.", published_at=None)]
    after = [entry(2, headline="Open thread", summary="Talk.", published_at=None)]
    assert known_again(before, after) == [None]


def test_the_strongest_key_decides():
    seen = see(entry(1, url="https://a.example/2"))
    assert recognise(seen, {"guid:guid-1": 1, "url:a.example/2": 2}) == [1]


# ------------------------------------------------------------------ one document


def test_two_stories_with_one_summary_are_two():
    seen = see(
        entry(3, headline="While it slept 3", summary="News."), entry(4, headline="While it slept 4", summary="News.")
    )
    assert sorted(headlines(seen)) == ["While it slept 3", "While it slept 4"]
    assert not set(seen[0].keys) & set(seen[1].keys)


@pytest.mark.parametrize(
    "ids",
    [
        {"guid": "1"},
        {"url": "https://a.example/news"},
        {"guid": "1", "url": "https://a.example/news"},
        {"guid": "https://a.example/news", "url": "https://a.example/news"},
        {"guid": "https://a.example/", "url": "https://a.example/"},
        {"guid": "https://a.example", "url": None},
        {"guid": "1", "url": None},
        {"guid": "1", "url": None, "summary": "", "published_at": None},
        {"guid": None, "url": None},
        {"guid": " ", "url": None},
    ],
    ids=str,
)
def test_ids_that_all_entries_share_part_nothing(ids):
    first = [entry(number, **ids) for number in (1, 2, 3)]
    assert known_again([], first) == [None, None, None]
    assert known_again(first, first) == ["Headline 3", "Headline 2", "Headline 1"]
    assert known_again(first, [entry(0, **ids), *first[:2]]) == ["Headline 2", "Headline 1", None]


@pytest.mark.parametrize("link", ["https://a.example", "https://a.example/blog/", "https://www.a.example/blog"])
def test_a_link_to_the_site_itself_is_no_id_even_of_a_single_entry(link):
    home = "https://a.example/blog"
    assert known_again([entry(1, guid=None, url=link)], [entry(2, guid=None, url=link)], home) == [None]
    assert see(entry(1, url=link), home_url=home)[0].own_url is None


def test_a_shared_link_is_shown_but_is_nobodys_own():
    seen = see(entry(1, url="https://a.example/live"), entry(2, url="https://a.example/live"))
    assert {one.entry.url for one in seen} == {"https://a.example/live"}
    assert {one.own_url for one in seen} == {None}


def test_an_ordinary_link_is_its_entrys_own():
    (seen,) = see(entry(1))
    assert seen.own_url == "https://a.example/1"
    assert seen.ids == ("guid:guid-1", "url:a.example/1")


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"published_at": NOW},
        {"guid": "other"},
        {"guid": None},
        {"guid": "other", "published_at": NOW, "summary": "Edited."},
        {"url": "https://a.example/1?page=2"},
        {"url": "https://a.example/other", "summary": "Edited."},
        {"url": None},
    ],
    ids=str,
)
def test_an_entry_listed_twice_is_one_and_keeps_both_lists_keys(again):
    twice = replace(entry(1), **again)
    (seen,) = see(entry(1), twice)
    assert set(seen.keys) >= {key for one in (*see(entry(1)), *see(twice)) for key in one.ids}


def test_of_an_entry_listed_twice_the_newest_is_shown():
    older = entry(1, summary="Before.", updated_at=NOW - 2 * HOUR)
    newer = entry(1, summary="After.", updated_at=NOW - HOUR)
    assert [one.entry.summary for one in see(older, newer) + see(newer, older)] == ["After.", "After."]


def test_one_entry_with_ids_and_one_without_are_two():
    assert len(see(entry(1), bare(1))) == 2
    assert all(one.keys for one in see(entry(1), bare(1)))


def test_bare_entries_of_one_headline_and_instant_are_told_apart_by_their_text():
    first, second = bare(1, summary="One."), bare(1, summary="Two.")
    assert len(see(first, second)) == 2
    assert known_again([first], [second, first]).count(None) == 1


@pytest.mark.parametrize("document", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_oldest_first(document):
    assert headlines(see(*(entry(number) for number in document))) == ["Headline 3", "Headline 2", "Headline 1"]


def test_undated_entries_stand_as_in_a_document_that_begins_with_the_newest():
    seen = see(*(entry(number, published_at=None) for number in (1, 2, 3)))
    assert headlines(seen) == ["Headline 3", "Headline 2", "Headline 1"]


def test_an_undated_entry_stays_beside_its_older_neighbour():
    assert headlines(see(entry(1), entry(9, published_at=None), entry(3))) == ["Headline 3", "Headline 9", "Headline 1"]
    assert headlines(see(entry(3), entry(9, published_at=None), entry(1))) == ["Headline 3", "Headline 9", "Headline 1"]


def test_an_update_stands_in_for_a_missing_date():
    seen = see(entry(1), entry(9, published_at=None, updated_at=NOW - 2 * HOUR), entry(3))
    assert headlines(seen) == ["Headline 3", "Headline 9", "Headline 1"]


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [(-HOUR, NOW - HOUR), (timedelta(0), NOW), (FUTURE_SLACK, NOW), (FUTURE_SLACK * 2, None), (36_500 * HOUR, None)],
)
def test_the_future_is_clamped(ahead, kept):
    (seen,) = see(entry(1, published_at=NOW + ahead, updated_at=NOW + ahead))
    assert (seen.entry.published_at, seen.entry.updated_at) == (kept, kept)


def test_an_entry_without_anything_has_a_name_all_the_same():
    seen = see(Entry(""), Entry("!!!"), Entry("???"))
    assert len(seen) == 3
    assert len({one.keys for one in seen}) == 3


def test_keys_are_short_enough_for_any_index():
    (seen,) = see(entry(1, guid="g" * 9_000, url="https://a.example/" + "u" * 1_900, headline="h" * 9_000))
    assert max(map(len, seen.keys)) <= MAX_KEY + len("guid:")
    assert known_again([entry(1, guid="g" * 9_000)], [entry(1, guid="g" * 8_999 + "x", url="https://a.example/x")]) == [
        "Headline 1"
    ]  # not by the guid, which differs, but by headline, instant and text


# ------------------------------------------------------------------ what a reader sees


@pytest.mark.parametrize(
    "change",
    [{"headline": "X"}, {"summary": "X"}, {"text": "X"}, {"image_url": "https://a.example/i.png"}, {"url": None}],
)
def test_the_digest_follows_what_a_reader_sees(change):
    assert digest(entry(1)) != digest(entry(1, **change))


@pytest.mark.parametrize(
    "change",
    [{"summary": "  Summary\n1. "}, {"guid": "X"}, {"published_at": None}, {"categories": ("X",)}, {"author": "X"}],
)
def test_the_digest_leaves_the_rest_alone(change):
    assert digest(entry(1)) == digest(entry(1, **change))


def test_the_digest_keeps_parts_apart():
    assert digest(Entry("a", summary="b")) != digest(Entry("a b"))


# ------------------------------------------------------------------ any document

some = st.none() | st.sampled_from(["1", "2", "https://a.example/", "https://a.example/1", "https://a.example/2"])
any_entry = st.builds(
    Entry,
    headline=st.sampled_from(["", "A", "B", "a!"]) | st.text(max_size=5),
    url=some,
    guid=some,
    summary=st.sampled_from(["", "S", "T"]),
    published_at=st.none() | st.sampled_from([NOW - HOUR, NOW, NOW + 100 * HOUR]),
)
documents = st.lists(any_entry, max_size=8)


@given(documents)
def test_no_two_sightings_share_a_key_and_each_has_one(entries):
    seen = see(*entries)
    keys = [key for one in seen for key in one.keys]
    assert len(keys) == len(set(keys))
    assert all(one.keys for one in seen)
    assert bool(seen) is bool(entries)


@given(documents)
def test_a_second_look_at_one_document_brings_nothing_new(entries):
    seen = see(*entries)
    known = {key: place for place, one in enumerate(seen) for key in one.keys}
    assert recognise(see(*entries), known) == list(range(len(seen)))


@given(documents)
def test_different_headlines_are_never_one_entry(entries):
    def said(all_of_them):
        return {fold(one.headline) or " ".join(one.headline.split()) for one in all_of_them}

    assert said(one.entry for one in see(*entries)) == said(entries)


@given(st.lists(any_entry, min_size=1, max_size=8), st.data())
def test_an_entry_more_is_the_only_new_one_whatever_ids_it_takes_from_others(entries, data):
    apart = [replace(one, headline=f"Headline {number}") for number, one in enumerate(entries)]
    late = data.draw(st.sampled_from(apart))
    expected = [None if one == late.headline else one for one in headlines(see(*apart))]
    assert known_again([one for one in apart if one is not late], apart) == expected
