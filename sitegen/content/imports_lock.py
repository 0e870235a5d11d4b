"""What import wrote, ``content/imports.lock``: so that a seed is imported once, and a person's edit is told from import's.

A line an update: seed, SHA-256 of its bytes, importer, live blog, anchor, digest of the update as it was written; ``-`` for
the anchor stands for the front matter and standfirst. Lines are sorted, so that two branches merge; the last one, the same
in every branch, says that none was cut off (0040).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sitegen.digests import digest
from sitegen.errors import Location, Problem

if TYPE_CHECKING:
    from sitegen.model import LiveBlog

PATH = "content/imports.lock"
HEAD = "-"
MARK = 12
"""So many characters of a digest tell an edit from none."""
_TITLE = "# sitegen imports "
HEADER = f"{_TITLE}2: what import wrote; commit this file, do not edit it\n"
END = "# end\n"
_LINE = re.compile(r"([^\t]+)\t([0-9a-f]{64})\t([^\t]+)\t([^\t]+)\t([a-z][a-z0-9-]*|-)\t([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """One update, or one head, as import wrote it."""

    seed: str
    sha256: str
    importer: str
    liveblog: str
    anchor: str
    digest: str


def read_lock(data: bytes) -> tuple[list[Written], tuple[Problem, ...]]:
    """What the lock says; a line that cannot be read is a problem."""
    rows, problems = [], []
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")  # a checkout on Windows ends lines so
    lines = text.split("\n")
    if cut := _cut(text):
        number = 1 if cut == "first" else len(lines) - 1
        problems.append(_damaged(number, f"the record of what was imported has lost its {cut} line"))
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        if match := _LINE.fullmatch(line):
            rows.append(Written(*match.groups()))
        else:
            problems.append(_damaged(number, "the record of what was imported has a line that says nothing", len(line)))
    return rows, tuple(problems)


def _cut(text: str) -> str:
    """Which line *text* has lost, "first" or "last"; "" for none. Until version 2 there was no last one to lose."""
    if text.startswith(HEADER):
        return "" if f"\n{END}" in text else "last"
    return "first" if text and not text.startswith(_TITLE) else ""


def _damaged(number: int, message: str, width: int = 1) -> Problem:
    hint = "restore the file from version control; of the marks that a merge left, remove only the marks"
    return Problem(Location(PATH, number, 1, width), "imports-damaged", message, hint)


def imported_seeds(data: bytes) -> tuple[set[str], set[str]] | None:
    """The SHA-256 and the paths of all seeds that the lock names; None where it must be read line by line, to tell why.

    It has a line for every update that was ever imported, and every build asks this of it.
    """
    lines = data.decode("utf-8", errors="replace").split("\n")[:-1]
    rows = [line.split("\t", 2) for line in lines if not line.startswith("#")]
    if data.count(b"\t") != _TABS * len(rows) or b"\r" in data or (data and lines[-1:] == [""]):
        return None
    if data and (
        not data.startswith(_TITLE.encode()) or data.startswith(HEADER.encode()) != (b"\n" + END.encode() in data)
    ):
        return None
    return {row[1] for row in rows}, {row[0] for row in rows}


_TABS = 5  # of a line


def marks_of(data: bytes) -> dict[str, str]:
    """By live blog the anchors and marks that the lock has, like ``-:5f0c33a1b2c4 t1930:77aa01d2e3f4``; HEAD is the first.

    Of an archive it is long, so lines are taken as they are; one that says nothing is for `read_lock` to report.
    """
    found: dict[str, dict[str, str]] = {}
    for line in data.decode("utf-8", errors="replace").split("\n"):
        cells = line.rstrip("\r").split("\t")
        if len(cells) == _TABS + 1:
            found.setdefault(cells[3], {})[cells[4]] = cells[5][:MARK]
    return {name: " ".join([f"{anchor}:{row[anchor]}" for anchor in sorted(row)]) for name, row in found.items()}


def write_lock(rows: Iterable[Written]) -> str:
    """The text of the lock, sorted."""
    lines = (
        "\t".join((r.seed, r.sha256, r.importer, r.liveblog, r.anchor, r.digest)) + "\n" for r in sorted(set(rows))
    )
    return f"{HEADER}{''.join(lines)}{END}"


def written(blog: LiveBlog) -> Iterator[Written]:
    """The rows of a live blog that import writes; of several seeds the last one stands for all."""
    source = blog.sources[-1]
    origin = (source.seed, source.sha256, source.importer, blog.id)
    for anchor, mark in digests(blog).items():
        yield Written(*origin, anchor, mark)


def digests(blog: LiveBlog) -> dict[str, str]:
    """The digest of each update of *blog* by anchor, and of its head, as their text stands in the file."""
    from sitegen.content.writer import update_text  # only what imports writes, and most builds import nothing

    found = {update.anchor: digest(update_text(update, blog.zone)) for update in blog.updates}
    return {HEAD: digest(head_text(blog)), **found}


def head_text(blog: LiveBlog) -> str:
    """The front matter and the standfirst of *blog*, as they stand in the file."""
    from sitegen.content.writer import dumps

    return dumps(replace(blog, updates=())) + ("\n" if blog.updates else "")
