"""Files of the site that are not output: read as UTF-8, and replaced whole, so that nobody ever sees half of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from sitegen.errors import ContentError, Location, Problem

STATE = ".sitegen"
"""The folder of what sitegen makes for itself: it may be deleted at any time."""
LARGEST = 256 << 20
"""How many bytes a text of the site may have: 100,000 updates of a live blog have a fifth of that."""
TOPICS = "content/topics.yaml"
"""The file of declared topics, where the settings declare none."""
OWN_PAGES = "content/pages/"
"""The folder of the owner's pages."""


def replace_text(path: Path, text: str) -> None:
    """Give *path* the new *text*, by way of a file beside it; folders are made. Raises OSError that names a file."""
    replace_bytes(path, text.encode())


def refuse_links(root: Path, path: str) -> None:
    """Raise ContentError where a folder on the way to the file *path* of *root* is a link: it may lead anywhere."""
    parts = path.split("/")[:-1]
    for end in range(2, len(parts) + 1):  # content/ itself is the owner's, wherever it is
        folder = "/".join(parts[:end])
        if (root / folder).is_symlink():
            message, hint = f'"{folder}" is a link, and content is not read there', "put a folder in its place"
            raise ContentError([Problem(Location(folder), "not-a-file", message, hint)])


def replace_bytes(path: Path, data: bytes) -> None:
    """Give *path* the new *data*, as `replace_file` does."""
    replace_file(path, lambda stream: stream.write(data))


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Replace *path* at once by what *write* writes, which is on the disk before it has the name; folders are made.

    Where that fails, nothing is left of it. Raises OSError that names a file: a full disk does not say which it met.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        raise


PLAINLY = os.O_RDONLY
"""How a file is opened that may be another thing by now: no link is followed, and no pipe waited for."""
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    PLAINLY |= getattr(os, _flag, 0)  # no system has all of them
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def read_plain(file: str | Path, path: str) -> bytes | Problem | None:
    """The bytes of *file*, whose path in the site is *path*; None where nothing stands; a problem for what is no file.

    A link may lead anywhere, a pipe lets wait for ever, a device has no end: none of them is opened. Raises OSError.
    """
    try:
        if problem := odd_file(os.lstat(file).st_mode, path):
            return problem
        with FileIO(os.open(file, PLAINLY)) as stream:  # it may have become another thing just now
            state = os.fstat(stream.fileno())
            return odd_file(state.st_mode, path) or oversize(state.st_size, path) or stream.readall()
    except (FileNotFoundError, NotADirectoryError):
        return None


def oversize(size_bytes: int, path: str) -> Problem | None:
    """The problem of a file at *path* that is larger than any text of a site."""
    if size_bytes <= LARGEST:
        return None
    message = f'"{path}" has {size_bytes:,} bytes, more than {LARGEST:,}'
    return Problem(Location(path), "file-size", message, "cut it into parts, or check that it is the right file")


def read_record(root: Path, path: str) -> bytes:
    """The bytes of the record *path* that sitegen keeps in *root*, none where there is none.

    Raises ContentError where something else stands there: it would be taken for a record that was lost.
    """
    data = read_plain(root / path, path)
    if isinstance(data, Problem):
        raise ContentError([data])
    return data or b""


def odd_file(mode: int, path: str) -> Problem | None:
    """The problem of what stands at *path*, by its *mode*, where that is no plain file."""
    return None if stat.S_ISREG(mode) else _odd(mode, path, "not-a-file", "file")


def odd_folder(folder: Path, path: str, *, may_be_link: bool = False) -> Problem | None:
    """The problem of what stands at *folder*, called *path* in messages, where that is something, and no folder.

    With *may_be_link*, a link to a folder is one.
    """
    try:
        mode = folder.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    is_folder = folder.is_dir() if may_be_link else stat.S_ISDIR(mode)
    return None if is_folder else _odd(mode, path, "not-a-folder", "folder")


def _odd(mode: int, path: str, code: str, wanted: str) -> Problem:
    message = f'"{path}" is {_KINDS.get(stat.S_IFMT(mode), "a device")}, not a {wanted}, and is not read'
    return Problem(Location(path), code, message, f"put the {wanted} itself there")


def sha256_of(path: Path) -> str:
    """The SHA-256 of the bytes of *path*, in hexadecimal. Raises OSError."""
    from hashlib import file_digest  # 4 ms, with the library that it brings

    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def check_name(path: str) -> Problem | None:
    """The problem of a file whose name is not UTF-8: Python hands the bytes of such names over as surrogates."""
    if path.isascii():
        return None
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return Problem(
            Location(shown), "invalid-utf8", "the name of the file is not UTF-8", "give the file another name"
        )
    return None


def decode(data: bytes, path: str) -> str | Problem:
    """The text of a file in UTF-8, without the mark that some editors put first; or the place of the byte that is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        where = Location(path, before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return Problem(where, "invalid-utf8", message, "save the file as UTF-8")
