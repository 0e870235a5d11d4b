"""Imports: each seed once, what people wrote is theirs, and what was deleted stays so (DESIGN 6)."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sitegen.cli import run
from sitegen.commands.importing import run_import
from sitegen.config import Config
from sitegen.config_file import load_config
from sitegen.content.imports_lock import HEAD, Written
from sitegen.executors import open_executor
from sitegen.importers.reading import ReadSeed
from sitegen.imports import read_rows
from sitegen.intake.proving import proofs
from sitegen.model import LiveBlog, Update

SETTINGS = "title: Test\npublished: false\ntopics:\n  - {slug: quay, label: Quay}\n  - {slug: gale, label: Gale}\n"
CONTENT = "content/2021/03/08/storm-closes-the-harbor.md"
ID = "2021-03-08-storm-closes-the-harbor"
QUAY = "The harbor master has opened the outer quay again, and the quay is lit."
NOBODY = 65534  # the user that owns nothing, on every Unix
GUSTS = "Gusts of 52 knots are being measured at the harbor mouth."


def seed(headline: str = "Storm closes the harbor", place: str = "LONDON", day: str = "March 8, 2021\n\n") -> str:
    # Under another headline it has another publisher: else it would be a version of the same live blog.
    publisher = "Sample" if headline == "Storm closes the harbor" else "".join(headline.split()).capitalize()
    note = f"{place} ({publisher}) — The latest on the storm (all times local):"
    return f"Live: {headline}\n\n{day}{note}\n\n4:40 p.m.\n\n{QUAY}\n\n11:15 a.m.\n\n{GUSTS}\n"


Say = Callable[..., str]


@pytest.mark.promise("X6")
@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1b"])
def test_what_no_build_could_read_is_not_written(character: str) -> None:
    """Importers drop or refuse control characters; one that lets them through is stopped here."""
    at = datetime(2021, 3, 8, 10, tzinfo=UTC)
    blog = LiveBlog("a", "a", "A", date(2021, 3, 8), "UTC", updates=(Update(at, f"Rain{character}fall"),))
    seed = ReadSeed("seeds/a.txt", "", "", (blog,), (None,), (), ())
    (problem,) = proofs(seed, [(blog, None)], Config(title="T"), (), ())
    assert (problem.where.path, problem.code) == ("seeds/a.txt", "control-character")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "site" / "site.yaml", SETTINGS)
    write(tmp_path / "site" / "seeds" / "storm.txt", seed())
    return tmp_path / "site"


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


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    assert old in read(path)
    write(path, read(path).replace(old, new))


def tree(root: Path) -> dict[str, str]:
    """All files of the project but those of the index."""
    files = (path for path in root.rglob("*") if path.is_file() and ".sitegen" not in path.parts)
    return {path.relative_to(root).as_posix(): read(path) for path in sorted(files)}


def rows(root: Path) -> set[Written]:
    return set(read_rows(root))


# Once, and never again


def test_a_seed_is_imported_once(root: Path, say: Say) -> None:
    assert say() == "      1  imported\n"
    before = tree(root)
    assert set(before) == {"site.yaml", "seeds/storm.txt", CONTENT, "content/imports.lock"}
    assert say() == "      1  known already\n"
    assert tree(root) == before
    assert {row.anchor for row in rows(root)} == {HEAD, "t1115", "t1640"}


def test_deleted_content_stays_deleted(root: Path, say: Say) -> None:
    say()
    (root / CONTENT).unlink()
    assert say() == "      1  known already\n"
    assert not (root / CONTENT).exists()
    said = say("--again")
    assert "its live blog was deleted" in said
    assert "merged" not in said
    assert not (root / CONTENT).exists()


@pytest.mark.parametrize("name", ["2021/storm.txt", "tempest.txt"])
def test_a_seed_that_was_moved_is_known_by_its_bytes(name: str, root: Path, say: Say) -> None:
    say()
    (root / "seeds" / name).parent.mkdir(exist_ok=True)
    (root / "seeds" / "storm.txt").rename(root / "seeds" / name)
    before = tree(root)
    assert say() == "      1  known already\n"
    assert tree(root) == before
    write(root / "seeds" / f"{name}.meta.yaml", "title: Storm over the harbor\n")
    assert "1  merged" in say("--again")
    page = read(root / CONTENT)
    assert "title: Storm over the harbor" in page
    assert f"seed: seeds/{name}" in page.replace('"', "")
    assert "seeds/storm.txt" not in page
    assert {row.seed for row in rows(root)} == {f"seeds/{name}"}


def test_new_bytes_under_a_known_path_are_told_and_applied_when_asked(root: Path, say: Say) -> None:
    say()
    edit(root / "seeds" / "storm.txt", "52 knots", "54 knots")
    edit(root / CONTENT, "opened the outer quay again", "opened the outer quay, at last")
    before = tree(root)
    said = say()
    assert "seeds/storm.txt: warning: the seed has changed since it was imported [seed-changed]" in said
    assert tree(root) == before
    said = say("seeds/storm.txt")
    assert f"{CONTENT}: #t1640 was edited here, and stays as it is" in said
    assert "seed-changed" not in said
    page = read(root / CONTENT)
    assert "54 knots" in page
    assert "at last" in page
    assert "[seed-changed]" not in say()
    assert "t1640" in say("--again")


def test_an_update_that_a_seed_no_longer_has_is_kept_and_a_new_one_is_added(root: Path, say: Say) -> None:
    say()
    fresh = seed().replace("4:40 p.m.", "5:05 p.m.\n\nThe ferry has left.\n\n4:40 p.m.").partition("11:15 a.m.")[0]
    write(root / "seeds" / "storm.txt", fresh)
    say("seeds/storm.txt")
    page = read(root / CONTENT)
    assert GUSTS in page
    assert "{#t1705" in page


# --again


def test_again_applies_a_changed_sidecar_and_keeps_names(root: Path, say: Say) -> None:
    write(root / "seeds" / "storm.txt", seed(place="PORT ELLERY", day=""))
    write(root / "seeds" / "storm.meta.yaml", "date: 2021-03-08\n")
    assert "1  time zone assumed" in say()
    edit(root / CONTENT, "52 knots", "53 knots")
    sidecar = "date: 2021-03-09\nzone: America/Halifax\ntitle: A storm passes\ntopics: [gale]\n"
    write(root / "seeds" / "storm.meta.yaml", sidecar)
    said = say("--again")
    assert f"{CONTENT}: #t1115 was edited here, and stays as it is" in said
    assert "1  merged into what is there" in said
    page = read(root / CONTENT)
    assert f'id: "{ID}"\n' in page
    assert "slug: storm-closes-the-harbor\n" in page
    assert "title: A storm passes\n" in page
    assert "date: 2021-03-09\n" in page
    assert "zone: America/Halifax\n" in page
    assert "zone_source" not in page
    assert '## 2021-03-09 16:40 {#t1640 topics="gale"' in page
    assert "## 2021-03-08 11:15" in page  # the edited one is where it was
    assert "53 knots" in page
    assert 'aliases:\n  - "/2021/03/08/storm-closes-the-harbor/"\n' in page


def test_again_leaves_a_front_matter_that_was_edited(root: Path, say: Say) -> None:
    say()
    edit(root / CONTENT, "title: Storm closes the harbor", "title: My own title")
    write(root / "seeds" / "storm.meta.yaml", "title: A storm passes\n")
    assert f"{CONTENT}: the front matter was edited here, and stays as it is" in say("--again")
    assert "title: My own title" in read(root / CONTENT)


def test_again_without_a_change_writes_nothing(root: Path, say: Say) -> None:
    say()
    before = tree(root)
    assert say("--again") == "      1  known already\n"
    assert tree(root) == before


def test_again_refuses_to_touch_content_with_errors(root: Path, say: Say) -> None:
    say()
    edit(root / CONTENT, "11:15 {", "25:70 {")
    write(root / "seeds" / "storm.meta.yaml", "title: A storm passes\n")
    before = tree(root)
    assert "[update-time]" in say("--again", status=1)
    assert tree(root) == before


# Nothing is written that was not asked for


@pytest.mark.parametrize("words", [[], ["--again"], ["seeds/storm.txt"]])
def test_a_dry_run_writes_nothing(words: list[str], root: Path, say: Say) -> None:
    before = tree(root)
    assert "1  would be imported" in say("--dry-run")
    assert tree(root) == before
    say()
    write(root / "seeds" / "storm.meta.yaml", "title: A storm passes\n")
    edit(root / "seeds" / "storm.txt", "52 knots", "54 knots")
    write(root / "seeds" / "calm.txt", seed("Calm returns"))
    before = tree(root)
    say("--dry-run", *words)
    say("--dry-run", "--missing")
    assert tree(root) == before


def test_a_dry_run_copies_nothing(root: Path, say: Say, tmp_path: Path) -> None:
    write(tmp_path / "wire" / "calm.txt", seed("Calm returns"))
    before = tree(root)
    assert f"would copy {tmp_path}/wire/calm.txt to seeds/wire/calm.txt" in say("-n", tmp_path / "wire")
    assert tree(root) == before


# Dates and zones that are missing


def test_missing_writes_rows_and_a_second_run_imports_what_they_say(root: Path, say: Say) -> None:
    write(root / "seeds" / "storm.txt", seed(day=""))
    write(root / "seeds" / "deep" / "calm, again.txt", seed("Calm returns", place="PORT ELLERY"))
    said = say("--missing")
    assert "2 seeds need a date or a zone" in said
    assert "[undated-seed]" not in said
    table = root / "seeds" / "_meta.csv"
    assert read(table) == 'seed,date,zone\n"deep/calm, again.txt",,\nstorm.txt,,\n'
    assert not (root / "content").exists()
    say("--missing")
    assert read(table).count("\n") == 3
    write(table, 'seed;date;zone\n"deep/calm, again.txt";;America/Halifax\nstorm.txt;2021-03-08;\n')
    assert say() == "      2  imported\n"
    assert "zone: America/Halifax" in read(root / "content/2021/03/08/calm-returns.md")
    assert "Every seed has its date and its zone." in say("--missing")


def test_missing_names_seeds_whose_zone_was_assumed_when_they_were_imported(root: Path, say: Say) -> None:
    write(root / "seeds" / "storm.txt", seed(place="PORT ELLERY"))
    assert "1  time zone assumed" in say()
    assert "1 seed needs a date or a zone" in say("--missing")
    write(root / "seeds" / "_meta.csv", "seed,date,zone\nstorm.txt,,America/Halifax\n")
    assert "1  merged" in say("--again")
    assert "zone: America/Halifax" in read(root / CONTENT)


def test_missing_leaves_a_table_with_errors_alone(root: Path, say: Say) -> None:
    write(root / "seeds" / "calm.txt", seed(day=""))
    write(root / "seeds" / "_meta.csv", "file,date\nstorm.txt,2021-03-08\n")
    assert "Mend seeds/_meta.csv first" in say("--missing", status=1)
    assert read(root / "seeds" / "_meta.csv") == "file,date\nstorm.txt,2021-03-08\n"


def test_a_seed_waits_while_what_is_said_of_it_has_errors(root: Path, say: Say) -> None:
    write(root / "seeds" / "calm.txt", seed("Calm returns"))
    write(root / "seeds" / "_meta.csv", "seed,zone\nstorm.txt,Europe/Londn\ncalm.txt,Europe/Paris\n")
    said = say(status=1)
    assert '"Europe/Londn" is not a time zone' in said
    assert "1  imported" in said
    assert "1  not imported" in said
    assert not (root / CONTENT).exists()
    edit(root / "seeds" / "_meta.csv", "Londn", "London")
    assert "1  imported" in say()


def test_a_table_that_is_not_utf8_is_an_error(root: Path, say: Say) -> None:
    (root / "seeds" / "_meta.csv").write_bytes("seed,title\nstorm.txt,Café\n".encode("cp1252"))
    said = say(status=1)
    assert "seeds/_meta.csv:2:14: error: the byte 0xe9 is not UTF-8" in said
    assert "CSV UTF-8" in said


# Seeds from elsewhere


def test_paths_from_elsewhere_are_copied_byte_for_byte(root: Path, say: Say, tmp_path: Path) -> None:
    data = ("\ufeff" + seed("Calm returns").replace("\n", "\r\n")).encode()
    (tmp_path / "calm.txt").write_bytes(data)
    say(tmp_path / "calm.txt")
    assert (root / "seeds" / "calm.txt").read_bytes() == data
    assert (root / "content/2021/03/08/calm-returns.md").is_file()
    assert not (root / CONTENT).exists()  # only what was asked for


def test_a_name_that_is_taken_gets_a_number_and_its_sidecar_with_it(root: Path, say: Say, tmp_path: Path) -> None:
    write(tmp_path / "storm.txt", seed("Calm returns", day=""))
    write(tmp_path / "storm.txt.meta.yaml", "date: 2021-03-10\n")
    write(tmp_path / "other.txt.meta.yaml", "date: 2021-03-11\n")
    said = say(tmp_path / "storm.txt")
    assert f"copied {tmp_path}/storm.txt to seeds/storm-2.txt" in said
    assert sorted(path.name for path in (root / "seeds").iterdir()) == [
        "storm-2.txt",
        "storm-2.txt.meta.yaml",
        "storm.txt",
    ]
    assert (root / "content/2021/03/10/calm-returns.md").is_file()


def test_a_folder_keeps_its_structure_and_brings_no_junk(root: Path, say: Say, tmp_path: Path) -> None:
    write(root / "site.yaml", SETTINGS + 'ignore: ["*.bak"]\n')
    for name in (".DS_Store", "Thumbs.db", "b.bak", "day/.hidden/x.txt"):
        write(tmp_path / "wire" / name, "x")
    write(tmp_path / "wire" / "a.txt", seed("One", day=""))
    write(tmp_path / "wire" / "day" / "a.txt", seed("Two", day=""))
    write(tmp_path / "wire" / "_meta.yaml", "zone: Europe/Paris\n")
    write(tmp_path / "wire" / "_meta.csv", "seed,date\na.txt,2021-03-10\nday/a.txt,2021-03-11\n")
    said = say(tmp_path / "wire")
    assert sorted(name for name in tree(root) if "wire" in name) == [
        "seeds/wire/_meta.csv",
        "seeds/wire/_meta.yaml",
        "seeds/wire/a.txt",
        "seeds/wire/day/a.txt",
    ]
    assert f"4 files of {tmp_path}/wire are no seeds, and were not copied" in said
    assert "2  imported" in said
    assert "zone: Europe/Paris" in read(root / "content/2021/03/11/two.md")


def test_bytes_that_were_imported_before_are_not_copied_again(root: Path, say: Say, tmp_path: Path) -> None:
    say()
    write(tmp_path / "copy.txt", seed())
    assert f"{tmp_path}/copy.txt was imported before, as seeds/storm.txt" in say(tmp_path / "copy.txt")
    assert not (root / "seeds" / "copy.txt").exists()


def test_a_folder_sidecar_that_would_replace_another_is_not_copied(root: Path, say: Say, tmp_path: Path) -> None:
    write(root / "seeds" / "wire" / "_meta.yaml", "zone: Europe/London\n")
    write(tmp_path / "wire" / "_meta.yaml", "zone: Europe/Paris\n")
    write(tmp_path / "wire" / "a.txt", seed("One"))
    assert "[sidecar-clash]" in say(tmp_path / "wire")
    assert read(root / "seeds" / "wire" / "_meta.yaml") == "zone: Europe/London\n"


@pytest.mark.parametrize("name", ["none.txt", ".", ".."])
def test_a_path_that_cannot_be_meant_is_refused(name: str, root: Path, say: Say) -> None:
    before = tree(root)
    assert "[no-such-seed]" in say(root / name, status=2)
    assert tree(root) == before


def test_an_empty_folder_imports_nothing(root: Path, say: Say, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    say(tmp_path / "empty")
    assert not (root / CONTENT).exists()


# Many seeds


def test_junk_is_counted_and_skip_is_obeyed(root: Path, say: Say) -> None:
    write(root / "site.yaml", SETTINGS + 'ignore: ["*.bak"]\n')
    for name in ("Thumbs.db", ".hidden", "old.bak", "page.html", "page_files/x.txt"):
        write(root / "seeds" / name, "x")
    write(root / "seeds" / "_meta.yaml", "{}\n")
    write(root / "seeds" / "storm.meta.yaml", "skip: told elsewhere\n")
    said = say(status=1)
    assert "1  skipped" in said
    assert "4  left aside (no seeds)" in said
    assert "seeds/page.html: error: " in said
    assert not (root / CONTENT).exists()
    (root / "seeds" / "page.html").unlink()
    (root / "seeds" / "page_files" / "x.txt").unlink()
    assert "1  skipped" in say()


def test_seeds_that_fail_stop_no_other_and_the_table_counts_all(root: Path, say: Say) -> None:
    write(root / "seeds" / "a.txt", "")
    write(root / "seeds" / "b.txt", seed("Undated", day=""))
    write(root / "seeds" / "c.pdf", "%PDF-1.4")
    write(root / "seeds" / "d.txt", seed("No zone", place="PORT ELLERY"))
    write(root / "seeds" / "e.txt", seed("Skipped"))
    write(root / "seeds" / "e.meta.yaml", "skip: a copy\n")
    table = [line for line in say(status=1).splitlines() if line.startswith("    ") and line.split()[0].isdecimal()]
    assert [line.strip() for line in table if "|" not in line] == [
        "2  imported",
        "1  skipped",
        "1  waiting for a date",
        "2  not imported",
        "1  time zone assumed",
        "1  with warnings",
    ]


def test_one_headline_on_one_day_takes_the_place_then_a_number(root: Path, say: Say) -> None:
    for number, place in enumerate(("PARIS", "PARIS", "ROME")):
        text = seed(place=place).replace("52", f"5{number}").replace("The harbor master", f"Master {number}")
        write(root / "seeds" / f"t{number}.txt", text.replace("Gusts of", f"At post {number}, gusts of"))
    say()
    slugs = {path.stem: read(path) for path in (root / "content/2021/03/08").glob("*.md")}
    assert {name: text.partition("seed: ")[2].split(",")[0].strip('"') for name, text in slugs.items()} == {
        "storm-closes-the-harbor": "seeds/storm.txt",
        "storm-closes-the-harbor-paris": "seeds/t0.txt",
        "storm-closes-the-harbor-paris-2": "seeds/t1.txt",
        "storm-closes-the-harbor-rome": "seeds/t2.txt",
    }


# Runs that die


def test_content_without_its_record_is_neither_doubled_nor_overwritten(root: Path, say: Say) -> None:
    """As a run leaves it that dies between content and record; or a person who loses the record."""
    write(root / "seeds" / "calm.txt", seed(place="PARIS"))  # the same headline: its name must not change either
    say()
    (root / "content" / "imports.lock").unlink()
    edit(root / CONTENT, "52 knots", "53 knots")
    before = tree(root)
    assert "2 live blogs were in content/ already" in say()
    after = tree(root)
    assert after.pop("content/imports.lock")
    assert after == before
    assert say() == "      2  known already\n"
    write(root / "seeds" / "calm.meta.yaml", "title: A storm passes\n")
    write(root / "seeds" / "storm.meta.yaml", "title: A storm passes\n")
    said = say("--again")
    assert said.count("was edited here, and stays as it is") == 1
    assert "53 knots" in "".join(tree(root).values())


def test_an_import_again_that_died_before_its_record_is_no_edit(root: Path, say: Say) -> None:
    say()
    lock = read(root / "content" / "imports.lock")
    edit(root / "seeds" / "storm.txt", "52 knots", "54 knots")
    say("seeds/storm.txt")
    write(root / "content" / "imports.lock", lock)  # the content is new, the record is old
    assert "was edited" not in say("seeds/storm.txt")
    edit(root / "seeds" / "storm.txt", "54 knots", "56 knots")
    assert "was edited" not in say("seeds/storm.txt")
    assert "56 knots" in read(root / CONTENT)


def test_half_a_copy_is_no_seed(root: Path, say: Say) -> None:
    write(root / "seeds" / ".calm.txt.new", seed("Calm")[:40])
    said = say()
    assert "1  imported" in said
    assert "1  left aside" in said


# Topics


def test_topics_are_discovered_once(root: Path, say: Say) -> None:
    write(root / "site.yaml", "title: Test\npublished: false\n")
    text = seed().replace(QUAY, "At noon Port Ellery was quiet, and Port Ellery slept.")
    text = text.replace(GUSTS, "The mayor of Port Ellery says that Port Ellery is safe.")
    write(root / "seeds" / "storm.txt", text)
    said = say()
    assert "No topics were declared, so 1 was found in the seeds: see content/topics.yaml." in said
    assert "hint: rename, merge or delete them there" in said
    topics = read(root / "content" / "topics.yaml")
    assert '"port-ellery"' in topics
    assert 'topics="port-ellery" suggested' in read(root / CONTENT)
    write(root / "seeds" / "calm.txt", text.replace("Storm", "Calm").replace("Port Ellery", "Port Quay"))
    assert "found in the seeds" not in say()
    assert read(root / "content" / "topics.yaml") == topics
    write(root / "content" / "topics.yaml", "topics: []\n")
    write(root / "seeds" / "late.txt", text.replace("Storm", "Late").replace("(Sample)", "(Late)"))
    assert "found in the seeds" not in say()
    assert read(root / "content" / "topics.yaml") == "topics: []\n"


def test_warnings_that_say_the_same_are_one_with_a_count(root: Path, say: Say) -> None:
    for number in range(12):
        write(root / "seeds" / f"t{number:02}.txt", seed(f"Storm {number}", place="PORT ELLERY"))
    said = say()
    assert said.count("[zone-assumed]") == 1
    assert "so too in 11 more: seeds/t01.txt:1" in said
    assert "12  time zone assumed" in said
    assert "12 warnings." in said


# Copies, links, and what cannot be read


def test_the_same_bytes_twice_are_one_live_blog(root: Path, say: Say) -> None:
    write(root / "seeds" / "a.txt", seed())
    said = say()
    assert 'seeds/storm.txt: note: its bytes are those of "seeds/a.txt": they are imported once [seed-twin]' in said
    assert "1  imported" in said
    assert "1  known already" in said
    assert [name for name in tree(root) if name.endswith(".md")] == [CONTENT]
    assert {row.seed for row in rows(root)} == {"seeds/a.txt"}
    before = tree(root)
    assert say() == say("--again") == "      2  known already\n"
    assert tree(root) == before


def test_of_the_same_bytes_the_seed_that_has_a_date_is_imported(root: Path, say: Say) -> None:
    for name in ("a.txt", "2021-03-08.txt", "b.txt"):
        write(root / "seeds" / name, seed("Calm returns", day=""))
    (root / "seeds" / "storm.txt").unlink()
    write(root / "seeds" / "2021-03-08.txt.meta.yaml", "skip: told elsewhere\n")
    write(root / "seeds" / "b.txt.meta.yaml", "date: 2021-03-08\n")
    said = say()
    assert 'seeds/a.txt: note: its bytes are those of "seeds/b.txt"' in said
    assert "1  skipped" in said
    assert {row.seed for row in rows(root)} == {"seeds/b.txt"}


def test_sidecars_are_read_where_somebody_needs_them(root: Path, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say()
    write(root / "seeds" / "storm.txt.meta.yaml", "zone: Beirt\n")
    write(root / "seeds" / "gone.meta.yaml", "zone: UTC\n")

    def codes(*words: str) -> set[str]:
        run(["-C", str(root), *words])
        return set(re.findall(r"\[([a-z-]+)\]", capsys.readouterr().err))

    assert codes("build") == set()
    assert codes("check") == codes("import") == {"unknown-zone", "sidecar-orphan"}
    write(root / "seeds" / "calm.txt", seed("Calm returns"))
    assert codes("build") == {"sidecar-orphan"}


def test_a_link_is_left_aside_with_a_note(root: Path, say: Say, tmp_path: Path) -> None:
    write(tmp_path / "calm.txt", seed("Calm returns"))
    (root / "seeds" / "calm.txt").symlink_to(tmp_path / "calm.txt")
    said = say()
    assert "seeds/calm.txt: note: the link is left aside" in said
    assert "1  imported" in said
    assert "1  left aside (no seeds)" in said


@pytest.fixture
def closed() -> Iterator[Path]:
    """A site of nobody's with seeds of which some are closed to this process, even where it is root's."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        write(site / "site.yaml", SETTINGS)
        write(site / "seeds" / "storm.txt", seed())
        for name in ("shut/a.txt", "meta/a.txt", "table/a.txt"):
            write(site / "seeds" / name, seed("Calm returns", place=name[:5].upper()))
        write(site / "seeds" / "meta" / "_meta.yaml", "zone: UTC\n")
        write(site / "seeds" / "table" / "_meta.csv", "seed,zone\na.txt,UTC\n")
        shut = [site / "seeds" / name for name in ("shut", "meta/_meta.yaml", "table/_meta.csv")]
        for path in shut:
            path.chmod(0)
        is_root = not os.geteuid()
        if is_root:
            for path in (Path(folder), *Path(folder).rglob("*")):
                os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield site
        finally:
            for path in shut:
                path.chmod(0o700)
            if is_root:
                os.seteuid(0)


@pytest.mark.parametrize("words", [["import"], ["import", "--again"], ["build"]])
def test_what_cannot_be_read_stops_no_other_seed(
    words: list[str], closed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(closed), *words]) == 1
    said = capsys.readouterr().err
    assert "seeds/shut: error: the folder cannot be read: permission denied [unreadable]" in said
    assert "seeds/meta/_meta.yaml: error: the sidecar cannot be read: permission denied [unreadable]" in said
    assert "seeds/table/_meta.csv: error: the sidecar cannot be read" in said
    assert "1  imported" in said
    assert "2  not imported" in said
    assert (closed / CONTENT).exists()


# --again with another zone


def moved_to_halifax(root: Path, say: Say, old: str, new: str) -> str:
    """The storm's page after an edit and a sidecar that names the zone; it was imported with an assumed one."""
    write(root / "seeds" / "storm.txt", seed(place="PORT ELLERY"))
    say()
    edit(root / CONTENT, old, new)
    write(root / "seeds" / "storm.meta.yaml", "zone: America/Halifax\n")
    said = say("--again")
    before = tree(root)
    say("--again")
    assert tree(root) == before
    return said


@pytest.mark.parametrize(
    ("old", "new"), [("52 knots", "53 knots"), ("11:15 {", "11:15 — Gusts {"), ("{#t1115", '{#t1115 topics="gale"')]
)
def test_an_update_whose_words_were_edited_moves_with_its_clock(old: str, new: str, root: Path, say: Say) -> None:
    said = moved_to_halifax(root, say, old, new)
    assert f"{CONTENT}: #t1115 was edited here, and stays as it is" in said
    assert "[zone-kept]" not in said
    page = read(root / CONTENT)
    assert new in page
    assert "zone: America/Halifax\n" in page
    assert "## 2021-03-08 11:15 {#t1115" in page or "## 2021-03-08 11:15 — Gusts {#t1115" in page
    assert "+00:00" not in page


def test_an_update_whose_time_was_edited_stays_and_is_told(root: Path, say: Say) -> None:
    said = moved_to_halifax(root, say, "11:15 {", "11:20 {")
    assert f"{CONTENT}: warning: #t1115 was edited here: its time still stands in the old zone, UTC" in said
    assert "## 2021-03-08 11:20 +00:00 {#t1115" in read(root / CONTENT)


def test_an_offset_that_a_person_wrote_is_no_clock_to_move(root: Path, say: Say) -> None:
    said = moved_to_halifax(root, say, "11:15 {", "11:15 -02:00 {")
    assert "[zone-kept]" not in said
    assert "## 2021-03-08 11:15 -02:00 {#t1115" in read(root / CONTENT)


def test_edited_updates_are_not_mixed_up_by_the_new_zone(root: Path, say: Say) -> None:
    text = seed(place="PORT ELLERY").replace("4:40 p.m.", "3:15 p.m.")  # 11:15 in Halifax is 15:15 in UTC
    write(root / "seeds" / "storm.txt", text)
    say()
    edit(root / CONTENT, "52 knots", "53 knots")
    edit(root / CONTENT, "quay is lit", "quay was lit")
    write(root / "seeds" / "storm.meta.yaml", "zone: America/Halifax\n")
    say("--again")
    page = read(root / CONTENT)
    assert "## 2021-03-08 11:15 {#t1115" in page
    assert "## 2021-03-08 15:15 {#t1515" in page
    assert "+00:00" not in page


def test_progress_is_told_while_seeds_are_read(root: Path) -> None:
    told: list[str] = []

    def announce(stage: str, done: int, total: int) -> None:
        told.append(f"{stage} {done}/{total}")

    config = load_config(root / "site.yaml")
    with open_executor() as executor:
        run_import(root, config, (), False, False, False, executor, announce)
        run_import(root, config, (), True, False, False, executor, announce)
    assert told == ["reading seeds 1/1", "proving seeds 1/1", "reading content 1/1", "reading seeds again 1/1"]


def test_a_topic_with_an_empty_match_is_suggested_by_its_label(root: Path, say: Say) -> None:
    write(root / "site.yaml", SETTINGS.replace("label: Quay}", "label: Quay, match: []}"))
    say()
    assert 'topics="quay" suggested' in read(root / CONTENT)
