"""The file in which a target is recorded: its tables, and what is done with one that is damaged or of another version."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sitegen.errors import Location, Problem, SystemFailureError

_FORMAT = 0x53470002  # changes with the tables below: a file with any other number is made anew
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
    """Remove the record *file* and what SQLite keeps beside it."""
    for name in (file.name, file.name + "-journal"):
        file.with_name(name).unlink(missing_ok=True)


def connect(file: Path) -> sqlite3.Connection:
    """A connection to the record *file*; one that is damaged, or of another version, is made anew.

    Raises SystemFailureError where it cannot be opened.
    """
    try:
        return _checked(sqlite3.connect(file, timeout=30))
    except sqlite3.OperationalError as error:
        raise record_failure(file, error) from error
    except sqlite3.DatabaseError:
        throw_away(file)
    return _checked(sqlite3.connect(file, timeout=30))


def record_failure(file: Path, error: sqlite3.Error) -> SystemFailureError:
    """The error to raise for *error*, met while the record *file* was read or written."""
    message = f'the record of what was published, "{file.as_posix()}", failed: {error}'
    hint = "make room, or allow yourself to write there, then build again"
    return SystemFailureError([Problem(Location(file.as_posix()), "record-failed", message, hint)])


def _checked(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Give *connection* back with our tables in it; raises sqlite3.DatabaseError for a file that is not ours."""
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if empty:
            connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")
        elif version != _FORMAT or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged, or of another version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
