"""The same sources give the same bytes: whatever the time zone, the locale, the hash seed, the folder and its order.

Each build is a process of its own, since all this is decided when a process starts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import Tree, difference, read_tree

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parent
SITES = ("one-seed", "midnight", "two-zones", "rtl")  # seeds, two zones and two scripts; the first one's settings hold
ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def sources() -> Tree:
    """One site made of several golden ones."""
    found: Tree = {}
    for name in SITES:
        tree = read_tree(TESTS / "golden" / name)
        found |= {path: data for path, data in tree.items() if path.startswith(("content/", "seeds/"))}
    return found | {"site.yaml": (TESTS / "golden" / SITES[0] / "site.yaml").read_bytes()}


def built(
    folder: Path, environment: dict[str, str], *flags: str, umask: int = 0o022, is_reversed: bool = False
) -> Tree:
    """All that a fresh process makes of the site, built in *folder*."""
    for path, data in sorted(sources().items(), reverse=is_reversed):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, *flags, "-m", "sitegen.cli", "-C", str(folder), "build", "--quiet"],
        env={**plain, "PYTHONPATH": str(TESTS.parent), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(of(folder, "output")) | dict(of(folder, "content"))


def of(folder: Path, part: str) -> Iterator[tuple[str, bytes]]:
    return ((f"{part}/{path}", data) for path, data in read_tree(folder / part).items())


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The tree in the zone, the locale and the hash seed from which the others differ."""
    tree = built(tmp_path_factory.mktemp("first") / "site", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
    assert {"output/index.html", "output/MANIFEST-sha256.txt", "content/anchors.lock"} <= tree.keys()
    return tree


@pytest.mark.promise("B2")
def test_in_another_time_zone_and_locale_by_another_hash_seed(expected: Tree, tmp_path: Path) -> None:
    other = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "1"}
    assert difference(built(tmp_path / "site", other), expected) == ""


def test_where_texts_are_ascii_by_default_and_the_day_is_another(expected: Tree, tmp_path: Path) -> None:
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", **ASCII}
    assert difference(built(tmp_path / "site", other), expected) == ""


@pytest.mark.promise("B2")
def test_in_another_folder_by_another_umask_with_files_made_in_reverse(expected: Tree, tmp_path: Path) -> None:
    folder = tmp_path / "a folder" / "of another, longer näme"
    assert difference(built(folder, {"PYTHONHASHSEED": "3"}, umask=0o077, is_reversed=True), expected) == ""


@pytest.mark.promise("B2")
@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_without_assertions_and_docstrings(expected: Tree, tmp_path: Path, flag: str) -> None:
    assert difference(built(tmp_path / "site", {}, flag), expected) == ""


@pytest.mark.promise("B2")
@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_in_whatever_order_folders_are_read_and_whatever_the_clock_says(
    expected: Tree, order: str, tmp_path: Path
) -> None:
    """The order of ``readdir`` is that of a real process whose ``os.scandir`` and ``os.listdir`` give another one."""
    patches = tmp_path / "patches"
    patches.mkdir()
    (patches / "sitecustomize.py").write_text(f"ORDER = {order!r}\n{PATCHES}", "utf-8")
    path = os.pathsep.join([str(patches), str(TESTS.parent)])
    assert difference(built(tmp_path / "site", {"PYTHONPATH": path}), expected) == ""


PATCHES = """
import os, random, time

real_scandir, real_listdir, real_time = os.scandir, os.listdir, time.time

def mixed(names):
    if ORDER == "reversed":
        return names[::-1]
    random.Random(len(names)).shuffle(names)
    return names

class Scan:
    def __init__(self, place="."):
        with real_scandir(place) as found:
            self.found = iter(mixed(sorted(found, key=lambda entry: entry.name)))
    def __iter__(self):
        return self.found
    def __next__(self):
        return next(self.found)
    def __enter__(self):
        return self
    def __exit__(self, *raised):
        pass
    def close(self):
        pass

os.scandir = Scan
os.listdir = lambda place=".": mixed(sorted(real_listdir(place)))
time.time = lambda: real_time() - 1_000_000_000
time.time_ns = lambda: int(time.time() * 1e9)
"""
