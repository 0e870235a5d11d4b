"""What a clock on a wall means: the words for its zone, the instant that it showed, the day that it belongs to."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

import tzdata

from sitegen.patterns import Pattern

# All zones come from the tzdata package: a system's own zone files may be older or newer than the next machine's, and
# the same archive must read the same everywhere. Its folder is named, since zoneinfo takes milliseconds to look for it.
_TZDATA = Path(tzdata.__file__).resolve().parent
zoneinfo.reset_tzpath((_TZDATA / "zoneinfo",))

BLANK = "[ \t\u00a0\u2009\u202f]"
"""A blank within a line, as a regular expression: seeds put no-break and thin blanks between a clock and its zone."""

_AMERICAN = {
    "Eastern": "America/New_York",
    "Central": "America/Chicago",
    "Mountain": "America/Denver",
    "Pacific": "America/Los_Angeles",
    "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu",
}

# Words that people write for one zone and that name two or more. IST: India, Ireland, Israel. AST: Atlantic, Arabia.
# MST: Arizona the whole year, or Mountain time in winter (in summer they differ). AEST: Queensland the whole year, or
# Sydney in winter; ACST alike. EET, EEST: from Finland to Egypt, and not all of them put their clocks forward.
_AMBIGUOUS = ("ACST", "AEST", "AST", "EEST", "EET", "IST", "MST", "Mountain Standard", "Mountain Standard Time")

ZONE_NOTES: dict[str, str] = {
    **{word + tail: zone for word, zone in _AMERICAN.items() for tail in ("", " Time", " Daylight", " Daylight Time")},
    **{word + tail: zone for word, zone in _AMERICAN.items() for tail in (" Standard", " Standard Time")},
    # "EST" in July is a slip of the pen for the clock that everyone there reads: the abbreviation names the place.
    **dict.fromkeys(("ET", "EST", "EDT"), _AMERICAN["Eastern"]),
    **dict.fromkeys(("CT", "CST", "CDT"), _AMERICAN["Central"]),
    **dict.fromkeys(("MT", "MDT"), _AMERICAN["Mountain"]),
    **dict.fromkeys(("PT", "PST", "PDT"), _AMERICAN["Pacific"]),
    **dict.fromkeys(("AKST", "AKDT"), _AMERICAN["Alaska"]),
    "HST": _AMERICAN["Hawaii"],
    # Greenwich time is UTC the whole year; London's clock is only so in winter.
    **dict.fromkeys(("GMT", "UTC", "Greenwich Mean Time", "Coordinated Universal Time"), "UTC"),
    **dict.fromkeys(("BST", "British Summer Time", "UK", "UK time", "U.K. time"), "Europe/London"),
    # tzdata itself makes CET a link to Brussels; Paris, Berlin and Rome have kept the same clock since 1980.
    **dict.fromkeys(("CET", "CEST", "Central European Time", "Central European Summer Time"), "Europe/Brussels"),
    "MSK": "Europe/Moscow",
    "Moscow time": "Europe/Moscow",
    "SAST": "Africa/Johannesburg",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
"""The words for a zone in notes and after clocks, and the IANA names that they mean; ambiguous words are absent."""
for _word in _AMBIGUOUS:
    ZONE_NOTES.pop(_word, None)

_BY_WORD = {word.casefold(): zone for word, zone in ZONE_NOTES.items()}
_SHORT = sorted({word for word in (*ZONE_NOTES, *_AMBIGUOUS) if word.isupper()} - {"UK"}, key=len, reverse=True)
_LONG = sorted({word for word in (*ZONE_NOTES, *_AMBIGUOUS) if not word.isupper()}, key=len, reverse=True)

ZONE_SHORT = f"(?-i:{'|'.join(_SHORT)})(?!(?u:\\w)|[+-][0-9])"
"""A zone's abbreviation as a regular expression, in capitals only; "UTC+2" is an offset, not the zone UTC."""

_LONG_WORDS = "|".join(re.escape(word).replace("\\ ", f"{BLANK}{{1,2}}") for word in _LONG)
ZONE_WORD = f"(?:{ZONE_SHORT}|(?:local(?:{BLANK}{{1,2}}time)?|{_LONG_WORDS})(?!(?u:\\w)))"
"""Any word for a zone as a regular expression, to be used where case is ignored."""

_FILLER = r"(?:(?:stated|listed|given|shown|are|in|is)\s{1,3}){0,4}"
_NOTE = Pattern(
    rf"(?<!\bat\s)\ball\s{{1,3}}times?\s{{1,3}}{_FILLER}"
    rf"(?P<zone>UK(?!\w)|{ZONE_WORD})(?!\s{{1,3}}(?!unless\b|except\b)(?u:[^\W_]))"
    rf"|\btimes?\s{{1,3}}{_FILLER}(?P<bare>{ZONE_SHORT}|local{BLANK}{{1,2}}time(?!\w))",
    re.ASCII | re.IGNORECASE,
)

MIDNIGHT_FALL = timedelta(hours=6)
"""A clock that falls by at least this much from one update to the next has passed midnight.

Updates stamped out of order are minutes or a few hours apart; a night between two updates makes the clock fall further.
"""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clock that was never shown, because clocks were put forward past it.

    *earlier* and *later* are the two instants that may be meant, as the clocks that were shown then.
    """

    earlier: datetime
    later: datetime


@dataclass(frozen=True, slots=True)
class Repeated:
    """A clock that was shown twice, because clocks were put back: both instants, each with its own fixed offset."""

    earlier: datetime
    later: datetime


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The IANA names of all zones, from the tzdata package."""
    return frozenset((_TZDATA / "zones").read_text("utf-8").split())


@lru_cache(maxsize=1024)
def load_zone(name: str) -> ZoneInfo | None:
    """The zone with the IANA name *name*, written exactly so, from the tzdata package; None if there is none."""
    return ZoneInfo.no_cache(name) if name in zone_names() else None


def zone_of_word(word: str) -> str | None:
    """The IANA name that *word* means ("EDT", "Eastern time", "GMT"); None for an unknown or ambiguous word.

    >>> zone_of_word("PDT"), zone_of_word("eastern daylight time"), zone_of_word("IST")
    ('America/Los_Angeles', 'America/New_York', None)
    """
    return _BY_WORD.get(" ".join(word.split()).casefold())


def zone_note(text: str) -> str | None:
    """What the note on times in *text* says: an IANA name, "local", or None if there is none or it is ambiguous.

    >>> zone_note("The Latest on the storm (all times local):"), zone_note("All times are EST.")
    ('local', 'America/New_York')
    """
    found = _NOTE.search(text)
    if found is None:
        return None
    word = found["zone"] or found["bare"]
    return "local" if word[:5].casefold() == "local" else zone_of_word(word)


def localize(day: date, clock: time, zone: ZoneInfo) -> datetime | Skipped | Repeated:
    """The instant at which *zone* showed *clock* on *day*, with the offset then in force as a fixed offset (PEP 495).

    Whole seconds. Where the instant lies outside the years 1 to 9999 of UTC, the clock is given in UTC instead.
    """
    wall = datetime.combine(day, clock.replace(microsecond=0, tzinfo=None, fold=0))
    first = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    if first == second:
        return _at(wall, first)
    if first > second:
        return Repeated(_at(wall, first), _at(wall, second))
    return Skipped(_at(wall - (second - first), first), _at(wall + (second - first), second))


@lru_cache(maxsize=4096)
def steady_offset(day: date, zone: ZoneInfo) -> timezone | None:
    """The offset that *zone* has all through the civil day *day*; None where clocks change that day, or may.

    Where it is not None, `localize` gives every clock of *day* this offset. No zone changes its clocks twice within a
    day: the two changes that are nearest to each other (Recife, Gaza) are a week apart.
    """
    if day in (date.min, date.max):
        return None  # with an offset such a clock may lie outside the years of UTC
    first = datetime.combine(day, time.min, zone).utcoffset()
    last = datetime.combine(day, time(23, 59, 59, fold=1), zone).utcoffset()
    return timezone(first) if first is not None and first == last else None


def _at(wall: datetime, offset: timedelta) -> datetime:
    moment = wall.replace(tzinfo=timezone(offset))
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return wall.replace(tzinfo=UTC)
    return moment


def utc_offset_text(moment: datetime) -> str:
    """The offset of *moment* as readers know it: "UTC+2", "UTC-3:30", "UTC"; "" for a time without an offset."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    seconds = abs(int(offset.total_seconds()))
    if not seconds:
        return "UTC"
    sign = "-" if offset < timedelta() else "+"
    minutes = f":{seconds // 60 % 60:02}" if seconds % 3600 else ""
    return f"UTC{sign}{seconds // 3600}{minutes}" + (f":{seconds % 60:02}" if seconds % 60 else "")


def zone_place(zone: str, dateline: str = "") -> str:
    """The clock of *zone*, called after its city: "Beirut time", "New York time"; "UTC" stays "UTC".

    Where *dateline* is that very city and has its accents ("São Paulo"), its spelling is used.
    """
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    if city in ("UTC", "UCT", "Universal", "Zulu", "GMT", "Greenwich", "GMT0", "GMT+0", "GMT-0"):
        return "UTC"
    if city.startswith("GMT"):
        return "UTC" + city[3:].translate({ord("+"): "-", ord("-"): "+"})  # Etc/GMT+3 is three hours behind
    written = dateline.partition(",")[0].strip()
    spelling = written if not written.isupper() and without_accents(written) == without_accents(city) else city
    return f"{spelling} time"


def without_accents(text: str) -> str:
    """*text* in small letters without accents, to compare names of places."""
    return "".join(char for char in normalize("NFKD", text) if not combining(char)).casefold()


def place_in_days(clocks: Sequence[time], first: date) -> list[date]:
    """The day of each of *clocks*, given oldest first; *first* is the day of the first one.

    A fall of at least `MIDNIGHT_FALL` is midnight; a smaller one is an update out of order, of the same day.

    >>> [day.day for day in place_in_days([time(23, 40), time(23, 20), time(0, 10)], date(2017, 11, 3))]
    [3, 3, 4]
    """
    days = [first] if clocks else []
    for before, after in pairwise(clocks):
        midnight = _since_midnight(before) - _since_midnight(after) >= MIDNIGHT_FALL and days[-1] < date.max
        days.append(days[-1] + _DAY if midnight else days[-1])
    return days


def is_newest_first(clocks: Sequence[time]) -> bool:
    """Whether *clocks*, in the order of their file, go back in time; True for a tie, which is the habit of the wires.

    Each step counts once, the shorter way round the clock: from 12:10 a.m. to 11:50 p.m. is 20 minutes back.
    """
    steps = [(_since_midnight(after) - _since_midnight(before)) % _DAY for before, after in pairwise(clocks)]
    rises = sum(timedelta() < step < _DAY / 2 for step in steps)
    falls = sum(step > _DAY / 2 for step in steps)
    return falls >= rises


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
