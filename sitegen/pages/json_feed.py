"""Feeds in JSON (JSON Feed 1.1, jsonfeed.org)."""

from __future__ import annotations

import json

from sitegen.json_value import Json
from sitegen.pages import urls
from sitegen.pages.feed_views import FeedEntry, FeedView, entry_id, with_absolute_links
from sitegen.pages.view_parts import Site


def json_feed(view: FeedView, site: Site) -> str:
    """The feed *view* of a *site* with a base URL."""
    said: dict[str, Json] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": urls.absolute(view.home, site.base_url),
        "feed_url": f"{site.base_url}{view.name}.json",
        "language": site.language,
        "authors": [{"name": site.publisher or site.title}],
    }
    if view.description:
        said["description"] = view.description
    said["items"] = [_item(view, site, entry) for entry in view.entries]
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _item(view: FeedView, site: Site, entry: FeedEntry) -> Json:
    item: dict[str, Json] = {
        "id": entry_id(view, entry, site.base_url),
        "url": urls.absolute(entry.url, site.base_url),
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
    }
    # An item must have its content in one of two forms; where the rights keep it on its page, that is the summary.
    if entry.html:
        item["content_html"] = with_absolute_links(entry.html, site.base_url)
    else:
        item["content_text"] = entry.summary
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.lang and entry.lang != site.language:
        item["language"] = entry.lang
    if entry.topics:
        item["tags"] = [label for _, label in entry.topics]
    return item
