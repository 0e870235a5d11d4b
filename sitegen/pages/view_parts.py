"""What views are made of: links, counts, updates and live blogs in lists, and what every layout sees of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.pages.citations import Cited
from sitegen.policy import Csp

BodyOf = Callable[[str], bytes]
"""Gives the HTML of a body by its name, in UTF-8."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the site and what to call it. *url* is site-absolute, like ``/topics/qaim/``."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SinceImport:
    """What was changed of a live blog since import wrote it: updates by their clocks, and how many were *removed*.

    *head* says that its headline, standfirst or other front matter was edited.
    """

    head: bool
    edited: tuple[Link, ...]
    added: tuple[Link, ...]
    removed: int

    @property
    def is_nothing(self) -> bool:
        """Whether all is as import wrote it."""
        return not (self.head or self.edited or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Site:
    """What every layout sees of the site. *logo* and *wordmark* are "" where the title stands at the head of pages.

    *interface* is the language in which pages speak of themselves, *language* that of content that names none. *base_url*
    ends in ``/`` or is ""; *stylesheet* and *icon* are URLs. *sections* are the site's own parts that are switched on (Days,
    Topics …), *menu* the owner's pages; *home*, *feed*, *json_feed*, *data* and *corrections* are "" where it has none.
    *csp* is what it adds to the policy of its pages. *image* is shown where a link to the site is previewed.
    """

    title: str
    description: str
    language: str
    base_url: str
    publisher: str
    clock: ClockStyle
    links: Links
    rights: Rights
    sections: tuple[Link, ...]
    menu: tuple[Link, ...]
    home: str
    feed: str
    stylesheet: str
    icon: str
    corrections: str = ""
    csp: Csp = ()
    image: str = "/assets/card.png"
    json_feed: str = ""
    data: str = ""
    interface: str = "en"
    logo: str = ""
    wordmark: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction: *label* is its *kind* in words, *text* plain text in *lang* ("" for the site's language).

    *url* leads to the update that it concerns, whose moment is *at* (None where it was withheld), or to the live blog of
    the *title*; on that one's own page it is a fragment, or "".
    """

    when: date
    kind: str
    label: str
    text: str
    url: str
    at: datetime | None
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Step:
    """A neighbour in a thread: the update *at* a moment, whose *clock* is written as the site writes it.

    *url* is its permalink, a fragment alone within one live blog.
    """

    url: str
    at: datetime
    clock: str


@dataclass(frozen=True, slots=True)
class ThreadSteps:
    """The updates before and after one that carry the same topic; None at either end, and for a topic that leads nowhere."""

    earlier: Step | None
    later: Step | None


class UpdateView(NamedTuple):
    """One update as a page shows it. A tuple, since a build makes two of each update.

    *id* is unique on its page; *url* is the permalink, on the live blog's own page its fragment alone. *instant* is *at* in
    seconds since 1970 UTC, *iso* is it as text for ``datetime``, *clock* its local clock as the site writes it. *place* is
    where that clock stands ("Beirut"), *zone_place* says so in full ("Beirut time"). *lead* is its title or its first
    sentence, plain text. *body* names its HTML, "" where only the lead is shown. *liveblog* is None on the live blog's own
    page. *lang* is the live blog's language, "" for the site's. *corrections*, newest first, are there where *body* is,
    *cited* on pages of its live blog alone. So are *threads*, the steps along each of *topics*, in their order; or there
    are none.
    """

    id: str
    url: str
    at: datetime
    instant: int
    iso: str
    clock: str
    place: str
    zone_place: str
    title: str
    lead: str
    author: str
    key: bool
    topics: tuple[Link, ...]
    body: str
    liveblog: Link | None
    updated: datetime | None = None
    lang: str = ""
    corrections: tuple[CorrectionView, ...] = ()
    cited: Cited | None = None
    threads: tuple[ThreadSteps, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture, all in plain text. *file* is its URL, or "": it was not archived, or *is_withheld* from publication.

    *width* and *height* are its pixels, 0 where its file does not say them.
    """

    caption: str
    credit: str
    alt: str
    file: str
    is_withheld: bool
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands at the anchor *id* of an update that was withheld on a day, or has moved *to* another live blog.

    *place* is the number of updates above it. *clock* is that of its anchor, *iso* it with its *day* for ``datetime``: ""
    and None where the anchor is no clock. *to* is None where nobody knows where it moved; *lang* is the language of its
    title, "" for the site's. *said* is where it moved in the words of the ledger, like ``2017-11-03-qaim#t1930``.
    """

    id: str
    place: int
    clock: str
    iso: str
    day: date | None
    withheld: date | None = None
    to: Link | None = None
    lang: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A live blog in a list. *headlines* are its key updates, or its first ones: at most three.

    *lang* is its language, "" for the site's.
    """

    title: str
    url: str
    date: date
    place: str
    zone_place: str
    publisher: str
    updates: int
    first: datetime
    last: datetime
    draft: bool
    headlines: tuple[UpdateView, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A link with the number of live blogs and updates behind it, both 0 where there is nothing to link to."""

    title: str
    url: str
    liveblogs: int
    updates: int
