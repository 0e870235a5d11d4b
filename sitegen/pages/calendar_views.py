"""Views of time: days, months, years, the timeline of a month, a day of the calendar in any year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sitegen.pages.view_parts import Card, Count, Link, UpdateView


@dataclass(frozen=True, slots=True)
class DayView:
    """All updates of one civil day in one stream by instant. *mixed* says that the stream holds several zones.

    *any_year* is the same day of the calendar, of any year.
    """

    date: date
    cards: tuple[Card, ...]
    updates: tuple[UpdateView, ...] = field(repr=False)
    mixed: bool
    any_year: Link | None
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month: *weeks* run from Monday to Sunday, with None for days of other months; *cards* in the site's order.

    *timeline* is the same month by instant. *topics* are those of most updates, each with its year's page.
    """

    year: int
    month: int
    weeks: tuple[tuple[Count | None, ...], ...]
    cards: tuple[Card, ...]
    liveblogs: int
    updates: int
    timeline: Link | None
    topics: tuple[Count, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class YearView:
    """A year: its twelve months, and each month's days as *months* weeks in *calendars*, both in order.

    *topics* are those of most updates, each with its page of this year.
    """

    year: int
    months: tuple[Count, ...]
    calendars: tuple[tuple[tuple[Count | None, ...], ...], ...]
    liveblogs: int
    updates: int
    topics: tuple[Count, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """The updates of one day of UTC, by instant."""

    date: date
    updates: tuple[UpdateView, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All updates whose civil day falls in a month, of all live blogs, by instant; *calendar* is the month's own page."""

    year: int
    month: int
    days: tuple[TimelineDay, ...]
    liveblogs: int
    updates: int
    calendar: Link | None
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class YearCards:
    """What was archived of one day of one year."""

    day: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class OnThisDayView:
    """What happened on a day in any year, the newest first. *day* is its number in *month*."""

    month: int
    day: int
    years: tuple[YearCards, ...]


@dataclass(frozen=True, slots=True)
class DaysView:
    """The days of a year with what happened on them in any year: for each month its days by number, seven in a row."""

    months: tuple[tuple[tuple[Count, ...], ...], ...]
