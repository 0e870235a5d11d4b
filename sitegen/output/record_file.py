"""The file in which a target is recorded: its tables, and what is done with one that is damaged or of another version."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from sitegen.errors import Location, Problem, SystemFailureError
from sitegen.limits import file_size_hint
from sitegen.output.packing import unpacked
from sitegen.output.paths import linked_file
from sitegen.vouched import distrust, is_vouched_for

_FORMAT = 0x53470003  # changes with the tables below: a file with any other number is made anew
_CHECK = "PRAGMA quick_check(1)"
_TABLES = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, url TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, owner TEXT NOT NULL, ctime INTEGER NOT NULL,
    fold TEXT NOT NULL, ids BLOB NOT NULL, links BLOB NOT NULL, sum INTEGER NOT NULL);
CREATE INDEX pages_fold ON pages (fold);
CREATE TABLE links (path TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (path, page)) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def throw_away(file: Path) -> None:
    """Remove the record *file* and what is kept beside it."""
    for beside in (file, _journal(file)):
        beside.unlink(missing_ok=True)
    distrust(file)


def _journal(file: Path) -> Path:
    """What SQLite leaves of a transaction that was cut short."""
    return file.with_name(file.name + "-journal")


def connect(file: Path) -> sqlite3.Connection:
    """A connection to the record *file*; one that is damaged, or of another version, is made anew.

    All of it is read to find damage, unless nobody wrote it since it was `vouch_for`. Raises SystemFailureError where it
    cannot be opened.
    """
    try:
        return _checked(
            sqlite3.connect(file, timeout=30), is_sound=is_vouched_for(file) and not _journal(file).exists()
        )
    except sqlite3.OperationalError as error:
        raise record_failure(file, error) from error
    except sqlite3.DatabaseError:
        throw_away(file)
    return _checked(sqlite3.connect(file, timeout=30))


def record_failure(file: Path, error: sqlite3.Error) -> SystemFailureError:
    """The error to raise for *error*, met while the record *file* was read or written."""
    message = f'the record of what was published, "{file.as_posix()}", failed: {error}'
    hint = "make room, or allow yourself to write there, then build again; whatever stands there can be deleted at any time"
    hint = file_size_hint() + hint
    return SystemFailureError([Problem(Location(file.as_posix()), "record-failed", message, hint)])


def row_sum(said: tuple[str | bytes, ...]) -> int:
    """The check sum of what a row *said*: path, URL, digest, owner, folded path, ids and links.

    Not of its key nor its stat, which change alone: where a byte of those is another one, the page is looked at again.
    """
    return zlib.crc32(repr(said).encode("utf-8", "surrogatepass"))


def files_linked(links: bytes, own: str) -> set[str]:
    """The files to which the ``packed`` *links* of the page *own* lead, but for itself."""
    return {file for link in unpacked(links) if (file := linked_file(link)) != own}


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether all that a record says is what was written: that no byte of a text is another one, too."""
    if connection.execute(_CHECK).fetchone() != ("ok",):
        return False
    linked = set[tuple[str, int]]()
    for page, total, *said in connection.execute(
        "SELECT id, sum, path, url, digest, owner, fold, ids, links FROM pages"
    ):
        if row_sum((*said,)) != total:
            return False
        linked.update((file, page) for file in files_linked(said[-1], said[0]))
    with connection:
        connection.execute("DELETE FROM notes WHERE name = 'closures'")  # which nothing else could prove wrong
    return linked == set(connection.execute("SELECT path, page FROM links"))


def _checked(connection: sqlite3.Connection, *, is_sound: bool = False) -> sqlite3.Connection:
    """Give *connection* back with our tables in it; raises sqlite3.DatabaseError for a file that is not ours."""
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if empty:
            connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")
        elif version != _FORMAT or not (is_sound or _is_whole(connection)):
            raise sqlite3.DatabaseError("damaged, or of another version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
