"""A second reader of articles: a language model behind an OpenAI-compatible endpoint, off unless it is set up.

It is only ever a second opinion. What it answers is checked word for word (see :mod:`bot.extraction.second`), and
whatever goes wrong with it is one warning in the log and no facts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING

import structlog

from bot.config import EXIT_CONFIGURATION, Settings
from bot.domain.facts import Fact
from bot.errors import StartupError
from bot.extraction.second import vetted
from bot.llm.asking import Caps, Unusable, question, told_in
from bot.log import Redactor

if TYPE_CHECKING:
    from bot.llm.endpoint import Endpoint

_log = structlog.get_logger(__name__)

_LONGEST_REASON = 200
_NOT_INSTALLED = "CALLSHEET_LLM_URL is set, but the library for it is not installed: pip install 'callsheet[llm]'."


class LlmReader:
    """Asks a model what articles say, one at a time. ``clean`` takes the secrets out of what is logged."""

    def __init__(self, endpoint: Endpoint, caps: Caps, clean: Redactor) -> None:
        self._endpoint = endpoint
        self._caps = caps
        self._clean = clean
        self._turn = asyncio.Lock()
        self._failures = 0
        self._rests_until = 0.0

    async def read(self, text: str, headline: str = "", published: date | None = None) -> tuple[Fact, ...]:
        """Return the facts that the model found and that stand up to the text; none if it could not be asked."""
        async with self._turn:
            if asyncio.get_running_loop().time() < self._rests_until:
                return ()
            try:
                told = told_in(await self._endpoint.ask(question(text, headline, published)))
            except Exception as error:  # noqa: BLE001 - a second opinion may fail in any way, but never costs the first
                self._failed(error, headline)
                return ()
            self._failures = 0
        facts = vetted(told, text)
        _log.debug("the second reader answered", headline=headline, told=len(told), kept=len(facts))
        return facts

    def _failed(self, error: Exception, headline: str) -> None:
        """Tell of a failure; an endpoint that goes on failing is left alone for a while."""
        reason = f"{type(error).__name__}: {self._clean.clean(str(error))}"[:_LONGEST_REASON]
        _log.warning("the second reader failed", headline=headline, reason=reason)
        self._failures = 0 if isinstance(error, Unusable) else self._failures + 1
        if self._failures >= self._caps.failures:
            self._failures = 0
            self._rests_until = asyncio.get_running_loop().time() + self._caps.rest
            _log.warning("the second reader rests", seconds=self._caps.rest)


@asynccontextmanager
async def open_llm(settings: Settings, caps: Caps | None = None) -> AsyncIterator[LlmReader | None]:
    """Open the second reader, or give None if the settings name no endpoint; it is closed at the end of the block.

    Raises:
        StartupError: when it is set up, but its library is not installed.
    """
    if not settings.llm_url:
        yield None
        return
    try:
        from bot.llm.endpoint import Endpoint  # noqa: PLC0415 - 25 MB that only those pay who want it
    except ModuleNotFoundError as error:
        raise StartupError(_NOT_INSTALLED, exit_code=EXIT_CONFIGURATION) from error
    caps = caps or Caps()
    endpoint = Endpoint(settings.llm_url, settings.llm_model, settings.llm_key, caps)
    _log.info("a language model reads along", model=settings.llm_model)
    try:
        yield LlmReader(endpoint, caps, Redactor(settings.llm_key))
    finally:
        await endpoint.close()
