"""`/remind`: set, told when the date moves and on the day, put off, stopped, and honest when it cannot be said."""

from datetime import timedelta

import discord
import pytest

from bot.errors import StoreError
from tests.harness import choices, custom_ids, foreign, said
from tests.newsroom import DAY, HOUR
from tests.sayings import says, told

LANTERNS = "Paper Lanterns"


async def learn(stage, *facts, headline="Paper Lanterns news"):
    """Have a story that says this come in, and what it changes be said."""
    await stage.follow()
    stage.room.reader.sayings[headline] = says(*facts)
    await stage.publish(headline)


async def dated(stage, value, headline="Paper Lanterns news", **more):
    await learn(stage, told("publication_date", value, of=LANTERNS, **more), headline=headline)


async def remind(stage, who=None, **given):
    return await (who or stage.member).slash(stage.talk, "remind me", **{"title": LANTERNS, **given})


async def listed(stage, who=None):
    return await (who or stage.member).slash(stage.talk, "remind list")


def inbox(stage, who=None):
    """What a person was told by direct message, the oldest first."""
    return stage.env.backend and [*(who or stage.member).user.dm_channel.history()]


async def until(stage, by):
    stage.pass_time(by)
    await stage.tick()


def close_messages(stage):
    """Have Discord refuse direct messages from now on."""
    stage.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=99)


# ------------------------------------------------------------------ from asking to the day


async def test_a_reminder_moves_with_the_date_and_comes_on_the_day_once(stage):
    await dated(stage, "2026-03-20")
    answer = await remind(stage)
    assert answer.ephemeral
    assert "You will be told on the morning of 20 March 2026, and at once if the date changes." in said(answer)
    assert f"**{LANTERNS}** · 20 March 2026" in said(await listed(stage))

    await dated(stage, "2026-03-27", headline="Paper Lanterns moves", confidence=0.99)
    (notice,) = inbox(stage)
    assert notice.content == f"**{LANTERNS}** moves: 20 March 2026 → 27 March 2026"
    assert "on the morning of 27 March 2026" in notice.embeds[0].description
    assert "[Feed](" in notice.embeds[0].description

    await until(stage, 20 * DAY)
    assert len(inbox(stage)) == 1, "it was the old day"
    await until(stage, 5 * DAY)
    _, due = inbox(stage)
    assert due.content.startswith(f"**{LANTERNS}** comes out today, 27 March 2026")
    await until(stage, DAY)
    assert len(inbox(stage)) == 2


async def test_before_and_season_are_heard_and_can_be_changed_by_a_press(stage):
    await dated(stage, "2026-05-20", season=2)
    answer = await remind(stage, season=2, before="day_before")
    assert f"**{LANTERNS} · Season 2** · 20 May 2026" in said(answer)
    assert "on the morning of 19 May 2026, the day before" in said(answer)
    weekly = await stage.member.click(answer.response, label="1 week before")
    assert "Your reminder is changed" in said(weekly)
    assert "on the morning of 13 May 2026, 7 days before" in said(weekly)
    assert said(await listed(stage)).count(LANTERNS) == 1


@pytest.mark.parametrize(
    ("value", "promise"),
    [
        (
            "2026-04",
            "You will be told when that time begins, on the morning of 1 April 2026, and at once when the date",
        ),
        ("2026", "You will be told at once when the date (2026) gets more exact or changes."),
    ],
)
async def test_no_more_is_promised_than_is_known(stage, value, promise):
    await dated(stage, value)
    assert promise in said(await remind(stage))


async def test_without_a_date_one_is_told_as_soon_as_there_is_one(stage):
    await learn(stage, told("production_status", "announced", of=LANTERNS))
    assert "You will be told as soon as there is a date." in said(await remind(stage))
    await dated(stage, "2026-09", headline="Paper Lanterns has a date")
    (notice,) = inbox(stage)
    assert notice.content == f"**{LANTERNS}** has a date: September 2026"


async def test_what_is_out_already_says_since_when(stage):
    await dated(stage, "2025-05-09")
    answer = await remind(stage)
    assert answer.ephemeral
    assert f"**{LANTERNS}** is out already (9 May 2025), and nothing newer is announced." in said(answer)
    assert "There are none yet" in said(await listed(stage))


async def test_a_cancelled_title_says_so_once(stage):
    await dated(stage, "2026-05-20")
    await remind(stage)
    await learn(stage, told("production_status", "cancelled", of=LANTERNS, confidence=0.99), headline="It is off")
    await until(stage, 90 * DAY)
    assert [message.content for message in inbox(stage)] == [f"**{LANTERNS}** is cancelled"]


# ------------------------------------------------------------------ other ways to ask


async def test_the_button_under_a_title_reminds_without_a_word_in_public(stage):
    await dated(stage, "2026-05-20")
    card = await stage.member.slash(stage.talk, "title", name=LANTERNS)
    answer = await stage.other.click(card.response, label="Remind me")
    assert answer.ephemeral
    assert "You will be reminded" in said(answer)
    assert LANTERNS in said(await listed(stage, stage.other))
    assert LANTERNS not in said(await listed(stage))


async def test_reminders_work_in_direct_messages(stage):
    await dated(stage, "2026-05-20")
    person = stage.member.user
    answer = await person.slash("remind me", title=LANTERNS)
    assert "You are told by direct message. Mornings are at 9:00 in UTC." in said(answer)
    assert LANTERNS in said(await person.slash("remind list"))


async def test_a_mention_is_promised_only_where_the_bot_could_write_it(stage):
    await dated(stage, "2026-05-20")
    assert "I mention you here" in said(await remind(stage))
    everyone = stage.bot.get_guild(stage.guild.id).default_role
    await stage.bot.get_channel(stage.talk.id).set_permissions(everyone, send_messages=False)
    assert "I mention you here" not in said(await remind(stage))


async def test_where_only_the_person_has_the_bot_it_knows_no_server(stage, monkeypatch):
    await dated(stage, "2026-05-20")
    monkeypatch.setattr(discord.Interaction, "is_user_integration", lambda _: True)
    assert "I mention you here" not in said(await remind(stage))
    (listed_,) = await stage.bot.services.reminders.list(stage.member.id)
    assert listed_.reminder.guild_id == 0


async def test_a_busy_database_offers_no_reminders(stage, monkeypatch):
    async def busy(*_):
        raise StoreError("locked")

    monkeypatch.setattr(type(stage.bot.services.reminders), "list", busy)
    assert await stage.member.autocomplete(stage.talk, "remind cancel", "reminder", "") == []


async def test_titles_are_offered_and_which_of_several_was_meant_is_asked(stage):
    await learn(stage, told("publication_date", "2026-05-20", of="Lanterns (2026)"), headline="One")
    await learn(stage, told("publication_date", "1990-05-20", of="Lanterns (1990)"), headline="Two")
    offered = choices(await stage.member.autocomplete(stage.talk, "remind me", "title", "lant"))
    assert {name for name, _ in offered} == {"Lanterns (2026)", "Lanterns (1990)"}
    question = await remind(stage, title="lanterns", before="week_before")
    assert "Which of these do you want to be reminded of?" in said(question)
    answer = await stage.member.click(question.response, label="Lanterns (2026)")
    assert "on the morning of 13 May 2026, 7 days before" in said(answer)
    assert "I know no series or film" in said(await remind(stage, title="nobody wrote of it"))


async def test_everything_is_said_in_korean_to_koreans(stage, korean):
    await dated(stage, "2026-05-20")
    with korean():
        answer = await remind(stage, before="day_before")
        assert foreign(answer) <= {"Paper", "Lanterns", "UTC"}
        assert foreign(await listed(stage)) <= {"Paper", "Lanterns", "UTC"}
    await dated(stage, "2026-05-27", headline="It moves", confidence=0.99)
    (notice,) = inbox(stage)
    assert notice.content == f"**{LANTERNS}**: 공개일이 바뀌었습니다. 2026년 5월 20일 → 2026년 5월 27일"


# ------------------------------------------------------------------ the buttons of a reminder


async def due(stage):
    """Have Mina be told of the day."""
    await dated(stage, "2026-03-10")
    await remind(stage)
    await until(stage, 8 * DAY)
    return inbox(stage)[-1]


async def test_a_reminder_can_be_put_off_after_a_restart(stage):
    message = await due(stage)
    await stage.restart()
    answer = await stage.member.user.click(message, label="Again in 1 hour")
    assert answer.ephemeral
    assert "I will tell you again <t:" in said(answer)
    await until(stage, HOUR)
    assert [one.content for one in inbox(stage)] == [message.content] * 2
    await stage.member.user.click(inbox(stage)[-1], label="Again tomorrow")
    await until(stage, DAY)
    assert inbox(stage)[-1].content == f"**{LANTERNS}** was to come out on 10 March 2026"


async def test_a_reminder_can_be_stopped_and_taken_up_again(stage):
    await dated(stage, "2026-05-20")
    await remind(stage)
    await dated(stage, "2026-05-27", headline="It moves", confidence=0.99)
    await stage.restart()
    answer = await stage.member.user.click(inbox(stage)[0], label="Stop")
    assert answer.ephemeral
    assert f"You will hear no more of **{LANTERNS}**." in said(answer)
    again = await stage.member.user.click(inbox(stage)[0], label="Stop")
    assert "There is no such reminder any more." in said(again)
    taken_up = await stage.member.user.click(answer.response, label="Remind me after all")
    assert "on the morning of 27 May 2026" in said(taken_up)
    assert "You will hear no more" in said(await stage.member.user.click(taken_up.response, label="Stop reminding me"))


async def test_what_is_known_of_the_title_is_a_press_away(stage):
    message = await due(stage)
    answer = await stage.member.user.click(message, label="Overview")
    assert answer.ephemeral
    assert f"## {LANTERNS}" in said(answer)


# ------------------------------------------------------------------ where it cannot be said


async def test_who_takes_no_direct_messages_is_mentioned_where_they_asked(stage):
    await dated(stage, "2026-03-10")
    await remind(stage)
    await remind(stage, stage.other)
    close_messages(stage)
    await until(stage, 8 * DAY)
    await stage.tick()
    mentioned = stage.talk.history()[-2:]
    assert {one.mentions[0].id for one in mentioned} == {stage.member.id, stage.other.id}
    assert all(f"**{LANTERNS}** comes out today" in one.content for one in mentioned)
    theirs = next(one for one in mentioned if one.mentions[0].id == stage.member.id)
    refused = await stage.other.click(theirs, label="Stop")
    assert "There is no such reminder any more." in said(refused)
    assert "You will hear no more" in said(await stage.member.click(theirs, label="Stop"))


async def test_where_nothing_can_be_said_the_list_tells(stage):
    await dated(stage, "2026-03-10")
    person = stage.member.user
    await person.slash("remind me", title=LANTERNS)
    close_messages(stage)
    stage.bot._connection._private_channels.clear()
    stage.bot._connection._private_channels_by_user.clear()
    await until(stage, 8 * DAY)
    assert "⚠️ I could not reach you: your direct messages are closed to me." in said(await listed(stage))


# ------------------------------------------------------------------ list, cancel, zone


async def test_reminders_are_ended_in_the_list(stage):
    many = [told("publication_date", "2026-05-20", of=f"Lantern {name}") for name in "ABCDEFGHIJ"]
    await learn(stage, *many)
    for name in "ABCDEFGHIJ":
        await remind(stage, title=f"Lantern {name}")
    first = await listed(stage)
    assert "-# 10 reminders" in said(first)
    second = await stage.member.click(first.response, label="→")
    assert "Lantern J" in said(second)
    end = next(one for one in custom_ids(second) if one.startswith("remind:end:"))
    after = await stage.member.click(second.response, custom_id=end)
    assert "You will hear no more of **Lantern I**." in said(after)
    assert "-# 9 reminders" in said(after)


async def test_a_reminder_is_cancelled_by_what_is_picked_or_typed(stage):
    await learn(
        stage,
        told("publication_date", "2026-05-20", of=LANTERNS),
        told("publication_date", "2026-06-20", of="Moon Harbor"),
    )
    await remind(stage)
    await remind(stage, title="Moon Harbor")
    offered = choices(await stage.member.autocomplete(stage.talk, "remind cancel", "reminder", ""))
    assert [name for name, _ in offered] == [f"{LANTERNS} · 20 May 2026", "Moon Harbor · 20 June 2026"]
    answer = await stage.member.slash(stage.talk, "remind cancel", reminder=offered[0][1])
    assert f"You will hear no more of **{LANTERNS}**." in said(answer)
    assert "Moon Harbor" in said(await stage.member.slash(stage.talk, "remind cancel", reminder="moon"))
    assert "no such reminder" in said(await stage.member.slash(stage.talk, "remind cancel", reminder="moon"))
    assert await stage.other.autocomplete(stage.talk, "remind cancel", "reminder", "") == []


async def test_a_person_has_a_zone_of_their_own(stage):
    await dated(stage, "2026-05-20")
    await remind(stage)
    assert "Mornings are at 9:00 in UTC." in said(await stage.member.slash(stage.talk, "remind zone"))
    offered = choices(await stage.member.autocomplete(stage.talk, "remind zone", "time_zone", "seoul"))
    answer = await stage.member.slash(stage.talk, "remind zone", time_zone=offered[0][1])
    assert "Mornings are at 9:00 in Asia/Seoul, your own choice." in said(answer)
    await dated(stage, "2026-03-10", headline="It moves", confidence=0.99)
    await until(stage, timedelta(days=7, hours=11))
    assert inbox(stage)[-1].content.startswith(f"**{LANTERNS}** comes out today, 10 March 2026"), "nine in Seoul"
    unknown = await stage.member.slash(stage.talk, "remind zone", time_zone="Nowhere/City")
    assert "There is no time zone of that name." in said(unknown)
