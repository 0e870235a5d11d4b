"""How a site is published: files staged aside, then moved into the output in one commit that a crash cannot halve."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.errors import ContentError, Problem, SystemFailureError, UnfinishedError
from sitegen.output.compare import compare
from sitegen.output.journal import Journal, Put, journal_file, read_journal, sync_all, sync_folder, write_journal
from sitegen.output.manifest import manifest_bytes
from sitegen.output.paths import (
    MANIFEST,
    TREE,
    check_open,
    digest_of,
    holds,
    look,
    naming_failures,
    parents,
    replace_by,
    staged_file,
    staging_root,
)
from sitegen.output.signals import signals_wait
from sitegen.output.stage import stage
from sitegen.output.targets import Recorded, Staged, Target, open_record

_INCOMING = ".sitegen-incoming"
_SOME = 50  # files whose lines are looked for in the manifest one by one: each time, half of it is gone through


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did, in files; *problems* are warnings."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()


def clear_staging(staging: Path, target: Target) -> None:
    """Remove *staging* after a build that failed, unless a commit that has begun still needs it."""
    if not journal_file(target.file).exists():
        shutil.rmtree(staging_root(staging), ignore_errors=True)


def commit(
    target: Target,
    staged: Sequence[Staged],
    gone: Collection[str],
    files: Mapping[Path, bytes | Path],
    seen: tuple[str, int],
    staging: Path,
) -> Committed:
    """Publish *staged*, remove the recorded paths *gone*, give *files* their new bytes, and note *seen*: all or nothing.

    The bytes may also be in a file that was `set_aside`. Raises ContentError, with all problems, before anything is changed,
    and SystemFailureError; after the latter ``finish`` completes the commit if it had begun.
    """
    plan = compare(target, staged, gone)
    if any(problem.is_error for problem in plan.problems):
        raise ContentError(plan.problems)
    with naming_failures(target.output):
        dropped = {*plan.forgotten, *(prune.path for prune in plan.prunes)}
        manifest = _stage_manifest(target, staged, dropped, staging)
        changed = tuple(
            (path.resolve(), data if isinstance(data, Path) else set_aside(staging, path, data))
            for path, data in files.items()
            if isinstance(data, Path) or not holds(path, data)
        )
        journal = Journal(
            target.file, target.output, staging, seen, manifest, plan.puts, plan.prunes, plan.forgotten, changed
        )
        moved = [staged_file(staging, put.staged.path) for put in plan.puts if put.moved]
        if moved or manifest or plan.prunes or changed:
            named = [staged_file(staging, MANIFEST)] if manifest else []
            check_open(_folders(journal))  # what cannot be published whole is not begun
            sync_all([*map(Path, (*moved, *named)), *(text for _, text in changed)])
            write_journal(journal)
        with signals_wait(), _said_as_unfinished(target):
            _publish(journal, target)
    return Committed(len(moved), len(plan.puts) - len(moved), len(plan.prunes), plan.problems)


def set_aside(staging: Path, path: Path, data: bytes) -> Path:
    """Where *data* waits until *path* is given it."""
    file = staging_root(staging) / f"file-{path.name}"
    with naming_failures(path):
        file.write_bytes(data)
    return file


def finish(target: Target) -> bool:
    """Complete a commit to this output that a crash cut short; False if there is none. Comes before ``staging_folder``.

    The commit may be of another target of the same output. A journal that is not whole is of a commit that had not
    begun: it is thrown away, and the output is as it was.
    """
    done = False
    folder = target.file.parent
    with naming_failures(folder):
        target.file.with_suffix(".new").unlink(missing_ok=True)
        for file in sorted(folder.glob("*.journal")):
            journal = read_journal(file)
            if journal is None:
                file.unlink()
            elif journal.output == target.output:
                with _said_as_unfinished(target):
                    _publish_any(journal, target)
                done = True
        target.adopt_manifest()
    return done


@contextmanager
def _said_as_unfinished(target: Target) -> Iterator[None]:
    """Let a failure of the system say that a commit has begun, where one has: what stands in the output is of two builds."""
    try:
        with naming_failures(target.output):
            yield
    except SystemFailureError as error:
        if not journal_file(target.file).exists():
            raise
        hint = "mend the cause, then build again: that completes what was begun"
        raise UnfinishedError([replace(problem, hint=hint) for problem in error.problems]) from error


def _publish_any(journal: Journal, target: Target) -> None:
    if journal.record == target.file:
        _publish(journal, target)
    else:
        with open_record(journal.record, journal.output) as other:
            _publish(journal, other)


def _publish(journal: Journal, target: Target) -> None:
    """Do what *journal* says. Each step may have been done already, by the build that died."""
    for prune in journal.prunes:
        if prune.early:
            _prune(journal.output, prune.path, prune.digest)
    at_once = _place_all(journal)
    placed = [(put, _recorded(journal, put) if at_once else _place(journal, put)) for put in journal.puts]
    if journal.manifest and not at_once:
        _move(journal, MANIFEST, journal.manifest)
    for file, text in journal.files:
        if text.exists():
            replace_by(file, text)
    for prune in journal.prunes:
        if not prune.early:
            _prune(journal.output, prune.path, prune.digest)
    file = journal_file(journal.record)
    begun = file.exists()
    if begun:
        sync_all(_folders(journal))  # the new names too must be on the disk before the journal goes
    lost = [put.staged.path for put, recorded in placed if recorded is None]
    rows = [(recorded, put.staged) for put, recorded in placed if recorded is not None]
    dropped = [*journal.forgotten, *(prune.path for prune in journal.prunes)]
    target.record(rows, dropped, None if lost else journal.seen)
    if lost:  # somebody emptied the staging folder meanwhile
        target.render_again(lost)
    if begun:
        file.unlink()
        with suppress(OSError):  # a journal that comes back after a loss of power finds all of it done
            sync_folder(file.parent)
    shutil.rmtree(staging_root(journal.staging), ignore_errors=True)


def _place_all(journal: Journal) -> bool:
    """Make the staged tree the output, where one was staged and nothing stands in its way; whether it is."""
    if journal.staging.name != TREE or not journal.puts:
        return False
    try:
        journal.output.parent.mkdir(parents=True, exist_ok=True)
        journal.staging.rename(journal.output)
    except OSError:  # it was moved before, somebody's file is there by now, or the two are mounts of one disk
        return False
    return True


def _place(journal: Journal, put: Put) -> Recorded | None:
    """Move a staged file into place and give its record; None if it is neither staged nor in place."""
    if put.moved and not _move(journal, put.staged.path, put.staged.digest):
        return None
    return _recorded(journal, put)


def _recorded(journal: Journal, put: Put) -> Recorded:
    """The record of a file that is in place."""
    one, mtime_ns, ctime_ns = put.staged, put.mtime_ns, put.ctime_ns
    if put.moved:
        state = os.lstat(f"{journal.output}/{one.path}")
        mtime_ns, ctime_ns = state.st_mtime_ns, state.st_ctime_ns
    return Recorded(one.path, one.url, one.key, one.digest, one.size_bytes, mtime_ns, one.owner, ctime_ns)


def _move(journal: Journal, path: str, digest: str) -> bool:
    """Move *path* from the staging folder to the output; whether the output has it now."""
    source, file = Path(staged_file(journal.staging, path)), journal.output / path
    try:
        _rename(source, file, journal.output)
    except FileNotFoundError:
        if look(source) is None:
            return digest_of(file) == digest
        file.parent.mkdir(parents=True, exist_ok=True)
        _rename(source, file, journal.output)
    return True


def _rename(source: Path, file: Path, output: Path) -> None:
    try:
        source.replace(file)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # Two mounts of one disk (containers have them) have one st_dev, and yet no file is renamed across them.
        output.mkdir(parents=True, exist_ok=True)
        incoming = output / _INCOMING
        with source.open("rb") as old, incoming.open("wb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        incoming.replace(file)


def _prune(output: Path, path: str, digest: str) -> None:
    """Remove the file *path* if it still holds what was published, and the folders that this empties."""
    file = output / path
    if digest_of(file) == digest:
        file.unlink()
    for folder in parents(path):
        try:
            (output / folder).rmdir()
        except FileNotFoundError:
            continue
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):  # the last: a link, or a file by now
                break
            raise


def _stage_manifest(target: Target, staged: Sequence[Staged], dropped: Collection[str], staging: Path) -> str:
    """Stage the list that ``sha256sum --check`` reads, of the tree as it will be; its digest, "" if it stays."""
    present = look(target.output / MANIFEST) is not None
    if present and not staged and not dropped and target.has_its_manifest:
        return ""
    if (data := _manifest_edited(target, staged) if present and not dropped else None) is None:
        digests = target.digests() | {one.path: one.digest for one in staged}
        if not digests and not present:
            return ""
        data = manifest_bytes({path: digest for path, digest in digests.items() if path not in dropped})
    digest, _ = stage(staging, MANIFEST, data)
    return "" if digest == digest_of(target.output / MANIFEST) else digest


def _manifest_edited(target: Target, staged: Sequence[Staged]) -> bytes | None:
    """The manifest with the digests of *staged*; None where it is not the one last written, or lists one of them not yet."""
    if len(staged) > _SOME or not target.has_its_manifest:
        return None
    data = bytearray((target.output / MANIFEST).read_bytes())
    for one in staged:
        end = data.find(f"  {one.path}\n".encode())
        start = end - len(one.digest)
        if start < 0 or (start and data[start - 1 : start] != b"\n"):  # a path may end in two blanks and another path
            return None
        data[start:end] = one.digest.encode()
    return bytes(data)


def _folders(journal: Journal) -> Iterator[Path]:
    """The folders in which *journal* changes names, as far as they still stand."""
    paths = [put.staged.path for put in journal.puts if put.moved] + [prune.path for prune in journal.prunes]
    names = {folder for path in paths for folder in parents(path)}
    places = (
        journal.output,
        *(journal.output / name for name in sorted(names)),
        *(file.parent for file, _ in journal.files),
    )
    return (place for place in places if place.is_dir())
