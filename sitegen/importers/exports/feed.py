"""Feeds of a live blog, one item an update: Atom (RFC 4287), RSS 0.9 to 2.0, and JSON Feed 1.0 and 1.1.

XML is read as `xml_tree` says: entities of HTML are resolved, no other is, and a feed that declares its own is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.exports.feed_items import Feed, Item, Said, live_blog_of
from sitegen.importers.exports.feed_xml import is_feed, read_feed
from sitegen.importers.exports.json_seeds import (
    first_text,
    glimpse,
    name_at,
    object_at,
    objects_at,
    read_json,
    text_at,
    texts_at,
)
from sitegen.importers.exports.xml_tree import read_xml, root_of
from sitegen.importers.seeds import SNIFFED, Found, Importer, Seed
from sitegen.json_value import Json
from sitegen.patterns import Pattern

_VERSION = Pattern(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')


def declines(seed: Seed) -> str:
    """Why *seed* is no feed: its root is no feed's, or it is JSON without the version or the items of JSON Feed."""
    if _is_json_feed(seed):
        return ""
    name, attributes = root_of(seed)
    if not name:
        return "it is neither XML nor a JSON Feed"
    return "" if is_feed(name, attributes) else f"<{name}> is the root of no feed"


def _is_json_feed(seed: Seed) -> bool:
    """Whether *seed* says that it is a JSON Feed, or has items with the content and the date of one.

    "version" need not stand at the top of the file; where it does not, the keys of the items tell.
    """
    seen = glimpse(seed)
    if seen.opening != "{" or seen.is_lines:
        return False
    if ("version",) in seen.paths and _VERSION.search(seed.data[:SNIFFED].decode("latin-1").replace("\0", "")):
        return True
    keys = {path[2] for path in seen.paths if path[:2] == ("items", "*") and len(path) == 3}
    return "id" in keys and not keys.isdisjoint(("content_html", "content_text"))


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems."""
    if seed.data.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\0")[:1] in (b"{", b"["):
        value = read_json(seed)
        feed = value if isinstance(value, Problem) else _json_feed(value)
    else:
        root = read_xml(seed)
        feed = root if isinstance(root, Problem) else read_feed(root)
    if isinstance(feed, Problem):
        yield feed
    else:
        yield from live_blog_of(seed, config, FEED.name, feed)


def _json_feed(value: Json) -> Feed:
    """The JSON Feed that *value* is (jsonfeed.org/version/1.1, "Top-level" and "Items")."""
    base = text_at(value, "home_page_url") or text_at(value, "feed_url")
    authors = _authors(value)
    items = objects_at(value, "items")
    return Feed(
        title=Said(text_at(value, "title"), "text"),
        items=tuple(_json_item(item, number, base, authors) for number, item in enumerate(items)),
        about=Said(text_at(value, "description"), "text"),
        url=home if (home := text_at(value, "home_page_url")).startswith(("http://", "https://")) else "",
        lang=text_at(value, "language"),
        is_part=bool(text_at(value, "next_url")),
    )


def _json_item(item: dict[str, Json], number: int, base: str, authors: str) -> Item:
    html, text, summary = (text_at(item, key) for key in ("content_html", "content_text", "summary"))
    body = Said(html, "html") if html else Said(text or summary, "text")
    attached = [(text_at(one, "url"), text_at(one, "title")) for one in objects_at(item, "attachments")]
    pictures = [(text_at(item, "image"), ""), *attached]
    return Item(
        title=Said(text_at(item, "title"), "text"),
        body=body,
        excerpt=Said(summary, "text") if html or text else Said(),
        time=first_text(item, "date_published", "date_modified"),
        updated=text_at(item, "date_modified"),
        author=_authors(item) or authors,
        categories=tuple(texts_at(item, "tags")),
        sid=name_at(item, "id") or text_at(item, "url"),
        base=first_text(item, "url") or base,
        pictures=tuple(pictures),
        record=f"items/{number}",
    )


def _authors(value: Json) -> str:
    """The names of "authors" (1.1), else of "author" (1.0)."""
    named = [text_at(one, "name") for one in objects_at(value, "authors")]
    return ", ".join(dict.fromkeys(filter(None, named))) or text_at(object_at(value, "author"), "name")


FEED = Importer("feed", "Atom, RSS or JSON Feed of a live blog, one item an update", declines, read)
"""The importer of feeds."""
