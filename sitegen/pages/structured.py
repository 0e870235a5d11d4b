"""Structured data: what a machine reads of a live blog (schema.org, as JSON-LD 1.1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring

from sitegen.json_value import Json
from sitegen.pages import urls
from sitegen.pages.views import CorrectionView, Link, LiveBlogView, Page, Site, UpdateView

# What could end the script element or be a line end to an old parser (HTML §4.12.1.3, ECMA-262 before 2019).
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder a call


def live_blog_posting(view: LiveBlogView, page: Page, site: Site, text_of: Callable[[str], str]) -> str:
    """The ``LiveBlogPosting`` of *view* as text for a script element; URLs are absolute where the site has a base URL.

    *text_of* gives the plain text of a body by its name: updates are said whole where the rights allow it.
    """
    address = urls.absolute(page.url, site.base_url)
    posting: dict[str, Json] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": address,
        "url": address,
        "headline": view.title,
        "description": page.description,
        "inLanguage": view.lang or site.language,
    }
    if view.first and view.last:
        posting |= _dates(view, view.first, view.last)
    if view.cite_as:
        posting["identifier"] = view.cite_as
    if view.place:
        posting["locationCreated"] = {"@type": "Place", "name": view.place}
    if view.publisher:
        posting["author"] = {"@type": "Organization", "name": view.publisher}
    if notice := " ".join(filter(None, (f"© {view.rights.holder}." if view.rights.holder else "", view.rights.note))):
        posting["copyrightNotice"] = notice
    if pictures := [urls.absolute(one.file, site.base_url) for one in view.pictures if one.file]:
        posting["image"] = list[Json](pictures)
    posting["publisher"] = {"@type": "Organization", "name": site.title}
    if view.topics:
        posting["about"] = [{"@type": "Thing", "name": topic.title} for topic in view.topics]
    if copies := [copy for one in view.sources for copy in one.archived.split() if urls.web_address(copy)]:
        posting["archivedAt"] = list[Json](copies)
    if corrections := [one for one in view.corrections if not one.url]:
        posting["correction"] = _corrections(corrections)
    body_of = text_of if view.rights.full_text else _nothing
    updates = ",".join([_update(update, view, address, body_of) for update in view.updates])
    return _escaped(f'{_dumps(posting)[:-1]},"liveBlogUpdate":[{updates}]}}')


def breadcrumb_list(page: Page, site: Site) -> str:
    """The ``BreadcrumbList`` that leads to *page*, itself last, as text for a script element."""
    way = [*((crumb.title, crumb.url) for crumb in page.crumbs if crumb.url), (page.title, page.canonical or page.url)]
    items: list[Json] = [
        {"@type": "ListItem", "position": at, "name": title, "item": urls.absolute(url, site.base_url)}
        for at, (title, url) in enumerate(way, 1)
    ]
    said: dict[str, Json] = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return _escaped(_dumps(said))


def _escaped(text: str) -> str:
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def _dates(view: LiveBlogView, first: datetime, last: datetime) -> dict[str, Json]:
    corrected = max((one.when for one in view.corrections), default=last.date())
    return {
        "datePublished": first.isoformat(),
        "dateModified": corrected.isoformat() if corrected > last.date() else last.isoformat(),
        "coverageStartTime": first.isoformat(),
        "coverageEndTime": last.isoformat(),
    }


def _nothing(_body: str) -> str:
    return ""


def _corrections(corrections: Iterable[CorrectionView]) -> list[Json]:
    return [
        {"@type": "CorrectionComment", "name": one.label, "text": one.text, "datePublished": one.when.isoformat()}
        for one in corrections
    ]


@lru_cache(maxsize=4096)  # many updates carry the same ones
def _things(topics: tuple[Link, ...]) -> str:
    return _dumps([{"@type": "Thing", "name": topic.title} for topic in topics])


def _update(update: UpdateView, view: LiveBlogView, liveblog: str, body_of: Callable[[str], str]) -> str:
    """A ``BlogPosting`` as JSON. Written by hand: there are many, and a dictionary for each costs three times as much."""
    address = encode_basestring(liveblog + update.url)
    said = (
        f'{{"@type":"BlogPosting","@id":{address},"url":{address}'
        f',"headline":{encode_basestring(update.title or update.lead or view.title)},"datePublished":"{update.iso}"'
    )
    if update.updated:
        said += f',"dateModified":"{update.updated.isoformat()}"'
    if update.topics:
        said += f',"about":{_things(update.topics)}'
    if update.author:
        said += f',"author":{_dumps({"@type": "Person", "name": update.author})}'
    if body := body_of(update.body):
        said += f',"articleBody":{encode_basestring(body)}'
    if update.corrections:
        said += f',"correction":{_dumps(_corrections(update.corrections))}'
    return said + "}"
