"""Rules about the whole code: sizes, names, where time and chance are read, what importing does."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(params=MODULES, ids=named)
def module(request) -> Path:
    return request.param


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, FUNCTION))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_a_module_is_small(module):
    most = 250 if module.parent.name == "cogs" else 400
    assert len(module.read_text().splitlines()) <= most


def test_a_function_is_small(module):
    assert [(f.name, body_lines(f)) for f in functions(module) if body_lines(f) > 40] == []


def test_the_median_function_is_very_small():
    assert statistics.median(body_lines(f) for path in MODULES for f in functions(path)) <= 8


def test_names_say_something(module):
    assert module.stem not in BANNED_NAMES
    assert module.parent.name not in BANNED_NAMES


def test_a_module_says_what_it_is_for(module):
    assert ast.get_docstring(ast.parse(module.read_text()))


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_the_wall_clock_is_read_in_one_place(module):
    if named(module) == "bot/clock.py":
        return
    wall = {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "discord.utils.utcnow",
    }
    assert wall & {call.removeprefix("datetime.") if call.count(".") > 1 else call for call in calls(module)} == set()


def test_chance_is_passed_in(module):
    random_calls = {call for call in calls(module) if call.startswith("random.") and call != "random.Random"}
    assert random_calls <= {"random.SystemRandom"}


def test_sql_is_written_in_the_store_alone(module):
    if module.is_relative_to(ROOT / "bot/store"):
        return
    texts = [
        node.value
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [t for t in texts if t.startswith(("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ", "CREATE "))] == []


def test_no_one_prints_but_the_command_line(module):
    if named(module) in {"bot/__main__.py", "bot/feeds/worker.py"} or module.is_relative_to(ROOT / "bot/demo"):
        return
    assert "print" not in set(calls(module))


HEAVY = {"feedparser", "trafilatura", "lxml", "selectolax", "simcord", "alembic", "psycopg", "openai", "httpx2"}

START = """
import sys
import bot.app, bot.jobs, cogs.feeds, cogs.news, cogs.publisher, cogs.settings
print(*sorted(sys.modules))
"""

IMPORT_ALL = """
import asyncio, importlib, ssl, sys, threading
import discord, sqlalchemy.ext.asyncio, apscheduler.schedulers.asyncio, click, structlog, lark
ACTS = {"socket.__new__", "socket.connect", "subprocess.Popen", "sqlite3.connect"}
acts = []
def hook(event, args):
    if event in ACTS or (event == "open" and set(str(args[1] or "")) & set("wax+")):
        acts.append((event, str(args)[:80]))
sys.dont_write_bytecode = True
sys.addaudithook(hook)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(acts, threading.active_count())
"""


def run_python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()


def test_starting_the_bot_loads_nothing_that_it_does_not_need():
    assert HEAVY & set(run_python(START).split()) == set()


def test_importing_a_module_does_nothing():
    """No thread, socket, process, database or written file comes of an import."""
    names = [named(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in MODULES]
    assert run_python(IMPORT_ALL, *names) == "[] 1"
