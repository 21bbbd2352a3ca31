"""Type for pictures: what the font can write, and how words are made to fit."""

import hashlib
import re

import pytest

from bot.config import DATA
from bot.export.lettering import MISSING, Weight, fitted, font, known, legible


@pytest.mark.parametrize("letter", ["A", "é", "ő", "Я", "Ω", "가", "힣", "쭈", "あ", "ア", " ", "…", "·", "’", "–"])
def test_the_font_has_the_letters_of_most_titles(letter: str):
    assert known(letter)


@pytest.mark.parametrize("letter", ["鬼", "ع", "ท", "🧟"])
def test_what_it_has_not_is_known_as_well(letter: str):
    assert not known(letter)


def test_all_of_hangul_can_be_written():
    assert all(font(Weight.MEDIUM, 32).getbbox(chr(code)) for code in range(0xAC00, 0xD7A4, 97))
    assert all(known(chr(code)) for code in range(0xAC00, 0xD7A4, 97))


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("Squid Game", "오징어 게임"), "Squid Game"),
        (("鬼滅の刃", "Demon Slayer"), "Demon Slayer"),
        (("鬼滅の刃",), f"{MISSING}{MISSING}の{MISSING}"),
        (("", "Moving"), "Moving"),
        (("\u1112\u1161\u11ab\u1100\u1173\u11af",), "한글"),
        (("",), ""),
    ],
    ids=["first", "second", "none", "empty", "decomposed", "nothing"],
)
def test_the_first_name_that_can_be_written_is(names: tuple[str, ...], written: str):
    assert legible(names) == written


@pytest.mark.parametrize("text", ["Demon Slayer: Infinity Castle", "지금 우리 학교는 시즌 투", "W" * 100])
@pytest.mark.parametrize("width", [60, 200, 400])
def test_words_are_cut_to_fit(text: str, width: int):
    cut = fitted(text, Weight.BOLD, 42, width)
    assert font(Weight.BOLD, 42).getlength(cut) <= width
    assert text.startswith(cut.removesuffix("…").rstrip())


def test_what_fits_stays_as_it_is():
    assert fitted("Moving", Weight.BOLD, 42, 400) == "Moving"


@pytest.mark.parametrize("weight", list(Weight))
def test_the_fonts_are_unchanged_as_their_licence_asks(weight: Weight):
    readme = (DATA / "fonts" / "README.md").read_text("utf-8")
    told = dict(re.findall(r"`(\S+\.otf)` \| `([0-9a-f]{64})`", readme))
    assert hashlib.sha256((DATA / "fonts" / weight).read_bytes()).hexdigest() == told[weight]
