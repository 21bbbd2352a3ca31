"""The annotated articles, and what a candidate must match to be right."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.extraction.models import AWARD, CEREMONY, CHARACTER, NONE, ORG, PERSON, PLACE, TITLE, Article
from bot.extraction.names import key
from bot.extraction.titles import title_key

Record = dict[str, Any]
_OBJECT_KIND = {
    "original_broadcaster": ORG, "production_company": ORG, "director": PERSON, "screenwriter": PERSON, "cast_member": PERSON,  # noqa: E501
    "filming_location": PLACE, "award_received": AWARD, "based_on": TITLE,
}  # fmt: skip
_QUALIFIER_KIND = {"character": CHARACTER, "author": PERSON, "person": PERSON, "ceremony": CEREMONY}


@dataclass(slots=True)
class Gold:
    """One annotated article, with its names by kind and the facts where they are stated."""

    name: str
    writer: str
    article: Article
    facts: list[Record]
    sentences: list[Record]
    main: str | None
    main_season: int | None
    groups: list[frozenset[str]]
    has_main: bool = True
    """Whether the annotation says what the article is mainly about (or that it is about nothing)."""
    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def same(self, one: str, other: str) -> bool:
        """Whether two names are one, by their letters or through the aliases."""
        a, b = key(one), key(other)
        return a == b or any(a in group and b in group for group in self.groups)

    def same_title(self, one: str, other: str) -> bool:
        """Whether two titles are one; a leading article does not matter."""
        return self.same(one, other) or title_key(one) == title_key(other)


def read(path: Path) -> Gold:
    """Return the annotated article of a file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    article = Article(data["text"], data["title"], date.fromisoformat(data["published"]))
    groups = [frozenset(map(key, group)) for group in data.get("aliases", [])]
    gold = Gold(
        path.stem, data.get("writer", ""), article, data["facts"], data.get("sentences", []), data.get("main"),
        data.get("main_season"), groups,
    )  # fmt: skip
    for fact in gold.facts:
        fact["at"] = article.text.find(fact["evidence"])
    if "sentences" not in data:
        _derive(gold)
    _collect(gold)
    return gold


def _derive(gold: Gold) -> None:
    """Read main title and focus off the facts, where an article is annotated with facts alone."""
    told = [fact for fact in gold.facts if not fact.get("optional")]
    subjects = Counter((fact["subject"], fact["season"]) for fact in told)
    titles = Counter(fact["subject"] for fact in told)
    gold.main = next((name for name, _ in titles.most_common(1)), None)
    gold.has_main = gold.main is not None
    gold.main_season = next((season for (name, season), _ in subjects.most_common() if name == gold.main), None)
    for at, evidence in sorted({(fact["at"], fact["evidence"]) for fact in told}):
        here = Counter((fact["subject"], fact["season"]) for fact in told if fact["at"] == at)
        (focus, season), _ = here.most_common(1)[0]
        gold.sentences.append({"start": at, "end": at + len(evidence), "focus": focus, "season": season})


def _collect(gold: Gold) -> None:
    """Fill the names by kind; a title wins over a character of the same name, any full name over a part."""
    named: list[tuple[str, str]] = []
    for fact in gold.facts:
        named += [
            (value, _QUALIFIER_KIND[name])
            for name, value in fact["qualifiers"].items()
            if value and name in _QUALIFIER_KIND
        ]
        if fact["predicate"] in _OBJECT_KIND:
            named.append((fact["object"], _OBJECT_KIND[fact["predicate"]]))
        named.append((fact["subject"], TITLE))
    named += [(s["focus"], TITLE) for s in gold.sentences if s["focus"]]
    named += [(gold.main, TITLE)] if gold.main else []
    for name, kind in named:
        for form in _forms(name, gold):
            gold.kinds[form] = kind
        if kind in {PERSON, CHARACTER}:
            for word in name.split():
                if len(word) > 2:  # noqa: PLR2004
                    gold.parts[key(word)] = kind


def _forms(name: str, gold: Gold) -> set[str]:
    own = key(name)
    return {own}.union(*(group for group in gold.groups if own in group))


def kind_of(text: str, gold: Gold) -> str:
    """Return what a string names by the annotation, or none."""
    name = key(text)
    if name in gold.kinds:
        return gold.kinds[name]
    for short in (title_key(text), key("the " + text)):
        if gold.kinds.get(short) == TITLE:
            return TITLE
    if " " not in text and name in gold.parts:
        return gold.parts[name]
    return NONE


def load(folder: Path) -> list[Gold]:
    """Return all annotated articles of a folder, by name."""
    return [read(path) for path in sorted(folder.glob("*.json"))]
