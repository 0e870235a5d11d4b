"""Content files without what is taken down: an update cut out, a name replaced in every text of a live blog."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Update
from sitegen.takedown.matching import without

_PARTS = re.compile(r"(\]\([^)\n]{0,2000}\)|`+[^`\n]+`+)")  # the target of a link, code
CORRECTED = "A name was withheld."
"""What the correction of a replaced name says: never the name."""


def cut_updates(text: str, lines: Iterable[int], taken: Collection[int]) -> str:
    """The content file *text* without the updates whose headings stand on the lines *taken*; *lines* are all of them.

    All else stays as it is written.
    """
    rows = text.split("\n")
    stops = [*sorted(lines), len(rows) + 1]
    gone = {row for start, stop in pairwise(stops) if start in taken for row in range(start - 1, stop - 1)}
    kept = "\n".join(row for place, row in enumerate(rows) if place not in gone)
    return kept.rstrip("\r\n") + ("\r\n" if "\r\n" in text else "\n")


def without_anchors(blog: LiveBlog, anchors: Collection[str]) -> LiveBlog:
    """*blog* without the updates at *anchors*, and without what corrections say of them: it may repeat their words."""
    updates = tuple(update for update in blog.updates if update.anchor not in anchors)
    kept = tuple(one for one in blog.corrections if one.update not in anchors or one.kind is CorrectionKind.WITHHELD)
    return replace(blog, updates=updates, corrections=kept)


def replaced(blog: LiveBlog, pattern: re.Pattern[str], by: str, today: date) -> LiveBlog:
    """*blog* with every occurrence of *pattern* in its texts replaced *by* a plain text, and a correction for each place.

    A place is an update, or the live blog around them. Names of files, addresses and ids stay.
    """

    def plain(text: str) -> str:
        return without(pattern, by, text)

    def markdown(text: str) -> str:
        return "".join(_in_part(pattern, by, part) for part in _PARTS.split(text))

    def in_update(update: Update) -> Update:
        return replace(update, title=plain(update.title), author=plain(update.author), body=markdown(update.body))

    def in_picture(one: Picture) -> Picture:
        return replace(one, caption=plain(one.caption), credit=plain(one.credit), alt=plain(one.alt))

    updates = tuple(map(in_update, blog.updates))
    head = replace(
        blog,
        title=plain(blog.title),
        kicker=plain(blog.kicker),
        dateline=plain(blog.dateline),
        publisher=plain(blog.publisher),
        standfirst=markdown(blog.standfirst),
        summary=tuple(map(plain, blog.summary)),
        pictures=tuple(map(in_picture, blog.pictures)),
        corrections=tuple(replace(one, text=plain(one.text)) for one in blog.corrections),
        rights=replace(blog.rights, holder=plain(blog.rights.holder), note=plain(blog.rights.note)),
    )
    changed = [new.anchor for old, new in zip(blog.updates, updates, strict=True) if old != new and new.anchor]
    whole = head != blog or any(old != new and not new.anchor for old, new in zip(blog.updates, updates, strict=True))
    own_up = [Correction(today, CORRECTED, anchor, CorrectionKind.WITHHELD) for anchor in [*[""] * whole, *changed]]
    fresh = tuple(one for one in own_up if one not in head.corrections)
    return replace(head, updates=updates, corrections=(*head.corrections, *fresh))


def _in_part(pattern: re.Pattern[str], by: str, part: str) -> str:
    """A *part* of a body with the occurrences replaced: a target of a link, which stays, code, or plain Markdown."""
    if part.startswith("]("):
        return part
    return without(pattern, by if part.startswith("`") else escaped(by), part)


def escaped(text: str) -> str:
    """Plain *text* as Markdown says it (CommonMark §2.4)."""
    return re.sub(r"([\\`*_\[\]<>&#])", r"\\\1", text)
