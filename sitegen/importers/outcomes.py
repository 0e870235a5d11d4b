"""What an import did, as values: what became of each seed, and how many there were of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sitegen.config import Topic
from sitegen.errors import Problem

if TYPE_CHECKING:
    from sitegen.model import LiveBlog


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What became of one seed. *outcome* is one of ``OUTCOMES``; *content* is the path of what was written."""

    seed: str
    outcome: str
    importer: str = ""
    liveblog: str = ""
    content: str = ""
    updates: int = 0
    first: str = ""
    last: str = ""
    zone: str = ""
    zone_source: str = ""
    problems: tuple[Problem, ...] = ()


def report_of(
    seed: str, outcome: str, importer: str, written: Sequence[tuple[LiveBlog, str]], problems: Iterable[Problem]
) -> SeedReport:
    """The report on a *seed* whose live blogs, each with the path of its content file, are *written*."""
    moments = [update.at for blog, _ in written for update in blog.updates]
    first = written[0][0] if written else None
    return SeedReport(
        seed=seed,
        outcome=outcome,
        importer=importer,
        liveblog=" ".join(blog.id for blog, _ in written),
        content=" ".join(path for _, path in written),
        updates=len(moments),
        first=min(moments).isoformat() if moments else "",
        last=max(moments).isoformat() if moments else "",
        zone=first.zone if first else "",
        zone_source=first.zone_source.value if first else "",
        problems=tuple(problems),
    )


OUTCOMES = {
    "imported": "imported",
    "merged": "merged into what is there",
    "known": "known already",
    "skipped": "skipped",
    "waiting": "waiting for a date",
    "failed": "not imported",
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: each seed that was looked at, the number of files left aside, and topics discovered."""

    seeds: tuple[SeedReport, ...] = ()
    junk: int = 0
    known: int = 0
    discovered: tuple[Topic, ...] = ()
    other_problems: tuple[Problem, ...] = field(default=())

    def with_seeds(self, seeds: Sequence[SeedReport]) -> ImportReport:
        """The report with *seeds* in the place of what it said of them."""
        renewed = {seed.seed for seed in seeds}
        kept = (seed for seed in self.seeds if seed.seed not in renewed)
        unseen = len(renewed - {seed.seed for seed in self.seeds})  # they were counted as known
        again = sum(seed.outcome == "known" for seed in seeds)
        return replace(self, seeds=(*kept, *seeds), known=max(0, self.known - unseen) + again)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of every seed and sidecar."""
        return (*self.other_problems, *(problem for seed in self.seeds for problem in seed.problems))
