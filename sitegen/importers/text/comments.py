"""Where the comments of readers begin below a live blog that was saved as text: they are not published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.errors import Location, Problem, Severity
from sitegen.patterns import Pattern

_HEADING = Pattern(
    r"[\W_]*(?:(?:readers?[’']?s?|user|all|recent|[0-9][0-9.,]{0,6})\s+)?(?:comments?|responses|replies)[\W_]*(?:[0-9]{1,6}[\W_]*)?",
    re.IGNORECASE,
)
_SAYS = Pattern(r"\s*\S.{0,60}\s(?:says|said|wrote|writes|commented)\s*:\s*$")
_NEAR = 8  # lines with words below the heading, in one of which somebody speaks


def start_of_comments(lines: Sequence[str]) -> int:
    """The number of the line, from 0, that is the heading of comments; that of all lines where there are none.

    A heading alone proves nothing: below it somebody must speak ("A. Reader says:").
    """
    for at, line in enumerate(lines):
        if len(line) < 60 and _HEADING.fullmatch(line.strip()):
            below = (one for one in lines[at + 1 :] if one.strip())
            if any(_SAYS.match(one) for one, _ in zip(below, range(_NEAR), strict=False)):
                return at
    return len(lines)


def without_comments(text: str, path: str, first_line: int = 1) -> tuple[str, list[Problem]]:
    """*text*, which begins in line *first_line* of the seed *path*, up to the comments of readers, and a note on these."""
    lines = text.split("\n")
    start = start_of_comments(lines)
    if start == len(lines):
        return text, []
    message = f"the comments of readers, {len(lines) - start} lines from here, are left out"
    where = Location(path, first_line + start)
    note = Problem(where, "left-out", message, "check the seed if they are no comments", Severity.NOTE)
    return "\n".join(lines[:start]), [note]
