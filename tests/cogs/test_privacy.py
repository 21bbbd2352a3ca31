"""`/privacy`: a file of all that is kept of a person, for them alone; and forgetting it after asking twice."""

import json

from tests.harness import said
from tests.sayings import says, told


async def known(stage):
    """Have Mina want a reminder, choose a zone and report something; the admin has followed a feed."""
    await stage.follow()
    stage.room.reader.sayings["News"] = says(told("publication_date", "2026-05-20", of="Paper Lanterns"))
    await stage.publish("News")
    await stage.member.slash(stage.talk, "remind me", title="Paper Lanterns")
    await stage.member.slash(stage.talk, "remind zone", time_zone="Asia/Seoul")
    await stage.bot.services.moderation.report(1, stage.guild.id, stage.member.id)


async def export(stage, who):
    answer = await who.slash(stage.talk, "privacy export")
    assert answer.ephemeral
    assert "This is all that I keep of you." in said(answer)
    message = answer.followups[-1] if answer.followups else answer.response
    (file,) = message.attachments
    assert file.filename == "callsheet-my-data.json"
    return json.loads(await file.read())


async def test_a_person_gets_all_that_is_kept_of_them_and_nothing_of_others(stage):
    await known(stage)
    kept = await export(stage, stage.member)
    assert kept["user_id"] == str(stage.member.id)
    assert kept["choices"]["time_zone"] == "Asia/Seoul"
    assert [one["title"] for one in kept["reminders"]] == ["Paper Lanterns"]
    assert [(one["title"], one["value"]) for one in kept["reports"]] == [("Paper Lanterns", "2026-05-20")]
    assert kept["feeds_followed"] == []
    theirs = await export(stage, stage.admin)
    assert [one["outlet"] for one in theirs["feeds_followed"]] == ["Feed"]
    assert theirs["reminders"] == theirs["reports"] == []


async def test_a_person_is_forgotten_after_a_second_word(stage):
    await known(stage)
    question = await stage.member.slash(stage.talk, "privacy forget")
    assert question.ephemeral
    assert "This cannot be undone." in said(question)
    assert (await export(stage, stage.member))["reminders"]
    done = await stage.member.click(question.response, label="Forget me")
    assert "I keep nothing of you any more." in said(done)
    kept = await export(stage, stage.member)
    assert {name: value for name, value in kept.items() if value} == {
        "user_id": str(stage.member.id),
        "exported_at": kept["exported_at"],
    }
    assert "There are none yet" in said(await stage.member.slash(stage.talk, "remind list"))
    assert "Paper Lanterns" in said(await stage.admin.slash(stage.talk, "reports")), "the report stays, without a name"
