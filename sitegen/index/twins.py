"""Live blogs that share what must be one's own: an id, or an address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def shared_addresses(connection: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Pairs of files that share an id or an address: what is shared ("id" or "slug"), its value, and both paths."""
    return [
        *_twins(connection, "id", "id", "id"),
        *_twins(connection, "slug", "date || '/' || slug", "date, slug"),
    ]


def _twins(connection: sqlite3.Connection, what: str, value: str, columns: str) -> Iterator[tuple[str, str, str, str]]:
    # Only the columns of an index are asked for, so that no live blog is read where none is shared.
    shared = connection.execute(f"SELECT {columns} FROM liveblogs GROUP BY {columns} HAVING count(*) > 1")
    for values in shared.fetchall():
        rows = connection.execute(
            f"SELECT {value}, path FROM liveblogs WHERE ({columns}) = ({', '.join('?' * len(values))}) ORDER BY path",
            values,
        )
        (name, first), *others = rows
        yield from ((what, name, first, path) for _, path in others)
