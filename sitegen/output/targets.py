"""What was published, and where: one small SQLite file for each target (output folder, drafts or not, base URL).

It is a cache. When it is lost, the manifest of the output folder says what sitegen wrote there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import SystemFailureError
from sitegen.output.manifest import holds_manifest, manifest_state, read_manifest
from sitegen.output.packing import unpacked
from sitegen.output.paths import digest_of, fold, look, naming_failures, url_of
from sitegen.output.record_file import connect, files_linked, record_failure, row_sum
from sitegen.vouched import distrust, vouch_for

_UNSEEN = -1  # the times of a file that only the manifest names: nobody has looked at it yet
_ADOPTED = "adopted "  # before the state of a manifest that was taken over
_AT_ONCE = 500  # SQLite takes at most 999 parameters in its oldest builds
_RECORDED = "path, url, key, digest, size, mtime, owner, ctime"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file rendered and written to the staging folder: all about it but its bytes.

    *path* is relative to the output folder, with ``/``; *digest* is SHA-256 in hexadecimal; *key* decides whether the
    file must be rendered again; *owner* is the file that it comes from, for messages; *ids* and *links*, site-absolute as
    ``scan.grouped`` gives them, are ``packed``: a page may have thousands.
    """

    url: str
    path: str
    digest: str
    size_bytes: int
    key: str
    owner: str
    ids: bytes = b""
    links: bytes = b""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file that sitegen published. *key* is "" where it must be rendered again whatever it holds."""

    path: str
    url: str
    key: str
    digest: str
    size_bytes: int
    mtime_ns: int
    owner: str
    ctime_ns: int = 0

    @property
    def is_unseen(self) -> bool:
        """Whether only the manifest names this file: its bytes may be anybody's."""
        return self.mtime_ns == _UNSEEN


class Target:
    """The record of one output folder. ``open_target`` gives one."""

    def __init__(self, file: Path, output: Path, connection: sqlite3.Connection) -> None:
        self.file, self.output, self._db = file, output, connection

    @property
    def seen(self) -> tuple[str, int]:
        """The index whose changes are published here, and up to which change; ("", 0) for none."""
        index_id, _, sequence = self._note("seen").rpartition(" ")
        return (index_id, int(sequence)) if sequence else ("", 0)

    @property
    def is_interrupted(self) -> bool:
        """Whether a commit to this output, or to another that is kept beside it, was cut short."""
        return any(self.file.parent.glob("*.journal"))

    @property
    def has_its_manifest(self) -> bool:
        """Whether the manifest of the output is as it was when this target was last published."""
        return manifest_state(self.output) == self._note("manifest")

    def closures(self, layouts: str) -> dict[str, str] | None:
        """What `set_closures` said of the *layouts* of that digest; None if it said nothing."""
        name, _, said = self._note("closures").partition(" ")
        return json.loads(said) if name == layouts else None

    def set_closures(self, layouts: str, closures: Mapping[str, str]) -> None:
        """Note that the *layouts* of that digest are sound, and the digest of each with all that it includes."""
        with self.writing():
            self._set_note("closures", f"{layouts} {json.dumps(dict(closures))}")

    @property
    def checked(self) -> str:
        """What the promises of the content were last checked against, as `set_checked` said; "" for nothing."""
        return self._note("checked")

    def set_checked(self, said: str) -> None:
        """Note what promises were checked against."""
        if said != self.checked:
            with self.writing():
                self._set_note("checked", said)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was published here."""
        return self._db.execute("SELECT 1 FROM pages LIMIT 1").fetchone() is None

    def recorded(self, path: str) -> Recorded | None:
        """What was published at *path*."""
        row = self._db.execute(f"SELECT {_RECORDED} FROM pages WHERE path = ?", (path,)).fetchone()
        return Recorded(*row) if row else None

    def pages(self, folder: str = "") -> Iterator[Recorded]:
        """Everything published in *folder* ("a/b", "" for all), by path in code point order."""
        last, end = (folder + "/", folder + "0") if folder else ("", "\U0010ffff")  # "0" is the next after "/"
        query = f"SELECT {_RECORDED} FROM pages WHERE path > ? AND path < ? ORDER BY path LIMIT 1000"
        while rows := self._db.execute(query, (last, end)).fetchall():  # by parts: a caller may write meanwhile
            for row in rows:
                yield Recorded(*row)
            last = rows[-1][0]

    def states(self, *, is_known: bool = False) -> Iterator[tuple[str, str, bool]]:
        """The path and key of everything published, and whether its file holds what was: it does if *is_known*."""
        if is_known:
            return (yield from self._db.execute("SELECT path, key, 1 = 1 FROM pages").fetchall())
        top, kind = str(self.output) + os.sep, stat.S_IFREG
        for path, key, size, mtime, ctime in self._db.execute(
            "SELECT path, key, size, mtime, ctime FROM pages"
        ).fetchall():
            try:
                state = os.lstat(top + path)  # a text, not a Path: there are many
            except OSError:
                yield path, key, False
                continue
            same = (state.st_size, state.st_mtime_ns, state.st_ctime_ns) == (size, mtime, ctime)
            if same and stat.S_IFMT(state.st_mode) == kind:
                yield path, key, True
            else:
                recorded = self.recorded(path)
                yield path, key, recorded is not None and self.is_intact(recorded)

    def standing(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of *paths* at which something was published, asked for by hundreds."""
        wanted, found = list(paths), set[str]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            rows = self._db.execute(f"SELECT path FROM pages WHERE path IN ({','.join('?' * len(some))})", some)
            found.update(path for (path,) in rows)
        return frozenset(found)

    def digests(self) -> dict[str, str]:
        """The digest of everything published, by path."""
        return dict(self._db.execute("SELECT path, digest FROM pages"))

    def twins(self, path: str, *, below: bool = False) -> list[Recorded]:
        """What was published at *path* in another spelling, by case or Unicode form; or *below* it, in any."""
        name, where = fold(path), "fold > ? AND fold < ?" if below else "fold = ? AND path <> ?"
        values = (f"{name}/", f"{name}0") if below else (name, path)  # "0" is what follows "/"
        return [Recorded(*row) for row in self._db.execute(f"SELECT {_RECORDED} FROM pages WHERE {where}", values)]

    def ids_of(self, path: str) -> frozenset[str]:
        """The ids on the page *path*."""
        found = self._db.execute("SELECT ids FROM pages WHERE path = ?", (path,))
        return frozenset(name for (ids,) in found for name in unpacked(ids))

    def linking_to(self, path: str) -> Iterator[tuple[Recorded, tuple[str, ...]]]:
        """The other pages that link to the file *path*, by path, each with all its links."""
        columns = ", ".join(f"pages.{name}" for name in _RECORDED.split(", "))
        query = f"SELECT {columns}, pages.links FROM links JOIN pages ON page = id WHERE links.path = ? ORDER BY 1"
        for *row, links in self._db.execute(query, (path,)).fetchall():
            yield Recorded(*row), unpacked(links)

    def is_intact(self, recorded: Recorded) -> bool:
        """Whether the file holds the bytes that were published; where its times differ, its digest decides."""
        file = self.output / recorded.path
        state = look(file)
        if state is None or not stat.S_ISREG(state.st_mode):
            return False
        times = (state.st_mtime_ns, state.st_ctime_ns)
        if (state.st_size, *times) == (recorded.size_bytes, recorded.mtime_ns, recorded.ctime_ns):
            return True
        if state.st_size != recorded.size_bytes and not recorded.is_unseen:
            return False
        if digest_of(file) != recorded.digest:
            return False
        query = "UPDATE pages SET size = ?, mtime = ?, ctime = ? WHERE path = ?"
        self._db.execute(query, (state.st_size, *times, recorded.path))  # stored by the next commit, or at the end
        return True

    def record(
        self, rows: Iterable[tuple[Recorded, Staged]], gone: Iterable[str], seen: tuple[str, int] | None
    ) -> None:
        """Note in one transaction that *rows* were published and *gone* removed; *seen* None leaves that as it was."""
        with self.writing():
            for path in gone:
                self._forget(path)
            for recorded, staged in rows:
                self._put(recorded, staged.ids, staged.links)
            if seen is not None:
                self._set_note("seen", f"{seen[0]} {seen[1]}")
            self._set_note("manifest", manifest_state(self.output))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction. Raises SystemFailureError where the disk does not take it."""
        try:
            with self._db:
                yield
        except sqlite3.OperationalError as error:
            raise record_failure(self.file, error) from error

    def render_again(self, paths: Iterable[str]) -> None:
        """Empty the keys of *paths*, so that the next build renders them."""
        with self.writing():
            self._db.executemany("UPDATE pages SET key = '' WHERE path = ?", ((path,) for path in paths))

    def adopt_manifest(self) -> None:
        """Take over what the manifest of the output lists, where another target (or a lost record) wrote it.

        A record stays where its file still holds what it says; so a cut or edited manifest does no harm.
        """
        state = manifest_state(self.output)
        if not state or self._note("manifest") in (state, _ADOPTED + state):
            return
        listed = read_manifest(self.output)
        with self.writing():
            for recorded in list(self.pages()):
                if recorded.digest != listed.get(recorded.path) and not self.is_intact(recorded):
                    self._forget(recorded.path)
            for path, digest in listed.items():
                if self.recorded(path) is None:
                    self._put(Recorded(path, url_of(path), "", digest, 0, _UNSEEN, ""), b"", b"")
            # One with any other byte than the record asks for is to be written again.
            self._set_note("manifest", state if holds_manifest(self.output, self.digests()) else _ADOPTED + state)

    def _put(self, recorded: Recorded, ids: bytes, links: bytes) -> None:
        row = self._db.execute("SELECT id, links FROM pages WHERE path = ?", (recorded.path,)).fetchone()
        known = (row[0] if row else None, recorded.path, recorded.url, recorded.key, recorded.digest)
        stats = (recorded.size_bytes, recorded.mtime_ns, recorded.owner, recorded.ctime_ns)
        said = (recorded.path, recorded.url, recorded.digest, recorded.owner, fold(recorded.path), ids, links)
        texts = (*said[4:], row_sum(said))
        marks = ", ".join("?" * 13)
        page = self._db.execute(f"INSERT OR REPLACE INTO pages VALUES ({marks})", (*known, *stats, *texts)).lastrowid
        old = files_linked(row[1], recorded.path) if row else set()
        new = files_linked(links, recorded.path)
        self._db.executemany("DELETE FROM links WHERE path = ? AND page = ?", ((path, page) for path in old - new))
        self._db.executemany("INSERT INTO links VALUES (?, ?)", ((path, page) for path in sorted(new - old)))

    def _forget(self, path: str) -> None:
        row = self._db.execute("SELECT id, links FROM pages WHERE path = ?", (path,)).fetchone()
        if row:
            linked = files_linked(row[1], path)
            self._db.executemany("DELETE FROM links WHERE path = ? AND page = ?", ((file, row[0]) for file in linked))
            self._db.execute("DELETE FROM pages WHERE id = ?", (row[0],))

    def _note(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _set_note(self, name: str, value: str) -> None:
        if self._note(name) != value:
            self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))


@contextmanager
def open_target(folder: Path, output: Path, name: str, *, is_trusted: bool = True) -> Iterator[Target]:
    """Open the record of the target called *name*, kept in *folder*; a damaged or older one is made anew.

    All of it is read to find damage if it was written since it was last closed, or if it *is_trusted* no more.
    *output* need not exist. Raises SystemFailureError where the record cannot be written.
    """
    with naming_failures(folder):
        folder.mkdir(parents=True, exist_ok=True)
    file = folder.resolve() / (hashlib.sha256(name.encode()).hexdigest()[:16] + ".db")
    if not is_trusted:
        distrust(file)
    with open_record(file, output) as target:
        if not any(folder.glob("*.journal")):  # else the manifest may be older than the files: finish() first
            target.adopt_manifest()
        yield target


@contextmanager
def open_record(file: Path, output: Path) -> Iterator[Target]:
    """Open the record in *file*, as it is: ``open_target`` also reads the manifest of the output."""
    with closing(connect(file)) as connection:
        target = Target(file, output.resolve(), connection)
        yield target
        with suppress(SystemFailureError), target.writing():
            pass  # what is_intact noted: without it the next build looks at those bytes again
    vouch_for(file)
