"""What pages need of the ledger: every address ever published, and every anchor that is not live any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sitegen.index.changes import Subject, subject_at


class Line(NamedTuple):
    """A line of the ledger: a live blog, and what became of a name of it.

    *name* is an anchor, or an address like ``/2017/11/03/qaim/``; *said* the day of a takedown, or where an update moved
    to, like ``2017-11-03-qaim#t1930``.
    """

    liveblog: str
    name: str
    state: str
    said: str

    @property
    def is_address(self) -> bool:
        """Whether the name is an address."""
        return self.name.startswith("/")


def address_at(url: str) -> str:
    """The address of a live blog, as the index has it, whose page is at *url*.

    >>> address_at("/2017/11/03/qaim/"), url_at("2017-11-03/qaim")
    ('2017-11-03/qaim', '/2017/11/03/qaim/')
    """
    return f"{url[1:11].replace('/', '-')}/{url[12:-1]}"


def url_at(address: str) -> str:
    """The URL of the live blog at *address*, like ``2017-11-03/qaim``."""
    day, _, slug = address.partition("/")
    return f"/{day.replace('-', '/')}/{slug}/"


def put_lines(connection: sqlite3.Connection, lines: Iterable[Line], liveblogs: Collection[str] | None) -> set[Subject]:
    """Put *lines* in the place of those of *liveblogs* (None: of all); the subjects whose pages that touches."""
    new, old = set(lines), set(_lines(connection, liveblogs))
    differing = new ^ old
    touched = set(_touched(connection, differing))
    connection.executemany("DELETE FROM ledger WHERE liveblog = ? AND name = ?", [line[:2] for line in old - new])
    connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?)", sorted(new - old))
    return touched.union(_touched(connection, differing))


def lines_of(connection: sqlite3.Connection, liveblog: str) -> list[Line]:
    """The lines of *liveblog*, by name: addresses first."""
    rows = connection.execute("SELECT * FROM ledger WHERE liveblog = ? ORDER BY name", (liveblog,))
    return [Line(*row) for row in rows]


def touched_by_name(connection: sqlite3.Connection, liveblogs: Iterable[str]) -> Iterator[Subject]:
    """The subjects touched where one of *liveblogs* has come or gone, or is called otherwise, or stands elsewhere.

    Its former addresses lead to it; and what has moved to it, from other live blogs, leads there too.
    """
    for liveblog in _with_followers(connection, liveblogs):
        yield from _pages_of(connection, liveblog)


def _lines(connection: sqlite3.Connection, liveblogs: Collection[str] | None) -> Iterator[Line]:
    if liveblogs is None:
        yield from (Line(*row) for row in connection.execute("SELECT * FROM ledger"))
        return
    for liveblog in liveblogs:
        yield from lines_of(connection, liveblog)


def _touched(connection: sqlite3.Connection, differing: Collection[Line]) -> Iterator[Subject]:
    """The subjects that *differing* lines touch, as the index stands now."""
    for line in differing:
        if line.is_address and not _is_at(connection, line.liveblog, line.name):
            yield subject_at(line.name)
    yield from touched_by_name(connection, {line.liveblog for line in differing if not line.is_address})


def _is_at(connection: sqlite3.Connection, liveblog: str, url: str) -> bool:
    """Whether *liveblog* has its page at *url* today: its being recorded there changes nothing."""
    day, _, slug = address_at(url).partition("/")
    query = "SELECT 1 FROM liveblogs WHERE date = ? AND slug = ? AND id = ? AND NOT draft"
    return connection.execute(query, (day, slug, liveblog)).fetchone() is not None


def _pages_of(connection: sqlite3.Connection, liveblog: str) -> Iterator[Subject]:
    """Where *liveblog* is, and where it was."""
    for day, slug in connection.execute("SELECT date, slug FROM liveblogs WHERE id = ?", (liveblog,)):
        yield ("live-blog", f"{day}/{slug}")
    yield from (subject_at(line.name) for line in lines_of(connection, liveblog) if line.is_address)


def _with_followers(connection: sqlite3.Connection, liveblogs: Iterable[str]) -> set[str]:
    """*liveblogs*, and those from which something has moved to them, over any number of moves."""
    found, waiting = set[str](), list(liveblogs)
    while waiting:
        liveblog = waiting.pop()
        if liveblog not in found:
            found.add(liveblog)
            # Where something moved to begins with a live blog and "#", and "$" is what follows "#".
            query = "SELECT DISTINCT liveblog FROM ledger WHERE said > ? AND said < ?"
            waiting += [name for (name,) in connection.execute(query, (f"{liveblog}#", f"{liveblog}$"))]
    return found
