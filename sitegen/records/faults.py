"""What PyYAML's messages mean to a person who has never heard of tokens, block mappings and simple keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yaml.error import MarkedYAMLError

from sitegen.records.nodes import SHOWN_CHARACTERS, quoted


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of syntax. *line* and *column* count from 0, as PyYAML's marks do."""

    line: int
    column: int
    code: str
    message: str
    hint: str
    width: int = 1


def explain(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    """The fault that *error*, raised by either of PyYAML's parsers, reports in *lines*."""
    problem, context = error.problem or "", error.context or ""
    for words, in_context, explanation in _EXPLANATIONS:
        if words in problem and in_context in context:
            return explanation(error, lines)
    return _unknown(error, lines)


def _here(error: MarkedYAMLError) -> tuple[int, int]:
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _start(error: MarkedYAMLError) -> tuple[int, int]:
    mark = error.context_mark or error.problem_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _text(lines: Sequence[str], line: int) -> str:
    return lines[line].rstrip("\r") if line < len(lines) else ""


def _in_quotes(value: str) -> str:
    """*value* as YAML text, in the quotes that need the least escaping.

    >>> print(_in_quotes('The "Latest": Iraq'))
    'The "Latest": Iraq'
    """
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _quote_hint(value: str) -> str:
    """The hint to quote *value*, which is shown only where a line of a terminal can show it."""
    value = value.strip()
    is_short = 0 < len(value) <= SHOWN_CHARACTERS and value.isprintable()
    return f"put the value in quotes: {_in_quotes(value)}" if is_short else "put the value in quotes"


def _colon(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _here(error)
    before, separator, value = _text(lines, line).partition(": ")
    if separator and len(before) < column:
        message = f"the value {quoted(value.strip())} holds a colon and is not in quotes"
        return Fault(line, column, "yaml-quote", message, _quote_hint(value))
    hint = "indent the line like the keys above it, and end every key with a colon"
    return Fault(line, column, "yaml-syntax", "this line does not fit the line before it", hint)


def _first_character(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _here(error)
    text = _text(lines, line)
    if "\t" in text[: column + 1]:
        return Fault(
            line, column, "yaml-tab", "a tab stands where only blanks may", "indent with blanks, not with tabs"
        )
    return _quote_at(line, column, text)


def _name(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _start(error)
    return _quote_at(line, column, _text(lines, line))


def _quote_at(line: int, column: int, text: str) -> Fault:
    message = f"a value cannot begin with {quoted(text[column : column + 1])}"
    return Fault(line, column, "yaml-quote", message, _quote_hint(text[column:]))


def _open_quote(error: MarkedYAMLError, _lines: Sequence[str]) -> Fault:
    message = "the quotation mark that opens here is never closed"
    return Fault(*_start(error), "yaml-syntax", message, "close the value with the same quotation mark")


def _open_bracket(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _start(error)
    bracket = _text(lines, line)[column : column + 1]
    message = f"what {quoted(bracket)} opens here is not closed, or a comma is missing"
    return Fault(line, column, "yaml-syntax", message, "put commas between the values and close the bracket")


def _no_colon(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _start(error)
    text = _text(lines, line)[column:].strip()
    hint = 'write "key: value", or indent the line if it continues the value above'
    return Fault(line, column, "yaml-syntax", f"{quoted(text)} has no colon", hint, max(len(text), 1))


def _layout(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _here(error)
    text = _text(lines, line)
    if text[:column].strip():
        hint = "put the whole value in one pair of quotes"
        return Fault(line, column, "yaml-syntax", "text stands behind the end of a value", hint)
    hint = "indent the line like its neighbours"
    return Fault(line, column, "yaml-syntax", "this line is not indented like those above it", hint)


def _dash(error: MarkedYAMLError, lines: Sequence[str]) -> Fault:
    line, column = _here(error)
    hint = f"begin the list on a line of its own, or {_quote_hint(_text(lines, line)[column:])}"
    return Fault(line, column, "yaml-syntax", 'a list item "-" stands behind a key', hint)


def _escape(error: MarkedYAMLError, _lines: Sequence[str]) -> Fault:
    hint = "use single quotes, or write two backslashes for one"
    return Fault(*_start(error), "yaml-syntax", "a backslash in double quotes begins no known escape", hint)


def _tag(error: MarkedYAMLError, _lines: Sequence[str]) -> Fault:
    hint = 'remove it, or put a value that begins with "!" in quotes'
    return Fault(*_start(error), "yaml-tag", "a tag stands here, and tags are not allowed", hint)


def _unknown(error: MarkedYAMLError, _lines: Sequence[str]) -> Fault:
    hint = "check the quotation marks, brackets and indentation of this line"
    return Fault(*_here(error), "yaml-syntax", f"the YAML cannot be read: {error.problem}", hint)


# Words of the problem and of its context, in libyaml's or PyYAML's own messages, and what they mean; first fit wins.
_EXPLANATIONS: tuple[tuple[str, str, Callable[[MarkedYAMLError, Sequence[str]], Fault]], ...] = (
    ("mapping values are not allowed", "", _colon),
    ("cannot start any token", "", _first_character),
    ("tab character", "", _first_character),
    ("alphabetic or numeric", "alias", _name),
    ("alphabetic or numeric", "anchor", _name),
    ("node content", "", _first_character),
    ("end of stream", "quoted scalar", _open_quote),
    ("document separator", "quoted scalar", _open_quote),
    ("document indicator", "quoted scalar", _open_quote),
    ("comment or line break", "block scalar", _name),
    ("indicators", "block scalar", _name),
    ("',' or '", "", _open_bracket),
    ("find expected ':'", "", _no_colon),
    ("expected key", "", _layout),
    ("<block end>", "", _layout),
    ("document start", "", _layout),
    ("sequence entries are not allowed", "", _dash),
    ("escape", "quoted scalar", _escape),
    ("tag handle", "", _tag),
    ("", "tag", _tag),
)
