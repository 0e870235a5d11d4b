"""Write down what this release of sitegen makes of a small site: ``python tests/releases/freeze.py 0.2.0``.

The site of the last release is taken, unless ``tests/releases/0.2.0/site/`` is there already: with what is new in front
matter, say. ``promises.txt`` beside it says every URL, every id of an update, every id of a feed, where each redirect leads,
and which words of the content stand on which page; never a word of the interface, which may change. A later release that
builds the frozen site must keep every line.

Nothing here reads content or pages by way of sitegen, which is what is held to the promises.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

HERE = Path(__file__).parent
HEADER = "# What sitegen made of the site beside this file. Written by freeze.py; no line is ever changed or removed.\n"
_ID = "{http://www.w3.org/2005/Atom}id"
_UNSAID = ("MANIFEST-sha256.txt",)  # its own lines are the promise of today's bytes, not of an address
FEWEST = 3
"""Words of a part: fewer may stand in the interface too."""
_PARTS = re.compile(
    r'^## .*?(?: — (?P<title>[^{\n]*))?(?: \{[^}\n]*\})?$|^(?:title|kicker): (?P<head>.*)$|text: "(?P<text>[^"]*)"',
    re.M,
)


def build(site: Path) -> Path:
    """Build *site* as its owner does; its output."""
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(site), "build", "--quiet"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return site / "output"


def words_of(text: str) -> list[str]:
    """The words of *text*, of Markdown or of a page alike."""
    return re.findall(r"\w+", text)


def parts_of(content: str) -> Iterator[list[str]]:
    """The words of each part of a content file: titles, the standfirst, each body, each correction."""
    for found in _PARTS.finditer(content):
        yield from (words_of(part) for part in found.groups() if part)
    text = content.split("\n---\n", 1)[1]
    for body in re.split(r"^## .*$", text, flags=re.MULTILINE):
        yield from (words_of(block) for block in re.split(r"\n\n+", re.sub(r"\]\([^)]*\)", "]", body)))


def words_shown(page: str) -> list[str]:
    """The words of the HTML *page* that readers see."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "head"])
    return words_of(tree.root.text(separator=" ") if tree.root else "")


def windows(words: list[str], size: int) -> Iterator[str]:
    """The digest of each run of *size* of *words*."""
    return (digest(words[start : start + size]) for start in range(len(words) - size + 1))


def digest(words: Iterable[str]) -> str:
    """What stands for *words*."""
    return sha256(" ".join(words).encode()).hexdigest()[:16]


def url_of(path: str) -> str:
    """The URL that the file *path* answers."""
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", path)


def promises_of(site: Path, output: Path) -> list[str]:
    """Every line of ``promises.txt`` for *output*, which was built of *site*, sorted."""
    found = set[str]()
    contents = [path.read_text(encoding="utf-8") for path in sorted((site / "content").rglob("*.md"))]
    parts = {tuple(part) for content in contents for part in parts_of(content) if len(part) >= FEWEST}
    anchors = set(re.findall(r"\{#([a-z0-9-]+)", "".join(contents)))
    anchors |= {line.split(" ")[1] for line in (site / "content/anchors.lock").read_text("utf-8").splitlines()[1:]}
    for path in (path for path in sorted(output.rglob("*")) if path.is_file()):
        name = path.relative_to(output).as_posix()
        if name not in _UNSAID:
            found.add(f"url {url_of(name)}")
        if name.endswith(".html"):
            found |= set(_said_of_page(url_of(name), path.read_text(encoding="utf-8"), parts, anchors))
        elif name.endswith("feed.xml"):
            ids = (element.text or "" for element in ElementTree.parse(path).iter(_ID))
            found |= {f"feed {url_of(name)} {one}" for one in ids}
    return sorted(found)


def _said_of_page(url: str, html: str, parts: set[tuple[str, ...]], anchors: set[str]) -> Iterator[str]:
    tree = LexborHTMLParser(html)
    for node in tree.css("[id]"):
        name = node.attributes["id"] or ""
        if any(name == anchor or name.endswith(f"-{anchor}") for anchor in anchors):
            yield f"id {url} {name}"
    if tree.css_matches("meta[http-equiv=refresh]"):
        yield f"leads {url} {tree.css('main a')[0].attributes['href']}"
    shown = words_shown(html)
    for part in parts:
        if digest(part) in set(windows(shown, len(part))):
            yield f"words {url} {len(part)} {digest(part)}"


def broken(promises: Iterable[str], site: Path, output: Path) -> list[str]:
    """Those of *promises* that *output*, which was built of *site*, does not keep."""
    now = set(promises_of(site, output))
    return [line for line in promises if line not in now and not _is_kept(line, output)]


def _is_kept(line: str, output: Path) -> bool:
    """Whether words that the content has no more, as such, stand on their page all the same."""
    kind, url, *rest = line.split(" ")
    if kind != "words":
        return False
    path = output / (url[1:] + "index.html" if url.endswith("/") else url[1:])
    return path.is_file() and rest[1] in windows(words_shown(path.read_text(encoding="utf-8")), int(rest[0]))


def freeze(version: str) -> Path:
    """Write down what is promised as *version*."""
    folder = HERE / version
    if not (folder / "site").exists():
        newest = max(HERE.glob("*/site"), key=lambda site: [int(part) for part in site.parent.name.split(".")])
        shutil.copytree(newest, folder / "site")
    output = build(folder / "site")
    lines = promises_of(folder / "site", output)
    for made in (output, folder / "site/.sitegen"):
        shutil.rmtree(made)
    (folder / "promises.txt").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder / "promises.txt"


if __name__ == "__main__":
    freeze(sys.argv[1])
