"""Dates in the forms that feeds really use."""

import time
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import trusted

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("Wed, 30 Sep 2026 12:00:00 GMT", at(2026, 9, 30, 12)),
        ("Wed, 30 Sep 2026 12:00:00 +0900", at(2026, 9, 30, 3)),
        ("Wed, 30 Sep 2026 12:00:00 -05:30", at(2026, 9, 30, 17, 30)),
        ("Wed, 30 Sep 2026 12:00:00 KST", at(2026, 9, 30, 3)),
        ("Wed, 30 Sep 2026 12:00:00 JST", at(2026, 9, 30, 3)),
        ("Wed, 30 Sep 2026 12:00:00 EDT", at(2026, 9, 30, 16)),
        ("Wed, 30 Sep 2026 12:00:00 GMT+9", at(2026, 9, 30, 3)),
        ("Wed, 30 Sep 2026 12:00:00 IST", at(2026, 9, 30, 6, 30)),
        ("Wed, 30 Sep 2026 12:00 PDT", at(2026, 9, 30, 19)),
        ("30 Sep 26 12:00 GMT", at(2026, 9, 30, 12)),
        ("Wed, 30-Sep-2026 12:00:00 GMT", at(2026, 9, 30, 12)),
        ("September 30th, 2026 3:05 p.m. EST", at(2026, 9, 30, 20, 5)),
        ("Sept. 30, 2026 12:30 AM", at(2026, 9, 30, 0, 30)),
        ("30th September 2026", at(2026, 9, 30)),
        ("2026-09-30T12:00:00Z", at(2026, 9, 30, 12)),
        ("2026-09-30T12:00:00.123456+09:00", at(2026, 9, 30, 3)),
        ("2026-09-30T12:00Z", at(2026, 9, 30, 12)),
        ("2026-09-30 12:00:00 -0400", at(2026, 9, 30, 16)),
        ("2026-09-30", at(2026, 9, 30)),
        ("20260930", at(2026, 9, 30)),
        ("20260930T120000Z", at(2026, 9, 30, 12)),
        ("20260930120000", at(2026, 9, 30, 12)),
        ("2026/9/3 7:05", at(2026, 9, 3, 7, 5)),
        ("2026-06-30T23:59:60Z", at(2026, 6, 30, 23, 59, 59)),
        ("２０２６-０９-３０", at(2026, 9, 30)),
    ],
)
def test_common_forms(raw: str, instant: datetime) -> None:
    assert trusted(raw, None, "en", NOW) == (instant, "")


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2026.09.30 12:00", at(2026, 9, 30, 3)),
        ("2026. 9. 30. 12:00:30", at(2026, 9, 30, 3, 0, 30)),
        ("2026년 09월 30일", at(2026, 9, 29, 15)),
        ("2026년 9월 30일(수) 오후 3시 20분", at(2026, 9, 30, 6, 20)),
        ("2026년 9월 30일 오전 12:30", at(2026, 9, 29, 15, 30)),
        ("2026.09.30. 오후 12:30", at(2026, 9, 30, 3, 30)),
        ("2026-09-30 12:00:00", at(2026, 9, 30, 3)),
        ("2026-09-30 오후 11시", at(2026, 9, 30, 14)),
        ("2026-09-30T12:00:00+00:00", at(2026, 9, 30, 12)),
        ("Wed, 30 Sep 2026 12:00:00 GMT", at(2026, 9, 30, 12)),
    ],
)
def test_korean_forms_are_korean_time(raw: str, instant: datetime) -> None:
    assert trusted(raw, None, "ko-KR", NOW) == (instant, "")


@pytest.mark.parametrize(
    ("raw", "language", "instant"),
    [
        ("2026年9月30日 午後3時20分", "ja", at(2026, 9, 30, 6, 20)),
        ("2026年9月30日 下午3:20", "zh-TW", at(2026, 9, 30, 7, 20)),
        ("2026-09-30 12:00", "en-us", at(2026, 9, 30, 12)),
        ("2026-09-30 12:00", None, at(2026, 9, 30, 12)),
        ("2026-09-30 12:00 XYZ", "ko", at(2026, 9, 30, 3)),
    ],
)
def test_dates_without_a_zone_are_of_the_feeds_country(raw: str, language: str | None, instant: datetime) -> None:
    assert trusted(raw, None, language, NOW) == (instant, "")


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_no_date_is_no_fault(raw: str | None) -> None:
    assert trusted(raw, None, "en", NOW) == (None, "")


@pytest.mark.parametrize(
    "raw", ["yesterday", "2026-13-01", "2026-02-30", "2026-09-30 25:00", "30 Foo 2026", "soon " * 50]
)
def test_unreadable_dates_are_none_and_said(raw: str) -> None:
    dated = trusted(raw, None, "en", NOW)
    assert dated.at is None
    assert dated.warning.startswith("unreadable date")
    assert len(dated.warning) < 70


@pytest.mark.parametrize("raw", ["Thu, 01 Jan 1970 00:00:00 GMT", "2126-09-30", "2026-11-25T00:00:00Z", "1989-12-31"])
def test_impossible_dates_are_none_and_said(raw: str) -> None:
    dated = trusted(raw, time.gmtime(0), "en", NOW)
    assert dated.at is None
    assert dated.warning == f"impossible date {raw!r}" or raw.startswith("2126")


def test_the_near_future_is_now() -> None:
    assert trusted("2026-11-23T12:04:00Z", None, "en", NOW) == (NOW, "")
    assert trusted("2026-11-23T21:00:00Z", None, "en", NOW) == (NOW, "a date in the future")


@pytest.mark.parametrize(
    ("raw", "parsed", "instant"),
    [
        ("Thu Jan  1 10:00:00 2026", (2026, 1, 1, 10, 0, 0, 3, 1, 0), at(2026, 1, 1, 10)),  # asctime
        ("Κυρ, 12 Ιούλ 2026 11:00:00 EST", (2026, 7, 12, 16, 0, 0, 6, 193, 0), at(2026, 7, 12, 16)),
        ("12 unknown 2026", (2026, 1, 1, 0, 0, 0, 0, 1, 0), None),
        ("the 1st", (2026, 1, 1, 0, 0, 0, 0, 1, 0), None),
        ("1 unknown 2026", (2026, 77, 1, 0, 0, 0, 0, 1, 0), None),
    ],
)
def test_feedparser_is_believed_where_the_text_bears_it_out(raw: str, parsed: tuple, instant: datetime | None) -> None:
    assert trusted(raw, time.struct_time(parsed), "en", NOW).at == instant


@pytest.mark.parametrize("raw", ["Wed, 30 Sep 2026 12:00:00 KST", "2026.09.30 12:00", "2026년 09월 30일"])
def test_feedparser_still_reads_these_wrongly(raw: str) -> None:
    """The reason for this module; when this fails, some of it can go."""
    right = trusted(raw, None, "ko", NOW).at
    wrong = feedparser.datetimes._parse_date(raw)
    assert wrong is None or right is None or tuple(wrong)[:6] != right.timetuple()[:6]


@given(st.integers(int(at(1990, 1, 2).timestamp()), int(NOW.timestamp())), st.integers(-12 * 60, 14 * 60))
def test_every_instant_survives_the_common_forms(seconds: int, minutes: int) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    moment = instant + timedelta(minutes=minutes)
    sign, (hours, rest) = "+" if minutes >= 0 else "-", divmod(abs(minutes), 60)
    for form in ("%Y-%m-%dT%H:%M:%S", "%a, %d %b %Y %H:%M:%S ", "%Y%m%d%H%M%S ", "%B %d, %Y %I:%M:%S %p "):
        raw = f"{moment.strftime(form)}{sign}{hours:02}:{rest:02}"
        assert trusted(raw, None, "ko", NOW + timedelta(days=1)).at == instant


@given(st.text(max_size=40), st.sampled_from(["ko", "en", None]))
def test_nothing_written_as_a_date_does_harm(raw: str, language: str | None) -> None:
    dated = trusted(raw, None, language, NOW)
    assert dated.at is None or dated.at <= NOW
