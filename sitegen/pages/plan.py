"""Which pages there are to make: one planner a kind of page, asked for what was touched, or for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.index.changes import SITE, Subject
from sitegen.pages import urls
from sitegen.pages.desk import Desk
from sitegen.pages.plan_calendar import day_page, month_page, year_page
from sitegen.pages.plan_liveblog import liveblog_page
from sitegen.pages.plan_site import home_page, not_found_page, own_pages
from sitegen.pages.plan_topics import topic_page, topic_year_page, topics_page
from sitegen.pages.views import Page

Planner = Callable[[Desk, str], Page | None]

PLANNERS: dict[str, Planner] = {
    "live-blog": liveblog_page,
    "day": day_page,
    "month": month_page,
    "year": year_page,
    "topic": topic_page,
    "topic-year": topic_year_page,
}


def plan(desk: Desk, subjects: Iterable[Subject] | None) -> Iterator[Page | str]:
    """The pages of *subjects* (None: all pages), each planned; a URL alone says that its page is no more."""
    for subject in everything(desk) if subjects is None else subjects:
        kind, name = subject
        if subject == SITE:
            yield from _singletons(desk)
        elif kind in PLANNERS:
            page = PLANNERS[kind](desk, name) if _is_on(desk, kind) else None
            yield page or url_of(kind, name)
        elif kind == "own":
            yield urls.own_url(name)  # those that are still there come with the singletons, after this


def everything(desk: Desk) -> Iterator[Subject]:
    """Every subject that the archive has now."""
    months: dict[str, None] = {}
    years: dict[str, None] = {}
    for head in desk.queries.heads():
        yield ("live-blog", f"{head.date.isoformat()}/{head.slug}")
    for day, _, _ in desk.queries.days():
        yield ("day", day)
        months.setdefault(day[:7])
        years.setdefault(day[:4])
    yield from (("month", month) for month in months)
    yield from (("year", year) for year in years)
    for slug in desk.topics:
        yield ("topic", slug)
        yield from (("topic-year", f"{slug}/{year}") for year, _, _ in desk.queries.years(desk.narrower[slug]))
    yield SITE


def url_of(kind: str, name: str) -> str:
    """The URL that the page of a subject has or had."""
    match kind:
        case "topic":
            return urls.topic_url(name)
        case "topic-year":
            slug, _, year = name.partition("/")
            return urls.topic_year_url(slug, int(year))
        case "year":
            return urls.year_url(int(name))
        case _:
            return "/" + name.replace("-", "/", 2) + "/"


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
