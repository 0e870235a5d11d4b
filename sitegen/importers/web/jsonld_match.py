"""Which element of a page shows an update of its JSON-LD: by the id, a number that both hold, the headline, or its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sitegen.importers.web.html import HEADINGS, Node, children, is_dropped, seen_in
from sitegen.importers.web.jsonld_updates import Stated
from sitegen.importers.web.jsonld_words import match_words
from sitegen.importers.web.page_blocks import likeness
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.page_stamps import TIME_TAGS
from sitegen.patterns import Pattern
from sitegen.words import words

_NUMBER = Pattern(r"[0-9a-f]{24}|[0-9]{5,}")
_IDS = ("id", "name", "data-id", "data-post-id", "data-block-id", "data-entry-id", "data-update-id")
_LEAST_WORDS = 1
_UNIT_TAGS = ("article", "section", "li")  # that need no class to be like each other
_OTHER = ("related", "comments", "advertising", "navigation")


def match_units(body: Node, updates: Sequence[Stated], timed: Sequence[Node]) -> list[Node | None]:
    """For each of *updates* the element of *body* that shows it; None for none. *timed* are alike ones with a time each."""
    found = _by_names(body, [(one.sid, one.title) for one in updates])
    if None not in found:
        return found
    free = others_like(timed, found)
    missing = [at for at, node in enumerate(found) if node is None]
    for at, node in zip(missing, match_words([updates[at] for at in missing], free), strict=True):
        found[at] = node
    return found


def others_like(timed: Sequence[Node], matched: Sequence[Node | None]) -> list[Node]:
    """The elements that show none of the updates *matched* with one: the other *timed* ones, and what is like those beside.

    Advertisements and teasers may be like an update.
    """
    known = {node.mem_id: node for node in matched if node is not None}
    beside: dict[int, Node] = {}
    looked: set[tuple[int, tuple[str, str]]] = set()
    for node in known.values():
        above, kind = node.parent, likeness(node)
        if above is None or (above.mem_id, kind) in looked or (kind[1] == "#" and node.tag not in _UNIT_TAGS):
            continue
        looked.add((above.mem_id, kind))
        beside |= {one.mem_id: one for one in children(above) if one.tag != "-text" and likeness(one) == kind}
    stamped = {one.mem_id for one in timed}
    found = [*timed, *(one for one in beside.values() if not overlaps(one, stamped))]
    return [one for one in found if not overlaps(one, known) and part_of(one, with_tags=False) not in _OTHER]


def overlaps(unit: Node, ids: Collection[int]) -> bool:
    """Whether *unit* lies in an element with one of *ids* (in memory), holds one, or is one."""
    above = unit.parent
    while above is not None and above.mem_id not in ids:
        above = above.parent
    return above is not None or any(one.mem_id in ids for one in unit.traverse())


def _by_names(body: Node, updates: Sequence[tuple[str, str]]) -> list[Node | None]:
    """For each of *updates*, its id and headline, the element of *body* that has one of these."""
    by_id, by_number = _ids(body)
    sids = [sid for sid, _ in updates]
    uses = Counter(sids)
    marks = [_by_id(sid, by_id, by_number) if uses[sid] == 1 else None for sid in sids]
    by_title = _titles(body) if None in marks else {}
    titles = [" ".join(words(title.casefold())) for _, title in updates]
    found: list[Node | None] = []
    often = Counter(titles)
    for mark, title in zip(marks, titles, strict=True):
        nodes = by_title.get(title, []) if mark is None and often[title] == 1 else []
        found.append(mark if mark is not None else nodes[0] if len(nodes) == 1 else None)
    shared = Counter(node.mem_id for node in found if node is not None)
    found = [
        node if node is not None and shared[node.mem_id] == 1 else None for node in found
    ]  # else it is none of both
    known = set(shared)
    return [_unit(node, known, body) if node is not None else None for node in found]


def _ids(body: Node) -> tuple[dict[str, Node], dict[str, list[Node]]]:
    """The elements of *body* by their ids, and by the long numbers in these."""
    by_id: dict[str, Node] = {}
    by_number: dict[str, list[Node]] = {}
    for node in body.traverse():
        if node.tag in ("script", "style", "template"):
            continue
        attributes = node.attributes
        for name in _IDS:
            if value := (attributes.get(name) or "").strip():
                if part_of(node, with_tags=False) in ("advertising", "sharing", "comments"):
                    break
                by_id.setdefault(value, node)
                for match in _NUMBER.finditer(value):
                    by_number.setdefault(match[0], []).append(node)
    return by_id, by_number


def _by_id(sid: str, by_id: dict[str, Node], by_number: dict[str, list[Node]]) -> Node | None:
    if not sid:
        return None
    if sid in by_id:
        return by_id[sid]
    numbers = [match[0] for match in _NUMBER.finditer(sid)]
    nodes = by_number.get(numbers[-1], []) if numbers else []
    return nodes[0] if nodes else None


def _titles(body: Node) -> dict[str, list[Node]]:
    """The headings of *body* by their words."""
    found: dict[str, list[Node]] = {}
    for node in body.css(", ".join((*HEADINGS[1:], "strong", "b"))):
        text = " ".join(words(seen_in(node).casefold()))
        if text and not is_dropped(node):
            found.setdefault(text, []).append(node)
    return found


def _unit(mark: Node, held: set[int], body: Node) -> Node:
    """The element that shows the whole update of *mark*: the greatest that holds no other mark, where *mark* has no text."""
    if _has_text(mark):
        return mark
    unit = mark
    above = mark.parent
    while above is not None and above.mem_id != body.mem_id and not _holds_other(above, mark, held):
        unit = above
        if _has_text(unit) and (unit.tag == "article" or unit.attributes.get("id")):
            break
        above = above.parent
    return unit


def _has_text(node: Node) -> bool:
    """Whether more than a heading stands in *node*."""
    if node.tag in HEADINGS or node.tag in ("strong", "b", "a", *TIME_TAGS):
        return False
    heads = sum(len(words(seen_in(one))) for one in node.css(", ".join(HEADINGS)))
    return len(words(seen_in(node))) > heads + _LEAST_WORDS


def _holds_other(node: Node, mark: Node, held: set[int]) -> bool:
    return any(one.mem_id in held and one.mem_id != mark.mem_id for one in node.traverse())
