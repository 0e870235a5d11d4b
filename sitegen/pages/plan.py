"""The planners: one a kind of page, asked for what is to be planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sitegen.index.changes import SITE, Subject
from sitegen.pages.data import DATA, has_data
from sitegen.pages.desk import Desk
from sitegen.pages.plan_calendar import day_page, month_page, year_page
from sitegen.pages.plan_citations import citation_pages
from sitegen.pages.plan_corrections import corrections_page
from sitegen.pages.plan_data import data_page, year_data_pages
from sitegen.pages.plan_feeds import topic_feeds
from sitegen.pages.plan_liveblog import latest_page, liveblog_page
from sitegen.pages.plan_notices import former_page
from sitegen.pages.plan_on_this_day import days_page, on_this_day_page
from sitegen.pages.plan_redirects import alias_page
from sitegen.pages.plan_search import search_page
from sitegen.pages.plan_site import home_page, not_found_page, own_pages
from sitegen.pages.plan_timeline import timeline_page
from sitegen.pages.plan_topics import topic_page, topic_year_page, topics_page
from sitegen.pages.plan_updates import update_pages
from sitegen.pages.views import Page

Planner = Callable[[Desk, str], Iterable[Page]]


def _alone(planner: Callable[[Desk, str], Page | None]) -> Planner:
    """*planner*, of one page or none, as one of any number."""
    return lambda desk, name: filter(None, (planner(desk, name),))


def _with_data(planner: Planner) -> Planner:
    """The pages of *planner*, and what they say as JSON beside those that have it."""

    def pages(desk: Desk, name: str) -> Iterator[Page]:
        for page in planner(desk, name):
            yield page
            if desk.config.pages.data and has_data(page):
                yield replace(page, url=page.url + DATA, layout="")

    return pages


def _liveblog_pages(desk: Desk, address: str) -> Iterator[Page]:
    """The live blog's own page, and those that show the same in another way: made after it, of the same pieces."""
    head = desk.queries.head(address)
    for page in _with_data(_alone(liveblog_page))(desk, address) if head else ():
        yield page
        if head and page.layout:
            yield from filter(None, [latest_page(page)])
            yield from update_pages(desk, page, head)


PLANNERS: dict[str, tuple[Planner, ...]] = {
    "live-blog": (_liveblog_pages, citation_pages, _with_data(former_page)),
    "day": (_with_data(_alone(day_page)),),
    "month": (_alone(month_page),),
    "year": (_alone(year_page),),
    "search": (_alone(search_page),),
    "timeline": (_alone(timeline_page),),
    "on-this-day": (_alone(on_this_day_page),),
    "topic": (_alone(topic_page), topic_feeds),
    "topic-year": (_with_data(_alone(topic_year_page)),),
    "alias": (_alone(alias_page),),
    "corrections": (_alone(corrections_page),),
    "data-year": (year_data_pages,),
}
"""What makes the pages of each kind of subject; a subject that is no more has none."""


def plan(desk: Desk, subjects: Iterable[Subject]) -> Iterator[Page]:
    """The pages of *subjects*, each planned."""
    for kind, name in subjects:
        if (kind, name) == SITE:
            yield from _singletons(desk)
        elif kind in PLANNERS and _is_on(desk, kind):
            for planner in PLANNERS[kind]:
                yield from planner(desk, name)


def _is_on(desk: Desk, kind: str) -> bool:
    pages = desk.config.pages
    match kind:
        case "day":
            return pages.day
        case "month" | "year":
            return pages.calendar
        case "topic" | "topic-year":
            return pages.topics
        case "search":
            return pages.search
        case "timeline":
            return pages.timeline
        case "on-this-day":
            return pages.on_this_day
        case "corrections":
            return pages.corrections
        case "data-year":
            return pages.tables
        case _:
            return True


def _singletons(desk: Desk) -> Iterator[Page]:
    pages = desk.config.pages
    if pages.home:
        yield home_page(desk)
    if pages.topics:
        yield topics_page(desk)
    if pages.on_this_day:
        yield days_page(desk)
    if pages.own:
        yield from own_pages(desk)
    if pages.data or pages.tables:
        yield data_page(desk)
    if pages.not_found:
        yield not_found_page(desk)
