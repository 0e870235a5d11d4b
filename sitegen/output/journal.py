"""The plan of one commit, as a value and as a file: whole on disk before the first file of the output changes."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.files import read_plain
from sitegen.output.paths import is_safe, staging_root
from sitegen.output.targets import Staged

_FORMAT = 2
_LEDGER = ("content", "anchors.lock")  # the one file outside the output that a commit replaces


@dataclass(frozen=True, slots=True)
class Put:
    """A file of the new tree. One that is not *moved* stands in the output already, with these times."""

    staged: Staged
    moved: bool
    mtime_ns: int = 0
    ctime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Prune:
    """A file to remove while it holds *digest*; *early* ones stand in the way of a new file."""

    path: str
    digest: str
    early: bool


@dataclass(frozen=True, slots=True)
class Journal:
    """All that a commit does. *forgotten* are paths to record no more; *manifest* is its digest, "" if it stays.

    *files* are files outside the output, each with the one in the staging folder that holds its new text.
    """

    record: Path
    output: Path
    staging: Path
    seen: tuple[str, int]
    manifest: str
    puts: tuple[Put, ...]
    prunes: tuple[Prune, ...]
    forgotten: tuple[str, ...]
    files: tuple[tuple[Path, Path], ...]


def journal_file(record: Path) -> Path:
    """Where the journal of the target kept in *record* stands, while a commit is under way."""
    return record.with_suffix(".journal")


def write_journal(journal: Journal) -> None:
    """Write *journal* beside its record, so that it is whole and on the disk, or not there. Raises OSError."""
    file = journal_file(journal.record)
    temporary = file.with_suffix(".new")
    total = hashlib.sha256()
    with temporary.open("wb") as stream:
        for line in _lines(journal, file.parent):
            data = line.encode("ascii") + b"\n"
            total.update(data)
            stream.write(data)
        stream.write(total.hexdigest().encode("ascii"))
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)
    sync_folder(file.parent)


def read_journal(file: Path) -> Journal | None:
    """The journal in *file*, or None if it is not whole, or names a file that no journal of ours would."""
    data = read_plain(file, file.name)
    if not isinstance(data, bytes):
        return None
    end = data.rfind(b"\n") + 1
    if hashlib.sha256(data[:end]).hexdigest().encode("ascii") != data[end:]:
        return None
    head, *rows = (json.loads(line) for line in data[:end].splitlines())
    if head["format"] != _FORMAT:
        return None
    base = file.parent

    def rows_of(kind: str) -> Iterator[list[str]]:
        return (row[1:] for row in rows if row[0] == kind)

    journal = Journal(
        record=base / head["record"],
        output=Path(os.path.normpath(base / head["output"])),
        staging=Path(os.path.normpath(base / head["staging"])),
        seen=(head["seen"][0], head["seen"][1]),
        manifest=head["manifest"],
        puts=tuple(_put(row) for row in rows if row[0] == "put"),
        prunes=tuple(Prune(path, digest, bool(early)) for path, digest, early in rows_of("prune")),
        forgotten=tuple(path for (path,) in rows_of("forget")),
        files=tuple(
            (Path(os.path.normpath(base / path)), Path(os.path.normpath(base / text))) for path, text in rows_of("file")
        ),
    )
    return journal if _is_ours(journal) else None


def _is_ours(journal: Journal) -> bool:
    """Whether *journal* names nothing but pages and a ledger: it may lie in a folder that came from somebody else."""
    own = (journal.record.parent.parent / "staging", journal.output)
    paths = (*(put.staged.path for put in journal.puts), *(prune.path for prune in journal.prunes))
    root = staging_root(journal.staging)
    if not any(root.is_relative_to(folder) for folder in own):
        return False
    return all(map(is_safe, paths)) and all(
        (file.parent.name, file.name) == _LEDGER and text.parent == root for file, text in journal.files
    )


def sync_all(paths: Iterable[Path]) -> None:
    """Return when *paths* and their names are on the disk.

    On Linux by ``sync(2)``, which waits there: one call, where an ``fsync`` of each of 50,000 files makes the disk
    write its log 50,000 times. It waits for other programs' data too; ``syncfs(2)`` would not, but Python has none.
    Other systems' ``sync`` only asks, so there each path is synced by itself.
    """
    if sys.platform == "linux":
        os.sync()
    else:
        for path in paths:
            _sync(path)


def sync_folder(folder: Path) -> None:
    """Return when the names in *folder* are on the disk."""
    if sys.platform != "win32":  # where a folder cannot be opened
        _sync(folder)


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lines(journal: Journal, base: Path) -> Iterator[str]:
    yield json.dumps(
        {
            "format": _FORMAT,
            "record": journal.record.name,
            "output": _relative(journal.output, base),
            "staging": _relative(journal.staging, base),
            "seen": journal.seen,
            "manifest": journal.manifest,
        }
    )
    for put in journal.puts:
        one = put.staged
        values = (one.url, one.path, one.digest, one.size_bytes, one.key, one.owner, one.ids.hex(), one.links.hex())
        yield json.dumps(("put", *values, put.moved, put.mtime_ns, put.ctime_ns))
    for prune in journal.prunes:
        yield json.dumps(("prune", prune.path, prune.digest, prune.early))
    for path in journal.forgotten:
        yield json.dumps(("forget", path))
    for file, text in journal.files:
        yield json.dumps(("file", _relative(file, base), _relative(text, base)))


def _put(row: list[str]) -> Put:
    _, url, path, digest, size, key, owner, ids, links, moved, mtime, ctime = row
    staged = Staged(url, path, digest, int(size), key, owner, bytes.fromhex(ids), bytes.fromhex(links))
    return Put(staged, bool(moved), int(mtime), int(ctime))


def _relative(path: Path, base: Path) -> str:
    """*path* from *base*: a site that is moved between a crash and the next build still finds its files."""
    try:
        return os.path.relpath(path, base)
    except ValueError:  # two drives
        return str(path)
