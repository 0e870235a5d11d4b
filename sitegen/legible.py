"""Characters that are no text: which of them a file may not hold, and what pages show in the place of the others.

What is stored stays as it is; only what pages, feeds and data show goes through here.
"""

from __future__ import annotations

import re

from sitegen.errors import Location, Problem
from sitegen.patterns import Pattern

# Neither XML 1.0 (§2.2) nor HTML (§3.2.1) can carry them; a form feed, which old wires print between pages, is a blank.
_CONTROLS = r"\x00-\x08\x0b\x0d-\x1f"
# What HTML parsers call an error: the controls of ISO 6429, and code points that will never be characters.
_NO_TEXT = r"\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17)
)
_CONTROL = Pattern(f"[{_CONTROLS}]")
_ODD = Pattern(f"[{_CONTROLS}\x0c{_NO_TEXT}]")
_SHOWN_AS_BLANK = Pattern(r"\x0c")
_UNSHOWN = Pattern(f"[{_CONTROLS}{_NO_TEXT}]")

# Marks of direction (UAX #9 §2): what opens an embedding or an override, and an isolate, and what closes each.
_TURNING = Pattern("[\u202a-\u202e\u2066-\u2069]")
_CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_CLOSING |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}


# The same in UTF-8, told apart by first bytes: to look at every character of an archive would take a tenth of its reading.
_HARMLESS = bytes(set(range(256)) - set(range(32)) - {0x7F, 0xC2, 0xEF} - set(range(0xF0, 0xF5)) | {0x09, 0x0A})
_ODD_AFTER = {
    0x0D: re.compile(rb"\r(?!\n)"),
    0xC2: re.compile(rb"\xc2[\x80-\x9f]"),
    0xEF: re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    **dict.fromkeys(range(0xF0, 0xF5), re.compile(rb"[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]")),
}


def is_plain(data: bytes) -> bool:
    r"""Whether *data*, some text in UTF-8, holds nothing but text, with line ends of Unix or Windows.

    >>> is_plain("one\r\ntwo\xa0".encode()), is_plain(b"one\0"), is_plain("one\x85".encode())
    (True, False, False)
    """
    suspects = set(data.translate(None, _HARMLESS))
    return suspects <= _ODD_AFTER.keys() and not any(_ODD_AFTER[first].search(data) for first in suspects)


def read_text(text: str, path: str) -> str | Problem:
    r"""*text* of the content file *path* as pages show it, with line ends "\n"; the first control character is a problem.

    >>> read_text("one\r\ntwo\x0c\x85", "content/x.md")
    'one\ntwo \ufffd'
    """
    text = text.replace("\r\n", "\n")
    found = _CONTROL.search(text)
    if found is None:
        return legible(text)
    before = text[: found.start()]
    where = Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    if found[0] == "\r":
        message, hint = "a line ends in a carriage return alone", "save the file with Unix or Windows line ends"
    else:
        message, hint = f"the control character U+{ord(found[0]):04X} is no part of a text", "remove it"
    return Problem(where, "control-character", message, hint)


def legible(text: str) -> str:
    """*text* with the mark of what cannot be shown, U+FFFD, in the place of every character that is no text."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSHOWN.sub("\ufffd", _SHOWN_AS_BLANK.sub(" ", text)) if _ODD.search(text) else text


def contained(text: str) -> str:
    r"""*text*, a title or a name, `legible`, and with its marks of direction closed, so that what follows stays in order.

    >>> contained("abc \u202e cba") == "abc \u202e cba\u202c"
    True
    """
    text = legible(text)
    if text.isascii() or not _TURNING.search(text):
        return text
    open_marks: list[str] = []
    kept: list[str] = []
    for character in text:
        if character in _CLOSING:
            open_marks.append(_CLOSING[character])
        elif character in "\u202c\u2069":
            # A pop closes the innermost embedding; an isolate that ends closes all that was opened in it.
            if character not in (open_marks[-1:] if character == "\u202c" else open_marks):
                continue  # it would close what stands around the text
            while open_marks.pop() != character:
                pass
        kept.append(character)
    return "".join((*kept, *reversed(open_marks)))
