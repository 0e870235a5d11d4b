"""The index on disk: opened, brought up to date with content in one transaction, and asked what was touched since."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from sitegen import __version__
from sitegen.errors import Location, Problem, Severity
from sitegen.index.changes import SITE, Subject, touched_by
from sitegen.model import LiveBlog, OwnPage, Prepared
from sitegen.words import digest

SCHEMA = files("sitegen.index").joinpath("schema.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class FileStat:
    """What a file system says of a file, and the digest of its text ("" while it was not read)."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A content file read anew: its stat, what it says (None for a file with errors), and its warnings."""

    path: str
    stat: FileStat
    said: Prepared | OwnPage | None
    problems: tuple[Problem, ...]


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

    def stats(self) -> dict[str, FileStat]:
        """The stat of each file, by path, as it was when it was read."""
        rows = self.connection.execute("SELECT path, size, mtime_ns, ctime_ns, inode, digest FROM files")
        return {path: FileStat(*rest) for path, *rest in rows}

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

    def update(
        self,
        changes: Sequence[Change],
        restated: Mapping[str, FileStat],
        removed: Iterable[str],
        parents: Mapping[str, tuple[str, ...]],
        settings: str,
    ) -> None:
        """Bring the index up to date, in one transaction, and note what is touched.

        *restated* are files whose stat changed and whose text did not; *removed* are paths that are gone. A file with
        errors is held no more: nothing is published before it is mended, and what it once said may be another's by then.
        """
        gone = [*removed, *(change.path for change in changes)]
        with self.connection:
            keys = self._keys(gone)
            touched = touched_by(self.connection, keys, parents)
            touched |= self._own_subjects(gone)
            self._delete(gone, keys)
            for path in removed:
                self.connection.execute("DELETE FROM files WHERE path = ?", (path,))
                self.connection.execute("DELETE FROM problems WHERE path = ?", (path,))
            for change in changes:
                self._insert(change)
            for path, stat in restated.items():
                self._restat(path, stat)
            touched |= touched_by(self.connection, self._keys(gone), parents) | self._own_subjects(gone)
            self._touch(touched)
            self._set("settings", settings)

    def _meta(self, name: str) -> str:
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _set(self, name: str, value: str) -> None:
        if self._meta(name) != value:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _keys(self, paths: Iterable[str]) -> list[int]:
        found = []
        for path in paths:
            found += self.connection.execute("SELECT key FROM liveblogs WHERE path = ?", (path,)).fetchall()
        return [key for (key,) in found]

    def _own_subjects(self, paths: Iterable[str]) -> set[Subject]:
        own = {
            ("own", name)
            for path in paths
            for (name,) in self.connection.execute("SELECT name FROM own_pages WHERE path = ?", (path,))
        }
        return own | {SITE} if own else own

    def _delete(self, paths: Iterable[str], keys: Iterable[int]) -> None:
        for key in keys:
            bodies = self.connection.execute(
                "SELECT body FROM updates WHERE liveblog = ?1 UNION SELECT standfirst FROM liveblogs WHERE key = ?1",
                (key,),
            ).fetchall()
            self.connection.execute("DELETE FROM updates WHERE liveblog = ?", (key,))
            self.connection.execute("DELETE FROM update_topics WHERE liveblog = ?", (key,))
            self.connection.execute("DELETE FROM liveblogs WHERE key = ?", (key,))
            self.connection.executemany(
                "DELETE FROM bodies WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM updates WHERE body = ?1)"
                " AND NOT EXISTS (SELECT 1 FROM liveblogs WHERE standfirst = ?1)"
                " AND NOT EXISTS (SELECT 1 FROM own_pages WHERE body = ?1)",
                bodies,
            )
        self.connection.executemany("DELETE FROM own_pages WHERE path = ?", [(path,) for path in paths])

    def _insert(self, change: Change) -> None:
        self.connection.execute("DELETE FROM problems WHERE path = ?", (change.path,))
        if change.said is None:  # to be read again by the next build, however long its stat stays the same
            self.connection.execute("DELETE FROM files WHERE path = ?", (change.path,))
            return
        self._restat(change.path, change.stat)
        self.connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [_problem_row(problem) for problem in change.problems],
        )
        match change.said:
            case Prepared():
                self._insert_liveblog(change.said)
            case OwnPage(path, name, title, html):
                body = self._body(html)
                self.connection.execute("INSERT INTO own_pages VALUES (?, ?, ?, ?)", (path, name, title, body))

    def _restat(self, path: str, stat: FileStat) -> None:
        row = (path, stat.size, stat.mtime_ns, stat.ctime_ns, stat.inode, stat.digest)
        self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", row)

    def _insert_liveblog(self, prepared: Prepared) -> None:
        standfirst = self._body(prepared.standfirst_html) if prepared.standfirst_html else ""
        cursor = self.connection.execute(
            "INSERT INTO liveblogs VALUES (NULL" + ", ?" * 19 + ")", _liveblog_row(prepared, standfirst)
        )
        key = cursor.lastrowid
        for seq, (update, own) in enumerate(zip(prepared.liveblog.updates, prepared.updates, strict=True)):
            day, body = update.at.date().isoformat(), self._body(own.html)
            self.connection.execute(
                "INSERT INTO updates VALUES (" + "?, " * 14 + "?)",
                (
                    *(key, seq, int(update.at.timestamp()), update.at.isoformat(), day, update.anchor, own.pinned),
                    *(own.line, update.title, own.lead, update.author, update.key),
                    *(update.updated.isoformat() if update.updated else "", body, ",".join(own.fingerprint)),
                ),
            )
            topics = [(topic, day, key, seq) for topic in dict.fromkeys(update.topics)]
            self.connection.executemany("INSERT INTO update_topics VALUES (?, ?, ?, ?)", topics)

    def _body(self, html: str) -> str:
        name = digest(html)
        self.connection.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (name, html))
        return name

    def _touch(self, subjects: Iterable[Subject]) -> None:
        rows = [(kind, name, self.sequence + 1) for kind, name in sorted(subjects)]
        if rows:
            self.connection.executemany("INSERT OR REPLACE INTO touches VALUES (?, ?, ?)", rows)
            self._set("sequence", str(rows[0][2]))


def _problem_row(problem: Problem) -> tuple[str, int, int, int, str, str, str, str]:
    where = problem.where
    place = (where.path, where.line, where.column, where.width)
    return (*place, problem.code, problem.message, problem.hint, problem.severity.value)


def _liveblog_row(prepared: Prepared, standfirst: str) -> tuple[str | int, ...]:
    blog = prepared.liveblog
    first, last = (blog.updates[0].at, blog.updates[-1].at) if blog.updates else (None, None)
    sort = f"{blog.date.isoformat()} {_SINCE + int(first.timestamp()) if first else 0:020} {blog.id}"
    address = (prepared.path, blog.id, blog.date.isoformat(), blog.slug, sort, blog.draft)
    shown = (blog.title, blog.kicker, blog.dateline, blog.zone, blog.zone_source.value, blog.publisher, blog.lang)
    span = (_iso(first), _iso(last))
    return (*address, *shown, prepared.words, len(blog.updates), *span, standfirst, _rest(blog))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _rest(blog: LiveBlog) -> str:
    """What only the live blog's own page shows, as JSON; ``queries.read_rest`` reads it."""
    return json.dumps(
        {
            "summary": blog.summary,
            "pictures": [(p.caption, p.credit, p.alt, p.file) for p in blog.pictures],
            "sources": [(s.seed, s.sha256, s.importer, s.url, s.captured) for s in blog.sources],
            "corrections": [(c.when.isoformat(), c.text, c.update, c.kind) for c in blog.corrections],
            "rights": (blog.rights.holder, blog.rights.note, blog.rights.full_text, blog.rights.robots),
        },
        ensure_ascii=False,
    )


@contextmanager
def open_index(folder: Path, *, clean: bool = False) -> Iterator[Index]:
    """The index in *folder*; one that is damaged, or of another version, is made anew, as is any with *clean*."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.db"
    connection = (None if clean else _opened(path)) or _made(path)
    try:
        yield Index(connection)
    finally:
        connection.close()


_SINCE = 10**12  # added to instants, so that those before 1970 sort as text too


def _version() -> str:
    return digest(SCHEMA + __version__)


def _opened(path: Path) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        if row == (_version(),):
            return connection
    except sqlite3.DatabaseError:
        pass  # not a database, or a cut one: the index can be made anew from content at any time
    connection.close()
    return None


def _made(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL;" + SCHEMA)
    with connection:
        rows = [("version", _version()), ("identity", secrets.token_hex(8)), ("sequence", "0"), ("settings", "")]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    return connection


def open_bodies(folder: Path) -> Callable[[str], str]:
    """A function that gives the HTML of a body by its digest, for a process that only reads the index in *folder*."""
    connection = sqlite3.connect(f"{(folder / 'index.db').resolve().as_uri()}?mode=ro", uri=True)

    def body_of(name: str) -> str:
        (html,) = connection.execute("SELECT html FROM bodies WHERE digest = ?", (name,)).fetchone()
        return str(html)

    return body_of
