"""What a command changed, put back from its backup: content as it was, and in the records what was taken down with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.backups import FOLDER, Backup, may_be_kept
from sitegen.content import imports_lock, ledger
from sitegen.content.ledger import State
from sitegen.errors import Location, Problem, UsageError
from sitegen.files import read_plain, replace_bytes

_ID = re.compile(rb"^id: ['\"]?([a-z0-9-]+)", re.MULTILINE)


def files_of(root: Path, backup: Path) -> list[str]:
    """The files that *backup* holds, by their paths in the site. Raises UsageError for what is no backup of this site."""
    folder = backup if backup.is_absolute() else (root / backup if (root / backup).exists() else Path.cwd() / backup)
    folder = folder.resolve()
    if folder.parent != (root / FOLDER).resolve() or not folder.is_dir():
        kept = sorted(path.name for path in (root / FOLDER).glob("*") if path.is_dir())
        hint = f"name one of {FOLDER}/: {', '.join(kept[-5:])}" if kept else "there are none: nothing was saved yet"
        raise UsageError([Problem(Location(str(backup)), "no-backup", f'"{backup}" is no backup of this site', hint)])
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    if odd := [path for path in found if not may_be_kept(path) or (folder / path).is_symlink()]:
        message, hint = (
            f"it holds {odd[0]}, which is no file of content/ and not site.yaml",
            "take it out, or restore by hand",
        )
        raise UsageError([Problem(Location(str(backup)), "no-backup", message, hint)])
    return found


def restore(folder: Path, paths: Iterable[str], backup: Backup) -> list[str]:
    """Put *paths* back as *folder* holds them, what they replace saved in *backup*; those that differed.

    Of the ledger, what was live then is live again, and nothing that it has learned since is forgotten; of the record of
    imports, the lines of the live blogs that come back.
    """
    put, liveblogs = [], set[str]()
    for path in paths:
        if path in (ledger.PATH, imports_lock.PATH):
            continue
        data = (folder / path).read_bytes()
        liveblogs.update(name.decode() for name in _ID.findall(data)[:1])
        if read_plain(backup.root / path, path) != data:
            put.append(path)
            if not backup.dry_run:
                backup.keep(path)
                (backup.root / path).parent.mkdir(parents=True, exist_ok=True)
                replace_bytes(backup.root / path, data)
    for path, merged in _records(folder, backup.root, liveblogs):
        put.append(path)
        backup.record(path, merged)
    return put


def _records(folder: Path, root: Path, liveblogs: set[str]) -> Iterator[tuple[str, str]]:
    """The records that change with the content of *liveblogs*, with their new text."""
    if (folder / ledger.PATH).is_file():
        then = ledger.read_ledger(_text(folder / ledger.PATH))[0]
        text = _text(root / ledger.PATH)
        now, damaged = ledger.read_ledger(text)
        again = {
            key: promise
            for key, promise in then.items()
            if key[0] in liveblogs and promise.state is State.LIVE and now.get(key, promise).state is not State.LIVE
        }
        if again and not damaged:
            yield ledger.PATH, ledger.write_ledger({**now, **again})
    if (folder / imports_lock.PATH).is_file():
        old = imports_lock.read_lock((folder / imports_lock.PATH).read_bytes())[0]
        new, damaged_lock = imports_lock.read_lock(_text(root / imports_lock.PATH).encode())
        rows = [
            *(row for row in new if row.liveblog not in liveblogs),
            *(row for row in old if row.liveblog in liveblogs),
        ]
        if not damaged_lock and sorted(rows) != sorted(new):
            yield imports_lock.PATH, imports_lock.write_lock(rows)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") if path.is_file() else ""
