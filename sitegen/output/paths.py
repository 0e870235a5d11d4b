"""Names inside the output folder: which are safe, which are one file on some disks, and which URL a file answers."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.addresses import fold as fold
from sitegen.addresses import path_of as path_of
from sitegen.errors import Location, Problem, SystemFailureError
from sitegen.files import STATE, replace_file
from sitegen.limits import file_size_hint

MANIFEST = "MANIFEST-sha256.txt"
_INDEX = "index.html"


def is_safe(path: str) -> bool:
    """Whether *path* names a file inside the output folder on every system.

    >>> is_safe("2017/11/03/x/index.html"), is_safe("../x"), is_safe("/x"), is_safe("c:/x"), is_safe("a//b")
    (True, False, False, False, False)
    """
    if not all(segment not in ("", ".", "..") for segment in path.split("/")):
        return False
    if path.isascii() and path.isprintable():
        return "\\" not in path and ":" not in path
    return not any(character in "\\:" or unicodedata.category(character) in ("Cc", "Cs") for character in path)


def parents(path: str) -> Iterator[str]:
    """The folders that hold *path*, the innermost first.

    >>> list(parents("a/b/index.html"))
    ['a/b', 'a']
    """
    while (end := path.rfind("/")) > 0:
        path = path[:end]
        yield path


def url_of(path: str) -> str:
    """The URL that the file *path* answers, not percent-encoded.

    >>> url_of("2017/index.html"), url_of("feed.xml"), url_of("index.html")
    ('/2017/', '/feed.xml', '/')
    """
    return "/" + (path.removesuffix(_INDEX) if path == _INDEX or path.endswith("/" + _INDEX) else path)


def linked_file(link: str) -> str:
    """The file that *link* (as ``scan.grouped`` gives it, with the fragments or without) leads to."""
    path = link.partition("\t")[0].partition("#")[0]
    if "%" in path:
        path = path.replace("%23", "#").replace("%3F", "?").replace("%25", "%")
    return path_of(path)


TREE = "tree"
"""The last name of a staging folder for an output that is empty: it becomes the output, by one rename."""


def staged_file(staging: Path, path: str) -> str:
    """Where *path* waits in the folder *staging*: by its digest, so a page costs no folder and no two names meet.

    In a tree it stands where it will be published.
    """
    if staging.name == TREE:
        return f"{staging}/{path}"
    name = hashlib.sha256(path.encode()).hexdigest()
    return f"{staging}/{name[:2]}/{name[2:]}"


def staging_root(staging: Path) -> Path:
    """The folder that holds all that is staged."""
    return staging.parent if staging.name == TREE else staging


def is_vacant(folder: Path) -> bool:
    """Whether *folder* is not there, or a folder that holds nothing."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def look(file: Path) -> os.stat_result | None:
    """The state of what stands at *file*, of a link itself, or None where nothing does."""
    try:
        return os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None


def check_open(folders: Iterable[Path]) -> None:
    """Raise PermissionError for the first of *folders* in which no name may be made or removed, by its mode or its mount."""
    for folder in folders:
        if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def digest_of(file: Path) -> str | None:
    """SHA-256 of *file* in hexadecimal; "" for what is no plain file; None where nothing stands."""
    state = look(file)
    if state is None:
        return None
    if not stat.S_ISREG(state.st_mode):
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def replace_by(file: Path, source: Path) -> None:
    """Replace *file* at once, by a new one with the bytes of *source* that is on the disk before it has the name."""
    with source.open("rb") as old:
        replace_file(file, lambda new: shutil.copyfileobj(old, new))


def holds(file: Path, data: bytes) -> bool:
    """Whether *file* holds *data*."""
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False


@contextmanager
def naming_failures(path: Path) -> Iterator[None]:
    """Turn an OSError inside into a SystemFailureError that names the file (else *path*) and the cause."""
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename
        raise system_failure(error, Path(named) if isinstance(named, str) and named else path) from error


def system_failure(error: OSError, path: Path) -> SystemFailureError:
    """The error to raise for *error*, met while *path* was written."""
    cause = (error.strerror or str(error)).lower()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        code, hint = "no-space", "free some space on that disk, then build again; the site stands as it was published"
        hint = (file_size_hint() if error.errno == errno.EFBIG else "") + hint
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        code, hint = "not-permitted", "allow yourself to write there, or choose another folder with --output"
    else:
        code, hint = "write-failed", "mend the cause, then build again"
    if STATE in path.parts:
        hint += f"; {STATE} can be deleted at any time"
    where = Location(path.as_posix())
    return SystemFailureError([Problem(where, code, f'"{path.as_posix()}" cannot be written: {cause}', hint)])
