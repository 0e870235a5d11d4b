"""The records of a WARC file (ISO 28500:2017, and 1.0), also where the lengths that they state are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.importers.budgets import MOST_OF_SEED, Meter
from sitegen.importers.containers.http_message import head_end, read_fields
from sitegen.importers.containers.unpacking import FAULTS, GZIP, Stream, head_of, stream_at

MAGIC = b"WARC/"
_MOST_OF_HEAD = 1 << 18  # bytes
_BEGIN = re.compile(rb"WARC/[0-9]\.[0-9]{1,2}\r?\n")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/[0-9]\.[0-9]{1,2}\r?\n)")
_GAP = re.compile(rb"[\r\n]*")
_HEAD_OF_STREAM = 1 << 9  # bytes in which a packed record says that it is one


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its header *fields* by their names in small letters, and its *block*.

    *said* is the length that it states, which may differ from that of the block, -1 where it states none. *is_whole* says
    whether all of the block is here.
    """

    fields: dict[str, str]
    block: memoryview
    said: int
    is_whole: bool = True

    @property
    def is_right(self) -> bool:
        """Whether it is as long as it says."""
        return self.said == len(self.block)


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of the file that is no record: *why* in a few words, and the offset of its first byte."""

    at: int
    why: str


def records(data: bytes, meter: Meter) -> Iterator[Record | Broken]:
    """The records of a WARC file, plain or packed with gzip. Raises OverBudgetError."""
    if not data.startswith(GZIP):
        meter.spend(len(data), 0)
        yield from _plain(data, 0, may_be_cut=True)
        return
    at = 0
    while at < len(data):
        try:
            stream = stream_at(data, at, MOST_OF_SEED, meter)
        except FAULTS as error:
            yield Broken(at, f"the packing is damaged: {error}")
            at = _next_stream(data, at + 1)
            continue
        yield from _plain(stream.data, at) if stream.is_whole else _first(stream, at)
        at = stream.end
        if at < len(data) and not data.startswith(GZIP, at):
            if data[at : at + _HEAD_OF_STREAM].strip(b"\0"):
                yield Broken(at, "what follows is not packed")
            at = _next_stream(data, at)


def _next_stream(data: bytes, start: int) -> int:
    """Where the next packed record of *data* begins, from *start* on; the end of *data* where there is none."""
    at = data.find(GZIP, start)
    while at >= 0:
        if head_of(data[at : at + _HEAD_OF_STREAM], len(MAGIC)) == MAGIC:
            return at
        at = data.find(GZIP, at + 1)
    return len(data)


def _first(stream: Stream, at: int) -> Iterator[Record | Broken]:
    """The record of a packed stream that is too large to be read, where it is the only one there."""
    end, start = head_end(stream.data, 0, _MOST_OF_HEAD)
    fields = _fields(stream.data, 0, end)
    if end >= 0 and _BEGIN.match(stream.data) and start + _length(fields) + len(b"\r\n\r\n") >= stream.size:
        yield Record(fields, memoryview(stream.data)[start:], _length(fields), is_whole=False)
    else:
        yield Broken(at, "it is packed as one: unpack it by hand, and put the .warc file into seeds/")


def _plain(data: bytes, offset: int, *, may_be_cut: bool = False) -> Iterator[Record | Broken]:
    """The records of *data*, which is not packed: one as a rule, or all; *offset* is that of its place in the file.

    Where the end of the file *may be cut* off, a last record that is shorter than it says is broken.
    """
    view, at = memoryview(data), _gap_end(data, 0)
    while at < len(data):
        if _BEGIN.match(data, at) is None:
            yield Broken(offset + at, "no record begins here")
            at = _next_record(data, at + 1)[1]
            continue
        end, start = head_end(data, at, _MOST_OF_HEAD)
        if end < 0:
            yield Broken(offset + at, "the header of a record has no end")
            at = _next_record(data, at + len(MAGIC))[1]
            continue
        fields = _fields(data, at, end)
        length = _length(fields)
        stop = start + length
        after = _gap_end(data, min(stop, len(data)))
        if length < 0 or stop > len(data) or not _is_end(data, stop, after):
            stop, after = _next_record(data, end)
        if may_be_cut and start + length > len(data) and after == len(data):
            yield Broken(offset + at, "the file ends in the middle of a record")
        else:
            yield Record(fields, view[start:stop], length, is_whole="warc-truncated" not in fields)
        at = after


def _is_end(data: bytes, stop: int, after: int) -> bool:
    """Whether a block may end at *stop*, where line ends lead to *after*: as it must, or before a record."""
    return after == len(data) or data.startswith(b"\r\n\r\n", stop) or (after > stop and data.startswith(MAGIC, after))


def _next_record(data: bytes, start: int) -> tuple[int, int]:
    """Where a block of unknown length from *start* on ends, and where the record after it begins."""
    found = _NEXT.search(data, start)
    if found is not None:
        return found.start(), found.end()
    return len(data[start:].rstrip(b"\r\n")) + start, len(data)


def _gap_end(data: bytes, start: int) -> int:
    found = _GAP.match(data, start)
    return found.end() if found else start


def _fields(data: bytes, start: int, end: int) -> dict[str, str]:
    lines = data[start : max(start, end)].decode("utf-8", "replace").split("\n")
    return read_fields(line.rstrip("\r") for line in lines[1:])


def _length(fields: dict[str, str]) -> int:
    said = fields.get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else -1
