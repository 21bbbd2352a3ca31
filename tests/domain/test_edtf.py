"""EDTF: bounds and precision of every form, and nothing that is not one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.edtf import Precision, is_edtf, parse, within


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022-01-28", date(2022, 1, 28), date(2022, 1, 28), Precision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR),
        ("2025-21", date(2025, 3, 1), date(2025, 5, 31), Precision.SEASON),
        ("2025-22", date(2025, 6, 1), date(2025, 8, 31), Precision.SEASON),
        ("2025-23", date(2025, 9, 1), date(2025, 11, 30), Precision.SEASON),
        ("2025-24", date(2025, 12, 1), date(2026, 2, 28), Precision.SEASON),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29), Precision.SEASON),
        ("2025-33", date(2025, 1, 1), date(2025, 3, 31), Precision.QUARTER),
        ("2025-34", date(2025, 4, 1), date(2025, 6, 30), Precision.QUARTER),
        ("2025-35", date(2025, 7, 1), date(2025, 9, 30), Precision.QUARTER),
        ("2025-36", date(2025, 10, 1), date(2025, 12, 31), Precision.QUARTER),
        ("2025-40", date(2025, 1, 1), date(2025, 6, 30), Precision.HALF),
        ("2025-41", date(2025, 7, 1), date(2025, 12, 31), Precision.HALF),
        ("2025-09/2025-12", date(2025, 9, 1), date(2025, 12, 31), Precision.WINDOW),
        ("2025-09~/2025-12~", date(2025, 9, 1), date(2025, 12, 31), Precision.WINDOW),
        ("2025-06~", date(2025, 6, 1), date(2025, 6, 30), Precision.MONTH),
    ],
)
def test_a_date_has_the_bounds_of_its_precision(text, earliest, latest, precision):
    found = parse(text)
    assert (found.text, found.earliest, found.latest, found.precision) == (text, earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-13", "2025-25", "2025-00", "2025-02-30", "2025-21-01", "2025/", "/2025", "2026/2025", "soon",
     "2025-1", "2025-01-1", "0000", "٢٠٢٥", "9999-24", "2025/2026/2027", " 2025"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    assert not is_edtf(text)
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


@pytest.mark.parametrize(
    ("finer", "coarser", "refines"),
    [
        ("2025-03-07", "2025-03", True),
        ("2025-03", "2025", True),
        ("2025-03", "2025-21", True),
        ("2025-01/2025-06", "2025-40", False),
        ("2025", "2025-03", False),
        ("2025-04", "2025-03", False),
        ("2025-03", "2025-03", False),
        ("2026-01-15", "2025-24", True),
        ("2026-01-15", "2025", False),
    ],
)
def test_a_finer_date_lies_within_a_coarser_one(finer, coarser, refines):
    assert within(finer, coarser) is refines


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_lies_within_its_month_and_year(day):
    assert parse(day.isoformat()).earliest == day
    assert within(day.isoformat(), day.isoformat()[:7])
    assert within(day.isoformat(), day.isoformat()[:4])


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(text):
    if is_edtf(text):
        assert parse(text).earliest <= parse(text).latest
