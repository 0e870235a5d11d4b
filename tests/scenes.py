"""A site before an edit and after it, and what builds leave of both: what a build that was broken off is held against."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from support import PUBLISHED, Tree, build_site, difference, liveblog, make_site, read_tree, update, write

from sitegen.vouched import vouch_for

OUTPUT, STATE, LEDGER, LOCKS = "output/", ".sitegen/", "content/anchors.lock", ("imports.lock", "anchors.lock")
SEED = """\
The Latest: Ferry waits (all times local):

8:30 p.m.

The ferry waits for the tide, the harbor master says. He has waited before.

7:15 p.m.

The last lorry is on board.
"""
# Without search, whose index is of other bytes each time.
PAGES = (
    "topics: [{slug: sea, label: The sea}]\npages: {calendar: false, not_found: false, search: false, bodies: full}\n"
)
GALE = "content/2018/02/20/gale.md"
FOG = "content/2018/02/21/fog.md"
OLD = {
    "site.yaml": PUBLISHED + PAGES,
    GALE: liveblog(
        "A gale at the quay",
        "2018-02-20",
        [
            update("2018-02-20 08:00", "No ferry will sail today.", '#t0800 topics="sea"'),
            update("2018-02-20 09:00", "The quay is under water.", "#t0900"),
        ],
        id="2018-02-20-gale",
        slug="gale",
    ),
    "content/pages/about.md": "---\ntitle: About\n---\n\nThe small archive keeps [a gale](/2018/02/20/gale/).\n",
}
NEW: Mapping[str, str | None] = {
    GALE: OLD[GALE].replace("No ferry will sail today.", "No ferry will sail tomorrow."),
    FOG: liveblog("Fog", "2018-02-21", [update("2018-02-21 09:00", "Fog.", "#t0900")], id="fog", slug="fog"),
    "content/pages/about.md": None,
    "seeds/2018-02-22-ferry.txt": SEED,
    "seeds/2018-02-22-ferry.txt.meta.yaml": "date: 2018-02-22\nzone: UTC\n",
}
"""An edit that makes, changes and removes pages, imports a seed and adds promises."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A site of which one build is to be broken off.

    *before* is its folder as it is copied for each trial, *old* what stands there; *new* is what a clean build leaves.
    """

    before: Path
    old: Tree
    new: Tree

    def copy(self, folder: Path) -> Path:
        """A site at *folder*, ready for the build: its caches are as if it had always been there."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.before, folder, symlinks=True)
        for sound in folder.glob(f"{STATE}**/*.sound"):
            vouch_for(sound.with_suffix(".db"))
        return folder

    def torn(self, site: Path, *, wholly_old: bool = False) -> str:
        """What of *site* is neither of the old tree nor of the new one, "" for nothing: files are whole, sources intact."""
        found = sight(site)
        for path, data in found.items():
            if path.endswith("/") or path.endswith(".new"):
                continue
            if data != self.old.get(path) and (data != self.new.get(path) or (wholly_old and path.startswith(OUTPUT))):
                return f"{path} is of neither tree"
        both = self.old.keys() if wholly_old else self.old.keys() & self.new.keys()
        return next((f"{path} is missing" for path in sorted(both) if path not in found and path[-1] != "/"), "")

    def unlike_new(self, site: Path) -> str:
        """How *site* differs from what a clean build leaves, the ledger too."""
        return difference(sight(site), self.new)


def sight(site: Path) -> Tree:
    """All of *site* but its own state: sources, locks and output."""
    return {path: data for path, data in read_tree(site).items() if not path.startswith(STATE)}


def edit(site: Path) -> None:
    """Make the sources of *site* the new ones."""
    for path, text in NEW.items():
        if text is None:
            (site / path).unlink()
        else:
            write(site / path, text)


def first_build(folder: Path) -> Scene:
    """A scene in *folder* whose build is the first: it imports a seed and fills an empty output."""
    site = make_site(folder / "before", OLD)
    edit(site)
    return _scene(folder, site)


def next_build(folder: Path, more: Mapping[str, str] = MappingProxyType({})) -> Scene:
    """A scene in *folder* whose build follows an edit; the site has *more* files, which stay as they are."""
    site = make_site(folder / "before", {**OLD, **more})
    build_site(site)
    edit(site)
    return _scene(folder, site)


SCENES = {"first build": first_build, "next build": next_build}


def _scene(folder: Path, site: Path) -> Scene:
    after = Path(shutil.copytree(site, folder / "after"))
    build_site(after)
    clean = Path(shutil.copytree(after, folder / "clean"))
    shutil.rmtree(clean / "output")
    shutil.rmtree(clean / ".sitegen")
    build_site(clean)
    assert difference(sight(after), sight(clean)) == ""
    return Scene(site, sight(site), sight(clean))
