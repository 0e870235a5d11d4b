"""What ``sitegen check``, ``verify`` and ``pack`` assert: that a clean build would succeed, and all is as it was made."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.build import STATE, Options, Report, build
from sitegen.config import Config, Topic
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import read_lock
from sitegen.content.ledger import read_ledger
from sitegen.content.ledger_check import lost_ledger
from sitegen.database import PATH as DATABASE
from sitegen.errors import ContentError, Location, Problem, UsageError
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.importers.reading import BATCH
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_reader
from sitegen.indexing import load_topics
from sitegen.output.lock import hold_lock
from sitegen.output.manifest import read_manifest
from sitegen.packs.choice import PARTS, choose
from sitegen.packs.writing import write_pack
from sitegen.promises import MARK, ledger_text
from sitegen.runs import refuse
from sitegen.verifying.contents import tell_edits
from sitegen.verifying.fidelity import Court, try_seeds
from sitegen.verifying.outputs import check_output, files_in
from sitegen.verifying.trials import summon
from sitegen.work import find_beside

_UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)


def check(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Report:
    """What a clean build of *root* would do and find. Raises SitegenError as it would; publishes nothing."""
    with TemporaryDirectory(prefix="sitegen-check-") as folder:
        record = Path(folder) / "record"
        return build(root, config, replace(options, dry_run=True, record=record), executor, announce)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the content makes as it is now, made in a folder of its own.

    *index* is the folder of its index, *tree* that of its output without a manifest, None where *problems* has an error.
    """

    index: Path
    tree: Path | None
    report: Report | None
    problems: tuple[Problem, ...]


@contextmanager
def rehearse(
    root: Path, config: Config, options: Options, executor: Executor, announce: Announce
) -> Iterator[Rehearsal]:
    """Make all that the content of *root* makes, anew and trusting no cache, while the body runs; nothing is published.

    No other build runs meanwhile. A medium that can only be read is no hindrance.
    """
    with _room(root) as folder:
        there = replace(options, output=folder / "output", dry_run=True, strict=False, rehearsal=folder)
        there = replace(there, data=(options.output / DATABASE).is_file())
        try:
            report = build(root, config, there, executor, announce)
        except ContentError as error:
            yield Rehearsal(folder, None, None, error.problems)
            return
        tree = next((folder / "staging").glob("*/tree"), folder / "empty")
        tree.mkdir(exist_ok=True)
        yield Rehearsal(folder, tree, report, report.problems)


@contextmanager
def _room(root: Path) -> Iterator[Path]:
    """A folder to work in: near the site, where there is as much room as the site takes, else that of the system."""
    state = root / STATE
    with ExitStack() as held:
        try:
            state.mkdir(parents=True, exist_ok=True)
            folder = held.enter_context(TemporaryDirectory(prefix="verify-", dir=state))
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            folder = held.enter_context(TemporaryDirectory(prefix="sitegen-verify-"))
        else:
            held.enter_context(hold_lock(state / "lock"))
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, in numbers, and everything that was found."""

    seeds: int
    liveblogs: int
    files: int
    problems: tuple[Problem, ...]


def verify(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Verified:
    """Hold seeds, content and output of *root* against each other. Raises SitegenError where that cannot be done."""
    with rehearse(root, config, options, executor, announce) as made:
        text = ledger_text(root)
        ledger, _ = read_ledger(text)  # the build told what is wrong with it
        rows, damaged = read_lock((root / LOCK).read_bytes() if (root / LOCK).is_file() else b"")
        problems = [*made.problems, *damaged]
        if not text and MARK in read_manifest(options.output):
            problems.append(lost_ledger())
        with closing(open_reader(made.index)) as connection:
            seeds, contents, notes = summon(root, config, Queries(connection, drafts=True), rows, ledger)
        problems += notes
        court = Court(root.absolute(), config, _topics(root, config))
        tried = map_batches(executor, partial(try_seeds, court), seeds, size=BATCH)
        told = map_batches(executor, partial(tell_edits, court.root, config, court.slugs), contents)
        for found in announced(tried, announce, "importing seeds again", len(seeds)):
            problems += found
        for found in announced(told, announce, "reading content again", len(contents)):
            problems += found
        problems += check_output(options.output, made.tree, announce)
        files = sum(1 for _ in files_in(made.tree)) if made.tree else 0
    return Verified(len(seeds), len(contents), files, tuple(dict.fromkeys(problems)))


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was written: its SHA-256, the number of files in it, and notes on what it lacks."""

    digest: str
    files: int
    problems: tuple[Problem, ...]


def pack(
    root: Path, config: Config, options: Options, file: Path, executor: Executor, announce: Announce, *, public: bool
) -> Packed:
    """Write the archive in *root* to the zip *file*; with *public*, what everybody may have.

    Raises ContentError where the output is not what the content makes now, or not what was published, and UsageError where
    *file* is a part of it.
    """
    folders = (options.output, root / STATE, *(root / part for part in PARTS))
    is_other = file.exists() and not file.is_file()
    if is_other or any(file.resolve().is_relative_to(folder.resolve()) for folder in folders):
        message = f'"{file}" cannot be the pack: it is a folder or a device, or lies in what is packed'
        raise UsageError([Problem(Location(str(file)), "pack-inside", message, "name a file elsewhere")])
    with rehearse(root, config, options, executor, announce) as made:
        problems = [*made.problems, *check_output(options.output, made.tree, announce)]
        refuse(problems)
        listed = read_manifest(options.output)
        chosen, notes = choose(root, options.output, listed, _public(root, made) if public else None)
        refuse([*problems, *notes])
        return Packed(write_pack(file, chosen, announce), len(chosen) + 1, (*problems, *notes))


def _public(root: Path, made: Rehearsal) -> frozenset[str]:
    """The content files that are no drafts, and the pictures beside them that are published."""
    with closing(open_reader(made.index)) as connection:
        paths = {head.path for head in Queries(connection, drafts=False).heads()}
        beside = find_beside(Index(connection), drafts=False)
    published = {one.file for path, one in beside.items() if made.tree and (made.tree / path).is_file()}
    return frozenset(paths | published)


def _topics(root: Path, config: Config) -> tuple[Topic, ...]:
    try:
        return load_topics(root, config)
    except ContentError:  # the build told so
        return ()
