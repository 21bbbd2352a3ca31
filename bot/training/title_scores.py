"""``python -m bot.training.title_scores FOLDER...``: how well titles, focus and seasons are read, in half a minute.

By unseen writer on data/training, then on each folder of annotated articles with what all of data/training teaches.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from bot.config import DATA
from bot.extraction.document import open_document
from bot.extraction.models import TITLE, Known, Sentence
from bot.extraction.names import key, lists
from bot.extraction.titles import title_key
from bot.training import examples, pipeline
from bot.training.gold import Gold, kind_of, load
from bot.training.title_stages import TITLE_STAGES

Counts = Counter[str]


def main(arguments: Sequence[str]) -> None:
    """Print the scores by unseen writer (``@fresh``: of those alone whose name begins so), then of each folder.

    With ``-v`` all errors follow.
    """
    folders = [Path(argument) for argument in arguments if argument[0] not in "-@"]
    cases, others = read(load(DATA / "training"), {folder.name: load(folder) for folder in folders})
    groups = {"by writer": cases}
    for argument in arguments:
        if argument.startswith("@"):
            groups[argument] = [case for case in cases if case.gold.writer.startswith(argument[1:])]
    groups |= others
    click.echo(table({name: scores(group) for name, group in groups.items()}))
    if "-v" in arguments:
        click.echo("\n".join(line for group in groups.values() for case in group for line in errors(case)))


def read(
    golds: Sequence[Gold], sets: dict[str, list[Gold]]
) -> tuple[list[pipeline.Case], dict[str, list[pipeline.Case]]]:
    """Return the cases by unseen writer, and those of further sets as read by models of all golds."""
    cases = pipeline.folds(golds, 4)
    known = Known(lists().titles, lists().people)
    others = {}
    for name, group in sets.items():
        for gold in group:
            gold.article = replace(gold.article, known=known)
        others[name] = [pipeline.Case(gold, open_document(gold.article), -1) for gold in group]
    for learn, use in TITLE_STAGES:
        models = pipeline.stage(cases, learn, use, 4)
        for case in chain.from_iterable(others.values()):
            use(case, models)
    return cases, others


def scores(cases: Sequence[pipeline.Case]) -> dict[str, float]:
    """Return the share that is right, by what is asked."""
    right: Counts = Counter()
    total: Counts = Counter()
    for case in cases:
        for name, hit in judgements(case):
            right[name] += hit
            total[name] += 1
    return {name: right[name] / total[name] for name in total}


def judgements(case: pipeline.Case) -> Iterator[tuple[str, bool]]:
    """Yield what is asked of an article and whether it is right."""
    yield from _spans(case)
    document, gold = case.document, case.gold
    main = document.titles[document.main].name if document.main else None
    yield "main (all)", _same(gold, main, gold.main)
    if gold.main is not None:
        yield "main (where one)", _same(gold, main, gold.main)
        yield "main is found", examples.title_of(document, gold.main, gold) is not None
    yield from _focus(case)
    yield from _subjects(case)


def _same(gold: Gold, found: str | None, right: str | None) -> bool:
    if found is None or right is None:
        return found is right
    return gold.same_title(found, right)


def _spans(case: pipeline.Case) -> Iterator[tuple[str, bool]]:
    """Yield title spans: of those found whether they are titles, of the titles whether each mention is found."""
    document, gold = case.document, case.gold
    known = lists().titles
    for span in document.spans:
        if span.kind == TITLE:
            good = kind_of(span.text, gold) == TITLE
            yield "span precision", good
            if good or span.key not in known:
                yield "span precision, unlisted", good
    found = {(span.sentence, title_key(span.text)) for span in document.spans if span.kind == TITLE}
    keys = {name for _, name in found}
    for name, sentence in mentions(case):
        yield "span recall", (sentence, name) in found
        yield "title recall", name in keys


def mentions(case: pipeline.Case) -> Iterator[tuple[str, int]]:
    """Yield each gold title's mentions that lie within no longer one: key and sentence."""
    document, gold = case.document, case.gold
    names = {title_key(name) for name, kind in gold.kinds.items() if kind == TITLE and len(name) > 2}  # noqa: PLR2004 - "24" is no use here
    starts = {name[:2] for name in names}
    for sentence in document.sentences:
        hits = [
            hit for first in range(len(sentence.tokens)) for hit in _from(document.text, sentence, first, names, starts)
        ]
        for first, last, name in hits:
            if not any(a <= first and last <= b and b - a > last - first for a, b, _ in hits):
                yield name, sentence.index


def _from(
    text: str, sentence: Sentence, first: int, names: set[str], starts: set[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the titles that begin at a token."""
    tokens = sentence.tokens
    if tokens[first].text[0].islower() or not tokens[first].text[0].isalnum():
        return
    ahead = text[tokens[first].start : tokens[first].start + 24]
    if title_key(ahead)[:2] not in starts and key(ahead)[:2] not in starts:
        return
    for last in range(first, min(first + 14, len(tokens))):
        name = title_key(text[tokens[first].start : tokens[last].end])
        if name in names and tokens[last].text[0].isalnum():
            yield first, last, name


def _focus(case: pipeline.Case) -> Iterator[tuple[str, bool]]:
    document, gold = case.document, case.gold
    for sentence, right in zip(document.sentences, examples.gold_focus(document, gold), strict=True):
        if right is None or sentence.headline:
            continue
        focus = document.focus[sentence.index][0]
        good = _same(gold, document.titles[focus].name if focus else None, right["focus"])
        group = "none" if right["focus"] is None else "main" if right["focus"] == gold.main else "other"
        yield "focus", good
        yield f"focus ({group})", good
        if good and right["focus"] is not None:
            yield "season of focus", document.focus_season[sentence.index] == right["season"]


def _subjects(case: pipeline.Case) -> Iterator[tuple[str, bool]]:
    """Yield, for each fact, whether its title and season are in focus in its sentence."""
    document, gold = case.document, case.gold
    for fact in gold.facts:
        if fact.get("negated") or fact.get("optional"):
            continue
        at = fact["at"] + document.shift
        sentence = next((s for s in document.sentences if s.start <= at < s.end), None)
        if sentence is None:
            continue
        focus = document.focus[sentence.index][0]
        good = _same(gold, document.titles[focus].name if focus else None, fact["subject"])
        yield "fact in focus", good
        if good:
            yield "fact season", document.focus_season[sentence.index] == fact["season"]


def table(columns: dict[str, dict[str, float]]) -> str:
    """Return the scores, one set a column."""
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    lines = [f"{'':26}" + "".join(f"{name:>12}" for name in columns)]
    for name in names:
        row = (f"{column.get(name, float('nan')):12.3f}" for column in columns.values())
        lines += [f"{name:26}" + "".join(row)]
    return "\n".join(lines)


def errors(case: pipeline.Case) -> Iterator[str]:
    """Yield what is wrong in an article, a line each."""
    document, gold = case.document, case.gold
    main = document.titles[document.main].name if document.main else None
    wrong = "" if _same(gold, main, gold.main) else "  <<< MAIN"
    yield f"== {gold.name} | {gold.article.headline} | gold {gold.main} | read {main}{wrong}"
    ranked = sorted(document.titles.values(), key=lambda t: -t.score)[:4]
    yield "   titles " + "; ".join(f"{t.name} {t.score:.1f} x{len(t.mentions)}" for t in ranked)
    false = {
        (s.text, s.quoted, round(s.score, 1))
        for s in document.spans
        if s.kind == TITLE and kind_of(s.text, gold) != TITLE
    }
    found = {title_key(s.text) for s in document.spans if s.kind == TITLE}
    missed = {name for name, _ in mentions(case)} - found
    if false or missed:
        yield f"   false {sorted(false)} missed {sorted(missed)}"
    for sentence, right in zip(document.sentences, examples.gold_focus(document, gold), strict=True):
        if right is not None and not sentence.headline:
            focus = document.focus[sentence.index][0]
            name = document.titles[focus].name if focus else None
            season = document.focus_season[sentence.index]
            if not _same(gold, name, right["focus"]):
                yield f"     focus {right['focus']} read {name}: {document.text[sentence.start : sentence.end]}"
            elif season != right["season"]:
                yield f"     season {right['season']} read {season}: {document.text[sentence.start : sentence.end]}"


if __name__ == "__main__":
    main(sys.argv[1:])
