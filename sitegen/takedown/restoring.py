"""What a command changed, put back from its backup: content as it was, and in the records what was taken down with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sitegen.backups import FOLDER, RENAMES, Backup, may_be_kept
from sitegen.content import imports_lock, ledger
from sitegen.content.ledger import Key, Promise, State
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
    paths = (path for path in folder.rglob("*") if not path.is_dir() and not _is_half(path.name))
    found = sorted({path.relative_to(folder).as_posix() for path in paths} - {RENAMES})
    if odd := [path for path in found if not may_be_kept(path) or (folder / path).is_symlink()]:
        message, hint = (
            f"it holds {odd[0]}, which is no file of content/ and not site.yaml",
            "take it out, or restore by hand",
        )
        raise UsageError([Problem(Location(str(backup)), "no-backup", message, hint)])
    return found


def _is_half(name: str) -> bool:
    """Whether a file is one that its writer did not finish when it died."""
    return name.startswith(".") and name.endswith(".new")


def restore(folder: Path, paths: Iterable[str], backup: Backup) -> list[str]:
    """Put *paths* back as *folder* holds them, what they replace saved in *backup*; those that differed.

    What was renamed since has its name again. Of the ledger, what was live then is live again, and nothing that it has
    learned since is forgotten; of the record of imports, the lines of the live blogs that come back. Raises UsageError,
    with nothing changed, for a backup that was damaged.
    """
    put, liveblogs, renames = [], set[str](), _renames(folder)
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
    for _, old, new in (row for row in renames if row[0] == "file"):
        backup.give_way(new, old)
    ids = {new: old for kind, old, new in renames if kind == "id"}
    for path, merged in _records(folder, backup.root, liveblogs, ids):
        put.append(path)
        backup.record(path, merged)
    for new, old in ids.items():
        backup.note_rename("id", new, old)
    return put


def _renames(folder: Path) -> list[tuple[str, str, str]]:
    """What the command whose backup is *folder* renamed."""
    file = folder / RENAMES
    rows: list[tuple[str, str, str]] = []
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines() if file.is_file() else (), 1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        match row:
            case ["file", str(old), str(new)] if may_be_kept(old) and may_be_kept(new):
                rows.append(("file", old, new))
            case ["id", str(old), str(new)]:
                rows.append(("id", old, new))
            case _:
                message = "this line says no renaming of content"
                raise UsageError([Problem(Location(str(file), number), "no-backup", message, "restore by hand")])
    return rows


def _records(folder: Path, root: Path, liveblogs: set[str], ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The records that change with the content of *liveblogs*, with their new text; *ids* are called as they were."""
    if (folder / ledger.PATH).is_file():
        then = ledger.read_ledger(_text(folder / ledger.PATH))[0]
        now, damaged = ledger.read_ledger(_text(root / ledger.PATH))
        known = _called_again(now, ids)
        again = {
            key: promise
            for key, promise in then.items()
            if key[0] in liveblogs and promise.state is State.LIVE and known.get(key, promise).state is not State.LIVE
        }
        given_up = {key: promise for key, promise in then.items() if key[0] in ids.values() and key not in known}
        merged = {**known, **again, **given_up}
        if merged != now and not damaged:
            yield ledger.PATH, ledger.write_ledger(merged)
    if (folder / imports_lock.PATH).is_file():
        old = imports_lock.read_lock((folder / imports_lock.PATH).read_bytes())[0]
        new, damaged_lock = imports_lock.read_lock(_text(root / imports_lock.PATH).encode())
        called = [replace(row, liveblog=ids.get(row.liveblog, row.liveblog)) for row in new]
        rows = [
            *(row for row in called if row.liveblog not in liveblogs),
            *(row for row in old if row.liveblog in liveblogs),
        ]
        if not damaged_lock and sorted(rows) != sorted(new):
            yield imports_lock.PATH, imports_lock.write_lock(rows)


def _called_again(promises: Mapping[Key, Promise], ids: Mapping[str, str]) -> dict[Key, Promise]:
    """*promises* under the ids that live blogs had before they were renamed, *ids*: the new -> the old."""
    called = dict[Key, Promise]()
    for (liveblog, name), promise in promises.items():
        owner, mark, anchor = promise.said.partition("#")
        said = replace(promise, said=f"{ids.get(owner, owner)}{mark}{anchor}") if mark else promise
        called[ids.get(liveblog, liveblog), name] = said
    return called


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") if path.is_file() else ""
