"""The group of all commands: it ends quietly when nobody reads on what one prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

UNHEARD = 141  # 128 + SIGPIPE, as a shell says it


class Commands(click.Group):
    """The commands, which end quietly when nobody reads on: click itself would call that status 1."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the arguments, and answer those that ask for help."""
        with _ending_unheard():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that the arguments name."""
        with _ending_unheard():
            return super().invoke(ctx)


@contextmanager
def _ending_unheard() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        sys.exit(UNHEARD)
