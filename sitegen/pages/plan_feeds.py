"""The planner of feeds: of the site, and of each topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.config import merge_rights
from sitegen.model import Entry, Head
from sitegen.pages import urls
from sitegen.pages.desk import Desk, topic_order
from sitegen.pages.feed_entries import FEED_ENTRIES, correction_entries, feed_view, update_entry
from sitegen.pages.feed_views import FeedEntry, FeedView
from sitegen.pages.views import Link, Page

ENDINGS = (("atom_feed", ".xml"), ("json_feed", ".json"))


def has_feeds(desk: Desk) -> bool:
    """Whether the site has feeds: their links must be absolute (RFC 4287 §4.2.7), so it needs a base URL."""
    return desk.config.pages.feed and bool(desk.config.base_url)


def feeds_of(desk: Desk, slug: str) -> tuple[Link, ...]:
    """The feeds of the topic *slug*, in each format."""
    home = urls.topic_url(slug)
    return (
        tuple(Link(desk.words.say(title), f"{home}feed{ending}") for title, ending in ENDINGS)
        if has_feeds(desk)
        else ()
    )


def site_feed(desk: Desk) -> FeedView:
    """The newest updates and corrections of all."""
    found = [*_entries(desk, desk.queries.newest(FEED_ENTRIES)), *_newest_corrections(desk)]
    return feed_view(desk.config, "feed", desk.config.title, desk.config.description, "/", found)


def topic_feeds(desk: Desk, slug: str) -> Iterator[Page]:
    """The newest updates of the topic *slug*, in each format; none for one that no update carries."""
    topic = desk.topics.get(slug)
    if topic is None or not has_feeds(desk) or not desk.queries.years(slug):
        return
    found = list(_entries(desk, _newest_of(desk, slug)))
    title, home = f"{desk.config.title}: {topic.label}", urls.topic_url(slug)
    view = feed_view(desk.config, f"topics/{slug}/feed", title, topic.note, home, found)
    for _, ending in ENDINGS:
        yield Page(f"/{view.name}{ending}", "", view, view.title, topic.note, "site.yaml", stamp=repr(view.entries))


def _newest_of(desk: Desk, slug: str) -> list[tuple[Head, Entry]]:
    """The last updates of a topic or a narrower one, newest first, of its last months: a thread may be long."""
    family, found = frozenset(desk.narrower[slug]), list[tuple[Head, Entry]]()
    for month, _ in reversed(desk.queries.months_of(slug)):
        for head in desk.queries.heads_in(slug, month):
            found += [
                (head, entry)
                for entry in desk.queries.entries(head)
                if f"{entry.at:%Y-%m}" == month and not family.isdisjoint(entry.topics)
            ]
        if len(found) >= FEED_ENTRIES:
            break
    found.sort(key=lambda pair: (pair[1].instant, pair[0].id, pair[1].place), reverse=True)
    return found[:FEED_ENTRIES]


def _entries(desk: Desk, newest: Iterable[tuple[Head, Entry]]) -> Iterator[FeedEntry]:
    """*newest* as entries, whole where the rights allow it."""
    body_of, whole = desk.queries.bodies(), dict[int, bool]()
    for head, entry in newest:
        if head.key not in whole:
            whole[head.key] = bool(merge_rights(desk.config.rights, desk.queries.rest(head).rights).full_text)
        html = body_of(f"{head.key}/{entry.place + 1}").decode() if whole[head.key] else ""
        topics = tuple((slug, desk.topics[slug].label) for slug in topic_order(desk, entry.topics))
        yield update_entry(desk.words, head, entry, html, topics)


def _newest_corrections(desk: Desk) -> list[FeedEntry]:
    """The last corrections, newest first."""
    found = [
        entry
        for head in desk.queries.corrected_heads()
        for entry in correction_entries(desk.words, head, desk.queries.entries(head), desk.config)
    ]
    return sorted(found, key=lambda entry: entry.published, reverse=True)[:FEED_ENTRIES]
