"""The feed of the newest updates and corrections (Atom, RFC 4287), as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from html import escape
from xml.etree import ElementTree

from sitegen.config import Config
from sitegen.model import Correction, Entry, Head
from sitegen.pages import urls
from sitegen.pages.corrected import LABELS, newest_first
from sitegen.pages.formats import clock, short_date
from sitegen.pages.static import Asset

ATOM = "http://www.w3.org/2005/Atom"
FEED_ENTRIES = 50
"""How many updates the feed holds at most, and how many corrections."""

# The characters that XML 1.0 cannot hold, even as references (§2.2).
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOCAL = re.compile(r'(?<=\s)(href|src)="/')


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. *name* follows the authority in its ``tag:`` URI (RFC 4151), which no change of address alters.

    *url* is site-absolute; *html* is the content, with site-absolute links, "" where the rights leave it out; all else is
    plain text.
    """

    name: str
    url: str
    title: str
    published: datetime
    updated: datetime
    author: str
    summary: str
    html: str
    lang: str


def update_entry(head: Head, entry: Entry, html: str = "") -> FeedEntry:
    """The entry of an update, whose body is *html*: with its corrections, which make it newer."""
    corrections = [one for one in newest_first(head.corrections) if one.update == entry.anchor]
    summary = " ".join([f"{head.title}: {entry.lead}", *(f"{_dated(one)}: {one.text}" for one in corrections)])
    notes = "".join(f"<p><b>{escape(_dated(one))}:</b> {escape(one.text)}</p>\n" for one in corrections)
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
    )


def correction_entries(head: Head, entries: Sequence[Entry], config: Config) -> Iterator[FeedEntry]:
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
            title=f"{LABELS[one.kind]}: {head.title}" + (f", {clock(entry.at, config.clock)}" if entry else ""),
            published=moment,
            updated=moment,
            author="",
            summary=one.text,
            html="",
            lang=head.lang,
        )


def _dated(correction: Correction) -> str:
    return f"{LABELS[correction.kind]}, {short_date(correction.when, 'en')}"


def _moment_of(correction: Correction, at: datetime | None) -> datetime:
    """When a correction was made, as far as its day tells: from the day's first moment on, and after what it corrects."""
    day = datetime.combine(correction.when, time(), UTC)
    return max(day, at + timedelta(seconds=1)) if at else day


def atom_feed(config: Config, entries: Sequence[FeedEntry]) -> Asset:
    """The feed of *entries*, those of the newest updates and corrections, newest first."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": config.language})
    _text(feed, "id", f"tag:{config.id}:feed" if config.id else config.base_url)
    _text(feed, "title", config.title)
    if config.description:
        _text(feed, "subtitle", config.description)
    newest = max((entry.updated for entry in entries), default=datetime(1970, 1, 1, tzinfo=UTC))  # it must say one
    _text(feed, "updated", newest.isoformat())
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": config.base_url + "feed.xml"})
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "href": config.base_url})
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", config.publisher or config.title)
    for entry in sorted(entries, key=lambda entry: entry.published, reverse=True):
        _entry(feed, config, entry)
    return Asset("/feed.xml", _bytes(feed), "site.yaml")


def _entry(feed: ElementTree.Element, config: Config, entry: FeedEntry) -> None:
    language = {"xml:lang": entry.lang} if entry.lang and entry.lang != config.language else {}
    element = ElementTree.SubElement(feed, "entry", language)
    address = urls.absolute(entry.url, config.base_url)
    _text(element, "id", f"tag:{config.id}:{entry.name}" if config.id else _address_id(entry, address))
    _text(element, "title", entry.title)
    _text(element, "published", entry.published.isoformat())
    _text(element, "updated", entry.updated.isoformat())
    ElementTree.SubElement(element, "link", {"rel": "alternate", "href": address})
    if entry.author:
        _text(ElementTree.SubElement(element, "author"), "name", entry.author)
    _text(element, "summary", entry.summary)
    if entry.html:
        content = ElementTree.SubElement(element, "content", {"type": "html"})
        content.text = NOT_XML.sub("\ufffd", with_absolute_links(entry.html, config.base_url))


def _address_id(entry: FeedEntry, address: str) -> str:
    """The id of *entry* on a site without a name for ever: its address; a correction has that of what it corrects."""
    _, mark, own = entry.name.partition("/corrections/")
    return address + mark + own


def with_absolute_links(html: str, base_url: str) -> str:
    """*html* with its site-absolute links below *base_url*: a reader of feeds need not know where they begin.

    >>> with_absolute_links('<a href="/2017/#a">x</a>', "https://example.org/live/")
    '<a href="https://example.org/live/2017/#a">x</a>'
    """
    base = escape(base_url)
    return _LOCAL.sub(lambda found: f'{found[1]}="{base}', html)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_XML.sub("\ufffd", text)


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, space="")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
