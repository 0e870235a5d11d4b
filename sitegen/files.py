"""Files of the site that are not output: read as UTF-8, and replaced whole, so that nobody ever sees half of one."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.errors import Location, Problem

STATE = ".sitegen"
"""The folder of what sitegen makes for itself: it may be deleted at any time."""
OWN_PAGES = "content/pages/"
"""The folder of the owner's pages."""


def replace_text(path: Path, text: str) -> None:
    """Give *path* the new *text*, by way of a file beside it; folders are made. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


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
