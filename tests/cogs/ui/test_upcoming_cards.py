"""What comes out, as a sheet for the picture, as a card, and as events of a calendar file: drawn from plain data."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar import Period, agenda, period_of
from bot.domain.facts import Certainty
from bot.domain.releases import Former, Release, ReleaseKind, ReleaseStatus
from bot.export.ics import EventStatus
from bot.services.upcoming import Agenda, Listed, Look
from cogs.ui import fit
from cogs.ui.upcoming_cards import calendar_events, file_card, file_id, nothing_card, sequence, upcoming_card
from cogs.ui.upcoming_sheet import initials, sheet, spoken
from tests.payloads import walk
from tests.said import said

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def coming(value, title="Glass Harbor", *, season=-1, kind=ReleaseKind.PREMIERE, **values):
    """Return a release as it is listed; ``former`` is given as plain dates, ``source`` as the outlet."""
    former = tuple(Former(old, Certainty.CONFIRMED, (), NOW) for old in values.pop("former", ()))
    sources = tuple(said("publication_date", value, outlet=outlet) for outlet in values.pop("outlets", ()))
    names = values.pop("names", (title,))
    made = Release(
        7, season, kind, values.pop("status", ReleaseStatus.SCHEDULED), value, former=former, sources=sources, **values
    )
    return Listed(7, title, None, names, made, NOW)


def an_agenda(*found, period=Period.MONTH, network="", today=TODAY, rest=()):
    """Return the agenda of some releases; ``rest`` are on other pages."""
    first, last = period_of(period, today)
    every = agenda([*found, *rest], first, last, of=lambda one: one.release)
    shown = agenda(found, first, last, of=lambda one: one.release)
    flat = tuple(entry for month in every for entry in (*month.days, *month.bands))
    return Agenda(Look(period, network, None, 1), first, last, flat, tuple(shown), 1, 1)


def text_of(card):
    return "\n".join(part["content"] for part in walk(fit.payload(card)) if "content" in part)


def labels(made):
    return [cell.label for cell in made.cells]


# ------------------------------------------------------------------ the grid


def test_a_month_begins_with_its_monday_and_names_the_months():
    made = sheet("en", an_agenda(coming("2026-11-25"), today=date(2026, 11, 25)))
    assert made.columns == 7
    assert made.heads[0] == "Mon"
    assert labels(made)[:10] == ["23 Nov", "24", "25", "26", "27", "28", "29", "30", "1 Dec", "2"]
    assert [cell.faded for cell in made.cells[:3]] == [True, True, False]
    assert [cell.today for cell in made.cells[:3]] == [False, False, True]
    assert len(made.cells) % 7 == 0


def test_a_week_begins_today():
    made = sheet("en", an_agenda(coming("2026-11-27"), period=Period.WEEK, today=date(2026, 11, 26)))
    assert made.heads == ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
    assert len(made.cells) == 7
    assert made.cells[1].tiles[0].letters == ("GH",)
    assert not any(cell.faded for cell in made.cells)


@pytest.mark.parametrize(("period", "count", "columns"), [(Period.QUARTER, 4, 2), (Period.YEAR, 13, 5)])
def test_longer_times_are_shown_by_the_month(period, count, columns):
    made = sheet("en", an_agenda(coming("2027-01-15"), period=period))
    assert (len(made.cells), made.columns, made.heads) == (count, columns, ())
    assert labels(made)[:3] == ["Nov 2026", "Dec 2026", "Jan 2027"]
    assert [len(cell.tiles) for cell in made.cells[:4]] == [0, 0, 1, 0]


def test_a_day_has_a_tile_and_never_a_band():
    made = sheet("en", an_agenda(coming("2026-11-25"), coming("2026-11-25", "Salt Line")))
    assert [tile.letters for tile in made.cells[2].tiles] == [("GH",), ("SL",)]
    assert made.bands == ()


@pytest.mark.parametrize(
    ("period", "value", "cells"),
    [
        (Period.MONTH, "2026-12", (8, 29)),
        (Period.MONTH, "2026-11", (0, 7)),
        (Period.MONTH, "2026-11-30/2026-12-02", (7, 9)),
        (Period.YEAR, "2027-21", (4, 6)),
        (Period.YEAR, "2027", (2, 12)),
        (Period.YEAR, "2026-24", (1, 3)),
        (Period.QUARTER, "2027-01", (2, 2)),
    ],
)
def test_what_is_not_known_to_the_day_is_a_band_over_its_span_and_no_tile(period, value, cells):
    made = sheet("en", an_agenda(coming(value), period=period))
    assert [(band.first, band.last) for band in made.bands] == [cells]
    assert not any(cell.tiles for cell in made.cells)


def test_a_band_over_the_whole_of_the_time_would_say_nothing():
    made = sheet("en", an_agenda(coming("2026-40", "Glass Harbor"), today=date(2026, 3, 1)))
    assert (made.bands, len(made.lines)) == ((), 1)


def test_the_grid_shows_all_and_the_lines_this_page():
    made = sheet("en", an_agenda(coming("2026-11-25"), rest=[coming("2026-11-26", f"Title {n}") for n in range(3)]))
    assert sum(len(cell.tiles) for cell in made.cells) == 4
    assert len(made.lines) == 1
    assert (made.aside, made.more) == ("4 releases", "and 3 more on other pages")


# ------------------------------------------------------------------ the lines


def test_a_line_tells_season_place_network_and_date():
    release = coming(
        "2026-11-25", season=2, kind=ReleaseKind.SEASON, network="Netflix", names=("Glass Harbor", "유리 항구")
    )
    (line,) = sheet("en", an_agenda(release)).lines
    assert (line.names, line.note, line.when) == (("Glass Harbor", "유리 항구"), "Season 2 · Netflix", "25 November")
    assert line.exact
    assert line.former == ""


@pytest.mark.parametrize(
    ("release", "note"),
    [
        (coming("2026-11-25", kind=ReleaseKind.FILM, region="UK"), "in cinemas · UK"),
        (coming("2026-11-25", kind=ReleaseKind.STREAMING, network="MUBI"), "streaming · MUBI"),
        (coming("2026-11-25", certainty=Certainty.RUMORED), "rumoured"),
        (coming("2026-11-25", status=ReleaseStatus.CANCELLED, certainty=Certainty.REPORTED), "cancelled"),
    ],
)
def test_what_else_is_known_is_noted(release, note):
    (line,) = sheet("en", an_agenda(release)).lines
    assert line.note == note


def test_what_is_not_confirmed_looks_so():
    letters = [line.tile.sure for line in sheet("en", an_agenda(
        coming("2026-11-25"), coming("2026-11-26", certainty=Certainty.REPORTED),
        coming("2026-11-27", status=ReleaseStatus.CANCELLED),
    )).lines]  # fmt: skip
    assert letters == [True, False, False]


@pytest.mark.parametrize(
    ("value", "former", "words"),
    [
        ("2026-12-01", "2026-11-25", "was 25 November"),
        ("2026-12-01", "2025", "was 2025"),
        ("2027-01", "2026-12-01", "was 1 December 2026"),
    ],
)
def test_a_moved_date_names_the_one_before_with_its_year_if_that_was_another(value, former, words):
    (line,) = sheet("en", an_agenda(coming(value, former=[former, "2024"]), period=Period.YEAR)).lines
    assert line.former == words


def test_the_picture_is_told_to_those_who_cannot_see_it():
    made = an_agenda(coming("2026-11-25"), coming("2026-12", "Salt Line"))
    assert spoken("en", made.shown) == "25 November 2026: Glass Harbor; December 2026: Salt Line"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Squid Game", "SG"), ("The White Lotus", "WL"), ("Moving", "Mo"), ("눈물의 여왕", "눈물"), ("무빙", "무빙"),
        ("All of Us Are Dead", "AU"), ("Dune: Part Two", "DP"), ("1899", "18"), ("The Of", "TO"), ("X", "X"),
        ("???", "·"),
        ("3 Body Problem", "3B"), ("M*A*S*H", "MS"), ("鬼滅の刃", "鬼滅"), ("D.P.", "DP"), ("queen of tears", "QT"),
    ],
)  # fmt: skip
def test_two_letters_stand_for_a_title(name, letters):
    assert initials(name) == letters


# ------------------------------------------------------------------ the card


def test_the_card_shows_days_before_spans_under_their_month():
    made = an_agenda(
        coming("2026-12", "Salt Line"),
        coming("2026-12-04", "Paper Moon"),
        coming("2026-11-25", outlets=["Soompi", "Variety"]),
    )
    text = text_of(upcoming_card("en", made, [], pictured=False))
    assert "### The next month\n-# 23 November 2026 to 22 December 2026 · 3 releases" in text
    assert "**November 2026**\n- **25 November** · Glass Harbor" in text
    assert "**December 2026**\n- **4 December** · Paper Moon\n- **December 2026** · Salt Line" in text
    assert "-# ¹ [Soompi](https://x.example/" in text


def test_a_cancelled_release_is_struck_out():
    text = text_of(
        upcoming_card("en", an_agenda(coming("2026-11-25", status=ReleaseStatus.CANCELLED)), [], pictured=False)
    )
    assert "- ~~25 November~~ · Glass Harbor · cancelled" in text


def test_the_picture_stands_over_the_list_with_words_for_those_who_cannot_see_it():
    card = upcoming_card("en", an_agenda(coming("2026-11-25")), [], pictured=True)
    (item,) = next(part["items"] for part in walk(fit.payload(card)) if "items" in part)
    assert item["media"]["url"] == "attachment://upcoming.png"
    assert "Glass Harbor" in item["description"]


@pytest.mark.parametrize("name", ["W" * 400, "한" * 400, "**[x](https://y.example)**" * 20])
def test_whatever_titles_are_called_the_card_keeps_to_discords_limits(name):
    everything = {"network": name, "region": name, "outlets": [name, "b" + name], "former": ["2025"] * 9}
    releases = [coming(f"2026-11-{day}", name + str(day), **everything) for day in range(23, 29)]
    card = upcoming_card("ko", an_agenda(*releases), [], pictured=True)
    assert fit.fits(card)
    assert "](https://y.example)" not in text_of(card)


def test_the_file_button_remembers_what_was_asked_for():
    card = upcoming_card("en", an_agenda(coming("2026-11-25"), network="N" * 60), [], pictured=False)
    assert custom_ids_of(card) == ["upcoming-remind", f"upcoming-file:month:{'N' * 60}"]
    assert len(file_id(Look(Period.QUARTER, "N" * 60, 1, 1))) <= 100


def test_one_can_be_reminded_of_all_that_is_still_to_come():
    film, stream = (coming("2026-11-25", kind=kind) for kind in (ReleaseKind.FILM, ReleaseKind.STREAMING))
    over = [coming("2026-11-25", status=status) for status in (ReleaseStatus.CANCELLED, ReleaseStatus.RELEASED)]
    card = upcoming_card("en", an_agenda(film, stream, *over, coming("2026-12", season=2)), [], pictured=False)
    (offered,) = [part["options"] for part in walk(fit.payload(card)) if part.get("options")]
    assert [(one["value"], one["description"]) for one in offered] == [
        ("7:-1:0", "25 November 2026 · in cinemas"),
        ("7:-1:1", "25 November 2026 · streaming"),
        ("7:2:4", "December 2026 · Season 2"),
    ]
    assert custom_ids_of(upcoming_card("en", an_agenda(*over), [], pictured=False)) == ["upcoming-file:month:"]


def custom_ids_of(card):
    return [part["custom_id"] for part in walk(fit.payload(card)) if part.get("custom_id")]


def test_nothing_is_no_claim_that_nothing_comes():
    text = text_of(nothing_card("en", an_agenda(network="tvN")))
    assert "**The next month on tvN**: nothing is dated there in what this bot has read." in text


# ------------------------------------------------------------------ the file


def event_of(release, **values):
    (event,) = calendar_events("en", an_agenda(release, **{"period": Period.YEAR} | values))
    return event


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, EventStatus.CONFIRMED),
        ({"certainty": Certainty.REPORTED}, EventStatus.TENTATIVE),
        ({"certainty": Certainty.RUMORED}, EventStatus.TENTATIVE),
        ({"value": "2026-12"}, EventStatus.TENTATIVE),
        ({"value": "2027-21"}, EventStatus.TENTATIVE),
        ({"status": ReleaseStatus.CANCELLED}, EventStatus.CANCELLED),
        ({"status": ReleaseStatus.CANCELLED, "value": "2027"}, EventStatus.CANCELLED),
    ],
)
def test_an_event_is_as_sure_as_its_release(values, status):
    value = values.pop("value", "2026-11-25")
    assert event_of(coming(value, **values)).status is status


def test_an_event_covers_all_days_on_which_it_may_be():
    event = event_of(coming("2026-24"))
    assert (event.first, event.last) == (date(2026, 12, 1), date(2027, 2, 28))


def test_an_event_is_the_same_wherever_its_date_moves():
    before, after = (
        event_of(coming("2026-11-25", season=2)),
        event_of(coming("2027-03", season=2, former=["2026-11-25"])),
    )
    assert before.uid == after.uid == "release-7-2-premiere@callsheet"
    others = [
        coming("2026-11-25"),
        coming("2026-11-25", kind=ReleaseKind.FILM),
        coming("2026-11-25", region="South Korea"),
    ]
    assert [event_of(one).uid for one in others] == [
        "release-7--1-premiere@callsheet", "release-7--1-film@callsheet", "release-7--1-premiere-south-korea@callsheet",
    ]  # fmt: skip


def test_a_sequence_rises_with_every_change():
    later = [NOW + timedelta(minutes=minutes) for minutes in (0, 1, 60, 60 * 24 * 365 * 20)]
    numbers = [sequence(at) for at in later]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31
    assert sequence(datetime(2001, 1, 1, tzinfo=UTC)) == 0


def test_an_event_tells_where_it_was_read_and_what_it_was_before():
    event = event_of(coming("2026-11-25", season=2, network="Netflix", outlets=["Soompi"], former=["2026-11-18"]))
    assert event.summary == "Glass Harbor · Season 2"
    lines = event.description.split("\n")
    assert lines[:2] == ["25 November 2026 · Season 2 · Netflix", "was 18 November 2026"]
    assert lines[2].startswith("Soompi: https://x.example/")
    assert event.url.startswith("https://x.example/")


def test_the_file_comes_with_what_it_is():
    assert "1 release for your calendar" in text_of(file_card("en", an_agenda(coming("2026-11-25"))))
