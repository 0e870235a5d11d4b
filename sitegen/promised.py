"""Whether the promises of the content were checked against the ledger as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.index.changes import PROMISES

if TYPE_CHECKING:
    from sitegen.index.store import Index
    from sitegen.output.targets import Target
    from sitegen.runs import Run

LEDGER = "content/anchors.lock"


def ledger_state(root: Path) -> str:
    """What the file system says of the ledger in *root*: a check of it is good as long as this and the content stay."""
    try:
        state = (root / LEDGER).stat()
    except FileNotFoundError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def note_promised(run: Run, index: Index, target: Target) -> None:
    """Note for *target* that all promises are kept, by the content and the ledger as they are now."""
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
