"""The planners of days, months and years."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import replace
from datetime import date

from sitegen.config import Order
from sitegen.pages import urls
from sitegen.pages.desk import Desk, card, cards, crumbs, is_mixed, stream
from sitegen.pages.views import Count, DayView, Link, MonthView, Page, YearView

TOPICS_SHOWN = 12
_WEEKS = Calendar(firstweekday=0)  # Monday first (ISO 8601)


def day_page(desk: Desk, name: str) -> Page | None:
    """The page of the civil day *name*, like ``2017-11-03``; None for a day without updates."""
    heads = desk.queries.heads_on(name)
    if not heads:
        return None
    day = date.fromisoformat(name)
    updates, stamp = stream(desk, heads, lambda entry: entry.at.date() == day)
    before, after = _beside(desk, name)
    view = DayView(
        date=day,
        cards=tuple(one for head in heads if (one := card(desk, head, headlines=False))),
        updates=updates,
        mixed=is_mixed(updates),
        any_year=_any_year(desk, day),
        previous=_day(desk, before),
        next=_day(desk, after),
    )
    title = desk.words.long_date(day)
    description = f"{_counts(desk, len(heads), len(updates))}: {heads[0].title}"
    page = _page(urls.day_url(day), "day.html", view, title, description, crumbs(desk, day, 2))
    return replace(page, stamp=stamp)


def month_page(desk: Desk, name: str) -> Page | None:
    """The calendar of the month *name*, like ``2017-11``; None for a month without updates."""
    days = desk.queries.days(name)
    if not days:
        return None
    year, month = int(name[:4]), int(name[5:])
    heads = list(desk.queries.heads(name))
    if desk.config.order is Order.NEWEST:
        heads.reverse()
    before, after = _beside(desk, name)
    span = desk.queries.span(name)
    view = MonthView(
        year=year,
        month=month,
        weeks=_weeks(desk, year, month, days),
        cards=cards(desk, heads),
        liveblogs=span.liveblogs,
        updates=span.updates,
        timeline=Link(desk.words.say("month_timeline"), urls.timeline_url(year, month))
        if desk.config.pages.timeline
        else None,
        topics=_topics(desk, name),
        previous=_month(desk, before),
        next=_month(desk, after),
    )
    title = desk.words.month_of(date(year, month, 1))
    description = f"{title}: {_counts(desk, view.liveblogs, view.updates)}"
    return _page(
        urls.month_url(year, month), "month.html", view, title, description, crumbs(desk, date(year, month, 1), 1)
    )


def year_page(desk: Desk, name: str) -> Page | None:
    """The calendar of the year *name*; None for a year without updates."""
    days = desk.queries.days(name)
    if not days:
        return None
    year = int(name)
    before, after = _beside(desk, name)
    months = [f"{name}-{month:02}" for month in range(1, 13)]
    spans = [desk.queries.span(month) for month in months]
    span = desk.queries.span(name)
    view = YearView(
        year=year,
        months=tuple(
            Count(
                desk.words.months[number],
                urls.month_url(year, number + 1) if has.updates else "",
                has.liveblogs,
                has.updates,
            )
            for number, has in enumerate(spans)
        ),
        calendars=tuple(_weeks(desk, year, month, days) for month in range(1, 13)),
        liveblogs=span.liveblogs,
        updates=span.updates,
        topics=_topics(desk, name),
        previous=_year(before),
        next=_year(after),
    )
    description = f"{year}: {_counts(desk, view.liveblogs, view.updates)}"
    return _page(urls.year_url(year), "year.html", view, str(year), description, ())


def _topics(desk: Desk, period: str) -> tuple[Count, ...]:
    """The topics of most updates in a month or a year, without those that a narrower one of the same period stands for."""
    if not desk.config.pages.topics:
        return ()
    counts = [(slug, updates) for slug, updates in desk.queries.topics_during(period) if slug in desk.topics]
    above = {parent for slug, _ in counts for parent in desk.broader[slug]}
    found = sorted((-updates, desk.topics[slug].label, slug) for slug, updates in counts if slug not in above)
    year = int(period[:4])
    return tuple(
        Count(label, urls.topic_year_url(slug, year), 0, -updates) for updates, label, slug in found[:TOPICS_SHOWN]
    )


def _page(
    url: str, layout: str, view: DayView | MonthView | YearView, title: str, description: str, way: tuple[Link, ...]
) -> Page:
    return Page(url, layout, view, title, description, owner=f"layouts/{layout}", crumbs=way)


def _counts(desk: Desk, liveblogs: int, updates: int) -> str:
    return f"{desk.words.counted(liveblogs, 'live blog')}, {desk.words.counted(updates, 'update')}"


def _weeks(desk: Desk, year: int, month: int, days: list[tuple[str, int, int]]) -> tuple[tuple[Count | None, ...], ...]:
    held = {day: (liveblogs, updates) for day, liveblogs, updates in days}

    def cell(number: int) -> Count | None:
        if not number:  # a day of the month before or after, which the calendar has not (1 AD, 9999)
            return None
        day = date(year, month, number)
        liveblogs, updates = held.get(day.isoformat(), (0, 0))
        return Count(str(day.day), urls.day_url(day) if updates and desk.config.pages.day else "", liveblogs, updates)

    return tuple(tuple(cell(day) for day in week) for week in _WEEKS.monthdayscalendar(year, month))


def _beside(desk: Desk, period: str) -> tuple[str, str]:
    return desk.queries.day_beside(period, after=False), desk.queries.day_beside(period, after=True)


def _day(desk: Desk, day: str) -> Link | None:
    if not day:
        return None
    found = date.fromisoformat(day)
    return Link(desk.words.long_date(found), urls.day_url(found))


def _any_year(desk: Desk, day: date) -> Link | None:
    if not desk.config.pages.on_this_day:
        return None
    return Link(desk.words.day_of_year(day), urls.on_this_day_url(f"{day:%m-%d}"))


def _month(desk: Desk, day: str) -> Link | None:
    if not day:
        return None
    first = date.fromisoformat(f"{day[:7]}-01")
    return Link(desk.words.month_of(first), urls.month_url(first.year, first.month))


def _year(day: str) -> Link | None:
    return Link(day[:4], urls.year_url(int(day[:4]))) if day else None
