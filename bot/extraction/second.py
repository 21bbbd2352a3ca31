"""The answers of a second reader, which may invent things: held against the text, and joined to what we read.

A second reader is any that tells facts in words: a language model, or a program for names that is plugged in. Nothing
that it tells is taken unless the text bears it out word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.claims import value_of
from bot.domain.edtf import is_edtf
from bot.domain.facts import PERSONAL, Certainty, Extraction, Fact, Predicate
from bot.domain.names import fold, key
from bot.domain.naming import split_season
from bot.domain.romanisation import same_name

CONFIDENCE = 0.45
"""How sure a second reader's fact is. It is set, not measured: low enough that one story alone is never shown (the
point at which facts are shown cannot be set below 0.5), high enough that two stories may be."""

ROLES = ("main", "supporting", "guest")
CHANGES = ("returning", "joining", "leaving")
STATUSES = ("announced", "renewed", "in production", "wrapped", "postponed", "cancelled", "ended")

QUALIFIERS: Mapping[Predicate, tuple[str, ...]] = {
    Predicate.CAST_MEMBER: ("character", "role", "change"),
    Predicate.BASED_ON: ("kind", "author"),
    Predicate.AWARD_RECEIVED: ("person", "ceremony", "date"),
    Predicate.PRODUCTION_STATUS: ("date",),
}
"""The qualifiers of each predicate that has any."""

MOST_FACTS = 200
"""Facts of one article that are looked at."""

_LONGEST_NAME = 200
_LONGEST_EVIDENCE = 1_000
_LAST_SEASON = 99
_EPISODES = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_WORDS_OF_A_SENTENCE = 2
_LISTED = {"role": ROLES, "change": CHANGES}


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as the second reader tells it: nothing in it is checked."""

    subject: str
    season: int | None
    predicate: str
    object: str
    qualifiers: Mapping[str, str]
    certainty: str
    evidence: str
    negated: bool = False


class _Article:
    """A text in which names are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = f" {fold(text)} "
        self._letters = key(text)

    def has(self, name: str) -> bool:
        """Whether a name occurs, whatever its case and accents; outside ASCII, particles may be joined to it."""
        folded = fold(name)
        if folded.isascii():
            return bool(folded) and f" {folded} " in self._words
        return folded.replace(" ", "") in self._letters


def vetted(told: Sequence[Told], text: str) -> tuple[Fact, ...]:
    """Return the facts that the text bears out.

    Their evidence is in the text word for word, their names occur in it, their words are of the vocabulary, and their
    dates are EDTF. A qualifier that fails is left out, any other failing costs the fact.
    """
    article = _Article(text)
    return tuple(fact for one in told[:MOST_FACTS] if (fact := _vetted(one, article)) is not None)


def _vetted(told: Told, article: _Article) -> Fact | None:
    subject, season = split_season(" ".join(told.subject.split()))
    season = told.season if told.season is not None else season
    evidence, named = told.evidence.strip(), " ".join(told.object.split())
    start = article.text.find(evidence)
    if told.predicate not in set(Predicate) or told.certainty not in set(Certainty):
        return None
    predicate = Predicate(told.predicate)
    right = (
        start >= 0,
        len(evidence) <= _LONGEST_EVIDENCE and len(fold(evidence).split()) >= _WORDS_OF_A_SENTENCE,
        _is_name(subject),
        season is None or 0 < season <= _LAST_SEASON,
        _is_name(named) and _is_object(predicate, named, article),
    )
    if not all(right):
        return None
    return Fact(
        subject=subject,
        season=season,
        predicate=predicate,
        object=named,
        qualifiers=_qualifiers(predicate, told.qualifiers, article),
        certainty=Certainty(told.certainty),
        confidence=CONFIDENCE,
        evidence=evidence,
        start=start,
        end=start + len(evidence),
        negated=told.negated,
    )


def _is_name(text: str) -> bool:
    """Whether a text can be kept as a name or label: it has a letter or digit, and nothing unseen."""
    return key(text) != "" and text.isprintable() and len(text) <= _LONGEST_NAME


def _is_object(predicate: Predicate, named: str, article: _Article) -> bool:
    if predicate is Predicate.PUBLICATION_DATE:
        return is_edtf(named)
    if predicate is Predicate.PRODUCTION_STATUS:
        return named in STATUSES
    if predicate is Predicate.NUMBER_OF_EPISODES:
        return _EPISODES.fullmatch(named) is not None
    return article.has(named)


def _qualifiers(predicate: Predicate, told: Mapping[str, str], article: _Article) -> dict[str, str]:
    pairs = {name: " ".join(told.get(name, "").split()) for name in QUALIFIERS.get(predicate, ())}
    return {name: value for name, value in pairs.items() if _is_name(value) and _is_qualifier(name, value, article)}


def _is_qualifier(name: str, value: str, article: _Article) -> bool:
    if name == "date":
        return is_edtf(value)
    if name in _LISTED:
        return value in _LISTED[name]
    return article.has(value)


# ------------------------------------------------------------------ beside what we read


def joined(ours: Extraction, theirs: Sequence[Fact]) -> Extraction:
    """Return what both readers found in one article.

    Where they agree, ours stands and is surer, as of two that err independently. Where the other denies what we read,
    or the reverse, ours stands as it was. What the other alone tells is added, too unsure to be shown by itself.
    """
    titles = _Titles(ours.aliases)
    facts = [_backed(fact, theirs, titles) for fact in ours.facts]
    for other in theirs:
        if not any(titles.one_claim(fact, other) for fact in facts):
            facts.append(replace(other, confidence=min(other.confidence, CONFIDENCE)))
    return replace(ours, facts=tuple(sorted(facts, key=lambda fact: -fact.confidence)))


def _backed(fact: Fact, theirs: Iterable[Fact], titles: _Titles) -> Fact:
    """Return a fact of ours, surer if the other reader tells it too: once, however often it does."""
    agreeing = [other.confidence for other in theirs if other.negated == fact.negated and titles.one_claim(fact, other)]
    doubt = (1.0 - fact.confidence) * (1.0 - max(agreeing, default=0.0))
    return replace(fact, confidence=1.0 - doubt) if agreeing else fact


class _Titles:
    """Knows the names in one article that are of one title."""

    def __init__(self, aliases: Iterable[Sequence[str]]) -> None:
        self._first = {key(name): key(group[0]) for group in aliases for name in group}

    def one_claim(self, fact: Fact, other: Fact) -> bool:
        """Whether two facts say the same, or one denies what the other says."""
        return (
            (fact.season, fact.predicate) == (other.season, other.predicate)
            and self._title(fact) == self._title(other)
            and _same_object(fact, other)
        )

    def _title(self, fact: Fact) -> str:
        return self._first.get(key(fact.subject), key(fact.subject))


def _same_object(fact: Fact, other: Fact) -> bool:
    if fact.predicate in PERSONAL:
        return same_name(fact.object, other.object)
    if fact.predicate is Predicate.AWARD_RECEIVED:
        winners = [one.qualifiers["person"] for one in (fact, other) if "person" in one.qualifiers]
        return key(fact.object) == key(other.object) and (not winners or same_name(*winners))
    values = (value_of(one.predicate, one.object, one.qualifiers) for one in (fact, other))
    return len(set(values)) == 1
