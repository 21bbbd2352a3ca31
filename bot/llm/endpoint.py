"""An OpenAI-compatible endpoint, asked through OpenAI's own library; imported only when the second reader is on."""

from __future__ import annotations

import asyncio

import httpx2
from openai import AsyncOpenAI, BadRequestError, Omit, OpenAIError, omit

from bot.llm.asking import RULES, SCHEMA, Caps

_NO_KEY = "none"
"""What stands for a key where none is set: the library insists on one, a model at home does not."""


class Endpoint:
    """A model behind an address. ``key`` may be empty."""

    def __init__(self, url: str, model: str, key: str, caps: Caps) -> None:
        self._model = model
        self._temperature: float | Omit = 0.0
        self._client = AsyncOpenAI(
            base_url=url,
            api_key=key or _NO_KEY,
            max_retries=caps.retries,
            # The address is what the operator set, and nothing else: no proxy or password from the environment.
            http_client=httpx2.AsyncClient(transport=_Capped(caps), follow_redirects=False, trust_env=False),
        )

    async def ask(self, question: str) -> bytes:
        """Return the whole answer, as it came.

        Raises:
            OpenAIError: when the endpoint cannot be reached, takes too long, refuses, or answers at too great length.
        """
        try:
            return await self._ask(question)
        except BadRequestError as error:
            if isinstance(self._temperature, Omit) or "temperature" not in str(error):
                raise
            self._temperature = omit  # models that think first have none to choose
            return await self._ask(question)

    async def _ask(self, question: str) -> bytes:
        answer = await self._client.chat.completions.with_raw_response.create(
            model=self._model,
            messages=[{"role": "system", "content": RULES}, {"role": "user", "content": question}],
            response_format={"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": SCHEMA}},
            temperature=self._temperature,
        )
        return answer.content

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()


class _Capped(httpx2.AsyncHTTPTransport):
    """Takes answers whole, or not at all: the library itself has no bound on their size, nor on their whole time."""

    def __init__(self, caps: Caps) -> None:
        super().__init__()
        self._caps = caps

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and read the answer within the caps."""
        request.headers["Accept-Encoding"] = "identity"
        try:
            async with asyncio.timeout(self._caps.seconds):
                response = await super().handle_async_request(request)
                try:
                    body = await self._body(response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise httpx2.ReadTimeout(f"no answer within {self._caps.seconds:g} s", request=request) from error
        headers = {name: value for name, value in response.headers.items() if name not in _OF_THE_WAY}
        return httpx2.Response(response.status_code, headers=headers, content=body, request=request)

    async def _body(self, response: httpx2.Response) -> bytes:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise OpenAIError("a compressed answer, which was not asked for")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        body = bytearray()
        async for chunk in response.stream:
            body += chunk
            if len(body) > self._caps.size:
                raise OpenAIError(f"an answer of more than {self._caps.size:,} bytes")
        return bytes(body)


_OF_THE_WAY = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
"""Headers that speak of how a body was sent, not of the body."""
