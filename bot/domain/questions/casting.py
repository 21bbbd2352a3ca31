"""Questions about parts: who plays whom, whom somebody plays, who is not of a cast, which title two people share.

One part has one player, so that a wrong option is surely wrong: somebody with another part in the same title, or
somebody of whom nothing ties them to the title. Who may be in it, in whatever spelling, is never an option.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.chance import Chance
from bot.domain.facts import Predicate
from bot.domain.questions.draft import Draft, Wrong, person_option, script, text_option, title_option
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.question import OPTIONS, QuestionKind
from bot.domain.questions.sameness import may_be_any, may_be_same, style
from bot.domain.questions.told import Role, Sure, Told, says_season

LOOKED_AT = 24
"""So many others are looked at for wrong options; more would only take longer."""

_CAST, _DIRECTOR, _WRITER = Predicate.CAST_MEMBER, Predicate.DIRECTOR, Predicate.SCREENWRITER
_CREW = {_DIRECTOR: "director", _WRITER: "writer"}


_HONOURED = re.compile(r"\b(?:king|queen|prince|princess|lord|lady|sir|mr|mrs|ms|miss|dr|aunt|uncle)\b", re.IGNORECASE)


def seeds(knowledge: Knowledge, told: Told) -> Iterator[Seed]:
    """Yield what may be asked about the parts of a title."""
    title_id = told.named.id
    for place, role in enumerate(told.roles):
        if knowledge.is_told_apart(role.person_id):
            yield Seed(QuestionKind.PLAYS, "who", title_id, (role.sure.claim,), place)
            yield Seed(QuestionKind.CHARACTER, "whom", title_id, (role.sure.claim,), place)
            yield Seed(QuestionKind.SHARED, "part", title_id, (role.sure.claim,), place)
    if len(told.roles) >= OPTIONS - 1:
        yield Seed(QuestionKind.ODD, "part", title_id, ())
    for place, one in enumerate(told.denied):
        if one.claim.predicate is _CAST and knowledge.is_told_apart(one.person_id):
            yield Seed(QuestionKind.ODD, "cast", title_id, (one.claim,), place)
    for place, one in enumerate(told.sure):
        if one.claim.predicate in _CREW and knowledge.is_told_apart(one.person_id) and is_new(told, place):
            yield Seed(QuestionKind.SHARED, _CREW[one.claim.predicate], title_id, (one.claim,), place)
            if _is_first(knowledge, title_id, one):
                yield Seed(QuestionKind.ODD, _CREW[one.claim.predicate], title_id, (one.claim,), place)


def is_new(told: Told, place: int) -> bool:
    """Whether what is sure has not been said of an earlier season already: one question about it is enough."""
    one = told.sure[place]
    same = (
        other.claim.predicate is one.claim.predicate and other.claim.value == one.claim.value
        for other in told.sure[:place]
    )
    return not any(same)


def work(told: Told, season: int | None = None) -> dict[str, str]:
    """Return the places of a sentence that name a title, or a season of it."""
    return {"title": told.name} | ({"season": str(season)} if season is not None else {})


def season_of(told: Told, sure: Sure) -> int | None:
    """Return the season to be named: one that the shown sentence names, of a title whose seasons are told apart."""
    if sure.season is None or sure.season not in told.seasons or not told.has_seasons():
        return None
    return sure.season if says_season(sure.source, sure.season) else None


# ------------------------------------------------------------------ who plays, and whom


def plays(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "who plays CHARACTER in TITLE"."""
    told = knowledge.titles[seed.title_id]
    role = told.roles[seed.place]
    if not _only_player(knowledge, told, role):
        return None
    wrong = [
        Wrong(person_option(knowledge, other.person_id), 0.9, (other.sure,))
        for other in _other_roles(knowledge, told, role)
    ]
    if len(wrong) < OPTIONS - 1:
        wrong += _strangers(knowledge, told, role, rng)
    season = season_of(told, role.sure)
    values = {**work(told, season), "character": role.character}
    return Draft("question.plays", values, person_option(knowledge, role.person_id), wrong, (role.sure,), season)


def character(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "which character does PERSON play in TITLE"."""
    told = knowledge.titles[seed.title_id]
    role = told.roles[seed.place]
    if not _only_player(knowledge, told, role):
        return None
    theirs = _parts_of(knowledge, told, role.person_id)
    wrong = [
        Wrong(text_option(other.character), 0.9, (other.sure,))
        for other in _other_roles(knowledge, told, role)
        if not may_be_any([other.character], theirs)
    ]
    if len(wrong) < OPTIONS - 1:
        wrong += _foreign_parts(knowledge, told, role, theirs, rng)
    season = season_of(told, role.sure)
    values = {**work(told, season), "person": knowledge.person(role.person_id)}
    return Draft("question.character", values, text_option(role.character), wrong, (role.sure,), season)


def _only_player(knowledge: Knowledge, told: Told, role: Role) -> bool:
    """Whether nobody else is said to play the part, here or in the title's kin, nor its player to do so elsewhere."""
    kin = knowledge.kin(told.named.id)
    elsewhere = knowledge.titles_of.get(role.person_id, frozenset()) - kin
    if any(may_be_any([role.character], _named_parts(knowledge.titles[one], role.person_id)) for one in elsewhere):
        return False
    for title_id in kin:
        for may in knowledge.titles[title_id].said(_CAST):
            named = may.qualifiers.get("character", "")
            if named and may_be_same(named, role.character) and may.person_id != role.person_id:
                return False
    return all(may.person_id in knowledge.people for may in told.said(_CAST) if may.person_id is not None)


def _parts_of(knowledge: Knowledge, told: Told, person_id: int) -> set[str]:
    """Return all parts that a person may have in a title or its kin."""
    kin = (knowledge.titles[title_id] for title_id in knowledge.kin(told.named.id))
    return {name for title in kin for name in _named_parts(title, person_id)}


def _named_parts(told: Told, person_id: int) -> set[str]:
    """Return the parts that a person is said to have in a title."""
    theirs = (may for may in told.said(_CAST) if may.person_id == person_id)
    return {may.qualifiers["character"] for may in theirs if may.qualifiers.get("character")}


def _other_roles(knowledge: Knowledge, told: Told, role: Role) -> Iterator[Role]:
    """Yield the parts of a title that others surely play: not this one's player, nor this part by another name."""
    for other in told.roles:
        apart = knowledge.is_told_apart(other.person_id) and not knowledge.alike(other.person_id, role.person_id)
        if apart and not may_be_same(other.character, role.character) and _only_player(knowledge, told, other):
            yield other


def _strangers(knowledge: Knowledge, told: Told, role: Role, rng: Chance) -> Iterator[Wrong]:
    """Yield actors of other titles whom nothing ties to this one, nor to a part of that name."""
    look = style(knowledge.person(role.person_id))
    for person_id, title_id in some_of(knowledge, _CAST, look, rng):
        if knowledge.may_be_in(person_id, told.named.id) or _plays_such(knowledge, person_id, role.character):
            continue
        close = 0.2 + 0.4 * knowledge.near(told.named.id, title_id)
        yield Wrong(person_option(knowledge, person_id), close)


def _plays_such(knowledge: Knowledge, person_id: int, name: str) -> bool:
    titles = knowledge.titles_of.get(person_id, frozenset())
    parts = (may for title_id in titles for may in knowledge.titles[title_id].said(_CAST))
    return any(may_be_same(may.qualifiers.get("character", "?"), name) for may in parts if may.person_id == person_id)


def _foreign_parts(knowledge: Knowledge, told: Told, role: Role, theirs: Iterable[str], rng: Chance) -> Iterator[Wrong]:
    """Yield parts of other titles, which nothing ties to this one or its player."""
    known = [*theirs, *(other.character for other in told.roles)]
    for title_id, other in _some_roles(knowledge, told, rng):
        named = may_be_any([other.character], known) or style(other.character) != style(role.character)
        named = named or bool(_HONOURED.search(other.character)) != bool(_HONOURED.search(role.character))
        if not named and not knowledge.alike(other.person_id, role.person_id):
            like = style(knowledge.person(other.person_id)) == style(knowledge.person(role.person_id))
            close = 0.1 + 0.3 * knowledge.near(told.named.id, title_id) + 0.3 * like
            yield Wrong(text_option(other.character), close)


def _some_roles(knowledge: Knowledge, told: Told, rng: Chance) -> Iterator[tuple[int, Role]]:
    """Yield some parts of titles that are not kin to this one, and that nothing said about it mentions."""
    kin = knowledge.kin(told.named.id)
    for title_id, other in sampled(knowledge.roles, rng):
        if title_id not in kin and not any(knowledge.titles[one].mentions(other.character) for one in kin):
            yield title_id, other


def sampled(some: Sequence[tuple[int, Role]], rng: Chance) -> list[tuple[int, Role]]:
    """Return at most so many of a list as are looked at."""
    return rng.sample(some, min(LOOKED_AT, len(some)))


def some_of(knowledge: Knowledge, role: Predicate, look: str, rng: Chance) -> list[tuple[int, int]]:
    """Return some people who surely do this, with a title each: first those whose names look so, then others."""
    first = knowledge.crew.get((role, look), ())
    found = rng.sample(first, min(LOOKED_AT, len(first)))
    if len(found) < OPTIONS:
        others = knowledge.workers.get(role, ())
        found += rng.sample(others, min(OPTIONS, len(others)))
    return found


# ------------------------------------------------------------------ which title


def shared(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "which title do two people share": told by a part, or by who made it, which other titles do not have."""
    told = knowledge.titles[seed.title_id]
    part = told.roles[seed.place] if seed.variant == "part" else None
    first = part.sure if part else told.sure[seed.place]
    others = [
        one for one in told.of(_CAST) if knowledge.is_told_apart(one.person_id) and one.person_id != first.person_id
    ]
    others = [one for one in others if not knowledge.alike(one.person_id or 0, first.person_id or 0)]
    if not others or first.person_id is None or (part and not _only_player(knowledge, told, part)):
        return None
    other = rng.choice(others)
    assert other.person_id is not None
    values = {"person": knowledge.person(first.person_id), "other": knowledge.person(other.person_id)}
    values |= {"character": part.character} if part else {}
    people = {first.person_id, other.person_id}
    wrong = [
        Wrong(title_option(knowledge, title_id), 0.3 + 0.5 * knowledge.near(seed.title_id, title_id), proof)
        for title_id, proof in _other_titles(knowledge, told, first, people, rng)
        if part is None or not knowledge.titles[title_id].mentions(part.character)
    ]
    right = title_option(knowledge, seed.title_id)
    return Draft(f"question.shared.{seed.variant}", values, right, wrong, (first, other), look=script)


def _other_titles(
    knowledge: Knowledge, told: Told, sure: Sure, people: set[int], rng: Chance
) -> Iterator[tuple[int, tuple[Sure, ...]]]:
    """Yield titles that somebody else surely made (or is in), and that share nobody with this one."""
    kin = knowledge.kin(told.named.id)
    pairs = knowledge.workers.get(sure.claim.predicate, ())
    for person_id, title_id in rng.sample(pairs, min(LOOKED_AT, len(pairs))):
        other = knowledge.titles[title_id]
        if title_id in kin or other.people & told.people or other.film != told.film:
            continue
        if not any(knowledge.may_be_in(one, title_id) for one in people):
            proof = [one for one in other.of(sure.claim.predicate) if one.person_id == person_id]
            yield title_id, tuple(proof[:1])


# ------------------------------------------------------------------ odd one out


def odd(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "which of these does not belong": three that surely do, and one that surely does not."""
    if seed.variant == "part":
        return _odd_part(knowledge, seed, rng)
    return _odd_cast(knowledge, seed, rng) if seed.variant == "cast" else _odd_work(knowledge, seed, rng)


def _odd_part(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return which character is of another title."""
    told = knowledge.titles[seed.title_id]
    own = [one for one in told.roles if _only_player(knowledge, told, one)]
    names = [may.qualifiers.get("character", "?") for may in told.said(_CAST)]
    foreign = [
        (title_id, one)
        for title_id, one in _some_roles(knowledge, told, rng)
        if not may_be_any([one.character], names) and not knowledge.may_be_in(one.person_id, seed.title_id)
    ]
    look = {style(one.character) for one in own}
    alike = [pair for pair in foreign if style(pair[1].character) in look]
    if len(own) < OPTIONS - 1 or not alike:
        return None
    _, stranger = max(alike, key=lambda pair: knowledge.near(seed.title_id, pair[0]) + rng.random())
    wrong = [Wrong(text_option(one.character), 0.5, (one.sure,)) for one in own]
    return Draft("question.odd.part", work(told), text_option(stranger.character), wrong, (stranger.sure,))


def _odd_cast(knowledge: Knowledge, seed: Seed, _rng: Chance) -> Draft | None:
    """Return who is surely not in a cast, as an article said outright."""
    told = knowledge.titles[seed.title_id]
    denied = told.denied[seed.place]
    assert denied.person_id is not None
    said = [may for may in told.said(_CAST) if may.person_id == denied.person_id and not may.negated]
    if any(denied.season in {None, may.season} or may.season is None for may in said):
        return None
    cast = [
        one for one in told.of(_CAST) if denied.season in {None, one.season} and knowledge.is_told_apart(one.person_id)
    ]
    wrong = [
        Wrong(person_option(knowledge, one.person_id), 0.6, (one,))
        for one in cast
        if one.person_id is not None and not knowledge.alike(one.person_id, denied.person_id)
    ]
    right = person_option(knowledge, denied.person_id)
    values = work(told, denied.season)
    return Draft("question.odd.cast", values, right, wrong, (denied,), denied.season)


def _is_first(knowledge: Knowledge, title_id: int, sure: Sure) -> bool:
    """Whether a title is the first of three or more that its maker surely made."""
    mine = _made_by(knowledge, sure)
    return len(mine) >= OPTIONS - 1 and min(mine) == title_id


def _made_by(knowledge: Knowledge, sure: Sure) -> dict[int, Sure]:
    found: dict[int, Sure] = {}
    for title_id in sorted(knowledge.titles_of.get(sure.person_id or 0, ())):
        for one in knowledge.titles[title_id].of(sure.claim.predicate):
            if one.person_id == sure.person_id:
                found.setdefault(title_id, one)
    return found


def _odd_work(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return which title somebody else made."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    assert sure.person_id is not None
    mine = _made_by(knowledge, sure)
    others = [
        (title_id, proof)
        for title_id, proof in _other_titles(knowledge, told, sure, {sure.person_id}, rng)
        if title_id not in mine and proof and not any(title_id in knowledge.kin(one) for one in mine)
    ]
    if not others:
        return None
    look = style(knowledge.person(sure.person_id))
    title_id, proof = max(others, key=lambda one: _likeness(knowledge, seed.title_id, look, one) + rng.random())
    wrong = [Wrong(title_option(knowledge, one), 0.5, (made,)) for one, made in mine.items()]
    values = {"person": knowledge.person(sure.person_id)}
    right = title_option(knowledge, title_id)
    return Draft(f"question.odd.{seed.variant}", values, right, wrong, proof, look=script)


def _likeness(knowledge: Knowledge, title_id: int, look: str, other: tuple[int, tuple[Sure, ...]]) -> float:
    """Return how well a title fits in among somebody's: of their time and network, by somebody of a like name."""
    maker = other[1][0].person_id
    alike = maker is not None and style(knowledge.person(maker)) == look
    return knowledge.near(title_id, other[0]) + alike
