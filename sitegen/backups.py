"""Backups: the content files that a command is about to change, kept under ``backups/`` as they were.

A command that changes content writes and removes its files through a `Backup`. Each file is kept, whole and on the disk,
before it changes; so whenever a command dies, its backup has every file that it changed, and no half of one.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sitegen.errors import Location, Problem, Severity
from sitegen.files import read_plain, replace_text
from sitegen.words import counted

FOLDER = "backups"
RENAMES = "renames.jsonl"
"""The file of a backup that says what its command renamed, a JSON array a line: ``["file" or "id", old, new]``."""
_STAMP = "%Y-%m-%d-%H%M%S"
_SEVERAL = 2


class Backup:
    """The backup that one run of *command* makes in *root*; its folder is made with the first file that changes.

    With *dry_run* nothing is kept, written or removed. *always* keeps it of one file too: where a file goes, and with it
    the only words.
    """

    def __init__(self, root: Path, command: str, *, dry_run: bool = False, always: bool = False) -> None:
        self.root, self.dry_run = root, dry_run
        self.paths: dict[str, None] = {}
        self.renames: list[tuple[str, str, str]] = []
        self.name = ""
        self._command, self._always = command, always

    def __enter__(self) -> Backup:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget a backup that nobody needs: of one file that changed, as an editor changes it."""
        if kind is None and self.name and not self._is_needed():
            for path in self.paths:
                (self.root / self.name / path).unlink(missing_ok=True)
            _remove_empty(self.root / self.name)
            self.name = ""

    def keep(self, path: str) -> None:
        """Keep the file *path* of the site as it is now, unless this run kept it before; what is not there needs none."""
        if self.dry_run or path in self.paths:
            return
        data = read_plain(self.root / path, path)
        if not isinstance(data, bytes):
            return
        if not self.name:
            self.name = _new_folder(self.root, self._command)
        _write(self.root / self.name / path, data)
        self.paths[path] = None

    def replace(self, path: str, text: str) -> None:
        """Give the file *path* of the site the new *text*."""
        if not self.dry_run:
            self.keep(path)
            replace_text(self.root / path, text)

    def record(self, path: str, text: str) -> None:
        """Give the record *path* the new *text*; it is kept with content that was kept, and alone needs no backup."""
        if self.name:
            self.keep(path)
        if not self.dry_run:
            replace_text(self.root / path, text)

    def note(self) -> tuple[Problem, ...]:
        """A note that names the backup and how to restore it; none where there is no backup."""
        if not self.name or not self._is_needed():
            return ()
        number = sum(map(_is_content, self.paths))
        then = "was saved here before it changed" if number == 1 else "were saved here before they changed"
        message = f"{counted(number, 'content file')} {then}"
        hint = f"restore with: sitegen restore {self.name}"
        return (Problem(Location(self.name), "backup-made", message, hint, Severity.NOTE),)

    def rename(self, path: str, new: str) -> None:
        """Give the file *path* of the site the name *new*, which nothing has."""
        if not self.dry_run:
            self.keep(path)
            self.note_rename("file", path, new)
            (self.root / path).rename(self.root / new)

    def give_way(self, path: str, other: str) -> None:
        """Remove the file *path* of the site, in whose place *other* has come back."""
        if not self.dry_run and (self.root / path).is_file():
            self.keep(path)
            self.note_rename("file", path, other)
            (self.root / path).unlink()

    def note_rename(self, kind: str, old: str, new: str) -> None:
        """Note that the file or live blog *old*, whose words are kept, is *new* from now on."""
        if self.name and (kind, old, new) not in self.renames:
            self.renames.append((kind, old, new))
            lines = "".join(f"{json.dumps(row)}\n" for row in self.renames)
            _write(self.root / self.name / RENAMES, lines.encode())

    def remove(self, path: str) -> None:
        """Remove the file *path* of the site."""
        if not self.dry_run:
            self.keep(path)
            (self.root / path).unlink(missing_ok=True)

    def _is_needed(self) -> bool:
        return self._always or bool(self.renames) or sum(map(_is_content, self.paths)) >= _SEVERAL


def may_be_kept(path: str) -> bool:
    """Whether *path* is that of the settings or of a file in ``content/``, and leads nowhere else."""
    parts = path.split("/")
    is_content = len(parts) > 1 and parts[0] == "content" and not {"", ".", ".."} & set(parts) and "\\" not in path
    return is_content or path == "site.yaml"


def _is_content(path: str) -> bool:
    return not path.endswith(".lock")


def _new_folder(root: Path, command: str) -> str:
    """A folder of its own for a backup: in one second there may be several."""
    (root / FOLDER).mkdir(exist_ok=True)
    stem, number = f"{FOLDER}/{datetime.now():{_STAMP}}-{command}", 1
    while True:
        name = stem if number == 1 else f"{stem}-{number}"
        try:
            (root / name).mkdir()
        except FileExistsError:
            number += 1
        else:
            _sync(root / FOLDER)
            return name


def _write(path: Path, data: bytes) -> None:
    """Write *data* to *path* by way of a file beside it, and see to it that it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Let the names in *folder* be on the disk, where the system can do that of a folder."""
    with suppress(OSError):  # Windows opens no folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_empty(folder: Path) -> None:
    """Remove the empty folders in *folder*, and itself; ``backups/`` too, if nothing is left in it."""
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        path.rmdir()
    folder.rmdir()
    with suppress(OSError):
        folder.parent.rmdir()
