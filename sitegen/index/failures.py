"""What goes wrong with the index file itself: damage, which a new one heals, and a disk that does not take it."""

from __future__ import annotations

import sqlite3

from sitegen.errors import Location, Problem, SystemFailureError
from sitegen.limits import file_size_hint


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether *error* says that the file holds no sound database, rather than that it cannot be read or written."""
    return not isinstance(error, sqlite3.OperationalError)


def index_failure(path: str, error: sqlite3.Error) -> SystemFailureError:
    """The error to raise where the index *path* cannot be read or written."""
    hint = "make room, or allow yourself to write there, then build again; whatever stands there can be deleted at any time"
    hint = file_size_hint() + hint
    return SystemFailureError([Problem(Location(path), "index-failed", f'the index "{path}" failed: {error}', hint)])
