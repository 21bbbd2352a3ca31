"""What is known of one title, for questions: what is sure, and everything that may be.

Sure is what is confirmed, undisputed and in force, by one plain statement that is sure enough or by two independent
ones. Everything else that anybody said, denied or hinted may be true: no wrong option is taken from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.beliefs import Belief, Standing, believe
from bot.domain.claims import NO_SEASON, claim_of
from bot.domain.facts import Certainty, Claim, Predicate, StoredFact, Verdict
from bot.domain.names import fold
from bot.domain.naming import Named
from bot.domain.questions.sameness import may_be_same

_DOUBTFUL = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|rumou?r\w*|speculat\w*|reportedly|allegedly|fake|hoax|untrue|not true|no truth|false"
    r"|unconfirmed|in talks|could|might|may (?:be|join|star)|if\b|would have|almost|nearly|turned down|passed on"
    r"|was (?:considered|offered|approached)|hop(?:es|ing) (?:to|for)|fans? want|wish)\b"
    r"|(?:루머|소문|사실무근|부인|검토|논의)",
    re.IGNORECASE,
)
"""Words by which a sentence says less than it seems to, or the contrary."""

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FILM = re.compile(r"\b(?:movies?|films?|cinemas?|theat(?:er|re)s?|box[- ]office|feature)\b|영화|극장", re.IGNORECASE)
_SERIES = re.compile(
    r"\b(?:series|seasons?|episodes?|dramas?|shows?|sitcom|K-drama)\b|드라마|시리즈|시즌", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Least:
    """How sure what is asked must be: at least ``one`` plain statement is, or each of two independent ones is."""

    one: float
    two: float


@dataclass(frozen=True, slots=True)
class Sure:
    """Something about a title that is certain, with the fact that is shown for it.

    ``claims`` and ``fact_ids`` are all that say so; ``season`` is None where the title as a whole is meant.
    """

    claim: Claim
    object: str
    qualifiers: Mapping[str, str]
    person_id: int | None
    source: StoredFact
    claims: tuple[Claim, ...]
    fact_ids: tuple[int, ...]

    @property
    def season(self) -> int | None:
        """The season that it is about, or None for the title as a whole."""
        return None if self.claim.season == NO_SEASON else self.claim.season


@dataclass(frozen=True, slots=True)
class Role:
    """A part in a title that somebody surely plays, by its fullest name."""

    sure: Sure
    person_id: int
    character: str


@dataclass(frozen=True, slots=True)
class May:
    """Something that may be true of a title: said by anybody, however sure, or denied."""

    predicate: Predicate
    season: int | None
    object: str
    person_id: int | None
    qualifiers: Mapping[str, str]
    confidence: float
    negated: bool
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Told:
    """All that questions need of a title.

    ``denied`` are surely not true (who is not in the cast of a season); ``text`` is everything that was said of it,
    folded; ``seasons`` those that several articles speak of.
    """

    named: Named
    name: str
    sure: tuple[Sure, ...]
    denied: tuple[Sure, ...]
    roles: tuple[Role, ...]
    may: tuple[May, ...]
    people: frozenset[int]
    text: str
    seasons: frozenset[int]
    film: bool

    def of(self, predicate: Predicate) -> list[Sure]:
        """Return what is sure of one predicate."""
        return [one for one in self.sure if one.claim.predicate is predicate]

    def said(self, predicate: Predicate) -> list[May]:
        """Return what anybody said of one predicate."""
        return [one for one in self.may if one.predicate is predicate]

    def mentions(self, name: str) -> bool:
        """Whether a name occurs in any sentence about the title."""
        return f" {fold(name)} " in self.text

    def has_seasons(self) -> bool:
        """Whether anybody speaks of a second season or a later one."""
        return any(one.season is not None and one.season > 1 for one in self.may)

    def solid(self) -> bool:
        """Whether a title is surely one: more than one article or more than one kind of fact speaks of it."""
        return self.named.fame > 1 or len({one.claim.predicate for one in self.sure}) > 1


def told_of(
    named: Named,
    facts: Sequence[StoredFact],
    verdicts: Mapping[Claim, Verdict],
    least: Least,
    unseen: Iterable[StoredFact] = (),
) -> Told:
    """Gather what is known of one title; ``unseen`` are facts that may not be shown, and yet may be true."""
    beliefs = believe(facts, verdicts, least.two)
    rejected = {claim for claim, verdict in verdicts.items() if verdict is Verdict.WRONG}
    names = frozenset(stem for name in named.names for stem in stems(name))
    sure = [
        found for one in beliefs if (found := _sure(one, verdicts, names, least)) and not rejected & set(found.claims)
    ]
    every = [*facts, *unseen]
    sayings = dict.fromkeys(text for one in every for text in (one.fact.evidence, one.source.headline))
    text = " ".join(f" {fold(saying)} " for saying in sayings)
    return Told(
        named,
        full_name(named, text),
        tuple(sure),
        tuple(_denied(facts, beliefs, rejected, least)),
        roles_of(beliefs, sure, every, names, least),
        tuple(map(_may, every)),
        frozenset(one.person_id for one in every if one.person_id is not None),
        text,
        _seasons(facts),
        _is_film(named, facts),
    )


def usable(
    named: Named, facts: Sequence[StoredFact], verdicts: Mapping[Claim, Verdict], least: Least
) -> frozenset[Claim]:
    """Return the claims of one title that questions may rest on, from all its facts.

    They are those of every statement behind what is sure: a question stands as long as what it says does.
    """
    told = told_of(named, facts, verdicts, least)
    sure = {claim for one in told.sure for claim in one.claims}
    behind = {
        claim_of(source)
        for belief in believe(facts, verdicts, least.two)
        if belief.claim in sure
        for source in belief.sources
    }
    return frozenset(sure | behind | {claim for one in told.denied for claim in one.claims})


def full_name(named: Named, text: str) -> str:
    """Return the name by which a title is told from others: a longer one that goes on from the shown one, if usual."""
    short = fold(named.name)
    longer = [name for name in named.names if fold(name).startswith(f"{short} ")]
    said = {name: text.count(f" {fold(name)} ") for name in longer}
    best = max(longer, key=lambda name: said[name], default=named.name)
    return best if longer and 2 * said[best] >= text.count(f" {short} ") else named.name


def says_season(fact: StoredFact, season: int) -> bool:
    """Whether the sentence of a fact names its season."""
    ordinal = _ORDINALS[season] if season < len(_ORDINALS) else f"{season}th"
    named = rf"\b(?:seasons?|series)\s{season}\b|\b{ordinal} (?:season|series)\b|시즌 ?{season}(?!\d)"
    return bool(re.search(named, fact.fact.evidence, re.IGNORECASE))


def _may(fact: StoredFact) -> May:
    said = fact.fact
    return May(
        said.predicate,
        said.season,
        said.object,
        fact.person_id,
        said.qualifiers,
        said.confidence,
        said.negated,
        said.certainty,
    )


def _sure(belief: Belief, verdicts: Mapping[Claim, Verdict], names: Collection[str], least: Least) -> Sure | None:
    if belief.certainty is not Certainty.CONFIRMED or belief.standing is not Standing.CURRENT or belief.denials:
        return None
    right = verdicts.get(belief.claim) is Verdict.RIGHT
    plain = [source for source in belief.sources if is_plain(source, names)]
    if not right and not enough(plain, least):
        return None
    shown = most_telling(plain or belief.sources, belief.object)
    claims = dict.fromkeys((belief.claim, claim_of(shown)))
    ids = tuple(source.id for source in belief.sources)
    return Sure(belief.claim, belief.object, belief.qualifiers, belief.person_id, shown, tuple(claims), ids)


def most_telling(sources: Sequence[StoredFact], *names: str) -> StoredFact:
    """Return the source whose sentence shows best what it says: it holds the names, and that of the title."""
    if len(sources) == 1:
        return sources[0]
    return max(sources, key=lambda one: (_told(one, names), _told(one, (one.fact.subject,)), one.fact.confidence))


@lru_cache(maxsize=256)
def _folded(sentence: str) -> str:
    return f" {fold(sentence)} "


def _told(fact: StoredFact, names: Iterable[str]) -> int:
    """Return how much of some names a sentence holds: all of them, a word of each, or less."""
    said = _folded(fact.fact.evidence)
    if all(f" {fold(name)} " in said for name in names):
        return 2
    return int(all(any(f" {word} " in said for word in fold(name).split()) for name in names))


def is_plain(fact: StoredFact, names: Collection[str]) -> bool:
    """Whether a fact is said outright: confirmed, of a title that is named, and not in words that take it back.

    ``names`` are what the title goes by, folded. One that a person is only introduced by ("Lee Jin of Glass Harbor")
    does not count.
    """
    said, headline = fact.fact, fact.source.headline
    if said.certainty is not Certainty.CONFIRMED or doubtful(said.evidence) or doubtful(headline):
        return False
    sentence = _folded(said.evidence)
    introduced = any(f" {fold(said.object)} {word} {name} " in sentence for name in names for word in ("of", "from"))
    return not introduced and any(f" {name} " in text for name in names for text in (sentence, _folded(headline)))


def stems(name: str) -> Iterator[str]:
    """Yield a title's name, folded, and what stands in front of a colon, a dash or a bracket in it."""
    yield fold(name)
    for mark in (":", " - ", " – ", " — ", "("):
        before, found, _ = name.partition(mark)
        if found and fold(before):
            yield fold(before)


@lru_cache(maxsize=1024)
def doubtful(sentence: str) -> bool:
    """Whether a sentence says less than it seems to."""
    return bool(_DOUBTFUL.search(sentence))


def enough(facts: Iterable[StoredFact], least: Least) -> bool:
    """Whether statements make something sure: one that is sure enough, or those of two independent stories."""
    best: dict[int, float] = {}
    for fact in facts:
        best[fact.source.story_id] = max(best.get(fact.source.story_id, 0.0), fact.fact.confidence)
    two = [confidence for confidence in best.values() if confidence >= least.two]
    return any(confidence >= least.one for confidence in best.values()) or len(two) > 1


def _denied(
    facts: Iterable[StoredFact], beliefs: Iterable[Belief], rejected: set[Claim], least: Least
) -> Iterable[Sure]:
    """Yield what is surely not so: denied outright, and held by nobody else."""
    held = {(one.claim.predicate, one.claim.value) for one in beliefs}
    for fact in facts:
        claim, said = claim_of(fact), fact.fact
        open_ = (claim.predicate, claim.value) in held or claim in rejected
        if said.negated and not open_ and said.certainty is Certainty.CONFIRMED and said.confidence >= least.one:
            yield Sure(claim, said.object, said.qualifiers, fact.person_id, fact, (claim,), (fact.id,))


def _seasons(facts: Iterable[StoredFact]) -> frozenset[int]:
    """Return the seasons that articles of two stories speak of; the first needs one."""
    spoken: dict[int, set[int]] = {}
    for fact in facts:
        if fact.fact.season is not None:
            spoken.setdefault(fact.fact.season, set()).add(fact.source.story_id)
    return frozenset(season for season, stories in spoken.items() if season == 1 or len(stories) > 1)


def _is_film(named: Named, facts: Iterable[StoredFact]) -> bool:
    """Whether a title is called a film as often as a series, or more often."""
    if any(_FILM.search(name) for name in named.names):
        return True
    texts = {fact.fact.evidence for fact in facts}
    film = sum(bool(_FILM.search(text)) for text in texts)
    return 0 < film >= sum(bool(_SERIES.search(text)) for text in texts)


# ------------------------------------------------------------------ parts


_WHOLE_NAME = re.compile(r"^(?!.*\b\w$)[^\W\d_].+$")
_PLAYING = re.compile(r",? (?:plays|voices|portrays|stars|will play)\b")
_MOST_WORDS = 5


def roles_of(
    beliefs: Iterable[Belief],
    sure: Iterable[Sure],
    said: Iterable[StoredFact],
    names: Collection[str],
    least: Least,
) -> tuple[Role, ...]:
    """Return the parts that are sure: each named by statements that are sure enough, without another name for it."""
    known = {one.claim: one for one in sure}
    parts, people = Counter[str](), Counter[str]()
    for fact in said:
        parts[fold(fact.fact.qualifiers.get("character", ""))] += 1
        people[fold(fact.fact.object) if fact.person_id is not None else ""] += 1
    found: dict[tuple[int, str], Role] = {}
    for belief in beliefs:
        held = known.get(belief.claim)
        if held is None or held.person_id is None or belief.claim.predicate is not Predicate.CAST_MEMBER:
            continue
        role = _role(held, held.person_id, [one for one in belief.sources if is_plain(one, names)], least)
        # A short sentence ("A plays B, C plays D") does not always tell a part from the next player.
        if role is not None and people[fold(role.character)] < parts[fold(role.character)]:
            found.setdefault((role.person_id, fold(role.character)), role)
    return tuple(found.values())


def _acts(character: str, sentence: str) -> bool:
    """Whether a sentence goes on after a name as it does after a player's."""
    _, found, after = sentence.partition(character)
    return bool(found and _PLAYING.match(after))


def _role(sure: Sure, person_id: int, sources: Sequence[StoredFact], least: Least) -> Role | None:
    naming = [source for source in sources if source.fact.qualifiers.get("character")]
    names = list(dict.fromkeys(source.fact.qualifiers["character"] for source in naming))
    plain = [one for one in naming if not _acts(one.fact.qualifiers["character"], one.fact.evidence)]
    if not names or not enough(plain, least):
        return None
    character = max(names, key=lambda name: (len(fold(name).split()), len(name)))
    agreed = all(may_be_same(name, character) for name in names)
    if not agreed or not is_name(character) or may_be_same(character, sure.object):
        return None
    shown = most_telling(plain, sure.object, character)
    own = set(fold(character).split()) - set(fold(sure.object).split())
    if not _told(shown, (sure.object,)) or not own & set(_folded(shown.fact.evidence).split()):
        return None
    claims = tuple(dict.fromkeys((sure.claim, claim_of(shown))))
    return Role(replace(sure, source=shown, claims=claims), person_id, character)


def is_name(text: str) -> bool:
    """Whether a text looks like a whole name: it begins with a capital, ends in a word, and has few of them."""
    first = text[:1]
    cased = first.isupper() or not (first.isascii() or first.islower())
    return cased and bool(_WHOLE_NAME.match(text)) and len(text.split()) <= _MOST_WORDS and " and " not in text
