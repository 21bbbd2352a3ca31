"""The whole way: an article of our own wording about the founding story, hostile texts, size and speed."""

import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.__main__ import cli
from bot.domain.facts import Extraction
from bot.extraction import normalise
from bot.extraction.engine import extract

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = date(2025, 2, 8)
HEADLINE = "'All of Us Are Dead' season 2 heads into production with its survivors"
TEXT = (
    "Netflix confirmed on Thursday that 'All of Us Are Dead' season 2 is in production. Yoon Chan-young, Park Ji-hoo and "  # noqa: E501
    "Jo Yi-hyun will return to their roles, while No Yoon-seo joins the cast of the series.\n\n"
    "The first season of 'All of Us Are Dead' was directed by Lee Jae-kyoo and Kim Nam-su and written by Chun Sung-il. "
    "It premiered on Netflix on January 28, 2022.\n\n"
    "'All of Us Are Dead' season 2 will premiere on Netflix in 2025."
)
PREDICATES = {
    "publication_date", "original_broadcaster", "director", "screenwriter", "cast_member", "number_of_episodes", "genre",  # noqa: E501
    "based_on", "production_company", "filming_location", "award_received", "production_status",
}  # fmt: skip


def whole(text: str, extraction: Extraction) -> None:
    for fact in extraction.facts:
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.evidence
        assert fact.predicate in PREDICATES
        assert 0 <= fact.confidence <= 1
        assert fact.certainty in {"confirmed", "reported", "rumored"}


@pytest.fixture(scope="module")
def founding() -> Extraction:
    return extract(TEXT, HEADLINE, PUBLISHED, at="all")


def test_the_main_title_and_season_are_known(founding):
    assert (founding.main_title, founding.main_season) == ("All of Us Are Dead", 2)


@pytest.mark.parametrize("name", ["Yoon Chan-young", "Park Ji-hoo", "Jo Yi-hyun", "No Yoon-seo"])
def test_the_cast_of_the_second_season_is_read(founding, name):
    found = {(f.subject, f.season) for f in founding.facts if f.predicate == "cast_member" and f.object == name}
    assert ("All of Us Are Dead", 2) in found


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("director", "Lee Jae-kyoo"),
        ("director", "Kim Nam-su"),
        ("screenwriter", "Chun Sung-il"),
        ("publication_date", "2022-01-28"),
        ("publication_date", "2025"),
        ("original_broadcaster", "Netflix"),
    ],
)
def test_what_the_article_says_is_read(founding, predicate, value):
    assert (predicate, value) in {(fact.predicate, fact.object) for fact in founding.facts}


def test_each_fact_comes_with_its_sentence_and_its_reasons(founding):
    whole(TEXT, founding)
    assert all(fact.cues for fact in founding.facts)


def test_the_surest_come_first_and_the_points_are_nested(founding):
    assert all(one.confidence >= other.confidence for one, other in pairwise(founding.facts))
    sizes = [len(extract(TEXT, HEADLINE, PUBLISHED, at=at).facts) for at in ("asked", "shown", "all")]
    assert sizes == sorted(sizes)


def test_the_same_text_gives_the_same_facts(founding):
    assert extract(TEXT, HEADLINE, PUBLISHED, at="all") == founding


def test_a_text_about_nothing_has_no_facts():
    assert extract("It rained all day, and nobody minded.", "Weather", PUBLISHED).facts == ()


def test_without_a_day_no_date_is_invented():
    found = extract("'Signal' returns on Friday, and in May 'Signal' ends.", "Signal", None, at="all")
    assert not [fact for fact in found.facts if fact.predicate == "publication_date"]


HOSTILE = st.lists(
    st.sampled_from(
        ["'", '"', "“", "(", ")", "\n", ". ", " ", "season 2", "Park Ji-hoo", "'Signal'", "S99", "31 February 2024", "Netflix", "%",  # noqa: E501
         "시즌", "무빙", "\ud83d\ude00", "é", "best actor", "renewed", "Oscar", "based on", "\x00", "1999", "A", "the", "-", "…"]  # noqa: E501
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text=HOSTILE | st.text(max_size=300), headline=st.text(max_size=60) | HOSTILE)
def test_nothing_raises_and_evidence_is_literal(text, headline):
    whole(text, extract(text, headline, PUBLISHED, at="all"))


@pytest.mark.parametrize(
    ("part", "times"),
    [("'", 3000), ("A ", 2000), ("(", 3000), ("Kim ", 2000), ("A.\n", 1500), ("x", 60_000), ("best ", 5000)],
)
def test_a_hostile_text_takes_as_much_time_as_it_is_long(part, times):
    def seconds(text):
        started = process_time()
        extract(text, "A", PUBLISHED)
        return process_time() - started

    extract("A.", "A", PUBLISHED)  # loads the weights
    assert seconds(part * times) < 10 * max(seconds(part * (times // 4)), 0.01)  # four times; sixteen, were it squared


def test_a_megabyte_is_cut_with_a_note(monkeypatch):
    monkeypatch.setattr(normalise, "LONGEST", 6000)
    text = (TEXT + "\n\n") * 2500
    assert len(text) > 1_000_000
    found = extract(text, HEADLINE, PUBLISHED)
    assert found.notes == (normalise.CUT,)
    assert 0 < max(fact.end for fact in found.facts) <= 6000
    whole(text, found)


def test_the_cut_is_where_the_note_says():
    plain, notes = normalise.normalise("a" * 1_000_000)
    assert (f"{len(plain):,}" in normalise.CUT, notes) == (True, (normalise.CUT,))
    assert normalise.normalise("a" * len(plain))[1] == ()


def test_reading_imports_nothing_heavy():
    code = (
        "import sys; from bot.extraction.engine import extract; extract('A.', 'A');"
        "print([m for m in ('asyncio', 'aiohttp', 'sqlalchemy', 'discord', 'sklearn', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def run(*arguments: str, text: str | None = None):
    return CliRunner().invoke(cli, ["extract", *arguments], input=text)


def test_the_command_line_reads_an_article(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"title": HEADLINE, "published": "2025-02-08", "text": TEXT, "url": "https://example.org/a"})
    )
    done = run(str(path), "--at", "all", "--explain")
    data = json.loads(done.output)
    assert set(data["facts"][0]) == {
        "subject", "season", "predicate", "object", "qualifiers", "certainty", "confidence", "evidence", "start", "end", "cues",  # noqa: E501
    }  # fmt: skip
    assert data["main"] == {"title": "All of Us Are Dead", "season": 2}
    assert isinstance(data["aliases"], list)


def test_the_command_line_reads_plain_text_from_standard_input():
    done = run("-", "--at", "all", "--published", "2025-02-08", "--headline", HEADLINE, text=TEXT)
    assert any(fact["object"] == "No Yoon-seo" for fact in json.loads(done.output)["facts"])


def test_the_command_line_reads_a_folder(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"title": HEADLINE, "published": "2025-02-08", "text": TEXT}))
    assert run(str(tmp_path), "--out", str(tmp_path / "out")).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]


def test_a_folder_needs_a_place_to_write(tmp_path):
    assert run(str(tmp_path)).exit_code == 2


def test_json_without_a_text_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("[]")
    assert run(str(tmp_path / "a.json")).exit_code == 1
