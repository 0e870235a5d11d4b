"""Live blogs -> content files: the one form in which sitegen writes Markdown with front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from sitegen.content.bodies import shield, tidy
from sitegen.content.headings import Attributes, heading_text, offset_text
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.zones import load_zone, localize

_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;()’/+-]*[\w.)])?")
_NOT_PLAIN = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_BREAKS = re.compile("[ \\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\\u2028\\u2029]+")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def dumps(liveblog: LiveBlog) -> str:
    """The text of the content file that says *liveblog*; ``loads`` gives it back.

    Titles and names are put on one line, bodies stripped of the blank lines around them.
    """
    parts = ["---\n" + "".join(f"{line}\n" for line in _front_matter(liveblog)) + "---"]
    if standfirst := tidy(liveblog.standfirst):
        parts.append(shield(standfirst))
    for update in liveblog.updates:
        parts.append(update_text(update, liveblog.zone))
    return "\n\n".join(parts) + "\n"


def update_text(update: Update, zone: str) -> str:
    """The heading and the body of *update*, as they stand in the file of a live blog in *zone*."""
    attributes = Attributes(
        anchor=update.anchor,
        topics=update.topics,
        suggested=update.suggested,
        key=update.key,
        author=_one_line(update.author),
        updated=update.updated.isoformat(timespec="seconds") if update.updated else "",
        sid=_one_line(update.sid),
        lines=_one_line(update.lines),
    )
    heading = heading_text(update.at, _offset_if_needed(update, zone), _one_line(update.title), attributes)
    body = tidy(update.body)
    return f"{heading}\n\n{shield(body)}" if body else heading


def _offset_if_needed(update: Update, zone: str) -> str:
    """The offset of *update*, or "" where the clock on the wall of *zone* says the same."""
    offset = update.at.utcoffset() or timedelta(0)
    return "" if _is_by_rules(update.at.replace(tzinfo=None), offset, zone) else offset_text(offset)


@lru_cache(maxsize=4096)  # an update is written more than once, and in a large live blog many are of one minute
def _is_by_rules(wall: datetime, offset: timedelta, zone: str) -> bool:
    """Whether the clock on the *wall* of *zone* has that *offset*, and no other one."""
    rules = load_zone(zone)
    return rules is not None and localize(wall.date(), wall.time(), rules) == wall.replace(tzinfo=timezone(offset))


def _front_matter(liveblog: LiveBlog) -> Iterator[str]:
    for name, value in (
        ("id", liveblog.id),
        ("title", liveblog.title),
        ("kicker", liveblog.kicker),
        ("slug", liveblog.slug),
        ("date", liveblog.date.isoformat()),
        ("dateline", liveblog.dateline),
        ("zone", liveblog.zone),
        ("zone_source", "" if liveblog.zone_source is ZoneSource.STATED else liveblog.zone_source.value),
        ("publisher", liveblog.publisher),
        ("lang", liveblog.lang),
        ("draft", "true" if liveblog.draft else ""),
    ):
        if value:
            yield f"{name}: {value if name in ('date', 'draft', 'zone') else scalar(value)}"
    yield from _list("summary", (scalar(line) for line in liveblog.summary))
    yield from _list("pictures", map(_picture, liveblog.pictures))
    yield from _list("sources", map(_source, liveblog.sources))
    yield from _list("corrections", map(_correction, liveblog.corrections))
    yield from _list("aliases", map(scalar, liveblog.aliases))
    if liveblog.cite_as:
        yield f"cite_as: {scalar(liveblog.cite_as)}"
    if liveblog.rights != Rights():
        yield f"rights: {_rights(liveblog.rights)}"


def _list(name: str, rows: Iterable[str]) -> Iterator[str]:
    written = [f"  - {row}" for row in rows]
    if written:
        yield f"{name}:"
        yield from written


def _record(*pairs: tuple[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in pairs if value) + "}"


def _flow(value: str) -> str:
    """*value* in quotes, as every text inside braces is written; "" where there is none."""
    return quoted(value) if value else ""


def _picture(picture: Picture) -> str:
    file = quoted(picture.file)  # always said: "" is the statement that the picture was not archived
    return _record(
        ("caption", _flow(picture.caption)),
        ("credit", _flow(picture.credit)),
        ("alt", _flow(picture.alt)),
        ("file", file),
    )


def _source(source: Source) -> str:
    return _record(
        ("seed", _flow(source.seed)),
        ("sha256", _flow(source.sha256)),
        ("importer", _flow(source.importer)),
        ("url", _flow(source.url)),
        ("captured", _flow(source.captured)),
        ("member", _flow(source.member)),
        ("archived", _flow(source.archived)),
    )


def _correction(correction: Correction) -> str:
    return _record(
        ("when", correction.when.isoformat()),
        ("update", _flow(correction.update)),
        ("kind", "" if correction.kind is CorrectionKind.CORRECTION else _flow(correction.kind.value)),
        ("text", _flow(correction.text)),
    )


def _rights(rights: Rights) -> str:
    return _record(
        ("holder", _flow(rights.holder)),
        ("note", _flow(rights.note)),
        ("full_text", _switch(rights.full_text)),
        ("robots", _flow(rights.robots)),
        ("pictures", _switch(rights.pictures)),
    )


def _switch(said: bool | None) -> str:
    return "" if said is None else str(said).lower()


def _one_line(text: str) -> str:
    """*text* with one blank for each run of blanks and line ends; a no-break space is a character."""
    if not text:
        return ""
    return _BREAKS.sub(" ", text).strip()


def scalar(value: str) -> str:
    """*value* as one line of YAML: bare where every YAML reader takes it for that very text, else in quotes.

    >>> print(scalar("The Latest"), scalar("NO"), scalar("19:30"))
    The Latest "NO" "19:30"
    """
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN:
        return value
    return quoted(value)


def quoted(value: str) -> str:
    """*value* as a double-quoted scalar of YAML (1.1 and 1.2), on one line."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
