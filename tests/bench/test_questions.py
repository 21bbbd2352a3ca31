"""Building a question from 100,000 facts, against one look at every fact."""

import random
import time

from bot.domain.facts import NameKind
from bot.domain.naming import Named
from bot.domain.questions.building import build, gathered
from bot.domain.questions.told import told_of
from tests.bench.conftest import Figures, timed
from tests.bench.test_suggest import made_person, made_title, made_word
from tests.domain.questions.worlds import LEAST, TODAY
from tests.said import said

FACTS, TITLES, PEOPLE, ASKED = 100_000, 6_000, 14_000, 400
NETWORKS = ["Netflix", "Disney+", "Apple TV+", "Prime Video", "tvN", "JTBC", "SBS", "MBC", "HBO", "AMC", "FX"]
PLACES = ["Seoul", "Busan", "Andong", "Berlin", "Vilnius", "Montreal", "Cardiff", "Belfast", "Toronto"]


def facts_of(rng, title_id, name, people):
    """Facts of one title: a cast of ten, a crew, a network, dates, some of it twice."""
    some = rng.sample(sorted(people), 13)
    parts = [("cast_member", one, {"character": made_person(rng, ["x"])}) for one in some[:10]]
    parts += [("director", some[10], {}), ("screenwriter", some[11], {}), ("cast_member", some[12], {})]
    for predicate, one, more in parts:
        evidence = f"{people[one].name} is {more.get('character', 'there')} in {name}."
        yield said(predicate, people[one].name, title_id=title_id, person_id=one, evidence=evidence, **more)
    for predicate, text in (
        ("original_broadcaster", rng.choice(NETWORKS)),
        ("publication_date", f"{rng.randint(1990, 2025)}-05-{rng.randint(10, 28)}"),
        ("number_of_episodes", str(rng.randint(4, 24))),
        ("filming_location", rng.choice(PLACES)),
    ):
        yield said(predicate, text, title_id=title_id, headline=name)


def test_a_question_is_built_in_no_time(tell):
    rng = random.Random(1)
    vocabulary = [made_word(rng) for _ in range(20_000)]
    people = {
        one: Named(one, NameKind.PERSON, name, (name,), fame=2)
        for one in range(1, PEOPLE + 1)
        for name in [f"{made_person(rng, vocabulary)} {rng.choice(vocabulary)}".title()]
    }
    names = {one: f"{made_title(rng, vocabulary)} {rng.choice(vocabulary).title()}" for one in range(1, TITLES + 1)}
    facts = {one: list(facts_of(rng, one, name, people)) for one, name in names.items()}
    assert sum(map(len, facts.values())) >= FACTS
    began = time.perf_counter()
    told = [
        told_of(Named(one, NameKind.TITLE, name, (name,), fame=2), facts[one], {}, LEAST) for one, name in names.items()
    ]
    believed = time.perf_counter() - began
    knowledge = gathered(told, people, TODAY)
    loaded = time.perf_counter() - began
    asked, seconds = set(), []
    for _ in range(ASKED):
        began = time.perf_counter()
        question = build(knowledge, rng, avoid=asked)
        seconds.append(time.perf_counter() - began)
        asked.add(question.key)
    ours = Figures(seconds)
    every = [one for some in facts.values() for one in some]
    bare = timed(lambda: sum(one.fact.confidence > 0.9 for one in every)).median
    figures = {
        "worst": f"{ours.quantile(0.99) * 1000:.1f} ms",
        "read": f"{believed:.1f} s",
        "loaded": f"{loaded:.1f} s",
    }
    tell(f"a question from {len(every):,} facts", ours.median, bare, **figures)
    assert ours.median < 0.05
    assert ours.quantile(0.99) < 0.05 * 4
