"""Bodies inside a content file: where code fences run, and how a line that looks like an update heading is told apart.

A body line that would open an update is written with one more blank before it, which reading takes away again: with up to
three blanks CommonMark still sees the same heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.content.headings import MARK, Heading, HeadingFault, read_heading

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")


def tidy(body: str) -> str:
    """*body* with a line feed for every line end, and without the blank lines around it."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip(" \t"):
        lines.pop(0)
    while lines and not lines[-1].strip(" \t"):
        lines.pop()
    return "\n".join(lines)


class FenceWatch:
    """Tells, line by line, whether a line stands inside a code fence (CommonMark 0.31 §4.5). *opened* is its first line."""

    def __init__(self) -> None:
        self.opened = 0
        self._mark = ""
        self._line = 0

    def is_inside(self, line: str) -> bool:
        """Whether *line*, the next one, belongs to a fence: its first and last line do."""
        self._line += 1
        match = _FENCE.match(line)
        if not self._mark:
            if match is None:
                return False
            self._mark, self.opened = match[1], self._line
            return True
        if match and match[1].startswith(self._mark) and not match[2].strip():
            self._mark, self.opened = "", 0
        return True


def shield(body: str) -> str:
    """*body* as it is written into a file: no line of it opens an update, and an open fence is closed."""
    watch = FenceWatch()
    lines = [line if watch.is_inside(line) or not _is_heading(line) else " " + line for line in body.split("\n")]
    if watch.opened:
        match = _FENCE.match(lines[watch.opened - 1])
        lines.append(match[1] if match else "```")
    return "\n".join(lines)


def unshield(lines: list[str]) -> str:
    """The body that *lines* of a file say."""
    return tidy("\n".join(_unshielded(lines)))


def _unshielded(lines: list[str]) -> Iterator[str]:
    watch = FenceWatch()
    for line in lines:
        inside = watch.is_inside(line)
        yield line[1:] if not inside and line.startswith(" ") and _is_heading(line) else line


def _is_heading(line: str) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith(MARK) and isinstance(read_heading(bare), Heading | HeadingFault)
