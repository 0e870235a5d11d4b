"""The planners of what there is once: home, the owner's pages, the page for lost addresses."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import Order
from sitegen.digests import digest
from sitegen.pages import urls
from sitegen.pages.desk import Desk, cards, day_link, topic_link, year_count
from sitegen.pages.views import Card, Count, HomeView, Link, NotFoundView, OwnView, Page

RECENT = 12
BUSIEST = 12


def home_page(desk: Desk) -> Page:
    """What is here, the newest day, the busiest topics, and how far it reaches; links only to pages that the site has."""
    span, pages = desk.queries.span(), desk.config.pages
    newest = span.last.isoformat() if span.last else ""
    on_newest = desk.queries.heads_on(newest) if newest else []
    view = HomeView(
        liveblogs=span.liveblogs,
        updates=span.updates,
        first=span.first,
        last=span.last,
        newest=cards(desk, on_newest, headlines=True),
        newest_day=day_link(desk, span.last) if span.last and pages.day else None,
        recent=_recent(desk, {head.key for head in on_newest}),
        topics=_busiest(desk) if pages.topics else (),
        years=tuple(_years(desk)) if pages.calendar else (),
    )
    config = desk.config
    return Page("/", "home.html", view, config.title, config.description or config.title, "layouts/home.html")


def _recent(desk: Desk, shown: set[int]) -> tuple[Card, ...]:
    """The last live blogs beside those *shown*, in the site's order."""
    heads = [head for head in desk.queries.latest_heads(RECENT + len(shown)) if head.key not in shown][:RECENT]
    return cards(desk, heads if desk.config.order is Order.NEWEST else reversed(heads))


def _busiest(desk: Desk) -> tuple[Count, ...]:
    """The topics of most updates; of a topic and a broader one with the same updates, the narrower."""
    counts = []
    for slug in desk.queries.topics_in_use():
        if slug in desk.topics:
            span = desk.queries.topic_span(slug)
            link = topic_link(desk, slug)
            counts.append(Count(link.title, link.url, span.liveblogs, span.updates))
    return tuple(sorted(counts, key=lambda count: (-count.updates, -count.liveblogs, count.title))[:BUSIEST])


def _years(desk: Desk) -> Iterator[Count]:
    """The years in the site's order."""
    years = desk.queries.calendar_years()
    for year, liveblogs, updates in reversed(years) if desk.config.order is Order.NEWEST else years:
        yield year_count(year, liveblogs, updates, urls.year_url(int(year)))


def own_pages(desk: Desk) -> Iterator[Page]:
    """The owner's pages."""
    for path, name, title, html in desk.queries.own_pages():
        view = OwnView(title, f"own/{name}")
        yield Page(urls.own_url(name), "own.html", view, title, title, path, stamp=digest(html))


def not_found_page(desk: Desk) -> Page:
    """The page for addresses that lead nowhere."""
    years = tuple(Link(count.title, count.url) for count in _years(desk)) if desk.config.pages.calendar else ()
    view = NotFoundView(years)
    title = desk.words.say("title_not_found")
    return Page("/404.html", "404.html", view, title, title, "layouts/404.html", noindex=True)


def sections(desk: Desk) -> tuple[Link, ...]:
    """The site's own parts that are switched on."""
    span = desk.queries.span()
    found = []
    if desk.config.pages.calendar and span.last:
        found.append(Link(desk.words.say("days"), urls.year_url(span.last.year)))
    if desk.config.pages.topics:
        found.append(Link(desk.words.say("topics"), "/topics/"))
    if desk.config.pages.on_this_day:
        found.append(Link(desk.words.say("on_this_day"), "/on-this-day/"))
    if desk.config.pages.search:
        found.append(Link(desk.words.say("search"), "/search/"))
    return tuple(found)


def menu(desk: Desk) -> tuple[Link, ...]:
    """The owner's pages that ``menu:`` names, in its order."""
    titles = {name: title for _, name, title, _ in desk.queries.own_pages()} if desk.config.pages.own else {}
    return tuple(Link(titles[name], urls.own_url(name)) for name in desk.config.menu if name in titles)
