"""Clocks with a date and an offset as programs write them (``2021-11-07T05:30:00Z``), and dates like ``7.11.2021``."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from sitegen.dates import DateFound, grammar, read_date
from sitegen.patterns import Pattern
from sitegen.times import Clock

_CLOCK = grammar(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?~?(?:Z$$|([+-])([0-9]{2}):?([0-9]{2})(?!:?[0-9]))"
)
# The months of the languages that live blogs are written in, by their first letters without accents.
_MONTHS = (
    r"jan|gen|ene", r"f[eé]v|feb", r"mar|m[aä]r|maa", r"apr|avr|abr", r"may|mai|mei|mag", r"jun|juin|giu",
    r"jul|juil|lug", r"aug|ao[uû]|ago", r"sep|set", r"o[ck]t|out|ott", r"nov", r"dec|dez|dic|d[ée]c",
)  # fmt: skip
_IN_WORDS = Pattern(
    rf"(?<!\w)([0-9]{{1,2}})(?:\.|er|º)?\s(?:de\s)?({'|'.join(_MONTHS)})[^\W\d_]{{0,7}}\.?,?\s(?:del?\s|do\s)?([0-9]{{4}})(?!\d)",
    re.IGNORECASE,
)
_DOTTED = grammar(r"(?:am~)?([0-9]{1,2})\.~?([0-9]{1,2})\.~?([0-9]{4})(?![0-9])")
_WORD = Pattern(r"(?<![\w.])\w")


def iso_clock(text: str, start: int, day: str) -> tuple[Clock, int] | None:
    """A clock as programs write it, with its offset, in UTC: ``12:04Z``, and after a date also ``12:04:00+02:00``."""
    match = _CLOCK.match(text, start)
    if match is None or (match[4] and not day):
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    shift = timedelta(hours=int(match[5] or 0), minutes=int(match[6] or 0)) * (-1 if match[4] == "-" else 1)
    found = any_date(day)
    stated = found.date if found and 1 < found.date.year < date.max.year else None
    moment = datetime.combine(stated or date(2000, 1, 1), time(hour, minute, second)) - shift
    return Clock(moment.time(), "UTC", False, moment.date() if stated else None), match.end()


def any_date(text: str, start: int = 0) -> DateFound | None:
    """As `read_date`, also of ``7.11.2021``: where dots stand between the numbers, the day comes first."""
    if found := read_date(text, start):
        return found
    match = _DOTTED.match(text, start)
    if match is None:
        return None
    day = _real(int(match[3]), int(match[2]), int(match[1]))
    return DateFound(day, None, match.end()) if day else None


def days_within(text: str) -> set[date]:
    """The dates with a year that stand anywhere in *text*, also with the months of other languages ("5. Oktober 2017")."""
    starts = [match.start() for match in _WORD.finditer(text)]
    found = {day.date for start in starts if (day := any_date(text, start))}
    for match in _IN_WORDS.finditer(text):
        month = next(number for number, names in enumerate(_MONTHS, 1) if re.match(names, match[2], re.IGNORECASE))
        if named := _real(int(match[3]), month, int(match[1])):
            found.add(named)
    return found


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
