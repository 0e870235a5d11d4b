"""The start of a text taken out of its tree: the clock that stands before the words of an update."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitegen.importers.web.html import Node, children


def take_start(nodes: Sequence[Node], start: str, between: str = "") -> tuple[Node, ...]:
    """Take *start*, with which the visible text of *nodes* begins, and blanks and *between* behind it out of their tree.

    Returns the nodes that stand there then: a text of which something is taken is another one.
    """
    left = sum(not character.isspace() for character in start)  # blanks in a tree are not those on a page
    kept = {node.mem_id: node for node in nodes}
    for one in list(_texts(nodes)):
        written = one.text_content or ""
        used = 0
        while used < len(written) and (left or written[used].isspace() or written[used] in between):
            left -= bool(left) and not written[used].isspace()
            used += 1
        if used:
            name = one.mem_id
            new = _replaced(one, written[used:])
            if name in kept:
                kept[name] = new
        if used < len(written):
            break
    return tuple(kept.values())


def _texts(nodes: Iterable[Node]) -> Iterator[Node]:
    """The texts in *nodes* that a reader sees."""
    for node in nodes:
        if node.tag == "-text":
            yield node
        else:
            yield from _texts(children(node))


def _replaced(text: Node, new: str) -> Node:
    """The text that stands in a tree with the words *new* where *text* stood."""
    before, around = text.prev, text.parent
    text.replace_with(new)
    found = before.next if before is not None else around.child if around is not None else None
    return found or text
