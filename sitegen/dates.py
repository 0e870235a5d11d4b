"""Dates as live blogs write them, with and without their year; and how dates and clocks are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from sitegen.patterns import Pattern
from sitegen.zones import BLANK


def grammar(pattern: str) -> Pattern:
    """A pattern in whose text "~" is a blank of any width and "$$" the end of a word in any script."""
    return Pattern(pattern.replace("~", BLANK).replace("$$", r"(?!(?u:\w))"), re.ASCII | re.IGNORECASE)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$$\.?"
)
_DAY_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = (
    r"(?:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)(?:\.?,?~{1,2}))?"
)
_YEAR = r"(?:,~{0,2}|~{1,2})(?P<year>[0-9]{4})$$"
_MONTH_DAYS = (f"{_WEEKDAY}{_MONTH}~{{0,2}}{_DAY_NUMBER}", f"{_WEEKDAY}{_DAY_NUMBER}~{{1,2}}{_MONTH}")
_DATES = (
    grammar(_WEEKDAY + r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?!-?[0-9]|(?!T[0-9])(?u:\w))"),
    *(grammar(month_day + _YEAR) for month_day in _MONTH_DAYS),
)
_YEARLESS = tuple(grammar(month_day + r"(?![:./-]?[0-9])$$") for month_day in _MONTH_DAYS)
# A number of eight digits is a date only where it can be one of a live blog: an archive's running numbers are not.
_IN_NAME = Pattern(r"(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text. *weekday* is what the text states (0 is Monday), right or wrong; *end* is where it ends."""

    date: date
    weekday: int | None
    end: int


def read_date(text: str, start: int = 0) -> DateFound | None:
    """The date with its year that stands in *text* at *start*; None if there is none or no calendar has it.

    ISO 8601 ("2017-11-03") and English with the month in letters ("Friday, Nov. 3, 2017"), never "3/11/2017".
    """
    for notation in _DATES:
        if match := notation.match(text, start):
            found = _date(int(match["year"]), _month_number(match["month"]), int(match["day"]))
            return DateFound(found, _weekday_number(match["weekday"]), match.end()) if found else None
    return None


def read_month_day(text: str, start: int = 0) -> tuple[int, int, int] | None:
    """Month, day and end of the date without a year ("Nov. 4", "4 November") that stands in *text* at *start*.

    It also reads those of a date that has a year: ask `read_date` first.
    """
    for notation in _YEARLESS:
        if match := notation.match(text, start):
            month, day = _month_number(match["month"]), int(match["day"])
            return (month, day, match.end()) if _date(2000, month, day) else None  # 2000 has a 29 February
    return None


def _month_number(word: str) -> int:
    if word[0].isdigit():
        return int(word)
    return next(number for number, name in enumerate(_MONTHS, 1) if name[:3].casefold() == word[:3].casefold())


def _weekday_number(word: str | None) -> int | None:
    return next(
        (number for number, name in enumerate(_WEEKDAYS) if word and name[:3].casefold() == word[:3].casefold()), None
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in_name(name: str) -> date | None:
    """The date in a file's *name* ("agency_2017-11-03_x", "20171103-x"); None if it has none, or two that differ."""
    found = {_date(int(match[1]), int(match[3]), int(match[4])) for match in _IN_NAME.finditer(name)} - {None}
    return found.pop() if len(found) == 1 else None


def long_date(day: date, lang: str) -> str:
    """*day* in words, "Friday 3 November 2017", where *lang* is English; else as ISO 8601, "2017-11-03"."""
    if lang.casefold().replace("_", "-").partition("-")[0] != "en":
        return day.isoformat()
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_text(moment: datetime | time, style: Literal["ap", "24h"]) -> str:
    """The clock of *moment* in the style of AP ("7:30 p.m.", "6 p.m.", "noon") or of 24 hours ("19:30").

    Seconds are written where they are not zero. `times.read_clock` reads it back.
    """
    seconds = f":{moment.second:02}" if moment.second else ""
    if style == "24h":
        return f"{moment.hour:02}:{moment.minute:02}{seconds}"
    minutes = f":{moment.minute:02}{seconds}" if moment.minute or seconds else ""
    if not minutes and moment.hour in (0, 12):
        return "noon" if moment.hour else "midnight"
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"
