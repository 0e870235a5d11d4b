"""docs/commands.md holds the help of every command as it is; ``pytest --update-golden`` writes it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sitegen.cli import cli

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
BLOCK = re.compile(r"<!-- help: (?P<name>[a-z ]*) -->\n(?P<text>.*?)<!-- end -->", re.DOTALL)
WIDTH = 100


def help_of(name: str) -> str:
    """The help of the command *name*, like ``anchors list``, "" for all of them, in a terminal of one width."""
    command: click.Command = cli
    context = click.Context(cli, info_name="sitegen", **cli.context_settings, terminal_width=WIDTH)
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
        context = click.Context(command, context, info_name=word, terminal_width=WIDTH)
    return f"\n```\n{command.get_help(context)}\n```\n\n"


def names(command: click.Command = cli, name: str = "") -> Iterator[str]:
    """The names of *command* and of all below it, those of a group as ``anchors list``."""
    yield name
    for word, below in command.commands.items() if isinstance(command, click.Group) else ():
        yield from names(below, f"{name} {word}".strip())


def filled(page: str) -> str:
    return BLOCK.sub(lambda match: f"<!-- help: {match['name']} -->\n{help_of(match['name'])}<!-- end -->", page)


def test_the_page_shows_the_help_of_every_command(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        page = filled(page)
        PAGE.write_text(page, encoding="utf-8")
    assert page == filled(page)


def test_no_command_is_missing() -> None:
    assert {match["name"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))} == {*names()} - {
        "anchors withhold"
    }
