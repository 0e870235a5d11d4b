"""One build at a time: a lock that the system lets go when its holder dies, and that says who holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sitegen.errors import Location, LockedError, Problem
from sitegen.output.paths import naming_failures

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a lock is mandatory there: it stands far behind the text, which others must be able to read

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock file *path* while the body runs; the file itself stays, since removing it would open a race.

    Raises LockedError, with the process that holds it and since when, and SystemFailureError where no lock can be had.
    """
    with naming_failures(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or path.is_fifo():
            path.unlink()  # a link may lead anywhere, and what it leads to would be signed
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        with naming_failures(path):
            locked = _try_lock(descriptor)
        if not locked:
            raise LockedError([_held(path)])
        with naming_failures(path):
            _sign(descriptor)
        yield
    finally:
        os.close(descriptor)  # lets the lock go


def _sign(descriptor: int) -> None:
    now = datetime.now().astimezone().isoformat(" ", "seconds")
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{os.getpid()}\n{now}\n".encode("ascii"))


def _held(path: Path) -> Problem:
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except OSError:
        lines = []
    # The holder may be between taking the lock and signing it.
    who = f"process {lines[0]}, since {lines[1]}" if len(lines) > 1 else "another process"
    return Problem(
        Location(path.as_posix()),
        "locked",
        f"another build is running: {who}",
        "wait until it ends, or stop that process",
    )
