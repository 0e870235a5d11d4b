"""What a million updates cost: 50,000 live blogs, built once, built again with nothing changed, and after an edit.

    python -m benchmarks.scale [COUNT] [--folder FOLDER] [--jobs N] [--flavour mixed|plain]

The folder takes about 60 kB for each update; it is removed at the end, but for one that is given.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import Size, write_site
from benchmarks.processes import Cost, Program, repeat, run
from benchmarks.prose import Flavour
from benchmarks.sites import command, find_spot, put_word

COUNT = 50_000  # live blogs of twenty updates each
RUNS = 3


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in a folder: how many files, and their bytes."""

    files: int
    size_bytes: int


def size_of(folder: Path) -> Folder:
    """What lies in *folder*, and below it; a file counts as a folder that holds it."""
    if not folder.is_dir():
        return Folder(1, folder.stat().st_size) if folder.exists() else Folder(0, 0)
    files = size = 0
    for place, _, names in os.walk(folder):
        files += len(names)
        size += sum(os.lstat(f"{place}/{name}").st_size for name in names)
    return Folder(files, size)


@contextmanager
def _place(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with TemporaryDirectory(prefix="sitegen-scale-") as folder:
        yield Path(folder)


def measure(site: Path, size: Size, jobs: int) -> Iterator[str]:
    """The rows of the table, as they become known."""
    asked = ("--jobs", str(jobs)) if jobs else ()
    program = Program(command("-C", str(site), "build", "--quiet", *asked), site.with_suffix(".log"))
    yield _row("clean build", [run(program, watched=True)])
    yield _row("nothing changed", repeat(program, RUNS, lambda number: None))
    for what, is_lead in (("one word edited", False), ("one word of a lead edited", True)):
        spot = find_spot(site, is_lead=is_lead)
        yield _row(what, repeat(program, RUNS, partial(put_word, spot)))
    yield f"\n| | files | MB | bytes an update |\n{'| --- ' + '| ---: ' * 3}|"
    for name in ("content", "output", ".sitegen/index.db", ".sitegen/targets", "content/anchors.lock"):
        found = size_of(site / name)
        share = found.size_bytes / size.updates
        yield f"| {name} | {found.files:,} | {found.size_bytes / 1e6:,.0f} | {share:,.0f} |"


def _row(what: str, costs: list[Cost]) -> str:
    """One line: the best of *costs*, which is the least disturbed."""
    best = min(costs, key=lambda cost: cost.cpu_s)
    memory = f"{best.peak_bytes / 1e6:,.0f} MB" if best.peak_bytes else ""
    return f"| {what} | {best.wall_s:,.1f} s | {best.cpu_s:,.1f} s | {memory} |"


def main() -> None:
    """Make an archive of a million updates, build it, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=COUNT, help=f"live blogs [default: {COUNT:,}]")
    parser.add_argument("--folder", type=Path, help="where to make it, and to leave it [default: a temporary one]")
    parser.add_argument("--jobs", type=int, default=0, help="processes [default: sitegen's own]")
    parser.add_argument("--flavour", type=Flavour, default=Flavour.MIXED, help="mixed or plain")
    asked = parser.parse_args()
    with _place(asked.folder) as folder:
        started = time.perf_counter()
        size = write_site(folder / "site", asked.count, asked.flavour)
        took = time.perf_counter() - started
        print(
            f"{size.liveblogs:,} live blogs, {size.updates:,} updates, {size.size_bytes / 1e6:,.0f} MB: {took:.0f} s\n"
        )
        print("| | wall | CPU | memory (PSS) |\n| --- | ---: | ---: | ---: |", flush=True)
        for row in measure(folder / "site", size, asked.jobs):
            print(row, flush=True)


if __name__ == "__main__":
    main()
