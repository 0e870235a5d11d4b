"""The text below the front matter, cut into its standfirst and its updates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.content.bodies import FenceWatch
from sitegen.content.headings import MARK, Heading, HeadingFault, Lookalike, read_heading
from sitegen.content.written import HEADING
from sitegen.errors import Location, Problem, Severity

_FENCE_MARKS = "`~"
_MARKED_LINE = "\n" + MARK


class Section(NamedTuple):  # one is made for every update there is, in a third of the time of a frozen dataclass
    """One update heading with the text below it, as it stands in the file. *number* is the line of the heading.

    *said* is what `read_heading` reads in *line*, or the match of `HEADING`, which says the same.
    """

    number: int
    line: str
    said: Heading | re.Match[str]
    body: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The text of a file without its front matter. *problems* are lines meant as headings that are none, and open fences."""

    standfirst: str
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


def cut(text: str, first: int, path: str) -> Cut:
    """*text* at its update headings; its first line is the line *first* of the file *path*."""
    # A single character is found in a tenth of the time of several: so the marks of fences and of headings are looked for.
    if any(mark in text and mark * 3 in text for mark in _FENCE_MARKS):
        return cut_by_lines(text, first, path)
    text = f"\n{text}"
    problems: list[Problem] = []
    found: list[tuple[int, int, int, Heading | re.Match[str]]] = []
    counted, number, start = 0, first - 1, text.find(MARK[0])
    while start >= 0:
        if not text.startswith(_MARKED_LINE, start - 1):
            start = text.find(MARK[0], start + 1)
            continue
        number += text.count("\n", counted, start)
        counted = start
        written = HEADING.match(text, start)
        end = written.end() if written else text.find("\n", start) % (len(text) + 1)
        if said := written or _read(text[start:end], number, path, problems):
            found.append((start, end, number, said))
        start = text.find(MARK[0], end)
    stops = [*(start - 1 for start, *_ in found), len(text)]
    sections = tuple(
        Section(number, text[start:end], said, text[end + 1 : stop])
        for (start, end, number, said), stop in zip(found, stops[1:], strict=True)
    )
    return Cut(text[1 : stops[0]], sections, tuple(problems))


def cut_by_lines(text: str, first: int, path: str) -> Cut:
    """What `cut` returns for any text, with or without fences, only slower."""
    watch, problems = FenceWatch(), list[Problem]()
    lines = text.split("\n")
    found: list[tuple[int, Heading]] = []
    for place, line in enumerate(lines):
        if watch.is_inside(line) or not line.startswith(MARK):
            continue
        if said := _read(line, first + place, path, problems):
            found.append((place, said))
    if watch.opened:
        where = Location(path, first + watch.opened - 1, 1, 3)
        message = "the code fence that opens here has no end, and hides every update below it"
        problems.append(Problem(where, "unclosed-code-fence", message, "close it with a line of the same marks"))
    stops = [*(place for place, _ in found), len(lines)]
    sections = tuple(
        Section(first + place, lines[place], said, "\n".join(lines[place + 1 : stop]))
        for (place, said), stop in zip(found, stops[1:], strict=True)
    )
    return Cut("\n".join(lines[: stops[0]]), sections, tuple(problems))


def _read(line: str, number: int, path: str, problems: list[Problem]) -> Heading | None:
    """The heading that *line* is, or None; a line that was meant as one is a problem."""
    match read_heading(line):
        case Heading() as heading:
            return heading
        case HeadingFault(code, message, hint, column, width):
            problems.append(Problem(Location(path, number, column, width), code, message, hint))
        case Lookalike(column, repair):
            problems.append(_lookalike(Location(path, number, column), line, repair))
        case None:
            pass
    return None


def _lookalike(where: Location, line: str, repair: str) -> Problem:
    message = f'"{line[len(MARK) :].strip()}" begins with a clock but opens no update'
    hint = 'write " — " between the clock and a title, or leave it as the heading that it is'
    hint = f'write "{repair}"' if repair else hint
    return Problem(where, "heading-lookalike", message, hint, Severity.WARNING)
