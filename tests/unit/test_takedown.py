"""Taking things down, as an archivist does: updates, live blogs, names; and what was saved, put back."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen import files
from sitegen.cli import run
from sitegen.content.ledger import State, read_ledger
from sitegen.output import search
from sitegen.takedown.matching import loose_pattern_of, pattern_of

QAIM, OTHER = "content/2017/11/03/qaim.md", "content/2017/11/04/harbor.md"
SITE = PUBLISHED + "base_url: https://example.org/live/\ntopics:\n  - {slug: qaim, label: Qaim}\n"
FILES = {
    "site.yaml": SITE,
    QAIM: liveblog(
        "Qaim is free",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "The army is in Qaim.\n\n![A gate](gate.png)", '#t1000 topics="qaim"'),
            update("2017-11-03 19:30 — Baghdad salutes", "Zanzibar pears were eaten by *Jane*\n**Doe**.", "#t1930 key"),
            update("2017-11-03 20:00", "Nobody else came.", "#t2000"),
        ],
        id="2017-11-03-qaim",
        slug="qaim",
        corrections='[{when: 2018-01-02, update: t1930, text: "Zanzibar pears, not plums."}]',
        aliases="[/old/qaim/]",
    ),
    OTHER: liveblog(
        "The harbor opens for Jane Doe",
        "2017-11-04",
        [update("2017-11-04 09:00", "Ships wait, says JANE  DOE.", '#t0900 author="Jane Doe"')],
        id="2017-11-04-harbor",
        slug="harbor",
        summary='["Jane Doe came"]',
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    (root / QAIM).with_name("gate.png").write_bytes(b"\x89PNG\r\n\x1a\nZanzibar")
    build_site(root, search=True)
    return root


def sitegen(root: Path, *arguments: str) -> int:
    return run(["-C", str(root), *arguments])


def everything(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """*data*, and what is packed in it, however deep."""
    yield name, data
    if data[:2] == b"\x1f\x8b":
        yield from everything(gzip.decompress(data), f"{name} (gzip)")
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from everything(packed.read(member), f"{name}/{member}")


def holding(folder: Path, words: bytes) -> list[str]:
    """The files of *folder* that hold *words*, also packed."""
    return [
        name
        for path, data in read_tree(folder).items()
        for name, part in everything(data, path)
        if words.lower() in part.lower()
    ]


def ledger_of(root: Path) -> dict[tuple[str, str], tuple[State, str]]:
    promises, _ = read_ledger((root / "content/anchors.lock").read_text(encoding="utf-8"))
    return {key: (promise.state, promise.said) for key, promise in promises.items() if "/" not in key[1]}


def public_pack(root: Path) -> bytes:
    target = root.parent / "public.zip"
    assert sitegen(root, "pack", "--public", "--base-url", "https://example.org/live/", str(target)) == 0
    return target.read_bytes()


@pytest.mark.promise("T1")
@pytest.mark.parametrize(
    "name",
    [
        "2017-11-03-qaim#t1930",
        "/2017/11/03/qaim/#t1930",
        "https://example.org/live/2017/11/03/qaim/#t1930",
        f"{QAIM}#t1930",
    ],
)
def test_an_update_that_is_withheld_is_in_no_byte_of_what_is_published_or_packed(site: Path, name: str) -> None:
    assert holding(site / "output", b"Zanzibar")
    before = (site / QAIM).read_text(encoding="utf-8")
    assert sitegen(site, "withhold", name) == 0
    assert holding(site / "output/pagefind", b"Zanzibar") == []  # the index goes at once
    build_site(site, search=True)
    assert [path for path in holding(site / "output", b"Zanzibar") if not path.endswith("gate.png")] == []
    assert b'id="t1930"' in (site / "output/2017/11/03/qaim/index.html").read_bytes()
    assert not any(b"Zanzibar pears" in data for _, data in everything(public_pack(site), "public.zip"))
    assert ledger_of(site)["2017-11-03-qaim", "t1930"] == (State.WITHHELD, date.today().isoformat())
    after = (site / QAIM).read_text(encoding="utf-8")
    assert "The army is in Qaim." in after
    assert "Nobody else came." in after
    assert before != after


@pytest.mark.promise("T1")
def test_neither_tables_nor_the_database_hold_a_word_of_what_is_withheld(site: Path) -> None:
    """Also where the database was made before, and the build does not make it anew."""
    write(site / "site.yaml", SITE + "rights: {full_text: true}\n")
    assert sitegen(site, "build", "--no-search", "--data") == 0
    files = ["2017.csv", "2017.jsonl", "archive.db"]
    assert [path for path in holding(site / "output/data", b"pears were eaten") if path in files] == files
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    for words in (["--no-search"], ["--no-search", "--data"]):
        assert sitegen(site, "build", *words) == 0
        assert (site / "output/data/archive.db").exists() is ("--data" in words)
        assert holding(site / "output/data", b"Zanzibar") == []
        assert not any(b"Zanzibar pears" in data for _, data in everything(public_pack(site), "public.zip"))


@pytest.mark.promise("T1")
def test_a_whole_live_blog_leaves_a_notice_and_no_word(site: Path) -> None:
    (site / "seeds").mkdir(exist_ok=True)
    assert sitegen(site, "withhold", "2017-11-03-qaim") == 0
    build_site(site, search=True)
    assert not (site / QAIM).exists()
    assert not (site / QAIM).with_name("gate.png").exists()
    for words in (b"Zanzibar", b"Qaim is free", b"The army is in", b"Baghdad salutes"):
        assert holding(site / "output", words) == []
        assert not any(words in data for _, data in everything(public_pack(site), "public.zip"))
    page = (site / "output/2017/11/03/qaim/index.html").read_text(encoding="utf-8")
    assert [f'id="{anchor}"' in page for anchor in ("t1000", "t1930", "t2000")] == [True] * 3
    assert {state for (blog, _), (state, _) in ledger_of(site).items() if blog == "2017-11-03-qaim"} == {State.WITHHELD}


def test_what_was_cut_by_hand_is_marked_alone_and_again_is_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    start, end = text.index("## 2017-11-03 20:00"), len(text)
    write(site / QAIM, text[:start] + text[end:])
    assert sitegen(site, "build") == 1
    assert sitegen(site, "withhold", "2017-11-03-qaim#t2000") == 0
    build_site(site)
    assert sitegen(site, "withhold", "2017-11-03-qaim#t2000") == 0
    assert "nothing was left to withhold" in capsys.readouterr().err


def test_an_update_that_was_never_published_is_cut_and_gets_no_line(site: Path) -> None:
    replace_in(site / QAIM, "## 2017-11-03 20:00", "## 2017-11-03 19:45 {#t1945}\n\nToo early.\n\n## 2017-11-03 20:00")
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1945") == 0
    assert "Too early." not in (site / QAIM).read_text(encoding="utf-8")
    assert ("2017-11-03-qaim", "t1945") not in ledger_of(site)
    build_site(site)


def test_a_name_that_means_nothing_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(site / "content")
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1000", "2017-11-03-qaim#t1931", "2017-11-03-kaim") == 2
    said = capsys.readouterr().err
    assert 'did you mean "t1930"?' in said
    assert 'did you mean "2017-11-03-qaim"?' in said
    assert read_tree(site / "content") == before


@pytest.mark.promise("T3")
def test_a_name_is_listed_wherever_it_stands(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "content/pages/about.md", "---\ntitle: About\n---\n\nThanks to Jane\n_Doe_.\n")
    before = read_tree(site / "content")
    assert sitegen(site, "withhold", "--match", "jane doe") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == [QAIM, *[OTHER] * 4, "content/pages/about.md"]
    lines = (site / OTHER).read_text(encoding="utf-8").split("\n")
    for place in said[1:5]:
        _, line, column, _ = place.split(":", 3)
        assert lines[int(line) - 1][int(column) - 1 :].upper().startswith("JANE")
    assert read_tree(site / "content") == before


@pytest.mark.promise("T3", "T1")
def test_a_name_is_replaced_everywhere_with_a_correction_that_does_not_repeat_it(site: Path) -> None:
    write(site / "content/pages/about.md", "---\ntitle: About\n---\n\nThanks to Jane *Doe*.\n")
    build_site(site)
    assert sitegen(site, "withhold", "--match", "Jane Doe", "--write", "--replace") == 0
    build_site(site, search=True)
    words = re.compile(rb"jane\W+doe", re.IGNORECASE)
    for path, data in read_tree(site / "output").items():
        assert not any(words.search(part) for _, part in everything(data, path)), path
    assert not any(words.search(part) for _, part in everything(public_pack(site), "public.zip"))
    page = (site / "output/2017/11/04/harbor/index.html").read_text(encoding="utf-8")
    assert "Ships wait, says [name withheld]." in page
    assert "A name was withheld." in page
    assert "A name was withheld." in (site / "output/corrections/index.html").read_text(encoding="utf-8")
    assert "Thanks to [name withheld]." in (site / "output/about/index.html").read_text(encoding="utf-8")


@pytest.mark.promise("T3")
def test_updates_that_say_it_are_withheld_and_the_rest_is_replaced(site: Path) -> None:
    assert sitegen(site, "withhold", "--match", "Jane Doe", "--write") == 0
    build_site(site)
    states = {key: state for key, (state, _) in ledger_of(site).items()}
    assert states["2017-11-04-harbor", "t0900"] is State.WITHHELD
    assert states["2017-11-03-qaim", "t1930"] is State.WITHHELD
    assert states["2017-11-03-qaim", "t1000"] is State.LIVE
    assert "The harbor opens for [name withheld]" in (site / OTHER).read_text(encoding="utf-8")


@pytest.mark.promise("T3")
def test_what_cannot_be_taken_out_is_told_with_its_remedy(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / "site.yaml", "title: The Small Archive", "title: The Archive of Jane Doe")
    replace_in(site / OTHER, "slug: harbor", "slug: jane-doe")
    sitegen(site, "withhold", "--match", "Jane Doe", "--write", "--replace")
    said = capsys.readouterr().err
    assert "site.yaml" in said
    assert "the slug of this live blog says it: jane-doe" in said


@pytest.mark.promise("T3")
@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("aliases: [/2021/03/08/zelda-quux/]", '- "/2021/03/08/zelda-quux/"'),
        ('pictures: [{caption: At court, file: "zelda_quux.png"}]', 'file: "zelda_quux.png"}'),
        ("sources: [{seed: seeds/a.txt, url: https://old.example/ZeldaQuux}]", 'url: "https://old.example/ZeldaQuux"'),
        ("slug: zelda-quux", "the slug of this live blog says it: zelda-quux"),
    ],
)
def test_an_address_that_says_a_name_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, place: str
) -> None:
    text = liveblog("Storm", "2021-03-08", [update("10:00", "Zelda Quux came.", "#t1000")])
    root = make_site(tmp_path, {"content/quux.md": text.replace("---\n\n", f"{line}\n---\n\n", 1)})
    write(root / "content/zelda_quux.png", "")
    assert sitegen(root, "withhold", "--match", "Zelda Quux", "--write", "--replace") == 1
    told = capsys.readouterr().err
    assert place in told
    assert "content/zelda_quux.png: warning: the name of this file says it" in told


@pytest.mark.promise("T3")
@pytest.mark.parametrize("body", ["[Zelda](https://a.example/) Quux came.", "Zelda [Quux](https://a.example/) came."])
def test_a_name_with_a_link_in_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str) -> None:
    root = make_site(tmp_path, {"content/a.md": liveblog("Storm", "2021-03-08", [update("10:00", body, "#t1000")])})
    assert sitegen(root, "withhold", "--match", "Zelda Quux", "--write", "--replace") == 1
    assert "it still stands here [withheld-left]" in capsys.readouterr().err


@pytest.mark.promise("T3")
@pytest.mark.parametrize(
    "said", ["Zelda\u200b Quux", "Zel\u00adda Quux", "Zelda\u2060\u00a0Quux", "\u200eZelda\u200f Quux"]
)
def test_characters_that_nobody_sees_hide_no_name(said: str) -> None:
    assert pattern_of("Zelda Quux").search(f"When {said} came.")
    assert loose_pattern_of("Zelda Quux").search(f"When {said} came.")


@pytest.mark.promise("T6")
def test_what_was_taken_down_comes_back_from_its_backup(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(site / "content")
    assert sitegen(site, "withhold", "2017-11-03-qaim", "2017-11-04-harbor#t0900") == 0
    backup = re.search(r"sitegen restore (backups/\S+)", capsys.readouterr().err)
    assert backup is not None
    assert sitegen(site, "restore", backup[1], "--dry-run") == 0
    assert not (site / QAIM).exists()
    assert sitegen(site, "restore", backup[1]) == 0
    replace_in(site / "content/anchors.lock", "2017-11-03-qaim /old/qaim/ live -\n", "")  # which it learned, and keeps
    assert read_tree(site / "content") == before
    build_site(site)
    assert sitegen(site, "restore", backup[1]) == 0
    assert "Everything is as it was saved." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["content", "../elsewhere", "backups/nope", "/etc"])
def test_nothing_but_a_backup_of_the_site_is_restored(site: Path, name: str) -> None:
    before = read_tree(site / "content")
    assert sitegen(site, "restore", name) == 2
    assert read_tree(site / "content") == before


def test_a_backup_that_holds_other_files_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "backups/2026-01-01-000000-pin/layouts/base.html", "<p>")
    assert sitegen(site, "restore", "backups/2026-01-01-000000-pin") == 2
    assert "no file of content/" in capsys.readouterr().err


@pytest.mark.promise("T6")
def test_a_command_that_changes_several_files_saves_them_and_one_that_changes_one_does_not(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(site / QAIM, " {#t2000}", "")
    assert sitegen(site, "pin") == 0
    assert not (site / "backups").exists()
    replace_in(site / QAIM, " {#t2000b}", "")
    for name, slug in (("one", "one"), ("two", "two")):
        text = liveblog(name, "2018-01-01", [update("2018-01-01 10:00", "New.")], id=f"2018-01-01-{name}", slug=slug)
        write(site / f"content/{name}.md", text)
    before = read_tree(site / "content")
    assert sitegen(site, "pin") == 0
    (backup,) = (site / "backups").iterdir()
    assert f"sitegen restore backups/{backup.name}" in capsys.readouterr().err
    assert sitegen(site, "restore", f"backups/{backup.name}") == 0
    assert read_tree(site / "content") == before


@pytest.mark.promise("T6")
def test_a_takedown_that_dies_at_any_write_publishes_nothing_and_can_be_done_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, fails, number = files.replace_text, True, 0
    while fails:
        left = number

        def replace_text(path: Path, text: str) -> None:
            nonlocal left
            if not left:
                raise OSError(28, "No space left on device", str(path))
            left -= 1
            real(path, text)

        monkeypatch.setattr("sitegen.backups.replace_text", replace_text)
        fails = sitegen(site, "withhold", "2017-11-03-qaim#t1930", "2017-11-03-qaim#t2000") == 3
        monkeypatch.undo()
        if fails:
            before = holding(site / "output", b"Zanzibar")
            status = sitegen(site, "build")
            assert status == 1 or holding(site / "output", b"Zanzibar") == before
        number += 1
    assert number > 1
    build_site(site)
    assert holding(site / "output", b"Zanzibar pears") == []


FORMS: tuple[Literal["NFC"], Literal["NFD"]] = ("NFC", "NFD")


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), st.sampled_from(FORMS))
def test_a_name_is_found_in_any_case_and_form(name: str, form: Literal["NFC", "NFD"]) -> None:
    pattern = pattern_of(name)
    first, rest = (unicodedata.normalize(form, part) for part in (name[0], name[1:]))
    assert pattern.search(f"says {first}{rest}, who")
    assert pattern.search(f"says _{first}**{rest}**_")


def test_a_search_index_that_is_not_there_hinders_nobody(site: Path) -> None:
    search.remove_search(site / "output")
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0


SEED = """The Latest: Pear trees fall at Ellery quay

Nov. 3, 2017

ELLERY, N.Y. (AP) — The Latest on the quay at Ellery (all times local):

7:30 p.m.

{evening}

___

10 a.m.

The first cranes have come to the quay, and the ferry waits.
"""
EVENING = "Zanzibar pears were found under the crane by the harbor master."


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", {"site.yaml": SITE.replace("UTC", "America/New_York")})
    write(root / "seeds/quay.txt", SEED.format(evening=EVENING))
    assert sitegen(root, "build") == 0
    (path,) = (root / "content").rglob("*.md")
    assert "Zanzibar" in path.read_text(encoding="utf-8")
    return root


def id_of(root: Path) -> str:
    (path,) = (root / "content").rglob("*.md")
    (name,) = re.findall('^id: "?([^"\n]*)"?$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return str(name)


@pytest.mark.promise("T2")
def test_no_import_and_no_newer_version_brings_an_update_back(imported: Path) -> None:
    assert sitegen(imported, "withhold", f"{id_of(imported)}#t1930") == 0
    assert sitegen(imported, "import", "--again") == 0
    assert sitegen(imported, "build", "--clean") == 0
    assert holding(imported / "content", b"Zanzibar") == []
    late = "9 p.m.\n\nThe quay is shut.\n\n___\n\n7:30 p.m."
    later = SEED.format(evening=f"{EVENING} They were sweet.").replace("7:30 p.m.", late)
    write(imported / "seeds/quay-2.txt", later)
    assert sitegen(imported, "build") == 0
    (path,) = (imported / "content").rglob("*.md")
    assert "The quay is shut." in path.read_text(encoding="utf-8")
    assert holding(imported / "content", b"Zanzibar") == []
    assert holding(imported / "output", b"Zanzibar") == []


@pytest.mark.promise("T2")
def test_no_import_and_no_newer_version_brings_a_live_blog_back(imported: Path) -> None:
    assert sitegen(imported, "withhold", id_of(imported)) == 0
    assert sitegen(imported, "import", "--again") == 0
    write(imported / "seeds/quay-2.txt", SEED.format(evening=EVENING + " They were sweet."))
    sitegen(imported, "build", "--clean")
    assert sorted((imported / "content").rglob("*.md")) == []
    assert holding(imported / "output", b"Zanzibar") == []


@pytest.mark.promise("T2")
def test_no_import_and_no_newer_version_brings_a_replaced_name_back(imported: Path) -> None:
    assert sitegen(imported, "withhold", "--match", "Zanzibar", "--write", "--replace") == 0
    assert sitegen(imported, "import", "--again") == 0
    late = "9 p.m.\n\nThe quay is shut.\n\n___\n\n7:30 p.m."
    write(imported / "seeds/quay-2.txt", SEED.format(evening=EVENING).replace("7:30 p.m.", late))
    assert sitegen(imported, "build") == 0
    (path,) = (imported / "content").rglob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "The quay is shut." in text
    assert "\\[name withheld\\] pears" in text
    assert holding(imported / "output", b"Zanzibar") == []


@pytest.mark.promise("A8")
def test_the_alias_of_a_live_blog_that_was_withheld_leads_to_its_notice(site: Path) -> None:
    assert run(["-C", str(site), "withhold", "2017-11-03-qaim"]) == 0
    build_site(site, search=True)
    assert (
        "2017-11-03-qaim /old/qaim/ live -" in (site / "content/anchors.lock").read_text(encoding="utf-8").splitlines()
    )
    page = (site / "output/old/qaim/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../2017/11/03/qaim/"' in page
    assert "Qaim is free" not in page
    incremental = read_tree(site / "output")
    for name in ("output", ".sitegen"):
        shutil.rmtree(site / name)
    build_site(site)
    assert {path: data for path, data in incremental.items() if not path.startswith("pagefind/")} == read_tree(
        site / "output"
    )
    backup = max((site / "backups").iterdir())
    assert run(["-C", str(site), "restore", str(backup)]) == 0
    assert run(["-C", str(site), "anchors", "restore", "2017-11-03-qaim"]) == 0
    build_site(site)
    assert 'url=../../2017/11/03/qaim/"' in (site / "output/old/qaim/index.html").read_text(encoding="utf-8")


def test_the_last_update_of_a_file_with_windows_line_ends_can_be_withheld(site: Path) -> None:
    path = next((site / "content").rglob("*.md"))
    write(path, path.read_bytes().decode().replace("\r\n", "\n").replace("\n", "\r\n"))
    build_site(site)
    last = re.findall(r"\{#([a-z0-9-]+)", path.read_text("utf-8"))[-1]
    assert sitegen(site, "withhold", f"{path.relative_to(site)}#{last}") == 0
    build_site(site)
    assert path.read_bytes().endswith(b"\r\n")
    assert not path.read_bytes().endswith(b"\r\r\n")
