"""What is for robots: the sitemap (sitemaps.org 0.9) and ``robots.txt`` (RFC 9309), as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from sitegen.config import Config
from sitegen.pages import urls
from sitegen.pages.atom import NOT_XML
from sitegen.pages.static import Asset

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(config: Config, pages: Iterable[tuple[str, str]]) -> Asset:
    """The sitemap of *pages*: URLs with the day of their last update ("" where none is known), in their order."""
    lines = [f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{SITEMAP}">\n']
    for url, modified in pages:  # as text: an archive has thousands of pages, and an element costs twenty times as much
        address = escape(NOT_XML.sub("\ufffd", urls.absolute(url, config.base_url)), quote=False)
        when = f"\n<lastmod>{modified}</lastmod>" if modified else ""
        lines.append(f"<url>\n<loc>{address}</loc>{when}\n</url>\n")
    return Asset("/sitemap.xml", "".join((*lines, "</urlset>\n")).encode(), "site.yaml")


def is_noindex(rule: str) -> bool:
    """Whether *rule*, the ``robots`` of rights, keeps search engines out: "noindex", or "none", which says that and more.

    >>> is_noindex("NoIndex, nofollow"), is_noindex("none"), is_noindex("noarchive")
    (True, True, False)
    """
    return not {"noindex", "none"}.isdisjoint(re.split(r"[\s,]+", rule.lower()))


def robots(config: Config) -> Asset:
    """What robots may do, and where the sitemap is (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /" if is_noindex(config.rights.robots) else "Allow: /"]
    if config.base_url and config.pages.sitemap:
        lines.append(f"Sitemap: {config.base_url}sitemap.xml")
    return Asset("/robots.txt", ("\n".join(lines) + "\n").encode(), "site.yaml")
