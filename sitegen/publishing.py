"""Work -> output: pages rendered, checked and held against the promises, and committed in one step."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sitegen.archive_db import stage_database
from sitegen.config import Topic
from sitegen.content.ledger_check import unpublished
from sitegen.database import OUTDATED, is_due
from sitegen.database import PATH as DATABASE
from sitegen.errors import Problem
from sitegen.executors import rest
from sitegen.importers.outcomes import ImportReport
from sitegen.index.queries import Queries
from sitegen.index.store import Index
from sitegen.indexing import place_of_link
from sitegen.output.compare import find_collisions
from sitegen.output.links import check_links
from sitegen.output.search import refresh_search
from sitegen.output.stage import staging_folder
from sitegen.output.targets import Staged, Target
from sitegen.output.write import clear_staging, commit, set_aside
from sitegen.pages.assets import made_assets, site_of
from sitegen.pages.desk import Desk, open_desk
from sitegen.pages.layouts import Layouts, check_layouts, words_of
from sitegen.pages.static import Asset, static_assets
from sitegen.parcels import stage_anywhere
from sitegen.promised import LEDGER, note_promised, unchecked
from sitegen.promises import MARK, MARK_TEXT, Promises, check_promises
from sitegen.rendering import Pages, Workshop
from sitegen.runs import Report, Run, as_error, refuse
from sitegen.staging import paths_to_remove, stage_assets, stage_beside
from sitegen.vanished import lost_addresses, lost_anchors
from sitegen.work import Work


def publish(
    run: Run,
    index: Index,
    queries: Queries,
    target: Target,
    work: Work,
    layouts: Layouts,
    topics: tuple[Topic, ...],
    imported: ImportReport,
    found: Sequence[Problem],
) -> Report:
    """Do *work* and publish what comes of it. Raises SitegenError, with nothing published, for problems of all but seeds."""
    changed = unchecked(run, index, target)
    promises = check_promises(run.root, run.options.output, run.config, queries, changed, publish=run.publishes)
    problems = [*found, *promises.problems, *_know(layouts, target)]
    refuse(problems)
    desk = open_desk(queries, run.config, topics, words_of(layouts))
    staging = staging_folder(run.options.output, run.state)
    try:
        ledger: dict[Path, bytes | Path] = {}
        if run.publishes and promises.ledger:  # long: it is not held while pages are made
            ledger[run.root / LEDGER] = set_aside(staging, run.root / LEDGER, promises.ledger)
            promises = replace(promises, ledger=b"")
        workshop = Workshop(site_of(desk), layouts, run.config, topics, run.options.drafts, run.state, staging)
        pages = stage_anywhere(workshop, work, index, run.executor, run.announce)
        rest(run.executor)  # what follows is for one process, and takes memory of its own
        others, kept = _stage_others(run, desk, work, promises, staging, target)
        staged = [*(made.staged for made in pages.made), *others]
        gone = paths_to_remove(pages.gone, work, target, kept)
        problems += _check(run, queries, target, staged, gone, problems)
        if run.options.strict:
            refuse(map(as_error, (*imported.problems, *problems, *unpublished(promises.added))))
        differing = tuple(one.url for one in staged if _differs(target, one))
        if not run.options.dry_run:
            problems += commit(target, staged, gone, ledger, work.seen, staging).problems
            problems += _settle(run, index, queries, target, promises)
    finally:
        _clear(run, staging, target)
    return _report(queries, imported, problems, pages, differing, gone, promises)


def _settle(run: Run, index: Index, queries: Queries, target: Target, promises: Promises) -> list[Problem]:
    """Note that all promises are kept, and renew the search index, which is made of what is published; its warnings."""
    note_promised(run, index, target, promises.parts)
    if not (run.options.search and run.config.pages.search) or run.options.drafts:
        return []
    return refresh_search(target, {address[:4] for address, _, _ in queries.addresses()})


def _clear(run: Run, staging: Path, target: Target) -> None:
    """Remove what was staged; what a rehearsal made is what it was for."""
    if not run.options.rehearsal:
        clear_staging(staging, target)


def _stage_others(
    run: Run, desk: Desk, work: Work, promises: Promises, staging: Path, target: Target
) -> tuple[list[Staged], set[str]]:
    """Those files that are no pages, and are not published as they are, staged; and the paths of all."""
    assets, kept = stage_assets(staging, _assets(run, desk, work, promises), target)
    if run.config.database:
        kept.add(DATABASE)
    database = stage_database(run, desk, staging) if is_due(run, desk.queries, target) else []
    return [*assets, *database, *stage_beside(staging, run.root, work.beside, target)], kept | work.beside.keys()


def _know(layouts: Layouts, target: Target) -> list[Problem]:
    """What is wrong with *layouts*; that, and what each includes, is found once for all builds with the same ones."""
    known = target.closures(layouts.digest)
    if known is not None:
        layouts.recall(known)
        return []
    if not (problems := check_layouts(layouts)):
        target.set_closures(layouts.digest, layouts.closures)
    return problems


def _check(
    run: Run,
    queries: Queries,
    target: Target,
    staged: Sequence[Staged],
    gone: Collection[str],
    problems: Collection[Problem],
) -> list[Problem]:
    """Warnings of what is to be published; its errors are raised, with all *problems*."""
    found: list[Problem] = []
    if run.publishes and run.config.published:
        found += lost_addresses(target, gone)
        found += lost_anchors(run.root, queries, target, staged, gone)
    # Whether there is a database is a setting: where there is none any more, all is planned, and what is not kept goes.
    found += [OUTDATED] if DATABASE in gone else []
    names = find_collisions(target, staged, gone) if run.options.dry_run else ()  # a commit looks for them itself
    refuse((*problems, *found, *names, *check_links(staged, target, gone, partial(place_of_link, run.root))))
    return found


def _report(
    queries: Queries,
    imported: ImportReport,
    problems: Collection[Problem],
    pages: Pages,
    changed: tuple[str, ...],
    gone: Collection[str],
    promises: Promises,
) -> Report:
    span = queries.span()
    rendered = tuple((made.staged.url, made.why) for made in pages.made)
    told = (*imported.problems, *problems)
    return Report(imported, told, span.liveblogs, span.updates, rendered, changed, tuple(gone), promises.anchors)


def _assets(run: Run, desk: Desk, work: Work, promises: Promises) -> Iterator[Asset]:
    yield from static_assets(run.root / "layouts", run.config.csp, run.config.theme)
    if work.touches:
        yield from made_assets(desk, has_sitemap=work.renews_sitemap)
    if promises.exists:
        yield Asset(f"/{MARK}", MARK_TEXT, LEDGER)


def _differs(target: Target, one: Staged) -> bool:
    known = target.recorded(one.path)
    return known is None or known.digest != one.digest
