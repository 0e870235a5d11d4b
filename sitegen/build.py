"""The whole build on one page: seeds -> content -> index -> pages -> output."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sitegen.config import Config
from sitegen.content.ledger import PATH as LEDGER
from sitegen.content.ledger import unpublished
from sitegen.errors import ContentError, Problem, Severity, SitegenError, UsageError
from sitegen.executors import Announce, Executor, is_far, reaches
from sitegen.imports import ImportReport, import_seeds
from sitegen.index.changes import SITEMAP
from sitegen.index.failures import index_failure, is_damage
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_index
from sitegen.indexing import check_menu, load_content, load_topics, place_of_link
from sitegen.output.links import check_links
from sitegen.output.lock import hold_lock
from sitegen.output.targets import Staged, Target, open_target
from sitegen.output.write import check_output, clear_staging, commit, finish, staging_folder
from sitegen.pages.assets import made_assets, site_of, static_assets
from sitegen.pages.desk import Desk, open_desk
from sitegen.pages.keys import ENGINE, digest_of_site
from sitegen.pages.layouts import read_layouts
from sitegen.pages.views import Asset
from sitegen.parcels import send_pages
from sitegen.promises import MARK, MARK_TEXT, Promises, check_promises, ledger_state, lost_addresses
from sitegen.rendering import Pages, Work, Workshop, find_work, paths_to_remove, stage_assets, stage_pages
from sitegen.words import digest

STATE = ".sitegen"


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


@dataclass(frozen=True, slots=True)
class Run:
    """What all steps of one build share."""

    root: Path
    config: Config
    options: Options
    executor: Executor
    announce: Announce

    @property
    def publishes(self) -> bool:
        """Whether this run makes promises: previews and dry runs do not."""
        return not (self.options.drafts or self.options.dry_run)


def build(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Report:
    """Build the site in *root*. Raises SitegenError, with nothing published, for problems of all but seeds."""
    refuse(check_output(options.output, root), UsageError)
    run = Run(root, config, options, executor, announce)
    with hold_lock(root / STATE / "lock"):
        try:
            return _build(run)
        except sqlite3.DatabaseError as error:
            if options.clean or not is_damage(error):
                raise index_failure(f"{STATE}/index.db", error) from error
        return _build(replace(run, options=replace(options, clean=True)))


def _build(run: Run) -> Report:
    """Every stage in its order. Raises sqlite3.DatabaseError too: where the index turns out damaged."""
    root, config, options = run.root, run.config, run.options
    with open_index(root / STATE, clean=options.clean) as index:
        imported = import_seeds(root, config, index, run.executor, run.announce, dry_run=options.dry_run)
        topics = load_topics(root, config)
        found = load_content(root, config, topics, index, run.executor, run.announce)
        refuse(found)
        desk = open_desk(Queries(index.connection, drafts=options.drafts), config, topics)
        found += check_menu(desk.queries, config)
        site, layouts = site_of(desk), read_layouts(root / "layouts")
        shared = digest(repr((index.identity, config, topics, digest_of_site(site), layouts.digest, ENGINE)))
        with open_target(options.record or root / STATE / "targets", options.output, _name(run)) as target:
            finish(target)
            if options.clean:
                target.render_again([recorded.path for recorded in target.pages()])
            work = find_work(desk, index, target, (shared, index.sequence))
            staging = staging_folder(options.output, root / STATE)
            try:
                workshop = Workshop(site, layouts, config, topics, options.drafts, root / STATE, staging)
                return _publish(run, index, desk, target, work, workshop, imported, found)
            finally:
                clear_staging(staging, target)


def _publish(
    run: Run,
    index: Index,
    desk: Desk,
    target: Target,
    work: Work,
    workshop: Workshop,
    imported: ImportReport,
    found: Sequence[Problem],
) -> Report:
    """Render and check what is to do, hold it against the promises, and commit it in one step."""
    unchecked = _unchecked(run, index, target)
    promises = check_promises(run.root, run.options.output, run.config, desk.queries, unchecked, publish=run.publishes)
    problems = [*found, *promises.problems]
    refuse(problems)
    pages = _staged_pages(run, index, workshop, work)
    assets, kept = stage_assets(workshop.staging, _assets(run, desk, work, promises), target)
    staged, gone = [*(made.staged for made in pages.made), *assets], paths_to_remove(pages.gone, target, kept)
    if run.publishes and run.config.published:
        problems += lost_addresses(target, gone)
    refuse((*problems, *check_links(staged, target, gone, partial(place_of_link, run.root))))
    if run.options.strict:
        behind = [unpublished(promises.added)] if promises.added else []
        refuse([_as_error(problem) for problem in (*imported.problems, *problems, *behind)])
    changed = tuple(one.url for one in staged if _differs(target, one))
    if not run.options.dry_run:
        ledger = {run.root / LEDGER: promises.text} if run.publishes and promises.text else {}
        problems += commit(target, staged, gone, ledger, work.seen, workshop.staging).problems
        target.set_checked(f"{_promised(run, index)} {index.sequence}")
    span = desk.queries.span()
    return Report(
        imported=imported,
        rendered=tuple((made.staged.url, made.why) for made in pages.made),
        changed=changed,
        removed=tuple(gone),
        liveblogs=span.liveblogs,
        updates=span.updates,
        new_anchors=promises.added,
        problems=(*imported.problems, *problems),
    )


def _staged_pages(run: Run, index: Index, workshop: Workshop, work: Work) -> Pages:
    """The pages of *work*, rendered where there is room: by value where a worker does not reach what they are made from."""
    if not (is_far(run.executor) and work.jobs):
        return stage_pages(workshop, work, run.executor, run.announce)
    if (
        workshop.staging.is_relative_to(run.root.absolute() / STATE)
        and reaches(run.executor, run.root)
        and index.settle()
    ):
        return stage_pages(replace(workshop, is_settled=True), work, run.executor, run.announce)
    return send_pages(workshop, work, run.executor, run.announce)


def _promised(run: Run, index: Index) -> str:
    """What a check of the ledger is good for, beside the content."""
    return f"{ledger_state(run.root)} {index.identity} {run.config.published}"


def _unchecked(run: Run, index: Index, target: Target) -> list[str] | None:
    """The addresses of live blogs that changed since the ledger was checked for *target*; None where all are to be checked."""
    checked, _, sequence = target.checked.rpartition(" ")
    if checked != _promised(run, index):
        return None
    return [name for kind, name in index.touched_since(int(sequence)) if kind == "live-blog"]


def _assets(run: Run, desk: Desk, work: Work, promises: Promises) -> Iterator[Asset]:
    yield from static_assets(run.root / "layouts")
    if work.touches:
        yield from made_assets(desk, has_sitemap=SITEMAP in work.touches)
    if promises.exists:
        yield Asset(f"/{MARK}", MARK_TEXT, LEDGER)


def refuse(problems: Iterable[Problem], kind: type[SitegenError] = ContentError) -> None:
    """Raise *kind* with all *problems* if one of them is an error."""
    found = tuple(problems)
    if any(problem.is_error for problem in found):
        raise kind(found)


def _as_error(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem


def _name(run: Run) -> str:
    """The name of the target: what is published for whom and where."""
    return f"{run.options.output.resolve()}\n{run.options.drafts}\n{run.config.base_url}"


def _differs(target: Target, one: Staged) -> bool:
    known = target.recorded(one.path)
    return known is None or known.digest != one.digest
