"""Somebody who reads a site over and over while it is built: what is cut, mixed up or missing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

Tree = Mapping[str, bytes]
Read = Callable[[str], bytes | None]
"""Gives the bytes at a path, None where there is nothing."""


@dataclass
class Reader:
    """Counts what was *read*, and keeps what was *wrong*."""

    read: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def reading(trees: Sequence[Tree], read: Read) -> Iterator[Reader]:
    """Read every path of *trees* over and over while the body runs.

    Each must be as one of the trees has it; nothing may be missing that is in all of them.
    """
    reader, done = Reader(), threading.Event()
    paths = sorted({path for tree in trees for path in tree if not path.endswith("/")})

    def go() -> None:
        while not done.is_set():
            for path in paths:
                found = read(path)
                reader.read += 1
                if found not in [tree.get(path) for tree in trees]:
                    reader.wrong.append(f"{path} is {'missing' if found is None else 'of no tree'}")

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield reader
    finally:
        done.set()
        thread.join()
