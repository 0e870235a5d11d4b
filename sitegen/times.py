"""Clocks and dates as live blogs write them: the field's own closed grammar, which refuses what it does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from unicodedata import digit, normalize

from sitegen.zones import (
    BLANK,
    MIDNIGHT_FALL,
    ZONE_NOTES,
    ZONE_SHORT,
    ZONE_WORD,
    Repeated,
    Skipped,
    is_newest_first,
    load_zone,
    localize,
    place_in_days,
    utc_offset_text,
    zone_note,
    zone_of_word,
    zone_place,
)

# Whoever needs a time needs its zone: what zones.py knows is offered here too.
__all__ = [
    "MIDNIGHT_FALL",
    "ZONE_NOTES",
    "Clock",
    "DateFound",
    "Repeated",
    "Skipped",
    "clock_line",
    "clock_text",
    "date_in_name",
    "is_newest_first",
    "leading_clock",
    "load_zone",
    "localize",
    "long_date",
    "near_clock",
    "place_in_days",
    "read_clock",
    "read_date",
    "read_month_day",
    "utc_offset_text",
    "zone_note",
    "zone_of_word",
    "zone_place",
]

_LONGEST_LINE = 48  # "**[11: 06 a.m. Eastern Daylight Time update]**:" and nothing longer is a clock and only a clock


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it stands in a text.

    *zone* is the word written behind it ("PDT", "GMT", "local time"), or "". *half* says that it was written by the
    12-hour clock or as a word ("7:30 p.m.", "noon"), not by the 24-hour clock ("19:30").
    """

    time: time
    zone: str = ""
    half: bool = True


def _grammar(pattern: str) -> re.Pattern[str]:
    """Compile *pattern*, in which "~" is a blank of any width and "$$" the end of a word in any script."""
    return re.compile(pattern.replace("~", BLANK).replace("$$", r"(?!(?u:\w))"), re.ASCII | re.IGNORECASE)


_HALF = _grammar(r"([0-9]{1,2})(?:[:.]~?([0-9]{2})(?::([0-9]{2}))?)?~{0,2}([ap])\.?~?m(?:~?\.)?$$")  # 7:30 p.m.
_NAMED = _grammar(r"(?:12(?::00)?~)?(noon|midnight)$$")
_FULL = (
    _grammar(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:~{0,2}Uhr)?(?![:.,]?[0-9])$$"),  # 19:30, 19:30:05, 19:30 Uhr
    _grammar(r"([0-9]{1,2})(?:\.([0-9]{2}))?()~{0,2}Uhr$$"),  # 11.04 Uhr, 11 Uhr
    _grammar(r"([0-9]{1,2})~?h~?([0-9]{2})()$$"),  # 21h56
    _grammar(rf"([0-9]{{1,2}})\.([0-9]{{2}})()(?=~{{1,2}}{ZONE_SHORT})"),  # 17.25 GMT
    _grammar(rf"([0-9]{{2}})([0-9]{{2}})()(?=~{{1,2}}{ZONE_SHORT})"),  # 0717 GMT: four digits alone are a year
)
_ZONE = _grammar(rf"~{{1,2}}({ZONE_WORD})")

_OPENING = re.compile(r"(?:\*\*)?\[?")
_CLOSING = {"": "", "[": r"~{0,3}\]", "**": r"~{0,3}\*\*", "**[": r"~{0,3}\]~{0,3}\*\*"}
_LINE_END = {opening: _grammar(rf"(?:~{{1,2}}update)?~?[:.]?{closing}[:.]?\Z") for opening, closing in _CLOSING.items()}
_SEPARATOR = r"(?:~{0,3}([—–])~{0,3}|~{1,3}(-{1,2})~{1,3}|~?:~{1,3}|~{1,3}\|~{1,3})"
_TEXT_START = {
    opening: _grammar(rf"(?:~{{1,2}}update)?[:.]?{closing}(?![(\[])(?:{_SEPARATOR}|~{{0,3}})(?=\S)")
    if closing
    else _grammar(rf"(?:~{{1,2}}update)?{_SEPARATOR}(?=\S)")
    for opening, closing in _CLOSING.items()
}


def read_clock(text: str, start: int = 0) -> tuple[Clock, int] | None:
    """The clock that stands in *text* at *start*, and where it ends; None if there is none.

    Noon is 12:00, "12 a.m." and midnight are 00:00, of whichever day. The word for a zone is part of the clock.

    >>> read_clock("at 7:30 p.m. PDT", 3)
    (Clock(time=datetime.time(19, 30), zone='PDT', half=True), 16)
    """
    found = _read_time(text, start)
    if found is None:
        return None
    clock, half, end = found
    zone = _ZONE.match(text, end)
    return (Clock(clock, zone[1], half), zone.end()) if zone else (Clock(clock, "", half), end)


def _read_time(text: str, start: int) -> tuple[time, bool, int] | None:
    if match := _HALF.match(text, start):
        hour = int(match[1])
        if not 1 <= hour <= 12:
            return None
        clock = _time(hour % 12 + (12 if match[4] in "pP" else 0), match[2], match[3])
        return (clock, True, match.end()) if clock else None
    if match := _NAMED.match(text, start):
        return time(12 if match[1].casefold() == "noon" else 0), True, match.end()
    for notation in _FULL:
        if match := notation.match(text, start):
            clock = _time(int(match[1]), match[2], match[3])
            return (clock, False, match.end()) if clock else None
    return None


def _time(hour: int, minute: str | None, second: str | None) -> time | None:
    minutes, seconds = int(minute or 0), int(second or 0)
    return time(hour, minutes, seconds) if hour < 24 and minutes < 60 and seconds < 60 else None


def clock_line(line: str) -> Clock | None:
    """The clock that *line* is, if it is nothing else ("7:30 p.m.", "Noon.", "2 p.m. update", "**[8:15]**").

    >>> clock_line("10 a.m. briefing postponed") is None
    True
    """
    text = line.strip()
    if len(text) > _LONGEST_LINE:
        return None
    opening = _opening(text, 0)
    found = read_clock(text, len(opening))
    return found[0] if found and _LINE_END[opening].match(text, found[1]) else None


def leading_clock(line: str) -> tuple[Clock, int] | None:
    """The clock that opens *line* and where the text after its separator starts; None without clock, separator or text.

    Separators are a colon with a blank, a dash, a bar, and the end of brackets or of bold letters around the clock. An
    en dash or a hyphen before a second clock makes a span of time ("10:00 – 11:30 Doors"), which opens no update.

    >>> leading_clock("7:30 p.m. — The gates open.")
    (Clock(time=datetime.time(19, 30), zone='', half=True), 12)
    """
    start = len(line) - len(line.lstrip())
    opening = _opening(line, start)
    found = read_clock(line, start + len(opening))
    separator = _TEXT_START[opening].match(line, found[1]) if found else None
    if found is None or separator is None:
        return None
    is_span = (separator[1] == "–" or separator[2]) and line[separator.end()] in "0123456789"
    if is_span and read_clock(line, separator.end()):
        return None
    return found[0], separator.end()


def _opening(text: str, start: int) -> str:
    match = _OPENING.match(text, start)
    return match[0] if match else ""


_TYPED = r"(?:[0-9]|[OlI](?=[0-9:]))[0-9OlI]{0,2}[^0-9\s]{0,2}~?[0-9OlI]{0,3}(?:[:.][0-9]{1,3})?"
_NEAR = _grammar(
    rf"(?:{_TYPED}~{{0,2}}(?:[ap][.,;]?~?m|[ap][.,]~?n)~?[.,;:]{{0,2}}"  # 9L15 p.m., 730 p.m., 13:45 p.m., 7:30 p.n.
    r"|(?:[0-9]{1,3}[:;][0-9]{2,3}|[0-9]{2}[:;][0-9])(?::[0-9]{1,2})?(?:~?[a-z]{1,2}\.?)?)"  # 25:70, 7;30, 7:30 p
    rf"(?:~{{1,2}}(?:update|{ZONE_WORD}))?~?[.:]?"
)
_LOOKALIKES = str.maketrans("аАрРмМαΑρΡΜ∶ː꞉׃·", "aApPmMaApPM::::.")  # Cyrillic, Greek, and signs that pass for : and .


def near_clock(line: str) -> bool:
    """Whether *line* looks like a clock line and is none ("9L15 p.m.", "25:70"): it is to be reported, not read."""
    text = line.strip()
    if not text or len(text) > _LONGEST_LINE or clock_line(text):
        return False
    plain = normalize("NFKC", text).translate(_LOOKALIKES)
    plain = "".join(str(digit(char)) if char.isdigit() else char for char in plain).strip(" *[]()-—–,;")
    return clock_line(plain) is not None or _NEAR.fullmatch(plain) is not None


def clock_text(moment: datetime | time, style: Literal["ap", "24h"]) -> str:
    """The clock of *moment* in the style of AP ("7:30 p.m.", "6 p.m.", "noon") or of 24 hours ("19:30").

    Seconds are written where they are not zero. `read_clock` reads it back.
    """
    seconds = f":{moment.second:02}" if moment.second else ""
    if style == "24h":
        return f"{moment.hour:02}:{moment.minute:02}{seconds}"
    minutes = f":{moment.minute:02}{seconds}" if moment.minute or seconds else ""
    if not minutes and moment.hour in (0, 12):
        return "noon" if moment.hour else "midnight"
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


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
    _grammar(_WEEKDAY + r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?!-?[0-9]|(?!T[0-9])(?u:\w))"),
    *(_grammar(month_day + _YEAR) for month_day in _MONTH_DAYS),
)
_YEARLESS = tuple(_grammar(month_day + r"(?![:./-]?[0-9])$$") for month_day in _MONTH_DAYS)
# A number of eight digits is a date only where it can be one of a live blog: an archive's running numbers are not.
_IN_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")


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
    if word[0] in "01":
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
