"""The rows that turn pages: what they remember, they remember to the letter."""

import pytest

from cogs.ui.paginator import _pack, _unpack, turning


@pytest.mark.parametrize("text", ["squid game", "100 % | sure", "\x1dęÑ\x85", "\u3000고 시즌\xa02 ", "␟", ""])
def test_what_a_row_remembers_comes_back_without_a_blank_that_discord_would_trim(text):
    packed = _pack([text, "x"])
    assert _unpack(packed) == [text, "x"]
    assert not any(character.isspace() for character in packed)


def test_no_id_of_a_row_begins_or_ends_with_a_blank():
    (row,) = turning("en", "news", (2, 99), 2**63, ["\x1d" * 20, " " * 9])
    ids = [button.custom_id for button in row.children]
    assert ids == [each.strip() for each in ids]
