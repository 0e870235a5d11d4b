"""What an edit touches: the subjects whose pages may look different after a live blog has come, changed or gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

Kind = Literal["live-blog", "day", "month", "year", "topic", "topic-year", "own", "site"]
Subject = tuple[str, str]
"""A kind and a name: ``("live-blog", "2017-11-03/slug")``, ``("topic-year", "qaim/2017")``, ``("site", "")``."""

SITE: Subject = ("site", "")
"""Home, the index of topics, feeds and the sitemap: touched by every change."""


def touched_by(
    connection: sqlite3.Connection, keys: Iterable[int], parents: Mapping[str, tuple[str, ...]]
) -> set[Subject]:
    """The subjects touched by the live blogs *keys* as they stand in the index now; call before and after a change.

    *parents* gives the broader topics of each topic, nearest first.
    """
    touched: set[Subject] = set()
    days: set[str] = set()
    carried: dict[str, set[str]] = {}
    for key in keys:
        for day, slug in connection.execute("SELECT date, slug FROM liveblogs WHERE key = ?", (key,)):
            touched.add(("live-blog", f"{day}/{slug}"))
            days.add(day)
        days.update(day for (day,) in connection.execute("SELECT DISTINCT day FROM updates WHERE liveblog = ?", (key,)))
        touched.update(_neighbours(connection, key))
        rows = connection.execute(
            "SELECT DISTINCT topic, substr(day, 1, 4) FROM update_topics WHERE liveblog = ?", (key,)
        )
        for topic, year in rows:
            for slug in (topic, *parents.get(topic, ())):
                carried.setdefault(slug, set()).add(year)
    for day in days:  # once a day and once a topic: many live blogs share them
        touched.update(_calendar(connection, day))
    for slug, years in carried.items():
        touched.update(_topic(connection, slug, years, parents))
    touched.update(_waiting(connection, [name for kind, name in touched if kind == "year"]))
    if touched:
        touched.add(SITE)
    return touched


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
                    f"SELECT u.day FROM updates u JOIN liveblogs b ON b.key = u.liveblog WHERE u.day {side} ?"
                    f" AND b.draft <= ? ORDER BY u.day {order} LIMIT 1",
                    (edge, drafts),
                ).fetchone()
                if row:
                    yield (kind, row[0][:length])


def _neighbours(connection: sqlite3.Connection, key: int) -> Iterator[Subject]:
    """The live blogs before and after, with and without drafts."""
    row = connection.execute("SELECT sort FROM liveblogs WHERE key = ?", (key,)).fetchone()
    if row is None:
        return
    for side, order in (("<", "DESC"), (">", "ASC")):
        for drafts in (0, 1):
            for day, slug in connection.execute(
                f"SELECT date, slug FROM liveblogs WHERE sort {side} ? AND draft <= ? ORDER BY sort {order} LIMIT 1",
                (row[0], drafts),
            ):
                yield ("live-blog", f"{day}/{slug}")


def _waiting(connection: sqlite3.Connection, years: Iterable[str]) -> Iterator[Subject]:
    """The live blogs of *years* without an update on their own date: whether that day has a page, others decide."""
    for year in years:
        for day, slug in connection.execute(
            "SELECT date, slug FROM liveblogs b WHERE date >= ? AND date < ?"
            " AND NOT EXISTS (SELECT 1 FROM updates WHERE day = b.date AND liveblog = b.key)",
            (year, year + "~"),
        ):
            yield ("live-blog", f"{day}/{slug}")


def _topic(
    connection: sqlite3.Connection, slug: str, years: Iterable[str], parents: Mapping[str, tuple[str, ...]]
) -> Iterator[Subject]:
    """A topic, *years* of it, and its other years: each shows all years and all narrower topics, with their counts."""
    yield ("topic", slug)
    yield from (("topic-year", f"{slug}/{year}") for year in years)
    for member in (slug, *(narrower for narrower, above in parents.items() if slug in above)):
        yield from (("topic-year", f"{slug}/{year}") for year in _years_of(connection, member))


def _years_of(connection: sqlite3.Connection, topic: str) -> Iterator[str]:
    """The years in which updates carry *topic*; one step of the index a year, however many updates there are."""
    after = ""
    while row := connection.execute(
        "SELECT day FROM update_topics WHERE topic = ? AND day > ? ORDER BY day LIMIT 1", (topic, after)
    ).fetchone():
        yield row[0][:4]
        after = row[0][:4] + "~"


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
