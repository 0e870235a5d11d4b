"""What ``sitegen import --again`` makes of the seeds of live blogs that have several, and what it says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sitegen.commands.rejoining import Rejoined, rejoin
from sitegen.content.imports_lock import HEAD, Written, write_lock
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.topics import Vocabulary
from sitegen.errors import Location, Problem, Severity
from sitegen.executors import Announce
from sitegen.importers.outcomes import SeedReport, report_of
from sitegen.importers.sidecars.sidecar_folder import Sidecars
from sitegen.imports import read_rows
from sitegen.intake.earlier import read_earlier
from sitegen.intake.gathering import Archive
from sitegen.intake.joining import Joined
from sitegen.intake.merging import is_of_zone
from sitegen.intake.new_seeds import take_in
from sitegen.model import LiveBlog


def shared_seeds(rows: Iterable[Written], names: Mapping[str, str], sidecars: Sidecars) -> dict[str, str]:
    """Those of *names* (seeds, each with its name in the lock) that gave several live blogs, or a part of one.

    So too where a sidecar says that a seed belongs to another live blog than the one that was made of it.
    """
    seeds: defaultdict[str, set[str]] = defaultdict(set)
    blogs: defaultdict[str, set[str]] = defaultdict(set)
    containers: set[str] = set()
    for row in rows:
        seeds[row.liveblog].add(row.seed)
        blogs[row.seed].add(row.liveblog)
        containers |= {row.seed} if "/" in row.importer else set()

    def is_shared(path: str) -> bool:
        ids, wish = blogs[names[path]], sidecars.of(path).same_as
        return (
            names[path] in containers
            or len(ids) > 1
            or any(len(seeds[name]) > 1 for name in ids)
            or bool(wish and wish not in ids)
        )

    return {path: name for path, name in names.items() if is_shared(path) and not sidecars.faults(path)}


def rejoin_seeds(
    archive: Archive,
    paths: Mapping[str, str],
    names: Mapping[str, str],
    rows: Sequence[Written],
    vocabulary: Vocabulary,
    announce: Announce,
    *,
    dry_run: bool,
) -> tuple[list[SeedReport], list[Written], list[str]]:
    """Apply the seeds *names* (each with its name in the lock) to their live blogs, which lie at *paths* by id.

    A report on each, the new rows of the lock, and notes on what was left as a person wrote it.
    """
    if not names:
        return [], list(rows), []
    asked = set(names.values())
    wanted = sorted({row.liveblog for row in rows if row.seed in asked})
    found = (
        read_earlier(archive.root, archive.config, archive.topics, paths[name]) for name in wanted if name in paths
    )
    earlier = [one for one in found if one is not None]
    done = rejoin(archive, earlier, paths, {*names, *asked}, vocabulary, dry_run=dry_run)
    after = [row for row in rows if row.liveblog not in done.rows]
    after += (row for name in done.rows for row in done.rows[name])
    reports = [_report(path, wanted, paths, done) for path in names if path not in done.leaving]
    if done.leaving:
        if not dry_run:
            archive.backup.record(LOCK, write_lock(after))
        taken, _, _ = take_in(
            archive.root, archive.config, archive.executor, announce, sorted(done.leaving), _said(archive),
            archive.digests, after, dry_run=dry_run, importer=archive.importer,
            backup=archive.backup,
        )  # fmt: skip
        reports += taken
        after = after if dry_run else read_rows(archive.root)
    return reports, after, list(_notes(done))


def _said(archive: Archive) -> Sidecars:
    return archive.sidecars or Sidecars({}, (), {})


def _report(path: str, wanted: Collection[str], paths: Mapping[str, str], done: Rejoined) -> SeedReport:
    """What became of the seed at *path*, which stays where it was."""
    given = done.given.get(path, [])
    problems = list(done.problems.get(path, ()))
    ids = {blog.id for blog, _ in given}
    for joined in done.joined:
        if joined.liveblog.id in ids and joined.before is not None:
            problems += in_old_zone(joined.path, joined.before, joined.liveblog, joined.done.kept)
            problems += (note for note in joined.notes if note.where.path == path and _is_new(joined, note))
    if path in done.unread:
        problems += done.unread[path].problems
    if any(problem.is_error for problem in problems) or (path in done.unread and not given):
        return SeedReport(path, "failed", problems=tuple(problems))
    if not given:
        if deleted := [name for name in wanted if name not in paths]:
            problems.append(content_deleted(path, deleted))
        return SeedReport(path, "skipped", problems=tuple(problems))
    changed = any(joined.is_changed and joined.liveblog.id in ids for joined in done.joined)
    importer = given[0][0].sources[-1].importer
    return report_of(path, "merged" if changed else "known", importer, given, problems)


def _is_new(joined: Joined, note: Problem) -> bool:
    """Whether *note* is about bytes that *joined* did not know before."""
    known = {source.sha256 for source in joined.before.sources} if joined.before else set()
    return any(source.seed == note.where.path and source.sha256 not in known for source in joined.liveblog.sources)


def _notes(done: Rejoined) -> Iterator[str]:
    for joined in done.joined:
        yield from (kept_note(joined.path, anchor) for anchor in joined.done.kept)
        if joined.done.left:
            yield f"{joined.path}: {', '.join(f'#{anchor}' for anchor in joined.done.left)} left, with the seed"


def kept_note(path: str, anchor: str) -> str:
    """What is said of the update *anchor* (``-``: the head) of the content file *path*, which a person edited."""
    what = "the front matter" if anchor == HEAD else f"#{anchor}"
    return f"{path}: {what} was edited here, and stays as it is"


def in_old_zone(path: str, old: LiveBlog, blog: LiveBlog, kept: Collection[str]) -> Iterator[Problem]:
    """A warning for each update of *blog* that was kept, and whose clock was right in the zone of *old* only."""
    for update in blog.updates:
        if update.anchor in kept and is_of_zone(update.at, old.zone) and not is_of_zone(update.at, blog.zone):
            message = f"#{update.anchor} was edited here: its time still stands in the old zone, {old.zone}"
            hint = f"write the time that a clock in {blog.zone} showed into its heading, without an offset"
            yield Problem(Location(path), "zone-kept", message, hint, Severity.WARNING)


def content_deleted(path: str, ids: Sequence[str]) -> Problem:
    """The warning that the live blogs *ids* of the seed at *path* were deleted."""
    message = f"its live blog was deleted from content/: {', '.join(ids)}"
    hint = f"remove its lines from {LOCK} to import it as new, or write skip: in its sidecar"
    return Problem(Location(path), "content-deleted", message, hint, Severity.WARNING)
