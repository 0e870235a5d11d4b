"""``sitegen import --again``: a seed read anew, and applied to every update of its live blog that no person edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import HEAD, Written, digests, read_lock, write_lock
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.ledger import fingerprint
from sitegen.content.reader import loads
from sitegen.content.topics import compile_topics
from sitegen.content.writer import dumps
from sitegen.errors import Location, Problem, Severity
from sitegen.executors import map_batches
from sitegen.files import replace_text, sha256_of
from sitegen.importers.folder import read_sidecars, scan_seeds
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.imports import SeedReport, given_by, proofs, tag, text_of
from sitegen.index.queries import Queries
from sitegen.index.store import Index
from sitegen.indexing import load_content, load_topics
from sitegen.model import LiveBlog, Source, Topic, Update


@dataclass(frozen=True, slots=True)
class Again:
    """What was applied: a report for each seed, and notes on what was left to people."""

    seeds: tuple[SeedReport, ...]
    notes: tuple[str, ...]


def reimport(
    root: Path, config: Config, index: Index, executor: Executor, only: Collection[str], *, again: bool, dry_run: bool
) -> Again:
    """Apply the seeds *only* (none: all) that were imported before: those that changed, or with *again* all of them."""
    rows, _ = read_lock(text_of(root / LOCK))
    folder = scan_seeds(root, config.ignore)
    wanted = [
        file.path
        for file in folder.seeds
        if file.path in {row.seed for row in rows} and (not only or file.path in only)
    ]
    known = {row.seed: row.sha256 for row in rows}
    wanted = [path for path in wanted if again or sha256_of(root / path) != known[path]]
    topics = load_topics(root, config)
    load_content(root, config, topics, index, executor)
    paths = {head.id: head.path for head in Queries(index.connection, drafts=True).heads()}
    sidecars = read_sidecars(root, folder)
    jobs = [SeedJob(path, sidecars.of(path)) for path in wanted if not sidecars.of(path).skip]
    reports, notes = [], []
    for seed in map_batches(executor, partial(read_seeds, root, config), jobs, size=16):
        report, rows, kept = _apply(
            root, config, topics, seed, rows, paths, given_by(sidecars.of(seed.path)), dry_run=dry_run
        )
        reports.append(report)
        notes += kept
    if not dry_run and reports:
        replace_text(root / LOCK, write_lock(rows))
    return Again(tuple(reports), tuple(notes))


def _apply(
    root: Path,
    config: Config,
    topics: Sequence[Topic],
    seed: ReadSeed,
    rows: list[Written],
    paths: Mapping[str, str],
    given: Sequence[str],
    *,
    dry_run: bool,
) -> tuple[SeedReport, list[Written], list[str]]:
    """Apply one seed: its report, the new rows of the lock, and notes on what was left as a person wrote it."""
    errors = [problem for problem in seed.problems if problem.is_error]
    if errors or not seed.liveblogs:
        return SeedReport(seed.path, "failed", seed.importer, problems=seed.problems), rows, []
    ids = sorted({row.liveblog for row in rows if row.seed == seed.path})
    notes: list[str] = []
    problems = list(seed.problems)
    vocabulary = compile_topics(topics)
    for fresh in seed.liveblogs:
        name = _same(fresh, ids, paths)
        if not name:
            problems.append(_deleted(seed.path, ids))
            continue
        path = paths[name]
        content = loads((root / path).read_text(encoding="utf-8"), path, config, {topic.slug for topic in topics})
        locked = {row.anchor: row.digest for row in rows if row.liveblog == name}
        blog, kept = merged(content.liveblog, tag(fresh, topics, vocabulary), locked)
        if not kept:  # where a person's words stand, the seed's cannot all be there
            problems += proofs(seed, [blog], config, topics, given)
        if any(problem.is_error for problem in problems):
            return SeedReport(seed.path, "failed", seed.importer, name, path, problems=tuple(problems)), rows, []
        notes += [f"{path}: #{anchor} was edited here, and stays as it is" for anchor in kept if anchor != HEAD]
        notes += [f"{path}: the front matter was edited here, and stays as it is"] if HEAD in kept else []
        rows = [row for row in rows if row.liveblog != name] + list(_rows(blog, name, locked, kept))
        if not dry_run:
            replace_text(root / path, dumps(blog))
    return SeedReport(seed.path, "merged", seed.importer, " ".join(ids), problems=tuple(problems)), rows, notes


def _rows(blog: LiveBlog, name: str, locked: Mapping[str, str], kept: Collection[str]) -> Iterator[Written]:
    """The lock's rows of *blog*; what was kept keeps its old digest, and so stays known as edited."""
    source = blog.sources[-1]
    for anchor, mark in digests(blog).items():
        digest = locked.get(anchor, "0" * 32) if anchor in kept else mark
        yield Written(source.seed, source.sha256, source.importer, name, anchor, digest)


def _same(fresh: LiveBlog, ids: Sequence[str], paths: Mapping[str, str]) -> str:
    """Which of *ids*, the live blogs that this seed once gave, is *fresh*; "" where that one is deleted."""
    there = [name for name in ids if name in paths]
    if len(ids) == 1:
        return there[0] if there else ""
    return next((name for name in there if name.startswith(fresh.date.isoformat())), "")


def _deleted(path: str, ids: Sequence[str]) -> Problem:
    message = f"its live blog was deleted from content/: {', '.join(ids)}"
    hint = f"remove its lines from {LOCK} to import it as new, or write skip: in its sidecar"
    return Problem(Location(path), "content-deleted", message, hint, Severity.WARNING)


def merged(old: LiveBlog, fresh: LiveBlog, locked: Mapping[str, str]) -> tuple[LiveBlog, list[str]]:
    """*old* with all of *fresh* that no person's edit stands against; and the anchors (``-``: the head) that were kept.

    *locked* holds the digests of what import wrote. Anchors stay; updates that *fresh* lacks stay too.
    """
    now = digests(old)
    edited = {anchor for anchor, mark in now.items() if locked.get(anchor) != mark}
    pairs = _pairs(old.updates, fresh.updates)
    updates = [
        update
        if update.anchor in edited or update.anchor not in pairs
        else replace(pairs[update.anchor], anchor=update.anchor)
        for update in old.updates
    ]
    taken = {id(update) for update in pairs.values()}
    updates += [update for update in fresh.updates if id(update) not in taken]
    blog = old if HEAD in edited else _head(old, fresh)
    blog = replace(blog, sources=_sources(old.sources, fresh.sources))
    blog = replace(blog, updates=tuple(sorted(updates, key=lambda update: update.at)))
    return mint_all(blog), sorted(edited)


def _pairs(old: Sequence[Update], fresh: Sequence[Update]) -> dict[str, Update]:
    """For each anchor of *old* the update of *fresh* that is the same: first words, else instant, else seed lines."""
    left, pairs = list(fresh), {}
    for same in (
        lambda a, b: bool(fingerprint(a.body)) and fingerprint(a.body) == fingerprint(b.body),
        lambda a, b: a.at == b.at,
        lambda a, b: bool(a.lines) and a.lines == b.lines,
    ):
        for update in old:
            found = next((one for one in left if update.anchor not in pairs and same(update, one)), None)
            if found is not None:
                pairs[update.anchor] = found
                left = [one for one in left if one is not found]
    return pairs


def _head(old: LiveBlog, fresh: LiveBlog) -> LiveBlog:
    """What *fresh* says of the whole, under the id and slug of *old*; a new date leaves the old address as an alias."""
    address = f"/{old.date:%Y/%m/%d}/{old.slug}/"
    aliases = old.aliases if fresh.date == old.date else tuple(dict.fromkeys((*old.aliases, address)))
    return replace(fresh, id=old.id, slug=old.slug, aliases=aliases, draft=old.draft, summary=old.summary)


def _sources(old: Sequence[Source], fresh: Sequence[Source]) -> tuple[Source, ...]:
    renewed = {source.seed for source in fresh}
    return (*(source for source in old if source.seed not in renewed), *fresh)
