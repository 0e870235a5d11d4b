"""Views of feeds: what each format says, with the ids and the links that all of them have alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from sitegen.pages import urls

_LOCAL = re.compile(r'(?<=\s)(href|src)="/')


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. *name* follows the authority in its ``tag:`` URI (RFC 4151), which no change of address alters.

    *url* is site-absolute; *html* is the content, with site-absolute links, "" where the rights leave it out; *topics* are
    the slugs and labels of its topics; all else is plain text.
    """

    name: str
    url: str
    title: str
    published: datetime
    updated: datetime
    author: str
    summary: str
    html: str
    lang: str
    topics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed of *entries*, the newest first: the same in each format.

    *name* is its address without the ending, "feed" or "topics/qaim/feed"; *home* is the page that shows the same.
    *authority* is what the ``tag:`` URIs begin with, "" on a site without a name for ever.
    """

    name: str
    title: str
    description: str
    home: str
    authority: str
    entries: tuple[FeedEntry, ...] = field(repr=False)

    @property
    def updated(self) -> datetime:
        """When the newest of its entries was changed; the beginning of 1970 where there is none."""
        return max((entry.updated for entry in self.entries), default=datetime(1970, 1, 1, tzinfo=UTC))


def entry_id(feed: FeedView, entry: FeedEntry, base_url: str) -> str:
    """The id of *entry*; on a site without a name for ever its address, a correction that of what it corrects."""
    if feed.authority:
        return f"tag:{feed.authority}:{entry.name}"
    _, mark, own = entry.name.partition("/corrections/")
    return urls.absolute(entry.url, base_url) + mark + own


def with_absolute_links(html: str, base_url: str) -> str:
    """*html* with its site-absolute links below *base_url*: a reader of feeds need not know where they begin.

    >>> with_absolute_links('<a href="/2017/#a">x</a>', "https://example.org/live/")
    '<a href="https://example.org/live/2017/#a">x</a>'
    """
    base = escape(base_url)
    return _LOCAL.sub(lambda found: f'{found[1]}="{base}', html)
