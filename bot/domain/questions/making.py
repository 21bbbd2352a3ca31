"""Questions about how a title was made: its makers, its source, its network, its places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.chance import Chance
from bot.domain.facts import Predicate
from bot.domain.names import fold
from bot.domain.questions.casting import LOOKED_AT, is_new, season_of, some_of, work
from bot.domain.questions.draft import Draft, Wrong, person_option, script, text_option
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.networks import excludes, is_one_of, rivals, shown_as
from bot.domain.questions.places import apart, is_place, others_like
from bot.domain.questions.question import OPTIONS, QuestionKind
from bot.domain.questions.sameness import gives_away, may_be_any, may_be_same, style
from bot.domain.questions.told import May, Sure, Told, is_name

_CREW = {Predicate.DIRECTOR: QuestionKind.DIRECTOR, Predicate.SCREENWRITER: QuestionKind.WRITER}
_WRITTEN = frozenset(
    {"novel", "book", "manga", "webtoon", "comic", "web novel", "web_novel", "play", "memoir", "short_story"}
)

_PART_OF = re.compile(r"\b(?:opener|pilot|episodes?|finale|second unit|co-?direct\w*)\b", re.IGNORECASE)
"""Words beside who directed or wrote only a part."""


def seeds(knowledge: Knowledge, told: Told) -> Iterator[Seed]:
    """Yield what may be asked about the making of a title."""
    title_id = told.named.id
    for place, one in enumerate(told.sure):
        predicate = one.claim.predicate
        if predicate in _CREW and knowledge.is_told_apart(one.person_id) and is_new(told, place):
            yield Seed(_CREW[predicate], "who", title_id, (one.claim,), place)
        elif predicate is Predicate.BASED_ON:
            yield Seed(QuestionKind.BASED_ON, "work", title_id, (one.claim,), place)
            yield Seed(QuestionKind.BASED_ON, "author", title_id, (one.claim,), place)
        elif predicate is Predicate.ORIGINAL_BROADCASTER and rivals(one.object):
            yield Seed(QuestionKind.NETWORK, "where", title_id, (one.claim,), place)
        elif predicate is Predicate.FILMING_LOCATION and is_place(one.object):
            yield Seed(QuestionKind.LOCATION, "where", title_id, (one.claim,), place)


# ------------------------------------------------------------------ people


def crew(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "who directed (or wrote) TITLE": wrong are those who do so elsewhere and have no tie to it."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    assert sure.person_id is not None
    if not is_name(sure.object) or _PART_OF.search(sure.source.fact.evidence):
        return None
    role = sure.claim.predicate
    wrong = [
        Wrong(person_option(knowledge, person_id), 0.3 + 0.6 * knowledge.near(seed.title_id, title_id))
        for person_id, title_id in some_of(knowledge, role, style(knowledge.person(sure.person_id)), rng)
        if not knowledge.may_be_in(person_id, seed.title_id)
    ]
    season = season_of(told, sure)
    right = person_option(knowledge, sure.person_id)
    return Draft(f"question.{seed.kind}", work(told, season), right, wrong, (sure,), season)


# ------------------------------------------------------------------ source works


def based_on(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "what is TITLE based on", or "whose work"."""
    return (_source_work if seed.variant == "work" else _author)(knowledge, seed, rng)


def _source_work(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    if may_be_any([sure.object], told.named.names) or not is_name(sure.object):
        return None
    wrong = [
        Wrong(text_option(other.object), 0.3 + 0.3 * (other.qualifiers.get("kind") == sure.qualifiers.get("kind")))
        for _, other in _other_sources(knowledge, told, rng)
        if not any(may.object and may_be_same(may.object, other.object) for may in told.may)
    ]
    return Draft("question.based_on.work", work(told), text_option(sure.object), wrong, (sure,), look=script)


def _other_sources(knowledge: Knowledge, told: Told, rng: Chance) -> Iterator[tuple[int, May]]:
    """Yield what other titles are said to be based on, where nothing that is said of this one mentions it."""
    kin = knowledge.kin(told.named.id)
    for title_id, other in rng.sample(knowledge.sources, min(LOOKED_AT, len(knowledge.sources))):
        if title_id not in kin and not any(knowledge.titles[one].mentions(other.object) for one in kin):
            yield title_id, other


def _author(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    author, kind = _author_of(sure), sure.qualifiers.get("kind", "")
    said = {may.qualifiers["author"] for may in told.said(Predicate.BASED_ON) if may.qualifiers.get("author")}
    if not author or kind not in _WRITTEN or not all(may_be_same(author, one) for one in said):
        return None
    others = [
        (other, 0.4 + 0.3 * (one.qualifiers.get("kind") == kind))
        for _, one in _other_sources(knowledge, told, rng)
        if (other := one.qualifiers.get("author", "")) and is_name(other) and not _tied(knowledge, told, other)
    ]
    writers = some_of(knowledge, Predicate.SCREENWRITER, style(author), rng) if len(others) < OPTIONS else []
    others += [
        (knowledge.person(person_id), 0.2)
        for person_id, _ in writers
        if not knowledge.may_be_in(person_id, seed.title_id)
    ]
    wrong = [Wrong(text_option(other), close) for other, close in others if not may_be_same(other, author)]
    values = {**work(told), "kind": kind}
    return Draft("question.based_on.author", values, text_option(author), wrong, (sure,))


def _author_of(sure: Sure) -> str | None:
    """Return the author, where the shown sentence itself names one."""
    author = sure.source.fact.qualifiers.get("author", "")
    return author if is_name(author) and fold(author) in fold(sure.source.fact.evidence) else None


def _tied(knowledge: Knowledge, told: Told, name: str) -> bool:
    """Whether somebody of that name may have to do with a title or its kin."""
    around = (knowledge.titles[title_id] for title_id in knowledge.kin(told.named.id))
    return any(
        one.mentions(name)
        or any(may_be_any([name], knowledge.names(person)) for person in one.people if person in knowledge.people)
        for one in around
    )


# ------------------------------------------------------------------ where


def network(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "on which network does TITLE run": wrong are those that never show what the right one shows first."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    said = {may.object for may in told.said(Predicate.ORIGINAL_BROADCASTER)}
    if any(not is_one_of(one, [sure.object]) for one in said) or gives_away(sure.object, told.named.names):
        return None
    common = {fold(one.object) for _, one in knowledge.sure.get(Predicate.ORIGINAL_BROADCASTER, ())}
    wrong = [
        Wrong(text_option(name), 0.3 + 0.4 * (fold(name) in common) + 0.1 * rng.random())
        for name in rivals(sure.object)
        if excludes(sure.object, name) and not told.mentions(name)
    ]
    return Draft(
        "question.network", work(told), text_option(shown_as(sure.object)), wrong, (sure,), look=script, exact=True
    )


def location(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "where was TITLE filmed, as OUTLET reported": wrong are places that nobody names with it."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    kin, places = knowledge.kin(seed.title_id), others_like(sure.object)
    named = [may.object for one in kin for may in knowledge.titles[one].said(Predicate.FILMING_LOCATION)]
    common = {fold(one.object) for _, one in knowledge.sure.get(Predicate.FILMING_LOCATION, ())}
    wrong = [
        Wrong(text_option(place), 0.3 + 0.3 * (fold(place) in common))
        for place in rng.sample(places, min(LOOKED_AT, len(places)))
        if not any(knowledge.titles[one].mentions(place) for one in kin) and all(apart(place, one) for one in named)
    ]
    values = {**work(told, season_of(told, sure)), "outlet": sure.source.source.outlet}
    return Draft(
        "question.location", values, text_option(sure.object), wrong, (sure,), season_of(told, sure), look=script
    )
