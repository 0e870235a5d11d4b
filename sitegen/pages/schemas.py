"""What the JSON beside pages holds, as JSON Schema (draft 2020-12): published with it, for whoever reads it by a program.

A later sitegen may add members; none goes or changes its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sitegen.config import Config
from sitegen.json_value import Json
from sitegen.pages import urls
from sitegen.pages.data import LIVE_BLOG_SCHEMA, UPDATES_SCHEMA
from sitegen.pages.static import Asset

_TEXT: Json = {"type": "string"}
_SWITCH: Json = {"type": "boolean"}
_DAY: Json = {"type": "string", "format": "date"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_ADDRESS: Json = {"type": "string", "format": "uri-reference"}


def schemas(config: Config) -> Iterator[Asset]:
    """The files of both schemas, where the site has such data."""
    if config.pages.data:
        for url, title, members, required in (
            (
                LIVE_BLOG_SCHEMA,
                "A live blog and its updates, or what is left of it",
                _LIVE_BLOG,
                ["id", "date", "notices"],
            ),
            (UPDATES_SCHEMA, "The updates of a day, or of a topic in a year", _UPDATES, ["url"]),
        ):
            said: dict[str, Json] = {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": urls.absolute(url, config.base_url),
                "title": title,
                **_object(members, [*required, "updates"]),
            }
            yield Asset(url, (json.dumps(said, indent=1) + "\n").encode(), "site.yaml")


def _object(members: dict[str, Json], required: list[str] | None = None) -> dict[str, Json]:
    wanted: list[Json] = list(required if required is not None else members)
    return {"type": "object", "properties": members, "required": wanted}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _or_null(of: Json) -> Json:
    return {"anyOf": [of, {"type": "null"}]}


def _said(of: Json, description: str) -> Json:
    assert isinstance(of, dict)
    return {**of, "description": description}


_UPDATE: dict[str, Json] = {
    "anchor": _said(_TEXT, "The name of the update on the page of its live blog, which never changes."),
    "url": _said(_ADDRESS, "The permalink."),
    "at": _said(_MOMENT, "The clock on the wall of the live blog's zone, with its offset."),
    "title": _TEXT,
    "lead": _said(_TEXT, "The first words, or the title."),
    "author": _TEXT,
    "key": _said(_SWITCH, "Whether it is one of the key updates."),
    "updated": _or_null(_MOMENT),
    "topics": _said(_list(_TEXT), "The slugs of its topics."),
}
_HTML = _said(_or_null(_TEXT), "The body; null where the rights keep it on its page.")
_LINK: dict[str, Json] = {"title": _TEXT, "url": _ADDRESS, "data": _ADDRESS}
_NOTICE: dict[str, Json] = {
    "anchor": _TEXT,
    "withheld": _said(_DAY, "The day on which the update was taken down."),
    "moved": _said(_or_null(_TEXT), "Where it is now, as ID#ANCHOR; null where nobody knows."),
}
_CORRECTION: dict[str, Json] = {
    "when": _DAY,
    "update": _said(_TEXT, 'The anchor of the update that it corrects; "" for the live blog.'),
    "kind": _TEXT,
    "text": _TEXT,
}
_SOURCE: dict[str, Json] = {
    "seed": _TEXT,
    "sha256": _TEXT,
    "importer": _TEXT,
    "url": _TEXT,
    "captured": _TEXT,
    "archived": _list(_TEXT),
}
_LIVE_BLOG: dict[str, Json] = {
    "$schema": _ADDRESS,
    "id": _TEXT,
    "url": _ADDRESS,
    "title": _TEXT,
    "kicker": _TEXT,
    "date": _DAY,
    "place": _TEXT,
    "zone": _said(_TEXT, "A name of the IANA time zone database."),
    "zone_assumed": _said(_SWITCH, "Whether nothing in the source said the zone."),
    "publisher": _TEXT,
    "language": _said(_TEXT, "A language tag (BCP 47)."),
    "first": _or_null(_MOMENT),
    "last": _or_null(_MOMENT),
    "words": {"type": "integer"},
    "cite_as": _said(_TEXT, "A DOI, an ARK or an address by which it is to be cited."),
    "standfirst": _HTML,
    "summary": _list(_TEXT),
    "corrections": _list(_object(_CORRECTION)),
    "sources": _list(_object(_SOURCE)),
    "rights": _object({"holder": _TEXT, "note": _TEXT, "full_text": _SWITCH}),
    "notices": _said(_list(_object(_NOTICE, ["anchor"])), "What became of updates that are gone."),
    "updates": _list(_object({**_UPDATE, "html": _HTML})),
}
_UPDATES: dict[str, Json] = {
    "$schema": _ADDRESS,
    "url": _ADDRESS,
    "date": _said(_DAY, "Of a day."),
    "topic": _said(_TEXT, "Of a topic: its name."),
    "note": _TEXT,
    "year": _said({"type": ["integer", "string"]}, "Of a topic: the year that is shown."),
    "first": _or_null(_DAY),
    "last": _or_null(_DAY),
    "updates": _list(_object({**_UPDATE, "live_blog": _object(_LINK)})),
}
