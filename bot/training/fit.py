"""Fitting linear models: seeded, in one thread, rounded, so that the same data give the same weights."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import ThreadpoolController

from bot.extraction.linear import Linear
from bot.extraction.trees import Node, Trees
from bot.training.examples import Example

_STEP = 64
"""Weights are whole 64ths: their sums are exact, so the order of the features (that of a set) changes nothing."""
_FAINT = 1.5 / _STEP
"""What a feature must weigh to be kept; the many that hardly do are most of the file."""
_SURE = 5.0
"""The log odds of a model that has seen but one answer."""
_THREADS = ThreadpoolController()


def fit(
    examples: Sequence[Example],
    *,
    strength: float = 0.3,
    least: int = 3,
    classes: Sequence[str] = (),
    weights: dict[str, float] | None = None,
) -> Linear:
    """Return the model of the examples; features seen fewer than ``least`` times are left out.

    Without ``classes`` it is a yes-or-no model of the label ``True``.
    """
    counts = Counter(name for features, _ in examples for name in set(features))
    index = {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= least))}
    rows, columns = [], []
    for row, (features, _) in enumerate(examples):
        own = sorted({index[name] for name in features if name in index})
        rows += [row] * len(own)
        columns += own
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(examples), max(len(index), 1)))
    labels = [label for _, label in examples]
    return _from(matrix, labels, list(index), list(classes) or ["True"], strength, weights or {})


def _from(  # noqa: PLR0917
    matrix: csr_matrix,
    labels: list[str],
    names: list[str],
    classes: list[str],
    strength: float,
    weights: dict[str, float],
) -> Linear:
    present = sorted(set(labels))
    if len(present) < 2:  # noqa: PLR2004
        bias = tuple(_SURE if [c] == present else -_SURE for c in classes)
        return Linear(tuple(classes), bias, {})
    solver = "liblinear" if len(present) == 2 else "lbfgs"  # noqa: PLR2004 - the quick one knows two classes only
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3, solver=solver, random_state=0)
    _teach(model, matrix, labels, sample_weight=[weights.get(label, 1.0) for label in labels])
    order = list(model.classes_)
    coefficients, shift = model.coef_, model.intercept_
    if len(classes) == 1:
        return _linear(classes, coefficients[:1], shift[:1], names)
    if len(order) == 2:  # noqa: PLR2004
        coefficients, shift = np.vstack([-coefficients / 2, coefficients / 2]), np.array([-shift[0] / 2, shift[0] / 2])
    wide = np.zeros((len(classes), coefficients.shape[1]))
    tall = np.full(len(classes), -9.0)
    for place, name in enumerate(classes):
        if name in order:
            wide[place], tall[place] = coefficients[order.index(name)], shift[order.index(name)]
    return _linear(classes, wide, tall, names)


def _teach(
    model: LogisticRegression | HistGradientBoostingClassifier,
    matrix: csr_matrix | np.ndarray,
    labels: Sequence[str] | Sequence[bool],
    **more: Sequence[float],
) -> None:
    """Fit a model in one thread: beside other work threads spin, waiting for each other, and hardly get on."""
    with _THREADS.limit(limits=1):
        model.fit(matrix, labels, **more)


def _linear(classes: Sequence[str], coefficients: np.ndarray, bias: np.ndarray, names: list[str]) -> Linear:
    rounded = np.round(coefficients * _STEP) / _STEP
    kept = np.flatnonzero(np.abs(rounded).max(axis=0) > _FAINT)
    weights = {names[i]: tuple(float(v) + 0.0 for v in rounded[:, i]) for i in kept}
    return Linear(tuple(classes), tuple(float(round(b * _STEP) / _STEP) for b in bias), weights)


def fit_numbers(rows: Sequence[tuple[dict[str, float], bool]], strength: float = 0.05) -> Linear:
    """Return a yes-or-no model of named numbers (one not given is zero), each weighed against its own spread."""
    answers = {right for _, right in rows}
    if len(answers) == 1:  # nothing to tell apart
        return Linear(("True",), (_SURE if answers == {True} else -_SURE,), {})
    names = sorted({name for numbers, _ in rows for name in numbers})
    matrix = np.array([[numbers.get(name, 0.0) for name in names] for numbers, _ in rows])
    middle, spread = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-3)
    model = LogisticRegression(C=strength, max_iter=2000)
    _teach(model, (matrix - middle) / spread, [right for _, right in rows])
    slopes = np.round(model.coef_[0] / spread, 4)
    bias = round(float(model.intercept_[0] - (slopes * middle).sum()), 4)
    return Linear(("True",), (bias,), {name: (float(slope),) for name, slope in zip(names, slopes, strict=True)})


@dataclass(frozen=True, slots=True)
class Growth:
    """How boosted trees are grown."""

    count: int = 120
    rate: float = 0.08
    leaves: int = 8
    least: int = 12
    calm: float = 3.0
    """The L2 penalty on what leaves add."""


def fit_trees(examples: Sequence[tuple[dict[str, float], bool]], growth: Growth | None = None) -> Trees:
    """Return boosted trees for a yes-or-no question about named numbers (one not given is zero)."""
    growth = growth or Growth()
    names = sorted({name for numbers, _ in examples for name in numbers})
    matrix = np.round(np.array([[numbers.get(name, 0.0) for name in names] for numbers, _ in examples]), 3)
    model = HistGradientBoostingClassifier(
        max_iter=growth.count, learning_rate=growth.rate, max_leaf_nodes=growth.leaves, min_samples_leaf=growth.least,
        l2_regularization=growth.calm, early_stopping=False, random_state=0,
    )  # fmt: skip
    _teach(model, matrix, [right for _, right in examples])
    trees = tuple(_nodes(stage[0].nodes) for stage in model._predictors)  # noqa: SLF001 - no public way to read the trees
    return Trees(tuple(names), round(float(model._baseline_prediction.ravel()[0]), 4), trees)  # noqa: SLF001 - the same


def _nodes(nodes: np.ndarray) -> tuple[Node, ...]:
    return tuple(
        (-1, round(float(n["value"]), 4), 0, 0)
        if n["is_leaf"]
        else (int(n["feature_idx"]), round(float(n["num_threshold"]), 4), int(n["left"]), int(n["right"]))
        for n in nodes
    )
