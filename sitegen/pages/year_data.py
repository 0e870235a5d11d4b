"""All updates of a year as a table: comma-separated (RFC 4180) and as JSON Lines, and what describes both (Data Package v2).

Every format has the same columns, of which `COLUMNS` is the one list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from sitegen.cells import write_table
from sitegen.config import Config
from sitegen.json_value import Json
from sitegen.pages import urls
from sitegen.pages.view_parts import BodyOf, Site
from sitegen.words import text_of_html

Value = str | bool | tuple[str, ...] | None


class Column(NamedTuple):
    """A column of the table: its *name*, its *type* in a Table Schema, and what it holds."""

    name: str
    type: str
    about: str


COLUMNS = (
    Column("id", "string", "The live blog's id, a slash and the anchor: the update's name, which never changes."),
    Column("live_blog", "string", "The id of the live blog."),
    Column("anchor", "string", "The name of the update on the page of its live blog."),
    Column("url", "string", "The permalink."),
    Column("at", "string", "The clock on the wall where it was reported, with its offset (RFC 3339)."),
    Column("utc", "datetime", "The same instant in UTC."),
    Column("zone", "string", "A name of the IANA time zone database."),
    Column("place", "string", "Where the clock stands, as the dateline says."),
    Column("headline", "string", "The headline of the live blog."),
    Column("title", "string", "The title of the update; most have none."),
    Column("lead", "string", "The title, or the first sentence."),
    Column("author", "string", "Who signed the update; most are not signed."),
    Column("publisher", "string", "Who published the live blog first."),
    Column("language", "string", "A language tag (BCP 47)."),
    Column("key", "boolean", "Whether it is one of the key updates."),
    Column("updated", "string", "When it was changed where it was first published, with its offset."),
    Column("topics", "list", "The slugs of its topics."),
    Column("text", "string", "The words of its body; empty where the rights keep them on its page."),
)


class UpdateRow(NamedTuple):
    """An update with all that a row says of it; *body* names its HTML, "" where the rights keep it on its page."""

    live_blog: str
    anchor: str
    url: str
    at: datetime
    iso: str
    zone: str
    place: str
    headline: str
    title: str
    lead: str
    author: str
    publisher: str
    language: str
    key: bool
    updated: datetime | None
    topics: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class YearDataView:
    """The updates of a *year* by instant."""

    year: int
    rows: tuple[UpdateRow, ...] = field(repr=False)


def values(row: UpdateRow, base_url: str, body_of: BodyOf) -> tuple[Value, ...]:
    """What *row* says in each of `COLUMNS`; None where it says nothing of the text."""
    return (
        f"{row.live_blog}/{row.anchor}",
        row.live_blog,
        row.anchor,
        urls.absolute(row.url, base_url),
        row.iso,
        f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z" if row.at.year >= 1000 else _old(row.at),
        *(row.zone, row.place, row.headline, row.title, row.lead, row.author, row.publisher, row.language, row.key),
        row.updated.isoformat() if row.updated else "",
        row.topics,
        text_of_html(body_of(row.body).decode("utf-8", "surrogatepass")) if row.body else None,
    )


def _old(moment: datetime) -> str:
    """The instant of years of three digits, which ``strftime`` does not fill up everywhere; UTC may lie before year 1."""
    try:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return ""


def year_csv(view: YearDataView, site: Site, body_of: BodyOf) -> str:
    """The table with a line of names first; topics are parted by commas in their cell, as a list in a Table Schema is."""
    return write_table(_cells(view, site, body_of))


def _cells(view: YearDataView, site: Site, body_of: BodyOf) -> Iterator[list[str]]:
    yield [column.name for column in COLUMNS]
    for row in view.rows:
        yield [_cell(value) for value in values(row, site.base_url, body_of)]


def _cell(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(value)
        case _:
            return value or ""


def year_jsonl(view: YearDataView, site: Site, body_of: BodyOf) -> str:
    """An object a line, its members in the order of the columns."""
    names = [column.name for column in COLUMNS]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = (encode(dict(zip(names, values(row, site.base_url, body_of), strict=True))) for row in view.rows)
    return "".join(f"{line}\n" for line in lines)


def data_package(config: Config, years: list[str]) -> str:
    """``datapackage.json``: what lies in ``/data/``, for tools that read tables by their description."""
    schema: Json = {"fields": [_field(column) for column in COLUMNS], "primaryKey": ["id"]}
    resources: list[Json] = []
    for year in years:
        for ending, media in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
            resources.append(
                {
                    "name": f"updates-{year}-{ending}",
                    "path": f"{year}.{ending}",
                    "title": f"Updates of {int(year)}",
                    "type": "table",
                    "format": ending,
                    "mediatype": media,
                    "encoding": "utf-8",
                    "schema": schema,
                }
            )
    said: dict[str, Json] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "live-blogs",
        "title": config.title,
    }
    if config.id:
        said["id"] = f"tag:{config.id}:data"
    if config.description:
        said["description"] = config.description
    if config.base_url:
        said["homepage"] = config.base_url
    said["resources"] = resources
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _field(column: Column) -> Json:
    said: dict[str, Json] = {"name": column.name, "type": column.type, "description": column.about}
    if column.name == "id":
        said["constraints"] = {"required": True, "unique": True}
    return said
