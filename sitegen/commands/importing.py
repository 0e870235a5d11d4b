"""``sitegen import``: what it is asked for, one step after the other, and the table of what still lacks a date or zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sitegen.backups import Backup
from sitegen.build import STATE
from sitegen.commands.bringing import bring_in
from sitegen.commands.formats import check_format, kept_formats
from sitegen.commands.reimport import reimport
from sitegen.config import Config
from sitegen.executors import Announce, Executor, silence
from sitegen.files import replace_text
from sitegen.importers.folder import FOLDER, TABLE
from sitegen.importers.outcomes import ImportReport
from sitegen.importers.sidecars.sidecar import table_rows
from sitegen.imports import import_seeds, read_rows
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_index
from sitegen.indexing import load_content, load_topics
from sitegen.intake.new_seeds import text_of
from sitegen.model import ZoneSource
from sitegen.output.lock import hold_lock
from sitegen.words import counted

ASKED = ("undated-seed", "zone-assumed")  # the problems that a filled table solves


def run_import(
    root: Path,
    config: Config,
    paths: Sequence[Path],
    again: bool,
    missing: bool,
    dry_run: bool,
    executor: Executor,
    announce: Announce = silence,
    *,
    importer: str = "",
) -> tuple[ImportReport, list[str]]:
    """Import what is asked for; the report, and notes for whoever asked.

    *importer* is the name of the one that is to read the seeds that *paths* name, or all new ones. Raises UsageError.
    """
    check_format(importer)
    with hold_lock(root / STATE / "lock"), open_index(root / STATE) as index:
        brought = bring_in(root, config, paths, read_rows(root), dry_run=dry_run)
        only = brought.seeds if paths else None
        dry = dry_run or missing
        report = import_seeds(
            root, config, index, executor, announce, dry_run=dry, asked=True, only=only, importer=importer
        )
        report = replace(report, other_problems=(*report.other_problems, *brought.problems))
        notes = list(brought.notes)
        if missing:
            wanted = _wanted(root, config, report, index, executor)
            return _without_asked(report), [*notes, *_write_missing(root, wanted, report, dry_run=dry_run)]
        if again or paths:
            named = importer if paths else ""  # without names, it is for new seeds
            with Backup(root, "import-again", dry_run=dry_run) as backup:
                done = reimport(backup, config, index, executor, announce, only, again=again, importer=named)
            new = {seed.seed for seed in report.seeds if seed.outcome in ("imported", "merged")}
            report = report.with_seeds([seed for seed in done.seeds if seed.seed not in new])
            report = replace(report, other_problems=(*report.other_problems, *backup.note()))
            notes += done.notes
        if importer and not again:
            notes += kept_formats(read_rows(root), set(only or ()), importer)
    return report, notes


def _wanted(root: Path, config: Config, report: ImportReport, index: Index, executor: Executor) -> list[str]:
    """The seeds without a date, and those whose zone had to be assumed, now or when they were imported."""
    wanted = {seed.seed for seed in report.seeds if any(problem.code in ASKED for problem in seed.problems)}
    load_content(root, config, load_topics(root, config), index, executor)
    heads = Queries(index.connection, drafts=True).heads()
    assumed = {head.id for head in heads if head.zone_source is ZoneSource.ASSUMED}
    return sorted(wanted | {row.seed for row in read_rows(root) if row.liveblog in assumed})


def _without_asked(report: ImportReport) -> ImportReport:
    """*report* without what the table will solve, and without seeds: nothing was imported."""
    seeds = (seed for seed in report.seeds if seed.problems)
    kept = (replace(seed, problems=tuple(p for p in seed.problems if p.code not in ASKED)) for seed in seeds)
    return replace(report, seeds=tuple(seed for seed in kept if seed.problems), discovered=())


def _write_missing(root: Path, wanted: Sequence[str], report: ImportReport, *, dry_run: bool) -> list[str]:
    path, name = root / FOLDER / TABLE, f"{FOLDER}/{TABLE}"
    if any(problem.is_error and problem.where.path == name for problem in report.problems):
        return [f"Mend {name} first: nothing was written into it."]
    if not wanted:
        return ["Every seed has its date and its zone."]
    before = text_of(path)
    text = table_rows(before, [seed.removeprefix(f"{FOLDER}/") for seed in wanted])
    if text != before and not dry_run:
        replace_text(path, text)
    said = f"{counted(len(wanted), 'seed')} {'needs' if len(wanted) == 1 else 'need'}"
    how = f"fill in {name}, then run sitegen import (and sitegen import --again for those imported before)"
    return [f"{said} a date or a zone: {how}"]
