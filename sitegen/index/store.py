"""The index on disk: opened, brought up to date with content in one transaction, and asked what was touched since."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import Location, Problem, Severity
from sitegen.index.bodies import bodies_of as bodies_of  # whoever opens an index has these from here
from sitegen.index.bodies import open_reader as open_reader
from sitegen.index.changes import (
    SITE,
    SITEMAP,
    Subject,
    aliases_of,
    lists_touched,
    moved_in_threads,
    subject_at,
    thread_neighbours,
    touched_by,
    touched_by_words,
    waiting,
)
from sitegen.index.database import made, new_identity, opened, settle
from sitegen.index.imported import put_imported
from sitegen.index.ledger_lines import Line, put_lines, touched_by_name
from sitegen.index.rows import Rows, alias_rows, problem_row
from sitegen.vouched import vouch_for

if TYPE_CHECKING:
    from sitegen.model import OwnPage

StatRow = tuple[str, int, int, int, int]
"""The path of a file with its size, mtime and ctime in ns and inode: what a build compares, a plain tuple for speed."""


@dataclass(frozen=True, slots=True)
class FileStat:
    """What a file system says of a file, and the digest of its bytes ("" while it was not read)."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A content file read anew: its stat, what it says, and its warnings.

    *said* is None for a file with errors, and the path alone for one whose text is the one that is known.
    """

    path: str
    stat: FileStat
    said: Rows | OwnPage | str | None
    problems: tuple[Problem, ...] = ()


class Index:
    """One open index. The process that opened it writes; others may read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @property
    def identity(self) -> str:
        """A name that another index never has: sequences of two indexes say nothing of each other."""
        return self._meta("identity")

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return int(self._meta("sequence") or 0)

    def stats(self, folder: str = "") -> dict[str, FileStat]:
        """The stat of each file in *folder*, or of all, by path, as it was when it was read."""
        rows = self._files("path, size, mtime_ns, ctime_ns, inode, digest", folder)
        return {path: FileStat(*rest) for path, *rest in rows}

    def rows_in(self, folder: str) -> set[StatRow]:
        """The stats of the files in *folder*, as they were when they were read."""
        return set(self._files("path, size, mtime_ns, ctime_ns, inode", folder))

    def digests_in(self, folder: str) -> dict[str, str]:
        """The digest of each file in *folder*, by path, as it was when it was read."""
        return dict(self._files("path, digest", folder))

    def _files(self, columns: str, folder: str) -> sqlite3.Cursor:
        # In the order of paths "0" is what follows "/".
        place = (" WHERE path > ? AND path < ?", (f"{folder}/", f"{folder}0")) if folder else ("", ())
        return self.connection.execute(f"SELECT {columns} FROM files{place[0]}", place[1])

    def remember(self, stats: Mapping[str, FileStat]) -> None:
        """Note the stats of files that are not content: seeds, whose digests import asks for."""
        with self.connection:
            for path, stat in stats.items():
                self._restat(path, stat)

    def settings(self) -> str:
        """The digest of the settings under which the files were read."""
        return self._meta("settings")

    def problems(self) -> list[Problem]:
        """The warnings and notes of all files."""
        rows = self.connection.execute("SELECT path, line, col, width, code, message, hint, severity FROM problems")
        return [
            Problem(Location(path, line, column, width), code, message, hint, Severity(severity))
            for path, line, column, width, code, message, hint, severity in rows
        ]

    def touched_since(self, sequence: int) -> list[Subject]:
        """The subjects touched by changes after number *sequence*, in order."""
        rows = self.connection.execute(
            "SELECT kind, name FROM touches WHERE sequence > ? ORDER BY kind, name", (sequence,)
        )
        return [(kind, name) for kind, name in rows]

    def update(self, changes: Iterable[Change], removed: Iterable[str], settings: str) -> None:
        """Bring the index up to date, in one transaction, and note what is touched; *removed* are paths that are gone.

        A file with errors is held no more: nothing is published before it is mended, and what it once said may be
        another's by then. Where the settings are new, or the index is, it gets a new identity, which touches everything.
        """
        anew = settings != self.settings()
        with self.connection:
            touched: set[Subject] = set()
            for path in removed:
                touched |= self._replace(path, None, anew)
                for table in ("files", "problems"):
                    self.connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))
            for change in changes:
                touched |= self._apply(change, anew)
            self._touch(touched.union(waiting(self.connection, touched)))
            if anew:
                self._set("identity", new_identity())
            self._set("settings", settings)
        settle(self.connection)

    @property
    def ledger(self) -> str:
        """What the file system said of the ledger whose lines this index holds, as `keep_ledger` was told."""
        return self._meta("ledger")

    def keep_ledger(self, state: str, lines: Iterable[Line], liveblogs: Collection[str] | None = None) -> None:
        """Hold *lines* of the ledger that is as *state* says, in the place of those of *liveblogs*, or of all."""
        with self.connection:
            self._touch(put_lines(self.connection, lines, liveblogs))
            self._set("ledger", state)

    @property
    def imports(self) -> str:
        """What the file system said of the record of imports that this index holds, as `keep_imports` was told."""
        return self._meta("imports")

    def keep_imports(self, state: str, rows: Mapping[str, str]) -> None:
        """Hold *rows* of the record of imports that is as *state* says: by live blog its anchors and their marks."""
        with self.connection:
            self._touch(put_imported(self.connection, rows))
            self._set("imports", state)

    def freeze(self) -> bool:
        """Bring all that was written into the one file of the index; whether it is, and stays so until the next `update`."""
        row = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is not None and row[0] == 0

    def _apply(self, change: Change, anew: bool) -> set[Subject]:
        said = change.said
        if isinstance(said, str):
            self._restat(change.path, change.stat)
            return set()
        touched = self._replace(change.path, said, anew)
        self.connection.execute("DELETE FROM problems WHERE path = ?", (change.path,))
        if said is None:  # to be read again by the next build, however long its stat stays the same
            self.connection.execute("DELETE FROM files WHERE path = ?", (change.path,))
            return touched
        self._restat(change.path, change.stat)
        if change.problems:
            rows = [problem_row(problem) for problem in change.problems]
            self.connection.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return touched

    def _replace(self, path: str, said: Rows | OwnPage | None, anew: bool) -> set[Subject]:
        """Put what the file at *path* says now in the place of what it said; what that touches, unless all is *anew*."""
        rows, own = (said, None) if isinstance(said, Rows) else (None, said)
        touched = self._replace_own(path, own)
        old = self.connection.execute(
            "SELECT key, date, slug, counted, outline, shown, whole, corrections, id, pins FROM liveblogs"
            " JOIN entries ON liveblog = key WHERE path = ?",
            (path,),
        ).fetchone()
        if old is None and rows is None:
            return touched
        if anew:
            self._put(old[0] if old else None, rows)
            return set()
        touched |= lists_touched(old, rows)
        if old and rows and (*old[3:5],) == (*rows.liveblog[-4:-2],):
            touched |= aliases_of(self.connection, old[0]) ^ set(map(subject_at, rows.aliases))
            if old[6] != rows.liveblog[-1]:
                shown = old[5] != rows.liveblog[-2]
                touched |= touched_by_words(self.connection, old[0], f"{old[1]}/{old[2]}", shown=shown)
                if shown:  # which updates are key ones, and so have a page beside every address
                    touched |= aliases_of(self.connection, old[0])
                    touched.update(touched_by_name(self.connection, [old[8]]))
                    return touched | self._put_in_threads(old[0], rows)
            self._put(old[0], rows)
            return touched
        counts = not (old and rows and old[3] == rows.liveblog[-4])
        if old:
            touched |= touched_by(self.connection, old[0], counts=counts)
        if key := self._put(old[0] if old else None, rows):
            touched |= touched_by(self.connection, key, counts=counts)
        names = {*(old[-2:-1] if old else ()), *([str(rows.liveblog[1])] if rows else ())}  # its id, as above
        return touched.union(touched_by_name(self.connection, names))

    def _replace_own(self, path: str, page: OwnPage | None) -> set[Subject]:
        old = self.connection.execute("SELECT name FROM own_pages WHERE path = ?", (path,)).fetchall()
        touched = {("own", name) for (name,) in old}
        if old:
            self.connection.execute("DELETE FROM own_pages WHERE path = ?", (path,))
        if page:
            values = (page.path, page.name, page.title, page.html)
            self.connection.execute("INSERT INTO own_pages VALUES (?, ?, ?, ?)", values)
            touched.add(("own", page.name))
        return touched | {SITE, SITEMAP} if touched else touched

    def _put(self, key: int | None, rows: Rows | None) -> int | None:
        """Put *rows* in the place of the live blog *key* (None: there is none yet), under the same key; its key."""
        execute = self.connection.execute
        if key is not None:
            for table in ("days", "threads", "thread_days", "entries", "bodies", "beside", "aliases"):
                execute(f"DELETE FROM {table} WHERE liveblog = ?", (key,))
            execute("DELETE FROM liveblogs WHERE key = ?", (key,))
        if rows is None:
            return None
        key = execute("INSERT INTO liveblogs VALUES (?" + ", ?" * 26 + ")", (key, *rows.liveblog)).lastrowid
        execute("INSERT INTO entries VALUES (?, ?, ?)", (key, rows.entries, rows.pins))
        execute("INSERT INTO bodies VALUES (?, ?)", (key, rows.bodies))
        for picture in rows.beside:
            execute("INSERT INTO beside VALUES (?, ?, ?)", (key, *picture))
        for alias in alias_rows(rows.aliases):
            execute("INSERT INTO aliases VALUES (?, ?, ?, ?, ?, ?)", (key, *alias))
        for day, count in rows.days:
            execute("INSERT INTO days VALUES (?, ?, ?, ?)", (day, key, rows.draft, count))
        for topic, month, *counts in rows.threads:
            execute("INSERT INTO threads VALUES (?, ?, ?, ?, ?, ?, ?)", (topic, month, key, rows.draft, *counts))
        for topic, number in rows.thread_days:
            execute("INSERT INTO thread_days VALUES (?, ?, ?, ?)", (topic, number, key, rows.draft))
        return key

    def _put_in_threads(self, key: int, rows: Rows) -> set[Subject]:
        """Put *rows* as `_put` does; the live blogs that have other neighbours in a thread by that."""
        moved = moved_in_threads(self.connection, key, rows)
        touched = {*thread_neighbours(self.connection, key)} if moved else set()
        self._put(key, rows)
        return touched.union(thread_neighbours(self.connection, key)) if moved else touched

    def _meta(self, name: str) -> str:
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _set(self, name: str, value: str) -> None:
        if self._meta(name) != value:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _restat(self, path: str, stat: FileStat) -> None:
        row = (path, stat.size, stat.mtime_ns, stat.ctime_ns, stat.inode, stat.digest)
        self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", row)

    def _touch(self, subjects: Iterable[Subject]) -> None:
        # By the clock: a change that a loss of power takes away never shares its number with another one.
        number = max(self.sequence + 1, time.time_ns() // 1000)
        rows = [(kind, name, number) for kind, name in sorted(subjects)]
        if rows:
            self.connection.executemany("INSERT OR REPLACE INTO touches VALUES (?, ?, ?)", rows)
            self._set("sequence", str(rows[0][2]))


@contextmanager
def open_index(folder: Path, *, clean: bool = False) -> Iterator[Index]:
    """The index in *folder*; one that is damaged, or of another version, is made anew, as is any with *clean*.

    So is one that somebody else wrote, or a process that was killed: no check finds a byte in a text that is another one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.db"
    connection = (None if clean else opened(path)) or made(path)
    try:
        yield Index(connection)
        settle(connection)
    finally:
        connection.close()
        vouch_for(path)
