"""Thread navigation: who stands before and after an update among all that carry one of its topics, across live blogs.

A thread is asked a day of UTC at a time, and a day is kept for the live blogs that follow: those of one day stand near.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sitegen.index.rows import DAY_S
from sitegen.model import Head
from sitegen.pages import urls
from sitegen.pages.desk import Desk, topic_order
from sitegen.pages.formats import clock
from sitegen.pages.views import Step, ThreadSteps, UpdateView

MOST = 3
"""So many topics of an update lead on: more would be more links than words. Broad ones never do: all is beside all there."""
_DAYS_KEPT = 2000

Place = tuple[int, str, int]
"""Where an update stands in any thread: its instant, its live blog's id, its place in that."""


def with_threads(desk: Desk, head: Head, views: Sequence[UpdateView]) -> tuple[UpdateView, ...]:
    """*views* of all updates of *head*, as its own page shows them, with the steps along their threads."""
    if not desk.config.pages.topics:
        return tuple(views)
    entries, leads = desk.queries.entries(head), dict[tuple[str, ...], list[str]]()
    found = []
    for entry, view in zip(entries, views, strict=True):
        if (slugs := leads.get(entry.topics)) is None:
            slugs = leads[entry.topics] = topic_order(desk, entry.topics)
        place = (entry.instant, head.id, entry.place)
        steps, left = [], MOST
        for slug in slugs:
            leads_on = left > 0 and not is_broad(desk, slug)
            left -= leads_on
            steps.append(_steps(desk, head, slug, place) if leads_on else NOWHERE)
        found.append(view._replace(threads=tuple(steps)) if any(one != NOWHERE for one in steps) else view)
    return tuple(found)


NOWHERE = ThreadSteps(None, None)


def is_broad(desk: Desk, slug: str) -> bool:
    """Whether the topic *slug* has narrower ones."""
    return len(desk.narrower[slug]) > 1


def _steps(desk: Desk, head: Head, slug: str, place: Place) -> ThreadSteps:
    day = place[0] // DAY_S
    held = _day(desk, slug, day)
    at = bisect_left(held, (place,))  # shorter than what it equals, so it comes before it
    before = held[at - 1] if at else _beside(desk, slug, day, after=False)
    after = held[at + 1] if at + 1 < len(held) else _beside(desk, slug, day, after=True)
    return ThreadSteps(_own(head, before), _own(head, after))


def _own(head: Head, found: tuple[Place, Step] | None) -> Step | None:
    """The step of *found*; within *head* it is a fragment, so that it stays on the page."""
    if found is None:
        return None
    (_, liveblog, _), step = found
    return replace(step, url=step.url[step.url.index("#") :]) if liveblog == head.id else step


def _beside(desk: Desk, slug: str, day: int, *, after: bool) -> tuple[Place, Step] | None:
    other = desk.queries.thread_day_beside(slug, day, after=after)
    return None if other is None else _day(desk, slug, other)[0 if after else -1]


def _day(desk: Desk, slug: str, day: int) -> list[tuple[Place, Step]]:
    """The thread of *slug* on a *day* of UTC, in its order."""
    if (known := desk.thread_days.get((slug, day))) is not None:
        return known
    if len(desk.thread_days) >= _DAYS_KEPT:
        desk.thread_days.clear()
    found = []
    for head in desk.queries.heads_of_thread_day(slug, day):
        home = urls.liveblog_url(head.date, head.slug)
        for entry in desk.queries.entries(head):
            if entry.instant // DAY_S == day and slug in entry.topics:
                place = (entry.instant, head.id, entry.place)
                found.append((place, Step(f"{home}#{entry.anchor}", entry.at, clock(entry.at, desk.config.clock))))
    found.sort(key=lambda one: one[0])
    desk.thread_days[slug, day] = found
    return found
