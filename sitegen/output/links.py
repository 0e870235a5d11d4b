"""Ids and links of rendered pages, and whether each link leads somewhere in the tree as it will be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from itertools import islice
from urllib.parse import unquote

from sitegen.errors import Location, Problem
from sitegen.output.paths import MANIFEST, linked_file, url_of
from sitegen.output.targets import Staged, Target, split

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
_TEXTS = "content/"  # owners that are texts of people; others are layouts, which show those texts again
_BLANKS = " \t\n\r\f"
_NEAR = 1000  # pages of one folder that are compared with a broken link, so that a hint costs little
_HINTS = 50  # broken links that get a close look: more are a mistake in a layout, and the first hints explain it


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


Place = Callable[[str, str, str], Location]
"""Where the owner of a page (its path) makes the page at a URL hold a link (as ``scan`` gives it)."""


def _whole_file(owner: str, url: str, link: str) -> Location:
    return Location(owner)


def check_links(
    staged: Sequence[Staged], target: Target, gone: Collection[str], place: Place = _whole_file
) -> tuple[Problem, ...]:
    """Broken links and repeated ids in the tree as it will be: *staged* over what is recorded, without *gone*.

    Looks at the pages staged, and at the recorded pages that link to a page or an id that goes away. A link of a text is
    told at the text, and not again for the layouts of other pages that show it.
    """
    files = {linked_file(group) for one in staged for group in split(one.links)}
    tree = _Tree({one.path: one for one in staged}, target, frozenset(gone), place, target.standing(files))
    found: dict[tuple[str, str], Problem] = {}
    for one in staged:
        ids = split(one.ids)
        if len(set(ids)) < len(ids):
            repeated = ((name, count) for name, count in Counter(ids).items() if count > 1)
            found.update({(one.path, name): _duplicate(one, name, count) for name, count in repeated})
        for link in tree.broken_of(split(one.links)):
            found.setdefault((one.owner or one.path, link), tree.broken(link, one.url, one.owner or one.path))
    for link, url, owner in tree.cut():
        found.setdefault((owner, link), tree.broken(link, url, owner))
    told = {name for owner, name in found if owner.startswith(_TEXTS)}
    return tuple(found[owner, name] for owner, name in found if owner.startswith(_TEXTS) or name not in told)


@dataclass(slots=True)
class _Tree:
    """The tree as it will be. The answers are kept: most pages share most of their links."""

    staged: dict[str, Staged]
    target: Target
    gone: frozenset[str]
    place: Place
    standing: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)
    ids: dict[str, frozenset[str] | None] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)

    def broken_of(self, groups: Iterable[str]) -> Iterator[str]:
        """The links of *groups* that lead nowhere."""
        for group in groups:
            if group in self.sound:
                continue
            path, *fragments = group.split("\t")
            file = linked_file(path)
            if self.has(file) and ((ids := self.ids_of(file)) is None or ids.issuperset(filter(None, fragments))):
                self.sound.add(group)
            else:
                yield from (link for link in _links_of(group) if not self.leads(link))

    def leads(self, link: str) -> bool:
        """Whether *link* leads to a file, and to an id on it."""
        answer = self.known.get(link)
        if answer is None:
            answer = self.known[link] = self._leads(link)
        return answer

    def _leads(self, link: str) -> bool:
        file = linked_file(link)
        if not self.has(file):
            return False
        fragment = link.partition("#")[2]
        if not fragment:
            return True
        ids = self.ids_of(file)
        # Unknown ids belong to a page yet to be rendered; "top" needs no id (HTML, "indicated part of the document").
        return ids is None or fragment in ids or fragment.lower() == "top"

    def has(self, file: str) -> bool:
        """Whether the tree has *file*."""
        if file in self.staged or file == MANIFEST:
            return True
        return file not in self.gone and (file in self.standing or self.target.recorded(file) is not None)

    def ids_of(self, file: str) -> frozenset[str] | None:
        """The ids of *file*; None if only the manifest of the output names it."""
        if file not in self.ids:
            one = self.staged.get(file)
            recorded = None if one else self.target.recorded(file)
            unknown = recorded is not None and not recorded.key
            self.ids[file] = frozenset(split(one.ids)) if one else None if unknown else self.target.ids_of(file)
        return self.ids[file]

    def cut(self) -> Iterator[tuple[str, str, str]]:
        """The links of recorded pages that the new tree breaks: link, URL and owner of the page."""
        for file in sorted(self.gone | self.staged.keys()):
            if file in self.staged and self.target.ids_of(file) <= frozenset(split(self.staged[file].ids)):
                continue
            for page, groups in self.target.linking_to(file):
                if page.path not in self.staged and page.path not in self.gone:
                    links = (link for group in groups if linked_file(group) == file for link in _links_of(group))
                    cut = (link for link in links if not self.leads(link))
                    yield from ((link, page.url, page.owner or page.path) for link in cut)

    def broken(self, link: str, url: str, owner: str) -> Problem:
        """The problem of a *link* on the page *url* that leads nowhere."""
        if link not in self.hints:
            near = self._near(link) if len(self.hints) < _HINTS else ""
            self.hints[link] = f'write "{near}"' if near else "correct the link, or remove it"
        message = f'the link to "{link}" on the page "{url}" leads nowhere'
        return Problem(self.place(owner, url, link), "broken-link", message, self.hints[link])

    def _near(self, link: str) -> str:
        """The likeliest thing that *link* means, "" if none is near."""
        path, _, fragment = link.partition("#")
        file = linked_file(link)
        if self.has(file):
            return next((f"{path}#{name}" for name in get_close_matches(fragment, self.ids_of(file) or (), 1)), "")
        if self.has(file + "/index.html"):
            return path + "/"
        folder = file.removesuffix("/index.html").rpartition("/")[0]
        recorded = (page.path for page in self.target.pages(folder) if page.path not in self.gone)
        candidates = dict.fromkeys(islice(recorded, _NEAR)) | dict.fromkeys(self._staged_in(folder))
        return next((url_of(match) for match in get_close_matches(file, sorted(candidates), 1)), "")

    def _staged_in(self, folder: str) -> list[str]:
        self.paths = self.paths or sorted(self.staged)
        start = bisect_left(self.paths, folder and folder + "/")
        return [path for path in self.paths[start : start + _NEAR] if path.startswith(folder and folder + "/")]


def _links_of(group: str) -> list[str]:
    """The links of one text of `grouped`."""
    path, *fragments = group.split("\t")
    return [f"{path}#{fragment}" if fragment else path for fragment in fragments or [""]]


def _duplicate(one: Staged, name: str, count: int) -> Problem:
    message = f'the id "{name}" stands {count} times on the page "{one.url}"'
    return Problem(Location(one.owner or one.path), "duplicate-id", message, "give each element an id of its own")
