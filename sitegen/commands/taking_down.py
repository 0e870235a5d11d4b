"""The commands that take down what must not be read any more, and put back what a command has changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import FILE, common
from sitegen.commands.session import Session
from sitegen.words import counted

if TYPE_CHECKING:
    from sitegen.commands.console import Console
    from sitegen.takedown.withholding import Archive, Taken

DONE, PROBLEMS = 0, 1
NAME_WITHHELD = "[name withheld]"


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--match", "text", metavar="TEXT", help="List every place that says TEXT, however it is written there.")
@click.option("--write", is_flag=True, help="With --match: withhold the updates that say it, and replace it elsewhere.")
@click.option("--replace", is_flag=True, help="With --match --write: replace it in updates too.")
@click.option(
    "--rename", is_flag=True, help="With --write: give up names that say it, of live blogs, topics, pictures."
)
@click.option("--with", "by", default=NAME_WITHHELD, show_default=True, help="What it is replaced by.")
@click.option("-o", "--output", type=FILE, help="The folder whose search index goes. [default: output]")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@common
@click.pass_obj
def withhold(
    session: Session,
    names: tuple[str, ...],
    text: str | None,
    write: bool,
    replace: bool,
    rename: bool,
    by: str,
    output: Path | None,
    dry_run: bool,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Take down updates or whole live blogs, by NAME, or a name wherever it stands.

    What is taken down leaves a notice at its address. A NAME is LIVEBLOG#ANCHOR, a permalink, or FILE.md#ANCHOR; without
    the anchor it is the whole live blog.

    \b
    Examples:
      sitegen withhold '/2017/11/03/iraq-qaim/#t1930'
      sitegen withhold 2017-11-03-iraq-qaim
      sitegen withhold --match "Jane Doe"
      sitegen withhold --match "Jane Doe" --write --replace --rename
    """
    _check_usage(names, text or "", by, write=write, replace=replace, rename=rename)
    console = session.open(root, quiet, verbose)
    with _archive(console, text, dry_run=dry_run) as archive:
        if text:
            status = _match(console, archive, text, by, write=write, replace=replace, rename=rename)
        else:
            status = _withhold(console, archive, names)
        _settle(console, archive, output or console.root / "output")
    return status


def _check_usage(names: tuple[str, ...], text: str, by: str, *, write: bool, replace: bool, rename: bool) -> None:
    """Raise click.UsageError where what was asked for makes no sense."""
    from sitegen.takedown.matching import pattern_of

    if bool(names) == bool(text.strip()):
        raise click.UsageError("name what is to be withheld, or a text with --match")
    if (write or replace or rename) and not text.strip():
        raise click.UsageError("--write, --replace and --rename go with --match")
    if (replace or rename) and not write:
        raise click.UsageError("--replace and --rename go with --write")
    if not by.strip():
        raise click.UsageError("--with needs words")
    if write and text and pattern_of(text).search(by):
        raise click.UsageError(f"what it is replaced by says it too: {by}")


@click.command()
@click.argument("backup", type=FILE)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be put back, and write nothing.")
@common
@click.pass_obj
def restore(session: Session, backup: Path, dry_run: bool, root: Path | None, quiet: bool, verbose: int) -> int:
    """Put back the content files that a command saved in BACKUP before it changed them.

    \b
    Example:
      sitegen restore backups/2026-11-26-101500-pin
    """
    from sitegen.backups import Backup
    from sitegen.build import STATE
    from sitegen.commands.site import CONFIG
    from sitegen.config_cache import current_config
    from sitegen.output.lock import hold_lock
    from sitegen.takedown.restoring import files_of
    from sitegen.takedown.restoring import restore as put_back

    console = session.open(root, quiet, verbose)
    if not (console.root / CONFIG).exists():
        current_config(console.root / CONFIG)  # which says what a site is
    with hold_lock(console.root / STATE / "lock"):
        paths = files_of(console.root, backup)
        with Backup(console.root, "restore", dry_run=dry_run) as own:
            put = put_back(console.root / "backups" / backup.name, paths, own)
    for path in put:
        console.say(f"  {path}")
    console.problems(own.note())
    done = "would be put back" if dry_run else "put back"
    console.say(f"{len(put)} of {counted(len(paths), 'file')} {done}." if put else "Everything is as it was saved.")
    return DONE


@contextmanager
def _archive(console: Console, text: str | None, *, dry_run: bool) -> Iterator[Archive]:
    """The content of the site, read, and its ledger, for a takedown; nobody else writes meanwhile.

    Topics that say *text* may have been renamed in some headings already, by a run that died.
    """
    from sitegen.backups import Backup
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
    from sitegen.takedown.matching import loose_pattern_of
    from sitegen.takedown.topics import with_new_slugs
    from sitegen.takedown.withholding import Archive

    root, config = console.root, current_config(console.root / CONFIG)
    with hold_lock(root / STATE / "lock"), open_index(root / STATE) as index, open_executor("serial") as executor:
        topics = load_topics(root, config)
        topics = with_new_slugs(loose_pattern_of(text), topics) if text else topics
        promises, damaged = read_ledger(ledger_text(root))
        refuse((*damaged, *load_content(root, config, topics, index, executor)))
        load_ledger(root, index)
        with Backup(root, "withhold", dry_run=dry_run, always=True) as backup:
            queries, vocabulary = Queries(index.connection, drafts=True), frozenset(topic.slug for topic in topics)
            yield Archive(queries, config, vocabulary, promises, backup, date.today())


def _withhold(console: Console, archive: Archive, names: tuple[str, ...]) -> int:
    from sitegen.ledgers.names import read_names
    from sitegen.takedown.withholding import withhold as take_down

    for taken in take_down(archive, read_names(names, archive.queries, archive.promises)):
        console.say(_told(taken, dry_run=archive.backup.dry_run))
    return DONE


def _told(taken: Taken, *, dry_run: bool) -> str:
    what = [f"#{anchor}" for anchor in taken.anchors]
    what += [f"#{anchor} (which was not published)" for anchor in taken.unpublished]
    done = "would be withheld" if dry_run else "is withheld" if taken.whole else "withheld"
    if taken.whole:
        return f"{taken.liveblog}: the live blog {done}{', with ' + ', '.join(what) if what else ''}"
    return f"{taken.liveblog}: {', '.join(what)} {done}" if what else f"{taken.liveblog}: nothing was left to withhold"


def _match(console: Console, archive: Archive, text: str, by: str, *, write: bool, replace: bool, rename: bool) -> int:
    """List where *text* stands; with *write*, take it out: 1 where something of it is left."""
    from sitegen.addresses import topic_url
    from sitegen.takedown.matching import loose_pattern_of, pattern_of
    from sitegen.takedown.renaming import rename_all
    from sitegen.takedown.searching import is_live_blog, left_over, replace_all, search, updates_with
    from sitegen.takedown.topics import rename_topics, replace_in_topics
    from sitegen.takedown.withholding import withhold as take_down

    pattern, loose = pattern_of(text), loose_pattern_of(text)
    found = search(archive.backup.root, pattern)
    for one in found:
        console.data(f"{one.where}: {one.place.excerpt}")
    if not write:
        todo = "Take them down with --write, or replace the words with --write --replace."
        console.say(f"{counted(len(found), 'place')}. {todo if found else 'Nothing is to be taken down.'}")
        return DONE
    pages = list(dict.fromkeys(one.path for one in found if one.path.endswith(".md")))
    if not replace:
        for taken in take_down(archive, updates_with(archive, pattern, [path for path in pages if is_live_blog(path)])):
            console.say(_told(taken, dry_run=archive.backup.dry_run))
    topics = rename_topics(archive, loose) if rename else {}
    changed = replace_all(archive, pattern, by, pages)
    done, will = ("would be replaced", "will be") if archive.backup.dry_run else ("replaced", "is")
    for path in (*changed, *replace_in_topics(archive, loose, by, rename=rename)):
        console.say(f"{path}: {done}")
    renamed = rename_all(archive, loose) if rename else []
    for old, new in sorted(topics.items()):
        console.say(f"the topic {old} {will} {new}\n  {topic_url(old)} leads nowhere any more")
    for name in renamed:
        console.say(
            f"{name.old}: {will} {name.new}" if name.new != name.old else f"{name.old}: {will} called otherwise"
        )
        for address in name.given_up:
            console.say(f"  {address} leads nowhere any more")
    if archive.backup.dry_run:
        return DONE
    left = left_over(archive, loose, [name.old for name in renamed])
    return PROBLEMS if console.problems(tuple(left)) else DONE


def _settle(console: Console, archive: Archive, output: Path) -> None:
    """Take away the search index, which may hold the words, and say what still does."""
    from sitegen.output.search import remove_search

    if archive.backup.dry_run or not archive.backup.name:
        return
    remove_search(output)
    console.problems(archive.backup.note())
    console.say("The words are still in seeds/, in backups/ and in version control, and in output/ until you build.")
