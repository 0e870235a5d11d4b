"""What feeds hold, in whatever format: updates and corrections, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from html import escape

from sitegen.config import Config
from sitegen.model import Correction, Entry, Head
from sitegen.pages import urls
from sitegen.pages.corrected import label, newest_first
from sitegen.pages.feed_views import FeedEntry, FeedView
from sitegen.pages.formats import clock
from sitegen.pages.interface import Interface

FEED_ENTRIES = 50
"""How many updates a feed holds at most, and how many corrections."""


def update_entry(
    words: Interface, head: Head, entry: Entry, html: str = "", topics: tuple[tuple[str, str], ...] = ()
) -> FeedEntry:
    """The entry of an update, whose body is *html*: with its corrections, which make it newer."""
    corrections = [one for one in newest_first(head.corrections) if one.update == entry.anchor]
    summary = " ".join([f"{head.title}: {entry.lead}", *(f"{_dated(words, one)}: {one.text}" for one in corrections)])
    notes = "".join(f"<p><b>{escape(_dated(words, one))}:</b> {escape(one.text)}</p>\n" for one in corrections)
    return FeedEntry(
        name=f"{head.id}/{entry.anchor}",
        url=urls.permalink(head.date, head.slug, entry.anchor),
        title=entry.title or entry.lead,
        published=entry.at,
        updated=max([entry.updated or entry.at, *(_moment_of(one, entry.at) for one in corrections)]),
        author=entry.author or head.publisher,
        summary=summary,
        html=html and html + notes,
        lang=head.lang,
        topics=topics,
    )


def correction_entries(words: Interface, head: Head, entries: Sequence[Entry], config: Config) -> Iterator[FeedEntry]:
    """An entry for each correction of *head*, whose updates are *entries*."""
    by_anchor, names = {entry.anchor: entry for entry in entries}, set[str]()
    for one in head.corrections:
        entry = by_anchor.get(one.update)
        moment = _moment_of(one, entry.at if entry else head.last)
        name = "/".join(filter(None, (head.id, one.update, "corrections", one.when.isoformat())))
        while name in names:  # another one of the day
            name += "+"
        names.add(name)
        yield FeedEntry(
            name=name,
            url=urls.liveblog_url(head.date, head.slug) + (f"#{one.update}" if one.update else ""),
            title=f"{label(words, one.kind)}: {head.title}" + (f", {clock(entry.at, config.clock)}" if entry else ""),
            published=moment,
            updated=moment,
            author="",
            summary=one.text,
            html="",
            lang=head.lang,
        )


def _dated(words: Interface, correction: Correction) -> str:
    return f"{label(words, correction.kind)}, {words.short_date(correction.when)}"


def _moment_of(correction: Correction, at: datetime | None) -> datetime:
    """When a correction was made, as far as its day tells: from the day's first moment on, and after what it corrects."""
    day = datetime.combine(correction.when, time(), UTC)
    return max(day, at + timedelta(seconds=1)) if at else day


def feed_view(
    config: Config, name: str, title: str, description: str, home: str, entries: Sequence[FeedEntry]
) -> FeedView:
    """The feed of *entries*, sorted."""
    found = tuple(sorted(entries, key=lambda entry: entry.published, reverse=True))
    return FeedView(name, title, description, home, config.id, found)
