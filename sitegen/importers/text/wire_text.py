"""Which lines of wire text are the clocks that open updates, and what stands below each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen.errors import Location, Problem
from sitegen.importers.text.bare_clocks import fitting_readings, is_bare_clock, is_open, leaps, says_again
from sitegen.importers.text.clock_doubts import (
    bare_clock,
    clock_in_text,
    leaping,
    near,
    near_clocks,
    place_of_text,
)
from sitegen.importers.text.openings import wide_opening
from sitegen.importers.text.paragraphs import Paragraph as Paragraph
from sitegen.importers.text.paragraphs import is_item
from sitegen.importers.text.paragraphs import is_separator as is_separator
from sitegen.importers.text.paragraphs import lines_of as lines_of
from sitegen.importers.text.paragraphs import paragraphs as paragraphs
from sitegen.importers.text.stamp_lines import stamp_line
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, leading_clock, loose_clock

_TICKER_END = Pattern(r"\s*\+{3}\s*\Z")
_TO_THE_SECOND = Pattern(r"[0-9]:[0-9]{2}:[0-9]{2}")
# "2:31 pm. text" among "2:31 p.m. — text", "18h30. Text" among "18h30 - Text"
_STOPPED = Pattern(
    r"\s*[0-9]{1,2}(?::[0-9]{2}\s?[ap]m|\s?h\s?(?:[0-9]{2})?|[.:][0-9]{2}\s?(?:Uhr|h|horas))\.", re.IGNORECASE
)
_TICKER = Pattern(r"\s*\+{3}\s")
_AGE = Pattern(r"\W*[0-9]{1,2}\s?h\W*")
_LOOSE = 2  # the rank of a line like "10:40 text"
_WIDE, _WIDE_LOOSE = 3, 4  # the ranks of lines that `wide_opening` reads
_LOOSE_ENOUGH, _WIDE_ENOUGH = 3, 2  # such lines: fewer may be anything
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
    """A paragraph that opens an update: its number, its clock, and where text follows on the same line, if not 0.

    *rank* says how plainly that clock opens it: 0 best, 1 as a list item, 2 by a blank alone, 3 and 4 as `wide_opening`.
    """

    index: int
    clock: Clock
    start: int = 0
    author: str = ""
    rank: int = 0


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
    own, problems = _without_ages(own, leading, parts, path)
    if not any(mark.clock.half for mark in own):  # a file of 24-hour clocks says all of its hours
        own, bare = sorted([*own, *bare], key=lambda mark: mark.index), []
    inside = _inside(parts, leading, own)
    marks = sorted([*own, *(mark for mark in leading if mark.index not in inside)], key=lambda mark: mark.index)
    told = [mark for mark in leading if mark.index in inside and mark.rank != _WIDE_LOOSE]
    problems += [
        clock_in_text(parts[mark.index], mark.start, path, has_own=bool(own))
        if marks
        else near(parts[mark.index], parts[mark.index].lines[0], mark.start, path)
        for mark in told
    ]
    marks, doubts = _settled(marks, bare, parts, path)
    first = marks[0].index if marks else len(parts)
    known = {mark.index for mark in (*marks, *told)}
    return marks, [*problems, *doubts, *near_clocks(parts, known, first, path)]


def _without_ages(
    own: list[_Mark], leading: Sequence[_Mark], parts: Sequence[Paragraph], path: str
) -> tuple[list[_Mark], list[Problem]]:
    """*own*, but none where all that the file has is like "3h", which may be how long ago; and reports of these."""
    if leading or not all(_AGE.fullmatch(parts[mark.index].lines[0]) for mark in own):
        return own, []
    return [], [near(parts[mark.index], line := parts[mark.index].lines[0], len(line), path) for mark in own]


def _stamps(parts: Sequence[Paragraph]) -> list[_Mark]:
    found = ((index, stamp_line(part.lines[0])) for index, part in enumerate(parts))
    return [_Mark(index, stamp.clock, author=stamp.author) for index, stamp in found if stamp is not None]


def _inside(parts: Sequence[Paragraph], leading: Sequence[_Mark], own: Sequence[_Mark]) -> set[int]:
    """The paragraphs of *leading* that open no update, because clocks of a plainer form do, or they are too few."""
    ranks = [mark.rank for mark in leading]
    if own:
        are_tickers = all(_TICKER.match(parts[mark.index].lines[0]) for mark in own)
        return {
            mark.index
            for mark in leading
            if mark.rank
            or not (parts[mark.index].separated or (are_tickers and _TICKER.match(parts[mark.index].lines[0])))
        }
    best, loose = min(ranks, default=0), sum(rank in (_LOOSE, _WIDE_LOOSE) for rank in ranks)
    if (best in (_LOOSE, _WIDE_LOOSE) and loose < _LOOSE_ENOUGH) or (
        best == _WIDE and ranks.count(_WIDE) < _WIDE_ENOUGH
    ):
        return {mark.index for mark in leading}
    taken = {best, *([_WIDE_LOOSE] if best == _LOOSE else [])}
    if ranks.count(_LOOSE) >= _LOOSE_ENOUGH and ranks.count(_LOOSE) > ranks.count(best):  # one dash among many blanks
        taken.add(_LOOSE)
    return {
        mark.index for mark in leading if mark.rank not in taken and not (best == 0 and _is_stopped(parts[mark.index]))
    }


def _is_stopped(part: Paragraph) -> bool:
    return _STOPPED.match(part.lines[0]) is not None


def _leading(index: int, line: str) -> _Mark | None:
    """The mark of the clock that opens *line* and leads a text."""
    if (lead := leading_clock(line)) is not None:
        return _Mark(index, *lead, rank=_LOOSE if loose_clock(line) is not None else int(is_item(line)))
    if (wide := wide_opening(line)) is None:
        return None
    return _Mark(index, wide.clock, wide.start, rank=_WIDE_LOOSE if wide.is_loose and not wide.clock.day else _WIDE)


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
        elif (lead := _leading(index, line)) is not None:
            leading.append(lead)
    return own, bare, leading


def _settled(
    marks: Sequence[_Mark], bare: Sequence[_Mark], parts: Sequence[Paragraph], path: str
) -> tuple[list[_Mark], list[Problem]]:
    """*marks* with those of *bare* that can be read; clocks of *marks* without a.m. or p.m. too, where others have it."""
    headings = [parts[mark.index].lines[0][: mark.start or None] for mark in marks]
    if not any(mark.clock.half for mark in marks):
        return list(marks), [
            leaping(place_of_text(path, parts[marks[at].index], headings[at]), headings[at], marks[at].clock)
            for at in leaps(headings, [mark.clock for mark in marks])
        ]
    open_ = [mark for mark, heading in zip(marks, headings, strict=True) if mark.start and is_open(heading, mark.clock)]
    others = {mark.index for mark in open_}
    sure = [mark for mark in marks if mark.index not in others]
    bare = sorted([*bare, *open_], key=lambda mark: mark.index)
    times = [[(mark.index, mark.clock.time) for mark in some] for some in (bare, sure)]
    problems = []
    for mark, readings in zip(bare, fitting_readings(*times), strict=True):
        heading = parts[mark.index].lines[0][: mark.start or None]
        where = place_of_text(path, parts[mark.index], heading)
        problems.append(bare_clock(where, heading.strip(), readings))
        if len(readings) == 1:
            sure.append(replace(mark, clock=Clock(readings[0])))
    return sorted(sure, key=lambda mark: mark.index), problems
