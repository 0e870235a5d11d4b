"""The HTML of bodies as the index holds it: that of a live blog in one piece, read by whoever makes pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

BODY_END = b"\0"
"""What stands between two bodies: no HTML of ours holds it."""

_HELD = 16  # live blogs whose bodies a reader keeps: those of a day


def open_reader(folder: Path, *, is_frozen: bool = False) -> sqlite3.Connection:
    """A connection to the index in *folder* for a process that only reads it.

    One that is frozen is read as a plain file: a machine that has the folder from another one does not have the memory
    that readers and the writer share.
    """
    how = "immutable=1" if is_frozen else "mode=ro"
    # Several threads may ask, as those of a cluster's worker do, but in turns.
    return sqlite3.connect(f"{(folder / 'index.db').resolve().as_uri()}?{how}", uri=True, check_same_thread=False)


def bodies_of(connection: sqlite3.Connection) -> Callable[[str], bytes]:
    """A function that gives the HTML of a body, in UTF-8, by its name.

    ``12/0`` is the standfirst of live blog 12, ``12/1`` the body of its first update, ``own/about`` a page of the owner's.
    """
    held: dict[str, list[bytes]] = {}

    def body_of(name: str) -> bytes:
        key, _, place = name.partition("/")
        if key == "own":
            (html,) = connection.execute("SELECT html FROM own_pages WHERE name = ?", (place,)).fetchone()
            return str(html).encode()
        if key not in held:
            if len(held) >= _HELD:
                held.clear()
            (text,) = connection.execute("SELECT html FROM bodies WHERE liveblog = ?", (int(key),)).fetchone()
            held[key] = text.split(BODY_END)
        return held[key][int(place)]

    return body_of
