"""Clocks that say neither a.m. nor p.m. ("12:25"), and which of their readings fits between others."""

from __future__ import annotations

from datetime import time

from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line

_BARE_CLOCK = Pattern(r"[0-9]{1,2}:[0-9]{2}[.:]?")
_MINUTES_A_DAY = 24 * 60


def is_bare_clock(line: str) -> bool:
    """Whether *line* is a clock that says neither a.m. nor p.m. nor anything else: ``12:25``."""
    return _BARE_CLOCK.fullmatch(line.strip()) is not None and clock_line(line) is not None


def says_again(line: str, above: Clock | None) -> bool:
    """Whether *line* is the bare clock of *above* ("11:08" below "11.08am BST"): some pages have each time twice."""
    clock = clock_line(line) if above is not None and is_bare_clock(line) else None
    return clock is not None and above is not None and above.time in readings(clock.time)


def readings(clock: time) -> list[time]:
    """The times that *clock*, written without a.m. or p.m., may mean: two from 1:00 to 12:59, one outside of them."""
    if not 1 <= clock.hour <= 12:
        return [clock]
    return [clock.replace(hour=clock.hour % 12), clock.replace(hour=clock.hour % 12 + 12)]


def fits(reading: time, earlier: time | None, later: time | None) -> bool:
    """Whether *reading* lies on the clock's way from *earlier* to *later*; where one is missing, within half a day."""
    if earlier is not None and later is not None:
        return _minutes(earlier, reading) <= _minutes(earlier, later)
    if earlier is not None:
        return _minutes(earlier, reading) < _MINUTES_A_DAY // 2
    return later is not None and _minutes(reading, later) < _MINUTES_A_DAY // 2


def _minutes(start: time, end: time) -> int:
    """How many minutes the clock goes from *start* to the next *end*."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % _MINUTES_A_DAY
