"""Pages by value: planned here, rendered by workers that reach no folder of this machine, and staged here."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sitegen.errors import Problem
from sitegen.executors import Announce, Executor, announced, is_far, map_batches, reaches
from sitegen.index.bodies import bodies_of, open_reader
from sitegen.index.queries import Queries
from sitegen.index.store import Index
from sitegen.output.packing import packed
from sitegen.output.scan import grouped
from sitegen.output.stage import stage
from sitegen.output.targets import Staged
from sitegen.pages.desk import open_desk
from sitegen.pages.keys import digest_of_site
from sitegen.pages.layouts import Layouts, words_of
from sitegen.pages.render import LayoutError, Press, open_press
from sitegen.pages.urls import path_of
from sitegen.pages.views import (
    DayView,
    LiveBlogView,
    OwnView,
    Page,
    Site,
    TopicView,
    UpdatePageView,
    View,
    YearDataView,
)
from sitegen.rendering import (
    BATCH,
    Gone,
    Kept,
    Made,
    Outcome,
    Pages,
    Workshop,
    collect,
    plan_stale,
    scan_of,
    stage_pages,
)
from sitegen.work import Work


@dataclass(frozen=True, slots=True)
class Parcel:
    """A page on its way to a worker: *data* holds it, packed, with the HTML of the bodies that it names."""

    key: str
    why: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Pressed:
    """A page on its way back: its bytes, and all that `Staged` says of it but their digest and size."""

    url: str
    key: str
    why: str
    owner: str
    html: bytes
    ids: bytes
    links: bytes


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker renders any page with, packed once and unpacked once a process: *token* is this build's own."""

    token: str
    packed: bytes


def stage_anywhere(workshop: Workshop, work: Work, index: Index, executor: Executor, announce: Announce) -> Pages:
    """The pages of *work*, those that are stale rendered where *executor* has room, and staged.

    By value only where not every worker reaches both folders of *workshop*. Raises ContentError with all problems of
    layouts.
    """
    if not (is_far(executor) and work.jobs):
        return stage_pages(workshop, work, executor, announce)
    root = workshop.index.parent
    is_near = workshop.staging.is_relative_to(workshop.index.absolute()) and reaches(executor, root)
    if is_near and index.freeze():
        return stage_pages(replace(workshop, is_frozen=True), work, executor, announce)
    return send_pages(workshop, work, executor, announce)


def send_pages(workshop: Workshop, work: Work, executor: Executor, announce: Announce) -> Pages:
    """The pages of *work*, those that are stale rendered far away and staged here.

    Raises ContentError with all problems of layouts.
    """
    kit = Kit(workshop.token, pickle.dumps((workshop.site, workshop.layouts)))
    settled: list[Kept | Gone] = []
    with closing(open_reader(workshop.index)) as connection:
        queries, words = Queries(connection, drafts=workshop.drafts), words_of(workshop.layouts)
        desk = open_desk(queries, workshop.config, workshop.topics, words)
        jobs = announced(work.jobs, announce, "rendering pages", len(work.jobs))
        planned = plan_stale(desk, workshop.layouts, digest_of_site(workshop.site), jobs)
        parcels = _pack(planned, bodies_of(connection), settled)
        pressed = map_batches(executor, partial(press_parcels, kit), parcels, size=BATCH, weigh=_weight)
        outcomes = [_staged(workshop.staging, one) for one in pressed]
    return collect([*outcomes, *settled], work)


def _weight(parcel: Parcel) -> int:
    return len(parcel.data)


def _pack(
    planned: Iterator[tuple[Page, str, str] | Kept | Gone], body_of: Callable[[str], bytes], settled: list[Kept | Gone]
) -> Iterator[Parcel]:
    """A parcel for each page that is stale; what is to be said of the others is put aside in *settled*."""
    for one in planned:
        if isinstance(one, Kept | Gone):
            settled.append(one)
        else:
            page, key, why = one
            bodies = {name: body_of(name) for name in bodies_in(page.view)}
            yield Parcel(key, why, pickle.dumps((page, bodies)))


def bodies_in(view: View) -> Iterator[str]:
    """The names of all bodies that a page of *view* shows, some of them twice."""
    match view:
        case LiveBlogView(standfirst=standfirst, updates=updates):
            yield from filter(None, (standfirst, *(update.body for update in updates)))
        case UpdatePageView(update=update):
            yield update.body
        case DayView(updates=updates):
            yield from filter(None, (update.body for update in updates))
        case TopicView(days=days):
            yield from filter(None, (update.body for day in days for update in day.updates))
        case YearDataView(rows=rows):
            yield from filter(None, (row.body for row in rows))
        case OwnView(body=body):
            yield body
        case _:  # months, years, lists: cards show leads
            pass


def _staged(staging: Path, one: Pressed | Problem) -> Outcome:
    if isinstance(one, Problem):
        return one
    path = path_of(one.url)
    checksum, size = stage(staging, path, one.html)
    return Made(Staged(one.url, path, checksum, size, one.key, one.owner, one.ids, one.links), one.why)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a worker made of a kit. *bodies* are those of the page that is being rendered."""

    press: Press
    bodies: dict[str, bytes]


_OPENED: dict[str, _Opened] = {}


def _open(kit: Kit) -> _Opened:
    """The press of a build, opened once a process."""
    if kit.token not in _OPENED:
        _OPENED.clear()
        unpacked: tuple[Site, Layouts] = pickle.loads(kit.packed)
        site, layouts = unpacked
        bodies: dict[str, bytes] = {}
        _OPENED[kit.token] = _Opened(open_press(site, layouts, bodies.__getitem__, scan_of(layouts)), bodies)
    return _OPENED[kit.token]


def press_parcels(kit: Kit, parcels: Sequence[Parcel]) -> list[Pressed | Problem]:
    """The bytes of each page of *parcels*, in their order; made to run anywhere."""
    opened = _open(kit)
    return [_press(opened, parcel) for parcel in parcels]


def _press(opened: _Opened, parcel: Parcel) -> Pressed | Problem:
    unpacked: tuple[Page, dict[str, bytes]] = pickle.loads(parcel.data)
    page, bodies = unpacked
    opened.bodies.clear()
    opened.bodies.update(bodies)
    try:
        piece = opened.press.render(page)
    except LayoutError as error:
        return error.problem
    return Pressed(
        page.url, parcel.key, parcel.why, page.owner, piece.html, packed(piece.ids), packed(grouped(piece.links))
    )
