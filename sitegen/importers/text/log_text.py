"""The parts of a log in Markdown: what stands before its first clock, its updates, and the days that its lines state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.text.bare_clocks import fitting_readings, is_open, leaps
from sitegen.importers.text.clock_doubts import bare_clock, is_dotted, leaping
from sitegen.importers.text.day_lines import Day, DayLine, day_line
from sitegen.importers.text.log_lines import Kind, Lead, is_span, leads_of, opening_leads, with_fences
from sitegen.importers.text.paragraphs import is_item
from sitegen.importers.text.wire_text import Section
from sitegen.patterns import Pattern
from sitegen.times import Clock, near_clock, stray_clock
from sitegen.words import words

_HEADING = Pattern(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM = Pattern(r"\s{0,8}[-*+]\s")
_BOLD = Pattern(r"\s{0,3}(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?\s*$")
_RULE = Pattern(r"[\s|:]*-[\s|:-]*")
# Names of columns that say nothing: what stands below them is no other for it.
_COLUMNS = frozenset({
    "time", "times", "date", "all", "are", "in", "utc", "gmt", "et", "est", "edt", "ct", "pt", "pst", "pdt", "bst", "cet",
    "cest", "local", "event", "events", "what", "happened", "update", "updates", "description", "details", "text", "notes",
    "note", "entry", "action", "message", "zeit", "uhrzeit", "ereignis", "meldung", "heure", "hora", "evento", "ora",
})  # fmt: skip
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
    """A log in parts, texts in Markdown. *closing* is what follows the log under a heading of its own.

    *labels* are the rows that head its tables ("| Time (UTC) | Event |"), which are no text of any other part.
    """

    title: str
    opening: str
    closing: str
    entries: tuple[Entry, ...]
    days: tuple[Day, ...]
    problems: tuple[Problem, ...]
    labels: tuple[str, ...] = ()


def read_log(body: str, path: str, first_line: int, *, has_title: bool) -> LogText:
    """The parts of *body*, which begins in line *first_line* of the seed *path*.

    Where it *has_title* elsewhere, the first heading is one of the text.
    """
    lines = body.split("\n")
    code = [is_code for _, _, is_code in with_fences(lines)]
    found = leads_of(lines)
    leads, unsure, doubts = _settled(lines, opening_leads(found), path, first_line)
    found = {at: lead for at, lead in found.items() if at not in unsure}
    if not leads:
        doubts += _doubtful(lines, code, {}, found, path, first_line)
        return LogText("", body, "", (), (), tuple(doubts))
    days = {at: said for at in range(len(lines)) if at not in found and not code[at] and (said := _day_at(lines, at))}
    shown = ["" if at in days and days[at].is_whole else line for at, line in enumerate(lines)]
    starts = sorted(leads)
    labels = _labels(lines, starts)
    shown = ["" if at in labels or at - 1 in labels else line for at, line in enumerate(shown)]
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
        (*doubts, *_doubtful(lines, code, leads, found, path, first_line), *_left_out(labels, path, first_line)),
        tuple(labels.values()),
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
    heading = _heading(line, lead)
    where = Location(path, first_line + at, start + 1, len(heading))
    below = [_dedented(one, lead.width) if lead.kind is Kind.ITEM else one for one in lines[1:]]
    said = ": ".join(filter(None, (lead.label, lead.rest)))
    title, opening = (said, []) if lead.kind is Kind.HEADING else ("", [said])
    last = max((number for number, one in enumerate(lines) if one.strip()), default=0)
    numbers = f"{first_line + at}-{first_line + at + last}"
    return Entry(Section(where, heading, lead.clock, ()), title, "\n".join((*opening, *below)), numbers)


def _heading(line: str, lead: Lead) -> str:
    """What of *line* stands before the text that *lead* leads."""
    return line.strip()[: max(len(line.strip()) - len(lead.rest), 1)].strip()


def _settled(
    lines: Sequence[str], leads: Mapping[int, Lead], path: str, first_line: int
) -> tuple[dict[int, Lead], set[int], list[Problem]]:
    """*leads*, those without a.m. or p.m. read by their neighbours where others have it; the lines of which they are not.

    And a report of each of these, as of clocks that none has and that seem to be of the day after.
    """
    headings = {at: _heading(lines[at], leads[at]) for at in sorted(leads)}
    places = {at: Location(path, first_line + at, 1, len(heading)) for at, heading in headings.items()}
    if not any(lead.clock.half for lead in leads.values()):
        order = list(headings)
        leaping_at = leaps(list(headings.values()), [leads[at].clock for at in order])
        found = [
            order[n] for n in leaping_at if not any(_day_at(lines, at) for at in range(order[n - 1] + 1, order[n]))
        ]
        return dict(leads), set(), [leaping(places[at], headings[at], leads[at].clock) for at in found]
    times = [(at, leads[at].clock.time) for at in headings]
    bare = [(at, clock) for at, clock in times if is_open(headings[at], leads[at].clock)]
    open_ = {at for at, _ in bare}
    sure = [one for one in times if one[0] not in open_]
    settled, unsure, problems = dict(leads), set(), []
    for (at, _), readings in zip(bare, fitting_readings(bare, sure), strict=True):
        problems.append(bare_clock(places[at], headings[at], readings))
        if len(readings) == 1:
            settled[at] = replace(leads[at], clock=Clock(readings[0]))
        else:
            unsure.add(at)
            del settled[at]
    return settled, unsure, problems


def _labels(lines: Sequence[str], starts: Sequence[int]) -> dict[int, str]:
    """The rows that head tables whose first row of data opens an update, by their lines; below each stands a rule."""
    return {
        at - 2: lines[at - 2].strip()
        for at in starts
        if at > 1 and "|" in lines[at - 1] and _RULE.fullmatch(lines[at - 1]) and "|" in lines[at - 2]
    }


def _left_out(labels: Mapping[int, str], path: str, first_line: int) -> Iterator[Problem]:
    for at, label in labels.items():
        if _COLUMNS.issuperset(word.casefold() for word in words(label)):
            continue
        message = f'the row "{label}", which names the columns of the table, is left out'
        where = Location(path, first_line + at)
        yield Problem(where, "left-out", message, "check the seed if it says more", Severity.NOTE)


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
            or (is_dotted(line) and not (at and lines[at - 1].strip() and not is_item(line)))
            or is_span(line)
            or (stray_clock(line) and not (at and lines[at - 1].strip()))
        ):
            message = f'"{said}" looks like the clock of an update and is none: it is kept as text'
            yield Problem(where, "near-clock", message, _HINT, Severity.WARNING)
