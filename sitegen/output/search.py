"""The search index of what is published: a part for each year, made by Pagefind after the commit.

Its files are those of the Pagefind that is installed, and its memory grows with the pages that it indexes at a time: so they
are in no manifest, and a year is indexed anew only where a page of it has changed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from sitegen.errors import Location, Problem, Severity
from sitegen.output.paths import digest_of
from sitegen.output.search_files import ENTRY, put_in_order
from sitegen.output.targets import Target

FOLDER = "pagefind"
"""The folder of the output that holds the parts: ``pagefind/2017/``."""
STAMP = "sitegen-stamp.txt"
"""The file of a part that says of which pages it was made, and then, as ``sha256sum`` does, which bytes its files hold."""
_LIVE_BLOG = re.compile(r"([0-9]{4})/[0-9]{2}/[0-9]{2}/[^/]+/index\.html")
_NOT_WORDS = ".update footer, .stamp, .gap, .where, .correction"
_PATIENCE_S = 600  # for a year of ten thousand pages it takes a minute


def is_installed() -> bool:
    """Whether the extra ``[search]`` is there."""
    return all(find_spec(name) for name in ("pagefind", "cbor2"))


def refresh_search(target: Target, years: Iterable[str]) -> list[Problem]:
    """Index anew those of *years*, all that have live blogs, of which a page has changed; take away the parts of all others.

    A part that cannot be made stays as it was, with a warning.
    """
    folder, held = target.output / FOLDER, sorted(years)
    for part in _parts(folder):
        if part.name not in held:
            shutil.rmtree(part, ignore_errors=True)
    if not is_installed():
        return [_stale(folder / year) for year in held if (folder / year).is_dir() and not _is_fresh(target, year)]
    return [problem for year in held if not _is_fresh(target, year) for problem in _index(target, year)]


def remove_search(output: Path) -> None:
    """Take away the whole search index of *output*: it may hold what is published no more."""
    if (output / FOLDER).is_symlink():
        (output / FOLDER).unlink()  # which rmtree leaves
    shutil.rmtree(output / FOLDER, ignore_errors=True)


def _parts(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not folder.is_symlink():
        yield from (part for part in sorted(folder.iterdir()) if part.is_dir() and not part.is_symlink())


def _is_fresh(target: Target, year: str) -> bool:
    stamp = target.output / FOLDER / year / STAMP
    return stamp.is_file() and stamp.read_text("utf-8", "replace").partition("\n")[0] == _stamp(target, year)


def _stamp(target: Target, year: str) -> str:
    """A digest of the pages of live blogs of *year*, as they are published."""
    total = hashlib.sha256()
    for page in target.pages(year):
        if _LIVE_BLOG.fullmatch(page.path):
            total.update(f"{page.digest}  {page.path}\n".encode())
    return total.hexdigest()


def _index(target: Target, year: str) -> Iterator[Problem]:
    folder = target.output / FOLDER
    new, old = folder / f".{year}.new", folder / f".{year}.old"
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    said = _run_pagefind(target.output, year, new)
    if said:
        shutil.rmtree(new, ignore_errors=True)
        yield _problem(year, said)
        return
    put_in_order(new)
    files = sorted(path for path in new.rglob("*") if path.is_file())
    rows = (f"{digest_of(path)}  {path.relative_to(new).as_posix()}\n" for path in files)
    (new / STAMP).write_text(f"{_stamp(target, year)}\n{''.join(rows)}", "utf-8")
    part = folder / year
    if part.exists():
        part.rename(old)
    new.rename(part)
    shutil.rmtree(old, ignore_errors=True)


def _run_pagefind(output: Path, year: str, folder: Path) -> str:
    """Let Pagefind index the live blogs of *year* into *folder*; what went wrong, "" where nothing did."""
    command = [sys.executable, "-m", "pagefind", "--site", str(output), "--glob", f"{year}/*/*/*/index.html"]
    try:
        options = ["--output-path", str(folder), "--exclude-selectors", _NOT_WORDS, "--quiet"]
        done = subprocess.run([*command, *options], capture_output=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode or not (folder / ENTRY).is_file():
        return done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2] or f"status {done.returncode}"
    return ""


def _problem(year: str, said: str) -> Problem:
    message, hint = f"the search index of {year} could not be made: {said}", "mend the cause and build again"
    return Problem(Location(f"{FOLDER}/{year}"), "search-failed", message, hint, Severity.WARNING)


def _stale(part: Path) -> Problem:
    message = f"the search index of {part.name} is older than its pages, and Pagefind is not installed"
    hint = "install sitegen[search] and build again, or remove the folder"
    return Problem(Location(f"{FOLDER}/{part.name}"), "search-failed", message, hint, Severity.WARNING)
