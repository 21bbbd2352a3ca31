"""Games that go on by the clock, whatever happens to Discord, the database or the process meanwhile."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.games import LEAD, MOST_VOIDS, PATIENCE, PAUSE, Click, GameState
from bot.errors import Gone, StoreError, TryLater, Unpostable, UserError
from bot.services import ratings
from bot.services.playing import GIVEN_UP
from bot.services.quizzing import Quizzing
from bot.store import games, rounds
from tests.newsroom import CHANNEL, GUILD
from tests.quiz import open_quiz, rows

HOST, MINA, THEO = 31, 41, 42
SECONDS = timedelta(seconds=1)
ROUND = 20 * SECONDS


@dataclass
class Table:
    """Discord as a game sees it: messages by the nonce of a round, and faults on demand."""

    clock: object
    messages: dict[int, list[str]] = field(default_factory=dict)
    ends: list[object] = field(default_factory=list)
    outcomes: list[object] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    slow: timedelta = timedelta()
    extended: list[object] = field(default_factory=list)

    def fail(self, what, error, times=1):
        self.troubles.setdefault(what, []).extend([error] * times)

    def _trouble(self, what):
        if self.troubles.get(what):
            raise self.troubles[what].pop(0)

    async def ask(self, game, asked, before):
        self._trouble("ask")
        self.clock.forward(self.slow)
        said = self.messages.setdefault(1000 + asked.id, [])
        said.append("asked" if before is None else f"asked after {before.voided_why}")
        self._trouble("asked")
        return 1000 + asked.id

    async def extend(self, game, asked):
        self.extended.append(asked)

    async def is_there(self, game, asked):
        self._trouble("is_there")
        return asked.message_id not in self.deleted

    async def reveal(self, game, outcome, goes_on_at):
        self._trouble("reveal")
        self.outcomes.append(outcome)
        self.messages[outcome.round.message_id].append("revealed" if goes_on_at else "revealed, the last")
        self._trouble("revealed")

    async def void(self, game, asked):
        self._trouble("void")
        self.messages[asked.message_id].append(f"void: {asked.voided_why}")

    async def end(self, podium):
        self._trouble("end")
        if podium.game.id not in [one.game.id for one in self.ends]:
            self.ends.append(podium)
        self._trouble("ended")

    @property
    def told(self):
        return list(self.messages.values())


@pytest.fixture
async def quiz(room, monkeypatch):
    opened = await open_quiz(room)
    monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: opened.build(rng, **wanted))
    return opened


@pytest.fixture
def table(room, quiz):
    sat = Table(room.clock)
    room.services.playing.host = sat
    return sat


async def play(room, **options):
    await room.services.trivia.play(GUILD, CHANNEL, HOST, **{"rounds": 2, **options})
    await until(room, LEAD)


async def until(room, by=timedelta()):
    room.clock.forward(by)
    await room.services.playing.run_due()


async def answer(room, user, choice=0):
    *_, (round_id,) = await rows(room, "round", "id")
    return await room.services.trivia.answer(round_id, user, choice)


async def rise_again(room, table):
    """Another process on the same database."""
    await room.services.playing.stop()
    room.services = room.rebuild()
    room.services.playing.host = table


async def finish(room, most=12):
    for _ in range(most):
        await until(room, ROUND)
        await until(room, PAUSE)


# ------------------------------------------------------------------ how it goes on


async def test_a_game_waits_for_each_deadline_and_no_longer(room, table):
    await room.services.trivia.play(GUILD, CHANNEL, HOST, rounds=1, seconds=10)
    assert room.services.playing.woken.is_set()
    assert await room.services.playing.launch() == LEAD
    await until(room, LEAD)
    assert await room.services.playing.launch() == 10 * SECONDS
    await until(room, 10 * SECONDS)
    assert table.told == [["asked", "revealed, the last"]]
    assert await room.services.playing.launch() == PAUSE
    await until(room, PAUSE)
    assert len(table.ends) == 1
    assert await room.services.playing.launch() is None


async def test_points_are_for_speed_and_kept_once(room, table):
    await play(room, rounds=1)
    assert (await answer(room, THEO)).click is Click.LOCKED
    room.clock.forward(10 * SECONDS)
    await answer(room, MINA)
    await answer(room, HOST, 1)
    await until(room, 10 * SECONDS)
    [outcome] = table.outcomes
    assert [(one.user_id, one.points) for one in outcome.answers] == [(THEO, 120), (MINA, 90), (HOST, 0)]
    await until(room, PAUSE)
    [podium] = table.ends
    assert [(one.user_id, one.points, one.right, one.place) for one in podium.standings] == [
        (THEO, 120, 1, 1),
        (MINA, 90, 1, 2),
        (HOST, 0, 0, 3),
    ]
    assert podium.played == 1
    assert not podium.uncounted


async def test_time_counts_from_when_the_question_is_there(room, table):
    table.slow = 8 * SECONDS
    await play(room, rounds=1)
    table.slow = timedelta()
    [extended] = table.extended
    assert extended.deadline == room.clock.now + ROUND
    await until(room, 19 * SECONDS)
    assert table.told == [["asked"]]
    await until(room, SECONDS)
    assert table.told == [["asked", "revealed, the last"]]


async def test_only_rounds_that_count_teach(room, table, monkeypatch):
    learnt = []

    async def learn(conn, played, answers, now):
        learnt.append((played.number, played.closed_at == now, [one.user_id for one in answers]))

    monkeypatch.setattr(ratings, "learn", learn)
    await play(room)
    await answer(room, MINA)
    await until(room, ROUND + PATIENCE + SECONDS)
    await until(room, PAUSE)
    await answer(room, THEO)
    await until(room, ROUND)
    assert learnt == [(1, True, [THEO])]


# ------------------------------------------------------------------ killed at any step


@pytest.mark.parametrize("step", ["ask", "asked", "is_there", "reveal", "revealed", "end", "ended"])
async def test_killed_around_any_word_the_game_says_each_once(room, table, step):
    table.fail(step, TryLater("killed"))
    await play(room, rounds=1)
    for _ in range(6):
        await rise_again(room, table)
        await until(room, 5 * SECONDS)
        if table.told and len(await rows(room, "answer", "user_id")) == 0:
            await answer(room, MINA)
    await finish(room, 2)
    [said] = table.told
    assert said[0] == "asked"
    assert said[-1] == "revealed, the last"
    assert set(said) == {"asked", "revealed, the last"}
    [podium] = table.ends
    assert podium.standings[0].right == 1
    assert await rows(room, "game", "state") == [(GameState.DONE,)]


@pytest.mark.parametrize(
    ("module", "name"),
    [(rounds, "add"), (rounds, "said"), (rounds, "close"), (games, "end"), (games, "told"), (games, "put_off")],
)
async def test_a_database_that_fails_at_any_step_only_holds_the_game_up(room, table, monkeypatch, module, name):
    real, failures = getattr(module, name), [StoreError("locked"), RuntimeError("a bug")]

    async def failing(*arguments, **options):
        if failures:
            raise failures.pop()
        return await real(*arguments, **options)

    monkeypatch.setattr(module, name, failing)
    await play(room, rounds=1)
    for _ in range(20):
        await until(room, 5 * SECONDS)
    assert not failures
    assert len(table.ends) == 1
    assert table.told[-1][-1] == "revealed, the last"
    assert await rows(room, "game", "state") == [(GameState.DONE,)]


async def test_a_question_that_could_not_be_said_for_long_gives_way_to_another(room, table):
    table.fail("ask", TryLater("busy"))
    await play(room, rounds=1)
    await until(room, ROUND + PATIENCE + SECONDS)
    assert table.told == [["asked after trivia.unsaid"]]
    assert [why for (why,) in await rows(room, "round", "voided_why")] == ["trivia.unsaid", None]


async def test_before_there_is_a_host_a_game_waits(room, table):
    room.services.playing.host = None
    await play(room, rounds=1)
    room.services.playing.host = table
    await until(room, 5 * SECONDS)
    assert table.told == [["asked"]]


# ------------------------------------------------------------------ Discord refuses


async def test_discord_decides_how_long_a_game_waits(room, table):
    table.fail("ask", TryLater("limited", room.clock.now + 30 * SECONDS))
    await play(room, rounds=1)
    await until(room, 20 * SECONDS)
    assert table.told == []
    await until(room, 10 * SECONDS)
    assert table.told == [["asked"]]


@pytest.mark.parametrize("step", ["ask", "is_there", "reveal", "end"])
async def test_a_place_that_is_closed_ends_the_game_and_frees_the_channel(room, table, step):
    table.fail(step, Gone("channel.gone"))
    await play(room, rounds=1)
    await finish(room, 2)
    assert await rows(room, "game", "state") == [(GameState.DONE if step == "end" else GameState.VOID,)]
    await room.services.trivia.play(GUILD, CHANNEL, HOST)
    assert all(closed for (closed,) in await rows(room, "round", "closed_at"))


async def test_a_message_that_is_refused_is_another_question_and_soon_the_end(room, table):
    table.fail("ask", Unpostable("refused"), times=1)
    await play(room, rounds=1)
    assert table.told == [["asked after trivia.unsaid"]]
    table.fail("ask", Unpostable("refused"), times=99)
    await until(room, ROUND)
    await until(room, PAUSE)
    await play(room, rounds=1)
    assert (await rows(room, "game", "state"))[-1] == (GameState.VOID,)
    assert len(await rows(room, "round", "id")) == 2 + min(MOST_VOIDS, 5)


async def test_a_deleted_message_is_noticed_before_it_counts(room, table):
    await play(room, rounds=1)
    await answer(room, MINA)
    table.deleted.add(1001)
    await until(room, ROUND)
    assert table.told == [["asked"], ["asked after trivia.deleted"]]
    table.fail("reveal", Unpostable("10008"))  # gone in the very moment
    await until(room, ROUND)
    assert table.told[2] == ["asked after trivia.deleted"]


async def test_a_voided_message_that_is_gone_holds_nothing_up(room, table):
    await play(room, rounds=1)
    table.fail("void", Unpostable("10008"))
    await until(room, ROUND + PATIENCE + SECONDS)
    await until(room, PAUSE)
    assert table.told == [["asked"], ["asked after trivia.interrupted"]]


async def test_an_end_that_cannot_be_told_is_given_up_some_day(room, table):
    table.fail("end", TryLater("busy"), times=99)
    await play(room, rounds=1)
    await until(room, ROUND)
    await until(room, PAUSE)
    await until(room, GIVEN_UP + SECONDS)
    assert table.ends == []
    assert await room.services.playing.launch() is None
    table.troubles.clear()
    table.fail("end", Unpostable("refused"))
    await play(room, rounds=1)
    await finish(room, 2)
    assert await room.services.playing.launch() is None


# ------------------------------------------------------------------ what others do meanwhile


async def test_stopped_while_its_question_is_chosen_a_game_asks_no_more(room, table, quiz):
    build = quiz.build

    async def slowly(rng, **wanted):
        found = await build(rng, **wanted)
        await room.services.trivia.stop(CHANNEL, HOST, moderator=False)
        return found

    await room.services.trivia.play(GUILD, CHANNEL, HOST)
    quiz.build = slowly
    await until(room, LEAD)
    assert table.told == []
    assert await rows(room, "game", "state") == [(GameState.STOPPED,)]
    assert len(table.ends) == 1


async def test_stopped_while_it_is_said_a_question_says_so(room, table):
    ask = table.ask

    async def slowly(*told):
        message_id = await ask(*told)
        await room.services.trivia.stop(CHANNEL, HOST, moderator=False)
        return message_id

    table.ask = slowly
    await play(room)
    assert table.told == [["asked", "void: trivia.stopped"]]
    assert len(table.ends) == 1


async def test_stopped_while_it_is_revealed_a_round_does_not_count(room, table):
    await play(room, rounds=1)
    await answer(room, MINA)
    reveal = table.reveal

    async def slowly(*told):
        await reveal(*told)
        await room.services.trivia.stop(CHANNEL, MINA, moderator=True)

    table.reveal = slowly
    await until(room, ROUND)
    assert table.told == [["asked", "revealed, the last", "void: trivia.stopped"]]
    assert table.ends[0].standings == ()


async def test_two_who_begin_at_once_have_one_game(room, table):
    await room.services.trivia.play(GUILD, CHANNEL, HOST)
    with pytest.raises(UserError, match=r"trivia\.playing"):
        await room.services.trivia.play(GUILD, CHANNEL, MINA)
    async with room.db.write() as conn:
        game = await games.in_channel(conn, CHANNEL)
        again = await games.add(
            conn, games.NewGame(GUILD, CHANNEL, MINA, "en", None, 1, 20, None), room.clock.now, room.clock.now
        )
    assert game.host_id == HOST
    assert again is None


async def test_there_is_no_game_again_that_never_was(room, table):
    with pytest.raises(UserError, match=r"trivia\.idle"):
        await room.services.trivia.again(99, HOST)


async def test_what_players_are_to_meet_again_is_wanted(room, table, quiz):
    from sqlalchemy import update

    from bot.store.schema import memory

    await play(room, rounds=3)
    await answer(room, MINA)
    await until(room, ROUND)
    await until(room, PAUSE)
    [(first, _), *_] = await rows(room, "question", "id", "key")
    async with room.db.write() as conn:
        await conn.execute(update(memory).values(box=1, due_at=room.clock.now))
    await room.services.trivia.stop(CHANNEL, HOST, moderator=False)
    await until(room)
    await play(room, rounds=2)
    await answer(room, MINA)
    await until(room, ROUND)
    await until(room, PAUSE)
    assert quiz.asked[-1]["wanted"] == ["director:Glass Harbor"]
    assert (await rows(room, "round", "question_id"))[-1] == (first,), "though it was asked lately"


async def test_clicks_of_one_moment_are_kept_together(room, table, monkeypatch):
    import asyncio

    await play(room, rounds=1)
    writes = []
    keep = rounds.give

    async def give(conn, some):
        writes.append(len(some))
        await keep(conn, some)

    monkeypatch.setattr(rounds, "give", give)
    [(asked,)] = await rows(room, "round", "id")
    clicks = await asyncio.gather(*(room.services.trivia.answer(asked, user % 50, user % 4) for user in range(100)))
    assert [one.click for one in clicks].count(Click.LOCKED) == 50
    assert [one.click for one in clicks].count(Click.AGAIN) == 50
    assert sum(writes) == 50
    assert len(writes) < 10


async def test_an_answer_that_cannot_be_kept_is_told_so(room, table, monkeypatch):
    async def broken(*_):
        raise StoreError("locked")

    await play(room, rounds=1)
    with monkeypatch.context() as patch:
        patch.setattr(rounds, "give", broken)
        with pytest.raises(StoreError):
            await answer(room, MINA)
    assert (await answer(room, MINA)).click is Click.LOCKED
