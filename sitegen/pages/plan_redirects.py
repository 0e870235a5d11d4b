"""Redirect pages: what stands at an address that something once had, and leads on to where it is now."""

from __future__ import annotations

from sitegen.pages.desk import Desk, liveblog_link
from sitegen.pages.views import Link, Page, RedirectView


def alias_page(desk: Desk, url: str) -> Page | None:
    """The page at the alias *url*, which leads on to its live blog."""
    head = desk.queries.head_once_at(url)
    return redirect_page(url, liveblog_link(head), head.path, head.lang) if head else None


def redirect_page(url: str, to: Link, owner: str, lang: str = "") -> Page:
    """The page at *url* that leads on to *to*, which is named in *lang* ("": the site's language).

    It works on any host and from a disk. Search engines keep *to* alone; no list, feed or sitemap has it.
    """
    return Page(
        url=url,
        layout="redirect.html",
        view=RedirectView(to, lang),
        title=to.title,
        description="",
        owner=owner,
        canonical=to.url.partition("#")[0],
        noindex=True,
    )
