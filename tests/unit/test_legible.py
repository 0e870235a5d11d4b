from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import Problem
from sitegen.legible import contained, is_plain, legible, read_text

OPEN = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
OPEN |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
turned = st.text(st.sampled_from([*OPEN, "\u202c", "\u2069", "a", "א", "\n", "\x85"]), max_size=12)


def levels_left_open(text: str) -> int:
    """How many embeddings and isolates are open at the end of *text*, by UAX #9 §3.3.2 (X1 to X8) without its limit."""
    stack: list[str] = []
    for character in text:
        if character in OPEN:
            stack.append(character)
        elif character == "\u202c" and stack and OPEN[stack[-1]] == "\u202c":
            stack.pop()
        elif character == "\u2069" and any(OPEN[one] == "\u2069" for one in stack):
            while OPEN[stack.pop()] != "\u2069":
                pass
    return len(stack)


@pytest.mark.promise("X7")
@given(turned)
def test_no_name_turns_what_follows_it(text: str) -> None:
    shown = contained(text)
    assert levels_left_open(shown) == 0
    assert contained(shown) == shown


@pytest.mark.promise("X7")
@given(turned, turned)
def test_no_name_ends_what_stands_around_it(before: str, text: str) -> None:
    """What was open before a name is open behind it."""
    assert levels_left_open(before + contained(text)) == levels_left_open(before)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc", "abc"),
        ("abc \u202e cba", "abc \u202e cba\u202c"),
        ("\u2067\u202ea", "\u2067\u202ea\u202c\u2069"),
        ("\u2067\u202ea\u2069b", "\u2067\u202ea\u2069b"),
        ("\u202e\u2067a\u202cb", "\u202e\u2067ab\u2069\u202c"),
        ("\u202ca\u2069", "a"),
        ("\u200fa\u200e", "\u200fa\u200e"),
    ],
)
def test_marks_of_direction_are_closed(text: str, shown: str) -> None:
    assert contained(text) == shown


@pytest.mark.promise("X6")
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_the_quick_look_at_bytes_is_the_look_at_characters(text: str) -> None:
    odd = any(_is_odd(character) for character in text.replace("\r\n", "\n"))
    assert is_plain(text.encode()) is not odd


@pytest.mark.promise("X6")
def test_the_quick_look_sees_every_character_that_is_none() -> None:
    every = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    wrong = [hex(code) for code in every if is_plain(chr(code).encode()) is _is_odd(chr(code))]
    assert wrong == []


def _is_odd(character: str) -> bool:
    code = ord(character)
    is_control = unicodedata.category(character) == "Cc" and character not in "\t\n"
    return is_control or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


@pytest.mark.parametrize("text", ["a\0", "a\x1bb", "a\rb", "\x0b", "a\r\r\nb"])
def test_a_control_character_is_told_with_its_place(text: str) -> None:
    found = read_text(f"one\r\n{text}", "content/x.md")
    assert isinstance(found, Problem)
    assert (found.code, found.where.path, found.where.line) == ("control-character", "content/x.md", 2)


def test_what_cannot_be_shown_is_marked() -> None:
    assert legible("a\x7f\x85\x9f\ufdd0\ufffe\U0001ffffb") == "a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb"
    assert legible("a\x0cb\tc\nd") == "a b\tc\nd"
    assert legible("a\u2028b\u200bc\ue000\xa0") == "a\u2028b\u200bc\ue000\xa0"
