"""What must be one's own and is shared: an id, an address, an alias."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import path_of


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


@dataclass(frozen=True, slots=True)
class Taken:
    """An alias whose file is another's: alias number *place* of the file *path*, and *other*, what has it already.

    *url* is the alias; *theirs* the URL that the file *other* claims: an alias of its own, where *is_alias*. The two are one
    file on some disks at least; unless *is_inside*: then the alias lies in the folder that *theirs* is.
    """

    path: str
    place: int
    url: str
    other: str
    theirs: str
    is_alias: bool = False
    is_inside: bool = False


def taken_aliases(connection: sqlite3.Connection) -> Iterator[Taken]:
    """The aliases that are addresses of something else, each with the first that has it."""
    yield from _of_two(connection)
    yield from _of_liveblogs(connection)
    yield from _of_own_pages(connection)
    yield from _in_files(connection)


_SAID = "SELECT path, place, url FROM aliases JOIN liveblogs ON key = liveblog WHERE fold = ? ORDER BY path, place"


def _of_two(connection: sqlite3.Connection) -> Iterator[Taken]:
    shared = connection.execute("SELECT fold FROM aliases GROUP BY fold HAVING count(*) > 1").fetchall()
    for values in shared:
        (other, _, theirs), *more = connection.execute(_SAID, values)
        yield from (Taken(path, place, url, other, theirs, is_alias=True) for path, place, url in more)


def _of_liveblogs(connection: sqlite3.Connection) -> Iterator[Taken]:
    rows = connection.execute(
        "SELECT own.path, place, url, fold, other.path, '/' || replace(a.date, '-', '/') || '/' || a.slug || '/'"
        " FROM aliases a CROSS JOIN liveblogs other ON other.date = a.date AND other.slug = a.slug"
        " JOIN liveblogs own ON own.key = a.liveblog WHERE a.date <> '' ORDER BY 1, 2, 5"
    )
    for path, place, url, file, other, theirs in rows:
        yield Taken(path, place, url, other, theirs, is_inside=file != path_of(theirs))


def _of_own_pages(connection: sqlite3.Connection) -> Iterator[Taken]:
    rows = connection.execute(
        "SELECT b.path, place, url, own.path, '/' || name || '/' FROM own_pages own"
        " CROSS JOIN aliases ON fold = name || '/index.html' JOIN liveblogs b ON b.key = liveblog ORDER BY 1, 2"
    )
    yield from (Taken(*row) for row in rows)


def _in_files(connection: sqlite3.Connection) -> Iterator[Taken]:
    """Those in a folder that has the name of a file, which only pages of other aliases have: ``/a.html/b/``."""
    rows = connection.execute(
        "SELECT path, place, url, fold FROM aliases JOIN liveblogs ON key = liveblog"
        " WHERE fold LIKE '%.htm%/%' ORDER BY path, place"
    )
    for path, place, url, file in rows.fetchall():
        names = file.split("/")
        for end in range(1, len(names)):
            if found := connection.execute(_SAID, ("/".join(names[:end]),)).fetchone():
                yield Taken(path, place, url, found[0], found[2], is_alias=True, is_inside=True)
                break


def former_aliases(connection: sqlite3.Connection) -> list[tuple[Taken, str]]:
    """The aliases that are former addresses of other live blogs, by the ledger, each with the id of the other."""
    rows = connection.execute(
        "SELECT b.path, place, url, name, ledger.liveblog FROM aliases a CROSS JOIN liveblogs b ON b.key = a.liveblog"
        " JOIN ledger ON name = '/' || replace(a.date, '-', '/') || '/' || a.slug || '/' AND ledger.liveblog <> b.id"
        " WHERE a.date <> '' AND fold = substr(name, 2) || 'index.html'"
        " AND NOT EXISTS (SELECT 1 FROM liveblogs o WHERE o.date = a.date AND o.slug = a.slug) ORDER BY 1, 2, 5"
    )
    return [(Taken(path, place, url, path, name), liveblog) for path, place, url, name, liveblog in rows]
