"""What a YAML text holds before anything is typed: texts, lists and mappings, each with its place in the file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sitegen.errors import Location

SHOWN_CHARACTERS = 60  # of a value that a message quotes: a message stays on one line


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text, whatever it looks like: ``19:30`` and ``NO`` stay as written. ``where`` covers its quotes."""

    text: str
    where: Location


@dataclass(frozen=True, slots=True)
class Items:
    """A list, in the order of the file."""

    nodes: tuple[Node, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file, by the text of the key.

    *complete* is False where reading stopped inside the mapping, so that an absent key says nothing.
    """

    entries: dict[str, tuple[Scalar, Node]]
    where: Location
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that has a problem already: whoever meets it takes the default and says no more."""

    where: Location


Node = Scalar | Items | Mapping | Refused


def quoted(text: str) -> str:
    r"""*text* for a message: in double quotes, cut at 60 characters, without characters that cannot be shown.

    >>> print(quoted("a\x07b"))
    "a\x07b"
    """
    shown = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown) + '"'


def double_quoted(text: str) -> str:
    """*text* as a double-quoted scalar (YAML 1.1 §9.2): JSON's quoting, and what YAML may not hold bare escaped too."""
    return "".join(
        character
        if character.isprintable()
        else f"\\U{ord(character):08x}"
        if ord(character) > 0xFFFF
        else f"\\u{ord(character):04x}"
        for character in json.dumps(text, ensure_ascii=False)
    )
