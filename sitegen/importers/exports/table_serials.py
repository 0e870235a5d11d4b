"""Days that a spreadsheet has counted: 43895.75 is 5 March 2020, 18:00, where all of a column of times is such numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Seed
from sitegen.patterns import Pattern

_SERIAL = Pattern(r"([0-9]{5})(?:[.,]([0-9]{1,20}))?")
_PART = Pattern(r"0?[.,][0-9]{1,20}|0")  # of a day: 0.75 is 18:00
_DAY = 86_400  # seconds
_FIRST, _LAST = 20_000, 60_000  # 1954 to 2064; Unix time has nine digits and more
_EPOCH = datetime(1899, 12, 30)  # so that day 61 is 1 March 1900: spreadsheets count a 29 February before it


def without_serials(seed: Seed, rows: Sequence[Mapping[str, str]]) -> tuple[list[Mapping[str, str]], list[Problem]]:
    """*rows* with their "time" and "date" in ISO 8601 where the whole column counts days; and a note that it does.

    A column of times in which no number has a fraction has no clocks, and so stays without.
    """
    times, days = [row["time"] for row in rows], [row["date"] for row in rows]
    plain_times, plain_days = times, days
    if _are_serials(days):
        plain_days = _each(_day, days) if any(times) else _moments(days)
        plain_times = _each(_clock, times) if _are_parts(times) else times
    if _are_serials(times):
        plain_times = _moments(times)
    if plain_times is times and plain_days is days:
        return list(rows), []
    first = next(filter(None, times if plain_days is days else days))
    plain = [{**row, "time": time, "date": day} for row, time, day in zip(rows, plain_times, plain_days, strict=True)]
    return list(plain), [_note(seed, first)]


def _each(read: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    return [read(text) if text else "" for text in texts]


def _moments(texts: Sequence[str]) -> list[str]:
    """*texts* with their clocks where any of them has one."""
    return _each(_moment if any(_fraction(text) for text in texts) else _day, texts)


def _are_serials(texts: Iterable[str]) -> bool:
    found = [_SERIAL.fullmatch(text) for text in texts if text]
    return bool(found) and all(match is not None and _FIRST <= int(match[1]) < _LAST for match in found)


def _are_parts(texts: Iterable[str]) -> bool:
    found = [_PART.fullmatch(text) for text in texts if text]
    return bool(found) and all(found)


def _fraction(text: str) -> float:
    """The part of a day behind the point, or the comma, of *text*."""
    return float(f"0.{text.replace(',', '.').partition('.')[2] or 0}")


def _moment(text: str) -> str:
    """The day and the clock that *text* counts, to the second: spreadsheets round the digits."""
    return (_midnight(text) + timedelta(seconds=round(_fraction(text) * _DAY))).isoformat(" ")


def _day(text: str) -> str:
    return _midnight(text).date().isoformat()


def _clock(text: str) -> str:
    """The clock that the part *text* of a day is; the last of a day belongs to no other day."""
    return (_EPOCH + timedelta(seconds=min(round(_fraction(text) * _DAY), _DAY - 1))).time().isoformat()


def _midnight(text: str) -> datetime:
    return _EPOCH + timedelta(days=int(text[:5]))


def _note(seed: Seed, first: str) -> Problem:
    message = f'the times are days that a spreadsheet has counted from 1900: "{first}" is {_moment(first)[:16]}'
    hint = "check one of them: Excel for the Mac may have counted from 1904, which is four years and a day later"
    return Problem(Location(seed.path), "day-numbers", message, hint, Severity.NOTE)
