"""The text of a page as a flow of parts: where the clocks of updates are looked for when no markup tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from sitegen.importers.text.day_lines import day_line
from sitegen.importers.text.wire_text import is_separator
from sitegen.importers.web.html import EMBEDS, HEADINGS, Node, children, is_block, parse, seen_in
from sitegen.importers.web.starts import take_start
from sitegen.patterns import Pattern
from sitegen.times import clock_line, leading_clock, read_whole

_WHOLE = frozenset({"ul", "ol", "menu", "dl", "blockquote", "pre", "table", "figure", "aside", "details"})
_BREAK = Pattern(r"<br(?:\s[^>]*)?>")
_BLANK_LINE = Pattern(r"(<[^>]*>)|\n[ \t]*\n\s*")
_TITLE = "<h3>"
_LONGEST_TITLE = 120  # characters: a longer one is a sentence
_BOLD = frozenset({"b", "strong"})
_BETWEEN = " \u00a0:–—-"  # a clock in bold letters and its text


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a larger block. *html* is it alone; *seen* is what a reader sees of it, on one line.

    A clock in bold letters that opens a paragraph is a part of its own. *opens* says that the part may open an update: a
    list, a quotation or a picture does not.
    """

    html: str
    seen: str
    opens: bool = True


def flow(node: Node) -> list[Part]:
    """The parts of *node* in order; what divides them without a word ("<hr>") is a part "___" without HTML."""
    return list(_parts(node))


def _parts(node: Node) -> Iterator[Part]:
    run: list[str] = []
    for child in children(node):
        if child.tag in EMBEDS or is_block(child):
            yield from _lines(_BLANK_LINE.compiled.sub(lambda match: match[1] or "<br><br>", "".join(run)))
            run = []
            yield from _block(child, child.tag or "")
        else:
            run.append(child.html or "")
    yield from _lines(_BLANK_LINE.compiled.sub(lambda match: match[1] or "<br><br>", "".join(run)))


def _block(node: Node, tag: str) -> Iterator[Part]:
    if tag == "hr":
        yield Part("", "___")
    elif tag in HEADINGS:
        yield _heading(_line(node)) or Part(node.html or "", _line(node))
    elif tag == "p" and not any(is_block(child) for child in children(node)):
        yield from _lines("".join(child.html or "" for child in children(node)))
    elif tag in _WHOLE or tag in EMBEDS:
        inner = [] if tag in EMBEDS else list(_parts(node))
        if any(part.opens and clock_line(part.seen) for part in inner) or _is_log(inner):
            yield from inner
        else:
            yield Part(node.html or "", _line(node), opens=False)
    else:
        yield from _parts(node)


def _is_log(parts: list[Part]) -> bool:
    """Whether most of *parts* begin with a clock: a list whose items are updates."""
    leading = sum(part.opens and leading_clock(part.seen) is not None for part in parts)
    return leading > 1 and 2 * leading >= len(parts)


def _lines(html: str) -> Iterator[Part]:
    """The parts of a run of text, divided by empty lines, and where a line of it is a clock or a separator."""
    if not html.strip():
        return
    lines = [part for line in _BREAK.compiled.split(html) for part in _line_parts(line)]
    held: list[Part] = []
    for line in lines:
        is_mark = clock_line(line.seen) is not None or is_separator(line.seen) or line.html.startswith(_TITLE)
        is_empty = not line.html.strip()
        if held and (is_mark or is_empty or leading_clock(line.seen) is not None):
            yield from _paragraph(held)
            held = []
        held.append(line)
        if is_mark:
            yield from _paragraph(held)
            held = []
    yield from _paragraph(held)


def _paragraph(lines: list[Part]) -> Iterator[Part]:
    lines = [line for line in lines if line.html.strip()]
    if lines and lines[0].html.startswith(_TITLE):
        yield from lines
        return
    if html := "<br>".join(line.html for line in lines).strip():
        seen = " ".join(" ".join(line.seen for line in lines).split())
        yield Part(f"<p>{html}</p>", seen)


def _line_parts(html: str) -> list[Part]:
    """The line *html*; where a clock opens it in bold letters or an element of its own, that and the rest."""
    root = parse(html).body if "<" in html or "&" in html else None
    if root is None:
        return [Part(html, " ".join(html.split()))]
    seen = _line(root)
    first = _first(root)
    while first is not None and first.tag != "-text" and _line(first) == seen:  # a style that somebody forgot to end
        first = _first(first)
    clock = _line(first) if first is not None and first.tag != "-text" else ""
    rest = seen.removeprefix(clock).lstrip(_BETWEEN)
    if not clock or not rest or not seen.startswith(clock) or clock_line(clock) is None:
        heading = _heading(seen) if _is_bold(root, seen) else None
        return [heading or Part(html, seen)]
    return [Part(escape(clock), clock), Part(without_start(Part(html, seen), len(clock), _BETWEEN), rest)]


def _is_bold(node: Node, seen: str) -> bool:
    """Whether all that is *seen* of *node* is bold."""
    first = _first(node)
    while first is not None and first.tag not in _BOLD and first.tag != "-text" and _line(first) == seen:
        first = _first(first)
    return first is not None and first.tag in _BOLD and _line(first) == seen


def _heading(seen: str) -> Part | None:
    """The heading *seen* where a clock opens it and a title follows, with a dash between the two; None for any other."""
    lead = leading_clock(seen)
    if lead is not None:
        return Part(f"{_TITLE}{escape(seen)}</h3>", seen)
    found = read_whole(seen, 0)
    title = seen[found[1] :].lstrip() if found and seen[found[1] : found[1] + 1].isspace() else ""
    if (
        found is None
        or clock_line(seen)
        or not title
        or title[0].islower()
        or not title[0].isalnum()
        or day_line(title)
    ):
        return None
    return Part(f"{_TITLE}{escape(seen)}</h3>", f"{seen[: found[1]]} — {title}")


def _first(node: Node) -> Node | None:
    """The first child of *node* that is no blank."""
    return next((one for one in children(node) if one.tag != "-text" or (one.text_content or "").strip()), None)


def _line(node: Node) -> str:
    return " ".join(seen_in(node).split())


def without_start(part: Part, end: int, between: str = "") -> str:
    """The HTML of *part* without what stands in its *seen* before *end*, and without blanks and *between* after that."""
    tree = parse(part.html)
    if tree.body is not None:
        take_start([tree.body], part.seen[:end], between)
    return _inner(tree.body)


def _inner(node: Node | None) -> str:
    return "" if node is None else "".join(child.html or "" for child in node.iter(include_text=True))
