"""Which lines of wire text are the clocks that open updates, and what stands below each of them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from sitegen.errors import Location, Problem
from sitegen.importers.text.bare_clocks import fits, is_bare_clock, readings, says_again
from sitegen.importers.text.clock_doubts import HINT, clock_in_text, near, near_clocks, place_of_text, warning
from sitegen.importers.text.paragraphs import Paragraph as Paragraph
from sitegen.importers.text.paragraphs import is_item
from sitegen.importers.text.paragraphs import is_separator as is_separator
from sitegen.importers.text.paragraphs import lines_of as lines_of
from sitegen.importers.text.paragraphs import paragraphs as paragraphs
from sitegen.importers.text.stamp_lines import stamp_line
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, is_newest_first, leading_clock, loose_clock

_TICKER_END = Pattern(r"\s*\+{3}\s*\Z")
_TO_THE_SECOND = Pattern(r"[0-9]:[0-9]{2}:[0-9]{2}")
_STOPPED = Pattern(r"\s*[0-9]{1,2}:[0-9]{2}\s?[ap]m\.", re.IGNORECASE)  # "2:31 pm. text", among "2:31 p.m. — text"
_LOOSE = 2  # the rank of a line like "10:40 text"
_LOOSE_ENOUGH = 3  # such lines: fewer may be anything
_STAMPS_ENOUGH = 2  # lines like "A. Person 10/22/2013 5:00:03 PM": one says when a page was made


@dataclass(frozen=True, slots=True)
class Section:
    """An update as it stands in the seed: the line of its clock (*where*), the clock as written, and its paragraphs.

    *author* is who the line says wrote it, "" where it says nobody.
    """

    where: Location
    heading: str
    clock: Clock
    body: tuple[Paragraph, ...]
    author: str = ""

    @property
    def lines(self) -> str:
        """The lines from the clock to the end of the body, like ``8-19``."""
        last = self.body[-1].last_line if self.body else self.where.line
        return f"{self.where.line}-{last}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A paragraph that opens an update: its number, its clock, and where text follows on the same line, if not 0."""

    index: int
    clock: Clock
    start: int = 0
    author: str = ""


def split(text: str, path: str) -> tuple[list[Paragraph], list[Section], list[Problem]]:
    """The paragraphs before the first clock, the updates in the order of the file, and what is doubtful about clocks.

    Clocks on lines of their own open updates; a clock that leads its text does so only where the file has no others, or
    just after a separator: elsewhere it stands in a schedule. In the same way a clock that leads its text gives way to
    none of a list item, and both to none of "10:40 text". Stamps with a date open updates where no other clock does.
    Separators divide nothing: they are missing, doubled, before the first clock and after the last.
    """
    parts = paragraphs(text)
    marks, problems = _marks(parts, path)
    if not marks:
        return parts, [], problems
    ends = [mark.index for mark in marks[1:]] + [len(parts)]
    sections = [_section(parts[mark.index : end], mark, path) for mark, end in zip(marks, ends, strict=True)]
    return parts[: marks[0].index], sections, problems


def _section(parts: Sequence[Paragraph], mark: _Mark, path: str) -> Section:
    first, line = parts[0], parts[0].lines[0]
    heading, rest = (line[: mark.start], line[mark.start :].strip()) if mark.start else (line, "")
    if heading.lstrip().startswith("+++"):
        rest = _TICKER_END.sub("", rest)
    where, below = place_of_text(path, first, heading), first.lines[1:]
    opening = Paragraph(first.line, (rest, *below)) if rest else Paragraph(first.line + 1, below)
    body = (opening, *parts[1:]) if opening.lines else tuple(parts[1:])
    if body and not mark.start and not is_bare_clock(line) and says_again(body[0].lines[0], mark.clock):
        after = body[0].lines[1:]
        body = (Paragraph(body[0].line + 1, after), *body[1:]) if after else body[1:]
    return Section(where, heading.strip(), mark.clock, body, mark.author)


def _marks(parts: Sequence[Paragraph], path: str) -> tuple[list[_Mark], list[Problem]]:
    """The marks in the order of the file, and the reports of all that are doubtful or none."""
    own, bare, leading = _clocks(parts)
    stamps = (
        _stamps(parts) if not bare and all(_TO_THE_SECOND.search(parts[mark.index].lines[0]) for mark in own) else []
    )
    if len(stamps) >= max(_STAMPS_ENOUGH, len(leading)):
        own = sorted([*own, *stamps], key=lambda mark: mark.index)
    if not any(mark.clock.half for mark in own):  # a file of 24-hour clocks says all of its hours
        own, bare = sorted([*own, *bare], key=lambda mark: mark.index), []
    inside = _inside(parts, leading, has_own=bool(own))
    marks = sorted([*own, *(mark for mark in leading if mark.index not in inside)], key=lambda mark: mark.index)
    problems = [
        clock_in_text(parts[mark.index], mark.start, path, has_own=bool(own))
        if marks
        else near(parts[mark.index], parts[mark.index].lines[0], mark.start, path)
        for mark in leading
        if mark.index in inside
    ]
    read, doubts = _read_bare(bare, marks, parts, path)
    marks = sorted([*marks, *read], key=lambda mark: mark.index)
    first = marks[0].index if marks else len(parts)
    return marks, [*problems, *doubts, *near_clocks(parts, {mark.index for mark in marks}, first, path)]


def _stamps(parts: Sequence[Paragraph]) -> list[_Mark]:
    found = ((index, stamp_line(part.lines[0])) for index, part in enumerate(parts))
    return [_Mark(index, stamp.clock, author=stamp.author) for index, stamp in found if stamp is not None]


def _inside(parts: Sequence[Paragraph], leading: Sequence[_Mark], *, has_own: bool) -> set[int]:
    """The paragraphs of *leading* that open no update, because clocks of a plainer form do, or they are too few."""
    ranks = [_rank(parts[mark.index].lines[0]) for mark in leading]
    pairs = list(zip((mark.index for mark in leading), ranks, strict=True))
    if has_own:
        return {index for index, rank in pairs if rank or not parts[index].separated}
    best, loose = min(ranks, default=0), ranks.count(_LOOSE)
    if best == _LOOSE and loose < _LOOSE_ENOUGH:
        return {index for index, _ in pairs}
    taken = {best}
    if loose >= _LOOSE_ENOUGH and loose > ranks.count(best):  # one dash among many blanks
        taken.add(_LOOSE)
    return {index for index, rank in pairs if rank not in taken and not (best == 0 and _is_stopped(parts[index]))}


def _is_stopped(part: Paragraph) -> bool:
    return _STOPPED.match(part.lines[0]) is not None


def _rank(line: str) -> int:
    """How plainly *line* opens an update with the clock that leads it: 0 best, 1 as a list item, 2 by a blank alone."""
    if loose_clock(line) is not None:
        return _LOOSE
    return int(is_item(line))


def _clocks(parts: Sequence[Paragraph]) -> tuple[list[_Mark], list[_Mark], list[_Mark]]:
    """Clocks on lines of their own, bare clocks among them apart, and clocks that lead a text.

    A bare clock that says again the one just above it is none.
    """
    own: list[_Mark] = []
    bare: list[_Mark] = []
    leading: list[_Mark] = []
    for index, part in enumerate(parts):
        line = part.lines[0]
        if (clock := clock_line(line)) is not None:
            above = own[-1] if own and own[-1].index == index - 1 and len(parts[index - 1].lines) == 1 else None
            if not is_bare_clock(line):
                own.append(_Mark(index, clock))
            elif not says_again(line, above.clock if above else None):
                bare.append(_Mark(index, clock))
        elif (lead := leading_clock(line)) is not None:
            leading.append(_Mark(index, *lead))
    return own, bare, leading


def _read_bare(
    bare: Sequence[_Mark], marks: Sequence[_Mark], parts: Sequence[Paragraph], path: str
) -> tuple[list[_Mark], list[Problem]]:
    """The marks of bare clocks of which just one reading fits between their neighbours, and a report of each clock."""
    places = [mark.index for mark in marks]
    newest_first = is_newest_first([mark.clock.time for mark in marks])
    read: list[_Mark] = []
    problems = []
    for mark in bare:
        at = bisect(places, mark.index)
        before = max([*marks[at - 1 : at], *read[-1:]], key=lambda one: one.index, default=None)
        after = marks[at] if at < len(marks) else None
        times = (before.clock.time if before else None, after.clock.time if after else None)
        found, problem = _reading(mark, parts[mark.index], times[::-1] if newest_first else times, path)
        read += [found] if found else []
        problems.append(problem)
    return read, problems


def _reading(
    bare: _Mark, part: Paragraph, times: tuple[time | None, time | None], path: str
) -> tuple[_Mark | None, Problem]:
    """The mark of a bare clock, if just one of its readings fits between *times*, the earlier first; and its report."""
    line = part.lines[0].strip()
    fitting = [reading for reading in readings(bare.clock.time) if fits(reading, *times)]
    where = place_of_text(path, part, part.lines[0])
    if len(fitting) != 1:
        how = "both readings fit" if fitting else "no reading fits"
        message = f'"{line}" says neither a.m. nor p.m. and {how} between its neighbours: it is kept as text'
        return None, warning(where, "bare-clock", message, HINT)
    message = f'"{line}" says neither a.m. nor p.m.: it is read as {fitting[0]:%H:%M}, the one that fits its neighbours'
    return _Mark(bare.index, Clock(fitting[0])), warning(
        where, "bare-clock", message, "check the time in the content file"
    )
