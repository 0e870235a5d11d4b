"""The search index held against its stamps: which of its bytes are not those that were written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.errors import Location, Problem, Severity
from sitegen.output.paths import digest_of
from sitegen.output.search import FOLDER, parts_in
from sitegen.output.search_files import ENTRY
from sitegen.output.search_stamp import STAMP, Stamp, foreign, stamp_of


def check_search(output: Path) -> Iterator[Problem]:
    """Everything in which the parts of the search index in *output* are not as they were written."""
    folder = output / FOLDER
    for part in parts_in(folder):
        yield from _check_part(part, f"{output.name}/{FOLDER}/{part.name}")


def _check_part(part: Path, name: str) -> Iterator[Problem]:
    hint = f"remove the folder {name} and run sitegen build, which makes it again"
    stamp = stamp_of(part)
    if stamp is not None:
        yield from _check_files(part, stamp, name, hint)
    elif (part / STAMP).exists() or (part / ENTRY).exists():
        message = "the stamp of this part of the search index is missing, or was altered"
        yield Problem(Location(f"{name}/{STAMP}"), "output-altered", message, hint)
        return
    for path in foreign(part):
        message, hint = "sitegen did not write it: it is left alone", "move it away if nobody needs it"
        yield Problem(Location(f"{name}/{path}"), "output-foreign", message, hint, Severity.NOTE)


def _check_files(part: Path, stamp: Stamp, name: str, hint: str) -> Iterator[Problem]:
    for path, digest in stamp.files.items():
        file = part / path
        if not file.is_file() or file.is_symlink():
            yield Problem(Location(f"{name}/{path}"), "output-lost", f'"{path}" of the search index is missing', hint)
        elif digest_of(file) != digest:
            message = "its bytes are not those that were written: its SHA-256 is another"
            yield Problem(Location(f"{name}/{path}"), "output-altered", message, hint)
