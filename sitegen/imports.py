"""Seeds -> content: which seeds are new, and what became of all of them; a build without a new one reads none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from sitegen.config import Config, Topic
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import Written, imported_seeds, read_lock
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.executors import Announce, Executor, silence
from sitegen.files import read_record, sha256_of
from sitegen.importers.budgets import MOST_OF_CONTAINER, too_large
from sitegen.importers.folder import SeedFolder, scan_seeds, unreadable
from sitegen.importers.outcomes import ImportReport as ImportReport  # build.py has it from here
from sitegen.importers.outcomes import SeedReport
from sitegen.index.store import FileStat, Index


def import_seeds(
    root: Path,
    config: Config,
    index: Index,
    executor: Executor,
    announce: Announce = silence,
    *,
    dry_run: bool = False,
    asked: bool = False,
    only: Collection[str] | None = None,
    importer: str = "",
) -> ImportReport:
    """Import the seeds of *root* that were never imported; write content, topics and the lock unless *dry_run*.

    A seed that cannot be imported is reported, and stops no other. *only* are the seeds to look at, None for all; the
    *importer* of that name is to read them. Sidecars are read where something is new, or somebody *asked* for an import.
    """
    folder = scan_seeds(root, config.ignore)
    digests, unread = _digests(root, folder, index)
    looked_at = {file.path for file in folder.seeds if only is None or file.path in only}
    new, changed = _fresh(root, [path for path in digests if path in looked_at], digests)
    taken: tuple[list[SeedReport], tuple[Topic, ...], tuple[Problem, ...]] = ([], (), ())
    if new or asked or dry_run:
        from sitegen.intake.new_seeds import sidecars_of, take_in  # reads seeds and writes content: half of sitegen

        sidecars = sidecars_of(root, folder, None if asked or dry_run else new)
        where = (root, config, executor, announce)
        taken = take_in(*where, new, sidecars, digests, read_rows(root), dry_run=dry_run, importer=importer)
    reports, found, notes = taken
    twins = sum(report.outcome == "known" for report in reports)
    reports += (SeedReport(path, "known", problems=(_changed(path),)) for path in changed)
    reports += (SeedReport(path, "failed", problems=(unread[path],)) for path in unread if path in looked_at)
    return ImportReport(
        seeds=tuple(reports),
        junk=folder.junk,
        known=len(looked_at & digests.keys()) - len(new) - len(changed) + twins,
        discovered=found,
        other_problems=(*folder.problems, *notes),
    )


def _fresh(root: Path, paths: Iterable[str], digests: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Those of *paths* whose bytes were never imported: the new ones, and those that have changed since they were."""
    by_sha, by_seed = _imported(root)
    fresh = [path for path in paths if digests[path] not in by_sha]
    return [path for path in fresh if path not in by_seed], [path for path in fresh if path in by_seed]


def _imported(root: Path) -> tuple[set[str], set[str]]:
    """The SHA-256 and the paths of all seeds that were ever imported. Raises ContentError where the lock is damaged."""
    if (found := imported_seeds(read_record(root, LOCK))) is not None:
        return found
    rows = read_rows(root)
    return {row.sha256 for row in rows}, {row.seed for row in rows}


def read_rows(root: Path) -> list[Written]:
    """What ``content/imports.lock`` says. Raises ContentError where it is damaged."""
    rows, damaged = read_lock(read_record(root, LOCK))
    if damaged:
        raise ContentError(damaged)
    return rows


def _changed(path: str) -> Problem:
    message = "the seed has changed since it was imported"
    hint = f"run sitegen import {path} to apply the change, or put the old bytes back"
    return Problem(Location(path), "seed-changed", message, hint, Severity.WARNING)


def _digests(root: Path, folder: SeedFolder, index: Index) -> tuple[dict[str, str], dict[str, Problem]]:
    """The SHA-256 of each seed, read only where its stat is not the known one; and the seeds that cannot be read."""
    if not folder.seeds:
        return {}, {}
    known = index.stats("seeds")
    found: dict[str, FileStat] = {}
    unread: dict[str, Problem] = {}
    for file in folder.seeds:
        stat = FileStat(file.size, file.mtime_ns, file.ctime_ns, file.inode)
        old = known.get(file.path)
        if old is not None and replace(stat, digest=old.digest) == old:
            found[file.path] = old
            continue
        if file.size > MOST_OF_CONTAINER:  # more than any seed: a file of holes alone may have terabytes
            unread[file.path] = too_large(file.path, file.size, MOST_OF_CONTAINER)
            continue
        try:
            found[file.path] = replace(stat, digest=sha256_of(root / file.path))
        except OSError as error:
            unread[file.path] = unreadable(file.path, error)
    index.remember({path: stat for path, stat in found.items() if known.get(path) != stat})
    return {path: stat.digest for path, stat in found.items()}, unread
