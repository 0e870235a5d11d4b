"""What becomes of anchors: published, adopted, withheld, moved, forgotten, lost, damaged; each with its way out."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import failing, run_broken
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.cli import run
from sitegen.content.ledger import read_ledger, write_ledger
from sitegen.output.lock import hold_lock

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


@pytest.fixture(params=["data", "html"])
def long_ago(request: pytest.FixtureRequest, site: Path) -> Path:
    """A site of which an update was withheld in 2020, another has moved, and a live blog was withheld; its ledger is lost.

    With data beside its pages, and without.
    """
    if request.param == "html":
        write(site / "site.yaml", FILES["site.yaml"] + "pages: {data: false}\n")
    third = liveblog(
        "Third", "2017-11-05", [update("2017-11-05 09:00", "It rains.", "#opening")], id="old-id", slug="third"
    ).replace("slug: third\n", "slug: third\naliases: [/rain.html, /live/rain/]\n")
    write(site / "content/third.md", third)
    build_site(site)
    for name in ("2017-11-03-qaim#t1930", "old-id"):
        assert sitegen(site, "withhold", name) == 0
    text = (site / QAIM).read_text(encoding="utf-8")
    write(
        site / QAIM,
        text[: text.index("## 2017-11-03 10:00")] + "## 2017-11-03 11:00 {#t1100}\n\nWords that are others.\n",
    )
    night = (site / NIGHT).read_text(encoding="utf-8")
    write(site / NIGHT, night + f"\n## 2017-11-04 10:00 {{#t1104-1000}}\n\n{WORDS}\n")
    assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1000", "2017-11-04-night#t1104-1000") == 0
    ledger = site / "content/anchors.lock"
    write(ledger, re.sub(r"withheld 20\d\d-\d\d-\d\d", "withheld 2020-01-02", ledger.read_text(encoding="utf-8")))
    build_site(site)
    return site


@pytest.mark.promise("A11")
def test_a_rebuilt_ledger_knows_takedowns_of_long_ago_and_moves(
    long_ago: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = long_ago / "content/anchors.lock"
    before, published = ledger.read_text(encoding="utf-8"), read_tree(long_ago / "output")
    assert before.count(" withheld 2020-01-02") == 2
    assert "2017-11-03-qaim t1000 moved 2017-11-04-night#t1104-1000" in before
    ledger.unlink()
    assert sitegen(long_ago, "anchors", "rebuild") == 0
    after = ledger.read_text(encoding="utf-8")
    if not (long_ago / "output/2017/11/05/third/index.json").exists():
        # A page of notices alone does not say what its live blog was called: it gets the name that import gives.
        before = write_ledger(read_ledger(before.replace("old-id ", "2017-11-05-third "))[0])
    assert after == before
    build_site(long_ago)
    assert read_tree(long_ago / "output") == published


@pytest.mark.promise("A11")
def test_words_that_came_back_by_hand_are_no_reason_to_forget_a_takedown(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    build_site(site)
    (site / "content/anchors.lock").unlink()
    write(site / QAIM, text)
    assert sitegen(site, "anchors", "rebuild") == 0
    assert listed(site, capsys)["2017-11-03-qaim#t1930"] == "withheld"
    assert sitegen(site, "build") == 1
    assert "[anchor-withheld]" in capsys.readouterr().err


@pytest.mark.promise("A11")
@pytest.mark.parametrize("data", ["true", "false"])
def test_a_live_blog_that_left_the_content_is_in_a_rebuilt_ledger_and_stops_a_build(
    site: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site / "site.yaml", FILES["site.yaml"] + f"pages: {{data: {data}}}\n")
    build_site(site)
    (site / "content/anchors.lock").unlink()
    (site / NIGHT).unlink()
    assert sitegen(site, "anchors", "rebuild") == 1
    assert "2017-11-04-night#t0900 was published and is not in the content" in capsys.readouterr().err
    assert listed(site, capsys, "--state", "gone") == {"2017-11-04-night#t0900": "live"}
    assert sitegen(site, "build") == 1
    assert "the live blog 2017-11-04-night is gone" in capsys.readouterr().err
    assert (site / "output/2017/11/04/night/index.html").is_file()


@pytest.mark.promise("A11")
def test_pages_of_other_layouts_tell_what_was_promised_too(site: Path) -> None:
    write(site / "site.yaml", FILES["site.yaml"] + "pages: {data: false}\n")
    write(
        site / "layouts/_notice.html",
        """{% macro notices(items, end) %}{% for item in items %}
<DIV data-x="1" id={{ item.id }} class="small notice red">Weg:
{%- if item.withheld %}<time DATETIME='{{ item.withheld.isoformat() }}'>x</time>{% endif %}</DIV>
{{ end }}{% endfor %}{% endmacro %}""",
    )
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    replace_in(site / NIGHT, "slug: night", "slug: quiet")
    ledger = site / "content/anchors.lock"
    write(ledger, re.sub(r"withheld 20\d\d-\d\d-\d\d", "withheld 2020-01-02", ledger.read_text(encoding="utf-8")))
    build_site(site)
    before = ledger.read_bytes()
    ledger.unlink()
    assert sitegen(site, "anchors", "rebuild") == 0
    assert ledger.read_bytes() == before


@pytest.mark.promise("A11")
def test_what_pages_say_is_not_believed_where_it_is_no_line_of_a_ledger(site: Path) -> None:
    before = (site / "content/anchors.lock").read_bytes()
    (site / "content/anchors.lock").unlink()
    for name, text in {
        "evil": '{"id": "x y\\nz live -", "updates": [{"anchor": "t1"}], "notices": [{"anchor": "../..", "withheld": "0"}]}',
        "list": "[1, 2]",
        "deep": "[" * 100_000,
        "types": '{"id": "some-id", "updates": 5, "notices": {"a": 1}}',
        "none": '{"id": "other-id", "updates": [{"anchor": "t1 live -\\nx"}, 5], "notices": [{"anchor": "t1", "moved": 7}]}',
    }.items():
        write(site / f"output/2017/11/03/{name}/index.json", text)
        write(site / f"output/2017/11/03/{name}/index.html", "<p>x")
    write(site / "output/2017/99/99/no-day/index.html", '<h2 id="t1000">x</h2>')
    assert sitegen(site, "anchors", "rebuild") == 0
    lines = (site / "content/anchors.lock").read_text(encoding="utf-8").splitlines()
    added = [line for line in lines if line not in before.decode().splitlines()]
    assert added == [
        "2017-11-03-deep /2017/11/03/deep/ live -",
        "2017-11-03-list /2017/11/03/list/ live -",
        "other-id /2017/11/03/none/ live -",
        "some-id /2017/11/03/types/ live -",
    ]


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


def break_gone(site: Path) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    write(site / QAIM, text[: text.index("## 2017-11-03 19:30")])


def break_file_gone(site: Path) -> None:
    (site / NIGHT).unlink()


def break_reused(site: Path) -> None:
    replace_in(site / QAIM, "The flag is up.", "Nobody knows anything about banners.")


def break_lost(site: Path) -> None:
    (site / "content/anchors.lock").unlink()


def break_damaged(site: Path) -> None:
    write(
        site / "content/anchors.lock", (site / "content/anchors.lock").read_text(encoding="utf-8") + "this is no line\n"
    )


def break_withheld(site: Path) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    write(site / QAIM, text)


def break_moved(site: Path) -> None:
    text = (site / QAIM).read_text(encoding="utf-8")
    night = (site / NIGHT).read_text(encoding="utf-8")
    write(site / NIGHT, night + f"\n## 2017-11-04 10:00 {{#t1104-1000}}\n\n{WORDS}\n")
    write(site / QAIM, text.replace(text[text.index("## 2017-11-03 10:00") : text.index("## 2017-11-03 19:30")], ""))
    assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1000", "2017-11-04-night#t1104-1000") == 0
    write(site / QAIM, text)


def break_addresses(site: Path) -> None:
    ledger = (site / "content/anchors.lock").read_text(encoding="utf-8")
    more = "2017-11-04-night /2017/11/05/one/ live -\n2017-11-03-qaim /2017/11/05/one/ live -\n"
    write(site / "content/anchors.lock", ledger + more)


@pytest.mark.promise("A4", "A5")
@pytest.mark.parametrize(
    ("breaks", "code", "where"),
    [
        (break_gone, "anchor-gone", "content/qaim.md"), (break_file_gone, "anchor-gone", "content/anchors.lock"),
        (break_reused, "anchor-reused", "content/qaim.md:13"), (break_lost, "ledger-lost", "content/anchors.lock"),
        (break_damaged, "ledger-damaged", "content/anchors.lock:8:1"),
        (break_withheld, "anchor-withheld", "content/qaim.md:13"),
        (break_moved, "anchor-elsewhere", "content/qaim.md:8"),
        (break_addresses, "address-taken", "content/anchors.lock"),
    ],
)  # fmt: skip
def test_each_broken_promise_names_the_command_that_mends_it(
    site: Path, breaks: Callable[[Path], None], code: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    published = read_tree(site / "output")
    breaks(site)
    capsys.readouterr()
    assert sitegen(site, "build") == 1
    said = capsys.readouterr().err
    assert re.search(rf"^{where}\b.*: error: .*\[{code}\]$", said, re.MULTILINE), said
    assert read_tree(site / "output") == published
    found = re.search(r"run sitegen ((?:anchors \w+|withhold)(?: --yes)?(?: [a-z0-9-]+(?:#[a-z0-9/-]+)?)?)", said)
    assert found, said
    assert sitegen(site, *found[1].split()) in (0, 1), found[1]
    capsys.readouterr()
    assert sitegen(site, "build") == 0, (found[1], capsys.readouterr().err)


def test_what_was_withheld_cannot_move(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sitegen(site, "withhold", "2017-11-03-qaim#t1930") == 0
    before = (site / "content/anchors.lock").read_bytes()
    for more in ([], ["--whatever-words"]):
        assert sitegen(site, "anchors", "move", "2017-11-03-qaim#t1930", "2017-11-04-night#t0900", *more) == 1
        assert "[anchor-withheld]" in capsys.readouterr().err
    assert (site / "content/anchors.lock").read_bytes() == before


def test_an_update_moves_to_other_words_only_where_that_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_gone(site)
    move = ["anchors", "move", "2017-11-03-qaim#t1930", "2017-11-04-night#t0900"]
    replace_in(site / NIGHT, "The town sleeps late.", "Everybody slept.")
    assert sitegen(site, *move) == 1
    said = capsys.readouterr().err
    assert said.startswith("content/night.md:8")
    assert "[moved-words]" in said
    assert sitegen(site, *move, "--whatever-words") == 0


@pytest.mark.parametrize("alias", ["/old/qaim/", "/2016/x.html"])
def test_an_alias_and_a_former_address_name_a_live_blog(
    site: Path, alias: str, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(site / QAIM, "slug: qaim", f"slug: freed\naliases: [{alias}]")
    build_site(site)
    names = [f"{alias}#t1930", f"https://example.org/live{alias}#t1930", "/2017/11/03/qaim/#t1930", "qaim.md#t1930"]
    for name in names:
        capsys.readouterr()
        assert sitegen(site, "anchors", "explain", name) == 0, name
        said = capsys.readouterr().out
        assert "#t1930  is published at /2017/11/03/freed/#t1930" in said
        assert "“The flag is up.”" in said


def test_a_name_of_two_files_is_told_with_both(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = liveblog("O", "2018-01-01", [update("2018-01-01 09:00", "O.", "#t0900")], id="other", slug="other")
    write(site / "content/a/qaim.md", other)
    write(site / "content/a/b-night.md", other.replace("other", "night-two"))
    build_site(site)
    assert sitegen(site, "anchors", "explain", "a/qaim.md") == 0
    assert sitegen(site, "anchors", "explain", "content/qaim.md") == 0
    capsys.readouterr()
    assert sitegen(site, "anchors", "explain", "qaim.md") == 0  # the one in content/ itself
    assert "“Qaim”, content/qaim.md" in capsys.readouterr().out
    assert sitegen(site, "anchors", "explain", "night.md") == 0  # not the end of a name
    write(site / "content/c/night.md", other.replace("other", "night-three"))
    (site / NIGHT).rename(site / "content/a/night.md")
    assert sitegen(site, "anchors", "explain", "night.md#t0900") == 2
    assert "name one of them: content/a/night.md or content/c/night.md" in capsys.readouterr().err


def test_only_what_is_gone_is_forgotten_where_that_is_asked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_gone(site)
    assert sitegen(site, "anchors", "forget", "2017-11-03-qaim", "--gone", "--yes") == 0
    assert listed(site, capsys, "2017-11-03-qaim") == {
        "2017-11-03-qaim#/2017/11/03/qaim/": "live",
        "2017-11-03-qaim#t1000": "live",
    }
    build_site(site)


@pytest.mark.parametrize("command", ["forget", "move", "restore", "rebuild"])
def test_a_write_that_fails_leaves_the_ledger_as_it_was(site: Path, command: str) -> None:
    {"forget": break_gone, "move": break_gone, "restore": break_reused, "rebuild": break_damaged}[command](site)
    if command == "move":
        replace_in(site / NIGHT, "sleeps late.", "sleeps late.\n\n## 2017-11-04 10:00 {#t1104-1000}\n\nThe flag is up.")
    words = {
        "forget": ["2017-11-03-qaim#t1930", "--yes"],
        "move": ["2017-11-03-qaim#t1930", "2017-11-04-night#t1104-1000"],
        "restore": ["2017-11-03-qaim#t1930"],
        "rebuild": [],
    }
    ledger = site / "content/anchors.lock"
    before = ledger.read_bytes()
    seen = set()
    for nth in range(1, 60):
        broken = run_broken(["-C", str(site), "anchors", command, *words[command]], nth, failing(errno.ENOSPC))
        if not broken.call:
            assert ledger.read_bytes() != before
            break
        seen.add(ledger.read_bytes() == before)
        assert "Traceback" not in broken.said, broken
        assert broken.status in (0, 3), broken
        if ledger.read_bytes() != before:  # written whole, and only what is kept of it could not be
            ledger.write_bytes(before)
    assert True in seen
    assert not list((site / "content").glob(".*"))


def test_a_command_waits_for_no_build_but_says_that_one_runs(site: Path) -> None:
    before = read_tree(site / "content")
    with hold_lock(site / ".sitegen/lock"):
        line = [sys.executable, "-m", "sitegen.cli", "-C", str(site), "anchors", "forget", "2017-11-04-night", "--yes"]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "another build is running" in done.stderr) == (4, True)
    assert read_tree(site / "content") == before
