"""The text of a page as its leaves, one after the other: blocks, runs of text between them, and lines that clocks open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.importers.web.html import EMBEDS, HEADINGS, Node, children, is_block, seen_in
from sitegen.importers.web.page_dates import read_opening
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.starts import take_start
from sitegen.words import words

_LEAVES = frozenset({"p", "ul", "ol", "menu", "blockquote", "table", "pre", "figure", "hr", "dt", *HEADINGS})
_LEAST = 2  # items that clocks open: one alone may be anything


@dataclass(frozen=True, slots=True)
class Leaf:
    """Elements and texts that are one block of a page, or a line of one; *text* is what a reader sees, on one line.

    *ends* are the ``<br>`` between it and the next line of the same block.
    """

    nodes: tuple[Node, ...]
    text: str
    ends: tuple[Node, ...] = ()

    @property
    def tag(self) -> str:
        """The name of its element, "" where it is a run of text."""
        tag = self.nodes[0].tag if len(self.nodes) == 1 else ""
        return "" if not tag or tag == "-text" else tag


def leaf_of(*nodes: Node) -> Leaf:
    """The leaf that *nodes* are."""
    return Leaf(nodes, " ".join(seen_in(*nodes).split()))


def leaves_of(root: Node, stop: Collection[int] = ()) -> Iterator[Leaf]:
    """The blocks of *root* in their order, without the parts of a page that are no live blog, up to the elements *stop*."""
    for found in _leaves(root, stop):
        if found is None:
            return
        yield found


def _leaves(root: Node, stop: Collection[int]) -> Iterator[Leaf | None]:
    run: list[Node] = []
    for child in children(root):
        tag = child.tag or ""
        if child.mem_id in stop:
            yield from _leaf(run)
            yield None
            return
        if tag != "-text" and part_of(child, with_tags=tag in ("nav", "footer", "aside", "form")):
            yield from _leaf(run)
            run = []
        elif is_block(child) or tag in EMBEDS or _holds(child, stop):
            yield from _leaf(run)
            run = []
            is_leaf = tag in _LEAVES and not _holds(child, stop)
            yield from _split(child) if is_leaf or tag in EMBEDS else _leaves(child, stop)
        else:
            run.append(child)
    yield from _leaf(run)


def _holds(node: Node, marks: Collection[int]) -> bool:
    """Whether an element of *marks*, by its id in memory, stands in *node*."""
    return bool(marks) and any(one.mem_id in marks for one in node.traverse())


def _leaf(run: Sequence[Node]) -> Iterator[Leaf]:
    """The leaves of a *run* of text: its lines, where a clock opens one of them; else all of it."""
    found: list[Leaf] = []
    line: list[Node] = []
    for node in (*run, None):
        if node is not None and node.tag != "br":
            line.append(node)
            continue
        if words((leaf := leaf_of(*line)).text):
            found.append(leaf)
        if found and node is not None:
            found[-1] = replace(found[-1], ends=(*found[-1].ends, node))
        line = []
    if len(found) > 1 and any(read_opening(leaf.text, loose=False) for leaf in found):
        yield from (*found[:-1], replace(found[-1], ends=()))
    elif found:
        yield leaf_of(*run)


def _split(node: Node) -> Iterator[Leaf]:
    """The leaves that the element *node* is: itself, or its lines, items or rows where clocks open them."""
    if node.tag == "p":
        parts = list(_leaf(list(children(node))))
        yield from parts if len(parts) > 1 else [leaf_of(node)]
        return
    found = node.css("tr" if node.tag == "table" else "li")
    items = {one.mem_id for one in found}
    inner = [one for one in found if items.isdisjoint(above(one)) and words(seen_in(one))]
    opened = [one for one in inner if read_opening(" ".join(seen_in(one).split()), loose=True)]
    if node.tag in ("ul", "ol", "menu", "table") and len(opened) >= max(_LEAST, len(inner) - 1):
        yield from (leaf_of(one) for one in inner)
    else:
        yield leaf_of(node)


def without_start(leaf: Leaf, end: int) -> Leaf:
    """*leaf* without what stands in its text before *end*: that is taken out of the tree."""
    return Leaf(take_start(leaf.nodes, leaf.text[:end]), leaf.text[end:].strip(), leaf.ends)


def above(node: Node) -> set[int]:
    """The elements in which *node* lies, by their ids in memory."""
    found = set()
    one = node.parent
    while one is not None:
        found.add(one.mem_id)
        one = one.parent
    return found
