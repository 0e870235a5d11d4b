"""What is for robots: the sitemaps (sitemaps.org 0.9) and ``robots.txt`` (RFC 9309), as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sitegen.config import Config
from sitegen.pages import urls
from sitegen.pages.atom import NOT_XML
from sitegen.pages.static import Asset

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_URLS, MOST_BYTES = 50_000, 50_000_000
"""What one sitemap may hold (sitemaps.org, which allows 50 MiB)."""
_DATED = re.compile(r"/([0-9]{4})/")


def sitemaps(base_url: str, pages: Iterable[tuple[str, str]], most: int = MOST_URLS) -> Iterator[Asset]:
    """The sitemap of *pages*: URLs with the day of their last update ("" where none is known), in their order.

    Where they are more than *most*, it is an index of sitemaps: one for each year, and one for all that is of no year, each
    in as many parts as it needs; so a live blog more changes one part of them.
    """
    listed = [(url, modified, _element("url", urls.absolute(url, base_url), modified)) for url, modified in pages]
    if len(list(_parts(listed, most))) < 2:
        yield Asset("/sitemap.xml", _urlset(listed), "site.yaml")
        return
    by_year: dict[str, list[_Listed]] = {}
    for one in listed:
        dated = _DATED.match(one[0])
        by_year.setdefault(dated[1] if dated else "pages", []).append(one)
    index = [_opened("sitemapindex")]
    for name, of_year in sorted(by_year.items()):
        for number, part in enumerate(_parts(of_year, most), 1):
            url = f"/sitemaps/{name}{f'-{number}' if number > 1 else ''}.xml"
            yield Asset(url, _urlset(part), "site.yaml")
            index.append(_element("sitemap", urls.absolute(url, base_url), max(modified for _, modified, _ in part)))
    yield Asset("/sitemap.xml", b"".join((*index, b"</sitemapindex>\n")), "site.yaml")


_Listed = tuple[str, str, bytes]
"""A page: its URL, the day of its last update, and what a sitemap says of it."""


def _parts(listed: Sequence[_Listed], most: int) -> Iterator[list[_Listed]]:
    """*listed* in parts, none of which holds more than a sitemap may."""
    part, size = list[_Listed](), 0
    for one in listed:
        if part and (len(part) >= most or size + len(one[2]) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(one)
        size += len(one[2])
    if part:
        yield part


def _opened(name: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="{SITEMAP}">\n'.encode()


def _urlset(listed: Sequence[_Listed]) -> bytes:
    return b"".join((_opened("urlset"), *(said for _, _, said in listed), b"</urlset>\n"))


def _element(name: str, address: str, modified: str) -> bytes:
    """As text: an archive has thousands of pages, and an element of a tree costs twenty times as much."""
    escaped = escape(NOT_XML.sub("\ufffd", address), quote=False)
    when = f"\n<lastmod>{modified}</lastmod>" if modified else ""
    return f"<{name}>\n<loc>{escaped}</loc>{when}\n</{name}>\n".encode()


def is_noindex(rule: str) -> bool:
    """Whether *rule*, the ``robots`` of rights, keeps search engines out: "noindex", or "none", which says that and more.

    >>> is_noindex("NoIndex, nofollow"), is_noindex("none"), is_noindex("noarchive")
    (True, True, False)
    """
    return not {"noindex", "none"}.isdisjoint(re.split(r"[\s,]+", rule.lower()))


def robots(config: Config, folder: str = "/") -> Asset:
    """What robots may do in *folder*, and where the sitemap is (RFC 9309)."""
    lines = ["User-agent: *", f"{'Disallow' if is_noindex(config.rights.robots) else 'Allow'}: {folder}"]
    if config.base_url and config.pages.sitemap:
        lines.append(f"Sitemap: {config.base_url}sitemap.xml")
    return Asset("/robots.txt", ("\n".join(lines) + "\n").encode(), "site.yaml")
