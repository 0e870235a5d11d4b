"""The options that several commands take, each in one place with its help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from sitegen.commands.session import Session

F = TypeVar("F", bound=Callable[..., int])

FILE = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator out of several, the first to be shown first."""

    def decorate(command: F) -> F:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def common(command: F) -> F:
    """Give *command* the options that every command takes."""
    return options(
        click.option("-C", "--root", type=FOLDER, help="The site's folder. [default: here, or the nearest above]"),
        click.option("-q", "--quiet", is_flag=True, help="Tell errors only; data on stdout stays."),
        click.option("-v", "--verbose", count=True, help="Say more; a bug's traceback too."),
    )(command)


def publishing(command: F) -> F:
    """Give *command* the options that decide what is published, and where."""
    return options(
        click.option("-o", "--output", type=FILE, help="The folder to publish in. [default: output]"),
        click.option("-b", "--base-url", help="Where it will be: https://example.org/live/. [default: site.yaml]"),
        click.option("--links", type=click.Choice(["folder", "file"]), help="Name folders in links, or their files."),
    )(command)


def working(command: F) -> F:
    """Give *command* the options that decide where its work runs; the session is told."""
    return options(
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1),
            expose_value=False,
            callback=_choose_executor,
            help="Processes to work in. [default: one a processor, for large jobs]",
        ),
        click.option(
            "--executor",
            metavar="NAME",
            expose_value=False,
            callback=_choose_executor,
            help="Where to work: serial, processes:N, dask:ADDRESS. [default: auto]",
        ),
    )(command)


def _choose_executor(context: click.Context, parameter: click.Parameter, value: int | str | None) -> None:
    if value is None:
        return
    from sitegen.executors import NAMES, is_executor

    name = value if isinstance(value, str) else f"processes:{value}" if value > 1 else "serial"
    if not is_executor(name):
        raise click.BadParameter(f'"{name}" is no executor; write {NAMES}', context, parameter)
    session = context.find_object(Session)
    if session is not None:
        if session.executor not in ("auto", name):
            raise click.UsageError("--jobs and --executor say two things: give one of them", context)
        session.executor = name
