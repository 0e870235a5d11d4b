"""HTML of a seed as a tree: what of it a reader sees, and as which words. Elements that are not known are looked through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.patterns import Pattern

Node = LexborNode
"""An element of a page, a text or a comment."""

MOST_NESTED = 200
"""Elements in elements that a page may have: those of real ones have 60 or fewer, and a parser takes long over thousands."""
MOST_ATTRIBUTES = 2000
"""Attributes that an element of a page may have: those of real ones have dozens, and a parser compares each with all."""
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
EMBEDS = frozenset({
    "iframe", "video", "audio", "embed", "object", "amp-iframe", "amp-video", "amp-audio", "amp-youtube", "amp-twitter",
})  # fmt: skip
# Where what AMP names by its number is on the web.
_AMP_ADDRESSES = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v="),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/"),
}
IMAGES = frozenset({"img", "amp-img", "amp-anim"})
_TAG = Pattern(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*))")
# As browsers read them (HTML section 13.2.5.32): a blank between two may lack, and "=" begin a name.
_ATTRIBUTE = r"(?:[\s/]++|(?<=[\"']))[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_ATTRIBUTES, _ONE_ATTRIBUTE = Pattern(f"(?:{_ATTRIBUTE})*+"), Pattern(_ATTRIBUTE)
_MOST_OPEN = 2000  # tags that are not closed, by a count that only looks at tags; real pages leave many open
# Elements whose content is no markup, and drawings, whose elements end in themselves.
_OPAQUE = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp", "svg", "math"})
# Elements that need no end tag: a page of ten thousand paragraphs may leave all of theirs open.
_OPEN_ENDED = frozenset({
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rb", "rt", "rp",
    "br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "param", "source", "track",
    "basefont", "bgsound", "frame", "keygen",
})  # fmt: skip
# Where pictures and embeds have their address: pages put a dot for the eye into "src" until a script has run.
_SHOWN_AT = ("data-src", "data-original", "data-lazy-src", "src", "data")
_NAME = "sitegen-picture"  # the attribute of pictures that will lie beside the content file: their names there
_MARKED = Pattern(rf"(?i){_NAME}")
_HIDDEN = Pattern(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
# By which style sheets keep words for programs that read pages aloud.
_UNSEEN = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "a11y-hidden", "u-vh", "gs-u-vh"}
)
_DOT = ("0", "1", "0px", "1px")  # the width and height of a picture that counts readers
_SAVED_BESIDE = Pattern(r"(?:\./)?[^/:?#]+_files/")  # where a browser lays what belongs to a page that it saves


def parse(html: str, pictures: Mapping[str, str] | None = None) -> LexborHTMLParser:
    """The tree of *html*. Raises ValueError where elements are nested too deep, or one is crowded with attributes.

    *pictures* are the names of those that will lie beside the content file, by their addresses in *html*.
    """
    most_open, most_attributes = _crowding(html)
    if most_attributes > MOST_ATTRIBUTES:  # the parser's time grows with the square of both
        raise ValueError(f"an element has more than {MOST_ATTRIBUTES:,} attributes")
    if most_open <= _MOST_OPEN:
        tree = LexborHTMLParser(html)
        _mark(tree, pictures or {}, may_be_marked=_MARKED.search(html) is not None)
        if tree.root is None or not _is_deeper(tree.root, MOST_NESTED):
            return tree
    raise ValueError(f"more than {MOST_NESTED} elements lie in each other")


def _mark(tree: LexborHTMLParser, pictures: Mapping[str, str], *, may_be_marked: bool) -> None:
    """Give each of the *pictures* in *tree* its name; a page that says such a thing itself is not believed."""
    for node in tree.css(f"[{_NAME}]") if may_be_marked else ():
        del node.attrs[_NAME]
    for node in tree.css(", ".join(IMAGES)) if pictures else ():
        name = next((pictures[address] for address in addresses_in(node) if address in pictures), "")
        if name:
            node.attrs[_NAME] = name


def picture_of(node: LexborNode) -> str:
    """The name of the file in which the picture *node* will lie beside the content file, "" for none."""
    return node.attributes.get(_NAME) or "" if node.tag in IMAGES else ""


def addresses_in(node: LexborNode) -> Iterator[str]:
    """The addresses that the picture *node* has, as they are written there."""
    attributes = node.attributes
    return filter(None, ((attributes.get(name) or "").strip() for name in _SHOWN_AT))


def _crowding(html: str) -> tuple[int, int]:
    """How many tags of *html* are open at once, at most, and how many attributes one has.

    More are open than elements lie in each other, where end tags may lack.
    """
    lower = html.lower()
    most = crowded = depth = at = 0
    search, skip = _TAG.compiled.search, _ATTRIBUTES.compiled.match
    while match := search(lower, at):
        at = match.end()
        closing, name = match.groups()
        if name is not None:
            before = at
            at = found.end() if (found := skip(lower, at)) else at
            if at > before + 2 * MOST_ATTRIBUTES:
                crowded = max(crowded, sum(1 for _ in _ONE_ATTRIBUTE.compiled.finditer(lower, before, at)))
        end = "-->" if name is None else f"</{name}" if name in _OPAQUE and not closing else ""
        if end:
            at = lower.find(end, at)
            if at < 0:
                break
            at += len(end)
        elif name not in _OPEN_ENDED:
            depth = max(0, depth - 1) if closing else depth + 1
            most = max(most, depth)
    return most, crowded


def _is_deeper(root: LexborNode, most: int) -> bool:
    """Whether elements below *root* lie in more than *most* others."""
    level = [root]
    for _ in range(most + 1):
        level = [child for node in level for child in node.iter()]
        if not level:
            return False
    return True


def is_dropped(node: LexborNode) -> bool:
    """Whether no reader sees *node*, or it is nothing to read."""
    if (node.tag or "-comment") in _DROPPED:
        return True
    if node.tag == "-text":
        return False
    attributes = node.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None:
        return True
    if node.tag == "img" and attributes.get("width") in _DOT and attributes.get("height") in _DOT:
        return True
    classes = attributes.get("class")
    return classes is not None and not _UNSEEN.isdisjoint(classes.split())


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The children of *node* that a reader may see, texts among them."""
    child = node.child
    while child is not None:
        if not is_dropped(child):
            yield child
        child = child.next


def seen_in(*nodes: LexborNode) -> str:
    """What a reader sees of *nodes*, as plain text, a line for each block; pictures and embeds by their labels."""
    lines = (" ".join(line.split()) for line in text_in(*nodes).split("\n"))
    return "\n".join(filter(None, lines))


def text_in(*nodes: LexborNode) -> str:
    """The text of *nodes* with its blanks as they stand in the page, and the ends of its lines and blocks."""
    pieces: list[str] = []
    todo: list[LexborNode | str] = list(reversed(nodes))
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            pieces.append(one)
        elif one.tag == "-text":
            pieces.append(one.text_content or "")
        elif one.tag in IMAGES or one.tag in EMBEDS:
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
    """The words for a picture or an embed: its own, else its address without scheme and query."""
    attributes = node.attributes
    said = next((attributes[name] for name in ("alt", "title", "aria-label") if attributes.get(name)), "") or ""
    if said.strip() or (node.tag in IMAGES and "alt" in attributes):  # alt="" says that it is a decoration
        return " ".join(said.split())
    address = address_of(node, "")
    parts = urlsplit(address) if address else None
    return f"{parts.netloc}{parts.path}".rstrip("/")[:_CUT_FIRST] if parts else ""


def address_of(node: LexborNode, base: str) -> str:
    """The address of what *node* links to or shows; "" for none on the web."""
    attributes = node.attributes
    if node.tag in _AMP_ADDRESSES:
        name, before = _AMP_ADDRESSES[node.tag]
        number = attributes.get(name) or ""
        return before + number if number.replace("-", "").replace("_", "").isalnum() and number.isascii() else ""
    for name in ("href",) if node.tag == "a" else _SHOWN_AT:
        if address := _on_web(attributes.get(name) or "", base):
            return address
    source = node.css_first("source[src]") if node.tag in EMBEDS else None
    return _on_web(source.attributes.get("src") or "", base) if source is not None else ""


def _on_web(written: str, base: str) -> str:
    """The address that *written* is on a page at *base*, "" for one that is not on the web."""
    written = "".join(written.split())
    if not written or _SAVED_BESIDE.match(written):
        return ""
    try:
        address = urljoin(base, written) if base or not written.startswith("//") else f"https:{written}"
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
