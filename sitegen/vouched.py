"""Caches that nobody wrote since sitegen closed them: told by what the file system says of the file, kept beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_SOUND = ".sound"


def vouch_for(file: Path) -> None:
    """Note that the cache *file*, which was closed, is sound as it stands."""
    state = _state(file)
    if state != _vouched(file):
        with suppress(OSError):  # then it is not believed next time
            file.with_suffix(_SOUND).write_text(state, "utf-8")


def is_vouched_for(file: Path) -> bool:
    """Whether *file* is as it was when it was vouched for: any byte that is another one since changed its stat."""
    return _state(file) == _vouched(file)


def distrust(file: Path) -> None:
    """Vouch for *file* no more."""
    with suppress(OSError):
        file.with_suffix(_SOUND).unlink()


def _vouched(file: Path) -> str:
    try:
        return file.with_suffix(_SOUND).read_text("utf-8", "replace")
    except OSError:
        return "nothing"


def _state(file: Path) -> str:
    try:
        state = file.stat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
