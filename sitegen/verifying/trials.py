"""What is to be verified of seeds and content files: gathered from the index and the record of imports, a job each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.config import Config
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import Written
from sitegen.content.ledger import Key, Promise, State
from sitegen.errors import Location, Problem, Severity
from sitegen.files import sha256_of
from sitegen.importers.folder import scan_seeds
from sitegen.importers.registry import importers
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.importers.sidecars.sidecar_folder import read_sidecars
from sitegen.index.queries import Queries


@dataclass(frozen=True, slots=True)
class ContentTrial:
    """A content file, and what import wrote of its live blog; *withheld* are anchors that were taken down since."""

    path: str
    rows: tuple[Written, ...]
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeedTrial:
    """A seed, and who says which SHA-256 of it: pairs of a file and a digest. *contents* were made of it.

    *importer* is the name of the one that read it, "" where nobody knows. *place* is the path of the file that has its
    bytes, "" where that is *path*: seeds may be moved.
    """

    path: str
    claims: tuple[tuple[str, str], ...]
    contents: tuple[ContentTrial, ...]
    importer: str = ""
    sidecar: Sidecar = NOTHING
    place: str = ""


@dataclass(slots=True)
class _Gathered:
    claims: set[tuple[str, str]] = field(default_factory=set)
    contents: dict[str, ContentTrial] = field(default_factory=dict)
    importer: str = ""


def trials_of(
    queries: Queries, rows: Iterable[Written], withheld: Mapping[str, frozenset[str]], known: Container[str]
) -> tuple[list[SeedTrial], list[ContentTrial]]:
    """A trial of each seed that content or the lock names, and of each content file; both by path.

    *withheld* are the anchors that were taken down, by live blog; *known* are the names of importers that there are.
    """
    by_blog: defaultdict[str, list[Written]] = defaultdict(list)
    seeds: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    for row in rows:
        by_blog[row.liveblog].append(row)
        seeds[row.seed].claims.add((LOCK, row.sha256))
        name = row.importer.partition("/")[0]
        seeds[row.seed].importer = name if name in known else ""
    contents = []
    for head in queries.heads():
        trial = ContentTrial(head.path, tuple(by_blog.get(head.id, ())), withheld.get(head.id, frozenset()))
        contents.append(trial)
        for source in queries.rest(head).sources:
            seeds[source.seed].claims.update({(head.path, source.sha256)} if source.sha256 else ())
            seeds[source.seed].contents[head.path] = trial
        for seed in {row.seed for row in trial.rows}:
            seeds[seed].contents[head.path] = trial
    return list(_trials(seeds)), sorted(contents, key=lambda trial: trial.path)


def _trials(seeds: Mapping[str, _Gathered]) -> Iterator[SeedTrial]:
    for path, found in sorted(seeds.items()):
        contents = tuple(found.contents[name] for name in sorted(found.contents))
        yield SeedTrial(path, tuple(sorted(found.claims)), contents, found.importer)


def unnamed(paths: Iterable[str], trials: Sequence[SeedTrial]) -> list[str]:
    """Those of *paths*, seeds that are there, that nobody names."""
    named = {trial.path for trial in trials}
    return sorted(path for path in paths if path not in named)


def summon(
    root: Path, config: Config, queries: Queries, rows: Sequence[Written], ledger: Mapping[Key, Promise]
) -> tuple[list[SeedTrial], list[ContentTrial], list[Problem]]:
    """All that is to be tried in *root*, with the sidecars of its seeds; and notes on seeds that nobody ever imported."""
    withheld: defaultdict[str, set[str]] = defaultdict(set)
    for (liveblog, name), promise in ledger.items():
        if promise.state is State.WITHHELD:
            withheld[liveblog].add(name)
    known = {importer.name for importer in importers()[0]}
    frozen = {liveblog: frozenset(names) for liveblog, names in withheld.items()}
    seeds, contents = trials_of(queries, rows, frozen, known)
    folder = scan_seeds(root, config.ignore)
    sidecars = read_sidecars(root, folder)
    new = unnamed((file.path for file in folder.seeds), seeds)
    seeds = [replace(trial, sidecar=sidecars.of(trial.place or trial.path)) for trial in _found(root, seeds, new)]
    moved = {trial.place for trial in seeds}
    left = [path for path in new if path not in moved and not sidecars.of(path).skip]
    hint = "run sitegen import, or ignore this where its bytes were imported under another name"
    notes = [Problem(Location(path), "seed-new", "nothing was made of this seed", hint, Severity.NOTE) for path in left]
    return seeds, contents, notes


def _found(root: Path, seeds: Sequence[SeedTrial], new: Sequence[str]) -> list[SeedTrial]:
    """*seeds*; those that are not at their path with the place of one of *new* that has the bytes which somebody claims."""
    if all((root / trial.path).is_file() for trial in seeds):
        return list(seeds)
    by_digest = {sha256_of(root / path): path for path in new}
    return [
        trial
        if (root / trial.path).is_file()
        else replace(trial, place=next((by_digest[said] for _, said in trial.claims if said in by_digest), ""))
        for trial in seeds
    ]
