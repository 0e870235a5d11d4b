"""The record of imports -> index: what pages need of it to say what was changed since; read only where it has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.files import read_record

if TYPE_CHECKING:
    from sitegen.index.store import Index

IMPORTS = "content/imports.lock"


def load_imports(root: Path, index: Index) -> None:
    """Let *index* hold what pages need of the record of imports in *root*, as it is now."""
    try:
        state = (root / IMPORTS).lstat()
        now = f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
    except (FileNotFoundError, NotADirectoryError):
        now = ""
    if now != index.imports:
        from sitegen.content.imports_lock import marks_of

        index.keep_imports(now, marks_of(read_record(root, IMPORTS)))
