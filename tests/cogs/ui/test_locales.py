"""Every language says everything, with the same places to fill, within Discord's limits."""

import ast
import re
import string
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.domain.filters import FIELDS, parse
from bot.domain.models import DeliveryState, Outcome
from bot.domain.reasons import because
from bot.errors import FeedFault, UserError
from cogs.ui.markup import plain
from cogs.ui.text import Catalogue, catalogue, explain, say, why

ROOT = Path(__file__).parents[3]
LANGUAGES = sorted(catalogue().languages)
ENGLISH, KOREAN = (catalogue().languages[language] for language in ("en", "ko"))
DESCRIPTION, CHOICE, LABEL = 100, 100, 80


def forms(sentence):
    return [sentence] if isinstance(sentence, str) else list(sentence.values())


def places(sentence):
    return {name for form in forms(sentence) for _, name, _, _ in string.Formatter().parse(form) if name}


def test_there_are_english_and_korean():
    assert LANGUAGES == ["en", "ko"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences(language):
    assert set(catalogue().languages[language]) == set(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_same_places_and_is_not_empty(language):
    for key, sentence in catalogue().languages[language].items():
        assert places(sentence) - {"count"} == places(ENGLISH[key]) - {"count"}, key
        assert all(form.strip() for form in forms(sentence)), key


def test_korean_is_korean():
    for key, sentence in KOREAN.items():
        for form in forms(sentence):
            words = re.sub(r"\{[^}]*\}|[^\w]|[\d_]", "", form)
            assert key.startswith("choice.") or not words or re.search(r"[가-힣]", words), form


def test_korean_particles_do_not_hang_on_places():
    for sentence in KOREAN.values():
        for form in forms(sentence):
            assert not re.search(r"\}\**(?:은|는|이|가|을|를|과|와|으로|로)(?=\s|[.,])", form), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_discord_limits_are_short_enough(language):
    for key, sentence in catalogue().languages[language].items():
        limit = {"command": DESCRIPTION, "choice": CHOICE}.get(key.partition(".")[0])
        limit = LABEL if re.search(r"\bbutton$|^post\.why|\.clear\.|setup\.begin", key) else limit
        assert limit is None or all(len(form) <= limit for form in forms(sentence)), key


FAMILIES = {"UserError": "error.", "because": "reason."}
"""What makes a sentence to be said later, and the table that its keys are in."""


@pytest.fixture(scope="module")
def called():
    """Every call in the code, with the name of its file."""
    files = [*ROOT.glob("cogs/**/*.py"), *ROOT.glob("bot/**/*.py")]
    found = ((file.name, node) for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return [(name, node) for name, node in found if isinstance(node, ast.Call)]


def keys_in_code(called):
    """Yield every literal key that the code says or raises; an f-string counts up to its first place."""
    for file, node in called:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        index = {"say": 1, **dict.fromkeys(FAMILIES, 0)}.get(name)
        if index is None or len(node.args) <= index:
            continue
        for key in ast.walk(node.args[index]):
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and re.match(r"\w+\.", key.value):
                yield file, FAMILIES.get(name, "") + key.value


def test_whatever_the_code_says_is_in_the_catalogue(called):
    said = set(keys_in_code(called))
    assert len(said) > 200
    for file, key in said:
        assert key in ENGLISH or (key.endswith(".") and any(known.startswith(key) for known in ENGLISH)), (file, key)


def raised(called):
    """Yield every error and reason with a literal key: its file, its key, and the names of the values it brings."""
    for file, node in called:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=key)], keywords=keywords):
                if name in FAMILIES:
                    yield file, FAMILIES[name] + key, {word.arg for word in keywords}


def test_errors_and_reasons_bring_what_their_sentence_needs(called):
    found = list(raised(called))
    assert len(found) > 60
    for file, key, brought in found:
        assert places(ENGLISH[key]) <= brought, (file, key)


def test_every_reason_of_the_catalogue_is_given_somewhere(called):
    given = {key for _, key in keys_in_code(called)}
    reasons = {key for key in ENGLISH if key.startswith("reason.")}
    assert {key for key in reasons - given if not key.startswith("reason.filter.")} == set()
    parts = {f"found.{field}" for field in FIELDS} | {"missing", "excluded", "absent", "none", "unreadable"}
    assert {key for key in reasons if key.startswith("reason.filter.")} == {f"reason.filter.{part}" for part in parts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_hold_no_markup_and_can_be_cut_anywhere(language):
    for key, sentence in catalogue().languages[language].items():
        assert not key.startswith("reason.") or all(plain(form) == form for form in forms(sentence)), key


def test_reasons_are_told_in_any_language_and_odd_ones_stand_as_they_are():
    article = SimpleNamespace(headline="The trailer", summary="", text="", author=None, categories=(), outlet="")
    stored = parse("zombie OR -trailer").explain(article).reason
    assert why("en", stored) == "no match for: zombie · excluded by NOT: trailer"
    assert why("ko", stored) == "찾는 말이 없음: zombie · 제외하기로 한 말이 있음: trailer"
    lacking = because("channel.permission", permission="send_messages", detail="403 50013: Missing Permissions")
    assert why("en", lacking) == "the permission “Send Messages” is missing"
    assert why("ko", lacking) == "‘메시지 보내기’ 권한이 없음"
    for odd in ("403 50001: Missing Access", "filter.missing", 'no.such {"key": 1}', 'age.days {"days": [7]}'):
        assert why("ko", odd) == plain(odd)
    assert why("ko", because("channel.permission", permission="fly")).startswith("channel.permission {")
    assert why("en", because("filter.missing", terms="<@1> @everyone"), 20) == "no match for: ‹@1›…"
    assert why("en", "") == ""


def test_every_state_and_fault_has_its_words():
    for fault in FeedFault:
        assert {f"fault.{fault}", f"notice.feed.{fault}", f"error.feed.fault.{fault}"} <= set(ENGLISH)
    for state in (*DeliveryState, "none"):
        assert {f"trace.queued.{state}", f"trace.same_story.{state}"} <= set(ENGLISH)
        assert state == "none" or f"delivery.{state}" in ENGLISH
    for outcome in set(Outcome) - {Outcome.QUEUED, Outcome.SAME_STORY}:
        assert f"trace.{outcome}" in ENGLISH


def test_counts_choose_the_form_and_strangers_words_are_made_plain():
    some = Catalogue({"en": {"n": {"one": "{count} cat", "other": "{count} cats"}, "who": "{name}, {n}"}, "ko": {}})
    assert some.say("en", "n", count=1) == "1 cat"
    assert some.say("ko", "n", count=1200) == "1,200 cats"
    assert some.say("ko", "who", name="<@1> @everyone", n=None) == "‹@1› ＠everyone, None"


def test_a_missing_sentence_is_an_error_not_a_blank():
    with pytest.raises(KeyError):
        say("en", "no.such.key")


def test_errors_are_told_in_the_language_of_the_person():
    error = UserError("feed.fault.slow", url="https://a.example/[x]", detail="30 s")
    assert explain("en", error).startswith("The site answered too slowly.")
    assert explain("ko", error).startswith("사이트의 답이")
    assert "a.example/(x)" in explain("en", error)
