"""Which formats there are, for people who ask, and which of them a seed was said to have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sitegen.content.imports_lock import Written
from sitegen.errors import UsageError
from sitegen.importers.registry import importers, no_format

if TYPE_CHECKING:
    from sitegen.commands.console import Console


def write_formats(console: Console) -> None:
    """Write the name of every format and what its seeds are to stdout."""
    known, problems = importers()
    width = max(len(importer.name) for importer in known)
    for importer in known:
        console.data(f"{importer.name:<{width}}  {importer.about}".rstrip())
    console.problems(problems)


def check_format(name: str) -> None:
    """Raise UsageError where there is no format *name*; "" stands for none."""
    if name and name not in (names := {importer.name: importer for importer in importers()[0]}):
        raise UsageError([no_format("--format", name, names.values())])


def remembered(rows: Iterable[Written]) -> dict[str, str]:
    """The format that each seed was imported in, by its path, where there still is such a format."""
    names = {importer.name for importer in importers()[0]}
    return {seed: name for seed, name in _formats(rows).items() if name in names}


def kept_formats(rows: Iterable[Written], seeds: Collection[str], name: str) -> list[str]:
    """Notes on those of *seeds* that were imported in another format than *name*, and are not read again."""
    return [
        f"{seed} was imported as {other}: sitegen import --again --format {name} {seed} reads it anew"
        for seed, other in sorted(_formats(rows).items())
        if seed in seeds and other != name
    ]


def _formats(rows: Iterable[Written]) -> dict[str, str]:
    """The format of each seed by its path; that of a part of a container stands behind a stroke, and is another."""
    return {row.seed: row.importer.partition("/")[0] for row in rows}
