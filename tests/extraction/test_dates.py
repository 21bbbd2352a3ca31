"""Dates become EDTF: precision is kept, a missing year comes from the tense and the day of publication."""

from datetime import date

import pytest

from bot.extraction import dates
from bot.extraction.sentences import split

PUBLISHED = date(2024, 3, 12)  # a Tuesday


def found(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [when.edtf for sentence in split(text) for when in dates.find(text, sentence, published)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It premiered on January 28, 2022.", "2022-01-28"),
        ("It opened on 28 January 2022.", "2022-01-28"),
        ("2022년 1월 28일 공개", "2022-01-28"),
        ("It was dated 2022-01-28.", "2022-01-28"),
        ("It will open on Dec. 5.", "2024-12-05"),
        ("It opened on Dec. 5.", "2023-12-05"),
        ("It arrives in early 2025.", "2025"),
        ("It is due in March 2025.", "2025-03"),
        ("It arrives next spring.", "2024-21"),
        ("It lands in the spring of 2025.", "2025-21"),
        ("It is slated for the first half of 2025.", "2025-40"),
        ("It is slated for the first half of next year.", "2025-40"),
        ("It comes in Q4 2024.", "2024-36"),
        ("It comes in the third quarter of 2024.", "2024-35"),
        ("It was announced last month.", "2024-02"),
        ("It will premiere next month.", "2024-04"),
        ("It aired in April last year.", "2023-04"),
        ("It will start on Thursday.", "2024-03-14"),
        ("It started last Thursday.", "2024-03-07"),
        ("It starts tomorrow.", "2024-03-13"),
        ("It will be out on Christmas Day.", "2024-12-25"),
        ("He spoke at the event on the 4th.", "2024-03-04"),
        ("It was made in 2017.", "2017"),
        ("It was held on Thursday, Sept. 29, 2022.", "2022-09-29"),
        ("It starts this Sunday, 16 February 2025.", "2025-02-16"),
        ("It comes on Christmas Day, Dec. 25, 2024.", "2024-12-25"),
        ("It waits until next March.", "2025-03"),
        ("It is penciled in for the third quarter.", "2024-35"),
        ("It is due in the second half.", "2024-41"),
    ],
)
def test_a_date_is_read_with_its_precision(text, edtf):
    assert found(text) == [edtf]


@pytest.mark.parametrize(
    "text",
    ["It made 2,024 won.", "She may return.", "In the 1990s it was new.", "On the 4th floor.", "Lee Jun-ho won."],
)
def test_what_is_no_date_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["It opens on Dec. 5.", "It starts on Friday.", "It comes next year.", "It is out in May."]
)
def test_without_a_day_of_publication_nothing_is_guessed(text):
    assert found(text, None) == []


def test_an_impossible_day_is_no_date():
    assert found("It opened on February 31, 2022.") == ["2022"]


def test_a_date_knows_where_it_stands():
    text = "It will open in May 2025."
    (when,) = dates.find(text, split(text)[0], PUBLISHED)
    assert text[when.start : when.end].endswith("May 2025")
