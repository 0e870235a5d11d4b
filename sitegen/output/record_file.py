"""The file in which a target is recorded: its tables, and what is done with one that is damaged or of another version."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from sitegen.errors import Location, Problem, SystemFailureError

_FORMAT = 0x53470002  # changes with the tables below: a file with any other number is made anew
_SOUND = ".sound"
_CHECK = "PRAGMA quick_check(1)"
_TABLES = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, url TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, owner TEXT NOT NULL, ctime INTEGER NOT NULL,
    fold TEXT NOT NULL, ids BLOB NOT NULL, links BLOB NOT NULL);
CREATE INDEX pages_fold ON pages (fold);
CREATE TABLE links (path TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (path, page)) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def throw_away(file: Path) -> None:
    """Remove the record *file* and what is kept beside it."""
    for beside in (file, file.with_name(file.name + "-journal"), file.with_suffix(_SOUND)):
        beside.unlink(missing_ok=True)


def connect(file: Path) -> sqlite3.Connection:
    """A connection to the record *file*; one that is damaged, or of another version, is made anew.

    All of it is read to find damage, unless nobody wrote it since it was `vouch_for`. Raises SystemFailureError where it
    cannot be opened.
    """
    try:
        return _checked(sqlite3.connect(file, timeout=30), is_sound=_state(file) == _vouched(file))
    except sqlite3.OperationalError as error:
        raise record_failure(file, error) from error
    except sqlite3.DatabaseError:
        throw_away(file)
    return _checked(sqlite3.connect(file, timeout=30))


def vouch_for(file: Path) -> None:
    """Note that the record *file*, which was closed, is sound as it stands."""
    state = _state(file)
    if state != _vouched(file):
        with suppress(OSError):  # then it is read through next time
            file.with_suffix(_SOUND).write_text(state, "utf-8")


def distrust(file: Path) -> None:
    """Have the record *file* read through when it is opened next."""
    with suppress(OSError):
        file.with_suffix(_SOUND).unlink()


def _vouched(file: Path) -> str:
    try:
        return file.with_suffix(_SOUND).read_text("utf-8", "replace")
    except OSError:
        return "nothing"


def _state(file: Path) -> str:
    """What the file system says of *file*, "" where it is not there or its last writer was cut short."""
    try:
        state = file.stat()
    except OSError:
        return ""
    cut = file.with_name(file.name + "-journal").exists()
    return "" if cut else f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def record_failure(file: Path, error: sqlite3.Error) -> SystemFailureError:
    """The error to raise for *error*, met while the record *file* was read or written."""
    message = f'the record of what was published, "{file.as_posix()}", failed: {error}'
    hint = "make room, or allow yourself to write there, then build again"
    return SystemFailureError([Problem(Location(file.as_posix()), "record-failed", message, hint)])


def _checked(connection: sqlite3.Connection, *, is_sound: bool = False) -> sqlite3.Connection:
    """Give *connection* back with our tables in it; raises sqlite3.DatabaseError for a file that is not ours."""
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if empty:
            connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")
        elif version != _FORMAT or not (is_sound or connection.execute(_CHECK).fetchone() == ("ok",)):
            raise sqlite3.DatabaseError("damaged, or of another version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
