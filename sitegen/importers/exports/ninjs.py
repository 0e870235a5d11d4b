"""ninjs, the JSON of news agencies: the parts of an item in its versions 1, 2 and 3 (IPTC "News in JSON")."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.importers.exports.agency_item import AgencyItem, Body
from sitegen.importers.exports.json_seeds import first_text, name_at, object_at, objects_at, text_at
from sitegen.importers.web.loose_text import is_html, plain_of
from sitegen.json_value import Json
from sitegen.model import Picture

_BODIES = ("body_xhtml", "body_html", "body_nitf", "body_text", "body_richtext")
_SECOND = ("sub", "deck", "second", "kicker")


def item_of(value: dict[str, Json]) -> AgencyItem:
    """The item that *value* is.

    Version 1 has ``headline``, ``byline``, ``body_html`` and the like, 2 has lists (``headlines``, ``bodies``), 3 writes
    in camel case what they write in small letters (``versionCreated``).
    """
    item = {key.casefold() if not key.startswith(("body_", "description_")) else key: one for key, one in value.items()}
    headlines = [_small(one) for one in objects_at(item, "headlines")]
    second = [one for one in headlines if any(part in text_at(one, "role").casefold() for part in _SECOND)]
    main = [one for one in headlines if text_at(one, "role") == "main"] + [
        one for one in headlines if one not in second
    ]
    title = text_at(item, "headline") or next((text for one in main if (text := text_at(one, "value"))), "")
    byline = first_text(item, "byline", "by")
    return AgencyItem(
        headline=plain_of(title or text_at(item, "title")),
        bodies=tuple(_bodies(item)),
        leads=(*(plain_of(text_at(one, "value")) for one in second), byline),
        descriptions=tuple(_descriptions(item)),
        dates=tuple(filter(None, (first_text(item, "versioncreated"), text_at(item, "firstcreated")))),
        located=text_at(item, "located"),
        publisher=first_text(item, "copyrightholder", "source") or _source(item),
        lang=text_at(item, "language"),
        url=next((url for key in ("uri", "guid") if (url := name_at(item, key)).startswith(("http:", "https:"))), ""),
        pictures=tuple(_pictures(item)),
        status=text_at(item, "pubstatus"),
    )


def _small(value: dict[str, Json]) -> dict[str, Json]:
    return {key.casefold(): one for key, one in value.items()}


def _bodies(item: dict[str, Json]) -> Iterator[Body]:
    """The bodies of *item*, those with the most marks first."""
    found = [(text_at(item, key), key) for key in _BODIES]
    found += [
        (text_at(one, "value"), f"{text_at(one, 'contenttype')} {text_at(one, 'role')}".casefold())
        for one in map(_small, objects_at(item, "bodies"))
    ]
    ranked = sorted((_rank(kind), at) for at, (text, kind) in enumerate(found) if text)
    for _, at in ranked:
        text, kind = found[at]
        is_nitf = "nitf" in kind or text.lstrip().startswith(("<nitf", "<?xml"))
        yield Body(text, is_html="html" in kind or (not is_nitf and is_html(text)), is_nitf=is_nitf)


def _rank(kind: str) -> int:
    return 0 if "html" in kind else 1 if "nitf" in kind else 2 if "rich" in kind else 3


def _descriptions(item: dict[str, Json]) -> Iterator[str]:
    """The summaries of *item*: they stand before the text where they do not say the same."""
    yield from (text for key in ("description_html", "description_text") if (text := text_at(item, key)))
    for one in map(_small, objects_at(item, "descriptions")):
        if text := text_at(one, "value"):
            yield text


def _source(item: dict[str, Json]) -> str:
    return next((name for one in objects_at(item, "infosources") if (name := text_at(one, "name"))), "")


def _pictures(item: dict[str, Json]) -> Iterator[Picture]:
    """The pictures that go with *item*, with their captions: a list (2, 3), or an object by their roles (1)."""
    given = objects_at(item, "associations") or [
        one for one in object_at(item, "associations").values() if isinstance(one, dict)
    ]
    for one in map(_small, given):
        if text_at(one, "type") not in ("picture", "graphic"):
            continue
        caption = next(_descriptions(one), "")
        credit = first_text(one, "byline", "by", "copyrightholder")
        alt = first_text(one, "body_text", "alt_text")
        if caption or alt:
            yield Picture(plain_of(caption), plain_of(credit), plain_of(alt))
