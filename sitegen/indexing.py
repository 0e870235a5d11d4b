"""Content -> index: what changed in ``content/`` is read, rendered and entered; nothing else is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from urllib.parse import unquote

from sitegen import __version__
from sitegen.config import Config
from sitegen.config_file import parse_topics_file
from sitegen.content.front_matter import SLUG
from sitegen.content.markdown import resolve
from sitegen.content.prepare import prepare, read_own_page
from sitegen.content.reader import loads
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.executors import Announce, Executor, announced, is_far, map_batches, silence
from sitegen.index.changes import broader_of
from sitegen.index.queries import Queries
from sitegen.index.rows import rows_of
from sitegen.index.store import Change, FileStat, Index
from sitegen.model import Topic
from sitegen.pages.urls import RESERVED, liveblog_url
from sitegen.words import digest

TOPICS = "content/topics.yaml"
OWN_PAGES = "content/pages/"
_YEAR = re.compile(r"[0-9]{1,4}")
# The address of a link or picture in Markdown: inline, or of a reference (CommonMark 0.31 §6.3, §4.7).
_LINK = re.compile(r"\](?:\(|:)\s*<?(?P<address>[^\s<>()]+)")


@dataclass(frozen=True, slots=True)
class _Job:
    """A file whose stat is not the known one; *known* is the digest of its text when it was last read, or "".

    *data* are its bytes, for a worker that is not to look for the file itself.
    """

    path: str
    stat: FileStat
    known: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every file is read with; small, and made for a worker."""

    root: Path
    config: Config
    vocabulary: frozenset[str]
    parents: dict[str, tuple[str, ...]]
    settings: str


def load_topics(root: Path, config: Config) -> tuple[Topic, ...]:
    """The declared topics: those of ``site.yaml``, else those of ``content/topics.yaml``. Raises ContentError."""
    path = root / TOPICS
    if config.topics or not path.is_file():
        return config.topics
    text = decode(path.read_bytes(), TOPICS)
    if isinstance(text, Problem):
        raise ContentError([text])
    topics, problems = parse_topics_file(text, TOPICS)
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    return topics


def load_content(
    root: Path,
    config: Config,
    topics: Sequence[Topic],
    index: Index,
    executor: Executor,
    announce: Announce = silence,
) -> tuple[Problem, ...]:
    """Bring *index* up to date with ``content/``; give every problem of the content, new or long known."""
    settings = _settings(config, topics)
    known, held = index.known_stats(), settings == index.settings()
    found = dict(_scan(root / "content", "content"))
    jobs = [
        _Job(path, FileStat(*stat), known[path][4] if held and path in known else "")
        for path, stat in found.items()
        if not held or path not in known or known[path][:4] != stat
    ]
    removed = [path for path in known if path.startswith("content/") and path not in found]
    unheld: list[Problem] = []  # those of files with errors, which the index does not hold
    if jobs or removed or not held:
        parents = broader_of({topic.slug: topic.broader for topic in topics})
        reading = _Reading(root, config, frozenset(topic.slug for topic in topics), parents, settings)
        # A cluster is given the bytes, even where it reaches the folder: to a machine that is late to see a new file
        # it would be gone, and so would be its pages.
        there = (_with_bytes(root, job) for job in jobs) if is_far(executor) else jobs
        batches = map_batches(executor, partial(_read_batch, reading), there, size=16, weigh=_weight)
        changes = announced(batches, announce, "reading content", len(jobs))
        index.update(_keeping(changes, unheld), removed, settings)
    queries = Queries(index.connection, drafts=True)
    return (*unheld, *index.problems(), *_shared(queries))


def _keeping(changes: Iterable[Change], unheld: list[Problem]) -> Iterator[Change]:
    """*changes*, while the problems of files with errors are put aside in *unheld*."""
    for change in changes:
        if change.said is None:
            unheld += change.problems
        yield change


def _settings(config: Config, topics: Sequence[Topic]) -> str:
    """The digest of all but the files themselves that decides how they are read and rendered."""
    engines = [__version__, *(version(name) for name in ("markdown-it-py", "tzdata"))]
    return digest(repr((config.zone, config.publisher, config.language, topics, engines)))


def _scan(folder: str | Path, path: str) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """The Markdown files below *folder*, in the order of their paths, with size, mtime, ctime and inode.

    Links that lead elsewhere are not followed.
    """
    try:
        entries = sorted(os.scandir(folder), key=attrgetter("name"))
    except FileNotFoundError:
        return
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if name.endswith(".md") and entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            yield f"{path}/{name}", (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        elif entry.is_dir(follow_symlinks=False):
            yield from _scan(entry.path, f"{path}/{name}")


def _weight(job: _Job) -> int:
    return len(job.data or b"")


def _with_bytes(root: Path, job: _Job) -> _Job:
    return replace(job, data=_bytes_of(root, job.path))


def _bytes_of(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return None


def _read_batch(reading: _Reading, jobs: Sequence[_Job]) -> list[Change]:
    return [_read(reading, job) for job in jobs]


def _read(reading: _Reading, job: _Job) -> Change:
    data = _bytes_of(reading.root, job.path) if job.data is None else job.data
    if data is None:  # removed since the scan: the next build sees it gone
        return Change(job.path, job.stat, None, ())
    text = decode(data, job.path)
    if isinstance(text, Problem):
        return Change(job.path, job.stat, None, (text,))
    stat = replace(job.stat, digest=digest(text))
    if stat.digest == job.known:
        return Change(job.path, stat, job.path)
    return (
        _own(reading, job.path, stat, text)
        if job.path.startswith(OWN_PAGES)
        else _liveblog(reading, job.path, stat, text)
    )


def _liveblog(reading: _Reading, path: str, stat: FileStat, text: str) -> Change:
    content = loads(text, path, reading.config, reading.vocabulary)
    if content.has_errors:
        return Change(path, stat, None, content.problems)
    blog = content.liveblog
    prepared, found = prepare(content, path, liveblog_url(blog.date, blog.slug))
    problems = (*content.problems, *found)
    if any(problem.is_error for problem in found):
        return Change(path, stat, None, problems)
    return Change(path, stat, rows_of(prepared, digest(reading.settings + stat.digest), reading.parents), problems)


def _own(reading: _Reading, path: str, stat: FileStat, text: str) -> Change:
    page, problems = read_own_page(text, path, reading.config)
    reserved = page.name in RESERVED or _YEAR.fullmatch(page.name)
    if reserved or not SLUG.fullmatch(page.name) or path != f"{OWN_PAGES}{page.name}.md":
        message = (
            f'"{page.name}" is an address that the site needs' if reserved else f'"{page.name}" cannot be an address'
        )
        hint = 'name the file with small letters, digits and "-", in content/pages/ itself, like about.md'
        problems = (*problems, Problem(Location(path), "page-name", message, hint))
    return Change(path, stat, None if any(problem.is_error for problem in problems) else page, problems)


def decode(data: bytes, path: str) -> str | Problem:
    """The text of a file in UTF-8, without the mark that some editors put first; or the place of the byte that is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        where = Location(path, before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return Problem(where, "invalid-utf8", message, "save the file as UTF-8")


def _shared(queries: Queries) -> Iterator[Problem]:
    for what, value, one, other in queries.shared_addresses():
        code, hint = (
            ("duplicate-id", "give one of them an id of its own")
            if what == "id"
            else ("duplicate-slug", "give one of them another slug")
        )
        message = f'"{value}" is the {"id" if what == "id" else "address"} of {one} too'
        yield Problem(Location(other), code, message, hint)


def check_menu(queries: Queries, config: Config) -> tuple[Problem, ...]:
    """A warning for each page that ``menu:`` names and the owner has not written."""
    names = {name for _, name, _, _ in queries.own_pages()}
    missing = [name for name in config.menu if name not in names and config.pages.own]
    return tuple(
        Problem(
            Location("site.yaml"),
            "menu-missing",
            f'the menu names "{name}", and there is no such page',
            f"write {OWN_PAGES}{name}.md, or take the name out of menu:",
            Severity.WARNING,
        )
        for name in missing
    )


def place_of_link(root: Path, owner: str, url: str, link: str) -> Location:
    """Where the file *owner* holds the *link* of its page at *url*; the file alone where that cannot be told."""
    file = root / owner
    if owner.startswith("content/") and file.is_file():
        text = file.read_bytes().decode("utf-8-sig", "replace")
        for match in _LINK.finditer(text):
            address = resolve(match["address"], url)
            if address is not None and unquote(address) == link:
                line = text.count("\n", 0, match.start("address")) + 1
                column = match.start("address") - text.rfind("\n", 0, match.start("address"))
                return Location(owner, line, column, len(match["address"]))
    return Location(owner)
