"""Feeds in XML (Atom, RFC 4287)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from sitegen.pages import urls
from sitegen.pages.feed_views import FeedEntry, FeedView, entry_id, with_absolute_links
from sitegen.pages.view_parts import Site

ATOM = "http://www.w3.org/2005/Atom"

# The characters that XML 1.0 cannot hold, even as references (§2.2).
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom_feed(view: FeedView, site: Site) -> str:
    """The feed *view* of a *site* with a base URL."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    _text(
        feed, "id", f"tag:{view.authority}:{view.name}" if view.authority else urls.absolute(view.home, site.base_url)
    )
    _text(feed, "title", view.title)
    if view.description:
        _text(feed, "subtitle", view.description)
    _text(feed, "updated", view.updated.isoformat())
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": f"{site.base_url}{view.name}.xml"})
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "href": urls.absolute(view.home, site.base_url)})
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", site.publisher or site.title)
    for entry in view.entries:
        _entry(feed, view, site, entry)
    ElementTree.indent(feed, space="")
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entry(feed: ElementTree.Element, view: FeedView, site: Site, entry: FeedEntry) -> None:
    language = {"xml:lang": entry.lang} if entry.lang and entry.lang != site.language else {}
    element = ElementTree.SubElement(feed, "entry", language)
    _text(element, "id", entry_id(view, entry, site.base_url))
    _text(element, "title", entry.title)
    _text(element, "published", entry.published.isoformat())
    _text(element, "updated", entry.updated.isoformat())
    ElementTree.SubElement(element, "link", {"rel": "alternate", "href": urls.absolute(entry.url, site.base_url)})
    if entry.author:
        _text(ElementTree.SubElement(element, "author"), "name", entry.author)
    for slug, label in entry.topics:
        ElementTree.SubElement(element, "category", {"term": slug, "label": NOT_XML.sub("\ufffd", label)})
    _text(element, "summary", entry.summary)
    if entry.html:
        content = ElementTree.SubElement(element, "content", {"type": "html"})
        content.text = NOT_XML.sub("\ufffd", with_absolute_links(entry.html, site.base_url))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_XML.sub("\ufffd", text)
