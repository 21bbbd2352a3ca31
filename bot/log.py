"""Structured logging: one event a line, as text or JSON, with secrets taken out at the last moment."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import TextIO

import structlog

from bot.config import Settings

_CREDENTIALS = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)[^\s/@]+@")
_KEYS = re.compile(
    r"(?P<name>[?&][\w-]*(?:key|token|secret|auth|password|signature|sig)[\w-]*=)[^&\s\"']+", re.IGNORECASE
)
_MASK = "•••"


class Redactor:
    """Takes the token, URL credentials and key-like URL parameters out of every logged text.

    ``secrets`` are masked wherever they stand, even inside another library's message or a traceback.
    """

    def __init__(self, *secrets: str) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        return _KEYS.sub(rf"\g<name>{_MASK}", _CREDENTIALS.sub(rf"\g<scheme>{_MASK}@", text))

    def __call__(
        self, _logger: object, _method: str, event: MutableMapping[str, object]
    ) -> MutableMapping[str, object]:
        """Clean every value of a structlog event."""
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = self.clean(value)
            elif not isinstance(value, int | float | bool | None):
                event[key] = self.clean(str(value))
        return event


def configure(settings: Settings, stream: TextIO = sys.stderr) -> None:
    """Send all logging of the process, libraries included, through one redacting formatter to ``stream``."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                Redactor(settings.token, settings.llm_key),
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("discord", "aiosqlite", "alembic", "asyncio", "openai", "httpx2", "httpcore2"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))
    # A tick that comes while the one before is at work is left out on purpose; that is no warning.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
