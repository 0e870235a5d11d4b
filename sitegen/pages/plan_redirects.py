"""Redirect pages: what stands at an address that something once had, and leads on to where it is now."""

from __future__ import annotations

from sitegen.index.changes import subject_at
from sitegen.pages.desk import Desk, liveblog_link
from sitegen.pages.views import Link, Page, RedirectView

LEDGER = "content/anchors.lock"


def alias_page(desk: Desk, url: str) -> Page | None:
    """The page at the alias *url*, which leads on to its live blog, or to what is left of one that was taken down."""
    owners = desk.queries.ledger.published_at(url)
    for head in (desk.queries.head_once_at(url), *map(desk.queries.head_of, owners)):
        if head:
            return redirect_page(url, liveblog_link(head), head.path, head.lang)
    for owner in owners:
        lines = desk.queries.ledger.lines(owner)
        left = [line.name for line in lines if subject_at(line.name)[0] == "live-blog"]
        if left and not all(line.is_address for line in lines):
            return redirect_page(url, Link(desk.words.say("what_is_left"), left[-1]), LEDGER)
    return None


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
