"""The manifest of an output: what sitegen wrote there, as ``sha256sum --check`` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sitegen.files import read_plain
from sitegen.output.paths import MANIFEST, is_safe, look

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def read_manifest(output: Path) -> dict[str, str]:
    """The digest of each path that the manifest of *output* lists; lines that say nothing safe are passed over."""
    text = _read(output).decode("utf-8", "surrogateescape")
    found = (match.group(2, 1) for line in text.split("\n") if (match := _LINE.fullmatch(line)))
    return {path: digest for path, digest in found if is_safe(path) and path != MANIFEST}


def manifest_bytes(digests: Mapping[str, str]) -> bytes:
    """The manifest of files with these *digests* by path, as sitegen writes it."""
    return "".join([f"{digests[path]}  {path}\n" for path in sorted(digests)]).encode()


def holds_manifest(output: Path, digests: Mapping[str, str]) -> bool:
    """Whether the manifest of *output* is, to the byte, that of *digests*."""
    return _read(output) == manifest_bytes(digests)


def _read(output: Path) -> bytes:
    """The bytes of the manifest of *output*; none where no plain file stands there, or it cannot be read."""
    try:
        data = read_plain(output / MANIFEST, MANIFEST)
    except OSError:
        return b""
    return data if isinstance(data, bytes) else b""


def manifest_state(output: Path) -> str:
    """What the file system says of the manifest of *output*, "" where there is none."""
    state = look(output / MANIFEST)
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}" if state else ""
