"""When the updates of wire text were sent: their zone, their days, and the instants that both make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.sidecars.sidecar import Sidecar, place_of
from sitegen.importers.text.dated_clocks import days_within
from sitegen.importers.text.datelines import zone_of_dateline
from sitegen.importers.text.instants import instants_in, instants_of, own_zone
from sitegen.importers.text.wire_header import DateLine
from sitegen.importers.text.wire_text import Paragraph, Section
from sitegen.model import ZoneSource
from sitegen.patterns import Pattern
from sitegen.times import Clock, date_in_name, is_newest_first, load_zone, place_in_days, zone_note, zone_of_word

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = Pattern(rf"\b({'|'.join(_WEEKDAYS)})\b")
_ON_WEEKDAY = Pattern(rf"\b[Oo]n ({'|'.join(_WEEKDAYS)})\b")
_STANDARD = Pattern(r"\b(?:E|C|P)ST\b|\b(?:Eastern|Central|Pacific) Standard\b", re.IGNORECASE)
_DAYLIGHT = Pattern(r"\b(?:E|C|M|P)DT\b|\b(?:Eastern|Central|Mountain|Pacific) Daylight\b", re.IGNORECASE)


# Telegraphs began to carry news in the 1840s; beyond 9998 a time in another zone may have no year at all.
_FIRST_YEAR, _LAST_YEAR = 1840, 9998
_LONG_GAP = timedelta(hours=18)  # no update for so long, and then one: more likely a wrong day than a long night


@dataclass(frozen=True, slots=True)
class Place:
    """The zone of a live blog, how it is known, and what there is to say about that."""

    zone: ZoneInfo
    name: str
    source: ZoneSource
    problems: tuple[Problem, ...] = ()


def find_zone(path: str, sidecar: Sidecar, texts: Sequence[str], dateline: str, config: Config) -> Place:
    """The zone of a live blog: from its sidecar, the note in *texts*, its *dateline*, else the zone of the site.

    A note "all times local" leaves it to the dateline. A site whose zone is unknown has a problem of its own: UTC here.
    """
    noted = next((note for note in map(zone_note, texts) if note is not None), None)
    stated = sidecar.zone or ("" if noted in (None, "local") else noted)
    if stated and (zone := load_zone(stated)):
        return Place(zone, stated, ZoneSource.STATED)
    known = zone_of_dateline(dateline, config.datelines) if dateline else None
    if known is not None and (zone := load_zone(known)):
        return Place(zone, known, ZoneSource.DATELINE)
    name = config.zone if load_zone(config.zone) else "UTC"
    if dateline:
        message = f'the zone of the dateline "{dateline}" is not known: {name} is assumed'
        hint = f'add "{dateline}" to "datelines" in site.yaml, or write "zone" in a sidecar'
    else:
        message = f"neither a note nor a dateline says the time zone: {name} is assumed"
        hint = 'write "zone" in a sidecar, like "zone: Asia/Beirut"'
    problem = Problem(Location(path, 1), "zone-assumed", message, hint, Severity.WARNING)
    return Place(load_zone(name) or ZoneInfo("UTC"), name, ZoneSource.ASSUMED, (problem,))


def zone_of_clocks(place: Place, clocks: Iterable[Clock]) -> Place:
    """*place*, or where that is assumed, the zone that all of *clocks* name."""
    named = {zone_of_word(clock.zone) if clock.zone else None for clock in clocks}
    name = next(iter(named), None)
    zone = load_zone(name) if name and len(named) == 1 and place.source is ZoneSource.ASSUMED else None
    return Place(zone, name, ZoneSource.STATED) if zone and name else place


def note_out_of_season(path: str, header: Sequence[Paragraph], at: datetime, zone: ZoneInfo) -> Iterable[Problem]:
    """A warning where the note in *header* names standard time while clocks at *at* were put forward, or the reverse.

    The place's own clock is taken then: the wires write EST the whole year.
    """
    note = next((part for part in header if zone_note(part.text) not in (None, "local")), Paragraph(1, ()))
    summer = bool(at.astimezone(zone).dst())
    wrong = (_STANDARD if summer else _DAYLIGHT).search(note.text)
    if wrong is None:
        return
    season = "daylight" if summer else "standard"
    message = f'the note says "{wrong[0]}", but on {at:%Y-%m-%d} {zone.key} was on {season} time: that is taken'
    hint = 'check the times; if the note means a fixed offset, write "zone" in a sidecar, like "zone: Etc/GMT+5"'
    yield Problem(Location(path, note.line), "zone-note-season", message, hint, Severity.WARNING)


def find_date(
    path: str, sidecar: Sidecar, stated: DateLine | None, clocks: date | None = None, texts: Iterable[str] = ()
) -> tuple[date | None, list[Problem]]:
    """The date that the seed carries: of its date line, else its sidecar, its *clocks*, its file name; never today.

    A date within *texts*, its headline and opening, may be that of anything: it is named where there is no other.
    """
    day = stated.found.date if stated else sidecar.date or clocks or date_in_name(path.rpartition("/")[2])
    if day is None:
        return None, [_undated(path, texts)]
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        message, hint = f"{day} is no day of an archive", 'correct the date of the seed, or write "date" in a sidecar'
        return None, [Problem(stated.where if stated else Location(path, 1), "impossible-date", message, hint)]
    if stated is None:
        return day, []
    problems = []
    if sidecar.date not in (None, day):
        message = f"the seed says {day}, its sidecar {sidecar.date}: the date of the seed is kept"
        hint = "correct the sidecar, or the dates in the content file"
        problems.append(Problem(place_of(sidecar, "date"), "date-differs", message, hint, Severity.WARNING))
    weekday = stated.found.weekday
    if weekday is not None and weekday != day.weekday():
        problems.append(_weekday_differs(stated.where, f"{_WEEKDAYS[weekday]}, {day}", day))
    return day, problems


def _undated(path: str, texts: Iterable[str]) -> Problem:
    """The problem of a seed without a date; it names the date in *texts*, if that is one."""
    named = {day for text in texts for day in days_within(text)}
    only = named.pop() if len(named) == 1 else None
    message, hint = (
        "nothing says the date of this seed",
        f'write "date: 2017-11-03" (the true day) into {path}.meta.yaml',
    )
    if only is not None and _FIRST_YEAR <= only.year <= _LAST_YEAR:
        message = f"no line is the date of this seed; its text names {only}"
        hint = f'if that is the day, write "date: {only}" into {path}.meta.yaml'
    hint += ', or name the file 2017-11-03-…; for many seeds at once, run "sitegen import --missing"'
    return Problem(Location(path, 1), "undated-seed", message, hint)


def check_weekdays(texts: Iterable[tuple[Location, str]], days: Iterable[date]) -> Iterable[Problem]:
    """A warning where the text says "on Friday", none of *days* is a Friday, and no weekday it names is among them."""
    known = {_WEEKDAYS[day.weekday()] for day in days}
    first: tuple[Location, str] | None = None
    for where, text in texts:
        if not known.isdisjoint(_WEEKDAY.compiled.findall(text)):
            return
        if first is None and (match := _ON_WEEKDAY.search(text)):
            first = where, match[0]
    if first is not None:
        yield _weekday_differs(first[0], first[1], min(days))


def _weekday_differs(where: Location, said: str, day: date) -> Problem:
    message = f'the text says "{said}", but {day} was a {_WEEKDAYS[day.weekday()]}'
    return Problem(where, "weekday-differs", message, "check the date of the seed", Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A section with its instant; *clock* is the clock on the wall of the live blog's zone."""

    section: Section
    at: datetime


def stamp(
    sections: Sequence[Section], day: date, zone: ZoneInfo, *, newest_first: bool | None = None
) -> tuple[list[Stamp], list[Problem]]:
    """The instants of *sections*, oldest first, with the offsets in force; and what is doubtful or wrong about them.

    *day* dates the newest update where the newest comes first (a wire dates its copy when it sends it), else the first.
    Whether it does is told by the clocks, where *newest_first* does not say.
    A clock with a date of its own ("3:05 p.m. ET, March 3, 2021") dates itself and the updates that follow it, where
    one of these dates is *day*.
    Stamps out of order keep their day. A clock that was never shown is an error; of the two instants of a clock that
    was shown twice, the one that keeps the order is taken.
    """
    sections, contradictions = _without_other_dates(sections, day)
    walls = [_wall(section, day, zone) for section in sections]
    newest_first = _is_newest_first(sections, walls) if newest_first is None else newest_first
    if newest_first:
        sections, walls = sections[::-1], walls[::-1]
    days = place_in_days(walls, day)
    shift = day - days[-1] if newest_first else timedelta()
    days = [placed + shift for placed in days]
    if any(section.clock.day is not None for section in sections):
        days = _by_own_dates(sections, days, zone)
        walls = [_wall(section, placed, zone) for section, placed in zip(sections, days, strict=True)]
    choices, problems = _choices(sections, walls, days, zone)
    if problems:
        return [], [*contradictions, *problems]
    stamps = [Stamp(section, at) for section, at in zip(sections, _in_order(choices), strict=True)]
    doubts = _doubts(sections, choices, [stamp.at for stamp in stamps])
    return sorted(stamps, key=lambda stamp: stamp.at), [*contradictions, *doubts]


def _is_newest_first(sections: Sequence[Section], walls: Sequence[time]) -> bool:
    """Whether *sections* go back in time: by their instants or the dates of their clocks where they say it, or *walls*."""
    clocks = [section.clock for section in sections]
    moments = [
        datetime.combine(clock.day, clock.time, own)
        for clock in clocks
        if clock.day is not None and (own := own_zone(clock)) is not None
    ]
    if len(moments) == len(clocks) and moments and moments[0] != moments[-1]:
        return moments[0] > moments[-1]
    stated = [section.clock.day for section in sections if section.clock.day is not None]
    return stated[0] > stated[-1] if stated and stated[0] != stated[-1] else is_newest_first(walls)


def _without_other_dates(sections: Sequence[Section], day: date) -> tuple[Sequence[Section], list[Problem]]:
    """*sections*, without the dates of their clocks where none of them is *day*; and a warning of the first then."""
    dated = [section for section in sections if section.clock.day is not None]
    if not dated or any(section.clock.day == day for section in dated):
        return sections, []
    message = f'"{dated[0].heading}" has another date than the seed, {day}: the date of the seed is kept'
    hint = "correct the dates in the content file"
    problem = Problem(dated[0].where, "date-differs", message, hint, Severity.WARNING)
    return [replace(section, clock=replace(section.clock, day=None)) for section in sections], [problem]


def _wall(section: Section, day: date, zone: ZoneInfo) -> time:
    """The clock of *section* on the wall of *zone*, where the clock names a zone of its own."""
    own = own_zone(section.clock)
    if own is None:
        return section.clock.time
    return datetime.combine(section.clock.day or day, section.clock.time, own).astimezone(zone).time()


def _by_own_dates(sections: Sequence[Section], days: Sequence[date], zone: ZoneInfo) -> list[date]:
    """*days*, moved so that each section whose clock has a date stands on it, with those up to the next such one."""
    moves: list[timedelta | None] = []
    for section, day in zip(sections, days, strict=True):
        stated = section.clock.day
        if stated is not None and (own := own_zone(section.clock)) is not None:
            stated = datetime.combine(stated, section.clock.time, own).astimezone(zone).date()
        moves.append(stated - day if stated is not None else None)
    move = next((move for move in moves if move is not None), timedelta())
    moved = []
    for day, own_move in zip(days, moves, strict=True):
        move = own_move if own_move is not None else move
        moved.append(day + move)
    return moved


def _unknown_zone(section: Section) -> Iterable[Problem]:
    """A warning where the clock of *section* names a zone that has two meanings or more."""
    word = section.clock.zone
    if word and not word.casefold().startswith("local") and own_zone(section.clock) is None:
        message = f'"{word}" may be the zone of several places: "{section.heading}" is read as local time'
        yield Problem(section.where, "clock-zone", message, "check the time in the content file", Severity.WARNING)


def _choices(
    sections: Sequence[Section], walls: Sequence[time], days: Sequence[date], zone: ZoneInfo
) -> tuple[list[tuple[datetime, ...]], list[Problem]]:
    """For each section the instants that it may mean, earlier first: one, or two where a clock was shown twice."""
    choices: list[tuple[datetime, ...]] = []
    problems = []
    for section, wall, day in zip(sections, walls, days, strict=True):
        own = own_zone(section.clock)
        meant = instants_in(zone, day, wall) if own is None else instants_of(section.clock, own, day, zone)
        choices.append(meant)
        if not meant:
            problems.append(_skipped(section, day, own or zone))
    return choices, problems


def _skipped(section: Section, day: date, zone: ZoneInfo) -> Problem:
    message = f"{section.clock.time:%H:%M} was never shown in {zone.key} on {day}: clocks were put forward past it"
    hint = 'write the zone that is meant in a sidecar ("zone: …"), or correct the date'
    return Problem(section.where, "skipped-time", message, hint)


def _in_order(choices: Sequence[tuple[datetime, ...]]) -> list[datetime]:
    """Of each choice the earliest instant that is not before the one chosen before it, else its last."""
    chosen: list[datetime] = []
    for choice in choices:
        fitting = [at for at in choice if not chosen or at >= chosen[-1]]
        chosen.append(fitting[0] if fitting else choice[0])
    return chosen


def _doubts(
    sections: Sequence[Section], choices: Sequence[tuple[datetime, ...]], chosen: Sequence[datetime]
) -> list[Problem]:
    """Warnings: stamps that fall behind the one before, and choices of which the other one fits as well."""
    problems = [problem for section in sections for problem in _unknown_zone(section)]
    for index, (section, at) in enumerate(zip(sections, chosen, strict=True)):
        before = chosen[index - 1] if index else at
        if at < before:
            message = f"{at:%H:%M} stands after {before:%H:%M} in the order of time: both times are kept as they are"
            hint = "check the two times; no day was moved"
            problems.append(Problem(section.where, "out-of-order", message, hint, Severity.WARNING))
        if at - before >= _LONG_GAP:
            hours = (at - before) // timedelta(hours=1)
            message = f"{hours} hours lie between this update and the one before, at {before:%Y-%m-%d %H:%M}"
            problems.append(Problem(section.where, "long-gap", message, "check the day of both", Severity.WARNING))
        after = choices[index + 1][-1] if index + 1 < len(choices) else choices[index][-1]
        if len(choices[index]) == 2 and at == choices[index][0] and choices[index][1] <= after:
            message = f"{at:%H:%M} was shown twice on {at:%Y-%m-%d}, as clocks were put back: the earlier one is taken"
            hint = f'if the later one is meant, write its offset in the content file: "{choices[index][1]:%H:%M %z}"'
            problems.append(Problem(section.where, "repeated-time", message, hint, Severity.WARNING))
    return problems
