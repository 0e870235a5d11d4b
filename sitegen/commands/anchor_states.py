"""``sitegen anchors``: what became of every anchor, and the states that only a person can know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import FILE, common
from sitegen.commands.session import Session
from sitegen.commands.taking_down import withhold
from sitegen.words import counted

if TYPE_CHECKING:
    from sitegen.commands.console import Console
    from sitegen.config import Config
    from sitegen.content.ledger import Key, Promise
    from sitegen.errors import Problem
    from sitegen.index.queries import Queries

DONE, PROBLEMS = 0, 1
STATES = ("live", "withheld", "moved", "unpublished", "gone")

_dry = click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The ledger of a site with its content, while nobody else writes; *damaged* are the faults of its lines."""

    root: Path
    config: Config
    queries: Queries
    promises: Mapping[Key, Promise]
    damaged: tuple[Problem, ...]

    def write(self, promises: Mapping[Key, Promise], *, dry_run: bool) -> None:
        from sitegen.content.ledger import PATH, write_ledger
        from sitegen.files import replace_text

        if not dry_run and (self.damaged or promises != self.promises):
            replace_text(self.root / PATH, write_ledger(promises))


@contextmanager
def _ledger(console: Console, *, damaged: bool = False) -> Iterator[_Ledger]:
    """The ledger, read; one with faults only where *damaged* says so."""
    from sitegen.build import STATE
    from sitegen.commands.site import CONFIG
    from sitegen.config_cache import current_config
    from sitegen.content.ledger import read_ledger
    from sitegen.executors import open_executor
    from sitegen.index.queries import Queries
    from sitegen.index.store import open_index
    from sitegen.indexing import load_content, load_topics
    from sitegen.output.lock import hold_lock
    from sitegen.promised import load_ledger
    from sitegen.promises import ledger_text
    from sitegen.runs import refuse

    root, config = console.root, current_config(console.root / CONFIG)
    topics = load_topics(root, config)
    with hold_lock(root / STATE / "lock"), open_index(root / STATE) as index, open_executor("serial") as executor:
        promises, faults = read_ledger(ledger_text(root))
        refuse((*(() if damaged else faults), *load_content(root, config, topics, index, executor)))
        load_ledger(root, index)
        yield _Ledger(root, config, Queries(index.connection, drafts=True), promises, faults)


@click.group()
def anchors() -> None:
    """List and explain anchors and addresses that were published, and say what became of them.

    \b
    Examples:
      sitegen anchors list --state withheld
      sitegen anchors explain '/2017/11/03/iraq-qaim/#t1930'
      sitegen anchors move 2017-11-03-iraq#t1930 2017-11-03-iraq-qaim#t1930
    """


anchors.add_command(withhold)


@anchors.command("list")
@click.argument("names", nargs=-1, metavar="[LIVEBLOG]...")
@click.option("--state", type=click.Choice(STATES), default=None, help="Those of this state alone.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@common
@click.pass_obj
def list_(
    session: Session,
    names: tuple[str, ...],
    state: str | None,
    form: str,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """List every anchor and address that the ledger or the content has.

    \b
    Examples:
      sitegen anchors list --state withheld
      sitegen anchors list 2017-11-03-iraq-qaim --format csv
    """
    from sitegen.ledgers.names import read_names
    from sitegen.ledgers.telling import FORMS, rows_of

    console = session.open(root, quiet, verbose)
    with _ledger(console) as ledger:
        only = {named.liveblog for named in read_names(names, ledger.queries, ledger.promises.keys())}
        rows = rows_of(ledger.queries, ledger.promises, only, state or "")
    if text := FORMS[form](rows).removesuffix("\n"):
        console.data(text)
    return DONE


@anchors.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common
@click.pass_obj
def explain(session: Session, names: tuple[str, ...], root: Path | None, quiet: bool, verbose: int) -> int:
    """Say what NAME is, whether it is published, where it stands, and what can be done.

    \b
    Example:
      sitegen anchors explain '/2017/11/03/iraq-qaim/#t1930'
    """
    from sitegen.ledgers.names import read_names
    from sitegen.ledgers.telling import explained, rows_of

    console = session.open(root, quiet, verbose)
    with _ledger(console) as ledger:
        for named in read_names(names, ledger.queries, ledger.promises.keys()):
            rows = rows_of(ledger.queries, ledger.promises, {named.liveblog})
            console.data("\n".join(explained(named, rows, ledger.queries)))
    return DONE


@anchors.command()
@click.argument("old")
@click.argument("new")
@click.option("--whatever-words", is_flag=True, help="Though none of the first words of OLD is at NEW.")
@_dry
@common
@click.pass_obj
def move(
    session: Session,
    old: str,
    new: str,
    whatever_words: bool,
    dry_run: bool,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Say that the update published as OLD is NEW now; its old address gets a notice that leads there.

    \b
    Examples:
      sitegen anchors move 2017-11-03-iraq#t1930 2017-11-03-iraq-qaim#t1930
      sitegen anchors move 2017-11-03-iraq 2017-11-03-iraq-qaim
    """
    from sitegen.ledgers.changing import moved
    from sitegen.ledgers.names import read_names

    console = session.open(root, quiet, verbose)
    with _ledger(console) as ledger:
        (one,) = read_names([old], ledger.queries, ledger.promises.keys())
        (other,) = read_names([new], ledger.queries, ledger.promises.keys())
        lines = moved(ledger.queries, ledger.promises, one, other, whatever_words=whatever_words)
        ledger.write({**ledger.promises, **lines}, dry_run=dry_run)
    for (liveblog, anchor), promise in lines.items():
        console.say(f"{liveblog}#{anchor} {'would be' if dry_run else 'is'} moved to {promise.said}")
    return DONE


@anchors.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--gone", is_flag=True, help="Of a live blog, the anchors alone that the content has no more.")
@click.option("--yes", is_flag=True, help="They never went online: forget them.")
@common
@click.pass_obj
def forget(
    session: Session, names: tuple[str, ...], gone: bool, yes: bool, root: Path | None, quiet: bool, verbose: int
) -> int:
    """Take NAME out of the ledger: for what was built here, and never went online.

    \b
    Example:
      sitegen anchors forget 2017-11-03-iraq-qaim#t1931 --yes
    """
    from sitegen.ledgers.changing import forgotten
    from sitegen.ledgers.names import read_names

    console = session.open(root, quiet, verbose)
    with _ledger(console) as ledger:
        wanted = read_names(names, ledger.queries, ledger.promises.keys())
        lines = forgotten(ledger.queries, ledger.promises, wanted, published=ledger.config.published, gone=gone)
        kept = {key: promise for key, promise in ledger.promises.items() if key not in lines}
        ledger.write(kept, dry_run=not yes)
    for liveblog, name in sorted(lines):
        console.say(f"{liveblog} {name}{' is forgotten' if yes else ''}")
    if not yes:
        console.say(
            "These would be forgotten, and every citation of them would be lost. If none went online, add --yes."
        )
    return DONE if yes else PROBLEMS


@anchors.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_dry
@common
@click.pass_obj
def restore(
    session: Session, names: tuple[str, ...], dry_run: bool, root: Path | None, quiet: bool, verbose: int
) -> int:
    """Let NAME be live by the words that the content has now: what was withheld or had moved, or was written anew.

    \b
    Example:
      sitegen anchors restore 2017-11-03-iraq-qaim#t1930
    """
    from sitegen.ledgers.changing import live_again
    from sitegen.ledgers.names import read_names

    console = session.open(root, quiet, verbose)
    with _ledger(console) as ledger:
        wanted = read_names(names, ledger.queries, ledger.promises.keys())
        lines = live_again(ledger.queries, ledger.promises, wanted)
        ledger.write({**ledger.promises, **lines}, dry_run=dry_run)
    for liveblog, anchor in lines:
        console.say(f"{liveblog}#{anchor} {'would be' if dry_run else 'is'} live again")
    if not lines:
        console.say("Nothing of it is withheld or moved.")
    return DONE


@anchors.command()
@click.option("-o", "--output", type=FILE, help="The published pages to look at. [default: output]")
@_dry
@common
@click.pass_obj
def rebuild(session: Session, output: Path | None, dry_run: bool, root: Path | None, quiet: bool, verbose: int) -> int:
    """Make a lost or damaged ledger anew: of its readable lines, the content, and the published pages.

    Version control is the better source: use this where there is none.
    """
    from datetime import date

    from sitegen.ledgers.rebuilding import rebuilt

    console = session.open(root, quiet, verbose)
    with _ledger(console, damaged=True) as ledger:
        made = rebuilt(ledger.queries, ledger.promises, output or ledger.root / "output", date.today())
        for problem in ledger.damaged:
            console.say(f"{problem.where}: left out, since it cannot be read: {problem.message}")
        ledger.write(made.promises, dry_run=dry_run)
    counts = {"lines": "lines that could be read", "content": "from the content", "pages": "from published pages"}
    told = ", ".join(f"{made.counts[name]:,} {said}" for name, said in counts.items() if made.counts.get(name))
    done = "would be" if dry_run else "is" if len(made.promises) == 1 else "are"
    console.say(f"{counted(len(made.promises), 'line')} {done} in the ledger: {told or 'nothing was found'}.")
    for liveblog, anchor in made.lost:
        console.say(f"{liveblog}#{anchor} was published and is not in the content: say what became of it, then build")
    return PROBLEMS if made.lost else DONE
