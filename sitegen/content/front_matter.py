"""The front matter of a content file: its fields, and the live blog that they say, without its updates."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.config_file import LANGUAGE, LANGUAGE_HINT, RIGHTS, parse_rights, zone_hint
from sitegen.content.aliases import Unusable, read_alias
from sitegen.content.beside import is_picture
from sitegen.errors import Location, Problem, Severity
from sitegen.filenames import SLUG, slug_hint
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Source, ZoneSource
from sitegen.records.fields import Record, compose, quoted
from sitegen.records.tables import Field, Kind, table
from sitegen.zones import load_zone

FENCE = "---"
# A DOI, an ARK (RFC draft-kunze-ark), or an address of the web; of characters that citations can hold.
CITE_AS = re.compile(
    r"(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/[!-~]+|ark:/?[!-~]+|https?://[^\s<>\"\x00-\x1f\x7f-\x9f]+",
    re.IGNORECASE,
)
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

PICTURE = table(
    Field("caption", Kind.TEXT, "What the picture shows."),
    Field("credit", Kind.TEXT, "Who made it."),
    Field("alt", Kind.TEXT, "What somebody who cannot see it should know."),
    Field("file", Kind.TEXT, 'The file beside this one; "" where the picture was not archived.'),
)
SOURCE = table(
    Field("seed", Kind.TEXT, "The path of the seed in this site.", required=True),
    Field("sha256", Kind.TEXT, "The SHA-256 of the seed's bytes."),
    Field("importer", Kind.TEXT, "The importer that read it."),
    Field("url", Kind.TEXT, "Where it was published."),
    Field("captured", Kind.TEXT, "When it was captured."),
    Field("member", Kind.TEXT, "The part of the seed that it was read from, where the seed is an archive or a crawl."),
    Field("archived", Kind.TEXT, "Addresses of archived copies, parted by blanks."),
)
CORRECTION = table(
    Field("when", Kind.DATE, "The day of the correction.", required=True),
    Field("text", Kind.TEXT, "What was corrected, in plain text.", required=True),
    Field("update", Kind.TEXT, "The anchor of the update; absent for the whole live blog."),
    Field(
        "kind",
        Kind.CHOICE,
        "Whether it mends an error, explains, remarks, or says that something was withheld.",
        "correction",
        tuple(kind.value for kind in CorrectionKind),
    ),
)
FRONT_MATTER = table(
    Field("id", Kind.TEXT, "The name of the live blog for ever; minted by import, or by `sitegen pin`."),
    Field("title", Kind.TEXT, "The headline.", required=True),
    Field("kicker", Kind.TEXT, "The series label printed above the headline."),
    Field("slug", Kind.TEXT, "The last part of the address; absent, the name of the file."),
    Field("date", Kind.DATE, "The civil day of the first update; the address begins with it.", required=True),
    Field("dateline", Kind.TEXT, "The place it was reported from, as printed."),
    Field("zone", Kind.TEXT, "The IANA time zone of its clocks; absent, the zone of the site."),
    Field(
        "zone_source",
        Kind.CHOICE,
        "How the zone is known: stated, from the dateline, or assumed.",
        "stated",
        tuple(source.value for source in ZoneSource),
    ),
    Field("publisher", Kind.TEXT, "Who published it; absent, the publisher of the site."),
    Field("lang", Kind.TEXT, "Its language (BCP 47); absent, the language of the site."),
    Field("draft", Kind.BOOLEAN, "Whether only previews show it.", "false"),
    Field("summary", Kind.TEXTS, "What happened, in a few lines of the editor's."),
    Field("pictures", Kind.RECORDS, "The pictures that the seed names.", fields=PICTURE),
    Field("sources", Kind.RECORDS, "The seeds it was imported from.", fields=SOURCE),
    Field(
        "corrections",
        Kind.RECORDS,
        "What the archive changed since, and owns up to; shown at the update, on `/corrections/` and in the feed.",
        fields=CORRECTION,
    ),
    Field(
        "aliases", Kind.TEXTS, "Addresses it once had, each a path like `/2017/11/03/old-slug/`: they lead on to it."
    ),
    Field(
        "cite_as",
        Kind.TEXT,
        "What citations of the whole live blog name in place of its address: a DOI, an ARK, a web address.",
    ),
    Field("rights", Kind.RECORD, "Rights that differ from the site's.", fields=RIGHTS),
)


def split(text: str, path: str) -> tuple[str, list[str], int, tuple[Problem, ...]]:
    """The front matter of *text*, the lines after it, the number of the first of them, and what is wrong with the fences."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != FENCE:
        hint = 'begin the file with "---", then keys like "title: …", then "---"'
        return "", lines, 1, (Problem(Location(path, 1, 1), "no-front-matter", "the file has no front matter", hint),)
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1 : number - 1]) + "\n", lines[number:], number + 1, ()
    message = "the front matter that begins here has no end"
    hint = 'write a line "---" after the last key'
    return "", lines, 1, (Problem(Location(path, 1, 1, 3), "unclosed-front-matter", message, hint),)


def read_front_matter(text: str, path: str, config: Config) -> tuple[LiveBlog, list[Problem]]:
    """The live blog that the front matter *text* of file *path* says, and every problem of it.

    Where a value is wrong its default stands in, so that reading goes on; the problems say that it may not be used.
    """
    node, faults = compose(text, path, line_offset=1)
    problems = list(faults)
    record = Record(node, FRONT_MATTER, problems)
    slug = record.text("slug") or PurePosixPath(path).stem
    if not SLUG.fullmatch(slug):
        hint = slug_hint(slug, "iraq-frees-qaim")
        record.refuse("slug", "slug", f"{quoted(slug)} cannot be part of an address", hint)
    day = record.date("date") or date(1, 1, 1)
    blog = LiveBlog(
        id=_id(record, day, slug, path, problems),
        slug=slug,
        title=record.text("title"),
        date=day,
        zone=_zone(record, config),
        zone_source=record.choice("zone_source", ZoneSource),
        kicker=record.text("kicker"),
        dateline=record.text("dateline"),
        publisher=record.text("publisher"),
        lang=_language(record),
        draft=record.boolean("draft"),
        summary=record.texts("summary"),
        pictures=tuple(_picture(row) for row in record.records("pictures")),
        sources=tuple(_source(row) for row in record.records("sources")),
        corrections=tuple(_correction(row) for row in record.records("corrections")),
        aliases=_aliases(record, problems),
        cite_as=_cite_as(record),
        rights=parse_rights(record.record("rights")),
    )
    return blog, problems


def _id(record: Record, day: date, slug: str, path: str, problems: list[Problem]) -> str:
    said = record.text("id")
    if said and not ID.fullmatch(said):
        record.refuse(
            "id", "id", f"{quoted(said)} is not an id", 'write small letters, digits and "-", like 2017-11-03-qaim'
        )
    if not said:
        hint = "run sitegen pin to write it: a name that follows the slug breaks citations when the slug changes"
        problems.append(
            Problem(Location(path, 1), "no-id", "the live blog has no id of its own yet", hint, Severity.WARNING)
        )
    return said or f"{day.isoformat()}-{slug}"


def _cite_as(record: Record) -> str:
    said = record.text("cite_as")
    if said and not CITE_AS.fullmatch(said):
        hint = 'write one like "doi:10.5281/zenodo.123", "ark:/12345/x6np1wh8k" or "https://example.org/item/1"'
        record.refuse("cite_as", "field-value", f"{quoted(said)} is no name by which to cite", hint)
        return ""
    return said


def _aliases(record: Record, problems: list[Problem]) -> tuple[str, ...]:
    said = record.scalars("aliases")
    for alias in said:
        if isinstance(found := read_alias(alias.text), Unusable):
            problems.append(Problem(alias.where, "alias", found.message, found.hint))
    return tuple(alias.text for alias in said)


def _zone(record: Record, config: Config) -> str:
    name = record.text("zone") or config.zone
    if load_zone(name) is None:
        record.refuse("zone", "unknown-zone", f'"{name}" is not a time zone', zone_hint(name))
        return "UTC"
    return name


def _language(record: Record) -> str:
    """The language as it is said; where it is no tag, pages show the live blog in that of the site, with a warning."""
    said = record.text("lang")
    if said and not LANGUAGE.fullmatch(said):
        record.refuse("lang", "language", f"{quoted(said)} is not a language tag", LANGUAGE_HINT, Severity.WARNING)
    return said


def _picture(row: Record) -> Picture:
    file = row.text("file")
    if file and not is_picture(file):
        message = f"{quoted(file)} is no name of a picture beside this file, and is not shown"
        hint = 'lay the picture beside this file, under a name like "quay.jpg" (png, jpg, gif, webp or avif)'
        row.refuse("file", "picture-name", message, hint, Severity.WARNING)
    elif file and not row.text("alt"):
        message = f"nobody who cannot see {quoted(file)} is told what it shows"
        row.refuse("file", "picture-alt", message, "say it under `alt`, in a sentence", Severity.WARNING)
    return Picture(row.text("caption"), row.text("credit"), row.text("alt"), file)


def _source(row: Record) -> Source:
    return Source(*(row.text(name) for name in ("seed", "sha256", "importer", "url", "captured", "member", "archived")))


def _correction(row: Record) -> Correction:
    when = row.date("when") or date(1, 1, 1)
    return Correction(when, row.text("text"), row.text("update"), row.choice("kind", CorrectionKind))
