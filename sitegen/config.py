"""The settings of a site as one value; how a file states them, with every fault that it may have, is config_file's."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sitegen.look import Theme
from sitegen.policy import Csp

FORMAT = 1
"""The version of the format of ``site.yaml``."""


class Links(Enum):
    """Whether links name a folder (for hosts) or the ``index.html`` in it (for a disk)."""

    FOLDER = "folder"
    FILE = "file"


class ClockStyle(Enum):
    """How pages write a time of day: ``7:30 p.m.`` or ``19:30``."""

    AP = "ap"
    H24 = "24h"


class Order(Enum):
    """Which end of a list of days or live blogs comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"


class BodyMode(Enum):
    """How day and topic pages show an update: whole, its lead with a link, or by their number."""

    FULL = "full"
    LEAD = "lead"
    AUTO = "auto"


class UpdatePages(Enum):
    """Which updates have a page of their own: none, the key ones, or all."""

    NONE = "none"
    KEY = "key"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the rights, what that means, and what may be made of it, as a site or a live blog states it.

    "" and None stand for what is not said. *full_text* says whether whole bodies may go into feeds and data, *pictures*
    whether archived pictures are published; not said at all, they mean no and yes.
    """

    holder: str = ""
    note: str = ""
    full_text: bool | None = None
    robots: str = ""
    pictures: bool | None = None


def merge_rights(site: Rights, own: Rights) -> Rights:
    """The rights in a live blog that states its *own*: each key that it says overrules the *site*'s, and no other.

    >>> merge_rights(Rights("Site", "Free.", True), Rights("Agency", full_text=False))
    Rights(holder='Agency', note='Free.', full_text=False, robots='', pictures=None)
    """
    return Rights(
        own.holder or site.holder,
        own.note or site.note,
        site.full_text if own.full_text is None else own.full_text,
        own.robots or site.robots,
        site.pictures if own.pictures is None else own.pictures,
    )


@dataclass(frozen=True, slots=True)
class Term:
    """One wording that suggests a topic: matched as whole words, with or without regard to case."""

    text: str
    case: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject declared in ``site.yaml`` or ``content/topics.yaml``. *broader* is the slug of its parent, or ""."""

    slug: str
    label: str
    match: tuple[Term, ...] = ()
    broader: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which kinds of page are made, and how day and topic pages show updates."""

    home: bool = True
    calendar: bool = True
    day: bool = True
    topics: bool = True
    feed: bool = True
    sitemap: bool = True
    not_found: bool = True
    citations: bool = True
    data: bool = True
    tables: bool = True
    timeline: bool = True
    on_this_day: bool = True
    search: bool = True
    corrections: bool = True
    own: bool = True
    latest: bool = True
    updates: UpdatePages = UpdatePages.KEY
    bodies: BodyMode = BodyMode.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a site, all checked; text is plain text.

    *base_url* ends with exactly one slash, or is "". *datelines* are names in capitals with IANA zones. *menu* holds
    names of ``content/pages/``. *csp* is what pages may load beside their own site's files. An option of the command line
    overrules a setting by ``dataclasses.replace``, or by ``with_base_url``, which checks. *database* is no setting: it
    says that ``data/archive.db`` is published.
    """

    title: str
    format: int = FORMAT
    id: str = ""
    description: str = ""
    base_url: str = ""
    published: bool = True
    language: str = "en"
    zone: str = "UTC"
    publisher: str = ""
    order: Order = Order.NEWEST
    clock: ClockStyle = ClockStyle.AP
    datelines: tuple[tuple[str, str], ...] = ()
    topics: tuple[Topic, ...] = ()
    pages: Pages = Pages()
    links: Links = Links.FOLDER
    rights: Rights = field(default_factory=Rights)
    menu: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    csp: Csp = ()
    theme: Theme = field(default_factory=Theme)
    database: bool = False
