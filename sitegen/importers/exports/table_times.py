"""When the rows of a table were published: a time with its date, a date and a clock in two columns, or a clock alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.errors import Location, Problem
from sitegen.importers.exports.stated_times import Stated, doubts, in_zone, instant_of, read_stated
from sitegen.importers.exports.table_columns import is_in_utc
from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire_times import find_date
from sitegen.importers.web.loose_text import cited
from sitegen.patterns import Pattern
from sitegen.times import clock_line, is_newest_first, load_zone, place_in_days, zone_of_word

_NUMBERS = Pattern(r"\s*([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})\b")


@dataclass(frozen=True, slots=True)
class Timed:
    """When a row was published. *zone* is the IANA name that it states; *is_exact*: it states an offset or a zone."""

    at: datetime
    zone: str
    is_exact: bool


def days_first(texts: Iterable[str]) -> bool | None:
    """Whether the day comes first in dates like 3/11/2017, as one of *texts* shows; None where none does, or both."""
    found = [(int(match[1]), int(match[2])) for text in texts if (match := _NUMBERS.match(text))]
    first, second = any(one > 12 for one, _ in found), any(two > 12 for _, two in found)
    return first if first != second else None


def time_of(
    seed: Seed,
    rows: Sequence[Mapping[str, str]],
    places: Sequence[Location],
    zone: ZoneInfo,
    column: str,
    *,
    alone: bool = True,
) -> tuple[list[Timed | None], list[Problem]]:
    """When each of *rows* ("time", "date" and "zone", "" where they have none) was published; and what is wrong.

    Clocks are of *zone* where nothing else is said, of UTC where the name of their *column* says so. Where all rows have
    a clock only, the date is the seed's (`find_date`), unless they are not to stand *alone*.
    """
    order = days_first(text for row in rows for text in (row["time"], row["date"]))
    stated = [_stated(row, order) for row in rows]
    problems: list[Problem] = []
    if alone and rows and not any(stated) and (clocks := [clock_line(row["time"]) for row in rows]) and all(clocks):
        stated, problems = _on_days(seed, [clock.time for clock in clocks if clock])
        if not stated:
            return [None] * len(rows), problems
    timed: list[Timed | None] = []
    for one, row, where in zip(stated, rows, places, strict=True):
        if one is None:
            problems.append(_undated(row, where))
            timed.append(None)
            continue
        one = in_zone(one, "UTC" if is_in_utc(column) else row["zone"])
        problems += doubts(where, one, zone)
        timed.append(_timed(one, row["zone"], zone))
    return timed, problems


def _stated(row: Mapping[str, str], order: bool | None) -> Stated | None:
    day, clock = row["date"], row["time"]
    texts = (clock, f"{day} {clock}", f"{day[:10]} {clock}") if day and clock else (clock or day,)
    return next(filter(None, (read_stated(text, day_first=order) for text in texts)), None)


def _on_days(seed: Seed, clocks: Sequence[time]) -> tuple[list[Stated | None], list[Problem]]:
    """*clocks* with their days; the seed's date is that of the newest where that comes first, as in wire text.

    There is none where nothing dates the seed.
    """
    day, problems = find_date(seed.path, seed.sidecar, None)
    if day is None:
        return [], problems
    newest_first = is_newest_first(clocks)
    ordered = list(reversed(clocks)) if newest_first else list(clocks)
    days = place_in_days(ordered, day)
    shift = day - days[-1] if newest_first else timedelta()
    moments: list[Stated | None] = [
        Stated(datetime.combine(one + shift, clock)) for one, clock in zip(days, ordered, strict=True)
    ]
    return (moments[::-1] if newest_first else moments), problems


def _timed(stated: Stated, said: str, zone: ZoneInfo) -> Timed | None:
    """The instant of *stated*, with the zone that it names, else that which its row *said*."""
    moment = instant_of(stated, zone)
    if moment is None:
        return None
    name = stated.zone or (said if load_zone(said) else zone_of_word(said) or "")
    return Timed(moment, name, stated.wall.utcoffset() is not None or bool(stated.zone))


def _undated(row: Mapping[str, str], where: Location) -> Problem:
    said = cited(f"{row['date']} {row['time']}")
    if match := _NUMBERS.match(said):
        a, b, year = int(match[1]), int(match[2]), match[3]
        hint = f"write the year first, like {year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}"
        return Problem(where, "ambiguous-date", f'"{said}" may be read in two ways', hint)
    fact = f'"{said}" is no time that has one meaning' if said else "the row has no time"
    hint = "write it in a copy of the seed, like 2017-11-03T19:30:00+02:00"
    return Problem(where, "undated-update", fact, hint)
