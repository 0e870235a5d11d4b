"""Times as exports and feeds state them, in every notation that has one meaning only: with an offset, a zone, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.web.page_dates import month_of
from sitegen.patterns import Pattern
from sitegen.times import Repeated, Skipped, load_zone, localize, read_clock, read_date, zone_of_word

_LONGEST = 80  # characters: "Wednesday, 30 September 2020 11:06:00 p.m. Eastern Daylight Time" and some more
_BASIC = Pattern(r"[0-9]{8}T[0-9]{4}(?:[0-9]{2})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?")  # ISO 8601 without its signs
_EPOCH = Pattern(r"([0-9]{9,10}|[0-9]{12,13}|[0-9]{15,16})(?:\.[0-9]{1,9})?")
_PER_SECOND = {9: 1, 10: 1, 12: 1000, 13: 1000, 15: 1_000_000, 16: 1_000_000}
# A weekday of any language adds nothing to the date: "Do. 5", "le jeudi 5", "Donnerstag, den 5".
_WEEKDAY = Pattern(r"(?i:(?:le|el|il|am|den|op) )?[^\W\d_]{2,12}(?:-feira)?\.?,? (?i:(?:le|den|der|dem) )?(?=[0-9])")
_SHORT_YEAR = Pattern(r"([0-9]{1,2}[ -][A-Za-z]{3,9}\.?[ -])([0-9]{2})(?= )")
_IN_WORDS = Pattern(
    r"(?<![0-9:.])([0-9]{1,2})(?:\.|er|º|°)? ?(?:de )?([^\W\d_]{3,12})\.?,? (?:de |del )?([0-9]{4})\b"
)  # 5 mars 2020
_HYPHENS = Pattern(r"([0-9]{1,2})-([A-Za-z]{3,9})-([0-9]{4})\b")  # 03-Nov-2017
_NUMBERS = Pattern(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})\b")
_YEAR_FIRST = Pattern(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})\b")
_BETWEEN = Pattern(r"(?: ?[,|·–-])? (?:at |um |à |a las |a la |alle |om |às |kl\.? )?|,")
_OFFSET = Pattern(r" ?\(?(?:UTC|GMT|UT)? ?([+−-])([0-9]{1,2})(?::?([0-9]{2}))?\)?(?: \([^()]*\))?")
_WORD = Pattern(r" ?\(?([A-Za-z][A-Za-z_/+-]{0,40}(?: [A-Za-z]+){0,2})\)?")
_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_UTC_WORDS = frozenset({"UT", "GMT", "UTC", "Z"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A time as it is written: *wall* has an offset where the text has one.

    *zone* is the IANA name of the zone that it names, *unknown* the word for a zone that may be several or none.
    """

    wall: datetime
    zone: str = ""
    unknown: str = ""


def read_stated(text: str, *, day_first: bool | None = None) -> Stated | None:
    """The time that *text* states; None where it states none, or may mean two.

    ISO 8601 and RFC 3339, RFC 822 §5 with its words for zones (RFC 2822 §4.3 says which they are, and which century two
    digits mean), seconds and milliseconds since 1970, and a date with a clock ("Nov. 3, 2017 7:30 p.m.", "03.11.2017
    19:30", "5. März 2020, 21:00 Uhr"). *day_first* says which of "3/11/2017" is the day, where that is known.

    >>> read_stated("Fri, 03 Nov 2017 19:30:00 EST").wall.isoformat()
    '2017-11-03T19:30:00-05:00'
    >>> read_stated("03/11/2017 19:30") is None
    True
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if match := _EPOCH.fullmatch(text):
        moment = moment_of_epoch(float(text), _PER_SECOND[len(match[1])])
        return Stated(moment) if moment else None
    moment = moment_of(text) if text[0].isdigit() else None
    if moment is None and _BASIC.fullmatch(text):
        moment = _basic(text)
    return Stated(moment) if moment is not None else _written(_plain(text, day_first))


def _basic(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str, day_first: bool | None) -> str:
    """*text* with its date in a notation that `read_date` knows, as far as it has one meaning."""

    def century(match: re.Match[str]) -> str:
        return f"{match[1]}{'20' if int(match[2]) < 50 else '19'}{match[2]}"  # RFC 2822 §4.3

    def in_words(match: re.Match[str]) -> str:
        month = month_of(match[2])
        return f"{match[3]}-{month:02}-{int(match[1]):02}" if month else match[0]

    def iso(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[3])
        is_day = True if match[2] == "." or first > 12 else False if second > 12 else day_first
        if is_day is None and first != second:
            return match[0]
        day, month = (first, second) if is_day else (second, first)
        return f"{match[4]}-{month:02}-{day:02}"

    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday and not read_date(text) else text
    text = _HYPHENS.sub(r"\1 \2 \3", _SHORT_YEAR.compiled.sub(century, text))
    text = _IN_WORDS.compiled.sub(in_words, text)
    text = _YEAR_FIRST.compiled.sub(lambda match: f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", text)
    return _NUMBERS.compiled.sub(iso, text)


def _written(text: str) -> Stated | None:
    """The time that *text* states as a date and a clock, in either order."""
    if found := read_date(text):
        between = _BETWEEN.match(text, found.end)
        clock = _clock(text, between.end()) if between else None
        return _stated(datetime.combine(found.date, clock[0]), text[clock[1] :]) if clock else None
    if clock := _clock(text, 0):
        zone = _zone_before_date(text, clock[1])
        between = _BETWEEN.match(text, zone[1])
        found = read_date(text, between.end()) if between else None
        if found and found.end == len(text):
            return _stated(datetime.combine(found.date, clock[0]), zone[0])
    return None


def _clock(text: str, start: int) -> tuple[time, int] | None:
    """The clock at *start* without the zone that follows it, and where it ends."""
    found = read_clock(text, start)
    if found is None:
        return None
    clock, end = found
    return clock.time, end - len(clock.zone) if clock.zone else end


def _zone_before_date(text: str, start: int) -> tuple[str, int]:
    """The word for a zone that stands in *text* at *start*, before a date; and where it ends."""
    found = read_clock(text)
    if found is None or not found[0].zone:
        return "", start
    return f" {found[0].zone}", found[1]


def _stated(wall: datetime, rest: str) -> Stated | None:
    """*wall* with what *rest* says of its zone; None where *rest* says something else."""
    rest = f" {rest.strip()}" if rest.strip() else ""
    if not rest:
        return Stated(wall)
    if match := _OFFSET.fullmatch(rest):
        return _with_offset(wall, match)
    word = _WORD.fullmatch(rest)
    if word is None:
        return None
    name = word[1]
    if name.upper() in _UTC_WORDS:
        return Stated(wall.replace(tzinfo=UTC))
    if name in _HOURS:
        return Stated(wall.replace(tzinfo=timezone(timedelta(hours=_HOURS[name]))))
    zone = zone_of_word(name) or (name if load_zone(name) else "")
    return Stated(wall, zone=zone, unknown="" if zone or name.casefold().startswith("local") else name)


def _with_offset(wall: datetime, match: re.Match[str]) -> Stated | None:
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if shift >= timedelta(hours=24):
        return None
    if match[1] == "-" and not shift:  # RFC 2822 §3.3: "-0000" is UTC, wherever it was written
        return Stated(wall.replace(tzinfo=UTC))
    return Stated(wall.replace(tzinfo=timezone(shift if match[1] == "+" else -shift)))


def in_zone(stated: Stated, zone: str) -> Stated:
    """*stated*, which itself names no zone, in *zone*: an IANA name, a word, or an offset ("+02:00", "UTC+2")."""
    zone = " ".join(zone.split())
    if not zone or stated.wall.utcoffset() is not None or stated.zone or stated.unknown:
        return stated
    return _stated(stated.wall, zone) or Stated(stated.wall, unknown=zone)


def instant_of(stated: Stated, zone: ZoneInfo) -> datetime | None:
    """The instant of *stated*, whose clock is of *zone* where it says nothing else; None where it was never shown.

    Of the two instants of a clock that was shown twice it is the earlier one: `doubts` says so.
    """
    if stated.wall.utcoffset() is not None:
        return stated.wall
    match _localized(stated, zone):
        case Skipped():
            return None
        case Repeated(earlier, _):
            return earlier
        case moment:
            return moment


def _localized(stated: Stated, zone: ZoneInfo) -> datetime | Skipped | Repeated:
    return localize(stated.wall.date(), stated.wall.time(), load_zone(stated.zone) or zone)


def doubts(where: Location, stated: Stated, zone: ZoneInfo) -> Iterator[Problem]:
    """What is doubtful or wrong about *stated*, which stands at *where*: its zone, or a clock shown twice or never."""
    if stated.unknown:
        said = f"{stated.wall:%Y-%m-%d %H:%M} {stated.unknown}"
        message = f'"{stated.unknown}" may be the zone of several places: "{said}" is read as local time'
        yield Problem(where, "clock-zone", message, "check the time in the content file", Severity.WARNING)
    if stated.wall.utcoffset() is not None:
        return
    day, clock, name = stated.wall.date(), f"{stated.wall:%H:%M}", stated.zone or zone.key
    match _localized(stated, zone):
        case Skipped():
            message = f"{clock} was never shown in {name} on {day}: clocks were put forward past it"
            hint = 'write the zone that is meant in a sidecar ("zone: …"), or correct the time in a copy of the seed'
            yield Problem(where, "skipped-time", message, hint)
        case Repeated(_, later):
            message = f"{clock} was shown twice on {day}, as clocks were put back: the earlier one is taken"
            hint = f'if the later one is meant, write its offset in the content file: "{later:%H:%M %z}"'
            yield Problem(where, "repeated-time", message, hint, Severity.WARNING)


def zone_of_offsets(moments: Iterable[datetime], config: Config) -> str:
    """The zone of which the offsets of *moments* speak: the site's where they are its own, else one of a fixed offset.

    "" where they say nothing: UTC is what programs write wherever they stand, and offsets that change are of a place.
    """
    known = list(moments)
    offsets = {moment.utcoffset() or timedelta() for moment in known}
    site = load_zone(config.zone)
    if not offsets or offsets == {timedelta()}:
        return ""
    if site is not None and all(_offset_in(site, moment) == moment.utcoffset() for moment in known):
        return config.zone
    hours, rest = divmod(offsets.pop(), timedelta(hours=1))
    name = f"Etc/GMT{-hours:+d}"  # POSIX counts the hours to the west
    return name if not offsets and not rest and load_zone(name) else ""


def _offset_in(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    try:
        return moment.astimezone(zone).utcoffset()
    except OverflowError:
        return None
