"""Pages as browsers and crawlers kept them: what each is called as a seed, and what is known of it beside its bytes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sitegen.importers.containers.http_message import charset
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar, merge
from sitegen.patterns import Pattern

# What live blogs come as, and how the name of such a seed ends.
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "text/json": ".json",
    "application/ld+json": ".json",
    "application/feed+json": ".json",
    "application/vnd.api+json": ".json",
    "application/atom+xml": ".xml",
    "application/rss+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_NOT_IN_NAMES = Pattern(r"[^\w.-]+")
_LONGEST_NAME = 80


def suffix_of(media_type: str, content: bytes) -> str:
    """How the name of *content* may end, "" where no live blog comes as such; its looks tell where nobody says."""
    if media_type:
        return _SUFFIXES.get(media_type, "")
    first = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return ".html" if first == b"<" else ".json" if first in (b"{", b"[") else ""


def name_of(url: str, suffix: str) -> str:
    """A name for what was captured at *url*, for people: the last part of its path.

    >>> name_of("https://example.org/2021/harbour-live/?page=2", ".html")
    'harbour-live.html'
    """
    try:
        parts = [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:  # a bracket in the name of the host
        parts = []
    name = _NOT_IN_NAMES.sub("_", parts[-1] if parts else "index")[:_LONGEST_NAME].strip(".") or "index"
    return name if name.lower().endswith(suffix) else name + suffix


def web_address(said: str) -> str:
    """*said* where it is an address of the web, else ""."""
    return said if said.startswith(("http://", "https://")) and said.isprintable() and " " not in said else ""


def moment(said: str) -> str:
    """*said* where it is a time of ISO 8601, else ""."""
    try:
        datetime.fromisoformat(said.strip())
    except ValueError:
        return ""
    return said.strip()


def captured_page(
    seed: Seed, path: str, content: bytes, content_type: str, *, url: str, captured: str, crawled: bool
) -> Seed:
    """The page at *path* in the container *seed*. What the sidecar of the container says wins over what it says itself."""
    known = Sidecar(url=url, captured=captured, encoding=charset(content_type, content))
    return Seed(path, content, merge(known, seed.sidecar), crawled=crawled, meter=seed.meter.inside())
