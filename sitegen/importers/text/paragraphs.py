"""The paragraphs of wire text: where blank lines, separators, clocks and list items divide its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.importers.text.glued import unglued
from sitegen.importers.text.openings import wide_opening
from sitegen.patterns import Pattern
from sitegen.times import clock_line, leading_clock

_SEPARATOR = Pattern(r"(?:(?:[_—–―-]\s*){2,}\.?|[—―]|(?:\*\s*){3,}|={3,})")
_BULLET = Pattern(r"(?:[—–•*-]|--)\s+\S")
_SENTENCE_END = Pattern(r"[.!?:;…][)\]\"'”’]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. *line* is the number of the first, from 1; *separated*: it follows a separator."""

    line: int
    lines: tuple[str, ...]
    separated: bool = False

    @property
    def text(self) -> str:
        """The paragraph on one line: a single line feed of the wire is a blank."""
        return " ".join(line.strip() for line in self.lines)

    @property
    def last_line(self) -> int:
        """The number of the last line."""
        return self.line + len(self.lines) - 1


def lines_of(text: str) -> list[str]:
    """The lines of *text*, as an editor counts them; a byte order mark is no part of the first."""
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def is_separator(line: str) -> bool:
    """Whether *line* only separates updates: ``___``, ``___.``, ``———``, ``---`` and their kin."""
    return _SEPARATOR.fullmatch(line.strip()) is not None


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of *text*, in order.

    A blank line ends one, and so do a separator, a clock of its own after the end of a sentence, and a list item. A
    text without any blank line has a paragraph on each line.
    """
    lines = lines_of(text)
    tight = all(line.strip() for line in lines_of(text.strip()))
    found: list[tuple[int, list[str], bool]] = []
    open_ = separated = False
    for number, line, is_part in _numbered(lines):
        if not line.strip() or is_separator(line):
            separated = separated or bool(line.strip())
            open_ = False
        elif open_ and not is_part and not tight and not _opens(line, found[-1][1], number):
            found[-1][1].append(line)
        else:
            found.append((number, [line], separated))
            open_, separated = True, False
    return [Paragraph(first, tuple(its_lines), after) for first, its_lines, after in found]


def _numbered(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """*lines* with their numbers, from 1; those that stamps have run into in parts, each to be a paragraph."""
    for number, line in enumerate(lines, start=1):
        parts = unglued(line)
        yield from ((number, part, len(parts) > 1) for part in parts)


def _opens(line: str, above: Sequence[str], number: int) -> bool:
    """Whether *line* opens a paragraph though only *above*, and no blank line, precedes it. A text begins with its title."""
    text, ended = line.strip(), ends_sentence(above[-1]) or number == 2
    if clock_line(text) is not None:
        return ended
    if leading_clock(text) is not None and (ended or leading_clock(above[0]) is not None):
        return True
    if wide_opening(text) is not None and wide_opening(above[0]) is not None:
        return True
    return is_item(text) and (ended or is_item(above[0]))


def ends_sentence(line: str) -> bool:
    """Whether a sentence, or what leads to a list, ends with *line*."""
    return _SENTENCE_END.search(line.strip()) is not None


def is_item(line: str) -> bool:
    """Whether *line* opens an item of a list."""
    return _BULLET.match(line.strip()) is not None
