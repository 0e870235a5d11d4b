from __future__ import annotations

import pytest

from sitegen.errors import Location, Problem
from sitegen.importers.text.plain_text import decode, escape

PATH = "seeds/a.txt"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("1986. A year", "1986\\. A year"),
        ("1) x", "1\\) x"),
        ("[SANA]: x", "[SANA\\]: x"),
        ("2*3*4", "2\\*3\\*4"),
        ("# x", "\\# x"),
        ("## 19:30 — x", "\\## 19:30 — x"),
        ("+ x", "\\+ x"),
        ("- x", "\\- x"),
        ("> x", "\\> x"),
        ("    x\n\ty", "x\ny"),
        ("<b>x</b>", "\\<b>x\\</b>"),
        ("&amp; &#42;", "\\&amp; \\&#42;"),
        ("C:\\*dir", "C:\\\\*dir"),
        ("`a` b", "\\`a\\` b"),
        ("~~x~~", "\\~\\~x\\~\\~"),
        ("a | b\n---|---", "a | b\n\\---|---"),
        ("a\n---", "a\n\\---"),
        ("a\n===", "a\n\\==="),
        ("___", "\\___"),
        ("![x](y)", "![x\\](y)"),
        ("_x_", "\\_x\\_"),
        ("x  \ny", "x\ny"),
        ("<http://x>", "\\<http://x>"),
        ("```\nx\n```", "\\`\\`\\`\nx\n\\`\\`\\`"),
        ("\xa0x\u2028", "&nbsp;x&#x2028;"),
        ("a\u2028## 19:30", "a\u2028\\## 19:30"),
        ("a\x85# x", "a\x85\\# x"),
    ],
)
def test_marks_are_escaped_where_they_count(text: str, markdown: str) -> None:
    assert escape(text) == markdown


@pytest.mark.parametrize(
    "prose",
    [
        "It's the U.S.-led coalition's “first” strike (of 3) - isn't it?",
        "He paid $5,000; 40% more! #hashtag @name AT&T R&D;",
        "He said: [sic] it rose 5 < 6, a_b, x * y, 1986.",
        "See http://example.org/a_b?c=d&e=f#g, or C:\\dir.",
        "*Figures are of Friday. 2 + 2 = 4 ~ 5 | 6",
        "-5 degrees, 3.5 km/h, 7:30 p.m.",
    ],
)
def test_prose_stays_readable(prose: str) -> None:
    assert escape(prose) == prose


def test_decode_reads_marked_utf_8_and_utf_16() -> None:
    assert decode("é\r\nx\ry".encode("utf-8-sig"), "", PATH) == "é\nx\ny"
    assert decode("é\r\n".encode("utf-16"), "windows-1252", PATH) == "é\n"
    assert decode(b"", "", PATH) == ""


def test_decode_obeys_the_sidecar() -> None:
    assert decode(b"caf\xe9", "windows-1252", PATH) == "café"


def problem(data: bytes, encoding: str = "") -> Problem:
    found = decode(data, encoding, PATH)
    assert isinstance(found, Problem)
    return found


def test_invalid_utf_8_has_a_place_and_a_byte() -> None:
    found = problem("one\r\ncafé ".encode() + b"\xe9t")
    assert found.where == Location(PATH, 2, 6)
    assert found.code == "invalid-utf8"
    assert "0xe9" in found.message
    assert "encoding: windows-1252" in found.hint
    assert problem(b"\xef\xbb\xbfab\xff").where == Location(PATH, 1, 3)


def test_other_encodings_fail_with_a_place() -> None:
    assert problem(b"ab\x81", "windows-1252").code == "invalid-encoding"
    assert problem(b"\xff\xfea\x00\x00\xd8", "").where == Location(PATH, 1, 2)


@pytest.mark.parametrize("name", ["no-such", "hex\x00", "../x"])
def test_an_unknown_encoding_is_a_problem(name: str) -> None:
    assert problem(b"x", name).code == "unknown-encoding"


@pytest.mark.parametrize("name", ["hex", "undefined"])
def test_an_encoding_that_is_none_of_text_is_a_problem(name: str) -> None:
    assert problem(b"x", name).code == "invalid-encoding"


@pytest.mark.parametrize("byte", [0, 1, 8, 11, 14, 27, 31])
def test_control_characters_are_problems(byte: int) -> None:
    found = problem(b"a\n\tb" + bytes([byte]))
    assert (found.code, found.where) == ("control-character", Location(PATH, 2, 3))
    assert f"U+{byte:04X}" in found.message


def test_tabs_and_page_breaks_are_text() -> None:
    assert decode(b"a\tb\x0cc", "", PATH) == "a\tb\x0cc"
