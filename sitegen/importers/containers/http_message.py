"""An answer of a web server as crawlers keep it (RFC 9112): its status, its type, and its content without the wrappings."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.importers.budgets import MOST_OF_SEED, Meter
from sitegen.importers.containers.unpacking import GZIP, inflated, stream_at
from sitegen.patterns import Pattern

_STATUS = Pattern(r"HTTP/[0-9.]+[ \t]+([0-9]{3})\b")
_CHUNK = Pattern(r"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;.*)?\r?")
_CHARSET = Pattern(r"""charset\s*=\s*["']?([^\s"';,]+)""")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MOST_OF_HEAD = 1 << 18  # bytes: servers refuse headers of 8 to 64 kB
_MOST_OF_LINE = 1 << 10  # bytes of a line that says how long a chunk is
# What is called Latin 1 in the web is Windows-1252 (WHATWG Encoding §4.2).
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: *status*, 0 where there is none; *fields* by their names in small letters; *content* as it came."""

    status: int
    fields: dict[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """Its media type in small letters, "" where it says none."""
        return media_type(self.fields.get("content-type", ""))


def media_type(content_type: str) -> str:
    """The type of a field ``Content-Type``, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset(content_type: str, content: bytes) -> str:
    """The encoding that a field ``Content-Type`` names, where *content* is text in it; else ""."""
    match = _CHARSET.search(content_type.lower())
    if match is None:
        return ""
    name = "windows-1252" if match[1] in _LATIN else match[1]
    try:
        content.decode(name)
    except (LookupError, ValueError):
        return ""
    return name


def read_fields(lines: Iterable[str]) -> dict[str, str]:
    """The header fields of *lines* by their names in small letters; of two of one name the first, folded lines joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in (" ", "\t") and name:
            fields[name] += f" {line.strip()}"
            continue
        said, colon, value = line.partition(":")
        name = said.strip().lower() if colon else ""
        if name in fields:
            name = ""
        elif name:
            fields[name] = value.strip()
    return fields


def head_end(data: bytes, start: int, most: int) -> tuple[int, int]:
    """Where the header of *data* at *start* ends, and where what it is the header of begins; -1 where it has no end."""
    found = _BLANK_LINE.search(data, start, start + most)
    return found.span() if found else (-1, -1)


def read_answer(data: bytes) -> Answer:
    """The answer that *data* is; of status 0 where it is none."""
    end, start = head_end(data, 0, _MOST_OF_HEAD)
    lines = data[: max(end, 0)].decode("latin-1").split("\n")
    status = _STATUS.match(lines[0])
    if status is None:
        return Answer(0, {}, data)
    return Answer(int(status[1]), read_fields(line.rstrip("\r") for line in lines[1:]), data[start:])


def content_of(answer: Answer, meter: Meter) -> bytes | str:
    """The content of *answer* without chunks and packing; or, in a few words, why it cannot be had.

    Crawlers often unpack the content and keep the fields that say it is packed: what is not, stays as it is. Raises
    OverBudgetError.
    """
    content = answer.content
    if "chunked" in answer.fields.get("transfer-encoding", "").lower():
        content = unchunked(content)
    codings = answer.fields.get("content-encoding", "").lower().replace(",", " ").split()
    for coding in reversed(codings):
        if coding in ("br", "zstd", "compress", "dcb", "dcz"):
            if _is_text(content):
                continue
            return f'it is packed with "{coding}", which sitegen cannot unpack'
        unpacked = _unpacked(content, coding, meter)
        if isinstance(unpacked, str):
            return unpacked
        content = unpacked
    return content


def _is_text(content: bytes) -> bool:
    """Whether *content* begins like the text of a page or of JSON."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[")


def _unpacked(content: bytes, coding: str, meter: Meter) -> bytes | str:
    try:
        if coding in ("gzip", "x-gzip") and content.startswith(GZIP):
            stream = stream_at(content, 0, MOST_OF_SEED, meter)
        elif coding == "deflate" and not _is_text(content):
            stream = inflated(content, MOST_OF_SEED, meter)
        else:
            return content
    except (zlib.error, EOFError) as error:
        return f"its packing is damaged: {error}"
    return stream.data if stream.is_whole else "it unpacks to more than import reads"


def unchunked(content: bytes) -> bytes:
    """*content* without the marks of chunks (RFC 9112 §7.1); as it is where it has none, and cut where they end."""
    chunks: list[bytes] = []
    at = 0
    while at < len(content):
        end = content.find(b"\n", at, at + _MOST_OF_LINE)
        size = _CHUNK.fullmatch(content[at:end].decode("latin-1")) if end >= 0 else None
        if size is None:
            return b"".join(chunks) if chunks else content
        length = int(size[1], 16)
        if not length:
            break
        chunks.append(content[end + 1 : end + 1 + length])
        at = end + 1 + length
        at += 2 if content.startswith(b"\r\n", at) else 1 if content.startswith(b"\n", at) else 0
    return b"".join(chunks)
