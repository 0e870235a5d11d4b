"""The stamp of a part of the search index: which pages it was made of, and which bytes its files hold."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.files import read_plain
from sitegen.output.paths import digest_of
from sitegen.output.search_files import ENTRY

STAMP = "sitegen-stamp.txt"
"""The file of a part that holds its stamp: the digest of its pages on a line, then lines as ``sha256sum`` writes them."""
_LINE, _PAGES = re.compile(r"([0-9a-f]{64})  (.+)"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The digest of the *pages* that a part was made of, and those of its *files*, by their paths in it."""

    pages: str
    files: dict[str, str]

    def write(self, part: Path) -> None:
        """Write it into *part*, after all else."""
        rows = "".join(f"{digest}  {path}\n" for path, digest in sorted(self.files.items()))
        (part / STAMP).write_text(f"{self.pages}\n{rows}", "utf-8")


def stamp_of(part: Path) -> Stamp | None:
    """The stamp of *part*; None where there is none, or was altered."""
    data = read_plain(part / STAMP, STAMP) if part.is_dir() and not part.is_symlink() else None
    first, *rows = data.decode("utf-8", "replace").splitlines() if isinstance(data, bytes) else [""]
    files = {found[2]: found[1] for found in map(_LINE.fullmatch, rows) if found}
    return Stamp(first, files) if _PAGES.fullmatch(first or "") and len(files) == len(rows) else None


def altered(part: Path, stamp: Stamp) -> list[str]:
    """The files of *part* that are gone, or written since, and other than its *stamp* says.

    Whether one was written since, its time says, as for all that is published; `sitegen verify` looks at every byte.
    """
    made = (part / STAMP).stat().st_mtime_ns
    return [path for path, digest in stamp.files.items() if not _is_as_written(part / path, digest, made)]


def _is_as_written(file: Path, digest: str, made: int) -> bool:
    try:
        state = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and (state.st_mtime_ns <= made or digest_of(file) == digest)


def _was_ours(part: Path) -> bool:
    """Whether *part* is an index, though its stamp may be damaged: it must not stay longer than what it says."""
    return (part / STAMP).exists() or (part / ENTRY).exists()


def foreign(part: Path) -> Iterator[str]:
    """The paths of what stands in *part* and was not written with it, but for folders; none where its stamp is damaged."""
    stamp = stamp_of(part)
    if stamp is None and _was_ours(part):
        return
    own = {STAMP, *stamp.files} if stamp else set[str]()
    for path in sorted(part.rglob("*")):
        name = path.relative_to(part).as_posix()
        if name not in own and (path.is_symlink() or not path.is_dir()):
            yield name


def remove_part(part: Path) -> None:
    """Take away what was written with *part*; what others put there stays, unless its stamp is damaged."""
    stamp = stamp_of(part)
    if stamp is None and _was_ours(part):
        shutil.rmtree(part, ignore_errors=True)
        return
    for path in [*stamp.files, STAMP] if stamp else ():
        (part / path).unlink(missing_ok=True)
    for folder in sorted((path for path in part.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True):
        with suppress(OSError):  # it is not empty
            folder.rmdir()
    with suppress(OSError):
        part.rmdir()
