"""Packed bytes (gzip, bzip2, xz) unpacked piece by piece and by the meter: a bomb costs no more than other seeds."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sitegen.importers.budgets import Meter

GZIP, BZIP2, XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"
FAULTS = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
"""What unpacking raises for bytes that are damaged. (bz2 raises OSError.)"""
_FIRST, _NEXT = 1 << 12, 1 << 16  # bytes at a time: a WARC is a row of many small streams
_MOST_OF_XZ = 96 << 20  # bytes of memory: `xz -9` asks for 65 MiB of whoever unpacks it


class _Inflater:
    """zlib with the manners of bz2 and lzma, which hold back themselves what was not asked for."""

    def __init__(self, wbits: int) -> None:
        self._zlib = zlib.decompressobj(wbits)

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, packed: bytes, most: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + packed, most)


_Unpacker = _Inflater | bz2.BZ2Decompressor | lzma.LZMADecompressor
_KINDS: dict[bytes, Callable[[], _Unpacker]] = {
    GZIP: lambda: _Inflater(31),
    BZIP2: bz2.BZ2Decompressor,
    XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_OF_XZ),
}


def is_packed(data: bytes) -> bool:
    """Whether *data* begins as gzip, bzip2 or xz does."""
    return data.startswith(tuple(_KINDS))


def pieces(data: bytes, meter: Meter, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """What the one stream of *data* at *start* unpacks to, and after each piece how far it was read; its end is the last.

    Raises OverBudgetError, and one of FAULTS where the stream is damaged or cut.
    """
    make = next((make for magic, make in _KINDS.items() if data.startswith(magic, start)), None)
    if make is None:
        raise ValueError("what follows is not packed")
    yield from _pieces(make(), data, meter, start)


def _pieces(unpacker: _Unpacker, data: bytes, meter: Meter, start: int) -> Iterator[tuple[bytes, int]]:
    at, size = start, _FIRST
    while not unpacker.eof:
        packed = data[at : at + size] if unpacker.needs_input else b""
        if not packed and unpacker.needs_input:
            raise EOFError("it ends in the middle")
        at, size = at + len(packed), _NEXT
        piece = unpacker.decompress(packed, _NEXT)
        left = len(unpacker.unused_data)
        meter.spend(len(packed) - left, len(piece))
        yield piece, at - left


class Unpacked(io.RawIOBase):
    """A stream of what packed *data*, one packed stream or several in a row, unpacks to, for whoever reads files."""

    def __init__(self, data: bytes, meter: Meter) -> None:
        super().__init__()
        self._pieces, self._rest = _all_pieces(data, meter), b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next *size* bytes, fewer at the end only. Raises as `pieces` does."""
        got, length = [self._rest], len(self._rest)
        while size < 0 or length < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            got.append(piece)
            length += len(piece)
        found = b"".join(got)
        size = len(found) if size < 0 else size
        self._rest = found[size:]
        return found[:size]


def _all_pieces(data: bytes, meter: Meter) -> Iterator[bytes]:
    at = 0
    while not at or is_packed(data[at : at + len(XZ)]):
        for piece, end in pieces(data, meter, at):
            yield piece
            at = end
    if data[at : at + _NEXT].strip(b"\0"):  # tapes are filled up with zeros
        raise ValueError(f"the {len(data) - at:,} bytes at its end are not packed")


@dataclass(frozen=True, slots=True)
class Stream:
    """What one packed stream holds: *size* bytes, *end* where it ends; of one that is not *is_whole* only the head."""

    data: bytes
    size: int
    end: int
    is_whole: bool


def stream_at(data: bytes, start: int, most: int, meter: Meter) -> Stream:
    """The packed stream of *data* at *start*, whole if it has *most* bytes or fewer; it is read to its end.

    Raises as `pieces` does.
    """
    return _stream(pieces(data, meter, start), start, most)


def _stream(found: Iterator[tuple[bytes, int]], start: int, most: int) -> Stream:
    got: list[bytes] = []
    size, end = 0, start
    for piece, here in found:
        end, size = here, size + len(piece)
        if size <= most:
            got.append(piece)
        else:
            del got[1:]
    return Stream(b"".join(got), size, end, size <= most)


def head_of(data: bytes, size: int) -> bytes:
    """The first *size* bytes of what gzipped *data* unpacks to, as far as they can be had; of other packings nothing."""
    if not data.startswith(GZIP):
        return b""
    try:
        return zlib.decompressobj(31).decompress(data, size)
    except zlib.error:
        return b""


def inflated(data: bytes, most: int, meter: Meter) -> Stream:
    """What *data* of the HTTP coding "deflate" holds: zlib (RFC 1950), or bare (RFC 1951), as some servers send it.

    Raises as `pieces` does.
    """
    is_zlib = data[:1] != b"" and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return _stream(_pieces(_Inflater(15 if is_zlib else -15), data, meter, 0), 0, most)
