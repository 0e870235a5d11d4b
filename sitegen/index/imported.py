"""What import wrote, as pages need it: by live blog the mark of each update as it was written, and what changed since."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.index.changes import Subject

_HEAD = "-"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a live blog is beside what import wrote: anchors *edited*, *added* and *removed*; *head* says it of its head.

    *is_imported* says whether the record of imports knows it at all.
    """

    is_imported: bool = False
    head: bool = False
    edited: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def put_imported(connection: sqlite3.Connection, rows: Mapping[str, str]) -> set[Subject]:
    """Put *rows*, by live blog its anchors and their marks, in the place of those that are held; the pages that touches."""
    old = dict(connection.execute("SELECT liveblog, marks FROM imported"))
    differing = {name for name in old.keys() | rows.keys() if old.get(name) != rows.get(name)}
    connection.executemany("DELETE FROM imported WHERE liveblog = ?", [(name,) for name in differing])
    new = [(name, rows[name]) for name in sorted(differing) if name in rows]
    connection.executemany("INSERT INTO imported VALUES (?, ?)", new)
    return {
        ("live-blog", f"{day}/{slug}")
        for name in differing
        for day, slug in connection.execute("SELECT date, slug FROM liveblogs WHERE id = ?", (name,))
    }


def changes_of(connection: sqlite3.Connection, liveblog: str, anchors: Sequence[str], marks: Sequence[str]) -> Changes:
    """What *liveblog* is now beside what import wrote; *marks* are those of its head and of the updates *anchors*."""
    row = connection.execute("SELECT marks FROM imported WHERE liveblog = ?", (liveblog,)).fetchone()
    if row is None or len(marks) != len(anchors) + 1:
        return Changes()
    wrote = dict(pair.split(":") for pair in row[0].split(" "))
    now = dict(zip(anchors, marks[1:], strict=True))
    return Changes(
        is_imported=True,
        head=wrote.get(_HEAD, marks[0]) != marks[0],
        edited=tuple(anchor for anchor, mark in now.items() if wrote.get(anchor, mark) != mark),
        added=tuple(anchor for anchor in now if anchor not in wrote),
        removed=tuple(sorted(wrote.keys() - now.keys() - {_HEAD})),
    )
