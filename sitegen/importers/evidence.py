"""The proof of an import from structured data: what a reader of the seed sees is what the content file says, word by word.

Wire text has a proof of its own (`fidelity`), since there the seed itself is what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from sitegen.errors import Location, Problem
from sitegen.importers.seeds import Evidence
from sitegen.model import LiveBlog
from sitegen.words import counted, words

_QUOTED_WORDS = 12  # of a loss: enough to find it
_REPORT = "report this seed as a bug of sitegen: an import must lose and add no word"


def contradictions(
    path: str, liveblog: LiveBlog, evidence: Evidence, plain_of: Callable[[str], str]
) -> Iterator[Problem]:
    """Where *liveblog*, as it was read from its file, says anything else than the *evidence* of the seed *path*.

    *plain_of* turns Markdown into the text that a reader sees.
    """
    pictures = [text for picture in liveblog.pictures for text in (picture.caption, picture.credit)]
    opening = [liveblog.kicker, liveblog.title, plain_of(liveblog.standfirst), *pictures]
    yield from _compare(path, "the opening", evidence.opening, " ".join(opening))
    if len(evidence.updates) != len(liveblog.updates):
        message = f"the seed has {counted(len(evidence.updates), 'update')}, the content file {len(liveblog.updates)}"
        yield Problem(Location(path), "lost-words", message, _REPORT)
        return
    for update, seen in zip(liveblog.updates, evidence.updates, strict=True):
        yield from _compare(
            path, f"the update at {update.at.isoformat()}", seen, f"{update.title} {plain_of(update.body)}"
        )


def _compare(path: str, what: str, seen: str, written: str) -> Iterator[Problem]:
    ours, theirs = words(written), words(seen)
    if ours == theirs:
        return
    for tag, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            message = f'words of the seed are not in {what} of the content file: "{_excerpt(theirs[a:b])}"'
            yield Problem(Location(path), "lost-words", message, _REPORT)
        if tag in ("insert", "replace"):
            message = f'words of {what} of the content file are not in the seed: "{_excerpt(ours[c:d])}"'
            yield Problem(Location(path), "invented-words", message, _REPORT)


def _excerpt(found: list[str]) -> str:
    return " ".join(found[:_QUOTED_WORDS]) + (" …" if len(found) > _QUOTED_WORDS else "")
