"""HTML of a seed -> Markdown, by allow-list: nothing executable survives, and no address but those of the web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.importers.text.plain_text import escape
from sitegen.importers.web.html import (
    EMBEDS,
    HEADINGS,
    IMAGES,
    OWN_BLOCKS,
    Node,
    address_of,
    children,
    is_block,
    label_of,
    parse,
    picture_of,
    seen_in,
    text_in,
)
from sitegen.importers.web.runs import BREAK, PLAIN, Run, fold_blanks, inline
from sitegen.patterns import Pattern
from sitegen.words import words

_CONTROLS = Pattern(r"[\x00-\x08\x0b-\x1f\x7f]")
_ITEM = Pattern(r"(?:([0-9]{1,9})[.)]|[-*]) ")  # that a list begins with
_ITEMS = Pattern(r"^(?:([0-9]{1,9})\.|(-))( )", re.MULTILINE)
_PICTURE = Pattern(r"!\[(?:\\.|[^][\\])*\]\(")  # in text, a bracket would be escaped
_CODE = frozenset({"code"})  # in which marks of other styles would be text
_LISTED = 8  # lists and quotations in each other: what is deeper stands in the eighth
_STYLES = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("s", "strike", "del"), "struck"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of a seed: as *markdown*, and as a reader sees it (*seen*, plain text), each made without the other."""

    markdown: str = ""
    seen: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is no word in it, and no picture that the seed holds."""
        return not words(self.seen) and _PICTURE.search(self.markdown) is None


NO_WORDS = Passage()


def passage_of_html(html: str, base: str = "") -> Passage:
    """*html*, part of a page at the address *base* ("" where it is not known: relative links lose their address).

    Raises ValueError where elements are nested too deep.
    """
    return passage_of_node(parse(html).root, base) if html and not html.isspace() else NO_WORDS


def passage_of_node(node: Node | None, base: str = "") -> Passage:
    """The content of *node*, an element of a page at the address *base*."""
    return Passage() if node is None else Passage(markdown_of(node, base), seen_in(node))


def passage_of_nodes(nodes: Sequence[Node], base: str = "") -> Passage:
    """*nodes* themselves, one after the other, elements and texts of a page at the address *base*."""
    return Passage("\n\n".join(_blocks(nodes, _Place(base, _top(nodes)))), seen_in(*nodes))


def passage_of_text(text: str) -> Passage:
    """Plain *text*, whose paragraphs are divided by blank lines."""
    paragraphs = (escape(part) for part in text.replace("\r\n", "\n").split("\n\n"))
    return Passage("\n\n".join(filter(None, paragraphs)), text)


def joined(passages: Iterable[Passage]) -> Passage:
    """*passages* one after the other."""
    parts = [part for part in passages if part.markdown or part.seen]
    return Passage("\n\n".join(p.markdown for p in parts if p.markdown), "\n".join(p.seen for p in parts))


def markdown_of(node: Node, base: str = "") -> str:
    """The content of *node* as CommonMark, with tables and strikethrough."""
    return "\n\n".join(_blocks(children(node), _Place(base, _top((node,)))))


def _top(nodes: Iterable[Node]) -> int:
    """The level of the first headings in *nodes*."""
    tags = (one.tag or "" for node in nodes for one in node.traverse())
    return min((int(tag[1]) for tag in tags if tag in HEADINGS), default=1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a page something stands: *top* is the level of its first headings, *depth* counts lists and quotations."""

    base: str
    top: int
    depth: int = 0


def _blocks(nodes: Iterable[Node], place: _Place) -> Iterator[str]:
    """The blocks of *nodes*, each as Markdown; a list that follows a list of its kind is marked so that it stays one."""
    before = ""
    for block in _each(nodes, place):
        mark = _ITEM.match(block)
        again = _ITEM.match(before)
        if mark and again and mark[0][-2] == again[0][-2]:
            block = _ITEMS.sub(r"\1)\3" if mark[1] else r"* ", block)
        yield block
        before = block


def _each(nodes: Iterable[Node], place: _Place) -> Iterator[str]:
    """The blocks of *nodes*; runs of text between blocks are paragraphs."""
    runs: list[Run] = []
    for child in nodes:
        tag = child.tag or ""
        if tag in EMBEDS or is_block(child):
            yield from _paragraphs(runs)
            runs = []
            yield from _block(child, tag, place)
        else:
            runs += _runs(child, place.base, PLAIN)
    yield from _paragraphs(runs)


def _block(node: Node, tag: str, place: _Place) -> Iterator[str]:
    if tag in HEADINGS:
        if text := inline(fold_blanks(_flat(node, place.base)), one_line=True):
            yield f"{'#' * min(6, 2 + int(tag[1]) - place.top)} {text}"
    elif tag == "pre":
        yield from _code(node)
    elif tag == "table":
        yield from _table(node, place)
    elif tag == "blockquote":
        inner = list(_blocks(children(node), replace(place, depth=place.depth + 1)))
        if inner and place.depth < _LISTED:
            yield _prefixed("\n\n".join(inner), "> ", "> ")
        else:
            yield from inner
    elif tag in ("ul", "ol", "menu"):
        yield from _list(node, tag, place)
    elif tag in EMBEDS:
        if label := label_of(node):
            shown = inline([Run(label, href=address_of(node, place.base))])
            yield shown if place.depth >= _LISTED else _prefixed(shown, "> ", "> ")
    elif tag != "hr":  # which is no text: it only divides
        yield from _blocks(children(node), place)


def _list(node: Node, tag: str, place: _Place) -> Iterator[str]:
    inner = replace(place, depth=place.depth + 1)
    items = [item for item in _items(node, inner) if item]
    if place.depth >= _LISTED:
        yield from (block for item in items for block in item)
        return
    start = node.attributes.get("start") or "1"
    number = int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 1
    marks = [f"{number + at}. " if tag == "ol" else "- " for at in range(len(items))]
    gap = "\n\n" if any(len(item) > 1 and not item[1].startswith(("- ", "1. ")) for item in items) else "\n"
    shown = (_prefixed(gap.join(item), mark, " " * len(mark)) for mark, item in zip(marks, items, strict=True))
    if items:
        yield gap.join(shown)


def _items(node: Node, place: _Place) -> Iterator[list[str]]:
    """The items of a list, each as its blocks; what stands between items is one too."""
    runs: list[Run] = []
    for child in children(node):
        tag = child.tag or ""
        if tag in EMBEDS or is_block(child):
            yield list(_paragraphs(runs))
            runs = []
            yield list(_block(child, tag, place))
        else:
            runs += _runs(child, place.base, PLAIN)
    yield list(_paragraphs(runs))


def _code(node: Node) -> Iterator[str]:
    text = "\n".join(line.rstrip() for line in _CONTROLS.sub(" ", text_in(node)).split("\n")).strip("\n")
    if not words(text):
        return
    longest = max((len(run) for run in Pattern(r"`+").compiled.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}\n{text}\n{fence}"


def _table(node: Node, place: _Place) -> Iterator[str]:
    """A table of text; one that holds blocks is there for the look of a page, and its cells follow one another."""
    rows = [[cell for cell in children(row) if cell.tag in ("td", "th")] for row in node.css("tr")]
    rows = [row for row in rows if row] if words(seen_in(node)) else []
    width = max(map(len, rows), default=0)
    caption = node.css_first("caption")
    if caption is not None:
        yield from _blocks(children(caption), place)
    is_plain = not any(one.tag in OWN_BLOCKS for row in rows for cell in row for one in cell.traverse())
    if width < 2 or not is_plain or place.depth or node.css_first("table table") is not None:
        for row in rows if node.css_first("table table") is None else [[node]]:
            for cell in row:
                yield from _cells(cell, place) if cell is node else _blocks(children(cell), place)
        return
    lines = [
        "| "
        + " | ".join(inline(fold_blanks(_flat(cell, place.base)), one_line=True, in_table=True) for cell in row)
        + " |" * (1 + width - len(row))
        for row in rows
    ]
    yield "\n".join((lines[0], "|" + " --- |" * width, *lines[1:]))


def _cells(table: Node, place: _Place) -> Iterator[str]:
    """The text of a table of tables, in its order."""
    for child in children(table):
        if child.tag == "table":
            yield from _table(child, place)
        elif child.tag in ("tbody", "thead", "tfoot", "tr"):
            yield from _cells(child, place)
        elif child.tag != "caption":
            yield from _blocks(children(child), place)


def _paragraphs(runs: Iterable[Run]) -> Iterator[str]:
    """The paragraphs of *runs*: two line breaks in a row divide them."""
    part: list[Run] = []
    folded = fold_blanks(runs)
    for run in [*folded, BREAK, BREAK] if folded else []:
        if run is BREAK and part and part[-1] is BREAK:
            if any(one.picture or one.text.strip() for one in part):  # no-break blanks alone only keep paragraphs apart
                yield inline(part)
            part = []
        elif run is BREAK or part or not run.is_blank:
            part.append(run)


def _runs(node: Node, base: str, style: Run) -> Iterator[Run]:
    """The text of *node* in runs of one style."""
    tag = node.tag
    if tag == "-text":
        yield replace(style, text=node.text_content or "")
    elif tag == "br":
        yield BREAK
    elif tag in IMAGES or tag in EMBEDS:
        label = label_of(node)
        if (name := picture_of(node)) and (words(label) or not label):  # else it is a smiley
            blank = replace(style, text=" ")
            yield from (blank, Run(label, href=style.href, picture=name), blank)
            return
        address = style.href or (address_of(node, base) if words(label) else "")  # a smiley is text, and no picture
        yield replace(style, text=f" {label} ", href=address)
    else:
        inner = style
        if tag in _STYLES:
            kind = _STYLES[tag]
            inner = replace(style, style=_CODE if "code" in (kind, *style.style) else style.style | {kind})
        elif tag == "a" and (address := address_of(node, base)):
            inner = replace(style, href=address)
        # In a heading, a cell or a link, which are of one line.
        ends = [replace(inner, text=" ")] if is_block(node) else []
        yield from ends
        for child in children(node):
            yield from _runs(child, base, inner)
        yield from ends


def _flat(node: Node, base: str, style: Run = PLAIN) -> list[Run]:
    """The text of *node* in runs without line breaks, as a heading, a cell or a link can hold it."""
    return [replace(run, text=" ") if run is BREAK else run for run in _runs(node, base, style)]


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])])
