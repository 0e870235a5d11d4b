"""Seeds verified: each hashed, and imported again in memory; what no person edited must have the words of its seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import PATH as LOCK
from sitegen.content.markdown import plain, render
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.budgets import MOST_OF_CONTAINER, too_large
from sitegen.importers.folder import FOLDER, unreadable
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.importers.text.plain_text import decode
from sitegen.intake.proving import given_by, proofs
from sitegen.model import Topic, Update
from sitegen.output.paths import is_safe, look
from sitegen.verifying.contents import Untouched, read_content, untouched
from sitegen.verifying.parting import parting
from sitegen.verifying.trials import SeedTrial
from sitegen.words import words

_RESTORE = "put back the bytes that were imported, from version control or a backup"


@dataclass(frozen=True, slots=True)
class Court:
    """What seeds are tried with: values, and the folder of the site, which a worker must reach."""

    root: Path
    config: Config
    topics: tuple[Topic, ...]

    @property
    def slugs(self) -> frozenset[str]:
        """The slugs of all declared topics."""
        return frozenset(topic.slug for topic in self.topics)


def try_seeds(court: Court, trials: Sequence[SeedTrial]) -> list[list[Problem]]:
    """What is wrong with each seed of *trials*, and with what was made of it; made to run anywhere."""
    return [list(_try(court, trial)) for trial in trials]


def _try(court: Court, trial: SeedTrial) -> Iterator[Problem]:
    data = _bytes_of(court.root, trial.place or trial.path)
    if isinstance(data, Problem):
        yield _told_by(trial, data)
        return
    digest = sha256(data).hexdigest()
    contents = [
        untouched(content, one, trial.path)
        for one in trial.contents
        if (content := read_content(court.root, court.config, court.slugs, one.path))
    ]
    (read,) = read_seeds(court.root, court.config, [SeedJob(trial.path, trial.sidecar, data, trial.importer)])
    claimed = {said for _, said in trial.claims}
    if claimed and digest not in claimed:
        yield _altered(trial, digest, data, read, contents)
        return
    yield from (_wrong_claim(court.root, trial, who, said, digest) for who, said in trial.claims if said != digest)
    yield from _prove(court, trial, read)
    for one in contents:
        yield from _missing(one, trial, read)


def _bytes_of(root: Path, path: str) -> bytes | Problem:
    """The bytes of the seed at *path*, which content or the lock names: no name leads out of ``seeds/``."""
    hint = f"{_RESTORE}, or take it out of sources:"
    if not is_safe(path) or not path.startswith(f"{FOLDER}/"):
        return Problem(Location(path), "seed-lost", "it is no path of a seed: those are in seeds/", hint)
    file, state = root / path, look(root / path)
    try:
        if state is None or not file.is_file() or not file.resolve().is_relative_to((root / FOLDER).resolve()):
            return Problem(Location(path), "seed-lost", "there is no such seed any more", hint)
        if state.st_size > MOST_OF_CONTAINER:
            return too_large(path, state.st_size, MOST_OF_CONTAINER)
        return file.read_bytes()
    except OSError as error:
        return unreadable(path, error)


def _told_by(trial: SeedTrial, problem: Problem) -> Problem:
    """*problem* with who names the seed; a note where nothing is left that was made of it."""
    named = ", ".join(sorted({who for who, _ in trial.claims} | {one.path for one in trial.contents}))
    severity = problem.severity if trial.contents else Severity.NOTE
    return replace(problem, message=f"{problem.message}; it is named by {named}", severity=severity)


def _altered(trial: SeedTrial, digest: str, data: bytes, read: ReadSeed, contents: Sequence[Untouched]) -> Problem:
    """The problem of a seed that has the SHA-256 *digest*, which nobody claims: with the place where its words part."""
    who, said = trial.claims[0]
    errors = [problem.where for problem in read.problems if problem.is_error and problem.where.line]
    if read.liveblogs or not errors:
        text = decode(data, trial.sidecar.encoding, trial.path)
        where = parting(trial.path, text if isinstance(text, str) else "", read.liveblogs, contents)
    else:
        where = errors[0]
    part = "its words part here from its content" if where.line else "no word that can be placed differs"
    message = f"the seed was altered since it was imported: {part}; its SHA-256 is {digest}, and {who} says {said}"
    return Problem(
        where, "seed-altered", message, f"{_RESTORE}, or run sitegen import {trial.path} to apply the change"
    )


def _wrong_claim(root: Path, trial: SeedTrial, who: str, said: str, digest: str) -> Problem:
    """The problem of a file that says another SHA-256 of a seed than others, who are right."""
    try:
        lines = (root / who).read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        lines = []
    number = next((number for number, line in enumerate(lines, 1) if said in line), 0)
    column = lines[number - 1].index(said) + 1 if number else 0
    code = "imports-wrong" if who == LOCK else "source-wrong"
    message = f"the SHA-256 of {trial.path} is not this: it is {digest}"
    return Problem(Location(who, number, column, len(said)), code, message, "restore the line from version control")


def _prove(court: Court, trial: SeedTrial, read: ReadSeed) -> Iterator[Problem]:
    """What is lost of the seed where it is imported again; nothing of a seed of which no content is left."""
    if not trial.contents:
        return
    yield from (problem for problem in read.problems if problem.is_error)
    for blog, evidence in zip(read.liveblogs, read.evidence, strict=True):
        named = mint_all(replace(blog, id="again", slug="again"))
        yield from proofs(read, [(named, evidence)], court.config, court.topics, given_by(trial.sidecar))


def _missing(one: Untouched, trial: SeedTrial, read: ReadSeed) -> Iterator[Problem]:
    """The updates of a content file that no person edited, and that the seed does not say in these words."""
    updates = [update for blog in read.liveblogs for update in blog.updates]
    texts = {(update.title, update.body) for update in updates}
    unlike = [(update, line) for update, line in one.updates if (update.title, update.body) not in texts]
    if not unlike:
        return
    said = {_words(update) for update in updates}
    for update, line in unlike:
        if _words(update) not in said:
            message = f"no update of {trial.path} has these words, and yet no person edited them"
            hint = "restore the file and content/imports.lock from version control, or report a bug of sitegen"
            yield Problem(Location(one.path, line), "words-differ", message, hint)


def _words(update: Update) -> tuple[str, ...]:
    return tuple(words(f"{update.title} {plain(render(update.body, '/'))}"))
