"""“Report question”: the fact behind it is in the moderators' queue, and with one click its questions are gone."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.games import PAUSE
from tests.cogs.test_trivia import ROUND, choose, messages, play, quiz, until  # noqa: F401 - quiz is a fixture
from tests.harness import options, said
from tests.quiz import rows

SECONDS = timedelta(seconds=1)


async def revealed(stage):
    """Play one round; gives its message."""
    await play(stage, rounds=1)
    await choose(stage, stage.member, 1)
    await until(stage, ROUND)
    shown = messages(stage)[-1]
    await until(stage, PAUSE)
    return shown


async def report(stage, who, message):
    return await who.click(message, label="Report question")


async def test_members_report_a_question_once_and_moderators_find_the_fact(stage, quiz):  # noqa: F811
    shown = await revealed(stage)
    thanks = await report(stage, stage.member, shown)
    assert thanks.ephemeral
    assert "Thank you. **Glass Harbor · Directed by: Im Chan-sik**" in said(thanks)
    assert "already" in said(await report(stage, stage.member, shown))
    await report(stage, stage.other, shown)
    queue = said(await stage.admin.slash(stage.talk, "reports"))
    assert "**Glass Harbor** · Directed by: Im Chan-sik" in queue
    assert "reported by 2 people" in queue


async def test_a_moderators_click_keeps_the_facts_questions_out_of_the_server(stage, quiz):  # noqa: F811
    shown = await revealed(stage)
    await report(stage, stage.member, shown)
    twin = replace(quiz.questions[0], key="director:Glass Harbor, asked otherwise")
    quiz.questions[1:] = [twin]
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="It is wrong: hide it here")
    none = await stage.member.slash(stage.talk, "trivia play")
    assert "I cannot ask anything yet" in said(none)
    await stage.admin.click(queue.response, label="Undo")
    assert "starts a game" in said(await stage.member.slash(stage.talk, "trivia play"))


async def test_the_operators_click_retires_the_facts_questions_and_voids_what_is_open(stage, quiz, monkeypatch):  # noqa: F811
    shown = await revealed(stage)
    await report(stage, stage.member, shown)
    twin = replace(quiz.questions[0], key="director:Glass Harbor, asked otherwise")
    quiz.questions[:1] = [twin]
    await play(stage, rounds=1)

    async def is_owner(user):
        return user.id == stage.admin.id

    monkeypatch.setattr(stage.bot, "is_owner", is_owner)
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="Reports of all servers")
    await stage.admin.click(queue.response, label="Wrong: reject everywhere")
    await until(stage, SECONDS)
    retired = dict(await rows(stage.room, "question", "key", "retired_why"))
    assert retired == {quiz.questions[0].key: "trivia.fallen", "director:Glass Harbor": "trivia.fallen"}
    assert "Sorry, this question does not count" in "\n".join(said(one) for one in messages(stage))


async def test_of_several_facts_the_reporter_picks_the_wrong_one(stage, quiz):  # noqa: F811
    one, other = quiz.questions[:2]
    quiz.questions[:1] = [replace(one, claims=(*one.claims, *other.claims))]
    shown = await revealed(stage)
    asking = await report(stage, stage.member, shown)
    assert asking.ephemeral
    assert "What is wrong about this question?" in said(asking)
    offered = options(asking)
    assert list(offered) == ["Directed by: Im Chan-sik", "Directed by: Gil Dong-wook"], "the shown one first"
    thanks = await stage.member.select(asking.response, [offered["Directed by: Gil Dong-wook"]], custom_id="facts:pick")
    assert "Thank you. **Paper Lanterns · Directed by: Gil Dong-wook**" in said(thanks)


async def test_what_no_article_says_any_more_cannot_be_reported(stage, quiz):  # noqa: F811
    from bot.store.schema import fact, question_claim, round_

    shown = await revealed(stage)
    async with stage.room.db.write() as conn:
        await conn.execute(question_claim.delete())
    assert "Thank you." in said(await report(stage, stage.member, shown)), "the shown fact is still there"
    async with stage.room.db.write() as conn:
        await conn.execute(fact.delete())
    assert "That is gone" in said(await report(stage, stage.other, shown))
    async with stage.room.db.write() as conn:
        await conn.execute(round_.update().values(guild_id=1))
    assert "That is gone" in said(await report(stage, stage.other, shown))


async def test_the_button_works_after_a_restart(stage, quiz):  # noqa: F811
    shown = await revealed(stage)
    await stage.restart()
    assert "Thank you." in said(await report(stage, stage.member, shown))
