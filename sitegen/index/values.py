"""Rows of the index as values."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from sitegen.index.rest import read_corrections
from sitegen.model import Entry, Head, ZoneSource

HEAD = (
    "b.key, b.path, b.id, b.date, b.slug, b.draft, b.title, b.kicker, b.dateline, b.zone, b.zone_source, b.publisher,"
    " b.lang, b.words, b.updates, b.first, b.last, b.standfirst, b.corrections, b.shown, b.whole"
)
"""The columns of a live blog, in the order of `HeadRow`."""

HeadRow = tuple[
    *tuple[int, str, str, str, str, int, str, str, str],
    *tuple[str, str, str, str, int, int, str, str, int, str, str, str],
]


def head_of(row: HeadRow) -> Head:
    """The live blog of a row of the columns `HEAD`."""
    key, path, id_, day, slug, draft, title, kicker, dateline = row[:9]
    zone, source, publisher, lang, words, updates, first, last, standfirst, corrections, shown, whole = row[9:]
    return Head(
        *(key, path, id_, date.fromisoformat(day), slug, bool(draft), title, kicker, dateline),
        *(zone, ZoneSource(source), publisher, lang, words, updates, _moment(first), _moment(last), bool(standfirst)),
        *(read_corrections(corrections) if corrections else (), shown, whole),
    )


def entry_of(*of: *tuple[int, int, str, int, str, str, str, str, int, str, str]) -> Entry:
    """The update of a row of the live blog's text of entries, with the live blog and its place in it."""
    liveblog, place, anchor, instant, at, title, lead, author, key, updated, topics = of
    moment = datetime.fromisoformat(at)
    carried = _split(topics)
    return Entry(liveblog, place, anchor, instant, moment, at, title, lead, author, key == 1, _moment(updated), carried)


@lru_cache(maxsize=4096)  # many updates carry the same ones
def _split(topics: str) -> tuple[str, ...]:
    return tuple(topics.split(" ")) if topics else ()


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def date_of(text: str | None) -> date | None:
    """The day that *text* says, None where it says none."""
    return date.fromisoformat(text) if text else None
