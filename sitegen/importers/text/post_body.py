"""The body of a post -> what stands before its first clock, its updates, and what closes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sitegen.errors import Location, Problem
from sitegen.importers.text.day_lines import Day, by_days, day_line
from sitegen.importers.text.front_matter import FrontMatter, is_page
from sitegen.importers.text.markdown import html_of_markdown
from sitegen.importers.text.wire import NOTE_ON_CORRECTION
from sitegen.importers.text.wire_text import Paragraph, Section, is_separator, split
from sitegen.importers.web.flow import Part, flow, without_start
from sitegen.importers.web.html import parse
from sitegen.patterns import Pattern
from sitegen.times import clock_line, leading_clock

# What a program was to put something else for, and what only works the page.
_SHORTCODE = Pattern(r"(?:\s*\[/?ad\]|\s*\[/?(?=[^\]]*[_\d/=-])[a-z][a-z0-9_-]*(?:\s[^\]]*)?\])+\s*")
_PLACE_HOLDER = Pattern(r"\[/?ad[_-]?[0-9]*\]")  # before and after the text of a post
_CONTROL = Pattern(
    r"(?:continue reading(?: the main story)?|read more|advertisement|story continues below(?: advertisement)?|buy photo"
    r"|(?:read or )?share this story:?.{0,80}|show (?:captions|thumbnails)|(?:last|next) slide|autoplay)[.…»→]*",
    re.IGNORECASE,
)
_ORIGIN = Pattern(r"(?:source(?: link)?|original(?: article)?|via)[.:]?", re.IGNORECASE)
_RIGHTS = Pattern(r"(?:©|\(c\)|copyright\b).{0,300}\Z|.{0,120}\ball rights reserved\b.{0,300}\Z", re.IGNORECASE)
_EARLIER = Pattern(
    r"(?:previously(?: reported)?|earlier(?: reporting| story)?|original (?:story|post))[.:]?", re.IGNORECASE
)
_LAST_PARTS = 4  # that may follow a note which closes a post
_MISSED = 3  # clocks that are not found as they are written: then the rest is not looked for


@dataclass(frozen=True, slots=True)
class Stretch:
    """An update as it stands: its clock, where the seed has it, the text of a heading after the clock, and its parts."""

    section: Section
    where: Location
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of a post. *header* stands before the first clock, as *paragraphs* too; *closing* after the last update.

    *days* are the updates by the lines that say their day. *left* are texts that are no part of the live blog. The lines of
    *paragraphs* and of sections count parts.
    """

    header: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    stretches: tuple[Stretch, ...]
    days: tuple[Day, ...]
    closing: tuple[Part, ...]
    left: tuple[str, ...]
    problems: tuple[Problem, ...]


def body_of(front: FrontMatter, path: str, parts: Sequence[Part]) -> Body:
    """The body that *front* stands before, of which these are the *parts*."""
    parts, left = _without_controls(parts)
    text = "\n\n".join(part.seen if part.opens else "…" for part in parts)
    paragraphs, sections, problems = split(text, path)
    starts = [index_of(section.where) for section in sections]
    wanted = {*starts, *(index_of(problem.where) for problem in problems)}
    places = _places(front, path, parts, wanted)
    ends = [*starts, len(parts)][1:]
    stretches = [
        _stretch(section, places[start], parts[start:end])
        for section, start, end in zip(sections, starts, ends, strict=True)
    ]
    header = [part for part in parts[: starts[0] if starts else len(parts)] if not is_separator(part.seen)]
    first = day_line(header[-1].seen) if header else None
    days = by_days(sections, first) if sections else []
    stretches = _without_day_lines(stretches, days)
    closing: tuple[Part, ...] = ()
    if stretches:
        last = stretches[-1]
        cut = _start_of_closing(last.parts)
        stretches[-1], closing = replace(last, parts=last.parts[:cut]), last.parts[cut:]
    return Body(
        header=tuple(header[:-1] if first is not None and first.is_whole else header),
        paragraphs=tuple(paragraphs),
        stretches=tuple(stretches),
        days=tuple(days),
        closing=closing,
        left=tuple(left),
        problems=tuple(replace(problem, where=places[index_of(problem.where)]) for problem in problems),
    )


def _without_day_lines(stretches: Sequence[Stretch], days: Sequence[Day]) -> list[Stretch]:
    """*stretches*, of which the last before a new day does not end in the line that says it; more words go below it."""
    kept = list(stretches)
    at = 0
    for before, day in pairwise(days):
        at += len(before.sections)
        line = kept[at - 1].parts[-1:]
        kept[at - 1] = replace(kept[at - 1], parts=kept[at - 1].parts[:-1])
        if day.line is not None and not day.line.is_whole:
            kept[at] = replace(kept[at], parts=(*line, *kept[at].parts))
    return kept


def index_of(where: Location) -> int:
    """Which part the line of *where* is: they are divided by blank lines."""
    return max(0, where.line - 1) // 2


def parts_of(body: str) -> list[Part]:
    """The parts of *body*, which is HTML or Markdown. Raises ValueError where it is nested too deep."""
    body = _PLACE_HOLDER.sub(r"\n\n\g<0>\n\n", body)
    root = parse(body if is_page(body) else html_of_markdown(_with_blank_lines(body))).body
    return flow(root) if root is not None else []


def _with_blank_lines(text: str) -> str:
    """Markdown *text* with blank lines around clocks and separators, as wire text needs none: "---" is no heading."""
    lines: list[str] = []
    for line in text.split("\n"):
        if clock_line(line) or is_separator(line):
            lines += ["", line, ""]
        else:
            lines += ["", line] if leading_clock(line) else [line]
    return "\n".join(lines)


def _without_controls(parts: Sequence[Part]) -> tuple[list[Part], list[str]]:
    """*parts* without those that are no text of the live blog, and what these say."""
    kept: list[Part] = []
    left: list[str] = []
    for number, part in enumerate(parts):
        is_origin = number == len(parts) - 1 and number and _ORIGIN.fullmatch(part.seen)
        if is_origin or _SHORTCODE.fullmatch(part.seen) or _CONTROL.fullmatch(part.seen):
            left.append(part.seen)
        else:
            kept.append(part)
    return kept, left


def _stretch(section: Section, where: Location, parts: Sequence[Part]) -> Stretch:
    first, rest = parts[0], [part for part in parts[1:] if not is_separator(part.seen)]
    lead = None if clock_line(first.seen) else leading_clock(first.seen)
    if lead is None:
        return Stretch(section, where, "", tuple(rest))
    said = first.seen[lead[1] :].strip()
    if first.html.startswith("<h"):
        return Stretch(section, where, said, tuple(rest))
    return Stretch(section, where, "", (Part(without_start(first, lead[1]), said), *rest))


def _start_of_closing(parts: Sequence[Part]) -> int:
    """Where that begins what is said of the whole post, at the end of its last update: rights, a correction, a preface."""
    for index, part in enumerate(parts):
        if _EARLIER.fullmatch(part.seen):
            return index
        is_note = NOTE_ON_CORRECTION.match(part.seen) or _RIGHTS.match(part.seen)
        if is_note and len(parts) - index <= _LAST_PARTS:
            return index
    return len(parts)


def _places(front: FrontMatter, path: str, parts: Sequence[Part], wanted: Iterable[int]) -> dict[int, Location]:
    """Where in the seed the clock of each part of *wanted* stands, as far as it is found as it is written."""
    found: dict[int, Location] = {}
    body, at, missed = front.body, 0, 0
    where = Location(path, front.line)
    for index in sorted(wanted):
        lead = leading_clock(parts[index].seen)
        shown = (parts[index].seen[: lead[1]] if lead else parts[index].seen[:40]).strip(" :–—-")
        spelled = r"(?:\s|&nbsp;|&#160;)*".join(map(re.escape, shown.split()))
        match = re.compile(rf"(?:^|(?<=[>\s*#\[])){spelled}").search(body, at) if missed < _MISSED else None
        missed += match is None
        if match is not None:
            line = where.line + body.count("\n", at, match.start())
            column = match.start() - body.rfind("\n", 0, match.start())
            where, at = Location(path, line, column, match.end() - match.start()), match.start()
        found[index] = where
    return found
