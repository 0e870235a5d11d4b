"""The grammar of update headings: ``## [DATE ]CLOCK[:SS][ OFFSET][ — TITLE][ {ATTRIBUTES}]``, read and written.

The Markdown parser never sees these lines, and nothing else in the project knows their form, but for written.py, which
knows the form in which `heading_text` writes most of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from sitegen.records.fields import nearest
from sitegen.times import Clock, clock_line, leading_clock, near_clock, read_clock, read_date, read_month_day

ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
MARK = "## "
FLAGS = ("suggested", "key")
NAMES = ("topics", "author", "updated", "sid", "lines")

RESERVED = frozenset(["latest", "main"])
"""What no anchor may be called: ``latest`` is a page beside the live blog's, ``main`` an id of every page of ours."""

_DOTTED = re.compile(r"([01]?[0-9]|2[0-3])\.([0-5][0-9])(?=[ {:]|$)")  # 11.30: two figures behind the point, always
# A date that no calendar has, with a clock: what has one is read before.
_DATED = re.compile(r"([0-9]{4,5}-[0-9]{1,2}-[0-9]{1,2})[T ,]+[0-9]{1,2}[:.][0-9]{2}")
_SLIP = re.compile(r" ?(?::|[–—|]|--?) ?")  # what people write in the place of " — "
_OFFSET = re.compile(r" (?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?)(?= |$)")
_TITLE_MARK = re.compile(r" (?:—|--) ")
ATTRIBUTE = re.compile(r'\s*(?:#(?P<anchor>[^\s}"]+)|(?P<name>[a-z_-]+)(?:="(?P<value>(?:[^"\\]|\\.)*)")?)(?=\s|$)')
_ESCAPED = re.compile(r"\\([\\{}])")
_SPECIAL = re.compile(r"[\\{}]")
OPENING = re.compile(r"(?<!\\)(?:\\\\)*(\{)")  # a brace that no backslash makes a part of the title


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces of an update heading. *updated* is the text as written."""

    anchor: str = ""
    topics: tuple[str, ...] = ()
    suggested: bool = False
    key: bool = False
    author: str = ""
    updated: str = ""
    sid: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """An update heading as written: *day* may be missing, or lack its year (then *day* is (month, day))."""

    day: date | tuple[int, int] | None
    clock: time
    offset: timezone | None
    title: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """What is wrong with a line that was meant as an update heading; *column* counts from 1."""

    code: str
    message: str
    hint: str
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A line that begins like an update heading and is body text all the same: worth a warning.

    *repair* is the heading that it would be with " — " before the title, where another mark stands in its place.
    """

    column: int
    repair: str = ""


def read_heading(line: str) -> Heading | HeadingFault | Lookalike | None:
    """What *line* says as an update heading: None for a line that is something else."""
    if not line.startswith(MARK):
        return None
    day, start = _read_day(line)
    found = read_clock(line, start) or _read_dotted(line, start)
    if found is None:
        return _not_a_clock(line, start, dated=day is not None)
    clock, end = found
    rest = line[end:].rstrip()
    if line[start - 1] == "T" and rest[:1] in ("+", "-"):  # as ISO 8601 writes it
        rest = f" {rest}"
    offset, rest = _read_offset(rest)
    if not (rest == "" or _TITLE_MARK.match(rest) or rest.lstrip().startswith("{")):
        return Lookalike(start + 1, _repair(line, len(line.rstrip()) - len(rest)))
    if clock.zone and offset is None:
        return _zone_word(clock, start, end)
    if (opening := OPENING.search(rest)) and not rest.endswith("}"):
        return _unclosed(len(line.rstrip()) - len(rest) + opening.start(1) + 1)
    title, braces = _split_title(rest)
    attributes = read_attributes(braces, line.rfind(braces) + 1) if braces else Attributes()
    if isinstance(attributes, HeadingFault):
        return attributes
    return Heading(day, clock.time, offset, title, attributes)


def _read_day(line: str) -> tuple[date | tuple[int, int] | None, int]:
    start = len(line) - len(line[len(MARK) :].lstrip(" "))
    if found := read_date(line, start):
        is_iso = re.match(r"T[0-9]", line[found.end :])
        return found.date, found.end + 1 if is_iso else _skip(line, found.end)
    if month_day := read_month_day(line, start):
        month, day, end = month_day
        return (month, day), _skip(line, end)
    return None, start


def _skip(line: str, position: int) -> int:
    while position < len(line) and line[position] in ", ":
        position += 1
    return position


def _read_dotted(line: str, start: int) -> tuple[Clock, int] | None:
    """The clock ``11.30`` at *start*, if nothing or what may follow a clock follows: "3.14 percent" is none."""
    match = _DOTTED.match(line, start)
    if match is None:
        return None
    rest = line[match.end() :].lstrip()
    if rest and not _OFFSET.match(line, match.end()) and not rest.startswith("{") and not _SLIP.match(rest):
        return None
    return Clock(time(int(match[1]), int(match[2])), half=False), match.end()


def _repair(line: str, end: int) -> str:
    """*line* with " — " in the place of the mark at *end*, if it opens an update so; "" if it does not."""
    slip = _SLIP.match(line, end)
    title = line[slip.end() :].strip() if slip else ""
    repaired = f"{line[:end].rstrip()} — {title}"
    is_span = read_clock(title) is not None
    return repaired if title and not is_span and isinstance(read_heading(repaired), Heading) else ""


def _not_a_clock(line: str, start: int, *, dated: bool) -> HeadingFault | Lookalike | None:
    """A fault where a clock was surely meant: after a date, or where the words look like one.

    A clock that only seeds may write so ("[8:15]", "UPDATE 7:40 p.m.") is worth a warning.
    """
    said = re.split(r" (?:—|--) | ?\{", line[start:].rstrip(), maxsplit=1)[0].strip()
    if found := _DATED.match(said):
        hint = 'write a day of the calendar, like "## 2017-11-03 19:30"'
        return HeadingFault("update-date", f'"{found[1]}" is not a date', hint, start + 1, len(found[1]))
    if not near_clock(said) and not (dated and "{" in line):
        return Lookalike(start + 1) if clock_line(said) or leading_clock(said) else None
    hint = 'write a 24-hour time, like "## 2017-11-03 19:30"'
    return HeadingFault("update-time", f'"{said}" is not a time of day', hint, start + 1, max(1, len(said)))


def _zone_word(clock: Clock, start: int, end: int) -> HeadingFault:
    message = f'"{clock.zone}" does not say which offset the clock has'
    return HeadingFault("update-time", message, "write an offset, like +02:00, or none", start + 1, end - start)


def _unclosed(column: int) -> HeadingFault:
    hint = 'close the attributes with "}" at the end of the line, or write "\\{" for a brace of the title'
    return HeadingFault("heading-attribute", 'the "{" here has no "}" at the end of the line', hint, column)


def _read_offset(rest: str) -> tuple[timezone | None, str]:
    match = _OFFSET.match(rest)
    if match is None:
        return None, rest
    if match[1] is None:
        return UTC, rest[match.end() :]
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return timezone(-size if match[1] == "-" else size), rest[match.end() :]


def _split_title(rest: str) -> tuple[str, str]:
    """The title, unescaped, and the text of the attributes with its braces, or ""."""
    braces = ""
    if opening := OPENING.search(rest):
        braces, rest = rest[opening.start(1) :], rest[: opening.start(1)]
    title = _TITLE_MARK.sub("", rest, count=1) if _TITLE_MARK.match(rest) else rest
    return _ESCAPED.sub(r"\1", title).strip(), braces


def read_attributes(braces: str, column: int) -> Attributes | HeadingFault:
    """The attributes in *braces*, which stand at *column*; an unknown or broken one is a fault."""
    said: dict[str, str] = {}
    inner, position = braces[1:-1], 0
    while inner[position:].strip():
        match = ATTRIBUTE.match(inner, position)
        if match is None:
            word = inner[position:].split()[0]
            return HeadingFault(
                "heading-attribute",
                f'"{word}" is not an attribute of an update',
                'write name="value", #anchor, key or suggested',
                column + 1 + position + inner[position:].index(word),
                len(word),
            )
        name, value = ("anchor", match["anchor"]) if match["anchor"] else (match["name"], match["value"])
        if fault := _attribute_fault(name, value, said):
            where = column + 1 + match.start() + len(match[0]) - len(match[0].lstrip())
            return HeadingFault("heading-attribute", fault[0], fault[1], where, len(match[0].strip()))
        said[name] = re.sub(r"\\(.)", r"\1", value) if value is not None else ""
        position = match.end()
    return Attributes(
        anchor=said.get("anchor", ""),
        topics=split_topics(said.get("topics", "")),
        suggested="suggested" in said,
        key="key" in said,
        author=said.get("author", ""),
        updated=said.get("updated", ""),
        sid=said.get("sid", ""),
        lines=said.get("lines", ""),
    )


@lru_cache(maxsize=1024)
def split_topics(text: str) -> tuple[str, ...]:
    """The topics that the value of ``topics`` names: a comma, blanks or both stand between two."""
    return tuple(topic for topic in re.split(r"[,\s]+", text) if topic)


def _attribute_fault(name: str, value: str | None, said: dict[str, str]) -> tuple[str, str] | None:
    if name in said:
        return f'"{name}" is said twice', "keep one of the two"
    if name == "anchor" and value in RESERVED:
        return f'"{value}" is a name that the site itself needs', "write another anchor, like #t1930"
    if name == "anchor" and not ANCHOR.fullmatch(value or ""):
        return f'"{value}" is not an anchor', 'write small letters, digits and "-", like #t1930'
    if name in FLAGS and value is not None:
        return f'"{name}" takes no value', f"write {name} alone"
    if name in NAMES and value is None:
        return f'"{name}" needs a value', f'write {name}="…"'
    if name not in (*FLAGS, *NAMES, "anchor"):
        meant = nearest(name, (*FLAGS, *NAMES))
        hint = f'write "{meant}"' if meant else f"use one of: #anchor, {', '.join((*FLAGS, *NAMES))}"
        return f'"{name}" is not an attribute of an update', hint
    return None


def heading_text(at: datetime, offset: str, title: str, attributes: Attributes) -> str:
    """The heading that says all this, in the one form that sitegen writes. *offset* is "" or like ``+02:00``."""
    clock = at.strftime("%H:%M:%S") if at.second else at.strftime("%H:%M")
    parts = [f"{MARK}{at.date().isoformat()} {clock}"]
    if offset:
        parts.append(offset)
    if title:
        parts += ["—", _SPECIAL.sub(r"\\\g<0>", title)]
    if braces := attributes_text(attributes):
        parts.append(braces)
    return " ".join(parts)


def attributes_text(attributes: Attributes) -> str:
    """``{#t1930 topics="qaim" key}``, or "" where there is nothing to say."""
    said = [f"#{attributes.anchor}"] if attributes.anchor else []
    if attributes.topics:
        said.append(f'topics="{", ".join(attributes.topics)}"')
    said += [flag for flag, is_set in zip(FLAGS, (attributes.suggested, attributes.key), strict=True) if is_set]
    values = (attributes.author, attributes.updated, attributes.sid, attributes.lines)
    said += [f'{name}="{_quoted(value)}"' for name, value in zip(NAMES[1:], values, strict=True) if value]
    return "{" + " ".join(said) + "}" if said else ""


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def offset_text(offset: timedelta) -> str:
    """``+02:00``; with seconds where there are some, as before there were time zones.

    >>> offset_text(timedelta(hours=-3, minutes=-30)), offset_text(timedelta(hours=-4, minutes=-56, seconds=-2))
    ('-03:30', '-04:56:02')
    """
    sign = "-" if offset < timedelta(0) else "+"
    seconds = abs(offset) // timedelta(seconds=1)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
