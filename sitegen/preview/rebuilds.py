"""What the builds of a preview did: each as a value, whatever went wrong, and all that a page has missed."""

from __future__ import annotations

import json
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sitegen.errors import Location, Problem, SitegenError

HISTORY = 100
"""Builds that a page may miss (asleep, or out of sight) and still learn which pages changed."""
BUG = "This is a bug in sitegen; please report it with the text below. The server goes on.\n\n"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a build did: the URLs whose bytes *changed* or that were *removed*, like ``/2017/11/03/x/``.

    *excerpts* is the text of *problems* as a terminal shows it, without colour.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    excerpts: str = ""

    @property
    def failed(self) -> bool:
        """Whether there is an error among the problems; only then are they laid over the pages."""
        return any(problem.is_error for problem in self.problems)


class Builds:
    """The builds since the server started, numbered; any thread may ask, one adds."""

    def __init__(self) -> None:
        self.closed = False
        self._news = threading.Condition()
        self._done: deque[tuple[int, Rebuilt]] = deque(maxlen=HISTORY)
        # Counting from the clock: a page that an earlier server sent has a smaller number, and is told so.
        self._next = int(time.time())

    def add(self, rebuilt: Rebuilt) -> None:
        """Note a finished build and wake whoever waits for it."""
        with self._news:
            self._done.append((self._next, rebuilt))
            self._next += 1
            self._news.notify_all()

    def run(self, rebuild: Callable[[], Rebuilt], announce: Callable[[str], None]) -> None:
        """Build once, whatever happens; tell the pages, and tell *announce* of problems and of what was built."""
        had_failed = bool(self._done) and self._done[-1][1].failed
        rebuilt = attempt(rebuild)
        self.add(rebuilt)
        if rebuilt.excerpts:
            announce(rebuilt.excerpts)
        if had_failed and not rebuilt.failed:
            announce("The problems are gone.")
        if rebuilt.changed or rebuilt.removed:
            announce(f"Built: {len(rebuilt.changed)} changed, {len(rebuilt.removed)} removed.")

    def last(self) -> tuple[int, Rebuilt]:
        """Give the newest build and its number; block until there is one (or `close`)."""
        with self._news:
            self._news.wait_for(lambda: self._done or self.closed)
            return self._done[-1] if self._done else (0, Rebuilt())

    def since(self, number: int) -> tuple[int, str]:
        """Give the newest build and, as JSON, what a page of build *number* has to know: all that happened since.

        ``missed`` is true where that is not known; ``problems`` are those of the newest build, if it failed.
        """
        newest, rebuilt = self.last()
        with self._news:
            known = bool(self._done) and self._done[0][0] <= number <= newest
            later = [build for at, build in self._done if number < at <= newest] if known else []
        data = {
            "build": newest,
            "changed": sorted({url for build in later for url in build.changed}),
            "removed": sorted({url for build in later for url in build.removed}),
            "missed": not known,
            "problems": rebuilt.excerpts if rebuilt.failed else "",
        }
        return newest, json.dumps(data)

    def wait_for_news(self, number: int, timeout_s: float) -> bool:
        """Block until a build after *number* is done, or *timeout_s* passed; whether there is one."""
        with self._news:
            self._news.wait_for(lambda: self.closed or self._done[-1][0] != number, timeout_s)
            return not self.closed and self._done[-1][0] != number

    def close(self) -> None:
        """Let all who wait go."""
        with self._news:
            self.closed = True
            self._news.notify_all()


def attempt(rebuild: Callable[[], Rebuilt]) -> Rebuilt:
    """Give what *rebuild* gives; what it raises becomes problems: those of a `SitegenError`, or one of code ``bug``."""
    try:
        return rebuild()
    except SitegenError as error:
        return Rebuilt(problems=error.problems, excerpts="\n".join(map(_text_of, error.problems)))
    except Exception as error:  # noqa: BLE001 - a bug in one build must not end the preview; it is shown, not hidden
        message = f"{type(error).__name__}: {error}"
        bug = Problem(Location("sitegen"), "bug", message, "report it with the traceback")
        return Rebuilt(problems=(bug,), excerpts=BUG + traceback.format_exc())


def _text_of(problem: Problem) -> str:
    head = f"{problem.where}: {problem.severity.value}: {problem.message} [{problem.code}]"
    return f"{head}\n  hint: {problem.hint}" if problem.hint else head
