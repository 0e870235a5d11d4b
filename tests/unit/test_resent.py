"""The same live blog sent again becomes one live blog, whatever the order of the files and of the imports (DESIGN 6)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest

from sitegen.backups import Backup
from sitegen.cli import run
from sitegen.config import Config
from sitegen.config_file import load_config
from sitegen.content.imports_lock import HEAD
from sitegen.errors import Problem
from sitegen.executors import open_executor
from sitegen.files import sha256_of
from sitegen.importers import registry
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.markup import passage_of_text
from sitegen.imports import read_rows
from sitegen.intake.gathering import Archive, gather, name_joints
from sitegen.intake.resent import take_in_versions
from sitegen.spool import Spool

SETTINGS = "title: Test\npublished: false\ntopics:\n  - {slug: quay, label: Quay}\n"
ID = "2021-03-08-flood-nears-the-town"
CONTENT = "content/2021/03/08/flood-nears-the-town.md"


def wire(headline: str, *updates: tuple[str, str], publisher: str = "Sample", place: str = "LONDON") -> str:
    body = "\n\n___\n\n".join(f"{clock}\n\n{text}" for clock, text in updates)
    return (
        f"{headline}\n\nMarch 8, 2021\n\n{place} ({publisher}) — The latest on the flood (all times local):\n\n{body}\n"
    )


SANDBAGS = ("10 a.m.", "Sandbags are handed out at the town hall this morning.")
RIVER = ("11:15 a.m.", "The river stands at four metres and is rising.")
RIVER_AGAIN = ("11:15 a.m.", "The river stands at four metres and is rising fast, says the mayor.")
BRIDGE = ("1:30 p.m.", "The lower bridge is closed to all traffic.")
SCHOOL = ("1:30 p.m.", "A school has become a shelter for the night.")
HOME = ("6 p.m.", "People return to their homes by the river.")
VERSIONS = {
    "first.txt": wire("Flood nears the town", RIVER, SANDBAGS),
    "second.txt": wire("Flood reaches the town", BRIDGE, RIVER_AGAIN, SANDBAGS),
    "third.txt": wire("Flood goes down again", HOME, SCHOOL, BRIDGE, RIVER_AGAIN),
}

Say = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_site(tmp_path / "site")


def new_site(root: Path, files: dict[str, str] | None = None) -> Path:
    write(root / "site.yaml", SETTINGS)
    put(root, files or {})
    return root


def put(root: Path, files: dict[str, str]) -> None:
    (root / "seeds").mkdir(exist_ok=True)
    for name, text in files.items():
        write(root / "seeds" / name, text)


@pytest.fixture
def say(root: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run ``sitegen import`` with some words; what it says. Its status must be *status*."""

    def call(*words: str, status: int = 0, at: Path = root) -> str:
        got = run(["-C", str(at), "import", *words])
        said = capsys.readouterr().err
        assert got == status, said
        return said

    return call


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    assert old in read(path)
    write(path, read(path).replace(old, new))


def tree(root: Path) -> dict[str, str]:
    """All files below ``content/``."""
    paths = sorted((root / "content").rglob("*"))
    return {path.relative_to(root).as_posix(): read(path) for path in paths if path.is_file()}


def pages(root: Path) -> list[str]:
    return [name for name in tree(root) if name.endswith(".md")]


def anchors(text: str) -> list[str]:
    return re.findall(r"\{#([^ }]+)", text)


def splits(items: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way to cut *items* into batches, in their order."""
    if not items:
        yield []
    for size in range(1, len(items) + 1):
        yield from ([list(items[:size]), *rest] for rest in splits(items[size:]))


# One live blog


def test_three_versions_are_one_live_blog(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    said = say()
    assert f"seeds/second.txt: note: a version of {ID}: adds #t1330; replaces #t1115 [new-version]" in said
    assert "seeds/third.txt: note" in said
    assert "adds #t1330b, #t1800; keeps #t1000 (not in this version)" in said
    assert "1  imported" in said
    assert "2  merged into what is there" in said
    assert pages(root) == [CONTENT]
    page = read(root / CONTENT)
    assert f'id: "{ID}"\ntitle: Flood goes down again\nslug: flood-nears-the-town\n' in page
    assert anchors(page) == ["t1000", "t1115", "t1330", "t1330b", "t1800"]
    assert re.findall(r"seed: \"seeds/(\w+)", page) == ["first", "second", "third"]
    for _, text in (SANDBAGS, RIVER_AGAIN, BRIDGE, SCHOOL, HOME):
        assert page.count(text) == 1
    assert RIVER[1] not in page


def test_the_order_of_files_and_the_batches_change_no_byte(tmp_path: Path, say: Say) -> None:
    results: dict[tuple[str, ...], set[str]] = {}
    for names in permutations(["a.txt", "b.txt", "c.txt"]):
        files = dict(zip(names, VERSIONS.values(), strict=True))
        for number, batches in enumerate(splits(names)):
            site = new_site(tmp_path / "".join(name[0] for name in names) / str(number))
            for batch in batches:
                put(site, {name: files[name] for name in batch})
                say(at=site)
            results.setdefault(names, set()).add(json.dumps(tree(site)))
            before = tree(site)
            assert "merged" not in say("--again", at=site)
            assert tree(site) == before
    assert {len(found) for found in results.values()} == {1}
    bare = {re.sub(r"seeds/[abc]\.txt", "", json.loads(min(found))[CONTENT]) for found in results.values()}
    assert len(bare) == 1


@pytest.mark.parametrize("order", list(permutations(VERSIONS)))
def test_versions_that_come_in_any_order_say_the_same(order: tuple[str, ...], root: Path, say: Say) -> None:
    """Only the names of the first stay: its id, slug and anchors."""
    for name in order:
        put(root, {name: VERSIONS[name]})
        say()
    (page,) = pages(root)
    text = read(root / page)
    assert text.count("## 2021-03-08") == 5
    assert "title: Flood goes down again\n" in text
    assert re.findall(r"seed: \"seeds/(\w+)", text) == ["first", "second", "third"]
    assert RIVER_AGAIN[1] in text
    assert {row.seed for row in read_rows(root)} == {f"seeds/{name}" for name in VERSIONS}
    before = tree(root)
    assert say() == say("--again") == "      3  known already\n"
    assert tree(root) == before


def test_every_seed_is_in_the_lock(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    say()
    heads = {row.seed: row.digest for row in read_rows(root) if row.anchor == HEAD}
    assert set(heads) == {"seeds/first.txt", "seeds/second.txt", "seeds/third.txt"}
    assert len(set(heads.values())) == 1
    for name in VERSIONS:
        (root / "seeds" / name).rename(root / "seeds" / f"moved-{name}")
    assert say() == "      3  known already\n"


# What a person wrote


def test_edits_between_versions_are_kept(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    edit(root / CONTENT, RIVER[1], "The river stands at 4.1 metres.")
    edit(root / CONTENT, "title: Flood nears the town", "title: My own title")
    edit(root / CONTENT, f"{SANDBAGS[1]}\n", f"{SANDBAGS[1]}\n\n## 10:30 — By hand {{#t1030}}\n\nWritten by hand.\n")
    put(root, VERSIONS)
    said = say()
    assert "keeps #t1115 (edited here); keeps the front matter, edited here" in said
    page = read(root / CONTENT)
    assert "title: My own title\n" in page
    assert "4.1 metres" in page
    assert "Written by hand." in page
    assert RIVER_AGAIN[1] not in page
    assert anchors(page) == ["t1000", "t1030", "t1115", "t1330", "t1330b", "t1800"]
    assert re.findall(r"seed: \"seeds/(\w+)", page) == ["first", "second", "third"]
    before = tree(root)
    said = say("--again")
    assert f"{CONTENT}: #t1115 was edited here, and stays as it is" in said
    assert tree(root) == before


def test_an_update_that_a_person_took_out_stays_out(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    write(root / CONTENT, re.sub(r"## 2021-03-08 10:00 .*?(?=## )", "", read(root / CONTENT), flags=re.DOTALL))
    put(root, VERSIONS)
    assert "leaves out #t1000 (taken out here)" in say()
    assert SANDBAGS[1] not in read(root / CONTENT)
    say("--again")
    put(root, {"fourth.txt": wire("Flood is over", ("8 p.m.", "All is dry."), HOME, SANDBAGS)})
    say()
    assert "All is dry." in read(root / CONTENT)
    assert SANDBAGS[1] not in read(root / CONTENT)


def test_versions_whose_seeds_are_gone_are_kept_as_they_stand(root: Path, say: Say) -> None:
    put(root, {"second.txt": VERSIONS["second.txt"]})
    say()
    (page,) = pages(root)
    edit(root / page, "lower bridge", "old bridge")
    (root / "seeds" / "second.txt").unlink()
    put(root, {"third.txt": VERSIONS["third.txt"], "first.txt": VERSIONS["first.txt"]})
    say()
    assert pages(root) == [page]
    text = read(root / page)
    assert "old bridge" in text
    assert "lower bridge" not in text
    assert anchors(text) == ["t1000", "t1115", "t1330", "t1330b", "t1800"]
    assert re.findall(r"seed: \"seeds/(\w+)", text) == ["first", "second", "third"]
    assert {row.seed for row in read_rows(root)} == {f"seeds/{name}" for name in VERSIONS}
    before = tree(root)
    assert f"{page}: #t1330 was edited here" in say("--again")
    assert tree(root) == before


def test_a_lost_record_doubles_nothing(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    say()
    edit(root / CONTENT, "lower bridge", "old bridge")
    (root / "content" / "imports.lock").unlink()
    before = tree(root)
    say()
    after = tree(root)
    assert after.pop("content/imports.lock")
    assert after == before
    assert f"{CONTENT}: #t1330 was edited here" in say("--again")


def test_a_dry_run_tells_and_writes_nothing(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    edit(root / CONTENT, SANDBAGS[1], "No sandbags are left.")
    before = tree(root)
    put(root, VERSIONS)
    said = say("--dry-run")
    assert "adds #t1330; replaces #t1115" in said
    assert "2  would be merged" in said
    assert tree(root) == before
    say()
    put(root, {"second.txt.meta.yaml": "separate: true\n"})
    before = tree(root)
    assert "1  would be imported" in say("--again", "--dry-run")
    assert tree(root) == before


def test_a_build_takes_versions_too(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    assert run(["-C", str(root), "build"]) == 0
    put(root, VERSIONS)
    assert run(["-C", str(root), "build"]) == 0
    assert pages(root) == [CONTENT]
    assert HOME[1] in read(root / "output/2021/03/08/flood-nears-the-town/index.html")


# Changed seeds and sidecars


def test_a_changed_version_is_applied_when_asked(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    say()
    edit(root / "seeds" / "third.txt", "return to their homes", "are back in their homes")
    before = tree(root)
    assert "[seed-changed]" in say()
    assert tree(root) == before
    assert "1  merged" in say("seeds/third.txt")
    page = read(root / CONTENT)
    assert "are back in their homes" in page
    assert "return to their homes" not in page
    assert "seed-changed" not in say()


def test_a_changed_sidecar_of_one_version_is_applied(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    say()
    put(root, {"third.meta.yaml": "title: The great flood\n"})
    say("--again")
    page = read(root / CONTENT)
    assert "title: The great flood\n" in page
    assert anchors(page) == ["t1000", "t1115", "t1330", "t1330b", "t1800"]


def test_a_version_that_loses_a_word_stops_no_other(root: Path, say: Say) -> None:
    put(root, VERSIONS)
    put(root, {"third.txt": "Flood\n\nno clock here\n"})
    assert "1  not imported" in say(status=1)
    assert anchors(read(root / CONTENT)) == ["t1000", "t1115", "t1330"]


# Wrong merges and doubtful ones

OTHER = wire("Fair opens by the river", ("2 p.m.", "The fair has opened by the river."), SANDBAGS)


def test_a_wrong_merge_is_undone(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    alone = tree(root)
    put(root, {"other.txt": OTHER})
    assert "1  merged" in say()
    assert pages(root) == [CONTENT]
    edit(root / CONTENT, "The fair has opened", "The great fair has opened")
    put(root, {"other.txt.meta.yaml": "separate: true\n"})
    said = say("--again")
    assert f"{CONTENT}: #t1400 was edited here, and stays as it is" in said
    edit(root / CONTENT, "The great fair has opened", "The fair has opened")
    fair = "content/2021/03/08/fair-opens-by-the-river.md"
    assert pages(root) == [fair, CONTENT]
    assert anchors(read(root / fair)) == ["t1000", "t1400"]
    assert {row.liveblog for row in read_rows(root) if row.seed == "seeds/other.txt"} == {
        "2021-03-08-fair-opens-by-the-river"
    }
    before = tree(root)
    say()
    say("--again")
    assert tree(root) == before
    assert len(alone) == 2


@pytest.mark.parametrize("name", ["first.txt", "other.txt"])
def test_an_undone_merge_leaves_what_each_would_have_been(name: str, root: Path, say: Say, tmp_path: Path) -> None:
    files = {"first.txt": VERSIONS["first.txt"], "other.txt": OTHER}
    put(root, files)
    say()
    assert len(pages(root)) == 1
    put(root, {f"{name}.meta.yaml": "separate: true\n"})
    assert "1  imported" in say("--again")
    apart = new_site(tmp_path / "apart", files | {f"{name}.meta.yaml": "separate: true\n"})
    say(at=apart)
    assert tree(root) == tree(apart)
    assert say("--again") == "      2  known already\n"


def test_a_published_address_that_leaves_is_told(root: Path, say: Say) -> None:
    write(root / "site.yaml", SETTINGS.replace("published: false\n", ""))
    put(root, {"first.txt": VERSIONS["first.txt"], "other.txt": OTHER})
    assert run(["-C", str(root), "build"]) == 0
    put(root, {"other.txt.meta.yaml": "separate: true\n"})
    before = tree(root)
    assert "#t1400" in say("--again", "--dry-run")
    assert tree(root) == before
    assert "[address-left]" in say("--again")
    assert f"{ID} t1400 moved" in read(root / "content" / "anchors.lock")
    assert run(["-C", str(root), "build"]) == 0


@pytest.mark.promise("A5")
def test_a_damaged_ledger_stops_what_would_write_it_again(root: Path, say: Say) -> None:
    write(root / "site.yaml", SETTINGS.replace("published: false\n", ""))
    put(root, {"first.txt": VERSIONS["first.txt"], "other.txt": OTHER})
    assert run(["-C", str(root), "build"]) == 0
    put(root, {"other.txt.meta.yaml": "separate: true\n"})
    ledger = root / "content" / "anchors.lock"
    ledger.write_bytes(ledger.read_bytes() + b"<<<<<<< ours\n")
    before = tree(root)
    assert "[ledger-damaged]" in say("--again", status=1)
    assert tree(root) == before


def test_two_candidates_are_a_problem_that_names_both(root: Path, say: Say) -> None:
    fair = ("2 p.m.", "The fair has opened by the river.")
    files = {
        "first.txt": VERSIONS["first.txt"],
        "other.txt": wire("Fair opens", fair),
        "third.txt": wire("All of it", ("9 p.m.", "It is over."), fair, RIVER),
    }
    put(root, files)
    said = say(status=1)
    assert "it may be a version of more than one live blog" in said
    assert f'"{ID}"' in said
    assert '"2021-03-08-fair-opens"' in said
    assert len(pages(root)) == 2
    assert "[ambiguous-version]" in say(status=1)  # with those that are there now
    put(root, {"third.meta.yaml": f"same_as: {ID}\n"})
    assert "1  merged" in say()
    assert "It is over." in read(root / CONTENT)
    put(root, {"third.meta.yaml": "separate: true\n"})
    say("--again")
    assert len(pages(root)) == 3
    put(root, {"third.meta.yaml": "same_as: 2021-03-08-fair-opens\n"})
    say("--again")
    assert len(pages(root)) == 2
    assert "It is over." in read(root / "content/2021/03/08/fair-opens.md")
    assert "It is over." not in read(root / CONTENT)


@pytest.mark.parametrize("dissolved", [False, True])
def test_same_as_joins_what_shares_nothing(dissolved: bool, root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"], "far.txt": wire("Far away", ("3 p.m.", "Rain falls far away."))})
    if dissolved:
        say()
        assert len(pages(root)) == 2
    put(root, {"far.meta.yaml": f"same_as: {ID}\n"})
    said = say("--again") if dissolved else say()
    assert f"seeds/far.txt: note: a version of {ID}: adds #t1500" in said
    assert pages(root) == [CONTENT]
    before = tree(root)
    say("--again")
    assert tree(root) == before


def test_same_as_takes_no_edit_with_it(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"], "far.txt": wire("Far away", ("3 p.m.", "Rain falls far away."))})
    say()
    edit(root / "content/2021/03/08/far-away.md", "Rain falls", "Snow falls")
    put(root, {"far.meta.yaml": f"same_as: {ID}\n"})
    before = tree(root)
    assert "[version-kept]" in say("--again", status=1)
    assert tree(root) == before


@pytest.mark.parametrize("imported", [False, True])
def test_same_as_must_name_a_live_blog(imported: bool, root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    if imported:
        say()
    put(root, {"first.meta.yaml": "same_as: 2021-03-08-nothing\n"})
    said = say("--again", status=1)
    assert 'first.meta.yaml:1:10: error: there is no live blog "2021-03-08-nothing" [no-such-live-blog]' in said


def test_another_publisher_or_day_is_another_live_blog(root: Path, say: Say) -> None:
    put(
        root,
        {
            "a.txt": wire("Flood nears", RIVER),
            "b.txt": wire("Flood nears too", RIVER, publisher="Other"),
            "c.txt": wire("Flood nears as well", RIVER).replace("March 8", "March 9"),
        },
    )
    say()
    assert len(pages(root)) == 3


# Structured seeds: ids, addresses, captures, pages of one live blog


def told(title: str, *posts: tuple[str, str, str], url: str = "", captured: str = "") -> str:
    return json.dumps({"told": title, "url": url, "captured": captured, "posts": posts})


def _declines(seed: Seed) -> str:
    return "" if seed.data.startswith(b'{"told"') else "it is not told"


def _read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    said = json.loads(seed.data)
    posts = [
        Post(
            datetime.fromisoformat(f"{'' if 'T' in clock else '2021-03-08T'}{clock}:00+00:00"),
            passage_of_text(text),
            sid=sid,
        )
        for clock, sid, text in said["posts"]
    ]
    story = Story(said["told"], tuple(posts), zone="UTC", url=said["url"], captured=said["captured"])
    yield from found(seed, config, "told", story)


@pytest.fixture
def _with_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "OURS", (*registry.OURS, Importer("told", "a test", _declines, _read)))


CAPTURES = {
    "first.json": told(
        "Gale at sea",
        ("09:00", "block-1001", "A gale is blowing."),
        ("08:00", "block-1000", "Ships stay in port."),
        ("07:50", "block-0999", "Good morning from the pier."),
        captured="2021-03-08T10:00:00Z",
        url="https://example.org/live/gale",
    ),
    "second.json": told(
        "Gale passes",
        ("11:00", "block-1002", "The gale passes."),
        ("08:00", "block-1000", "All ships stay in port, the harbour says."),
        captured="2021-03-08T12:00:00+01:00",
        url="http://www.example.org/live/gale/?page=1#block-1002",
    ),
    "third.json": told(
        "After the gale",
        ("12:00", "block-1003", "Calm seas."),
        ("09:05", "block-1001", "A gale is blowing, force nine."),
        captured="2021-03-08T15:00:00Z",
        url="https://example.org/live/gale?utm_source=mail",
    ),
}


@pytest.mark.usefixtures("_with_told")
def test_captures_are_merged_by_time_whatever_their_names(tmp_path: Path, say: Say) -> None:
    results = set()
    for names in permutations(["a.json", "b.json", "c.json"]):
        files = dict(zip(names, CAPTURES.values(), strict=True))
        for number, batches in enumerate(splits(names)):
            site = new_site(tmp_path / "".join(name[0] for name in names) / str(number))
            for batch in batches:
                put(site, {name: files[name] for name in batch})
                say(at=site)
            (page,) = pages(site)
            results.add(re.sub(r"seeds/[abc]\.json", "", read(site / page)))
    (text,) = results
    assert 'id: "2021-03-08-gale-at-sea"\ntitle: Gale at sea\n' in text  # the fullest, and the first
    assert "## 2021-03-08 09:05 {#t0900 " in text  # its time was corrected, its name stays
    assert "force nine" in text
    assert "All ships stay" in text
    assert anchors(text) == ["t0750", "t0800", "t0900", "t1100", "t1200"]


@pytest.mark.usefixtures("_with_told")
def test_several_captures_in_one_container_are_one_live_blog(root: Path, say: Say) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in CAPTURES.items():
            archive.writestr(name, text)
        archive.writestr("other.json", told("Another story", ("09:00", "block-2000", "Something else.")))
    (root / "seeds" / "crawl.zip").write_bytes(packed.getvalue())
    say()
    assert len(pages(root)) == 2
    page = read(root / "content/2021/03/08/gale-at-sea.md")
    assert anchors(page) == ["t0750", "t0800", "t0900", "t1100", "t1200"]
    assert page.count('member: "') == 3
    before = tree(root)
    assert say() == say("--again") == "      1  known already\n"
    assert tree(root) == before
    put(root, {"later.json": told("Gale over", ("13:00", "block-1004", "Sun."), url="https://example.org/live/gale")})
    assert "adds #t1300" in say()
    assert len(pages(root)) == 2
    say("--again")
    assert len(pages(root)) == 2


@pytest.mark.usefixtures("_with_told")
def test_one_address_for_a_whole_folder_joins_nothing(root: Path, say: Say) -> None:
    put(root, {f"{name}.json": told(f"Story {name}", ("09:00", f"block-{name}", f"Text {name}.")) for name in "abc"})
    put(root, {"_meta.yaml": "url: https://example.org/live\n"})
    say()
    assert len(pages(root)) == 3


@pytest.mark.usefixtures("_with_told")
def test_pages_of_one_live_blog_say_nothing_of_what_they_lack(root: Path, say: Say) -> None:
    url = "https://example.org/live/gale?page="
    put(
        root,
        {"1.json": told("Gale", ("12:00", "b-1003", "Calm seas."), ("11:00", "b-1002", "It passes."), url=f"{url}1")},
    )
    put(root, {"2.json": told("Gale", ("09:00", "b-1001", "It blows."), url=f"{url}2")})
    assert "not in this version" not in say()
    (page,) = pages(root)
    assert anchors(read(root / page)) == ["t0900", "t1100", "t1200"]


@pytest.mark.usefixtures("_with_told")
def test_a_page_of_another_day_is_known_by_its_address(root: Path, say: Say) -> None:
    url = "https://example.org/live/gale"
    put(root, {"1.json": told("Gale", ("12:00", "b-1003", "Calm seas."), url=url)})
    say()
    put(root, {"2.json": told("Gale", ("2021-03-10T09:00", "b-1009", "It blows again."), url=f"{url}?page=2")})
    say()
    (page,) = pages(root)
    assert anchors(read(root / page)) == ["t1200", "t0310-0900"]


@pytest.mark.usefixtures("_with_told")
def test_a_container_of_many_live_blogs_is_read_again_as_one(root: Path, say: Say) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(5):
            archive.writestr(
                f"{number}.json", told(f"Story {number}", ("09:00", f"block-{number}000", f"Text {number}."))
            )
        archive.writestr("wire.txt", VERSIONS["first.txt"])
    (root / "seeds" / "crawl.zip").write_bytes(packed.getvalue())
    say()
    assert len(pages(root)) == 6
    before = tree(root)
    assert say("--again") == "      1  known already\n"
    assert tree(root) == before
    (root / pages(root)[0]).unlink()
    assert "[content-deleted]" not in say("--again")
    assert len(pages(root)) == 5


def test_a_version_of_content_with_errors_waits(root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    edit(root / CONTENT, "11:15 {", "25:70 {")
    put(root, VERSIONS)
    before = tree(root)
    assert "[update-time]" in say(status=1)
    assert tree(root) == before
    edit(root / CONTENT, "25:70 {", "11:15 {")
    assert "2  merged" in say()


def test_topics_are_discovered_in_versions_too(root: Path, say: Say) -> None:
    write(root / "site.yaml", "title: Test\npublished: false\n")
    harbor = "At noon Port Ellery was quiet, and Port Ellery slept."
    put(
        root,
        {
            name: text.replace(SANDBAGS[1], harbor).replace(HOME[1], "The mayor says that Port Ellery is safe.")
            for name, text in VERSIONS.items()
        },
    )
    assert "1 was found in the seeds" in say()
    assert 'topics="port-ellery" suggested' in read(root / CONTENT)
    before = tree(root)
    say("--again")
    assert tree(root) == before


@pytest.mark.parametrize("keys", [{"skip": "a draft"}, {"zone": "nowhere"}])
def test_a_version_that_is_left_out_later_stays_where_it_is(keys: dict[str, str], root: Path, say: Say) -> None:
    put(root, VERSIONS)
    say()
    before = tree(root)
    put(root, {"second.txt.meta.yaml": "".join(f"{key}: {value}\n" for key, value in keys.items())})
    say("--again", status=int("zone" in keys))
    assert tree(root) == before


def crawled(captured: str, *updates: tuple[str, str], headline: str) -> bytes:
    """A response record of a WARC: one capture of a page with a live blog."""
    posted = [
        {"@type": "BlogPosting", "@id": f"u{clock}", "datePublished": f"2021-03-08T{clock}:00Z", "articleBody": text}
        for clock, text in updates
    ]
    said = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": headline,
        "liveBlogUpdate": posted,
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(said)}</script></head><body></body></html>'
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n{page}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/live/gale\r\n"
        f"WARC-Date: {captured}\r\nWARC-Record-ID: <urn:uuid:{captured}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return f"{head}{answer}\r\n\r\n".encode()


def test_captures_of_a_crawl_are_one_live_blog(root: Path, say: Say) -> None:
    captures = (
        crawled(
            "2021-03-08T12:00:00Z", ("11:00", "The gale passes."), ("09:00", "A gale blows, force nine."), headline="B"
        ),
        crawled(
            "2021-03-08T10:00:00Z", ("09:00", "A gale blows."), ("08:00", "Ships stay in port."), headline="A gale"
        ),
        crawled("2021-03-08T15:00:00Z", ("12:00", "Calm seas."), ("11:00", "The gale passes."), headline="After it"),
    )
    (root / "seeds" / "crawl.warc").write_bytes(b"".join(captures))
    say()
    (page,) = pages(root)
    text = read(root / page)
    assert page == "content/2021/03/08/a-gale.md"
    assert "title: After it\n" in text
    assert re.findall(r"T(\d\d:00):00Z", text) == ["10:00", "12:00", "15:00"]
    assert anchors(text) == ["t0800", "t0900", "t1100", "t1200"]
    assert "force nine" in text
    before = tree(root)
    assert "1  known already" in say()
    assert "1  known already" in say("--again")
    assert tree(root) == before


def test_live_blogs_that_a_table_tells_apart_stay_apart(root: Path, say: Say) -> None:
    shared = "2021-03-08T10:00:00Z,The river is rising fast."
    rows = (
        f"a,{shared}",
        f"b,{shared}",
        "a,2021-03-08T11:00:00Z,The bridge is closed.",
        "b,2021-03-08T12:00:00Z,All is dry.",
    )
    put(root, {"export.csv": "\n".join(("live_blog,time,text", *rows)) + "\n", "_meta.yaml": "zone: UTC\n"})
    say()
    assert pages(root) == ["content/2021/03/08/a.md", "content/2021/03/08/b.md"]
    before = tree(root)
    assert say("--again") == "      1  known already\n"
    assert tree(root) == before


@pytest.mark.parametrize("written", ['"Sample"', "'Sample'", "Sample  # the agency", "SAMPLE"])
def test_front_matter_that_a_person_wrote_is_known_again(written: str, root: Path, say: Say) -> None:
    put(root, {"first.txt": VERSIONS["first.txt"]})
    say()
    edit(root / CONTENT, "publisher: Sample", f"publisher: {written}")
    edit(root / CONTENT, "date: 2021-03-08", "date: '2021-03-08'")
    (root / CONTENT).rename(root / "content" / "elsewhere.md")
    put(root, VERSIONS)
    say()
    assert pages(root) == ["content/elsewhere.md"]
    assert HOME[1] in read(root / "content" / "elsewhere.md")


def test_seeds_that_wait_on_disk_come_to_the_same(root: Path, say: Say, tmp_path: Path) -> None:
    put(root, VERSIONS)
    say()
    other = new_site(tmp_path / "other", VERSIONS)
    config = load_config(other / "site.yaml")
    paths = [f"seeds/{name}" for name in sorted(VERSIONS)]
    digests = {path: sha256_of(other / path) for path in paths}
    with Spool[ReadSeed](tmp_path / "spool") as spool, open_executor("serial") as executor:
        for seed in read_seeds(other, config, [SeedJob(path, Sidecar()) for path in paths]):
            spool.append(seed)
        archive = Archive(other, config, executor, config.topics, digests, {}, Backup(other, "import"))
        versions = gather(archive, spool, dict.fromkeys(paths, Sidecar()))
        name_joints(archive, versions, [])
        resent = take_in_versions(archive, versions.joints, dry_run=False)
    assert versions.elsewhere == set(paths)
    assert [report.outcome for report in resent.reports] == ["imported", "merged", "merged"]
    assert read(other / CONTENT) == read(root / CONTENT)
    assert sorted(resent.rows) == sorted(read_rows(root))
