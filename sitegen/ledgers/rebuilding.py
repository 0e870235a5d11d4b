"""A ledger that is lost or damaged, made anew: of the lines that can be read, the published pages, and the content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen.content.ledger import LIVE, Key, Promise, State, is_address, read_ledger
from sitegen.index.queries import Queries
from sitegen.ledgers.published import Published, absolute, published_pages, published_redirects


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The *promises* of a ledger made anew, how many came from which source, and *lost* anchors that nothing explains."""

    promises: Mapping[Key, Promise]
    counts: Mapping[str, int]
    lost: tuple[Key, ...]


def rebuilt(queries: Queries, readable: Mapping[Key, Promise], output: Path, today: date) -> Rebuilt:
    """What *readable* lines, the pages in *output*, and the content say.

    No line that can be read is lost. What a page says was withheld, or has moved, goes before the content: its words may
    have come back by hand. What it says is live goes after the content, which knows the words. A live blog that is in
    neither, and of whose page nobody knows the id, gets the one that import would give it; an anchor that was withheld
    and does not say when, *today*.
    """
    promises, counts = dict(readable), Counter({"lines": len(readable)})

    def add(key: Key, promise: Promise, source: str) -> None:
        if key not in promises:
            promises[key] = promise
            counts[source] += 1

    pages = (*published_pages(output), *published_redirects(output))
    places = {url: liveblog for liveblog, url, _, is_named in queries.ledger.places() if is_named}
    owners = {page.url: page.liveblog or _given(page.url) for page in pages if not page.leads_to}
    owners |= {name: liveblog for liveblog, name in readable if is_address(name)} | places
    of_pages = dict(_promised(pages, owners, today))
    for key, promise in of_pages.items():
        if promise.state is not State.LIVE:
            add(key, promise, "pages")
    pinned = {(liveblog, anchor): marks for liveblog, anchor, marks, _, _ in queries.pinned()}
    for key, marks in pinned.items():
        add(key, Promise(State.LIVE, tuple(marks.split(",")) if marks else ()), "content")
    for url, liveblog in places.items():
        add((liveblog, url), LIVE, "content")
    for key, promise in of_pages.items():
        add(key, promise, "pages")
    live = (key for key, promise in promises.items() if promise.state is State.LIVE and not is_address(key[1]))
    return Rebuilt(promises, counts, tuple(sorted(key for key in live if key not in pinned)))


def _promised(pages: tuple[Published, ...], owners: Mapping[str, str], today: date) -> Iterator[tuple[Key, Promise]]:
    """What *pages* were published for; they come from a folder that anyone may have written to, and must read as lines."""
    for page in pages:
        lines = "".join(f"{line}\n" for line in _lines(page, owners, today) if "\n" not in line)
        yield from read_ledger(lines)[0].items()


def _lines(page: Published, owners: Mapping[str, str], today: date) -> Iterator[str]:
    """The lines of the ledger that *page* stands for."""
    if page.leads_to:
        if owner := owners.get(page.leads_to):
            yield f"{owner} {page.url} live -"
        return
    liveblog = owners[page.url]
    yield f"{liveblog} {page.url} live -"
    yield from (f"{liveblog} {anchor} live -" for anchor in page.anchors)
    yield from (f"{liveblog} {anchor} withheld {day or today.isoformat()}" for anchor, day in page.withheld)
    yield from (f"{liveblog} {anchor} moved {_target(page, to, owners) or '-'}" for anchor, to in page.moved)


def _given(url: str) -> str:
    """The id that import gives the live blog at *url*: what is left to say of one whose page does not say it."""
    return f"{url[1:11].replace('/', '-')}-{url[12:-1]}"


def _target(page: Published, to: str, owners: Mapping[str, str]) -> str:
    """Where an update went, as the ledger says it; "" where it cannot be told."""
    place, mark, anchor = to.partition("#")
    if "/" not in place:
        return to
    owner = owners.get(absolute(page.url, place))
    return f"{owner}{mark}{anchor}" if owner else ""
