"""The pictures beside content files, as the index knows them: what pages say of one follows its file."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from sitegen.addresses import liveblog_url
from sitegen.digests import digest
from sitegen.index.rows import Rows
from sitegen.index.store import Change
from sitegen.pictures import PictureFile, look_at, state_of


def with_other_pictures(root: Path, connection: sqlite3.Connection) -> set[str]:
    """The content files one of whose pictures came, changed or went since they were read."""
    rows = connection.execute("SELECT path, name, state FROM beside JOIN liveblogs ON key = liveblog")
    return {path for path, name, state in rows if state_of(f"{root}/{_folder(path)}{name}") != state}


def with_pictures(root: Path, changes: Iterable[Change]) -> Iterator[Change]:
    """*changes* with what their pictures are. Whoever read the files did not look: a worker may have no folder."""
    for change in changes:
        if isinstance(change.said, Rows) and change.said.beside:
            found = look_at(f"{root}/{_folder(change.path)}", [name for name, _ in change.said.beside])
            yield replace(change, said=_with_found(change.said, found))
        else:
            yield change


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _with_found(rows: Rows, found: Mapping[str, PictureFile]) -> Rows:
    """*rows* with what was *found* of the pictures, by name."""
    sizes = {name: (one.width, one.height) for name, one in found.items() if one.width}

    def sized(image: re.Match[bytes]) -> bytes:
        size = sizes.get(unquote(image[1].decode()))
        return image[0] + b' width="%d" height="%d"' % size if size else image[0]

    _, _, day, slug, *_ = rows.liveblog
    base = liveblog_url(date.fromisoformat(str(day)), str(slug))
    bodies = re.sub(rb'<img src="%s([^"]*)"[^>]*' % re.escape(base.encode()), sized, rows.bodies)
    *row, rest, corrections, counted, outline, shown, whole = rows.liveblog
    rest = json.dumps({**json.loads(str(rest)), "sizes": sizes}, ensure_ascii=False)
    whole = digest(f"{whole} {sorted(sizes.items())}") if sizes else whole
    own = (*row, rest, corrections, counted, outline, shown, whole)
    states = tuple((name, found[name].state) for name, _ in rows.beside)
    return rows._replace(liveblog=own, bodies=bodies, beside=states)
