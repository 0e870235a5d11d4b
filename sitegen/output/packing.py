"""Many short texts as few bytes: the ids and links of a page, of which all pages together have millions."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_QUICK = 1  # the level of zlib: they are alike, and shrink to a tenth by it already


def packed(lines: Iterable[str]) -> bytes:
    """*lines*, none of which holds a line end, in a form for `unpacked`.

    >>> unpacked(packed(["t1930", "t2000"])), packed([])
    (('t1930', 't2000'), b'')
    """
    text = "\n".join(lines)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _QUICK) if text else b""


def unpacked(data: bytes) -> tuple[str, ...]:
    """The lines that were `packed` as *data*."""
    return tuple(zlib.decompress(data).decode("utf-8", "surrogatepass").split("\n")) if data else ()
