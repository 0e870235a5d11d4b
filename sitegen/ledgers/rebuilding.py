"""A ledger that is lost or damaged, made anew: of the lines that can be read, the content, and the published pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from sitegen.content.ledger import LIVE, Key, Promise, State
from sitegen.index.queries import Queries

_HEADING = re.compile(r'<h2 id="([a-z][a-z0-9-]*)"')
_NOTICE = re.compile(r'<p class="notice" id="([a-z][a-z0-9-]*)">(.*?)</p>', re.DOTALL)
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)"')
_LINK = re.compile(r'<a href="([^"]*)#([a-z][a-z0-9-]*)"')


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The *promises* of a ledger made anew, how many came from which source, and *lost* anchors that nothing explains."""

    promises: Mapping[Key, Promise]
    counts: Mapping[str, int]
    lost: tuple[Key, ...]


def rebuilt(queries: Queries, readable: Mapping[Key, Promise], output: Path, today: date) -> Rebuilt:
    """What *readable* lines, the content, and the pages in *output* say; lines count before content, and that before pages.

    A withheld anchor whose day is lost gets *today*. No line that can be read is lost.
    """
    promises, counts = dict(readable), Counter({"lines": len(readable)})

    def add(key: Key, promise: Promise, source: str) -> None:
        if key not in promises:
            promises[key] = promise
            counts[source] += 1

    places = {url: liveblog for liveblog, url, _, is_named in queries.ledger.places() if is_named}
    for liveblog, anchor, marks, _, _ in queries.pinned():
        add((liveblog, anchor), Promise(State.LIVE, tuple(marks.split(",")) if marks else ()), "content")
    for url, liveblog in places.items():
        add((liveblog, url), LIVE, "content")
    owners = places | {name: liveblog for (liveblog, name) in readable if name.startswith("/")}
    for url, html in _pages(output):
        for key, promise in _promised(url, html, owners, today):
            add(key, promise, "pages")
    pinned = {(liveblog, anchor) for liveblog, anchor, *_ in queries.pinned()}
    lost = (
        key
        for key, promise in promises.items()
        if promise.state is State.LIVE and not key[1].startswith("/") and key not in pinned
    )
    return Rebuilt(promises, counts, tuple(sorted(lost)))


def _pages(output: Path) -> Iterator[tuple[str, str]]:
    """The pages where live blogs are or were, by their URLs."""
    for path in sorted(output.glob("[0-9]*/[0-9]*/[0-9]*/*/index.html")):
        if path.is_file() and not path.is_symlink():
            url = f"/{path.parent.relative_to(output).as_posix()}/"
            yield url, path.read_text("utf-8", "replace")


def _promised(url: str, html: str, owners: Mapping[str, str], today: date) -> Iterator[tuple[Key, Promise]]:
    """What the page at *url* was published for; nothing, where nobody knows whose page it is."""
    if refresh := _REFRESH.search(html):
        target = _absolute(url, unescape(refresh[1]))
        if target in owners:
            yield (owners[target], url), LIVE
        return
    if (liveblog := owners.get(url)) is None:
        return
    yield (liveblog, url), LIVE
    for anchor in _HEADING.findall(html):
        yield (liveblog, anchor), LIVE
    for anchor, said in _NOTICE.findall(html):
        if "withheld" in said:
            yield (liveblog, anchor), Promise(State.WITHHELD, said=today.isoformat())
        else:
            yield (liveblog, anchor), Promise(State.MOVED, said=_target(url, said, owners))


def _target(url: str, said: str, owners: Mapping[str, str]) -> str:
    """Where a notice on the page at *url* says that its update is, as the ledger says it; "" where it cannot be told."""
    for link, anchor in _LINK.findall(said):
        owner = owners.get(_absolute(url, unescape(link)))
        if owner:
            return f"{owner}#{anchor}"
    return ""


def _absolute(url: str, link: str) -> str:
    """The URL of the page that *link* on the page at *url* leads to.

    >>> _absolute("/2017/11/03/old/", "../../../../2017/11/03/new/index.html")
    '/2017/11/03/new/'
    """
    parts = url.strip("/").split("/")
    for part in link.removesuffix("index.html").strip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return f"/{'/'.join(parts)}/"
