"""The desk at which planners work: the index, the settings and the topics, and the small values that all pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from sitegen.config import BodyMode, Config
from sitegen.digests import digest
from sitegen.index.changes import broader_of
from sitegen.index.queries import KEPT, Queries
from sitegen.model import Entry, Head, Topic
from sitegen.pages import urls
from sitegen.pages.corrected import corrected, correction_views
from sitegen.pages.formats import clock, offset
from sitegen.pages.interface import Interface, english
from sitegen.pages.views import Card, Count, Link, Step, ThreadDay, UpdateView
from sitegen.zones import zone_place

FULL_UPDATES = 200
"""Up to so many updates a day or topic page shows them in full, beyond that their leads (``pages: bodies: auto``)."""
HEADLINES = 3
_SMALL_WORDS = frozenset(
    "and at au aux by da de del der di du el en for in la las le los of on sous sur the und upon van von y".split(" ")
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every planner is given. *broader* holds each topic's broader ones, *narrower* each topic with all below it.

    *words* are those of the interface. *views*, *threads* and *thread_days* keep what pages share, as long as the desk
    is open.
    """

    queries: Queries
    config: Config
    topics: dict[str, Topic]
    broader: dict[str, tuple[str, ...]]
    narrower: dict[str, tuple[str, ...]]
    words: Interface = field(default_factory=english)
    views: dict[tuple[int, bool], tuple[UpdateView, ...]] = field(default_factory=dict, repr=False)
    threads: dict[str, tuple[tuple[ThreadDay, ...], str]] = field(default_factory=dict, repr=False)
    thread_days: dict[tuple[str, int], list[tuple[tuple[int, str, int], Step]]] = field(
        default_factory=dict, repr=False
    )


def open_desk(queries: Queries, config: Config, topics: Sequence[Topic], words: Interface | None = None) -> Desk:
    """The desk for *topics*, all that are declared, with the *words* of the interface, English where none are given."""
    broader = broader_of({topic.slug: topic.broader for topic in topics})
    narrower: dict[str, tuple[str, ...]] = {topic.slug: (topic.slug,) for topic in topics}
    for slug, parents in broader.items():
        for parent in parents:
            if parent in narrower:
                narrower[parent] += (slug,)
    return Desk(queries, config, {topic.slug: topic for topic in topics}, broader, narrower, words or english())


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
    return Link(desk.words.long_date(day), urls.day_url(day) if has_page else "")


def crumbs(desk: Desk, day: date, parts: int) -> tuple[Link, ...]:
    """The first *parts* of year, month and day of *day*, as far as the site has pages for them."""
    calendar, name = desk.config.pages.calendar, day.isoformat()
    places = (
        (calendar, name[:4], Link(f"{day.year}", urls.year_url(day.year))),
        (calendar, name[:7], Link(desk.words.months[day.month - 1], urls.month_url(day.year, day.month))),
        (desk.config.pages.day, name, Link(f"{day.day}", urls.day_url(day)) if calendar else day_link(desk, day)),
    )
    # A live blog need not have an update on its own date: it may have none at all yet.
    return tuple(link for is_on, period, link in places[:parts] if is_on and desk.queries.has_updates(period))


def topic_links(desk: Desk, slugs: Iterable[str]) -> tuple[Link, ...]:
    """The topics *slugs* as links, in the order of `topic_order`."""
    return tuple(topic_link(desk, slug) for slug in topic_order(desk, slugs))


def topic_order(desk: Desk, slugs: Iterable[str]) -> list[str]:
    """The topics *slugs*, those that are broader than another of them last; none on a site without topic pages."""
    known = [slug for slug in slugs if slug in desk.topics and desk.config.pages.topics]
    above = {parent for slug in known for parent in desk.broader.get(slug, ())}
    return sorted(known, key=lambda slug: (slug in above, desk.topics[slug].label))


def topic_link(desk: Desk, slug: str) -> Link:
    """The topic *slug*, on a site that has topic pages."""
    return Link(desk.topics[slug].label, urls.topic_url(slug))


def liveblog_link(head: Head) -> Link:
    """The live blog by its headline."""
    return Link(head.title, urls.liveblog_url(head.date, head.slug))


def update_views(desk: Desk, head: Head, *, own_page: bool, full: bool) -> tuple[UpdateView, ...]:
    """The updates of *head*, as its own page shows them, or any other, where ids carry the live blog's.

    All other pages share the same views; *full* says whether they name bodies, and have the corrections.
    """
    if own_page:
        return _corrected(desk, head, "", tuple(_views(desk, head, "", "", None, full=full)))
    kind = (head.key, full)
    if kind not in desk.views:
        if len(desk.views) >= KEPT:
            desk.views.clear()
        link = liveblog_link(head)
        views = tuple(_views(desk, head, f"{head.id}-", link.url, link, full=full))
        desk.views[kind] = _corrected(desk, head, link.url, views) if full else views
    return desk.views[kind]


def _corrected(desk: Desk, head: Head, url: str, views: tuple[UpdateView, ...]) -> tuple[UpdateView, ...]:
    """*views* of the updates of *head* at *url*, with its corrections at theirs; nearly all live blogs have none."""
    return corrected(views, correction_views(desk.words, head, url, {})) if head.corrections else views


def _views(desk: Desk, head: Head, prefix: str, address: str, link: Link | None, *, full: bool) -> Iterator[UpdateView]:
    place, zone = place_of(head), desk.words.zone(head.zone, head.dateline)
    style, links = desk.config.clock, dict[tuple[str, ...], tuple[Link, ...]]()
    for entry in desk.queries.entries(head):
        if (topics := links.get(entry.topics)) is None:
            topics = links[entry.topics] = topic_links(desk, entry.topics)
        yield UpdateView(  # in the order of its fields: by name, it takes twice as long
            f"{prefix}{entry.anchor}",
            f"{address}#{entry.anchor}",
            entry.at,
            entry.instant,
            entry.iso,
            clock(entry.at, style),
            place,
            zone,
            entry.title,
            entry.lead,
            entry.author,
            entry.key,
            topics,
            f"{head.key}/{entry.place + 1}" if full else "",
            link,
            entry.updated,
            head.lang,
        )


class Stream(NamedTuple):
    """Updates in the order in which a page shows them, and a digest of all that it can show of them."""

    updates: tuple[UpdateView, ...]
    stamp: str


def stream(desk: Desk, heads: Sequence[Head], wanted: Callable[[Entry], bool], mode: BodyMode | None = None) -> Stream:
    """The updates of *heads* that are *wanted*, by instant, their live blogs named.

    Full or leads by *mode*, else as the site says.
    """
    held = [(head, desk.queries.entries(head)) for head in heads]
    chosen = [(head, [entry for entry in entries if wanted(entry)]) for head, entries in held]
    mode = mode or desk.config.pages.bodies
    full = mode is BodyMode.FULL or (mode is BodyMode.AUTO and sum(len(one) for _, one in chosen) <= FULL_UPDATES)
    found = []
    for head, entries in chosen:
        views = update_views(desk, head, own_page=False, full=full)
        found += [(entry.instant, head.id, entry.place, views[entry.place]) for entry in entries]
    found.sort(key=itemgetter(0, 1, 2))
    said = [head.shown for head in heads]
    if full:
        said += [*(head.whole for head in heads), topics_stamp(desk, (entry for _, some in chosen for entry in some))]
    return Stream(tuple(view for _, _, _, view in found), digest(" ".join(said)))


def topics_stamp(desk: Desk, entries: Iterable[Entry]) -> str:
    """A digest of what pages say of the topics of *entries*: their labels, and which is broader than which."""
    slugs = {slug for topics in {entry.topics for entry in entries} for slug in topics if slug in desk.topics}
    return digest(repr([(slug, desk.topics[slug].label, desk.broader.get(slug, ())) for slug in sorted(slugs)]))


def is_mixed(views: Iterable[UpdateView]) -> bool:
    """Whether the clocks of *views* stand in several offsets, so that UTC must be printed too."""
    return len({view.at.utcoffset() for view in views}) > 1


def offsets(moments: Iterable[datetime]) -> tuple[str, ...]:
    """The offsets of *moments*, like "UTC+2", in the order of their first use."""
    return tuple(dict.fromkeys(map(offset, moments)))


def card(desk: Desk, head: Head, *, headlines: bool) -> Card | None:
    """A live blog in a list; None where it has no updates yet."""
    if head.first is None or head.last is None:
        return None
    views = update_views(desk, head, own_page=False, full=False) if headlines else ()
    shown = desk.queries.headlines(head, HEADLINES) if headlines else ()
    return Card(
        title=head.title,
        url=urls.liveblog_url(head.date, head.slug),
        date=head.date,
        place=place_of(head),
        zone_place=desk.words.zone(head.zone, head.dateline),
        publisher=head.publisher or desk.config.publisher,
        updates=head.updates,
        first=head.first,
        last=head.last,
        draft=head.draft,
        headlines=tuple(views[entry.place] for entry in shown),
        lang=head.lang,
    )


def cards(desk: Desk, heads: Iterable[Head], *, headlines: bool = False) -> tuple[Card, ...]:
    """The live blogs in a list, without those that have no updates yet."""
    found = (card(desk, head, headlines=headlines) for head in heads)
    return tuple(one for one in found if one is not None)


def year_count(year: str, liveblogs: int, updates: int, url: str) -> Count:
    """A year with what it holds."""
    return Count(year.lstrip("0") or "0", url, liveblogs, updates)
