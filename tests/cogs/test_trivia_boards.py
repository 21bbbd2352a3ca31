"""`/trivia leaderboard` and `stats`: who is ahead, only those who want it beyond their servers, and the picture."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import update

from bot.store.schema import answer, player
from tests.harness import custom_ids, foreign, said
from tests.payloads import walk
from tests.quiz import open_quiz, play_round

DAY = timedelta(days=1)


@pytest.fixture
async def quiz(stage):
    """A quiz whose questions can be played without Discord."""
    return await open_quiz(stage.room)


async def played(stage, quiz, number, **chose):
    """Have the stage's people (member, other, admin) answer a question of the quiz, right with 0."""
    who = {getattr(stage, name).user.id: choice for name, choice in chose.items()}
    return await play_round(stage.room, quiz.questions[number], who, guild_id=stage.guild.id)


def name(actor):
    return f"<@{actor.user.id}>"


async def test_a_board_without_players_says_how_to_begin(stage):
    shown = await stage.member.slash(stage.talk, "trivia leaderboard")
    assert "Nobody has played in that time. `/trivia play` starts a game." in said(shown)
    assert not shown.ephemeral


async def test_the_server_is_ranked_by_points(stage, quiz):
    await played(stage, quiz, 0, member=0, other=1)
    await played(stage, quiz, 1, member=0, other=0)
    shown = said(await stage.admin.slash(stage.talk, "trivia leaderboard"))
    assert "Trivia in this server" in shown
    assert "the last month · 2 players" in shown
    assert f"🥇 {name(stage.member)} · **200** · 2 of 2 right" in shown
    assert f"🥈 {name(stage.other)} · **100** · 1 of 2 right" in shown


async def test_equal_ones_share_a_place(stage, quiz):
    await played(stage, quiz, 0, member=0, other=0)
    shown = said(await stage.admin.slash(stage.talk, "trivia leaderboard"))
    assert shown.count("🥇") == 2


async def test_what_is_older_than_the_period_does_not_count(stage, quiz):
    await played(stage, quiz, 0, member=0)
    stage.pass_time(8 * DAY)
    assert name(stage.member) not in said(await stage.other.slash(stage.talk, "trivia leaderboard", period="week"))
    assert name(stage.member) in said(await stage.other.slash(stage.talk, "trivia leaderboard", period="month"))
    stage.pass_time(30 * DAY)
    assert name(stage.member) not in said(await stage.other.slash(stage.talk, "trivia leaderboard"))
    assert name(stage.member) in said(await stage.other.slash(stage.talk, "trivia leaderboard", period="all"))


async def test_what_does_not_count_is_not_ranked(stage, quiz):
    await played(stage, quiz, 0, member=0)
    async with stage.room.db.write() as conn:
        await conn.execute(update(answer).values(counted=False))
    assert name(stage.member) not in said(await stage.other.slash(stage.talk, "trivia leaderboard"))


async def test_who_asks_sees_where_they_stand_below_the_best(stage, quiz):
    crowd = dict.fromkeys(range(1000, 1012), 0)
    await play_round(stage.room, quiz.questions[0], {**crowd, stage.member.user.id: 1}, guild_id=stage.guild.id)
    shown = said(await stage.member.slash(stage.talk, "trivia leaderboard"))
    assert f"⋯\n13. {name(stage.member)} · **0** · 0 of 1 right" in shown
    assert "13 players" in shown
    assert "⋯" not in said(await stage.other.slash(stage.talk, "trivia leaderboard"))


async def test_nobody_is_shown_beyond_their_server_who_has_not_asked_for_it(stage, quiz):
    await played(stage, quiz, 0, member=0, other=0)
    board = await stage.other.slash(stage.talk, "trivia leaderboard", scope="global", period="all")
    assert "Nobody who has played in that time wants to be seen here." in said(board)

    joined = await stage.member.click(board.response, custom_id="trivia:worldwide:on")
    assert joined.ephemeral
    assert "You are on the board of all servers now, as **Mina**." in said(joined)
    board = await stage.other.slash(stage.talk, "trivia leaderboard", scope="global", period="all")
    assert "🥇 Mina · **100** · 1 of 1 right" in said(board)
    assert name(stage.member) not in said(board), "nobody's client knows a stranger by their id"
    assert "Theo" not in said(board)

    left = await stage.member.click(joined.response, custom_id="trivia:worldwide:off")
    assert "You are not on the board of all servers." in said(left)
    board = await stage.other.slash(stage.talk, "trivia leaderboard", scope="global", period="all")
    assert "Mina" not in said(board)
    assert custom_ids(board) == ["trivia:worldwide:on", "trivia:worldwide:off"]


async def test_a_rating_stands_beside_the_points(stage, quiz):
    await played(stage, quiz, 0, member=0)
    await rate(stage, 1612.4)
    assert "1 of 1 right · rating 1,612" in said(await stage.other.slash(stage.talk, "trivia leaderboard"))


async def rate(stage, rating):
    """Have the member rated so, now and after each answer."""
    await stage.room.services.boards.show_worldwide(stage.member.user.id, None)
    who = player.c.user_id == stage.member.user.id
    async with stage.room.db.write() as conn:
        await conn.execute(update(player).where(who).values(rating=rating, rated=1))
        await conn.execute(update(answer).values(rating=rating))


# ------------------------------------------------------------------ one person


async def test_who_has_not_played_is_told_so_in_private(stage):
    shown = await stage.member.slash(stage.talk, "trivia stats")
    assert shown.ephemeral
    assert "**Mina** has not answered a question here yet." in said(shown)


async def test_a_record_is_a_picture(stage, quiz):
    await played(stage, quiz, 0, member=0)
    await played(stage, quiz, 1, member=1)
    await played(stage, quiz, 2, member=0)
    await rate(stage, 1540.0)
    shown = await stage.other.slash(stage.talk, "trivia stats", member=stage.member)
    assert f"{name(stage.member)} · 2 of 3 right" in said(shown)
    message = shown.response or shown.followups[-1]
    [file] = message.attachments
    assert file.filename == "record.png"
    [gallery] = [part for part in walk(message.components) if part.get("items")]
    told = gallery["items"][0]["description"]
    assert "Rating: 1,540 (best 1,540); Right: 67% (2 of 3); In a row: 1 (best 1)" in told
    assert "Directors: 2 of 3" in told


async def test_the_picture_can_be_opened(stage, quiz, monkeypatch):
    drawn = []
    boards, draw = stage.room.services.boards, stage.room.services.boards.picture

    async def keep(sheet):
        drawn.append(await draw(sheet))
        return drawn[-1]

    monkeypatch.setattr(boards, "picture", keep)
    await played(stage, quiz, 0, member=0)
    await stage.member.slash(stage.talk, "trivia stats")
    assert Image.open(BytesIO(drawn[0])).width == 1080


async def test_koreans_read_korean(stage, quiz, korean):
    await played(stage, quiz, 0, member=0)
    with korean():
        for scope in ("server", "global"):
            assert not foreign(await stage.member.slash(stage.talk, "trivia leaderboard", scope=scope))
        assert not foreign(await stage.member.slash(stage.talk, "trivia stats"))
        assert not foreign(await stage.other.slash(stage.talk, "trivia stats")) - {"Theo"}
