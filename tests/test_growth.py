"""What one edit costs, counted rather than timed: it does not grow with the archive, and a clean build no faster than it.

The archives differ by how many years they span, and each year is as full as any other.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, replace_in, update

from sitegen.output.paths import MANIFEST
from sitegen.pages.feed_entries import FEED_ENTRIES
from sitegen.pages.views import Page

pytestmark = pytest.mark.slow

YEARS = (3, 6, 12)
A_YEAR = 12  # live blogs, one a month
UPDATES = 4
TOPICS = ("harbor", "ferry", "storm", "council")
PARENTS = {"ferry": "harbor"}
EDITED = "content/2011/06/14/story.md"  # in a middle year: each archive has years before and after it
TWICE = 2.2  # what may double with the archive, and a little more
SETTINGS = (
    PUBLISHED
    + "base_url: https://archive.example.org/\ntopics:\n"
    + "".join(f"  - {{slug: {slug}, label: {slug.title()}, broader: {PARENTS.get(slug, '')}}}\n" for slug in TOPICS)
).replace(", broader: }", "}")

# Each names every page or every promise of the archive on a line of its own, so each grows with it.
LISTS = (MANIFEST, "anchors.lock")
_WRITES = os.O_WRONLY | os.O_RDWR
P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(slots=True)
class Counts:
    """What one build did.

    *planned* are the pages made to be looked at, *steps* hundreds of steps of SQLite's machine: one statement can read
    every row. *opened* are content files; *written* counts the bytes of files but databases and ``LISTS``.
    """

    planned: int = 0
    rendered: int = 0
    statements: int = 0
    steps: int = 0
    opened: int = 0
    written: int = 0

    def plan(self, nothing: None) -> None:
        self.planned += 1

    def connect(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self.state)
        connection.set_progress_handler(self.step, 100)

    def state(self, statement: str) -> None:
        self.statements += 1

    def step(self) -> None:
        self.steps += 1


@dataclass(slots=True)
class Watch:
    """Sees all that this process does to files below *root*; nothing while that is ""."""

    root: str = ""
    counts: Counts = field(default_factory=Counts)
    being_written: set[str] = field(default_factory=set)

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook: the events of Python that it looks at are in ``docs.python.org/3/library/audit_events``."""
        if not self.root:
            return
        match event, arguments:
            case "open", (str() | os.PathLike() as path, mode, int() as flags):
                self._see_open(str(path), bool(flags & _WRITES) or mode in ("w", "wb", "x", "xb", "a", "ab"))
            case "os.rename", (str() | os.PathLike() as path, str() | os.PathLike() as name, *_):
                self._see_end(str(path), is_list=str(name).endswith(LISTS))
            case (("os.remove" | "shutil.rmtree"), (str() | os.PathLike() as path, *_)):
                self._see_end(str(path))

    def sleep(self) -> None:
        """Count what is still being written, and look no more."""
        self._see_end(self.root)
        self.root = ""
        self.being_written.clear()

    def _see_open(self, path: str, is_written: bool) -> None:
        if is_written and path.startswith(self.root):
            self.being_written.add(path)
        elif path.startswith(f"{self.root}/content/") and path.endswith(".md"):
            self.counts.opened += 1

    def _see_end(self, path: str, *, is_list: bool = False) -> None:
        """Count the bytes of what was written, when it gets another name or goes."""
        for file in [one for one in self.being_written if one == path or one.startswith(path + "/")]:
            self.being_written.discard(file)
            if Path(file).is_file() and not is_list and not file.endswith(LISTS):
                self.counts.written += Path(file).stat().st_size


WATCH = Watch()
sys.addaudithook(WATCH.see)  # for good: no hook can be taken away, so this one sleeps between builds


def told(function: Callable[P, Result], tell: Callable[[Result], None]) -> Callable[P, Result]:
    """*function*, which also tells what each call gave."""

    def called(*arguments: P.args, **named: P.kwargs) -> Result:
        result = function(*arguments, **named)
        tell(result)
        return result

    return called


@contextmanager
def counting(root: Path) -> Iterator[Counts]:
    """The counts of what is done meanwhile in the site *root*."""
    counts = Counts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "__init__", told(Page.__init__, counts.plan))
        patch.setattr(sqlite3, "connect", told(sqlite3.connect, counts.connect))
        WATCH.root, WATCH.counts = str(root.resolve()), counts
        try:
            yield counts
        finally:
            WATCH.sleep()


def story(year: int, month: int) -> str:
    """A live blog of *year*: of two topics, with words that stand in no other."""
    day, topics = f"{year}-{month:02}-14", (TOPICS[month % 4], TOPICS[(month + 1) % 4])
    updates = [
        update(
            f"{day} {9 + hour:02}:00",
            f"Update {hour} of {year}-{month} tells in its first words what was seen of the water that day. And more.\n\n"
            f"Its last words are those of an old keeper of {year}-{month}-{hour}.",
            f'#t{9 + hour:02}00 topics="{topics[hour % 2]}"',
        )
        for hour in range(UPDATES)
    ]
    return liveblog(f"Story {year}-{month}", day, updates, id=f"{day}-story", slug="story", zone="UTC")


def archive(root: Path, years: int) -> Path:
    """A site of *years* years, not built."""
    first = 2011 - years // 3
    files = {
        f"content/{year}/{month:02}/14/story.md": story(year, month)
        for year in range(first, first + years)
        for month in range(1, A_YEAR + 1)
    }
    return make_site(root, {"site.yaml": SETTINGS, **files})


def built(root: Path) -> Counts:
    """The counts of a build of *root*."""
    with counting(root) as counts:
        counts.rendered = len(build_site(root).rendered)
    return counts


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Counts]]:
    """The counts of a clean build and of each edit, for each size, smallest first."""
    found: dict[str, list[Counts]] = {}
    for years in YEARS:
        root = archive(tmp_path_factory.mktemp("growth") / f"{years}-years", years)
        found.setdefault("clean", []).append(built(root))
        found.setdefault("nothing", []).append(built(root))
        for name, (old, new) in EDITS.items():
            replace_in(root / EDITED, old, new)
            found.setdefault(name, []).append(built(root))
    return found


EDITS = {
    "words": ("an old keeper of 2011-6-2.", "a young keeper of 2011-6-2."),
    "lead": ("Update 1 of 2011-6 tells in", "Update 1 of 2011-6 says in"),
    "title": ("## 2011-06-14 11:00 {", "## 2011-06-14 11:00 — The keeper speaks {"),
}
COUNTS = tuple(one.name for one in fields(Counts))


def counts_of(counted: Mapping[str, list[Counts]], name: str, what: str) -> list[int]:
    return [getattr(counts, what) for counts in counted[name]]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("what", ["planned", "rendered", "statements", "opened", "written"])
def test_an_edit_costs_the_same_in_any_archive(counted: dict[str, list[Counts]], edit: str, what: str) -> None:
    found = counts_of(counted, edit, what)
    assert found[0] > 0, "nothing was counted"
    allowed = found[0] * 1.2 if what == "written" else found[0]  # a page of a topic names all years
    if (
        what == "statements"
    ):  # a feed reads the newest updates, which stand elsewhere than the edited one in a large archive
        allowed += 2 * FEED_ENTRIES
    assert max(found) <= allowed, f"{what} in archives of {YEARS} years: {found}"


def test_where_nothing_changed_nothing_is_planned_read_or_written(counted: dict[str, list[Counts]]) -> None:
    for counts in counted["nothing"]:
        assert (counts.planned, counts.rendered, counts.opened) == (0, 0, 0)
    found = counts_of(counted, "nothing", "statements")
    assert max(found) <= found[0], f"statements in archives of {YEARS} years: {found}"


@pytest.mark.parametrize("what", COUNTS)
def test_a_clean_build_grows_no_faster_than_the_archive(counted: dict[str, list[Counts]], what: str) -> None:
    found = counts_of(counted, "clean", what)
    assert found[0] > 0, "nothing was counted"
    for smaller, larger in pairwise(found):
        assert larger <= smaller * TWICE, f"{what} in archives of {YEARS} years: {found}"
