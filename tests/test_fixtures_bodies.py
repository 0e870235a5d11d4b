"""Real live blogs, cut roughly into paragraphs: the parser is asked about each. SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.content.markdown import plain, render_marked, shown
from sitegen.importers.text.plain_text import escape
from sitegen.words import lost_words

pytestmark = pytest.mark.fixtures
BASE = "/2017/11/03/x/"
TOO_LONG = 20_000  # characters: a whole page of HTML on one line


def paragraphs() -> Iterator[str]:
    """Paragraphs of all fixtures as they are and as an importer writes them, and four together."""
    for path in sorted(Path(os.environ["SITEGEN_FIXTURES"]).rglob("*")):
        if path.is_file():
            parts = [part for part in re.split(r"\n{2,}", path.read_text(encoding="utf-8")) if len(part) < TOO_LONG]
            yield from parts
            yield from map(escape, parts)
            yield from ("\n\n".join(parts[place : place + 4]) for place in range(0, len(parts), 4))


def test_real_paragraphs_are_made_as_the_parser_makes_them() -> None:
    proved = 0
    for body in paragraphs():
        made = shown(body, BASE)
        assert made.html == render_marked(body, BASE)
        assert made.text == plain(made.html)
        assert not made.proved or lost_words(body, made.html) == []
        proved += made.proved
    assert proved > 500
