"""The elements of a page that are its updates: those that are marked as such, else the alike ones that hold a time each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sitegen.importers.web.html import Node, children, is_dropped, seen_in
from sitegen.importers.web.page_flow import Leaf, above
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.page_updates import TIME_TAGS, is_edit_time, is_time, read_time
from sitegen.patterns import Pattern
from sitegen.words import words

# Plugins and pages whose updates say that they are such.
_MARKED = (
    '[itemprop~="liveBlogUpdate"]',
    '[id^="liveblog-entry-"]',
    "amp-live-list [data-sort-time]",
    'article[id^="block-"]',
    'div[id^="block-"]',
)
_GUARDIAN = Pattern(r"block-[0-9a-f]{24}")
_TOMBSTONE = "data-tombstone"
_ENOUGH = 60  # words of an update: one that is longer weighs no more
_NEVER = ("comments", "related", "navigation", "advertising", "cookie notice", "newsletter", "sharing", "key events")
_SHARE = 0.25  # of the words of the paragraphs beside them
_LEAST = 2  # alike elements: one alone is no list of updates


def find_units(body: Node, flow: Sequence[Leaf]) -> list[Node]:
    """The elements of *body* that are an update each, in the order of the page; none where it has no such elements.

    Elements that are only alike are updates where they are no small part of the text of the page, its *flow*: an article
    has some of other articles beside it.
    """
    marked = _marked(body)
    alike = _alike(body)
    if marked and _weight(marked) * 2 >= _weight(alike):
        return marked
    ids = {unit.mem_id for unit in alike}
    beside = sum(len(words(leaf.text)) for leaf in flow if leaf.tag == "p" and ids.isdisjoint(above(leaf.nodes[0])))
    return alike if _words_of(alike) >= _SHARE * beside else []


def _words_of(units: Sequence[Node]) -> int:
    return sum(len(words(seen_in(unit))) for unit in units)


def _marked(body: Node) -> list[Node]:
    for selector in _MARKED:
        found = [one for one in body.css(selector) if not is_dropped(one) and _TOMBSTONE not in one.attributes]
        found = [one for one in found if part_of(one, with_tags=False) not in _NEVER[2:]]
        if 'id^="block-"' in selector:
            found = [one for one in found if _GUARDIAN.match(one.attributes.get("id") or "") or one.tag == "article"]
            found = [one for one in found if any(inner.tag in TIME_TAGS for inner in one.traverse())]
        if found:
            return outermost(found)
    return []


def outermost(nodes: Iterable[Node]) -> list[Node]:
    """Those of *nodes*, which are in the order of the page, that lie in no other of them."""
    kept: list[Node] = []
    known: set[int] = set()
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in known:
            above = above.parent
        if above is None:
            kept.append(node)
            known.add(node.mem_id)
    return kept


def _alike(body: Node) -> list[Node]:
    """The elements with a time each that are alike by name and class: of all such sets, the one with most to read."""
    stamps = _stamps(body)
    held: Counter[int] = Counter()
    for stamp in stamps:
        for one in _up(stamp, body):
            held[one.mem_id] += 1
    sets: dict[tuple[str, str], list[Node]] = {}
    for stamp in stamps:
        for one in _up(stamp, body):
            if held[one.mem_id] > 1:
                break
            sets.setdefault(_likeness(one), []).append(one)
    best: list[Node] = []
    for found in sets.values():
        unique = outermost(list({one.mem_id: one for one in found}.values()))
        if len(unique) >= _LEAST and _weight(unique) >= max(1, _weight(best)):
            best = unique
    return best


def _likeness(node: Node) -> tuple[str, str]:
    """What alike elements share: their name, and their first class, else how their ids begin."""
    classes = (node.attributes.get("class") or "").split()
    if classes:
        return node.tag or "", classes[0]
    return node.tag or "", "#" + (node.attributes.get("id") or "").rstrip("0123456789abcdef-_")


def _stamps(body: Node) -> list[Node]:
    """The elements of *body* that hold a time of day, where an update may stand; one of each two that go together."""
    found: list[Node] = []
    todo = [body]
    while todo:
        node = todo.pop()
        if (
            node.tag in ("-text", "blockquote", "figure")
            or part_of(node, with_tags=False) in _NEVER
            or node.tag == "nav"
        ):
            continue
        if is_time(node) and read_time(node) is not None:
            if not is_edit_time(node) and not (found and _go_together(found[-1], node)):
                found.append(node)
            continue
        todo += reversed(list(children(node)))
    return found


def _go_together(one: Node, other: Node) -> bool:
    same = one.attributes.get("datetime") and one.attributes.get("datetime") == other.attributes.get("datetime")
    parents = one.parent, other.parent
    return bool(same) or (parents[0] is not None and parents[1] is not None and parents[0].mem_id == parents[1].mem_id)


def _up(node: Node, body: Node) -> Sequence[Node]:
    """*node* and the elements that it lies in, inner ones first, below *body*."""
    found = []
    one: Node | None = node
    while one is not None and one.mem_id != body.mem_id:
        found.append(one)
        one = one.parent
    return found


def _weight(units: Sequence[Node]) -> int:
    """How much there is to read in *units*, beside links: lists of other pages hold little else."""
    return sum(min(_ENOUGH, _words_to_read(unit)) for unit in units)


def _words_to_read(unit: Node) -> int:
    count = 0
    todo = [] if _is_linked(unit) else [unit]
    while todo:
        node = todo.pop()
        if node.tag == "-text":
            count += len(words(node.text_content or ""))
        elif node.tag != "a" and not is_time(node):
            todo += children(node)
    return count


def _is_linked(node: Node) -> bool:
    """Whether *node* lies in a link, as the teasers of other pages do."""
    above: Node | None = node
    while above is not None:
        if above.tag == "a" and above.attributes.get("href"):
            return True
        above = above.parent
    return False
