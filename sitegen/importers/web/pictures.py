"""Pictures that lie in a container beside the page that shows them: which of them it shows, and what they are called."""

from __future__ import annotations

import posixpath
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from sitegen.errors import Problem
from sitegen.importers.seeds import Seed
from sitegen.importers.web.html import IMAGES, addresses_in, parse
from sitegen.importers.web.page_head import page_text
from sitegen.patterns import Pattern

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}
"""The kinds of pictures that are kept, and how their names end; SVG is none: it may hold scripts."""
SUFFIX_OF = {".jpeg": ".jpg"} | {suffix: suffix for suffix in SUFFIXES.values()}
"""How the name of a picture ends beside the content file, by how it ends in the container."""
_NOT_IN_NAMES = Pattern(r"[^\w-]+")
_SLASHES = Pattern(r"(?<!:)/{2,}")
_LONGEST_STEM = 40


def shown_in(page: Seed) -> set[str]:
    """The addresses of the pictures in the HTML *page*, as they stand there; none where it cannot be read."""
    text = page_text(page)
    if isinstance(text, Problem):  # which the importer of pages says
        return set()
    try:
        images = parse(text).css(", ".join(IMAGES))
    except ValueError:  # its elements are nested too deep: the importer of pages says that too
        return set()
    return {address for image in images for address in addresses_in(image)}


def resolved(address: str, base: str) -> str:
    """*address* in a page at *base*; "" where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:  # a bracket in the name of a host
        return ""


def loosely(address: str) -> str:
    """*address* as another program may have written it.

    >>> loosely("https://example.org/a//the%20quay.png#x")
    'https://example.org/a/the quay.png'
    """
    return _SLASHES.sub("/", unquote(address.partition("#")[0]))


def label_beside(address: str, page: str) -> str:
    """The label of what *address* means in the *page* with that label of one archive; "" where it leads elsewhere.

    >>> label_beside("storm_files/quay%201.jpg?x=1", "a/storm.html"), label_beside("/etc/x.jpg", "a.html")
    ('a/storm_files/quay 1.jpg', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    label = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return "" if parts.scheme or parts.netloc or label.startswith(("/", "..")) else label


def picture_name(address: str, data: bytes, suffix: str) -> str:
    """The name of a picture beside the content file: no two pictures have one, and no path is in it."""
    try:
        stem = PurePosixPath(unquote(urlsplit(address).path)).stem
    except ValueError:
        stem = ""
    stem = _NOT_IN_NAMES.sub("-", stem)[:_LONGEST_STEM].strip("-").lower()
    return f"{stem or 'picture'}-{sha256(data).hexdigest()[:12]}{suffix}"
