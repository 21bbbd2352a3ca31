"""Reasons as they are stored: what goes in comes out, and nothing that is stored breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reasons import because, read, together

KEYS = st.from_regex(r"[a-z_]+\.[a-z_]+", fullmatch=True)
VALUES = st.dictionaries(st.text(min_size=1), st.text() | st.integers(), max_size=4)


def test_a_reason_is_one_readable_line():
    assert because("feed.paused") == "feed.paused"
    assert because("filter.excluded", terms="예고편, a\nb") == 'filter.excluded {"terms": "예고편, a\\nb"}'


@given(st.lists(st.tuples(KEYS, VALUES), max_size=4))
def test_what_was_stored_is_read(reasons):
    assert read(together(because(key, **values) for key, values in reasons)) == reasons


@pytest.mark.parametrize(
    "odd",
    [
        "403 50001: Missing Access",
        "no filter",
        "filter.missing {",
        'filter.missing {"terms": null}',
        'filter.missing {"terms": {"a": 1}}',
        "filter.missing [1]",
        "filter.missing 7",
        "filter.missing " + "[" * 100_000,
    ],
)
def test_text_of_another_kind_stays_as_it_is(odd):
    assert read(odd) == [(odd, {})]


@given(st.text())
def test_any_text_can_be_read(text):
    assert all(key for key, _ in read(text))
