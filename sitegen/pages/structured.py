"""Structured data: what a machine reads of a live blog (schema.org, as JSON-LD 1.1)."""

from __future__ import annotations

import json
from json.encoder import encode_basestring

from sitegen.pages import urls
from sitegen.pages.views import LiveBlogView, Page, Site, UpdateView

Json = str | int | list["Json"] | dict[str, "Json"]

# What could end the script element or be a line end to an old parser (HTML §4.12.1.3, ECMA-262 before 2019).
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder a call


def live_blog_posting(view: LiveBlogView, page: Page, site: Site) -> str:
    """The ``LiveBlogPosting`` of *view* as text for a script element; URLs are absolute where the site has a base URL."""
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
        posting |= {
            "datePublished": view.first.isoformat(),
            "dateModified": view.last.isoformat(),
            "coverageStartTime": view.first.isoformat(),
            "coverageEndTime": view.last.isoformat(),
        }
    if view.place:
        posting["locationCreated"] = {"@type": "Place", "name": view.place}
    if view.publisher:
        posting["author"] = {"@type": "Organization", "name": view.publisher}
    posting["publisher"] = {"@type": "Organization", "name": site.title}
    if view.topics:
        posting["about"] = [{"@type": "Thing", "name": topic.title} for topic in view.topics]
    updates = ",".join([_update(update, view, address) for update in view.updates])
    text = f'{_dumps(posting)[:-1]},"liveBlogUpdate":[{updates}]}}'
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def _update(update: UpdateView, view: LiveBlogView, liveblog: str) -> str:
    """A ``BlogPosting`` as JSON. Written by hand: there are many, and a dictionary for each costs three times as much."""
    address = encode_basestring(liveblog + update.url)
    said = (
        f'{{"@type":"BlogPosting","@id":{address},"url":{address}'
        f',"headline":{encode_basestring(update.title or update.lead or view.title)},"datePublished":"{update.iso}"'
    )
    if update.updated:
        said += f',"dateModified":"{update.updated.isoformat()}"'
    if update.author:
        said += f',"author":{_dumps({"@type": "Person", "name": update.author})}'
    return said + "}"
