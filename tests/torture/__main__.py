"""Builds tortured at random for some minutes: killed, interrupted, refused the disk, read and edited; figures at the end.

A failure is told with the seed that makes it happen again: ``make torture SEED=…``.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
# sitegen, what tests share, the laws, the rows
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE.parent / "properties"), str(HERE)]

from rows import ROWS, Figures  # noqa: E402 - found by the line above


def main() -> int:
    """Run the rows in turn, each trial by a seed of its own; 1 at the first failure."""
    parser = argparse.ArgumentParser(description="Break builds at random.")
    parser.add_argument("--time", type=float, default=600.0, help="how long, in seconds")
    parser.add_argument("--seed", type=int, help="one trial alone, as it was told")
    parser.add_argument("--first", type=int, help="the trial to begin with; at random, where it is not said")
    asked = parser.parse_args()
    first = asked.first if asked.first is not None else random.SystemRandom().randrange(1 << 30) * len(ROWS)
    first = asked.seed if asked.seed is not None else first
    last = first + 1 if asked.seed is not None else sys.maxsize
    figures: Figures = Counter()
    end = time.monotonic() + asked.time * 0.95  # the last trial ends in time too
    with tempfile.TemporaryDirectory(prefix="sitegen-torture-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        for seed in range(first, last):
            if time.monotonic() > end:
                break
            name, row = ROWS[seed % len(ROWS)]
            wrong = row(random.Random(seed), Path(folder), figures)
            if wrong:
                print(f"{name}: {wrong}\nagain: make torture SEED={seed}", file=sys.stderr)
                return 1
    for name, number in sorted(figures.items()):
        print(f"{number:>8,}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
