"""Lines that say the day of the updates below them ("### 2020-02-20", "Tuesday, Nov. 6", "DAY TWO"), and what they date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sitegen.dates import grammar
from sitegen.errors import Problem
from sitegen.importers.text.wire_text import Section
from sitegen.importers.text.wire_times import Stamp, stamp
from sitegen.patterns import Pattern
from sitegen.times import read_date, read_month_day
from sitegen.words import words

_LONGEST = 80  # characters: what is longer is a sentence
_MARKS = Pattern(r"^[\s#*_>\[(=+•–—-]+|[\s#*_\])=:.+–—-]+$")
_ORDINAL = Pattern(r"(?<=[0-9])(?:st|nd|rd|th)\b")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERED = grammar(rf"day~{{1,2}}(\#?[0-9]{{1,2}}|{'|'.join(_NUMBERS)})$$(?:~{{0,2}}[-–—:,|.(/]~{{0,2}})?")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = grammar(r"(mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$$")
_PART = grammar(r",?~{0,2}(?:morning|afternoon|evening|night)?\Z")
_FAR = 18 * 60 * 60  # seconds between two clocks, which are nearer to each other over midnight
_HALF_YEAR = timedelta(days=183)
_FIRST, _LAST = date(2, 1, 1), date(9998, 1, 1)  # between them a year may be added or taken away


@dataclass(frozen=True, slots=True)
class DayLine:
    """What a line says of the day: *date* with its year, else *month_day*, *weekday* (0 is Monday) or *number* ("day 2").

    *is_whole*: its words say nothing that the date does not.
    """

    date: date | None = None
    month_day: tuple[int, int] | None = None
    weekday: int | None = None
    number: int | None = None
    is_whole: bool = True


def day_line(line: str) -> DayLine | None:
    """What *line* says of the day, if it says nothing else.

    >>> day_line("**DAY TWO – TUESDAY**")
    DayLine(date=None, month_day=None, weekday=1, number=2, is_whole=False)
    """
    if len(line) > _LONGEST:
        return None
    text = _MARKS.sub("", _MARKS.sub("", line))
    numbered = _NUMBERED.match(text)
    number = _number(numbered[1]) if numbered else None
    rest = text[numbered.end() :] if numbered else text
    if numbered and not words(rest):
        return DayLine(number=number, is_whole=False)
    found = read_date(rest)
    if found and not words(rest[found.end :]) and _FIRST < found.date < _LAST:
        return DayLine(found.date, None, found.weekday, number, numbered is None)
    named = read_month_day(rest)
    weekday = _WEEKDAY.match(rest)
    day = _WEEKDAYS.index(weekday[1][:3].casefold()) if weekday else None
    if named and found is None and not words(_ORDINAL.sub("", rest[named[2] :])):
        return DayLine(None, named[:2], day, number, numbered is None)
    if weekday and _PART.match(rest, weekday.end()):
        return DayLine(None, None, day, number, is_whole=False)
    return None


def _number(word: str) -> int:
    return int(word.lstrip("#")) if word.lstrip("#").isdecimal() else _NUMBERS.index(word.casefold()) + 1


@dataclass(frozen=True, slots=True)
class Day:
    """The updates below one line that says their day, in the order of the file; no line: those before the first."""

    line: DayLine | None
    sections: tuple[Section, ...]


def by_days(sections: Sequence[Section], first: DayLine | None) -> list[Day]:
    """*sections* by the lines that end the one above and say a day; *first* stands above them all."""
    days: list[Day] = []
    line, start = first, 0
    for index, section in enumerate(sections[:-1], start=1):
        last = section.body[-1] if section.body else None
        below = day_line(last.lines[0]) if last is not None and len(last.lines) == 1 else None
        if below is not None:
            days.append(Day(line, tuple(sections[start:index])))
            line, start = below, index
    return [*days, Day(line, tuple(sections[start:]))]


def dates_of(days: Sequence[Day], base: date | None, *, newest_first: bool) -> list[date | None]:
    """The date of each of *days*; *base* is that of the live blog. None where nothing says it."""
    dates: list[date | None] = []
    known = base
    number = next((day.line.number for day in days[:1] if day.line), None)
    if number is None:
        first = next((day.line.number for day in days if day.line and day.line.number), 1) or 1
        number = first + (1 if newest_first else -1)
    for index, day in enumerate(days):
        if day.line is not None:
            found = _resolved(day.line, known, is_first=index == 0, backwards=newest_first)
            if found is None and day.line.number is not None and base is not None and _FIRST < base < _LAST:
                found = base + timedelta(days=day.line.number - number)
            known = found or known
        dates.append(known)
    return dates


def are_newest_first(days: Sequence[Day], base: date | None, *, habit: bool) -> bool:
    """Whether the newest of *days* and of their updates stands first; *habit* is what to take where nothing tells.

    *base* is the date of the live blog, which is that of the updates above all lines.
    """
    lines = [day.line for day in days if day.line]
    stated = [day for line in lines if (day := line.date or _of_year(line, base))]
    if base is not None and stated and days[0].line is None:
        stated.insert(0, base)
    if stated and stated[0] != stated[-1]:
        return stated[0] > stated[-1]
    numbers = [line.number for line in lines if line.number]
    if numbers and (numbers[0] != numbers[-1] or days[0].line is None):
        return numbers[0] > numbers[-1] or (numbers[0] == numbers[-1] == 1)
    weekdays = [line.weekday for line in lines if line.weekday is not None]
    if base is not None and days[0].line is None:
        weekdays.insert(0, base.weekday())
    steps = [(after - before) % 7 for before, after in pairwise(weekdays)]
    if 2 * sum(steps) != 7 * len(steps):
        return 2 * sum(steps) > 7 * len(steps)
    return _clocks_fall(days, habit=habit)


def _of_year(line: DayLine, base: date | None) -> date | None:
    if base is None or line.month_day is None or not _FIRST < base < _LAST:
        return None
    return _nearest(line.month_day, base)


def _clocks_fall(days: Sequence[Day], *, habit: bool) -> bool:
    """Whether within *days* more clocks fall than rise; *habit* for a tie. A short way over midnight is no fall."""
    steps = [
        _seconds(after) - _seconds(before)
        for day in days
        for before, after in pairwise(section.clock.time for section in day.sections)
    ]
    falls = sum(0 < step >= _FAR or 0 > step > -_FAR for step in steps)
    rises = sum(0 < step < _FAR or 0 > step <= -_FAR for step in steps)
    return falls > rises or (falls == rises and habit)


def _seconds(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) * 60 + clock.second


def _resolved(line: DayLine, known: date | None, *, is_first: bool, backwards: bool) -> date | None:
    """The date that *line* means, near the one *known*."""
    if line.date is not None:
        return line.date
    if known is None or not _FIRST < known < _LAST:
        return None
    if line.month_day is not None:
        return _nearest(line.month_day, known)
    if line.weekday is not None:
        step = (line.weekday - known.weekday()) % 7
        if line.number is not None:
            return known + timedelta(days=step) if not backwards else known - timedelta(days=(7 - step) % 7)
        if is_first:  # near the day on which all of it was published
            return known + timedelta(days=step if step < 4 else step - 7)
        return known + timedelta(days=step or 7) if not backwards else known - timedelta(days=(7 - step) % 7 or 7)
    return None


def _nearest(month_day: tuple[int, int], known: date) -> date | None:
    """The day of the year on the date that is at most half a year from *known*."""
    for year in (known.year, known.year - 1, known.year + 1):
        try:
            found = date(year, *month_day)
        except ValueError:  # 29 February
            continue
        if abs(found - known) <= _HALF_YEAR:
            return found
    return None


def stamp_days(
    days: Sequence[Day], dates: Sequence[date], zone: ZoneInfo, *, newest_first: bool
) -> tuple[list[Stamp], list[Problem]]:
    """The instants of all updates of *days*, oldest first; each day by itself, as `stamp` has it."""
    stamps: list[Stamp] = []
    problems: list[Problem] = []
    for day, start in zip(days, dates, strict=True):
        found, faults = stamp(day.sections, start, zone, newest_first=newest_first)
        stamps += found
        problems += faults
    if any(problem.is_error for problem in problems):
        return [], problems
    return sorted(stamps, key=lambda one: one.at), problems
