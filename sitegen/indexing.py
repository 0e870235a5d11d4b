"""Content -> index: what changed in ``content/`` is read, rendered and entered; nothing else is opened.

A build in which nothing changed compares stats here, and imports nothing that reads or renders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import __version__
from sitegen.collisions import find_collisions
from sitegen.config import Config, Topic
from sitegen.config_cache import recall_topics, remember_topics
from sitegen.digests import digest
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.executors import Announce, Executor, announced, silence
from sitegen.files import OWN_PAGES as OWN_PAGES  # pinning has them from here
from sitegen.files import TOPICS, check_name, odd_file, read_plain
from sitegen.files import decode as decode
from sitegen.index.beside import with_other_pictures, with_pictures
from sitegen.index.changes import broader_of
from sitegen.index.store import Change, FileStat, Index, StatRow
from sitegen.versions import versions_of

if TYPE_CHECKING:
    from sitegen.index.queries import Queries
    from sitegen.reading import Job

CONTENT = "content"
# The address of a link or picture in Markdown: inline, or of a reference (CommonMark 0.31 §6.3, §4.7).
_LINK = r"\](?:\(|:)\s*<?(?P<address>(?:[^\s<>()]|\([^\s<>()]*\))+)"


def load_topics(root: Path, config: Config) -> tuple[Topic, ...]:
    """The declared topics: those of ``site.yaml``, else those of ``content/topics.yaml``. Raises ContentError."""
    data = None if config.topics else read_plain(root / TOPICS, TOPICS)
    if data is None:
        return config.topics
    text = decode(data, TOPICS) if isinstance(data, bytes) else data
    if isinstance(text, Problem):
        raise ContentError([text])
    if (known := recall_topics(root, text)) is not None:
        return known
    from sitegen.config_file import parse_topics_file  # YAML: only for what is new

    topics, problems = parse_topics_file(text, TOPICS)
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    remember_topics(root, text, topics)
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
    held, known = settings == index.settings(), index.rows_in(CONTENT)
    odd: list[Problem] = []
    found, misnamed = _told_apart(scan(root / CONTENT, CONTENT, odd))
    changed = with_other_pictures(root, index.connection)
    new = [row for row in found if row not in known or row[0] in changed] if held else found
    unheld: list[Problem] = []  # those of files with errors, which the index does not hold
    if new or len(found) != len(known) or not held:
        removed = sorted({row[0] for row in known} - {row[0] for row in found})
        changes = _read(root, config, topics, _jobs(new, index, changed, held=held), executor)
        told = announced(with_pictures(root, changes), announce, "reading content", len(new))
        index.update(_keeping(told, unheld), removed, settings)
    return (*odd, *misnamed, *unheld, *index.problems(), *find_collisions(root, index.connection))


def content_errors(root: Path, config: Config, index: Index, executor: Executor) -> list[Problem]:
    """The errors of content files that are not as *index* knows them, where topics cannot be read; nothing is entered."""
    found, _ = _told_apart(scan(root / CONTENT, CONTENT))
    new = _jobs(set(found) - index.rows_in(CONTENT), index, (), held=False)
    problems = (problem for change in _read(root, config, (), new, executor) for problem in change.problems)
    return [problem for problem in problems if problem.is_error and problem.code != "unknown-topic"]


def _told_apart(found: Iterable[StatRow]) -> tuple[list[StatRow], list[Problem]]:
    """The files that can be named, and the problems of those that cannot."""
    named, misnamed = [], []
    for row in found:
        if problem := check_name(row[0]):
            misnamed.append(problem)
        else:
            named.append(row)
    return named, misnamed


def _jobs(new: Iterable[StatRow], index: Index, changed: Collection[str], *, held: bool) -> list[Job]:
    """The files to read. Those *changed* otherwise are read even where their bytes are the known ones."""
    from sitegen.reading import Job

    known = index.digests_in(CONTENT) if held else {}
    digests = {path: said for path, said in known.items() if path not in changed}
    return [Job(row[0], FileStat(*row[1:]), digests.get(row[0], "")) for row in sorted(new)]


def _read(
    root: Path, config: Config, topics: Sequence[Topic], jobs: Sequence[Job], executor: Executor
) -> Iterator[Change]:
    from sitegen.reading import Reading, read_anywhere  # half of content, and the worker gets it by this import

    parents = broader_of({topic.slug: topic.broader for topic in topics})
    broad = frozenset(slug for above in parents.values() for slug in above)
    reading = Reading(root, config, frozenset(topic.slug for topic in topics), parents, broad)
    return read_anywhere(executor, reading, jobs)


def _keeping(changes: Iterable[Change], unheld: list[Problem]) -> Iterator[Change]:
    """*changes*, while the problems of files with errors are put aside in *unheld*."""
    for change in changes:
        if change.said is None:
            unheld += change.problems
        yield change


def _settings(config: Config, topics: Sequence[Topic]) -> str:
    """The digest of all but the files themselves that decides how they are read and rendered."""
    engines = [__version__, *versions_of("imagesize", "markdown-it-py", "tzdata")]
    return digest(repr((config.zone, config.publisher, config.language, config.rights.pictures, topics, engines)))


def scan(folder: str | Path, path: str, odd: list[Problem] | None = None) -> list[StatRow]:
    """The Markdown files in *folder*, whose path in the site is *path*, and in its folders; in any order.

    Links are not followed: they may lead anywhere. What has the name of such a file, or leads to a folder, and is not
    read for that, is put into *odd*, as warnings.
    """
    found: list[StatRow] = []
    folders: list[tuple[str | Path, str]] = [(folder, path)]
    while folders:
        folder, path = folders.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                is_text = name.endswith(".md")
                if is_text and entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    found.append((f"{path}/{name}", stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino))
                elif not is_text and entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{path}/{name}"))
                elif odd is not None and (is_text or (entry.is_symlink() and Path(entry.path).is_dir())):
                    odd += _odd(entry, f"{path}/{name}")
    return found


def _odd(entry: os.DirEntry[str], path: str) -> Iterator[Problem]:
    if problem := odd_file(entry.stat(follow_symlinks=False).st_mode, path):
        yield replace(problem, severity=Severity.WARNING)


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
    if not owner.startswith("content/"):
        return Location(owner)
    try:
        state = (root / owner).stat()
    except OSError:
        return Location(owner, 1)
    return _places_of_links(root / owner, state.st_mtime_ns, state.st_size, owner, url).get(link, Location(owner, 1))


@lru_cache(maxsize=2)  # of one page thousands may be asked for, one after the other
def _places_of_links(file: Path, mtime_ns: int, size_bytes: int, owner: str, url: str) -> dict[str, Location]:
    """Where *file*, as it is by its time and size, first says each link of its page at *url*, by what that may be called."""
    from html import unescape
    from posixpath import normpath
    from urllib.parse import unquote

    from sitegen.content.addresses import resolve

    text = file.read_bytes().decode("utf-8-sig", "replace")
    places: dict[str, Location] = {}
    line, line_begin, before = 1, 0, 0
    for match in re.finditer(_LINK, text):
        start = match.start("address")
        line += text.count("\n", before, start)
        line_begin = max(line_begin, text.rfind("\n", before, start) + 1)
        before = start
        place = Location(owner, line, start - line_begin + 1, len(match["address"]))
        for said in (match["address"], unescape(match["address"])):
            way = unquote(resolve(said, url) or "")
            places.setdefault(way, place)
            places.setdefault(normpath(way), place)
    return places
