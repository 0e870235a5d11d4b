"""Questions to the index, each a query or two, with rows as values: what planners are made of.

Every question takes *drafts*: whether live blogs that are drafts count. Entries come by instant, live blog id and place
in the file, on every page alike. What is read of a live blog is kept for the next page that shows it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator

from sitegen.index.asking import KEPT as KEPT
from sitegen.index.asking import Span as Span
from sitegen.index.bodies import bodies_of
from sitegen.index.imported import Changes, changes_of
from sitegen.index.ledger_queries import LedgerQueries
from sitegen.index.rest import Rest, read_rest
from sitegen.index.topic_queries import TopicQueries
from sitegen.index.values import entry_of
from sitegen.model import Entry, Head


class Queries(TopicQueries):
    """The questions, asked of one open connection; *drafts* says whether drafts count."""

    def __init__(self, connection: sqlite3.Connection, *, drafts: bool) -> None:
        super().__init__(connection, drafts=drafts)
        self.ledger = LedgerQueries(connection)
        self._entries: dict[int, tuple[Entry, ...]] = {}
        self._held: dict[str, bool] = {}

    def head(self, address: str) -> Head | None:
        """The live blog at *address*, like ``2017-11-03/slug``."""
        day, _, slug = address.partition("/")
        return next(self._heads("b.date = ? AND b.slug = ?", (day, slug)), None)

    def heads(self, where: str = "") -> Iterator[Head]:
        """All live blogs in their sequence, or those whose civil date begins with *where*."""
        return self._heads("b.date >= ? AND b.date < ?", (where, where + "~"))

    def wholes(self) -> list[tuple[str, str]]:
        """The id of each live blog with the digest of everything of it, in their sequence."""
        rows = self._connection.execute(
            "SELECT id, whole FROM liveblogs WHERE draft <= ? ORDER BY sort", (self._drafts,)
        )
        return [(id_, whole) for id_, whole in rows]

    def head_once_at(self, url: str) -> Head | None:
        """The live blog with the alias *url*."""
        where = "b.key = (SELECT liveblog FROM aliases WHERE url = ? ORDER BY liveblog LIMIT 1)"
        return next(self._heads(where, (url,)), None)

    def aliases(self, head: Head | None = None) -> list[str]:
        """The URL of each alias, or of each of *head*, in order."""
        narrowed, values = (" AND key = ?", (self._drafts, head.key)) if head else ("", (self._drafts,))
        rows = self._connection.execute(
            f"SELECT url FROM aliases JOIN liveblogs ON key = liveblog WHERE draft <= ?{narrowed} ORDER BY url", values
        )
        return [url for (url,) in rows]

    def addresses(self) -> list[tuple[str, str, str]]:
        """The address of each live blog, in their sequence, with the day of its last update and its rule for robots."""
        rows = self._connection.execute(
            "SELECT date || '/' || slug, substr(last, 1, 10), json_extract(rest, '$.rights[3]') FROM liveblogs"
            " WHERE draft <= ? ORDER BY sort",
            (self._drafts,),
        )
        return [(address, last, robots) for address, last, robots in rows]

    def latest_heads(self, count: int) -> list[Head]:
        """The last *count* live blogs, the newest first."""
        return list(self._heads("1", (), f"b.sort DESC LIMIT {count}"))

    def corrected_heads(self) -> Iterator[Head]:
        """The live blogs with corrections, in their sequence."""
        return self._heads("b.corrections <> ''", ())

    def headlines_by_day(self) -> list[tuple[str, str, str, str]]:
        """The date, slug, headline and language of each live blog that has updates, the newest first."""
        rows = self._connection.execute(
            "SELECT date, slug, title, lang FROM liveblogs WHERE updates > 0 AND draft <= ? ORDER BY sort DESC",
            (self._drafts,),
        )
        return [(day, slug, title, lang) for day, slug, title, lang in rows]

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
        return list(self._heads("b.key IN (SELECT liveblog FROM days WHERE day = ?)", (day,)))

    def heads_during(self, period: str) -> list[Head]:
        """The live blogs with an update on a day that begins with *period*, in their sequence."""
        where = "b.key IN (SELECT liveblog FROM days WHERE day >= ? AND day < ?)"
        return list(self._heads(where, (period, period + "~")))

    def days_of_any_year(self) -> list[tuple[str, int, int]]:
        """Each day of a year on which something happened, like ``11-03``, with its live blogs and updates of all years."""
        rows = self._connection.execute(
            "SELECT substr(day, 6) AS name, count(*), sum(updates) FROM days WHERE draft <= ? GROUP BY name ORDER BY name",
            (self._drafts,),
        )
        return [(name, liveblogs, updates) for name, liveblogs, updates in rows]

    def years_of(self, day: str) -> list[str]:
        """The days of all years that are called *day*, like ``11-03``, the newest first."""
        rows = self._connection.execute(
            "SELECT DISTINCT day FROM days WHERE day LIKE ? AND draft <= ? ORDER BY day DESC",
            (f"____-{day}", self._drafts),
        )
        return [found for (found,) in rows]

    def head_of(self, liveblog: str) -> Head | None:
        """The live blog of that id."""
        return next(self._heads("b.id = ?", (liveblog,)), None)

    def neighbours(self, head: Head) -> tuple[Head | None, Head | None]:
        """The live blogs before and after *head* in their sequence."""
        where = "b.sort {} (SELECT sort FROM liveblogs WHERE key = ?)"
        before = next(self._heads(where.format("<"), (head.key,), "b.sort DESC LIMIT 1"), None)
        after = next(self._heads(where.format(">"), (head.key,), "b.sort LIMIT 1"), None)
        return before, after

    def rest(self, head: Head) -> Rest:
        """What only the page of *head* shows."""
        query = "SELECT opening, rest FROM liveblogs WHERE key = ?"
        opening, text = self._connection.execute(query, (head.key,)).fetchone()
        return read_rest(opening, text)

    def bodies(self) -> Callable[[str], bytes]:
        """What gives the HTML of a body by its name, as `bodies_of` does."""
        return bodies_of(self._connection)

    def entries(self, head: Head) -> tuple[Entry, ...]:
        """The updates of a live blog, in its own order."""
        if (known := self._entries.get(head.key)) is not None:
            return known
        if len(self._entries) >= KEPT:
            self._entries.clear()
        (text,) = self._connection.execute("SELECT rows FROM entries WHERE liveblog = ?", (head.key,)).fetchone()
        found = tuple(entry_of(head.key, place, *row) for place, row in enumerate(json.loads(text)))
        self._entries[head.key] = found
        return found

    def changes(self, head: Head) -> Changes:
        """What was changed of a live blog since its import."""
        anchors, marks = [entry.anchor for entry in self.entries(head)], self.rest(head).marks
        return changes_of(self._connection, head.id, anchors, marks)

    def headlines(self, head: Head, count: int) -> tuple[Entry, ...]:
        """The first *count* key updates of a live blog, or its first updates where none is key."""
        entries = self.entries(head)
        return (tuple(entry for entry in entries if entry.key) or entries)[:count]

    def days(self, prefix: str = "") -> list[tuple[str, int, int]]:
        """Each civil day with updates that begins with *prefix*: the day, its live blogs and its updates."""
        rows = self._connection.execute(
            "SELECT day, count(*), sum(updates) FROM days WHERE day >= ? AND day < ? AND draft <= ?"
            " GROUP BY day ORDER BY day",
            (prefix, prefix + "~", self._drafts),
        )
        return [(day, liveblogs, updates) for day, liveblogs, updates in rows]

    def calendar_years(self) -> list[tuple[str, int, int]]:
        """Each year with updates: the year, its live blogs and its updates."""
        rows = self._connection.execute(
            "SELECT substr(day, 1, 4) AS year, count(DISTINCT liveblog), sum(updates) FROM days WHERE draft <= ?"
            " GROUP BY year ORDER BY year",
            (self._drafts,),
        )
        return [(year, liveblogs, updates) for year, liveblogs, updates in rows]

    def has_updates(self, period: str) -> bool:
        """Whether some update falls in *period*: a day, a month or a year."""
        if (known := self._held.get(period)) is not None:
            return known
        row = self._connection.execute(
            "SELECT 1 FROM days WHERE day >= ? AND day < ? AND draft <= ? LIMIT 1", (period, period + "~", self._drafts)
        ).fetchone()
        if len(self._held) >= KEPT:
            self._held.clear()
        self._held[period] = row is not None
        return row is not None

    def day_beside(self, period: str, *, after: bool) -> str:
        """The nearest day with updates before or after *period* (a day, a month or a year), or ""."""
        sign, order, edge = (">", "", period + "~") if after else ("<", "DESC", period)
        row = self._connection.execute(
            f"SELECT day FROM days WHERE day {sign} ? AND draft <= ? ORDER BY day {order} LIMIT 1", (edge, self._drafts)
        ).fetchone()
        return str(row[0]) if row else ""

    def span(self, prefix: str = "") -> Span:
        """How much there is on days that begin with *prefix*, and how far it reaches."""
        return self._span(
            "SELECT count(DISTINCT liveblog), sum(updates), min(day), max(day) FROM days"
            " WHERE draft <= ? AND day >= ? AND day < ?",
            (self._drafts, prefix, prefix + "~"),
        )

    def newest(self, count: int) -> list[tuple[Head, Entry]]:
        """The last *count* updates of all, newest first, each with its live blog."""
        found: list[tuple[Head, Entry]] = []
        for head in self._heads("b.updates > 0", (), f"b.newest DESC LIMIT {count}"):
            entries = self.entries(head)
            if len(found) >= count and entries[-1].instant < found[count - 1][1].instant:
                break  # and so is every update that comes after
            found += [(head, entry) for entry in entries]
            found.sort(key=lambda pair: (pair[1].instant, pair[0].id, pair[1].place), reverse=True)
        return found[:count]

    def own_pages(self) -> list[tuple[str, str, str, str]]:
        """The owner's pages: path, name, title and HTML, by name."""
        rows = self._connection.execute("SELECT path, name, title, html FROM own_pages ORDER BY name")
        return [(path, name, title, html) for path, name, title, html in rows]

    def pinned(self, path: str = "") -> Iterator[tuple[str, str, str, str, int]]:
        """Every pinned anchor of live blogs that are no drafts, or of the one at *path*, in the order of live blog ids.

        Live blog id, anchor, fingerprint, path and line of each.
        """
        narrowed, values = (" AND b.path = ?", (path,)) if path else ("", ())
        rows = self._connection.execute(
            "SELECT b.id, b.path, e.pins FROM liveblogs b JOIN entries e ON e.liveblog = b.key"
            f" WHERE NOT b.draft{narrowed} ORDER BY b.id",
            values,
        )
        for id_, place, pins in rows:
            for anchor, line, fingerprint in json.loads(pins):
                yield id_, anchor, fingerprint, place, line
