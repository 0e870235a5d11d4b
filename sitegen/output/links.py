"""Whether each link leads somewhere, and each id is one of its kind, in the tree as it will be."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sitegen.errors import Location, Problem
from sitegen.output.packing import unpacked
from sitegen.output.paths import MANIFEST, linked_file, url_of
from sitegen.output.scan import links_of
from sitegen.output.targets import Staged, Target

_TEXTS = "content/"  # owners that are texts of people; others are layouts, which show those texts again
_NEAR = 1000  # pages of one folder that are compared with a broken link, so that a hint costs little
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_HINTS = 50  # broken links that get a close look: more are a mistake in a layout, and the first hints explain it

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
    files = {linked_file(group) for one in staged for group in unpacked(one.links)}
    tree = _Tree({one.path: one for one in staged}, target, frozenset(gone), place, target.standing(files))
    found: dict[tuple[str, str], Problem] = {}
    for one in staged:
        ids = unpacked(one.ids)
        if len(set(ids)) < len(ids):
            repeated = ((name, count) for name, count in Counter(ids).items() if count > 1)
            found.update({(one.path, name): _duplicate(one, name, count) for name, count in repeated})
        for link in tree.broken_of(unpacked(one.links)):
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
            if self.has(file) and self._has_ids(file, [fragment for fragment in fragments if fragment]):
                self.sound.add(group)
            else:
                yield from (link for link in links_of(group) if not self.leads(link))

    def _has_ids(self, file: str, wanted: Sequence[str]) -> bool:
        ids = self.ids_of(file) if wanted else frozenset[str]()
        return ids is None or ids.issuperset(wanted)

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
            self.ids[file] = frozenset(unpacked(one.ids)) if one else None if unknown else self.target.ids_of(file)
        return self.ids[file]

    def cut(self) -> Iterator[tuple[str, str, str]]:
        """The links of recorded pages that the new tree breaks: link, URL and owner of the page."""
        for file in sorted(self.gone | self.staged.keys()):
            if file in self.staged and self.target.ids_of(file) <= frozenset(unpacked(self.staged[file].ids)):
                continue
            for page, groups in self.target.linking_to(file):
                if page.path not in self.staged and page.path not in self.gone:
                    links = (link for group in groups if linked_file(group) == file for link in links_of(group))
                    cut = (link for link in links if not self.leads(link))
                    yield from ((link, page.url, page.owner or page.path) for link in cut)

    def broken(self, link: str, url: str, owner: str) -> Problem:
        """The problem of a *link* on the page *url* that leads nowhere."""
        if link not in self.hints:
            near = self._near(link) if len(self.hints) < _HINTS else ""
            hint = f'write "{near}"' if near else "correct the link, or remove it"
            is_lost = link.endswith(_PICTURES) and not near.endswith(_PICTURES)
            self.hints[link] = "lay the picture beside the content file, or remove the link" if is_lost else hint
        message = f'the link to "{link}" on the page "{url}" leads nowhere'
        return Problem(self.place(owner, url, link), "broken-link", message, self.hints[link])

    def _near(self, link: str) -> str:
        """The likeliest thing that *link* means, "" if none is near."""
        from difflib import get_close_matches  # here: few builds have a broken link

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


def _duplicate(one: Staged, name: str, count: int) -> Problem:
    message = f'the id "{name}" stands {count} times on the page "{one.url}"'
    return Problem(Location(one.owner or one.path), "duplicate-id", message, "give each element an id of its own")
