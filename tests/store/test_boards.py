"""Rankings, records and questions of the day in the store, on both databases."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.boards import Given, Streak, Tally
from bot.domain.daily import DailyGame
from bot.domain.games import Answer
from bot.domain.models import DeliveryKind, GuildSettings, NewDelivery
from bot.domain.questions.question import QuestionKind
from bot.store import boards, daily, deliveries, edits, guilds, questions, ratings, rounds
from tests.store.making import CHANNEL, DAY, GUILD, NOW, SECOND
from tests.store.test_trivia import ARA, MINA, THEO, make_question, make_round

GAME = DailyGame(GUILD, CHANNEL, time(9), "UTC", "en", NOW, ARA)


async def closed(conn, chose, at=NOW):
    """Play a round: who chose what, right with 0 for 100 points."""
    asked = await make_round(conn, at=at)
    await answered(conn, asked, chose, at)
    return asked


async def answered(conn, asked, chose, at):
    given = [Answer(asked.id, user_id, choice, at, 100 * (choice == 0)) for user_id, choice in chose.items()]
    await rounds.give(conn, given)
    assert await rounds.close(conn, asked.id, at, given)


async def a_day(conn, chose=None, number=1, at=NOW, game=GAME):
    """Have a question of the day, closed if somebody answered."""
    asked = await make_question(conn, f"Show {number}")
    question_id = await questions.keep(conn, asked, at)
    made = await rounds.add_daily(conn, game, number, question_id, asked, at, at + DAY)
    if chose is not None:
        await answered(conn, made, chose, at + DAY)
    return made


# ------------------------------------------------------------------ rankings


async def test_a_ranking_is_by_points_then_right_answers_and_equal_ones_share_a_place(database):
    async with database.write() as conn:
        asked = await closed(conn, {MINA: 0, THEO: 0, ARA: 1})
        await ratings.rate_players(conn, asked.id, {}, NOW)
        best, players = await boards.best(conn, GUILD, None, ARA, 10)
        assert [(one.place, one.user_id, one.points, one.right, one.answered) for one in best] == [
            (1, MINA, 100, 1, 1),
            (1, THEO, 100, 1, 1),
            (3, ARA, 0, 0, 1),
        ]
        assert players == 3
        few, players = await boards.best(conn, GUILD, None, ARA, 1)
        assert ([one.user_id for one in few], players) == ([MINA, ARA], 3)
        assert await boards.best(conn, GUILD + 1, None, ARA, 10) == ([], 0)
        assert await boards.best(conn, GUILD, NOW + SECOND, ARA, 10) == ([], 0)


async def test_beyond_their_servers_are_only_those_who_want_it(database):
    async with database.write() as conn:
        await closed(conn, {MINA: 0, THEO: 1})
        assert await boards.best(conn, None, None, MINA, 10) == ([], 0)
        await boards.set_worldwide(conn, MINA, "Mina", NOW)
        [one], players = await boards.best(conn, None, None, THEO, 10)
        assert (one.user_id, one.name, one.rating, players) == (MINA, "Mina", None, 1)
        assert await boards.is_worldwide(conn, MINA)
        await boards.set_worldwide(conn, MINA, None, NOW)
        assert not await boards.is_worldwide(conn, MINA)
        assert await boards.best(conn, None, None, MINA, 10) == ([], 0)


async def test_a_record_is_counted_from_what_counts(database):
    async with database.write() as conn:
        await closed(conn, {MINA: 0})
        void = await a_day(conn, number=2)
        await rounds.give(conn, [Answer(void.id, MINA, 0, NOW)])
        await rounds.void(conn, void.id, "[]", NOW)
        await a_day(conn, {MINA: 1}, number=3, at=NOW + DAY)
        assert await boards.tallies(conn, GUILD, MINA) == ([Tally(QuestionKind.DIRECTOR, 2, 1)], 100)
        assert await boards.newest(conn, GUILD, MINA, 9) == [Given(True, NOW), Given(False, NOW + 2 * DAY)]
        assert await boards.newest(conn, GUILD, MINA, 1) == [Given(False, NOW + 2 * DAY)]
        assert await boards.rating(conn, MINA) is None
        assert await boards.tallies(conn, GUILD, THEO) == ([], 0)


# ------------------------------------------------------------------ questions of the day


async def test_a_server_has_one_question_a_day_due_while_we_are_in_it(database):
    async with database.write() as conn:
        await guilds.save(conn, GuildSettings(GUILD))
        await daily.save(conn, replace(GAME, channel_id=9))
        await daily.save(conn, GAME)
        assert await daily.get(conn, GUILD) == GAME
        assert await daily.due(conn, NOW) == [GAME]
        assert await daily.due(conn, NOW - SECOND) == []
        assert await daily.put_off(conn, GAME, "Asia/Seoul", NOW + DAY)
        assert not await daily.put_off(conn, GAME, "UTC", NOW + DAY), "somebody else was faster"
        assert await daily.get(conn, GUILD) == replace(GAME, zone="Asia/Seoul", due_at=NOW + DAY)
        await guilds.left(conn, GUILD, NOW)
        assert await daily.due(conn, NOW + DAY) == []
        assert await daily.delete(conn, GUILD)
        assert not await daily.delete(conn, GUILD)
        assert await daily.get(conn, GUILD) is None


async def test_days_are_numbered_closed_and_followed_by_others(database):
    async with database.write() as conn:
        await guilds.save(conn, GuildSettings(GUILD))
        assert await daily.number(conn, GUILD) == 0
        first = await a_day(conn)
        await make_round(conn)  # of a game
        assert await daily.number(conn, GUILD) == 1
        assert [one.id for one in await daily.opened(conn, GUILD)] == [first.id]
        assert await daily.over(conn, NOW) == []
        assert [one.id for one in await daily.over(conn, NOW + DAY)] == [first.id]
        await daily.said(conn, first.id, 77)
        await answered(conn, first, {MINA: 0}, NOW + DAY)
        second = await a_day(conn, number=2, at=NOW + DAY)
        before = await daily.before(conn, second)
        assert (before.id, before.message_id) == (first.id, 77)
        assert await daily.before(conn, before) is None
        await rounds.void(conn, second.id, "[]", NOW + DAY)
        assert [one.id for one in await daily.untold(conn)] == [second.id]
        await rounds.told(conn, second.id, NOW + DAY)
        assert await daily.untold(conn) == []


@pytest.mark.parametrize("days", [[{MINA}, {MINA, THEO}, {THEO}, set(), {MINA}]])
async def test_streaks_are_counted_day_by_day(database, days):
    seen = []
    async with database.write() as conn:
        for number, right in enumerate(days, 1):
            at = NOW + number * DAY
            made = await a_day(conn, {MINA: 1, THEO: 1, **dict.fromkeys(right, 0)}, number, at)
            await daily.count_streaks(conn, made, right)
            streaks = [await boards.daily_streak(conn, GUILD, user_id) for user_id in (MINA, THEO)]
            seen.append((*((one.now, one.best) for one in streaks), await daily.server_streak(conn, GUILD)))
            assert await daily.streaks(conn, GUILD, right) == {
                user_id: one.now for user_id, one in zip((MINA, THEO), streaks, strict=True) if user_id in right
            }
        assert await daily.server_streak(conn, GUILD, made.id - 2) == 3
        assert await boards.daily_streak(conn, GUILD + 1, MINA) == Streak()
    assert seen == [
        ((1, 1), (0, 0), 1),
        ((2, 2), (1, 1), 2),
        ((0, 2), (2, 2), 3),
        ((0, 2), (0, 2), 0),
        ((1, 2), (0, 2), 1),
    ]


async def test_a_message_is_edited_once_it_is_sent(database):
    row = NewDelivery(DeliveryKind.DAILY, "daily:1", GUILD, CHANNEL, NOW)
    async with database.write() as conn:
        delivery_id = await deliveries.add(conn, row, None, NOW)
        await daily.edit_message(conn, "daily:1", NOW)
        assert await edits.claim_edits(conn, "w", NOW, DAY, 9) == []
        await deliveries.mark_sent(conn, [delivery_id], 77, NOW)
        [due] = await edits.claim_edits(conn, "w", NOW, DAY, 9)
        assert due.id == delivery_id
