"""The search index held against its stamps: which of its bytes are not those that were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.errors import Location, Problem
from sitegen.output.paths import digest_of
from sitegen.output.search import FOLDER, STAMP

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_PAGES = re.compile(r"[0-9a-f]{64}")


def check_search(output: Path) -> Iterator[Problem]:
    """Everything in which the parts of the search index in *output* are not as they were written."""
    folder = output / FOLDER
    for part in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if part.is_dir() and not part.is_symlink():
            yield from _check_part(part, f"{output.name}/{FOLDER}/{part.name}")


def _check_part(part: Path, name: str) -> Iterator[Problem]:
    hint = f"remove the folder {name} and run sitegen build, which makes it again"
    stamp = part / STAMP
    first, *rows = stamp.read_text("utf-8", "replace").splitlines() if stamp.is_file() else [""]
    listed = {match[2]: match[1] for match in map(_LINE.fullmatch, rows) if match}
    if not _PAGES.fullmatch(first) or len(listed) != len(rows):
        message = "the stamp of this part of the search index is missing, or was altered"
        yield Problem(Location(f"{name}/{STAMP}"), "output-altered", message, hint)
        return
    for path in sorted({*listed, *(one.relative_to(part).as_posix() for one in part.rglob("*") if not one.is_dir())}):
        file = part / path
        if path == STAMP:
            continue
        if not file.is_file() or file.is_symlink():
            yield Problem(Location(f"{name}/{path}"), "output-lost", f'"{path}" of the search index is missing', hint)
        elif digest_of(file) != listed.get(path):
            message = "its bytes are not those that were written: its SHA-256 is another"
            yield Problem(Location(f"{name}/{path}"), "output-altered", message, hint)
