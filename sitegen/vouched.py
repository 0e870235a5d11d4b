"""Caches that nobody wrote since sitegen closed them: told by what the file system says of the file, kept beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sitegen.files import read_plain

_SOUND = ".sound"


def vouch_for(file: Path) -> None:
    """Note that the cache *file*, which was closed, is sound as it stands."""
    state = _state(file)
    if state != _vouched(file):
        with suppress(OSError):  # then it is not believed next time
            sound = file.with_suffix(_SOUND)
            sound.unlink(missing_ok=True)  # a link may lead anywhere
            with sound.open("x", encoding="utf-8") as stream:
                stream.write(state)


def is_vouched_for(file: Path) -> bool:
    """Whether *file* is as it was when it was vouched for: any byte that is another one since changed its stat."""
    return _state(file) == _vouched(file)


def distrust(file: Path) -> None:
    """Vouch for *file* no more."""
    with suppress(OSError):
        file.with_suffix(_SOUND).unlink()


def _vouched(file: Path) -> str:
    try:
        said = read_plain(file.with_suffix(_SOUND), file.name)
    except OSError:
        return "nothing"
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else "nothing"


def _state(file: Path) -> str:
    try:
        state = file.stat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
