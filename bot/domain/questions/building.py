"""Building a question: which kind, about which title, and which of those that come out is nearest to what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.chance import Chance
from bot.domain.facts import Claim
from bot.domain.games import Difficulty
from bot.domain.naming import Named
from bot.domain.questions import casting, dating, making, prizes
from bot.domain.questions.draft import Draft, finished
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.question import Question, QuestionKind
from bot.domain.questions.told import Told

_K = QuestionKind
_SOWERS = (casting.seeds, making.seeds, dating.seeds, prizes.seeds)
_ASK: Mapping[QuestionKind, Callable[[Knowledge, Seed, Chance], Draft | None]] = {
    _K.PLAYS: casting.plays,
    _K.CHARACTER: casting.character,
    _K.SHARED: casting.shared,
    _K.ODD: casting.odd,
    _K.DIRECTOR: making.crew,
    _K.WRITER: making.crew,
    _K.BASED_ON: making.based_on,
    _K.NETWORK: making.network,
    _K.LOCATION: making.location,
    _K.YEAR: dating.year,
    _K.EPISODES: dating.episodes,
    _K.FIRST: dating.first,
    _K.AWARD: prizes.ask,
}
_WANTED = {Difficulty.EASY: 0.25, Difficulty.MEDIUM: 0.45, Difficulty.HARD: 0.7}
_CHOSEN_FROM = 4
"""So many questions are built when one of a certain difficulty is wanted."""

_AGAIN = 3
_TRIES = 60
_WALKED = 1_500
"""Where chance finds nothing, so many of what may be asked are tried one by one."""


def gathered(titles: Iterable[Told], people: Mapping[int, Named], today: date) -> Knowledge:
    """Return what questions are made from, with everything found that takes time."""
    sown: dict[QuestionKind, list[Seed]] = {}
    knowledge = Knowledge({told.named.id: told for told in titles}, people, today, sown)
    for told in (told for told in knowledge.titles.values() if told.solid()):
        for sower in _SOWERS:
            for seed in sower(knowledge, told):
                sown.setdefault(seed.kind, []).append(seed)
    knowledge.prepare()
    return knowledge


def build(
    knowledge: Knowledge,
    rng: Chance,
    *,
    title_id: int | None = None,
    difficulty: Difficulty | None = None,
    avoid: Container[str] = (),
    wanted: Sequence[str] = (),
    rejected: Collection[Claim] = (),
    weak: Mapping[str, Collection[str]] | None = None,
    learnt: Mapping[str, float] | None = None,
) -> Question | None:
    """Return a question, or None where nothing (of that title) is left to ask.

    One of the keys ``wanted`` comes first, in their order; none of the keys in ``avoid`` comes. ``rejected`` are
    claims that nothing may rest on, ``weak`` the keys of options that nobody falls for, by the question's key: others
    stand in their place as far as there are any. ``learnt`` are difficulties that play has shown.
    """
    claims = frozenset(rejected)

    def asked(seed: Seed) -> Question | None:
        key = seed.key
        if key in avoid or claims & set(seed.claims):
            return None
        draft = _ASK[seed.kind](knowledge, seed, rng)
        made = _made(draft, seed, knowledge, rng, (weak or {}).get(key, ())) if draft else None
        if made is None or claims & set(made.claims):
            return None
        return replace(made, difficulty=(learnt or {}).get(key, made.difficulty))

    # Which others are looked at for wrong options is chance, so what is wanted is tried more than once.
    again = (seed for key in wanted if (seed := knowledge.seed(key)) for _ in range(_AGAIN))
    for seed in again:
        if title_id in {None, seed.title_id} and (made := asked(seed)):
            return made
    enough = 1 if difficulty is None else _CHOSEN_FROM
    found: list[Question] = []
    for seed in _in_turn(_by_kind(knowledge, title_id), rng):
        if made := asked(seed):
            found.append(made)
        if len(found) == enough:
            break
    aim = _WANTED.get(difficulty, 0.0) if difficulty else 0.0
    return min(found, key=lambda one: abs(one.difficulty - aim), default=None)


def _made(draft: Draft, seed: Seed, knowledge: Knowledge, rng: Chance, weak: Collection[str]) -> Question | None:
    made = finished(draft, seed, knowledge, rng, weak)
    return finished(draft, seed, knowledge, rng) if made is None and weak else made


def _by_kind(knowledge: Knowledge, title_id: int | None) -> dict[QuestionKind, Sequence[Seed]]:
    if title_id is None:
        return {kind: some for kind, some in knowledge.seeds.items() if some}
    found: dict[QuestionKind, list[Seed]] = {}
    for seed in knowledge.by_title.get(title_id, ()):
        found.setdefault(seed.kind, []).append(seed)
    return dict(found)


def _in_turn(seeds: Mapping[QuestionKind, Sequence[Seed]], rng: Chance) -> Iterator[Seed]:
    """Yield what may be asked: any kind as often as any other; then, where that leads to nothing, all of it."""
    kinds = sorted(seeds)
    for _ in range(_TRIES if kinds else 0):
        yield rng.choice(seeds[rng.choice(kinds)])
    every = [seed for some in seeds.values() for seed in some]
    yield from rng.sample(every, min(_WALKED, len(every)))
