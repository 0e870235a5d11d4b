"""Reports of lines of wire text that may be meant as clocks of updates and are read as none: none is passed over."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import time

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.text.bare_clocks import says_again
from sitegen.importers.text.paragraphs import Paragraph, ends_sentence
from sitegen.importers.text.stamp_lines import stamp_line
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, leading_clock, near_clock, read_clock, read_date, read_whole, stray_clock

_MAY_BE = Pattern(r"\d|noon|midnight|[OlI]:", re.IGNORECASE)
_TICKER = Pattern(r"\+{3}\s.*?[\s(\[]([0-9][^+\n]{1,24}?)\s*\+{3}")  # "+++ Text (16.45 Uhr) +++"
_QUOTED = 60  # characters of a line, in a message
_LONGEST = 64  # characters of a line with a name and a clock; what is longer is a sentence
_LEADS_ON = Pattern(
    r"\b(?:at|by|until|till|from|to|and|or|about|around|before|after|since|than|between|of|for|the|past|nearly|@)\s*$"
)
_NAMED = Pattern(
    r"(?:(?:Updated|Posted|Published|Edited|Modified|Filed)(?:\s[a-z]{1,8})?|[A-Z][\w.'’&-]*(?:\s[A-Z][\w.'’&-]*){0,3})"
    r",?\s{1,3}(?=[0-9])"
)
# "17.15", "17.15 — Text", "[17.15] Text", "17.15 Text", but not "3.50 Euro": a number, unless something marks it.
_DOTTED = Pattern(
    r"[•*+#>_\s–—-]{0,8}[\[(]?(?:(?:[01]?[0-9]|2[0-3])\.[0-5][0-9](?:\s?[\])*_:|–—+]|\s{1,3}[+–—|-]{1,3}\s|\s*$)"
    r"|(?:[01][0-9]|2[0-3])\.[0-5][0-9]\s{1,3}[\"“„«]?(?!(?:Euro?|EUR|Dollar|Prozent|Percent|Mill?i|Mrd|Mio|Meter|Kilo|Grad)\w*\b)[^\W\d_a-zß-ÿ])"
)
HINT = 'write an update heading in its place in the content file, like "## 2017-11-03 21:15"'
"""What to do about a clock that is kept as text."""


def near_clocks(parts: Sequence[Paragraph], opening: Container[int], first: int, path: str) -> Iterator[Problem]:
    """Reports of lines that may be meant as clocks of updates and are read as none.

    Paragraphs *opening* do open updates, *first* before all others.
    A date with a clock above it says when the copy was sent.
    """
    has_any = first < len(parts)
    for index, part in enumerate(parts):
        for offset, line in enumerate(part.lines):
            if (not offset and index in opening) or not _MAY_BE.search(line):
                continue
            above = part.lines[offset - 1] if offset else ""
            if width := _width(line, above, is_first=not offset, is_opening=index < first, has_any=has_any):
                yield near(replace(part, line=part.line + offset), line, width, path)


def _width(line: str, above: str, *, is_first: bool, is_opening: bool, has_any: bool) -> int:
    """How much of *line*, below the line *above* of its paragraph, looks like a clock and is none; 0 for nothing."""
    ended = is_first or ends_sentence(above)
    if leading_clock(line) is None and (near_clock(line) or (ended and not is_opening and is_dotted(line))):
        return len(line)
    if ended and not (is_opening and read_date(line.strip())) and (width := stray_clock(line)):
        return width
    if is_opening and has_any:
        return 0
    return len(line) if _is_named(line) or (not ended and _is_lost(line, above)) else 0


def is_dotted(line: str) -> bool:
    """Whether *line* opens with a number that may be a clock (``17.15 — Text``), and that nothing here reads as one."""
    return _DOTTED.match(line) is not None and clock_line(line) is None and leading_clock(line) is None


def _is_named(line: str) -> bool:
    """Whether *line* is a clock behind a name or a date ("Engadget 11:32"), or the title of a ticker with one at its end."""
    text = line.strip()
    if (ticker := _TICKER.fullmatch(text)) and (found := read_whole(ticker[1])):
        return not ticker[1][found[1] :].strip(" )]")
    name = _NAMED.match(text) if len(text) <= _LONGEST else None
    if clock_line(text) or leading_clock(text):
        return False
    if name is None:
        return stamp_line(text) is not None
    found = read_clock(text, name.end())
    return (found is not None and not text[found[1] :].strip(" .:)")) or stamp_line(text) is not None


def _is_lost(line: str, above: str) -> bool:
    """Whether *line* is a clock below a line that ends no sentence, and does not go on with it."""
    clock = clock_line(line)
    return clock is not None and not _LEADS_ON.search(above) and not says_again(line, clock_line(above))


def near(part: Paragraph, line: str, width: int, path: str) -> Problem:
    """The report of a clock that opens *line*, the first of *part*, and takes *width* characters of it."""
    said = line.strip()
    said = said if len(said) <= _QUOTED else f"{said[:_QUOTED]} …"
    message = f'"{said}" looks like the clock of an update and is none: it is kept as text'
    return warning(place_of_text(path, part, line[:width]), "near-clock", message, HINT)


def clock_in_text(part: Paragraph, start: int, path: str, *, has_own: bool) -> Problem:
    """The report of a clock that leads the text at *start* of *part*, where the updates have other clocks."""
    others = "stand on lines of their own" if has_own else "are set off from their text more plainly"
    message = f"a clock opens this line, but the clocks of this seed {others}: it is kept as text"
    return warning(place_of_text(path, part, part.lines[0][:start]), "clock-in-text", message, HINT)


def bare_clock(where: Location, heading: str, readings: Sequence[time]) -> Problem:
    """The report of a clock *heading* that says neither a.m. nor p.m. and whose *readings* fit between its neighbours."""
    said = f'"{heading}" says neither a.m. nor p.m.'
    if len(readings) == 1:
        message = f"{said}: it is read as {readings[0]:%H:%M}, the one that fits its neighbours"
        return warning(where, "bare-clock", message, "check the time in the content file")
    how = "both readings fit" if readings else "no reading fits"
    message = f"{said} and {how} between its neighbours: it is kept as text"
    return warning(where, "bare-clock", message, HINT)


def leaping(where: Location, heading: str, clock: Clock) -> Problem:
    """The report of a clock *heading* that says neither a.m. nor p.m., as none does, and that comes before the last one."""
    message = f'"{heading.strip()}" says neither a.m. nor p.m.: it is read as {clock.time:%H:%M}, by the 24-hour clock'
    hint = "check the day; where the clock is of the afternoon, correct it in the content file"
    return warning(where, "bare-clock", message, hint)


def place_of_text(path: str, part: Paragraph, text: str) -> Location:
    """The place of *text*, which begins the first line of *part*."""
    width = len(text.strip())
    return Location(path, part.line, len(text) - len(text.lstrip()) + 1, width)


def warning(where: Location, code: str, message: str, hint: str) -> Problem:
    """A warning."""
    return Problem(where, code, message, hint, Severity.WARNING)
