"""Pictures beside content files as they lie on the disk: by what they are known again, and how large they are."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, FileIO

from sitegen.files import PLAINLY

HEADS_BYTES = (1 << 16, 1 << 20)
"""How much of a picture is read for its size: what stands before it, previews and colour profiles, is seldom longer."""

# PNG, GIF, JPEG, WebP; AVIF has its own in the second word. What else has such a name is not looked into.
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff", b"RIFF")
_AVIF = b"ftyp"
_EXTENTS = b"\0\0\0\x14ispe\0\0\0\0"  # ImageSpatialExtentsProperty (ISO/IEC 23008-12, 6.5.3), before width and height
_TURN = re.compile(rb"\0\0\0\x09irot[\x01\x03]")  # ImageRotation (6.5.10), by a quarter or three
_SIDE = 1 << 16


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture on the disk. *state* is what the file system says of it, "" where there is none; its size is in pixels.

    *width* and *height* are those it is shown with, 0 where they cannot be told.
    """

    state: str
    width: int = 0
    height: int = 0


def state_of(file: str) -> str:
    """What the file system says of the picture *file*, another after every change; "" where no plain file stands there."""
    try:
        found = os.lstat(file)
    except OSError:
        return ""
    if not stat.S_ISREG(found.st_mode):  # a link may lead anywhere
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def look_at(folder: str, names: Iterable[str]) -> dict[str, PictureFile]:
    """The pictures *names* in *folder*, which ends in "/", by name."""
    return {name: _look_at(folder + name) for name in names}


def _look_at(file: str) -> PictureFile:
    state = state_of(file)  # before it is read: what comes in between is seen by the next build
    if not state:
        return PictureFile("")
    try:
        with FileIO(os.open(file, PLAINLY)) as stream:
            for size_bytes in HEADS_BYTES:
                stream.seek(0)
                width, height = size_of(stream.read(size_bytes) or b"")
                if width:
                    return PictureFile(state, width, height)
    except OSError:
        pass
    return PictureFile(state)


def size_of(head: bytes) -> tuple[int, int]:
    """The width and height in pixels of the picture that begins with *head*, as browsers show it; zeros for none.

    >>> size_of(b"GIF89a" + bytes([64, 1, 240, 0]))
    (320, 240)
    """
    if head[4:8] == _AVIF:
        return _size_of_avif(head)
    if not head.startswith(_MAGIC):
        return 0, 0
    import imagesize  # 30 ms, of what it would load pictures from other hosts with: only for those who have pictures

    width, height = imagesize.get(BytesIO(head))
    return (int(width), int(height)) if 0 < width < _SIDE and 0 < height < _SIDE else (0, 0)


def _size_of_avif(head: bytes) -> tuple[int, int]:
    """The largest size that the boxes of *head* say, turned as they say: of tiles and previews too, it is the picture's.

    By these boxes alone: those that a reader of all meets first may make it count to billions.
    """
    sizes = [
        (int.from_bytes(part[:4], "big"), int.from_bytes(part[4:8], "big"))
        for part in head.split(_EXTENTS)[1:]
        if len(part) >= 8
    ]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    if not (0 < width < _SIDE and 0 < height < _SIDE):
        return 0, 0
    return (height, width) if _TURN.search(head) else (width, height)
