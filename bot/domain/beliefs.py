"""What is believed of a title, from all that articles say of it: one belief a claim, each with its sources.

Facts of one claim back each other up: one story counts once, however many outlets carry it. A denial never becomes a
belief; it ends what is no surer than itself. Where a title can have only one value (a date, a number of episodes, a
status), certainty decides first, then time: what is said later is a change, and the older value stays as superseded. A
finer date refines a coarser one that contains it. Values that different outlets go on giving side by side are
disputed, and both stay visible.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import itemgetter

from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.corroboration import SAME_TIME, confidence_of, strength
from bot.domain.edtf import is_edtf, parse, within
from bot.domain.facts import Certainty, Claim, Predicate, StoredFact, Verdict
from bot.domain.names import words


class Standing(StrEnum):
    """How a belief stands beside the others of its title."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Belief:
    """A claim and what speaks for it: the best spelling of its object, its certainty, and its sources, best first.

    ``since`` is when the first source said it; ``replaced_by`` the value that superseded it, or None if it still
    stands or was denied by ``denials``.
    """

    claim: Claim
    object: str
    qualifiers: Mapping[str, str]
    certainty: Certainty
    confidence: float
    standing: Standing
    sources: tuple[StoredFact, ...]
    since: datetime
    person_id: int | None = None
    replaced_by: str | None = None
    denials: tuple[StoredFact, ...] = ()

    @property
    def latest(self) -> datetime:
        """When it was last said."""
        return max(source.source.at for source in self.sources)

    @property
    def article_ids(self) -> set[int]:
        """The articles that say it."""
        return {source.source.article_id for source in self.sources}

    @property
    def season(self) -> int | None:
        """The season that it is about, or None for the title as a whole."""
        return None if self.claim.season == NO_SEASON else self.claim.season


_ORDER = {predicate: place for place, predicate in enumerate(Predicate)}
_ROLES = {"main": 0, "supporting": 1, "guest": 3}
POSTPONED = "postponed"
"""The value of a status that says that a release was moved."""


def believe(facts: Iterable[StoredFact], verdicts: Mapping[Claim, Verdict], shown: float) -> tuple[Belief, ...]:
    """Return what is believed of the titles that the facts are about, in the order in which it is shown.

    A claim that a person called wrong is left out, one called right is confirmed. Nothing of less confidence than
    ``shown`` in [0, 1] is believed.
    """
    said: dict[Claim, list[StoredFact]] = defaultdict(list)
    denied: dict[Claim, list[StoredFact]] = defaultdict(list)
    for fact in facts:
        claim = claim_of(fact)
        if claim.predicate is not Predicate.PUBLICATION_DATE or is_edtf(claim.value):
            (denied if fact.fact.negated else said)[claim].append(fact)
    found = [
        _denied(_belief(claim, sources, verdicts.get(claim)), denied.get(claim, ()))
        for claim, sources in sorted(said.items(), key=itemgetter(0))
        if verdicts.get(claim) is not Verdict.WRONG
    ]
    shown_ones = _without_characters([one for one in found if one.confidence >= shown])
    return tuple(sorted(_without_reschedules(_settled(_without_twins(shown_ones))), key=_place))


# ------------------------------------------------------------------ one claim


def _belief(claim: Claim, facts: Sequence[StoredFact], verdict: Verdict | None) -> Belief:
    sources = tuple(sorted(facts, key=strength, reverse=True))
    right = verdict is Verdict.RIGHT
    spellings = Counter(source.fact.object for source in sources)
    belief = Belief(
        claim,
        max(sources, key=lambda source: spellings[source.fact.object]).fact.object,
        _merged(sources),
        Certainty.CONFIRMED if right else sources[0].fact.certainty,
        1.0 if right else confidence_of(sources),
        Standing.CURRENT,
        sources,
        min(source.source.at for source in sources),
        sources[0].person_id,
    )
    return replace(belief, standing=Standing.SUPERSEDED) if _has_left(sources) else belief


def _merged(sources: Sequence[StoredFact]) -> dict[str, str]:
    """Return each qualifier as the best source that has it gives it; what changes in time, as the newest gives it."""
    merged: dict[str, str] = {}
    for source in sources:
        for name, value in source.fact.qualifiers.items():
            merged.setdefault(name, value)
    changes = [
        (source.source.at, source.fact.qualifiers["change"]) for source in sources if "change" in source.fact.qualifiers
    ]
    return merged | ({"change": max(changes)[1]} if changes else {})


def _has_left(sources: Sequence[StoredFact]) -> bool:
    return _merged(sources).get("change") == "leaving"


def _denied(belief: Belief, denials: Sequence[StoredFact]) -> Belief:
    """Return the belief as it stands after denials: one that is as sure, and not older, ends it."""
    ending = [
        denial
        for denial in denials
        if denial.fact.certainty.sureness >= belief.certainty.sureness and denial.source.at >= belief.latest
    ]
    if not denials or belief.confidence == 1.0:
        return belief
    return replace(belief, denials=tuple(denials), standing=Standing.SUPERSEDED if ending else belief.standing)


# ------------------------------------------------------------------ claims beside each other


def _without_characters(beliefs: Sequence[Belief]) -> list[Belief]:
    """Leave out of a cast who is somebody's part in it: a short text does not always tell a character from an actor."""
    cast = [one for one in beliefs if one.claim.predicate is Predicate.CAST_MEMBER]
    played = [(one.claim.title_id, set(words(one.qualifiers.get("character", "")))) for one in cast]
    parts = {
        one.claim
        for one in cast
        if "character" not in one.qualifiers
        and any(of == one.claim.title_id and part and part <= set(words(one.object)) for of, part in played)
    }
    return [one for one in beliefs if one.claim not in parts]


def _without_twins(beliefs: Sequence[Belief]) -> list[Belief]:
    """Join what is said of a whole title to the same said of a season: the latest, or the one with that date."""
    seasoned = sorted((one for one in beliefs if one.season is not None), key=lambda one: -one.claim.season)
    kept = {belief.claim: belief for belief in beliefs}
    for belief in beliefs:
        twin = next((one for one in seasoned if belief.season is None and _says_the_same(one, belief)), None)
        if twin is not None and twin.standing is belief.standing:
            kept[twin.claim] = _joined(kept[twin.claim], belief)
            del kept[belief.claim]
    return list(kept.values())


def _says_the_same(belief: Belief, whole: Belief) -> bool:
    """Whether a season's belief says what is said of the whole title, or more: a date inside the title's."""
    if _seasonless(belief) == _seasonless(whole):
        return True
    return (
        belief.claim.predicate is whole.claim.predicate is Predicate.PUBLICATION_DATE
        and belief.claim.title_id == whole.claim.title_id
        and belief.certainty.sureness >= whole.certainty.sureness
        and within(belief.claim.value, whole.claim.value)
    )


def _seasonless(belief: Belief) -> tuple[int, Predicate, str]:
    return belief.claim.title_id, belief.claim.predicate, belief.claim.value


def _joined(belief: Belief, other: Belief) -> Belief:
    """Return a belief backed up by the sources of another that says the same, less exactly."""
    sources = (*belief.sources, *other.sources)
    return replace(
        belief,
        sources=sources,
        confidence=max(belief.confidence, confidence_of(sources)),
        qualifiers={**other.qualifiers, **belief.qualifiers},
        since=min(belief.since, other.since),
    )


def _settled(beliefs: Iterable[Belief]) -> list[Belief]:
    """Settle, for each title, season and predicate, which of several values stand."""
    groups: dict[tuple[int, int, Predicate], list[Belief]] = defaultdict(list)
    for belief in beliefs:
        groups[belief.claim.title_id, belief.claim.season, belief.claim.predicate].append(belief)
    return [settled for (_, _, predicate), group in groups.items() for settled in _one_value(predicate, group)]


def _one_value(predicate: Predicate, group: list[Belief]) -> list[Belief]:
    standing = [one for one in group if one.standing is Standing.CURRENT]
    over = [one for one in group if one.standing is not Standing.CURRENT]
    if predicate is Predicate.PUBLICATION_DATE and standing:
        dates = _agreed(_refined(standing))
        return [_gave_way(one, dates) for one in over] + dates
    if len(standing) < 2:  # noqa: PLR2004 - nothing to settle between
        return group
    if predicate is Predicate.PRODUCTION_STATUS:
        return over + _newest(standing)
    if predicate is Predicate.NUMBER_OF_EPISODES:
        return over + _agreed(standing)
    return group


def _gave_way(denied: Belief, dates: Iterable[Belief]) -> Belief:
    """Return a denied date with the one that its denial gives in its place, if it gives one."""
    told = {denial.source.article_id for denial in denied.denials}
    new = next((one for one in dates if told & one.article_ids), None)
    return replace(denied, replaced_by=new.claim.value) if new else denied


def _without_reschedules(beliefs: Sequence[Belief]) -> list[Belief]:
    """Leave out that a release is postponed where who said so last gives the day that it was moved to."""
    dated: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in beliefs:
        if one.claim.predicate is Predicate.PUBLICATION_DATE and one.standing is not Standing.SUPERSEDED:
            dated[one.claim.title_id, one.claim.season] |= one.article_ids
    return [
        one
        for one in beliefs
        if one.claim.value != POSTPONED or _last_article(one) not in dated[one.claim.title_id, one.claim.season]
    ]


def _last_article(belief: Belief) -> int:
    return max((source.source.at, source.source.article_id) for source in belief.sources)[1]


def _newest(beliefs: list[Belief]) -> list[Belief]:
    """A status follows another: the surest that came last stands, and nothing surer than it is undone by a rumour."""
    best = max(beliefs, key=lambda one: (one.certainty.sureness, _when(one), one.confidence))
    return [best, *(_after(one, best) for one in beliefs if one is not best)]


def _when(belief: Belief) -> datetime:
    """Return when a status came about: its own date where it is stated, else when it was first told."""
    stated = belief.qualifiers.get("date", "")
    if not is_edtf(stated):
        return belief.since
    return datetime.combine(parse(stated).earliest, belief.since.timetz())


def _after(belief: Belief, best: Belief) -> Belief:
    """Return a belief that stands beside a better one: a newer rumour stays, what is older is over."""
    if belief.certainty.sureness < best.certainty.sureness and belief.since > best.latest:
        return replace(belief, standing=Standing.DISPUTED)
    return replace(belief, standing=Standing.SUPERSEDED, replaced_by=best.claim.value)


def _refined(beliefs: list[Belief]) -> list[Belief]:
    """Join every date to a finer one inside it that is as sure: "2025" said with "March 2025" is no other date."""
    kept: list[Belief] = []
    for belief in sorted(
        beliefs, key=lambda one: (parse(one.claim.value).latest - parse(one.claim.value).earliest, one.claim)
    ):
        finer = [one for one in kept if within(one.claim.value, belief.claim.value)]
        as_sure = [one for one in finer if one.certainty.sureness >= belief.certainty.sureness]
        if as_sure:
            into = max(as_sure, key=_weight)
            kept[kept.index(into)] = _joined(into, belief)
        else:
            kept.append(belief)
    return kept


def _weight(belief: Belief) -> tuple[int, datetime, int, float]:
    stories = len({source.source.story_id for source in belief.sources})
    dated = belief.claim.predicate is Predicate.PUBLICATION_DATE  # whoever repeats an old date has not heard of the new
    return belief.certainty.sureness, belief.since if dated else belief.latest, stories, belief.confidence


def _agreed(beliefs: list[Belief]) -> list[Belief]:
    """Choose the value that stands; another is refining it, disputed or over."""
    best = max(beliefs, key=_weight)
    settled = [_beside(one, best) for one in beliefs if one is not best]
    rivals = any(one.standing is Standing.DISPUTED and one.certainty is best.certainty for one in settled)
    return [replace(best, standing=Standing.DISPUTED) if rivals else best, *settled]


def _beside(belief: Belief, best: Belief) -> Belief:
    if is_edtf(belief.claim.value) and is_edtf(best.claim.value) and within(belief.claim.value, best.claim.value):
        return belief  # a finer date that is less sure stands beside the coarse one, marked as what it is
    together = belief.latest >= best.since - SAME_TIME and not _outlets(belief) <= _outlets(best)
    if together and _is_moved_from(belief, best):
        return _after(belief, best)
    if together and belief.certainty is best.certainty:
        return replace(belief, standing=Standing.DISPUTED)
    return _after(belief, best)


def _is_moved_from(belief: Belief, best: Belief) -> bool:
    """Whether whoever gave a value last gives the newer one as well: it is where that was moved from."""
    return belief.since < best.since and _last_article(belief) in best.article_ids


def _outlets(belief: Belief) -> set[str]:
    return {source.source.outlet for source in belief.sources}


def _place(belief: Belief) -> tuple[int, int, int, float, datetime, Claim]:
    role = _ROLES.get(belief.qualifiers.get("role", ""), 2)
    return _ORDER[belief.claim.predicate], belief.claim.season, role, -belief.confidence, belief.since, belief.claim
