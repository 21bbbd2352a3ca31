"""Rules about the whole code: sizes, names, where time and chance are read, what importing does."""

import ast
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a module's syntax, the module itself first."""
    return tuple(ast.walk(ast.parse(path.read_text())))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in nodes(path) if isinstance(node, FUNCTION)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


@cache
def calls(path: Path) -> frozenset[str]:
    return frozenset(ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call))


def strings(path: Path) -> list[str]:
    return [node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_modules_are_found():
    assert len(MODULES) > 150


def test_modules_are_small():
    sizes = {path: len(path.read_text().splitlines()) for path in MODULES}
    assert {named(p): n for p, n in sizes.items() if n > (250 if p.parent.name == "cogs" else 400)} == {}


def test_functions_are_small():
    assert [(named(p), f.name, body_lines(f)) for p in MODULES for f in functions(p) if body_lines(f) > 40] == []


def test_the_median_function_is_very_small():
    assert statistics.median(body_lines(f) for path in MODULES for f in functions(path)) <= 8


def test_names_say_something():
    assert [named(path) for path in MODULES if BANNED_NAMES & {path.stem, path.parent.name}] == []


def test_a_module_says_what_it_is_for():
    assert [named(path) for path in MODULES if not ast.get_docstring(nodes(path)[0])] == []


def test_the_wall_clock_is_read_in_one_place():
    wall = {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "discord.utils.utcnow",
    }
    read = {
        named(path): wall & {call.removeprefix("datetime.") if call.count(".") > 1 else call for call in calls(path)}
        for path in MODULES
    }
    assert {name for name, found in read.items() if found} == {"bot/clock.py"}


def test_chance_is_passed_in():
    drawn = {(named(path), call) for path in MODULES for call in calls(path) if call.startswith("random.")}
    assert {(name, call) for name, call in drawn if call not in {"random.Random", "random.SystemRandom"}} == set()


def test_sql_is_written_in_the_store_alone():
    verbs = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ", "CREATE ")
    others = [path for path in MODULES if not path.is_relative_to(ROOT / "bot/store")]
    assert [(named(path), text) for path in others for text in strings(path) if text.startswith(verbs)] == []


def test_no_one_prints_but_the_command_line():
    printing = {path for path in MODULES if "print" in calls(path) and not path.is_relative_to(ROOT / "bot/demo")}
    assert {named(path) for path in printing} <= {"bot/__main__.py", "bot/feeds/worker.py"}


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
