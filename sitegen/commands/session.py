"""One run of the command line: where it is, what it may say, and how it tells of a failure."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import __version__
from sitegen.errors import Location, Problem, SitegenError, SystemFailureError, UnfinishedError, UntoldError

if TYPE_CHECKING:
    from sitegen.commands.console import Console

BUG = 70  # EX_SOFTWARE of sysexits.h
_MEMORY_HINT = "close other programs, allow this one more, or give it fewer processes with --jobs 1"


@dataclass(slots=True)
class Session:
    """One run of the command line: the ``-C`` of the group, and the console once the command has opened one.

    *executor* is where the command is to work; *failing* is what a failure of it means.
    """

    root: Path | None = None
    console: Console | None = None
    level: int = 0
    executor: str = "auto"
    failing: str = ""

    def open(self, root: Path | None, quiet: bool, verbose: int) -> Console:
        """The console of the site in *root*, else of the group's, else of the nearest folder that has one."""
        from sitegen.commands.console import Console
        from sitegen.commands.site import find_root

        self.level = -1 if quiet else verbose
        self.console = Console(find_root(root or self.root), self.level)
        return self.console

    def without_site(self, quiet: bool, verbose: int) -> Console:
        """The console of a command that needs no site."""
        from sitegen.commands.console import Console

        self.level = -1 if quiet else verbose
        self.console = Console(Path(), self.level)
        return self.console


def end_when_asked() -> None:
    """From now on, leave as at the end of a command when `kill` asks for it, or the terminal closes, with their status."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no terminal that hangs up
        if number and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, lambda asked, frame: sys.exit(128 + asked))


def tell(session: Session, error: SitegenError) -> int:
    """Tell the problems that stopped the command; its exit status."""
    console = session.console or session.open(None, False, 0)
    said = console.problems(error.problems)
    match error:
        case UnfinishedError():
            failing = ": a part is published"
        case UntoldError():
            failing = ""
        case _:
            failing = session.failing
    if failing or len(error.problems) > 1:
        console.say(f"{said}{failing}.")
    return error.status


def system_failure(error: Exception) -> SystemFailureError:
    """What the system refused, as a problem in one line: the file, and the cause."""
    if isinstance(error, MemoryError):
        return SystemFailureError([Problem(Location("sitegen"), "system", "there is no memory left", _MEMORY_HINT)])
    name = error.filename2 or error.filename if isinstance(error, OSError) else ".sitegen/index.db"
    cause = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    place = name if isinstance(name, str) and name else "sitegen"
    return SystemFailureError(
        [Problem(Location(place), "system", cause[:1].lower() + cause[1:], "mend the cause, then try again")]
    )


def is_of_system(error: Exception) -> bool:
    """Whether the system failed, not sitegen: no space, memory, permission; SQLite says so in a way of its own."""
    sqlite = sys.modules.get("sqlite3")  # not imported for this: a quick command does without
    return isinstance(error, OSError | MemoryError) or (
        sqlite is not None and isinstance(error, sqlite.OperationalError)
    )


@contextmanager
def telling_of_system() -> Iterator[None]:
    """Raise what the system refuses inside as a SystemFailureError, for whoever shows problems and no tracebacks."""
    try:
        yield
    except Exception as error:
        if is_of_system(error):
            raise system_failure(error) from error
        raise


def own_up(session: Session, error: Exception) -> int:
    """Own up to a bug; its traceback is for those who ask for it."""
    how = "." if session.level > 0 else "; run with -v to see it."
    bug = f"  This is a bug in sitegen {__version__}. Please report it with its traceback{how}\n"
    from sitegen.commands.reporting import printable

    sys.stderr.write(f"error: {printable(f'{type(error).__name__}: {error}')}\n{bug}")
    if session.level > 0:
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))
    return BUG
