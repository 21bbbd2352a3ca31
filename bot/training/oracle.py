"""Relations by themselves: titles, focus and seasons are given as annotated, so that only the relations can err.

``python -m bot.training.oracle`` prints, for writers never seen and for a folder of further articles, how many objects
are offered, how well they are ranked, and how often qualifiers are right. ``--errors PREDICATE`` lists the errors.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.config import DATA
from bot.domain.facts import Fact
from bot.extraction.document import open_document, set_spans
from bot.extraction.models import TITLE, Known, Sentence, Span
from bot.extraction.names import key, lists
from bot.extraction.spans import make
from bot.extraction.titles import title_key
from bot.training import examples, pipeline
from bot.training import gold as gold_stage
from bot.training.gold import Gold, Record
from bot.training.pipeline import Case
from bot.training.title_stages import TITLE_STAGES, use_titles

_LONGEST = 12
_FEWEST = 5
_FORMAT = re.compile(r"\b(?:k-?dramas?|dramas?|series|shows?|films?|movies?|tv|television)\b", re.IGNORECASE)


def given(case: Case) -> None:
    """Replace the titles of a document, its main one and the focus of its sentences by those annotated."""
    document, gold = case.document, case.gold
    names = {form for name, kind in gold.kinds.items() if kind == TITLE for form in (name, title_key(name))}
    spans = []
    for sentence in document.sentences:
        titles = list(_title_spans(document.text, sentence, names))
        taken = {i for span in titles for i in range(span.first, span.last + 1)}
        others = [
            s
            for s in document.by_sentence.get(sentence.index, ())
            if s.kind != TITLE and taken.isdisjoint(range(s.first, s.last + 1))
        ]
        spans += sorted([*titles, *others], key=lambda s: s.first)
    set_spans(document, spans)
    _join(case)
    document.main = examples.title_of(document, gold.main, gold)
    document.main_season = gold.main_season


def _title_spans(text: str, sentence: Sentence, names: set[str]) -> Iterator[Span]:
    """Yield the longest stretches of capitals that are annotated titles."""
    tokens, at = sentence.tokens, 0
    while at < len(tokens):
        found = None
        if tokens[at].text[0].isupper() or tokens[at].text[0].isdigit() or not tokens[at].text.isascii():
            for last in range(min(at + _LONGEST, len(tokens)) - 1, at - 1, -1):
                name = key(text[tokens[at].start : tokens[last].end])
                if name in names and tokens[last].text[-1].isalnum() | (last == at):
                    found = last
                    break
        if found is None:
            at += 1
            continue
        quoted = at > 0 and tokens[at - 1].text in {'"', "'"}
        span = make(text, sentence, at, found, quoted=quoted)
        span.kind, span.score = TITLE, 6.0
        yield span
        at = found + 1


def _join(case: Case) -> None:
    """Join the titles that the aliases make one."""
    titles = case.document.titles
    for name in list(titles):
        first = next(t for t in titles if case.gold.same_title(titles[t].name, titles[name].name))
        if first != name:
            for mention in titles[name].mentions:
                mention.of = first
            titles[first].mentions += titles[name].mentions
            titles[first].names += titles[name].names
            del titles[name]


def focus_given(case: Case) -> None:
    """Put the annotated focus where there is one."""
    document = case.document
    for sentence, right in zip(document.sentences, examples.gold_focus(document, case.gold), strict=True):
        if right is None:
            continue
        title = examples.title_of(document, right["focus"], case.gold)
        chances = {"": 0.03, title: 0.97} if title else {"": 1.0}
        document.focus[sentence.index] = (title, chances)
        document.focus_season[sentence.index] = right["season"]


@dataclass(slots=True)
class Outcome:
    """What is left for the report: the cases of one set of articles."""

    name: str
    cases: list[Case]


def run(golds: Sequence[Gold], others: Sequence[Gold], count: int = 4) -> list[Outcome]:
    """Return unseen writers' articles and the others, both read with titles given."""
    cases, extra = prepared(golds, others, count)
    for case in (*cases, *extra):
        pipeline.judge(case)
    for learn, use in pipeline.FACT_STAGES:
        models = pipeline.stage(cases, learn, use, count)
        for case in extra:
            use(case, models)
    return [Outcome("unseen writers", cases), Outcome("corpus", extra)]


def prepared(golds: Sequence[Gold], others: Sequence[Gold], count: int) -> tuple[list[Case], list[Case]]:
    """Return the cases with names recognised and titles, focus and seasons given."""
    cases = pipeline.folds(golds, count)
    extra = _extra(others)
    for learn, use in TITLE_STAGES:
        models = pipeline.stage(cases, learn, use, count)
        for case in extra:
            use(case, models)
        if use is use_titles:
            for case in (*cases, *extra):
                given(case)
    for case in (*cases, *extra):
        focus_given(case)
    return cases, extra


def _extra(golds: Sequence[Gold]) -> list[Case]:
    for gold in golds:
        gold.article = replace(gold.article, known=Known(lists().titles, lists().people))
    return [Case(gold, open_document(gold.article), 0) for gold in golds]


def graded(case: Case) -> list[tuple[float, Fact, list[Record]]]:
    """Return each fact with the annotated facts that it states."""
    return [(f.confidence, f, [g for g in case.gold.facts if _same(case.gold, g, f)]) for f in case.facts]


def _same(gold: Gold, record: Record, fact: Fact) -> bool:
    return (
        record["predicate"] == fact.predicate
        and bool(record.get("negated")) == getattr(fact, "negated", False)
        and (record["season"] is None or record["season"] == fact.season)
        and gold.same_title(record["subject"], fact.subject)
        and _object(gold, record, fact)
    )


def _object(gold: Gold, record: Record, fact: Fact) -> bool:
    one, other = record["object"], fact.object
    if fact.predicate in {"publication_date", "number_of_episodes"}:
        return bool(one == other)
    if fact.predicate == "genre":
        return gold.same(one, other) or key(_FORMAT.sub("", one)) == key(_FORMAT.sub("", other))
    return gold.same(one, other)


def report(outcome: Outcome, wanted: float = 0.88) -> str:
    """Return the table of one set of articles."""
    rows = [(c, f, g, case) for case in outcome.cases for c, f, g in graded(case)]
    rows = [r for r in rows if not r[2] or not all(g.get("optional") for g in r[2])]
    demanded = [(g, case) for case in outcome.cases for g in case.gold.facts if not g.get("optional")]
    rows.sort(key=lambda r: -r[0])
    least = threshold(rows, wanted)
    lines = [f"{outcome.name}: precision {wanted} from confidence {least:.3f}"]
    lines.append(f"{'':22}{'gold':>6}{'offer':>7}{'reach':>7}{'P':>7}{'R':>7}{'F':>7}{'R@.88':>7}")
    for predicate in ["ALL", *sorted({g["predicate"] for g, _ in demanded})]:
        own = [r for r in rows if predicate in ("ALL", r[1].predicate)]
        gold = [(g, c) for g, c in demanded if predicate in ("ALL", g["predicate"])]
        lines.append(_line(predicate, own, gold, least, wanted))
    return "\n".join([*lines, *_qualifiers(rows, least), *_negated(rows, least)])


def threshold(rows: Sequence[tuple[float, Fact, list[Record], Case]], wanted: float) -> float:
    """Return the lowest confidence down to which the precision is as wanted; rows come surest first."""
    right, best = 0, 1.0
    for count, row in enumerate(rows, 1):
        right += bool(row[2])
        if count >= _FEWEST and right / count >= wanted:
            best = row[0]
    return best


def _line(
    predicate: str,
    rows: list[tuple[float, Fact, list[Record], Case]],
    gold: list[tuple[Record, Case]],
    least: float,
    wanted: float,
) -> str:
    offered = sum(_offered(g, c) for g, c in gold)
    reached = len({id(g) for r in rows for g in r[2] if not g.get("optional")})
    shown = [r for r in rows if r[0] >= least]
    hit = len({id(g) for r in shown for g in r[2] if not g.get("optional")})
    precision = sum(bool(r[2]) for r in shown) / max(len(shown), 1)
    own = threshold(rows, wanted)
    alone = len({id(g) for r in rows if r[0] >= own for g in r[2] if not g.get("optional")})
    n = max(len(gold), 1)
    recall = hit / n
    measure = 2 * precision * recall / max(precision + recall, 1e-9)
    figures = (offered / n, reached / n, precision, recall, measure, alone / n)
    return f"{predicate:22}{len(gold):6}" + "".join(f"{v:7.3f}" for v in figures)


def _offered(record: Record, case: Case) -> bool:
    return any(
        record in item.facts or record in item.denied for item in case.judged if item.predicate == record["predicate"]
    )


_QUALIFIERS = {
    "cast_member": ("character", "change", "role"),
    "based_on": ("kind", "author"),
    "award_received": ("person", "ceremony", "date"),
    "production_status": ("date",),
}


def same_quality(gold: Gold, name: str, one: str | None, other: str | None) -> bool:
    """Whether two qualifiers agree as the corpus' scorer has it."""
    if not one or not other:
        return not one and not other
    if name == "date":
        return one == other
    if name == "character":
        a, b = set(one.lower().split()), set(other.lower().split())
        return gold.same(one, other) or a <= b or b <= a
    return gold.same(one, other)


def _qualifiers(rows: list[tuple[float, Fact, list[Record], Case]], least: float) -> Iterator[str]:
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    given_: Counter[str] = Counter()
    for confidence, fact, records, case in rows:
        if not records or confidence < least:
            continue
        record = records[0]
        asked["certainty"] += 1
        right["certainty"] += record["certainty"] == fact.certainty
        for name in _QUALIFIERS.get(fact.predicate, ()):
            one, other = record["qualifiers"].get(name), fact.qualifiers.get(name)
            if one or other:
                label = f"{fact.predicate}.{name}"
                asked[label] += 1
                given_[label] += bool(other)
                right[label] += same_quality(case.gold, name, one, other)
    for label in sorted(asked):
        yield f"  {label:30}{right[label] / asked[label]:.3f}  (n={asked[label]}, given {given_[label]})"


def _negated(rows: list[tuple[float, Fact, list[Record], Case]], least: float) -> Iterator[str]:
    shown = [r for r in rows if r[0] >= least and getattr(r[1], "negated", False)]
    yield f"  negated shown {len(shown)}, right {sum(bool(r[2]) for r in shown)}"


def errors(outcome: Outcome, predicate: str, wanted: float = 0.88) -> Iterator[str]:
    """Yield the errors of one predicate: objects not offered, facts missed, false facts, wrong qualifiers."""
    rows = [(c, f, g, case) for case in outcome.cases for c, f, g in graded(case)]
    rows.sort(key=lambda r: -r[0])
    least = threshold([r for r in rows if not r[2] or not all(g.get("optional") for g in r[2])], wanted)
    for case in outcome.cases:
        for record in case.gold.facts:
            if record["predicate"] != predicate or record.get("optional"):
                continue
            best = max((r[0] for r in rows if r[3] is case and any(g is record for g in r[2])), default=None)
            if best is None or best < least:
                cause = (
                    "NOT OFFERED" if not _offered(record, case) else "NO FACT" if best is None else f"WEAK {best:.2f}"
                )
                yield f"{cause} [{case.gold.name}] {_show(record)} || {record['evidence']}"
    for confidence, fact, records, case in rows:
        if fact.predicate == predicate and confidence >= least and not records:
            said = f"{fact.subject} {fact.season} {fact.object}"
            yield f"FALSE {confidence:.2f} [{case.gold.name}] {said} || {fact.evidence}"
        for name in _QUALIFIERS.get(predicate, ()) if fact.predicate == predicate and records else ():
            one, other = records[0]["qualifiers"].get(name), fact.qualifiers.get(name)
            if (one or other) and not same_quality(case.gold, name, one, other):
                yield f"QUALIFIER {name} gold={one} got={other} [{case.gold.name}] {fact.object} || {fact.evidence}"


def _show(record: Record) -> str:
    extra = ", ".join(f"{k}={v}" for k, v in record["qualifiers"].items() if v)
    denied = " NEGATED" if record.get("negated") else ""
    return f"{record['subject']} S{record['season']} {record['object']} {extra}{denied}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--errors", nargs="*", default=[])
    parser.add_argument("--on", default="", help="list errors of this set only")
    options = parser.parse_args(arguments)
    others = gold_stage.load(options.corpus) if options.corpus else []
    for outcome in run(gold_stage.load(DATA / "training"), others):
        click.echo(report(outcome))
        for predicate in options.errors if options.on in outcome.name else ():
            click.echo("\n".join(errors(outcome, predicate)))


if __name__ == "__main__":
    main()
