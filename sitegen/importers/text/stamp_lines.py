"""Stamps of programs, on lines of their own: a date and a clock, behind the name of who wrote the update."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sitegen.dates import grammar
from sitegen.importers.text.dated_clocks import any_date, iso_clock
from sitegen.patterns import Pattern
from sitegen.times import Clock, read_clock

_LONGEST = 96  # characters: of a name, a date and a clock
_DIGIT = Pattern(r"[0-9]")
_NAME = Pattern(r"(?:[^\W\d_][\w.'’-]{0,30},?\s{1,3}){1,5}")
_TO_THE_SECOND = Pattern(rf"({_NAME.text})[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}\s?[AP]M")
_SLASHED = grammar(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?![0-9])")
_BETWEEN = grammar(r"T(?=[0-9])|,?~{1,2}(?:(?:at|um)~{1,2}|[-–—|]~{1,2})?")


@dataclass(frozen=True, slots=True)
class StampLine:
    """The *clock* of an update, most often with its date, and who wrote the update, "" where the line does not say."""

    author: str
    clock: Clock


def stamp_line(line: str) -> StampLine | None:
    """The stamp that *line* is, if it is nothing else.

    A date of three numbers is American where the clock is ("10/22/2013 5:00:03 PM"), or where no other reading has one.

    >>> stamp_line("A. Person 10/22/2013 5:00:03 PM").author
    'A. Person'
    """
    text = line.strip()
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    if match := _TO_THE_SECOND.fullmatch(text):
        found_clock = read_clock(text, match.end(1))
        return StampLine(match[1].strip(" ,"), found_clock[0]) if found_clock else None
    for start in _starts(text):
        found = _date_at(text, start)
        between = _BETWEEN.match(text, found[1]) if found else None
        if found is None or between is None:
            continue
        clock = iso_clock(text, between.end(), text[start : found[1]]) or read_clock(text, between.end())
        if clock is None or text[clock[1] :].strip(" .:"):
            continue
        day = clock[0].day or _day(found[0], is_american=clock[0].half)
        if day is not None and 1 < day.year < date.max.year:
            return StampLine(text[:start].strip(" ,:|–—-"), replace(clock[0], day=day))
    return None


def _starts(text: str) -> tuple[int, ...]:
    """Where in *text* a date may begin: at its start, or behind a name and at each of its words."""
    name = _NAME.match(text)
    if name is None or not text[0].isupper():
        return (0,)
    return (0, *(at + 1 for at in range(name.end()) if text[at].isspace() and not text[at + 1].isspace()))


def _date_at(text: str, start: int) -> tuple[date | tuple[int, int, int], int] | None:
    if found := any_date(text, start):
        return found.date, found.end
    if match := _SLASHED.match(text, start):
        return (int(match[1]), int(match[2]), int(match[3])), match.end()
    return None


def _day(found: date | tuple[int, int, int], *, is_american: bool) -> date | None:
    """The day of *found*; of three numbers, None where it is not certain which of them is the month."""
    if isinstance(found, date):
        return found
    first, second, year = found
    days = [day for month, number in ((first, second), (second, first)) if (day := _real(year, month, number))]
    if is_american and 1 <= first <= 12:
        return _real(year, first, second)
    return days[0] if len(set(days)) == 1 else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
