"""``data/archive.db``: the archive as a SQLite database with a full-text index, for Datasette and whoever writes SQL.

It is made anew, never changed: the same archive is the same bytes (of one SQLite). One of an earlier state is not kept: what
was taken down since may be in it.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sitegen.database import PATH, key_of
from sitegen.output.paths import digest_of, naming_failures, staged_file
from sitegen.output.targets import Staged
from sitegen.pages import urls
from sitegen.pages.desk import Desk, place_of
from sitegen.pages.plan_data import rows_of
from sitegen.pages.year_data import UpdateRow, values
from sitegen.runs import Run

_SCHEMA = """
CREATE TABLE live_blogs (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, date TEXT NOT NULL, headline TEXT NOT NULL, kicker TEXT NOT NULL,
  place TEXT NOT NULL, zone TEXT NOT NULL, publisher TEXT NOT NULL, language TEXT NOT NULL, first TEXT, last TEXT,
  updates INTEGER NOT NULL, words INTEGER NOT NULL, cite_as TEXT NOT NULL
);
CREATE TABLE updates (
  id TEXT PRIMARY KEY, live_blog TEXT NOT NULL REFERENCES live_blogs (id), anchor TEXT NOT NULL, url TEXT NOT NULL,
  at TEXT NOT NULL, utc TEXT NOT NULL, title TEXT NOT NULL, lead TEXT NOT NULL, author TEXT NOT NULL, key INTEGER NOT NULL,
  updated TEXT NOT NULL, text TEXT
);
CREATE INDEX updates_live_blog ON updates (live_blog);
CREATE INDEX updates_utc ON updates (utc);
CREATE TABLE topics (slug TEXT PRIMARY KEY, label TEXT NOT NULL, broader TEXT REFERENCES topics (slug), note TEXT NOT NULL);
CREATE TABLE update_topics (
  update_id TEXT NOT NULL REFERENCES updates (id), topic TEXT NOT NULL REFERENCES topics (slug),
  PRIMARY KEY (update_id, topic)
);
CREATE INDEX update_topics_topic ON update_topics (topic);
CREATE TABLE corrections (
  live_blog TEXT NOT NULL REFERENCES live_blogs (id), anchor TEXT NOT NULL, date TEXT NOT NULL, kind TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE updates_fts USING fts5 (title, lead, text, content="updates", content_rowid="rowid");
"""
"""The double quotes in the last line are those by which Datasette finds out that it can search ``updates``."""


def stage_database(run: Run, desk: Desk, staging: Path) -> list[Staged]:
    """The database, staged."""
    file = Path(staged_file(staging, PATH))
    with naming_failures(run.options.output / PATH):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _told_by_the_system(), closing(sqlite3.connect(file, isolation_level=None)) as database:
            _fill(database, desk)
        checksum, size = digest_of(file) or "", file.stat().st_size
    return [Staged(f"/{PATH}", PATH, checksum, size, key_of(run, desk.queries), "site.yaml")]


@contextmanager
def _told_by_the_system() -> Iterator[None]:
    """Turn what SQLite says of a disk that is full into an OSError; else it would be taken for a failure of the index.

    Damage goes on as it is: what is damaged is the index that is read from.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error


def _fill(database: sqlite3.Connection, desk: Desk) -> None:
    database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {_SCHEMA}")
    heads = list(desk.queries.heads())
    database.executemany(f"INSERT INTO live_blogs VALUES ({_marks(14)})", _live_blogs(desk))
    topics = [(topic.slug, topic.label, topic.broader or None, topic.note) for topic in desk.topics.values()]
    database.executemany(f"INSERT INTO topics VALUES ({_marks(4)})", topics)
    rows = rows_of(desk, heads)
    body_of, base_url = desk.queries.bodies(), desk.config.base_url
    database.executemany(
        f"INSERT INTO updates VALUES ({_marks(12)})", (_update(row, values(row, base_url, body_of)) for row in rows)
    )
    pairs = ((f"{row.live_blog}/{row.anchor}", slug) for row in rows for slug in sorted(row.topics))
    database.executemany("INSERT INTO update_topics VALUES (?, ?)", pairs)
    corrections = (
        (head.id, one.update, one.when.isoformat(), one.kind.value, one.text)
        for head in heads
        for one in head.corrections
    )
    database.executemany(f"INSERT INTO corrections VALUES ({_marks(5)})", corrections)
    database.execute("INSERT INTO updates_fts (updates_fts) VALUES ('rebuild')")
    database.execute("COMMIT")
    database.execute("PRAGMA optimize")


def _marks(number: int) -> str:
    return ", ".join("?" * number)


def _live_blogs(desk: Desk) -> Iterator[tuple[object, ...]]:
    for head in desk.queries.heads():
        url = urls.absolute(urls.liveblog_url(head.date, head.slug), desk.config.base_url)
        first, last = (moment.isoformat() if moment else None for moment in (head.first, head.last))
        yield (
            *(head.id, url, head.date.isoformat(), head.title, head.kicker, place_of(head), head.zone),
            *(head.publisher or desk.config.publisher, head.lang or desk.config.language, first, last),
            *(head.updates, head.words, desk.queries.rest(head).cite_as),
        )


def _update(row: UpdateRow, said: tuple[object, ...]) -> tuple[object, ...]:
    name, live_blog, anchor, url, at, utc, *_, text = said
    updated = row.updated.isoformat() if row.updated else ""
    return (name, live_blog, anchor, url, at, utc, row.title, row.lead, row.author, int(row.key), updated, text)
