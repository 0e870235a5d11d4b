"""Clocks that say neither a.m. nor p.m. ("12:25"), and which of their readings fits between others."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from datetime import time
from itertools import pairwise

from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, is_newest_first

_BARE_CLOCK = Pattern(r"[0-9]{1,2}:[0-9]{2}[.:]?")
_AROUND = " \t\u00a0*_`~#[]()+|•:.,–—-"  # what may stand around a clock that opens a line
_MINUTES_A_DAY = 24 * 60

Timed = tuple[int, time]
"""The number of a line or paragraph, and its clock."""


def is_bare_clock(line: str) -> bool:
    """Whether *line* is a clock that says neither a.m. nor p.m. nor anything else: ``12:25``."""
    return _BARE_CLOCK.fullmatch(line.strip()) is not None and clock_line(line) is not None


def is_bare_opening(heading: str) -> bool:
    """Whether *heading*, which opens a line of text, is a clock that says neither a.m. nor p.m.: ``- **12:25** —``."""
    return _BARE_CLOCK.fullmatch(heading.strip(_AROUND)) is not None


def is_open(heading: str, clock: Clock) -> bool:
    """Whether *clock*, which *heading* says before its text, may be in either half of the day."""
    return 1 <= clock.time.hour <= 12 and is_bare_opening(heading)


def says_again(line: str, above: Clock | None) -> bool:
    """Whether *line* is the bare clock of *above* ("11:08" below "11.08am BST"): some pages have each time twice."""
    clock = clock_line(line) if above is not None and is_bare_clock(line) else None
    return clock is not None and above is not None and above.time in readings(clock.time)


def readings(clock: time) -> list[time]:
    """The times that *clock*, written without a.m. or p.m., may mean: two from 1:00 to 12:59, one outside of them."""
    if not 1 <= clock.hour <= 12:
        return [clock]
    return [clock.replace(hour=clock.hour % 12), clock.replace(hour=clock.hour % 12 + 12)]


def fitting_readings(bare: Sequence[Timed], sure: Sequence[Timed]) -> list[list[time]]:
    """For each of *bare* those of its readings that fit between its neighbours among *sure* and those just read."""
    places = [place for place, _ in sure]
    newest_first = _are_newest_first(bare, sure)
    read: list[Timed] = []
    found = []
    for place, clock in bare:
        at = bisect(places, place)
        before = max([*sure[at - 1 : at], *read[-1:]], default=None)
        times = (before[1] if before else None, sure[at][1] if at < len(sure) else None)
        found.append(
            [reading for reading in readings(clock) if fits(reading, *(times[::-1] if newest_first else times))]
        )
        read += [(place, found[-1][0])] if len(found[-1]) == 1 else []
    return found


def _are_newest_first(bare: Sequence[Timed], sure: Sequence[Timed]) -> bool:
    """Whether *sure* go back in time; where they do not say it, whether all do, as the hands of a clock show them."""
    clocks = [clock for _, clock in sure]
    if not (is_newest_first(clocks) and is_newest_first(clocks[::-1])):  # no tie
        return is_newest_first(clocks)
    return _hands_go_back([clock for _, clock in sorted([*bare, *sure])])


def _hands_go_back(clocks: Sequence[time]) -> bool:
    """Whether *clocks*, as the hands of a clock show them, go back in time; True for a tie."""
    half = _MINUTES_A_DAY // 2
    steps = [_minutes(before, after) % half for before, after in pairwise(clocks)]
    return sum(step > half // 2 for step in steps) >= sum(0 < step <= half // 2 for step in steps)


def fits(reading: time, earlier: time | None, later: time | None) -> bool:
    """Whether *reading* lies on the clock's way from *earlier* to *later*; where one is missing, within half a day."""
    if earlier is not None and later is not None:
        return _minutes(earlier, reading) <= _minutes(earlier, later)
    if earlier is not None:
        return _minutes(earlier, reading) < _MINUTES_A_DAY // 2
    return later is not None and _minutes(reading, later) < _MINUTES_A_DAY // 2


def leaps(headings: Sequence[str], clocks: Sequence[Clock]) -> list[int]:
    """The numbers of those of *headings* that seem to be of the day after, where none says a.m. or p.m.

    Where none is after 12:59, and none is written "01:05", they may be by the 12-hour clock: 1:05 after 12:30.
    """
    if not all(map(is_bare_opening, headings)) or not all(1 <= clock.time.hour <= 12 for clock in clocks):
        return []
    if any(heading.strip(_AROUND).startswith("0") for heading in headings):
        return []
    times = [clock.time for clock in clocks]
    step = -1 if _hands_go_back(times) else 1
    numbers = range(len(times))[::step]
    return [
        after
        for before, after in pairwise(numbers)
        if _minutes(time(), times[before]) - _minutes(time(), times[after]) >= _MINUTES_A_DAY // 4
    ]


def _minutes(start: time, end: time) -> int:
    """How many minutes the clock goes from *start* to the next *end*."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % _MINUTES_A_DAY
