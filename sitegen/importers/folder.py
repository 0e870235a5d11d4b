"""The folder ``seeds/``: which of its files are seeds, which say something about seeds, and which are neither."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from sitegen.errors import Location, Problem, Severity
from sitegen.files import check_name

FOLDER = "seeds"
TABLE = "_meta.csv"
FOLDER_META = "_meta.yaml"
SUFFIX = ".meta.yaml"

_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_JUNK_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")


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
    """What ``seeds/`` holds: seeds by path, sidecars by path, and the number of files left aside.

    *links* has a note for each of those that is a link and might have been a seed; *problems* tells of what cannot be
    looked into.
    """

    seeds: tuple[SeedFile, ...]
    sidecars: tuple[str, ...]
    junk: int
    links: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def scan_seeds(root: Path, ignore: Sequence[str]) -> SeedFolder:
    """The files below ``seeds/`` in the site *root*, by path; links, pipes and devices are left aside."""
    found: list[SeedFile] = []
    others: list[str] = []  # links, pipes and devices
    problems: list[Problem] = []
    for one in _entries(root / FOLDER, FOLDER):
        match one:
            case SeedFile():
                found.append(one)
            case Problem():
                problems.append(one)
            case _:
                others.append(one)
    paths = {file.path for file in found}
    seeds = tuple(file for file in found if not is_junk(file.path, ignore, paths))
    sidecars = tuple(file.path for file in found if is_sidecar(file.path))
    links = (path for path in others if (root / path).is_symlink())
    missed = tuple(_link(path) for path in links if is_sidecar(path) or not is_junk(path, ignore, paths))
    junk = len(found) + len(others) - len(seeds) - len(sidecars)
    wanted = (*(file.path for file in seeds), *sidecars)
    if misnamed := {path: problem for path in wanted if (problem := check_name(path))}:
        seeds = tuple(file for file in seeds if file.path not in misnamed)
        sidecars = tuple(path for path in sidecars if path not in misnamed)
    return SeedFolder(seeds, sidecars, junk, missed, (*problems, *misnamed.values()))


def _entries(folder: Path, path: str) -> Iterator[SeedFile | str | Problem]:
    """The files below *folder*; the path of what is none; and a problem for each folder in it that is closed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        if path == FOLDER:  # no part of it can be read: the system failed
            raise
        yield unreadable(path, error, "folder")
        return
    for entry in entries:
        name = f"{path}/{entry.name}"
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path), name)
            elif entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                yield SeedFile(name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
            else:
                yield name
        except FileNotFoundError:  # removed since the folder was listed
            continue
        except OSError as error:
            yield unreadable(name, error)


def _link(path: str) -> Problem:
    message = "the link is left aside: a seed must lie in seeds/ itself, so that it is kept with the site"
    return Problem(Location(path), "seed-link", message, "put the file itself here, if it is a seed", Severity.NOTE)


def unreadable(path: str, error: OSError, what: str = "seed") -> Problem:
    """The problem of a seed, or of *what* else lies in ``seeds/``, that the system does not let us read."""
    hint = "allow yourself to read it, or move it out of seeds/"
    cause = (error.strerror or str(error)).lower()
    return Problem(Location(path), "unreadable", f"the {what} cannot be read: {cause}", hint)


def is_sidecar(path: str) -> bool:
    """Whether the file at *path* says something about seeds rather than being one."""
    name = PurePosixPath(path).name
    return name in ("_meta.yaml", "_meta.csv") or name.endswith(".meta.yaml")


def is_junk(path: str, ignore: Sequence[str], paths: Container[str] | None = None) -> bool:
    """Whether the file at *path* (``seeds/…``) is no seed: left behind by systems and browsers, a sidecar, or ignored.

    *ignore* are the glob patterns of ``site.yaml``, matched on the path below ``seeds/`` and on the name. With *paths*
    (all paths below ``seeds/``), a folder ``x_files`` is junk only beside a saved page ``x.html``; without, always.
    """
    below = PurePosixPath(path.removeprefix("seeds/"))
    if any(part.startswith(".") or part.casefold() in _JUNK_FOLDERS for part in below.parts):
        return True
    name = below.name
    if name.casefold() in _JUNK_NAMES or name.endswith("~") or name.startswith("~$") or is_sidecar(path):
        return True
    if any(_is_of_saved_page(folder, paths) for folder in PurePosixPath(path).parents):
        return True
    return any(fnmatchcase(str(below), pattern) or fnmatchcase(name, pattern) for pattern in ignore)


def _is_of_saved_page(folder: PurePosixPath, paths: Container[str] | None) -> bool:
    """Whether *folder* is where a browser laid the pictures and scripts of a page that it saved."""
    if not folder.name.endswith("_files"):
        return False
    page = str(folder).removesuffix("_files")
    return paths is None or any(page + suffix in paths for suffix in _PAGE_SUFFIXES)
