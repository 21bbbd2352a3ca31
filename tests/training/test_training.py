"""Learning, on a handful of articles: every stage is taught, written and read back; the same teach the same."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("sklearn")

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info, threadpool_limits

from bot.config import DATA
from bot.extraction.weights import load, write
from bot.training import __main__ as command
from bot.training import curve, oracle, title_scores
from bot.training import fit as fitting
from bot.training.diagnose import report, scores
from bot.training.fit import fit, fit_numbers, fit_trees
from bot.training.gold import load as golds_of
from bot.training.pipeline import Case, train, unseen
from bot.training.points import operating_points

UNSEEN = Path(__file__).resolve().parents[1] / "extraction" / "unseen"
FEW = ("hana-0[1-2]*", "odile-0[1-2]*", "fresh_h-0[1-4]*", "yuna-0[1-2]*")


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Let only a few trees grow: how many there are is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        forest = HistGradientBoostingClassifier
        few = {"max_iter": 12, "learning_rate": 0.5}
        patch.setattr(fitting, "HistGradientBoostingClassifier", lambda **more: forest(**more | few))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder like data with a few of the articles."""
    made = tmp_path_factory.mktemp("data")
    (made / "training").mkdir()
    (made / "names").mkdir()
    for pattern in FEW:
        for path in (DATA / "training").glob(f"{pattern}.json"):
            shutil.copy(path, made / "training")
    return made


@pytest.fixture(scope="module")
def others(tmp_path_factory) -> Path:
    """Return a folder with a few articles that nothing is learnt from."""
    made = tmp_path_factory.mktemp("others")
    for path in sorted(UNSEEN.iterdir())[:8]:
        shutil.copy(path, made)
    return made


@pytest.fixture(scope="module")
def learnt(folder):
    return train(golds_of(folder / "training"))


def test_every_article_is_read_by_models_that_never_saw_its_writer(learnt):
    _, cases = learnt
    assert (
        len({case.gold.writer for case in cases if case.fold == 0} & {c.gold.writer for c in cases if c.fold == 1}) == 0
    )
    assert all(isinstance(case, Case) and case.document.focus for case in cases)
    assert any(case.facts for case in cases)


def test_the_same_articles_give_the_same_weights(folder, learnt, tmp_path):
    again, _ = train(golds_of(folder / "training"))
    write(learnt[0], tmp_path / "one.json")
    write(again, tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
    assert load(tmp_path / "one.json").linear.keys() == learnt[0].linear.keys()


def test_the_scores_are_told(learnt, others):
    weights, cases = learnt
    points = operating_points(cases)
    told = report("few", cases, points["all"]) + scores("few", unseen(golds_of(others), weights), points["all"])
    for part in ("cast_member", "matched facts", "focus", "R at P 0.85", "too weak", "confidence 0.90"):
        assert part in told


def run(main, *arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_the_command_writes_weights_points_and_lists(folder, monkeypatch):
    monkeypatch.setattr(command, "DATA", folder)
    monkeypatch.setattr(command, "_WEIGHTS", folder / "weights")
    assert "SUMMARY" in run(command.main, "--writers", "fresh_h")
    assert (folder / "weights" / "weights.json").stat().st_size > 10_000
    assert (folder / "weights" / "points.json").exists()
    assert {path.name for path in (folder / "names").iterdir()} == {"words.txt", "titles.txt", "people.txt"}


def test_the_learning_curve_grows(folder, monkeypatch):
    monkeypatch.setattr(curve, "DATA", folder)
    monkeypatch.setattr(curve, "_STEPS", (1.0,))
    assert "articles by" in run(curve.main)


def test_the_title_model_is_scored_by_itself(folder, others, monkeypatch, capsys):
    monkeypatch.setattr(title_scores, "DATA", folder)
    title_scores.main(["-v", "@fresh", str(others)])
    assert "by writer" in capsys.readouterr().out


def test_relations_are_scored_by_themselves(folder, others, monkeypatch, capsys):
    monkeypatch.setattr(oracle, "DATA", folder)
    oracle.main(["--corpus", str(others), "--errors", "cast_member", "director"])
    assert "cast_member" in capsys.readouterr().out


def test_learning_keeps_to_one_thread(monkeypatch):
    """On a busy machine threads spin while they wait for each other, so that a second's work hardly ever ends."""
    busy = []
    for learner in (LogisticRegression, HistGradientBoostingClassifier):
        monkeypatch.setattr(learner, "fit", watched(learner.fit, busy))
    rows = [({"a": float(n)}, n % 3 == 0) for n in range(30)]
    with threadpool_limits(4):
        fit_trees(rows)
        fit_numbers(rows)
        fit([(["a"] * (n % 2), str(n % 3 == 0)) for n in range(30)])
        assert max(pool["num_threads"] for pool in threadpool_info()) == 4
    assert len(busy) == 3
    assert set().union(*busy) == {1}


def watched(fit, busy):
    """Note how many threads each pool may use whenever a model is fitted."""

    def noting(self, *arguments, **more):
        busy.append({pool["num_threads"] for pool in threadpool_info()})
        return fit(self, *arguments, **more)

    return noting
