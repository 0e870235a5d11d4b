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


Imported = LiveBlog | Seed | Attachment | Problem
"""What an importer yields; a container (an archive, a WARC) yields seeds, which are sniffed in turn."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. *accepts* looks at the name and the first 4 kB only; *read* never touches the disk."""

    name: str
    accepts: Callable[[Seed], bool]
    read: Callable[[Seed, Config], Iterable[Imported]]
