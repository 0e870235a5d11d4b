"""Names of files and of parts of addresses: which of them every system can write, and reads as that name alone."""

from __future__ import annotations

import re
import unicodedata

from sitegen.patterns import Pattern

LONGEST = 200
"""How many bytes a name may have: file systems take 255, and a file that is being written has a few more in its name."""

# What Windows takes for a device, whatever follows the first full stop ("Naming Files, Paths, and Namespaces").
_DEVICE = "(?:con|prn|aux|nul|(?:com|lpt)[0-9])"
_DEVICE_NAME = Pattern(rf"{_DEVICE}(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"/\\|?*')

SLUG = Pattern(rf"(?!{_DEVICE}\Z)(?=.{{1,{LONGEST}}}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
"""A part of an address that people choose."""


def is_device(name: str) -> bool:
    """Whether Windows would open a device in the place of a file called *name*.

    >>> is_device("con"), is_device("NUL.css"), is_device("console")
    (True, True, False)
    """
    return _DEVICE_NAME.fullmatch(name) is not None


def name_fault(name: str) -> str:
    """What is wrong with *name* as that of a file that is published, "" for nothing.

    >>> name_fault("style.css"), name_fault("a:b.css"), name_fault("aux.css")
    ('', 'holds ":"', 'is the name of a device on Windows')
    """
    if len(name.encode("utf-8", "surrogateescape")) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    if is_device(name):
        return "is the name of a device on Windows"
    if name.endswith((".", " ")):
        return "ends in a full stop or a blank, which Windows leaves out"
    for character in name:
        if character in _FORBIDDEN:
            return f'holds "{character}"' if character != '"' else "holds a quotation mark"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"holds the character U+{ord(character):04X}, which cannot be seen"
    return ""


def slug_hint(text: str, example: str) -> str:
    """What to write in the place of *text*, which is no `SLUG`; like *example*."""
    if is_device(text):
        return "write another: on Windows it is the name of a device"
    if len(text) > LONGEST:
        return f"write at most {LONGEST} characters"
    return f'write small letters, digits and "-" between them, like "{example}"'
