"""Pictures that lie in a container beside the page that shows them: which of them it shows, and what they are called."""

from __future__ import annotations

import posixpath
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from sitegen.importers.text.plain_text import decode
from sitegen.importers.web.html import parse
from sitegen.patterns import Pattern

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}
"""The kinds of pictures that are kept, and how their names end; SVG is none: it may hold scripts."""
_NOT_IN_NAMES = Pattern(r"[^\w-]+")
_LONGEST_STEM = 40


def shown_in(page: bytes) -> set[str]:
    """The addresses of the pictures in the HTML *page*, as they stand there; none where it cannot be read."""
    text = decode(page, "", "")
    try:
        images = parse(text if isinstance(text, str) else page.decode("latin-1")).css("img")
    except ValueError:  # its elements are nested too deep: the importer of pages says so
        return set()
    return {(image.attributes.get(name) or "").strip() for image in images for name in ("src", "data-src")} - {""}


def resolved(address: str, base: str) -> str:
    """*address* in a page at *base*; "" where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:  # a bracket in the name of a host
        return ""


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
