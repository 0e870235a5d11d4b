"""What an archivist may say about a seed: the keys of a sidecar, their types, and which of two sidecars wins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sitegen.config_file import RIGHTS, parse_rights, zone_hint
from sitegen.errors import Location, Problem
from sitegen.model import Rights
from sitegen.patterns import Pattern
from sitegen.records.fields import Mapping, Record, Scalar, quoted
from sitegen.records.tables import Field, Kind, Table, table
from sitegen.times import load_zone, read_date

SIDECAR: Table = table(
    Field("date", Kind.DATE, "The day that the seed would carry as its date line; it never overrules one."),
    Field("zone", Kind.TEXT, "The time zone of its clocks (IANA)."),
    Field("dateline", Kind.TEXT, "The place, as it is to be shown."),
    Field("publisher", Kind.TEXT, "Who published it."),
    Field("title", Kind.TEXT, "The headline to show; the seed's own then opens the standfirst."),
    Field("url", Kind.TEXT, "Where it was published."),
    Field("captured", Kind.TEXT, "When it was captured: a date, or a date and time (ISO 8601)."),
    Field("archived", Kind.TEXT, "Addresses of archived copies, like one at web.archive.org, parted by blanks."),
    Field(
        "rights",
        Kind.MIXED,
        "Who holds the rights, as a name or as keys like those of `rights` in `site.yaml`.",
        fields=RIGHTS,
    ),
    Field(
        "topics", Kind.TEXTS, "Slugs of topics that every update gets; one text may hold several, with blanks or `|`."
    ),
    Field("encoding", Kind.TEXT, "The character encoding of the seed, where it is not UTF-8, like `windows-1252`."),
    Field("dates", Kind.TEXT, "What comes first in a table's dates like 3/11/2017: `day-first` or `month-first`."),
    Field("skip", Kind.TEXT, "Why this seed is not to be imported."),
    Field("same_as", Kind.TEXT, "The id of the live blog that this seed is a version of, whatever else it looks like."),
    Field("separate", Kind.BOOLEAN, "Whether this seed is a live blog of its own, whatever it shares with another."),
)
"""The keys of a sidecar, and with ``seed`` before them the columns of ``_meta.csv``."""


_NOWHERE = Location("")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What sidecars say about one seed; empty values say nothing.

    *zone* is an IANA name, *captured* ISO 8601 as written, *dates* "day-first" or "month-first", *skip* the reason to leave
    the seed out, *same_as* the id of a live blog, which wins over *separate*. *where* is the file or the row, *places*
    where each key has its value: ``place_of`` reads it.
    """

    date: date | None = None
    zone: str = ""
    dateline: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    captured: str = ""
    archived: str = ""
    rights: Rights | None = None
    topics: tuple[str, ...] = ()
    encoding: str = ""
    dates: str = ""
    skip: str = ""
    same_as: str = ""
    separate: bool = False
    where: Location = _NOWHERE
    places: tuple[tuple[str, Location], ...] = ()


NOTHING = Sidecar()
"""The sidecar of a seed that has none."""


def place_of(sidecar: Sidecar, key: str) -> Location:
    """Where *sidecar* has the value of *key*, else where it stands itself."""
    return dict(sidecar.places).get(key, sidecar.where)


def merge(outer: Sidecar, inner: Sidecar) -> Sidecar:
    """What both say: *inner*, which is nearer to the seed, wins key by key.

    The order is the folders' ``_meta.yaml`` from the outside in, the row in ``_meta.csv``, then ``NAME.meta.yaml``.
    """
    return Sidecar(
        date=inner.date or outer.date,
        zone=inner.zone or outer.zone,
        dateline=inner.dateline or outer.dateline,
        publisher=inner.publisher or outer.publisher,
        title=inner.title or outer.title,
        url=inner.url or outer.url,
        captured=inner.captured or outer.captured,
        archived=inner.archived or outer.archived,
        rights=inner.rights or outer.rights,
        topics=inner.topics or outer.topics,
        encoding=inner.encoding or outer.encoding,
        dates=inner.dates or outer.dates,
        skip=inner.skip or outer.skip,
        same_as=inner.same_as or outer.same_as,
        separate=inner.separate if "separate" in dict(inner.places) else outer.separate,
        where=inner.where if inner != NOTHING else outer.where,
        places=tuple((dict(outer.places) | dict(inner.places)).items()),
    )


def read_sidecar(mapping: Mapping, problems: list[Problem]) -> Sidecar:
    """The sidecar that *mapping* says; a wrong value is left out and joins *problems*."""
    record = Record(mapping, SIDECAR, problems)
    return Sidecar(
        date=_date(record),
        zone=_zone(record),
        dateline=record.text("dateline"),
        publisher=record.text("publisher"),
        title=record.text("title"),
        url=record.text("url"),
        captured=_captured(record),
        archived=" ".join(record.text("archived").split()),
        rights=_rights(record),
        topics=tuple(topic for text in record.texts("topics") for topic in re.split(r"[\s|]+", text) if topic),
        encoding=_encoding(record),
        dates=_dates(record),
        skip=record.text("skip"),
        same_as=record.text("same_as").strip(),
        separate=record.boolean("separate"),
        where=mapping.where,
        places=tuple((key.text, value.where) for key, value in mapping.entries.values() if key.text in SIDECAR),
    )


_NUMBERS = Pattern(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")


def _date(record: Record) -> date | None:
    entry = record.node.entries.get("date")
    text = entry[1].text.strip() if entry and isinstance(entry[1], Scalar) else ""
    if numbers := _NUMBERS.fullmatch(text):
        record.refuse("date", "ambiguous-date", f"{quoted(text)} may be read in two ways", _ambiguous_hint(numbers))
        return None
    if (found := read_date(text)) and found.end == len(text):
        return found.date
    return record.date("date")


def _ambiguous_hint(numbers: re.Match[str]) -> str:
    """A hint with the days that three numbers may mean: day first as in most of the world, month first as in the US."""
    year = int(numbers[3]) + (2000 if len(numbers[3]) == 2 else 0)
    days = []
    for day, month in ((int(numbers[1]), int(numbers[2])), (int(numbers[2]), int(numbers[1]))):
        try:
            days.append(str(date(year, month, day)))
        except ValueError:
            continue  # no such day: 25/12 is not the 12th of month 25
    unique = list(dict.fromkeys(days)) or ["2017-11-03"]
    return f"write the year first, like {' or '.join(unique)}"


def _zone(record: Record) -> str:
    name = record.text("zone")
    if name and load_zone(name) is None:
        record.refuse("zone", "unknown-zone", f"{quoted(name)} is not a time zone", zone_hint(name))
        return ""
    return name


def _captured(record: Record) -> str:
    text = record.text("captured").strip()
    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        hint = "write it like 2017-11-03 or 2017-11-03T19:30:00Z"
        record.refuse("captured", "field-value", f"{quoted(text)} is not a date or a date and time", hint)
        return ""
    return text


def _rights(record: Record) -> Rights | None:
    given = record.mixed("rights")
    if len(given) > 1:
        message, hint = "rights is a list", "write one name, or keys with values"
        record.refuse("rights", "field-kind", message, hint)
    if len(given) != 1:
        return None
    return Rights(holder=given[0].text) if isinstance(given[0], Scalar) else parse_rights(given[0])


def _dates(record: Record) -> str:
    order = record.text("dates").strip()
    if order in ("", "day-first", "month-first"):
        return order
    message = f"{quoted(order)} is no order of day and month"
    record.refuse("dates", "field-value", message, 'write "day-first" or "month-first"')
    return ""


def _encoding(record: Record) -> str:
    name = record.text("encoding").strip()
    if not name or _is_encoding(name):
        return name
    message = f"{quoted(name)} is not a character encoding"
    record.refuse("encoding", "unknown-encoding", message, 'write one like "utf-8", "windows-1252" or "iso-8859-1"')
    return ""


def _is_encoding(name: str) -> bool:
    try:
        b" ".decode(name)  # not of nothing: CPython does not look at the name then
    except UnicodeError:
        return True  # an encoding in which one blank is no text: UTF-16
    except (LookupError, ValueError):  # also names of codecs that give no text; ValueError: a NUL in the name
        return False
    return True
