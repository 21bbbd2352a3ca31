"""Which date of a release stands, of all that articles give: told in the order in which they were said.

Dates are weighed by certainty, then precision, then recency. What another outlet gives within a day is a rival, not a
change; what is said later, or by the same outlet, is a move, and has to be surer than a first date. A finer date
inside a coarser one refines it. What is denied does not stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.beliefs import confidence_of
from bot.domain.claims import claim_of
from bot.domain.edtf import is_edtf, parse, within
from bot.domain.facts import Certainty, Claim, StoredFact, Verdict

_SURENESS = {Certainty.RUMORED: 0, Certainty.REPORTED: 1, Certainty.CONFIRMED: 2}
_SAME_TIME = timedelta(days=1)
"""Outlets report one announcement within a day of each other: what differs then is no change."""


@dataclass(frozen=True, slots=True)
class Least:
    """How sure a first date must be, and what moves one that stands or takes it back, in [0, 1]."""

    to_stand: float
    to_move: float


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and who says it, the best first; ``since`` is when it was first said."""

    value: str
    certainty: Certainty
    confidence: float
    sources: tuple[StoredFact, ...]
    since: datetime

    @property
    def sureness(self) -> int:
        """A number for the certainty, the higher the surer."""
        return _SURENESS[self.certainty]

    def weight(self) -> tuple[int, int, int, datetime]:
        """Return what decides between rivals: certainty, precision, number of stories, recency."""
        stories = len({source.source.story_id for source in self.sources})
        return self.sureness, parse(self.value).precision, stories, self.since


@dataclass(slots=True)
class Course:
    """How the date of a release went: what stands (if anything), what stood before, the last first, and rivals.

    ``behind`` are coarser dates that were refined; they stand again when the finer one is denied.
    """

    standing: Dated | None = None
    former: list[Dated] = field(default_factory=list)
    rivals: list[Dated] = field(default_factory=list)
    behind: list[Dated] = field(default_factory=list)

    def move(self, to: Dated | None) -> None:
        """Let another date stand, or none, and keep the one that stood as a former one."""
        if self.standing is not None:
            self.former.insert(0, self.standing)
        self.standing = to
        self.rivals = []
        self.behind = []


@dataclass(frozen=True, slots=True)
class Said:
    """All that articles say of one release's date.

    ``support`` is how sure each article (by id) is that the date which stood before does not stand any more.
    """

    facts: Sequence[StoredFact]
    verdicts: Mapping[Claim, Verdict]
    support: Mapping[int, float]
    least: Least


def course(said: Said) -> Course:
    """Tell the story of a release's date, from its first announcement to the last."""
    went = Course()
    for fact in sorted(said.facts, key=lambda one: (one.source.at, not one.fact.negated, one.id)):
        if not is_edtf(fact.value) or said.verdicts.get(claim_of(fact)) is Verdict.WRONG:
            continue
        if fact.fact.negated:
            _deny(went, fact, said)
        else:
            _say(went, fact, said)
    return went


def _say(went: Course, fact: StoredFact, said: Said) -> None:
    known = went.standing, *went.former, *went.rivals, *went.behind
    again = any(one is not None and one.value == fact.value for one in known)
    if again and not _returns(went, fact, said):
        return
    dated = _dated(fact, said, again=again)
    if dated.confidence < said.least.to_stand:
        return
    if went.standing is None:
        if not again or dated.confidence >= said.least.to_move:
            went.standing = dated
        return
    _beside(went, went.standing, dated, said)


def _returns(went: Course, fact: StoredFact, said: Said) -> bool:
    """Whether a date that was left before is meant anew, not repeated by one who has not heard."""
    if went.standing is None:
        return True
    if went.standing.value == fact.value:
        return False
    corrects = any(
        one.source.outlet == fact.source.outlet and one.source.at < fact.source.at for one in went.standing.sources
    )
    return corrects or said.support.get(fact.source.article_id, 0.0) > 0


def _dated(fact: StoredFact, said: Said, *, again: bool) -> Dated:
    """Return a date as all its sources make it; one that was said before, as those make it that say it again."""
    sources = tuple(
        sorted(
            (
                one
                for one in said.facts
                if one.value == fact.value and not one.fact.negated and (not again or one.source.at >= fact.source.at)
            ),
            key=_strength,
            reverse=True,
        )
    )
    right = said.verdicts.get(claim_of(fact)) is Verdict.RIGHT
    return Dated(
        fact.value,
        Certainty.CONFIRMED if right else sources[0].fact.certainty,
        1.0 if right else confidence_of(_supported(sources, said)),
        sources,
        fact.source.at,
    )


def _strength(source: StoredFact) -> tuple[int, float, datetime, int]:
    return _SURENESS[source.fact.certainty], source.fact.confidence, source.source.at, -source.id


def _supported(sources: Iterable[StoredFact], said: Said) -> Iterator[StoredFact]:
    """Yield facts as sure as their articles make them that also say why the older date does not stand."""
    for one in sources:
        support = said.support.get(one.source.article_id, 0.0)
        sure = 1.0 - (1.0 - one.fact.confidence) * (1.0 - support)
        yield replace(one, fact=replace(one.fact, confidence=sure))


def _beside(went: Course, standing: Dated, dated: Dated, said: Said) -> None:
    """Settle a date that is said beside the one that stands: it refines, moves or backs it, or is a rival."""
    as_sure = dated.sureness >= standing.sureness
    if as_sure and within(dated.value, standing.value):
        went.behind.append(standing)
        went.standing = dated
    elif _only_vaguer(standing, dated, said):
        return
    elif as_sure and dated.confidence >= _needed(standing, said.least):
        _change(went, standing, dated, said)
    else:
        went.rivals.append(dated)


def _only_vaguer(standing: Dated, dated: Dated, said: Said) -> bool:
    """Whether a date says no more than the one that stands, nor that it does not stand any more."""
    was, now = parse(standing.value), parse(dated.value)
    inside = now.earliest <= was.earliest and was.latest <= now.latest
    meant = any(said.support.get(one.source.article_id, 0.0) > 0 for one in dated.sources)
    return inside and dated.sureness <= standing.sureness and not meant


def _needed(standing: Dated, least: Least) -> float:
    """Return how sure one must be to change a date: what is but a rumour is changed as easily as it was said."""
    return least.to_stand if standing.certainty is Certainty.RUMORED else least.to_move


def _change(went: Course, standing: Dated, dated: Dated, said: Said) -> None:
    if not _rivals(standing, dated, said):
        went.move(dated)
    elif dated.weight() > standing.weight():
        went.standing = dated
        went.rivals.append(standing)
    else:
        went.rivals.append(dated)


def _rivals(standing: Dated, dated: Dated, said: Said) -> bool:
    """Whether two dates are given side by side: at one time, by different outlets, none of which takes one back."""
    one, other = ({source.source.outlet for source in each.sources} for each in (standing, dated))
    meant = any(said.support.get(source.source.article_id, 0.0) > 0 for source in dated.sources)
    return dated.since - standing.since <= _SAME_TIME and not other <= one and not meant


def _deny(went: Course, fact: StoredFact, said: Said) -> None:
    """Let a date stand no more that an article denies as surely as it was said."""
    standing = went.standing
    if standing is None or standing.confidence == 1.0 or _SURENESS[fact.fact.certainty] < standing.sureness:
        return
    if standing.value != fact.value and not within(standing.value, fact.value):
        return
    denials = [
        one for one in said.facts if one.fact.negated and one.value == fact.value and one.source.at >= standing.since
    ]
    if confidence_of(denials) < _needed(standing, said.least):
        return
    left = [one for one in went.behind if one.value != fact.value and not within(one.value, fact.value)]
    went.move(left[-1] if left else None)
