"""Where facts are lost and how well each stage does, on articles whose writer the models never saw."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.domain.facts import Fact
from bot.extraction.models import KINDS, NONE
from bot.training import examples
from bot.training.gold import Record, kind_of
from bot.training.pipeline import Case
from bot.training.scoring import matches, pairs, same, same_object, tally


def stages(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Return the scores of the stages before the facts."""
    return {"names": names(cases), "titles": title_model(cases)}


def names(cases: Sequence[Case]) -> dict[str, float]:
    """Return, by kind, precision among annotated strings and the share of annotated names found anywhere."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for case in cases:
        seen: dict[str, set[str]] = defaultdict(set)
        for span in case.document.spans:
            kind = kind_of(span.text, case.gold)
            found[span.kind] += 1
            right[span.kind] += kind == span.kind
            seen[span.kind].add(span.key)
        text = "".join(c for c in case.document.text.lower() if c.isalnum())
        for name, kind in case.gold.kinds.items():
            if name in text:
                wanted[kind] += 1
                wanted[kind, "hit"] += name in seen[kind]  # type: ignore[index]
    scores = {}
    for kind in KINDS:
        if kind != NONE:
            scores[f"{kind} precision"] = right[kind] / max(found[kind], 1)
            scores[f"{kind} recall"] = wanted[kind, "hit"] / max(wanted[kind], 1)  # type: ignore[index]
    return scores


def title_model(cases: Sequence[Case]) -> dict[str, float]:
    """Return how often the main title, its season, and each sentence's focus and season are right."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        document, gold = case.document, case.gold
        _main(case, hits, total)
        for sentence, right in zip(document.sentences, examples.gold_focus(document, gold), strict=True):
            if right is None:
                continue
            focus = document.focus[sentence.index][0]
            name = document.titles[focus].name if focus else None
            good = (name is None) == (right["focus"] is None) and (
                name is None or gold.same_title(name, right["focus"])
            )
            group = "none" if right["focus"] is None else "main" if right["focus"] == gold.main else "other"
            for label in ("focus", f"focus ({group})"):
                hits[label] += good
                total[label] += 1
            if good and name is not None:
                hits["focus season"] += document.focus_season[sentence.index] == right["season"]
                total["focus season"] += 1
    return {label: hits[label] / total[label] for label in total}


def _main(case: Case, hits: Counter[str], total: Counter[str]) -> None:
    document, gold = case.document, case.gold
    if not gold.has_main:
        return
    main = document.titles[document.main].name if document.main else None
    good = (main is None) == (gold.main is None) and (
        main is None or gold.main is None or gold.same_title(main, gold.main)
    )
    hits["main"] += good
    total["main"] += 1
    if gold.main is not None and good:
        hits["main season"] += document.main_season == gold.main_season
        total["main season"] += 1


def losses(cases: Sequence[Case], least: dict[str, float]) -> Counter[tuple[str, str]]:
    """Return why demanded gold facts are missed, by predicate."""
    lost: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for fact in case.gold.facts:
            if not fact.get("optional") and not fact.get("negated"):
                lost[fact["predicate"], _why(case, fact, least)] += 1
    return lost


def _why(case: Case, fact: Record, least: dict[str, float]) -> str:
    found = [f for f in case.facts if f.predicate == fact["predicate"]]
    if any(same(case.gold, fact, f) for f in shown(found, least)):
        return "found"
    if any(same(case.gold, fact, f) for f in found):
        return "too weak"
    if any(same_object(case.gold, fact, f) and case.gold.same(fact["subject"], f.subject) for f in found):
        return "season"
    items = [item for item in case.judged if item.predicate == fact["predicate"] and fact in item.facts]
    if not items:
        return "no object"
    if examples.title_of(case.document, fact["subject"], case.gold) is None:
        return "no title"
    return "not offered"


def shown(facts: Sequence[Fact], least: dict[str, float]) -> list[Fact]:
    """Return the facts that reach an operating point."""
    return [fact for fact in facts if fact.confidence >= least.get(fact.predicate, least[""])]


def report(name: str, cases: Sequence[Case], least: dict[str, float]) -> str:
    """Return everything about the cases as text."""
    lines = [f"===== {name}: {len(cases)} articles"]
    lines += [f"{label:24}{score:.3f}" for group in stages(cases).values() for label, score in group.items()]
    lost = losses(cases, least)
    causes = ["found", "too weak", "season", "no object", "no title", "not offered"]
    predicates = sorted({predicate for predicate, _ in lost})
    lines.append(f"{'':22}" + "".join(f"{cause:>13}" for cause in causes))
    lines += [f"{p:22}" + "".join(f"{lost[p, c]:13}" for c in causes) for p in predicates]
    lines.append(f"{'all':22}" + "".join(f"{sum(lost[p, c] for p in predicates):13}" for c in causes))
    lines += [ranking(cases), roles(cases)]
    return "\n".join(lines + tally((c.gold, shown(c.facts, least)) for c in cases).lines())


def scores(name: str, cases: Sequence[Case], least: dict[str, float]) -> str:
    """Return the figures that the goals are about, in a few lines."""
    strict = tally((c.gold, shown(c.facts, least)) for c in cases)
    loose = tally(((c.gold, shown(c.facts, least)) for c in cases), loose=True)
    titles = title_model(cases)
    label = f"{name:16}"
    return "\n".join([
        f"{label} P {strict.precision():.3f}  R {strict.recall():.3f}   title and season ignored: "
        f"P {loose.precision():.3f}  R {loose.recall():.3f}   false on empty: {strict.bare}   "
        + "  ".join(f"R at P {wanted:.2f}: {recall_at(cases, wanted):.3f}" for wanted in (0.9, 0.85, 0.8, 0.7))
        + "  ".join(f"{p}{wanted:.2f}: {recall_at(cases, wanted, loose=True):.3f}" for p, wanted in _IGNORING),
        f"{label} " + "  ".join(f"{part} {titles[part]:.3f}" for part in sorted(titles)),
        f"{label} {strict.accuracies()}",
    ])  # fmt: skip


_IGNORING = (("  ignoring title and season at P ", 0.85), ("P ", 0.7))


def recall_at(cases: Sequence[Case], wanted: float, *, loose: bool = False) -> float:
    """Return the highest recall at which the precision is still as wanted, whatever the operating point."""
    rows = sorted(
        ((fact.confidence, right) for c in cases for fact, right in zip(c.facts, graded(c, loose=loose), strict=True)),
        reverse=True,
    )
    demanded = sum(not fact.get("optional") for c in cases for fact in c.gold.facts)
    best = hits = count = 0
    for _, right in rows:
        count += right != "optional"
        hits += right == "right"
        if count and hits / count >= wanted:
            best = hits
    return best / max(demanded, 1)


def graded(case: Case, *, loose: bool = False) -> list[str]:
    """Return for each fact whether it is right, wrong, or optional; of several that say the same, one is right."""
    grades = ["wrong"] * len(case.facts)
    for g, p in pairs(case.gold, case.facts, loose=loose).items():
        grades[p] = "optional" if case.gold.facts[g].get("optional") else "right"
    return grades


def ranking(cases: Sequence[Case]) -> str:
    """Return precision and count down the list of facts, by predicate."""
    rows = [
        (f.confidence, f.predicate, right)
        for c in cases
        for f, right in zip(c.facts, matches(c.gold, c.facts), strict=True)
    ]
    lines = []
    for low in (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1):
        band = [right for confidence, _, right in rows if low <= confidence < low + (0.1 if low < 0.9 else 0.05)]  # noqa: PLR2004
        lines.append(f"confidence {low:.2f}: {len(band):5} facts, {sum(band) / max(len(band), 1):.3f} right")
    return "\n".join(lines)


def roles(cases: Sequence[Case]) -> str:
    """Return, by predicate, how well candidates are told apart, whatever their title."""
    lines = []
    for predicate in sorted({item.predicate for case in cases for item in case.judged}):
        rows = sorted(
            (
                (item.chance, bool(item.facts))
                for c in cases
                for item in c.judged
                if item.predicate == predicate and not item.elsewhere
            ),
            reverse=True,
        )
        count = sum(right for _, right in rows)
        curve = [
            sum(r for _, r in rows[: max(int(count * part), 1)]) / max(int(count * part), 1)
            for part in (0.25, 0.5, 0.75, 1.0)
        ]
        lines.append(
            f"{predicate:24}{count:6} precision at 25/50/75/100 %: " + " ".join(f"{value:.2f}" for value in curve)
        )
    return "\n".join(lines)
