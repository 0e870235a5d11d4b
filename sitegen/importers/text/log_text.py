"""The parts of a log in Markdown: what stands before its first clock, its updates, and the days that its lines state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.text.day_lines import Day, DayLine, day_line
from sitegen.importers.text.log_lines import Kind, Lead, is_span, leads_of, opening_leads, with_fences
from sitegen.importers.text.wire_text import Section
from sitegen.patterns import Pattern
from sitegen.times import near_clock, stray_clock

_HEADING = Pattern(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM = Pattern(r"\s{0,8}[-*+]\s")
_BOLD = Pattern(r"\s{0,3}(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?\s*$")
_QUOTED = 60  # characters of a line, in a message
_HINT = 'write an update heading in its place in the content file, like "## 2017-11-03 21:15"'


@dataclass(frozen=True, slots=True)
class Entry:
    """An update: its *section* (where it stands, and its clock), its title and its body, both Markdown, and its lines."""

    section: Section
    title: str
    body: str
    lines: str


@dataclass(frozen=True, slots=True)
class LogText:
    """A log in parts, texts in Markdown. *closing* is what follows the log under a heading of its own."""

    title: str
    opening: str
    closing: str
    entries: tuple[Entry, ...]
    days: tuple[Day, ...]
    problems: tuple[Problem, ...]


def read_log(body: str, path: str, first_line: int, *, has_title: bool) -> LogText:
    """The parts of *body*, which begins in line *first_line* of the seed *path*.

    Where it *has_title* elsewhere, the first heading is one of the text.
    """
    lines = body.split("\n")
    code = [is_code for _, _, is_code in with_fences(lines)]
    found = leads_of(lines)
    leads = opening_leads(found)
    if not leads:
        return LogText("", body, "", (), (), tuple(_doubtful(lines, code, {}, found, path, first_line)))
    days = {at: said for at in range(len(lines)) if at not in found and not code[at] and (said := _day_at(lines, at))}
    shown = ["" if at in days and days[at].is_whole else line for at, line in enumerate(lines)]
    starts = sorted(leads)
    title_at = None if has_title else _title_line(lines[: starts[0]])
    title = _text_of_heading(shown[title_at]) if title_at is not None else ""
    if title_at is not None:
        shown[title_at] = ""
    end = _end_of_log(shown, code, starts, leads)
    bounds = [*starts[1:], end]
    entries = [
        _entry(shown[at:until], at, leads[at], path, first_line) for at, until in zip(starts, bounds, strict=True)
    ]
    return LogText(
        title,
        "\n".join(shown[: starts[0]]),
        "\n".join(shown[end:]),
        tuple(entries),
        tuple(_days(entries, [leads[at] for at in starts], starts, days)),
        tuple(_doubtful(lines, code, leads, found, path, first_line)),
    )


def _day_at(lines: Sequence[str], at: int) -> DayLine | None:
    """What the line *at* says of the day: a heading, a line in bold letters, a list item, or one that stands alone."""
    line = lines[at]
    said = day_line(line) if line.strip() else None
    if said is None or _HEADING.match(line) or _BOLD.match(line) or (said.is_whole and _ITEM.match(line)):
        return said
    is_alone = not (at and lines[at - 1].strip()) and not (at + 1 < len(lines) and lines[at + 1].strip())
    return said if is_alone else None


def _title_line(opening: Sequence[str]) -> int | None:
    """The number of the first line of *opening* if it is a heading, else of the first of level 1."""
    headings = [at for at, line in enumerate(opening) if _HEADING.match(line)]
    first = next((at for at, line in enumerate(opening) if line.strip()), None)
    return first if first in headings else next((at for at in headings if opening[at].lstrip()[1:2] != "#"), None)


def _text_of_heading(line: str) -> str:
    match = _HEADING.match(line)
    return match[2] if match else ""


def _end_of_log(lines: Sequence[str], code: Sequence[bool], starts: Sequence[int], leads: Mapping[int, Lead]) -> int:
    """Where the last update ends: at a heading as high as that which the log stands under, or as its own clock."""
    last = leads[starts[-1]]
    levels = [len(m[1]) for at in range(starts[0]) if not code[at] and (m := _HEADING.match(lines[at]))]
    highest = last.depth if last.kind is Kind.HEADING else levels[-1] if levels else 0
    for at in range(starts[-1] + 1, len(lines)):
        if not code[at] and (heading := _HEADING.match(lines[at])) and len(heading[1]) <= highest:
            return at
    return len(lines)


def _entry(lines: Sequence[str], at: int, lead: Lead, path: str, first_line: int) -> Entry:
    line = lines[0]
    start = len(line) - len(line.lstrip())
    length = len(line.strip()) - len(lead.rest)
    heading = line.strip()[: max(length, 1)].strip()
    where = Location(path, first_line + at, start + 1, len(heading))
    below = [_dedented(one, lead.width) if lead.kind is Kind.ITEM else one for one in lines[1:]]
    title, opening = (lead.rest, []) if lead.kind is Kind.HEADING else ("", [lead.rest])
    last = max((number for number, one in enumerate(lines) if one.strip()), default=0)
    numbers = f"{first_line + at}-{first_line + at + last}"
    return Entry(Section(where, heading, lead.clock, ()), title, "\n".join((*opening, *below)), numbers)


def _dedented(line: str, width: int) -> str:
    """*line* of a list item without the blanks that put it there."""
    blanks = len(line) - len(line.lstrip(" \t"))
    return line[min(blanks, width) :]


def _days(
    entries: Sequence[Entry], leads: Sequence[Lead], starts: Sequence[int], lines: Mapping[int, DayLine]
) -> Iterator[Day]:
    """*entries* by the day that a line above them, or their own clock, states."""
    line: DayLine | None = None
    sections: list[Section] = []
    stated = sorted(lines)
    at = 0
    for entry, lead, start in zip(entries, leads, starts, strict=True):
        own, section = _own_day(lead, entry.section)
        above = None
        while at < len(stated) and stated[at] < start:
            above = lines[stated[at]]
            at += 1
        new = own or above
        if new is not None and (line is None or new != line):
            if sections:
                yield Day(line, tuple(sections))
            line, sections = new, []
        sections.append(section)
    yield Day(line, tuple(sections))


def _own_day(lead: Lead, section: Section) -> tuple[DayLine | None, Section]:
    """The day that the clock of *lead* states itself, and *section* with it."""
    if lead.clock.day is not None:
        return DayLine(lead.clock.day), section
    said = day_line(lead.day) if lead.day else None
    if said is not None and said.date is not None:
        return said, replace(section, clock=replace(section.clock, day=said.date))
    return said, section


def _doubtful(
    lines: Sequence[str],
    code: Sequence[bool],
    leads: Mapping[int, Lead],
    found: Mapping[int, Lead],
    path: str,
    first_line: int,
) -> Iterator[Problem]:
    """Reports of lines that may be meant as clocks of updates and are read as none."""
    for at, line in enumerate(lines):
        if at in leads or code[at]:
            continue
        said = line.strip() if len(line.strip()) <= _QUOTED else f"{line.strip()[:_QUOTED]} …"
        where = Location(path, first_line + at, len(line) - len(line.lstrip()) + 1, min(len(line.strip()), _QUOTED))
        if at in found and leads:
            message = f'a clock opens "{said}", but the clocks of this log stand elsewhere: it is kept as text'
            yield Problem(where, "clock-in-text", message, _HINT, Severity.WARNING)
        elif (
            at in found
            or near_clock(line)
            or is_span(line)
            or (stray_clock(line) and not (at and lines[at - 1].strip()))
        ):
            message = f'"{said}" looks like the clock of an update and is none: it is kept as text'
            yield Problem(where, "near-clock", message, _HINT, Severity.WARNING)
