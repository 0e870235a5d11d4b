"""A built site looked through by real parsers: nothing in it runs, leads astray, or is no text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

# Controls, noncharacters and lone surrogates; pages may hold tabs and line feeds.
NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
UNWANTED = frozenset("iframe frame object embed applet base math style template noscript portal".split())
SCHEMES = frozenset(["", "http", "https", "mailto", "tel"])
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "xlink:href")


def faults_of(output: Path) -> list[str]:
    """What is wrong with the files in *output*, each with its path; and with their names."""
    return [f"{path.relative_to(output)}: {fault}" for path in sorted(output.rglob("*")) for fault in _faults(path)]


def _faults(path: Path) -> Iterator[str]:
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        yield "is no plain file"
    elif path.is_file() and path.suffix in (".html", ".xml", ".json", ".csv", ".txt", ""):
        text = path.read_bytes().decode()
        if found := NO_TEXT.search(text):
            yield f"holds U+{ord(found[0]):04X}"
        if path.suffix == ".html":
            yield from _faults_of_page(text)
        elif path.suffix == ".xml":
            yield from _faults_of_feed(text)
        elif path.suffix == ".json":
            json.loads(text)
        elif path.suffix == ".csv":
            cells = (cell for row in csv.reader(io.StringIO(text)) for cell in row)
            yield from (f"has the formula {cell!r}" for cell in cells if cell[:1] in tuple("=+-@\t\r"))


def _faults_of_page(html: str) -> Iterator[str]:
    for node in LexborHTMLParser(html).css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc") or not re.fullmatch(r"[a-z][a-z-]*", name):
                yield f"<{node.tag}> has the attribute {name!r}"
            if name in ADDRESSES:
                yield from _faults_of_address(node.tag, value or "")
        if node.tag in UNWANTED or (node.tag == "svg" and node.attributes.get("onload")):
            yield f"has an element <{node.tag}>"
        if node.tag == "form" and node.attributes.get("role") != "search":
            yield "has a form that is not its search"
        if node.tag == "script":
            yield from _faults_of_script(node.attributes, node.text())
        if node.tag == "meta" and (node.attributes.get("http-equiv") or "").lower() == "refresh":
            yield "has a page that leads elsewhere by itself"


def _faults_of_address(tag: str | None, address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        yield f"leads to {address!r}, which is no address"
        return
    if parts.scheme.lower() not in SCHEMES or re.search(r"[\x00-\x20\x7f\\]", address):
        yield f"leads to {address!r}"
    if tag not in ("a", "link") and (parts.scheme or parts.netloc):
        yield f"loads {address!r} from elsewhere"
    if not parts.scheme and parts.netloc:
        yield f"leads to another host by {address!r}"


def _faults_of_script(attributes: dict[str, str | None], text: str) -> Iterator[str]:
    if attributes.get("type") == "application/ld+json":
        json.loads(text)
        if re.search("[<>\u2028\u2029]", text):
            yield "has data with a character that could end it"
    elif text.strip() or not (attributes.get("src") or "").startswith(("../", "./", "assets/")):
        yield "has a script that is not its own"


def _faults_of_feed(text: str) -> Iterator[str]:
    for element in ElementTree.fromstring(text).iter():
        if element.tag.endswith("link"):
            yield from _faults_of_address("a", element.get("href", ""))


def texts_of(output: Path) -> str:
    """Whatever readers of the pages in *output* see or hear, blanks folded: texts, and descriptions of pictures."""
    said = []
    for path in sorted(output.rglob("*.html")):
        page = LexborHTMLParser(path.read_bytes().decode())
        said += [node.attributes.get("alt") or "" for node in page.css("img")]
        body = page.css_first("html")
        said.append(body.text() if body else "")
    return " ".join(" ".join(said).split())
