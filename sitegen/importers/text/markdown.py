"""Markdown of a seed -> HTML, as its publisher's own program showed it: the way of Markdown seeds into `markup`."""

from __future__ import annotations

from functools import cache
from html import escape

from markdown_it import MarkdownIt

from sitegen.patterns import Pattern

_NESTING = 100  # quotes and lists in each other: the parser leaves out what is deeper, without a word

# The parser takes time in proportion to the square of both; a paragraph of a person has a tenth of them.
_LONGEST, _MOST_BRACKETS = 100_000, 1000
_BLANK_LINES = Pattern(r"\n\s*\n")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING})
    return parser.enable(["table", "strikethrough"])


def html_of_markdown(text: str) -> str:
    r"""HTML of *text*, which is CommonMark with tables, strikethrough and HTML; it is for `markup`, never for a page.

    A text of which a paragraph is far longer than people write stays as it is, marks and all.
    Raises ValueError where quotes and lists are nested too deep.

    >>> html_of_markdown("The *gates* open.")
    '<p>The <em>gates</em> open.</p>\n'
    """
    paragraphs = _BLANK_LINES.compiled.split(text)
    if any(len(one) > _LONGEST or one.count("[") > _MOST_BRACKETS for one in paragraphs):
        return "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    parser = _parser()
    tokens = parser.parse(text)
    if any(token.nesting == 1 and token.level >= _NESTING - 1 for token in tokens):
        raise ValueError(f"more than {_NESTING // 2} quotes and lists lie in each other")
    return str(parser.renderer.render(tokens, parser.options, {}))
