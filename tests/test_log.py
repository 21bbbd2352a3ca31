"""Logging: one line an event in both formats, and no secret in any of them."""

import io
import json
import logging

import pytest
import structlog

from bot import log
from bot.config import Settings


@pytest.fixture
def written():
    """What was logged; the process's logging is put back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()


def test_json_lines_hold_the_event_and_its_values(written):
    log.configure(Settings(log_format="json"), written)
    structlog.get_logger("bot.test").info("polled", feed=3, ok=True, spent=0.25, where=None)
    line = json.loads(written.getvalue())
    assert line["event"] == "polled"
    assert (line["feed"], line["ok"], line["spent"], line["where"]) == (3, True, 0.25, None)
    assert (line["level"], line["logger"]) == ("info", "bot.test")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_masked_everywhere(written, form):
    log.configure(Settings(token="to.ken", llm_key="sk-54", log_format=form), written)
    structlog.get_logger().warning(
        "to.ken", url="https://ann:pa55@example.com/f?api_key=k3y&x=1", thing=ValueError("to.ken, sk-54")
    )
    logging.getLogger("some.library").warning("header %s at https://bob:hush@x.example/", "Bot to.ken")
    structlog.get_logger().error("failed", exc_info=RuntimeError("to.ken in a traceback"))
    text = written.getvalue()
    for secret in ("to.ken", "sk-54", "pa55", "k3y", "hush"):
        assert secret not in text
    assert "x=1" in text
    assert "RuntimeError" in text


def test_the_level_is_kept_and_chatty_libraries_are_quieter(written):
    log.configure(Settings(log_level="info"), written)
    structlog.get_logger().debug("not shown")
    logging.getLogger("apscheduler").info("nor this")
    assert written.getvalue() == ""
    log.configure(Settings(log_level="error"), written)
    logging.getLogger("discord").warning("nor this one")
    assert written.getvalue() == ""
