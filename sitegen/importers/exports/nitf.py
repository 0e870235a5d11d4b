"""NITF, the XML of news agencies: the parts of an item (IPTC NITF 3.6 and its forebears), and its body as HTML."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.importers.exports.agency_item import AgencyItem, Body
from sitegen.importers.exports.xml_tree import Element, html_in
from sitegen.model import Picture

_AS_HTML = {
    "hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "q": "span", "person": "span", "org": "span",
    "location": "span", "chron": "span", "money": "span", "num": "span", "event": "span", "function": "span",
    "object.title": "span", "virtloc": "span", "copyrite": "span", "lang": "span", "pronounce": "span", "postaddr": "p",
    "media-caption": "p", "fn": "p", "nitf-table": "div", "custom-table": "div", "datasource": "p", "credit": "p",
}  # fmt: skip
_NOT_SHOWN = ("media-metadata", "media-object", "nitf-table-metadata")


def item_of(root: Element) -> AgencyItem:
    """The item whose root is *root*; what stands in other places than NITF has it is looked for in the whole."""
    head, parts = _first(root, "head"), {one.name: one for one in root.walk()}
    top, content, end = (parts.get(name) for name in ("body.head", "body.content", "body.end"))
    hedline = [one.text() for one in root.walk() if one.name == "hl1"]
    pictures = tuple(_pictures(content)) if content is not None else ()
    if content is not None:
        _take_out(content)
    title = " ".join((hedline[0] if hedline else head.text("title")).split())
    dateline = parts["dateline"].text("location") if "dateline" in parts else ""
    return AgencyItem(
        headline=title,
        bodies=(Body(html_in(content, _AS_HTML), is_html=True),) if content is not None else (),
        leads=tuple(_leads(top)) if top is not None else (),
        tail=html_in(end, _AS_HTML) if end is not None else "",
        dates=tuple(_dates(root)),
        located=" ".join(dateline.split()) or _city(parts),
        publisher=_holder(parts),
        lang=root.attributes.get("xml:lang", ""),
        pictures=pictures,
        status=parts["docdata"].attributes.get("management-status", "") if "docdata" in parts else "",
    )


def _first(parent: Element, name: str) -> Element:
    return parent.first(name) or Element("", {}, 0)


def _leads(top: Element) -> Iterator[str]:
    """What a reader sees between the headline and the text: second headlines, the byline, the abstract, notes."""
    for one in top.walk():
        if one.name == "hl2":
            yield one.text()
    for byline in top.all("byline"):
        yield " ".join(byline.text().split())
    for abstract in top.all("abstract"):
        paragraphs = [one for one in abstract.walk() if one.name in ("p", "hl2")] or [abstract]
        yield from (one.text() for one in paragraphs)


def _dates(root: Element) -> Iterator[str]:
    """The times at which the item was sent, the best first: ISO 8601, most of them without its signs."""
    wanted = (("date.issue", "norm"), ("date.release", "norm"), ("story.date", "norm"), ("pubdata", "date.publication"))
    elements = list(root.walk())
    for name, key in wanted:
        yield from (one.attributes[key] for one in elements if one.name == name and one.attributes.get(key))


def _city(parts: dict[str, Element]) -> str:
    place = parts.get("evloc")
    return place.attributes.get("city", "") if place is not None else ""


def _holder(parts: dict[str, Element]) -> str:
    if "distributor" in parts and (name := parts["distributor"].text()):
        return " ".join(name.split())
    return parts["doc.copyright"].attributes.get("holder", "") if "doc.copyright" in parts else ""


def _pictures(content: Element) -> Iterator[Picture]:
    for media in content.walk():
        if media.name != "media":
            continue
        caption = " ".join(" ".join(one.text() for one in media.all("media-caption")).split())
        credit = " ".join(media.text("media-producer").split())
        alt = next((one.attributes.get("alternate-text", "") for one in media.all("media-reference")), "")
        if caption or alt:
            yield Picture(caption, credit, " ".join(alt.split()))


def _take_out(content: Element) -> None:
    """Take pictures, which stand apart, and what nobody sees out of *content*."""
    for one in list(content.walk()):
        one.children[:] = [
            child for child in one.children if isinstance(child, str) or child.name not in ("media", *_NOT_SHOWN)
        ]
