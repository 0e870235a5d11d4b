"""Simple Markdown made into HTML without the parser: knows how a body falls into blocks, and which are surely simple.

Simple are paragraphs, quotes of paragraphs, tight lists of one-line items and headings, each of simple phrases. All else
is refused: a block alone where it cannot reach beyond the blank lines around it, else the whole body (decision 0009).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from sitegen.content.phrases import Phrase, has_marks, write_calm, write_marked, write_plain

_BLANKS = re.compile(r"[ \n]+")
_SPACES = frozenset(
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_LIST_MARKS = frozenset("-+*0123456789")
_OPENING = frozenset("#>-+*_=|:0123456789") | _SPACES
"""How a line may begin that is no plain line of a paragraph."""


Blocks = tuple[list[str], list[str], list[int]]
"""HTML and text of the blocks of a body, in order, and the places of those that are Markdown still, for the parser."""


class _Setting(NamedTuple):
    """What a block is read with."""

    base: str
    top: int
    is_calm: bool
    """Whether the body has no mark but those of `write_calm`."""
    is_folded: bool
    """Whether the body has no two blanks side by side."""


@cache
def _uneven() -> re.Pattern[str]:
    """Finds a line inside a paragraph that ends blank, or that begins as something else may."""
    return re.compile(r"\n(?:(?<=[^\S\n]\n)|[\s#>+*=|:_-]|[0-9]{1,9}[.)])")


@cache
def _opener() -> re.Pattern[str]:
    """Finds a block that begins as something else may, and is a paragraph nevertheless."""
    return re.compile(r"\*+[^\s*]|_+[^\s_]|-+[^\s-]|\+\S|#+[^\s#]|[=|:]|[0-9]+(?![0-9]|[.)](?:\s|\Z))")


@cache
def _item() -> re.Pattern[str]:
    return re.compile(r"([-+*]|([0-9]{1,9})[.)]) (?=\S)(.*)")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"(#{1,6}) ([^\s#](?:[^\n#]*[^\s#])?)")


def read_blocks(body: str, base: str, top: int) -> Blocks | None:
    """The blocks of the Markdown *body*, as far as they are simple; None where the parser must see it whole."""
    setting = _Setting(base, top, _is_calm(body), body.rfind("  ") < 0)  # half the time of `in`
    lines = body.split("\n")
    blocks = lines[::2]
    if any(lines[1::2]) or not all(blocks):  # not one line, one blank line, and so on
        blocks = [block for part in body.split("\n\n") if (block := part.strip("\n"))]
    elif setting.is_calm and setting.is_folded and _is_prose(body, blocks):
        return ["<p>", "</p>\n<p>".join(blocks), "</p>\n"], blocks, []
    return _read_all(body, blocks, setting)


def _is_prose(body: str, lines: list[str]) -> bool:
    """Whether each of *lines*, which are the calm *body*, is a paragraph without any mark."""
    if "[" in body or "*" in body or '"' in body or ">" in body:
        return False
    if not _SPACES.isdisjoint([line[-1] for line in lines]):
        return False
    return _OPENING.isdisjoint([line[0] for line in lines]) or not any(map(_opens_otherwise, lines))


def _read_all(body: str, blocks: list[str], setting: _Setting) -> Blocks | None:
    html: list[str] = []
    text: list[str] = []
    left: list[int] = []
    may_end_list = False
    for block in blocks:
        made = _read_block(block, setting)
        if made is None:
            if not (left or _is_separable(body)) or (may_end_list and block[0] in _LIST_MARKS):
                return None
            left.append(len(html))
            made = block, ""
            may_end_list = True
        elif made[0][1] in "uo":  # <ul>, <ol>
            if may_end_list:
                return None  # they could be one list
            may_end_list = True
        else:
            may_end_list = False
        html.append(made[0])
        text.append(made[1])
    return html, text, left


def _is_calm(body: str) -> bool:
    # One search for any of them takes three times as long.
    return not (
        "\\" in body
        or "_" in body
        or "&" in body
        or "<" in body
        or "`" in body
        or "~" in body
        or "\t" in body
        or "\r" in body
        or "\0" in body
        or "\f" in body
        or "\v" in body
    )


def _is_separable(body: str) -> bool:
    """Whether no block of *body* can reach over a blank line: by indentation, as a fence, or as a definition."""
    return re.search(r"(?:^|\n) |[\t\r\0]|```|~~~|\]:", body) is None


def _read_block(block: str, setting: _Setting) -> Phrase | None:
    if block[-1] in _SPACES:
        return None
    if block[0] in _OPENING and _opens_otherwise(block):
        if block[0] == ">":
            return _read_quote(block, setting)
        return _read_heading(block, setting) if block[0] == "#" else _read_list(block, setting)
    return _read_paragraph(block, setting)


def _opens_otherwise(source: str) -> bool:
    """Whether *source* begins as no paragraph does, or may not."""
    return source[0] in _OPENING and _opener().match(source) is None


def _read_paragraph(block: str, setting: _Setting) -> Phrase | None:
    if "\n" in block:
        if _uneven().search(block):
            return None
    elif setting.is_calm and setting.is_folded and not ("[" in block or "*" in block):
        return f"<p>{write_plain(block)}</p>\n", block  # a short cut: more than half of all
    phrase = _read_phrase(block, setting)
    return (f"<p>{phrase[0]}</p>\n", phrase[1]) if phrase else None


def _read_phrase(source: str, setting: _Setting) -> Phrase | None:
    """HTML and folded text of *source*, the content of a block."""
    if not setting.is_calm:
        phrase = write_marked(source, setting.base) if has_marks(source) else (source, source)
    elif "[" in source or "*" in source:
        phrase = write_calm(source) or write_marked(source, setting.base)
    else:
        phrase = write_plain(source), source
    if phrase and (not setting.is_folded or "\n" in source):
        return phrase[0], _BLANKS.sub(" ", phrase[1])
    return phrase


def _read_quote(block: str, setting: _Setting) -> Phrase | None:
    """A quote of simple paragraphs, each line marked."""
    lines = block.split("\n")
    if not all(line.startswith("> ") or line == ">" for line in lines):
        return None
    phrases = []
    for part in "\n".join(line[2:] for line in lines).split("\n\n"):
        if not part or _opens_otherwise(part) or part[-1] in _SPACES:
            return None
        phrases.append(_read_paragraph(part, setting))
    if None in phrases:
        return None
    made = [phrase for phrase in phrases if phrase]
    html = "".join([html for html, _ in made])
    return f"<blockquote>\n{html}</blockquote>\n", "\n".join([text for _, text in made])


def _read_list(block: str, setting: _Setting) -> Phrase | None:
    """A list whose items have one line each, and no line between them."""
    html: list[str] = []
    text: list[str] = []
    marks = set()
    number = ""
    for line in block.split("\n"):
        item = _item().fullmatch(line)
        if item is None or _opens_otherwise(item[3]) or item[3][-1] in _SPACES:
            return None
        phrase = _read_phrase(item[3], setting)
        if phrase is None:
            return None
        number = number or item[2] or ""
        marks.add(item[1][-1])
        html.append(f"<li>{phrase[0]}</li>\n")
        text.append(phrase[1])
    if len(marks) > 1:
        return None
    tag, start = ("ol", f' start="{int(number)}"' if int(number) != 1 else "") if number else ("ul", "")
    return f"<{tag}{start}>\n{''.join(html)}</{tag}>\n", "\n".join(text)


def _read_heading(block: str, setting: _Setting) -> Phrase | None:
    match = _heading().fullmatch(block)
    phrase = _read_phrase(match[2], setting) if match else None
    if match is None or phrase is None:
        return None
    level = min(6, max(setting.top, len(match[1]) + setting.top - 2))
    return f"<h{level}>{phrase[0]}</h{level}>\n", phrase[1]
