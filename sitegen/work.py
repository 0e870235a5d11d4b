"""What a build has to do for a target: found by comparing, without making anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import BodyMode
from sitegen.index.changes import SITE, SITEMAP, Subject
from sitegen.pages.static import Asset, static_assets
from sitegen.pages.subjects import everything, url_of, wanted
from sitegen.pages.urls import path_of

if TYPE_CHECKING:
    from sitegen.index.queries import Queries
    from sitegen.index.store import Index
    from sitegen.output.targets import Target

ALTERED = "!"
STATIC = "layouts/static/"
"""How the owner of a file begins that is published as it is."""

Seen = tuple[str, int]
"""What a target was published from: the index with all that pages share, and the number of its last change."""


@dataclass(frozen=True, slots=True)
class Job:
    """A subject whose pages are to be planned, and rendered where they are stale.

    *known* gives the key of each of its pages that is published, by path, after `ALTERED` where its file is not as it was.
    """

    subject: Subject
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """What is to do. *published* are the paths of all published pages, *whole* says that everything is planned.

    *touches* says which of the files without a layout are due; *seen* is what the target will be published from.
    """

    jobs: tuple[Job, ...]
    published: frozenset[str]
    whole: bool
    touches: frozenset[Subject]
    seen: Seen

    @property
    def is_nothing(self) -> bool:
        """Whether no page and no list of pages is due."""
        return not self.jobs and not self.touches


def find_work(
    queries: Queries, index: Index, target: Target, topics: Collection[str], updates: BodyMode, seen: Seen
) -> Work:
    """The subjects to plan.

    Only what was touched since the target was published is planned; everything, where a published file is not as it was,
    or where what all pages share (the settings, a layout, sitegen) has changed.
    """
    known, whole = {}, target.seen[0] != seen[0]
    for path, key, is_intact in target.states():
        known[path] = key if is_intact else ALTERED + key
        whole = whole or not (key and is_intact)
    if whole:
        subjects = [*everything(queries, topics), SITEMAP]
    else:
        subjects = wanted(index.touched_since(target.seen[1]), full=updates is not BodyMode.LEAD)
    jobs = tuple(Job(subject, _known(subject, known)) for subject in subjects if subject != SITEMAP)
    return Work(jobs, frozenset(known), whole, frozenset({SITE, SITEMAP} & {*subjects}), seen)


def are_static_files_published(layouts: Path, target: Target) -> bool:
    """Whether the static files of the *layouts* folder, and no others, are what was published, with the manifest."""
    published = {one.path: one.key for one in target.pages("assets") if one.owner.startswith(STATIC)}
    return target.has_its_manifest and published == {
        path_of(asset.url): key_of_asset(asset) for asset in static_assets(layouts)
    }


def key_of_asset(asset: Asset) -> str:
    """The key of a file that is made without a layout."""
    return f"asset {sha256(asset.data).hexdigest()}"


def _known(subject: Subject, known: Mapping[str, str]) -> dict[str, str]:
    """The published keys of the pages of *subject*; those of `SITE` are few, and anywhere."""
    if subject == SITE:
        return {path: key for path, key in known.items() if path.count("/") <= 1}
    path = path_of(url_of(*subject))
    return {path: known[path]} if path in known else {}
