"""Addresses and the files that answer them: which names the site needs for itself, and which spellings are one file."""

from __future__ import annotations

import unicodedata
from datetime import date

RESERVED = frozenset(
    "topics data assets timeline on-this-day search corrections latest pagefind feed.xml feed.json 404.html sitemap.xml "
    "sitemaps robots.txt _headers _redirects manifest-sha256.txt index.html".split(" ")
)
"""First path segments (in lower case) that the site itself uses, or will, or its host: no page of the owner's has them."""


def day_url(day: date) -> str:
    """``/2017/11/03/``."""
    return f"/{day.year:04}/{day.month:02}/{day.day:02}/"


def liveblog_url(day: date, slug: str) -> str:
    """``/2017/11/03/slug/``: the page of the permalinks."""
    return f"{day_url(day)}{slug}/"


def topic_url(slug: str) -> str:
    """``/topics/slug/``."""
    return f"/topics/{slug}/"


def path_of(url: str) -> str:
    """The file below ``output/`` that answers *url*, which has no fragment and is not percent-encoded.

    >>> path_of("/2017/11/03/"), path_of("/feed.xml"), path_of("/")
    ('2017/11/03/index.html', 'feed.xml', 'index.html')
    """
    return (url + "index.html" if url.endswith("/") else url).removeprefix("/")


def fold(path: str) -> str:
    """*path* without case and Unicode form: two paths with one fold are one file on some disks."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
