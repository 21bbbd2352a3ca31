"""The commands as Discord is told of them: words in both languages, limits, and who may use them where."""

import discord
import pytest

SERVER_ONLY = {"feed", "follow", "setup", "settings", "reports"}
TOGETHER = {"trivia"}
"""For everybody, where there are others."""
ANYWHERE = {"news", "why", "about", "title", "cast", "person", "upcoming", "remind", "privacy"}
SUBCOMMAND = 1


@pytest.fixture
async def commands(stage):
    tree = stage.bot.tree
    return [await command.get_translated_payload(tree, tree.translator) for command in tree.get_commands()]


def described(commands):
    """Yield every command, subcommand and option, with its path."""
    for command in commands:
        yield command["name"], command
        for option in command.get("options", []):
            yield from ((f"{command['name']} {path}", one) for path, one in described([option]))


def test_there_is_nothing_else(commands):
    assert {command["name"] for command in commands} == SERVER_ONLY | TOGETHER | ANYWHERE


def test_every_command_and_option_is_described_in_english_and_korean(commands):
    for path, one in described(commands):
        english, korean = one["description"], one["description_localizations"]["ko"]
        assert 1 <= len(english) <= 100, path
        assert 1 <= len(korean) <= 100, path
        assert english not in {"…", korean}, path
        assert set(one["description_localizations"]) == {"ko"}


def test_names_are_the_same_in_all_languages_and_fit(commands):
    for path, one in described(commands):
        assert 1 <= len(one["name"]) <= 32, path
        assert one["name"] == one["name"].lower()
        assert not one.get("name_localizations"), path


def test_choices_are_named_in_both_languages(commands):
    named = [choice for _, one in described(commands) for choice in one.get("choices", [])]
    assert len(named) >= 9
    for choice in named:
        assert choice["name"] != choice["value"]
        assert choice["name_localizations"]["ko"] != choice["value"]
        assert len(choice["name"]) <= 100


def test_a_command_fits_discords_budget(commands):
    for command in commands:
        words = [one["name"] + one["description"] for _, one in described([command])]
        words += [c["name"] + str(c["value"]) for _, one in described([command]) for c in one.get("choices", [])]
        assert len("".join(words)) <= 8000
        assert all(len(one.get("options", [])) <= 25 for _, one in described([command]))


def test_admin_commands_are_for_managers_in_servers(commands):
    for command in commands:
        if command["name"] in SERVER_ONLY:
            assert int(command["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
            assert not command["dm_permission"] or command["contexts"] == [0]
            assert command["integration_types"] == [0]
        else:
            together = command["name"] in TOGETHER
            assert command["default_member_permissions"] is None
            assert sorted(command["integration_types"]) == ([0] if together else [0, 1])
            assert sorted(command["contexts"] or [0]) == ([0] if together else [0, 1, 2])
