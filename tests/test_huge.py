"""What a very large input costs: time and memory of whole processes, that grow with its size and no faster."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support import PUBLISHED, make_site

UPDATES = 100_000
MOST_S, MOST_MB = 60, 2048
WORDS = "says that the pier is open to all who wait there."


def cost(root: Path) -> tuple[float, float]:
    """The seconds of CPU and the most MB of memory of a build of the site in *root*."""
    line = [sys.executable, "-m", "sitegen.cli", "-C", str(root), "build", "-q"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert (process.returncode, said) == (0, "")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def content(count: int) -> str:
    first = datetime(2017, 11, 3)
    head = "---\ntitle: Long\ndate: 2017-11-03\nzone: UTC\nslug: long\nid: 2017-11-03-long\n---\n"
    rows = (f"{first + timedelta(seconds=2 * place):%Y-%m-%d %H:%M:%S}" for place in range(count))
    return head + "".join(f"\n## {at} {{#u{place}}}\n\nUpdate {place} {WORDS}\n" for place, at in enumerate(rows))


def wire(count: int) -> str:
    head = "The Latest: Long\n\nNov. 3, 2017\n\nHALMER (Sample) - All about it (all times in UTC):\n"
    clocks = (divmod(1439 * place // count, 60) for place in reversed(range(count)))
    said = (f"{(hour - 1) % 12 + 1}:{minute:02} {'a.m.' if hour < 12 else 'p.m.'}" for hour, minute in clocks)
    return head + "".join(f"\n{clock}\n\nUpdate {place} {WORDS}\n" for place, clock in enumerate(said))


@pytest.mark.slow
@pytest.mark.promise("X5")
def test_a_hundred_thousand_updates_are_one_live_blog(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"site.yaml": PUBLISHED, "content/2017/11/03/long.md": content(UPDATES)})
    (site / "content/anchors.lock").unlink(missing_ok=True)
    seconds, megabytes = cost(site)
    assert seconds < MOST_S
    assert megabytes < MOST_MB
    page = (site / "output/2017/11/03/long/index.html").read_bytes()
    assert page.count(b'<h2 id="u') == UPDATES


@pytest.mark.slow
@pytest.mark.promise("X5")
def test_a_seed_of_five_times_the_updates_costs_five_times_as_much(tmp_path: Path) -> None:
    costs = []
    for count in (3_000, 15_000):
        site = make_site(tmp_path / str(count), {"site.yaml": PUBLISHED, "seeds/long.txt": wire(count)})
        costs.append(cost(site)[0])
    assert costs[1] < 7 * costs[0]
