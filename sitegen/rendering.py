"""Subjects -> staging folder: pages planned, and those that are stale rendered, wherever there is room, and staged."""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sitegen.config import Config, Topic
from sitegen.errors import ContentError, Problem
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.index.queries import Queries
from sitegen.index.store import bodies_of, open_reader
from sitegen.output.links import grouped, scan, scan_plain
from sitegen.output.stage import stage
from sitegen.output.targets import Staged
from sitegen.pages.desk import Desk, open_desk
from sitegen.pages.keys import digest_of_site, key_of, reason
from sitegen.pages.layouts import Layouts
from sitegen.pages.pieces import ROOT
from sitegen.pages.plan import plan
from sitegen.pages.render import LayoutError, Press, open_press
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


@dataclass(frozen=True, slots=True)
class Pages:
    """What became of the pages: those staged with the reasons, and the paths of those that are no more."""

    made: tuple[Made, ...] = ()
    gone: frozenset[str] = frozenset()


def stage_pages(workshop: Workshop, work: Work, executor: Executor, announce: Announce) -> Pages:
    """The pages of *work*, those that are stale rendered and staged. Raises ContentError with all problems of layouts."""
    made, problems = [], []
    gone, kept = set(work.published) if work.whole else set(), set()
    sealed = Sealed(workshop.token, pickle.dumps(workshop))
    batches = map_batches(executor, partial(make_pages, sealed), work.jobs, size=BATCH)
    for result in announced(batches, announce, "rendering pages", len(work.jobs)):
        for outcome in result:
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

    *token* is this build's own: what a worker has opened for it is good as long as the build lasts.
    """

    site: Site
    layouts: Layouts
    config: Config
    topics: tuple[Topic, ...]
    drafts: bool
    index: Path
    staging: Path
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


_OPENED: dict[str, _Opened] = {}


def _open(sealed: Sealed) -> _Opened:
    """The desk and the press of a workshop, opened once a process and build."""
    if sealed.token not in _OPENED:
        _OPENED.clear()
        workshop: Workshop = pickle.loads(sealed.workshop)
        connection = open_reader(workshop.index)
        desk = open_desk(Queries(connection, drafts=workshop.drafts), workshop.config, workshop.topics)
        look = _look_plain if workshop.layouts.is_plain else _look
        press = open_press(workshop.site, workshop.layouts, bodies_of(connection), look)
        _OPENED[sealed.token] = _Opened(workshop, desk, press)
    return _OPENED[sealed.token]


def _look_plain(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return scan_plain(html, url, ROOT)


def _look(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return scan(html.replace(ROOT, "/"), url)


def make_pages(sealed: Sealed, jobs: Sequence[Job]) -> list[list[Made | Kept | Gone | Problem]]:
    """What becomes of the pages of each job: bytes stay with the worker."""
    opened = _open(sealed)
    site_digest = digest_of_site(opened.workshop.site)
    return [list(_outcomes(opened.workshop, opened.desk, opened.press, site_digest, job)) for job in jobs]


def _outcomes(
    workshop: Workshop, desk: Desk, press: Press, site_digest: str, job: Job
) -> Iterator[Made | Kept | Gone | Problem]:
    for item in plan(desk, [job.subject]):
        if isinstance(item, str):
            yield Gone(path_of(item))
            continue
        path = path_of(item.url)
        known, key = job.known.get(path, ""), key_of(item, workshop.layouts, site_digest)
        if known == key:
            yield Kept(path)
        elif isinstance(made := _made(workshop, press, item, key), Problem):
            yield made
        else:
            yield Made(made, reason(known.removeprefix(ALTERED), key) or "its file is missing or was altered")


def _made(workshop: Workshop, press: Press, page: Page, key: str) -> Staged | Problem:
    try:
        piece = press.render(page)
    except LayoutError as error:
        return error.problem
    path = path_of(page.url)
    checksum, size = stage(workshop.staging, path, piece.html)
    return Staged(
        page.url, path, checksum, size, key, page.owner, "\n".join(piece.ids), "\n".join(grouped(piece.links))
    )
