"""HTML of a seed as a tree: what of it a reader sees, and as which words. Elements that are not known are looked through."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.patterns import Pattern

Node = LexborNode
"""An element of a page, a text or a comment."""

MOST_NESTED = 200
"""Elements in elements that a page may have: those of real ones have 60 or fewer, and a parser takes long over thousands."""
_CUT_FIRST = 2000  # characters: enough of an address to tell what it leads to

# Not shown, executable, or for filling in.
_DROPPED = frozenset({
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "input", "button", "select",
    "textarea", "option", "datalist", "svg", "canvas", "dialog", "area", "map", "param", "source", "track", "-comment",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hgroup", "html", "legend", "li", "main", "nav", "p", "section", "summary", "caption", "tr",
    "td", "th",
})  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OWN_BLOCKS = frozenset({*HEADINGS, "ul", "ol", "menu", "blockquote", "pre", "table", "hr"})
EMBEDS = frozenset({"iframe", "video", "audio", "embed", "object"})
_TAG = Pattern(r"<(/?)([a-zA-Z][^\s/>]*)")
# Elements that need no end tag: a page of ten thousand paragraphs may leave all of theirs open.
_OPEN_ENDED = frozenset({
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rb", "rt", "rp",
    "br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "param", "source", "track",
})  # fmt: skip
_HIDDEN = Pattern(r"display\s*:\s*none")


def parse(html: str) -> LexborHTMLParser:
    """The tree of *html*. Raises ValueError where elements are nested too deep."""
    depth = 0
    for closing, name in _TAG.compiled.findall(html):
        if name.lower() not in _OPEN_ENDED:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MOST_NESTED:
                raise ValueError(f"more than {MOST_NESTED} elements lie in each other")
    return LexborHTMLParser(html)


def is_dropped(node: LexborNode) -> bool:
    """Whether no reader sees *node*, or it is nothing to read."""
    if (node.tag or "-comment") in _DROPPED:
        return True
    if node.tag == "-text":
        return False
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The children of *node* that a reader may see, texts among them."""
    child = node.child
    while child is not None:
        if not is_dropped(child):
            yield child
        child = child.next


def seen_in(node: LexborNode) -> str:
    """What a reader sees of *node*, as plain text, a line for each block; pictures and embeds by their labels."""
    lines = (" ".join(line.split()) for line in text_in(node).split("\n"))
    return "\n".join(filter(None, lines))


def text_in(node: LexborNode) -> str:
    """The text of *node* with its blanks as they stand in the page, and the ends of its lines and blocks."""
    pieces: list[str] = []
    todo: list[LexborNode | str] = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            pieces.append(one)
        elif one.tag == "-text":
            pieces.append(one.text_content or "")
        elif one.tag == "img" or one.tag in EMBEDS:
            pieces.append(f" {label_of(one)} ")
        elif one.tag == "br":
            pieces.append("\n")
        else:
            ends = ["\n"] if is_block(one) else []
            todo += [*ends, *reversed(list(children(one)))]
            pieces += ends
    return "".join(pieces)


def is_block(node: LexborNode) -> bool:
    """Whether *node* stands on lines of its own: also a part of a text in which blocks stand."""
    tag = node.tag
    if tag in BLOCKS or tag in OWN_BLOCKS:
        return True
    return tag not in ("a", "-text") and any(one.tag in BLOCKS or one.tag in OWN_BLOCKS for one in node.traverse())


def label_of(node: LexborNode) -> str:
    """The words for a picture or an embed: its own, else the last part of its address."""
    attributes = node.attributes
    said = next((attributes[name] for name in ("alt", "title", "aria-label") if attributes.get(name)), "") or ""
    if said.strip() or (node.tag == "img" and "alt" in attributes):  # alt="" says that it is a decoration
        return " ".join(said.split())
    address = address_of(node, "")
    parts = urlsplit(address) if address else None
    return f"{parts.netloc}{parts.path}".rstrip("/")[:_CUT_FIRST] if parts else ""


def address_of(node: LexborNode, base: str) -> str:
    """The address of what *node* links to or shows; "" for none on the web."""
    attributes = node.attributes
    names = ("href",) if node.tag == "a" else ("src", "data-src", "data")
    written = next((attributes[name] for name in names if attributes.get(name)), "") or ""
    try:
        address = urljoin(base, "".join(written.split()))
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
