"""The second reader against an endpoint on this machine, which also misbehaves in every way that can be thought of."""

import asyncio
import gzip
import io
import json
import logging
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import date

import pytest
import structlog
from aiohttp import web

from bot import log
from bot.config import EXIT_CONFIGURATION, Settings
from bot.domain.facts import Certainty, Predicate
from bot.errors import StartupError
from bot.extraction.second import CONFIDENCE
from bot.llm import open_llm
from bot.llm.asking import LONGEST_TEXT, Caps
from tests.feedserver import MIB, FeedServer

KEY = "sk-very-secret-54"
PATH = "/v1/chat/completions"
TEXT = "Netflix has renewed 'Squid Game' for a second season. Lee Jung-jae is back as Gi-hun."
TOLD = {
    "subject": "Squid Game",
    "season": 2,
    "predicate": "cast_member",
    "object": "Lee Jung-jae",
    "qualifiers": {"character": "Gi-hun", "role": "", "change": "returning"},
    "certainty": "confirmed",
    "negated": False,
    "evidence": "Lee Jung-jae is back as Gi-hun.",
}
QUICK = {"retry-after-ms": "1"}
"""Has a client that asks again do so at once."""


def completion(content) -> bytes:
    return json.dumps({"id": "1", "choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def saying(*facts) -> bytes:
    return completion(json.dumps({"facts": facts}))


@pytest.fixture
async def server():
    async with FeedServer.running() as site:
        yield site


@pytest.fixture
def logged():
    """What was logged, at the level of all details; the process's logging is put back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(Settings(log_level="debug", log_format="json"), stream)  # which does not know the key
    for library in ("openai", "httpx2", "httpcore2"):
        logging.getLogger(library).setLevel(logging.DEBUG)
    yield stream
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()


def warnings(logged) -> list[dict]:
    return [line for line in map(json.loads, logged.getvalue().splitlines()) if line["level"] == "warning"]


@asynccontextmanager
async def reading(server, *, key=KEY, **caps):
    settings = Settings(llm_url=server.url("/v1"), llm_model="small:1b", llm_key=key)
    async with open_llm(settings, Caps(**{"seconds": 5.0, **caps})) as reader:
        yield reader


async def asked(server, text=TEXT, **options) -> tuple:
    async with reading(server, **options) as reader:
        return await reader.read(text, "A headline", date(2024, 2, 7))


def told_to(server, *, status=200, body=b"", headers=None, once=False) -> None:
    server.answer(
        PATH, status=status, headers={"Content-Type": "application/json"} | (headers or {}), body=body, once=once
    )


# ------------------------------------------------------------------ as it should be


async def test_it_is_off_unless_an_endpoint_is_set():
    async with open_llm(Settings()) as reader:
        assert reader is None


async def test_what_it_tells_becomes_facts(server, logged):
    told_to(server, body=saying(TOLD, {**TOLD, "object": "Lee Byung-hun"}))
    (fact,) = await asked(server)
    assert (fact.subject, fact.season, fact.predicate, fact.object) == (
        "Squid Game",
        2,
        Predicate.CAST_MEMBER,
        "Lee Jung-jae",
    )
    assert fact.qualifiers == {"character": "Gi-hun", "change": "returning"}
    assert (fact.certainty, fact.confidence) == (Certainty.CONFIRMED, CONFIDENCE)
    assert TEXT[fact.start : fact.end] == fact.evidence == TOLD["evidence"]
    assert warnings(logged) == []


async def test_the_question_holds_the_article_the_vocabulary_and_the_schema(server):
    bodies = []

    async def note(request):
        bodies.append(await request.json())
        return web.json_response(json.loads(saying()))

    server.handle(PATH, note)
    await asked(server, text="x" * (LONGEST_TEXT + 1))
    (body,) = bodies
    rules, article = (message["content"] for message in body["messages"])
    assert body["model"] == "small:1b"
    assert article == f"Published: 2024-02-07\nHeadline: A headline\n\n{'x' * LONGEST_TEXT}"
    schema = body["response_format"]["json_schema"]
    (fact,) = (schema["schema"]["properties"]["facts"]["items"],)
    assert schema["strict"]
    assert set(fact["required"]) == set(fact["properties"])
    assert all(predicate in rules for predicate in fact["properties"]["predicate"]["enum"])


@pytest.mark.parametrize(("key", "sent"), [(KEY, f"Bearer {KEY}"), ("", "Bearer none")])
async def test_the_key_is_the_one_that_was_set_and_no_other(server, monkeypatch, key, sent):
    monkeypatch.setenv("OPENAI_API_KEY", "not-for-here")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    told_to(server, body=saying(TOLD))
    assert len(await asked(server, key=key)) == 1
    assert server.requests[0].headers["Authorization"] == sent


async def test_one_question_at_a_time(server):
    async def slow(_):
        await asyncio.sleep(0)
        return web.Response(body=saying(TOLD), content_type="application/json")

    server.handle(PATH, slow)
    async with reading(server) as reader:
        answers = await asyncio.gather(*(reader.read(TEXT) for _ in range(5)))
    assert [len(facts) for facts in answers] == [1] * 5
    assert server.peak == 1


async def test_a_passing_fault_is_tried_once_more(server, logged):
    told_to(server, status=503, headers=QUICK, once=True)
    told_to(server, body=saying(TOLD))
    assert len(await asked(server)) == 1
    assert warnings(logged) == []


async def test_a_model_that_knows_one_temperature_is_asked_without(server):
    refusal = {"error": {"message": "Unsupported value: 'temperature' does not support 0", "param": "temperature"}}
    told_to(server, status=400, body=json.dumps(refusal).encode(), once=True)
    told_to(server, body=saying(TOLD))
    async with reading(server) as reader:
        assert [len(await reader.read(TEXT)) for _ in range(2)] == [1, 1]
    assert len(server.requests) == 3


async def test_it_goes_on_after_a_fault(server):
    told_to(server, body=b"nonsense", once=True)
    told_to(server, body=saying(TOLD))
    async with reading(server) as reader:
        assert [len(await reader.read(TEXT)) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize("wrapped", ["```json\n{}\n```", "Here you are:\n{}\n", "\n{}"])
async def test_json_that_is_wrapped_is_found(server, wrapped):
    told_to(server, body=completion(wrapped.replace("{}", json.dumps({"facts": [TOLD]}))))
    assert len(await asked(server)) == 1


@pytest.mark.parametrize(
    "fact",
    [
        None,
        [],
        "Lee Jung-jae",
        {},
        {**TOLD, "subject": None},
        {**TOLD, "object": 7},
        {**TOLD, "season": "two"},
        {**TOLD, "season": True},
        {**TOLD, "season": 1.5},
        {**TOLD, "qualifiers": [1]},
        {**TOLD, "negated": "no"},
        {**TOLD, "evidence": ["Lee Jung-jae is back as Gi-hun."]},
        {name: value for name, value in TOLD.items() if name != "certainty"},
    ],
    ids=str,
)
async def test_a_fact_of_another_shape_costs_only_itself(server, fact):
    told_to(server, body=saying(fact, TOLD))
    (kept,) = await asked(server)
    assert kept.object == "Lee Jung-jae"


async def test_what_may_be_missing_may_be_missing(server):
    told_to(server, body=saying({name: TOLD[name] for name in TOLD if name not in {"season", "qualifiers", "negated"}}))
    (fact,) = await asked(server)
    assert (fact.season, fact.qualifiers, fact.negated) == (None, {}, False)


# ------------------------------------------------------------------ as it may be


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no JSON"),
        (b"<html>Bad gateway</html>", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"[]", "choices"),
        (b"null", "choices"),
        (b'{"choices": []}', "choices.0"),
        (b'{"choices": [{"message": "hello"}]}', "content"),
        (b'data: {"choices": [{"delta": {"content": "{"}}]}\n\ndata: [DONE]\n\n', "no JSON"),
        (completion(None), "said nothing"),
        (completion(" "), "said nothing"),
        (completion({"facts": []}), "said nothing"),
        (completion("I cannot help with that."), "no JSON"),
        (completion('{"facts": [{"subject": "Squid'), "no JSON"),
        (completion("{" + "[" * 100_000 + "}"), "no JSON"),
        (completion('{"facts": ' + "9" * 5_000 + "}"), "no JSON"),
        (completion("{}"), "facts"),
        (completion("[]"), "no JSON"),
        (completion('{"facts": {"1": 2}}'), "no list"),
        (completion('{"facts": "none"}'), "no list"),
        (completion('{"facts": null}'), "no list"),
    ],
    ids=lambda value: repr(value)[:60],
)
async def test_an_answer_that_is_no_answer_is_a_warning_and_no_facts(server, logged, body, reason):
    told_to(server, body=body)
    assert await asked(server) == ()
    (warning,) = warnings(logged)
    assert reason in warning["reason"]
    assert len(warning["reason"]) <= 200


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream", "text/html", "application/octet-stream"])
async def test_an_answer_is_judged_by_its_body_alone(server, kind):
    told_to(server, body=saying(TOLD), headers={"Content-Type": kind})
    assert len(await asked(server)) == 1


@pytest.mark.parametrize(
    ("status", "tries"), [(302, 1), (400, 1), (401, 1), (403, 1), (404, 1), (422, 1), (429, 2), (500, 2), (529, 2)]
)
async def test_a_refusal_is_a_warning_and_no_facts(server, logged, status, tries):
    told_to(server, status=status, headers=QUICK | {"Location": "/elsewhere"}, body=b'{"error": {"message": "no"}}')
    assert await asked(server) == ()
    (warning,) = warnings(logged)
    assert str(status) in warning["reason"]
    assert len(server.of(PATH)) == len(server.requests) == tries


async def test_a_refusal_over_the_temperature_that_goes_on_is_one_more_refusal(server, logged):
    told_to(server, status=400, body=b'{"error": {"message": "temperature"}}')
    assert await asked(server) == ()
    assert len(server.requests) == 2
    assert len(warnings(logged)) == 1


async def test_an_endpoint_that_asks_for_hours_is_not_waited_for(server):
    told_to(server, status=429, headers={"Retry-After": "3600"})
    assert await asked(server) == ()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("misbehave", "seconds", "reason"),
    [
        (lambda server: server.hang(PATH), 0.5, "Timeout"),
        (lambda server: server.stall(PATH, b'{"choices": ['), 0.5, "Timeout"),
        (lambda server: server.trickle(PATH), 0.5, "Timeout"),
        (lambda server: server.cut(PATH, b'{"choices": [', promised=500), 60, "Connection"),
        (lambda server: server.drop(PATH), 60, "Connection"),
    ],
    ids=["hang", "stall", "trickle", "cut", "drop"],
)
async def test_an_endpoint_that_breaks_off_is_asked_twice_and_no_longer(server, logged, misbehave, seconds, reason):
    misbehave(server)
    assert await asked(server, seconds=seconds) == ()
    (warning,) = warnings(logged)
    assert reason in warning["reason"]
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [200, 400, 500])
async def test_a_huge_answer_is_not_taken(server, logged, status):
    async def pour(request):
        response = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for _ in range(64):
            await response.write(b" " * MIB)
        return response

    server.handle(PATH, pour)
    assert await asked(server, retries=0) == ()
    assert "more than 1,048,576 bytes" in warnings(logged)[0]["reason"]


async def test_a_packed_answer_is_not_unpacked(server, logged):
    told_to(server, body=gzip.compress(saying(TOLD)), headers={"Content-Encoding": "gzip"})
    assert await asked(server) == ()
    assert "compressed" in warnings(logged)[0]["reason"]
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


async def test_an_endpoint_that_is_not_there_is_a_warning_and_no_facts(server, logged):
    await server.close()
    assert await asked(server) == ()
    assert "Connection" in warnings(logged)[0]["reason"]


async def test_the_key_is_in_no_log_even_if_the_endpoint_repeats_it(server, logged):
    told_to(server, status=401, body=json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}}).encode())
    assert await asked(server) == ()
    assert "Incorrect API key: •••" in warnings(logged)[0]["reason"]
    assert KEY not in logged.getvalue()


async def test_to_be_told_to_stop_is_no_fault_of_the_endpoint(server, logged):
    server.hang(PATH)
    async with reading(server) as reader:
        task = asyncio.create_task(reader.read(TEXT))
        await server.reached(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        told_to(server, body=saying(TOLD))
        assert len(await reader.read(TEXT)) == 1
    assert warnings(logged) == []


@pytest.mark.parametrize(("rest", "asked_in_all"), [(600, 2), (0, 4)])
async def test_an_endpoint_that_goes_on_failing_is_left_alone_for_a_while(server, logged, rest, asked_in_all):
    told_to(server, status=401)
    async with reading(server, failures=2, rest=rest) as reader:
        assert [await reader.read(TEXT) for _ in range(4)] == [()] * 4
    assert len(server.requests) == asked_in_all
    assert [line["event"] for line in warnings(logged)].count("the second reader rests") == asked_in_all // 2


async def test_failures_in_a_row_are_what_counts(server):
    for status in (401, 200, 401, 200):
        told_to(server, status=status, body=saying(TOLD), once=True)
    async with reading(server, failures=2) as reader:
        assert [len(await reader.read(TEXT)) for _ in range(4)] == [0, 1, 0, 1]


async def test_a_model_that_talks_nonsense_is_still_asked(server):
    told_to(server, body=completion("I am sorry"))
    async with reading(server, failures=2) as reader:
        assert [await reader.read(TEXT) for _ in range(4)] == [()] * 4
    assert len(server.requests) == 4


# ------------------------------------------------------------------ the library


async def test_without_its_library_the_start_is_refused_kindly(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    monkeypatch.delitem(sys.modules, "bot.llm.endpoint", raising=False)
    with pytest.raises(StartupError, match=r"pip install 'callsheet\[llm\]'") as caught:
        async with open_llm(Settings(llm_url="http://127.0.0.1:1", llm_model="m")):
            pass
    assert caught.value.exit_code == EXIT_CONFIGURATION


def test_the_library_is_loaded_only_when_the_reader_is_on():
    code = "import sys, bot.llm; print(*sorted({'openai', 'httpx2', 'pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
