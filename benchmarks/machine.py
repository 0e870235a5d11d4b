"""What the figures were measured with."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

from benchmarks.sites import Places
from sitegen import __version__


def describe(places: Places) -> str:
    """Versions and machine, as a list in Markdown."""
    said = subprocess.run([places.hugo, "version"], capture_output=True, text=True, check=True).stdout
    hugo = re.search(r"v[0-9][0-9.]*\S*", said)
    cores = os.cpu_count() or 1
    facts = (
        f"sitegen {__version__}, Python {platform.python_version()}, Hugo {hugo[0] if hugo else said.strip()}",
        f"{platform.system()} {platform.release()}, {_cpu()}, {cores} {'core' if cores == 1 else 'cores'}, {_memory()}",
        f"in memory: {_file_system(places.memory)}; on disk: {_file_system(places.disk)}",
        f"load of the machine when this was said: {os.getloadavg()[0]:.1f}",
    )
    return "".join(f"- {fact}\n" for fact in facts)


def _cpu() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"


def _file_system(folder: Path) -> str:
    """The kind of the file system that *folder* is on."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines())
    above = [(len(mount), kind) for mount, kind in mounts if folder.resolve().is_relative_to(mount)]
    return max(above)[1] if above else "unknown"
