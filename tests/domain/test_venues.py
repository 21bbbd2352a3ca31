"""Where a sentence says that something comes out, beside which date."""

import pytest

from bot.domain.releases import ReleaseKind
from bot.domain.venues import WORLD, kind_of, region_of

FILM, STREAMING = ReleaseKind.FILM, ReleaseKind.STREAMING
BOTH = "It opens in theaters on May 9, 2025, and begins streaming on Netflix on July 4."
PLACES = "It opens in Korea on May 7, in the U.S. on 9 May and worldwide in June 2025."


@pytest.mark.parametrize(
    ("sentence", "value", "kind"),
    [
        ("The film hits theaters on May 9.", "2025-05-09", FILM),
        ("The film opens in cinemas in May 2025.", "2025-05", FILM),
        ("It comes to the big screen in 2025.", "2025", FILM),
        ("The theatrical release is set for May 9.", "2025-05-09", FILM),
        ("영화는 5월 9일 극장에서 개봉한다.", "2025-05-09", FILM),
        ("The series streams on May 9.", "2025-05-09", STREAMING),
        ("The series premieres on Disney+ on May 9.", "2025-05-09", STREAMING),
        ("5월 9일 넷플릭스에서 공개된다.", "2025-05-09", STREAMING),
        ("The digital release follows on 9th of May.", "2025-05-09", STREAMING),
        (BOTH, "2025-05-09", FILM),
        (BOTH, "2025-07-04", STREAMING),
        (BOTH, "2026-01-01", None),  # which of the two, nobody knows
        ("It opens in theaters next Friday.", "2025-05-09", FILM),
        ("It premieres on May 9.", "2025-05-09", None),
        (
            "It premieres on May 9; its star, long ago loved in all the theaters of the land, smiled.",
            "2025-05-09",
            None,
        ),
        ("The streamer Netflix said so on May 9.", "2025-05-09", None),
    ],
)
def test_a_date_in_cinemas_is_told_from_one_on_a_platform(sentence, value, kind):
    assert kind_of(sentence, value) is kind


@pytest.mark.parametrize(
    ("sentence", "value", "region"),
    [
        (PLACES, "2025-05-07", "KR"),
        (PLACES, "2025-05-09", "US"),
        (PLACES, "2025-06", WORLD),
        ("It opens across the UK on May 9.", "2025-05-09", "GB"),
        ("Japanese audiences see it on May 9.", "2025-05-09", "JP"),
        ("It reaches U.S. theaters on May 9.", "2025-05-09", "US"),
        ("한국에서 5월 9일 개봉한다.", "2025-05-09", "KR"),
        ("5월 9일 전 세계에 공개된다.", "2025-05-09", WORLD),
        ("The Korean drama premieres on May 9.", "2025-05-09", ""),
        ("US network HBO airs it on May 9.", "2025-05-09", ""),
        ("Tell us on May 9.", "2025-05-09", ""),
        ("It premieres on May 9.", "2025-05-09", ""),
    ],
)
def test_a_region_is_read_where_one_is_named_as_a_place_of_release(sentence, value, region):
    assert region_of(sentence, value) == region
