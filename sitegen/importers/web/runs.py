"""Runs of text in one style -> inline Markdown that a parser reads as just that: emphasis only where its marks can stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from sitegen.importers.text.plain_text import escape
from sitegen.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one style; *href* is the address that it links to. *style* is of strong, emphasis, struck and code.

    *picture* is the name of the file, beside the content file, of the picture whose words the text is, which may be none.
    """

    text: str = ""
    style: frozenset[str] = field(default_factory=frozenset)
    href: str = ""
    picture: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is seen of it."""
        return not self.picture and not self.text.strip(" ")


PLAIN = Run()
BREAK = Run("\n")
"""The end of a line that stays one. Told by identity."""

# What a browser folds, with control characters, which no reader sees, and what some programs take for the end of a line.
_BLANKS = Pattern(r"[ \x00-\x1f\x7f\x85\u2028\u2029]+")
# "<" begins a tag, or an address of mail (CommonMark 6.5), or stands before a mark that begins one.
_SPECIAL = Pattern(
    r"[\\`*\[\]|]|~(?=~)|(?<=~)~|<(?=[a-zA-Z/!?.#$%&'*+=^_`{|}~-]|[0-9][^\s<>]*@|\Z)|&(?=#?[a-zA-Z0-9]{1,31};)|_"
)
_LINE_START = Pattern(r"(?:#{1,6}(?=\s|$)|>|[-+*=:|](?=\s|$|[-=:| ])|[0-9]{1,9}(?=[.)](?:\s|$)))")
# What ends an address in Markdown, or may not stand in one (CommonMark 6.3).
_IN_ADDRESS = {chr(code): f"%{code:02X}" for code in (*range(0x21), *map(ord, "<>\\|`"), 0x7F)}
_CLOSING = Pattern(r"(?<![^ ])#+$")  # that a heading ends in (CommonMark §4.2)
_NUMBER = Pattern(r"(?m)^([0-9]{1,9})([.)])(?=\s|$)")  # of two runs, neither of which would begin a list
_TILDE = Pattern(r"(?<!\\)~")
_ENTITY = Pattern(r"&(?=#?[a-zA-Z0-9]{1,31};)")


def fold_blanks(runs: Iterable[Run]) -> list[Run]:
    """*runs* with their blanks folded as a browser folds them: also over the bounds of runs, and around line breaks."""
    folded: list[Run] = []
    after_blank = True
    for run in runs:
        if run is BREAK:
            _trim_end(folded)
            folded.append(run)
            after_blank = True
            continue
        text = _BLANKS.sub(" ", run.text)
        if after_blank:
            text = text.removeprefix(" ")
        if text or run.picture:
            after_blank = text.endswith(" ")
            folded.append(replace(run, text=text))
    _trim_end(folded)
    return folded


def _trim_end(runs: list[Run]) -> None:
    if runs and runs[-1] is not BREAK and not runs[-1].picture:
        text = runs[-1].text.removesuffix(" ")
        runs[-1:] = [replace(runs[-1], text=text)] if text else []


def inline(runs: Sequence[Run], *, one_line: bool = False, in_table: bool = False) -> str:
    """*runs* as one paragraph of Markdown; with *one_line* as the text of a heading, *in_table* as that of a cell."""
    kept = list(runs)
    while kept and (kept[-1] is BREAK or kept[-1].is_blank):
        kept.pop()
    while kept and (kept[0] is BREAK or kept[0].is_blank):
        kept.pop(0)
    if all(run is not BREAK and not (run.style or run.href or run.picture) for run in kept) and not in_table:
        text = escape("".join(run.text for run in kept))
        return _CLOSING.sub(r"\\\g<0>", text.replace("\n", " ")) if one_line else text.replace("\n", " ")
    pieces: list[str] = []
    merged = list(_merged(kept))
    for at, run in enumerate(merged):
        if run is BREAK:
            pieces.append("\\\n")
            continue
        before, after = _beside(merged, at)
        starts_line = not pieces or pieces[-1].endswith("\n")
        pieces.append(_linked(run, before, after, starts_line=starts_line))
    text = _NUMBER.sub(r"\1\\\2", "".join(pieces).strip(" "))
    return _CLOSING.sub(r"\\\g<0>", text) if one_line else text


_Group = tuple[str, tuple[Run, ...]]


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """*runs* with neighbours of one style and address made one, and blanks at the edges of styles outside them."""
    for (style, href, stays), group in groupby(
        runs, key=lambda run: (run.style, run.href, run is BREAK or run.picture)
    ):
        if stays:
            yield from group
            continue
        text = "".join(run.text for run in group)
        bare = text.strip(" ")
        if not (style or href) or not bare:
            yield Run(text)
            continue
        start = len(text) - len(text.lstrip(" "))
        if start:
            yield Run(text[:start])
        yield Run(bare, style, href)
        if text[start + len(bare) :]:
            yield Run(text[start + len(bare) :])


def _beside(runs: Sequence[Run], at: int) -> tuple[str, str]:
    """The characters before and after the run *at*: a blank at an end; "*" beside what has marks of its own."""

    def edge(other: int, place: int) -> str:
        if not 0 <= other < len(runs) or runs[other] is BREAK:
            return " "
        run = runs[other]
        return "*" if run.style or run.href or run.picture else run.text[place]

    return edge(at - 1, -1), edge(at + 1, 0)


def _linked(run: Run, before: str, after: str, *, starts_line: bool) -> str:
    if run.picture and not run.href:
        return f"![{_escaped(run.text, starts_line=False, before_link=False)}]({run.picture})"
    if not run.href:
        return _styled(run, before, after, starts_line=starts_line, before_link=after == "*")
    label = _linked(replace(run, href=""), "[", "]", starts_line=False)
    address = "".join(_IN_ADDRESS.get(character, character) for character in _ENTITY.sub("&amp;", run.href))
    address = f"<{address}>" if "(" in address or ")" in address else address
    return f"[{label}]({address})"


def _styled(run: Run, before: str, after: str, *, starts_line: bool, before_link: bool) -> str:
    text = run.text
    if "code" in run.style and "*" not in (before, after):
        return _code(text)
    shown = _escaped(text, starts_line=starts_line, before_link=before_link)
    marks = "*" * (2 * ("strong" in run.style) + ("emphasis" in run.style))
    is_struck = "struck" in run.style and "~" not in (before, after)
    if is_struck and (not marks or (_is_open(before) and _is_open(after))):  # beside "*" it is beside a mark
        marks = f"~~{marks}"
    if not marks or not _can_stand(text, before, after):
        return shown
    inner = _escaped(text, starts_line=False, before_link=False)
    if marks[0] == "~":  # three in a row would be a fence, or strike out another part
        inner = _TILDE.sub(r"\~", inner)
    return f"{marks}{inner}{marks[::-1]}"


def _can_stand(text: str, before: str, after: str) -> bool:
    """Whether marks around *text* are read as such between these characters (CommonMark §6.2), and touch no others."""
    if before == "*" or after == "*":
        return False
    return (
        (not _is_mark(text[0]) or _is_open(before))
        and (not _is_mark(text[-1]) or _is_open(after))
        and not (text[0].isspace() or text[-1].isspace())
    )


def _is_open(character: str) -> bool:
    return character.isspace() or _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escaped(text: str, *, starts_line: bool, before_link: bool) -> str:
    def marked(match: re.Match[str]) -> str:
        at = match.start()
        if match[0] == "_" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum():
            return "_"
        return "\\" + match[0]

    shown = _SPECIAL.compiled.sub(marked, text)
    if starts_line and (found := _LINE_START.match(shown)):
        digits = found[0].isdecimal()
        shown = f"{found[0]}\\{shown[found.end() :]}" if digits else "\\" + shown
    if before_link and shown.endswith("!"):
        shown = shown[:-1] + "\\!"
    return shown
