"""Questions about prizes: which one somebody won, who won it, which title did.

A prize of one ceremony goes to one winner, so that another's prize of the same night is surely not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.domain.chance import Chance
from bot.domain.edtf import is_edtf
from bot.domain.facts import Predicate
from bot.domain.names import fold, key
from bot.domain.questions.casting import LOOKED_AT, some_of, work
from bot.domain.questions.draft import Draft, Wrong, person_option, script, text_option, title_option
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.question import Option, QuestionKind
from bot.domain.questions.sameness import may_be_same, style
from bot.domain.questions.told import Sure, Told

_AWARD = Predicate.AWARD_RECEIVED
_PRIZE = re.compile(
    r"\b(?:best|outstanding|grand|top|excellence|palme|golden|silver|award|prize|jury|rookie|newcomer|of the year"
    r"|original|adapted|visual|director|directing|actor|actress|drama|film|picture|screenplay|series)\b|상$|대상",
    re.IGNORECASE,
)
UNNAMED = ("best ", "outstanding ", "top ")
"""How a prize begins that has no name of its own: "best actor", but "the grand prize"."""

_GENDERED = re.compile(r"\b(actor|actress)\b|(남우|남자|여우|여자)", re.IGNORECASE)
_WOMEN = frozenset({"actress", "여우", "여자"})
_ROLES = (
    (re.compile(r"direct|연출|감독", re.IGNORECASE), Predicate.DIRECTOR),
    (re.compile(r"writ|screenplay|script|극본|각본", re.IGNORECASE), Predicate.SCREENWRITER),
)


def seeds(knowledge: Knowledge, told: Told) -> Iterator[Seed]:
    """Yield what may be asked about the prizes of a title."""
    for place, one in enumerate(told.sure):
        if one.claim.predicate is not _AWARD or not _PRIZE.search(one.object) or not ceremony(one):
            continue
        if knowledge.is_told_apart(one.person_id):
            yield Seed(QuestionKind.AWARD, "who", told.named.id, (one.claim,), place)
            yield Seed(QuestionKind.AWARD, "which", told.named.id, (one.claim,), place)
        elif one.person_id is None and not _gender(one.object):
            yield Seed(QuestionKind.AWARD, "title", told.named.id, (one.claim,), place)
            yield Seed(QuestionKind.AWARD, "what", told.named.id, (one.claim,), place)


def ceremony(sure: Sure) -> str:
    """Return the ceremony with its number or year, so that one night is meant; "" where that is not known."""
    name, date = sure.qualifiers.get("ceremony", ""), sure.qualifiers.get("date", "")
    if re.search(r"\d", name):
        return name
    return f"{date[:4]} {name}" if name and is_edtf(date) else ""


def _gender(prize: str) -> str:
    found = _GENDERED.search(prize)
    word = (found[1] or found[2] or "").lower() if found else ""
    return "" if not word else "woman" if word in _WOMEN else "man"


def _such(knowledge: Knowledge, title_id: int, sure: Sure) -> bool:
    """Whether a title or its kin may have won a prize of such a name, on that night as far as can be told."""
    return any(
        may_be_same(may.object, sure.object) and not _other_night(may.qualifiers, sure.qualifiers)
        for one in knowledge.kin(title_id)
        for may in knowledge.titles[one].said(_AWARD)
    )


def _other_night(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two prizes are of one ceremony in different years: both give its number, and these differ."""
    numbers = [re.findall(r"\d+", each.get("ceremony", "")) for each in (one, other)]
    return all(numbers) and numbers[0] != numbers[1] and _named(one) == _named(other)


def _named(qualifiers: Mapping[str, str]) -> list[str]:
    return [word for word in fold(qualifiers.get("ceremony", "")).split() if word.isalpha()]


def _spelt(prize: str) -> str:
    """Return a prize as it stands within a sentence: "best picture"."""
    first, _, rest = prize.partition(" ")
    return f"{first.lower()} {rest}" if rest and rest == rest.lower() else prize


def ask(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "which prize", "who won it" or "which title won it"."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    if seed.variant == "who":
        return _who(knowledge, told, sure, rng)
    if seed.variant == "title":
        return _title(knowledge, told, sure, rng)
    return _which(knowledge, told, sure, rng)


def _who(knowledge: Knowledge, told: Told, sure: Sure, rng: Chance) -> Draft | None:
    """Return who won a prize: wrong are such as may win it, but are never named with one of that name."""
    assert sure.person_id is not None
    same_night = [
        one
        for one in told.of(_AWARD)
        if knowledge.is_told_apart(one.person_id) and key(ceremony(one)) == key(ceremony(sure)) and one != sure
    ]
    wrong = [
        Wrong(person_option(knowledge, one.person_id), 0.9, (one,))
        for one in same_night
        if one.person_id is not None and _may_compete(knowledge, one.person_id, sure)
    ]
    for person_id, title_id in _competitors(knowledge, sure, rng):
        if _may_compete(knowledge, person_id, sure) and not knowledge.may_be_in(person_id, told.named.id):
            close = 0.3 + 0.4 * knowledge.near(told.named.id, title_id)
            wrong.append(Wrong(person_option(knowledge, person_id), close))
    values = {**work(told), "prize": _spelt(sure.object), "ceremony": ceremony(sure)}
    return Draft("question.award.who", values, person_option(knowledge, sure.person_id), wrong, (sure,))


def _competitors(knowledge: Knowledge, sure: Sure, rng: Chance) -> list[tuple[int, int]]:
    """Return people who may win such a prize: for a part, who won one for such a part; else who does such work."""
    assert sure.person_id is not None
    if gender := _gender(sure.object):
        known = [
            (one.person_id, title_id)
            for title_id, one in knowledge.sure.get(_AWARD, ())
            if one.person_id is not None and knowledge.is_told_apart(one.person_id) and _gender(one.object) == gender
        ]
        return rng.sample(known, min(LOOKED_AT, len(known)))
    role = next((of for words, of in _ROLES if words.search(sure.object)), None)
    if role is None:
        return []
    return some_of(knowledge, role, style(knowledge.person(sure.person_id)), rng)


def _may_compete(knowledge: Knowledge, person_id: int, sure: Sure) -> bool:
    """Whether somebody is another than the winner, and never named with a prize of that name."""
    if sure.person_id is None or knowledge.alike(person_id, sure.person_id):
        return False
    titles = knowledge.titles_of.get(person_id, frozenset())
    theirs = (may for one in titles for may in knowledge.titles[one].said(_AWARD) if may.person_id == person_id)
    return not any(
        _same_prize(may.object, sure.object) and not _other_night(may.qualifiers, sure.qualifiers) for may in theirs
    )


def _same_prize(one: str, other: str) -> bool:
    """Whether two prizes may be one; "best actress" and "best new actress" are two, and told apart by their words."""
    return set(fold(one).split()) == set(fold(other).split())


def _title(knowledge: Knowledge, told: Told, sure: Sure, rng: Chance) -> Draft | None:
    """Return which title won: wrong are those of which nobody says that they won such a prize anywhere."""
    known = [
        title_id
        for title_id, one in knowledge.sure.get(_AWARD, ())
        if _named(one.qualifiers) == _named(sure.qualifiers)
    ]
    everything = list(knowledge.by_title)
    others = {*rng.sample(known, min(LOOKED_AT, len(known))), *rng.sample(everything, min(LOOKED_AT, len(everything)))}
    wrong = [
        Wrong(
            title_option(knowledge, title_id), 0.5 * (title_id in known) + 0.4 * knowledge.near(told.named.id, title_id)
        )
        for title_id in sorted(others - knowledge.kin(told.named.id) - knowledge.source_works)
        if title_id in known or knowledge.titles[title_id].film == told.film
        if not _such(knowledge, title_id, sure)
    ]
    values = {"prize": _spelt(sure.object), "ceremony": ceremony(sure)}
    right = title_option(knowledge, told.named.id)
    return Draft("question.award.title", values, right, wrong, (sure,), look=script)


def _which(knowledge: Knowledge, told: Told, sure: Sure, _rng: Chance) -> Draft | None:
    """Return which prize was won: wrong are those of the same night that went to somebody else."""
    night = key(ceremony(sure))
    mine = [may.object for one in knowledge.kin(told.named.id) for may in knowledge.titles[one].said(_AWARD)]
    gender = _gender(sure.object)
    wrong = [
        Wrong(_prize(one.object), 0.6, (one,))
        for title_id, one in knowledge.sure.get(_AWARD, ())
        if key(ceremony(one)) == night and title_id != told.named.id and _gender(one.object) in {"", gender}
        if (one.person_id is None) == (sure.person_id is None)
        if not any(may_be_same(one.object, other) for other in mine)
    ]
    values = {**work(told), "ceremony": ceremony(sure)}
    if sure.person_id is None:
        return Draft("question.award.what", values, _prize(sure.object), wrong, (sure,), look=script)
    values |= {"person": knowledge.person(sure.person_id)}
    return Draft("question.award.which", values, _prize(sure.object), wrong, (sure,), look=script)


def _prize(name: str) -> Option:
    """Return a prize as an option, with a capital in front."""
    return text_option(name[:1].upper() + name[1:])
