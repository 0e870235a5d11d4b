"""Pages in pieces: what is made once and put into many pages, and how a page is put together from it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from sitegen.pages.views import Notice, Page, UpdateView

# Marks that stand in a text for what comes later. No content can hold them: nobody can guess the token of a process.
_TOKEN = secrets.token_hex(4)
ROOT = f"\0{_TOKEN}/"
"""Stands for the way from a page to the root of the site, so that what pages share is the same on all of them."""
MARK = f"\1{_TOKEN}"
"""How the mark of a piece begins."""
END = f"\2{_TOKEN}"
"""Stands after each of several pieces that were rendered at once."""
_MARKS = re.compile(f"{MARK}([^\1]*)\1".encode())
_BODY = b"body:"


class Piece(NamedTuple):
    """Some HTML in UTF-8, with its ids and internal links. A tuple, since a build makes one for each update."""

    html: bytes
    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


PiecesOf = Callable[[Sequence[UpdateView], int, bool, Page], list[Piece]]
"""Gives the HTML of updates: with headings of a level, with UTC beside clocks or not, for a page."""


NoticesOf = Callable[[Sequence[Notice], Page], list[Piece]]
"""Gives the HTML of notices, for a page."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """A page while its layout is rendered: the pieces that are put in when that is done. *body_of* gives those of bodies."""

    pieces_of: PiecesOf
    notices_of: NoticesOf
    body_of: Callable[[str], bytes]
    pieces: list[Piece] = field(default_factory=list)

    def put(self, piece: Piece) -> Markup:
        """The mark for *piece*."""
        self.pieces.append(piece)
        return Markup(f"{MARK}{len(self.pieces) - 1}\1")

    def join(self, html: bytes, body_of: Callable[[str], Piece]) -> tuple[bytes, list[Piece]]:
        """*html* with its pieces and bodies in the places of their marks, and the pieces."""
        texts = _MARKS.split(html)
        found = []
        for at in range(1, len(texts), 2):
            name = texts[at]
            is_body = name.startswith(_BODY)
            piece = body_of(name[len(_BODY) :].decode()) if is_body else self.pieces[int(name)]
            texts[at] = piece.html
            found.append(piece)
        return b"".join(texts), found


def joined(pieces: Sequence[Piece], separator: bytes) -> Piece:
    """*pieces* as one, with *separator* between."""
    if len(pieces) == 1:
        return pieces[0]
    ids = tuple([name for piece in pieces for name in piece.ids])
    links = tuple([link for piece in pieces for link in piece.links])
    return Piece(separator.join([piece.html for piece in pieces]), ids, links)


def body_mark(name: str) -> Markup:
    """The mark for the body called *name*."""
    return Markup(f"{MARK}{_BODY.decode()}{name}\1")
