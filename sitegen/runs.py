"""What a build is asked for, what its steps share, and what it tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import Config
from sitegen.errors import ContentError, Problem, Severity, SitegenError
from sitegen.executors import Announce, Executor

if TYPE_CHECKING:
    from sitegen.importers.outcomes import ImportReport


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: into which folder, with drafts or not; *strict* makes warnings errors, *dry_run* publishes nothing.

    *clean* forgets the index and what was published, so that everything is read and rendered again. *record* is the
    folder that remembers what was published, None for the one in ``.sitegen``. *rehearsal* is a folder in which all is made
    anew, of the content alone, and stays: nothing is imported or published. *search* renews the search index too. *data*
    publishes ``data/archive.db``. *is_known* says that this process built here before, and nobody else writes here: then
    what was published is not looked at again.
    """

    output: Path
    drafts: bool = False
    strict: bool = False
    dry_run: bool = False
    clean: bool = False
    record: Path | None = None
    rehearsal: Path | None = None
    search: bool = False
    data: bool = False
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. *rendered* gives the URL of each page that was rendered, with the reason.

    *changed* and *removed* are the URLs whose bytes changed or went; *new_anchors* were added to the ledger.
    """

    imported: ImportReport
    problems: tuple[Problem, ...]
    liveblogs: int
    updates: int
    rendered: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    new_anchors: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What all steps of one build share."""

    root: Path
    state: Path
    config: Config
    options: Options
    executor: Executor
    announce: Announce

    @property
    def publishes(self) -> bool:
        """Whether this run makes promises: previews and dry runs do not."""
        return not (self.options.drafts or self.options.dry_run)


def refuse(problems: Iterable[Problem], kind: type[SitegenError] = ContentError) -> None:
    """Raise *kind* with all *problems* if one of them is an error."""
    found = tuple(problems)
    if any(problem.is_error for problem in found):
        raise kind(found)


def as_error(problem: Problem) -> Problem:
    """*problem* as a strict build sees it."""
    return replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
