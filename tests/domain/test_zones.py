"""Time zones as people type them: found, ranked, and refused where they may mean several."""

from datetime import UTC, datetime

import pytest

from bot.domain.zones import label
from bot.errors import UserError
from bot.services.zones import open_zones

WINTER = datetime(2026, 1, 15, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def zones():
    return open_zones(lambda: WINTER)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Seoul", "Asia/Seoul"),
        ("asia/seoul", "Asia/Seoul"),
        ("seoul", "Asia/Seoul"),
        (" Seoul ", "Asia/Seoul"),
        ("soeul", "Asia/Seoul"),
        ("한국", "Asia/Seoul"),
        ("서울", "Asia/Seoul"),
        ("KST", "Asia/Seoul"),
        ("south korea", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("york", "America/New_York"),
        ("est", "America/New_York"),
        ("EDT", "America/New_York"),
        ("pacific", "America/Los_Angeles"),
        ("뉴욕", "America/New_York"),
        ("uk", "Europe/London"),
        ("영국", "Europe/London"),
        ("germany", "Europe/Berlin"),
        ("kiev", "Europe/Kyiv"),
        ("sydny", "Australia/Sydney"),
        ("São Paulo", "America/Sao_Paulo"),
        ("buenos", "America/Argentina/Buenos_Aires"),
        ("gmt", "UTC"),
        ("utc", "UTC"),
        ("US/Eastern", "US/Eastern"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("GMT+9", "Etc/GMT-9"),
        ("utc + 9", "Etc/GMT-9"),
        ("+09:00", "Etc/GMT-9"),
        ("UTC-5", "Etc/GMT+5"),
        ("UTC−5", "Etc/GMT+5"),
        ("gmt+14", "Etc/GMT-14"),
        ("utc-12", "Etc/GMT+12"),
        ("+0", "UTC"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("+0545", "Asia/Kathmandu"),
        ("UTC-3:30", "America/St_Johns"),
        ("+8:45", "Australia/Eucla"),
    ],
)
def test_a_text_that_means_one_zone_is_that_zone(zones, text, zone):
    assert zones.resolve(text) == zone


@pytest.mark.parametrize(
    "text",
    ["", "  ", "usa", "canada", "호주", "new", "europe", "인", "xyz", "zzzzzz", "+15", "-13", "+25:00", "9", "+1:77"],
)
def test_a_text_that_means_none_or_several_is_refused_with_what_was_typed(zones, text):
    with pytest.raises(UserError) as refused:
        zones.resolve(text)
    assert (refused.value.key, refused.value.values) == ("settings.zone", {"zone": text})


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("usa", ["America/New_York", "America/Los_Angeles", "America/Chicago", "America/Denver"]),
        ("", ["Asia/Seoul", "America/New_York"]),
        ("gmt+9", ["Etc/GMT-9", "Asia/Seoul", "Asia/Tokyo"]),
        ("+5:30", ["Asia/Kolkata", "Asia/Colombo"]),
        ("us/eastern", ["US/Eastern", "America/New_York"]),
        ("london", ["Europe/London"]),
        ("to", ["Asia/Tokyo", "America/Toronto"]),
        ("인", ["Asia/Kolkata", "Asia/Jakarta"]),
    ],
)
def test_the_likeliest_zones_come_first(zones, text, first):
    assert zones.search(text)[: len(first)] == first


@pytest.mark.parametrize("text", ["xyz", "+15", "qq"])
def test_what_is_nowhere_finds_nothing(zones, text):
    assert zones.search(text) == []


def test_no_text_offers_every_place_once(zones):
    offered = zones.search("")
    assert len(offered) == len(set(offered)) > 400
    assert set(zones.called) <= set(offered)


def test_what_is_found_stands_there_once_and_can_be_kept(zones):
    for text in ("usa", "a", "asia", "gmt+1", "서울"):
        found = zones.search(text)
        assert len(found) == len(set(found)) > 0
        assert set(found) <= zones.accepted


def test_an_offset_is_that_of_today(zones):
    london, summer = "Europe/London", open_zones(lambda: SUMMER)
    assert london in zones.search("+0")
    assert london not in zones.search("+1")
    assert london in summer.search("+1")
    assert london not in summer.search("+0")


def test_former_names_are_not_offered_and_bare_abbreviations_are_no_zones(zones):
    assert "Asia/Calcutta" not in zones.search("asia")
    assert "EST" not in zones.accepted
    assert "localtime" not in zones.accepted


def test_every_zone_that_has_words_exists(zones):
    assert set(zones.called) <= zones.accepted


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Etc/GMT-9", "UTC+9"), ("Etc/GMT+12", "UTC-12"), ("America/New_York", "America/New York"), ("UTC", "UTC")],
)
def test_a_zone_is_labelled_as_people_read_it(zone, text):
    assert label(zone) == text
