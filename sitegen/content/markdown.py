"""Markdown to HTML that is safe to publish, and back to the words that a reader sees."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from sitegen.content.addresses import resolve as resolve
from sitegen.content.leads import LEAD_LENGTH
from sitegen.content.leads import lead_of as lead_of
from sitegen.content.prose import read_blocks

BELOW_UPDATE, BELOW_TITLE = 3, 2
"""The level of the first headings: in the body of an update, whose own is ``h2``, and on a page of the owner's."""

_BLOCK_TAG = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|th|td|hr)\b[^>]*>")
_IMAGE_TAG = re.compile(r'<img\b[^>]*\balt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
"""What HTML folds into one blank, and nothing else: a no-break space is a character."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_MAY_NEST = re.compile(r"^[ \t]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)", re.MULTILINE)


class Shown(NamedTuple):
    """A body as it is shown. *text* is `plain` of *html*.

    Where it is *proved*, no word was lost and nothing nests too deep, whoever asks: no parser had a part in it.
    """

    html: str
    text: str
    proved: bool


def shown(body: str, base: str, top: int = BELOW_UPDATE) -> Shown:
    r"""The Markdown *body* as it is shown, whose relative links are resolved against *base*, a path of the site.

    Raw HTML is shown as text; headings begin at the level *top*; nothing gets an ``id``; no picture is loaded from
    another host.

    >>> shown("A *simple* text.\n\n- [map](/x)", "/2017/11/03/x/")  # doctest: +NORMALIZE_WHITESPACE
    Shown(html='<p>A <em>simple</em> text.</p>\n<ul>\n<li><a href="/x">map</a></li>\n</ul>\n',
          text='A simple text.\nmap', proved=True)
    """
    blocks = read_blocks(body, base, top)
    if blocks is None:
        html = render_marked(body, base, top)
        return Shown(html, plain(html), False)
    parts, texts, left = blocks
    if not left:
        return Shown("".join(parts), "\n".join(texts), True)
    for place in left:
        parts[place] = render_marked(parts[place], base, top)
        texts[place] = plain(parts[place])
    return Shown("".join(parts), "\n".join(filter(None, texts)), False)


def render(body: str, base: str, top: int = BELOW_UPDATE) -> str:
    r"""HTML of the Markdown *body*, as `shown` has it.

    >>> render("# Raw <b>\n\n[note](#t1930) ![A map](http://example.org/map.png)", "/2017/11/03/x/")
    ... # doctest: +NORMALIZE_WHITESPACE
    '<h3>Raw &lt;b&gt;</h3>\n<p><a href="/2017/11/03/x/#t1930">note</a>
    <a href="http://example.org/map.png" rel="noopener">A map</a></p>\n'
    """
    return shown(body, base, top).html


def render_marked(body: str, base: str, top: int = BELOW_UPDATE) -> str:
    """HTML of *body* by the parser: what `render` returns for any text, only slower."""
    from sitegen.content.parser import parse  # its import takes longer than a build in which nothing changed

    return parse(body, base, top)


def too_deep(body: str) -> int | None:
    r"""The line of *body*, from 1, where quotes and lists nest deeper than the parser keeps; None if nowhere.

    >>> too_deep("Quote\n\n" + ">" * 100 + " lost"), too_deep("> kept")
    (3, None)
    """
    if ">" not in body and not _MAY_NEST.search(body):
        return None
    from sitegen.content.parser import find_too_deep

    return find_too_deep(body)


def plain(html: str) -> str:
    r"""The text that a reader sees in *html* of `render`, a line for each block, pictures by their descriptions.

    >>> plain('<p>One &amp; <em>two</em></p>\n<ul>\n<li>three</li>\n</ul>')
    'One & two\nthree'
    """
    marked = _BLOCK_TAG.sub("\0", _IMAGE_TAG.sub(r"\1", html.replace("<br>", " ")))
    blocks = (_folded(unescape(_TAG.sub("", block))) for block in marked.split("\0"))
    return "\n".join(filter(None, blocks))


def lead(html_or_text: str, limit: int = LEAD_LENGTH) -> str:
    """The first sentence of HTML of `render` or of plain text, cut at a word to have at most *limit* characters.

    >>> lead("Maj. Gen. A. B. Smith spoke at 7 p.m. Friday. He left.")
    'Maj. Gen. A. B. Smith spoke at 7 p.m. Friday.'
    """
    if html_or_text.startswith("<"):
        return lead_of(_first_line(html_or_text), limit)
    text = html_or_text.strip()
    gap = _BLANK_LINE.search(text)
    block = text[: gap.start()] if gap else text
    folded = _folded(block[: 2 * limit])
    if len(folded) <= limit + 2 < len(block):  # too few are left to be sure of what follows the cut
        folded = _folded(block)
    return lead_of(folded, limit)


def _first_line(html: str) -> str:
    """The first line of `plain`, most often of the first paragraph alone."""
    end = html.find("</p>")
    first = plain(html[:end]) if html.startswith("<p>") and end > 0 else ""
    return (first or plain(html)).partition("\n")[0]


def _folded(text: str) -> str:
    is_folded = not ("  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text)
    return (text if is_folded else _BLANKS.sub(" ", text)).strip(" ")
