"""What becomes of anchors: published, adopted, withheld, moved, forgotten, lost, damaged; each with its way out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.cli import run

QAIM, NIGHT = "content/qaim.md", "content/night.md"
WORDS = "The first tanks of the column have come to the gate of the town."
FILES = {
    "site.yaml": PUBLISHED + "base_url: https://example.org/live/\n",
    QAIM: liveblog(
        "Qaim",
        "2017-11-03",
        [update("2017-11-03 10:00", WORDS, "#t1000"), update("2017-11-03 19:30", "The flag is up.", "#t1930")],
        id="2017-11-03-qaim",
        slug="qaim",
    ),
    NIGHT: liveblog(
        "The night",
        "2017-11-04",
        [update("2017-11-04 09:00", "The town sleeps late.", "#t0900")],
        id="2017-11-04-night",
        slug="night",
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    build_site(root)
    return root


def sitegen(root: Path, *arguments: str) -> int:
    return run(["-C", str(root), *arguments])


def listed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """The state of each anchor and address that is listed."""
    capsys.readouterr()
    assert sitegen(root, "anchors", "list", "--format", "json", *arguments) == 0
    rows = json.loads(capsys.readouterr().out or "[]")
    return {f"{row['liveblog']}#{row['name']}": row["state"] for row in rows}


def test_anchors_are_listed_with_their_state_in_three_forms(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / NIGHT, "The town sleeps late.", "The town sleeps late.\n\n## 2017-11-04 10:00 {#t1000}\n\nStill.")
    assert listed(site, capsys, "2017-11-04-night") == {
        "2017-11-04-night#/2017/11/04/night/": "live",
        "2017-11-04-night#t0900": "live",
        "2017-11-04-night#t1000": "unpublished",
    }
    assert sitegen(site, "anchors", "list", "--state", "live") == 0
    assert "live        /2017/11/03/qaim/#t1930  content/qaim.md:13" in capsys.readouterr().out.splitlines()
    assert sitegen(site, "anchors", "list", "--format", "csv") == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 6


@pytest.mark.parametrize(
    "name",
    [
        "2017-11-03-qaim#t1930",
        "/2017/11/03/qaim/#t1930",
        "https://example.org/live/2017/11/03/qaim/#t1930",
        f"{QAIM}#t1930",
    ],
)
def test_an_anchor_is_explained_by_any_of_its_names(site: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / QAIM, "slug: qaim", "slug: freed")
    build_site(site)
    assert sitegen(site, "anchors", "explain", name) == 0
    said = capsys.readouterr().out
    assert "“Qaim”, content/qaim.md" in said
    assert "/2017/11/03/qaim/  was its address, and leads on" in said
    assert "#t1930  is published at /2017/11/03/freed/#t1930, and stands at content/qaim.md:13" in said
    assert "#t1000" not in said


@pytest.mark.promise("A7")
def test_an_update_that_went_to_another_live_blog_is_moved(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    at = text.index("## 2017-11-03 10:00")
    moved = text[at : text.index("## 2017-11-03 19:30")]
    write(site / QAIM, text.replace(moved, ""))
    assert sitegen(site, "build") == 1
    assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1000", "2017-11-04-night#t0800") == 2  # not there yet
    there = moved.replace("t1000", "t1103-1000") + "## 2017-11-04 09:00"
    night = (site / NIGHT).read_text(encoding="utf-8").replace("## 2017-11-04 09:00", there)
    write(site / NIGHT, night)
    assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1000", "2017-11-04-night#t1103-1000", "--dry-run") == 0
    assert sitegen(site, "build") == 1
    assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1000", "2017-11-04-night#t1103-1000") == 0
    build_site(site)
    page = (site / "output/2017/11/03/qaim/index.html").read_text(encoding="utf-8")
    assert 'id="t1000"' in page
    assert "2017/11/04/night/#t1103-1000" in page
    assert listed(site, capsys)["2017-11-03-qaim#t1000"] == "moved"
    write(site / QAIM, text)
    assert sitegen(site, "build") == 1  # it cannot be in two places
    assert sitegen(site, "anchors", "restore", "2017-11-03-qaim#t1000") == 0
    write(site / NIGHT, night.replace(moved.replace("t1000", "t1103-1000"), ""))
    assert sitegen(site, "anchors", "move", "2017-11-04-night#t1103-1000", "2017-11-03-qaim#t1000") == 0
    build_site(site)


@pytest.mark.promise("A7")
def test_a_whole_live_blog_moves_by_its_words(site: Path) -> None:
    write(site / QAIM, (site / QAIM).read_text(encoding="utf-8"))
    both = (site / QAIM).read_text(encoding="utf-8") + "\n## 2017-11-04 09:00 {#t1104-0900}\n\nThe town sleeps late.\n"
    write(site / QAIM, both)
    assert sitegen(site, "anchors", "move", "2017-11-04-night", "2017-11-03-qaim") == 1  # it is there still
    (site / NIGHT).unlink()
    assert sitegen(site, "anchors", "move", "2017-11-04-night", "2017-11-03-qaim") == 0
    build_site(site)
    assert "2017/11/03/qaim/#t1104-0900" in (site / "output/2017/11/04/night/index.html").read_text(encoding="utf-8")


def test_what_never_went_online_is_forgotten_and_only_with_yes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / "content/anchors.lock").read_bytes()
    assert sitegen(site, "anchors", "forget", "2017-11-04-night", "--yes") == 1  # the next build would promise it again
    assert "anchor-there" in capsys.readouterr().err
    (site / NIGHT).unlink()
    assert sitegen(site, "build") == 1
    assert sitegen(site, "anchors", "forget", "2017-11-04-night") == 1
    assert "If none went online, add --yes." in capsys.readouterr().err
    assert (site / "content/anchors.lock").read_bytes() == before
    assert sitegen(site, "anchors", "forget", "2017-11-04-night", "--yes") == 0
    build_site(site)
    assert not any(name.startswith("2017-11-04-night") for name in listed(site, capsys))


def test_what_was_withheld_is_live_again_when_its_words_are_back(site: Path) -> None:
    text = (site / QAIM).read_bytes()
    assert sitegen(site, "anchors", "withhold", "2017-11-03-qaim#t1930") == 0
    build_site(site)
    assert sitegen(site, "anchors", "restore", "2017-11-03-qaim#t1930") == 1  # no words for it
    (site / QAIM).write_bytes(text)
    assert sitegen(site, "build") == 1
    assert sitegen(site, "anchors", "restore", "2017-11-03-qaim#t1930") == 0
    build_site(site)
    assert sitegen(site, "anchors", "restore", "2017-11-03-qaim#t1930") == 0


@pytest.mark.promise("A5", "A11")
@pytest.mark.parametrize("how", ["lost", "damaged", "cut"])
def test_a_ledger_is_made_anew_of_what_there_is(site: Path, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / QAIM, "slug: qaim", "slug: freed")
    build_site(site)
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    build_site(site)
    before, published = listed(site, capsys), read_tree(site / "output")
    ledger = site / "content/anchors.lock"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    match how:
        case "lost":
            ledger.unlink()
        case "damaged":
            write(ledger, "".join(line.replace("live", "lively") for line in lines))
        case _:
            write(ledger, "".join(lines)[: len("".join(lines)) // 2])
    assert sitegen(site, "build") == 1
    assert sitegen(site, "anchors", "rebuild") == 0
    assert listed(site, capsys) == before
    build_site(site)
    assert read_tree(site / "output") == published


@pytest.mark.promise("A11")
def test_a_rebuilt_ledger_forgets_no_anchor_that_a_page_still_has(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content/anchors.lock").unlink()
    text = (site / QAIM).read_text(encoding="utf-8")
    write(site / QAIM, text[: text.index("## 2017-11-03 19:30")])
    assert sitegen(site, "anchors", "rebuild") == 1
    assert "2017-11-03-qaim#t1930 was published and is not in the content" in capsys.readouterr().err
    assert sitegen(site, "build") == 1
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    build_site(site)


@pytest.mark.promise("A5")
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["explain", "2017-11-03-qaim"], ["forget", "2017-11-03-qaim", "--yes"], ["restore", "2017-11-03-qaim"],
        ["move", "2017-11-03-qaim#t1930", "2017-11-04-night#t0900"], ["withhold", "2017-11-03-qaim#t1930"],
    ],
)  # fmt: skip
def test_nothing_is_done_with_a_damaged_ledger_but_to_rebuild_it(
    site: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with (site / "content/anchors.lock").open("a", encoding="utf-8") as stream:
        stream.write("this is no line\n")
    before = read_tree(site / "content")
    assert sitegen(site, "anchors", *arguments) == 1
    assert "ledger-damaged" in capsys.readouterr().err
    assert read_tree(site / "content") == before
    assert sitegen(site, "anchors", "rebuild") == 0
    build_site(site)
