"""Whatever people do to a published site: an anchor that was ever published answers at the address that was cited.

It has the words that it always had, or says that they were withheld, or leads to where they are now; and an incremental
build is like a clean one. ``SITEGEN_EDITS=N`` tries N sequences of edits instead of the few of every day.
"""

from __future__ import annotations

import copy
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from support import PUBLISHED, build_site, codes_of, difference, read_tree, write

from sitegen.backups import Backup
from sitegen.commands.pinning import pin_files
from sitegen.config_file import load_config
from sitegen.content.ledger import PATH, Key, Promise, State, is_address, read_ledger, write_ledger
from sitegen.errors import ContentError

pytestmark = [pytest.mark.slow, pytest.mark.promise("A1", "A2", "A3", "A7", "A8")]

SEQUENCES = int(os.environ.get("SITEGEN_EDITS", "0"))
DAYS = ("2016-12-31", "2017-01-01", "2017-11-03")
CLOCKS = ("00:10", "12:00", "12:01", "23:50")
SLUGS = ("alpha", "beta", "gamma", "delta")
WORDS = ("ferry", "quay", "harbor", "storm")
DAY = "2026-11-26"
ADDRESSES = {"address-taken", "duplicate-slug"}

Thing = TypeVar("Thing")
INDEX = st.integers(0, 11)  # modulo the number of things there are: so that a shrunk example keeps its sense


@dataclass
class Stamp:
    """An update: *mark* is a word of its own, by which its text is known wherever it stands."""

    mark: str
    day: str
    clock: str
    words: str
    anchor: str = ""
    title: str = ""

    def __str__(self) -> str:
        title = f" — {self.title}" if self.title else ""
        pin = f" {{#{self.anchor}}}" if self.anchor else ""
        return f"\n## {self.day} {self.clock}{title}{pin}\n\nHere {self.mark} tells of the {self.words}.\n"


@dataclass
class Story:
    """A live blog of the site."""

    id: str
    title: str
    day: str
    slug: str
    stamps: list[Stamp] = field(default_factory=list)

    def __str__(self) -> str:
        said = {"id": self.id, "title": self.title, "date": self.day, "slug": self.slug, "zone": "UTC"}
        matter = "".join(f"{name}: {value}\n" for name, value in said.items())
        return f"---\n{matter}---\n\nA standfirst.\n" + "".join(map(str, self.stamps))


@dataclass(frozen=True)
class Cited:
    """A permalink that somebody has written down, and the update that it was written down for."""

    url: str
    anchor: str
    mark: str


class Archive(RuleBasedStateMachine):
    """Edits of a published site. What is there is in ``stories``, by path; what is not any more in ``withheld``."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sitegen-anchors-"))
        self.root = self.folder / "site"
        self.stories: dict[str, Story] = {}
        self.cited: set[Cited] = set()
        self.withheld: set[str] = set()
        self.minted = 0
        self.patch = pytest.MonkeyPatch()  # each build waits for all that the machine writes: no law of these
        self.patch.setattr("sitegen.output.write.sync_all", lambda paths: None)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    @initialize()
    def start(self) -> None:
        write(self.root / "site.yaml", PUBLISHED)
        for slug, day in zip(SLUGS, DAYS, strict=False):
            self.put(self.new_story(day, slug))
        self.publish()

    # What a person does

    @rule(day=st.sampled_from(DAYS), slug=st.sampled_from(SLUGS))
    def add_story(self, day: str, slug: str) -> None:
        self.try_to(lambda: self.put(self.new_story(day, slug)))

    @rule(story=INDEX, place=INDEX, day=st.sampled_from(DAYS), clock=st.sampled_from(CLOCKS))
    def insert(self, story: int, place: int, day: str, clock: str) -> None:
        if one := self.story(story):
            self.try_to(lambda: one.stamps.insert(place % (len(one.stamps) + 1), self.new_stamp(day, clock)))

    @rule(story=INDEX, stamp=INDEX, day=st.sampled_from(DAYS), clock=st.sampled_from(CLOCKS))
    def retime(self, story: int, stamp: int, day: str, clock: str) -> None:
        self.change_stamp(story, stamp, lambda one: replace(one, day=day, clock=clock))

    @rule(story=INDEX, stamp=INDEX, words=st.sampled_from(WORDS))
    def edit_words(self, story: int, stamp: int, words: str) -> None:
        self.change_stamp(story, stamp, lambda one: replace(one, words=words))

    @rule(story=INDEX, stamp=INDEX, title=st.sampled_from(["", "A title", "Another"]))
    def retitle_update(self, story: int, stamp: int, title: str) -> None:
        self.change_stamp(story, stamp, lambda one: replace(one, title=title))

    @rule(story=INDEX)
    def reorder(self, story: int) -> None:
        if one := self.story(story):
            self.try_to(one.stamps.reverse)

    @rule(story=INDEX, title=st.sampled_from(["The bridge is open", "The bridge is shut"]))
    def retitle(self, story: int, title: str) -> None:
        self.change_story(story, lambda one: replace(one, title=title))

    @rule(story=INDEX, slug=st.sampled_from(SLUGS))
    def change_slug(self, story: int, slug: str) -> None:
        self.change_story(story, lambda one: replace(one, slug=slug))

    @rule(story=INDEX, day=st.sampled_from(DAYS))
    def change_date(self, story: int, day: str) -> None:
        self.change_story(story, lambda one: replace(one, day=day))

    @rule(story=INDEX, name=st.sampled_from(["a", "2017/11/03/c"]))
    def rename_file(self, story: int, name: str) -> None:
        if self.stories:
            one = self.stories.pop(pick(sorted(self.stories), story))
            self.minted += 1
            self.stories[f"content/{name}-{self.minted}.md"] = one
            self.publish()

    # What an archivist does

    @rule(story=INDEX, stamp=INDEX)
    def withhold(self, story: int, stamp: int) -> None:
        if (one := self.story(story)) and one.stamps:
            taken = pick(one.stamps, stamp)
            one.stamps.remove(taken)
            self.withheld.add(taken.mark)
            self.rewrite({(one.id, taken.anchor): Promise(State.WITHHELD, said=DAY)})
            self.publish()

    @rule(story=INDEX)
    def withhold_story(self, story: int) -> None:
        if self.stories:
            one = self.stories.pop(pick(sorted(self.stories), story))
            self.withheld |= {stamp.mark for stamp in one.stamps}
            self.rewrite({(one.id, stamp.anchor): Promise(State.WITHHELD, said=DAY) for stamp in one.stamps})
            self.publish()

    @rule(story=INDEX, stamp=INDEX, other=INDEX)
    def move(self, story: int, stamp: int, other: int) -> None:
        one, to = self.story(story), self.story(other)
        if one and to and one is not to and one.stamps:
            moving = pick(one.stamps, stamp)
            self.minted += 1
            there = replace(moving, anchor=f"m{self.minted}")
            one.stamps.remove(moving)
            to.stamps.append(there)
            self.rewrite({(one.id, moving.anchor): Promise(State.MOVED, said=f"{to.id}#{there.anchor}")})
            self.publish()

    @rule()
    def preview(self) -> None:
        build_site(self.root, "preview", drafts=True)

    @rule()
    def lose_the_index(self) -> None:
        shutil.rmtree(self.root / ".sitegen")
        self.publish()

    # The laws

    def publish(self) -> None:
        """Write the site, pin what is new, build, and hold all that was ever published against what there is."""
        self.lay()
        pin_files(Backup(self.root, "pin"), load_config(self.root / "site.yaml"), ())
        self.take_anchors()
        build_site(self.root)
        self.compare_with_clean()
        output = self.root / "output"
        for story in self.stories.values():
            url = f"/{story.day.replace('-', '/')}/{story.slug}/"
            self.cited |= {Cited(url, stamp.anchor, stamp.mark) for stamp in story.stamps}
        for cited in self.cited:
            found = answer(output, cited.url, cited.anchor)
            expected = "withheld on" if cited.mark in self.withheld else f"Here {cited.mark} tells"
            assert expected in found, (cited, found)
        for path, data in read_tree(output).items():
            assert not any(f" {mark} ".encode() in data for mark in self.withheld), path

    def try_to(self, change: Callable[[], None]) -> None:
        """Make *change* and publish it, or undo it where it would take another's address."""
        before, promises = copy.deepcopy(self.stories), self.promises()
        change()
        if not (codes := self.refused(self.publish)):
            return
        assert codes <= ADDRESSES
        assert self.promises() == promises
        assert self.refused(lambda: build_site(self.copied(), clean=True)) == codes
        self.stories = before
        self.publish()

    def refused(self, build: Callable[[], object]) -> set[str]:
        """The codes of the errors for which *build* does nothing; none where it does."""
        try:
            build()
        except ContentError as error:
            return set(codes_of(error))
        return set()

    def compare_with_clean(self) -> None:
        ledger, clean = (self.root / PATH).read_bytes(), self.copied()
        build_site(clean)
        assert difference(read_tree(self.root / "output"), read_tree(clean / "output")) == ""
        assert (clean / PATH).read_bytes() == ledger

    # How it is done

    def copied(self) -> Path:
        """The site without anything that builds have left, but for the ledger."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(self.root / "content", clean / "content")
        shutil.copy(self.root / "site.yaml", clean)
        return clean

    def lay(self) -> None:
        for file in (self.root / "content").rglob("*.md"):
            if file.relative_to(self.root).as_posix() not in self.stories:
                file.unlink()
        for path, story in self.stories.items():
            file = self.root / path
            if not file.exists() or file.read_text("utf-8") != str(story):
                write(file, str(story))

    def take_anchors(self) -> None:
        """Note the anchors that `pin` wrote."""
        for path, story in self.stories.items():
            lines = [line for line in (self.root / path).read_text("utf-8").split("\n") if line.startswith("## ")]
            for stamp, line in zip(story.stamps, lines, strict=True):
                stamp.anchor = line.rpartition("{#")[2].rstrip("}")

    def promises(self) -> dict[Key, Promise]:
        path = self.root / PATH
        promises, damaged = read_ledger(path.read_text("utf-8") if path.exists() else "")
        assert damaged == ()
        return {key: promise for key, promise in promises.items() if not is_address(key[1])}

    def rewrite(self, changes: dict[Key, Promise]) -> None:
        """Change the ledger, as a command or a pull does."""
        path = self.root / PATH
        promises, _ = read_ledger(path.read_text("utf-8"))
        write(path, write_ledger(promises | changes))

    def story(self, index: int) -> Story | None:
        return self.stories[pick(sorted(self.stories), index)] if self.stories else None

    def change_story(self, story: int, change: Callable[[Story], Story]) -> None:
        if self.stories:
            path = pick(sorted(self.stories), story)
            self.try_to(lambda: self.stories.update({path: change(self.stories[path])}))

    def change_stamp(self, story: int, stamp: int, change: Callable[[Stamp], Stamp]) -> None:
        if (one := self.story(story)) and one.stamps:
            place = stamp % len(one.stamps)
            self.try_to(lambda: one.stamps.__setitem__(place, change(one.stamps[place])))

    def put(self, story: Story) -> None:
        self.stories[f"content/{story.id}.md"] = story

    def new_story(self, day: str, slug: str) -> Story:
        self.minted += 1
        return Story(
            f"story-{self.minted}", "A headline", day, slug, [self.new_stamp(day, clock) for clock in CLOCKS[:2]]
        )

    def new_stamp(self, day: str, clock: str) -> Stamp:
        self.minted += 1
        return Stamp(f"mark{self.minted}", day, clock, pick(WORDS, self.minted))


def pick(things: Sequence[Thing], index: int) -> Thing:
    return things[index % len(things)]


_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')


def answer(output: Path, url: str, anchor: str) -> str:
    """What a reader sees who follows *url* with *anchor*: the update, or its notice, wherever that leads."""
    for _ in range(20):
        html = (output / url.strip("/") / "index.html").read_text("utf-8")
        if refresh := _REFRESH.search(html):
            url = posixpath.normpath(posixpath.join(url, refresh[1])) + "/"
            continue
        found: list[str] = re.findall(rf'<article [^>]*aria-labelledby="{anchor}">.*?</article>', html, re.DOTALL)
        found += re.findall(rf'<p class="notice" id="{anchor}">.*?</p>', html, re.DOTALL)
        assert len(found) == 1, (url, anchor, found)
        moved = re.search(r'has moved: <a href="([^"#]+)#([^"]+)">', found[0])
        if moved is None:
            return found[0]
        url, anchor = posixpath.normpath(posixpath.join(url, moved[1])) + "/", moved[2]
    raise AssertionError(f"{url}#{anchor} leads in a circle")


TestAnchorsNeverDie = Archive.TestCase
TestAnchorsNeverDie.settings = settings(
    max_examples=SEQUENCES or 6,
    stateful_step_count=40 if SEQUENCES else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
