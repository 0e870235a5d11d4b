"""What a seed is, which files are none, and which importer reads it: the seam between folders and formats."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog

GROUP = "sitegen.importers"
"""The entry-point group by which other packages add importers."""


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


# What the code of another package may raise while it is imported.
_FOREIGN_FAULTS = (
    ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError, LookupError, ArithmeticError, OSError,
    RuntimeError, AssertionError,
)  # fmt: skip


def importers(found: Iterable[EntryPoint] | None = None) -> tuple[tuple[Importer, ...], tuple[Problem, ...]]:
    """All importers, ours first, others by name, and a problem for each that cannot be used.

    Ours is known without being installed. *found* are the entry points of the group; None asks the installed packages.
    """
    # Here and not above: the importers themselves need this module.
    from sitegen.importers.wire import WIRE

    usable: dict[str, Importer] = {WIRE.name: WIRE}
    problems = []
    points = entry_points(group=GROUP) if found is None else found
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        if point.value.startswith("sitegen.importers."):
            continue
        loaded = _load(point)
        if isinstance(loaded, Importer) and loaded.name in usable:
            loaded = _broken(point, f'a second importer calls itself "{loaded.name}"')
        if isinstance(loaded, Problem):
            problems.append(loaded)
        else:
            usable[loaded.name] = loaded
    return tuple(usable.values()), tuple(problems)


def _load(point: EntryPoint) -> Importer | Problem:
    try:
        loaded: object = point.load()
    except _FOREIGN_FAULTS as error:
        return _broken(point, f"it cannot be loaded: {type(error).__name__}: {error}")
    return loaded if isinstance(loaded, Importer) else _broken(point, "it is not an Importer")


def _broken(point: EntryPoint, why: str) -> Problem:
    return Problem(
        Location("site.yaml"),
        "broken-importer",
        f'importer "{point.name}" ({point.value}) is left out: {why}',
        "update or uninstall the package that brings it",
        Severity.WARNING,
    )


def sniff(seed: Seed, importers: Iterable[Importer]) -> Importer | Problem:
    """The one importer that accepts *seed*; a problem where none does or two do."""
    known = tuple(importers)
    accepting = [importer for importer in known if importer.accepts(seed)]
    if len(accepting) == 1:
        return accepting[0]
    where = Location(seed.path)
    if not accepting:
        names = ", ".join(importer.name for importer in known)
        return Problem(
            where,
            "unknown-format",
            f'no importer knows the format of "{seed.path}" (asked: {names})',
            'move the file out of seeds/, or add a pattern to "ignore" in site.yaml',
        )
    names = " and ".join(importer.name for importer in accepting)
    return Problem(
        where,
        "ambiguous-format",
        f'more than one importer accepts "{seed.path}": {names}',
        "uninstall one of them, or rename the file so that only one accepts it",
    )
