"""Subjects -> staging folder: pages planned, and those that are stale rendered, wherever there is room, and staged."""

from __future__ import annotations

import pickle
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from sitegen.config import Config, Topic
from sitegen.errors import ContentError, Problem
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.index.changes import SITE
from sitegen.index.queries import Queries
from sitegen.index.store import bodies_of, open_reader
from sitegen.output.packing import packed
from sitegen.output.scan import grouped, scan, scan_plain
from sitegen.output.stage import stage
from sitegen.output.targets import Staged
from sitegen.pages.desk import Desk, open_desk
from sitegen.pages.keys import digest_of_site, key_of, reason
from sitegen.pages.layouts import Layouts, words_of
from sitegen.pages.pieces import ROOT
from sitegen.pages.plan import plan
from sitegen.pages.render import LayoutError, Press, Scan, open_press
from sitegen.pages.urls import path_of
from sitegen.pages.views import Page, Site
from sitegen.work import ALTERED, Job, Work

BATCH = 16  # subjects a call to a worker: enough that a call costs less than its pages


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was stale, rendered and staged, with the reason."""

    staged: Staged
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The path of a page that is published as it is to be."""

    path: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The path that a subject without a page has, or had."""

    path: str


Outcome = Made | Kept | Gone | Problem


@dataclass(frozen=True, slots=True)
class Pages:
    """What became of the pages: those staged with the reasons, and the paths of those that are no more."""

    made: tuple[Made, ...] = ()
    gone: frozenset[str] = frozenset()


def stage_pages(workshop: Workshop, work: Work, executor: Executor, announce: Announce) -> Pages:
    """The pages of *work*, those that are stale rendered and staged. Raises ContentError with all problems of layouts."""
    sealed = Sealed(workshop.token, pickle.dumps(workshop))
    batches = map_batches(executor, partial(make_pages, sealed), work.jobs, size=BATCH)
    results = announced(batches, announce, "rendering pages", len(work.jobs))
    try:
        return collect(chain.from_iterable(results), work)
    finally:
        _close()  # what this process made itself


def collect(outcomes: Iterable[Outcome], work: Work) -> Pages:
    """What *outcomes* say of the pages of *work*. Raises ContentError with all problems among them."""
    made, problems = [], []
    gone, kept = set(work.published) if work.whole else set(), set()
    for outcome in outcomes:
        match outcome:
            case Problem():
                problems.append(outcome)
            case Made():
                made.append(outcome)
                kept.add(outcome.staged.path)
            case Kept(path):
                kept.add(path)
            case Gone(path):
                gone.add(path)
    if problems:
        raise ContentError(problems)
    return Pages(tuple(made), frozenset((gone & work.published) - kept))


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker needs to plan and render any page: values, and two folders that it can reach.

    *is_frozen* says that the index lies in one file, and nobody writes it. *token* is this build's own: what a worker has
    opened for it is good as long as the build lasts.
    """

    site: Site
    layouts: Layouts
    config: Config
    topics: tuple[Topic, ...]
    drafts: bool
    index: Path
    staging: Path
    is_frozen: bool = False
    token: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A workshop on its way to a worker: packed once, and unpacked once a process, not for every batch."""

    token: str
    workshop: bytes


@dataclass(frozen=True, slots=True)
class _Opened:
    workshop: Workshop
    desk: Desk
    press: Press
    connection: sqlite3.Connection


_OPENED: dict[str, _Opened] = {}


def _open(sealed: Sealed) -> _Opened:
    """The desk and the press of a workshop, opened once a process and build."""
    if sealed.token not in _OPENED:
        _close()
        workshop: Workshop = pickle.loads(sealed.workshop)
        connection = open_reader(workshop.index, is_frozen=workshop.is_frozen)
        queries, words = Queries(connection, drafts=workshop.drafts), words_of(workshop.layouts)
        desk = open_desk(queries, workshop.config, workshop.topics, words)
        press = open_press(workshop.site, workshop.layouts, bodies_of(connection), scan_of(workshop.layouts))
        _OPENED[sealed.token] = _Opened(workshop, desk, press, connection)
    return _OPENED[sealed.token]


def _close() -> None:
    """Close what this process has opened for builds."""
    for opened in _OPENED.values():
        opened.connection.close()
    _OPENED.clear()


def scan_of(layouts: Layouts) -> Scan:
    """What finds ids and links in pages of *layouts*."""
    return _look_plain if layouts.is_plain else _look


def _look_plain(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return scan_plain(html, url, ROOT)


def _look(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return scan(html.replace(ROOT, "/"), url)


def make_pages(sealed: Sealed, jobs: Sequence[Job]) -> list[list[Outcome]]:
    """What becomes of the pages of each job: bytes stay with the worker."""
    opened = _open(sealed)
    site_digest = digest_of_site(opened.workshop.site)
    return [list(_outcomes(opened, site_digest, job)) for job in jobs]


def _outcomes(opened: _Opened, site_digest: str, job: Job) -> Iterator[Outcome]:
    for one in plan_stale(opened.desk, opened.workshop.layouts, site_digest, [job]):
        if isinstance(one, Kept | Gone):
            yield one
            continue
        page, key, why = one
        made = _made(opened.workshop, opened.press, page, key)
        yield Made(made, why) if isinstance(made, Staged) else made


def plan_stale(
    desk: Desk, layouts: Layouts, site_digest: str, jobs: Iterable[Job]
) -> Iterator[tuple[Page, str, str] | Kept | Gone]:
    """The pages of *jobs* that are to be rendered, each with its key and the reason; and which are not."""
    for job in jobs:
        left = dict(job.known)
        for page in plan(desk, [job.subject]):
            path = path_of(page.url)
            known, key = left.pop(path, ""), key_of(page, layouts, site_digest)
            if known == key:
                yield Kept(path)
            else:
                yield page, key, reason(known.removeprefix(ALTERED), key) or "its file is missing or was altered"
        if job.subject != SITE:  # whose pages are not known apart from others
            yield from map(Gone, left)


def _made(workshop: Workshop, press: Press, page: Page, key: str) -> Staged | Problem:
    try:
        piece = press.render(page)
    except LayoutError as error:
        return error.problem
    path = path_of(page.url)
    checksum, size = stage(workshop.staging, path, piece.html)
    return Staged(page.url, path, checksum, size, key, page.owner, packed(piece.ids), packed(grouped(piece.links)))
