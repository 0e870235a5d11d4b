"""Which pages there are to make: one planner a kind of page, asked for what was touched, or for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.index.changes import BODIES, SITE, Subject
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
    for kind, name in everything(desk) if subjects is None else subjects:
        if (kind, name) == SITE:
            yield from _singletons(desk)
        elif kind in PLANNERS:
            page = PLANNERS[kind](desk, name) if _is_on(desk, kind) else None
            yield page or url_of(kind, name)
        elif kind == "own":
            yield urls.own_url(name)  # those that are still there come with the singletons, after this


def wanted(subjects: Iterable[Subject], *, full: bool) -> list[Subject]:
    """*subjects* as pages have them, each once: those that only whole updates touch where pages show some in *full*."""
    kinds = ((kind.removesuffix(BODIES), name) for kind, name in subjects if full or not kind.endswith(BODIES))
    return list(dict.fromkeys(kinds))


def everything(desk: Desk) -> Iterator[Subject]:
    """Every subject that the archive has now; those that show the same live blogs come one after the other."""
    days = [day for day, _, _ in desk.queries.days()]
    dated: dict[str, list[Subject]] = {day: [] for day in days}
    for address, _, _ in desk.queries.addresses():
        dated.setdefault(address[:10], []).append(("live-blog", address))
    held = frozenset(days)
    for day in sorted(dated):
        yield from dated[day]
        if day in held:
            yield ("day", day)
    yield from (("month", month) for month in dict.fromkeys(day[:7] for day in days))
    yield from (("year", year) for year in dict.fromkeys(day[:4] for day in days))
    yield from _topics(desk)
    yield SITE


def _topics(desk: Desk) -> Iterator[Subject]:
    """Each topic after its newest year, which it shows too; year by year."""
    years = [(year, slug) for slug in desk.topics for year, _, _ in desk.queries.years(slug)]
    newest = {slug: year for year, slug in sorted(years)}
    for year, slug in sorted(years):
        yield ("topic-year", f"{slug}/{year}")
        if newest[slug] == year:
            yield ("topic", slug)
    yield from (("topic", slug) for slug in desk.topics if slug not in newest)


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
