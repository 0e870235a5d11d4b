"""What an incremental build might overlook: each case ends as a clean build of the same files does."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from support import (
    PUBLISHED,
    build_site,
    codes_of,
    difference,
    liveblog,
    make_site,
    read_tree,
    replace_in,
    update,
    write,
)

from sitegen.errors import ContentError
from sitegen.output.journal import read_journal
from sitegen.output.paths import MANIFEST

TOPICS = """\
topics:
  - {slug: alpha, label: Alpha}
  - {slug: beta, label: Beta}
pages: {bodies: full}
"""
ONE = "content/2020/01/01/one.md"
FILES = {
    ONE: liveblog(
        "One",
        "2020-01-01",
        [
            update("2020-01-01 10:00", "The gate is open.", '#t1000 topics="alpha, beta"'),
            update("2020-01-01 11:00", "The gate is shut.", '#t1100 topics="beta"'),
        ],
        id="2020-01-01-one",
        slug="one",
    ),
    "site.yaml": PUBLISHED + TOPICS,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site, built."""
    made = make_site(tmp_path / "site", FILES)
    build_site(made)
    return made


def unlike_clean(site: Path) -> str:
    """How what a build leaves differs from what a clean one leaves; the ledger too."""
    build_site(site)
    files = {path: (site / path).read_text("utf-8") for path in (ONE, "site.yaml")}
    clean = make_site(site.with_name("clean"), {**files, "content/anchors.lock": ledger(site)})
    build_site(clean)
    return difference(
        {**read_tree(site / "output"), "ledger": ledger(site).encode()},
        {**read_tree(clean / "output"), "ledger": ledger(clean).encode()},
    )


def ledger(site: Path) -> str:
    return (site / "content/anchors.lock").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label: Beta", "label: Bravo"),
        ("label: Beta", "label: Beta, broader: alpha"),
        ("slug: alpha, label: Alpha", "slug: alpha, label: Alpha, broader: beta"),
        ("bodies: full", "bodies: lead"),
        ("bodies: full", "bodies: auto"),
    ],
)
def test_what_pages_say_of_topics_and_how_much_they_show_is_never_stale(site: Path, old: str, new: str) -> None:
    replace_in(site / "site.yaml", old, new)
    assert unlike_clean(site) == ""
    replace_in(site / "site.yaml", new, old)
    assert unlike_clean(site) == ""


def test_a_long_day_is_shown_in_full_once_that_is_asked_for(tmp_path: Path) -> None:
    updates = [update(f"2020-01-01 {n // 60:02}:{n % 60:02}", f"Words {n}. More.", f"#u{n}") for n in range(201)]
    auto = PUBLISHED + "pages: {bodies: auto}\n"
    site = make_site(tmp_path / "site", {ONE: liveblog("One", "2020-01-01", updates, id="one"), "site.yaml": auto})
    build_site(site)
    day = site / "output/2020/01/01/index.html"
    assert "More." not in day.read_text("utf-8")
    write(site / "site.yaml", auto.replace("auto", "full"))
    build_site(site)
    assert day.read_text("utf-8").count("More.") == 201


def test_an_anchor_that_is_pinned_is_promised_by_the_next_build(site: Path) -> None:
    write(site / ONE, FILES[ONE] + "\n## 2020-01-01 12:00\n\nThe gate is gone.\n")
    build_site(site)
    assert " t1200 " not in ledger(site)
    replace_in(site / ONE, "## 2020-01-01 12:00", "## 2020-01-01 12:00 {#t1200}")
    assert build_site(site).new_anchors == 1
    assert " t1200 " in ledger(site)


@pytest.mark.promise("A4")
def test_a_pin_that_is_taken_off_breaks_a_promise(site: Path) -> None:
    replace_in(site / ONE, "#t1100 ", "")
    with pytest.raises(ContentError) as raised:
        build_site(site)
    assert codes_of(raised.value) == ["anchor-gone"]


@pytest.mark.promise("A4")
def test_a_live_blog_that_is_called_otherwise_leaves_its_promises_behind(site: Path) -> None:
    replace_in(site / ONE, "id: 2020-01-01-one", "id: 2020-01-01-two")
    replace_in(site / ONE, "#t1000 ", "")
    replace_in(site / ONE, "#t1100 ", "")
    with pytest.raises(ContentError) as raised:
        build_site(site)
    assert codes_of(raised.value) == ["anchor-gone"]


@pytest.mark.parametrize("text", ["", f"{'0' * 64}  index.html\n", "not a manifest"])
def test_a_manifest_that_was_edited_is_put_right(site: Path, text: str) -> None:
    manifest = site / "output" / MANIFEST
    manifest.write_text(text)
    assert unlike_clean(site) == ""


def test_published_files_are_no_programs(site: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (site / "output").rglob("*") if path.is_file()}
    assert all(mode & 0o111 == 0 for mode in modes)


def test_a_folder_that_is_there_is_filled_and_stays_itself(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", FILES)
    (site / "output").mkdir(mode=0o750)
    before = (site / "output").stat()
    build_site(site)
    after = (site / "output").stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize(
    ("row", "staging"),
    [
        (["file", "../../../victim", "../staging/x/payload"], "../staging/x"),
        (["file", "../../content/anchors.lock", "../../secret"], "../staging/x"),
        (["put", "/", "../../victim", "0" * 64, 1, "", "", "", "", True, 0, 0], "../staging/x"),
        (["prune", "../../victim", "0" * 64, False], "../staging/x"),
        (["put", "/id_rsa", "id_rsa", "0" * 64, 1, "", "", "", "", True, 0, 0], "../../../.ssh"),
    ],
)
def test_a_journal_of_somebody_else_reaches_no_other_file(tmp_path: Path, row: list[object], staging: str) -> None:
    from hashlib import sha256

    head = {
        "format": 2,
        "record": "x.db",
        "output": "../../output",
        "staging": staging,
        "seen": ["", 0],
        "manifest": "",
    }
    data = b"".join(json.dumps(line).encode() + b"\n" for line in (head, row))
    file = tmp_path / "site/.sitegen/targets/x.journal"
    file.parent.mkdir(parents=True)
    file.write_bytes(data + sha256(data).hexdigest().encode())
    assert read_journal(file) is None
