"""The planner of timelines: the updates of a month in one line, whichever clock was on the wall."""

from __future__ import annotations

from datetime import UTC, date
from itertools import groupby

from sitegen.config import BodyMode
from sitegen.pages import urls
from sitegen.pages.desk import Desk, crumbs, stream
from sitegen.pages.views import Link, Page, TimelineDay, TimelineView, UpdateView


def timeline_page(desk: Desk, name: str) -> Page | None:
    """The timeline of the month *name*, like ``2017-11``; None for a month without updates."""
    heads = desk.queries.heads_during(name)
    if not heads:
        return None
    year, month = int(name[:4]), int(name[5:])
    updates, stamp = stream(desk, heads, lambda entry: entry.iso[:7] == name, BodyMode.LEAD)
    span = desk.queries.span(name)
    title = desk.words.say("timeline_of", month=desk.words.months[month - 1], year=year)
    view = TimelineView(
        year=year,
        month=month,
        days=tuple(TimelineDay(day, tuple(of_day)) for day, of_day in groupby(updates, key=_day)),
        liveblogs=span.liveblogs,
        updates=span.updates,
        calendar=Link(desk.words.month_of(date(year, month, 1)), urls.month_url(year, month))
        if desk.config.pages.calendar
        else None,
        previous=_month(desk, desk.queries.day_beside(name, after=False)),
        next=_month(desk, desk.queries.day_beside(name, after=True)),
    )
    return Page(
        url=urls.timeline_url(year, month),
        layout="timeline.html",
        view=view,
        title=title,
        description=f"{title}: {desk.words.counted(span.updates, 'update')}, {desk.words.say('by_instant')}",
        owner="layouts/timeline.html",
        crumbs=crumbs(desk, date(year, month, 1), 2),
        stamp=stamp,
    )


def _day(update: UpdateView) -> date:
    return update.at.astimezone(UTC).date()


def _month(desk: Desk, day: str) -> Link | None:
    if not day:
        return None
    first = date.fromisoformat(f"{day[:7]}-01")
    return Link(desk.words.month_of(first), urls.timeline_url(first.year, first.month))
