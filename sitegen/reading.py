"""Content files as the index takes them: read, rendered and made rows, wherever the work runs.

`indexing` imports it only where there is something to read, since it brings half of ``content``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import FileIO
from pathlib import Path

from sitegen.config import Config, merge_rights
from sitegen.content.beside import without_pictures
from sitegen.content.prepare import prepare, read_own_page
from sitegen.content.reader import loads
from sitegen.errors import Location, Problem
from sitegen.executors import Executor, is_far, map_batches
from sitegen.filenames import SLUG
from sitegen.files import OWN_PAGES, decode, oversize
from sitegen.index.rows import rows_of
from sitegen.index.store import Change, FileStat
from sitegen.legible import is_plain, read_text
from sitegen.pages.urls import RESERVED, liveblog_url

_YEAR = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Job:
    """A file whose stat is not the known one; *known* is the digest of its bytes when it was last read, or "".

    *data* are its bytes, for a worker that is not to look for the file itself.
    """

    path: str
    stat: FileStat
    known: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What every file is read with; small, and made for a worker."""

    root: Path
    config: Config
    vocabulary: frozenset[str]
    parents: dict[str, tuple[str, ...]]
    broad: frozenset[str]


def read_anywhere(executor: Executor, reading: Reading, jobs: Sequence[Job]) -> Iterator[Change]:
    """What each of *jobs* says, in their order, read where *executor* has room.

    A cluster is given the bytes, even where it reaches the folder: a machine that is late to see a new file would take it
    for one that is gone, and its pages would go.
    """
    there = (_with_bytes(reading.root, job) for job in jobs) if is_far(executor) else jobs
    return map_batches(executor, partial(read_batch, reading), there, size=16, weigh=_weight)


def _with_bytes(root: Path, job: Job) -> Job:
    return job if oversize(job.stat.size, job.path) else replace(job, data=_bytes_of(root, job.path))


def _weight(job: Job) -> int:
    return len(job.data or b"")


def _bytes_of(root: Path, path: str) -> bytes | None:
    try:
        with FileIO(f"{root}/{path}") as file:  # a path and a buffer are made in the time of half a read
            return file.readall()
    except FileNotFoundError:
        return None


def read_batch(reading: Reading, jobs: Sequence[Job]) -> list[Change]:
    """What each of *jobs* says, in their order: `map_batches` sends it to workers."""
    return [_read(reading, job) for job in jobs]


def _read(reading: Reading, job: Job) -> Change:
    if large := oversize(job.stat.size, job.path):
        return Change(job.path, job.stat, None, (large,))
    data = _bytes_of(reading.root, job.path) if job.data is None else job.data
    if data is None:  # removed since the scan: the next build sees it gone
        return Change(job.path, job.stat, None, ())
    stat = replace(job.stat, digest=sha256(data).hexdigest())  # processors have instructions for it
    if stat.digest == job.known:
        return Change(job.path, stat, job.path)
    text = decode(data, job.path)
    if isinstance(text, str) and not is_plain(data):
        text = read_text(text, job.path)
    if isinstance(text, Problem):
        return Change(job.path, job.stat, None, (text,))
    return (
        _own(reading, job.path, stat, text)
        if job.path.startswith(OWN_PAGES)
        else _liveblog(reading, job.path, stat, text)
    )


def _liveblog(reading: Reading, path: str, stat: FileStat, text: str) -> Change:
    content = loads(text, path, reading.config, reading.vocabulary)
    if content.has_errors:
        return Change(path, stat, None, content.problems)
    blog = content.liveblog
    base = liveblog_url(blog.date, blog.slug)
    prepared, found = prepare(content, path, base)
    if merge_rights(reading.config.rights, blog.rights).pictures is False:
        prepared = without_pictures(prepared, base)
    problems = (*content.problems, *found)
    if any(problem.is_error for problem in found):
        return Change(path, stat, None, problems)
    return Change(path, stat, rows_of(prepared, reading.parents, reading.broad), problems)


def _own(reading: Reading, path: str, stat: FileStat, text: str) -> Change:
    page, problems = read_own_page(text, path, reading.config)
    reserved = page.name in RESERVED or _YEAR.fullmatch(page.name)
    if reserved or not SLUG.fullmatch(page.name) or path != f"{OWN_PAGES}{page.name}.md":
        message = (
            f'"{page.name}" is an address that the site needs' if reserved else f'"{page.name}" cannot be an address'
        )
        hint = 'name the file with small letters, digits and "-", in content/pages/ itself, like about.md'
        problems = (*problems, Problem(Location(path, 1), "page-name", message, hint))
    return Change(path, stat, None if any(problem.is_error for problem in problems) else page, problems)
