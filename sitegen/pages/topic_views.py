"""Views of topics: their index, and each with its thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sitegen.pages.view_parts import Count, Link, UpdateView


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the index of topics, *depth* steps below the topics without a broader one."""

    count: Count
    note: str
    depth: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class TopicsView:
    """All topics, each followed by its narrower ones, in the order of labels."""

    topics: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class ThreadDay:
    """The updates of a thread on one civil day."""

    date: date
    day: Link
    updates: tuple[UpdateView, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bar:
    """The *updates* of a month or, where *month* is 0, of a *year*. *url* is the page of that year of the topic."""

    year: int
    month: int
    updates: int
    url: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic, or one *year* of it (0: the topic's main page, which shows the newest year's thread).

    *chart* is there on its main page: every month from its first to its last update, or every year where those are many.
    So are *feeds*, in each format.
    """

    label: str
    note: str
    year: int
    shown_year: int
    liveblogs: int
    updates: int
    first: date | None
    last: date | None
    broader: tuple[Link, ...]
    narrower: tuple[Count, ...]
    years: tuple[Count, ...]
    days: tuple[ThreadDay, ...]
    mixed: bool
    home: Link
    previous: Link | None
    next: Link | None
    chart: tuple[Bar, ...] = ()
    feeds: tuple[Link, ...] = ()
