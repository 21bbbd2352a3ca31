"""What comes out when: periods from today on, days by the day, coarser dates as bands."""

from datetime import date

import pytest

from bot.domain.calendar import Entry, Period, agenda, period_of
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus


def release(value, network="Netflix", season=-1):
    return Release(1, season, ReleaseKind.PREMIERE, ReleaseStatus.SCHEDULED, value, network=network)


def listed(*values, first="2025-03-10", last="2025-06-09", network=""):
    """Return each month as its first day, its days and its bands, as written."""
    found = [release(value) if isinstance(value, str) else value for value in values]
    months = agenda(found, date.fromisoformat(first), date.fromisoformat(last), network, of=lambda one: one)
    return [
        (month.first.isoformat(), [one.one.value for one in month.days], [one.one.value for one in month.bands])
        for month in months
    ]


@pytest.mark.parametrize(
    ("period", "today", "last"),
    [
        ("week", "2025-03-10", "2025-03-16"),
        ("week", "2024-12-30", "2025-01-05"),
        ("month", "2025-03-10", "2025-04-09"),
        ("month", "2024-01-31", "2024-02-28"),
        ("month", "2024-12-31", "2025-01-30"),
        ("quarter", "2025-03-10", "2025-06-09"),
        ("quarter", "2024-11-30", "2025-02-27"),
        ("year", "2025-03-10", "2026-03-09"),
        ("year", "2024-02-29", "2025-02-27"),
    ],
)
def test_a_period_begins_today_and_ends_on_the_eve_of_its_return(period, today, last):
    begin = date.fromisoformat(today)
    assert period_of(Period(period), begin) == (begin, date.fromisoformat(last))


def test_days_come_first_in_order_then_bands_with_the_narrowest_first():
    assert listed("2025", "2025-03-28", "2025-03", "2025-21", "2025-03-14", "2025-04-02") == [
        ("2025-03-01", ["2025-03-14", "2025-03-28"], ["2025-03", "2025-21", "2025"]),
        ("2025-04-01", ["2025-04-02"], []),
    ]


def test_a_band_stands_in_the_first_month_of_the_period_that_it_touches():
    assert listed("2025-05", "2025-34", "2024-24/2025-04") == [
        ("2025-03-01", [], ["2024-24/2025-04"]),
        ("2025-04-01", [], ["2025-34"]),
        ("2025-05-01", [], ["2025-05"]),
    ]


@pytest.mark.parametrize("value", ["2025-03-09", "2025-02", "2024", "2025-06-10", "2025-07", "2026", ""])
def test_what_lies_outside_or_has_no_date_is_left_out(value):
    assert listed(value) == []


@pytest.mark.parametrize("value", ["2025-03-10", "2025-06-09"])
def test_the_first_and_the_last_day_belong_to_the_period(value):
    assert [days for _, days, _ in listed(value)] == [[value]]


def test_a_network_is_asked_for_in_any_spelling_of_its_letters():
    ours, other = release("2025-03-14", "Disney+"), release("2025-03-15", "tvN")
    assert listed(ours, other, network="disney") == [("2025-03-01", ["2025-03-14"], [])]
    assert listed(ours, other, network="MBC") == []


def test_an_entry_knows_its_first_and_last_day_and_what_it_lists():
    (month,) = agenda(
        [("Moving", release("2025-03"))], date(2025, 3, 1), date(2025, 3, 31), of=lambda listing: listing[1]
    )
    assert month.bands == (Entry(("Moving", release("2025-03")), date(2025, 3, 1), date(2025, 3, 31)),)
