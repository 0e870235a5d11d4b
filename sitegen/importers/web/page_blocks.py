"""The elements of a page that are its updates: those that are marked as such, else the alike ones that hold a time each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from sitegen.importers.web.html import Node, children, is_dropped, seen_in
from sitegen.importers.web.page_leaves import Leaf, above
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.page_stamps import QUOTED, TIME_TAGS, is_next, is_quotation, is_time, place_of, read_time
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
_BESIDE = "^"  # before the number of an element, in which elements stand beside each other
_GROUPS = 4  # of times that stand alike: more are not tried
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
    """Those of *nodes* that lie in no other of them, in their order."""
    known = {node.mem_id: node for node in nodes}
    ids = set(known)  # of two sets the smaller one is gone through
    return [node for node in known.values() if above(node).isdisjoint(ids)]


def _alike(body: Node) -> list[Node]:
    """The elements with a time each that are alike: of all such sets, the one with most to read.

    Times that stand plainly come first: one in a text, or of an edit, is that of an update only where no other is.
    """
    stamps = _stamps(body)
    best: list[Node] = []
    for group in _groups(stamps):
        found = _alike_by(group, body)
        if not best or _weight(found) > _weight(best):
            best = found
        if len(best) == len(stamps):
            break
    return _with_others(best, [stamp for _, stamp in stamps])


def _groups(stamps: Sequence[tuple[int, Node]]) -> Iterator[list[Node]]:
    """Those of *stamps* that may be of one update each: the surest ones, also the others, and those that stand alike."""
    for worst in sorted({place for place, _ in stamps}):
        yield [stamp for place, stamp in stamps if place <= worst]
    alike: dict[tuple[tuple[str, str], ...], list[Node]] = {}
    for _, stamp in stamps:
        alike.setdefault(tuple(likeness(one) for one in (stamp, stamp.parent) if one is not None), []).append(stamp)
    yield from sorted(alike.values(), key=len, reverse=True)[:_GROUPS] if len(alike) > 1 else ()


def _alike_by(found: Sequence[Node], body: Node) -> list[Node]:
    stamps: list[Node] = []
    for stamp in found:
        if not (stamps and _go_together(stamps[-1], stamp)):
            stamps.append(stamp)
    held = Counter(one.mem_id for stamp in stamps for one in _up(stamp, body))
    sets: dict[tuple[str, str], list[Node]] = {}
    for stamp in stamps:
        way = _up(stamp, body)
        for at, one in enumerate(way):
            if held[one.mem_id] > 1:
                break
            for name in _likenesses(way[: at + 1]):
                sets.setdefault(name, []).append(one)
    best: list[Node] = []
    most = 1
    for name in sorted(sets, key=lambda name: name[1].startswith(_BESIDE)):
        is_beside = name[1].startswith(_BESIDE)
        unique = outermost(sets[name]) if len(sets[name]) >= _LEAST + is_beside else []
        if len(unique) >= _LEAST + is_beside and (weight := _weight(unique)) >= most + (is_beside and bool(best)):
            best, most = unique, weight
    return best


def likeness(node: Node) -> tuple[str, str]:
    """What alike elements share: their name, and their first class, else how their ids begin."""
    classes = (node.attributes.get("class") or "").split()
    if classes:
        return node.tag or "", classes[0]
    return node.tag or "", "#" + (node.attributes.get("id") or "").rstrip("0123456789abcdef-_")


def _likenesses(way: Sequence[Node]) -> list[tuple[str, str]]:
    """The likeness of the last element of *way*, which leads to it from a time; and that with the elements beside it.

    Elements that only stand beside each other are alike where their times stand alike in them.
    """
    node = way[-1]
    if node.parent is None:
        return [likeness(node)]
    path = " ".join(one.tag or "" for one in way)
    return [likeness(node), (path, f"{_BESIDE}{node.parent.mem_id}")]


def _with_others(units: Sequence[Node], stamps: Sequence[Node]) -> list[Node]:
    """*units*, with the elements beside them that are alike, but for more classes or times, or for none that can be read."""
    if not units:
        return []
    timed = {one for stamp in stamps for one in above(stamp)}
    shared = frozenset.intersection(*(_classes(unit) for unit in units))
    forms = {_form(unit, is_named=bool(shared)) for unit in units} - {()}
    known = {unit.mem_id for unit in units}
    found: list[Node] = []
    for parent in {one.parent.mem_id: one.parent for one in units if one.parent is not None}.values():
        for one in children(parent):
            is_alike = one.tag == units[0].tag and (not shared or not shared.isdisjoint(_classes(one)))
            is_made_so = bool(shared and one.mem_id in timed) or _form(one, is_named=bool(shared)) in forms
            is_other = is_alike and is_made_so
            if one.mem_id in known or (
                is_other and part_of(one, with_tags=False) not in _NEVER and not _holds(one, known)
            ):
                found.append(one)
    return found


def _form(node: Node, *, is_named: bool) -> tuple[str, ...]:
    """What elements of one making share: their classes where these are names, else the elements in them."""
    return tuple(sorted(_classes(node))) if is_named else tuple(one.tag or "" for one in node.iter())


def _classes(node: Node) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())


def _holds(node: Node, known: Container[int]) -> bool:
    return any(one.mem_id in known for one in node.traverse())


def _stamps(body: Node) -> list[tuple[int, Node]]:
    """The elements of *body* that hold a time of day, where an update may stand, and where in its text each stands."""
    found: list[tuple[int, Node]] = []
    todo = [(body, False)]
    while todo:
        node, is_quoted = todo.pop()
        if (
            node.tag in ("-text", "blockquote", "figure")
            or part_of(node, with_tags=False) in _NEVER
            or node.tag == "nav"
        ):
            continue
        if is_time(node) and read_time(node) is not None:
            found.append((QUOTED if is_quoted else place_of(node), node))
            continue
        is_quoted = is_quoted or is_quotation(node)
        todo += [(child, is_quoted) for child in reversed(list(children(node)))]
    return found


def _go_together(one: Node, other: Node) -> bool:
    same = one.attributes.get("datetime") and one.attributes.get("datetime") == other.attributes.get("datetime")
    parents = one.parent, other.parent
    if bool(same) or (parents[0] is not None and parents[1] is not None and parents[0].mem_id == parents[1].mem_id):
        return True
    return is_next(one, other)


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
