"""When the rows of a table were published: a time with its date, a date and a clock in two columns, or a clock alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.errors import Location, Problem
from sitegen.importers.exports.stated_times import Stated, doubts, in_zone, instant_of, read_stated
from sitegen.importers.exports.table_columns import is_in_utc
from sitegen.importers.exports.table_serials import without_serials
from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire_times import find_date
from sitegen.importers.web.loose_text import cited
from sitegen.importers.web.page_dates import day_line
from sitegen.patterns import Pattern
from sitegen.times import clock_line, is_newest_first, load_zone, place_in_days, zone_of_word

_ORDERS = {"day-first": True, "month-first": False}  # what a sidecar may say
_LONGEST = 60  # characters of a date
_NUMBERS = Pattern(r"\s*([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})\b")


@dataclass(frozen=True, slots=True)
class Timed:
    """When a row was published. *zone* is the IANA name that it states; *is_exact*: it states an offset or a zone."""

    at: datetime
    zone: str
    is_exact: bool


def days_first(texts: Iterable[str], said: bool | None) -> bool | None:
    """Whether the day comes first in dates like 3/11/2017, as one of *texts* shows, else as the sidecar *said*.

    None where nothing tells it, or where they contradict each other.
    """
    found = [(int(match[1]), int(match[2])) for text in texts if (match := _NUMBERS.match(text))]
    orders = {one > 12 for one, two in found if max(one, two) > 12} | ({said} - {None})
    return orders.pop() if len(orders) == 1 else None


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
    a clock only, and none has a date, it is the seed's (`find_date`), unless they are not to stand *alone*.
    """
    order = days_first((text for row in rows for text in (row["time"], row["date"])), _ORDERS.get(seed.sidecar.dates))
    plain, problems = without_serials(seed, rows)
    stated = [_stated(row, order) for row in plain]
    clocks = [clock_line(row["time"]) for row in plain]
    if alone and rows and not any(row["date"] for row in rows) and not any(stated) and all(clocks):
        stated, undated = _on_days(seed, [clock.time for clock in clocks if clock])
        problems += undated
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


def is_day(text: str) -> bool:
    """Whether *text* is a date with or without its clock and its year, and no number: "Do. 5.3.", "2017-11-03 19:30"."""
    if text.isdecimal() or len(text) > _LONGEST:
        return False
    texts = (text, f"{text} 00:00")
    return day_line(text, "de") is not None or any(read_stated(one, day_first=True) is not None for one in texts)


def days_elsewhere(seed: Seed, clocks: Sequence[str], columns: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """An error where *clocks* have no date, and all texts of one of *columns*, of which nothing is known, are dates."""
    if not clocks or not all(map(clock_line, clocks)):
        return
    for column, texts in columns.items():
        if texts and all(map(is_day, texts)):
            message = (
                f'times are clocks only, and nobody says that "{cited(column)}" has their days: "{cited(texts[0])}"'
            )
            hint = 'in a copy of the seed, call the column "date" if it has, or remove it'
            yield Problem(Location(seed.path), "table-days", message, hint)
            return


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
        hint = (
            'write "dates: day-first" or "dates: month-first" in a sidecar, or write the year first, '
            f"like {year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}"
        )
        return Problem(where, "ambiguous-date", f'"{said}" may be read in two ways', hint)
    fact = f'"{said}" is no time that has one meaning' if said else "the row has no time"
    hint = "write it in a copy of the seed, like 2017-11-03T19:30:00+02:00"
    return Problem(where, "undated-update", fact, hint)
