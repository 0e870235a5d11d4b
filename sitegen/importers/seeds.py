"""What a seed is, and what an importer is: the seam between folders and formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog


@dataclass(frozen=True, slots=True)
class Seed:
    """A file as published: *path* is relative to the root of the site (``seeds/x.txt``), *data* its bytes untouched."""

    path: str
    data: bytes
    sidecar: Sidecar = NOTHING


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that a seed holds, laid beside the content file under *name*."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader of the seed sees of one live blog, as plain text, found apart from the Markdown that is made of it.

    *opening* is the headline and all that stands before the first update; *updates* are the title and the body of each,
    in the order of the live blog. The proof of the import lays them over what was written, word by word.
    """

    opening: str
    updates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A live blog with its *evidence*. A format whose seeds are text needs none: the text itself is the evidence."""

    liveblog: LiveBlog
    evidence: Evidence


Imported = LiveBlog | Found | Seed | Attachment | Problem
"""What an importer yields; a container (an archive, a WARC) yields seeds, which are sniffed in turn."""

SNIFFED = 4096
"""How many bytes of a seed its format is told by."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format: its *name*, and *about*, what its seeds are, in a few words.

    *declines* says why a seed is not of this format, "" where it is; it looks at the name and the first `SNIFFED` bytes
    only. *read* never touches the disk.
    """

    name: str
    about: str
    declines: Callable[[Seed], str]
    read: Callable[[Seed, Config], Iterable[Imported]]
