"""The whole build on one page: seeds -> content -> index -> pages -> output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from sitegen.config import Config
from sitegen.content.ledger import PATH as LEDGER
from sitegen.content.ledger import Checked, unpublished
from sitegen.errors import ContentError, Problem, Severity, SitegenError, UsageError
from sitegen.executors import map_batches
from sitegen.imports import ImportReport, import_seeds
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_bodies, open_index
from sitegen.indexing import load_content, load_topics
from sitegen.output.links import check_links, scan
from sitegen.output.lock import hold_lock
from sitegen.output.targets import Staged, Target, open_target
from sitegen.output.write import check_output, clear_staging, commit, finish, stage, staging_folder
from sitegen.pages.assets import made_assets, site_of, static_assets
from sitegen.pages.desk import Desk, open_desk
from sitegen.pages.keys import ENGINE, digest_of_site, key_of, reason
from sitegen.pages.layouts import Layouts, read_layouts
from sitegen.pages.plan import plan
from sitegen.pages.render import LayoutError, render
from sitegen.pages.urls import path_of
from sitegen.pages.views import Asset, Page, Site
from sitegen.promises import MARK, MARK_TEXT, check_promises

STATE = ".sitegen"
BATCH = 32  # pages a call to a worker: enough that a call costs less than its pages
STATIC = "layouts/static/"
Announce = Callable[[str, int, int], None]
"""Told how far a stage is: its name, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: into which folder, with drafts or not; *strict* makes warnings errors, *dry_run* publishes nothing.

    *clean* forgets the index and what was published, so that everything is read and rendered again. *record* is the
    folder that remembers what was published, None for the one in ``.sitegen``.
    """

    output: Path
    drafts: bool = False
    strict: bool = False
    dry_run: bool = False
    clean: bool = False
    record: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. *rendered* gives the URL of each page that was rendered, with the reason.

    *changed* and *removed* are the URLs whose bytes changed or went; *new_anchors* were added to the ledger.
    """

    imported: ImportReport
    rendered: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    liveblogs: int
    updates: int
    new_anchors: int
    problems: tuple[Problem, ...]


def build(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Report:
    """Build the site in *root*. Raises SitegenError, with nothing published, for problems of all but seeds."""
    refuse(check_output(options.output, root), UsageError)
    with hold_lock(root / STATE / "lock"), open_index(root / STATE, clean=options.clean) as index:
        imported = import_seeds(root, config, index, executor, dry_run=options.dry_run)
        topics = load_topics(root, config)
        problems = load_content(root, config, topics, index, executor)
        refuse(problems)
        desk = open_desk(Queries(index.connection, drafts=options.drafts), config, topics)
        record = options.record or root / STATE / "targets"
        with open_target(record, options.output, _target_name(options, config)) as target:
            finish(target)
            if options.clean:
                target.render_again([recorded.path for recorded in target.pages()])
            return _publish(Run(root, config, options, executor, announce), index, desk, target, imported, problems)


@dataclass(frozen=True, slots=True)
class Run:
    """What all steps of one build share."""

    root: Path
    config: Config
    options: Options
    executor: Executor
    announce: Announce


def _publish(
    run: Run, index: Index, desk: Desk, target: Target, imported: ImportReport, found: Sequence[Problem]
) -> Report:
    """Plan what was touched, render what is stale, check it, and commit it in one step."""
    site, layouts = site_of(desk), read_layouts(run.root / "layouts")
    seen = (f"{index.identity}-{digest_of_site(site)}-{layouts.digest}-{ENGINE}", index.sequence)
    work = _stale(desk, index, layouts, site, target, seen)
    staging = staging_folder(run.options.output, run.root / STATE)
    try:
        publish = not (run.options.drafts or run.options.dry_run)
        promises = check_promises(run.root, run.options.output, run.config, desk.queries, publish=publish)
        problems = (*found, *promises.problems)
        refuse(problems)
        staged, gone = _staged(run, Workshop(site, layouts, run.root / STATE, staging), work, desk, target, promises)
        refuse((*problems, *check_links(staged, target, gone)))
        if run.options.strict:
            behind = [unpublished(promises.added)] if promises.added else []
            refuse([_as_error(problem) for problem in (*imported.problems, *problems, *behind)])
        changed = [one for one in staged if _differs(target, one)]
        if not run.options.dry_run:
            ledger = {run.root / LEDGER: promises.text} if publish and promises.text else {}
            problems += commit(target, staged, gone, ledger, seen, staging).problems
    finally:
        clear_staging(staging, target)
    span = desk.queries.span()
    return Report(
        imported=imported,
        rendered=tuple((job.page.url, job.why) for job in work.jobs),
        changed=tuple(one.url for one in changed),
        removed=tuple(sorted(gone)),
        liveblogs=span.liveblogs,
        updates=span.updates,
        new_anchors=promises.added,
        problems=(*imported.problems, *problems),
    )


def refuse(problems: Iterable[Problem], kind: type[SitegenError] = ContentError) -> None:
    """Raise *kind* with all *problems* if one of them is an error."""
    found = tuple(problems)
    if any(problem.is_error for problem in found):
        raise kind(found)


def _as_error(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem


def _target_name(options: Options, config: Config) -> str:
    return f"{options.output.resolve()}\n{options.drafts}\n{config.base_url}"


@dataclass(frozen=True, slots=True)
class Job:
    """A page to render, with its key and the reason."""

    page: Page
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """What is to do: pages to render, and the paths of pages that are no more. *idle* says that nothing was touched."""

    jobs: tuple[Job, ...]
    gone: frozenset[str]
    idle: bool


def _stale(desk: Desk, index: Index, layouts: Layouts, site: Site, target: Target, seen: tuple[str, int]) -> Work:
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
    return Work(tuple(jobs), frozenset(gone & set(recorded)), subjects == [])


def _staged(
    run: Run, workshop: Workshop, work: Work, desk: Desk, target: Target, promises: Checked
) -> tuple[list[Staged], list[str]]:
    """Everything that is to be published anew, staged; and the paths to remove. Raises ContentError for layouts."""
    staged, problems = [], []
    batches = map_batches(run.executor, partial(render_batch, workshop), work.jobs, size=BATCH)
    for number, result in enumerate(batches, 1):
        run.announce("rendering", number, len(work.jobs))
        if isinstance(result, Problem):
            problems.append(result)
        else:
            staged.append(result)
    refuse(problems)
    kept = set()
    for asset in _assets(run, desk, work, promises):
        kept.add(path_of(asset.url))
        known = target.recorded(path_of(asset.url))
        key = f"asset {sha256(asset.data).hexdigest()}"
        if known is None or known.key != key or not target.is_intact(known):
            staged.append(stage_asset(workshop.staging, asset, key))
    dropped = {one.path for one in target.pages("assets") if one.owner.startswith(STATIC) and one.path not in kept}
    return staged, sorted((work.gone | dropped) - kept)


def _assets(run: Run, desk: Desk, work: Work, promises: Checked) -> Iterator[Asset]:
    yield from static_assets(run.root / "layouts")
    if not work.idle or promises.added:
        yield from made_assets(desk)
    if promises.text:
        yield Asset(f"/{MARK}", MARK_TEXT, LEDGER)


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
    path = path_of(page.url)
    checksum, size = stage(workshop.staging, path, html.encode("utf-8", "surrogatepass"))
    return Staged(page.url, path, checksum, size, job.key, page.owner, ids, links)


def stage_asset(staging: Path, asset: Asset, key: str) -> Staged:
    """*asset* written to the staging folder."""
    path = path_of(asset.url)
    checksum, size = stage(staging, path, asset.data)
    return Staged(asset.url, path, checksum, size, key, asset.owner)


def _differs(target: Target, one: Staged) -> bool:
    known = target.recorded(one.path)
    return known is None or known.digest != one.digest
