"""The table: a row a measurement, with the ratios beside their targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from benchmarks.processes import Cost, median_of

HEAD = ("", "sitegen wall", "CPU", "Hugo wall", "CPU", "wall ratio", "CPU ratio", "found", "target", "met")


class Measure(Enum):
    """What a target is set for."""

    WALL = "s"
    CPU = "s CPU"
    WALL_RATIO = "wall ratio"
    CPU_RATIO = "CPU ratio"
    MEMORY = "MB"
    EXPONENT = "exponent"
    MICROSECONDS = "us a live blog"


@dataclass(frozen=True, slots=True)
class Target:
    """The most that *measure* may be."""

    measure: Measure
    most: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement of *size* live blogs: the runs of both programs, and what was found for each target."""

    what: str
    size: int
    ours: tuple[Cost, ...] = ()
    theirs: tuple[Cost, ...] = ()
    found: tuple[tuple[Target, float], ...] = ()


def make_row(
    what: str, size: int, ours: Sequence[Cost], theirs: Sequence[Cost] = (), targets: Iterable[Target] = ()
) -> Row:
    """The row of runs with *size* live blogs (0: with any); *theirs* may be none, and fewer than *ours*."""
    found = tuple((target, _found(target.measure, ours, theirs)) for target in targets)
    return Row(what, size, tuple(ours), tuple(theirs), found)


def _found(measure: Measure, ours: Sequence[Cost], theirs: Sequence[Cost]) -> float:
    match measure:
        case Measure.WALL:
            return median_of(ours).wall_s
        case Measure.CPU:
            return median_of(ours).cpu_s
        case Measure.WALL_RATIO:
            return ratio([cost.wall_s for cost in ours], [cost.wall_s for cost in theirs])
        case Measure.CPU_RATIO:
            return ratio([cost.cpu_s for cost in ours], [cost.cpu_s for cost in theirs])
        case Measure.MEMORY:
            return median_of(ours).peak_bytes / 1e6
        case Measure.EXPONENT | Measure.MICROSECONDS:
            raise ValueError("it compares two rows")


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of runs made by turns; where they were not, the ratio of the medians.

    >>> ratio([1, 2, 9], [2, 4, 10]), ratio([1, 3], [4])
    (0.5, 0.5)
    """
    if len(ours) == len(theirs):
        return median(one / other for one, other in zip(ours, theirs, strict=True))
    return median(ours) / median(theirs)


def format_table(rows: Sequence[Row]) -> str:
    """*rows* as a table in Markdown, its columns aligned."""
    cells = [HEAD, *(line for row in rows for line in _lines(row))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    rule = tuple("-" * max(3, width) for width in widths)
    padded = (
        [cell.ljust(max(3, width)) for cell, width in zip(line, widths, strict=True)]
        for line in (cells[0], rule, *cells[1:])
    )
    return "".join(f"| {' | '.join(line)} |\n" for line in padded)


def _lines(row: Row) -> list[tuple[str, ...]]:
    """A line for each target of *row*, one for a row without; the figures stand on the first."""
    judged = [
        (_figure(found), f"{target.most:g} {target.measure.value}", "yes" if found <= target.most else "NO")
        for target, found in row.found
    ]
    first, *others = judged or [("", "", "")]
    name = f"{row.what}, {row.size:,}" if row.size else row.what
    return [(name, *_costs(row), *first), *(("",) * 7 + other for other in others)]


def _costs(row: Row) -> tuple[str, ...]:
    if not row.ours:
        return ("",) * 6
    ours = median_of(row.ours)
    if not row.theirs:
        return (_seconds(ours.wall_s), _seconds(ours.cpu_s), "", "", "", "")
    theirs = median_of(row.theirs)
    if ours.peak_bytes:
        return (_megabytes(ours), "", _megabytes(theirs), "", "", "")
    ratios = (_found(measure, row.ours, row.theirs) for measure in (Measure.WALL_RATIO, Measure.CPU_RATIO))
    times = (_seconds(value) for value in (ours.wall_s, ours.cpu_s, theirs.wall_s, theirs.cpu_s))
    return (*times, *map(_figure, ratios))


def _seconds(value: float) -> str:
    return f"{_figure(value)} s"


def _megabytes(cost: Cost) -> str:
    return f"{cost.peak_bytes / 1e6:,.0f} MB"


def _figure(value: float) -> str:
    """*value* with three digits that matter."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
