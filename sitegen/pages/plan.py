"""The planners: one a kind of page, asked for what is to be planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.index.changes import SITE, Subject
from sitegen.pages.desk import Desk
from sitegen.pages.plan_calendar import day_page, month_page, year_page
from sitegen.pages.plan_liveblog import liveblog_page
from sitegen.pages.plan_notices import former_page
from sitegen.pages.plan_redirects import alias_page
from sitegen.pages.plan_site import home_page, not_found_page, own_pages
from sitegen.pages.plan_topics import topic_page, topic_year_page, topics_page
from sitegen.pages.views import Page

Planner = Callable[[Desk, str], Page | None]

PLANNERS: dict[str, tuple[Planner, ...]] = {
    "live-blog": (liveblog_page, former_page),
    "day": (day_page,),
    "month": (month_page,),
    "year": (year_page,),
    "topic": (topic_page,),
    "topic-year": (topic_year_page,),
    "alias": (alias_page,),
}
"""What makes the pages of each kind of subject: a page each, or None where it has none."""


def plan(desk: Desk, subjects: Iterable[Subject]) -> Iterator[Page]:
    """The pages of *subjects*, each planned. A subject that is no more has none."""
    for kind, name in subjects:
        if (kind, name) == SITE:
            yield from _singletons(desk)
        elif kind in PLANNERS and _is_on(desk, kind):
            pages = (planner(desk, name) for planner in PLANNERS[kind])
            yield from (page for page in pages if page)


def _is_on(desk: Desk, kind: str) -> bool:
    pages = desk.config.pages
    match kind:
        case "day":
            return pages.day
        case "month" | "year":
            return pages.calendar
        case "topic" | "topic-year":
            return pages.topics
        case _:
            return True


def _singletons(desk: Desk) -> Iterator[Page]:
    pages = desk.config.pages
    if pages.home:
        yield home_page(desk)
    if pages.topics:
        yield topics_page(desk)
    if pages.own:
        yield from own_pages(desk)
    if pages.not_found:
        yield not_found_page(desk)
