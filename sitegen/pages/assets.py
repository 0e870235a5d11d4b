"""The files made without a layout, and what every layout sees of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.pages import feeds
from sitegen.pages.desk import Desk
from sitegen.pages.plan_site import menu, sections
from sitegen.pages.static import Asset
from sitegen.pages.subjects import everything, url_of
from sitegen.pages.urls import own_url
from sitegen.pages.views import Site

STYLESHEET = "/assets/style.css"
ICON = "/assets/favicon.svg"


def site_of(desk: Desk) -> Site:
    """What every layout sees of the site."""
    config = desk.config
    return Site(
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        publisher=config.publisher,
        clock=config.clock,
        links=config.links,
        rights=config.rights,
        sections=sections(desk),
        menu=menu(desk),
        home="/" if config.pages.home else "",
        feed="/feed.xml" if has_feed(desk) else "",
        stylesheet=STYLESHEET,
        icon=ICON,
    )


def has_feed(desk: Desk) -> bool:
    """Whether the site has a feed: its links must be absolute (RFC 4287 §4.2.7), so it needs a base URL."""
    return desk.config.pages.feed and bool(desk.config.base_url)


def made_assets(desk: Desk, *, has_sitemap: bool = True) -> Iterator[Asset]:
    """``robots.txt``, the feed and, where it is due, the sitemap, which is as long as the archive is large."""
    yield feeds.robots(desk.config)
    if has_feed(desk):
        yield feeds.atom_feed(desk.config, desk.queries.newest(feeds.FEED_ENTRIES))
    if has_sitemap and desk.config.pages.sitemap and desk.config.base_url:
        yield feeds.sitemap(desk.config, _sitemap(desk))


def _sitemap(desk: Desk) -> Iterator[tuple[str, str]]:
    """The pages that search engines should know, with the day of the last update of live blogs and days."""
    pages = desk.config.pages
    if pages.home:
        yield "/", ""
    modified = {
        address: last for address, last, robots in desk.queries.addresses() if not (robots and feeds.is_noindex(robots))
    }
    subjects = list(everything(desk.queries, desk.topics))
    years = Counter(name.partition("/")[0] for kind, name in subjects if kind == "topic-year")
    is_on = dict.fromkeys(("month", "year"), pages.calendar) | dict.fromkeys(("topic", "topic-year"), pages.topics)
    is_on |= {"timeline": pages.timeline, "on-this-day": pages.on_this_day}
    for kind, name in subjects:
        if kind == "topic-year" and years[name.partition("/")[0]] == 1:
            continue  # it repeats the topic's main page
        if kind == "live-blog" and name in modified:
            yield url_of(kind, name), modified[name]
        elif kind == "day" and pages.day:
            yield url_of(kind, name), name
        elif is_on.get(kind):
            yield url_of(kind, name), ""
    if pages.on_this_day:
        yield "/on-this-day/", ""
    if pages.topics:
        yield "/topics/", ""
    if pages.own:
        yield from ((own_url(name), "") for _, name, _, _ in desk.queries.own_pages())
