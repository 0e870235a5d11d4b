"""Clocks as live blogs write them, with the dates of dates.py: a closed grammar, which refuses what it does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from unicodedata import digit, normalize

from sitegen.dates import DateFound, clock_text, date_in_name, grammar, long_date, read_date, read_month_day
from sitegen.zones import (
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
    "loose_clock",
    "near_clock",
    "place_in_days",
    "read_clock",
    "read_date",
    "read_month_day",
    "read_whole",
    "stray_clock",
    "utc_offset_text",
    "zone_note",
    "zone_of_word",
    "zone_place",
]

_LONGEST_LINE = 64  # "11:06 a.m. Eastern Daylight Time, Wednesday, September 30, 2020": nothing longer is only a clock


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it stands in a text.

    *zone* is the word written behind it ("PDT", "GMT", "local time"), or "". *half* says that it was written by the
    12-hour clock or as a word ("7:30 p.m.", "noon"), not by the 24-hour clock ("19:30"). *day* is the date that is
    written behind it, if one is.
    """

    time: time
    zone: str = ""
    half: bool = True
    day: date | None = None


_HALF = grammar(r"([0-9]{1,2})(?:[:.]~?([0-9]{2})(?::([0-9]{2}))?)?~{0,2}([ap])\.?~?m(?:~?\.)?$$")  # 7:30 p.m.
_NAMED = grammar(r"(?:12(?::00)?~)?(noon|midnight)$$")
_FULL = (
    # 19:30, 19:30:05, 19:30 Uhr, 19:30 h
    grammar(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:~{0,2}(?:Uhr|horas|heures|uur|hrs?|hs?)$$)?(?![:.,]?[0-9])$$"),
    grammar(r"([0-9]{1,2})(?:\.([0-9]{2}))?()~{0,2}Uhr$$"),  # 11.04 Uhr, 11 Uhr
    grammar(r"([0-9]{1,2})\.([0-9]{2})()~{0,2}(?:horas|heures|uur|hrs?|hs?)$$"),  # 11.04 horas, 11.04 h
    grammar(r"([0-9]{1,2})~?h~?([0-9]{2})()$$"),  # 21h56
    grammar(rf"([0-9]{{1,2}})\.([0-9]{{2}})()(?=~{{1,2}}{ZONE_SHORT})"),  # 17.25 GMT
    grammar(rf"([0-9]{{2}})([0-9]{{2}})()(?=~{{1,2}}{ZONE_SHORT})"),  # 0717 GMT: four digits alone are a year
)
_HOUR = grammar(r"([0-9]{1,2})~?h(?!~?[0-9])$$")  # 21h: how long ago, but where it opens a line among other clocks
_ZONE = grammar(rf"~{{1,2}}({ZONE_WORD})")

_OPENING = grammar(r"(?P<mark>\#{1,6}~{1,2}|\+{3}~{1,2})?(?:update:?~{1,2})?(?P<frame>(?:\*\*)?\[?)")
_WEEKDAY_WORD = grammar(r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?$$\.?")
_BULLET = grammar(r"(?:[-–—•*])~{1,2}")
_TICKER_END = grammar(r"~{0,3}\+{3}\Z")
_OFFSET = grammar(r"~{1,2}(?:UTC|GMT)~?([+−-])~?(1[0-4]|0?[0-9])(?::?([0-5][0-9]))?(?![:.]?[0-9])$$")  # UTC+2, GMT-3:30
_BRACKET = grammar(r"~{1,2}\((?=[0-9])")
_COMMA = grammar(r",?~{1,2}")
_CLOSING = {"": "", "[": r"~{0,3}\]", "**": r"~{0,3}\*\*", "**[": r"~{0,3}\]~{0,3}\*\*"}
_RULE = r"(?:~{0,3}(?:_{2,}|[—–-]{2,})\.?)?"  # a separator that has slipped onto the clock's line
_LINE_END = {
    opening: grammar(rf"(?:~{{1,2}}update)?~?[:.]?{closing}[:.]?{_RULE}\Z") for opening, closing in _CLOSING.items()
}
_SEPARATOR = r"(?:~{0,3}([—–])~{0,3}|~{1,3}(-{1,2})~{1,3}|~?:~{1,3}|~{1,3}\|~{1,3})"
_TEXT_START = {
    opening: grammar(rf"(?:~{{1,2}}update)?[:.]?{closing}(?![(\[])(?:{_SEPARATOR}|~{{0,3}})(?=\S)")
    if closing
    else grammar(rf"(?:~{{1,2}}update)?{_SEPARATOR}(?=\S)")
    for opening, closing in _CLOSING.items()
}
_TICKER_START = grammar(rf"(?:{_SEPARATOR}|~{{1,3}})(?=\S)")
_LOOSE = grammar(
    r"(?:[0-9]{1,2}:[0-9]{2}~?[ap]m(?:\.~{1,3}|~{2,3})"  # 2:31 pm. text, 9:56AM  text
    rf"|[0-9]{{1,2}}:[0-9]{{2}}(?:~{{1,2}}{ZONE_SHORT})?~{{1,3}})"  # 10:40 text
    r"(?=[\"'“‘„«]?(?u:[^\W\d_]{2}))"
)


def read_clock(text: str, start: int = 0) -> tuple[Clock, int] | None:
    """The clock that stands in *text* at *start*, and where it ends; None if there is none.

    Noon is 12:00, "12 a.m." and midnight are 00:00, of whichever day. The word for a zone is part of the clock.

    >>> read_clock("at 7:30 p.m. PDT", 3)
    (Clock(time=datetime.time(19, 30), zone='PDT', half=True, day=None), 16)
    """
    found = _read_time(text, start)
    return _with_zone(text, found) if found else None


def _with_zone(text: str, found: tuple[time, bool, int]) -> tuple[Clock, int]:
    clock, half, end = found
    zone = _ZONE.match(text, end)
    return (Clock(clock, zone[1], half), zone.end()) if zone else (Clock(clock, "", half), end)


def _read_time(text: str, start: int) -> tuple[time, bool, int] | None:
    if start >= len(text) or text[start] not in "0123456789nNmM":  # nearly every line: the patterns take long
        return None
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


def _read_hour(text: str, start: int) -> tuple[time, bool, int] | None:
    match = _HOUR.match(text, start)
    clock = _time(int(match[1]), None, None) if match else None
    return (clock, False, match.end()) if clock and match else None


def _time(hour: int, minute: str | None, second: str | None) -> time | None:
    minutes, seconds = int(minute or 0), int(second or 0)
    return time(hour, minutes, seconds) if hour < 24 and minutes < 60 and seconds < 60 else None


def read_whole(text: str, start: int = 0) -> tuple[Clock, int] | None:
    """As `read_clock`, with an offset ("8 p.m. UTC+2" is given in UTC), another zone's clock in brackets, a date.

    It reads also the whole hours of France ("21h"), which stand for a time only where a line opens with them.
    """
    if (bare := _read_time(text, start) or _read_hour(text, start)) is None:
        return None
    clock, end = _with_zone(text, bare)
    shift = timedelta()
    if match := _OFFSET.match(text, bare[2]):
        shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        shift, end = (shift if match[1] == "+" else -shift), match.end()
        clock = replace(clock, zone="UTC")
    if (bracket := _BRACKET.match(text, end)) and (other := read_clock(text, bracket.end())):
        end = other[1] + 1 if text.startswith(")", other[1]) else end
    comma = _COMMA.match(text, end)
    if comma and (day := read_date(text, comma.end())) and 1 < day.date.year < date.max.year:
        clock, end = replace(clock, day=day.date), day.end
    return (_shifted(clock, shift) if shift else clock), end


def _shifted(clock: Clock, shift: timedelta) -> Clock:
    """*clock*, *shift* ahead of UTC, in UTC; its day is the one that UTC had."""
    moment = datetime.combine(clock.day or date(2000, 1, 1), clock.time) - shift
    return replace(clock, time=moment.time(), day=clock.day and moment.date())


def clock_line(line: str) -> Clock | None:
    """The clock that *line* is, if it is nothing else ("7:30 p.m.", "Noon.", "2 p.m. update", "**[8:15]**").

    >>> clock_line("10 a.m. briefing postponed") is None
    True
    """
    text = line.strip()
    if len(text) > _LONGEST_LINE:
        return None
    opening = _opening(text, 0)
    text = _without_ticker(text, opening)
    found = read_whole(text, opening.end())
    return found[0] if found and _LINE_END[opening["frame"]].match(text, found[1]) else None


def leading_clock(line: str) -> tuple[Clock, int] | None:
    """The clock that opens *line* and where the text after its separator starts; None without clock, separator or text.

    Separators are a colon with a blank, a dash, a bar, and the end of brackets or of bold letters around the clock. An
    en dash or a hyphen before a second clock makes a span of time ("10:00 – 11:30 Doors"), which opens no update.

    >>> leading_clock("7:30 p.m. — The gates open.")
    (Clock(time=datetime.time(19, 30), zone='', half=True, day=None), 12)
    """
    start = len(line) - len(line.lstrip())
    start = bullet.end() if (bullet := _BULLET.match(line, start)) else start
    opening = _opening(line, start)
    text = _without_ticker(line.rstrip(), opening)
    found = read_whole(text, opening.end())
    starts = _TICKER_START if (opening["mark"] or "").startswith("+") else _TEXT_START[opening["frame"]]
    separator = starts.match(text, found[1]) if found else None
    if found is None or separator is None:
        return loose_clock(line)
    is_span = (separator[1] == "–" or separator[2]) and text[separator.end()] in "0123456789"
    if (is_span and read_whole(text, separator.end())) or clock_line(line):
        return None
    return found[0], separator.end()


def loose_clock(line: str) -> tuple[Clock, int] | None:
    """As `leading_clock`, of a clock that no separator divides from its text, in a notation that no sentence begins with.

    One such line may be anything; a file in which many begin so is a live blog.

    >>> loose_clock("10:40 The gates open.")
    (Clock(time=datetime.time(10, 40), zone='', half=False, day=None), 6)
    """
    text = _LOOSE.match(line, start := len(line) - len(line.lstrip()))
    found = read_whole(line, start) if text else None
    if found is None or text is None or found[1] > text.end() or clock_line(line) or near_clock(line):
        return None
    return found[0], text.end()


def stray_clock(line: str) -> int:
    """Where the clock ends that opens *line* and that nothing here reads ("8:30 p.m. Friday"); 0 for any other line.

    A line that is long is a sentence, and so is one that goes on in small letters ("10 a.m. briefing postponed"), also
    behind a day ("6 p.m. Friday was the deadline"). A line with the mark of a heading may be long.
    """
    start = len(line) - len(line.lstrip())
    bullet = _BULLET.match(line, start)
    opening = _opening(line, bullet.end() if bullet else start)
    if (len(line.strip()) > _LONGEST_LINE and not opening["mark"]) or clock_line(line) or leading_clock(line):
        return 0
    found = read_whole(line, _behind_day(line, opening.end()))
    rest = line[found[1] :].lstrip(" ,;") if found else ""
    rest = rest[_behind_day(rest, 0) :].lstrip(" ,;")
    goes_on = rest[:1].islower() and not rest.startswith("update")
    return found[1] if found and not goes_on else 0


def _behind_day(text: str, start: int) -> int:
    """Where *text* goes on behind the date or the day of the week that stands at *start*; *start* if none does."""
    found, month_day, weekday = read_date(text, start), read_month_day(text, start), _WEEKDAY_WORD.match(text, start)
    end = found.end if found else month_day[2] if month_day else weekday.end() if weekday else start
    return comma.end() if end > start and (comma := _COMMA.match(text, end)) else end


def _opening(text: str, start: int) -> re.Match[str]:
    match = _OPENING.match(text, start)
    assert match is not None, "each part of it may be missing"
    return match


def _without_ticker(text: str, opening: re.Match[str]) -> str:
    """*text* without the pluses at its end, where *opening* has those of its beginning."""
    return _TICKER_END.sub("", text) if (opening["mark"] or "").startswith("+") else text


_TYPED = r"(?:[0-9]|[OlI](?=[0-9:]))[0-9OlI]{0,2}[^0-9\s]{0,2}~?[0-9OlI]{0,3}(?:[:.][0-9]{1,3})?"
_NEAR = grammar(
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
    plain = "".join(str(digit(char)) if char.isdigit() else char for char in plain).strip(" *[]()-—–,;#+")
    return clock_line(plain) is not None or _NEAR.fullmatch(plain) is not None
