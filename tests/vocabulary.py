"""What schema.org says of the types and properties that our structured data uses (version 29): facts, in a table of ours.

`faults` holds data against it: a property that is misspelt, or stands at a type that has none such, or
holds what it may not, is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PARENT = {
    "LiveBlogPosting": "BlogPosting",
    "BlogPosting": "SocialMediaPosting",
    "SocialMediaPosting": "Article",
    "Article": "CreativeWork",
    "CorrectionComment": "Comment",
    "Comment": "CreativeWork",
    "CreativeWork": "Thing",
    "Organization": "Thing",
    "Person": "Thing",
    "Place": "Thing",
    "BreadcrumbList": "ItemList",
    "ItemList": "Intangible",
    "ListItem": "Intangible",
    "Intangible": "Thing",
}
# Of which type a property is, and what it may hold.
PROPERTIES = {
    "about": ("CreativeWork", {"Thing"}),
    "archivedAt": ("CreativeWork", {"URL"}),
    "articleBody": ("Article", {"Text"}),
    "author": ("CreativeWork", {"Organization", "Person"}),
    "copyrightNotice": ("CreativeWork", {"Text"}),
    "correction": ("CreativeWork", {"CorrectionComment", "Text", "URL"}),
    "coverageEndTime": ("LiveBlogPosting", {"DateTime"}),
    "coverageStartTime": ("LiveBlogPosting", {"DateTime"}),
    "dateModified": ("CreativeWork", {"Date", "DateTime"}),
    "datePublished": ("CreativeWork", {"Date", "DateTime"}),
    "description": ("Thing", {"Text"}),
    "headline": ("CreativeWork", {"Text"}),
    "identifier": ("Thing", {"Text", "URL"}),
    "image": ("Thing", {"URL"}),
    "inLanguage": ("CreativeWork", {"Text"}),
    "item": ("ListItem", {"Thing", "URL"}),
    "itemListElement": ("ItemList", {"ListItem", "Text", "Thing"}),
    "liveBlogUpdate": ("LiveBlogPosting", {"BlogPosting"}),
    "locationCreated": ("CreativeWork", {"Place"}),
    "name": ("Thing", {"Text"}),
    "position": ("ListItem", {"Integer", "Text"}),
    "publisher": ("CreativeWork", {"Organization", "Person"}),
    "text": ("CreativeWork", {"Text"}),
    "url": ("Thing", {"URL"}),
}
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = re.compile(_DATE + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[+-][0-9]{2}:[0-9]{2})")


def faults(data: object, at: str = "") -> Iterator[str]:
    """What is wrong with an object of *data* or of what it holds; *at* is the way to it."""
    if not isinstance(data, dict):
        yield f"{at}: not an object"
        return
    kind = str(data.get("@type"))
    if kind != "Thing" and kind not in PARENT:
        yield f"{at}: no type {kind}"
        return
    for name, value in data.items():
        if name.startswith("@"):
            continue
        if name not in PROPERTIES:
            yield f"{at}: no property {name}"
            continue
        domain, ranges = PROPERTIES[name]
        if not _is(kind, domain):
            yield f"{at}: {name} is no property of {kind}"
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            yield from _faults_of(one, ranges, f"{at}/{name}[{number}]")


def _faults_of(value: object, ranges: set[str], at: str) -> Iterator[str]:
    if isinstance(value, dict):
        if not any(_is(str(value.get("@type")), wanted) for wanted in ranges):
            yield f"{at}: {value.get('@type')} is none of {sorted(ranges)}"
        yield from faults(value, at)
    elif not any(_fits(value, wanted) for wanted in ranges):
        yield f"{at}: {value!r} is none of {sorted(ranges)}"


def _is(kind: str, wanted: str) -> bool:
    while kind != wanted and kind in PARENT:
        kind = PARENT[kind]
    return kind == wanted


def _fits(value: object, wanted: str) -> bool:
    match wanted:
        case "Text":
            return isinstance(value, str) and bool(value.strip())
        case "URL":
            return isinstance(value, str) and re.fullmatch(r"(?:https?://|/)\S*", value) is not None
        case "Integer":
            return type(value) is int
        case "Date":
            return isinstance(value, str) and re.fullmatch(_DATE, value) is not None
        case "DateTime":
            return isinstance(value, str) and _MOMENT.fullmatch(value) is not None
        case _:
            return False
