"""The planner of data: the updates of each year as a table, and the page that explains what there is for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from sitegen.config import merge_rights
from sitegen.digests import digest
from sitegen.model import Head
from sitegen.pages import urls
from sitegen.pages.desk import Desk, place_of, topic_order, topics_stamp, year_count
from sitegen.pages.plan_feeds import has_feeds
from sitegen.pages.views import DataView, Page, UpdateRow, YearDataView
from sitegen.pages.year_data import COLUMNS

ENDINGS = (".csv", ".jsonl")


def year_data_pages(desk: Desk, year: str) -> Iterator[Page]:
    """The updates of *year*, in each format; none for a year without any."""
    heads = desk.queries.heads_during(year)
    if not heads:
        return
    rows = tuple(rows_of(desk, heads, int(year)))
    entries = (entry for head in heads for entry in desk.queries.entries(head))
    stamp = digest(" ".join([*(head.whole for head in heads), topics_stamp(desk, entries)]))
    view = YearDataView(int(year), rows)
    for ending in ENDINGS:
        yield Page(urls.year_data_url(view.year, ending), "", view, year, "", "site.yaml", stamp=stamp)


def rows_of(desk: Desk, heads: Iterable[Head], year: int | None = None) -> list[UpdateRow]:
    """The updates of *heads*, or those of a *year*, by instant."""
    found = []
    for head in heads:
        home, place = urls.liveblog_url(head.date, head.slug), place_of(head)
        is_whole = bool(merge_rights(desk.config.rights, desk.queries.rest(head).rights).full_text)
        publisher, lang = head.publisher or desk.config.publisher, head.lang or desk.config.language
        for entry in desk.queries.entries(head):
            if year is None or entry.at.year == year:
                row = UpdateRow(
                    live_blog=head.id,
                    anchor=entry.anchor,
                    url=f"{home}#{entry.anchor}",
                    at=entry.at,
                    iso=entry.iso,
                    zone=head.zone,
                    place=place,
                    headline=head.title,
                    title=entry.title,
                    lead=entry.lead,
                    author=entry.author,
                    publisher=publisher,
                    language=lang,
                    key=entry.key,
                    updated=entry.updated,
                    topics=tuple(topic_order(desk, entry.topics)),
                    body=f"{head.key}/{entry.place + 1}" if is_whole else "",
                )
                found.append((entry.instant, head.id, entry.place, row))
    found.sort(key=itemgetter(0, 1, 2))
    return [row for *_, row in found]


def data_page(desk: Desk) -> Page:
    """The page that explains the data."""
    pages = desk.config.pages
    years = desk.queries.calendar_years() if pages.tables else []
    view = DataView(
        years=tuple(year_count(*year, urls.year_data_url(int(year[0]), ".csv")) for year in years),
        columns=COLUMNS if years else (),
        has_database=desk.config.database,
        has_json=pages.data,
        has_citations=pages.citations and bool(desk.config.base_url),
        has_feeds=has_feeds(desk),
        is_whole=bool(desk.config.rights.full_text),
    )
    return Page(urls.DATA, "data.html", view, desk.words.say("data"), desk.words.say("data_about"), "layouts/data.html")
