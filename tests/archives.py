"""A small archive in an index, for tests of what is asked of the index and planned from it.

Two live blogs of 3 November 2017, in Beirut and in New York, which tell of one instant and cross midnight at different
ones; one of the year before; and a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support import liveblog, update, write

from sitegen.config import Config
from sitegen.executors import SerialExecutor
from sitegen.index.changes import Subject
from sitegen.index.queries import Queries
from sitegen.index.store import Index, open_index
from sitegen.indexing import load_content
from sitegen.model import Term, Topic
from sitegen.pages.desk import Desk, open_desk

TOPICS = (
    Topic("iraq", "Iraq", (Term("Iraq"),), note="A country."),
    Topic("qaim", "Battle for Qaim", (Term("Qaim"),), "iraq"),
    Topic("mosul", "Mosul", (Term("Mosul"),), "iraq"),
    Topic("marathon", "New York marathon", (Term("marathon"),)),
    Topic("unused", "Unused", (Term("unused"),)),
)
CONFIG = Config(
    title="The Small Archive",
    id="tests.sitegen.invalid,2026-11-22",
    base_url="https://archive.example.org/live/",
    publisher="MB",
    topics=TOPICS,
)
QAIM = "content/2017/11/03/qaim.md"
RUN = "content/2017/11/03/run.md"
MOSUL = "content/2016/05/01/mosul.md"
DRAFT = "content/2017/11/10/draft.md"
FILES = {
    QAIM: liveblog(
        "Qaim is free",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "The army is in Qaim. It went in at dawn.", '#t1000 topics="qaim"'),
            update("2017-11-04 00:30 — All of it", "The town is quiet.", '#t1104-0030 topics="qaim, iraq" key'),
        ],
        id="2017-11-03-qaim",
        kicker="The Latest",
        dateline="BEIRUT",
        zone="Asia/Beirut",
        zone_source="dateline",
    ),
    RUN: liveblog(
        "New York runs",
        "2017-11-03",
        [
            update(
                "2017-11-03 04:00", "The first trucks of sand are in place.", '#t0400 topics="marathon" author="Ada"'
            ),
            update("2017-11-03 18:40", "The bridges are closed.", "#t1840"),
        ],
        id="2017-11-03-run",
        dateline="NEW YORK",
        zone="America/New_York",
    ),
    MOSUL: liveblog(
        "Mosul waits",
        "2016-05-01",
        [update("2016-05-01 12:00", "Nothing moves in Mosul.", '#t1200 topics="mosul"')],
        id="2016-05-01-mosul",
        zone="UTC",
    ),
    DRAFT: liveblog(
        "A draft",
        "2017-11-10",
        [update("2017-11-10 09:00", "Not yet.", '#t0900 topics="marathon"')],
        id="2017-11-10-draft",
        zone="UTC",
        draft="true",
    ),
}


@dataclass(frozen=True, slots=True)
class Archive:
    """A site in a folder with its index open."""

    root: Path
    index: Index
    config: Config = CONFIG
    topics: tuple[Topic, ...] = TOPICS

    def load(self) -> list[Subject]:
        """Bring the index up to date with the files; what that touched. No file may have an error."""
        before = self.index.sequence
        problems = load_content(self.root, self.config, self.topics, self.index, SerialExecutor())
        codes = [problem.code for problem in problems if problem.is_error]
        assert codes == [], codes
        return self.index.touched_since(before)

    def edit(self, path: str, old: str, new: str) -> list[Subject]:
        """Replace *old* in a file, and load it: what that touched."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        write(self.root / path, text.replace(old, new))
        return self.load()

    def queries(self, *, drafts: bool = False) -> Queries:
        """The questions to the index."""
        return Queries(self.index.connection, drafts=drafts)

    def desk(self, config: Config | None = None, *, drafts: bool = False) -> Desk:
        """The desk for planners."""
        return open_desk(self.queries(drafts=drafts), config or self.config, self.topics)


@contextmanager
def open_archive(root: Path, files: Mapping[str, str] = FILES) -> Iterator[Archive]:
    """The small archive, loaded, in *root*."""
    for path, text in files.items():
        write(root / path, text)
    with open_index(root / ".sitegen") as index:
        archive = Archive(root, index)
        archive.load()
        yield archive
