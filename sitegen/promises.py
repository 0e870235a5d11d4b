"""Content against the ledger: whether a build would break a promise, and what it adds to the promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.config import Config
from sitegen.content.ledger import PATH, Checked, Pinned, check_ledger, lost_ledger, read_ledger
from sitegen.errors import Location, Problem, Severity
from sitegen.index.queries import Queries
from sitegen.output.targets import Target, read_manifest

_DEPTH = 5  # slashes in /2017/11/03/slug/
MARK = "assets/ledger.txt"
MARK_TEXT = b"Every anchor of this site that was ever published is recorded in its ledger, content/anchors.lock.\n"
"""A file of the output that says that this site has a ledger: so that a lost one is no empty one."""


def ledger_text(root: Path) -> str:
    """The text of the ledger in *root*, "" where there is none; bytes that are not UTF-8 make a line that is damaged."""
    path = root / PATH
    return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n") if path.is_file() else ""


def lost_addresses(target: Target, gone: Iterable[str]) -> Iterator[Problem]:
    """A warning for each published page of a live blog among *gone*, the paths to remove: its citations end there."""
    for path in gone:
        page = target.recorded(path)
        if page is not None and page.owner.startswith("content/") and page.url.count("/") == _DEPTH:
            message = f'the published page "{page.url}" is no more, and every citation of it leads nowhere'
            hint = "put slug and date back, or let your host redirect the address"
            yield Problem(Location(page.owner), "address-gone", message, hint, Severity.WARNING)


def check_promises(root: Path, output: Path, config: Config, queries: Queries, *, publish: bool) -> Checked:
    """Hold all pinned anchors against the ledger in *root*; *publish* adds the new ones, unless the site is unpublished.

    A ledger that is missing although *output* says that there was one is an error, as is a damaged one.
    """
    text = ledger_text(root)
    if not text and MARK in read_manifest(output):
        return Checked("", 0, (lost_ledger(),))
    promises, problems = read_ledger(text)
    if problems:
        return Checked(text, 0, problems)
    pinned = (
        Pinned(liveblog, anchor, tuple(marks.split(",")) if marks else (), Location(path, line))
        for liveblog, anchor, marks, path, line in queries.pinned()
    )
    return check_ledger(promises, pinned, publish=publish and config.published)
