"""What a crowd costs: 200 people answer within one second, while the loop has everything else to do as well."""

import asyncio
import time

from bot.domain.games import LEAD, Click
from bot.services.quizzing import Quizzing
from tests.bench.conftest import Figures, timed_async
from tests.newsroom import CHANNEL, GUILD, open_newsroom
from tests.quiz import open_quiz, rows
from tests.services.test_playing import Table

PEOPLE = 200


async def test_two_hundred_answers_in_a_second(tmp_path, tell, monkeypatch):
    async with open_newsroom(tmp_path) as room:
        quiz = await open_quiz(room)
        monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: quiz.build(rng, **wanted))
        room.services.playing.host = Table(room.clock)
        await room.services.trivia.play(GUILD, CHANNEL, 1, rounds=1, seconds=60)
        room.clock.forward(LEAD)
        await room.services.playing.run_due()
        [(asked,)] = await rows(room, "round", "id")
        trivia = room.services.trivia

        async def one(user):
            await asyncio.sleep(user / PEOPLE)
            began = time.perf_counter()
            clicked = await trivia.answer(asked, user, user % 4)
            assert clicked.click is Click.LOCKED
            return time.perf_counter() - began

        spread = Figures(await asyncio.gather(*(one(user) for user in range(PEOPLE))))

        async def at_once():
            began = time.perf_counter()
            await asyncio.gather(*(trivia.answer(asked, PEOPLE + user, 0) for user in range(PEOPLE)))
            return time.perf_counter() - began

        crowd = await at_once()
        bare = await timed_async(lambda: trivia.answer(asked, 0, 0), 20)
        tell(
            f"{PEOPLE} answers within a second, each",
            spread.median,
            bare.median,
            p99=f"{spread.quantile(0.99) * 1000:.1f} ms",
            all_at_once=f"{crowd * 1000:.0f} ms",
        )
        assert spread.quantile(0.99) < 1
        assert crowd < 1
        assert len(await rows(room, "answer", "user_id")) == 2 * PEOPLE
