"""What import does with each seed by itself, wherever there is room: suggest topics, prove it, and write its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from sitegen.config import Config
from sitegen.content.imports_lock import Written, written
from sitegen.content.markdown import plain, render
from sitegen.content.naming import content_path
from sitegen.content.reader import loads
from sitegen.content.topics import Vocabulary, compile_topics, suggest
from sitegen.content.writer import dumps
from sitegen.errors import Location, Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.fidelity import unexplained
from sitegen.importers.outcomes import SeedReport, report_of
from sitegen.importers.reading import ReadSeed
from sitegen.importers.seeds import INSIDE, Evidence, Text
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.legible import read_text
from sitegen.model import LiveBlog, Topic


@dataclass(frozen=True, slots=True)
class Named:
    """A seed with its live blogs, which have their names and anchors; *given* are texts of its sidecar."""

    seed: ReadSeed
    liveblogs: tuple[LiveBlog, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What is to be said of a seed, and of each of its live blogs the path, the text of its file, and its rows of the lock.

    There are none of a seed that lost a word.
    """

    report: SeedReport
    files: tuple[tuple[str, str], ...] = ()
    rows: tuple[Written, ...] = ()


def prove_seeds(config: Config, topics: tuple[Topic, ...], batch: Sequence[Named]) -> list[Proved]:
    """What became of each seed of *batch*, in their order; made to run anywhere."""
    return [_prove(config, topics, named) for named in batch]


def _prove(config: Config, topics: tuple[Topic, ...], named: Named) -> Proved:
    vocabulary = _compiled(topics)
    blogs = [tag(blog, topics, vocabulary) for blog in named.liveblogs]
    found = [
        tuple(proofs(named.seed, [(blog, evidence)], config, topics, named.given))
        for blog, evidence in zip(blogs, named.seed.evidence, strict=True)
    ]
    problems = (*named.seed.problems, *chain.from_iterable(found))
    if any(map(is_part, blogs)):  # of a container, in which one that is broken does not stop the others
        blogs = [blog for blog, of_it in zip(blogs, found, strict=True) if not any(p.is_error for p in of_it)]
    report = _report(named.seed, blogs, problems)
    if report.outcome != "imported":
        return Proved(report)
    files = tuple((content_path(blog.date, blog.slug), dumps(blog)) for blog in blogs)
    return Proved(report, files, tuple(row for blog in blogs for row in written(blog)))


def is_part(blog: LiveBlog) -> bool:
    """Whether *blog* was read from a part of a container."""
    return bool(blog.sources and blog.sources[-1].member)


_compiled = lru_cache(maxsize=1)(compile_topics)  # for the next batch


def tag(blog: LiveBlog, topics: Sequence[Topic], vocabulary: Vocabulary) -> LiveBlog:
    """*blog* with the topics that its words suggest, where nobody has chosen any."""
    return replace(
        blog,
        updates=tuple(
            update
            if update.topics
            else replace(update, topics=(found := suggest(update.body, topics, vocabulary)), suggested=bool(found))
            for update in blog.updates
        ),
    )


def given_by(sidecar: Sidecar) -> tuple[str, ...]:
    """The texts that a sidecar gives, which no seed need hold."""
    return (sidecar.title, sidecar.dateline, sidecar.publisher)


def proofs(
    seed: ReadSeed,
    blogs: Iterable[tuple[LiveBlog, Evidence | Text | None]],
    config: Config,
    topics: Sequence[Topic],
    given: Sequence[str],
) -> Iterator[Problem]:
    """What would be lost on the way from the seed to its content files, as they are read again.

    *blogs* are live blogs of *seed*, each with its evidence; where it has none, the text of the seed is laid over it.
    """
    for blog, evidence in blogs:
        path = f"{seed.path}{INSIDE}{blog.sources[-1].member}" if is_part(blog) else seed.path
        file = dumps(blog)
        if isinstance(unreadable := read_text(file, path), Problem):  # no build could read what an importer let through
            yield replace(unreadable, where=Location(path))
            continue
        again = loads(file, f"content/{blog.slug}.md", config, {*(topic.slug for topic in topics), *_topics(blog)})
        yield from (replace(problem, where=Location(path)) for problem in again.problems if problem.is_error)
        if again.has_errors:
            continue
        match evidence:
            case Evidence():
                yield from contradictions(path, again.liveblog, evidence, _visible)
            case Text(text, texts):
                yield from unexplained(text, path, again.liveblog, _visible, texts)
            case None if seed.text:
                yield from unexplained(seed.text, path, again.liveblog, _visible, given)


def _topics(blog: LiveBlog) -> set[str]:
    return {topic for update in blog.updates for topic in update.topics}


def _visible(markdown: str) -> str:
    return plain(render(markdown, "/"))


def _report(seed: ReadSeed, blogs: Sequence[LiveBlog], problems: tuple[Problem, ...]) -> SeedReport:
    if not blogs or (any(problem.is_error for problem in problems) and not is_part(blogs[0])):
        waiting = any(problem.code == "undated-seed" for problem in problems)
        return SeedReport(seed.path, "waiting" if waiting else "failed", seed.importer, problems=problems)
    written = [(blog, content_path(blog.date, blog.slug)) for blog in blogs]
    return report_of(seed.path, "imported", seed.importer, written, problems)
