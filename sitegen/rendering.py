"""Pages -> staging folder: what is stale is found, rendered anywhere, and written where the commit will find it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.errors import ContentError, Location, Problem
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.index.store import Index, open_bodies
from sitegen.output.links import scan
from sitegen.output.targets import Staged, Target
from sitegen.output.write import stage
from sitegen.pages.desk import Desk
from sitegen.pages.keys import digest_of_site, key_of, reason
from sitegen.pages.layouts import Layouts
from sitegen.pages.plan import plan
from sitegen.pages.render import LayoutError, render
from sitegen.pages.urls import path_of
from sitegen.pages.views import Asset, Page, Site

BATCH = 32  # pages a call to a worker: enough that a call costs less than its pages
STATIC = "layouts/static/"
NOT_FOUND = "/404.html"

Seen = tuple[str, int]
"""What a target was published from: the index with all that pages share, and the number of its last change."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to render, with its key and the reason."""

    page: Page
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """What is to do: pages to render, and the paths of pages that are no more. *idle* says that nothing was touched.

    *seen* is what the target will be published from.
    """

    jobs: tuple[Job, ...]
    gone: frozenset[str]
    idle: bool
    seen: Seen


def find_work(desk: Desk, index: Index, layouts: Layouts, site: Site, target: Target, seen: Seen) -> Work:
    """The pages to render and to remove.

    Only what was touched since the target was published is planned; everything, where a published file is not as it was,
    or where what all pages share (the settings, a layout, sitegen) has changed.
    """
    recorded = {one.path: one for one in target.pages()}
    intact = {path for path, one in recorded.items() if one.key and target.is_intact(one)}
    whole = target.seen[0] != seen[0] or len(intact) < len(recorded)
    subjects = None if whole else index.touched_since(target.seen[1])
    site_digest, jobs, gone = digest_of_site(site), [], set(recorded) if whole else set()
    for item in plan(desk, subjects):
        if isinstance(item, str):
            gone.add(path_of(item))
            continue
        path, key = path_of(item.url), key_of(item, layouts, site_digest)
        gone.discard(path)
        known = recorded[path].key if path in recorded else ""
        if why := reason(known, key) or ("" if path in intact else "its file is missing or was altered"):
            jobs.append(Job(item, key, why))
    return Work(tuple(jobs), frozenset(gone & set(recorded)), subjects == [], seen)


def stage_pages(workshop: Workshop, work: Work, executor: Executor, announce: Announce) -> list[Staged]:
    """The pages of *work*, rendered and staged. Raises ContentError with the problems of all layouts."""
    staged, problems = [], []
    batches = map_batches(executor, partial(render_batch, workshop), work.jobs, size=BATCH)
    for result in announced(batches, announce, "rendering pages", len(work.jobs)):
        if isinstance(result, Problem):
            problems.append(result)
        else:
            staged.append(result)
    if problems:
        raise ContentError(problems)
    return staged


def stage_assets(staging: Path, assets: Iterable[Asset], target: Target) -> tuple[list[Staged], set[str]]:
    """Those of *assets* that are not published as they are, staged; and the paths of all. Raises ContentError."""
    staged, problems = [], []
    owners: dict[str, str] = {}
    for asset in assets:
        path = path_of(asset.url)
        if path in owners:
            problems.append(_twice(path, owners[path], asset.owner))
        owners[path] = asset.owner
        known = target.recorded(path)
        key = f"asset {sha256(asset.data).hexdigest()}"
        if known is None or known.key != key or not target.is_intact(known):
            checksum, size = stage(staging, path, asset.data)
            staged.append(Staged(asset.url, path, checksum, size, key, asset.owner))
    if problems:
        raise ContentError(problems)
    return staged, set(owners)


def _twice(path: str, owner: str, other: str) -> Problem:
    message = f'"{path}" is written for {owner}, and for {other}'
    return Problem(Location(owner), "path-collision", message, "give the file another name")


def paths_to_remove(work: Work, target: Target, assets: Collection[str]) -> list[str]:
    """The published paths that are no more: of pages, and of static files that are not among *assets*."""
    dropped = {one.path for one in target.pages("assets") if one.owner.startswith(STATIC)}
    return sorted((work.gone | dropped) - set(assets))


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker needs to render any page: small values and two folders that it can reach."""

    site: Site
    layouts: Layouts
    index: Path
    staging: Path


def render_batch(workshop: Workshop, jobs: Sequence[Job]) -> list[Staged | Problem]:
    """Each page rendered and written to the staging folder, or the problem of its layout; bytes stay with the worker."""
    body_of = open_bodies(workshop.index)
    return [_render(workshop, job, body_of) for job in jobs]


def _render(workshop: Workshop, job: Job, body_of: Callable[[str], str]) -> Staged | Problem:
    page = job.page
    try:
        html = render(page, workshop.site, workshop.layouts, body_of)
    except LayoutError as error:
        return error.problem
    ids, links = scan(html, page.url)
    if page.url == NOT_FOUND:
        links = tuple(_below(workshop.site.base_url, link) for link in links)
    path = path_of(page.url)
    checksum, size = stage(workshop.staging, path, html.encode("utf-8", "surrogatepass"))
    return Staged(page.url, path, checksum, size, job.key, page.owner, ids, links)


def _below(base_url: str, link: str) -> str:
    """*link* of the page for lost addresses, which begins at the root of the host, as a place in the site."""
    folder = unquote(urlsplit(base_url).path)
    return link.removeprefix(folder.removesuffix("/")) if link.startswith(folder) else link
