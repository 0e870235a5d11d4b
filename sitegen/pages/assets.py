"""The files made without a layout, and what every layout sees of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.pages.atom import atom_feed
from sitegen.pages.desk import Desk
from sitegen.pages.feeds import is_noindex, robots, sitemaps
from sitegen.pages.json_feed import json_feed
from sitegen.pages.plan_feeds import has_feeds, site_feed
from sitegen.pages.plan_site import menu, sections
from sitegen.pages.schemas import schemas
from sitegen.pages.static import Asset
from sitegen.pages.subjects import everything, url_of
from sitegen.pages.urls import CORRECTIONS, DATA, own_url
from sitegen.pages.views import Site
from sitegen.pages.year_data import data_package

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
        feed="/feed.xml" if has_feeds(desk) else "",
        stylesheet=STYLESHEET,
        icon=ICON,
        corrections=CORRECTIONS if config.pages.corrections else "",
        csp=config.csp,
        interface=desk.words.lang,
        data=DATA if config.pages.data or config.pages.tables else "",
        logo=f"/assets/{config.theme.logo}" if config.theme.logo else "",
        wordmark=config.theme.wordmark,
        json_feed="/feed.json" if has_feeds(desk) else "",
    )


def made_assets(desk: Desk, *, has_sitemap: bool = True) -> Iterator[Asset]:
    """``robots.txt``, schemas, the feeds and, where they are due, the sitemaps, as long as the archive is large."""
    yield robots(desk.config)
    yield from schemas(desk.config)
    years = [year for year, _, _ in desk.queries.calendar_years()] if desk.config.pages.tables else []
    if years:  # a package of nothing is none (Data Package: at least one resource)
        yield Asset(
            "/data/datapackage.json", data_package(desk.config, years).encode("utf-8", "surrogatepass"), "site.yaml"
        )
    if has_feeds(desk):
        view, site = site_feed(desk), site_of(desk)
        yield Asset("/feed.xml", atom_feed(view, site).encode(), "site.yaml")
        yield Asset("/feed.json", json_feed(view, site).encode("utf-8", "surrogatepass"), "site.yaml")
    if has_sitemap and desk.config.pages.sitemap and desk.config.base_url:
        yield from sitemaps(desk.config.base_url, _sitemap(desk))


def _sitemap(desk: Desk) -> Iterator[tuple[str, str]]:
    """The pages that search engines should know, with the day of the last update of live blogs and days."""
    pages = desk.config.pages
    if pages.home:
        yield "/", ""
    modified = {
        address: last
        for address, last, robots in desk.queries.addresses()
        if not is_noindex(robots or desk.config.rights.robots)
    }
    subjects = list(everything(desk.queries, desk.topics))
    years = Counter(name.partition("/")[0] for kind, name in subjects if kind == "topic-year")
    is_on = dict.fromkeys(("month", "year"), pages.calendar) | dict.fromkeys(("topic", "topic-year"), pages.topics)
    is_on |= {"timeline": pages.timeline, "on-this-day": pages.on_this_day}
    for kind, name in subjects:
        if kind == "topic-year" and years[name.partition("/")[0]] == 1:
            continue  # it repeats the topic's main page
        if kind == "topic" and not years[name]:
            continue  # no update carries it, so it has no page
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
    if pages.corrections:
        yield CORRECTIONS, ""
    if pages.data or pages.tables:
        yield DATA, ""
    if pages.own:
        yield from ((own_url(name), "") for _, name, _, _ in desk.queries.own_pages())
