"""Files that are published as they are: the default theme's, overlaid by the site's own."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import ContentError, Location, Problem
from sitegen.filenames import name_fault
from sitegen.files import check_name, odd_file, odd_folder
from sitegen.look import Theme, theme_css
from sitegen.pages.theme import default_layouts
from sitegen.policy import Csp, headers

HEADERS = "_headers"
"""The file in which hosts look for headers (Netlify, Cloudflare Pages)."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file made without a layout: a feed, the sitemap, a stylesheet."""

    url: str
    data: bytes
    owner: str


def static_files(folder: Path) -> dict[str, Path]:
    """The files of ``layouts/static/``, the site's over the default theme's, by their path below it.

    Dotfiles are left out. Raises ContentError with every one that is no plain file (a link may lead anywhere), or whose
    name some system could not write.
    """
    found: dict[str, Path] = {}
    odd = odd_folder(folder / "static", "layouts/static")
    problems = [odd] if odd else []
    for base in (default_layouts() / "static", *(() if odd else (folder / "static",))):
        for name, path, mode in _files_in(base):
            found[name] = path
            place = f"layouts/static/{name}"
            problem = check_name(place) or odd_file(mode, place) or _name_problem(name, place)
            problems += [problem] if problem else []
    if problems:
        raise ContentError(problems)
    return found


def _files_in(folder: Path, below: str = "") -> Iterator[tuple[str, Path, int]]:
    """What stands in *folder* and its folders: its path below it, its path, its mode; in the order of names."""
    try:
        paths = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in paths:
        mode = path.lstat().st_mode
        if path.name.startswith("."):
            continue
        if stat.S_ISDIR(mode):
            yield from _files_in(path, f"{below}{path.name}/")
        else:
            yield f"{below}{path.name}", path, mode


def _name_problem(name: str, place: str) -> Problem | None:
    if fault := next(filter(None, map(name_fault, name.split("/"))), ""):
        return Problem(Location(place), "file-name", f"the name of the file {fault}", "give the file another name")
    return None


STYLESHEET = "style.css"


def static_assets(layouts: Path, csp: Csp, theme: Theme) -> Iterator[Asset]:
    """The static files of the *layouts* folder over the default theme's, and ``/_headers``. Raises ContentError.

    What *theme* says stands at the end of the stylesheet, whoever wrote that.

    A site's own file of that name stands below ours in it: what two blocks say of one header holds together, so it can add
    headers, and make the policy stricter, but not loosen it unawares.
    """
    files = static_files(layouts)
    own = files.pop(HEADERS).read_bytes() if HEADERS in files else b""
    yield Asset(f"/{HEADERS}", headers(csp).encode() + (b"\n" + own if own else b""), f"layouts/static/{HEADERS}")
    for name, path in files.items():
        data = path.read_bytes() + (theme_css(theme).encode() if name == STYLESHEET else b"")
        yield Asset(f"/assets/{name}", data, f"layouts/static/{name}")


def missing_files(layouts: Path, theme: Theme, settings: Path) -> Iterator[Problem]:
    """The problems of files that *theme* in the file *settings* names, and that there are not.

    Raises ContentError with those of the files that there are, as `static_files` does.
    """
    there = static_files(layouts)
    for name in dict.fromkeys(theme.files):
        if name not in there:
            lines = settings.read_text("utf-8", "replace").splitlines()
            line = next((at for at, text in enumerate(lines, 1) if name in text), 0)
            column = lines[line - 1].index(name) + 1 if line else 0
            where = Location(settings.name, line, column, len(name) if line else 0)
            message = f'there is no file "{name}" in layouts/static/'
            yield Problem(where, "config-theme", message, f"put it there, or take it out of theme: in {settings.name}")
