"""Which date of a release stands, of all that articles give: told in the order in which they were said.

Dates are weighed by certainty, then precision, then recency. What another outlet gives within a day is a rival, not a
change; what is said later, or by the same outlet, is a move, and has to be surer than a first date. A finer date
inside a coarser one refines it; a coarser one that does not hold it has to be called a move. What is denied, or
postponed without a new date, does not stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.claims import claim_of
from bot.domain.corroboration import SAME_TIME, strength, together
from bot.domain.edtf import parse, within
from bot.domain.facts import Certainty, Claim, Predicate, StoredFact, Verdict

_SOON = timedelta(days=60)
"""A date that was kept or missed is so near to the one that was told."""

_ECHO = timedelta(days=7)
"""So long after a date was moved, "postponed" still speaks of that."""


MEANT = 0.5
"""So sure what an article says must be, to count as meant: that it moves a date, or gives one for another place."""


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
    right: bool = False
    """Whether a person called it right."""

    @property
    def sureness(self) -> int:
        """A number for the certainty, the higher the surer."""
        return self.certainty.sureness

    @property
    def stories(self) -> int:
        """How many stories say it."""
        return len({source.source.story_id for source in self.sources})

    @property
    def latest(self) -> datetime:
        """When it was last said."""
        return max(source.source.at for source in self.sources)

    def weight(self) -> tuple[int, int, int, datetime]:
        """Return what decides between rivals: certainty, precision, number of stories, recency."""
        return self.sureness, parse(self.value).precision, self.stories, self.since


@dataclass(slots=True)
class Course:
    """How the date of a release went: what stands (if anything), what stood before, the last first, and rivals.

    ``behind`` are coarser dates that were refined; they stand again when the finer one is denied. ``postponed`` is
    whether it was said, since, that it comes later, and not when. ``changed_at`` is when a date was last moved or
    taken back, ``denied`` how surely dates were denied.
    """

    standing: Dated | None = None
    former: list[Dated] = field(default_factory=list)
    rivals: list[Dated] = field(default_factory=list)
    behind: list[Dated] = field(default_factory=list)
    postponed: bool = False
    changed_at: datetime | None = None
    denied: dict[str, int] = field(default_factory=dict)

    def move(self, to: Dated | None, at: datetime) -> None:
        """Let another date stand, or none, and keep the one that stood as a former one."""
        if self.standing is not None:
            self.former.insert(0, self.standing)
        if self.former:
            self.changed_at = at
        self.standing = to
        self.postponed = False
        self.rivals = [one for one in self.rivals if one.latest >= at and (to is None or one.value != to.value)]
        self.behind = []


@dataclass(frozen=True, slots=True)
class Said:
    """All that articles say of one release's date: ``facts`` give or deny one, ``delays`` say that it is postponed.

    ``support`` is how sure each article (by id) is that the date which stood before does not stand any more.
    """

    facts: Sequence[StoredFact]
    delays: Sequence[StoredFact]
    verdicts: Mapping[Claim, Verdict]
    support: Mapping[int, float]
    least: Least

    def backed(self, fact: StoredFact) -> float:
        """Return how sure a date is that an article gives, along with what it says against an older one."""
        return 1.0 - (1.0 - fact.fact.confidence) * (1.0 - self.support.get(fact.source.article_id, 0.0))

    def against(self, fact: StoredFact) -> float:
        """Return how sure an article is that takes a date back, with all that it says to that end."""
        return max(fact.fact.confidence, self.support.get(fact.source.article_id, 0.0))

    def moves(self, fact: StoredFact) -> bool:
        """Whether the article of a fact means that an older date does not stand."""
        return self.support.get(fact.source.article_id, 0.0) >= MEANT


def course(said: Said) -> Course:
    """Tell the story of a release's date, from its first announcement to the last."""
    went = Course()
    for fact in sorted((*said.facts, *said.delays), key=_when):
        if fact.fact.predicate is not Predicate.PUBLICATION_DATE:
            _delay(went, fact, said)
        elif fact.fact.negated:
            _deny(went, fact, said)
        else:
            _say(went, fact, said)
    if went.standing is not None:  # a date may have been doubted before it came to stand
        went.rivals = [one for one in went.rivals if one.value != went.standing.value]
    return went


def _when(fact: StoredFact) -> tuple[datetime, bool, bool, int]:
    """Return the order in which facts are told: of one article, what is denied, what is given, what is postponed."""
    return fact.source.at, fact.fact.predicate is not Predicate.PUBLICATION_DATE, not fact.fact.negated, fact.id


def _say(went: Course, fact: StoredFact, said: Said) -> None:
    known = went.standing, *went.former, *went.rivals, *went.behind
    again = any(one is not None and one.value == fact.value for one in known)
    if again and not _returns(went, fact, said):
        return
    dated = _dated(fact, said, again=again)
    # what speaks against an older date says nothing for a first one
    sure = dated.confidence if went.standing or went.former or dated.right else together(dated.sources)
    if sure < said.least.to_stand:
        return
    if any(sure > dated.sureness and _same_or_within(fact.value, value) for value, sure in went.denied.items()):
        went.rivals.append(dated)
    elif went.standing is not None:
        _beside(went, went.standing, dated, said)
    elif not again or dated.stories > 1 or dated.right or _denies_another(fact, said):
        went.move(dated, dated.since)


def _denies_another(fact: StoredFact, said: Said) -> bool:
    """Whether the article that gives a date denies another one: it knows what was said in between."""
    return any(
        one.fact.negated and one.value != fact.value and one.source.article_id == fact.source.article_id
        for one in said.facts
    )


def _same_or_within(value: str, other: str) -> bool:
    return value == other or within(value, other)


def _returns(went: Course, fact: StoredFact, said: Said) -> bool:
    """Whether a date that was left before is meant anew, not repeated by one who has not heard."""
    if went.standing is None:
        return True
    if went.standing.value == fact.value or _gives(fact, went.standing.value, said):
        return False
    corrects = any(
        one.source.outlet == fact.source.outlet and one.source.at < fact.source.at for one in went.standing.sources
    )
    return corrects or said.moves(fact)


def _gives(fact: StoredFact, value: str, said: Said) -> bool:
    """Whether the article of a fact gives that date: beside it, an older one is but where it was moved from."""
    article = fact.source.article_id
    return any(one.value == value and one.source.article_id == article and not one.fact.negated for one in said.facts)


def _dated(fact: StoredFact, said: Said, *, again: bool) -> Dated:
    """Return a date as all its sources make it; one that was said before, as those make it that say it again."""
    sources = tuple(
        sorted(
            (
                one
                for one in said.facts
                if one.value == fact.value and not one.fact.negated and (not again or one.source.at >= fact.source.at)
            ),
            key=strength,
            reverse=True,
        )
    )
    right = said.verdicts.get(claim_of(fact)) is Verdict.RIGHT
    return Dated(
        fact.value,
        Certainty.CONFIRMED if right else sources[0].fact.certainty,
        1.0 if right else together(sources, said.backed),
        sources,
        fact.source.at,
        right,
    )


def _beside(went: Course, standing: Dated, dated: Dated, said: Said) -> None:
    """Settle a date that is said beside the one that stands: it refines, moves or backs it, or is a rival."""
    as_sure = dated.sureness >= standing.sureness
    if as_sure and within(dated.value, standing.value):
        went.behind.append(standing)
        went.standing = dated
    elif _holds(dated, standing) and dated.sureness > standing.sureness and not _moves(dated, said):
        went.rivals.append(standing)
        went.standing = dated
    elif _holds(dated, standing) and not _moves(dated, said):
        return
    elif not as_sure or dated.confidence < _needed(standing, said.least) or _out_of_place(standing, dated, said):
        went.rivals.append(dated)
    elif _is_rival(standing, dated, said):
        went.rivals.append(dated if standing.weight() > dated.weight() else standing)
        went.standing = max(standing, dated, key=Dated.weight)
    else:
        went.move(dated, dated.since)


def _holds(coarse: Dated, fine: Dated) -> bool:
    outer, inner = parse(coarse.value), parse(fine.value)
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _moves(dated: Dated, said: Said) -> bool:
    """Whether one that gives a date says that the older one does not stand."""
    return any(said.moves(one) for one in dated.sources)


def _needed(standing: Dated | None, least: Least) -> float:
    """Return how sure one must be to change a date: what is but a rumour is changed as easily as it was said."""
    rumour = standing is None or standing.certainty is Certainty.RUMORED
    return least.to_stand if rumour else least.to_move


def _out_of_place(standing: Dated, dated: Dated, said: Said) -> bool:
    """Whether a date is of something else: one long over given for one to come, or one to come long after the end."""
    at, was, now = dated.since.date(), parse(standing.value), parse(dated.value)
    looks_back = now.latest < at <= was.latest and was.earliest - now.latest > _SOON
    return looks_back or (was.latest + _SOON < at <= now.latest and not _moves(dated, said))


def _is_rival(standing: Dated, dated: Dated, said: Said) -> bool:
    """Whether two dates are given side by side, and neither takes the other back.

    They are when other outlets give them within a day, or when the later one is but vaguer.
    """
    if _moves(dated, said):
        return False
    one, other = ({source.source.outlet for source in each.sources} for each in (standing, dated))
    at_once = dated.since - standing.since <= SAME_TIME and not other <= one
    vaguer = dated.sureness == standing.sureness and parse(dated.value).precision < parse(standing.value).precision
    return at_once or vaguer


# ------------------------------------------------------------------ what takes a date back


def _deny(went: Course, fact: StoredFact, said: Said) -> None:
    """Let a date stand no more that an article denies as surely as it was said."""
    standing = went.standing
    denials = [one for one in said.facts if one.fact.negated and one.value == fact.value]
    if not _undoes(fact, denials, standing, said):
        return
    went.denied[fact.value] = max(fact.fact.certainty.sureness, went.denied.get(fact.value, 0))
    if standing is None or not _same_or_within(standing.value, fact.value):
        return
    left = [one for one in went.behind if not _same_or_within(one.value, fact.value)]
    went.move(left[-1] if left else None, fact.source.at)


def _delay(went: Course, fact: StoredFact, said: Said) -> None:
    """Let a date stand no more that was postponed; a newer one that was doubted is then believed."""
    if not _undoes(fact, said.delays, went.standing, said) or _tells_of_the_past(went, fact, said):
        return
    newer = [one for one in went.rivals if went.standing and _may_replace(one, went.standing, fact.source.at)]
    went.move(max(newer, key=Dated.weight, default=None), fact.source.at)
    went.postponed = went.standing is None


def _may_replace(rival: Dated, standing: Dated, at: datetime) -> bool:
    """Whether a date that was doubted is the one to which another, as is said now, was moved."""
    after = rival.since - standing.since > SAME_TIME and at - rival.since <= _ECHO
    return after and rival.sureness >= standing.sureness


def _undoes(fact: StoredFact, alike: Iterable[StoredFact], standing: Dated | None, said: Said) -> bool:
    """Whether what is said from a fact on is sure enough against a date, and none that a person called right."""
    sureness = fact.fact.certainty.sureness
    if standing is None:
        return sureness > 0 and fact.fact.confidence >= said.least.to_stand
    if standing.right or sureness < standing.sureness:
        return False
    later = [one for one in alike if one.source.at >= fact.source.at]
    return together(later, said.against) >= _needed(standing, said.least)


def _tells_of_the_past(went: Course, fact: StoredFact, said: Said) -> bool:
    """Whether "postponed" is said of a date that stands no more, or that has passed."""
    standing = went.standing
    if standing is None:
        return False
    if parse(standing.value).latest < fact.source.at.date():
        return True
    at, since = fact.source.at, went.changed_at or standing.since
    if at - since <= (_ECHO if went.changed_at else SAME_TIME):
        return True
    return went.changed_at is not None and any(
        one.source.article_id == fact.source.article_id and one.value == standing.value and not one.fact.negated
        for one in said.facts
    )
