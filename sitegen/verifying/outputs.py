"""An output folder held against its manifest, and against what the content makes now: which of the three lies, and where."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import Location, Problem, Severity
from sitegen.executors import Announce, silence
from sitegen.output.paths import MANIFEST, digest_of, is_safe, look
from sitegen.output.search import is_in_part
from sitegen.verifying.differences import read_beside
from sitegen.verifying.search_parts import check_search

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_BUILD = "run sitegen build"
_REPAIR = "run sitegen build, which puts it right, and find out what changed it"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the manifest says of a file: its *digest*, on which *line*."""

    digest: str
    line: int


@dataclass(frozen=True, slots=True)
class _Folders:
    """The *output*, and the *tree* of what the content makes now; None where it makes nothing that can be published."""

    output: Path
    tree: Path | None
    has_manifest: bool

    def where(self, path: str, line: int = 0, column: int = 0) -> Location:
        """A place in the file *path* of the output."""
        return Location(f"{self.output.name}/{path}", line, column)


def check_output(output: Path, tree: Path | None, announce: Announce = silence) -> Iterator[Problem]:
    """Everything in which *output*, its manifest and *tree* disagree, by path; foreign files are notes.

    *tree* is the folder of what the content makes now, without a manifest; None where nothing of it can be published.
    """
    if not output.is_dir():
        message = f'there is no "{output.name}": nothing was published yet'
        yield Problem(Location(output.name), "output-absent", message, _BUILD)
        return
    listed, problems = _read_manifest(output)
    yield from problems
    made = set(files_in(tree)) if tree else set()
    standing = set(files_in(output)) - {MANIFEST}
    folders = _Folders(output, tree, look(output / MANIFEST) is not None)
    paths = sorted({*listed, *made, *standing})
    for number, path in enumerate(paths, 1):
        if path in standing:
            yield from _check_standing(folders, path, listed.get(path), is_made=path in made)
        else:
            yield _missing(folders, path, listed.get(path), is_made=path in made)
        announce("comparing files", number, len(paths))
    yield from check_search(output)


def files_in(folder: Path) -> Iterator[str]:
    """The path of everything below *folder* that is no folder, with ``/``, in any order; links are not followed."""
    waiting = [("", str(folder))]
    while waiting:
        above, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{above}{entry.name}/", entry.path))
                else:
                    yield above + entry.name


def _read_manifest(output: Path) -> tuple[dict[str, _Listed], list[Problem]]:
    """What the manifest lists, by path, and what is wrong with it: ``sha256sum --check`` would pass over such lines."""
    file = output / MANIFEST
    state = look(file)
    where = f"{output.name}/{MANIFEST}"
    if state is None or not stat.S_ISREG(state.st_mode):
        message = "the manifest, which lists the SHA-256 of every published file, is missing"
        return {}, [Problem(Location(where), "manifest-missing", message, _REPAIR)]
    listed: dict[str, _Listed] = {}
    problems: list[Problem] = []
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            match = _LINE.fullmatch(line.removesuffix("\n"))
            if match is None or not line.endswith("\n") or not is_safe(match[2]) or match[2] in listed:
                message = (
                    "the manifest has a line that is no digest, two blanks and the path of a file that it lists once"
                )
                problems.append(Problem(Location(where, number, 1), "manifest-wrong", message, _REPAIR))
            if match is not None and is_safe(match[2]):
                listed.setdefault(match[2], _Listed(match[1], number))
    return listed, problems


def _missing(folders: _Folders, path: str, listed: _Listed | None, *, is_made: bool) -> Problem:
    """The problem of a file that does not stand in the output."""
    if listed and (is_made or folders.tree is None):
        return Problem(folders.where(path), "output-lost", f'"{path}" was published, and is missing', _REPAIR)
    if listed:
        message = f'"{path}" is listed, and the content makes no such file'
        return Problem(folders.where(MANIFEST, listed.line, 1), "manifest-wrong", message, _BUILD)
    if not folders.has_manifest:
        return Problem(folders.where(path), "output-lost", f'"{path}" is missing', _REPAIR)
    return Problem(folders.where(path), "output-stale", f'"{path}" is not published yet', _BUILD)


def _check_standing(folders: _Folders, path: str, listed: _Listed | None, *, is_made: bool) -> Iterator[Problem]:
    """What is wrong with something that stands in the output."""
    file = folders.output / path
    if listed is None and not is_made:
        if is_in_part(path):  # made of what is published, with a stamp of its own
            return
        message = "sitegen did not write it: it is left alone, and left out of packs"
        yield Problem(folders.where(path), "output-foreign", message, "move it away if nobody needs it", Severity.NOTE)
        return
    state = look(file)
    if state is None or not stat.S_ISREG(state.st_mode):
        yield Problem(folders.where(path), "output-altered", f'"{path}" is no plain file', _REPAIR)
    elif is_made and folders.tree is not None:
        yield from _check_made(folders, path, listed, folders.tree / path)
    elif listed:
        yield from _check_listed(folders, path, listed)


def _check_made(folders: _Folders, path: str, listed: _Listed | None, wanted: Path) -> Iterator[Problem]:
    """What is wrong with a file that stands, and that the content makes as *wanted*."""
    digest, difference = read_beside(folders.output / path, wanted)
    if difference is not None:
        where = folders.where(path, difference.line, difference.column)
        if listed and digest == listed.digest:
            message = f"the content makes another file since it was published: {difference}"
            yield Problem(where, "output-stale", message, _BUILD)
        else:
            message = f"it was altered since it was published: {difference}"
            yield Problem(where, "output-altered", message, _REPAIR)
    elif listed and digest != listed.digest:
        message = f'the manifest lies of "{path}": the file is what the content makes, and its SHA-256 is {digest}'
        yield Problem(folders.where(MANIFEST, listed.line, 1), "manifest-wrong", message, _REPAIR)
    elif listed is None and folders.has_manifest:
        message = f'the manifest does not list "{path}", which the content makes'
        yield Problem(folders.where(MANIFEST), "manifest-wrong", message, _REPAIR)


def _check_listed(folders: _Folders, path: str, listed: _Listed) -> Iterator[Problem]:
    """What is wrong with a file that was published, and of which nobody knows what the content makes."""
    if digest_of(folders.output / path) != listed.digest:
        message = "its bytes are not those that were published: its SHA-256 is another"
        yield Problem(folders.where(path), "output-altered", message, _REPAIR)
    elif folders.tree is not None:
        message = f'"{path}" is published, and the content makes no such file any more'
        yield Problem(folders.where(path), "output-stale", message, _BUILD)
