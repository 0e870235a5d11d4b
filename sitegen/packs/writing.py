"""One zip of many files that is the same bytes wherever, whenever and in whatever order it is made."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sitegen.errors import ContentError, Location, Problem
from sitegen.executors import Announce
from sitegen.output.paths import naming_failures
from sitegen.packs.choice import MANIFEST, Packable, manifest_of

_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can say (APPNOTE 6.3.10 §4.4.6)
_MODE = 0o100644
_UNIX = 3  # who made it (APPNOTE 6.3.10 §4.4.2): decides what the mode means, and is another on Windows


def write_pack(file: Path, chosen: Sequence[Packable], announce: Announce) -> str:
    """Write *chosen* and a manifest of them to the zip *file*, which is replaced at once; the SHA-256 of the zip.

    Nothing is compressed: another release of zlib would make other bytes. Raises SystemFailureError, and ContentError where
    a file is not what it was when it was chosen.
    """
    beside = file.with_name(f".{file.name}.new")
    with naming_failures(file):
        try:
            with beside.open("wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as pack:
                    _fill(pack, chosen, announce)
                stream.flush()
                os.fsync(stream.fileno())
            with beside.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    return digest


def _fill(pack: zipfile.ZipFile, chosen: Sequence[Packable], announce: Announce) -> None:
    digests: list[tuple[str, str]] = []
    for number, one in enumerate(chosen, 1):
        digest = _add(pack, one)
        if one.digest not in ("", digest):
            message = "it was changed while it was packed"
            raise ContentError([Problem(Location(one.path), "output-altered", message, "run sitegen pack again")])
        digests.append((one.path, digest))
        announce("packing", number, len(chosen))
    data = manifest_of(digests)
    with pack.open(_entry(MANIFEST, len(data)), "w") as target:
        target.write(data)


def _add(pack: zipfile.ZipFile, one: Packable) -> str:
    """Put *one* into *pack*, in pieces; its SHA-256."""
    digest = hashlib.sha256()
    with one.file.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        with pack.open(_entry(one.path, size), "w") as target:
            while data := source.read(_CHUNK):
                digest.update(data)
                target.write(data)
    return digest.hexdigest()


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    """The head of a file in the pack; its *size* decides whether it takes the long form (ZIP64)."""
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_STORED, _UNIX, _MODE << 16
    entry.file_size = size
    return entry
