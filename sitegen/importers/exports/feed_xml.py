"""Atom (RFC 4287 and its draft 0.3), RSS 2.0 and its forebears, and RSS 1.0: one grammar, since feeds mix their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from sitegen.importers.exports.feed_items import Feed, Item, Said, parts_of
from sitegen.importers.exports.xml_tree import Element, html_in
from sitegen.importers.seed_notes import is_prose
from sitegen.importers.web.loose_text import plain_of
from sitegen.patterns import Pattern

_NAMED_ADDRESS = Pattern(r"[^\s()@]+@[^\s()@]+\s*\(([^()]+)\)")  # RSS 2.0: "editor@example.org (A. Editor)"
_ENTRIES = ("item", "atom:entry")
_READ = frozenset({
    "atom:title", "title", "dc:title", "atom:content", "content:encoded", "html:body", "atom:summary", "description",
    "atom:published", "pubDate", "dc:date", "dcterms:created", "atom:issued", "atom:created", "atom:updated",
    "atom:modified", "dcterms:modified", "atom:author", "atom:contributor", "author", "dc:creator", "atom:category",
    "category", "dc:subject", "atom:id", "guid", "dc:identifier", "link", "atom:link", "enclosure", "atom:source",
    "source", "atom:rights", "dc:rights",
})  # fmt: skip
_OTHER_PAGES = ("next", "previous", "prev-archive", "next-archive")  # RFC 5005 §3 and §4


def is_feed(name: str, attributes: str) -> bool:
    """Whether the element *name*, with *attributes* as written, is the root of a feed."""
    local = name.rpartition(":")[2].casefold()
    if local == "feed":
        return "w3.org/2005/Atom" in attributes or "purl.org/atom/ns" in attributes or name == "atom:feed"
    return local == "rss" or (
        local == "rdf" and ("purl.org/rss/1.0" in attributes or "netscape.com/rdf/simple" in attributes)
    )


def read_feed(root: Element) -> Feed:
    """The feed whose root is *root*.

    Atom: RFC 4287 §4.1.1 and §4.1.2. RSS 2.0: its specification, "Required channel elements" and "Elements of <item>", with
    content:encoded (module "content") and dc:creator, dc:date and dc:subject (Dublin Core). RSS 1.0: §5.3 and §5.5.
    """
    channel = root.first("channel") or root
    base = _base(root, "")
    url = _joined(base, _address(channel))
    lang = root.attributes.get("xml:lang", "") or channel.attributes.get("xml:lang", "")
    entries = [
        entry for parent in ((root, channel) if channel is not root else (root,)) for entry in parent.all(*_ENTRIES)
    ]
    author = _author(root)  # once: that of each item would look through all others
    return Feed(
        title=_said(channel, "atom:title", "title"),
        items=tuple(_item(entry, author, base or url) for entry in entries if not _unpublished(entry)),
        held_back=tuple(filter(None, map(_unpublished, entries))),
        left=tuple(left for entry in entries if not _unpublished(entry) for left in _left(entry)),
        is_part=any(link.attributes.get("rel") in _OTHER_PAGES for link in channel.all("atom:link")),
        about=_said(channel, "atom:subtitle", "atom:tagline", "description"),
        url=url,
        lang=lang or channel.text("language", "dc:language"),
        publisher=channel.text("dc:publisher"),
    )


def _unpublished(entry: Element) -> str:
    """What *entry* is if it was not published: a draft (RFC 5023 §13.1.1), or a reader's comment (RFC 4685 §3)."""
    control = entry.first("app:control")
    if control is not None and control.text("app:draft") == "yes":
        return "draft"
    return "comment" if entry.first("thr:in-reply-to") is not None else ""


def _item(entry: Element, author: str, base: str) -> Item:
    base = _base(entry, base)
    content = _said(entry, "atom:content", "content:encoded", "html:body")
    excerpt = _said(entry, "atom:summary", "description")
    published = entry.text("atom:published", "pubDate", "dc:date", "dcterms:created", "atom:issued", "atom:created")
    updated = entry.text("atom:updated", "atom:modified", "dcterms:modified")
    return Item(
        title=_said(entry, "atom:title", "title", "dc:title"),
        body=content if content.text.strip() else excerpt,
        excerpt=excerpt if content.text.strip() else Said(),
        time=published or updated,
        updated=updated,
        author=_author(entry) or author,
        categories=parts_of([*_categories(entry)]),
        sid=entry.text("atom:id", "guid", "dc:identifier") or entry.attributes.get("rdf:about", "") or _address(entry),
        base=base,
        pictures=tuple(_enclosures(entry, base)),
        line=entry.line,
    )


def _base(element: Element, base: str) -> str:
    """The address that the links of *element* start from (RFC 4287 §2)."""
    return _joined(base, element.attributes.get("xml:base", "")) or base


def _joined(base: str, address: str) -> str:
    """*address*, which may be relative to *base*; "" where it is none of the web."""
    try:
        joined = urljoin(base, "".join(address.split()))
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""


def _said(parent: Element, *names: str) -> Said:
    """The text of the first element of *names* that has one, as its type says (RFC 4287 §3.1.1 and §4.1.3.3)."""
    elements = (element for name in names for element in parent.all(name))
    return next((said for element in elements if (said := _text(element)).text.strip()), Said())


def _text(element: Element) -> Said:
    base = _base(element, "")
    said = _bare_text(element)
    return replace(said, base=base) if base else said


def _bare_text(element: Element) -> Said:
    kind = element.attributes.get("type", "").casefold()
    mode = element.attributes.get("mode", "")  # of Atom 0.3
    inner = [child for child in element.children if isinstance(child, Element)]
    if inner or kind in ("xhtml", "application/xhtml+xml"):
        return Said(html_in(element), "html")
    text = element.text()
    if kind in ("html", "text/html") or mode == "escaped":
        return Said(text, "html")
    is_plain = element.name.startswith("atom:") and (kind in ("text", "text/plain") or not kind)
    return Said(text, "text" if is_plain else "")


def _author(parent: Element) -> str:
    """The names of all authors: of atom:author (RFC 4287 §3.2.1), dc:creator, and the address with a name of RSS 2.0."""
    names = [author.text("atom:name") for author in parent.all("atom:author")]
    names += [creator.text() for creator in parent.all("dc:creator")]
    if not any(names):
        names = [
            (found[1] if (found := _NAMED_ADDRESS.fullmatch(one.text())) else one.text())
            for one in parent.all("author")
        ]
    return ", ".join(dict.fromkeys(" ".join(name.split()) for name in names if name))


def _categories(entry: Element) -> Iterator[str]:
    for category in entry.all("atom:category", "category", "dc:subject"):
        yield from (category.attributes.get("label", ""), category.attributes.get("term", ""), category.text())


def _address(parent: Element) -> str:
    """The page that *parent* stands for: atom:link (RFC 4287 §4.2.7) without a relation or with "alternate", or link."""
    links = [link for link in parent.all("atom:link") if link.attributes.get("rel", "alternate") == "alternate"]
    return parent.text("link") or next((link.attributes.get("href", "") for link in links), "")


def _enclosures(entry: Element, base: str) -> Iterator[tuple[str, str]]:
    """The pictures, videos and sounds of *entry*: their addresses, and the words for them (Media RSS 1.5.1)."""
    for link in entry.all("atom:link", "enclosure"):
        if link.name == "enclosure" or link.attributes.get("rel") == "enclosure":
            yield _joined(base, link.attributes.get("url", "") or link.attributes.get("href", "")), ""
    alone = [(entry, media) for media in entry.all("media:content")]
    grouped = [(group, media) for group in entry.all("media:group") for media in _default(group)]
    for place, media in (*alone, *grouped):
        yield _joined(base, media.attributes.get("url", "")), " ".join(_media_words((media, place, entry)).split())


def _default(group: Element) -> list[Element]:
    """The one of *group*, which has one picture in several sizes, that is to be shown."""
    contents = list(group.all("media:content"))
    return ([one for one in contents if one.attributes.get("isDefault") == "true"] or contents)[:1]


def _media_words(near: tuple[Element, ...]) -> str:
    said = [next(filter(None, (one.text(name) for one in near)), "") for name in ("media:description", "media:credit")]
    return " ".join(plain_of(text) for text in said if text)


def _left(entry: Element) -> Iterator[tuple[str, str]]:
    """The elements of *entry* that hold something to read and are not read: their names and texts."""
    for child in entry.children:
        if isinstance(child, str) or child.name in _READ or child.name.startswith("media:"):
            continue
        if is_prose(text := child.text()):
            yield child.name, text
