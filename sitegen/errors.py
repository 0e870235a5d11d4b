"""Problems: one thing wrong, where it is and what to do about it, as a value that crosses processes unharmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad a problem is: an error stops publishing, a warning does not, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: *path* is relative to the root of the site; lines and columns count from 1, 0 is unknown.

    *width* is the number of characters that are wrong, for the marks under the excerpt.
    """

    path: str
    line: int = 0
    column: int = 0
    width: int = 1

    def __str__(self) -> str:
        parts = [self.path, str(self.line), str(self.column)]
        return ":".join(parts[: 3 if self.line and self.column else 2 if self.line else 1])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, where it is, and what to do about it.

    *code* is explained in ``docs/errors.md``; *message* states the fact and quotes the value; *hint* begins with a verb.
    """

    where: Location
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether this problem stops publishing."""
        return self.severity is Severity.ERROR


class SitegenError(Exception):
    """Problems that stop a command. *status* is the exit status of the process (docs/errors.md)."""

    status = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{problem.where}: {problem.message}" for problem in self.problems)


class ContentError(SitegenError):
    """Problems in seeds, content, layouts or links."""

    status = 1


class UsageError(SitegenError):
    """Wrong usage or a wrong ``site.yaml``."""

    status = 2


class SystemFailureError(SitegenError):
    """The system failed: no space, no permission, a port in use."""

    status = 3


class UnfinishedError(SystemFailureError):
    """The system failed in the midst of a commit: some files are published, and the next build completes the rest."""


class UntoldError(SystemFailureError):
    """What the command was asked to print cannot be written; its work is done."""


class LockedError(SitegenError):
    """Another build holds the lock."""

    status = 4


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by severity (errors first), then place, code and message."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sorted(problems, key=lambda p: (rank[p.severity], p.where, p.code, p.message))
