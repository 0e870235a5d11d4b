"""Questions to the index about what the ledger says, and about what it must say of the content."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sitegen.index.changes import Subject, subject_at
from sitegen.index.ledger_lines import Line, lines_of


class LedgerQueries:
    """The questions, asked of one open connection. Drafts never count: nothing is promised of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def lines(self, liveblog: str) -> list[Line]:
        """What the ledger says of *liveblog*, its live anchors apart; its addresses first."""
        return lines_of(self._connection, liveblog)

    def published_at(self, url: str) -> list[str]:
        """The ids of the live blogs that were published at *url*, sorted."""
        rows = self._connection.execute("SELECT liveblog FROM ledger WHERE name = ? ORDER BY liveblog", (url,))
        return [liveblog for (liveblog,) in rows]

    def addresses(self) -> list[str]:
        """Every address that the ledger has, like ``2017-11-03/slug``, sorted."""
        return sorted(name for kind, name in self._subjects() if kind == "live-blog")

    def aliases(self) -> list[str]:
        """The URL of each alias that the ledger keeps of live blogs that are gone, sorted."""
        return sorted(name for kind, name in self._subjects() if kind == "alias")

    def _subjects(self) -> Iterator[Subject]:
        rows = self._connection.execute("SELECT DISTINCT name FROM ledger WHERE name LIKE '/%'")
        return (subject_at(name) for (name,) in rows)

    def places(self, path: str = "") -> list[tuple[str, str, str, bool]]:
        """Where each live blog is, or the one whose file is *path*: its id, its URL and its file, by id.

        The last says whether it has an id of its own.
        """
        narrowed, values = (" AND path = ?", (path,)) if path else ("", ())
        rows = self._connection.execute(
            "SELECT id, '/' || replace(date, '-', '/') || '/' || slug || '/', path,"
            " path NOT IN (SELECT path FROM problems WHERE code = 'no-id')"
            f" FROM liveblogs WHERE NOT draft{narrowed} ORDER BY id",
            values,
        )
        return [(liveblog, url, place, bool(is_named)) for liveblog, url, place, is_named in rows]
