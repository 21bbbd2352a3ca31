"""Dates of any precision in words, never more exact than they are."""

import pytest

from cogs.ui.dates import in_words


@pytest.mark.parametrize(
    ("edtf", "english", "korean"),
    [
        ("2025", "2025", "2025년"),
        ("2025-03", "March 2025", "2025년 3월"),
        ("2022-01-28", "28 January 2022", "2022년 1월 28일"),
        ("2025-21", "spring 2025", "2025년 봄"),
        ("2025-22", "summer 2025", "2025년 여름"),
        ("2025-23", "autumn 2025", "2025년 가을"),
        ("2025-24", "winter 2025", "2025년 겨울"),
        ("2025-33", "first quarter of 2025", "2025년 1분기"),
        ("2025-36", "last quarter of 2025", "2025년 4분기"),
        ("2025-40", "first half of 2025", "2025년 상반기"),
        ("2025-41", "second half of 2025", "2025년 하반기"),
        ("2025-03/2025-05", "between March and May 2025", "2025년 3월~5월"),
        ("2025-03-12/2025-04-02", "between 12 March and 2 April 2025", "2025년 3월 12일~4월 2일"),
        ("2024-12-28/2025-01-03", "between 28 December 2024 and 3 January 2025", "2024년 12월 28일~2025년 1월 3일"),
        ("2025/2026", "between 2025 and 2026", "2025년~2026년"),
        ("2025/2025-06", "between 2025 and June 2025", "2025년~2025년 6월"),
        ("2025-06~", "around June 2025", "2025년 6월쯤"),
        ("2025/2026~", "between 2025 and 2026", "2025년~2026년"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(edtf, english, korean):
    assert in_words("en", edtf) == english
    assert in_words("ko", edtf) == korean


@pytest.mark.parametrize("odd", ["soon", "2025-13", "2026/2025", "@everyone", ""])
def test_what_is_no_date_stands_as_it_is(odd):
    assert in_words("en", odd) == odd.replace("@", "＠")
