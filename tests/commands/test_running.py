"""What all commands share."""

import click
import pytest

from bot.commands import counted, go
from bot.errors import UserError


def test_a_mistake_without_a_sentence_of_its_own_is_told_by_its_key():
    async def mistake():
        raise UserError("feed.url")

    with pytest.raises(UserError, match=r"feed\.url"):
        go(mistake())


def test_a_persons_mistake_is_one_sentence():
    async def mistake():
        raise UserError("title.unknown", text="Nothing")

    with pytest.raises(click.ClickException, match="no title goes by 'Nothing'"):
        go(mistake())


def test_numbers_are_told_in_words():
    assert [counted(number, "fact") for number in (0, 1, 1200)] == ["0 facts", "1 fact", "1,200 facts"]
