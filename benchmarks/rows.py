"""What is measured, in which order, and what each figure may be at most."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import log

from benchmarks.corpus import Mode
from benchmarks.processes import Cost, Program, alternate, clear, median_of, repeat, run
from benchmarks.prose import Flavour
from benchmarks.sites import Pair, Places, command, edit_partial, find_spot, lay_out, put_word, remove, set_mode
from benchmarks.table import Measure, Row, Target, make_row

SMALL, MIDDLE, LARGE = 100, 1_000, 10_000
RUNS = {SMALL: 7, MIDDLE: 5, LARGE: 3}
START_RUNS = 7

CLEAN, PLAIN, ON_DISK = "clean build", "clean build of plain prose", "clean build on disk"
NOTHING, WORD, LEAD, PARTIAL = "nothing changed", "a word edited", "a word of a lead edited", "a layout partial edited"
MEMORY = "memory of a clean build"

_A_FIFTIETH = Target(Measure.WALL_RATIO, 0.02)
TARGETS: Mapping[tuple[str, int], tuple[Target, ...]] = {
    (CLEAN, MIDDLE): (Target(Measure.WALL_RATIO, 0.6), Target(Measure.CPU_RATIO, 0.8)),
    (CLEAN, LARGE): (Target(Measure.WALL_RATIO, 0.5), Target(Measure.CPU_RATIO, 0.6)),
    (PLAIN, LARGE): (Target(Measure.CPU_RATIO, 0.45),),
    (ON_DISK, MIDDLE): (Target(Measure.WALL_RATIO, 0.65),),
    (ON_DISK, LARGE): (Target(Measure.WALL_RATIO, 0.65),),
    (NOTHING, MIDDLE): (Target(Measure.WALL, 0.2),),
    (NOTHING, LARGE): (Target(Measure.WALL, 0.4), _A_FIFTIETH),
    (WORD, MIDDLE): (Target(Measure.WALL, 0.3),),
    (WORD, LARGE): (Target(Measure.WALL, 0.6), _A_FIFTIETH),
    (LEAD, MIDDLE): (Target(Measure.WALL, 0.3),),
    (LEAD, LARGE): (Target(Measure.WALL, 0.6), _A_FIFTIETH),
    (PARTIAL, LARGE): (Target(Measure.WALL_RATIO, 0.5),),
    (MEMORY, LARGE): (Target(Measure.MEMORY, 300),),
}
START = Target(Measure.CPU, 0.12)
EXPONENT = Target(Measure.EXPONENT, 1.0)
SCAN = Target(Measure.MICROSECONDS, 25)


def warm_up(places: Places) -> None:
    """Build the smallest corpus with both programs: what a machine does once is no cost of a build."""
    pair = lay_out(places, places.memory, SMALL, Flavour.MIXED)
    alternate((pair.ours, pair.theirs), 1)
    remove(pair)


def start_rows(places: Places) -> Iterator[Row]:
    """What it takes to start and to say something."""
    for flag in ("--version", "--help"):
        program = Program(command(flag), places.memory / "start.log")
        yield make_row(f"sitegen {flag}", 0, repeat(program, START_RUNS, _leave), targets=[START])


def size_rows(places: Places, size: int) -> Iterator[Row]:
    """All that is measured of *size* live blogs; of the smallest, only what growth is told from."""
    runs, pair = RUNS.get(size, 3), lay_out(places, places.memory, size, Flavour.MIXED)
    ours, theirs = alternate((pair.ours, pair.theirs), runs)
    yield _row(CLEAN, size, ours, theirs)
    if size != SMALL:
        full = [median_of(theirs)]  # for rows in which the programs do not run by turns
        yield from _edit_rows(pair, size, runs, full)
        yield from _other_rows(pair, size, ours, full)
    remove(pair)
    if size != SMALL:
        yield _clean_row(PLAIN, lay_out(places, places.memory, size, Flavour.PLAIN), size, runs)
        yield _clean_row(ON_DISK, lay_out(places, places.disk, size, Flavour.MIXED), size, runs)


def _edit_rows(pair: Pair, size: int, runs: int, theirs: Sequence[Cost]) -> Iterator[Row]:
    """New processes on a site that is built; Hugo builds it all again then, so *theirs* is its clean build."""
    yield _row(NOTHING, size, repeat(pair.ours, runs, _leave), theirs)
    for what, is_lead in ((WORD, False), (LEAD, True)):
        spot = find_spot(pair.folder / "sitegen", is_lead=is_lead)
        yield _row(what, size, repeat(pair.ours, runs, partial(put_word, spot)), theirs)
    yield _row(PARTIAL, size, repeat(pair.ours, runs, partial(edit_partial, pair)), theirs)
    shutil.rmtree(pair.folder / "sitegen/layouts")


def _other_rows(pair: Pair, size: int, ours: Sequence[Cost], theirs: Sequence[Cost]) -> Iterator[Row]:
    """Memory, and the modes in which sitegen makes more than Hugo does, with their factors."""
    yield _row(MEMORY, size, [_cleanly(pair.ours, watched=True)], [_cleanly(pair.theirs, watched=True)])
    for mode, name in ((Mode.DEFAULT, "default site"), (Mode.FULL, "full mode")):
        set_mode(pair, mode)
        cost = _cleanly(pair.ours)
        factor = cost.cpu_s / median_of(ours).cpu_s  # CPU: the pace of the machine may be another by now
        yield _row(f"clean build, {name} ({factor:.2f} of lead mode's CPU)", size, [cost], theirs)


def _clean_row(what: str, pair: Pair, size: int, runs: int) -> Row:
    ours, theirs = alternate((pair.ours, pair.theirs), runs)
    remove(pair)
    return _row(what, size, ours, theirs)


def _row(what: str, size: int, ours: Sequence[Cost], theirs: Sequence[Cost]) -> Row:
    return make_row(what, size, ours, theirs, TARGETS.get((what, size), ()))


def _cleanly(program: Program, *, watched: bool = False) -> Cost:
    clear(program)
    return run(program, watched=watched)


def _leave(number: int) -> None:
    """Change nothing."""


def growth_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """How *rows* grow with the archive, as far as they tell."""
    known = {(row.what, row.size): median_of(row.ours) for row in rows if row.ours}
    if (CLEAN, SMALL) in known and (CLEAN, LARGE) in known:
        small, large = known[CLEAN, SMALL], known[CLEAN, LARGE]
        for name, one, other in (("wall", small.wall_s, large.wall_s), ("CPU", small.cpu_s, large.cpu_s)):
            exponent = log(other / one) / log(LARGE / SMALL)
            yield Row(f"growth of {name}, clean build, {SMALL} to {LARGE:,}", 0, found=((EXPONENT, exponent),))
    for what in (NOTHING, WORD):
        if (what, MIDDLE) in known and (what, LARGE) in known:
            more_s = known[what, LARGE].cpu_s - known[what, MIDDLE].cpu_s
            found = ((SCAN, more_s / (LARGE - MIDDLE) * 1e6),)
            yield Row(f"growth of CPU, {what}, {MIDDLE:,} to {LARGE:,}", 0, found=found)
