"""What an import costs: wire seeds of twenty updates each, brought in by one process.

python -m benchmarks.imports [COUNT] [--jobs N]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import Mode, liveblogs, settings
from benchmarks.processes import Program, run
from benchmarks.prose import Flavour
from benchmarks.sites import command, memory_folder
from sitegen.model import LiveBlog, Update

COUNT, UPDATES = 1000, 20
TARGET_S = 20.0  # for a thousand seeds, on two cores


def seed_text(blog: LiveBlog) -> str:
    """*blog* as a wire service sends it: newest update first, every clock on a line of its own."""
    place = blog.dateline.upper()
    header = (
        f"The Latest: {blog.title}",
        f"{blog.date:%B} {blog.date.day}, {blog.date.year}",
        f"{place} (BW) — The Latest on {blog.title.partition(':')[0]} (all times EST):",
    )
    told = (part for update in reversed(blog.updates) for part in (_clock(update), update.body))
    return "\n\n".join((*header, *told)) + "\n"


def _clock(update: Update) -> str:
    at = update.at
    return f"{at.hour % 12 or 12}:{at:%M} {'a.m.' if at.hour < 12 else 'p.m.'}"


def seeds(count: int) -> Iterator[tuple[str, str]]:
    """The names and texts of *count* seeds, of live blogs that have as many updates as are wanted."""
    told = 0
    for blog in liveblogs(3 * count, Flavour.PLAIN):
        if told < count and len(blog.updates) >= UPDATES:
            told += 1
            yield f"{blog.id}.txt", seed_text(replace(blog, updates=blog.updates[:UPDATES]))


def main() -> None:
    """Import wire seeds of twenty updates each, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=COUNT, help=f"seeds [default: {COUNT}]")
    parser.add_argument("--jobs", type=int, default=0, help="processes [default: sitegen's own]")
    asked = parser.parse_args()
    jobs = ("--jobs", str(asked.jobs)) if asked.jobs else ()
    with TemporaryDirectory(prefix="sitegen-imports-", dir=memory_folder()) as folder:
        site = Path(folder) / "site"
        (site / "seeds").mkdir(parents=True)
        (site / "site.yaml").write_text(settings(Mode.LEAD), encoding="utf-8")
        size = 0
        for name, text in seeds(asked.count):
            size += (site / "seeds" / name).write_text(text, encoding="utf-8")
        cost = run(Program(command("-C", str(site), "import", "--quiet", *jobs), site / "log"), watched=True)
        files = list((site / "content").rglob("*.md"))
        updates = sum(file.read_text("utf-8").count("\n## ") for file in files)
    print(f"{asked.count:,} seeds, {size / 1e6:.1f} MB: {len(files):,} live blogs, {updates:,} updates")
    print(f"wall {cost.wall_s:.1f} s, CPU {cost.cpu_s:.1f} s, memory {cost.peak_bytes / 1e6:.0f} MB")
    if asked.count == COUNT:
        print(f"target: {TARGET_S:.0f} s of wall time on two cores: {'met' if cost.wall_s <= TARGET_S else 'NOT met'}")


if __name__ == "__main__":
    main()
