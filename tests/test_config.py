"""Settings: defaults, every wrong value told in one sentence with its variable, secrets out of sight."""

import re
from pathlib import Path

import pytest

from bot import config
from bot.config import Settings, from_environment, load
from bot.errors import StartupError


def test_an_empty_environment_gives_the_defaults():
    assert load({}) == Settings()


def test_every_variable_is_read():
    settings = load(
        {
            "DISCORD_TOKEN": "abc.def",
            "CALLSHEET_DATABASE_URL": "postgresql+psycopg://u:p@db/callsheet",
            "CALLSHEET_POLL_INTERVAL": "60",
            "CALLSHEET_ALLOW_PRIVATE_ADDRESSES": "Yes",
            "CALLSHEET_CONTACT": "https://example.com/contact",
            "CALLSHEET_LOG_LEVEL": "DEBUG",
            "CALLSHEET_LOG_FORMAT": "json",
            "CALLSHEET_METRICS_PORT": "9100",
            "CALLSHEET_SHOWN_CONFIDENCE": "0.8",
            "CALLSHEET_ASKED_CONFIDENCE": "1",
            "CALLSHEET_LLM_URL": "http://127.0.0.1:11434/v1",
            "CALLSHEET_LLM_MODEL": "llama3.1:8b",
            "CALLSHEET_LLM_KEY": "k3y",
        }
    )
    assert settings == Settings(
        token="abc.def",
        database_url="postgresql+psycopg://u:p@db/callsheet",
        poll_interval=60,
        allow_private_addresses=True,
        contact="https://example.com/contact",
        log_level="debug",
        log_format="json",
        metrics_port=9100,
        shown_confidence=0.8,
        asked_confidence=1.0,
        llm_url="http://127.0.0.1:11434/v1",
        llm_model="llama3.1:8b",
        llm_key="k3y",
    )


@pytest.mark.parametrize(
    ("told", "shown"),
    [(None, 0.9), ("{", 0.9), ("{}", 0.9), ('{"shown": 1}', 0.9), ('{"shown": {"": 0.61, "director": 0.5}}', 0.61)],
)
def test_how_sure_a_shown_fact_is_was_measured_with_the_weights(tmp_path, monkeypatch, told, shown):
    monkeypatch.setattr(config, "DATA", tmp_path)
    if told is not None:
        (tmp_path / "weights").mkdir()
        (tmp_path / "weights/points.json").write_text(told)
    assert load({}).shown_confidence == shown


@pytest.mark.parametrize("value", ["false", "0", "no", "Off"])
def test_no_is_understood_in_several_words(value):
    assert load({"CALLSHEET_ALLOW_PRIVATE_ADDRESSES": value}).allow_private_addresses is False


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("DISCORD_TOKEN", "two words", "developer portal"),
        ("CALLSHEET_DATABASE_URL", "mysql://x", "postgresql+psycopg://"),
        ("CALLSHEET_POLL_INTERVAL", "0", "from 1 to 86400"),
        ("CALLSHEET_POLL_INTERVAL", "fifteen", "'fifteen'"),
        ("CALLSHEET_POLL_INTERVAL", "١٢", "whole number"),
        ("CALLSHEET_ALLOW_PRIVATE_ADDRESSES", "maybe", "true or false"),
        ("CALLSHEET_CONTACT", "call me", "web address"),
        ("CALLSHEET_CONTACT", "me@example.com (home)", "brackets"),
        ("CALLSHEET_CONTACT", "https://example.com/\r\nX-Evil:1", "spaces"),
        ("CALLSHEET_LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("CALLSHEET_LOG_FORMAT", "xml", "text, json"),
        ("CALLSHEET_METRICS_PORT", "70000", "1 to 65535"),
        ("CALLSHEET_SHOWN_CONFIDENCE", "0.3", "from 0.5 to 1"),
        ("CALLSHEET_SHOWN_CONFIDENCE", "nan", "'nan'"),
        ("CALLSHEET_ASKED_CONFIDENCE", "sure", "'sure'"),
        ("CALLSHEET_LLM_KEY", "a secret", "without spaces"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_its_variable(name, value, part):
    with pytest.raises(StartupError) as caught:
        load({name: value})
    (sentence,) = caught.value.sentences
    assert sentence.startswith(f"{name} must ")
    assert part in sentence
    assert sentence.endswith(".")
    assert caught.value.exit_code == 78


def test_all_wrong_values_are_told_at_once():
    with pytest.raises(StartupError) as caught:
        load({"CALLSHEET_LOG_LEVEL": "x", "CALLSHEET_METRICS_PORT": "x"})
    assert len(caught.value.sentences) == 2


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("ollama", "such as http://127.0.0.1:11434/v1"),
        ("ftp://example.com", "such as"),
        ("http:///v1", "such as"),
        ("http://[::1/v1", "such as"),
        ("http://example.com:99999/v1", "such as"),
        ("http://example.com/v 1", "such as"),
        ("https://ann:pa55@example.com/v1", "CALLSHEET_LLM_KEY"),
        ("https://example.com/v1?key=pa55", "CALLSHEET_LLM_KEY"),
    ],
)
def test_a_wrong_endpoint_is_told_without_repeating_its_secrets(url, part):
    with pytest.raises(StartupError) as caught:
        load({"CALLSHEET_LLM_URL": url, "CALLSHEET_LLM_MODEL": "m"})
    (sentence,) = caught.value.sentences
    assert sentence.startswith("CALLSHEET_LLM_URL must ")
    assert part in sentence
    assert "pa55" not in sentence


@pytest.mark.parametrize(
    ("name", "value", "missing"),
    [
        ("CALLSHEET_LLM_URL", "http://127.0.0.1:11434/v1", "CALLSHEET_LLM_MODEL"),
        ("CALLSHEET_LLM_MODEL", "llama3.1", "CALLSHEET_LLM_URL"),
    ],
)
def test_an_endpoint_and_its_model_go_together(name, value, missing):
    with pytest.raises(StartupError) as caught:
        load({name: value})
    assert caught.value.sentences == (f"{missing} must be set when {name} is.",)


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "CALLSHEET_LLM_KEY"])
def test_secrets_are_in_no_repr(name):
    assert "s3cret" not in repr(load({name: "s3cret"}))


def test_the_user_agent_names_the_contact():
    assert Settings(contact="https://example.com").user_agent.endswith("(+https://example.com)")
    assert "(" not in Settings().user_agent


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("CALLSHEET_POLL_INTERVAL=60\nCALLSHEET_LOG_LEVEL=debug\n")
    for name in documented():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CALLSHEET_POLL_INTERVAL", "30")
    settings = from_environment(tmp_path)
    assert (settings.poll_interval, settings.log_level) == (30, "debug")


def test_an_unreadable_file_is_told_kindly(tmp_path):
    (tmp_path / ".env").write_bytes(b"CALLSHEET_CONTACT=\xff\xfe")
    with pytest.raises(StartupError, match=r"\.env cannot be read"):
        from_environment(tmp_path)


def documented() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", Path(".env.example").read_text(), re.MULTILINE))


def test_the_example_file_names_every_variable_and_holds_the_defaults():
    example = dict(
        line.split("=", 1) for line in Path(".env.example").read_text().splitlines() if re.match("[A-Z]", line)
    )
    assert load(example) == Settings()
    assert set(example) == set(re.findall(r'take\("(\w+)"', Path(config.__file__).read_text()))
