"""The staging folder, where files wait to be published: on the disk of the output, so that each is moved at once."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from sitegen.output.paths import (
    TREE,
    check_open,
    is_safe,
    look,
    naming_failures,
    staged_file,
    staging_root,
    system_failure,
)

_STAGING = ".sitegen-staging"  # in the output, where the state folder is on another disk


def staging_folder(output: Path, state: Path) -> Path:
    """A fresh folder on the disk of *output*, for ``stage``; in the folder *state* where that is on the same disk.

    What a dead build left there is removed, so ``finish`` comes first. Raises SystemFailureError, also where *output*
    cannot be written: before any work is done.
    """
    with naming_failures(output):
        place = output.resolve()
        state.mkdir(parents=True, exist_ok=True)
        nearest = next(part for part in (place, *place.parents) if part.exists())
        check_open([nearest])
        name = hashlib.sha256(str(place).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        near = nearest.stat().st_dev == state.stat().st_dev
        # A worker of a cluster may outlive the build that it works for: no later build has its folder.
        staging = state.resolve() / "staging" / f"{name}-{os.urandom(4).hex()}" if near else place / _STAGING
        for old in staging.parent.glob(f"{name}*") if near else ():
            shutil.rmtree(old, ignore_errors=True)
        if look(staging):
            shutil.rmtree(staging)
        if near and not look(place):  # a folder that stands there keeps its owner, its mode and whoever has it open
            staging /= TREE
        try:
            staging.mkdir(parents=True)
        except OSError:
            shutil.rmtree(staging_root(staging), ignore_errors=True)  # the folders that there was room for
            raise
    return staging


def stage(staging: Path, path: str, data: bytes) -> tuple[str, int]:
    """Write *data* to be published as *path*; its SHA-256 in hexadecimal and its size.

    Raises SystemFailureError where the disk does not take it, and ValueError for a path that is not safe.
    """
    if not is_safe(path):
        raise ValueError(f"{path!r} is no path in the output")
    file = staged_file(staging, path)
    try:
        try:
            descriptor = os.open(file, _NEW, 0o666)
        except FileNotFoundError:  # met once a folder, where a look beforehand is paid for every file
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, _NEW, 0o666)
        except (IsADirectoryError, NotADirectoryError):  # a page in the place of a folder: `compare` will say so
            descriptor = os.open(staging_root(staging) / "clash", _NEW, 0o666)
        try:
            written = 0
            while written < len(data):
                written += os.write(descriptor, data[written:] if written else data)
        finally:
            os.close(descriptor)  # a full disk may show itself only here
    except OSError as error:
        raise system_failure(error, Path(path)) from error
    return hashlib.sha256(data).hexdigest(), len(data)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
