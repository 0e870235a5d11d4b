"""What pages say, as JSON for machines: beside each live blog, day, topic and year of a topic.

A live blog's file holds whole updates where its rights let them out; all others hold leads, and say where the rest is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from sitegen.json_value import Json
from sitegen.model import Rights
from sitegen.pages import urls
from sitegen.pages.views import (
    BodyOf,
    CorrectionView,
    DayView,
    LiveBlogView,
    Notice,
    NoticesView,
    Page,
    Site,
    TopicView,
    UpdateView,
)

DATA = "index.json"
"""The file beside a page that says the same to machines."""
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder a call
LIVE_BLOG_SCHEMA, UPDATES_SCHEMA = "/data/live-blog.schema.json", "/data/updates.schema.json"


def has_data(page: Page) -> bool:
    """Whether *page* is one of those that have JSON beside them."""
    return isinstance(page.view, LiveBlogView | NoticesView | DayView | TopicView)


def page_json(page: Page, site: Site, body_of: BodyOf) -> str:
    """What a live blog, a day or a topic says, as JSON."""
    match page.view:
        case LiveBlogView() as view:
            return _live_blog(view, page, site, body_of)
        case NoticesView() as view:
            return _notices(view, site)
        case DayView() as view:
            return _day(view, page, site)
        case TopicView() as view:
            return _topic(view, page, site)
        case _:
            raise TypeError(f"{page.url} has no data")


def _live_blog(view: LiveBlogView, page: Page, site: Site, body_of: BodyOf) -> str:
    """A live blog with its updates, oldest first; ``live-blog.schema.json`` describes it."""
    url = page.url.rpartition("/")[0] + "/"
    body = body_of if view.rights.full_text else None
    return _text(
        {
            "$schema": urls.absolute(LIVE_BLOG_SCHEMA, site.base_url),
            "id": view.id,
            "url": urls.absolute(url, site.base_url),
            "title": view.title,
            "kicker": view.kicker,
            "date": view.date.isoformat(),
            "place": view.place,
            "zone": view.zone,
            "zone_assumed": view.zone_assumed,
            "publisher": view.publisher,
            "language": view.lang,
            "first": _moment(view.first),
            "last": _moment(view.last),
            "words": view.words,
            "cite_as": view.cite_as,
            "standfirst": _body(view.standfirst, body),
            "summary": list(view.summary),
            "corrections": [_correction(one) for one in view.corrections],
            "sources": [
                {
                    "seed": one.seed,
                    "sha256": one.sha256,
                    "importer": one.importer,
                    "url": one.url,
                    "captured": one.captured,
                    "archived": list(one.archived.split()),
                }
                for one in view.sources
            ],
            "rights": _rights(view.rights),
            "notices": [_notice(one) for one in view.notices],
        },
        (_update(update, site, url, body) for update in view.updates),
    )


def _notices(view: NoticesView, site: Site) -> str:
    """What is left of a live blog: its id, and what became of its updates; ``live-blog.schema.json`` describes it too."""
    said: dict[str, Json] = {
        "$schema": urls.absolute(LIVE_BLOG_SCHEMA, site.base_url),
        "id": view.id,
        "date": view.date.isoformat(),
        "notices": [_notice(one) for one in view.notices],
    }
    return _text(said, ())


def _notice(one: Notice) -> Json:
    """What became of an update: the day on which it was withheld, or ``ID#ANCHOR`` where it moved, null for nobody knows."""
    if one.withheld:
        return {"anchor": one.id, "withheld": one.withheld.isoformat()}
    return {"anchor": one.id, "moved": one.said or None}


def _correction(one: CorrectionView) -> Json:
    return {"when": one.when.isoformat(), "update": one.url.rpartition("#")[2], "kind": one.kind, "text": one.text}


def _rights(rights: Rights) -> Json:
    return {"holder": rights.holder, "note": rights.note, "full_text": bool(rights.full_text)}


def _day(view: DayView, page: Page, site: Site) -> str:
    """All updates of a civil day by instant, without their bodies; ``updates.schema.json`` describes it."""
    return _updates({"date": view.date.isoformat()}, view.updates, page, site)


def _topic(view: TopicView, page: Page, site: Site) -> str:
    """The thread of a topic in one year, without bodies; ``updates.schema.json`` describes it."""
    about: dict[str, Json] = {"topic": view.label, "note": view.note, "year": view.shown_year}
    about |= {"first": _date(view.first), "last": _date(view.last)}
    return _updates(about, (update for day in view.days for update in day.updates), page, site)


def _updates(about: dict[str, Json], updates: Iterable[UpdateView], page: Page, site: Site) -> str:
    url = page.url.rpartition("/")[0] + "/"
    head: dict[str, Json] = {
        "$schema": urls.absolute(UPDATES_SCHEMA, site.base_url),
        "url": urls.absolute(url, site.base_url),
    }
    return _text(head | about, (_update(update, site, url, None) for update in updates))


def _update(update: UpdateView, site: Site, page_url: str, body_of: BodyOf | None) -> Json:
    own = update.liveblog is None
    address = page_url + update.url if own else update.url
    said: dict[str, Json] = {
        "anchor": address.rpartition("#")[2],
        "url": urls.absolute(address, site.base_url),
        "at": update.iso,
        "title": update.title,
        "lead": update.lead,
        "author": update.author,
        "key": update.key,
        "updated": _moment(update.updated),
        "topics": [topic.url.strip("/").rpartition("/")[2] for topic in update.topics],
    }
    if own:
        said["html"] = _body(update.body, body_of)
    elif update.liveblog:
        live_blog: Json = {
            "title": update.liveblog.title,
            "url": urls.absolute(update.liveblog.url, site.base_url),
            "data": urls.absolute(update.liveblog.url + "index.json", site.base_url),
        }
        said["live_blog"] = live_blog
    return said


def _body(name: str, body_of: BodyOf | None) -> str | None:
    """The HTML of a body, "" where there is none; None where the rights keep it on its page."""
    if body_of is None:
        return None
    return body_of(name).decode("utf-8", "surrogatepass") if name else ""


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(said: dict[str, Json], updates: Iterable[Json]) -> str:
    """*said* and its *updates*, one a line, so that versions can be compared line by line."""
    rows = ",\n".join(map(_dumps, updates))
    return f'{_dumps(said)[:-1]},"updates":[\n{rows}\n]}}\n'
