"""The whole build on one page: seeds -> content -> index -> pages -> output."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from sitegen.collisions import find_former_collisions
from sitegen.config import Config, Topic
from sitegen.database import is_due, with_database
from sitegen.digests import digest
from sitegen.errors import ContentError, Problem, UsageError
from sitegen.executors import Announce, Executor
from sitegen.files import STATE, odd_folder
from sitegen.imports import ImportReport, import_seeds
from sitegen.index.failures import index_failure, is_damage
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_index
from sitegen.indexing import check_menu, content_errors, load_content, load_topics
from sitegen.output.lock import hold_lock
from sitegen.output.places import check_output
from sitegen.output.targets import Target, open_target
from sitegen.pages.keys import engine
from sitegen.pages.layouts import Layouts, check_layouts, read_layouts
from sitegen.pages.static import missing_files
from sitegen.promised import is_promised, load_ledger, lost
from sitegen.provenance import load_imports
from sitegen.runs import Options, Report, Run, as_error, refuse
from sitegen.work import are_static_files_published, find_beside, find_work

__all__ = ["STATE", "Options", "Report", "build"]


def build(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Report:
    """Build the site in *root*. Raises SitegenError, with nothing published, for problems of all but seeds."""
    refuse(() if options.rehearsal else check_output(options.output, root), UsageError)
    # Their owner may keep them elsewhere, by a link; what leads out of them from within is not followed.
    refuse(filter(None, (odd_folder(root / name, name, may_be_link=True) for name in ("seeds", "content", "layouts"))))
    run = Run(root, options.rehearsal or root / STATE, config, options, executor, announce)
    with hold_lock(run.state / "lock"):
        try:
            return _build(run)
        except sqlite3.DatabaseError as error:
            if options.clean or not is_damage(error):
                raise index_failure(f"{STATE}/index.db", error) from error
        return _build(replace(run, options=replace(options, clean=True)))


def _build(run: Run) -> Report:
    """Every stage in its order. Raises sqlite3.DatabaseError too: where the index turns out damaged."""
    root, config, options = run.root, run.config, run.options
    with open_index(run.state, clean=options.clean) as index:
        imported = _import(run, index)
        topics = _topics(run, index)
        problems = load_content(root, config, topics, index, run.executor, run.announce)
        layouts = _layouts(root, config, problems)
        problems += layouts.warnings
        load_ledger(root, index)
        load_imports(root, index)
        refuse([*problems, *find_former_collisions(root, index.connection)])
        queries = Queries(index.connection, drafts=options.drafts)
        problems += check_menu(queries, config)
        records = options.record or run.state / "targets"
        with open_target(records, options.output, _name(run), is_trusted=not options.clean) as target:
            _recover(target, clean=options.clean)
            run = with_database(run, queries, target)
            seen = (_shared(run, index, queries, topics, layouts), index.sequence)
            beside = find_beside(index, drafts=options.drafts)
            slugs = [topic.slug for topic in topics]
            work = find_work(queries, index, target, slugs, config.pages, seen, beside, is_known=options.is_known)
            if (
                work.is_nothing
                and not is_due(run, queries, target)
                and are_static_files_published(root / "layouts", config, target)
                and is_promised(run, index, target)
            ):
                if options.strict:
                    refuse(map(as_error, (*imported.problems, *problems)))
                span = queries.span()
                return Report(imported, (*imported.problems, *problems), span.liveblogs, span.updates)
            from sitegen.publishing import publish  # half of sitegen: a build with nothing to do is done by now

            return publish(run, index, queries, target, work, layouts, topics, imported, problems)


def _topics(run: Run, index: Index) -> tuple[Topic, ...]:
    """The declared topics. Raises ContentError with all that is wrong with them, with the content and with the layouts."""
    try:
        return load_topics(run.root, run.config)
    except ContentError as error:
        found = (*error.problems, *content_errors(run.root, run.config, index, run.executor))
        _layouts(run.root, run.config, found)
        raise


def _layouts(root: Path, config: Config, problems: Collection[Problem]) -> Layouts:
    """The layouts of *root*. Raises ContentError with all that is wrong with them, and *problems*, those of the content."""
    folder = root / "layouts"
    found, layouts = list(problems), Layouts({}, frozenset())
    try:
        layouts = read_layouts(folder, config.language)
    except ContentError as error:
        found += error.problems
    try:
        found += missing_files(folder, config.theme, root / "site.yaml")
    except ContentError as error:
        found += error.problems
    if any(problem.is_error for problem in found):  # nothing is published: all that is wrong is told at once
        refuse((*found, *check_layouts(layouts)))
    return layouts


def _import(run: Run, index: Index) -> ImportReport:
    """What the import of new seeds did; a rehearsal has none: it tells what the content makes as it is."""
    if run.options.rehearsal:
        return ImportReport()
    refuse(lost(run, index))  # else all seeds of an archive whose content is away would be imported anew
    return import_seeds(run.root, run.config, index, run.executor, run.announce, dry_run=run.options.dry_run)


def _recover(target: Target, *, clean: bool) -> None:
    """Complete a commit that a crash cut short; with *clean*, have every page rendered again."""
    if target.is_interrupted:
        from sitegen.output.write import finish

        finish(target)
    if clean:
        target.render_again([recorded.path for recorded in target.pages()])


def _shared(run: Run, index: Index, queries: Queries, topics: Collection[Topic], layouts: Layouts) -> str:
    """The digest of what all pages share: where it is another, each page must be looked at."""
    named = [(name, title) for _, name, title, _ in queries.own_pages()]
    newest = queries.day_beside("~", after=False)[:4]  # the menu leads to its year
    return digest(repr((index.identity, run.config, topics, named, newest, layouts.digest, engine())))


def _name(run: Run) -> str:
    """The name of the target: what is published for whom and where."""
    return f"{run.options.output.resolve()}\n{run.options.drafts}\n{run.config.base_url}"
