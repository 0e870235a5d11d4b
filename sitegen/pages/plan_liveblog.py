"""The planner of live blog pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from sitegen.config import merge_rights
from sitegen.digests import digest
from sitegen.index.rest import Rest
from sitegen.model import Entry, Head, Picture, Rights, ZoneSource
from sitegen.pages import urls
from sitegen.pages.corrected import correction_views
from sitegen.pages.desk import (
    Desk,
    crumbs,
    day_link,
    liveblog_link,
    offsets,
    place_of,
    topic_link,
    topics_stamp,
    update_views,
)
from sitegen.pages.feeds import is_noindex
from sitegen.pages.formats import shortened
from sitegen.pages.integrity import since_import
from sitegen.pages.plan_citations import cited_whole, files_of, with_citations
from sitegen.pages.plan_notices import plan_notices
from sitegen.pages.plan_updates import orders_of
from sitegen.pages.threads import with_threads
from sitegen.pages.views import Count, LiveBlogView, Page, PictureView

DESCRIPTION_CHARACTERS = 200
"""Search engines and link previews cut descriptions at about so many."""


def liveblog_page(desk: Desk, address: str) -> Page | None:
    """The page of the live blog at *address*, like ``2017-11-03/slug``."""
    head = desk.queries.head(address)
    if head is None:
        return None
    entries, rest = desk.queries.entries(head), desk.queries.rest(head)
    view = _view(desk, head, entries, rest)
    steps = [update.threads for update in view.updates]
    return Page(
        url=urls.liveblog_url(head.date, head.slug),
        layout="live-blog.html",
        view=view,
        title=head.title,
        description=_description(rest.opening, head, entries),
        owner=head.path,
        crumbs=crumbs(desk, head.date, 3),
        lang=head.lang or desk.config.language,
        noindex=is_noindex(merge_rights(desk.config.rights, rest.rights).robots),
        stamp=digest(f"{head.whole}{topics_stamp(desk, entries)}{steps!r}"),
    )


def latest_page(page: Page) -> Page | None:
    """What the live blog's own *page* shows, with the newest update first; None where it has no such page."""
    view = page.view
    if not isinstance(view, LiveBlogView) or not view.orders:
        return None
    newest = replace(
        view,
        updates=view.updates[::-1],
        happened=view.happened[::-1],
        notices=tuple(replace(one, place=len(view.updates) - one.place) for one in reversed(view.notices)),
    )
    return replace(page, url=view.orders[-1].url, layout="latest.html", view=newest, canonical=page.url, noindex=True)


def _view(desk: Desk, head: Head, entries: Sequence[Entry], rest: Rest) -> LiveBlogView:
    updates = with_citations(desk, head, with_threads(desk, head, update_views(desk, head, own_page=True, full=True)))
    notices = plan_notices(desk, head.id, head.date, updates)
    before, after = desk.queries.neighbours(head)
    rights = merge_rights(desk.config.rights, rest.rights)
    return LiveBlogView(
        id=head.id,
        title=head.title,
        kicker=head.kicker,
        date=head.date,
        day=day_link(desk, head.date),
        place=place_of(head),
        publisher=head.publisher or desk.config.publisher,
        zone=head.zone,
        zone_place=desk.words.zone(head.zone, head.dateline),
        zones=offsets(update.at for update in updates),
        zone_assumed=head.zone_source is ZoneSource.ASSUMED,
        lang=head.lang or desk.config.language,
        draft=head.draft,
        words=head.words,
        first=head.first,
        last=head.last,
        standfirst=f"{head.key}/0" if head.standfirst else "",
        summary=rest.summary,
        happened=tuple(update for update in updates if update.key),
        updates=updates,
        pictures=tuple(_picture(picture, rest, head, rights) for picture in rest.pictures),
        sources=rest.sources,
        corrections=correction_views(desk.words, head, "", {entry.anchor: entry.at for entry in entries}),
        rights=rights,
        topics=_topics(desk, entries),
        previous=liveblog_link(before) if before else None,
        next=liveblog_link(after) if after else None,
        notices=notices,
        since=since_import(desk, head, updates, notices),
        orders=orders_of(desk, head),
        cite_as=rest.cite_as,
        cited=cited_whole(desk, head),
        citations=files_of(desk, head),
    )


def _picture(picture: Picture, rest: Rest, head: Head, rights: Rights) -> PictureView:
    is_withheld = rights.pictures is False and picture.file != ""
    url = urls.liveblog_url(head.date, head.slug) + quote(picture.file) if picture.file and not is_withheld else ""
    size = rest.sizes.get(picture.file, (0, 0))
    return PictureView(picture.caption, picture.credit, picture.alt, url, is_withheld, *size)


def _topics(desk: Desk, entries: Sequence[Entry]) -> tuple[Count, ...]:
    """The topics of a live blog, those of most updates first; none on a site without topic pages."""
    if not desk.config.pages.topics:
        return ()
    counts = Counter(topic for entry in entries for topic in entry.topics if topic in desk.topics)
    found = sorted(counts.items(), key=lambda item: (-item[1], desk.topics[item[0]].label))
    return tuple(Count((link := topic_link(desk, slug)).title, link.url, 1, count) for slug, count in found)


def _description(opening: str, head: Head, entries: Sequence[Entry]) -> str:
    return shortened(opening or (entries[0].lead if entries else head.title), DESCRIPTION_CHARACTERS)
