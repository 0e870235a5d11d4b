"""New seeds taken in: each read once, named, proved to have lost no word, and written as content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import Written, write_lock
from sitegen.content.naming import free_slug
from sitegen.content.topics import discover, dump_topics
from sitegen.errors import Location, Problem, Severity
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.files import replace_text
from sitegen.importers.folder import SeedFolder
from sitegen.importers.outcomes import SeedReport
from sitegen.importers.reading import BATCH, ReadSeed, SeedJob, firsts_of, read_anywhere
from sitegen.importers.registry import importers
from sitegen.importers.sidecar_folder import Sidecars, read_sidecars
from sitegen.indexing import TOPICS, load_topics
from sitegen.model import LiveBlog, Topic
from sitegen.proving import Named, given_by, prove_seeds


def sidecars_of(root: Path, folder: SeedFolder, new: Sequence[str] | None) -> Sidecars:
    """What is said of the seeds *new*, with what is odd in ``seeds/``; nothing where none is new. None: of all."""
    if new is not None and not new:
        return Sidecars({}, (), {})
    sidecars = read_sidecars(root, folder, new)
    return replace(sidecars, problems=(*sidecars.problems, *folder.links))


def take_in(
    root: Path,
    config: Config,
    executor: Executor,
    announce: Announce,
    paths: Sequence[str],
    sidecars: Sidecars,
    digests: Mapping[str, str],
    rows: list[Written],
    *,
    dry_run: bool,
) -> tuple[list[SeedReport], tuple[Topic, ...], tuple[Problem, ...]]:
    """Read *paths*, name and prove what they hold, write it; a report for each, the topics discovered, and notes."""
    said = {path: sidecars.of(path) for path in paths}
    doubtful = {path: faults for path in paths if (faults := sidecars.faults(path)) and not said[path].skip}
    reports = [SeedReport(path, "skipped") for path in paths if said[path].skip]
    reports += [SeedReport(path, "failed", problems=faults) for path, faults in doubtful.items()]
    jobs = [SeedJob(path, said[path]) for path in paths if not said[path].skip and path not in doubtful]
    read = list(announced(read_anywhere(executor, root, config, jobs), announce, "reading seeds", len(jobs)))
    firsts = firsts_of(read, digests)
    twins = [(seed.path, first) for seed in read if (first := firsts[digests[seed.path]].path) != seed.path]
    reports += [SeedReport(path, "known", problems=(_twin(path, first),)) for path, first in twins]
    named = list(_named(root, firsts.values(), {row.liveblog for row in rows}, digests))
    topics, found = _vocabulary(root, config, [blog for _, blogs in named for blog in blogs], dry_run=dry_run)
    to_prove = (_to_prove(seed, blogs, given_by(said[seed.path])) for seed, blogs in named)
    proved = map_batches(executor, partial(prove_seeds, config, topics), to_prove, size=BATCH)
    new_rows: list[Written] = []
    there = 0
    for (seed, _), done in zip(named, announced(proved, announce, "proving seeds", len(named)), strict=True):
        reports.append(done.report)
        if not dry_run:
            there += sum(not _write(root, seed, path, text, digests[seed.path]) for path, text in done.files)
            new_rows += done.rows
    if new_rows:
        replace_text(root / LOCK, write_lock([*rows, *new_rows]))
    notes = (*sidecars.problems, *([_renewed(there)] if there else ()), *(importers()[1] if paths else ()))
    return sorted(reports, key=lambda report: report.seed), found, notes


def _renewed(count: int) -> Problem:
    what = "1 live blog was" if count == 1 else f"{count} live blogs were"
    message = f"{what} in content/ already, but not in this record of imports: nothing was overwritten"
    hint = "commit content/imports.lock with content/, so that sitegen knows what it wrote and what people wrote"
    return Problem(Location(LOCK), "imports-renewed", message, hint, Severity.NOTE)


def _named(
    root: Path, read: Iterable[ReadSeed], ids: Collection[str], digests: Mapping[str, str]
) -> Iterator[tuple[ReadSeed, list[LiveBlog]]]:
    """Each seed with its live blogs, named and with anchors; in the order of seeds, so the first keeps the plain name."""
    used = set(ids)
    for seed in read:
        blogs = []
        for blog in seed.liveblogs:
            slug = free_slug(blog, partial(_is_taken, root, digests[seed.path]), used)
            blog = replace(blog, slug=slug, id=f"{blog.date.isoformat()}-{slug}")
            used.add(blog.id)
            blogs.append(mint_all(blog))
        yield seed, blogs


def _to_prove(seed: ReadSeed, blogs: Sequence[LiveBlog], given: tuple[str, ...]) -> Named:
    """What a worker needs: what the seed gave first, and its pictures, stay here."""
    return Named(replace(seed, liveblogs=(), attachments=()), tuple(blogs), given)


def _is_taken(root: Path, sha256: str, path: str) -> bool:
    """Whether the content file *path* is another live blog's; one that names this seed was written by a run that died."""
    text = text_of(root / path)
    return bool(text) and sha256 not in text


def _vocabulary(
    root: Path, config: Config, blogs: Sequence[LiveBlog], *, dry_run: bool
) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """The topics to suggest, and those of them that were discovered just now, since nobody had declared any."""
    topics = load_topics(root, config)
    if topics or (root / TOPICS).exists() or not blogs:
        return topics, ()
    found = discover(blogs)
    if found and not dry_run:
        replace_text(root / TOPICS, dump_topics(found))
    discovered = tuple(topic for topic, _ in found)
    return discovered, discovered


def _write(root: Path, seed: ReadSeed, name: str, text: str, sha256: str) -> bool:
    """Write the content file *name*; False where it is there: from a run that died, or since then edited by a person."""
    path = root / name
    if sha256 in text_of(path):
        return False
    for attachment in seed.attachments:
        beside = path.parent / Path(attachment.name).name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(attachment.data)
    replace_text(path, text)
    return True


def text_of(path: Path) -> str:
    """The text of a content file, "" where there is none; what is not UTF-8 is for the build to report."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _twin(path: str, first: str) -> Problem:
    message = f'its bytes are those of "{first}": they are imported once'
    return Problem(Location(path), "seed-twin", message, "remove one of the two", Severity.NOTE)
