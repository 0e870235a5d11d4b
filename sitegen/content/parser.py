"""Markdown to HTML by the parser: knows what markdown-it does, and what of it a page may not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from sitegen.content.addresses import SCHEME, WEB, resolve

NESTING = 100
"""How deep quotes and lists may nest: a quote is one step, a list two (the list and its item)."""

_LANGUAGE = re.compile(r"[a-z0-9+-]+")


class _Parser(MarkdownIt):
    """CommonMark with tables and strikethrough whose addresses stay as written: `_resolve` alone changes them."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": NESTING})
        self.enable(["table", "strikethrough"])
        self.inline.ruler.at("image", _image)
        self.inline.ruler.at("link", _link_rule)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return resolve(url, "/") is not None


_UNCLOSED = -1  # in the parser's memory of a paragraph, whose other keys are places in it
_MOST_UNCLOSED = 100


def _image(state: StateInline, silent: bool) -> bool:
    """The rule of pictures, without its storms: it looks for the end of each "![" in all of the rest of the paragraph.

    Where a hundred have none, the others of the paragraph are text.
    """
    if not state.src.startswith("![", state.pos) or state.src.find("]", state.pos) < 0:
        return False
    unclosed = state.cache.get(_UNCLOSED, 0)
    if unclosed >= _MOST_UNCLOSED:
        return False
    if image(state, silent):
        return True
    state.cache[_UNCLOSED] = unclosed + 1
    return False


def _link_rule(state: StateInline, silent: bool) -> bool:
    """The rule of links, which looks for no end of a "[" where none is left."""
    return state.src.startswith("[", state.pos) and state.src.find("]", state.pos) > 0 and link(state, silent)


@cache
def _parser() -> MarkdownIt:
    return _Parser()


def parse(body: str, base: str, top: int) -> str:
    """HTML of the Markdown *body*, its links seen from *base*, its headings from the level *top* on."""
    parser = _parser()
    tokens = parser.parse(body)
    for token in tokens:
        _tame(token, base, top)
    return str(parser.renderer.render(tokens, parser.options, {}))


def find_too_deep(body: str) -> int | None:
    """The line of *body*, from 1, where a quote or a list reaches the level `NESTING`; None if nowhere.

    markdown-it drops the content of a block at that level, without a word.
    """
    for token in _parser().parse(body):
        if token.type in ("blockquote_open", "list_item_open") and token.level >= NESTING - 1 and token.map:
            return token.map[0] + 1
    return None


def _tame(token: Token, base: str, top: int) -> None:
    """Change a block *token* of markdown-it to what a page of ours may show."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, max(top, int(token.tag[1:]) + top - 2))}"
    elif token.type == "fence":
        language = token.info.strip().partition(" ")[0].lower()
        token.info = language if _LANGUAGE.fullmatch(language) else ""
    elif token.type in ("th_open", "td_open") and "style" in token.attrs:
        # A page's content security policy refuses inline styles.
        token.attrs = {"class": f"align-{str(token.attrs['style']).removeprefix('text-align:')}"}
    elif token.type == "inline":
        token.children = list(_tamed_inline(token.children or [], base))


def _tamed_inline(tokens: Sequence[Token], base: str) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type == "link_open":
            links += 1
            token.attrs = _link(str(token.attrs.get("href", "")), token.attrs.get("title"), base)
        elif token.type == "link_close":
            links -= 1
        if token.type == "image":
            yield from _picture(token, base, inside_link=links > 0)
        else:
            yield token


def _link(address: str, title: str | int | float | None, base: str) -> dict[str, str | int | float]:
    """The attributes of a link: a page that is not ours never learns who opened it as a script."""
    href = resolve(address, base) or base
    attributes: dict[str, str | int | float] = {"href": href}
    if title:
        attributes["title"] = title
    if WEB.match(href):
        attributes["rel"] = "noopener"
    return attributes


def _picture(token: Token, base: str, *, inside_link: bool) -> Iterator[Token]:
    """A picture of this site as it is; any other as a link to it, or as its address in a title where it is linked."""
    attributes = _link(str(token.attrs.get("src", "")), token.attrs.get("title"), base)
    href, text = str(attributes["href"]), _text_of(token.children or [])
    if not SCHEME.match(href):
        token.type, token.attrs = "local_image", {"src": href, "alt": text, "loading": "lazy"}
        if "title" in attributes:
            token.attrs["title"] = attributes["title"]
        yield token
        return
    tag = "span" if inside_link else "a"
    shown = Token("text", "", 0, content=text or href.rstrip("/").rpartition("/")[2])
    named = " ".join(str(attributes[key]) for key in ("title", "href") if key in attributes)
    yield Token("picture_open", tag, 1, attrs={"title": named} if inside_link else attributes)
    yield shown
    yield Token("picture_close", tag, -1)


def _text_of(tokens: Sequence[Token]) -> str:
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else _text_of(token.children or []) or token.content
        for token in tokens
    )
