"""The desk at which planners work: the index, the settings and the topics, and the small values that all pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from sitegen.config import BodyMode, Config
from sitegen.index.changes import broader_of
from sitegen.index.queries import Queries
from sitegen.model import Entry, Head, Topic
from sitegen.pages import urls
from sitegen.pages.formats import long_date
from sitegen.pages.views import Card, Count, Link, UpdateView
from sitegen.zones import utc_offset_text, zone_place

FULL_UPDATES = 200
"""Up to so many updates a day or topic page shows them in full, beyond that their leads (``pages: updates: auto``)."""
HEADLINES = 3
_SMALL_WORDS = frozenset(
    "and at au aux by da de del der di du el en for in la las le los of on sous sur the und upon van von y".split(" ")
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every planner is given. *broader* holds each topic's broader ones, *narrower* each topic with all below it."""

    queries: Queries
    config: Config
    topics: dict[str, Topic]
    broader: dict[str, tuple[str, ...]]
    narrower: dict[str, tuple[str, ...]]


def open_desk(queries: Queries, config: Config, topics: Sequence[Topic]) -> Desk:
    """The desk for *topics*, all that are declared."""
    broader = broader_of({topic.slug: topic.broader for topic in topics})
    narrower: dict[str, tuple[str, ...]] = {topic.slug: (topic.slug,) for topic in topics}
    for slug, parents in broader.items():
        for parent in parents:
            if parent in narrower:
                narrower[parent] += (slug,)
    return Desk(queries, config, {topic.slug: topic for topic in topics}, broader, narrower)


def place_of(head: Head) -> str:
    """Where a live blog was reported from, as a reader writes it: "Beirut", "Louisville, Ky."; else its zone's city."""
    if not head.dateline:
        return zone_place(head.zone, "").removesuffix(" time")
    if not head.dateline.isupper() and not head.dateline.split(",")[0].isupper():
        return head.dateline
    return ", ".join(_capitalised(part) for part in head.dateline.split(", "))


def _capitalised(name: str) -> str:
    """*name* in capitals as it is written in a sentence.

    >>> _capitalised("PORT-AU-PRINCE"), _capitalised("RIO DE JANEIRO"), _capitalised("N.Y."), _capitalised("Ky.")
    ('Port-au-Prince', 'Rio de Janeiro', 'N.Y.', 'Ky.')
    """
    if not name.isupper() or "." in name:
        return name
    words = [
        "-".join(_word(part, first=not (position or inner)) for inner, part in enumerate(word.split("-")))
        for position, word in enumerate(name.split(" "))
    ]
    return " ".join(words)


def _word(word: str, *, first: bool) -> str:
    lower = word.lower()
    if not first and lower in _SMALL_WORDS:
        return lower
    return "'".join(part[:1].upper() + part[1:] if len(part) > 1 else part.upper() for part in lower.split("'"))


def day_link(desk: Desk, day: date) -> Link:
    """The day, by its date in full; its URL is "" where the site has no page for it."""
    has_page = desk.config.pages.day and desk.queries.has_updates(day.isoformat())
    return Link(long_date(day, desk.config.language), urls.day_url(day) if has_page else "")


def crumbs(desk: Desk, day: date, parts: int) -> tuple[Link, ...]:
    """The first *parts* of year, month and day of *day*, as far as the site has pages for them."""
    calendar, name = desk.config.pages.calendar, day.isoformat()
    places = (
        (calendar, name[:4], Link(f"{day.year}", urls.year_url(day.year))),
        (calendar, name[:7], Link(MONTHS[day.month - 1], urls.month_url(day.year, day.month))),
        (desk.config.pages.day, name, Link(f"{day.day}", urls.day_url(day)) if calendar else day_link(desk, day)),
    )
    # A live blog need not have an update on its own date: it may have none at all yet.
    return tuple(link for is_on, period, link in places[:parts] if is_on and desk.queries.has_updates(period))


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def topic_links(desk: Desk, slugs: Iterable[str]) -> tuple[Link, ...]:
    """The topics *slugs* as links, those that are broader than another of them last; none on a site without topic pages."""
    known = [slug for slug in slugs if slug in desk.topics and desk.config.pages.topics]
    above = {parent for slug in known for parent in desk.broader.get(slug, ())}
    ordered = sorted(known, key=lambda slug: (slug in above, desk.topics[slug].label))
    return tuple(topic_link(desk, slug) for slug in ordered)


def topic_link(desk: Desk, slug: str) -> Link:
    """The topic *slug*, on a site that has topic pages."""
    return Link(desk.topics[slug].label, urls.topic_url(slug))


def liveblog_link(head: Head) -> Link:
    """The live blog by its headline."""
    return Link(head.title, urls.liveblog_url(head.date, head.slug))


def update_view(desk: Desk, head: Head, entry: Entry, *, own_page: bool, full: bool = True) -> UpdateView:
    """*entry* as a page shows it: the live blog's own page, or any other, where its id carries the live blog's."""
    url = urls.permalink(head.date, head.slug, entry.anchor)
    return UpdateView(
        id=entry.anchor if own_page else f"{head.id}-{entry.anchor}",
        url=url,
        at=entry.at,
        place=place_of(head),
        zone_place=zone_place(head.zone, head.dateline),
        title=entry.title,
        lead=entry.lead,
        author=entry.author,
        key=entry.key,
        topics=topic_links(desk, entry.topics),
        body=entry.body if full else "",
        liveblog=None if own_page else liveblog_link(head),
        updated=entry.updated,
        lang=head.lang,
    )


def stream(desk: Desk, entries: Sequence[Entry], *, heads: dict[int, Head] | None = None) -> tuple[UpdateView, ...]:
    """*entries* of any live blogs, in their order, each with its live blog named; full or leads as the site says."""
    known = heads if heads is not None else desk.queries.heads_of(entry.liveblog for entry in entries)
    mode = desk.config.pages.updates
    full = mode is BodyMode.FULL or (mode is BodyMode.AUTO and len(entries) <= FULL_UPDATES)
    views = [update_view(desk, known[entry.liveblog], entry, own_page=False, full=full) for entry in entries]
    return with_gaps(views)


def with_gaps(views: Sequence[UpdateView]) -> tuple[UpdateView, ...]:
    """*views* with the time since the one above."""
    gaps = [0, *((later.at - earlier.at).total_seconds() for earlier, later in pairwise(views))]
    return tuple(replace(view, gap_s=int(gap)) for view, gap in zip(views, gaps, strict=False))


def is_mixed(views: Iterable[UpdateView]) -> bool:
    """Whether the clocks of *views* stand in several offsets, so that UTC must be printed too."""
    return len({view.at.utcoffset() for view in views}) > 1


def offsets(moments: Iterable[datetime]) -> tuple[str, ...]:
    """The offsets of *moments*, like "UTC+2", in the order of their first use."""
    return tuple(dict.fromkeys(utc_offset_text(moment) for moment in moments))


def card(desk: Desk, head: Head, *, headlines: bool) -> Card | None:
    """A live blog in a list; None where it has no updates yet."""
    if head.first is None or head.last is None:
        return None
    shown = desk.queries.headlines(head, HEADLINES) if headlines else []
    return Card(
        title=head.title,
        url=urls.liveblog_url(head.date, head.slug),
        date=head.date,
        place=place_of(head),
        zone_place=zone_place(head.zone, head.dateline),
        publisher=head.publisher or desk.config.publisher,
        updates=head.updates,
        first=head.first,
        last=head.last,
        draft=head.draft,
        headlines=tuple(update_view(desk, head, entry, own_page=False, full=False) for entry in shown),
        lang=head.lang,
    )


def cards(desk: Desk, heads: Iterable[Head], *, headlines: bool = False) -> tuple[Card, ...]:
    """The live blogs in a list, without those that have no updates yet."""
    found = (card(desk, head, headlines=headlines) for head in heads)
    return tuple(one for one in found if one is not None)


def year_count(year: str, liveblogs: int, updates: int, url: str) -> Count:
    """A year with what it holds."""
    return Count(year.lstrip("0") or "0", url, liveblogs, updates)
