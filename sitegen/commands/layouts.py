"""``sitegen layouts``: which files of the theme a site has of its own, and what changed in ours since they were copied."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.options import common
from sitegen.commands.session import Session

DONE = 0


@click.group(invoke_without_command=True)
@common
@click.pass_context
def layouts(context: click.Context, root: Path | None, quiet: bool, verbose: int) -> int:
    """List the files that pages are made of: ours, yours, and those of yours whose original has changed since.

    \b
    Examples:
      sitegen layouts
      sitegen layouts copy topic.html static/style.css
      sitegen layouts diff topic.html
    """
    session = context.obj
    assert isinstance(session, Session)
    if context.invoked_subcommand is not None:
        session.root = root or session.root
        return DONE
    from sitegen.overrides import overrides

    console = session.open(root, quiet, verbose)
    for one in overrides(console.root / "layouts"):
        console.data(f"{one.name}\t{one.state.value}")
    return DONE


@layouts.command()
@click.argument("names", metavar="NAMES", nargs=-1, required=True)
@common
@click.pass_obj
def copy(session: Session, names: tuple[str, ...], root: Path | None, quiet: bool, verbose: int) -> int:
    """Copy files of ours into layouts/, to be changed there.

    What they were is kept in layouts/.ours/, so that `sitegen layouts diff` can say what changed in a later sitegen.

    \b
    Example:
      sitegen layouts copy topic.html static/style.css strings/en.yaml
    """
    from sitegen.overrides import copy as copy_ours

    console = session.open(root, quiet, verbose)
    for path in copy_ours(console.root, names):
        console.say(path)
    return DONE


@layouts.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--seen", is_flag=True, help="Note that the changes are taken over: from now on, compare with ours of today."
)
@common
@click.pass_obj
def diff(session: Session, name: str, seen: bool, root: Path | None, quiet: bool, verbose: int) -> int:
    """Show what changed in ours since NAME was copied.

    \b
    Examples:
      sitegen layouts diff topic.html
      sitegen layouts diff topic.html --seen
    """
    from sitegen.overrides import difference, renew

    console = session.open(root, quiet, verbose)
    if seen:
        console.say(renew(console.root, name))
        return DONE
    if said := difference(console.root / "layouts", name):
        console.data(said.rstrip("\n"))
    else:
        console.say("Nothing has changed in ours.")
    return DONE
