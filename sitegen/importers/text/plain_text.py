"""Plain text as bytes and as Markdown: knows which characters of prose a Markdown parser would take for marks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from itertools import pairwise

from sitegen.errors import Location, Problem
from sitegen.patterns import Pattern

_ASCII_BLANKS = " \t\v\f"
_LINE_ENDS = Pattern(r"\r\n?|\n")
# What a parser strips from the ends of a paragraph beside ASCII blanks: they stay if they are written as entities.
_EDGE = "\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LEADING = Pattern(rf"[{_EDGE}][{_EDGE} \t\v\f\n]*")
_TRAILING = Pattern(rf"(?<![{_EDGE} \t\v\f\n])[{_EDGE} \t\v\f\n]*[{_EDGE}]$")

# Inside a line. A backslash counts before punctuation and at the end of a line (CommonMark §2.4).
_BACKSLASH = r"\\(?![^\W_]| )"
_ENTITY = r"&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
_TAG_OR_AUTOLINK = r"<(?![\s]|$)"
_LINK = r"\](?=[(\[])"
_INLINE = Pattern(rf"{_BACKSLASH}|{_ENTITY}|{_TAG_OR_AUTOLINK}|{_LINK}", re.MULTILINE)
_RUN = Pattern(r"\*+|_+|~{2,}|`+")
_FENCE = Pattern(r"`{3,}|~{3,}")

# At the start of a line (CommonMark §4 and §5, and tables). Some readers also end lines at U+0085, U+2028 and the like.
_LINE_ENDING = r"\x1c-\x1e\x85\u2028\u2029"
_LINE_START = rf"(?:^|(?<=[{_LINE_ENDING}]))[^\S\n{_LINE_ENDING}]*"
_BLOCK = Pattern(rf"({_LINE_START})(#(?=#{{0,5}}(?:\s|$))|>|[-+*](?=\s|$))", re.MULTILINE)
_RULE = Pattern(r"^([-*_])(?=(?:[ \t]*\1){2,}[ \t]*$)", re.MULTILINE)
_NUMBER = Pattern(r"^([0-9]{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
# What prose mostly has none of: any of the above stands at one of these.
_MAY_BE_MARK = Pattern(rf"[\\&<\]*_~`#>]|{_LINE_START}[-+=:|0-9]", re.MULTILINE)
_UNDERLINE = Pattern(r"(?<=\n)(?:=(?==*$)|[-:|](?=[-:| \t]*$))", re.MULTILINE)


def escape(paragraph: str) -> str:
    r"""CommonMark that renders to the same text in one paragraph; only a character that would be a mark is escaped.

    *paragraph* may hold line breaks, which stay; blanks at the ends of its lines and empty lines do not.

    >>> print(escape("[SANA]: 2*3*4 isn't <b>\n1986. A year (or so) - the end."))
    [SANA\]: 2\*3\*4 isn't \<b>
    1986\. A year (or so) - the end.
    """
    text = _LINE_ENDS.sub("\n", paragraph)
    lines = (line.strip(_ASCII_BLANKS) for line in text.replace("\v", " ").replace("\f", " ").split("\n"))
    text = "\n".join(filter(None, lines))
    leading, trailing = _LEADING.match(text), _TRAILING.search(text)
    start = leading.end() if leading else 0
    end = max(start, trailing.start()) if trailing else len(text)
    return _as_entities(text[:start]) + _escape_marks(text[start:end]) + _as_entities(text[end:])


def _as_entities(blanks: str) -> str:
    return "".join(
        character if character in " \t\n" else "&nbsp;" if character == "\xa0" else f"&#x{ord(character):x};"
        for character in blanks
    )


def _escape_marks(text: str) -> str:
    if not _MAY_BE_MARK.search(text):
        return text
    marks = {match.start() for match in _INLINE.finditer(text)} | _run_marks(text)
    marks |= {match.start(2) for match in _BLOCK.finditer(text)}
    marks |= {match.start() for match in _RULE.finditer(text)}
    marks |= {match.end() for match in _NUMBER.finditer(text)}
    marks |= {match.start() for match in _UNDERLINE.finditer(text)}
    if text.startswith("["):  # a definition (CommonMark §4.7) opens a paragraph, and vanishes from the page
        marks |= {match.start() for match in re.finditer(r"\](?=:)", text)}
    places = [0, *sorted(marks), len(text)]
    return "\\".join(text[start:end] for start, end in pairwise(places))


def _run_marks(text: str) -> set[int]:
    """The places of the runs of one mark that could pair as code or emphasis, or open a fence (CommonMark §6)."""
    rules = {match.start() for match in _RULE.finditer(text)}
    able = [match for match in _RUN.finditer(text) if match.start() in rules or _can_pair(match, text)]
    partners = Counter(match[0][0] for match in able)
    marks: set[int] = set()
    for match in able:
        if partners[match[0][0]] > 1 or _FENCE.match(match[0]):
            marks.update(range(*match.span()))
    return marks


def _can_pair(run: re.Match[str], text: str) -> bool:
    if run[0][0] == "`" or len(run[0]) > 2:
        return True
    before, after = text[run.start() - 1 : run.start()] or " ", text[run.end() : run.end() + 1] or " "
    if run[0][0] == "_" and _is_word(before) and _is_word(after):
        return False
    return not (_is_blank(before) and _is_blank(after))


def _is_blank(character: str) -> bool:
    return character in "\t\n\v\f\r" or unicodedata.category(character) == "Zs"


def _is_word(character: str) -> bool:
    return not _is_blank(character) and unicodedata.category(character)[0] not in "PS"


def decode(data: bytes, encoding: str, path: str) -> str | Problem:
    r"""The text of a seed with line ends "\n", or what is wrong with its bytes.

    A byte order mark decides (UTF-8, UTF-16), then *encoding*, the sidecar's, then UTF-8.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo", "", "seeds/a.txt")
    'one\ntwo'
    >>> decode("café".encode("cp1252"), "windows-1252", "seeds/a.txt")
    'café'
    """
    name = _encoding_of(data, encoding)
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        message = f"“{name}” is no encoding that Python knows"
        return Problem(Location(path), "unknown-encoding", message, "write a name like windows-1252 in the sidecar")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        return _undecodable(data, error, path)
    except (LookupError, ValueError) as error:
        message = f"the file is not text in the encoding “{name}”: {error}"
        return Problem(Location(path), "invalid-encoding", message, "correct `encoding:` in the sidecar")
    text = _LINE_ENDS.sub("\n", text)
    return _control_character(text, path) or text


def _encoding_of(data: bytes, encoding: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return encoding or "utf-8"


def _undecodable(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    # A codec may be given a copy without the byte order mark; its length is the difference.
    offset = len(data) - len(error.object) + error.start
    before = data[:offset].decode(error.encoding, "replace").removeprefix("\ufeff")
    where = _place(_LINE_ENDS.sub("\n", before), path)
    byte = f"0x{data[offset]:02x}"
    if error.encoding.lower().replace("-", "") == "utf8":
        hint = "name the encoding in the sidecar, for instance `encoding: windows-1252`"
        return Problem(where, "invalid-utf8", f"the byte {byte} is not UTF-8 here ({error.reason})", hint)
    message = f"the byte {byte} is not {error.encoding} here ({error.reason})"
    return Problem(where, "invalid-encoding", message, "correct `encoding:` in the sidecar, or the file itself")


_CONTROL = Pattern("[\\x00-\\x08\\x0b\\x0e-\\x1f\ufffe\uffff]")  # and what no XML may hold


def _control_character(text: str, path: str) -> Problem | None:
    match = _CONTROL.search(text)
    if match is None:
        return None
    message = f"the control character U+{ord(match[0]):04X} is no part of a text"
    hint = "remove it in a copy of the seed, or check that the file is text and in the encoding that the sidecar names"
    return Problem(_place(text[: match.start()], path), "control-character", message, hint)


def _place(before: str, path: str) -> Location:
    """The place just after the text *before*."""
    return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
