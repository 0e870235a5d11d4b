"""XML of a seed as a tree of elements, read by expat with nothing fetched and nothing expanded that a seed declares.

Entities are how XML attacks its reader (a "billion laughs", a file or an address that the parser fetches). Here a DOCTYPE
may stand, and is not followed; a seed that declares an entity of its own is refused, whether it uses it or not. The
entities of HTML (``&eacute;``, ``&nbsp;``), which feeds use without declaring them, are what a reader sees, and so is an
ampersand that begins no reference ("fish & chips"): both are put right before the parser sees the text. Namespaces that
are known are told by their address, else by the prefix that everybody uses for them: some feeds forget to declare one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from xml.parsers import expat

from sitegen.errors import Location, Problem
from sitegen.importers.seeds import SNIFFED, Seed
from sitegen.importers.text.plain_text import decode
from sitegen.importers.web.html import MOST_NESTED
from sitegen.patterns import Pattern

_SPACES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",  # Atom 0.3
    "http://www.w3.org/1999/xhtml": "html",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://search.yahoo.com/mrss/": "media",
    # Formats whose elements have no prefix here: RSS 1.0, 0.9 and 2.0, and NITF.
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://iptc.org/std/NITF/2006-10-18/": "",
}
"""Namespaces by their address, and the prefix that their elements have here."""

_PROLOG = Pattern(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_ROOT = Pattern(r"<([A-Za-z_][A-Za-z0-9_.:-]*)([^<>]*)")
_DECLARED = Pattern(r"""\s*<\?xml[^<>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_REFERENCE = Pattern(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(?:[0-9]{1,7}|x[0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31});)?", re.DOTALL
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_HALF = Pattern(r"[\ud800-\udfff]")
_VOID = frozenset({"br", "hr", "img", "col", "wbr", "input", "embed", "source", "track", "area"})
_CUT_OFF = frozenset({
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN, expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its *name* with the prefix of `_SPACES`, its attributes as written, and where it begins.

    *children* are elements and texts, in order.
    """

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """The elements in it, at its own level, that have one of *names*."""
        return (child for child in self.children if isinstance(child, Element) and child.name in names)

    def first(self, *names: str) -> Element | None:
        """The first of `all`."""
        return next(self.all(*names), None)

    def text(self, *names: str) -> str:
        """The text of the first element of *names* that has any, without blanks around it; without *names*, its own."""
        if not names:
            return "".join(_texts(self)).strip()
        return next(filter(None, (child.text() for name in names for child in self.all(name))), "")

    def walk(self) -> Iterator[Element]:
        """It and every element in it, in the order of the file."""
        todo = [self]
        while todo:
            one = todo.pop()
            yield one
            todo += [child for child in reversed(one.children) if isinstance(child, Element)]


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Element):
            yield from _texts(child)
        else:
            yield child


def root_of(seed: Seed) -> tuple[str, str]:
    """The name of the first element of *seed*, with the prefix as written, and its attributes; "" where it is no XML.

    It looks at the first `SNIFFED` bytes.
    """
    head = seed.data[:SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    else:
        text = head.decode("latin-1").removeprefix("\xef\xbb\xbf")
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog else 0)
    return (found[1], found[2]) if found else ("", "")


def read_xml(seed: Seed) -> Element | Problem:
    """The root of *seed*, or what is wrong with it, where."""
    declared = _DECLARED.match(seed.data[:200].decode("latin-1").removeprefix("\xef\xbb\xbf"))
    encoding = declared[1] if declared else ""
    if encoding.casefold().startswith(("utf-16", "utf-32", "ucs-", "iso-10646")):  # which ASCII could not say
        encoding = ""
    text = decode(seed.data, seed.sidecar.encoding or encoding, seed.path)
    return text if isinstance(text, Problem) else parse_xml(text, seed.path)


def parse_xml(text: str, path: str, line: int = 1) -> Element | Problem:
    """The root of *text*, which begins in line *line* of the seed *path*, or what is wrong with it, where."""
    bare = text.removeprefix("\ufeff").lstrip()
    if not bare:
        hint = "remove it from seeds/, or put the text into it"
        return Problem(Location(path), "empty-seed", "the seed is empty", hint)
    line += text[: len(text) - len(bare)].count("\n")
    return _Reader(path, line).read(_REFERENCE.compiled.sub(_mended, _HALF.sub("\ufffd", bare)))


def _mended(match: re.Match[str]) -> str:
    """A reference as XML alone understands it."""
    found, name = match[0], match[1]
    if found.startswith("<") or found.startswith("&#") or name in _OF_XML:
        return found
    meant = html5.get(f"{name};") if name else None
    return "".join(f"&#{ord(character)};" for character in meant) if meant else f"&amp;{found[1:]}"


class _RefusedError(Exception):
    """What the seed holds is not read: *problem* says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _Reader:
    """What expat has told so far of the seed *path*, whose first line is *line*."""

    def __init__(self, path: str, line: int) -> None:
        self.path, self.line = path, line
        self.open: list[Element] = [Element("", {}, line)]
        self.spaces: list[dict[str, str]] = [{}]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.add
        self.parser.EntityDeclHandler = self.declare

    def read(self, text: str) -> Element | Problem:
        try:
            self.parser.Parse(text, True)
        except _RefusedError as refused:
            return refused.problem
        except expat.ExpatError as error:
            where = Location(self.path, error.lineno + self.line - 1, error.offset + 1)
            if error.code in _CUT_OFF:
                message, hint = "the XML ends before it is whole", "get the whole file: what is here was cut off"
            else:
                message = f"this is no XML: {expat.errors.messages.get(error.code, 'unknown error')}"
                hint = "correct it in a copy of the seed, or get the file again"
            return Problem(where, "xml-syntax", message, hint)
        root = self.open[0].first(*(child.name for child in self.open[0].children if isinstance(child, Element)))
        return root or Problem(Location(self.path), "xml-syntax", "there is no element", "get the file again")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > MOST_NESTED:
            message = f"more than {MOST_NESTED} elements lie in each other"
            hint = "take the live blog out of them in a copy of the seed"
            raise _RefusedError(Problem(self.place(), "too-deep", message, hint))
        spaces = self.spaces[-1]
        if any(key.startswith("xmlns") for key in attributes):
            own = {key[6:]: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
            spaces = {**spaces, **own}
        self.spaces.append(spaces)
        prefix, _, local = name.rpartition(":")
        usual = _SPACES.get(spaces.get(prefix, ""), prefix)
        element = Element(f"{usual}:{local}" if usual else local, attributes, self.place().line)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()
        self.spaces.pop()

    def add(self, text: str) -> None:
        self.open[-1].children.append(text)

    def declare(self, name: str, is_parameter: bool, *_: str | None) -> None:
        if name not in _OF_XML and f"{name};" not in html5 and not is_parameter:
            message = f'the entity "{name}" is declared in the seed itself'
            hint = "write what it stands for in a copy of the seed, without the declaration"
            raise _RefusedError(Problem(self.place(), "xml-entity", message, hint))

    def place(self) -> Location:
        return Location(self.path, self.parser.CurrentLineNumber + self.line - 1, self.parser.CurrentColumnNumber + 1)


def html_in(element: Element, names: dict[str, str] | None = None) -> str:
    """The content of *element* as HTML; *names* says which elements of its format are which of HTML."""
    pieces: list[str] = []
    todo: list[Element | tuple[str]] = [(one,) if isinstance(one, str) else one for one in reversed(element.children)]
    known = names or {}
    while todo:
        one = todo.pop()
        if isinstance(one, tuple):
            pieces.append(one[0])
            continue
        local = one.name.rpartition(":")[2].casefold()
        tag = known.get(local, local)
        said = "".join(f' {key}="{escape(value)}"' for key, value in one.attributes.items() if ":" not in key)
        pieces.append(f"<{tag}{said}>")
        if tag in _VOID:
            continue
        inside = [(escape(child, quote=False),) if isinstance(child, str) else child for child in one.children]
        todo += [(f"</{tag}>",), *reversed(inside)]
    return "".join(pieces)
