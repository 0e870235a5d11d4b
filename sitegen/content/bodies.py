"""Bodies inside a content file: where code fences run, and how a line that looks like an update heading is told apart.

A body line that would open an update, or would be read as one written so, gets one more blank before it, which reading
takes away again, in a fence too: with up to three blanks CommonMark still sees the same heading.
"""

from __future__ import annotations

import re

from sitegen.content.headings import MARK, Heading, HeadingFault, read_heading

_BLANKS = " \t"
_SHIELDED = " " + MARK
# Nothing is given back: blanks between two markers may be of either, and to try each way takes 2^n steps for n markers.
_MARKER = r" {0,3}+(?:>|[-+*](?= )|[0-9]{1,9}[.)](?= )) {0,4}+"
_OPENING = re.compile(rf"((?:{_MARKER})*+) {{0,3}}(`{{3,}}(?=[^`]*$)|~{{3,}})")
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*")
_CLOSING_IN_CONTAINER = re.compile(r"[ >]*(`{3,}|~{3,})[ \t]*")


def tidy(body: str) -> str:
    """*body* with a line feed for every line end, and without the blank lines around it."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    body = body.strip("\n")
    if not body or (body[0] not in _BLANKS and body[-1] not in _BLANKS):
        return body  # neither its first nor its last line is blank
    lines = body.split("\n")
    while lines and not lines[0].strip(_BLANKS):
        lines.pop(0)
    while lines and not lines[-1].strip(_BLANKS):
        lines.pop()
    return "\n".join(lines)


class FenceWatch:
    """Tells, line by line, whether a line stands inside a code fence (CommonMark 0.31 §4.5).

    A fence in a list or a quote ends with it (§5.1, §5.2), so it never hides a line that begins at column 1.
    """

    def __init__(self) -> None:
        self.opened = 0
        """The number of the line that opened a fence which only a line of the same marks can close; 0 outside."""
        self.mark = ""
        """The marks of the open fence, or ""."""
        self._line = 0
        self._container = ""

    def is_inside(self, line: str) -> bool:
        """Whether *line*, the next one, belongs to a fence: its first and last line do."""
        self._line += 1
        if self.mark and line.strip(_BLANKS) and not self._is_in_container(line):
            self._close()
        if not self.mark:
            match = _OPENING.match(line)
            if match is None:
                return False
            self._container, self.mark = match[1], match[2]
            self.opened = 0 if self._container else self._line
            return True
        closing = (_CLOSING_IN_CONTAINER if self._container else _CLOSING).fullmatch(line)
        if closing and closing[1].startswith(self.mark):
            self._close()
        return True

    def _is_in_container(self, line: str) -> bool:
        if ">" in self._container:
            return line.lstrip(" ").startswith(">")
        return not line[: len(self._container)].strip(" ")

    def _close(self) -> None:
        self.mark, self.opened = "", 0


def shield(body: str) -> str:
    """*body* as it is written into a file: no line of it opens an update, and an open fence is closed."""
    watch = FenceWatch()
    lines = [" " + line if _is_heading(line) else line for line in body.split("\n")]
    for line in lines:
        watch.is_inside(line)
    if watch.opened:
        lines.append(watch.mark)
    return "\n".join(lines)


def unshield(text: str) -> str:
    """The body that the lines *text* of a file say."""
    if MARK[0] in text and _SHIELDED in text:
        lines = text.split("\n")
        text = "\n".join(line[1:] if line.startswith(" ") and _is_heading(line) else line for line in lines)
    return tidy(text)


def _is_heading(line: str) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith(MARK) and isinstance(read_heading(bare), Heading | HeadingFault)
