"""The file of the index: opened where it is sound, made anew where it is not, and safe from crashes once it was loaded."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sitegen import __version__
from sitegen.digests import digest
from sitegen.vouched import is_vouched_for

SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def new_identity() -> str:
    """A name that no other index has."""
    return os.urandom(8).hex()


def _version() -> str:
    return digest(SCHEMA + __version__)


def opened(path: Path) -> sqlite3.Connection | None:
    """The index at *path*; None where there is none, or one of another version, or that we did not close as it stands."""
    if not path.exists():
        return None
    is_ours = is_vouched_for(path)
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        if is_ours and row == (_version(),):
            _set_up(connection)
            return connection
    except sqlite3.DatabaseError:
        pass  # not a database, or a cut one: the index can be made anew from content at any time
    connection.close()
    return None


def _set_up(connection: sqlite3.Connection) -> None:
    # What a loss of power takes of the last change is found by the next build, in the content; so no change waits for it.
    connection.execute("PRAGMA synchronous = NORMAL")
    # In pages of 16 KB, so 2 MB: all of the log is read by whoever opens the index, and it is not cut at the end of a
    # build, which has a reader open then.
    connection.execute("PRAGMA wal_autocheckpoint = 128")


def made(path: Path) -> sqlite3.Connection:
    """An empty index, without its version: until `settle` gives it one it is nothing that another run could open."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    # Bodies are long: with larger pages they lie in fewer pieces. What a crash leaves of the first load is thrown away, so
    # it takes no journal, which would be as long as the index, and half of the time.
    connection.executescript("PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    with connection:
        rows = [("identity", new_identity()), ("sequence", "0"), ("settings", "")]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """Let an index that was just made be one that a crash does not harm, and that others may read while it is written."""
    if connection.execute("SELECT 1 FROM meta WHERE name = 'version'").fetchone():
        return
    _set_up(connection)
    connection.execute("PRAGMA journal_mode = WAL")  # and all that was loaded is on the disk, before it has its version
    with connection:
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (_version(),))
