"""The planner of citations: what reference managers read of a live blog and of each of its updates."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Entry, Head
from sitegen.pages import urls
from sitegen.pages.citations import Cited
from sitegen.pages.desk import Desk
from sitegen.pages.views import CitationsView, Link, Page, UpdateView
from sitegen.zones import zone_place

FORMATS = ("CSL-JSON", "BibTeX", "RIS")
FILES = ("citation.json", "citation.bib", "citation.ris")


def citation_pages(desk: Desk, address: str) -> Iterator[Page]:
    """The citations of the live blog at *address*, in each format; none where the site does not know where it will be."""
    head = desk.queries.head(address) if desk.config.base_url and desk.config.pages.citations else None
    if head is None:
        return
    view = CitationsView(tuple(_items(desk, head)))
    for name in FILES:
        url = urls.liveblog_url(head.date, head.slug) + name
        yield Page(url, "", view, head.title, "", head.path)


def _items(desk: Desk, head: Head) -> Iterator[Cited]:
    """The live blog, then its updates."""
    yield cited(desk, head, None)
    yield from (cited(desk, head, entry) for entry in desk.queries.entries(head))


def with_citations(desk: Desk, head: Head, updates: tuple[UpdateView, ...]) -> tuple[UpdateView, ...]:
    """The *updates* of *head*, each with what a citation says of it, where the site has citations."""
    if not (desk.config.base_url and desk.config.pages.citations):
        return updates
    entries = desk.queries.entries(head)
    return tuple([one._replace(cited=cited(desk, head, entry)) for one, entry in zip(updates, entries, strict=True)])


def files_of(desk: Desk, head: Head) -> tuple[Link, ...]:
    """The files of citations beside the page of *head*."""
    if not (desk.config.base_url and desk.config.pages.citations):
        return ()
    home = urls.liveblog_url(head.date, head.slug)
    return tuple(Link(title, home + name) for title, name in zip(FORMATS, FILES, strict=True))


def cited_whole(desk: Desk, head: Head) -> Cited | None:
    """What a citation says of *head*; None where it would have no address that lasts, or the site has no citations."""
    if not desk.config.pages.citations:
        return None
    said = cited(desk, head, None)
    return said if desk.config.base_url or said.cite_as else None


def cited(desk: Desk, head: Head, entry: Entry | None) -> Cited:
    """What a citation says of *head*, or of its update *entry*."""
    config, publisher = desk.config, head.publisher or desk.config.publisher
    url = urls.absolute(urls.liveblog_url(head.date, head.slug), config.base_url)
    if entry is None:
        day = head.first.date() if head.first else head.date
        names = desk.queries.rest(head).cite_as
        return Cited(head.id, publisher, False, head.title, "", config.title, day, None, "", url, head.lang, names)
    return Cited(
        key=f"{head.id}-{entry.anchor}",
        author=entry.author or publisher,
        is_person=bool(entry.author),
        title=entry.title or entry.lead or head.title,
        liveblog=head.title,
        container=config.title,
        day=entry.at.date(),
        at=entry.at,
        place=zone_place(head.zone, head.dateline),
        url=f"{url}#{entry.anchor}",
        lang=head.lang or config.language,
    )
