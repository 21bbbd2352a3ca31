"""From an answer and a list of wrong ones to a question: which options go in, and in what order.

No list of options tells: they look alike, the right one is the longest no more often than any other, and it stands
anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.chance import Chance
from bot.domain.facts import Claim
from bot.domain.names import key
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.question import OPTIONS, Option, Question, QuestionKind
from bot.domain.questions.sameness import gives_away, may_be_same, style
from bot.domain.questions.told import Sure

WAYS = 3
"""In how many ways each thing is asked."""

_CHOSEN_FROM = 12
_MUCH_LONGER = 1.5
_BASE = {
    QuestionKind.NETWORK: 0.2,
    QuestionKind.PLAYS: 0.35,
    QuestionKind.ODD: 0.4,
    QuestionKind.SHARED: 0.4,
    QuestionKind.CHARACTER: 0.45,
    QuestionKind.DIRECTOR: 0.45,
    QuestionKind.AWARD: 0.5,
    QuestionKind.BASED_ON: 0.5,
    QuestionKind.FIRST: 0.5,
    QuestionKind.LOCATION: 0.55,
    QuestionKind.YEAR: 0.55,
    QuestionKind.WRITER: 0.6,
    QuestionKind.EPISODES: 0.75,
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """An option that is surely wrong: how close it comes, in [0, 1], and the facts that make it wrong."""

    option: Option
    close: float = 0.5
    proof: tuple[Sure, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its options are chosen. ``rests`` is what makes the answer right, the shown fact first.

    ``wording`` names a sentence but for its number. ``look`` says how an option looks; ``exact`` options are different
    as soon as their letters are (numbers). ``given`` are wrong options of which all must be shown.
    """

    wording: str
    values: Mapping[str, str]
    right: Option
    wrong: Sequence[Wrong]
    rests: tuple[Sure, ...]
    season: int | None = None
    look: Callable[[str], str] = style
    exact: bool = False


def script(text: str) -> str:
    """Return how a text looks that is nobody's name: in Hangul or not."""
    return "hangul" if style(text) == "hangul" else "latin"


def person_option(knowledge: Knowledge, person_id: int) -> Option:
    """Return a person as an option."""
    return Option(knowledge.person(person_id), f"p{person_id}")


def title_option(knowledge: Knowledge, title_id: int) -> Option:
    """Return a title as an option."""
    return Option(knowledge.titles[title_id].name, f"t{title_id}")


def text_option(text: str) -> Option:
    """Return anything else as an option."""
    return Option(text, key(text))


def finished(
    draft: Draft, seed: Seed, knowledge: Knowledge, rng: Chance, weak: Collection[str] = ()
) -> Question | None:
    """Return the question of a draft, or None where no fair list of options exists.

    ``weak`` are keys of options that nobody falls for.
    """
    if gives_away(draft.right.text, draft.values.values()):
        return None
    chosen = _chosen(draft, [one for one in _fit(draft, rng) if one.option.key not in weak], rng)
    if chosen is None:
        return None
    options = [draft.right, *(one.option for one in chosen)]
    rng.shuffle(options)
    rests = (*draft.rests, *(proof for one in chosen for proof in one.proof))
    return Question(
        kind=seed.kind,
        key=seed.key,
        wording=f"{draft.wording}.{rng.randrange(WAYS) + 1}",
        values=draft.values,
        options=tuple(options),
        answer=options.index(draft.right),
        claims=_all_claims(rests),
        fact_ids=tuple(dict.fromkeys(fact_id for one in rests for fact_id in one.fact_ids)),
        source=draft.rests[0].source,
        title_id=seed.title_id,
        season=draft.season,
        difficulty=_difficulty(seed, knowledge, chosen),
    )


def _all_claims(rests: Sequence[Sure]) -> tuple[Claim, ...]:
    return tuple(dict.fromkeys(claim for one in rests for claim in one.claims))


def _difficulty(seed: Seed, knowledge: Knowledge, chosen: Sequence[Wrong]) -> float:
    close = sum(one.close for one in chosen) / len(chosen)
    found = 0.4 * _BASE[seed.kind] + 0.35 * (1 - knowledge.fame(seed.title_id)) + 0.25 * close
    return round(min(1.0, max(0.0, found)), 3)


# ------------------------------------------------------------------ which wrong options


def _fit(draft: Draft, rng: Chance) -> list[Wrong]:
    """Return the wrong options that may stand in one list, the closest first: none twice, none in the question."""
    ranked = sorted(draft.wrong, key=lambda one: one.close + 0.2 * rng.random(), reverse=True)
    kept: list[Wrong] = []
    taken = [draft.right.text]
    for one in ranked:
        text = one.option.text
        if not any(_same(text, other, exact=draft.exact) for other in taken) and not _said(draft, text):
            kept.append(one)
            taken.append(text)
        if len(kept) == _CHOSEN_FROM:
            break
    return kept


def _same(one: str, other: str, *, exact: bool) -> bool:
    return key(one) == key(other) if exact else may_be_same(one, other)


def _said(draft: Draft, text: str) -> bool:
    return not draft.exact and gives_away(text, draft.values.values())


def _chosen(draft: Draft, fit: Sequence[Wrong], rng: Chance) -> list[Wrong] | None:
    """Choose three: most of them look like the right one, and it is neither the longest nor the shortest by habit."""
    look = draft.look(draft.right.text)
    like = [one for one in fit if {look, "any"} & {draft.look(one.option.text)} or look == "any"]
    if len(like) < OPTIONS - 2 or len(fit) < OPTIONS - 1:
        return None
    pool = like if len(like) >= OPTIONS - 1 else [*like, *(one for one in fit if one not in like)][: OPTIONS - 1]
    size = len(draft.right.text)
    longer = [one for one in pool if len(one.option.text) >= size]
    shorter = [one for one in pool if len(one.option.text) < size]
    wanted = rng.randrange(OPTIONS)
    some = longer[:wanted] + shorter[: OPTIONS - 1 - wanted]
    some += [one for one in pool if one not in some][: OPTIONS - 1 - len(some)]
    longest = max(len(one.option.text) for one in some)
    return None if size > longest * _MUCH_LONGER + 2 else some
