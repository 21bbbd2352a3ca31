"""``callsheet trivia``."""

import re
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from bot.commands.trivia import opened_samples, questions, worded
from bot.config import load
from bot.domain.models import Entry
from bot.services.learning import learn
from bot.store import articles
from tests.commands.conftest import START
from tests.sayings import says, told

DIRECTORS = {"Paper Lanterns": "Gil Dong-wook", "The Last Ferry": "Ryu Sang-hee", "Cold Orchard": "Cha Min-ho"}


@pytest.fixture
async def shows(store):
    async with store.write() as conn:
        for title, director in DIRECTORS.items():
            made = await articles.add_single(conn, Entry(f"{title} begins", published_at=START), "Soompi", START)
            told_of_it = says(told("director", director, of=title), told("original_broadcaster", "tvN", of=title))
            await learn(conn, made, told_of_it, 1, START)


async def test_questions_are_printed_with_options_and_sources(callsheet, shows):
    ended = await callsheet("trivia", "sample", "2", "--title", "Glass Harbor", "--seed", "1")
    assert ended.code == 0
    assert re.search(r"1\. .*“?Glass Harbor”?.*  \(\w+, 0\.\d+\)", ended.out)
    assert len(re.findall(r"^   \* [A-D]  \S", ended.out, re.MULTILINE)) == 2
    assert len(re.findall(r"^     [A-D]  \S", ended.out, re.MULTILINE)) == 6
    assert "https://soompi.example/a\n     “Glass Harbor: " in ended.out
    assert ended.err.startswith("2 questions, of ")
    again = await callsheet("trivia", "sample", "2", "--title", "Glass Harbor", "--seed", "1")
    assert again.out == ended.out


async def test_questions_are_worded_in_korean(callsheet, shows):
    ended = await callsheet("trivia", "sample", "--language", "ko", "--seed", "1")
    assert re.search(r"‘[^’]+’[가-힣,]", ended.out)


async def test_a_title_that_is_unknown_is_told(callsheet, shows):
    assert (await callsheet("trivia", "sample", "--title", "Salt")).err == "Error: no title goes by 'Salt'\n"
    assert (await callsheet("trivia", "sample", "--title", "glass h")).code == 1


async def test_an_empty_store_brings_nothing(callsheet):
    assert (await callsheet("trivia", "sample", "--title", "Glass House")).err.startswith("0 questions, of ")


def test_a_kind_of_work_and_a_season_are_named():
    values = {"title": "Glass Harbor", "season": "2", "kind": "novel"}
    assert worded("en", "question.based_on.author.2", values) == "Whose novel was made into season 2 of “Glass Harbor”?"
    assert worded("ko", "question.based_on.author.1", values) == "‘Glass Harbor’ 시즌 2의 원작 소설, 작가는 누구인가요?"


@pytest.mark.timeout(300)
async def test_the_samples_make_a_quiz_of_every_kind(tmp_path):
    """At least 150 questions of ten kinds, in words without an open place, each with its source."""
    settings = replace(load({}), log_level="error")
    async with opened_samples(settings) as services:
        found = [one async for one in questions(services, Random(1))]
    kinds = Counter(one.kind for one in found)
    assert len({one.key for one in found}) == len(found) >= 150, kinds
    assert len(kinds) >= 10, kinds
    for one in found:
        assert one.source.source.url
        for language in ("en", "ko"):
            assert not re.search(r"[{}]", worded(language, one.wording, one.values))
