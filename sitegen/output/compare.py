"""What a commit would change: the staged files beside what was published and what stands in the output folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import Location, Problem, Severity
from sitegen.output.journal import Prune, Put
from sitegen.output.paths import MANIFEST, digest_of, fold, is_safe, is_vacant, look, parents
from sitegen.output.targets import Recorded, Staged, Target


@dataclass(frozen=True, slots=True)
class Comparison:
    """What to put, to prune and to record no more; with an error among *problems* nothing may be done."""

    puts: tuple[Put, ...] = ()
    prunes: tuple[Prune, ...] = ()
    forgotten: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def compare(target: Target, staged: Sequence[Staged], gone: Collection[str]) -> Comparison:
    """Compare *staged* with *target*, whose recorded paths *gone* are to go. Reads the output, changes nothing."""
    new = {one.path for one in staged}
    leaving = set(gone) - new
    problems = list(_name_problems(target, staged, leaving))
    if problems:
        return Comparison(problems=tuple(problems))
    if target.is_empty and is_vacant(target.output):
        return Comparison(tuple(Put(one, moved=True) for one in staged))
    held = [recorded for path in sorted(leaving) if (recorded := target.recorded(path))]
    removable = {recorded.path: recorded.digest for recorded in held if target.is_intact(recorded)}
    kept = [recorded.path for recorded in held if recorded.path not in removable]
    problems += [_foreign_kept(target, path) for path in kept if look(target.output / path)]
    folders = {folder for path in (*new, *removable) for folder in parents(path)}
    problems += _folder_problems(target, folders, removable)
    if (target.output / MANIFEST).is_dir():
        problems.append(_foreign(target, MANIFEST))
    found = [_put(target, one, removable) for one in staged]
    problems += [item for item in found if isinstance(item, Problem)]
    puts = [item for item in found if isinstance(item, Put)]
    problems += [_changed(target, put.staged.path) for put in puts if put.moved and _is_changed(target, put.staged)]
    prunes = _prunes(removable, new)
    return Comparison(tuple(puts), prunes, tuple(kept), tuple(problems))


def find_collisions(target: Target, staged: Sequence[Staged], gone: Collection[str]) -> tuple[Problem, ...]:
    """Why *staged* could not be published: names that are no names, and files that two writers claim."""
    return tuple(_name_problems(target, staged, set(gone) - {one.path for one in staged}))


def _name_problems(target: Target, staged: Sequence[Staged], leaving: set[str]) -> Iterator[Problem]:
    owners = {fold(MANIFEST): Staged("", MANIFEST, "", 0, "", "sitegen itself")}
    folders: dict[str, Staged] = {}
    for one in staged:
        if not is_safe(one.path):
            yield _unsafe(one)
            continue
        other = owners.setdefault(fold(one.path), one)
        if other is not one:
            yield _collision(one, other.path, other.owner)
        for folder in parents(one.path):
            if folders.setdefault(folder, one) is not one:
                break  # its own parents are known too
    for folder, one in folders.items():
        if fold(folder) in owners:
            other = owners[fold(folder)]
            yield _collision(one, other.path, other.owner)
    if target.is_empty:
        return
    new = {one.path for one in owners.values()}
    for one, recorded in _standing(target, staged, folders):
        if recorded.path not in leaving and recorded.path not in new:
            yield _collision(one, recorded.path, recorded.owner)


def _standing(
    target: Target, staged: Sequence[Staged], folders: dict[str, Staged]
) -> Iterator[tuple[Staged, Recorded]]:
    """What was published at the names that *staged* claims: another spelling, a file for a folder, and the reverse.

    In any spelling, as what is staged is compared with itself: else the outcome would depend on what was published before.
    """
    for one in staged:
        yield from ((one, twin) for twin in target.twins(one.path))
        yield from ((one, inside) for inside in target.twins(one.path, below=True))
    for folder, one in folders.items():
        if recorded := target.recorded(folder):
            yield one, recorded
        yield from ((one, twin) for twin in target.twins(folder))


def _folder_problems(target: Target, folders: Iterable[str], removable: Collection[str]) -> Iterator[Problem]:
    """Folders that lead out of the output, and foreign files that stand where a folder must be."""
    absent = set() if look(target.output) else {""}
    for folder in sorted(folders):  # a folder comes before what is in it
        if folder.rpartition("/")[0] in absent:
            absent.add(folder)
            continue
        place = target.output / folder
        state = look(place)
        if state is not None and stat.S_ISDIR(state.st_mode):
            continue
        absent.add(folder)
        if state is None or folder in removable:
            continue
        if not stat.S_ISLNK(state.st_mode):
            yield _foreign(target, folder)
        elif place.is_dir() and place.resolve().is_relative_to(target.output):
            absent.discard(folder)
        else:
            yield _leads_out(target, folder)


def _put(target: Target, one: Staged, removable: Collection[str]) -> Put | Problem:
    file = target.output / one.path
    state = look(file)
    if state is None:
        return Put(one, moved=True)
    if stat.S_ISDIR(state.st_mode):
        foreign = next((path for path in _leaves(target.output, file) if path not in removable), None)
        return _foreign(target, foreign) if foreign else Put(one, moved=True)
    recorded = target.recorded(one.path)
    twin = recorded is None and _has_leaving_twin(target, one.path, state, removable)
    digest = recorded.digest if recorded and target.is_intact(recorded) else digest_of(file)
    if digest == one.digest and not twin:
        return Put(one, False, state.st_mtime_ns, state.st_ctime_ns)
    if not twin and (recorded is None or (recorded.is_unseen and digest != recorded.digest)):
        return _foreign(target, one.path)
    return Put(one, moved=True)


def _has_leaving_twin(target: Target, path: str, state: os.stat_result, removable: Collection[str]) -> bool:
    """Whether the file at *path* is one to be pruned, under another spelling: the disk knows no case."""
    found = (look(target.output / twin.path) for twin in target.twins(path) if twin.path in removable)
    return any(other is not None and os.path.samestat(other, state) for other in found)


def _leaves(output: Path, folder: Path) -> Iterator[str]:
    """The files in *folder* and the folders that hold nothing, relative to *output*."""
    entries = list(folder.iterdir())
    if not entries:
        yield folder.relative_to(output).as_posix()
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _leaves(output, entry)
        else:
            yield entry.relative_to(output).as_posix()


def _prunes(removable: dict[str, str], new: set[str]) -> tuple[Prune, ...]:
    """The prunes; early ones stand where a folder must be, in a folder where a file must be, or are that file."""
    if not removable:
        return ()
    folds = {fold(path) for path in new}
    folders = {folder for path in new for folder in parents(path)}
    early = {
        path
        for path in removable
        if path in folders or fold(path) in folds or any(folder in new for folder in parents(path))
    }
    return tuple(Prune(path, digest, path in early) for path, digest in removable.items())


def _is_changed(target: Target, one: Staged) -> bool:
    recorded = target.recorded(one.path)
    if recorded is None or target.is_intact(recorded):
        return False
    state = look(target.output / one.path)
    return state is not None and not stat.S_ISDIR(state.st_mode)


def _unsafe(one: Staged) -> Problem:
    message = f'"{one.path}" is no name for a file of the site'
    return Problem(Location(one.owner), "unsafe-path", message, 'give a path without "..", ":" and "\\"')


def _collision(one: Staged, path: str, owner: str) -> Problem:
    other = f'"{path}"' if path != one.path else "it"
    message = f'"{one.path}" is written for {one.owner}, and {other} for {owner or "an earlier page"}'
    hint = "rename one of them; names that differ only by case or Unicode form are one file on some disks"
    return Problem(Location(one.owner), "path-collision", message, hint)


def _foreign(target: Target, path: str) -> Problem:
    message = f'"{path}" stands where a page must be written, and sitegen did not write it'
    return Problem(
        _where(target, path), "foreign-file", message, "move it away, or choose another folder with --output"
    )


def _foreign_kept(target: Target, path: str) -> Problem:
    message = f'"{path}" is no page any more, but was changed since sitegen wrote it: it is kept'
    return Problem(_where(target, path), "foreign-kept", message, "remove it yourself", Severity.WARNING)


def _changed(target: Target, path: str) -> Problem:
    message = f'"{path}" was changed since sitegen wrote it: it is written again'
    hint = "change the content or the layouts instead: the output is made from them"
    return Problem(_where(target, path), "output-changed", message, hint, Severity.WARNING)


def _leads_out(target: Target, folder: str) -> Problem:
    message = f'"{folder}" is a link that leads out of the output folder'
    return Problem(_where(target, folder), "output-link", message, "replace the link by a folder")


def _where(target: Target, path: str) -> Location:
    return Location(f"{target.output.name}/{path}")
