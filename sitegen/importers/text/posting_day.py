"""The day of a live blog of which is known only when it was posted: a copy is often posted on the day after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.errors import Location, Problem, Severity
from sitegen.patterns import Pattern
from sitegen.times import Repeated, Skipped, is_newest_first, localize

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = Pattern(rf"\b({'|'.join(_WEEKDAYS)})\b")
_DAY = timedelta(days=1)
_NAMED_OFTEN = 2
_SMALL_HOURS, _NOON = time(6), time(12)


@dataclass(frozen=True, slots=True)
class Posting:
    """When a seed was posted: *day*, and *at*, which may have no offset, where a clock is stated too."""

    day: date
    at: datetime | None = None


def day_of(
    path: str, posting: Posting, clocks: Sequence[time], texts: Iterable[str], zone: ZoneInfo
) -> tuple[date, list[Problem]]:
    """The day of the updates with these *clocks*, in the order of the seed; a warning where it is not that of *posting*.

    It is the day before where the newest of them had not been when the seed was posted, or where *texts* name that day of
    the week time and again and never the other: news says "on Monday" of its own day.
    """
    day, before = posting.day, posting.day - _DAY if posting.day > date.min else posting.day
    named = [name for text in texts for name in _WEEKDAY.compiled.findall(text)]
    on_day, on_before = (named.count(_WEEKDAYS[one.weekday()]) for one in (day, before))
    newest = clocks[0] if is_newest_first(clocks) else clocks[-1]
    if posting.at is None or _may_be(posting.at, newest, zone):
        is_before = on_before >= _NAMED_OFTEN and not on_day
    elif on_day or on_before:
        is_before = on_before > on_day
    else:
        is_before = posting.at.time() < _SMALL_HOURS and newest >= _NOON
    if not is_before:
        return day, []
    why = f'and the text says "{_WEEKDAYS[before.weekday()]}"' if on_before else f"before {newest:%H:%M}"
    message = f"it was posted on {day}, {why}: its updates are dated {before}"
    hint = f'check the day; if it is wrong, write "date: {day}" in a sidecar'
    return before, [Problem(Location(path, 1), "posted-later", message, hint, Severity.WARNING)]


def _may_be(posted: datetime, newest: time, zone: ZoneInfo) -> bool:
    """Whether the clock *newest* had been shown when the seed was *posted* that day; without an offset in either reading."""
    match localize(posted.date(), newest, zone):
        case Skipped(earlier, _) | Repeated(earlier, _):
            at = earlier
        case moment:
            at = moment
    if posted.utcoffset() is not None:
        return at <= posted
    return newest <= posted.time() or at <= posted.replace(tzinfo=UTC)
