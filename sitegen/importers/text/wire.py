"""Live blogs as a wire service sends them, as plain text: headline, dateline, and updates under their clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import SNIFFED, Importer, Seed
from sitegen.importers.story import mojibake
from sitegen.importers.text.comments import without_comments
from sitegen.importers.text.day_lines import are_newest_first, by_days, dates_of, day_line, stamp_days
from sitegen.importers.text.log_lines import MARKDOWN_NAMES, are_marked
from sitegen.importers.text.marked_title import is_plain
from sitegen.importers.text.openings import opening_clock
from sitegen.importers.text.plain_text import decode, escape
from sitegen.importers.text.wire_header import Header, read_header, split_dateline, split_headline
from sitegen.importers.text.wire_text import Paragraph, Section, lines_of, split
from sitegen.importers.text.wire_times import (
    Place,
    Stamp,
    check_weekdays,
    find_date,
    find_zone,
    note_out_of_season,
    stamp,
    zone_of_clocks,
)
from sitegen.model import LiveBlog, Rights, Source, Update
from sitegen.patterns import Pattern
from sitegen.times import clock_line, leading_clock
from sitegen.words import words

_TEXT_NAMES = frozenset({".txt", ".text"})
_OTHER_NAMES = frozenset({
    ".atom", ".css", ".csv", ".doc", ".docx", ".eml", ".gif", ".gz", ".htm", ".html", ".jpeg", ".jpg", ".js", ".json",
    ".jsonl", ".mhtml", ".mp3", ".mp4", ".ndjson", ".odt", ".pdf", ".php", ".png", ".psv", ".rdf", ".rss", ".rtf", ".shtml",
    ".svg", ".tab", ".tar", ".toml", ".tsv", ".warc", ".webp", ".xhtml", ".xml", ".yaml", ".yml", ".zip",
})  # fmt: skip
_MARKUP = Pattern(r"<[!?a-zA-Z]|\{(?![{%#])|\[\s*(?:[\[{\"]|\]\s*\Z)|---[ \t]*\r?\n|\+\+\+[ \t]*\r?\n|%PDF|\{\\rtf")
NOTE_ON_CORRECTION = Pattern(
    r"This (?:story|version|item) (?:has been corrected|has been updated to correct|corrects)\b"
)
"""How a note on a correction begins, which is about the whole live blog."""


def declines(seed: Seed) -> str:
    """Why *seed* does not read as wire text: plain text, named so or with a clock or a dateline within its first 4 kB.

    Every ``.txt`` that is no markup is taken, so that an empty one and one without clocks get a problem that says so.
    """
    suffix = PurePosixPath(seed.path).suffix.casefold()
    head = _head(seed)
    if suffix in _OTHER_NAMES:
        return f"{suffix} is no plain text"
    if _MARKUP.match(start := head.lstrip("\ufeff \t\r\n")) and not (start[0] == "<" and is_plain(suffix, start)):
        return "it begins like markup or data"
    if suffix in _TEXT_NAMES:
        return ""
    if suffix in MARKDOWN_NAMES and are_marked(head):
        return "its clocks are set off by marks of Markdown"
    if "\0" in head:
        return "it is no text"
    lines = lines_of(head)
    if any(clock_line(line) or leading_clock(line) or split_dateline(line.strip())[1] for line in lines):
        return ""
    return "no line near its top is a clock or a dateline"


def _head(seed: Seed) -> str:
    data = seed.data[:SNIFFED]
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if is_utf16 else seed.sidecar.encoding or "utf-8", errors="replace")
    except (LookupError, UnicodeError):  # an encoding that cannot replace: read() says what is wrong with it
        return data.decode("latin-1")


def read(seed: Seed, config: Config) -> Iterator[LiveBlog | Problem]:
    """The live blog that *seed* holds, and its problems: an error among them where there is no live blog.

    Its id, slug, anchors and suggested topics are for import to mint.
    """
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    if isinstance(text, Problem):
        yield text
        return
    if not text.removeprefix("\ufeff").strip():
        yield _error(seed, 0, "empty-seed", "the seed is empty", "remove it from seeds/, or put the text into it")
        return
    text, notes = without_comments("\n".join(lines_of(text)), seed.path)
    yield from notes
    paragraphs, sections, problems = split(text, seed.path)
    yield from problems
    if not sections:
        message = "no line of the seed is the clock of an update"
        hint = 'check that it is a live blog; an update opens with its time on a line of its own, like "7:30 p.m."'
        yield _error(seed, 1, "no-clock", message, hint)
        return
    yield from _read_parts(seed, config, paragraphs, sections)


def _error(seed: Seed, line: int, code: str, message: str, hint: str) -> Problem:
    return Problem(Location(seed.path, line), code, message, hint)


def _read_parts(
    seed: Seed, config: Config, paragraphs: Sequence[Paragraph], sections: Sequence[Section]
) -> Iterator[LiveBlog | Problem]:
    """The live blog of a seed that has updates, and its problems."""
    sidecar = seed.sidecar
    header = read_header(paragraphs, seed.path, sidecar.dateline, sidecar.publisher)
    header = _with_title(header, " ".join(sidecar.title.split()))
    if not header.headline:
        yield _error(seed, 1, "no-title", "no headline stands before the first update", 'write "title" in a sidecar')
    sections, repeats = _without_repeats(sections)
    yield from repeats
    sections, notes = _without_notes(sections)
    texts = (*header.paragraphs, *notes)
    place = find_zone(seed.path, sidecar, texts, header.dateline, config)
    place = zone_of_clocks(place, (section.clock for section in sections))
    yield from place.problems
    stated = next((section.clock.day for section in sections if section.clock.day is not None), None)
    day, problems = find_date(seed.path, sidecar, header.date, stated, (header.headline, *header.paragraphs[:1]))
    yield from problems
    if day is None:
        return
    stamps, problems = _stamps(sections, header, day, place)
    yield from problems
    if not stamps or not header.headline:
        return
    if header.date_text and day not in {one.at.date() for one in stamps}:
        texts = (header.date_text, *texts)  # it says what no update does
    if not sidecar.zone:
        yield from note_out_of_season(seed.path, paragraphs, stamps[0].at, place.zone)
    yield from _doubts(stamps)
    bodies = (paragraph.text for one in stamps for paragraph in one.section.body)
    yield from mojibake(seed, (header.headline, *texts, *bodies))
    yield _liveblog(seed, header, texts, place, stamps)


def _stamps(sections: Sequence[Section], header: Header, day: date, place: Place) -> tuple[list[Stamp], list[Problem]]:
    """The instants of *sections*: by the days that paragraphs between them state, where there are any."""
    last = header.paragraphs[-1] if header.paragraphs else ""
    days = by_days(sections, day_line(last))
    if len(days) == 1 and days[0].line is None:
        return stamp(sections, day, place.zone)
    newest_first = are_newest_first(days, day, habit=True)
    dates = [one or day for one in dates_of(days, day, newest_first=newest_first)]
    return stamp_days(days, dates, place.zone, newest_first=newest_first)


def _liveblog(seed: Seed, header: Header, texts: Sequence[str], place: Place, stamps: Sequence[Stamp]) -> LiveBlog:
    sidecar = seed.sidecar
    return LiveBlog(
        id="",
        slug="",
        title=header.headline,
        date=stamps[0].at.date(),
        zone=place.name,
        zone_source=place.source,
        kicker=header.kicker,
        dateline=header.dateline,
        publisher=header.publisher,
        standfirst=_markdown(texts),
        updates=tuple(_update(one, sidecar.topics) for one in stamps),
        pictures=header.pictures,
        sources=(
            Source(
                seed.path,
                sha256(seed.data).hexdigest(),
                WIRE.name,
                sidecar.url,
                sidecar.captured,
                archived=sidecar.archived,
            ),
        ),
        rights=sidecar.rights or Rights(),
    )


def _update(stamp: Stamp, topics: tuple[str, ...]) -> Update:
    body = _markdown(paragraph.text for paragraph in stamp.section.body)
    return Update(at=stamp.at, body=body, author=stamp.section.author, topics=topics, lines=stamp.section.lines)


def _markdown(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(escaped for text in paragraphs if (escaped := escape(text)))


def _with_title(header: Header, title: str) -> Header:
    """*header* under *title*, if there is one; a headline that gives way opens the standfirst: no word is lost."""
    if not title:
        return header
    own = [header.headline]
    if words(title) == words(f"{header.kicker} {header.headline}"):
        title = split_headline(title)[1]
    if not header.headline or words(title) == words(header.headline):
        own = []
    return replace(header, headline=title, paragraphs=(*own, *header.paragraphs))


def _without_notes(sections: Sequence[Section]) -> tuple[list[Section], list[str]]:
    """*sections* without the note on a correction that ends the seed, and that note: it is about the live blog."""
    last = sections[-1]
    start = _start_of_note(last.body)
    kept = [*sections[:-1], replace(last, body=last.body[:start])]
    return kept, [paragraph.text for paragraph in last.body[start:]]


def _start_of_note(body: Sequence[Paragraph]) -> int:
    """Where a closing note begins: after the last separator, or as the very last paragraph."""
    after = max((index for index, part in enumerate(body) if part.separated), default=len(body))
    for index, part in enumerate(body):
        if NOTE_ON_CORRECTION.match(part.text) and (index >= after or index == len(body) - 1):
            return index
    return len(body)


def _without_repeats(sections: Sequence[Section]) -> tuple[list[Section], list[Problem]]:
    """*sections* without those that say the same as their neighbour at the same time, and a note on each.

    Those with a clock in their text are kept: the proof of the words could not tell where such an update ends.
    """
    kept: list[Section] = []
    notes = []
    for section in sections:
        if kept and _said(section) == _said(kept[-1]) and not _holds_clock(section):
            message = f'the update of "{section.heading}" stands here a second time, word for word: it is kept once'
            hint = "check the seed if both are wanted"
            notes.append(Problem(section.where, "repeated-update", message, hint, Severity.NOTE))
        else:
            kept.append(section)
    return kept, notes


def _holds_clock(section: Section) -> bool:
    lines = [line for paragraph in section.body for line in paragraph.lines]
    return any(opening_clock(line) for line in lines)


def _said(section: Section) -> tuple[object, ...]:
    return section.clock, words(section.heading), [words(paragraph.text) for paragraph in section.body]


def _doubts(stamps: Sequence[Stamp]) -> Iterator[Problem]:
    """Warnings and notes about updates that are read without doubt, but look odd."""
    for one in stamps:
        section = one.section
        if not section.body:
            message, hint = f'nothing follows the clock "{section.heading}"', "check the seed: its text may be missing"
            yield Problem(section.where, "empty-update", message, hint, Severity.WARNING)
        if "midnight" in section.heading.casefold():
            message, hint = f'"midnight" is read as the first minute of {one.at:%Y-%m-%d}', "check the day"
            yield Problem(section.where, "midnight-clock", message, hint, Severity.NOTE)
    texts = (
        (replace(one.section.where, line=part.line, column=0), part.text) for one in stamps for part in one.section.body
    )
    yield from check_weekdays(texts, {one.at.date() for one in stamps})


WIRE = Importer("wire", "plain text as a wire service sends it, or with clocks that open updates", declines, read)
"""The importer of wire text."""
