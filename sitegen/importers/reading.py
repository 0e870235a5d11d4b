"""One seed read whole: sniffed, opened where it is a container, and every live blog in it with its problems."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.executors import Executor, map_batches, reaches
from sitegen.importers.budgets import DEPTH, MOST_OF_CONTAINER, MOST_OF_SEED, too_large
from sitegen.importers.folder import unreadable
from sitegen.importers.local_pictures import pictures_beside
from sitegen.importers.registry import choose, importers
from sitegen.importers.seeds import INSIDE, Attachment, Evidence, Found, Imported, Importer, Seed, Text
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.plain_text import decode
from sitegen.model import LiveBlog
from sitegen.patterns import Pattern

BATCH = 16  # seeds a call to a worker
_NAMED = 3  # of many pages in a message
_SAID = 200  # characters of what an importer says as it breaks down


@dataclass(frozen=True, slots=True)
class SeedJob:
    """A seed to read, and what is known of it beside its own text.

    *data* are its bytes, or why they cannot be had, where the worker does not reach its file; *beside* then are the pictures
    beside it, each after its address in it. *importer* is the name of
    the one that is to read it; "" where its looks decide.
    """

    path: str
    sidecar: Sidecar
    data: bytes | Problem | None = None
    importer: str = ""
    beside: tuple[tuple[str, Attachment], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSeed:
    """What a seed gave. *text* is its own text for the proof of the live blogs that have no other in *evidence*.

    Live blogs of a container name the part of it that they were read from in their source.
    """

    path: str
    importer: str
    text: str
    liveblogs: tuple[LiveBlog, ...]
    evidence: tuple[Evidence | Text | None, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it gave a live blog, and no error."""
        return bool(self.liveblogs) and not any(problem.is_error for problem in self.problems)


def read_anywhere(executor: Executor, root: Path, config: Config, jobs: Sequence[SeedJob]) -> Iterator[ReadSeed]:
    """What each seed of *jobs* gave, in their order: read where *executor* has room."""
    there = jobs if reaches(executor, root) else (_carried(root, job) for job in jobs)
    return map_batches(executor, partial(read_seeds, root.absolute(), config), there, size=BATCH, weigh=_weight)


def _carried(root: Path, job: SeedJob) -> SeedJob:
    """*job* with all that it needs of the disk."""
    data = _bytes_of(root, job)
    beside = () if isinstance(data, Problem) else pictures_beside(root, Seed(job.path, data, job.sidecar))
    return replace(job, data=data, beside=beside)


def _weight(job: SeedJob) -> int:
    own = len(job.data) if isinstance(job.data, bytes) else 0
    return own + sum(len(picture.data) for _, picture in job.beside)


def read_seeds(root: Path, config: Config, jobs: Sequence[SeedJob]) -> list[ReadSeed]:
    """What each seed of *jobs* gave, in their order; made to run anywhere."""
    known, _ = importers()
    return [_read(root, config, job, known) for job in jobs]


def _read(root: Path, config: Config, job: SeedJob, known: Sequence[Importer]) -> ReadSeed:
    data = job.data if job.data is not None else _bytes_of(root, job)
    if isinstance(data, Problem):
        return ReadSeed(job.path, "", "", (), (), (), (data,))
    seed = Seed(job.path, data, job.sidecar)
    beside = job.beside if job.data is not None else pictures_beside(root, seed)
    seed = replace(seed, pictures={address: picture.name for address, picture in beside})
    taken = _Taken(attachments=list(dict.fromkeys(picture for _, picture in beside)))
    importer = _take(seed, config, known, taken, DEPTH, job.importer.partition("/")[0])
    taken.settle()
    text = decode(data, job.sidecar.encoding, job.path) if None in taken.evidence else ""
    return ReadSeed(
        job.path,
        importer,
        text if isinstance(text, str) else "",
        tuple(_placed(seed, importer, taken.liveblogs)),
        tuple(taken.evidence),
        tuple(taken.attachments),
        (*taken.problems, *_about_others(seed, taken)),
    )


def _placed(seed: Seed, importer: str, blogs: Iterable[LiveBlog]) -> Iterator[LiveBlog]:
    """*blogs* with the container *seed* as the source of those that were read from a part of it."""
    digest = ""
    for blog in blogs:
        source = blog.sources[-1] if blog.sources else None
        if source is None or source.seed == seed.path:
            yield blog
            continue
        digest = digest or sha256(seed.data).hexdigest()
        member = source.seed.removeprefix(seed.path + INSIDE)
        source = replace(source, seed=seed.path, sha256=digest, member=member, importer=f"{importer}/{source.importer}")
        yield replace(blog, sources=(*blog.sources[:-1], source))


def _about_others(seed: Seed, taken: _Taken) -> Iterator[Problem]:
    """What there is to say of the parts of a container that are no live blog: little, where others are."""
    if taken.doubtful:
        named = ", ".join(page.sidecar.url or page.path for _, page in taken.doubtful[:_NAMED])
        message = f"pages of it that have updates, but are not called a live blog, were left aside: {named}"
        message += f" and {len(taken.doubtful) - _NAMED:,} more" if len(taken.doubtful) > _NAMED else ""
        hint = "save those that are live blogs as seeds of their own"
        yield Problem(Location(seed.path), "doubtful-pages", message, hint, Severity.WARNING)
    if taken.liveblogs:
        hint = "leave it as it is if it is no live blog"
        yield from (replace(problem, severity=Severity.WARNING, hint=hint) for problem in taken.unlike)
        if taken.crawled:
            message = f"pages of it that are no live blog that sitegen knows, and were left aside: {taken.crawled:,}"
            hint = "look through them if you miss one"
            yield Problem(Location(seed.path), "parts-left", message, hint, Severity.NOTE)
        return
    yield from taken.unlike
    if not taken.unlike and not any(problem.is_error for problem in taken.problems):
        looked = f"; pages that were looked at: {taken.crawled:,}" if taken.crawled else ""
        what = "no part of it" if taken.is_container else "nothing in it"
        message = f"{what} is a live blog that sitegen knows{looked}"
        hint = "check that it is the right file, or move it out of seeds/"
        yield Problem(Location(seed.path), "no-live-blog", message, hint)


def _bytes_of(root: Path, job: SeedJob) -> bytes | Problem:
    path = root / job.path
    try:
        if (size := path.stat().st_size) > MOST_OF_CONTAINER:
            return too_large(job.path, size, MOST_OF_CONTAINER)
        return path.read_bytes()
    except OSError as error:
        return unreadable(job.path, error)


@dataclass(slots=True)
class _Taken:
    """What a seed gave so far; *evidence* goes with *liveblogs*.

    *unlike* is said of parts that are no live blog; so many others that are none were *crawled*. What *doubtful* pages of a
    crawl gave counts only where it has nothing better: lists of articles have times too.
    """

    liveblogs: list[LiveBlog] = field(default_factory=list)
    evidence: list[Evidence | Text | None] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unlike: list[Problem] = field(default_factory=list)
    crawled: int = 0
    doubtful: list[tuple[_Taken, Seed]] = field(default_factory=list)
    is_container: bool = False

    def add(self, own: _Taken, seed: Seed, *, is_part: bool) -> None:
        """Put *own*, what *seed* itself gave, with the rest."""
        is_faulty = is_part and any(problem.is_error for problem in own.problems)
        if is_faulty and not own.is_container and all(problem.code in _UNLIKE for problem in own.problems):
            self.crawled += seed.crawled
            self.unlike += () if seed.crawled else own.problems
            return
        if seed.crawled and own.liveblogs and not is_faulty and not any(map(_is_called_live, own.liveblogs)):
            self.doubtful.append((own, seed))
            return
        self._keep(own, is_faulty=is_faulty)

    def settle(self) -> None:
        """Take the doubtful pages where there is nothing better."""
        if not self.liveblogs:
            doubtful, self.doubtful = self.doubtful, []
            for own, _ in doubtful:
                self._keep(own, is_faulty=False)

    def _keep(self, own: _Taken, *, is_faulty: bool) -> None:
        self.problems += own.problems
        self.attachments += own.attachments
        if not is_faulty:
            self.liveblogs += own.liveblogs
            self.evidence += own.evidence


# Problems of seeds that are no live blog: most parts of an archive, and of a crawl, are none.
_UNLIKE = frozenset({"unknown-format", "no-update", "no-clock", "no-title", "empty-seed"})
# Importers that tell a live blog by its looks, where others tell it by what it says of itself.
_GUESSING = frozenset({"page", "log", "wire"})
_LIVE = Pattern(
    r"\blive|live\b|ticker|newsblog|minute[ -]by[ -]minute|as[ -]it[ -]happened|the[ -]latest|updates"
    r"|\ben[ -]?(?:direct|vivo)|direct[oa]?\b|minut[eo][ -](?:by|a|par)[ -]minut",
    re.IGNORECASE,
)


def _is_called_live(blog: LiveBlog) -> bool:
    """Whether *blog*, of a page in a crawl, says that it is a live blog: in its data, its headline or its address."""
    source = blog.sources[-1]
    called = f"{source.url} {blog.kicker} {blog.title}"
    return source.importer not in _GUESSING or _LIVE.search(called) is not None


def _take(seed: Seed, config: Config, known: Sequence[Importer], taken: _Taken, depth: int, name: str = "") -> str:
    """Put all that *seed* holds into *taken*; the name of its importer, which may be given."""
    importer = choose(seed, known, name)
    own = _Taken()
    if isinstance(importer, Importer) and not importer.is_container and len(seed.data) > MOST_OF_SEED:
        importer = too_large(seed.path, len(seed.data), MOST_OF_SEED)
    if isinstance(importer, Problem):
        own.problems.append(_empty(seed) if importer.code == "unknown-format" and _is_blank(seed.data) else importer)
        taken.add(own, seed, is_part=depth < DEPTH)
        return ""
    own.is_container = importer.is_container
    taken.is_container = taken.is_container or importer.is_container
    for item in _items(importer, seed, config):
        match item:
            case LiveBlog():
                own.liveblogs.append(item)
                own.evidence.append(_text_of(seed) if depth < DEPTH else None)
            case Found():
                own.liveblogs.append(item.liveblog)
                own.evidence.append(item.evidence)
            case Attachment():
                own.attachments.append(item)
            case Problem():
                own.problems.append(_about_part(item) if depth < DEPTH else item)
            case Seed() if depth:
                _take(item, config, known, taken, depth - 1)
            case Seed():
                message = f'"{item.path}" lies in more than {DEPTH} containers'
                own.problems.append(Problem(Location(seed.path), "too-deep", message, "unpack the outermost by hand"))
    taken.add(own, seed, is_part=depth < DEPTH)
    return importer.name


def _items(importer: Importer, seed: Seed, config: Config) -> Iterator[Imported]:
    """What *importer* finds in *seed*; a problem of this seed alone where it breaks down.

    Importers come from other packages too, and one seed that is broken in a way that nobody thought of stops no other.
    """
    try:
        yield from importer.read(seed, config)
    except Exception as error:  # noqa: BLE001 (whatever it is)
        message = f'the importer "{importer.name}" broke down on it: "{str(error)[:_SAID]}"'
        hint = "report this seed as a bug of the importer; sitegen import --format NAME has another one read it"
        yield Problem(Location(seed.path), "importer-failed", message, hint)


def _is_blank(data: bytes) -> bool:
    return not data.removeprefix(BOM_UTF8).strip()


def _empty(seed: Seed) -> Problem:
    """The problem of a *seed* in which nothing stands: no format is to blame."""
    return Problem(Location(seed.path), "empty-seed", "the seed is empty", "remove it from seeds/, or get it again")


def _about_part(problem: Problem) -> Problem:
    """*problem* of a part of a container, beside which nobody can write a sidecar."""
    if problem.code != "undated-seed":
        return problem
    return replace(problem, hint='take it out of the container, and put it into seeds/ with a sidecar that says "date"')


def _text_of(seed: Seed) -> Text:
    """The text of *seed*, a part of a container, which its importer has read."""
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    sidecar = seed.sidecar
    return Text(text if isinstance(text, str) else "", (sidecar.title, sidecar.dateline, sidecar.publisher))
