"""What a seed is, and what an importer is: the seam between folders and formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.budgets import Meter
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog

INSIDE = "!/"
"""Between the path of a container and the name of a part of it, in the path of the seed that this part is."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A file as published: *path* is relative to the root of the site (``seeds/x.txt``), *data* its bytes untouched.

    A part of a container has a path like ``seeds/x.zip!/a/b.txt``: a label, of which no path in the file system is ever
    made. *crawled* says that it is one of many, most of which are no live blog. *pictures* are the names of those that the
    container holds (each an `Attachment`), by their addresses in the part. *meter* counts what all containers of one seed
    unpack.
    """

    path: str
    data: bytes
    sidecar: Sidecar = NOTHING
    crawled: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    meter: Meter = field(default_factory=Meter, compare=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that a seed holds, laid beside the content file under *name*.

    *part* is the path of the part of a container that it goes with, "" where it goes with all of the seed.
    """

    name: str
    data: bytes
    part: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader of the seed sees of one live blog, as plain text, found apart from the Markdown that is made of it.

    *opening* is the headline and all that stands before the first update; *updates* are the title and the body of each,
    in the order of the live blog. The proof of the import lays them over what was written, word by word.
    """

    opening: str
    updates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a part of a container, which is its own evidence, and the texts that sidecars give it."""

    text: str
    given: tuple[str, ...] = ()


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
    only. *read* never touches the disk. What a container yields are seeds, of which each may be as large as a seed may be.
    """

    name: str
    about: str
    declines: Callable[[Seed], str]
    read: Callable[[Seed, Config], Iterable[Imported]]
    is_container: bool = False
