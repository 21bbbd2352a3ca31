"""What followers of a release are told, in words: as exact as the date is known, with who says so."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.facts import Certainty
from bot.domain.posts import Ahead, Post, ReleaseBody, ReminderBody
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Planned, Reminder, Standing, Telling, plan
from bot.services.reminders import Listed, Reminded
from cogs.ui.markup import Markup
from cogs.ui.post_cards import post_card
from cogs.ui.release_cards import gist
from cogs.ui.reminder_cards import (
    Page,
    label,
    list_card,
    promise,
    reminded_card,
    reminder_message,
    snoozed_card,
    stopped_card,
    zone_card,
)
from tests.newsroom import DAY, HOUR, START
from tests.payloads import assert_sendable, buttons, texts
from tests.said import said

DAY_OF, SPRING = "2026-03-10", "2026-21"
SEOUL = "Asia/Seoul"
MORNINGS = "Mornings are at 9:00 in Asia/Seoul. `/remind zone` changes that."


def body(telling, value=DAY_OF, former="", **more):
    return ReleaseBody(Telling(telling), 4, "Paper Lanterns", value=value, former=former, **more)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (body("due", days=0), "**Paper Lanterns** comes out today, 10 March 2026"),
        (body("due", days=1), "**Paper Lanterns** comes out tomorrow, 10 March 2026"),
        (body("due", days=7), "**Paper Lanterns** comes out in 7 days, on 10 March 2026"),
        (body("due", days=-2), "**Paper Lanterns** was to come out on 10 March 2026"),
        (body("due", days=0, season=2), "**Paper Lanterns · Season 2** comes out today, 10 March 2026"),
        (
            body("due", days=0, certainty=Certainty.RUMORED),
            "**Paper Lanterns** comes out today, 10 March 2026 (rumoured)",
        ),
        (
            body("span", SPRING),
            "The time that **Paper Lanterns** is announced for begins: spring 2026. A day is not known yet",
        ),
        (body("dated"), "**Paper Lanterns** has a date: 10 March 2026"),
        (
            body("sharpened", former="2026-03"),
            "**Paper Lanterns** has a more exact date: 10 March 2026 (was March 2026)",
        ),
        (body("moved", former="2026-03-03"), "**Paper Lanterns** moves: 3 March 2026 → 10 March 2026"),
        (
            body("moved", former="2026-03-03", year=2026),
            "**Paper Lanterns (2026)** moves: 3 March 2026 → 10 March 2026",
        ),
        (body("moved", "", "2026-03-03"), "**Paper Lanterns** has no date any more (was 3 March 2026)"),
        (body("moved"), "**Paper Lanterns** has a date: 10 March 2026"),
        (
            body("postponed", "", "2026-03-03"),
            "**Paper Lanterns** is postponed (was 3 March 2026). A new date is not known yet",
        ),
        (body("postponed", ""), "**Paper Lanterns** is postponed. A new date is not known yet"),
        (body("cancelled"), "**Paper Lanterns** is cancelled"),
        (body("revived"), "**Paper Lanterns** is coming after all: 10 March 2026"),
        (body("revived", ""), "**Paper Lanterns** is coming after all. A date is not known yet"),
    ],
)
def test_one_sentence_says_it(told, words):
    assert gist("en", told) == words
    assert re.search("[가-힣]", gist("ko", told).replace("Paper Lanterns", ""))


def test_a_channel_is_told_with_its_sources_and_can_look_closer():
    told = body(
        "moved",
        former="2026-03-03",
        network="Disney+",
        sources=(said("publication_date", DAY_OF), said("publication_date", DAY_OF, outlet="Variety")),
    )
    card = post_card(Post(9, "n", 1, 2, "en", told, ping_role_id=5))
    assert_sendable(card, pings=True)
    first, gave, network, soompi, variety = texts(card).splitlines()
    assert first == "<@&5>"
    assert gave == "### **Paper Lanterns** moves: 3 March 2026 → 10 March 2026"
    assert network == "**Network** Disney+"
    assert soompi.startswith("-# ¹ [Soompi](https://x.example/")
    assert variety.startswith("-# ² [Variety](")
    read, remind, about = buttons(card)
    assert read["label"] == "Read at Soompi"
    assert remind["custom_id"] == "remind:me:4:-1:0"
    assert about["custom_id"] == "told:4:9"


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        (body("due", days=0), False),
        (body("due", days=7, season=2), True),
        (body("cancelled"), False),
        (body("postponed", ""), True),
    ],
)
def test_nobody_is_offered_a_reminder_of_what_is_over(told, offered):
    ids = [one["custom_id"] for one in buttons(post_card(Post(9, "n", 1, 2, "en", told)))]
    assert [one for one in ids if one.startswith("remind:")] == (
        [f"remind:me:4:{told.season or -1}:0"] if offered else []
    )


@pytest.mark.parametrize(
    ("late", "words"),
    [(HOUR * 14, "Late by 14 hours"), (HOUR, "Late by 1 hour:"), (DAY * 3, "Late by 3 days"), (timedelta(), None)],
)
def test_what_comes_late_says_how_late(late, words):
    text = texts(post_card(Post(9, "n", 1, 2, "en", body("due", days=0, late_by=late))))
    assert (words in text) if words else ("Late" not in text)


def test_what_goes_to_one_person_is_no_card():
    with pytest.raises(TypeError, match="ReminderBody"):
        post_card(Post(9, "n", 0, 31, "en", ReminderBody(body("cancelled"), 7, 31)))


# ------------------------------------------------------------------ to one person


def message(told, guild=0, ahead=None, locale="en"):
    personal = ReminderBody(told, 7, 31, ahead)
    return reminder_message(Post(9, "n", guild, 2, locale, personal), personal)


def test_a_person_is_told_in_plain_words_first_so_that_the_phone_shows_them():
    told = body("due", days=0, network="Disney+", sources=(said("publication_date", DAY_OF),))
    said_ = message(told)
    assert said_.content == "**Paper Lanterns** comes out today, 10 March 2026"
    assert said_.embed.description.splitlines()[0] == "**Network** Disney+"
    assert "[Soompi](https://x.example/" in said_.embed.description
    assert [(one.label, one.custom_id) for one in said_.view.children] == [
        ("Read at Soompi", None),
        ("Overview", "told:4:9"),
        ("Again in 1 hour", "remind:snooze:hour:9"),
        ("Again tomorrow", "remind:snooze:morning:9"),
        ("Stop", "remind:stop:7"),
    ]


async def test_discord_py_remembers_no_buttons():
    assert message(body("cancelled")).view.is_finished()


def test_in_a_server_the_person_is_mentioned():
    assert message(body("cancelled"), guild=1).content == "<@31> **Paper Lanterns** is cancelled"


def test_of_a_change_it_is_told_what_comes_next():
    standing = Standing(DAY_OF, ReleaseStatus.RESCHEDULED)
    ahead = Ahead(standing, plan(Before.DAY, SEOUL, standing, START), SEOUL)
    told = message(body("moved", former="2026-03-03"), ahead=ahead)
    assert told.embed.description == (
        "You will be told on the morning of 9 March 2026, the day before, and at once if the date changes."
    )


def test_without_anything_behind_it_a_reminder_still_has_a_card():
    assert "no longer kept" in message(body("cancelled")).embed.description


def ahead_of(value, status=ReleaseStatus.SCHEDULED, before=Before.AT_RELEASE, now=START, zone=SEOUL):
    standing = Standing(value, status)
    return Ahead(standing, plan(before, zone, standing, now), zone)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (ahead_of(DAY_OF), "on the morning of 10 March 2026, and at once if the date changes"),
        (ahead_of(DAY_OF, before=Before.DAY), "on the morning of 9 March 2026, the day before, and at once"),
        (ahead_of(DAY_OF, before=Before.WEEK), "on the morning of 3 March 2026, 7 days before, and at once"),
        (ahead_of("2026-04"), "when that time begins, on the morning of 1 April 2026, and at once when the date"),
        (ahead_of("2026-03"), "at once when the date (March 2026) gets more exact or changes"),
        (ahead_of("2026-03-01"), "It has come out, as far as I know."),
        (ahead_of("2025", ReleaseStatus.RELEASED), "It has come out, as far as I know."),
        (ahead_of(""), "as soon as there is a date"),
        (ahead_of("", ReleaseStatus.POSTPONED), "as soon as there is a new date"),
        (ahead_of(DAY_OF, ReleaseStatus.CANCELLED), "if it is coming after all"),
    ],
)  # fmt: skip
def test_what_will_be_told_is_promised_as_exactly_as_the_date_is_known(ahead, words):
    assert words in promise("en", ahead)
    assert "<t:" not in promise("ko", ahead)


def test_what_was_put_off_or_is_said_at_once_is_promised_for_its_instant():
    standing = Standing(DAY_OF, ReleaseStatus.SCHEDULED)
    moved = Planned(Telling.MOVED, START, START + DAY, DAY_OF, "2026-03-03")
    for due in (START, START + 20 * DAY):  # at nine in the evening in Seoul; when it is over
        ahead = Ahead(standing, (moved, Planned(Telling.DUE, due, due + DAY, DAY_OF)), SEOUL)
        assert f"You will be told <t:{int(due.timestamp())}:R>" in promise("en", ahead)
    over = START.replace(hour=0) + 9 * DAY
    assert "<t:" in promise("en", Ahead(standing, (Planned(Telling.DUE, over, over + DAY, DAY_OF),), SEOUL))


# ------------------------------------------------------------------ answers


def reminder(number=7, **more):
    told = {"season": -1, "before": Before.AT_RELEASE, "guild_id": 11, **more}
    return Reminder(id=number, user_id=31, channel_id=21, title_id=4, zone=SEOUL, locale="en", created_at=START, **told)


def listed(number=7, value=DAY_OF, title="Paper Lanterns", missed=None, **more):
    standing = Standing(value, ReleaseStatus.SCHEDULED)
    planned = plan(Before.AT_RELEASE, SEOUL, standing, START)
    return Listed(reminder(number, **more), title, None, standing, planned, missed)


def test_setting_a_reminder_says_what_will_happen_where_and_lets_one_change_it():
    one = listed(season=2)
    card = reminded_card("en", Reminded(one.reminder, one.title, None, one.standing, one.planned), here=True)
    assert_sendable(card)
    assert texts(card).splitlines() == [
        "### You will be reminded",
        "**Paper Lanterns · Season 2** · 10 March 2026",
        "You will be told on the morning of 10 March 2026, and at once if the date changes.",
        f"-# You are told by direct message; if yours are closed, I mention you here. {MORNINGS}",
    ]
    assert [(b["label"], b["custom_id"], b.get("disabled", False)) for b in buttons(card)] == [
        ("On the day", "remind:early:4:2:0", True),
        ("1 day before", "remind:early:4:2:1", False),
        ("1 week before", "remind:early:4:2:7", False),
        ("Stop reminding me", "remind:stop:7", False),
    ]
    again = Reminded(reminder(guild_id=0), "X", None, Standing("", ReleaseStatus.ANNOUNCED), (), already=True)
    text = texts(reminded_card("en", again, here=False))
    assert text.startswith("### Your reminder is changed\n**X** · no date yet\n")
    assert "mention" not in text


def test_a_list_shows_what_will_be_told_and_what_went_wrong():
    troubled = listed(8, title="Moon Harbor", trouble='person.closed {"detail": "50007"}', missed=START)
    card = list_card("en", Page([listed(), troubled], 1, SEOUL, own=True))
    assert_sendable(card)
    text = texts(card)
    assert "-# 2 reminders" in text
    assert "**Paper Lanterns** · 10 March 2026\n-# You will be told on the morning of 10 March 2026" in text
    assert "⚠️ I could not reach you" in text
    assert f"⚠️ I missed one that was due <t:{int(START.timestamp())}:R>" in text
    assert "your own choice" in text
    assert [b["custom_id"] for b in buttons(card)] == ["remind:end:7:1", "remind:end:8:1"]


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_list_says_what_was_called_off(status):
    off = replace(listed(), standing=Standing(DAY_OF, ReleaseStatus(status)), planned=())
    assert f"**Paper Lanterns** · {status}\n" in texts(list_card("en", Page([off], 1, SEOUL, own=False)))


def test_an_empty_list_says_how_to_begin():
    card = list_card("en", Page([], 1, "UTC", own=False), done=Markup("Gone."))
    assert_sendable(card)
    assert "There are none yet. Start one with `/remind me`" in texts(card)
    assert "**Gone.**" in texts(card)


def test_the_longest_list_fits():
    names = ["긴 제목 " * 40] * 8
    many = [listed(n, title=name, trouble="x", missed=START) for n, name in enumerate(names)]
    for locale in ("en", "ko"):
        assert_sendable(list_card(locale, Page(many * 3, 2, SEOUL, own=True)))


def test_small_answers():
    assert "You will hear no more of **Paper Lanterns**." in texts(stopped_card("en", listed()))
    assert buttons(stopped_card("en", listed()))[0]["custom_id"] == "remind:early:4:-1:0"
    assert f"<t:{int(START.timestamp())}:R>" in texts(snoozed_card("en", START))
    assert "Asia/Seoul, your own choice" in texts(zone_card("en", SEOUL, own=True))
    assert "your own" not in texts(zone_card("en", "UTC", own=False))
    assert label("en", listed()) == "Paper Lanterns · 10 March 2026"
    assert len(label("ko", listed(title="긴" * 300))) <= 100
