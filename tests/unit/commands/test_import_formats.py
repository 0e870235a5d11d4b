"""Formats on the command line: which there are, which one is said, and what a report tells of each seed."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from packed_samples import packed

from sitegen.cli import run
from sitegen.config import Config
from sitegen.importers import registry
from sitegen.importers.seeds import Imported, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.markup import passage_of_text
from sitegen.imports import read_rows

ROOT = Path(__file__).parents[3]
SETTINGS = "title: Test\npublished: false\nzone: UTC\ntopics:\n  - {slug: quay, label: Quay}\n"
NOTES = "2021-03-08T10:15 The quay is shut.\n2021-03-08T11:40 The quay is open.\n"
WIRE_SEED = "Live: Storm at {}\n\nMarch 8, 2021\n\nLONDON (Sample) — The latest:\n\n4:40 p.m.\n\nAll is well at {}.\n"

Say = Callable[..., str]


def read_notes(seed: Seed, config: Config) -> Iterator[Imported]:
    lines = [line.partition(" ") for line in seed.data.decode().splitlines()]
    posts = tuple(Post(datetime.fromisoformat(f"{at}+00:00"), passage_of_text(text)) for at, _, text in lines)
    yield from found(seed, config, "notes", Story(title="Notes of a day", posts=posts, zone="UTC"))


NOTES_FORMAT = Importer("notes", "lines that nobody can tell from others", lambda seed: "nobody can tell", read_notes)
POINT = EntryPoint("notes", f"{__name__}:NOTES_FORMAT", registry.GROUP)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose sitegen has one more format, of another package."""
    monkeypatch.setattr(registry, "entry_points", lambda group: [POINT])
    root = tmp_path / "site"
    write(root / "site.yaml", SETTINGS)
    write(root / "seeds" / "day.notes", NOTES)
    return root


@pytest.fixture
def say(root: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run ``sitegen import`` with some words; what it says. Its status must be *status*."""

    def call(*words: str | Path, status: int = 0) -> str:
        found = run(["-C", str(root), "import", *map(str, words)])
        said = capsys.readouterr().err
        assert found == status, said
        return said

    return call


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def formats(root: Path) -> dict[str, str]:
    """The format that the record of imports has for each seed."""
    return {row.seed: row.importer for row in read_rows(root)}


# The list of formats


def test_every_format_is_listed_without_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [POINT])
    assert run(["-C", str(tmp_path), "import", "--list-formats"]) == 0
    said = capsys.readouterr()
    known = registry.importers([POINT])[0]
    assert [line.split(maxsplit=1) for line in said.out.splitlines()] == [[one.name, one.about] for one in known]
    width = max(len(importer.name) for importer in known)
    assert {line[width : width + 2] for line in said.out.splitlines()} == {"  "}
    assert all(line[width + 2] != " " for line in said.out.splitlines())
    assert said.err == ""


def test_a_format_that_cannot_be_used_is_told_beside_the_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [EntryPoint("odd", "no_such_module:X", group)])
    assert run(["import", "--list-formats"]) == 0
    said = capsys.readouterr()
    assert "odd" not in said.out
    assert '"odd"' in said.err
    assert "[broken-importer]" in said.err


def test_every_format_of_ours_says_what_its_seeds_are() -> None:
    for importer in registry.OURS:
        assert importer.name == importer.name.lower()
        assert 10 <= len(importer.about) <= 100, importer.name
        assert not importer.about.endswith("."), importer.name


# The format that is said


def test_an_unknown_format_is_wrong_usage_and_the_nearest_is_named(root: Path, say: Say, tmp_path: Path) -> None:
    write(tmp_path / "other.notes", NOTES)
    said = say("--format", "nots", tmp_path / "other.notes", status=2)
    assert 'there is no format "nots" [no-such-format]' in said
    assert 'hint: write "notes"; sitegen import --list-formats names all' in said
    assert not (root / "seeds" / "other.notes").exists()


def test_where_no_format_is_near_all_are_named(say: Say) -> None:
    said = say("--format", "qqqq", status=2)
    assert "hint: write one of " in said
    assert "wire" in said
    assert "notes" in said


def test_a_format_overrules_the_looks_of_a_seed(root: Path, say: Say) -> None:
    write(root / "seeds" / "storm.txt", WIRE_SEED.format("sea", "sea"))
    assert "[unknown-format]" in say("seeds/day.notes", status=1)
    assert say("--format", "notes", "seeds/day.notes") == "      1  imported\n"
    assert formats(root) == {"seeds/day.notes": "notes"}
    assert say() == "      1  imported\n      1  known already\n"
    assert formats(root) == {"seeds/day.notes": "notes", "seeds/storm.txt": "wire"}


def test_without_paths_a_format_is_that_of_all_new_seeds(root: Path, say: Say) -> None:
    write(root / "seeds" / "next.notes", NOTES.replace("The", "A"))
    assert "2  imported" in say("--format", "notes")
    assert set(formats(root).values()) == {"notes"}


def test_a_format_is_remembered(root: Path, say: Say) -> None:
    say("--format", "notes")
    write(root / "seeds" / "day.meta.yaml", "publisher: The Quay\n")
    assert say("--again") == "      1  merged into what is there\n"
    assert "publisher: The Quay" in next((root / "content").rglob("*.md")).read_text("utf-8")
    write(root / "seeds" / "day.notes", NOTES.replace("is open", "stays open"))
    assert "1  merged" in say("seeds/day.notes")
    assert "stays open" in next((root / "content").rglob("*.md")).read_text("utf-8")


def test_an_importer_that_finds_nothing_and_says_nothing_is_told(
    root: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Importer("silent", "nothing", lambda seed: "never", lambda seed, config: ())
    monkeypatch.setattr(registry, "OURS", (*registry.OURS, silent))
    said = say("--format", "silent", status=1)
    assert "seeds/day.notes: error: nothing in it is a live blog that sitegen knows [no-live-blog]" in said


def test_a_remembered_format_that_is_gone_is_told_by_looks(
    root: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("--format", "notes")
    monkeypatch.setattr(registry, "entry_points", lambda group: [])
    assert "[unknown-format]" in say("--again", status=1)


def test_a_seed_that_is_imported_is_read_in_another_format_when_it_is_named(root: Path, say: Say) -> None:
    write(root / "seeds" / "storm.txt", WIRE_SEED.format("sea", "sea"))
    say("seeds/storm.txt")
    said = say("--format", "notes", "seeds/storm.txt")
    assert (
        "seeds/storm.txt was imported as wire: sitegen import --again --format notes seeds/storm.txt reads it anew"
        in said
    )
    say("--format", "notes", "seeds/day.notes")
    say("--again", "--format", "wire", "seeds/day.notes", status=1)  # it has no clock that the wire would know
    assert formats(root) == {"seeds/day.notes": "notes", "seeds/storm.txt": "wire"}
    assert say("--again", "--format", "notes") == "      2  known already\n"  # without names it is for new seeds


DISTRIBUTION = """\
from datetime import datetime
from sitegen.importers.web.markup import passage_of_text
from sitegen.importers.seeds import Importer
from sitegen.importers.story import Post, Story, found

def read(seed, config):
    lines = [line.partition(" ") for line in seed.data.decode().splitlines()]
    posts = tuple(Post(datetime.fromisoformat(at + "+00:00"), passage_of_text(text)) for at, _, text in lines)
    yield from found(seed, config, "notes", Story(title="Notes of " + seed.path, posts=posts, zone="UTC"))

NOTES = Importer("notes", "lines of notes", lambda seed: "nobody can tell", read)
"""


def test_a_format_of_another_package_reaches_the_processes_that_read(tmp_path: Path) -> None:
    write(tmp_path / "lib" / "notes_format.py", DISTRIBUTION)
    info = tmp_path / "lib" / "notes_format-1.0.dist-info"
    write(info / "METADATA", "Metadata-Version: 2.1\nName: notes-format\nVersion: 1.0\n")
    write(info / "entry_points.txt", "[sitegen.importers]\nnotes = notes_format:NOTES\n")
    site = tmp_path / "site"
    write(site / "site.yaml", SETTINGS)
    for number in range(20):  # more than a batch
        write(site / "seeds" / f"{number}.notes", NOTES.replace("The quay", f"Quay {number}"))
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(site), "import", "--format", "notes", "-j", "2"]
    path = os.pathsep.join((str(ROOT), str(tmp_path / "lib")))
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "     20  imported\n")
    assert set(formats(site).values()) == {"notes"}


# The report, and what a person sees


def test_a_report_tells_of_every_seed(root: Path, say: Say, tmp_path: Path) -> None:
    write(root / "seeds" / "storm.txt", WIRE_SEED.format("Port Ellery", "sea").replace("LONDON", "PORT ELLERY"))
    say("--report", tmp_path / "r.json", status=1)
    notes, storm = json.loads((tmp_path / "r.json").read_text("utf-8"))["seeds"]
    assert (notes["seed"], notes["format"], notes["outcome"], notes["updates"]) == ("seeds/day.notes", "", "failed", 0)
    assert [problem["code"] for problem in notes["problems"]] == ["unknown-format"]
    assert {name: storm[name] for name in ("seed", "format", "outcome", "updates", "first", "last", "zone")} == {
        "seed": "seeds/storm.txt",
        "format": "wire",
        "outcome": "imported",
        "updates": 1,
        "first": "2021-03-08T16:40:00+00:00",
        "last": "2021-03-08T16:40:00+00:00",
        "zone": "UTC",
    }
    assert storm["liveblog"] == "2021-03-08-storm-at-port-ellery"
    assert (root / storm["content"]).is_file()
    (warning,) = storm["problems"]
    assert (warning["path"], warning["severity"], warning["code"]) == ("seeds/storm.txt", "warning", "zone-assumed")
    assert warning["line"] > 0
    assert warning["message"]
    assert warning["hint"]


def test_a_report_tells_of_seeds_that_are_read_again(root: Path, say: Say, tmp_path: Path) -> None:
    say("--format", "notes")
    write(root / "seeds" / "day.meta.yaml", "publisher: The Quay\n")
    say("--again", "--report", tmp_path / "r.json")
    (seed,) = json.loads((tmp_path / "r.json").read_text("utf-8"))["seeds"]
    found = (seed["format"], seed["outcome"], seed["updates"], seed["first"], seed["last"])
    assert found == ("notes", "merged", 2, "2021-03-08T10:15:00+00:00", "2021-03-08T11:40:00+00:00")
    assert (root / seed["content"]).is_file()


def test_a_report_as_a_table_has_a_row_a_seed(say: Say, tmp_path: Path) -> None:
    say("--report", tmp_path / "r.CSV", status=1)
    with (tmp_path / "r.CSV").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["seed"], row["format"], row["outcome"], row["updates"]) == ("seeds/day.notes", "", "failed", "0")
    assert row["problems"].startswith("seeds/day.notes: error: no importer knows")
    assert "[unknown-format]; move the file out" in row["problems"]


def test_one_bad_seed_of_many_stops_no_other_and_the_status_says_so(root: Path, say: Say, tmp_path: Path) -> None:
    for number in range(50):
        write(root / "seeds" / f"{number}.txt", WIRE_SEED.format(f"quay {number}", f"{number} quays"))
    write(root / "seeds" / "25.txt", "\0" * 100)
    (root / "seeds" / "day.notes").unlink()
    said = say("--report", tmp_path / "r.json", status=1)
    assert "     49  imported\n      1  not imported\n" in said
    assert "\nseeds/25.txt" in f"\n{said}"
    seeds = json.loads((tmp_path / "r.json").read_text("utf-8"))["seeds"]
    assert [seed["seed"] for seed in seeds if seed["outcome"] != "imported"] == ["seeds/25.txt"]
    assert len(list((root / "content").rglob("*.md"))) == 49


def test_the_formats_of_what_was_imported_are_counted(root: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Importer("known", "notes", lambda seed: "" if seed.path.endswith(".notes") else "other", read_notes)
    monkeypatch.setattr(registry, "OURS", (*registry.OURS, known))
    for number in range(2):
        write(root / "seeds" / f"{number}.txt", WIRE_SEED.format(f"quay {number}", f"{number} quays"))
    assert say("-n") == "      3  would be imported: 2 wire, 1 known\n"
    assert say() == "      3  imported: 2 wire, 1 known\n"


def test_the_format_of_a_container_is_remembered_beside_those_of_its_parts(root: Path, say: Say) -> None:
    (root / "seeds" / "day.notes").unlink()
    (root / "seeds" / "kept.zip").write_bytes(packed()["kept.zip"])
    assert "1  imported" in say("seeds/kept.zip")
    assert {row.importer for row in read_rows(root)} == {"archive/feed", "archive/wire"}
    before = {path: path.read_text("utf-8") for path in (root / "content").rglob("*.md")}
    write(root / "seeds" / "kept.meta.yaml", "publisher: The Library\n")
    assert "1  merged" in say("--again")
    after = {path: path.read_text("utf-8") for path in (root / "content").rglob("*.md")}
    assert before.keys() == after.keys()
    assert sum("publisher: The Library" in text for text in after.values()) == 2
    assert "imported as" not in say("--format", "archive", "seeds/kept.zip")
