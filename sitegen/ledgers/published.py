"""What published pages say was promised at them: read from the data beside them, else from their HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from sitegen.content.ledger import is_liveblog_url

_DATA = "index.json"
_REFRESH = re.compile(r"\s*[0-9.]+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)  # HTML section 4.2.5.3
_ANCHOR = re.compile(r"t(?:[0-9]{4}-)?[0-9]{4}[a-z]*")
_REDIRECT_BYTES = 1 << 15
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Published:
    """The page at *url*: of the live blog *liveblog*, "" where it does not say; *leads_to* is the URL of its redirect.

    *anchors* are those with words. *withheld* and *moved* are anchors with their day, and with where they went: an
    ``ID#ANCHOR`` or a URL with a fragment; "" where the page does not say.
    """

    url: str
    liveblog: str = ""
    leads_to: str = ""
    anchors: tuple[str, ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


def published_pages(output: Path) -> Iterator[Published]:
    """The pages below *output* where live blogs are or were, by their URLs."""
    for path in sorted(output.glob("[0-9]*/[0-9]*/[0-9]*/*/index.html")):
        url = f"/{path.parent.relative_to(output).as_posix()}/"
        if is_liveblog_url(url) and path.is_file() and not path.is_symlink():
            yield _by_data(url, path.with_name(_DATA)) or _by_html(url, path.read_text("utf-8", "replace"))


def published_redirects(output: Path) -> Iterator[Published]:
    """The pages anywhere else below *output* that lead on, as those of aliases do: what is not small is none of them."""
    for path in sorted(output.rglob("*.html")):
        place = path.relative_to(output).as_posix()
        url = f"/{place.removesuffix('index.html')}"
        if is_liveblog_url(url) or not path.is_file() or path.is_symlink() or path.stat().st_size > _REDIRECT_BYTES:
            continue
        page = _by_html(url, path.read_text("utf-8", "replace"))
        if (
            page.leads_to and "#" not in page.leads_to
        ):  # a fragment: the page of an update, which has left its live blog
            yield Published(url, leads_to=page.leads_to)


def _by_data(url: str, path: Path) -> Published | None:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("id"), str) or path.is_symlink():
        return None
    notices = list(_objects(said.get("notices")))
    return Published(
        url,
        said["id"],
        anchors=tuple(str(one.get("anchor")) for one in _objects(said.get("updates"))),
        withheld=tuple((str(one.get("anchor")), str(one["withheld"])) for one in notices if one.get("withheld")),
        moved=tuple((str(one.get("anchor")), str(one.get("moved") or "")) for one in notices if "moved" in one),
    )


def _objects(found: object) -> Iterator[Mapping[str, object]]:
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


class _Page(HTMLParser):
    """Collects what a page without data beside it says, whatever layout made it: ids, notices and a refresh."""

    def __init__(self) -> None:
        super().__init__()
        self.leads_to = ""
        self.anchors: list[str] = []
        self.notices: dict[str, tuple[str, str]] = {}
        self._notice, self._tag = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(said.get("content", ""))
            self.leads_to = found[1].strip() if found else ""
        elif "notice" in said.get("class", "").split() and said.get("id"):
            self._notice, self._tag = said["id"], tag
            self.notices[self._notice] = ("", "")
        elif self._notice:
            self._tell(said.get("datetime", ""), said.get("href", ""))
        elif (anchor := said.get("id", "")) and (tag == "h2" or _ANCHOR.fullmatch(anchor)):
            self.anchors.append(anchor)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._notice = self._tag = ""

    def _tell(self, moment: str, href: str) -> None:
        day, to = self.notices[self._notice]
        is_elsewhere = "#" in href and not href.startswith("#")
        self.notices[self._notice] = (moment if _DAY.fullmatch(moment) else day, href if is_elsewhere else to)


def _by_html(url: str, html: str) -> Published:
    page = _Page()
    page.feed(html)
    return Published(
        url,
        leads_to=absolute(url, page.leads_to) if page.leads_to else "",
        anchors=tuple(page.anchors),
        withheld=tuple((anchor, day) for anchor, (day, _) in page.notices.items() if day),
        moved=tuple((anchor, to) for anchor, (day, to) in page.notices.items() if not day),
    )


def absolute(url: str, link: str) -> str:
    """The URL of what *link* on the page at *url* leads to, with its fragment.

    >>> absolute("/2017/11/03/old/", "../../../../2017/11/03/new/index.html#t1930")
    '/2017/11/03/new/#t1930'
    """
    path, mark, fragment = link.partition("#")
    parts = url.rpartition("/")[0].split("/")[1:]
    for part in path.removesuffix("index.html").strip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return f"/{'/'.join(parts)}/{mark}{fragment}"
