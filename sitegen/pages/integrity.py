"""What a live blog's page says of its integrity: what was changed since it was imported."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model import Head
from sitegen.pages.desk import Desk
from sitegen.pages.formats import clock
from sitegen.pages.view_parts import Link, Notice, SinceImport, UpdateView


def since_import(
    desk: Desk, head: Head, updates: Sequence[UpdateView], notices: Sequence[Notice]
) -> SinceImport | None:
    """What was changed of a live blog since its import; None where the record of imports says nothing of it.

    What its *notices* tell of, was withheld or has moved, and is not told again.
    """
    changes = desk.queries.changes(head)
    if not changes.is_imported:
        return None
    told = {notice.id for notice in notices}
    links = {update.id: Link(clock(update.at, desk.config.clock), f"#{update.id}") for update in updates}
    return SinceImport(
        head=changes.head,
        edited=tuple(links[anchor] for anchor in changes.edited),
        added=tuple(links[anchor] for anchor in changes.added),
        removed=len(set(changes.removed) - told),
    )
