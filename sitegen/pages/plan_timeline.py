"""The planner of timelines: the updates of a month in one line, whichever clock was on the wall."""

from __future__ import annotations

from datetime import UTC, date
from itertools import groupby

from sitegen.config import BodyMode
from sitegen.pages import urls
from sitegen.pages.desk import MONTHS, Desk, crumbs, stream
from sitegen.pages.views import Link, Page, TimelineDay, TimelineView, UpdateView


def timeline_page(desk: Desk, name: str) -> Page | None:
    """The timeline of the month *name*, like ``2017-11``; None for a month without updates."""
    heads = desk.queries.heads_during(name)
    if not heads:
        return None
    year, month = int(name[:4]), int(name[5:])
    updates, stamp = stream(desk, heads, lambda entry: entry.iso[:7] == name, BodyMode.LEAD)
    span = desk.queries.span(name)
    title = f"Timeline of {MONTHS[month - 1]} {year}"
    view = TimelineView(
        year=year,
        month=month,
        days=tuple(TimelineDay(day, tuple(of_day)) for day, of_day in groupby(updates, key=_day)),
        liveblogs=span.liveblogs,
        updates=span.updates,
        calendar=Link(f"{MONTHS[month - 1]} {year}", urls.month_url(year, month))
        if desk.config.pages.calendar
        else None,
        previous=_month(desk.queries.day_beside(name, after=False)),
        next=_month(desk.queries.day_beside(name, after=True)),
    )
    return Page(
        url=urls.timeline_url(year, month),
        layout="timeline.html",
        view=view,
        title=title,
        description=f"{title}: {span.updates:,} updates of {span.liveblogs:,} live blogs by instant, in UTC and local time",
        owner="layouts/timeline.html",
        crumbs=crumbs(desk, date(year, month, 1), 2),
        stamp=stamp,
    )


def _day(update: UpdateView) -> date:
    return update.at.astimezone(UTC).date()


def _month(day: str) -> Link | None:
    if not day:
        return None
    year, month = int(day[:4]), int(day[5:7])
    return Link(f"{MONTHS[month - 1]} {year}", urls.timeline_url(year, month))
