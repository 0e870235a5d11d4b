"""What a very large input costs: time and memory of whole processes, that grow with its size and no faster."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support import PUBLISHED, make_site

UPDATES = 100_000
MOST_S, MOST_MB = 60, 2048
WORDS = "says that the pier is open to all who wait there."


def cost(root: Path, statuses: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """The seconds of CPU and the most MB of memory of a build of the site in *root*, which ends with one of *statuses*."""
    line = [sys.executable, "-m", "sitegen.cli", "-C", str(root), "build", "-q"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in statuses, said
    assert "Traceback" not in said
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


def zipped(folder: Path) -> bytes:
    """Ten thousand times what it takes: a hundred parts of 16 MiB."""
    file = folder / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        for place in range(100):
            bomb.writestr(f"{place}.txt", bytes(1 << 24))
    return file.read_bytes()


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in itertools.pairwise("abcdefghij")
)
LINE = "x y " * 2_500_000
FRONT = "---\ntitle: Storm\ndate: 2017-11-03\nzone: UTC\n---\n\n## 2017-11-03 19:30 {#t1930}\n\n"
BOMBS: dict[str, dict[str, str]] = {
    "aliases in site.yaml": {"site.yaml": ALIASES},
    "aliases in front matter": {"content/x.md": f"---\n{ALIASES}---\n"},
    "deep YAML": {"site.yaml": "[" * 200_000},
    "deep JSON": {"seeds/x.json": "[" * 2_000_000},
    "deep HTML": {"seeds/x.html": "<!doctype html>" + "<div>" * 400_000},
    "deep quotation": {"content/x.md": FRONT + "> " * 100_000 + "x\n"},
    "deep lists": {"content/x.md": FRONT + "".join(f"{'  ' * depth}- x\n" for depth in range(1_000))},
    "a storm of marks": {"content/x.md": FRONT + "*_[`~" * 100_000 + "\n"},
    "a storm of links": {"content/x.md": FRONT + "[x](" * 100_000 + "\n"},
    "a wide table": {"content/x.md": f"{FRONT}|{'a|' * 20_000}\n|{'-|' * 20_000}\n|{'b|' * 20_000}\n"},
    "entities in a feed": {
        "seeds/x.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "<!ENTITY b '&a;&a;'>" * 9 + "]><rss>&b;</rss>"
    },
    "a line of wire copy": {
        "seeds/x.txt": f"The Latest: Storm\n\nNov. 3, 2017\n\nX (Y) - Z (all times in UTC):\n\n7 p.m.\n\n{LINE}\n"
    },
    "a line of content": {"content/x.md": f"{FRONT}{LINE}\n"},
    "a line of HTML": {"seeds/x.html": f"<!doctype html><title>x</title><p>{LINE}"},
    "a line of a table": {"seeds/x.csv": f"time,text\n2017-11-03T19:30:00Z,{LINE}\n"},
    "a line of settings": {"site.yaml": f"title: {LINE}\n"},
}


@pytest.mark.slow
@pytest.mark.promise("X5", "X8")
@pytest.mark.parametrize("bomb", [*BOMBS, "a zip"])
def test_a_bomb_costs_little(bomb: str, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"site.yaml": PUBLISHED, **BOMBS.get(bomb, {})})
    if bomb == "a zip":
        (site / "seeds").mkdir()
        (site / "seeds/bomb.zip").write_bytes(zipped(tmp_path))
    seconds, megabytes = cost(site, (0, 1, 2))
    assert seconds < 20
    assert megabytes < (1536 if "line" in bomb else 640)
