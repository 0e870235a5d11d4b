"""Whether the promises of the content were checked against the ledger as it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import Problem, SystemFailureError
from sitegen.files import read_record
from sitegen.index.changes import PROMISES

if TYPE_CHECKING:
    from sitegen.index.store import Index
    from sitegen.output.targets import Target
    from sitegen.runs import Run

LEDGER = "content/anchors.lock"


def ledger_state(root: Path) -> str:
    """What the file system says of the ledger in *root*: a check of it is good as long as this and the content stay."""
    try:
        state = (root / LEDGER).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def load_ledger(root: Path, index: Index) -> None:
    """Let *index* hold what pages need of the ledger in *root*, as it is now; nothing is read where it is as it was."""
    if (state := ledger_state(root)) != index.ledger:
        from sitegen.content.ledger import lines_for_pages
        from sitegen.index.ledger_lines import Line

        rows = lines_for_pages(read_record(root, LEDGER))
        index.keep_ledger(state, [Line(*row) for row in rows])


def lost(run: Run, index: Index) -> list[Problem]:
    """The problem of a ledger that is missing, though *index* or the output knows that there was one.

    Where a commit was cut short, the ledger may be part of it, and comes with its end.
    """
    if ledger_state(run.root) or any((run.options.record or run.state / "targets").glob("*.journal")):
        return []
    from sitegen.content.ledger_check import lost_ledger
    from sitegen.output.manifest import read_manifest
    from sitegen.promises import MARK

    return [lost_ledger()] if index.ledger or MARK in read_manifest(run.options.output) else []


def _keep_published(root: Path, index: Index, parts: Mapping[str, bytes] | None) -> None:
    """Let *index* hold what pages need of the ledger in *root*, which this build may have written."""
    if parts is None:
        load_ledger(root, index)
    elif (state := ledger_state(root)) != index.ledger:
        from sitegen.content.ledger import lines_for_pages
        from sitegen.index.ledger_lines import Line

        rows = (row for part in parts.values() for row in lines_for_pages(part))
        index.keep_ledger(state, [Line(*row) for row in rows], parts.keys())


def note_promised(run: Run, index: Index, target: Target, parts: Mapping[str, bytes] | None) -> None:
    """Note for *target* that all promises are kept, by the content and the ledger as they are now.

    *parts* are the lines of the live blogs in which alone the ledger differs from the one before, None where nobody knows.
    The site is published by then: where the disk takes no note, the next build reads the ledger and checks again.
    """
    with suppress(SystemFailureError, sqlite3.OperationalError):
        _keep_published(run.root, index, parts)
        target.set_checked(f"{_state(run, index)} {index.sequence}")


def unchecked(run: Run, index: Index, target: Target) -> list[str] | None:
    """The addresses of live blogs that changed since the ledger was checked for *target*; None where all must be."""
    checked, _, sequence = target.checked.rpartition(" ")
    if checked != _state(run, index):
        return None
    touched = index.touched_since(int(sequence))
    if any(kind == PROMISES for kind, _ in touched):
        return None
    return [name for kind, name in touched if kind == "live-blog"]


def is_promised(run: Run, index: Index, target: Target) -> bool:
    """Whether nothing that bears on promises changed since they were checked for *target*."""
    return unchecked(run, index, target) == []


def _state(run: Run, index: Index) -> str:
    """What a check is good for, beside the content."""
    return f"{ledger_state(run.root)} {index.identity} {run.config.published}"
