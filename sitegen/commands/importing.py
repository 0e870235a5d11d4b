"""``sitegen import``: seeds brought in from elsewhere, seeds applied again, and the table of what still lacks a date."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from sitegen.build import STATE
from sitegen.commands.reimport import reimport
from sitegen.config import Config
from sitegen.errors import Location, Problem, UsageError
from sitegen.files import replace_text, sha256_of
from sitegen.importers.folder import FOLDER, TABLE
from sitegen.importers.sidecar import table_rows
from sitegen.imports import ImportReport, assumed_zones, import_seeds, text_of
from sitegen.index.store import open_index
from sitegen.output.lock import hold_lock


def run_import(
    root: Path,
    config: Config,
    paths: Sequence[Path],
    again: bool,
    missing: bool,
    dry_run: bool,
    executor: Executor,
) -> tuple[ImportReport, list[str]]:
    """Import what is asked for; the report, and notes for whoever asked."""
    with hold_lock(root / STATE / "lock"), open_index(root / STATE) as index:
        seeds, notes = _brought_in(root, paths, dry_run=dry_run)
        report = import_seeds(root, config, index, executor, dry_run=dry_run or missing, only=seeds or None)
        if missing:
            notes += _write_missing(root, report, dry_run=dry_run)
        elif again or seeds:
            done = reimport(root, config, index, executor, seeds, again=again, dry_run=dry_run)
            report = report.with_seeds(done.seeds)
            notes += done.notes
    return report, notes


def _brought_in(root: Path, paths: Sequence[Path], *, dry_run: bool) -> tuple[list[str], list[str]]:
    """The seeds that *paths* name, those from elsewhere copied into ``seeds/`` byte for byte; and what was copied."""
    seeds, notes = [], []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_dir():
                continue
            if not file.is_file():
                problem = Problem(
                    Location(str(path)), "no-such-seed", f'there is no file "{path}"', "name a file or folder"
                )
                raise UsageError([problem])
            if file.resolve().is_relative_to((root / FOLDER).resolve()):
                seeds.append(file.resolve().relative_to(root.resolve()).as_posix())
                continue
            below = file.relative_to(path.parent) if path.is_dir() else Path(file.name)
            target = _free(root / FOLDER, below, file)
            seeds.append(target.relative_to(root).as_posix())
            if not target.exists() and not dry_run:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
                notes.append(f"copied {file} to {seeds[-1]}")
    return seeds, notes


def _free(folder: Path, below: Path, file: Path) -> Path:
    """Where to lay *file*: its own name, or with a number where another file of that name is there."""
    number, target = 1, folder / below
    while target.exists() and sha256_of(target) != sha256_of(file):
        number += 1
        target = folder / below.with_name(f"{below.stem}-{number}{below.suffix}")
    return target


def _write_missing(root: Path, report: ImportReport, *, dry_run: bool) -> list[str]:
    undated = [seed.seed for seed in report.seeds if seed.outcome == "waiting"]
    wanted = sorted({*undated, *assumed_zones(report)})
    path = root / FOLDER / TABLE
    before = text_of(path)
    text = table_rows(before, [seed.removeprefix(f"{FOLDER}/") for seed in wanted]) if wanted else before
    if text != before and not dry_run:
        replace_text(path, text)
    return [f"{len(wanted)} seeds need a date or a zone: fill in {FOLDER}/{TABLE}, then run sitegen import"]
