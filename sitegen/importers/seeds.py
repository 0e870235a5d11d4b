"""What a seed is, which files are none, and what an importer is: the seam between folders and formats."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog


@dataclass(frozen=True, slots=True)
class Seed:
    """A file as published: *path* is relative to the root of the site (``seeds/x.txt``), *data* its bytes untouched."""

    path: str
    data: bytes
    sidecar: Sidecar = NOTHING


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that a seed holds, laid beside the content file under *name*."""

    name: str
    data: bytes


Imported = LiveBlog | Seed | Attachment | Problem
"""What an importer yields; a container (an archive, a WARC) yields seeds, which are sniffed in turn."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. *accepts* looks at the name and the first 4 kB only; *read* never touches the disk."""

    name: str
    accepts: Callable[[Seed], bool]
    read: Callable[[Seed, Config], Iterable[Imported]]


_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_JUNK_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")


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
