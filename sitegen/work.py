"""What a build has to do for a target: found by comparing, without making anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import BodyMode, Config, Pages
from sitegen.index.changes import CORRECTIONS, FEED, SITE, SITEMAP, Subject, subject_at
from sitegen.pages.static import Asset, static_assets
from sitegen.pages.subjects import everything, folder_of, url_of, wanted
from sitegen.pages.urls import path_of

if TYPE_CHECKING:
    from sitegen.index.queries import Queries
    from sitegen.index.store import Index
    from sitegen.output.targets import Target

ALTERED = "!"
BESIDE = "beside "
"""How the key of a picture begins that is published from beside a content file."""
_LISTS = frozenset([SITE, SITEMAP, FEED, CORRECTIONS])
FEW = 100
"""Of so many subjects the folders are looked for one by one, among all that was published."""
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
class Beside:
    """The picture *file* beside a content file, to be published at *url*; *key* tells of its bytes, by its stat."""

    url: str
    file: str
    key: str


@dataclass(frozen=True, slots=True)
class Work:
    """What is to do. *published* are the paths of all published pages, *whole* says that everything is planned.

    *touches* says which of the files without a layout are due; *seen* is what the target will be published from. *beside*
    are the pictures to be published, *laid* the keys of those that are, both by their paths.
    """

    jobs: tuple[Job, ...]
    published: frozenset[str]
    whole: bool
    touches: frozenset[Subject]
    seen: Seen
    beside: Mapping[str, Beside]
    laid: Mapping[str, str]

    @property
    def renews_sitemap(self) -> bool:
        """Whether an address came or went, or the day of its last update is another."""
        return SITEMAP in self.touches

    @property
    def is_nothing(self) -> bool:
        """Whether no page, no list of pages and no picture is due."""
        return not self.jobs and not self.touches and self.laid == {path: one.key for path, one in self.beside.items()}


def find_beside(index: Index, *, drafts: bool) -> dict[str, Beside]:
    """The pictures beside content files that refer to them, where there are such, by the paths at which they are published.

    One that is not there is a link that leads nowhere: the check of links says so.
    """
    found: dict[str, Beside] = {}
    rows = index.connection.execute(
        "SELECT path, date, slug, name, state FROM beside JOIN liveblogs ON key = liveblog"
        " WHERE draft <= ? AND state <> ''",
        (int(drafts),),
    )
    for path, day, slug, name, state in rows:
        file, url = path[: path.rfind("/") + 1] + name, url_of("live-blog", f"{day}/{slug}") + name
        found[path_of(url)] = Beside(url, file, f"{BESIDE}{state} {file}")
    return found


def find_work(
    queries: Queries,
    index: Index,
    target: Target,
    topics: Collection[str],
    pages: Pages,
    seen: Seen,
    beside: Mapping[str, Beside],
    *,
    is_known: bool = False,
) -> Work:
    """The subjects to plan; files that are published are as they were if the output *is_known*, and else looked at.

    Only what was touched since the target was published is planned; everything, where a published file is not as it was,
    or where what all pages share (the settings, a layout, sitegen) has changed, or the index has lost a change.
    """
    known, whole = {}, target.seen[0] != seen[0] or target.seen[1] > seen[1]
    for path, key, is_intact in target.states(is_known=is_known and target.has_its_manifest):
        known[path] = key if is_intact else ALTERED + key
        whole = whole or not (key and is_intact)
    if whole:
        subjects = [*everything(queries, topics), SITEMAP]
    else:
        full = pages.bodies is not BodyMode.LEAD or pages.feed or pages.tables
        subjects = wanted(index.touched_since(target.seen[1]), full=full)
    once = (url for url in queries.aliases() if subject_at(url)[0] == "alias")
    aliases = frozenset(map(path_of, (*once, *queries.ledger.aliases())))
    jobs = tuple(_jobs((subject for subject in subjects if subject not in (SITEMAP, FEED)), known, aliases))
    laid = {path: key for path, key in known.items() if key.removeprefix(ALTERED).startswith(BESIDE)}
    return Work(jobs, frozenset(known), whole, frozenset(_LISTS & {*subjects}), seen, beside, laid)


def are_static_files_published(layouts: Path, config: Config, target: Target) -> bool:
    """Whether the static files of the *layouts* folder, and no others, are what was published, with the manifest."""
    published = {one.path: one.key for one in target.pages("assets") if one.owner.startswith(STATIC)}
    return target.has_its_manifest and published == {
        path_of(asset.url): key_of_asset(asset) for asset in static_assets(layouts, config.csp, config.theme)
    }


def key_of_asset(asset: Asset) -> str:
    """The key of a file that is made without a layout."""
    return f"asset {sha256(asset.data).hexdigest()}"


def _jobs(subjects: Iterable[Subject], known: Mapping[str, str], aliases: Collection[str]) -> Iterator[Job]:
    """A job for each of *subjects*, with the published keys of its pages: of those in its folder, but for *aliases*.

    The page of an alias may stand in any folder, and is its own subject's alone.
    """
    subjects = list(subjects)
    folders: dict[str, dict[str, str]] = {}
    near = tuple({folder_of(path_of(url_of(*one))) for one in subjects}) if len(subjects) <= FEW else ("",)
    for path, key in known.items():
        if path.startswith(near) and path not in aliases and not key.removeprefix(ALTERED).startswith(BESIDE):
            folders.setdefault(folder_of(path), {})[path] = key
    for kind, name in subjects:
        path = path_of(url_of(kind, name))
        if (kind, name) == SITE:  # they are few, and anywhere
            yield Job(SITE, {path: key for path, key in known.items() if path.count("/") <= 1})
        elif kind == "data-year":  # in one folder with those of other years
            both = (f"{path.removesuffix('csv')}{ending}" for ending in ("csv", "jsonl"))
            yield Job((kind, name), {path: known[path] for path in both if path in known})
        elif kind == "alias":
            yield Job((kind, name), {path: known[path]} if path in known else {})
        else:
            yield Job((kind, name), folders.get(folder_of(path), {}))
