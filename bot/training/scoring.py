"""Scores of facts against the annotation: one-to-one, as ``score.py`` of the corpus counts them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.facts import Fact
from bot.training.gold import Gold, Record

QUALIFIERS = {
    "cast_member": ("character", "change", "role"),
    "based_on": ("kind", "author"),
    "award_received": ("person", "ceremony", "date"),
    "production_status": ("date",),
}
_FORMAT = re.compile(r"\b(k-?dramas?|dramas?|series|shows?|films?|movies?|tv|television)\b", re.IGNORECASE)


def matches(gold: Gold, facts: Sequence[Fact]) -> list[bool]:
    """Return for each fact whether the annotation states it (an optional fact counts as stated)."""
    return [any(same(gold, record, fact) for record in gold.facts) for fact in facts]


def same(gold: Gold, record: Record, fact: Fact) -> bool:
    """Whether a fact says what an annotated one says, qualifiers and certainty left aside."""
    return (
        same_object(gold, record, fact)
        and (record["season"] is None or record["season"] == fact.season)
        and gold.same(record["subject"], fact.subject)
    )


def same_object(gold: Gold, record: Record, fact: Fact) -> bool:
    """Whether a fact says what an annotated one says, of whatever title and season."""
    if record["predicate"] != fact.predicate or bool(record.get("negated")) != fact.negated:
        return False
    if fact.predicate in {"publication_date", "number_of_episodes"}:
        return bool(record["object"] == fact.object)
    if fact.predicate == "genre" and gold.same(_bare(record["object"]), _bare(fact.object)):
        return True
    return gold.same(record["object"], fact.object)


def _bare(text: str) -> str:
    return _FORMAT.sub(" ", text).strip() or text


def same_qualifier(gold: Gold, name: str, one: str | None, other: str | None) -> bool:
    """Whether two values of a qualifier agree; of a character's name a part is enough."""
    if not one or not other:
        return not one and not other
    if name == "date":
        return one == other
    if name == "character":
        a, b = (set(re.findall(r"\w+", re.sub(r"[-'’.]", "", text.lower()))) for text in (one, other))
        return gold.same(one, other) or a <= b or b <= a
    return gold.same(one, other)


def pairs(gold: Gold, facts: Sequence[Fact], *, loose: bool = False) -> dict[int, int]:
    """Return the largest one-to-one matching, from the annotated facts' places to those of the facts.

    ``loose`` ignores subject and season.
    """
    agree = same_object if loose else same
    options = {
        g: sorted(
            (p for p, fact in enumerate(facts) if agree(gold, record, fact)),
            key=lambda p, record=record: -_agreement(gold, record, facts[p]),  # type: ignore[misc]
        )
        for g, record in enumerate(gold.facts)
    }
    owner: dict[int, int] = {}
    for g in sorted(options, key=lambda g: (bool(gold.facts[g].get("optional")), gold.facts[g]["season"] is None)):
        _augment(g, options, owner, set())
    return {g: p for p, g in owner.items()}


def _augment(g: int, options: dict[int, list[int]], owner: dict[int, int], tried: set[int]) -> bool:
    for p in options[g]:
        if p not in tried:
            tried.add(p)
            if p not in owner or _augment(owner[p], options, owner, tried):
                owner[p] = g
                return True
    return False


def _agreement(gold: Gold, record: Record, fact: Fact) -> int:
    score = 4 * int(record["season"] == fact.season) + int(record["certainty"] == fact.certainty)
    for name in QUALIFIERS.get(fact.predicate, ()):
        score += 2 * same_qualifier(gold, name, record["qualifiers"].get(name), fact.qualifiers.get(name))
    return score


@dataclass(slots=True)
class Tally:
    """Counts over articles, by predicate, and accuracies on matched facts."""

    hit: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    bare: int = 0
    """False facts on articles without facts."""

    def add(self, gold: Gold, facts: Sequence[Fact], *, loose: bool = False) -> None:
        """Count one article."""
        found = pairs(gold, facts, loose=loose)
        demanded = {g for g, record in enumerate(gold.facts) if not record.get("optional")}
        self.missed.update(gold.facts[g]["predicate"] for g in demanded - found.keys())
        false = [fact.predicate for p, fact in enumerate(facts) if p not in found.values()]
        self.false.update(false)
        self.bare += 0 if gold.facts else len(false)
        for g in sorted(demanded & found.keys()):
            self.hit[gold.facts[g]["predicate"]] += 1
            self._compare(gold, gold.facts[g], facts[found[g]])

    def _compare(self, gold: Gold, record: Record, fact: Fact) -> None:
        self.asked.update(["certainty", "season"])
        self.right["certainty"] += record["certainty"] == fact.certainty
        self.right["season"] += record["season"] == fact.season
        for name in QUALIFIERS.get(fact.predicate, ()):
            ours, theirs = record["qualifiers"].get(name), fact.qualifiers.get(name)
            if ours or theirs:
                label = f"{fact.predicate}.{name}"
                self.asked[label] += 1
                self.right[label] += same_qualifier(gold, name, ours, theirs)

    def precision(self, predicate: str | None = None) -> float:
        """Return the share of the facts that are right."""
        hit, false = self._count(self.hit, predicate), self._count(self.false, predicate)
        return hit / max(hit + false, 1)

    def recall(self, predicate: str | None = None) -> float:
        """Return the share of the demanded facts that were found."""
        hit, missed = self._count(self.hit, predicate), self._count(self.missed, predicate)
        return hit / max(hit + missed, 1)

    @staticmethod
    def _count(counter: Counter[str], predicate: str | None) -> int:
        return counter.total() if predicate is None else counter[predicate]

    def lines(self) -> list[str]:
        """Return the counts by predicate and the accuracies as lines of text."""
        found = [f"{'predicate':22}{'P':>7}{'R':>7}{'gold':>7}{'pred':>7}{'match':>7}"]
        for name in [None, *sorted({*self.hit, *self.missed, *self.false})]:
            hit, missed, false = (self._count(c, name) for c in (self.hit, self.missed, self.false))
            scores = f"{self.precision(name):7.3f}{self.recall(name):7.3f}"
            found.append(f"{name or 'all':22}{scores}{hit + missed:7}{hit + false:7}{hit:7}")
        found.append("matched facts: " + self.accuracies())
        return [*found, f"false facts on articles without facts: {self.bare}"]

    def accuracies(self) -> str:
        """Return season, certainty and qualifiers of matched facts as one line."""
        return ", ".join(f"{n} {self.right[n] / self.asked[n]:.2f} of {self.asked[n]}" for n in sorted(self.asked))


def tally(rows: Iterable[tuple[Gold, Sequence[Fact]]], *, loose: bool = False) -> Tally:
    """Return the counts over articles with the facts read in them."""
    total = Tally()
    for gold, facts in rows:
        total.add(gold, facts, loose=loose)
    return total
