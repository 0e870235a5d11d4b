"""How times, dates and numbers read on a page: the pure functions behind the filters of layouts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from sitegen.config import ClockStyle
from sitegen.times import clock_text
from sitegen.times import long_date as _long_date
from sitegen.zones import utc_offset_text

__all__ = [
    "clock",
    "counted",
    "duration",
    "iso",
    "long_date",
    "month_name",
    "offset",
    "short_date",
    "shortened",
    "utc",
    "utc_clock",
]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_INTERFACE = "en"  # what pages say beside the content; what is not translated is not written half in another language
_ABBREVIATED = 3  # letters of a month in a short date, without a full stop


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


def utc(moment: datetime) -> str:
    """The clock of *moment* in UTC, "17:30 UTC"; where UTC has another date, this is said.

    >>> utc(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    '17:30 UTC'
    >>> utc(datetime.fromisoformat("2017-11-03T22:00:00-05:00"))
    '03:00 UTC the next day'
    """
    return _utc(moment.hour, moment.minute, moment.second, moment.utcoffset() or timedelta())


@lru_cache(maxsize=4096)
def _utc(hour: int, minute: int, second: int, offset: timedelta) -> str:
    here = datetime(2000, 1, 2, hour, minute, second)
    there = here - offset
    day = "" if there.date() == here.date() else " the next day" if there.date() > here.date() else " the day before"
    return f"{clock_text(there, '24h')} UTC{day}"


def utc_clock(moment: datetime) -> str:
    """The clock of *moment* in UTC alone, for where its date in UTC is said.

    >>> utc_clock(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    '17:30'
    """
    return _utc(moment.hour, moment.minute, moment.second, moment.utcoffset() or timedelta()).partition(" ")[0]


def offset(moment: datetime) -> str:
    """How far the clock of *moment* is from UTC.

    >>> offset(datetime.fromisoformat("2017-11-03T19:30:00+02:00"))
    'UTC+2'
    """
    return _offset(moment.tzinfo)


@lru_cache(maxsize=256)  # times have fixed offsets, of which there are few
def _offset(zone: tzinfo | None) -> str:
    return utc_offset_text(datetime(2000, 1, 1, tzinfo=zone))


@lru_cache(maxsize=1024)
def long_date(day: date, language: str) -> str:
    """*day* in full, in the interface's English for every *language* so far.

    >>> long_date(date(2017, 11, 3), "de")
    'Friday 3 November 2017'
    """
    return _long_date(day, _INTERFACE)


def short_date(day: date, language: str) -> str:
    """*day* where there is little room, in the interface's English for every *language* so far.

    >>> short_date(date(2017, 11, 3), "de")
    '3 Nov 2017'
    """
    return f"{day.day} {_MONTHS[day.month - 1][:_ABBREVIATED]} {day.year}"


def month_name(number: int, language: str) -> str:
    """The name of month *number* (1 to 12), in the interface's English for every *language* so far.

    >>> month_name(11, "en"), month_name(3, "fr")
    ('November', 'March')
    """
    return _MONTHS[number - 1]


def duration(seconds: int) -> str:
    """A length of time in its two largest units, cut to whole minutes.

    >>> duration(6300), duration(7200), duration(59), duration(180_000)
    ('1 h 45 min', '2 h', '0 min', '2 days 2 h')
    """
    minutes = seconds // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        parts = (counted(days, "day"), _unit(hours % 24, "h"))
    elif hours:
        parts = (_unit(hours, "h"), _unit(minutes % 60, "min"))
    else:
        parts = (f"{minutes} min", "")
    return " ".join(filter(None, parts))


def counted(number: int, noun: str) -> str:
    """*number*, its thousands parted by commas, and *noun*, with an "s" unless there is one.

    >>> counted(1, "update"), counted(0, "update"), counted(1180, "word")
    ('1 update', '0 updates', '1,180 words')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, characters: int) -> str:
    """*text*, cut after a word to about *characters* where it is longer.

    >>> shortened("The bridge, closed since dawn, is open.", 15), shortened("It is open.", 15)
    ('The bridge…', 'It is open.')
    """
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def _unit(number: int, unit: str) -> str:
    """*number* and *unit*, or "" for none."""
    return f"{number} {unit}" if number else ""
