"""Where two files part: the first byte that differs, and its place as an editor counts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
_PRINTABLE = range(0x21, 0x7F)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first byte in which a file differs from what it should be.

    *offset* counts bytes from 0, *line* and *column* from 1, the column in characters. *found* and *wanted* are None where
    the file, or what it should be, ends.
    """

    offset: int
    line: int
    column: int
    found: int | None
    wanted: int | None

    def __str__(self) -> str:
        at = f"byte {self.offset:,}"
        if self.found is None:
            return f"it ends at {at}, where {_shown(self.wanted)} should be"
        if self.wanted is None:
            return f"{at} is {_shown(self.found)}, where it should end"
        return f"{at} is {_shown(self.found)}, and should be {_shown(self.wanted)}"


def _shown(byte: int | None) -> str:
    """*byte* as people read it: in hexadecimal, and as a letter where it is one.

    >>> _shown(0x41), _shown(0x0A)
    ('0x41 "A"', '0x0a')
    """
    if byte is None:
        return "nothing"
    return f'0x{byte:02x} "{chr(byte)}"' if byte in _PRINTABLE else f"0x{byte:02x}"


def read_beside(file: Path, wanted: Path) -> tuple[str, Difference | None]:
    """The SHA-256 of *file*, and where it first differs from *wanted*. Reads both once, in pieces. Raises OSError."""
    digest, offset, parted = hashlib.sha256(), 0, -1
    with file.open("rb") as left, wanted.open("rb") as right:
        while True:
            one, other = left.read(CHUNK), right.read(CHUNK)
            digest.update(one)
            if parted < 0 and one != other:
                parted = offset + first_difference(one, other)
            if not one and not other:
                break
            offset += len(one)
    if parted < 0:
        return digest.hexdigest(), None
    line, column = place_of(file, parted)
    return digest.hexdigest(), Difference(parted, line, column, _byte(file, parted), _byte(wanted, parted))


def first_difference(one: bytes, other: bytes) -> int:
    """The index of the first byte in which *one* and *other*, which are not equal, differ."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # halves are compared at once, where bytes would be compared one by one
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _byte(file: Path, offset: int) -> int | None:
    with file.open("rb") as stream:
        stream.seek(offset)
        found = stream.read(1)
    return found[0] if found else None


def place_of(file: Path, offset: int) -> tuple[int, int]:
    """The line and the column, both from 1, of the byte at *offset* of *file*; columns count characters."""
    line, start, left = 1, 0, offset
    with file.open("rb") as stream:
        while left > 0 and (data := stream.read(min(CHUNK, left))):
            if (count := data.count(b"\n")) > 0:
                line += count
                start = offset - left + data.rfind(b"\n") + 1
            left -= len(data)
        stream.seek(start)
        before = stream.read(offset - start)
    return line, len(before.decode("utf-8", "ignore")) + 1
