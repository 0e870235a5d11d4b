"""What an archive is made of: live blogs, their updates, and what is known about both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

# The settings state these too: they are in config.py, which a build imports before anything else.
from sitegen.config import Rights as Rights
from sitegen.config import Term as Term
from sitegen.config import Topic as Topic

Digest = str
"""Hexadecimal BLAKE2b-128 of a text: the name under which a body or a page is kept."""


class ZoneSource(Enum):
    """How the time zone of a live blog is known."""

    STATED = "stated"
    DATELINE = "dateline"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Update:
    """One timestamped post of a live blog (schema.org ``liveBlogUpdate``), as its content file states it.

    *body* is CommonMark. *at* has a fixed offset and whole seconds, never a ``ZoneInfo``: two times of one ``ZoneInfo``
    compare by the clock on the wall. *anchor* is "" until it is pinned. *suggested* says that *topics* are import's
    choice. *sid* is the seed's own id, *lines* the lines of the seed, like ``8-19``.
    """

    at: datetime
    body: str
    anchor: str = ""
    title: str = ""
    author: str = ""
    topics: tuple[str, ...] = ()
    suggested: bool = False
    key: bool = False
    updated: datetime | None = None
    sid: str = ""
    lines: str = ""

    def __post_init__(self) -> None:
        _refuse_inexact(self.at)
        if self.updated is not None:
            _refuse_inexact(self.updated)


def _refuse_inexact(moment: datetime) -> None:
    if moment.utcoffset() is None:
        raise ValueError(f"a time of an update needs an offset: {moment.isoformat()}")
    if moment.microsecond:
        raise ValueError(f"a time of an update has whole seconds: {moment.isoformat()}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the seed named. All are plain text; *file* is "" where the picture itself was not archived."""

    caption: str = ""
    credit: str = ""
    alt: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Provenance of one seed: its path in the site, the digest of its bytes, who read it, and where it was captured.

    *member* is the part of a container that it was read from, "" where the seed is none. *archived* are
    addresses of archived copies, parted by blanks (schema.org ``archivedAt``).
    """

    seed: str
    sha256: str
    importer: str
    url: str = ""
    captured: str = ""
    member: str = ""
    archived: str = ""


class CorrectionKind(Enum):
    """What a correction does to what was published."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors-note"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Correction:
    """A change that the archive made and owns up to. *text* is plain, *update* an anchor, or "" for the whole live blog."""

    when: date
    text: str
    update: str = ""
    kind: CorrectionKind = CorrectionKind.CORRECTION


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """One running story (schema.org ``LiveBlogPosting``): one content file, whose front matter has these keys.

    *id* is minted by import and never recomputed; *slug* and *date* make the URL; *zone* is an IANA name; *standfirst* is
    CommonMark (the text before the first update).
    *cite_as* is its DOI, ARK or other lasting address. *updates* are in the order of instants, then of the file.
    """

    id: str
    slug: str
    title: str
    date: date
    zone: str
    zone_source: ZoneSource = ZoneSource.STATED
    kicker: str = ""
    dateline: str = ""
    publisher: str = ""
    lang: str = ""
    draft: bool = False
    standfirst: str = ""
    summary: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    pictures: tuple[Picture, ...] = ()
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    cite_as: str = ""
    rights: Rights = field(default_factory=Rights)


class Entry(NamedTuple):
    """An update as the index knows it: all but its body. A tuple, since a build makes and reads each many times.

    *liveblog* is the key of its live blog's head, *place* its place in it, from 0. *instant* is *at* in seconds since 1970
    UTC, *iso* as text (RFC 3339). *lead* is plain text: the title, or the first sentence of the body.
    """

    liveblog: int
    place: int
    anchor: str
    instant: int
    at: datetime
    iso: str
    title: str
    lead: str
    author: str
    key: bool
    updated: datetime | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A live blog as the index knows it: all that lists show. *first* and *last* are None where it has no updates.

    *key* is its row in the index: good for one run, never shown. *standfirst* says whether it has one. *corrections* are
    in the order of the file. *shown* is a digest of what lists show of it and its updates, *whole* one of everything.
    """

    key: int
    path: str
    id: str
    date: date
    slug: str
    draft: bool
    title: str
    kicker: str
    dateline: str
    zone: str
    zone_source: ZoneSource
    publisher: str
    lang: str
    words: int
    updates: int
    first: datetime | None
    last: datetime | None
    standfirst: bool
    corrections: tuple[Correction, ...]
    shown: Digest
    whole: Digest


class PreparedUpdate(NamedTuple):  # made once for every update there is
    """What the index keeps of one update beside its own fields; *html* is its body rendered, *line* its heading's line."""

    pinned: bool
    line: int
    lead: str
    html: str
    fingerprint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A live blog's content file, read, rendered and ready for the index. *updates* go with those of *liveblog*.

    *beside* names the pictures that lie beside the file and that it refers to. *aliases* are the URLs of its aliases, in
    their order. *marks* are the first characters of the digests of its head and of each update, as they stand in the file;
    none of one without a seed.
    """

    path: str
    liveblog: LiveBlog
    standfirst_html: str
    updates: tuple[PreparedUpdate, ...]
    words: int
    beside: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of the owner's, from ``content/pages/NAME.md``, rendered."""

    path: str
    name: str
    title: str
    html: str
