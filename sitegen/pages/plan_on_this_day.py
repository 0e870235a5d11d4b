"""The planners of days of the calendar: what happened on 3 November, in any year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from sitegen.pages import urls
from sitegen.pages.desk import Desk, cards, day_link
from sitegen.pages.views import Count, DaysView, Link, OnThisDayView, Page, YearCards

_LEAP = 2000  # a year with all days that there can be
_ROW = 7


def on_this_day_page(desk: Desk, name: str) -> Page | None:
    """What happened on the day *name*, like ``11-03``, the newest year first; None where nothing did."""
    days = desk.queries.years_of(name)
    if not days:
        return None
    month, day = int(name[:2]), int(name[3:])
    in_words = desk.words.day_of_year(date(_LEAP, month, day))
    title = desk.words.say("on_day_of_year", day=in_words)
    view = OnThisDayView(
        month=month,
        day=day,
        years=tuple(
            YearCards(day_link(desk, date.fromisoformat(one)), cards(desk, desk.queries.heads_on(one))) for one in days
        ),
    )
    years = desk.words.say("span", first=days[-1][:4], last=days[0][:4]) if len(days) > 1 else days[0][:4]
    description = desk.words.say("archived_of_day", day=in_words, years=years)
    return Page(
        urls.on_this_day_url(name),
        "on-this-day.html",
        view,
        title,
        description,
        "layouts/on-this-day.html",
        crumbs=(Link(desk.words.say("on_this_day"), "/on-this-day/"),),
    )


def days_page(desk: Desk) -> Page:
    """All days of the calendar, those that have a page linked."""
    held = {name: (liveblogs, updates) for name, liveblogs, updates in desk.queries.days_of_any_year()}

    def count(month: int, day: int) -> Count:
        name = f"{month:02}-{day:02}"
        return Count(str(day), urls.on_this_day_url(name) if name in held else "", *held.get(name, (0, 0)))

    def rows(month: int) -> Iterator[tuple[Count, ...]]:
        last = monthrange(_LEAP, month)[1]
        for first in range(1, last + 1, _ROW):
            yield tuple(count(month, day) for day in range(first, min(first + _ROW, last + 1)))

    view = DaysView(tuple(tuple(rows(month)) for month in range(1, 13)))
    title, description = desk.words.say("on_this_day"), desk.words.say("on_this_day_about")
    return Page("/on-this-day/", "days.html", view, title, description, "layouts/days.html")
