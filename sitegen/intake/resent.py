"""Seeds that are versions of a live blog, taken in: proved, joined, written, and a report on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sitegen.content.imports_lock import Written
from sitegen.content.topics import Vocabulary, compile_topics
from sitegen.content.writer import dumps
from sitegen.errors import Problem
from sitegen.importers.outcomes import SeedReport, report_of
from sitegen.importers.reading import ReadSeed
from sitegen.intake.attachments import lay_beside
from sitegen.intake.earlier import read_earlier
from sitegen.intake.gathering import Archive, Joint, Part
from sitegen.intake.joining import Joined, Known, join, known_of, prove
from sitegen.model import LiveBlog

_Key = tuple[str, int]  # of a part: the path of its seed, and its place in it


@dataclass(slots=True)
class Resent:
    """What became of versions: *rows* of the lock in the place of those of the live blogs that *renewed* names.

    *there* counts those that content had already and the lock did not.
    """

    reports: list[SeedReport] = field(default_factory=list)
    rows: list[Written] = field(default_factory=list)
    renewed: set[str] = field(default_factory=set)
    there: int = 0

    def applied_to(self, rows: Iterable[Written]) -> list[Written]:
        """The lock's *rows* with these."""
        return [*(row for row in rows if row.liveblog not in self.renewed), *self.rows]


@dataclass(slots=True)
class _Said:
    """What there is to say of one seed: its problems, its live blogs with their paths, and whether it began one."""

    problems: list[Problem] = field(default_factory=list)
    written: list[tuple[LiveBlog, str]] = field(default_factory=list)
    outcome: str = "imported"


def take_in_versions(archive: Archive, joints: Sequence[Joint], *, dry_run: bool) -> Resent:
    """Join the named *joints*, write what they came to unless *dry_run*, and say so."""
    resent = Resent()
    if not joints:
        return resent
    vocabulary = compile_topics(archive.topics)
    said: defaultdict[str, _Said] = defaultdict(_Said)
    first = {part.path: part for joint in joints for part in joint.parts}
    broken = _proved(archive, joints, vocabulary, said)
    for joint in joints:
        joint.parts = [part.loaded() for part in joint.parts if (part.path, part.place) not in broken]
        if not joint.parts:
            continue
        if joint.earlier is not None:  # with its updates now
            joint.earlier = read_earlier(archive.root, archive.config, archive.topics, joint.earlier.path)
        known = known_of(archive, joint.earlier) if joint.earlier else Known()
        joined = join(archive, joint, [*known.again, *joint.parts], known, vocabulary)
        resent.rows += joined.rows
        resent.renewed.add(joined.liveblog.id)
        resent.there += not joined.is_changed
        _tell(joint, joined, said)
        if not dry_run:
            write(archive, joined, [*known.again, *joint.parts])
        joint.parts = []
    resent.reports = [_report(part.seed, said[path]) for path, part in first.items()]
    return resent


def _proved(
    archive: Archive, joints: Iterable[Joint], vocabulary: Vocabulary, said: dict[str, _Said]
) -> set[tuple[str, int]]:
    """The parts that lost a word, or belong to a seed that did; what is wrong is put into *said*."""
    broken: set[_Key] = set()
    seeds: set[str] = set()
    for joint in joints:
        for part in joint.parts:
            found = prove(archive, part.loaded(), joint, vocabulary)
            said[part.path].problems += found
            if any(problem.is_error for problem in found):
                broken.add((part.path, part.place))
                seeds |= set() if part.source.member else {part.path}
    return broken | {(part.path, part.place) for joint in joints for part in joint.parts if part.path in seeds}


def _tell(joint: Joint, joined: Joined, said: dict[str, _Said]) -> None:
    """Put into *said* what *joint* came to, for each of its seeds."""
    for part in joint.parts:
        one = said[part.path]
        one.written.append((replace(part.liveblog, id=joint.id, slug=joint.slug), joined.path))
        one.problems += (note for note in joined.notes if note.where.path == part.path and note not in one.problems)
        if joined.is_changed and (joint.earlier is not None or part.path != joint.namer.path):
            one.outcome = "merged"


def _report(seed: ReadSeed, said: _Said) -> SeedReport:
    outcome = said.outcome if said.written else "failed"
    return report_of(seed.path, outcome, seed.importer, said.written, (*seed.problems, *said.problems))


def write(archive: Archive, joined: Joined, parts: Iterable[Part]) -> None:
    """Write the content file of *joined*, if it changes, and beside it what *parts* bring with them, if it is not there."""
    for part in parts:
        lay_beside(archive.root, joined.path, part.seed, part.source.member)
    if joined.is_changed:
        archive.backup.replace(joined.path, dumps(joined.liveblog))
