"""What lies in a zip or a tar, plain or packed, read as a stream: names are labels, and nothing is ever put on a disk."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from sitegen.importers.budgets import MOST_PARTS, Meter, OverBudgetError
from sitegen.importers.containers.unpacking import FAULTS, Unpacked, is_packed

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BLOCK = 512
_PIECE = 1 << 16
_MOST_OF_NAME = 1 << 16  # bytes of a name in a header of its own
# What zipfile raises for bytes that are no zip, or a damaged one.
_ZIP_FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error, zlib.error, EOFError, OSError,
               ValueError, OverflowError, IndexError, KeyError)  # fmt: skip
_PAX_LENGTH = re.compile(rb"([0-9]{1,9}) ")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive under the *name* that stands there; *size* in bytes, as the archive says.

    *data* is None where it was not wanted, or where *fault* says why it cannot be had. What is no file (a link, a device, a
    pipe) is not *is_file*; folders are left out.
    """

    name: str
    size: int
    data: bytes | None = None
    fault: str = ""
    is_file: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """The archive is damaged from here on, and *why* in a few words."""

    why: str


Wanted = Callable[[int, str, int], bool]
"""Whether a member is to be read: its number among those of the archive, from 0, its name and its size."""


def is_tar(head: bytes) -> bool:
    """Whether the first bytes of a file are the header of a tar: its checksum says so, in all kinds of tar."""
    block = head[:_BLOCK]
    said = _octal(block[148:156])
    return len(block) == _BLOCK and said > 0 and said == sum(block) - sum(block[148:156]) + 8 * ord(" ")


def members(data: bytes, meter: Meter, wanted: Wanted) -> Iterator[Member | Cut]:
    """The members of the zip or tar *data*, in its order, with the content of those *wanted*. Raises OverBudgetError."""
    if data.startswith(ZIP):
        yield from _in_zip(data, meter, wanted)
    elif is_packed(data):
        stream = Unpacked(data, meter)
        try:
            yield from _in_tar(stream.read, wanted)
        except FAULTS as error:
            yield Cut(str(error))
    else:
        meter.spend(len(data), 0)
        yield from _in_tar(BytesIO(data).read, wanted)


def _in_zip(data: bytes, meter: Meter, wanted: Wanted) -> Iterator[Member | Cut]:
    if data.count(b"PK\x01\x02") > MOST_PARTS:  # before zipfile makes an object of each
        raise OverBudgetError(f"it has more than {MOST_PARTS:,} parts")
    left = len(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for number, info in enumerate(info for info in archive.infolist() if not info.is_dir()):
                packed = max(0, min(left, info.compress_size))  # members may overlap: their bytes count once
                left -= packed
                meter.spend(packed, 0)
                yield _zipped(archive, info, meter, number, wanted)
    except _ZIP_FAULTS as error:
        yield Cut(str(error) or type(error).__name__)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter, number: int, wanted: Wanted) -> Member:
    name, size = _name_in_zip(info), info.file_size
    kind = info.external_attr >> 28  # of a file on Unix: 8; 0 where another system made it
    if kind not in (0, 8):
        return Member(name, size, is_file=False)
    if not wanted(number, name, size):
        return Member(name, size)
    if info.flag_bits & 1:
        return Member(name, size, fault="it is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Member(name, size, fault=f"it is packed in a way ({info.compress_type}) that sitegen cannot unpack")
    got = bytearray()
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                meter.spend(0, len(piece))
                got += piece
    except _ZIP_FAULTS as error:
        return Member(name, size, fault=f"it is damaged: {error}")
    if len(got) != size:
        return Member(name, size, fault=f"it has {len(got):,} bytes, and {size:,} are announced")
    return Member(name, size, bytes(got))


def _name_in_zip(info: zipfile.ZipInfo) -> str:
    """The name; many programs write UTF-8 without the flag that says so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _in_tar(read: Callable[[int], bytes], wanted: Wanted) -> Iterator[Member | Cut]:
    """The members of a tar (POSIX.1-2017 pax, ustar; GNU's long names), which *read* reads from its start to its end."""
    given: dict[str, str] = {}  # what headers of their own say about the next member
    number = 0
    while True:
        block = read(_BLOCK)
        if not block.strip(b"\0"):
            if len(block) < _BLOCK:
                yield Cut("it has no end: the last part may be missing")
            return
        kind, size = chr(block[156]) if len(block) == _BLOCK else "", _octal(block[124:136])
        if not is_tar(block) or size < 0:
            yield Cut("no header stands where one must")
            return
        if kind in "xgLK":
            said = _padded(read, min(size, _MOST_OF_NAME))
            if size > _MOST_OF_NAME or len(said) < size:
                yield Cut("the header of a member is too long, or cut off")
                return
            given |= _said_of_next(kind, said)
            continue
        size = int(given["size"]) if given.get("size", "").isdecimal() and len(given["size"]) < 19 else size
        name = given.get("path") or _name_in_tar(block)
        given = {}
        member, is_whole = _tarred(read, name, kind, size, partial(wanted, number))
        if member:
            number += 1
            yield member
        if not is_whole:
            yield Cut(f'it ends in the middle of "{name[:200]}"')
            return


def _tarred(
    read: Callable[[int], bytes], name: str, kind: str, size: int, wanted: Callable[[str, int], bool]
) -> tuple[Member | None, bool]:
    """A member, None for a folder; and whether all of it is there. It is read to its end, also where it is not wanted."""
    is_file = kind in ("0", "\0", "7") and not name.endswith("/")
    if kind in "123456":  # links, devices, folders, pipes have no content, whatever they say
        return (None if kind == "5" else Member(name, 0, is_file=False)), True
    if is_file and wanted(name, size):
        data = _padded(read, size)
        return (Member(name, size, data), True) if len(data) == size else (None, False)
    left = size + -size % _BLOCK
    while left > 0:
        piece = len(read(min(left, _PIECE)))
        if not piece:
            return None, False
        left -= piece
    return (None if name.endswith("/") else Member(name, size, is_file=is_file)), True


def _padded(read: Callable[[int], bytes], size: int) -> bytes:
    """*size* bytes, read with what fills up their last block."""
    data = read(size)
    read(-size % _BLOCK)
    return data


def _said_of_next(kind: str, said: bytes) -> dict[str, str]:
    """What the header *said* gives to the next member: its path and size; not what it says of all, or of links."""
    if kind == "L":
        return {"path": said.decode("utf-8", "replace").rstrip("\0")}
    given: dict[str, str] = {}
    at = 0
    while kind == "x" and (length := _PAX_LENGTH.match(said, at)):  # "LENGTH KEY=VALUE\n", and the length counts all
        end = at + int(length[1])
        key, _, value = said[length.end() : end - 1].decode("utf-8", "replace").partition("=")
        given |= {key: value} if key in ("path", "size") else {}
        if end <= at:
            break
        at = end
    return given


def _name_in_tar(block: bytes) -> str:
    name, prefix = (part.partition(b"\0")[0].decode("utf-8", "replace") for part in (block[:100], block[345:500]))
    return f"{prefix}/{name}" if prefix and block[257:263] == b"ustar\0" else name


def _octal(said: bytes) -> int:
    """A number of a header, in octal digits, or GNU's binary one; -1 for none."""
    if said[:1] == b"\x80":
        return int.from_bytes(said[1:], "big")
    digits = said.strip(b"\0 ")
    return int(digits, 8) if digits and not digits.strip(b"01234567") else -1 if digits else 0
