"""What an edit touches: the subjects whose pages may look different after a live blog has come, changed or gone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sitegen.index.rows import Rows

Kind = Literal[
    "live-blog",
    "day",
    "month",
    "year",
    "topic",
    "topic-year",
    "alias",
    "own",
    "site",
    "sitemap",
    "corrections",
    "feed",
    "promises",
]
Subject = tuple[str, str]
"""A kind and a name: ``("live-blog", "2017-11-03/slug")``, ``("topic-year", "qaim/2017")``, ``("alias", "/old/page/")``,
``("site", "")``.

A kind that ends in `BODIES` is touched only for a page that shows whole updates.
"""

SITE: Subject = ("site", "")
"""Home, the index of topics, the owner's pages and feeds: touched by every change of what other pages show."""
SITEMAP: Subject = ("sitemap", "")
"""The list of all addresses."""
CORRECTIONS: Subject = ("corrections", "")
"""The page of all corrections: touched by every change of a live blog that has some, or had."""
FEED: Subject = ("feed", "")
"""The feed alone, which may hold whole updates: touched where words change that no list shows."""
BODIES = "/bodies"
PROMISES = "promises"
"""The kind of a subject without a page: the id of a live blog that is gone, or called otherwise now, with its anchors."""


def touched_by_words(connection: sqlite3.Connection, key: int, address: str, *, shown: bool) -> set[Subject]:
    """The subjects touched where words of the live blog *key* at *address* change, and nothing that other pages count.

    *shown* says whether what lists show of its updates changes too: their leads, titles, clocks. Elsewhere only pages that
    show whole updates can differ.
    """
    aspect = "" if shown else BODIES
    touched = {("live-blog", address), SITE if shown else FEED}
    touched.update((f"day{aspect}", day) for (day,) in connection.execute(_DAYS_OF, (key,)))
    for topic, year in connection.execute(_THREADS_OF, (key,)):
        touched |= {(f"topic{aspect}", topic), (f"topic-year{aspect}", f"{topic}/{year}")}
    return touched


def touched_by(connection: sqlite3.Connection, key: int, *, counts: bool) -> set[Subject]:
    """The subjects touched by the live blog *key* as it stands in the index now; call before and after a change.

    *counts* says whether it comes, goes, or changes what is counted of it; else only its name, its place or its times do.
    """
    found = connection.execute("SELECT date, slug FROM liveblogs WHERE key = ?", (key,)).fetchone()
    if found is None:
        return set()
    touched = touched_by_words(connection, key, f"{found[0]}/{found[1]}", shown=True)
    touched |= {SITEMAP, ("month", found[0][:7]), *_neighbours(connection, key), *aliases_of(connection, key)}
    touched.update(thread_neighbours(connection, key))
    touched |= {("on-this-day", name[5:]) for kind, name in touched if kind == "day"}
    if not counts:
        return touched
    for day in {found[0], *(name for kind, name in touched if kind == "day")}:
        touched.update(_calendar(connection, day))
    for topic in [name for kind, name in touched if kind == "topic"]:
        touched.update(("topic-year", f"{topic}/{year}") for year in _years_of(connection, topic))
    return touched


def aliases_of(connection: sqlite3.Connection, key: int) -> set[Subject]:
    """The subjects of the aliases of the live blog *key*."""
    return {subject_at(url) for (url,) in connection.execute("SELECT url FROM aliases WHERE liveblog = ?", (key,))}


def subject_at(alias: str) -> Subject:
    """The subject whose page stands at the URL *alias*: where a live blog may be, it is that live blog's, come or gone.

    >>> subject_at("/2017/11/03/qaim/"), subject_at("/old/page.html")
    (('live-blog', '2017-11-03/qaim'), ('alias', '/old/page.html'))
    """
    found = _LIVE_BLOG.fullmatch(alias)
    try:
        return (
            ("live-blog", f"{date.fromisoformat('-'.join(found.groups()[:3]))}/{found[4]}")
            if found
            else ("alias", alias)
        )
    except ValueError:  # no day of the calendar
        return ("alias", alias)


_LIVE_BLOG = re.compile(r"/([0-9]{4})/([0-9]{2})/([0-9]{2})/([^/]+)/")


_THREAD_DAYS_OF = "SELECT topic, day FROM thread_days WHERE liveblog = ?"
_LIVE_BLOGS_OF_THREAD_DAY = (
    "SELECT date, slug FROM liveblogs JOIN thread_days ON liveblog = key WHERE topic = ? AND day = ?"
)
_DAYS_OF = "SELECT day FROM days WHERE liveblog = ?"
_THREADS_OF = "SELECT DISTINCT topic, substr(month, 1, 4) FROM threads WHERE liveblog = ?"


def _calendar(connection: sqlite3.Connection, day: str) -> Iterator[Subject]:
    """*day*, its month and year, and the neighbours of each that link to them."""
    for kind, length in (("day", 10), ("month", 7), ("year", 4)):
        name = day[:length]
        yield (kind, name)
        for side, order in (("<", "DESC"), (">", "ASC")):
            # Past any day of the period itself: "2017-11~" sorts after "2017-11-30", "2017-11" before "2017-11-01".
            edge = name if side == "<" else name + "~"
            for drafts in (0, 1):
                row = connection.execute(
                    f"SELECT day FROM days WHERE day {side} ? AND draft <= ? ORDER BY day {order} LIMIT 1",
                    (edge, drafts),
                ).fetchone()
                if row:
                    yield (kind, row[0][:length])


def _neighbours(connection: sqlite3.Connection, key: int) -> Iterator[Subject]:
    """The live blogs before and after, with and without drafts."""
    (sort,) = connection.execute("SELECT sort FROM liveblogs WHERE key = ?", (key,)).fetchone()
    for side, order in (("<", "DESC"), (">", "ASC")):
        for drafts in (0, 1):
            for day, slug in connection.execute(
                f"SELECT date, slug FROM liveblogs WHERE sort {side} ? AND draft <= ? ORDER BY sort {order} LIMIT 1",
                (sort, drafts),
            ):
                yield ("live-blog", f"{day}/{slug}")


def thread_neighbours(connection: sqlite3.Connection, key: int) -> Iterator[Subject]:
    """The live blogs beside the live blog *key* in any of its threads, with and without drafts.

    Those of the same days, and of the nearest days before and after.
    """
    for topic, day in connection.execute(_THREAD_DAYS_OF, (key,)).fetchall():
        days = {day}
        for side, order in (("<", "DESC"), (">", "ASC")):
            for drafts in (0, 1):
                days.update(
                    found
                    for (found,) in connection.execute(
                        f"SELECT day FROM thread_days WHERE topic = ? AND day {side} ? AND draft <= ?"
                        f" ORDER BY day {order} LIMIT 1",
                        (topic, day, drafts),
                    )
                )
        for one in days:
            for date_, slug in connection.execute(_LIVE_BLOGS_OF_THREAD_DAY, (topic, one)):
                yield ("live-blog", f"{date_}/{slug}")


def moved_in_threads(connection: sqlite3.Connection, key: int, rows: Rows) -> bool:
    """Whether neighbours in threads would say something else of the updates of the live blog *key* when it is as *rows*."""
    (before,) = connection.execute("SELECT rows FROM entries WHERE liveblog = ?", (key,)).fetchone()
    return _places(before) != _places(rows.entries)


def _places(entries: str) -> list[tuple[str, int, str, str]]:
    """The anchor, the instant, the time and the topics of each update."""
    return [(anchor, instant, at, topics) for anchor, instant, at, *_, topics in json.loads(entries)]


def waiting(connection: sqlite3.Connection, touched: Iterable[Subject]) -> Iterator[Subject]:
    """The live blogs without an update on their own date in the years that are *touched*, as they stand now.

    Whether that day has a page, others decide.
    """
    for year in sorted({name for kind, name in touched if kind == "year"}):
        for day, slug in connection.execute(
            "SELECT date, slug FROM liveblogs b WHERE date >= ? AND date < ?"
            " AND NOT EXISTS (SELECT 1 FROM days WHERE day = b.date AND liveblog = b.key)",
            (year, year + "~"),
        ):
            yield ("live-blog", f"{day}/{slug}")


def _years_of(connection: sqlite3.Connection, topic: str) -> Iterator[str]:
    """The years of *topic*, each of which shows all with their counts; one step of the index a year."""
    year = ""
    while row := connection.execute(
        "SELECT month FROM threads WHERE topic = ? AND month > ? ORDER BY month LIMIT 1", (topic, year and year + "~")
    ).fetchone():
        year = row[0][:4]
        yield year


def lists_touched(old: tuple[str, ...] | None, rows: Rows | None) -> set[Subject]:
    """What of the lists of all is touched where *rows* come in the place of the *old* ones, and the ledger's promises.

    *old* is a live blog's key, date and slug first, its ``whole``, corrections, id and pins last.
    """
    touched = promises_touched(old, rows) if old else set()
    is_same = old is not None and rows is not None and old[-4] == rows.liveblog[-1]
    has_some = (old is not None and old[-3]) or (rows is not None and rows.liveblog[-5])
    return touched | {CORRECTIONS} if has_some and not is_same else touched


def promises_touched(old: tuple[str, ...], rows: Rows | None) -> set[Subject]:
    """What the ledger must be asked about: as `lists_touched`."""
    _, day, slug, *_, liveblog, pins = old
    if rows is None or liveblog != rows.liveblog[1]:
        return {(PROMISES, liveblog)}
    return {("live-blog", f"{day}/{slug}")} if pins != rows.pins else set()


def broader_of(broader: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each topic its broader ones, nearest first, from each topic's one parent.

    >>> broader_of({"qaim": "iraq", "iraq": "", "lone": ""})["qaim"]
    ('iraq',)
    """
    found: dict[str, tuple[str, ...]] = {}
    for slug in broader:
        chain, parent = [], broader[slug]
        while parent and parent not in chain and parent != slug:
            chain.append(parent)
            parent = broader.get(parent, "")
        found[slug] = tuple(chain)
    return found
