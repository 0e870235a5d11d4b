"""Files of the site that are not output: replaced whole, so that no reader and no crash ever sees half of one."""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path


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
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
