"""The search index of what is published: a part for each year, made by Pagefind after the commit.

Its files are those of the Pagefind that is installed, and its memory grows with the pages that it indexes at a time: so they
are in no manifest, and a year is indexed anew only where a page or a file of its part has changed. What others put beside
them stays. What fails here is a warning: all else is published.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from sitegen.errors import Location, Problem, Severity
from sitegen.output.paths import digest_of
from sitegen.output.search_files import ENTRY, put_in_order
from sitegen.output.search_stamp import Stamp, altered, foreign, remove_part, stamp_of
from sitegen.output.targets import Target

FOLDER = "pagefind"
"""The folder of the output that holds the parts: ``pagefind/2017/``."""
_LIVE_BLOG = re.compile(r"([0-9]{4})/[0-9]{2}/[0-9]{2}/[^/]+/index\.html")
_YEAR, _LEFT = re.compile(r"[0-9]{4}"), re.compile(r"\.([0-9]{4})\.(?:new|old)")
_IN_PART = re.compile(rf"{FOLDER}/[0-9]{{4}}/")
_NOT_WORDS = ".update footer, .stamp, .gap, .where, .correction"
_START_S, _PAGE_S = 60, 0.1  # it takes milliseconds for a page, but where a disk has no room left it waits for ever


def is_installed() -> bool:
    """Whether the extra ``[search]`` is there."""
    return all(find_spec(name) for name in ("pagefind", "cbor2"))


def refresh_search(target: Target, years: Iterable[str]) -> list[Problem]:
    """Index anew those of *years*, all that have live blogs, of which a page has changed; take away the parts of all others.

    A part that somebody altered is told and made anew; one that cannot be made stays as it was, with a warning.
    """
    problems: list[Problem] = []
    try:
        for problem in _refresh(target, sorted(years)):
            problems.append(problem)
    except (OSError, subprocess.TimeoutExpired) as error:
        problems.append(_failed(FOLDER, _why(error)))
    return problems


def _refresh(target: Target, held: Iterable[str]) -> Iterator[Problem]:
    folder = target.output / FOLDER
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        if held:
            yield _failed(FOLDER, "something else than a folder stands there")
        return
    for year in _left(folder):
        _tidy(folder, year)
    for part in parts_in(folder):
        if part.name not in held:
            remove_part(part)
    for year in held:
        part, pages = folder / year, _pages_digest(target, year)
        stamp = stamp_of(part)
        wrong = altered(part, stamp) if stamp is not None and stamp.pages == pages else []
        if stamp is not None and stamp.pages == pages and not wrong:
            continue
        if is_installed():
            yield from (_changed(f"{target.output.name}/{FOLDER}/{year}/{path}") for path in wrong)
            yield from _index(target, year, pages)
        elif part.is_dir():
            yield _stale(part)


def remove_search(output: Path) -> None:
    """Take away the whole search index of *output*: it may hold what is published no more."""
    folder = output / FOLDER
    if folder.is_symlink():
        folder.unlink()
        return
    half_made = [folder / f".{year}.{kind}" for year in _left(folder) for kind in ("new", "old")]
    for part in (*parts_in(folder), *half_made):
        shutil.rmtree(part, ignore_errors=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def is_in_part(path: str) -> bool:
    """Whether the file *path* of the output stands in a part of the index."""
    return _IN_PART.match(path) is not None


def parts_in(folder: Path) -> Iterator[Path]:
    """The parts in *folder*: not what somebody else put there."""
    if folder.is_dir() and not folder.is_symlink():
        yield from (one for one in sorted(folder.iterdir()) if _YEAR.fullmatch(one.name) and _is_folder(one))


def _left(folder: Path) -> set[str]:
    """The years of which a build that died left something half made."""
    names = (one.name for one in folder.iterdir() if _is_folder(one)) if folder.is_dir() else ()
    return {found[1] for found in map(_LEFT.fullmatch, names) if found}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _pages_digest(target: Target, year: str) -> str:
    """A digest of the pages of live blogs of *year*, as they are published."""
    total = hashlib.sha256()
    for page in target.pages(year):
        if _LIVE_BLOG.fullmatch(page.path):
            total.update(f"{page.digest}  {page.path}\n".encode())
    return total.hexdigest()


def _index(target: Target, year: str, pages: str) -> Iterator[Problem]:
    """Make the part of *year*, whose pages have the digest *pages*; a problem where that fails, and the old part stays.

    Raises TimeoutExpired: other years would wait as long.
    """
    folder = target.output / FOLDER
    part, new, old = folder / year, folder / f".{year}.new", folder / f".{year}.old"
    try:
        if (part.exists() or part.is_symlink()) and not _is_folder(part):
            raise ValueError("something else than a folder stands there")
        folder.mkdir(exist_ok=True)
        _run_pagefind(target, year, new)
        put_in_order(new)
        made = (path for path in new.rglob("*") if path.is_file())
        files = {path.relative_to(new).as_posix(): digest_of(path) or "" for path in made}
        Stamp(pages, files).write(new)
        if part.exists():
            part.rename(old)
        new.rename(part)
    except (OSError, EOFError, KeyError, ValueError, zlib.error) as error:
        yield _failed(f"{FOLDER}/{year}", _why(error))
    finally:  # a Ctrl-C too leaves nothing half made in what is published
        _tidy(folder, year)


def _tidy(folder: Path, year: str) -> None:
    """Take away the new part of *year* that was not finished, and the old one, with what others put there carried over."""
    part, old = folder / year, folder / f".{year}.old"
    shutil.rmtree(folder / f".{year}.new", ignore_errors=True)
    if not _is_folder(old):
        return
    if not part.exists():
        old.rename(part)
        return
    for path in list(foreign(old)):
        if not (part / path).exists():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).rename(part / path)
    shutil.rmtree(old, ignore_errors=True)


def _run_pagefind(target: Target, year: str, folder: Path) -> None:
    """Let Pagefind index the live blogs of *year* into *folder*. Raises OSError, ValueError and TimeoutExpired."""
    command = [sys.executable, "-m", "pagefind", "--site", str(target.output), "--glob", f"{year}/*/*/*/index.html"]
    options = ["--output-path", str(folder), "--exclude-selectors", _NOT_WORDS, "--quiet"]
    patience = _START_S + _PAGE_S * sum(1 for _ in target.pages(year))
    done = subprocess.run([*command, *options], capture_output=True, timeout=patience, check=False)
    if done.returncode or not (folder / ENTRY).is_file():
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ValueError(said or f"Pagefind ended with status {done.returncode}")


def _why(error: Exception) -> str:
    match error:
        case subprocess.TimeoutExpired():
            return f"Pagefind had not ended after {error.timeout:.0f} s, as where a disk has no room left"
        case OSError():
            return error.strerror or str(error)
        case EOFError() | KeyError() | zlib.error() | json.JSONDecodeError():
            return "Pagefind left a file that is cut, as where a disk has no room left"
        case _:
            return str(error)


def _failed(path: str, said: str) -> Problem:
    message = f"the search index could not be made: {said}"
    hint = "mend the cause and build again; all else is published"
    return Problem(Location(path), "search-failed", message, hint, Severity.WARNING)


def _changed(path: str) -> Problem:
    message = f'"{path}" was changed since sitegen wrote it: its part of the search index is made anew'
    return Problem(Location(path), "output-changed", message, "leave it: it is made of the pages", Severity.WARNING)


def _stale(part: Path) -> Problem:
    message = f"the search index of {part.name} is older than its pages, and Pagefind is not installed"
    hint = "install sitegen[search] and build again, or remove the folder"
    return Problem(Location(f"{FOLDER}/{part.name}"), "search-failed", message, hint, Severity.WARNING)
