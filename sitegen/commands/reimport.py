"""``sitegen import --again``: a seed read anew, and applied to every update of its live blog that no person edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.backups import Backup
from sitegen.commands.formats import remembered
from sitegen.commands.rejoined import content_deleted, in_old_zone, kept_note, rejoin_seeds, shared_seeds
from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import Written, write_lock
from sitegen.content.reader import loads
from sitegen.content.topics import Vocabulary, compile_topics
from sitegen.content.writer import dumps
from sitegen.errors import ContentError
from sitegen.executors import Announce, Executor, announced
from sitegen.files import sha256_of
from sitegen.importers.folder import scan_seeds
from sitegen.importers.outcomes import SeedReport, report_of
from sitegen.importers.reading import ReadSeed, SeedJob, read_anywhere
from sitegen.importers.sidecars.sidecar_folder import read_sidecars
from sitegen.imports import read_rows
from sitegen.index.queries import Queries
from sitegen.index.store import Index
from sitegen.indexing import load_content, load_topics
from sitegen.intake.attachments import lay_beside
from sitegen.intake.gathering import Archive, by_liveblog
from sitegen.intake.merging import Merged, Origin, merge, rows_of
from sitegen.intake.new_seeds import text_of
from sitegen.intake.proving import given_by, proofs, tag
from sitegen.intake.takedowns import Takedowns, left_out, read_takedowns
from sitegen.model import LiveBlog, Topic


@dataclass(frozen=True, slots=True)
class Again:
    """What was applied: a report for each seed, and notes on what was left to people."""

    seeds: tuple[SeedReport, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """What every seed is applied to: the content, by the paths of its live blogs, and what it is read with."""

    root: Path
    config: Config
    topics: tuple[Topic, ...]
    vocabulary: Vocabulary
    paths: Mapping[str, str]
    backup: Backup
    takedowns: Takedowns


def reimport(
    backup: Backup,
    config: Config,
    index: Index,
    executor: Executor,
    announce: Announce,
    only: Collection[str] | None,
    *,
    again: bool,
    importer: str = "",
) -> Again:
    """Apply the seeds *only* (None: all) that were imported before: those that changed, or with *again* all of them.

    Content is changed through *backup*. *importer* names the one to read them, "": the one that did. Raises ContentError.
    """
    root, site = backup.root, _open_site(backup, config, index, executor, announce)
    rows = before = read_rows(root)
    folder = scan_seeds(root, config.ignore)
    sidecars = read_sidecars(root, folder)
    there = {file.path for file in folder.seeds}
    names = _names(root, sorted(there if only is None else there.intersection(only)), there, rows, again=again)
    wanted = {path: name for path, name in names.items() if not sidecars.of(path).skip}
    reports = [SeedReport(path, "failed", problems=faults) for path in wanted if (faults := sidecars.faults(path))]
    formats, shared = remembered(rows), shared_seeds(rows, wanted, sidecars)
    own = [path for path in wanted if path not in shared and not sidecars.faults(path)]
    jobs = [SeedJob(path, sidecars.of(path), None, importer or formats.get(names[path], "")) for path in own]
    notes: list[str] = []
    read = announced(read_anywhere(executor, root, config, jobs), announce, "reading seeds again", len(jobs))
    for seed in _of_one(read, names, shared):
        ids = sorted({row.liveblog for row in rows if row.seed == names[seed.path]})
        report, rows, found = _apply(site, seed, ids, rows, given_by(sidecars.of(seed.path)))
        reports.append(report)
        notes += found
    digests = {path: stat.digest for path, stat in index.stats("seeds").items() if path in there}
    known = (site.topics, digests, by_liveblog(rows), backup, site.takedowns, sidecars, importer)
    archive, dry_run = Archive(root, config, executor, *known), backup.dry_run
    told, rows, kept = rejoin_seeds(archive, site.paths, shared, rows, site.vocabulary, announce, dry_run=dry_run)
    if rows != before:
        backup.record(LOCK, write_lock(rows))
    return Again((*reports, *told), (*notes, *kept))


def _open_site(backup: Backup, config: Config, index: Index, executor: Executor, announce: Announce) -> _Site:
    root = backup.root
    topics = load_topics(root, config)
    problems = load_content(root, config, topics, index, executor, announce)
    if errors := [problem for problem in problems if problem.is_error]:
        raise ContentError(errors)
    paths = {head.id: head.path for head in Queries(index.connection, drafts=True).heads()}
    return _Site(root, config, topics, compile_topics(topics), paths, backup, read_takedowns(root))


def _of_one(read: Iterable[ReadSeed], names: Mapping[str, str], shared: dict[str, str]) -> Iterator[ReadSeed]:
    """Those of *read* that have one live blog at most; the others are put into *shared*: some may have been joined."""
    for seed in read:
        if len(seed.liveblogs) > 1:
            shared[seed.path] = names[seed.path]
        else:
            yield seed


def _names(
    root: Path, paths: Iterable[str], there: Collection[str], rows: Sequence[Written], *, again: bool
) -> dict[str, str]:
    """Those of *paths* that are to be applied, each with the path under which it was imported.

    A seed that was moved is known by its bytes, one that was changed by its path. A copy of one that is still *there*
    is not applied; nor is one that cannot be read, which import has reported.
    """
    by_path, by_sha = {row.seed: row.sha256 for row in rows}, {row.sha256: row.seed for row in rows}
    names: dict[str, str] = {}
    taken = set(there)
    for path in paths:
        try:
            sha = sha256_of(root / path)
        except OSError:
            continue
        origin = by_sha.get(sha, "")
        name = path if path in by_path else "" if origin in taken else origin
        if name and (again or sha != by_path[name]):
            names[path] = name
            taken.add(name)
    return names


def _apply(
    site: _Site, seed: ReadSeed, ids: Sequence[str], rows: list[Written], given: Sequence[str]
) -> tuple[SeedReport, list[Written], list[str]]:
    """Apply one seed: its report, the new rows of the lock, and notes on what was left as a person wrote it."""
    problems = list(seed.problems)
    notes: list[str] = []
    new, texts, outcome = rows, {}, "known"
    now: list[tuple[LiveBlog, str]] = []
    for fresh, evidence in zip(seed.liveblogs, seed.evidence, strict=True):
        name = _same(fresh, ids, site.paths)
        if not name:
            problems.append(content_deleted(seed.path, ids))
            outcome = "skipped"
            continue
        path = site.paths[name]
        old = _read(site, path)
        locked = {row.anchor: row.digest for row in rows if row.liveblog == name}
        fresh = tag(fresh, site.topics, site.vocabulary)
        # Proved by itself: where a person's words stand, or those of an update that is gone, the seed's cannot all be.
        named = mint_all(replace(fresh, id=name, slug=old.slug))
        problems += proofs(seed, [(named, evidence)], site.config, site.topics, given)
        done = merge(old, fresh, locked, withheld=site.takedowns.of(name))
        blog, kept = done.liveblog, done.kept
        notes += (kept_note(path, anchor) for anchor in kept)
        problems += in_old_zone(path, old, blog, kept)
        problems += left_out(seed.path, name, done.removed, site.takedowns)
        now.append((blog, path))
        new = [row for row in new if row.liveblog != name] + list(_rows(done, rows))
        if blog != old:
            texts[path], outcome = dumps(blog), "merged"
    if not seed.liveblogs or any(problem.is_error for problem in problems):
        return SeedReport(seed.path, "failed", seed.importer, " ".join(ids), problems=tuple(problems)), rows, []
    if not site.backup.dry_run:
        for _, path in now:
            lay_beside(site.root, path, seed)
        for path, text in texts.items():
            site.backup.replace(path, text)
    report = report_of(seed.path, outcome, seed.importer, now, problems)
    return replace(report, liveblog=" ".join(ids)), new, notes


def _read(site: _Site, path: str) -> LiveBlog:
    text = text_of(site.root / path)
    return loads(text, path, site.config, {topic.slug for topic in site.topics}).liveblog


def _rows(done: Merged, rows: Iterable[Written]) -> Iterator[Written]:
    """The lock's rows of a live blog of one seed."""
    source = done.liveblog.sources[-1]
    before = [row for row in rows if row.liveblog == done.liveblog.id]
    return rows_of(done, before, [Origin(source.seed, source.sha256, source.importer)], {})


def _same(fresh: LiveBlog, ids: Sequence[str], paths: Mapping[str, str]) -> str:
    """Which of *ids*, the live blogs that this seed once gave, is *fresh*; "" where that one is deleted."""
    there = [name for name in ids if name in paths]
    if len(ids) == 1:
        return there[0] if there else ""
    return next((name for name in there if name.startswith(fresh.date.isoformat())), "")
