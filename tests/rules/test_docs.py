"""The README says what the code does: every setting, every command, every picture."""

import re
from pathlib import Path

import click
from discord import app_commands

from bot.__main__ import cli
from bot.app import EXTENSIONS, Callsheet

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def leaves(command, path=()):
    if isinstance(command, click.Group):
        return [leaf for name, child in command.commands.items() for leaf in leaves(child, (*path, name))]
    return [" ".join(path)]


def test_every_setting_is_in_the_table():
    for name in re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE):
        assert f"`{name}`" in README


def test_every_command_of_the_command_line_is_told():
    for name in leaves(cli):
        assert f"callsheet {name}" in README


async def test_every_slash_command_is_told_and_no_other():
    bot = Callsheet(services=None)  # only those who speak for them look at them, and these have no commands
    for extension in set(EXTENSIONS) - {"cogs.publisher", "cogs.quizmaster"}:
        await bot.load_extension(extension)
    commands = {c.qualified_name for c in bot.tree.walk_commands() if isinstance(c, app_commands.Command)}
    told = set(re.findall(r"`/([a-z]+(?: [a-z]+)?)[^`]*`", README.split("### Commands")[1].split("### Filters")[0]))
    names = {next((c for c in commands if t == c or t.split()[0] == c), t) for t in told}
    assert names - {"feed", "follow"} == commands


def test_every_picture_is_there_and_small():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).stat().st_size < 250_000
