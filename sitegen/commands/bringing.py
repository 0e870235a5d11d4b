"""Seeds from elsewhere brought into ``seeds/``, byte for byte, with the sidecars that lie beside them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.config import Config
from sitegen.content.imports_lock import Written
from sitegen.errors import Location, Problem, Severity, UsageError
from sitegen.files import sha256_of
from sitegen.importers.folder import FOLDER, FOLDER_META, TABLE, is_junk, is_sidecar
from sitegen.importers.sidecars.sidecar_folder import own_sidecars
from sitegen.words import counted


@dataclass(slots=True)
class Brought:
    """The seeds that were named, by their paths in the site; what was copied; and what could not be."""

    seeds: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def bring_in(root: Path, config: Config, paths: Sequence[Path], rows: Sequence[Written], *, dry_run: bool) -> Brought:
    """The seeds that *paths* name, those from elsewhere copied into ``seeds/``. Raises UsageError before any is copied.

    A folder keeps its name and structure. What is no seed stays behind; so do bytes that were imported before.
    """
    brought = Brought()
    known = {row.sha256: row.seed for row in rows if (root / row.seed).is_file()}
    places = [_place(root, path) for path in paths]
    for place in places:
        if place.is_relative_to(root / FOLDER):
            brought.seeds += _inside(root, config, place, brought)
        else:
            _copy_all(root, config, place, known, brought, dry_run=dry_run)
    return brought


def _place(root: Path, path: Path) -> Path:
    """Where *path* is: messages name seeds from the root of the site, so that is tried too."""
    place = (path if path.exists() else root / path).resolve()
    if not place.exists() or not (place.is_file() or place.is_dir()):
        hint = "name a file or a folder; without a name, sitegen import takes every new seed in seeds/"
        raise UsageError([Problem(Location(str(path)), "no-such-seed", f'there is no file "{path}"', hint)])
    if root.resolve().is_relative_to(place):
        hint = "name the folder that holds the live blogs only"
        raise UsageError([Problem(Location(str(path)), "no-such-seed", f'"{path}" holds the site itself', hint)])
    return place


def _inside(root: Path, config: Config, place: Path, brought: Brought) -> Iterator[str]:
    """The seeds at *place*, in ``seeds/`` already."""
    top = root.resolve()
    names = [file.relative_to(top).as_posix() for file in _files(place)]
    for name in names:
        if not is_junk(name, config.ignore, names if place.is_dir() else None):
            yield name
        elif place.is_file():
            brought.notes.append(f"{name} is left aside: it is no seed, or ignore: in site.yaml names it")


def _files(place: Path) -> list[Path]:
    return sorted(file for file in place.rglob("*") if file.is_file()) if place.is_dir() else [place]


def _copy_all(
    root: Path, config: Config, place: Path, known: dict[str, str], brought: Brought, *, dry_run: bool
) -> None:
    """Copy the seeds at *place*, which is elsewhere, each with its own sidecar; then the sidecars of the folder."""
    names = {f"{FOLDER}/{file.relative_to(place.parent).as_posix()}": file for file in _files(place)}
    seeds = {name: file for name, file in names.items() if not is_junk(name, config.ignore, names)}
    aside = len(names) - len(seeds) - sum(map(is_sidecar, names))
    for name, file in seeds.items():
        if earlier := known.get(sha256_of(file)):
            brought.notes.append(f"{file} was imported before, as {earlier}")
            brought.seeds.append(earlier)
            continue
        target = _free(root, name, file)
        brought.seeds.append(target)
        _copy(root, file, target, brought, dry_run=dry_run)
        for own, sidecar in zip(own_sidecars(target), own_sidecars(str(file)), strict=True):
            if Path(sidecar).is_file():
                _copy_sidecar(root, Path(sidecar), own, brought, dry_run=dry_run)
    for name, file in names.items():
        if file.name in (FOLDER_META, TABLE) and place.is_dir():
            _copy_sidecar(root, file, name, brought, dry_run=dry_run)
    if aside:
        told = "is no seed, and was" if aside == 1 else "are no seeds, and were"
        brought.notes.append(f"{counted(aside, 'file')} of {place} {told} not copied")


def _free(root: Path, name: str, file: Path) -> str:
    """Where to lay *file*: under its own name, or with a number where another file of that name is there."""
    number, target, own = 1, name, Path(name)
    while (root / target).exists() and sha256_of(root / target) != sha256_of(file):
        number += 1
        target = own.with_name(f"{own.stem}-{number}{own.suffix}").as_posix()
    return target


def _copy(root: Path, file: Path, target: str, brought: Brought, *, dry_run: bool) -> None:
    if (root / target).exists():
        return
    brought.notes.append(f"{'would copy' if dry_run else 'copied'} {file} to {target}")
    if not dry_run:
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        beside = (root / target).with_name(f".{Path(target).name}.new")  # a copy that dies half-way is no seed
        shutil.copyfile(file, beside)
        beside.replace(root / target)


def _copy_sidecar(root: Path, file: Path, target: str, brought: Brought, *, dry_run: bool) -> None:
    if (root / target).exists() and sha256_of(root / target) != sha256_of(file):
        message = f'"{file}" was not copied: another file of that name is there, and says something else'
        hint = "copy what it says by hand, then run sitegen import --again"
        brought.problems.append(Problem(Location(target), "sidecar-clash", message, hint, Severity.WARNING))
        return
    _copy(root, file, target, brought, dry_run=dry_run)
