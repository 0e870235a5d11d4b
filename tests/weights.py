"""What a page weighs on the way to its reader: itself, its style and its scripts, as they are and compressed."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

from selectolax.lexbor import LexborHTMLParser

MOST_TOGETHER, MOST_SCRIPT = 60_000, 10_000
"""Bytes: a live blog of forty updates, compressed; all scripts of a page, as they are."""
MANY = 40
_UPDATE = re.compile(
    r"^## \S+ [0-9:]+(?P<title>[^{]*?) \{[^} ]*(?P<topics> topics=\"[^\"]*\")?[^}]*\}\n(?P<body>.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """The bytes of a page by their kind, and how many files they come in. *packed* is all of them, each compressed."""

    html: int
    css: int
    script: int
    packed: int
    styles: int
    scripts: int


def weigh(output: Path, page: Path) -> Weight:
    """What a reader of *page* in *output* loads, but for pictures and what a search asks for."""
    tree = LexborHTMLParser(page.read_bytes())
    styles = [_file(output, page, node.attributes.get("href")) for node in tree.css("link[rel=stylesheet]")]
    scripts = [_file(output, page, node.attributes.get("src")) for node in tree.css("script[src]")]
    loaded = [page, *styles, *scripts]
    return Weight(
        page.stat().st_size,
        sum(one.stat().st_size for one in styles),
        sum(one.stat().st_size for one in scripts),
        sum(len(gzip.compress(one.read_bytes(), mtime=0)) for one in loaded),
        len(styles),
        len(scripts),
    )


def _file(output: Path, page: Path, address: str | None) -> Path:
    path = unquote(urldefrag(address or "").url)
    return output / path.removeprefix("/") if path.startswith("/") else page.parent / path


def add_live_blog_of_many(content: Path, number: int = MANY) -> str:
    """A live blog of *number* updates laid into *content*, in words and topics that stand there already; its page's folder.

    Each word is a reporter's, and each text its own: a repeated one would pack better than any real live blog.
    """
    files = sorted(content.glob("20*/**/*.md"))
    told = [found for path in files for found in _UPDATE.finditer(path.read_text("utf-8"))]
    assert len(told) >= number, "the example archive has too few updates"
    clocks = [f"{6 + at // 4:02}:{at % 4 * 15:02}" for at in range(number)]
    updates = [
        f"## {clock}{one['title']} {{#t{clock.replace(':', '')}{one['topics'] or ''}}}\n\n{one['body'].strip()}\n"
        for clock, one in zip(clocks, told, strict=False)
    ]
    matter = "---\nid: 2018-04-01-many\ntitle: A day of many updates\ndate: 2018-04-01\nslug: many\nzone: UTC\n---\n\n"
    path = content / "2018/04/01/many.md"
    path.parent.mkdir(parents=True)
    path.write_text(matter + "\n".join(updates), "utf-8")
    return "2018/04/01/many"
