"""After any sequence of edits an incremental build leaves the bytes that a clean build leaves, or says the same problems.

``SITEGEN_EDITS=N`` tries N sequences of edits instead of the few of every day.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from support import Tree, build_site, difference, read_tree, write

from sitegen.errors import Problem, SitegenError
from sitegen.output.paths import MANIFEST

pytestmark = pytest.mark.slow

SEQUENCES = int(os.environ.get("SITEGEN_EDITS", "0"))
DAYS = ("2016-12-31", "2017-01-01", "2017-11-03", "2017-11-04", "2018-02-01")
CLOCKS = ("00:10", "12:00", "12:01", "23:50")
SLUGS = ("alpha", "beta", "gamma")
TITLES = ("The bridge is open", "The bridge is shut", "A third headline")
TEXTS = (
    "The ferry has left the quay.",
    "The ferry has lost its way.",  # as long as the one before: only the clock of the file system tells them apart
    "Two paragraphs.\n\nThe second says who keeps [this page](/about/).",
    "![The quay](quay.png) at low tide.",
    "As was said [on New Year's Eve](/2016/12/31/).",
    "",
)
PICTURES = (  # of two sizes, one of them twice; none that can be read; none at all
    b"GIF89a" + bytes([3, 0, 2, 0]),
    b"GIF89a" + bytes([3, 0, 2, 0, 1]),
    b"GIF89a" + bytes([4, 0, 2, 0]),
    b"no picture",
    b"",
)
TOPICS = ("", "iraq", "qaim", "storm", "qaim, storm")
KINDS = ("correction", "editors-note", "withheld")
ZONES = ("", "Asia/Beirut", "America/New_York")
VOCABULARIES = (
    (("iraq", "Iraq", ""), ("qaim", "Qaim", "iraq"), ("storm", "The storm", "")),
    (("iraq", "Iraq", ""), ("qaim", "Qaim", "storm"), ("storm", "The storm", "")),
    (("storm", "Wind and rain", "qaim"), ("qaim", "The town of Qaim", ""), ("iraq", "Iraq", "")),
    (("storm", "The storm", ""),),
)
SWITCHES = (
    "home",
    "calendar",
    "day",
    "topics",
    "feed",
    "sitemap",
    "not_found",
    "corrections",
    "own",
    "latest",
    "citations",
)
CARDS = (
    "{% macro cards(updates, level, mixed, end) %}{% for one in updates %}"
    '<h3 id="{{ one.id }}">{{ one.lead }}</h3>{{ one.body|body if one.body }}{{ end }}{% endfor %}{% endmacro %}'
)
LAYOUTS = {
    "own.html": ('{% extends "default/own.html" %}{% block title %}One{% endblock %}', "{{ view.title }} alone"),
    "_update.html": (
        '{% macro stream(updates, level, mixed) %}{% for one in updates %}<p id="{{ one.id }}">{{ one.lead }}</p>'
        "{% endfor %}{% endmacro %}{% macro leads(updates, kind, characters=0) %}{{ updates|length }}{% endmacro %}"
        + CARDS,
        "{% macro stream(updates, level, mixed) %}{{ mixed }}{% for one in updates %}"
        '<h2 id="{{ one.id }}"><a href="{{ one.url|link }}">{{ one.body|body if one.body else one.lead }}</a></h2>'
        "{% endfor %}{% endmacro %}{% macro leads(updates, kind, characters=0) %}{{ kind }}{% endmacro %}"
        + CARDS.replace("h3", "h4"),
    ),
    "year.html": ("{{ view.nothing_of_the_kind }}", "{{ view.year }}"),
}
STATIC = {"style.css": ("p { color: red }\n", "p { color: blue }\n"), "seal/mark.txt": ("a seal\n", "another seal\n")}

# In folders of other pages, and where such pages are; one by case alone another's.
ALIASES = (
    *("/old/", "/OLD/", "/2017/story.html", "/2017/11/old.html", "/about/", "/about/us.html", "/topics.html"),
    *(f"/{DAYS[1].replace('-', '/')}/{SLUGS[0]}/", f"/{DAYS[1].replace('-', '/')}/{SLUGS[0]}/amp/"),
)

Thing = TypeVar("Thing")

INDEX = st.integers(0, 11)  # modulo the number of things there are: so that a shrunk example keeps its sense


@dataclass
class Stamp:
    """An update of the site under test."""

    day: str
    clock: str
    text: str
    topics: str
    anchor: str
    title: str = ""
    key: bool = False

    def __str__(self) -> str:
        said = [f"#{self.anchor}" if self.anchor else "", f'topics="{self.topics}"' if self.topics else ""]
        braces = " ".join(word for word in (*said, "key" if self.key else "") if word)
        title = f" — {self.title}" if self.title else ""
        return f"\n## {self.day} {self.clock}{title}{f' {{{braces}}}' if braces else ''}\n\n{self.text}\n"


@dataclass
class Story:
    """A live blog of the site under test."""

    id: str
    title: str
    day: str
    slug: str
    zone: str = ""
    draft: bool = False
    broken: bool = False
    correction: str = ""
    rights: str = ""
    stamps: list[Stamp] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        said = {"id": self.id, "title": self.title, "date": self.day, "slug": self.slug, "zone": self.zone}
        matter = "".join(f"{name}: {value}\n" for name, value in said.items() if value)
        matter += "draft: true\n" if self.draft else ""
        matter += f"aliases: [{', '.join(sorted(self.aliases))}]\n" if self.aliases else ""
        matter += (
            f"corrections: [{{when: 2018-03-0{1 + len(self.correction) % 3}, {self.correction}}}]\n"
            if self.correction
            else ""
        )
        matter += f"rights: {{{self.rights}}}\n" if self.rights else ""
        bad = "\n## 2017-11-03 25:70 {#t2570}\n" if self.broken else ""
        return f"---\n{matter}---\n\nThe standfirst of {self.title}.\n" + "".join(map(str, self.stamps)) + bad


@dataclass
class Settings:
    """``site.yaml`` of the site under test."""

    title: str = "Archive"
    order: str = "newest"
    zone: str = "UTC"
    bodies: str = "auto"
    updates: str = "key"
    base_url: str = ""
    vocabulary: int = 0
    menu: str = ""
    links: str = "folder"
    rights: str = "full_text: false"
    off: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        topics = "".join(
            f"  - {{slug: {slug}, label: {label}{f', broader: {broader}' if broader else ''}}}\n"
            for slug, label, broader in VOCABULARIES[self.vocabulary]
        )
        pages = ", ".join(
            [f"bodies: {self.bodies}", f"updates: {self.updates}", *(f"{name}: false" for name in sorted(self.off))]
        )
        return (
            f'format: 1\nid: "edits.sitegen.invalid,2026"\npublished: false\ntitle: {self.title}\nzone: {self.zone}\n'
            f"order: {self.order}\nlinks: {self.links}\nmenu: [{self.menu}]\npages: {{{pages}}}\nrights: {{{self.rights}}}\n"
            + (f"base_url: {self.base_url}\n" if self.base_url else "")
            + f"topics:\n{topics}"
        )


@dataclass(frozen=True)
class Outcome:
    """What a build came to: a tree, or the errors for which there is none; and the warnings either way."""

    tree: Tree | None
    errors: frozenset[tuple[str, str, str]]
    warnings: frozenset[tuple[str, str, str]]


class Edits(RuleBasedStateMachine):
    """A person at work on a small site."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sitegen-edits-"))
        self.root = self.folder / "site"
        self.settings = Settings()
        self.stories: dict[str, Story] = {}  # by path
        self.minted = 0
        self.is_published = False  # whether the output shows the sources as they are now
        self.is_cut = False  # whether a file was taken out of the output by hand, whose folder may stay, empty

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # What a person does

    @initialize()
    def start(self) -> None:
        self.save_settings()
        self.write_page("about", "About")
        for slug, day in zip(SLUGS, DAYS[1:], strict=False):
            self.add_story(DAYS.index(day), SLUGS.index(slug), 0)
        self.build()

    @rule(day=INDEX, slug=INDEX, text=INDEX)
    def add_story(self, day: int, slug: int, text: int) -> None:
        self.minted += 1
        story = Story(f"story-{self.minted}", TITLES[text % 3], pick(DAYS, day), pick(SLUGS, slug))
        story.stamps = [self.new_stamp(story.day, text, text), self.new_stamp(story.day, text + 1, slug)]
        path = f"content/{story.slug}-{self.minted}.md"
        self.stories[path] = story
        self.save(path)

    @rule(story=INDEX)
    @precondition(lambda self: self.stories)
    def delete_story(self, story: int) -> None:
        path = pick(sorted(self.stories), story)
        del self.stories[path]
        (self.root / path).unlink()
        self.is_published = False

    @rule(story=INDEX, name=st.sampled_from(["a", "b", "2017/11/03/c"]))
    @precondition(lambda self: self.stories)
    def rename_file(self, story: int, name: str) -> None:
        path, new = pick(sorted(self.stories), story), f"content/{name}-{self.minted}.md"
        if new not in self.stories:
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).rename(self.root / new)
            self.stories[new] = self.stories.pop(path)
            self.is_published = False

    @rule(one=INDEX, other=INDEX)
    @precondition(lambda self: self.stories)
    def swap_files(self, one: int, other: int) -> None:
        first, second = pick(sorted(self.stories), one), pick(sorted(self.stories), other)
        aside = self.root / "aside"
        (self.root / first).rename(aside)
        if first != second:
            (self.root / second).rename(self.root / first)
        aside.rename(self.root / second)
        self.stories[first], self.stories[second] = self.stories[second], self.stories[first]
        self.is_published = False

    @rule(story=INDEX, stamp=INDEX, text=INDEX)
    def edit_text(self, story: int, stamp: int, text: int) -> None:
        """The times of the file stay what they were, as an editor or a copying tool may leave them."""
        if found := self.stamp_at(story, stamp):
            path, one = found
            before = (self.root / path).stat()
            one.text = pick(TEXTS, text)
            self.save(path)
            os.utime(self.root / path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(picture=st.sampled_from(PICTURES))
    def lay_picture(self, picture: bytes) -> None:
        (self.root / "content/quay.png").unlink(missing_ok=True)
        if picture:
            (self.root / "content/quay.png").write_bytes(picture)
        self.is_published = False

    @rule(story=INDEX, day=INDEX, clock=INDEX, text=INDEX)
    def insert_update(self, story: int, day: int, clock: int, text: int) -> None:
        def insert(one: Story) -> None:
            one.stamps.insert(clock % (len(one.stamps) + 1), self.new_stamp(pick(DAYS, day), clock, text))

        self.change_story(story, insert)

    @rule(story=INDEX, stamp=INDEX)
    def drop_update(self, story: int, stamp: int) -> None:
        if found := self.stamp_at(story, stamp):
            self.stories[found[0]].stamps.remove(found[1])
            self.save(found[0])

    @rule(story=INDEX, stamp=INDEX, day=INDEX, clock=INDEX)
    def retime(self, story: int, stamp: int, day: int, clock: int) -> None:
        if found := self.stamp_at(story, stamp):
            found[1].day, found[1].clock = pick(DAYS, day), pick(CLOCKS, clock)
            self.save(found[0])

    @rule(story=INDEX, stamp=INDEX, topics=INDEX)
    def retopic(self, story: int, stamp: int, topics: int) -> None:
        if found := self.stamp_at(story, stamp):
            found[1].topics = pick(TOPICS, topics)
            self.save(found[0])

    @rule(story=INDEX, stamp=INDEX, title=st.sampled_from(["", "A title", "Another"]), key=st.booleans())
    def title_update(self, story: int, stamp: int, title: str, key: bool) -> None:
        if found := self.stamp_at(story, stamp):
            found[1].title, found[1].key = title, key
            self.save(found[0])

    @rule(story=INDEX, title=st.sampled_from(TITLES))
    def retitle(self, story: int, title: str) -> None:
        self.change_story(story, lambda one: setattr(one, "title", title))

    @rule(story=INDEX, slug=st.sampled_from(SLUGS))
    def change_slug(self, story: int, slug: str) -> None:
        self.change_story(story, lambda one: setattr(one, "slug", slug))

    @rule(story=INDEX, day=st.sampled_from(DAYS))
    def change_date(self, story: int, day: str) -> None:
        self.change_story(story, lambda one: setattr(one, "day", day))

    @rule(story=INDEX, zone=st.sampled_from(ZONES))
    def change_zone(self, story: int, zone: str) -> None:
        self.change_story(story, lambda one: setattr(one, "zone", zone))

    @rule(story=INDEX, alias=st.sampled_from(ALIASES))
    def change_alias(self, story: int, alias: str) -> None:
        self.change_story(story, lambda one: setattr(one, "aliases", one.aliases ^ {alias}))

    @rule(story=INDEX)
    def turn_draft(self, story: int) -> None:
        self.change_story(story, lambda one: setattr(one, "draft", not one.draft))

    @rule(
        story=INDEX,
        stamp=INDEX,
        text=st.sampled_from(["It was Qaim.", "It was not Qaim."]),
        kind=st.sampled_from(KINDS),
    )
    def correct(self, story: int, stamp: int, text: str, kind: str) -> None:
        def change(one: Story) -> None:
            anchor = pick(one.stamps, stamp).anchor if one.stamps and stamp % 3 else ""
            one.correction = f'kind: {kind}, text: "{text}"{f", update: {anchor}" if anchor else ""}'

        self.change_story(story, change)

    @rule(story=INDEX)
    def take_back_a_correction(self, story: int) -> None:
        self.change_story(story, lambda one: setattr(one, "correction", ""))

    @rule(
        story=INDEX,
        said=st.sampled_from(["", "full_text: true", "full_text: false", "holder: Somebody, robots: noindex"]),
    )
    def state_rights(self, story: int, said: str) -> None:
        self.change_story(story, lambda one: setattr(one, "rights", said))

    @rule(story=INDEX)
    def break_story(self, story: int) -> None:
        self.change_story(story, lambda one: setattr(one, "broken", True))
        self.build()

    @rule()
    def mend_stories(self) -> None:
        for path, one in self.stories.items():
            if one.broken:
                one.broken = False
                self.save(path)

    @rule(name=st.sampled_from(["about", "rights"]), title=st.sampled_from(["About", "Rights"]))
    def write_page(self, name: str, title: str) -> None:
        self.write(f"content/pages/{name}.md", f"---\ntitle: {title}\n---\n\nThis is the page {title}.\n")

    @rule(name=st.sampled_from(["about", "rights"]))
    def remove_page(self, name: str) -> None:
        self.remove(f"content/pages/{name}.md")

    @rule(name=st.sampled_from(sorted(LAYOUTS)), version=st.integers(0, 1))
    def override_layout(self, name: str, version: int) -> None:
        self.write(f"layouts/{name}", LAYOUTS[name][version])

    @rule(name=st.sampled_from(sorted(LAYOUTS)))
    def remove_layout(self, name: str) -> None:
        self.remove(f"layouts/{name}")

    @rule(name=st.sampled_from(sorted(STATIC)), version=st.integers(0, 1))
    def write_static(self, name: str, version: int) -> None:
        self.write(f"layouts/static/{name}", STATIC[name][version])

    @rule(name=st.sampled_from(sorted(STATIC)))
    def remove_static(self, name: str) -> None:
        self.remove(f"layouts/static/{name}")

    @rule(vocabulary=INDEX)
    def declare_topics(self, vocabulary: int) -> None:
        self.settings.vocabulary = vocabulary % len(VOCABULARIES)
        self.save_settings()

    @rule(switch=st.sampled_from(SWITCHES))
    def turn_switch(self, switch: str) -> None:
        self.settings.off ^= {switch}
        self.save_settings()

    @rule(
        said=st.sampled_from(
            [
                *(("title", title) for title in ("Archive", "Minutes")),
                *(("order", order) for order in ("newest", "oldest")),
                *(("zone", zone) for zone in ("UTC", "Asia/Tokyo")),
                *(("bodies", mode) for mode in ("auto", "full", "lead")),
                *(("updates", which) for which in ("none", "key", "all")),
                *(("base_url", url) for url in ("", "https://archive.example.org/live/")),
                *(("menu", menu) for menu in ("", "about", "rights, about")),
                *(("links", links) for links in ("folder", "file")),
                *(("rights", rights) for rights in ("full_text: false", "full_text: true, note: Free.")),
            ]
        )
    )
    def set_setting(self, said: tuple[str, str]) -> None:
        setattr(self.settings, *said)
        self.save_settings()

    # What happens to caches and to the output

    @rule(
        which=INDEX, how=st.sampled_from(["truncate", "empty", "delete", "garbage", "flip"]), size=st.integers(0, 100)
    )
    def damage_a_cache(self, which: int, how: str, size: int) -> None:
        state = self.root / ".sitegen"
        files = [state / "index.db", *sorted((state / "targets").glob("*.db"))]
        there = [file for file in files if file.exists()]
        if not there:
            return
        file = pick(there, which)
        data = file.read_bytes()
        match how:
            case "delete":
                file.unlink()
            case "truncate":
                file.write_bytes(data[: len(data) * size // 100])
            case "empty":
                file.write_bytes(b"")
            case "flip" if data:
                place = (len(data) - 1) * size // 100
                file.write_bytes(data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :])
            case _:
                file.write_bytes(b"This is no database.\n" * (1 + size * 20))

    @rule(which=INDEX)
    def delete_an_output(self, which: int) -> None:
        files = [path for path in sorted(read_tree(self.root / "output")) if not path.endswith(("/", MANIFEST))]
        if files:
            (self.root / "output" / pick(files, which * 7)).unlink()
            self.is_cut = True

    @rule()
    def delete_the_manifest(self) -> None:
        """Without it and without a record, every page would be a foreign file: so it is built at once."""
        self.build()
        (self.root / "output" / MANIFEST).unlink()
        self.build()

    @rule()
    def delete_the_output(self) -> None:
        shutil.rmtree(self.root / "output", ignore_errors=True)

    @rule(which=INDEX, text=st.sampled_from(["", "<p>mine</p>\n"]))
    @precondition(lambda self: self.is_published)
    def alter_an_output(self, which: int, text: str) -> None:
        """A page that is altered and then is no more would be kept: so it is built at once."""
        self.build()
        files = [path for path in sorted(read_tree(self.root / "output")) if not path.endswith("/")]
        write(self.root / "output" / pick(files, which * 7), text)
        self.build()

    # The law

    @rule()
    def build(self) -> None:
        self.compare("output", drafts=False)

    @rule()
    def build_again(self) -> None:
        self.compare("output", drafts=False)

    @rule()
    def preview(self) -> None:
        self.compare("preview", drafts=True)

    def compare(self, output: str, *, drafts: bool) -> None:
        """Build, and hold what comes of it against a clean build; where both fail, mend the site and build again."""
        if not self.is_like_clean(output, drafts=drafts):
            self.mend()
            assert self.is_like_clean(output, drafts=drafts)

    def is_like_clean(self, output: str, *, drafts: bool) -> bool:
        """Whether there is a tree, which is then that of a clean build; else the errors are those of a clean build."""
        found, expected = outcome(self.root, output, drafts), self.clean_outcome(output, drafts)
        assert found.errors == expected.errors
        if output == "output":
            self.is_published = found.tree is not None
        if found.tree is None or expected.tree is None:
            return False
        tree = {path: data for path, data in found.tree.items() if not (self.is_cut and path.endswith("/"))}
        assert difference(tree, expected.tree) == ""
        assert found.warnings == expected.warnings
        before = states(self.root / output)
        report = build_site(self.root, output, drafts=drafts)
        assert (report.rendered, report.changed, report.removed) == ((), (), ())
        assert states(self.root / output) == before
        return True

    def mend(self) -> None:
        """Take away everything for which a build may fail."""
        self.settings.off.discard("home")
        self.settings.off.discard("own")
        self.settings.vocabulary = 0
        self.save_settings()
        self.write_page("about", "About")
        self.remove("layouts/year.html")
        addresses = set[str]()
        for path, one in self.stories.items():
            one.broken, one.correction = False, ""
            one.aliases = set()
            one.slug = one.slug if f"{one.day}/{one.slug}" not in addresses else one.id
            addresses.add(f"{one.day}/{one.slug}")
            for stamp in one.stamps:
                stamp.text = TEXTS[0] if "/2016/12/31/" in stamp.text or "quay.png" in stamp.text else stamp.text
            self.save(path)

    def clean_outcome(self, output: str, drafts: bool) -> Outcome:
        clean = self.folder / "clean"
        for name in ("content", "layouts"):
            if (self.root / name).exists():
                shutil.copytree(self.root / name, clean / name)
        shutil.copy(self.root / "site.yaml", clean)
        try:
            return outcome(clean, output, drafts)
        finally:
            shutil.rmtree(clean)

    # How it is done

    def new_stamp(self, day: str, clock: int, text: int) -> Stamp:
        self.minted += 1
        anchor = f"u{self.minted}" if text % 3 else ""
        return Stamp(day, pick(CLOCKS, clock), pick(TEXTS, text), pick(TOPICS, text), anchor)

    def stamp_at(self, story: int, stamp: int) -> tuple[str, Stamp] | None:
        path = pick(sorted(self.stories), story) if self.stories else ""
        return (path, pick(self.stories[path].stamps, stamp)) if path and self.stories[path].stamps else None

    def change_story(self, story: int, change: Callable[[Story], None]) -> None:
        if self.stories:
            path = pick(sorted(self.stories), story)
            change(self.stories[path])
            self.save(path)

    def save(self, path: str) -> None:
        self.write(path, str(self.stories[path]))

    def save_settings(self) -> None:
        self.write("site.yaml", str(self.settings))

    def write(self, path: str, text: str) -> None:
        write(self.root / path, text)
        self.is_published = False

    def remove(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)
        self.is_published = False


def pick(things: Sequence[Thing], index: int) -> Thing:
    return things[index % len(things)]


def outcome(root: Path, output: str, drafts: bool) -> Outcome:
    try:
        # Nobody touches a preview: it is as the one before left it, if there was one.
        report = build_site(root, output, drafts=drafts, is_known=drafts and (root / output).exists())
    except SitegenError as error:
        return Outcome(None, said(error.problems, errors=True), said(error.problems, errors=False))
    return Outcome(read_tree(root / output), frozenset(), said(report.problems, errors=False))


def said(problems: tuple[Problem, ...], *, errors: bool) -> frozenset[tuple[str, str, str]]:
    """What *problems* say, but for the page of a broken link: of many pages, the first that was rendered is named."""
    return frozenset(
        (str(problem.where), problem.code, re.sub(' on the page ".*"', "", problem.message))
        for problem in problems
        if problem.is_error is errors and problem.code != "output-changed"  # which only this output's own past knows
    )


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """The inode and the time of change of every file."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): ((state := path.stat()).st_ino, state.st_mtime_ns) for path in files}


TestIncrementalIsClean = pytest.mark.promise("B1")(Edits.TestCase)
TestIncrementalIsClean.settings = settings(
    max_examples=SEQUENCES or 6,
    stateful_step_count=40 if SEQUENCES else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
