"""New seeds taken in: each read once, named, proved to have lost no word, and written as content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, tee
from pathlib import Path

from sitegen.backups import Backup
from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.imports_lock import Written, write_lock
from sitegen.content.naming import content_path, free_slug
from sitegen.content.reader import unknown_topic
from sitegen.content.topics import discover, dump_topics
from sitegen.errors import Location, Problem, Severity
from sitegen.executors import Announce, Executor, announced, map_batches
from sitegen.files import STATE, TOPICS, refuse_links, replace_text
from sitegen.importers.folder import SeedFolder
from sitegen.importers.outcomes import SeedReport
from sitegen.importers.reading import BATCH, ReadSeed, SeedJob, read_anywhere
from sitegen.importers.registry import importers
from sitegen.importers.sidecars.sidecar import Sidecar, place_of
from sitegen.importers.sidecars.sidecar_folder import Sidecars, read_sidecars
from sitegen.indexing import load_topics
from sitegen.intake.attachments import lay_beside
from sitegen.intake.gathering import Archive, by_liveblog, gather, made, name_joints
from sitegen.intake.proving import Named, Proved, given_by, prove_seeds
from sitegen.intake.resent import take_in_versions
from sitegen.intake.takedowns import read_takedowns, without_withheld
from sitegen.model import LiveBlog, Topic
from sitegen.spool import Selection, Spool


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
    importer: str = "",
    backup: Backup | None = None,
) -> tuple[list[SeedReport], tuple[Topic, ...], tuple[Problem, ...]]:
    """Read *paths*, name and prove what they hold, write it; a report for each, the topics discovered, and notes.

    *importer* is the one that is to read them all, "" where their looks decide; *backup* that of a command, None: its own.
    """
    said, declared = {path: sidecars.of(path) for path in paths}, load_topics(root, config)
    reports = _unread(said, sidecars, {topic.slug for topic in declared})
    jobs = _jobs(said, {report.seed for report in reports}, importer)
    own, takedowns = backup or Backup(root, "import", dry_run=dry_run), read_takedowns(root)
    archive = Archive(root, config, executor, declared, digests, by_liveblog(rows), own, takedowns)
    with own if backup is None else nullcontext(), Spool[ReadSeed](root / STATE) as read:
        found = announced(read_anywhere(executor, root, config, jobs), announce, "reading seeds", len(jobs))
        firsts = _spool((without_withheld(seed, takedowns, said[seed.path]) for seed in found), read, digests)
        reports += _twins(jobs, firsts, digests)
        versions = gather(archive, Selection(read, list(firsts.values())), said)
        alone = [place for place in firsts.values() if jobs[place].path not in versions.elsewhere]
        named = _Named(Selection(read, alone), _names(root, Selection(read, alone), archive.rows, digests))
        name_joints(archive, versions, named.ids)
        topics, discovered = _vocabulary(archive, chain(named.blogs(), map(made, versions.joints)), dry_run=dry_run)
        archive = replace(archive, topics=topics)
        told, new_rows, there = _write_all(root, _proved(archive, named, said, announce), digests, dry_run=dry_run)
        resent = take_in_versions(archive, versions.joints, dry_run=dry_run)
        if new_rows or resent.rows:  # a rehearsal's backup writes nothing
            own.record(LOCK, write_lock(resent.applied_to([*rows, *new_rows])))
    reports += (*told, *versions.failed, *resent.reports)
    notes = (*sidecars.problems, *_renewed(there + resent.there), *(importers()[1] if paths else ()))
    return sorted(reports, key=lambda report: report.seed), discovered, (*notes, *(() if backup else own.note()))


def _jobs(said: Mapping[str, Sidecar], left: Collection[str], importer: str) -> list[SeedJob]:
    return [SeedJob(path, sidecar, importer=importer) for path, sidecar in said.items() if path not in left]


def _spool(found: Iterable[ReadSeed], into: Spool[ReadSeed], digests: Mapping[str, str]) -> dict[str, int]:
    """Put the seeds *found* into a spool. By the digest of its bytes, the place of the first seed that has them.

    A sound one (its name says the date) counts before others.
    """
    firsts: dict[str, int] = {}
    sound: set[int] = set()
    for place, seed in enumerate(found):
        into.append(seed)
        first = firsts.setdefault(digests[seed.path], place)
        if seed.is_sound:
            sound.add(place)
            if first not in sound:
                firsts[digests[seed.path]] = place
    return firsts


def _twins(jobs: Sequence[SeedJob], firsts: Mapping[str, int], digests: Mapping[str, str]) -> Iterator[SeedReport]:
    """A report on each seed whose bytes another has too, which comes before it."""
    for job in jobs:
        first = jobs[firsts[digests[job.path]]].path
        if first != job.path:
            yield SeedReport(job.path, "known", problems=(_twin(job.path, first),))


def _proved(
    archive: Archive, named: _Named, said: Mapping[str, Sidecar], announce: Announce
) -> Iterator[tuple[_SeedAndBlogs, Proved]]:
    """Each seed of *named* with its live blogs, and what became of it: proved where there is room."""
    kept, sent = tee(named)
    to_prove = (_to_prove(seed, blogs, given_by(said[seed.path])) for seed, blogs in sent)
    prove = partial(prove_seeds, archive.config, archive.topics)
    proved = map_batches(archive.executor, prove, to_prove, size=BATCH)
    return zip(kept, announced(proved, announce, "proving seeds", len(named.seeds)), strict=True)


def _write_all(
    root: Path,
    proved: Iterable[tuple[_SeedAndBlogs, Proved]],
    digests: Mapping[str, str],
    *,
    dry_run: bool,
) -> tuple[list[SeedReport], list[Written], int]:
    """Write what was *proved*, unless *dry_run*: the reports, the rows of the lock, and how many files were there."""
    reports: list[SeedReport] = []
    rows: list[Written] = []
    there = 0
    for (seed, blogs), done in proved:
        reports.append(done.report)
        if not dry_run:
            members = {content_path(blog.date, blog.slug): source.member for blog in blogs for source in blog.sources}
            there += sum(
                not _write(root, seed, members.get(path, ""), path, text, digests) for path, text in done.files
            )
            rows += done.rows
    return reports, rows, there


def _unread(said: Mapping[str, Sidecar], sidecars: Sidecars, topics: Collection[str]) -> list[SeedReport]:
    """A report on each seed that is not to be read, because of what is *said* of it; *topics* are those declared."""
    doubtful = {
        path: faults
        for path, one in said.items()
        if (faults := (*sidecars.faults(path), *_unknown(one, topics))) and not one.skip
    }
    reports = [SeedReport(path, "skipped") for path, sidecar in said.items() if sidecar.skip]
    return [*reports, *(SeedReport(path, "failed", problems=faults) for path, faults in doubtful.items())]


def _unknown(sidecar: Sidecar, topics: Collection[str]) -> Iterator[Problem]:
    where = place_of(sidecar, "topics")
    return (unknown_topic(topic, topics, where) for topic in dict.fromkeys(sidecar.topics) if topic not in topics)


def _renewed(count: int) -> Iterator[Problem]:
    if not count:
        return
    what = "1 live blog was" if count == 1 else f"{count} live blogs were"
    message = f"{what} in content/ already, but not in this record of imports: nothing was overwritten"
    hint = "commit content/imports.lock with content/, so that sitegen knows what it wrote and what people wrote"
    yield Problem(Location(LOCK), "imports-renewed", message, hint, Severity.NOTE)


_SeedAndBlogs = tuple[ReadSeed, list[LiveBlog]]
_Names = Sequence[tuple[str, str]]
"""The id and the slug of each live blog of a seed."""


def _names(root: Path, seeds: Iterable[ReadSeed], ids: Collection[str], digests: Mapping[str, str]) -> list[_Names]:
    """The names of the live blogs of *seeds*, beside *ids*; in the order of seeds, so the first has the plain name."""
    used = set(ids)
    found: list[_Names] = []
    for seed in seeds:
        names = []
        for blog in seed.liveblogs:
            slug = free_slug(blog, partial(_is_taken, root, digests[seed.path]), used)
            names.append((f"{blog.date.isoformat()}-{slug}", slug))
            used.add(names[-1][0])
        found.append(names)
    return found


@dataclass(frozen=True, slots=True)
class _Named:
    """Seeds, each with its live blogs that have their names and anchors; made anew each time that they are gone through."""

    seeds: Sequence[ReadSeed]
    names: Sequence[_Names]

    def __iter__(self) -> Iterator[_SeedAndBlogs]:
        for seed, names in zip(self.seeds, self.names, strict=True):
            pairs = zip(seed.liveblogs, names, strict=True)
            yield seed, [mint_all(replace(blog, id=id_, slug=slug)) for blog, (id_, slug) in pairs]

    def blogs(self) -> Iterator[LiveBlog]:
        """The live blogs of all seeds."""
        return (blog for _, blogs in self for blog in blogs)

    @property
    def ids(self) -> list[str]:
        """The ids of all live blogs."""
        return [id_ for names in self.names for id_, _ in names]


def _to_prove(seed: ReadSeed, blogs: Sequence[LiveBlog], given: tuple[str, ...]) -> Named:
    """What a worker needs: what the seed gave first, and its pictures, stay here."""
    return Named(replace(seed, liveblogs=(), attachments=()), tuple(blogs), given)


def _is_taken(root: Path, sha256: str, path: str) -> bool:
    """Whether the content file *path* is another live blog's; one that names this seed was written by a run that died."""
    text = text_of(root / path)
    return bool(text) and sha256 not in text


def _vocabulary(
    archive: Archive, blogs: Iterable[LiveBlog], *, dry_run: bool
) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """The topics to suggest, and those of them that were discovered just now in *blogs*, since nobody had declared any."""
    if archive.topics or (archive.root / TOPICS).exists():
        return archive.topics, ()
    found = discover(tuple(blogs))
    if found and not dry_run:
        replace_text(archive.root / TOPICS, dump_topics(found))
    discovered = tuple(topic for topic, _ in found)
    return discovered, discovered


def _write(root: Path, seed: ReadSeed, member: str, path: str, text: str, digests: Mapping[str, str]) -> bool:
    """Write the content file *path*; False where it is there: from a run that died, or since then edited by a person."""
    if digests[seed.path] in text_of(root / path):
        return False
    refuse_links(root, path)
    lay_beside(root, path, seed, member)
    replace_text(root / path, text)
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
