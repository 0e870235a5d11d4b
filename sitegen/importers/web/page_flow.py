"""The text of a page as its blocks, one after the other, cut into updates at the clocks that open them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.importers.text.wire_text import is_separator
from sitegen.importers.web.html import EMBEDS, HEADINGS, Node, children, is_block, seen_in
from sitegen.importers.web.page_dates import Day, day_line, read_opening, weekday_line, without_ticker
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.page_updates import is_time
from sitegen.times import Clock
from sitegen.words import words

_LEAVES = frozenset({"p", "ul", "ol", "menu", "blockquote", "table", "pre", "figure", "hr", "dt", *HEADINGS})
_BOLD = frozenset({"b", "strong"})
_ALONE, _HEADED, _BOLDED, _LED = range(4)  # how a clock opens an update, the plainest first
_LEAST = 2  # clocks of one kind: one alone may be anything, unless it stands alone


@dataclass(frozen=True, slots=True)
class Leaf:
    """Elements and texts that are one block of a page: a paragraph, a heading, a list; *text* is on one line."""

    nodes: tuple[Node, ...]
    text: str

    @property
    def tag(self) -> str:
        """The name of its element, "" where it is a run of text."""
        return (self.nodes[0].tag or "") if len(self.nodes) == 1 else ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The leaf *at* a place of the flow that opens an update: with the *clock*, how it does (*kind*), its text's start."""

    at: int
    clock: Clock
    kind: int
    rest: int


@dataclass(frozen=True, slots=True)
class Cut:
    """An update in the flow: its clock, with the day under whose heading it stands, its title, and its leaves."""

    clock: Clock
    day: Head | None
    stamp: str
    title: str
    sid: str
    leaves: tuple[Leaf, ...]


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
    lines: list[list[Node]] = [[]]
    for node in run:
        if node.tag == "br":
            lines.append([])
        else:
            lines[-1].append(node)
    found = [leaf for line in lines if words((leaf := leaf_of(*line)).text)]
    if len(found) > 1 and any(read_opening(leaf.text, loose=False) for leaf in found):
        yield from found
    elif found:
        yield leaf_of(*run)


def _split(node: Node) -> Iterator[Leaf]:
    """The leaves that the element *node* is: itself, or its lines, items or rows where clocks open them."""
    if node.tag == "p":
        parts = list(_leaf(list(children(node))))
        yield from parts if len(parts) > 1 else [leaf_of(node)]
        return
    inner = [one for one in node.css("tr" if node.tag == "table" else "li") if words(seen_in(one))]
    opened = [one for one in inner if read_opening(" ".join(seen_in(one).split()), loose=True)]
    if node.tag in ("ul", "ol", "menu", "table") and len(opened) >= max(_LEAST, len(inner) - 1):
        yield from (leaf_of(one) for one in inner)
    else:
        yield leaf_of(node)


def cut(flow: Sequence[Leaf], openings: Sequence[Opening], end: int, lang: str) -> list[Cut]:
    """The updates that *openings* open in *flow*, of which the last one ends before the leaf *end*."""
    heads = day_heads([leaf.text for leaf in flow], lang)
    day_of = under_heads(heads, [opening.at for opening in openings])
    common = common_of(flow, openings)
    cuts = []
    ends = [*(opening.at for opening in openings[1:]), end]
    for opening, until in zip(openings, ends, strict=True):
        body = [flow[at] for at in range(opening.at + 1, until) if at not in heads and not is_separator(flow[at].text)]
        cuts.append(_cut(flow[opening.at], opening, body, day_of(opening.at), common))
    return cuts


Head = Day | int
"""What a line says of the day of the updates by it: its date, or only its day of the week (0 is Monday)."""


def day_heads(texts: Sequence[str], lang: str) -> dict[int, Head]:
    """Which of *texts* name a day and nothing else, by their places."""
    heads: dict[int, Head] = {}
    for at, text in enumerate(texts):
        if (day := day_line(text, lang)) is not None:
            heads[at] = day
        elif (weekday := weekday_line(text)) is not None:
            heads[at] = weekday
    return heads


def under_heads(heads: Mapping[int, Head], places: Sequence[int]) -> Callable[[int], Head | None]:
    """For the place of an update, which is one of *places*, the head that it stands under; None where there is none.

    Where the last update is followed by one, and the first has none before it, heads stand under their days.
    """
    at_heads = sorted(heads)
    is_after = bool(at_heads) and at_heads[-1] > places[-1] and at_heads[0] > places[0]

    def head_of(at: int) -> Head | None:
        place = bisect(at_heads, at) - (not is_after)
        return heads[at_heads[place]] if 0 <= place < len(at_heads) else None

    return head_of


def openings_of(flow: Sequence[Leaf]) -> tuple[list[Opening], list[Opening]]:
    """The leaves that open updates, those of the kind that most clocks are of and of plainer ones; and the others."""
    found = [opening for at, leaf in enumerate(flow) if (opening := _opening(at, leaf)) is not None]
    counted = Counter(opening.kind for opening in found)
    if not counted:
        return [], []
    kind = max(counted, key=lambda one: (counted[one], -one))
    least = max(kind, _HEADED) if counted[kind] >= _LEAST or kind <= _HEADED else _ALONE - 1
    taken = [opening for opening in found if opening.kind <= least]
    return taken, [opening for opening in found if opening.kind > least]


def _opening(at: int, leaf: Leaf) -> Opening | None:
    text = leaf.text
    is_heading = leaf.tag in HEADINGS or leaf.tag == "dt" or (len(leaf.nodes) == 1 and is_time(leaf.nodes[0]))
    bold = _bold_start(leaf)
    is_row = leaf.tag in ("li", "tr")
    found = read_opening(text, loose=is_heading or bool(bold) or is_row)
    if found is None or leaf.tag in ("blockquote", "figure", "pre"):
        return None
    clock, rest = found
    kind = _HEADED if is_heading else _BOLDED if bold else _LED
    return Opening(at, clock, _ALONE if rest >= len(text) else kind, rest)


def _bold_start(leaf: Leaf) -> str:
    """The bold text that *leaf* begins with."""
    for node in leaf.nodes:
        for one in node.traverse(include_text=True):
            if one.tag in _BOLD:
                return " ".join(seen_in(one).split())
            if one.tag == "-text" and (one.text_content or "").strip():
                return ""
    return ""


def _cut(head: Leaf, opening: Opening, body: Sequence[Leaf], day: Head | None, common: Collection[int]) -> Cut:
    """The update that *opening* opens; what is bold behind its clock, or a heading under it, is its title."""
    text = head.text
    rest = without_ticker(text[opening.rest :]).strip()
    leaves = list(body)
    title = ""
    if rest:
        bold = _bold_start(head)
        if head.tag in HEADINGS or head.tag == "dt" or bold == text:
            title = rest
        else:
            strip_start(head.nodes, text[: opening.rest])
            leaves.insert(0, head)
    elif leaves and leaves[0].tag in HEADINGS:
        title = leaves.pop(0).text
    return Cut(opening.clock, day, text, title, _id_of(head, common), tuple(leaves))


def strip_start(nodes: Sequence[Node], start: str) -> None:
    """Take the words and marks of *start*, with which the visible text of *nodes* begins, out of their tree."""
    left = sum(not character.isspace() for character in start)  # blanks in a tree are not those on a page
    texts = [one for node in nodes for one in node.traverse(include_text=True) if one.tag == "-text"]
    for one in texts:
        if not left:
            return
        written = one.text_content or ""
        used = 0
        while used < len(written) and (left or written[used].isspace()):
            left -= not written[used].isspace()
            used += 1
        if used:
            one.replace_with(written[used:])


def _id_of(head: Leaf, common: Collection[int]) -> str:
    """The id of the elements of *head*, else of one around them that does not lie around other updates (*common*)."""
    for node in head.nodes:
        for one in node.traverse():
            if name := one.attributes.get("id") or one.attributes.get("name"):
                return name.strip()
    around = head.nodes[0].parent
    while around is not None and around.mem_id not in common:
        if name := around.attributes.get("id"):
            return name.strip()
        around = around.parent
    return ""


def common_of(flow: Sequence[Leaf], openings: Sequence[Opening]) -> set[int]:
    """The elements in which more than one of *openings* lie, by their ids in memory."""
    counted = Counter(one for opening in openings for one in above(flow[opening.at].nodes[0]))
    return {one for one, count in counted.items() if count > 1 or len(openings) == 1}


def end_of(flow: Sequence[Leaf], openings: Sequence[Opening]) -> int:
    """Where the last update ends: at a heading as great as its own, or where the element ends that holds all updates."""
    common = set.intersection(*(above(flow[opening.at].nodes[0]) for opening in openings))
    start = openings[-1].at
    own = flow[start].tag
    for at in range(start + 1, len(flow)):
        tag = flow[at].tag
        is_great = own in HEADINGS and tag in HEADINGS and tag <= own and at > start + 1
        if is_great or not common <= above(flow[at].nodes[0]):
            return at
    return len(flow)


def above(node: Node) -> set[int]:
    """The elements in which *node* lies, by their ids in memory."""
    found = set()
    one = node.parent
    while one is not None:
        found.add(one.mem_id)
        one = one.parent
    return found
