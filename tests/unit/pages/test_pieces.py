from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.pieces import _TOKEN, ROOT, Assembly, Piece, body_mark, joined

BODIES = {"1/2": Piece(b"<p>B</p>", (), ("/b/",)), "own/about": Piece(b"<p>About</p>")}


def assembly() -> Assembly:
    return Assembly(lambda updates, level, mixed, lang: [], lambda notices, page: [], lambda name: BODIES[name].html)


def test_pieces_and_bodies_stand_where_their_marks_stood() -> None:
    page = assembly()
    first, second = page.put(Piece(b"<b>one</b>", ("one",))), page.put(Piece(b"<i>two</i>", (), ("/two/",)))
    text = f"a {second} b {body_mark('1/2')} c {first} d {body_mark('own/about')}{second}"
    html, pieces = page.join(text.encode(), BODIES.__getitem__)
    assert html == b"a <i>two</i> b <p>B</p> c <b>one</b> d <p>About</p><i>two</i>"
    assert [piece.html for piece in pieces] == [
        b"<i>two</i>",
        b"<p>B</p>",
        b"<b>one</b>",
        b"<p>About</p>",
        b"<i>two</i>",
    ]


def test_a_text_without_marks_is_itself() -> None:
    assert assembly().join(b"plain", BODIES.__getitem__) == (b"plain", [])


def test_marks_in_a_piece_are_text() -> None:
    """What a piece holds was joined before; a mark of another assembly in it would name other pieces."""
    page = assembly()
    inner = str(page.put(Piece(b"<b>one</b>")))
    outer = page.put(Piece(f"<p>{inner}</p>".encode()))
    assert page.join(outer.encode(), BODIES.__getitem__)[0] == f"<p>{inner}</p>".encode()


FORGED = st.text("\0\1/:0123456789abcdefoy", max_size=30) | st.sampled_from(
    ["\0", "\1", "\0" + "0" * 8 + "/", "\1" + "0" * 8 + "0\1", "\1body:1/2\1", "\0/", "\1\1", "\0\1\0\1"]
)


@given(FORGED, FORGED)
def test_no_content_can_forge_a_mark(before: str, after: str) -> None:
    page = assembly()
    mark = page.put(Piece(b"<b>one</b>"))
    html, pieces = page.join(f"{before}{mark}{after}".encode(), BODIES.__getitem__)
    assert html.decode() == f"{before}<b>one</b>{after}"
    assert len(pieces) == 1
    assert ROOT not in before + after


def test_marks_have_a_token_that_nobody_can_guess() -> None:
    assert len(_TOKEN) >= 8
    assert _TOKEN in ROOT
    assert _TOKEN in body_mark("1/2")


@pytest.mark.parametrize("separator", [b"", b"</li>\n<li>\n"])
def test_pieces_are_joined_with_what_stands_between(separator: bytes) -> None:
    one, two = Piece(b"<b>one</b>", ("a",), ("/x/",)), Piece(b"<i>two</i>", ("b",), ("/x/", "/y/"))
    assert joined([one, two], separator) == Piece(
        b"<b>one</b>" + separator + b"<i>two</i>", ("a", "b"), ("/x/", "/x/", "/y/")
    )
    assert joined([one], separator) == one
