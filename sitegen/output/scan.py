"""Ids and links of rendered pages: found in their HTML, resolved, and gathered by the page that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

_ATTRIBUTES = r"""((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>"""
# The text of a comment or of a raw text element (a script, the title) is none of the page's tags.
_TAG = re.compile(
    rf"<(?:!--(?:.*?-->|.*)|(script|style|textarea|title)(?=[\s/>]){_ATTRIBUTES}(?:.*?</\1(?=[\s/>])|.*)"
    rf"|[a-z][^\s/>]*+{_ATTRIBUTES})",
    re.IGNORECASE | re.DOTALL,
)
_WANTED = re.compile(r"(?:id|href|src)\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_BLANKS = " \t\n\r\f"


def scan(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the page *html*, in order, repeated ones too; and its internal links (``href``, ``src``), each once.

    Links are resolved against *url*, the page's own, to site-absolute form, not percent-encoded but for ``%``, ``#``
    and ``?`` in a path, without ``index.html``, query or text directive. A link that climbs out of the site keeps its
    ``/..``, and so leads nowhere.

    >>> scan('<h2 id="t1930"><a href="#t1930">7:30 p.m.</a></h2><a href="../index.html">2017</a>', "/2017/x/")
    (('t1930',), ('/2017/x/#t1930', '/2017/'))
    """
    ids: list[str] = []
    links: dict[str, None] = {}
    for match in _TAG.finditer(html):
        text = match[3] or match[2]
        if not text or not _WANTED.search(text):
            continue
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(text):
            found.setdefault(name.lower(), double or single or bare)  # of two, the first counts
        if found.get("id"):  # an empty one names nothing
            ids.append(unescape(found["id"]))
        links.update((found[name], None) for name in ("href", "src") if name in found)
    resolved = (_resolve(unescape(link).strip(_BLANKS), url) for link in links)
    return tuple(ids), tuple(dict.fromkeys(link for link in resolved if link))


def scan_plain(html: str, url: str, root: str = "/") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `scan` gives of *html*, many times faster, where it holds no comment and no script of its own.

    Every ``id``, ``href`` and ``src`` stands after a blank, in double quotes, and nowhere else is such a text. Links that
    begin with *root* are site-absolute.

    >>> scan_plain('<h2 id="t1930"><a href="#t1930">7:30 p.m.</a></h2><a href="../index.html">2017</a>', "/2017/x/")
    (('t1930',), ('/2017/x/#t1930', '/2017/'))
    """
    found = _PLAIN.findall(html)
    ids = [unescape(value) if "&" in value else value for name, value in found if name == "id"]
    links: dict[str, None] = {}
    anywhere = (root, "/", "https://")
    own = url if _SIMPLE.fullmatch(url) else ""
    for name, value in dict.fromkeys(found):  # a page says most of its links more than once
        if name == "id":
            continue
        if value.startswith(anywhere):
            links[_resolved_anywhere(value, root)] = None
        elif own and _FRAGMENT.fullmatch(value):
            links[own + value] = None
        else:
            links[_resolve(unescape(value).strip(_BLANKS), url)] = None
    links.pop("", None)
    return tuple(filter(None, ids)), tuple(links)


_FRAGMENT = re.compile(r"#[\w-]+", re.ASCII)
_SIMPLE = re.compile(r"/(?:[\w-]+/)*(?:[\w-]+\.[a-z]+)?(?:#[\w-]+)?", re.ASCII)  # nothing to resolve or to unquote


@lru_cache(maxsize=1 << 12)
def _resolved_anywhere(value: str, root: str) -> str:
    """Where a link leads that is the same from every page."""
    if value.startswith(root):
        value = f"/{value.removeprefix(root)}"
    if _SIMPLE.fullmatch(value):
        path, mark, fragment = value.partition("#")
        return (path.removesuffix("index.html") if path.endswith("/index.html") else path) + mark + fragment
    return _resolve(unescape(value).strip(_BLANKS), "/")


_PLAIN = re.compile(r' (id|href|src)="([^"]*)"')


def grouped(links: Iterable[str]) -> tuple[str, ...]:
    r"""*links* as they are kept: one text a page, with the fragments that are linked to after it, each behind a tab.

    >>> grouped(["/a/#x", "/b/", "/a/#y", "/a/"])
    ('/a/\t\tx\ty', '/b/')
    """
    found: dict[str, dict[str, None]] = {}
    for link in links:
        if "\t" in link or "\n" in link:  # which no file and no id has: nothing that is kept may be cut in two by them
            link = link.replace("\t", "%09").replace("\n", "%0A")
        path, _, fragment = link.partition("#")
        found.setdefault(path, {})[fragment] = None
    return tuple(
        [
            path if fragments.keys() == {""} else "\t".join((path, *sorted(fragments)))
            for path, fragments in found.items()
        ]
    )


def _resolve(link: str, url: str) -> str:
    """Where *link* on the page *url* leads, in site-absolute form (RFC 3986 §5.2); "" for an external one."""
    link = link.translate({9: None, 10: None, 13: None})  # as browsers do
    if _SCHEME.match(link):
        return ""
    link, _, fragment = link.partition("#")
    path = unquote(link.partition("?")[0])
    own = unquote(url)
    if not path:
        path = own
    elif not path.startswith("/"):
        path = own[: own.rfind("/") + 1] + path
    path = _without_dots(path)
    if path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    path = path.replace("%", "%25").replace("#", "%23").replace("?", "%3F")
    fragment = unquote(fragment.partition(":~:")[0])
    return f"{path}#{fragment}" if fragment else path


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    *folders, last = path[1:].split("/")
    for segment in (*folders, *([last, ""] if last in (".", "..") else [last])):
        if segment == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def links_of(group: str) -> list[str]:
    """The links of one text of `grouped`."""
    path, *fragments = group.split("\t")
    return [f"{path}#{fragment}" if fragment else path for fragment in fragments or [""]]
