"""The files made without a layout, and what every layout sees of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.config import merge_rights
from sitegen.pages import atom, feeds
from sitegen.pages.atom import FeedEntry
from sitegen.pages.desk import Desk
from sitegen.pages.plan_site import menu, sections
from sitegen.pages.schemas import schemas
from sitegen.pages.static import Asset
from sitegen.pages.subjects import everything, url_of
from sitegen.pages.urls import CORRECTIONS, own_url
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
        corrections=CORRECTIONS if config.pages.corrections else "",
        csp=config.csp,
    )


def has_feed(desk: Desk) -> bool:
    """Whether the site has a feed: its links must be absolute (RFC 4287 §4.2.7), so it needs a base URL."""
    return desk.config.pages.feed and bool(desk.config.base_url)


def made_assets(desk: Desk, *, has_sitemap: bool = True) -> Iterator[Asset]:
    """``robots.txt``, schemas, the feed and, where it is due, the sitemap, which is as long as the archive is large."""
    yield feeds.robots(desk.config)
    yield from schemas(desk.config)
    if has_feed(desk):
        yield atom.atom_feed(desk.config, [*_newest_updates(desk), *_newest_corrections(desk)])
    if has_sitemap and desk.config.pages.sitemap and desk.config.base_url:
        yield feeds.sitemap(desk.config, _sitemap(desk))


def _newest_updates(desk: Desk) -> Iterator[FeedEntry]:
    """The last updates, newest first; whole where the rights allow it."""
    body_of, whole = desk.queries.bodies(), dict[int, bool]()
    for head, entry in desk.queries.newest(atom.FEED_ENTRIES):
        if head.key not in whole:
            whole[head.key] = bool(merge_rights(desk.config.rights, desk.queries.rest(head).rights).full_text)
        html = body_of(f"{head.key}/{entry.place + 1}").decode() if whole[head.key] else ""
        yield atom.update_entry(head, entry, html)


def _newest_corrections(desk: Desk) -> list[FeedEntry]:
    """The last corrections, newest first."""
    found = [
        entry
        for head in desk.queries.corrected_heads()
        for entry in atom.correction_entries(head, desk.queries.entries(head), desk.config)
    ]
    return sorted(found, key=lambda entry: entry.published, reverse=True)[: atom.FEED_ENTRIES]


def _sitemap(desk: Desk) -> Iterator[tuple[str, str]]:
    """The pages that search engines should know, with the day of the last update of live blogs and days."""
    pages = desk.config.pages
    if pages.home:
        yield "/", ""
    modified = {
        address: last
        for address, last, robots in desk.queries.addresses()
        if not feeds.is_noindex(robots or desk.config.rights.robots)
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
    if pages.own:
        yield from ((own_url(name), "") for _, name, _, _ in desk.queries.own_pages())
