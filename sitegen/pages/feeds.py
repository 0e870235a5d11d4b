"""The feed of the newest updates (Atom, RFC 4287) and the sitemap (sitemaps.org 0.9), as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from xml.etree import ElementTree

from sitegen.config import Config
from sitegen.model import Entry, Head
from sitegen.pages import urls
from sitegen.pages.static import Asset

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FEED_ENTRIES = 50

# The characters that XML 1.0 cannot hold, even as references (§2.2).
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom_feed(config: Config, entries: Sequence[tuple[Head, Entry]]) -> Asset:
    """The feed of *entries*, newest first, each with its live blog.

    Its ids are ``tag:`` URIs (RFC 4151) that no change of address alters.
    """
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": config.language})
    _text(feed, "id", f"tag:{config.id}:feed" if config.id else config.base_url)
    _text(feed, "title", config.title)
    if config.description:
        _text(feed, "subtitle", config.description)
    _text(feed, "updated", _moment(max((entry.updated or entry.at for _, entry in entries), default=None)))
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": config.base_url + "feed.xml"})
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "href": config.base_url})
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", config.publisher or config.title)
    for head, entry in entries:
        _entry(feed, config, entry, head)
    return Asset("/feed.xml", _bytes(feed), "site.yaml")


def _entry(feed: ElementTree.Element, config: Config, entry: Entry, head: Head) -> None:
    element = ElementTree.SubElement(feed, "entry")
    address = urls.absolute(urls.permalink(head.date, head.slug, entry.anchor), config.base_url)
    _text(element, "id", f"tag:{config.id}:{head.id}/{entry.anchor}" if config.id else address)
    _text(element, "title", entry.title or entry.lead)
    _text(element, "published", _moment(entry.at))
    _text(element, "updated", _moment(entry.updated or entry.at))
    ElementTree.SubElement(element, "link", {"rel": "alternate", "href": address})
    if entry.author or head.publisher:
        _text(ElementTree.SubElement(element, "author"), "name", entry.author or head.publisher)
    _text(element, "summary", f"{head.title}: {entry.lead}")


def _moment(moment: datetime | None) -> str:
    """*moment* as RFC 3339; the beginning of time for a feed without entries, which must have one all the same."""
    return (moment or datetime(1970, 1, 1, tzinfo=UTC)).isoformat()


def sitemap(config: Config, pages: Iterable[tuple[str, str]]) -> Asset:
    """The sitemap of *pages*: URLs with the day of their last update ("" where none is known), in their order."""
    lines = [f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{SITEMAP}">\n']
    for url, modified in pages:  # as text: an archive has thousands of pages, and an element costs twenty times as much
        address = escape(_NOT_XML.sub("\ufffd", urls.absolute(url, config.base_url)), quote=False)
        when = f"\n<lastmod>{modified}</lastmod>" if modified else ""
        lines.append(f"<url>\n<loc>{address}</loc>{when}\n</url>\n")
    return Asset("/sitemap.xml", "".join((*lines, "</urlset>\n")).encode(), "site.yaml")


def is_noindex(rule: str) -> bool:
    """Whether *rule*, the ``robots`` of rights, keeps search engines out: "noindex", or "none", which says that and more.

    >>> is_noindex("NoIndex, nofollow"), is_noindex("none"), is_noindex("noarchive")
    (True, True, False)
    """
    return not {"noindex", "none"}.isdisjoint(re.split(r"[\s,]+", rule.lower()))


def robots(config: Config) -> Asset:
    """What robots may do, and where the sitemap is (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /" if is_noindex(config.rights.robots) else "Allow: /"]
    if config.base_url and config.pages.sitemap:
        lines.append(f"Sitemap: {config.base_url}sitemap.xml")
    return Asset("/robots.txt", ("\n".join(lines) + "\n").encode(), "site.yaml")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, space="")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
