"""The paragraphs of wire text, and which of its lines are the clocks that open updates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from sitegen.errors import Location, Problem, Severity
from sitegen.patterns import Pattern
from sitegen.times import (
    Clock,
    clock_line,
    is_newest_first,
    leading_clock,
    loose_clock,
    near_clock,
    read_date,
    stray_clock,
)

_SEPARATOR = Pattern(r"(?:(?:[_—–―-]\s*){2,}\.?|[—―]|(?:\*\s*){3,}|={3,})")
_BULLET = Pattern(r"(?:[—–•*-]|--)\s+\S")
_SENTENCE_END = Pattern(r"[.!?:;…][)\]\"'”’]*$")
_BARE_CLOCK = Pattern(r"\d{1,2}:\d{2}[.:]?")
_TICKER_END = Pattern(r"\s*\+{3}\s*\Z")
_QUOTED = 60  # characters of a line, in a message
_MINUTES_A_DAY = 24 * 60
_LOOSE = 2  # the rank of a line like "10:40 text"
_LOOSE_ENOUGH = 3  # such lines: fewer may be anything


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. *line* is the number of the first, from 1; *separated*: it follows a separator."""

    line: int
    lines: tuple[str, ...]
    separated: bool = False

    @property
    def text(self) -> str:
        """The paragraph on one line: a single line feed of the wire is a blank."""
        return " ".join(line.strip() for line in self.lines)

    @property
    def last_line(self) -> int:
        """The number of the last line."""
        return self.line + len(self.lines) - 1


@dataclass(frozen=True, slots=True)
class Section:
    """An update as it stands in the seed: the line of its clock (*where*), the clock as written, and its paragraphs."""

    where: Location
    heading: str
    clock: Clock
    body: tuple[Paragraph, ...]

    @property
    def lines(self) -> str:
        """The lines from the clock to the end of the body, like ``8-19``."""
        last = self.body[-1].last_line if self.body else self.where.line
        return f"{self.where.line}-{last}"


def lines_of(text: str) -> list[str]:
    """The lines of *text*, as an editor counts them; a byte order mark is no part of the first."""
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def is_separator(line: str) -> bool:
    """Whether *line* only separates updates: ``___``, ``___.``, ``———``, ``---`` and their kin."""
    return _SEPARATOR.fullmatch(line.strip()) is not None


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of *text*, in order.

    A blank line ends one, and so do a separator, a clock of its own after the end of a sentence, and a list item. A
    text without any blank line has a paragraph on each line.
    """
    lines = lines_of(text)
    tight = all(line.strip() for line in lines_of(text.strip()))
    found: list[Paragraph] = []
    open_ = separated = False
    for number, line in enumerate(lines, start=1):
        if not line.strip() or is_separator(line):
            separated = separated or bool(line.strip())
            open_ = False
        elif open_ and not tight and not _opens(line, found[-1], number):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Paragraph(number, (line,), separated))
            open_, separated = True, False
    return found


def _opens(line: str, above: Paragraph, number: int) -> bool:
    """Whether *line* opens a paragraph though no blank line precedes it. The first line of a text is its title."""
    text, ended = line.strip(), _SENTENCE_END.search(above.lines[-1].strip()) is not None or number == 2
    if clock_line(text) is not None:
        return ended
    if leading_clock(text) is not None and (ended or leading_clock(above.lines[0]) is not None):
        return True
    return _BULLET.match(text) is not None and (ended or _BULLET.match(above.lines[0].strip()) is not None)


def is_bare_clock(line: str) -> bool:
    """Whether *line* is a clock that says neither a.m. nor p.m. nor anything else: ``12:25``."""
    return _BARE_CLOCK.fullmatch(line.strip()) is not None and clock_line(line) is not None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A paragraph that opens an update: its number, its clock, and where text follows on the same line, if not 0."""

    index: int
    clock: Clock
    start: int = 0


def split(text: str, path: str) -> tuple[list[Paragraph], list[Section], list[Problem]]:
    """The paragraphs before the first clock, the updates in the order of the file, and what is doubtful about clocks.

    Clocks on lines of their own open updates; a clock that leads its text does so only where the file has no others, or
    just after a separator: elsewhere it stands in a schedule. In the same way a clock that leads its text gives way to
    none of a list item, and both to none of "10:40 text". Separators divide nothing: they are missing, doubled, before
    the first clock and after the last.
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
    where, below = _place(path, first, heading), first.lines[1:]
    opening = Paragraph(first.line, (rest, *below)) if rest else Paragraph(first.line + 1, below)
    return Section(where, heading.strip(), mark.clock, (opening, *parts[1:]) if opening.lines else tuple(parts[1:]))


def _place(path: str, paragraph: Paragraph, text: str) -> Location:
    width = len(text.strip())
    return Location(path, paragraph.line, len(text) - len(text.lstrip()) + 1, width)


def _marks(parts: Sequence[Paragraph], path: str) -> tuple[list[_Mark], list[Problem]]:
    """The marks in the order of the file, and the reports of all that are doubtful or none."""
    own, bare, leading = _clocks(parts)
    if not any(mark.clock.half for mark in own):  # a file of 24-hour clocks says all of its hours
        own, bare = sorted([*own, *bare], key=lambda mark: mark.index), []
    inside = _inside(parts, leading, has_own=bool(own))
    marks = sorted([*own, *(mark for mark in leading if mark not in inside)], key=lambda mark: mark.index)
    problems = [
        _clock_in_text(parts[mark.index], mark, path, has_own=bool(own))
        if marks
        else _near(parts[mark.index], parts[mark.index].lines[0], mark.start, path)
        for mark in inside
    ]
    for mark in bare:
        reading, problem = _read_bare(mark, parts[mark.index], marks, path)
        problems.append(problem)
        if reading is not None:
            marks = sorted([*marks, reading], key=lambda mark: mark.index)
    first = marks[0].index if marks else len(parts)
    return marks, [*problems, *_near_clocks(parts, first, path)]


def _inside(parts: Sequence[Paragraph], leading: Sequence[_Mark], *, has_own: bool) -> list[_Mark]:
    """Those of *leading* that open no update, because clocks of a plainer form do, or because they are too few."""
    ranks = [_rank(parts[mark.index].lines[0]) for mark in leading]
    if has_own:
        pairs = zip(leading, ranks, strict=True)
        return [mark for mark, rank in pairs if rank or not parts[mark.index].separated]
    best = min(ranks, default=0)
    if best == _LOOSE and len(leading) < _LOOSE_ENOUGH:
        return list(leading)
    return [mark for mark, rank in zip(leading, ranks, strict=True) if rank != best]


def _rank(line: str) -> int:
    """How plainly *line* opens an update with the clock that leads it: 0 best, 1 as a list item, 2 by a blank alone."""
    if loose_clock(line) is not None:
        return _LOOSE
    return int(_BULLET.match(line.strip()) is not None)


def _clocks(parts: Sequence[Paragraph]) -> tuple[list[_Mark], list[_Mark], list[_Mark]]:
    """Clocks on lines of their own, bare clocks among them apart, and clocks that lead a text."""
    own: list[_Mark] = []
    bare: list[_Mark] = []
    leading: list[_Mark] = []
    for index, part in enumerate(parts):
        line = part.lines[0]
        if (clock := clock_line(line)) is not None:
            (bare if is_bare_clock(line) else own).append(_Mark(index, clock))
        elif (lead := leading_clock(line)) is not None:
            leading.append(_Mark(index, *lead))
    return own, bare, leading


def _read_bare(bare: _Mark, part: Paragraph, marks: Sequence[_Mark], path: str) -> tuple[_Mark | None, Problem]:
    """The mark of a bare clock, where just one of its readings fits between its neighbours; and the report of it."""
    line = part.lines[0].strip()
    before = max((mark for mark in marks if mark.index < bare.index), key=lambda mark: mark.index, default=None)
    after = min((mark for mark in marks if mark.index > bare.index), key=lambda mark: mark.index, default=None)
    times = (before.clock.time if before else None, after.clock.time if after else None)
    earlier, later = times[::-1] if is_newest_first([mark.clock.time for mark in marks]) else times
    fitting = [reading for reading in _readings(bare.clock.time) if _fits(reading, earlier, later)]
    where = _place(path, part, part.lines[0])
    if len(fitting) != 1:
        how = "both readings fit" if fitting else "no reading fits"
        message = f'"{line}" says neither a.m. nor p.m. and {how} between its neighbours: it is kept as text'
        return None, _warning(where, "bare-clock", message, _HINT_HEADING)
    message = f'"{line}" says neither a.m. nor p.m.: it is read as {fitting[0]:%H:%M}, the one that fits its neighbours'
    reading = _Mark(bare.index, Clock(fitting[0]))
    return reading, _warning(where, "bare-clock", message, "check the time in the content file")


def _readings(clock: time) -> list[time]:
    """The times that *clock*, written without a.m. or p.m., may mean: two from 1:00 to 12:59, one outside of them."""
    if not 1 <= clock.hour <= 12:
        return [clock]
    return [clock.replace(hour=clock.hour % 12), clock.replace(hour=clock.hour % 12 + 12)]


def _fits(reading: time, earlier: time | None, later: time | None) -> bool:
    """Whether *reading* lies on the clock's way from *earlier* to *later*; where one is missing, within half a day."""
    if earlier is not None and later is not None:
        return _minutes(earlier, reading) <= _minutes(earlier, later)
    if earlier is not None:
        return _minutes(earlier, reading) < _MINUTES_A_DAY // 2
    return later is not None and _minutes(reading, later) < _MINUTES_A_DAY // 2


def _minutes(start: time, end: time) -> int:
    """How many minutes the clock goes from *start* to the next *end*."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % _MINUTES_A_DAY


def _near_clocks(parts: Sequence[Paragraph], first: int, path: str) -> Iterator[Problem]:
    """Reports of lines that may be meant as clocks of updates and are read as none; *first* is the first that is one.

    A date with a clock above it says when the copy was sent.
    """
    for index, part in enumerate(parts):
        for offset, line in enumerate(part.lines):
            ended = not offset or _SENTENCE_END.search(part.lines[offset - 1].strip()) is not None
            is_stamp = index < first and read_date(line.strip()) is not None
            width = stray_clock(line) if ended and not is_stamp else 0
            if leading_clock(line) is None and near_clock(line):
                width = len(line)
            if width:
                yield _near(replace(part, line=part.line + offset), line, width, path)


def _near(part: Paragraph, line: str, width: int, path: str) -> Problem:
    said = line.strip()
    said = said if len(said) <= _QUOTED else f"{said[:_QUOTED]} …"
    message = f'"{said}" looks like the clock of an update and is none: it is kept as text'
    return _warning(_place(path, part, line[:width]), "near-clock", message, _HINT_HEADING)


_HINT_HEADING = 'write an update heading in its place in the content file, like "## 2017-11-03 21:15"'


def _clock_in_text(part: Paragraph, mark: _Mark, path: str, *, has_own: bool) -> Problem:
    others = "stand on lines of their own" if has_own else "are set off from their text more plainly"
    message = f"a clock opens this line, but the clocks of this seed {others}: it is kept as text"
    return _warning(_place(path, part, part.lines[0][: mark.start]), "clock-in-text", message, _HINT_HEADING)


def _warning(where: Location, code: str, message: str, hint: str) -> Problem:
    return Problem(where, code, message, hint, Severity.WARNING)
