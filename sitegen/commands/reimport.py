"""``sitegen import --again``: a seed read anew, and applied to every update of its live blog that no person edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import HEAD, Written, digests, write_lock
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.ledger import fingerprint
from sitegen.content.reader import loads
from sitegen.content.topics import Vocabulary, compile_topics
from sitegen.content.writer import dumps
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.executors import Announce, Executor, announced
from sitegen.files import replace_text, sha256_of
from sitegen.importers.folder import scan_seeds
from sitegen.importers.outcomes import SeedReport
from sitegen.importers.reading import ReadSeed, SeedJob, read_anywhere
from sitegen.importers.sidecar_folder import read_sidecars
from sitegen.imports import read_rows
from sitegen.index.queries import Queries
from sitegen.index.store import Index
from sitegen.indexing import load_content, load_topics
from sitegen.intake import text_of
from sitegen.model import LiveBlog, Source, Topic, Update
from sitegen.pages.urls import liveblog_url
from sitegen.proving import given_by, proofs, tag
from sitegen.zones import load_zone, localize


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
    dry_run: bool


def reimport(
    root: Path,
    config: Config,
    index: Index,
    executor: Executor,
    announce: Announce,
    only: Collection[str] | None,
    *,
    again: bool,
    dry_run: bool,
) -> Again:
    """Apply the seeds *only* (None: all) that were imported before: those that changed, or with *again* all of them.

    Raises ContentError where content has errors: what cannot be read cannot be kept.
    """
    site = _open_site(root, config, index, executor, announce, dry_run=dry_run)
    rows = before = read_rows(root)
    folder = scan_seeds(root, config.ignore)
    sidecars = read_sidecars(root, folder)
    there = [file.path for file in folder.seeds]
    asked = [path for path in there if only is None or path in only]
    names = _names(root, asked, set(there), rows, again=again)
    wanted = [path for path in names if not sidecars.of(path).skip]
    reports = [SeedReport(path, "failed", problems=faults) for path in wanted if (faults := sidecars.faults(path))]
    jobs = [SeedJob(path, sidecars.of(path)) for path in wanted if not sidecars.faults(path)]
    notes: list[str] = []
    read = read_anywhere(executor, root, config, jobs)
    for seed in announced(read, announce, "reading seeds again", len(jobs)):
        ids = sorted({row.liveblog for row in rows if row.seed == names[seed.path]})
        report, rows, kept = _apply(site, seed, ids, rows, given_by(sidecars.of(seed.path)))
        reports.append(report)
        notes += kept
    if not dry_run and rows != before:
        replace_text(root / LOCK, write_lock(rows))
    return Again(tuple(reports), tuple(notes))


def _open_site(
    root: Path, config: Config, index: Index, executor: Executor, announce: Announce, *, dry_run: bool
) -> _Site:
    topics = load_topics(root, config)
    problems = load_content(root, config, topics, index, executor, announce)
    if errors := [problem for problem in problems if problem.is_error]:
        raise ContentError(errors)
    paths = {head.id: head.path for head in Queries(index.connection, drafts=True).heads()}
    return _Site(root, config, topics, compile_topics(topics), paths, dry_run)


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
    for fresh, evidence in zip(seed.liveblogs, seed.evidence, strict=True):
        name = _same(fresh, ids, site.paths)
        if not name:
            problems.append(_deleted(seed.path, ids))
            outcome = "skipped"
            continue
        path = site.paths[name]
        old = _read(site, path)
        locked = {row.anchor: row.digest for row in rows if row.liveblog == name}
        fresh = tag(fresh, site.topics, site.vocabulary)
        # Proved by itself: where a person's words stand, or those of an update that is gone, the seed's cannot all be.
        named = mint_all(replace(fresh, id=name, slug=old.slug))
        problems += proofs(seed, [(named, evidence)], site.config, site.topics, given)
        blog, kept = merged(old, fresh, locked)
        notes += (_kept(path, anchor) for anchor in kept)
        problems += _in_old_zone(path, old, blog, kept)
        new = [row for row in new if row.liveblog != name] + list(_rows(blog, name, locked, kept))
        if blog != old:
            texts[path], outcome = dumps(blog), "merged"
    if not seed.liveblogs or any(problem.is_error for problem in problems):
        return SeedReport(seed.path, "failed", seed.importer, " ".join(ids), problems=tuple(problems)), rows, []
    if not site.dry_run:
        for path, text in texts.items():
            replace_text(site.root / path, text)
    return SeedReport(seed.path, outcome, seed.importer, " ".join(ids), problems=tuple(problems)), new, notes


def _read(site: _Site, path: str) -> LiveBlog:
    text = text_of(site.root / path)
    return loads(text, path, site.config, {topic.slug for topic in site.topics}).liveblog


def _kept(path: str, anchor: str) -> str:
    what = "the front matter" if anchor == HEAD else f"#{anchor}"
    return f"{path}: {what} was edited here, and stays as it is"


def _in_old_zone(path: str, old: LiveBlog, blog: LiveBlog, kept: Collection[str]) -> Iterator[Problem]:
    """A warning for each update of *blog* that was kept, and whose clock was right in the zone of *old* only."""
    for update in blog.updates:
        if update.anchor in kept and _is_of_zone(update.at, old.zone) and not _is_of_zone(update.at, blog.zone):
            message = f"#{update.anchor} was edited here: its time still stands in the old zone, {old.zone}"
            hint = f"write the time that a clock in {blog.zone} showed into its heading, without an offset"
            yield Problem(Location(path), "zone-kept", message, hint, Severity.WARNING)


def _is_of_zone(at: datetime, zone: str) -> bool:
    """Whether *at* is what its clock says in *zone*, so that its heading needs no offset."""
    rules = load_zone(zone)
    return rules is not None and localize(at.date(), at.time(), rules) == at


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

    *locked* holds the digests of what import wrote. Anchors stay; updates that *fresh* lacks stay too. What says already
    what *fresh* says is no edit: a run wrote it that died before it could note so.
    """
    now, wished = digests(old), digests(_applied(old, fresh, ()))
    edited = {anchor for anchor, mark in now.items() if mark not in (locked.get(anchor), wished.get(anchor))}
    return _applied(old, fresh, edited), sorted(edited)


def _applied(old: LiveBlog, fresh: LiveBlog, edited: Collection[str]) -> LiveBlog:
    """*fresh* under the names and anchors of *old*, but for what was *edited*; its clocks move to a new zone too."""
    pairs = _pairs(old, fresh)
    updates = [
        update
        if update.anchor not in pairs
        else _moved(update, old.zone, pairs[update.anchor])
        if update.anchor in edited
        else replace(pairs[update.anchor], anchor=update.anchor)
        for update in old.updates
    ]
    taken = {id(update) for update in pairs.values()}
    updates += [update for update in fresh.updates if id(update) not in taken]
    blog = old if HEAD in edited else _head(old, fresh)
    blog = replace(blog, sources=_sources(old.sources, fresh.sources))
    return mint_all(replace(blog, updates=tuple(sorted(updates, key=lambda update: update.at))))


def _moved(update: Update, zone: str, fresh: Update) -> Update:
    """*update*, which a person edited, at the instant of *fresh* where its clock, read in the old *zone*, is the same."""
    same_clock = update.at.replace(tzinfo=None) == fresh.at.replace(tzinfo=None)
    return replace(update, at=fresh.at) if same_clock and _is_of_zone(update.at, zone) else update


def _pairs(old: LiveBlog, fresh: LiveBlog) -> dict[str, Update]:
    """For each anchor of *old* the update of *fresh* that is the same: first words, else time, else seed lines.

    The time is the instant; in another zone it is what the clock shows.
    """
    left, pairs = list(fresh.updates), {}
    moved = old.zone != fresh.zone
    for same in (
        lambda a, b: bool(fingerprint(a.body)) and fingerprint(a.body) == fingerprint(b.body),
        lambda a, b: a.at.replace(tzinfo=None) == b.at.replace(tzinfo=None) if moved else a.at == b.at,
        lambda a, b: bool(a.lines) and a.lines == b.lines,
    ):
        for update in old.updates:
            found = next((one for one in left if update.anchor not in pairs and same(update, one)), None)
            if found is not None:
                pairs[update.anchor] = found
                left = [one for one in left if one is not found]
    return pairs


def _head(old: LiveBlog, fresh: LiveBlog) -> LiveBlog:
    """What *fresh* says of the whole, under the id and slug of *old*; a new date leaves the old address as an alias."""
    address = liveblog_url(old.date, old.slug)
    aliases = old.aliases if fresh.date == old.date else tuple(dict.fromkeys((*old.aliases, address)))
    return replace(fresh, id=old.id, slug=old.slug, aliases=aliases, draft=old.draft, summary=old.summary)


def _sources(old: Sequence[Source], fresh: Sequence[Source]) -> tuple[Source, ...]:
    renewed = {name for source in fresh for name in (source.seed, source.sha256)}
    return (*(source for source in old if not renewed & {source.seed, source.sha256}), *fresh)
