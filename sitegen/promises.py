"""Content against the ledger: whether a build would break a promise, and what it adds to the promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.config import Config
from sitegen.content.ledger import END, HEADER, PATH, Key, part_of, read_ledger
from sitegen.content.ledger_check import (
    Checked,
    Pinned,
    Placed,
    check_addresses,
    check_ledger,
    check_moves,
    first_ledger,
    lost_ledger,
)
from sitegen.errors import Location, Problem
from sitegen.files import read_record
from sitegen.index.ledger_lines import address_at, url_at
from sitegen.index.queries import Queries
from sitegen.output.manifest import read_manifest

MARK = "assets/ledger.txt"
MARK_TEXT = b"Every anchor of this site that was ever published is recorded in its ledger, content/anchors.lock.\n"
"""A file of the output that says that this site has a ledger: so that a lost one is no empty one."""


def ledger_text(root: Path) -> str:
    """The text of the ledger in *root*, "" where there is none; bytes that are not UTF-8 make a line that is damaged."""
    return read_record(root, PATH).decode("utf-8", errors="replace").replace("\r\n", "\n")


_SOME = 20  # live blogs that are looked for in the ledger one by one: each time, all of it is gone through


@dataclass(frozen=True, slots=True)
class Promises:
    """What the content means for the ledger: its new bytes, empty where it stays, and the number of lines *added*.

    *anchors* is the number of new anchors. *parts* are the new lines of the live blogs that alone were looked at, None
    where all were.
    """

    ledger: bytes = b""
    exists: bool = False
    added: int = 0
    anchors: int = 0
    problems: tuple[Problem, ...] = ()
    parts: dict[str, bytes] | None = field(default=None, repr=False)


def check_promises(
    root: Path, output: Path, config: Config, queries: Queries, changed: Sequence[str] | None, *, publish: bool
) -> Promises:
    """Hold pinned anchors against the ledger in *root*; *publish* adds the new ones, unless the site is unpublished.

    *changed* are the addresses of the live blogs that changed since the ledger, as it is, was checked; None for all. A
    ledger that is missing although *output* says that there was one is an error, as is a damaged one.
    """
    publish = publish and config.published
    if changed is not None and (found := _check_some(root, queries, changed, publish=publish)):
        return found
    text = ledger_text(root)
    if not text and MARK in read_manifest(output):
        return Promises(problems=(lost_ledger(),))
    promises, problems = read_ledger(text)
    if problems:
        return Promises(exists=True, problems=problems)
    if not promises and not publish:
        return Promises(exists=bool(text))
    places = [Placed(*row) for row in queries.ledger.places()]
    if not promises:
        pinned = ((liveblog, anchor, marks) for liveblog, anchor, marks, _, _ in queries.pinned())
        return _promises(text, first_ledger(pinned, places), ())
    checked = check_ledger(promises, map(_pinned, queries.pinned()), places, publish=publish)
    moves = check_moves(promises, _keys(queries), text)
    return _promises(text, checked, (*moves, *check_addresses(promises, places, text)))


def _promises(text: str, checked: Checked, problems: Sequence[Problem]) -> Promises:
    new = "" if checked.text == text else checked.text
    found = (*checked.problems, *problems)
    return Promises(new.encode(), bool(checked.text), checked.added, checked.anchors, found)


def _keys(queries: Queries) -> Iterator[Key]:
    return ((liveblog, anchor) for liveblog, anchor, _, _, _ in queries.pinned())


def _pinned(row: tuple[str, str, str, str, int]) -> Pinned:
    liveblog, anchor, marks, path, line = row
    return Pinned(liveblog, anchor, tuple(marks.split(",")) if marks else (), Location(path, line))


def _check_some(root: Path, queries: Queries, changed: Sequence[str], *, publish: bool) -> Promises | None:
    """What `check_promises` finds by the live blogs *changed* alone; None where only a look at all can tell."""
    if not changed:
        return Promises(exists=(root / PATH).is_file(), parts={})
    if len(changed) > _SOME:
        return None
    ledger = read_record(root, PATH)
    if not (ledger.startswith(HEADER.encode()) and ledger.endswith(f"\n{END}".encode())):
        return None
    spliced, added, anchors, parts = ledger, 0, 0, dict[str, bytes]()
    for address in changed:
        head = queries.head(address)
        if head is None:
            if _leads_on(queries, address):
                continue
            return None
        places = [Placed(*row) for row in queries.ledger.places(head.path)]
        if not _is_apart(queries, head.id, places):
            return None
        start, end = part_of(spliced, head.id)
        promises, damaged = read_ledger(spliced[start:end].decode("utf-8", "replace"))
        pinned = list(map(_pinned, queries.pinned(head.path)))
        checked = check_ledger(promises, pinned, places, publish=publish)
        if damaged or checked.problems or (checked.text and not end):
            return None
        new = checked.text.removeprefix(HEADER).removesuffix(END).encode()
        if new != spliced[start:end]:
            spliced, parts[head.id] = spliced[:start] + new + spliced[end:], new
        added, anchors = added + checked.added, anchors + checked.anchors
    return Promises(spliced if spliced != ledger else b"", True, added, anchors, (), parts)


def _is_apart(queries: Queries, liveblog: str, places: Sequence[Placed]) -> bool:
    """Whether nobody else was at *places*, where *liveblog* is, and nobody else is where it was."""
    urls = {place.url for place in places}
    if any(queries.ledger.published_at(url) not in ([], [liveblog]) for url in urls):
        return False
    former = [line.name for line in queries.ledger.lines(liveblog) if line.is_address and line.name not in urls]
    return all(queries.ledger.published_at(url) == [liveblog] and not queries.head(address_at(url)) for url in former)


def _leads_on(queries: Queries, address: str) -> bool:
    """Whether nothing is promised at *address* but that it leads to where its live blog is today, by ledger or alias."""
    owners = queries.ledger.published_at(url_at(address))
    if not owners:
        return queries.head_once_at(url_at(address)) is not None
    return all(queries.head_of(owner) for owner in owners)
