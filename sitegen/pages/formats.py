"""How times, dates and numbers read on a page: the pure functions behind the filters of layouts."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo
from functools import lru_cache

from sitegen.config import ClockStyle
from sitegen.times import clock_text
from sitegen.words import counted
from sitegen.zones import utc_offset_text

__all__ = [
    "clock",
    "counted",
    "iso",
    "offset",
    "shortened",
    "utc_clock",
]


def clock(moment: datetime, style: ClockStyle) -> str:
    """The local clock of *moment*, "7:30 p.m." or "19:30".

    >>> clock(datetime.fromisoformat("2017-11-03T19:30:00+02:00"), ClockStyle.AP)
    '7:30 p.m.'
    """
    return _clock(moment.hour, moment.minute, moment.second, style)


@lru_cache(maxsize=4096)  # there are 1,440 clocks, and a page prints dozens
def _clock(hour: int, minute: int, second: int, style: ClockStyle) -> str:
    return clock_text(time(hour, minute, second), "ap" if style is ClockStyle.AP else "24h")


def iso(moment: datetime) -> str:
    """*moment* for the attribute ``datetime`` (HTML §4.5.14): whole seconds and the offset that was in force.

    >>> iso(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    '2017-11-03T19:30:00+02:00'
    """
    return moment.isoformat(timespec="seconds")


def utc_clock(moment: datetime) -> str:
    """The clock of *moment* in UTC alone, for where its date in UTC is said.

    >>> utc_clock(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    '17:30'
    """
    there = moment.replace(year=2000, month=1, day=2).astimezone(UTC)  # the first year and the last have no day beside
    return clock_text(there, "24h")


def offset(moment: datetime) -> str:
    """How far the clock of *moment* is from UTC.

    >>> offset(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    'UTC+2'
    """
    return _offset(moment.tzinfo)


@lru_cache(maxsize=256)  # times have fixed offsets, of which there are few
def _offset(zone: tzinfo | None) -> str:
    return utc_offset_text(datetime(2000, 1, 1, tzinfo=zone))


def shortened(text: str, characters: int) -> str:
    """*text*, cut after a word to about *characters* where it is longer.

    >>> shortened("The bridge, closed since dawn, is open.", 15), shortened("It is open.", 15)
    ('The bridge…', 'It is open.')
    """
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"
