"""The folder ``seeds/``: which of its files are seeds, and which sidecars belong to each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.plain_text import decode
from sitegen.importers.seeds import is_junk, is_sidecar
from sitegen.importers.sidecar import NOTHING, Sidecar, merge, parse_sidecar, parse_table

FOLDER = "seeds"
TABLE = "_meta.csv"
FOLDER_META = "_meta.yaml"
SUFFIX = ".meta.yaml"
_AS_UTF8 = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file below ``seeds/``, not read yet. *size* is in bytes, *mtime_ns*, *ctime_ns* and *inode* as the system says."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class SeedFolder:
    """What ``seeds/`` holds: seeds by path, sidecars by path, and the number of files left aside."""

    seeds: tuple[SeedFile, ...]
    sidecars: tuple[str, ...]
    junk: int


def scan_seeds(root: Path, ignore: Sequence[str]) -> SeedFolder:
    """The files below ``seeds/`` in the site *root*, by path; links, pipes and devices are left aside."""
    found = list(_files(root / FOLDER, FOLDER))
    paths = {file.path for file in found}
    seeds = tuple(file for file in found if not is_junk(file.path, ignore, paths))
    sidecars = tuple(file.path for file in found if is_sidecar(file.path))
    return SeedFolder(seeds, sidecars, len(found) - len(seeds) - len(sidecars))


def _files(folder: Path, path: str) -> Iterator[SeedFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{path}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), name)
        elif entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            yield SeedFile(name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


@dataclass(frozen=True, slots=True)
class Sidecars:
    """All that sidecars say, by their path: of files, of folders, and of rows of tables."""

    said: Mapping[str, Sidecar]
    problems: tuple[Problem, ...]

    def of(self, seed: str) -> Sidecar:
        """What is known of *seed*: outer folders first, then the row of a table, then its own sidecar; the nearer wins."""
        known = NOTHING
        folders = [str(folder) for folder in reversed(PurePosixPath(seed).parents) if str(folder) != "."]
        for folder in folders:
            known = merge(known, self.said.get(f"{folder}/{FOLDER_META}", NOTHING))
        for folder in folders:
            below = seed.removeprefix(f"{folder}/")
            known = merge(known, self.said.get(f"{folder}/{TABLE}#{below}", NOTHING))
        own = self.said.get(_own(seed, keep_suffix=True)) or self.said.get(_own(seed, keep_suffix=False), NOTHING)
        return merge(known, own)

    def faults(self, seed: str) -> tuple[Problem, ...]:
        """The errors in what is said of *seed*: until they are mended nobody knows what was meant, and it must wait."""
        return tuple(problem for problem in self.problems if problem.is_error and self._is_about(problem.where, seed))

    def _is_about(self, where: Location, seed: str) -> bool:
        if where.path in (_own(seed, keep_suffix=True), _own(seed, keep_suffix=False)):
            return True
        folder, _, name = where.path.rpartition("/")
        if name not in (FOLDER_META, TABLE) or not seed.startswith(f"{folder}/"):
            return False
        rows = {path: row.where.line for path, row in self.said.items() if path.startswith(f"{where.path}#")}
        # A fault in no row (in the names of the columns, say) is about every row there is, and those that are missing.
        return where.line not in rows.values() or rows.get(f"{where.path}#{seed[len(folder) + 1 :]}") == where.line


def own_sidecars(seed: str) -> tuple[str, str]:
    """The two names that a sidecar of *seed* alone may have: ``a.txt.meta.yaml`` and ``a.meta.yaml``."""
    return _own(seed, keep_suffix=True), _own(seed, keep_suffix=False)


def _own(seed: str, *, keep_suffix: bool) -> str:
    return (seed if keep_suffix else str(PurePosixPath(seed).with_suffix(""))) + SUFFIX


def read_sidecars(root: Path, folder: SeedFolder) -> Sidecars:
    """All sidecars of *folder*, with every problem of theirs; one that says something of no seed is a warning."""
    said: dict[str, Sidecar] = {}
    problems: list[Problem] = []
    seeds = {file.path for file in folder.seeds}
    for path in folder.sidecars:
        text = decode((root / path).read_bytes(), "", path)
        if isinstance(text, Problem):
            hint = "save the file as UTF-8; a spreadsheet calls it “CSV UTF-8”" if path.endswith(TABLE) else _AS_UTF8
            problems.append(replace(text, hint=hint))
            continue
        base = str(PurePosixPath(path).parent)
        if path.endswith(f"/{TABLE}"):
            rows, found = parse_table(text, path)
            said.update({f"{path}#{name}": row for name, row in rows.items()})
            problems += (_orphan(row.where, name) for name, row in rows.items() if f"{base}/{name}" not in seeds)
        else:
            said[path], found = parse_sidecar(text, path)
            if not path.endswith(f"/{FOLDER_META}") and not _seeds_of(path, seeds):
                problems.append(_orphan(Location(path), path.removesuffix(SUFFIX)))
        problems += found
    return Sidecars(said, tuple(problems))


def _seeds_of(sidecar: str, seeds: set[str]) -> bool:
    stem = sidecar.removesuffix(SUFFIX)
    return stem in seeds or any(str(PurePosixPath(seed).with_suffix("")) == stem for seed in seeds)


def _orphan(where: Location, name: str) -> Problem:
    hint = "write the name of a file in seeds/, or remove this"
    return Problem(where, "sidecar-orphan", f'there is no seed "{name}"', hint, Severity.WARNING)
