"""One seed read whole: sniffed, opened where it is a container, and every live blog in it with its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sitegen.config import Config
from sitegen.errors import Location, Problem
from sitegen.executors import Executor, map_batches, reaches
from sitegen.importers.folder import unreadable
from sitegen.importers.plain_text import decode
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Attachment, Evidence, Found, Importer, Seed
from sitegen.importers.sidecar import Sidecar
from sitegen.model import LiveBlog

BATCH = 16  # seeds a call to a worker
DEPTH = 4  # containers in containers: more is an attack


@dataclass(frozen=True, slots=True)
class SeedJob:
    """A seed to read, and what is known of it beside its own text.

    *data* are its bytes, or why they cannot be had, where the worker does not reach its file.
    """

    path: str
    sidecar: Sidecar
    data: bytes | Problem | None = None


@dataclass(frozen=True, slots=True)
class ReadSeed:
    """What a seed gave. *text* is its own text for the proof of the live blogs that have no other in *evidence*."""

    path: str
    importer: str
    text: str
    liveblogs: tuple[LiveBlog, ...]
    evidence: tuple[Evidence | None, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it gave a live blog, and no error."""
        return bool(self.liveblogs) and not any(problem.is_error for problem in self.problems)


def firsts_of(read: Iterable[ReadSeed], digests: Mapping[str, str]) -> dict[str, ReadSeed]:
    """By the digest of its bytes, the first seed that has them; a sound one (its name says the date) before others."""
    firsts: dict[str, ReadSeed] = {}
    for seed in read:
        first = firsts.setdefault(digests[seed.path], seed)
        if seed.is_sound and not first.is_sound:
            firsts[digests[seed.path]] = seed
    return firsts


def read_anywhere(executor: Executor, root: Path, config: Config, jobs: Sequence[SeedJob]) -> Iterator[ReadSeed]:
    """What each seed of *jobs* gave, in their order: read where *executor* has room."""
    there = jobs if reaches(executor, root) else (replace(job, data=_bytes_of(root, job)) for job in jobs)
    return map_batches(executor, partial(read_seeds, root.absolute(), config), there, size=BATCH, weigh=_weight)


def _weight(job: SeedJob) -> int:
    return len(job.data) if isinstance(job.data, bytes) else 0


def read_seeds(root: Path, config: Config, jobs: Sequence[SeedJob]) -> list[ReadSeed]:
    """What each seed of *jobs* gave, in their order; made to run anywhere."""
    known, _ = importers()
    return [_read(root, config, job, known) for job in jobs]


def _read(root: Path, config: Config, job: SeedJob, known: Sequence[Importer]) -> ReadSeed:
    data = job.data if job.data is not None else _bytes_of(root, job)
    if isinstance(data, Problem):
        return ReadSeed(job.path, "", "", (), (), (), (data,))
    seed = Seed(job.path, data, job.sidecar)
    taken = _Taken()
    importer = _take(seed, config, known, taken, DEPTH)
    text = decode(data, job.sidecar.encoding, job.path) if None in taken.evidence else ""
    return ReadSeed(
        job.path,
        importer,
        text if isinstance(text, str) else "",
        tuple(taken.liveblogs),
        tuple(taken.evidence),
        tuple(taken.attachments),
        tuple(taken.problems),
    )


def _bytes_of(root: Path, job: SeedJob) -> bytes | Problem:
    try:
        return (root / job.path).read_bytes()
    except OSError as error:
        return unreadable(job.path, error)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a seed gave so far; *evidence* goes with *liveblogs*."""

    liveblogs: list[LiveBlog] = field(default_factory=list)
    evidence: list[Evidence | None] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _take(seed: Seed, config: Config, known: Sequence[Importer], taken: _Taken, depth: int) -> str:
    """Put all that *seed* holds into *taken*; the name of its importer."""
    importer = sniff(seed, known)
    if isinstance(importer, Problem):
        taken.problems.append(importer)
        return ""
    for item in importer.read(seed, config):
        match item:
            case LiveBlog():
                taken.liveblogs.append(item)
                taken.evidence.append(None)
            case Found():
                taken.liveblogs.append(item.liveblog)
                taken.evidence.append(item.evidence)
            case Attachment():
                taken.attachments.append(item)
            case Problem():
                taken.problems.append(item)
            case Seed() if depth:
                _take(item, config, known, taken, depth - 1)
            case Seed():
                message = f'"{item.path}" lies in more than {DEPTH} containers'
                taken.problems.append(Problem(Location(seed.path), "too-deep", message, "unpack the outermost by hand"))
    return importer.name
