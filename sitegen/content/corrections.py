"""Corrections in front matter: whether the update that each names is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sitegen.content.front_matter import FRONT_MATTER, split
from sitegen.errors import Problem
from sitegen.model import Correction, CorrectionKind, LiveBlog
from sitegen.records.fields import GUESSES, Record, compose, nearest, quoted


def check_corrections(blog: LiveBlog, text: str, path: str) -> tuple[Problem, ...]:
    """An error for each correction of *blog*, the content file *path* with this *text*, whose update is not there.

    What was withheld is there no more: that its notice is, the check of links says.
    """
    if not blog.corrections:
        return ()
    anchors = {update.anchor: None for update in blog.updates if update.anchor}
    if not any(_is_lost(correction, anchors) for correction in blog.corrections):
        return ()
    return tuple(_problems(blog, anchors, text, path))


def _is_lost(correction: Correction, anchors: Collection[str]) -> bool:
    known = not correction.update or correction.update in anchors
    return not known and correction.kind is not CorrectionKind.WITHHELD


def _problems(blog: LiveBlog, anchors: Collection[str], text: str, path: str) -> Iterator[Problem]:
    """Their problems; the front matter is read once more for the places, since hardly any file has one."""
    node, _ = compose(split(text, path)[0], path, line_offset=1)
    records = Record(node, FRONT_MATTER, []).records("corrections")
    lost = (pair for pair in zip(blog.corrections, records, strict=True) if _is_lost(pair[0], anchors))
    for number, (correction, record) in enumerate(lost):
        message = f"no update of this live blog has the anchor {quoted(correction.update)}"
        hint = _hint(nearest(correction.update, anchors) if number < GUESSES else "", anchors)
        yield Problem(record.where("update"), "correction-update", message, hint)


def _hint(meant: str, anchors: Collection[str]) -> str:
    if meant:
        return f'write "{meant}"'
    if not anchors:
        return "run sitegen pin, which gives each update its anchor, and write that"
    return f"write one of its anchors, like {quoted(next(iter(anchors)))}, or remove the key: it is for the whole live blog"
