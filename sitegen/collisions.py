"""Content files that claim one id or one address: told at the later of the two, naming both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import Location, Problem
from sitegen.index.twins import Taken, former_aliases, shared_addresses, taken_aliases

if TYPE_CHECKING:
    from sitegen.records.fields import Record


def find_collisions(root: Path, connection: sqlite3.Connection) -> Iterator[Problem]:
    """An error for each id and address that two content files of the index have."""
    for what, value, one, other in shared_addresses(connection):
        code, hint = (
            ("duplicate-id", "give one of them an id of its own")
            if what == "id"
            else ("duplicate-slug", "give one of them another slug")
        )
        message = f'"{value}" is the {"id" if what == "id" else "address"} of {one} too'
        yield Problem(_place_of(root, other, "id" if what == "id" else "slug"), code, message, hint)
    for taken in taken_aliases(connection):
        where = _place_of_alias(root, taken)
        yield Problem(where, "alias-taken", f'the alias "{taken.url}" {_how(taken)}', _remedy(taken))


def find_former_collisions(root: Path, connection: sqlite3.Connection) -> Iterator[Problem]:
    """An error for each alias that the ledger of the index has for a former address of another live blog."""
    for taken, liveblog in former_aliases(connection):
        message = f'the alias "{taken.url}" is a former address of {liveblog}, and leads its readers there'
        hint = "remove it: two live blogs cannot have been published at one address"
        yield Problem(_place_of_alias(root, taken), "alias-taken", message, hint)


def _how(taken: Taken) -> str:
    is_own = taken.other == taken.path
    whose = "this live blog" if is_own else taken.other
    if taken.is_inside:
        what = f'"{taken.theirs}", the {"alias" if taken.is_alias else "address"} of {whose}'
        return f"lies in {what}" + (", which is a file" if taken.is_alias else "")
    if taken.url != taken.theirs:
        what = "alias" if taken.is_alias else "address"
        return f'and "{taken.theirs}", the {what} of {whose}, are one file on some disks'
    if taken.is_alias:
        return "stands here twice" if is_own else f"is an alias of {whose} too"
    return f"is the address of {whose}"


def _remedy(taken: Taken) -> str:
    if taken.other == taken.path:
        return "remove it: the address works without it"
    return "take it out of one of the two" if taken.is_alias else "remove it, or give the page there another address"


def _place_of_alias(root: Path, taken: Taken) -> Location:
    """Where the file says the alias; its first line where it no longer does."""
    record = _front_matter(root, taken.path)
    said = record.scalars("aliases") if record else ()
    return said[taken.place].where if taken.place < len(said) else Location(taken.path, 1)


def _place_of(root: Path, path: str, key: str) -> Location:
    """Where the file says *key*, or begins where it does not."""
    record = _front_matter(root, path)
    return record.where(key) if record else Location(path, 1)


def _front_matter(root: Path, path: str) -> Record | None:
    """The front matter of the file *path*, None where it cannot be read."""
    from sitegen.content.front_matter import FRONT_MATTER, split  # YAML: a good archive does without
    from sitegen.records.fields import Record, compose

    try:
        text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):  # it changed a moment ago
        return None
    node, _ = compose(split(text, path)[0], path, line_offset=1)
    return Record(node, FRONT_MATTER, [])
