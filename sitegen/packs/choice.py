"""Which files go into a pack: all that an archive is made of, or what may be given to everybody."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import Location, Problem, Severity

PARTS = ("content", "layouts", "seeds")
OUTPUT = "output"
MANIFEST = "MANIFEST-sha256.txt"
_CONFIG = "site.yaml"
_PUBLIC = frozenset({_CONFIG, "content/anchors.lock", "content/topics.yaml"})


@dataclass(frozen=True, slots=True)
class Packable:
    """A *file* of the site, and its *path* in the pack; *digest* is its SHA-256 where that is known already, else ""."""

    path: str
    file: Path
    digest: str = ""


def choose(
    root: Path, output: Path, listed: dict[str, str], public: Collection[str] | None
) -> tuple[list[Packable], list[Problem]]:
    """What goes into a pack of the site in *root*, by path; notes on what is left out, and errors of names.

    Of *output* it is what its manifest has *listed*, with that itself. *public* are the content files and pictures that
    everybody may have, None where the pack is for the archive itself, with all seeds and drafts.
    """
    problems: list[Problem] = []
    found = [Packable(f"{OUTPUT}/{path}", output / path, digest) for path, digest in listed.items()]
    found.append(Packable(f"{OUTPUT}/{MANIFEST}", output / MANIFEST))
    wanted = (lambda path: True) if public is None else _public(public)
    found += (Packable(path, root / path) for path in _files(root, problems, public is None) if wanted(path))
    problems += (_unfit(one.path) for one in found if not _is_fit(one.path))
    return sorted(found, key=lambda one: one.path.encode("utf-8", "surrogateescape")), problems


def _public(public: Collection[str]) -> Callable[[str], bool]:
    """Whether everybody may have a file: no seed, no draft, nothing that names a seed which only a draft was made of."""
    return lambda path: path in _PUBLIC or path in public or path.startswith(("layouts/", "content/pages/"))


def _files(root: Path, problems: list[Problem], is_whole: bool) -> Iterator[str]:
    """The plain files of the site but for its output, from *root*; what else lies there joins *problems*."""
    if (root / _CONFIG).is_file():
        yield _CONFIG
    for part in PARTS if is_whole else (part for part in PARTS if part != "seeds"):
        yield from _below(root, part, problems)


def _below(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    try:
        entries = list(os.scandir(root / folder))
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):  # of systems and editors
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield from _below(root, path, problems)
        elif stat.S_ISREG(mode):
            yield path
        else:
            what = "a link" if stat.S_ISLNK(mode) else "no plain file"
            hint = "put the file itself there, if the archive needs it"
            message = f"it is {what}, and left out of the pack"
            problems.append(Problem(Location(path), "pack-left-out", message, hint, Severity.NOTE))


def _is_fit(path: str) -> bool:
    """Whether every system can unpack *path*, and ``sha256sum --check`` read it: UTF-8, without what moves a cursor."""
    return "\\" not in path and not any(unicodedata.category(one) in ("Cc", "Cs") for one in path)


def _unfit(path: str) -> Problem:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    message = "its name is not UTF-8, or holds a control character or a backslash: it cannot be packed"
    return Problem(Location(shown), "pack-name", message, "give the file another name")


def manifest_of(digests: Iterable[tuple[str, str]]) -> bytes:
    r"""The lines of pairs of a path and its SHA-256, as ``sha256sum --check`` reads them.

    >>> manifest_of([("site.yaml", "5f0c")])
    b'5f0c  site.yaml\n'
    """
    return "".join([f"{digest}  {path}\n" for path, digest in digests]).encode()
