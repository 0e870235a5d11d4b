"""Questions to the index, each a query, with rows as values: what planners are made of.

Every question takes *drafts*: whether live blogs that are drafts count. Entries come by instant, live blog id and place
in the file, on every page alike.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sitegen.model import Correction, Digest, Entry, Head, Picture, Rights, Source, ZoneSource

_HEAD = (
    "b.key, b.path, b.id, b.date, b.slug, b.draft, b.title, b.kicker, b.dateline, b.zone, b.zone_source, b.publisher,"
    " b.lang, b.words, b.updates, b.first, b.last, b.standfirst"
)
_ENTRY = (
    "u.liveblog, u.anchor, u.at, u.title, u.lead, u.author, u.is_key, u.updated,"
    " (SELECT group_concat(t.topic, ' ') FROM update_topics t WHERE t.liveblog = u.liveblog AND t.seq = u.seq), u.body"
)
_JOIN = "updates u JOIN liveblogs b ON b.key = u.liveblog"
_ORDER = "ORDER BY u.instant, b.id, u.seq"

HeadRow = tuple[
    *tuple[int, str, str, str, str, int, str, str, str],
    *tuple[str, str, str, str, int, int, str, str, str],
]
EntryRow = tuple[int, str, str, str, str, str, int, str, str | None, str]


@dataclass(frozen=True, slots=True)
class Rest:
    """What only the live blog's own page shows."""

    summary: tuple[str, ...]
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    rights: Rights


@dataclass(frozen=True, slots=True)
class Span:
    """How much there is, and from which civil day to which; None where there is nothing."""

    liveblogs: int
    updates: int
    first: date | None
    last: date | None


class _RestRow(TypedDict):
    summary: list[str]
    pictures: list[tuple[str, str, str, str]]
    sources: list[tuple[str, str, str, str, str]]
    corrections: list[tuple[str, str, str, str]]
    rights: tuple[str, str, bool, str]


class Queries:
    """The questions, asked of one open connection; *drafts* says whether drafts count."""

    def __init__(self, connection: sqlite3.Connection, *, drafts: bool) -> None:
        self._connection = connection
        self._drafts = int(drafts)

    def head(self, address: str) -> Head | None:
        """The live blog at *address*, like ``2017-11-03/slug``."""
        day, _, slug = address.partition("/")
        return next(self._heads("b.date = ? AND b.slug = ?", (day, slug)), None)

    def heads(self, where: str = "") -> Iterator[Head]:
        """All live blogs in their sequence, or those whose civil date begins with *where*."""
        return self._heads("b.date >= ? AND b.date < ?", (where, where + "~"))

    def latest_heads(self, count: int) -> list[Head]:
        """The last *count* live blogs, the newest first."""
        return list(self._heads("1", (), f"b.sort DESC LIMIT {count}"))

    def heads_of(self, keys: Iterable[int]) -> dict[int, Head]:
        """The live blogs *keys*, by key."""
        wanted = sorted(set(keys))
        found: dict[int, Head] = {}
        for start in range(0, len(wanted), 500):  # SQLite takes at most 999 parameters in its oldest builds
            batch = wanted[start : start + 500]
            marks = ",".join("?" * len(batch))
            found.update({head.key: head for head in self._heads(f"b.key IN ({marks})", batch)})
        return found

    def heads_on(self, day: str) -> list[Head]:
        """The live blogs with an update on *day*, in their sequence."""
        return list(self._heads("b.key IN (SELECT liveblog FROM updates WHERE day = ?)", (day,)))

    def neighbours(self, head: Head) -> tuple[Head | None, Head | None]:
        """The live blogs before and after *head* in their sequence."""
        where = "b.sort {} (SELECT sort FROM liveblogs WHERE key = ?)"
        before = next(self._heads(where.format("<"), (head.key,), "b.sort DESC LIMIT 1"), None)
        after = next(self._heads(where.format(">"), (head.key,), "b.sort LIMIT 1"), None)
        return before, after

    def rest(self, head: Head) -> Rest:
        """What only the page of *head* shows."""
        (text,) = self._connection.execute("SELECT rest FROM liveblogs WHERE key = ?", (head.key,)).fetchone()
        return read_rest(text)

    def entries(self, head: Head) -> list[Entry]:
        """The updates of a live blog, in its own order."""
        return self._entries("u.liveblog = ?", (head.key,), "ORDER BY u.seq")

    def entries_on(self, day: str) -> list[Entry]:
        """The updates of *day* in all live blogs."""
        return self._entries("u.day = ?", (day,), _ORDER)

    def thread(self, topics: Sequence[str], year: str) -> list[Entry]:
        """The updates of *year* that carry one of *topics*."""
        marks = ",".join("?" * len(topics))
        where = (
            "(u.liveblog, u.seq) IN (SELECT liveblog, seq FROM update_topics"
            f" WHERE topic IN ({marks}) AND day >= ? AND day < ?)"
        )
        return self._entries(where, (*topics, year, year + "~"), _ORDER)

    def headlines(self, head: Head, count: int) -> list[Entry]:
        """The first *count* key updates of a live blog, or its first updates where none is key."""
        key = self._entries("u.liveblog = ? AND u.is_key", (head.key,), f"ORDER BY u.seq LIMIT {count}")
        return key or self._entries("u.liveblog = ?", (head.key,), f"ORDER BY u.seq LIMIT {count}")

    def days(self, prefix: str = "") -> list[tuple[str, int, int]]:
        """Each civil day with updates that begins with *prefix*: the day, its live blogs and its updates."""
        rows = self._connection.execute(
            f"SELECT u.day, count(DISTINCT u.liveblog), count(*) FROM {_JOIN}"
            " WHERE u.day >= ? AND u.day < ? AND b.draft <= ? GROUP BY u.day ORDER BY u.day",
            (prefix, prefix + "~", self._drafts),
        )
        return [(day, liveblogs, updates) for day, liveblogs, updates in rows]

    def has_updates(self, period: str) -> bool:
        """Whether some update falls in *period*: a day, a month or a year."""
        row = self._connection.execute(
            f"SELECT 1 FROM {_JOIN} WHERE u.day >= ? AND u.day < ? AND b.draft <= ? LIMIT 1",
            (period, period + "~", self._drafts),
        ).fetchone()
        return row is not None

    def day_beside(self, period: str, *, after: bool) -> str:
        """The nearest day with updates before or after *period* (a day, a month or a year), or ""."""
        sign, order, edge = (">", "", period + "~") if after else ("<", "DESC", period)
        row = self._connection.execute(
            f"SELECT u.day FROM {_JOIN} WHERE u.day {sign} ? AND b.draft <= ? ORDER BY u.day {order} LIMIT 1",
            (edge, self._drafts),
        ).fetchone()
        return str(row[0]) if row else ""

    def span(self, topics: Sequence[str] = (), prefix: str = "") -> Span:
        """How much there is of *topics* (none: of all) on days that begin with *prefix*, and how far it reaches."""
        narrowed, values = "", []
        if topics:
            narrowed = (
                " AND (u.liveblog, u.seq) IN"
                f" (SELECT liveblog, seq FROM update_topics WHERE topic IN ({','.join('?' * len(topics))}))"
            )
            values = list(topics)
        liveblogs, updates, first, last = self._connection.execute(
            f"SELECT count(DISTINCT u.liveblog), count(*), min(u.day), max(u.day) FROM {_JOIN}"
            f" WHERE b.draft <= ? AND u.day >= ? AND u.day < ?{narrowed}",
            (self._drafts, prefix, prefix + "~", *values),
        ).fetchone()
        return Span(liveblogs, updates, _date(first), _date(last))

    def years(self, topics: Sequence[str]) -> list[tuple[str, int, int]]:
        """Each year with updates of *topics*: the year, its live blogs and its updates."""
        rows = self._connection.execute(
            f"SELECT substr(u.day, 1, 4) AS year, count(DISTINCT u.liveblog), count(*) FROM {_JOIN}"
            " WHERE b.draft <= ? AND (u.liveblog, u.seq) IN"
            f" (SELECT liveblog, seq FROM update_topics WHERE topic IN ({','.join('?' * len(topics))}))"
            " GROUP BY year ORDER BY year",
            (self._drafts, *topics),
        )
        return [(year, liveblogs, updates) for year, liveblogs, updates in rows]

    def topics_in_use(self) -> list[str]:
        """The topics that some update carries, sorted."""
        rows = self._connection.execute(
            "SELECT DISTINCT t.topic FROM update_topics t JOIN liveblogs b ON b.key = t.liveblog WHERE b.draft <= ?"
            " ORDER BY t.topic",
            (self._drafts,),
        )
        return [topic for (topic,) in rows]

    def newest(self, count: int) -> list[Entry]:
        """The last *count* updates of all, newest first."""
        return self._entries("1", (), f"ORDER BY u.instant DESC, b.id DESC, u.seq DESC LIMIT {count}")

    def own_pages(self) -> list[tuple[str, str, str, Digest]]:
        """The owner's pages: path, name, title and body, by name."""
        rows = self._connection.execute("SELECT path, name, title, body FROM own_pages ORDER BY name")
        return [(path, name, title, body) for path, name, title, body in rows]

    def body(self, name: Digest) -> str:
        """The HTML of a body."""
        (html,) = self._connection.execute("SELECT html FROM bodies WHERE digest = ?", (name,)).fetchone()
        return str(html)

    def shared_addresses(self) -> list[tuple[str, str, str, str]]:
        """Pairs of files that share an id or an address: what is shared ("id" or "slug"), its value, and both paths."""
        return [
            *self._twins("id", "id"),
            *self._twins("slug", "date || '/' || slug"),
        ]

    def pinned(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Every pinned anchor of live blogs that are no drafts: live blog id, anchor, fingerprint, path and line."""
        return iter(
            self._connection.execute(
                f"SELECT b.id, u.anchor, u.fingerprint, b.path, u.line FROM {_JOIN} WHERE u.pinned AND NOT b.draft"
            )
        )

    def _twins(self, what: str, value: str) -> list[tuple[str, str, str, str]]:
        rows = self._connection.execute(
            f"SELECT {value} AS shared, path, min(path) OVER (PARTITION BY {value}) FROM liveblogs WHERE {value} IN"
            f" (SELECT {value} FROM liveblogs GROUP BY {value} HAVING count(*) > 1) ORDER BY shared, path"
        )
        return [(what, shared, first, path) for shared, path, first in rows if path != first]

    def _heads(self, where: str, values: Sequence[str | int], order: str = "b.sort") -> Iterator[Head]:
        rows = self._connection.execute(
            f"SELECT {_HEAD} FROM liveblogs b WHERE {where} AND b.draft <= ? ORDER BY {order}", (*values, self._drafts)
        )
        return map(_head, rows)

    def _entries(self, where: str, values: Sequence[str | int], order: str) -> list[Entry]:
        rows = self._connection.execute(
            f"SELECT {_ENTRY} FROM {_JOIN} WHERE {where} AND b.draft <= ? {order}", (*values, self._drafts)
        )
        return [_entry(row) for row in rows]


def _head(row: HeadRow) -> Head:
    key, path, id_, day, slug, draft, title, kicker, dateline = row[:9]
    zone, source, publisher, lang, words, updates, first, last, standfirst = row[9:]
    return Head(
        *(key, path, id_, date.fromisoformat(day), slug, bool(draft), title, kicker, dateline),
        *(zone, ZoneSource(source), publisher, lang, words, updates, _moment(first), _moment(last), standfirst),
    )


def _entry(row: EntryRow) -> Entry:
    liveblog, anchor, at, title, lead, author, key, updated, topics, body = row
    carried = tuple(sorted(topics.split())) if topics else ()
    moment = datetime.fromisoformat(at)
    return Entry(liveblog, anchor, moment, title, lead, author, bool(key), _moment(updated), carried, body)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_rest(text: str) -> Rest:
    """The ``rest`` of a live blog's row, as ``store`` wrote it."""
    row: _RestRow = json.loads(text)
    holder, note, full_text, robots = row["rights"]
    return Rest(
        summary=tuple(row["summary"]),
        pictures=tuple(Picture(*picture) for picture in row["pictures"]),
        sources=tuple(Source(*source) for source in row["sources"]),
        corrections=tuple(Correction(date.fromisoformat(when), *rest) for when, *rest in row["corrections"]),
        rights=Rights(holder, note, full_text, robots),
    )
