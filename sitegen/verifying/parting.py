"""Where a seed that is not what it was parts from the content that was made of it: found by reading it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sitegen.errors import Location
from sitegen.model import LiveBlog, Update
from sitegen.verifying.contents import Untouched

_CONTEXT = (40, 24, 12, 6, 3)  # characters before the first that differs, by which it is found in the seed
_SPAN = re.compile(r"([0-9]+)(?:-[0-9]+)?")


def parting(path: str, text: str, fresh: Sequence[LiveBlog], content: Sequence[Untouched]) -> Location:
    """The first place of the seed *path* at which *fresh*, what it says now, is not what *content* says.

    The seed alone where that cannot be told: in blanks, say, or in what no page shows. *text* is that of the seed.
    """
    for was, now, lines in _texts(fresh, content):
        if was != now:
            return _place(path, text, was, now, _first_line(lines))
    return Location(path)


def _texts(fresh: Sequence[LiveBlog], content: Sequence[Untouched]) -> Iterator[tuple[str, str, str]]:
    """What the content says and what the seed says now, part by part, with the lines of the seed that say it."""
    for one in content:
        again = next((blog for blog in fresh if _is_same(blog, one)), None)
        if again is None:
            continue
        if one.head:
            yield from ((was, now, "") for was, now in zip(_head(one.liveblog), _head(again), strict=True))
        yield from _updates([update for update, _ in one.updates], again.updates)


def _updates(before: Sequence[Update], now: Sequence[Update]) -> Iterator[tuple[str, str, str]]:
    """The texts of those updates that are not in both; one that has no partner is a difference by itself."""
    said, says = set(map(_said, before)), set(map(_said, now))
    missed = (update for update in before if _said(update) not in says)
    left = (update for update in now if _said(update) not in said)
    for old, new in zip_longest(missed, left):
        if old is None or new is None:
            only = old or new
            yield "", "?", only.lines if only else ""
            continue
        yield old.title, new.title, new.lines
        yield old.body, new.body, new.lines
        yield old.at.isoformat(), new.at.isoformat(), new.lines


def _said(update: Update) -> str:
    return f"{update.at.isoformat()} {update.title}\n{update.body}"


def _is_same(blog: LiveBlog, one: Untouched) -> bool:
    """Whether *blog*, of a seed, is the live blog of the content file *one*, by the part of a container that it is."""
    members = {source.member for source in one.liveblog.sources}
    return not blog.sources or blog.sources[-1].member in members


def _head(blog: LiveBlog) -> tuple[str, ...]:
    captions = "\n".join(f"{picture.caption}\n{picture.credit}" for picture in blog.pictures)
    return (blog.kicker, blog.title, blog.dateline, blog.standfirst, captions, blog.date.isoformat())


def _first_line(lines: str) -> int:
    match = _SPAN.match(lines)
    return int(match[1]) if match else 0


def _place(path: str, text: str, was: str, now: str, line: int) -> Location:
    """Where in *text*, from *line* on, *now* stops saying what *was* said: by the words that stand before."""
    same = next(
        (i for i, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now))
    )
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1 or start
    for length in _CONTEXT:
        before, after = now[max(0, same - length) : same], now[same : same + length]
        # What stands before, or what follows, may be other marks in the seed than in Markdown.
        for context, ahead in (
            (before + after, len(before)),
            (before + after[:1], len(before)),
            (before, len(before)),
            (after, 0),
        ):
            at = text.find(context, start) if len(context) > 1 else -1
            if at >= 0:
                at += ahead
                return Location(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return Location(path, line, 1 if line else 0)
