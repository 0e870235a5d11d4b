"""The planners of topics: their index, each topic, and its years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from sitegen.index.queries import Span
from sitegen.model import Entry, Head, Topic
from sitegen.pages import urls
from sitegen.pages.desk import Desk, day_link, is_mixed, stream, topic_link
from sitegen.pages.plan_feeds import feeds_of
from sitegen.pages.views import Bar, Count, Link, Page, ThreadDay, TopicRow, TopicsView, TopicView, UpdateView

MONTHS_IN_CHART = 96
"""A chart of so many months is one of years."""


def topics_page(desk: Desk) -> Page:
    """The index of topics."""
    rows = tuple(_rows(desk, "", 0, frozenset(desk.queries.topics_in_use())))
    title, description = desk.words.say("topics"), desk.words.counted(len(rows), "topic")
    return Page("/topics/", "topics.html", TopicsView(rows), title, description, "layouts/topics.html")


def _rows(desk: Desk, parent: str, depth: int, used: frozenset[str]) -> Iterator[TopicRow]:
    children = [topic for topic in desk.topics.values() if topic.broader == parent]
    for topic in sorted(children, key=lambda topic: (topic.label.casefold(), topic.slug)):
        if topic.slug in used:
            span = desk.queries.topic_span(topic.slug)
            count = Count(topic.label, urls.topic_url(topic.slug), span.liveblogs, span.updates)
            yield TopicRow(count, topic.note, depth, span.first, span.last)
        yield from _rows(desk, topic.slug, depth + 1, used)


def topic_page(desk: Desk, slug: str) -> Page | None:
    """The main page of the topic *slug*, with its newest year's thread; None for one that no update carries."""
    return _page(desk, slug, "")


def topic_year_page(desk: Desk, name: str) -> Page | None:
    """The thread of one year of a topic; *name* is like ``qaim/2017``."""
    slug, _, year = name.partition("/")
    return _page(desk, slug, year)


def _page(desk: Desk, slug: str, year: str) -> Page | None:
    topic = desk.topics.get(slug)
    if topic is None:
        return None
    years = desk.queries.years(slug)
    held = [name for name, _, _ in years]
    if not held or (year and year not in held):
        return None
    shown = year or held[-1]
    heads = desk.queries.heads_in(slug, shown)
    days, stamp = _thread(desk, heads, slug, int(shown))
    view = _view(desk, topic, years, year, days)
    title = f"{topic.label}, {shown}" if year else topic.label
    return Page(
        url=urls.topic_year_url(slug, int(year)) if year else urls.topic_url(slug),
        layout="topic.html",
        view=view,
        title=title,
        description=topic.note or f"{topic.label}: {_counts(desk, view)}",
        owner="layouts/topic.html",
        canonical=urls.topic_url(slug) if year and len(held) == 1 else "",  # its main page shows the same
        crumbs=(
            Link(desk.words.say("topics"), "/topics/"),
            *view.broader,
            *((topic_link(desk, slug),) if year else ()),
        ),
        stamp=stamp,
    )


def _counts(desk: Desk, view: TopicView) -> str:
    counted = desk.words.counted
    return desk.words.say(
        "updates_in", updates=counted(view.updates, "update"), liveblogs=counted(view.liveblogs, "live blog")
    )


def _view(
    desk: Desk, topic: Topic, years: Sequence[tuple[str, int, int]], year: str, days: tuple[ThreadDay, ...]
) -> TopicView:
    held = [name for name, _, _ in years]
    span: Span = desk.queries.topic_span(topic.slug, year)
    before = [name for name in held if name < year][-1:] if year else []
    after = [name for name in held if name > year][:1] if year else []
    return TopicView(
        label=topic.label,
        note=topic.note,
        year=int(year or 0),
        shown_year=int(year or held[-1]),
        liveblogs=span.liveblogs,
        updates=span.updates,
        first=span.first,
        last=span.last,
        broader=tuple(
            topic_link(desk, parent) for parent in reversed(desk.broader[topic.slug]) if parent in desk.topics
        ),
        narrower=tuple(_narrower(desk, topic.slug)),
        years=tuple(
            Count(name, urls.topic_year_url(topic.slug, int(name)), liveblogs, updates)
            for name, liveblogs, updates in years
        ),
        days=days,
        mixed=is_mixed(update for day in days for update in day.updates),
        home=topic_link(desk, topic.slug),
        previous=_year(topic.slug, before),
        next=_year(topic.slug, after),
        chart=() if year else bars(topic.slug, desk.queries.months_of(topic.slug)),
        feeds=() if year else feeds_of(desk, topic.slug),
    )


def bars(slug: str, months: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """The chart of *months* with their updates, those without any between; by years where they span too many to be seen.

    None where there is but one bar.
    """
    first, last = _ordinal(months[0][0]), _ordinal(months[-1][0])
    by_year = last - first >= MONTHS_IN_CHART
    held = dict[tuple[int, int], int]()
    for name, updates in months:
        key = (int(name[:4]), 0 if by_year else int(name[5:]))
        held[key] = held.get(key, 0) + updates
    every = (
        [(year, 0) for year in range(first // 12, last // 12 + 1)]
        if by_year
        else [(number // 12, number % 12 + 1) for number in range(first, last + 1)]
    )
    if len(every) == 1:
        return ()
    years = {year for year, _ in held}
    return tuple(
        Bar(year, month, held.get((year, month), 0), urls.topic_year_url(slug, year) if year in years else "")
        for year, month in every
    )


def _ordinal(month: str) -> int:
    """The number of a month like "2017-11" among all."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _narrower(desk: Desk, slug: str) -> Iterator[Count]:
    children = [topic for topic in desk.topics.values() if topic.broader == slug]
    for topic in sorted(children, key=lambda topic: (topic.label.casefold(), topic.slug)):
        span = desk.queries.topic_span(topic.slug)
        if span.updates:
            yield Count(topic.label, urls.topic_url(topic.slug), span.liveblogs, span.updates)


def _thread(desk: Desk, heads: Sequence[Head], slug: str, year: int) -> tuple[tuple[ThreadDay, ...], str]:
    """The updates of a topic in *year*, with their stamp.

    The last thread is kept: the page of a newest year and the topic's own share it.
    """
    name = f"{slug}/{year}"
    if name not in desk.threads:
        desk.threads.clear()
        desk.threads[name] = _days(desk, heads, frozenset(desk.narrower[slug]), year)
    return desk.threads[name]


def _days(desk: Desk, heads: Sequence[Head], family: frozenset[str], year: int) -> tuple[tuple[ThreadDay, ...], str]:

    def is_in(entry: Entry) -> bool:
        return entry.at.year == year and not family.isdisjoint(entry.topics)

    def civil(update: UpdateView) -> date:
        return update.at.date()

    # Two zones can disagree which day it is: a day is gathered whole, its updates still by instant.
    updates, stamp = stream(desk, heads, is_in)
    days = groupby(sorted(updates, key=civil), key=civil)
    return tuple(ThreadDay(day, day_link(desk, day), tuple(of_day)) for day, of_day in days), stamp


def _year(slug: str, years: Sequence[str]) -> Link | None:
    return Link(years[0], urls.topic_year_url(slug, int(years[0]))) if years else None
