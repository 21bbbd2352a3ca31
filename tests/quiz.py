"""A quiz for tests: questions in a fixed order, each resting on a fact that is kept, instead of chosen ones."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from bot.domain.claims import claim_of
from bot.domain.facts import NameKind
from bot.domain.games import Answer, GameState
from bot.domain.models import Entry
from bot.domain.questions.question import Option, Question, QuestionKind
from bot.services import ratings
from bot.services.learning import learn
from bot.store import articles, facts, games, names, questions, rounds
from bot.store.games import NewGame
from bot.store.schema import answer, game, question, round_
from tests.sayings import says, told

SHOWS = {
    "Glass Harbor": "Im Chan-sik",
    "Paper Lanterns": "Gil Dong-wook",
    "The Last Ferry": "Ryu Sang-hee",
    "Cold Orchard": "Daniel Osei",
    "North of Nine": "Greta Lind",
    "Quiet Ledger": "Tom Alvarez",
    "Salt Line": "Noh Yeon-su",
    "The Ninth Floor": "Hwang Bo-ra",
    "Winter Orbit": "Ida Bergström",
    "Borrowed Sky": "Kwak Jae-won",
    "Copper Moon": "Lena Fischer",
    "Second Tide": "Ravi Nair",
}
"""Titles and who directed them."""

WORDING = "question.director.1"


@dataclass
class Quiz:
    """Stands in for ``Quizzing``: asks who directed each of the shows, in order, the right option first."""

    questions: list[Question] = field(default_factory=list)
    asked: list[dict] = field(default_factory=list)

    async def build(self, rng, *, title_id=None, difficulty=None, avoid=(), wanted=(), rejected=(), **learnt):
        self.asked.append(
            {"title_id": title_id, "difficulty": difficulty, "avoid": set(avoid), "wanted": list(wanted), **learnt}
        )
        fit = [one for one in self.questions if one.key not in avoid and title_id in (None, one.title_id)]
        fit = [one for one in fit if not set(rejected) & set(one.claims)]
        return min(fit, key=lambda one: one.key not in wanted, default=None)


async def open_quiz(room):
    """Have articles name the directors, and a quiz that asks for them."""
    quiz = Quiz()
    for title, director in SHOWS.items():
        quiz.questions.append(await _question(room, title, director))
    return quiz


async def _question(room, title, director):
    async with room.db.write() as conn:
        address = f"https://feeds.example/{title.replace(' ', '-')}"
        entry = Entry(f"Who directs {title}", url=address, published_at=room.clock.now)
        article_id = await articles.add_single(conn, entry, "Soompi", room.clock.now)
        learnt = await learn(conn, article_id, says(told("director", director, of=title)), 1, room.clock.now)
        [title_id] = learnt.titles
        [fact] = await facts.of_title(conn, title_id, None)
        assert await names.root_of(conn, NameKind.TITLE, title_id) == title_id
    others = [name for name in SHOWS.values() if name != director][:3]
    options = tuple(Option(name, f"n{name}") for name in (director, *others))
    claim = claim_of(fact)
    return Question(
        kind=QuestionKind.DIRECTOR,
        key=f"director:{title}",
        wording=WORDING,
        values={"title": title},
        options=options,
        answer=0,
        claims=(claim,),
        fact_ids=(fact.id,),
        source=fact,
        title_id=title_id,
        season=None,
        difficulty=0.2,
    )


async def rows(room, table, *columns):
    """All rows of a table of trivia, as tuples of these columns, in order."""
    of = {"game": game, "round": round_, "answer": answer, "question": question}[table]
    wanted = [of.c[name] for name in columns]
    async with room.db.read() as conn:
        return [tuple(row) for row in await conn.execute(select(*wanted).order_by(*of.primary_key.columns))]


async def play_round(room, wanted, chose, *, guild_id, seconds=20):
    """Have people answer a question in a game of a server, each what they chose; all are right who chose 0."""
    now = room.clock()
    new = NewGame(guild_id, guild_id + 1, 1, "en", None, 1, seconds, None)
    async with room.db.write() as conn:
        opened = await games.add(conn, new, now, now)
        question_id = await questions.keep(conn, wanted, now)
        asked = await rounds.add(conn, opened, 1, question_id, wanted, now, now + timedelta(seconds=seconds))
        await rounds.give(conn, [Answer(asked.id, user_id, choice, now) for user_id, choice in chose.items()])
        judged = [replace(one, points=100 * (one.choice == 0)) for one in await rounds.answers(conn, asked.id)]
        await rounds.close(conn, asked.id, now, judged)
        await ratings.learn(conn, replace(asked, closed_at=now), judged, now)
        await games.end(conn, opened.id, GameState.DONE, now)
        await games.told(conn, opened.id, now)
    return asked
