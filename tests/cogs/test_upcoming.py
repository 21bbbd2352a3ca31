"""`/upcoming`: its list, its picture, its pages and its calendar file."""

from io import BytesIO

import pytest
from icalendar import Calendar
from PIL import Image

from bot.errors import StoreError
from tests.cogs.test_titles import learn, press
from tests.harness import choices, custom_ids, foreign, options, said
from tests.sayings import says, told

HARBOR = says(
    told("publication_date", "2026-03-10", season=2),
    told("original_broadcaster", "Netflix", season=2),
    aliases=[("Glass Harbor", "유리 항구")],
)
MOVED = says(
    told("publication_date", "2026-03-17", season=2, confidence=0.99),
    told("publication_date", "2026-03-10", season=2, negated=True),
)
SPRING = says(told("publication_date", "2026-03", of="Salt Line", certainty="rumored"))
NEXT_WINTER = says(
    told("publication_date", "2026-24", of="Paper Moon"), told("original_broadcaster", "tvN", of="Paper Moon")
)


def many(count):
    """Return so many stories, each dating a title of its own within the month."""
    return {
        f"Story_{n}": says(told("publication_date", f"2026-03-{n + 5:02}", of=f"Title {n:02}")) for n in range(count)
    }


def attached(message, name):
    """Return the bytes of a file of a message."""
    return next(one for one in message.attachments if one.filename == name)


async def read(stage, message, name):
    return await attached(message, name).read()


async def test_what_comes_out_is_listed_by_month_with_its_sources(stage):
    await learn(stage, One=HARBOR, Two=SPRING)
    answer = await stage.member.slash(stage.talk, "upcoming")
    assert not answer.ephemeral
    text = said(answer)
    assert "### The next month\n-# 2 March 2026 to 1 April 2026 · 2 releases" in text
    assert "**March 2026**\n- **10 March** · Glass Harbor · Season 2 · Netflix" in text
    assert "- **March 2026** · Salt Line · rumoured" in text
    assert f"-# ¹ [Feed]({stage.room.site.url('/one')}) · <t:" in text


async def test_its_picture_is_drawn(stage):
    await learn(stage, One=HARBOR)
    answer = await stage.member.slash(stage.talk, "upcoming")
    picture = Image.open(BytesIO(await read(stage, answer.response, "upcoming.png")))
    assert picture.width == 1080


async def test_a_moved_date_says_what_it_was(stage):
    await learn(stage, One=HARBOR, Two=MOVED)
    text = said(await stage.member.slash(stage.talk, "upcoming"))
    assert "- **17 March** · Glass Harbor · Season 2 · Netflix" in text
    assert "· was 10 March 2026" in text


@pytest.mark.parametrize(("period", "found"), [("week", 0), ("month", 1), ("quarter", 1), ("year", 2)])
async def test_one_looks_as_far_ahead_as_one_likes(stage, period, found):
    await learn(stage, One=HARBOR, Two=NEXT_WINTER)
    text = said(await stage.member.slash(stage.talk, "upcoming", period=period))
    assert ("Glass Harbor" in text) + ("Paper Moon" in text) == found


async def test_nothing_is_said_honestly_and_privately(stage):
    answer = await stage.member.slash(stage.talk, "upcoming", period="week")
    assert answer.ephemeral
    assert "**The next 7 days**: nothing is dated there" in said(answer)


async def test_a_network_can_be_named_and_is_offered(stage):
    await learn(stage, One=HARBOR, Two=NEXT_WINTER)
    assert choices(await stage.member.autocomplete(stage.talk, "upcoming", "network", "net")) == [
        ("Netflix", "Netflix")
    ]
    assert len(await stage.member.autocomplete(stage.talk, "upcoming", "network", "")) == 2
    text = said(await stage.member.slash(stage.talk, "upcoming", period="year", network="tvn"))
    assert "The next 12 months on tvn" in text
    assert "Paper Moon" in text
    assert "Glass Harbor" not in text


async def test_nothing_is_offered_while_the_store_is_away(stage, monkeypatch):
    async def away(*_):
        raise StoreError("away")

    monkeypatch.setattr(stage.room.services.upcoming, "networks", away)
    assert await stage.member.autocomplete(stage.talk, "upcoming", "network", "net") == []


async def test_pages_turn_in_place_with_their_own_picture_even_after_a_restart(stage):
    await learn(stage, **many(8))
    answer = await stage.member.slash(stage.talk, "upcoming")
    assert "1 / 2" in said(answer)
    assert "Title 00" in said(answer)
    first = await read(stage, answer.response, "upcoming.png")
    await stage.restart()
    await stage.member.click(answer.response, custom_id=custom_ids(answer)[2])
    assert "2 / 2" in said(answer)
    assert "Title 07" in said(answer)
    assert "Title 00" not in said(answer)
    assert len(answer.response.attachments) == 1
    assert await read(stage, answer.response, "upcoming.png") != first


async def test_another_ones_press_opens_a_private_copy(stage):
    await learn(stage, **many(8))
    answer = await stage.member.slash(stage.talk, "upcoming")
    copy = await stage.other.click(answer.response, custom_id=custom_ids(answer)[2])
    assert copy.ephemeral
    assert "2 / 2" in said(copy)
    assert "1 / 2" in said(answer)


async def test_the_calendar_file_holds_it_all(stage):
    await learn(stage, One=HARBOR, Two=SPRING, Three=MOVED, **many(8))
    answer = await stage.member.slash(stage.talk, "upcoming")
    handed = await press(stage, answer, "Calendar file", who=stage.other)
    assert handed.ephemeral
    (message,) = handed.followups or [handed.response]
    calendar = Calendar.from_ical(await read(stage, message, "upcoming.ics"))
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 10
    harbor = events["Glass Harbor · Season 2"]
    assert harbor["UID"] == "release-1-2-season@callsheet"
    assert str(harbor.decoded("DTSTART")) == "2026-03-17"
    assert "was 10 March 2026" in harbor["DESCRIPTION"]
    assert events["Salt Line"]["STATUS"] == "TENTATIVE"
    assert "10 releases for your calendar" in said(handed)


async def test_it_is_told_in_korean(stage, korean):
    await learn(stage, One=HARBOR, Two=SPRING)
    with korean():
        answer = await stage.member.slash(stage.talk, "upcoming", period="quarter")
        assert foreign(answer) <= {"Glass", "Harbor", "Salt", "Line", "Netflix", "Feed", "upcoming", "png"}
        nothing = await stage.member.slash(stage.talk, "upcoming", period="year", network="ENA")
        assert "앞으로 1년" in said(nothing)


async def test_one_is_reminded_of_what_one_picks_from_the_list(stage):
    await learn(stage, One=HARBOR, Two=SPRING)
    answer = await stage.member.slash(stage.talk, "upcoming")
    offered = options(answer)
    assert set(offered) == {"Glass Harbor", "Salt Line"}
    await stage.restart()
    set_ = await stage.other.select(answer.response, [offered["Glass Harbor"]], custom_id="upcoming-remind")
    assert set_.ephemeral
    assert "Glass Harbor" in said(set_)
    (reminder,) = await stage.room.services.reminders.list(stage.other.id)
    assert (reminder.title, reminder.reminder.season) == ("Glass Harbor", 2)
