"""The planner of the search page: what it finds without an index, and where a script asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from sitegen.pages import urls
from sitegen.pages.desk import Desk, day_link
from sitegen.pages.views import Count, Headline, Page, SearchDay, SearchView


def search_page(desk: Desk, name: str) -> Page:
    """The one page of its kind; *name* is ""."""
    view = SearchView(
        years=tuple(year for year, _, _ in reversed(desk.queries.calendar_years())),
        topics=tuple(sorted(_topics(desk), key=lambda count: (count.title.casefold(), count.url))),
        days=tuple(_days(desk)),
    )
    title, description = desk.words.say("search"), desk.words.say("search_about")
    return Page("/search/", "search.html", view, title, description, "layouts/search.html")


def _days(desk: Desk) -> Iterator[SearchDay]:
    for name, rows in groupby(desk.queries.headlines_by_day(), key=itemgetter(0)):
        day = date.fromisoformat(name)
        headlines = (Headline(title, urls.liveblog_url(day, slug), lang) for _, slug, title, lang in rows)
        yield SearchDay(day, day_link(desk, day), tuple(headlines))


def _topics(desk: Desk) -> Iterator[Count]:
    used = desk.queries.topics_in_use() if desk.config.pages.topics else ()
    for topic in (desk.topics[slug] for slug in used if slug in desk.topics):
        span = desk.queries.topic_span(topic.slug)
        yield Count(topic.label, urls.topic_url(topic.slug), span.liveblogs, span.updates)
