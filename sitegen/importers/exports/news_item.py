"""Items of news agencies, one live blog an item: ninjs 1, 2 and 3 in JSON, and NITF in XML, also inside ninjs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.exports import ninjs, nitf
from sitegen.importers.exports.agency_item import AgencyItem, live_blog_of
from sitegen.importers.exports.json_seeds import glimpse, read_json
from sitegen.importers.exports.xml_tree import parse_xml, read_xml, root_of
from sitegen.importers.seed_notes import too_deep
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.json_value import Json

_BODIES = frozenset({"body_html", "body_xhtml", "body_text", "body_nitf", "body_richtext", "bodies"})
_OF_NINJS = frozenset({
    "versioncreated", "headlines", "pubstatus", "representationtype", "standard", "firstcreated", "byline", "by", "headline",
    "located", "urgency", "profile",
})  # fmt: skip
_OF_OTHERS = frozenset(
    {"_items", "items", "blocks", "entries", "documents", "@type", "@context", "posts", "version_url"}
)


def declines(seed: Seed) -> str:
    """Why *seed* is no item: neither the keys of ninjs stand at its top, nor is <nitf> its root."""
    seen = glimpse(seed)
    if seen.opening and not seen.is_lines:
        depth = 1 if seen.opening == "{" else 2
        keys = {path[-1] for path in seen.paths if len(path) == depth and path[:-1] in ((), ("*",))}
        return "" if _is_ninjs(keys) else "its keys are not those of ninjs"
    name, _ = root_of(seed)
    if not name:
        return "it is neither JSON nor XML"
    return "" if name.rpartition(":")[2] == "nitf" else f"<{name}> is not the root of NITF"


def _is_ninjs(keys: set[str]) -> bool:
    """Whether *keys* are those of an item: its address and its body, or so many others that the body comes later."""
    small = {key.casefold() for key in keys}
    if not _OF_OTHERS.isdisjoint(keys):
        return False
    known = small & _OF_NINJS
    return ("uri" in small or "guid" in small or "altids" in small) and (
        (bool(known) and not small.isdisjoint(_BODIES)) or ("versioncreated" in small and len(known) > 1)
    )


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs that *seed* holds, and its problems."""
    try:
        for item in _items(seed):
            if isinstance(item, Problem):
                yield item
            else:
                yield from live_blog_of(seed, config, NEWS_ITEM.name, item)
    except ValueError:
        yield too_deep(seed, "of the item")


def _items(seed: Seed) -> Iterator[AgencyItem | Problem]:
    """The items in *seed*, one that is empty where there is none. Raises ValueError where elements are nested too deep."""
    if seed.data.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\0")[:1] not in (b"{", b"["):
        root = read_xml(seed)
        yield root if isinstance(root, Problem) else nitf.item_of(root)
        return
    value = read_json(seed)
    if isinstance(value, Problem):
        yield value
        return
    items = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
    for one in items or [{}]:
        yield _of_json(one, seed.path)


def _of_json(value: dict[str, Json], path: str) -> AgencyItem | Problem:
    """The item that *value* is; where the best form of its body is NITF, with what that says."""
    item = ninjs.item_of(value)
    if not item.bodies or not item.bodies[0].is_nitf:
        return item
    root = parse_xml(item.bodies[0].text, path)
    if isinstance(root, Problem):
        return root
    inner = nitf.item_of(root)
    headline, dates = item.headline or inner.headline, (*item.dates, *inner.dates)
    return replace(
        inner,
        headline=headline,
        dates=dates,
        leads=item.leads if any(item.leads) else inner.leads,
        descriptions=item.descriptions,
        located=item.located or inner.located,
        publisher=item.publisher or inner.publisher,
        lang=item.lang or inner.lang,
        url=item.url,
        pictures=(*item.pictures, *inner.pictures),
        status=item.status,
    )


NEWS_ITEM = Importer("news-item", "an agency's item in ninjs or NITF that holds one live blog", declines, read)
"""The importer of agencies' items."""
