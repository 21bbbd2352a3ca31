"""Texts made to be slow: what is compared grows with their length, not with its square, and is bounded."""

import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from types import FrameType

import pytest

from bot.extraction import candidates, entities, sentences
from bot.extraction.document import open_document, understand
from bot.extraction.engine import extract, weights
from bot.extraction.models import Article

_SHORT, _LONG = 1_200, 2_400
_GROWTH = 3.0
"""How much more work a text of twice the length may be: four times as much would be its square."""


def _name(number: int) -> str:
    """Return a name of its own for each number."""
    letters = ""
    rest = number + 70
    while rest:
        letters += "bdfgklmnprstvz"[rest % 14] + "aeiou"[rest // 14 % 5]
        rest //= 70
    return letters.capitalize()


CASES: dict[str, Callable[[int], str]] = {
    "quoted names": lambda n: f'"{_name(n)}", ',
    "one mark each": lambda _: "! ",
    "dates": lambda n: f"May {n % 28 + 1}, {2000 + n % 30}, ",
    "seasons": lambda n: f'"{_name(n)}" season {n % 90 + 1} is renewed. ',
    "one name over and over": lambda _: "Tom Hanks, ",
    "one person in many works": lambda n: f'Tom Hanks stars as {_name(n)} in "{_name(3 * n)}". ',
    "one network for many works": lambda n: f'the streamer said Netflix has "{_name(n)}". ',
    "run of capitals": lambda n: f"{_name(n)} ",
    "stops": lambda _: ".",
    "titles that begin alike": lambda n: f'"Dune {_name(n)}" ',
}


def _text(case: str, length: int) -> str:
    pieces, size = [], 0
    for number in count():
        pieces.append(CASES[case](number))
        size += len(pieces[-1])
        if size >= length:
            return "".join(pieces)[:length]
    raise AssertionError


def _work(text: str) -> int:
    """Return how many calls the reading of a text takes: the same on a busy machine."""
    calls = 0

    def heard(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        del frame, argument
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        extract(text, "News", date(2024, 1, 1), at="all")
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("case", CASES)
def test_work_grows_with_the_length(case: str) -> None:
    extract("Warm up.")
    assert _work(_text(case, _LONG)) < _GROWTH * _work(_text(case, _SHORT))


def test_only_so_many_sentences_are_read() -> None:
    assert len(sentences.split("! " * 9_000)) == sentences.MOST


def test_only_so_many_strings_are_weighed() -> None:
    text = _text("run of capitals", 60_000)
    assert len(entities.all_candidates(text, sentences.split(text))) == entities.MOST


def test_only_so_many_candidates_are_weighed() -> None:
    document = open_document(Article("May 1. " * 8_000, "", date(2024, 1, 1)))
    understand(document, weights())
    assert len(candidates.find(document)) <= candidates.MOST
