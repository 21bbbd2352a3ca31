"""Learning, on a handful of articles: every stage is taught, written and read back; the same teach the same."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("sklearn")

from bot.config import DATA
from bot.extraction.weights import load, write
from bot.training import __main__ as command
from bot.training import curve, oracle, title_scores
from bot.training.diagnose import report, scores
from bot.training.gold import load as golds_of
from bot.training.pipeline import Case, train, unseen
from bot.training.points import operating_points

UNSEEN = Path(__file__).resolve().parents[1] / "extraction" / "unseen"
FEW = ("fresh_h-0[1-6]*", "fresh_i-0[1-6]*", "fresh_a-0[1-4]*", "beatrix-0[1-4]*")


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
def learnt(folder):
    return train(golds_of(folder / "training"), 2)


def test_every_article_is_read_by_models_that_never_saw_its_writer(learnt):
    _, cases = learnt
    assert (
        len({case.gold.writer for case in cases if case.fold == 0} & {c.gold.writer for c in cases if c.fold == 1}) == 0
    )
    assert all(isinstance(case, Case) and case.document.focus for case in cases)
    assert any(case.facts for case in cases)


def test_the_same_articles_give_the_same_weights(folder, learnt, tmp_path):
    again, _ = train(golds_of(folder / "training"), 2)
    write(learnt[0], tmp_path / "one.json")
    write(again, tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
    assert load(tmp_path / "one.json").linear.keys() == learnt[0].linear.keys()


def test_the_scores_are_told(learnt):
    weights, cases = learnt
    points = operating_points(cases)
    told = report("few", cases, points["all"]) + scores("few", unseen(golds_of(UNSEEN)[:2], weights), points["all"])
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


def test_the_title_model_is_scored_by_itself(folder, monkeypatch, capsys):
    monkeypatch.setattr(title_scores, "DATA", folder)
    title_scores.main(["-v", "@fresh", str(UNSEEN)])
    assert "by writer" in capsys.readouterr().out


def test_relations_are_scored_by_themselves(folder, monkeypatch, capsys):
    monkeypatch.setattr(oracle, "DATA", folder)
    oracle.main(["--corpus", str(UNSEEN), "--errors", "cast_member", "director"])
    assert "cast_member" in capsys.readouterr().out
