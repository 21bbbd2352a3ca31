"""Articles and what was read in them, there and back."""

import io
from datetime import date

import pytest

from bot.domain.facts import Certainty, Cue, Extraction, Fact, Predicate
from bot.domain.reading import Unread
from bot.feeds import wire

FACT = Fact(
    subject="Glass Harbor",
    season=2,
    predicate=Predicate.CAST_MEMBER,
    object="Oh Hye-rin",
    qualifiers={"change": "joining"},
    certainty=Certainty.REPORTED,
    confidence=0.875,
    evidence="Oh Hye-rin joins the cast.",
    start=10,
    end=36,
)


def over_the_wire(head, body=b""):
    """Return what arrives of a frame."""
    stream = io.BytesIO()
    wire.send(stream, head, body)
    stream.seek(0)
    return wire.receive(stream)


@pytest.mark.parametrize(
    "article",
    [
        Unread(
            "유리 항구 “Glass Harbor”\n", "A headline", date(2025, 3, 1), ("Glass Harbor",), ("Oh Hye-rin", "오혜린")
        ),
        Unread(""),
    ],
)
def test_an_article_arrives_as_it_was(article):
    assert wire.unpack_unread(*over_the_wire(*wire.pack_unread(article))) == article


def test_offsets_hold_whatever_is_in_the_text():
    arrived = wire.unpack_unread(*over_the_wire(*wire.pack_unread(Unread("a\ud800b 😀 c"))))
    assert arrived.text == "a?b 😀 c"


def test_what_was_read_arrives_without_the_cues_that_decided():
    told = Extraction((FACT,), (("Glass Harbor", "유리 항구"),), "Glass Harbor", 2, ("cut",))
    cued = Extraction(
        (Fact(**{**{n: getattr(FACT, n) for n in wire._FACT}, "cues": (Cue("list", 1.5),)}),), *told_rest(told)
    )
    head, _ = over_the_wire(wire.pack_extraction(cued))
    assert wire.unpack_extraction(head) == told
    assert wire.unpack_extraction(head).facts[0].cues == ()


def told_rest(told):
    return told.aliases, told.main_title, told.main_season, told.notes
