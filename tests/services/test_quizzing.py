"""Questions from the store: gathered when it changes, from what everyone may be told."""

import random

import pytest

from bot.domain.facts import Predicate
from bot.domain.questions.question import QuestionKind
from bot.services.merges import OPERATOR
from bot.services.quizzing import Quizzing
from bot.services.releases import Points
from bot.store import facts, merges
from tests.newsroom import HOUR, START
from tests.sayings import says, told
from tests.store.knowing import PERSON, TITLE, said
from tests.store.knowing import tell as store

SHOWS = {
    "Glass Harbor": ("Im Chan-sik", "Netflix"),
    "Paper Lanterns": ("Gil Dong-wook", "Disney+"),
    "The Last Ferry": ("Ryu Sang-hee", "tvN"),
    "Salt Line": ("Oh Na-ri", "JTBC"),
    "Cold Orchard": ("Cha Min-ho", "HBO"),
}


def story(title):
    director, network = SHOWS[title]
    return says(told("director", director, of=title), told("original_broadcaster", network, of=title))


@pytest.fixture
async def quiz(room):
    """A quiz over what five articles say."""
    for title in SHOWS:
        await tell(room, title, story(title))
    return Quizzing(room.db, room.clock, Points(0.75, 0.9))


async def tell(room, headline, saying, path="/feed.xml", **more):
    if path not in room.items:
        await room.follow(path, **more)
    room.reader.sayings[headline] = saying
    room.publish(headline, path=path)
    await room.round()


async def ask(quiz, **more):
    """Return all that the quiz asks, by kind and title."""
    asked, rng = {}, random.Random(1)
    while question := await quiz.build(rng, avoid=set(asked), **more):
        asked[question.key] = question
    return {(one.kind, one.options[one.answer].text) for one in asked.values()}


async def test_questions_come_of_the_store(room, quiz):
    found = await ask(quiz)
    assert (QuestionKind.DIRECTOR, "Im Chan-sik") in found
    assert (QuestionKind.NETWORK, "tvN") in found
    one = await quiz.build(random.Random(1))
    async with room.db.read() as conn:
        assert [await facts.get(conn, fact_id, None) for fact_id in one.fact_ids[:1]] != [None]


async def test_the_store_is_read_again_when_it_has_changed(room, quiz):
    before = await quiz.knowledge()
    assert await quiz.knowledge() is before
    await tell(room, "Night", says(told("director", "Woo Seo-jun", of="Night Signal")))
    after = await quiz.knowledge()
    assert len(after.titles) == len(before.titles) + 1
    kept = set(before.titles) & set(after.titles)
    assert all(after.titles[one] is before.titles[one] for one in kept)


async def test_another_day_is_another_knowledge(room, quiz):
    before = await quiz.knowledge()
    room.clock.forward(24 * HOUR)
    assert (await quiz.knowledge()).today > before.today


async def test_what_the_operator_calls_wrong_is_not_asked_at_once(room, quiz):
    one = await quiz.build(random.Random(2))
    await room.services.moderation.reject_everywhere(one.claims[0], OPERATOR)
    again = await quiz.build(random.Random(2), wanted=[one.key])
    assert again is None or one.claims[0] not in again.claims


async def test_who_was_merged_is_one_person(room, quiz):
    before = await quiz.knowledge()
    people = {one.name: one.id for one in before.people.values()}
    async with room.db.write() as conn:
        await merges.merge(
            conn, TITLE, title_of(before, "Cold Orchard"), title_of(before, "Salt Line"), by=1, now=START
        )
        await merges.merge(conn, PERSON, people["Gil Dong-wook"], people["Im Chan-sik"], by=1, now=START)
    room.clock.forward(HOUR)
    after = await quiz.knowledge()
    assert set(before.people) - set(after.people) == {people["Gil Dong-wook"]}
    lanterns = after.titles[title_of(after, "Paper Lanterns")]
    assert lanterns.people == {people["Im Chan-sik"]}
    assert len(after.titles) == len(before.titles) - 1


def title_of(knowledge, name):
    return next(one for one, told in knowledge.titles.items() if told.name == name)


async def test_what_only_some_may_be_told_is_neither_asked_nor_a_wrong_answer(room, quiz):
    before = await quiz.knowledge()
    people = {one.name: one.id for one in before.people.values()}
    async with room.db.write() as conn:
        hidden = said(title_of(before, "Glass Harbor"), "director", "Gil Dong-wook", person=people["Gil Dong-wook"])
        await store(conn, hidden, private=True)
    room.clock.forward(HOUR)
    after = await quiz.knowledge()
    harbor = after.titles[title_of(after, "Glass Harbor")]
    assert [one.object for one in harbor.of(Predicate.DIRECTOR)] == ["Im Chan-sik"]
    assert people["Gil Dong-wook"] in harbor.people
    for seed in range(20):
        one = await quiz.build(random.Random(seed), title_id=harbor.named.id)
        assert "Gil Dong-wook" not in {option.text for option in one.options}


async def test_nothing_is_asked_of_an_empty_store(room):
    assert await Quizzing(room.db, room.clock, Points()).build(random.Random(1)) is None
