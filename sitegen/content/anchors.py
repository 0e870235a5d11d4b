"""Anchors: the names of updates in URLs, minted once from the clock and never recomputed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from sitegen.content.reheading import with_anchor
from sitegen.model import LiveBlog
from sitegen.patterns import Pattern

_LETTERS = Pattern(r"(?<=[0-9])[a-z]+\Z")


def stem(at: datetime, day: date) -> str:
    """The anchor of an update at *at* in a live blog of *day*, before any letter that tells twins apart.

    >>> stem(datetime(2017, 11, 3, 19, 30), date(2017, 11, 3))
    't1930'
    >>> stem(datetime(2017, 11, 4, 0, 5), date(2017, 11, 3)), stem(datetime(2018, 1, 1, 0, 5), date(2017, 12, 31))
    ('t1104-0005', 't20180101-0005')
    """
    if at.date() == day:
        return at.strftime("t%H%M")
    if at.year == day.year:
        return at.strftime("t%m%d-%H%M")
    return f"t{at.year:04}{at:%m%d-%H%M}"


def stem_of(anchor: str) -> str:
    """The stem of *anchor*, without the letters that tell it from others of its minute.

    >>> stem_of("t1930b"), stem_of("t1104-0005")
    ('t1930', 't1104-0005')
    """
    return _LETTERS.sub("", anchor)


def mint(at: datetime, day: date, taken: Collection[str]) -> str:
    """A new anchor, not among *taken*: the later minted of two in a minute gets b … z, then aa … zz, and so on.

    >>> mint(datetime(2017, 11, 3, 19, 30), date(2017, 11, 3), {"t1930", "t1930b"})
    't1930c'
    """
    return _free(_names(stem(at, day)), taken)


def _free(names: Iterator[str], taken: Collection[str]) -> str:
    return next(name for name in names if name not in taken)


def _names(stem: str) -> Iterator[str]:
    """All the anchors of one minute, in the order in which they are given."""
    yield stem
    for number in count(2):
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        yield stem + letters


def mint_all(liveblog: LiveBlog, taken: Collection[str] = ()) -> LiveBlog:
    """*liveblog* with an anchor for each update that has none; *taken* are anchors that it once had."""
    if all(update.anchor for update in liveblog.updates):
        return liveblog
    used = {*taken, *(update.anchor for update in liveblog.updates if update.anchor)}
    left: dict[
        str, Iterator[str]
    ] = {}  # a minute may have thousands of updates: each goes on where the one before found
    updates = []
    for update in liveblog.updates:
        if not update.anchor:
            name = stem(update.at, liveblog.date)
            update = replace(update, anchor=_free(left.setdefault(name, _names(name)), used))
            used.add(update.anchor)
        updates.append(update)
    return replace(liveblog, updates=tuple(updates))


def pin(text: str, anchors: dict[int, str]) -> str:
    """The content file *text* with *anchors* (by the number of the heading's line) written in, and nothing else changed."""
    lines = text.split("\n")
    for number, anchor in anchors.items():
        line = lines[number - 1]
        ending = "\r" if line.endswith("\r") else ""
        lines[number - 1] = with_anchor(line, anchor) + ending
    return "\n".join(lines)
