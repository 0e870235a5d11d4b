"""Where the time of a clean serial build goes: by the steps of the build, and by functions.

    python -m benchmarks.profile [COUNT] [--flavour mixed|plain] [--top N]

The profiler itself makes calls of small functions look dear: compare two profiles, not a profile and a time.
"""

from __future__ import annotations

import argparse
import cProfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from types import CodeType

from benchmarks.prose import Flavour
from benchmarks.sites import corpus_of, memory_folder
from sitegen import build as pipeline
from sitegen.build import Options, build
from sitegen.config_file import load_config
from sitegen.executors import SerialExecutor, silence

STEPS = 16
_PACKAGES = ("sitegen", "site-packages", "python3.")


def profile(site: Path) -> cProfile.Profile:
    """A clean build of *site*, profiled."""
    config, profiler = load_config(site / "site.yaml"), cProfile.Profile()
    profiler.enable()
    build(site, config, Options(site / "output"), SerialExecutor(), silence)
    profiler.disable()
    return profiler


def steps(profiler: cProfile.Profile) -> list[tuple[float, str]]:
    """What ``build.py`` calls, with the time that each call took in all, the longest first.

    A generator runs where it is used up: its time is its user's.
    """
    found: dict[str, float] = defaultdict(float)
    for entry in profiler.getstats():
        if isinstance(entry.code, CodeType) and entry.code.co_filename == pipeline.__file__:
            for call in entry.calls or ():
                if isinstance(call.code, CodeType) and call.code.co_filename != pipeline.__file__:
                    found[_place(call.code)] += call.totaltime
    return sorted(((time_s, name) for name, time_s in found.items()), reverse=True)


def functions(profiler: cProfile.Profile) -> Iterator[tuple[float, int, str]]:
    """Each function's own time and calls, the longest first."""
    for entry in sorted(profiler.getstats(), key=lambda entry: -entry.inlinetime):
        yield entry.inlinetime, entry.callcount, _place(entry.code)


def _place(code: CodeType | str) -> str:
    """A function as its file, its line and its name."""
    if isinstance(code, str):
        return code
    parts = Path(code.co_filename).parts
    start = max((at for at, part in enumerate(parts[:-1]) if part.startswith(_PACKAGES)), default=len(parts) - 2)
    return f"{'/'.join(parts[start + 1 :])}:{code.co_firstlineno} {code.co_name}"


def main() -> None:
    """Profile a clean serial build of a corpus, and print what it spent its time on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100, help="live blogs [default: 100]")
    parser.add_argument("--flavour", type=Flavour, default=Flavour.MIXED, help="mixed or plain")
    parser.add_argument("--top", type=int, default=30, help="functions to tell of [default: 30]")
    parser.add_argument("--cache", type=Path, default=Path(".bench"), help="where corpora are kept [default: .bench]")
    asked = parser.parse_args()
    asked.cache.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="sitegen-profile-", dir=memory_folder() or asked.cache) as folder:
        site = Path(folder) / "site"
        copytree(corpus_of(asked.cache, asked.count, asked.flavour) / "sitegen", site)
        profiler = profile(site)
    print(f"clean serial build of {asked.count:,} live blogs, {asked.flavour.value}\n\nsteps\n")
    for time_s, name in steps(profiler)[:STEPS]:
        print(f"{time_s:8.2f} s  {name}")
    print(f"\nown time, of {sum(entry[0] for entry in functions(profiler)):.1f} s in all; calls\n")
    for (time_s, calls, name), _ in zip(functions(profiler), range(asked.top), strict=False):
        print(f"{time_s:8.2f} s {calls:10,}  {name}")


if __name__ == "__main__":
    main()
