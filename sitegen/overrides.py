"""The files of ``layouts/`` that stand over ours: which there are, and what changed in ours since they were copied.

`copy` keeps ours, as it was then, in ``layouts/.ours/``: so that what changed since can be shown, and merged, whatever
sitegen is installed by then. Both belong into version control.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sitegen.errors import Location, Problem, UsageError
from sitegen.files import read_plain, replace_bytes
from sitegen.pages.theme import default_layouts

KEPT = ".ours"
"""The folder below ``layouts/`` with ours as they were copied."""


class State(Enum):
    """What there is to say of a file of ``layouts/``, in words."""

    OURS = "ours"
    OWN = "your own"
    SAME = "over ours"
    CHANGED = "over ours, which has changed since it was copied"
    UNKNOWN = "over ours; when it was copied is not known"


@dataclass(frozen=True, slots=True)
class Override:
    """A file below ``layouts/``, by its path there, and its state."""

    name: str
    state: State


def overrides(folder: Path) -> list[Override]:
    """Every file that pages are made of, ours and those of the site's *folder*, by name."""
    ours, own = set(_names(default_layouts())), set(_names(folder))
    if folder.resolve() == default_layouts().resolve():
        own = set()
    return [Override(name, _state(folder, name, ours, own)) for name in sorted(ours | own)]


def _state(folder: Path, name: str, ours: set[str], own: set[str]) -> State:
    if name not in own:
        return State.OURS
    if name not in ours:
        return State.OWN
    kept = _kept(folder, name)
    if kept is None:
        return State.UNKNOWN
    return State.SAME if kept == (default_layouts() / name).read_bytes() else State.CHANGED


def copy(root: Path, names: tuple[str, ...]) -> list[str]:
    """Copy ours called *names* into the site in *root*, each with what it was kept beside; the paths that were written.

    Raises UsageError, with nothing written, for a name of none, and for a file that stands there already.
    """
    ours, problems = set(_names(default_layouts())), []
    for name in names:
        if name not in ours:
            close = difflib.get_close_matches(name, ours, 1)
            hint = f"did you mean {close[0]}?" if close else "sitegen layouts lists them"
            problems.append(Problem(Location(f"layouts/{name}"), "layout-missing", f'we have no "{name}"', hint))
        elif (root / "layouts" / name).exists():
            problems.append(
                Problem(Location(f"layouts/{name}"), "layout-there", "the file stands there already", _THERE)
            )
    if problems:
        raise UsageError(problems)
    written = []
    for name in dict.fromkeys(names):
        data = (default_layouts() / name).read_bytes()
        for path in (f"layouts/{KEPT}/{name}", f"layouts/{name}"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(root / path, data)
            written.append(path)
    return written


_THERE = "compare it with ours: sitegen layouts diff NAME"


def difference(folder: Path, name: str) -> str:
    """What changed in ours since *name* was copied, as a unified diff; from the site's file to ours where that is not known.

    "" where nothing did. Raises UsageError for a name that stands over none of ours.
    """
    found = {one.name: one.state for one in overrides(folder)}
    if found.get(name, State.OURS) in (State.OURS, State.OWN):
        message, hint = f'"{name}" stands over none of ours', "sitegen layouts lists those that do"
        raise UsageError([Problem(Location(f"layouts/{name}"), "layout-missing", message, hint)])
    kept, now = _kept(folder, name), (default_layouts() / name).read_bytes()
    before, called = (kept, "ours, when it was copied") if kept is not None else ((folder / name).read_bytes(), "yours")
    return "".join(difflib.unified_diff(_lines(before), _lines(now), f"{name} ({called})", f"{name} (ours, now)"))


def renew(root: Path, name: str) -> str:
    """Note that what changed in ours is taken over into *name*: the path of what is kept of ours."""
    path = f"layouts/{KEPT}/{name}"
    difference(root / "layouts", name)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(root / path, (default_layouts() / name).read_bytes())
    return path


def _lines(data: bytes) -> list[str]:
    return [
        line if line.endswith("\n") else f"{line}\n"
        for line in data.decode("utf-8", "replace").splitlines(keepends=True)
    ]


def _kept(folder: Path, name: str) -> bytes | None:
    found = read_plain(folder / KEPT / name, f"layouts/{KEPT}/{name}")
    return found if isinstance(found, bytes) else None


def _names(folder: Path) -> Iterator[str]:
    """The files below *folder* that pages are made of: layouts, static files, words."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        is_file = path.is_file() and not path.is_symlink() and not any(part[0] == "." for part in name.split("/"))
        if is_file and (name.startswith(("static/", "strings/")) or ("/" not in name and name.endswith(".html"))):
            yield name
