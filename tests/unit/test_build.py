"""The whole build, on small sites: what it renders, what it refuses, what it leaves alone, and what a crash leaves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support import (
    PUBLISHED,
    SETTINGS,
    Tree,
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

from sitegen.build import Report
from sitegen.errors import ContentError, SitegenError, SystemFailureError, UsageError
from sitegen.executors import open_executor

TOPICS = """\
topics:
  - {slug: iraq, label: Iraq}
  - {slug: qaim, label: Qaim, broader: iraq}
  - {slug: storm, label: The storm}
"""
QAIM = "content/2017/11/03/qaim.md"
RAWA = "content/2017/11/17/rawa.md"
GALE = "content/2018/02/20/gale.md"
PAGES = {
    QAIM: liveblog(
        "The town is free",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "The convoy has left before dawn.", '#t1000 topics="qaim"'),
            update("2017-11-03 19:30", "The flag is up over the bridge.", '#t1930 topics="qaim" key'),
            update("2017-11-04 00:10", "The first bakery has opened.", "#t1104-0010"),
        ],
        id="2017-11-03-qaim",
        slug="qaim",
    ),
    RAWA: liveblog(
        "The last village",
        "2017-11-17",
        [update("2017-11-17 12:00", "The river is crossed again.", '#t1200 topics="iraq"')],
        id="2017-11-17-rawa",
        slug="rawa",
    ),
    GALE: liveblog(
        "A gale at the quay",
        "2018-02-20",
        [update("2018-02-20 08:00", "No ferry will sail today.", '#t0800 topics="storm"')],
        id="2018-02-20-gale",
        slug="gale",
    ),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
}
SEED = """\
Live: Lamp is lit again at Cold Harbor

May 2, 2019

COLD HARBOR (GW) — The latest on the lamp (all times GMT):

7 p.m.

The lamp is lit again.

6 a.m.

The lamp went out in the night.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three live blogs and a page of its owner's, published for good, and not yet built."""
    return make_site(tmp_path / "site", {**PAGES, "site.yaml": PUBLISHED + TOPICS})


KEY_UPDATE = "/2017/11/03/qaim/t1930/"


def problems_of(site: Path, *, strict: bool = False, drafts: bool = False) -> list[tuple[str, str]]:
    """The place and code of each error for which the site cannot be built, sorted."""
    with pytest.raises(SitegenError) as raised:
        build_site(site, strict=strict, drafts=drafts)
    return sorted((str(problem.where), problem.code) for problem in raised.value.problems if problem.is_error)


def pages_of(report: Report) -> dict[str, str]:
    """The pages for readers that *report* says were rendered, with the reasons: data says the same as they do."""
    return {url: why for url, why in report.rendered if not url.endswith((".json", ".csv", ".jsonl"))}


def test_a_first_build_renders_every_page_once(site: Path) -> None:
    report = build_site(site)
    urls = list(pages_of(report))
    assert sorted(urls) == sorted(
        "/ /404.html /about/ /data/ /topics/ /2017/ /2017/11/ /2017/11/03/ /2017/11/04/ /2017/11/17/ /2017/11/03/qaim/"
        " /2017/11/17/rawa/ /2018/ /2018/02/ /2018/02/20/ /2018/02/20/gale/ /topics/iraq/ /topics/iraq/2017/"
        " /topics/qaim/ /topics/qaim/2017/ /topics/storm/ /topics/storm/2018/ /timeline/2017-11/ /timeline/2018-02/"
        " /corrections/ /search/ /on-this-day/ /on-this-day/11-03/ /on-this-day/11-04/"
        " /on-this-day/11-17/ /on-this-day/02-20/ /2017/11/03/qaim/t1930/".split()
    )
    assert {why for _, why in report.rendered} == {"it is new"}
    assert (report.liveblogs, report.updates, report.new_anchors) == (3, 5, 5)
    assert report.problems == ()


def test_an_edited_body_renders_only_the_pages_that_show_it(site: Path) -> None:
    build_site(site)
    replace_in(site / QAIM, "The flag is up over the bridge.", "The flag is up over the bridge. So they say.")
    report = build_site(site)
    shown = {
        *("/2017/11/03/", "/2017/11/03/qaim/", KEY_UPDATE),
        *("/topics/iraq/", "/topics/iraq/2017/", "/topics/qaim/", "/topics/qaim/2017/"),
    }
    # A page is stamped by live blog: the other day shows another update of this one, and is rendered to the same bytes.
    assert pages_of(report) == dict.fromkeys(shown | {"/2017/11/04/"}, "what it shows changed")
    assert {url for url in report.changed if not url.endswith(".json")} == shown
    assert report.removed == ()


def test_where_lists_show_leads_an_edited_body_renders_the_live_blog_alone(site: Path) -> None:
    write(site / "site.yaml", PUBLISHED + TOPICS + "pages: {bodies: lead}\n")
    build_site(site)
    replace_in(site / QAIM, "The flag is up over the bridge.", "The flag is up over the bridge. So they say.")
    both = {"/2017/11/03/qaim/", KEY_UPDATE}
    assert pages_of(build_site(site)) == dict.fromkeys(both, "what it shows changed")
    replace_in(site / QAIM, "The first bakery has", "The second bakery has")
    assert {"/2017/11/04/", "/2017/11/03/qaim/"} <= pages_of(build_site(site)).keys()


def test_settings_by_which_files_are_read_render_what_shows_them_and_keep_the_rest(site: Path) -> None:
    """The index gets another identity, so every page is planned; keys decide which of them are rendered."""
    build_site(site)
    replace_in(site / "site.yaml", "label: The storm", "label: A gale")
    rendered = pages_of(build_site(site))
    assert {"/topics/storm/", "/topics/", "/2018/02/20/gale/", "/"} <= rendered.keys()
    assert not {"/2017/", "/2017/11/", "/404.html", "/about/"} & rendered.keys()
    assert build_site(site).rendered == ()


def test_an_edited_headline_renders_every_page_that_names_the_live_blog(site: Path) -> None:
    build_site(site)
    replace_in(site / RAWA, "title: The last village", "title: The very last village")
    assert pages_of(build_site(site)).keys() == {
        *("/", "/2017/11/", "/2017/11/17/", "/2017/11/17/rawa/"),  # home lists it
        *("/2017/11/03/qaim/", "/2018/02/20/gale/"),  # its neighbours
        *("/timeline/2017-11/", "/on-this-day/11-17/", "/search/"),
        *("/topics/iraq/", "/topics/iraq/2017/"),  # its thread
    }


def test_a_new_day_renders_the_days_beside_it(site: Path) -> None:
    build_site(site)
    write(site / "content/2017/11/10/fog.md", liveblog("Fog", "2017-11-10", [update("2017-11-10 09:00", "Fog.")]))
    rendered = pages_of(build_site(site))
    new = {"/2017/11/10/", "/2017/11/10/fog/", "/on-this-day/11-10/"}
    assert {url for url, why in rendered.items() if why == "it is new"} == new
    assert rendered.keys() - new == {
        *("/timeline/2017-11/", "/on-this-day/", "/search/", "/data/"),
        *("/", "/404.html", "/2017/", "/2017/11/", "/2017/11/04/", "/2017/11/17/"),
        *("/2017/11/03/qaim/", "/2017/11/17/rawa/"),
    } - {"/404.html"}  # which names years alone


def written(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """When each file below *folder* was written, and which it is; to look at a folder changes when it was last read."""
    states = {path: path.stat() for path in folder.rglob("*")}
    return {path: (state.st_mtime_ns, state.st_ctime_ns, state.st_ino) for path, state in states.items()}


@pytest.mark.promise("B3")
def test_a_second_build_renders_and_writes_nothing(site: Path) -> None:
    build_site(site)
    before = written(site / "output")
    report = build_site(site)
    assert (report.rendered, report.changed, report.removed, report.new_anchors) == ((), (), (), 0)
    assert written(site / "output") == before


def test_a_file_that_was_only_touched_renders_nothing(site: Path) -> None:
    build_site(site)
    os.utime(site / QAIM, ns=(1, 1))
    assert build_site(site).rendered == ()


@pytest.mark.parametrize(
    ("path", "text", "urls", "why"),
    [
        ("layouts/own.html", "{{ view.title }}", {"/about/"}, "its layout changed"),
        ("layouts/year.html", "{{ view.year }}", {"/2017/", "/2018/"}, "its layout changed"),
        (
            "site.yaml",
            PUBLISHED + TOPICS + "description: Now with a description.\n",
            None,
            "the site's settings or menu changed",
        ),
        (QAIM, "", {"/2017/11/03/qaim/"}, "its file is missing or was altered"),
    ],
)
def test_explain_gives_the_reason(site: Path, path: str, text: str, urls: set[str] | None, why: str) -> None:
    build_site(site)
    everything = {page.removesuffix("index.html") for page in read_tree(site / "output") if page.endswith(".html")}
    if text:
        write(site / path, text)
    else:
        (site / "output/2017/11/03/qaim/index.html").unlink()
    rendered = pages_of(build_site(site))
    assert rendered.keys() == (urls or {f"/{page}" for page in everything})
    assert all(why in said for said in rendered.values())


def test_the_kinds_of_page_follow_the_settings(site: Path) -> None:
    build_site(site)
    write(site / "site.yaml", PUBLISHED + TOPICS + "pages: {day: false, bodies: lead}\norder: oldest\n")
    build_site(site)
    found = read_tree(site / "output")
    assert not any(path.startswith("2017/11/03/index") for path in found)
    assert b"Read this update" in found["topics/qaim/index.html"]


def test_a_topic_that_moves_changes_the_pages_of_both_parents(site: Path) -> None:
    build_site(site)
    replace_in(site / "site.yaml", "broader: iraq", "broader: storm")
    assert "/topics/iraq/" in pages_of(build_site(site))
    assert "/topics/storm/2017/" in dict(build_site(site, clean=True).rendered)


def test_a_dry_run_writes_nothing(site: Path) -> None:
    build_site(site)
    write(site / "seeds/2019-05-02-lamp.txt", SEED)
    replace_in(site / QAIM, "The first bakery has opened.", "The first two bakeries have opened.")
    (site / RAWA).with_name("more.md").write_text(
        liveblog("More", "2017-11-17", [update("2017-11-17 13:00", "More.", "#t1300")], id="2017-11-17-more"), "utf-8"
    )
    before = {name: read_tree(site / name) for name in ("content", "output", "seeds")}
    report = build_site(site, dry_run=True)
    assert {name: read_tree(site / name) for name in before} == before
    assert "/2017/11/17/more/" in report.changed
    assert [seed.outcome for seed in report.imported.seeds] == ["imported"]
    assert report.new_anchors == 0
    assert build_site(site).new_anchors == 3  # the two of the seed among them


def test_a_broken_content_file_publishes_nothing_and_is_named(site: Path) -> None:
    build_site(site)
    before = read_tree(site / "output"), (site / "content/anchors.lock").read_bytes()
    replace_in(site / QAIM, "## 2017-11-03 19:30", "## 2017-11-03 25:70")
    replace_in(site / GALE, "No ferry will sail", "Two ferries will sail")
    line = (site / QAIM).read_text("utf-8").split("\n").index('## 2017-11-03 25:70 {#t1930 topics="qaim" key}') + 1
    assert problems_of(site) == [(f"{QAIM}:{line}:15", "update-time")]
    assert (read_tree(site / "output"), (site / "content/anchors.lock").read_bytes()) == before
    replace_in(site / QAIM, "## 2017-11-03 25:70", "## 2017-11-03 19:30")
    assert {"/2018/02/20/gale/"} <= pages_of(build_site(site)).keys()


def test_a_broken_file_that_is_removed_is_gone(site: Path) -> None:
    write(site / "site.yaml", SETTINGS + TOPICS)
    build_site(site)
    replace_in(site / GALE, "## 2018-02-20 08:00", "## 2018-02-20 28:00")
    assert problems_of(site) == [(f"{GALE}:8:15", "update-time")]
    (site / GALE).unlink()
    assert "2018/02/20/gale/index.html" in build_site(site).removed
    assert not (site / "output/2018").exists()


def test_a_seed_that_fails_does_not_stop_the_rest(site: Path) -> None:
    write(site / "seeds/2019-05-02-lamp.txt", SEED)
    write(site / "seeds/no-clock.txt", "May 3, 2019\n\nA text without a single time of day.\n")
    report = build_site(site)
    assert {seed.seed: seed.outcome for seed in report.imported.seeds} == {
        "seeds/2019-05-02-lamp.txt": "imported",
        "seeds/no-clock.txt": "failed",
    }
    assert {problem.where.path for problem in report.problems if problem.is_error} == {"seeds/no-clock.txt"}
    assert (site / "output/2019/05/02/lamp-is-lit-again-at-cold-harbor/index.html").is_file()
    assert any(problem.is_error for problem in build_site(site).problems)  # said again until it is mended


@pytest.mark.promise("E4")
def test_strict_makes_an_error_of_a_warning_and_of_a_failed_seed(site: Path) -> None:
    write(site / "content/loose.md", liveblog("Loose", "2017-11-05", [update("10:00", "Where am I?")]))
    assert build_site(site).problems != ()
    before = read_tree(site / "output")
    replace_in(site / "content/loose.md", "Where am I?", "Here.")
    assert problems_of(site, strict=True) == [
        ("content/loose.md", "misplaced"),
        ("content/loose.md:1", "no-id"),
        ("content/loose.md:6", "unpinned"),
    ]
    (site / "content/loose.md").unlink()
    write(site / "seeds/no-clock.txt", "May 3, 2019\n\nA text without a single time of day.\n")
    assert ("seeds/no-clock.txt:1", "no-clock") in problems_of(site, strict=True)
    assert read_tree(site / "output") == before


@pytest.mark.promise("E4")
def test_strict_refuses_to_add_to_the_ledger(site: Path) -> None:
    assert problems_of(site, strict=True) == [("content/anchors.lock", "ledger-behind")]
    assert not (site / "output").exists()
    build_site(site)
    assert build_site(site, strict=True).new_anchors == 0


def test_drafts_are_in_previews_alone(site: Path) -> None:
    replace_in(site / GALE, "slug: gale\n", "slug: gale\ndraft: true\n")
    build_site(site)
    build_site(site, ".sitegen/preview", drafts=True)
    assert not (site / "output/2018").exists()
    assert (site / ".sitegen/preview/2018/02/20/gale/index.html").is_file()
    assert "gale" not in (site / "content/anchors.lock").read_text("utf-8")
    (site / ".sitegen").joinpath("index.db").unlink()
    assert build_site(site).removed == ()


def test_a_preview_and_the_output_do_not_eat_each_others_changes(site: Path) -> None:
    build_site(site)
    build_site(site, ".sitegen/preview", drafts=True)
    published = read_tree(site / "output")
    replace_in(site / GALE, "No ferry will sail today.", "Every ferry will sail today.")
    assert "/2018/02/20/gale/" in dict(build_site(site, ".sitegen/preview", drafts=True).rendered)
    assert read_tree(site / "output") == published
    assert "/2018/02/20/gale/" in pages_of(build_site(site))
    for output in ("output", ".sitegen/preview"):
        assert b"Every ferry" in read_tree(site / output)["2018/02/20/gale/index.html"]
        assert build_site(site, output, drafts=output != "output").rendered == ()


# The ledger


def ledger(site: Path) -> list[str]:
    """The live blog and the anchor of each line."""
    lines = (site / "content/anchors.lock").read_text("utf-8").splitlines()
    return [" ".join(line.split()[:2]) for line in lines if not line.startswith("#")]


@pytest.mark.promise("A6")
def test_the_first_publishing_promises_every_pinned_anchor(site: Path) -> None:
    write(site / "content/loose.md", liveblog("Loose", "2017-11-05", [update("10:00", "Not pinned.")]))
    assert build_site(site).new_anchors == 5
    assert ledger(site) == [
        "2017-11-03-qaim /2017/11/03/qaim/",
        "2017-11-03-qaim t1000",
        "2017-11-03-qaim t1104-0010",
        "2017-11-03-qaim t1930",
        "2017-11-17-rawa /2017/11/17/rawa/",
        "2017-11-17-rawa t1200",
        "2018-02-20-gale /2018/02/20/gale/",
        "2018-02-20-gale t0800",
    ]
    assert build_site(site).new_anchors == 0


@pytest.mark.promise("A6")
def test_an_unpublished_site_promises_nothing(site: Path) -> None:
    write(site / "site.yaml", SETTINGS + TOPICS)
    assert build_site(site).new_anchors == 0
    assert not (site / "content/anchors.lock").exists()
    assert "assets/ledger.txt" not in read_tree(site / "output")
    (site / QAIM).unlink()
    build_site(site)
    write(site / "site.yaml", PUBLISHED + TOPICS)
    assert build_site(site).new_anchors == 2
    assert "assets/ledger.txt" in read_tree(site / "output")


@pytest.mark.promise("A4")
def test_a_promised_anchor_may_not_go(site: Path) -> None:
    build_site(site)
    before = read_tree(site / "output")
    replace_in(site / GALE, " {#t0800", " {#t0801")
    where = (site / GALE).read_text("utf-8").split("\n").index('## 2018-02-20 08:00 {#t0801 topics="storm"}') + 1
    assert problems_of(site) == [(f"{GALE}:{where}", "anchor-gone")]
    (site / GALE).unlink()
    assert problems_of(site) == [("content/anchors.lock", "anchor-gone")]
    assert read_tree(site / "output") == before
    write(site / GALE, PAGES[GALE])
    assert build_site(site).rendered == ()


@pytest.mark.promise("A4")
def test_promised_anchors_may_not_change_places(site: Path) -> None:
    build_site(site)
    text = PAGES[QAIM].replace("#t1000", "#x").replace("#t1930", "#t1000").replace("#x", "#t1930")
    write(site / QAIM, text)
    assert [code for _, code in problems_of(site)] == ["anchor-moved", "anchor-moved"]


@pytest.mark.promise("A3")
def test_a_promised_anchor_may_not_be_given_to_another_text(site: Path) -> None:
    build_site(site)
    replace_in(site / GALE, "No ferry will sail today.", "Harvest begins under clear skies.")
    assert [code for _, code in problems_of(site)] == ["anchor-reused"]


@pytest.mark.promise("A1")
def test_a_small_edit_renews_the_promise(site: Path) -> None:
    build_site(site)
    before = (site / "content/anchors.lock").read_text("utf-8")
    for old, new in (
        ("No ferry will", "No ferry can"),
        ("ferry can sail", "boat can sail"),
        ("No boat", "Not one boat"),
    ):
        replace_in(site / GALE, old, new)
        assert build_site(site).new_anchors == 0
    after = (site / "content/anchors.lock").read_text("utf-8")
    assert before != after
    assert [line.split()[:3] for line in before.splitlines()] == [line.split()[:3] for line in after.splitlines()]


@pytest.mark.promise("A5")
def test_a_lost_or_damaged_ledger_is_an_error(site: Path) -> None:
    build_site(site)
    text = (site / "content/anchors.lock").read_text("utf-8")
    (site / "content/anchors.lock").unlink()
    assert problems_of(site) == [("content/anchors.lock", "ledger-lost")]
    shutil.rmtree(site / ".sitegen")
    assert problems_of(site) == [("content/anchors.lock", "ledger-lost")]
    write(site / "content/anchors.lock", text + "<<<<<<< HEAD\n")
    assert problems_of(site) == [(f"content/anchors.lock:{text.count(chr(10)) + 1}:1", "ledger-damaged")]
    write(site / "content/anchors.lock", text)
    assert build_site(site).new_anchors == 0


@pytest.mark.promise("A6")
def test_a_preview_keeps_promises_but_makes_none(site: Path) -> None:
    assert build_site(site, ".sitegen/preview", drafts=True).new_anchors == 0
    assert not (site / "content/anchors.lock").exists()
    build_site(site)
    replace_in(site / GALE, " {#t0800", " {#t0801")
    assert [code for _, code in problems_of(site, drafts=True)] == ["anchor-gone"]


# Who may write where


@pytest.mark.promise("B5")
def test_two_live_blogs_of_one_address_are_refused(site: Path) -> None:
    other = liveblog("Another gale", "2018-02-20", [], id="2018-02-20-other", slug="gale")
    write(site / "content/2018/02/20/other.md", other)
    assert problems_of(site) == [("content/2018/02/20/other.md:5:7", "duplicate-slug")]
    replace_in(site / "content/2018/02/20/other.md", "slug: gale", "slug: other")
    build_site(site)
    replace_in(site / "content/2018/02/20/other.md", "id: 2018-02-20-other", "id: 2018-02-20-gale")
    assert problems_of(site) == [("content/2018/02/20/other.md:4:5", "duplicate-id")]


@pytest.mark.promise("B5")
@pytest.mark.parametrize("name", ["topics", "2017", "assets", "search"])
def test_a_page_of_the_owner_may_not_have_the_name_of_a_section(site: Path, name: str) -> None:
    write(site / f"content/pages/{name}.md", "---\ntitle: Mine\n---\n\nMine.\n")
    assert problems_of(site) == [(f"content/pages/{name}.md:1", "page-name")]


@pytest.mark.promise("B5")
def test_a_static_file_may_not_stand_where_the_site_writes(site: Path) -> None:
    write(site / "layouts/static/ledger.txt", "mine\n")
    assert problems_of(site) == [("layouts/static/ledger.txt", "path-collision")]
    (site / "layouts/static/ledger.txt").unlink()
    build_site(site)
    write(site / "layouts/static/ledger.txt", "mine\n")
    assert problems_of(site) == [("layouts/static/ledger.txt", "path-collision")]


def test_a_live_blog_without_an_update_on_its_date_is_linked_to_no_day(site: Path) -> None:
    write(site / "content/early.md", liveblog("Early", "2016-05-01", [], id="early", slug="early"))
    late = liveblog("Late", "2018-02-19", [update("2018-02-20 09:00", "Late.", "#t0900")], id="late", slug="late")
    write(site / "content/late.md", late)
    build_site(site)
    found = read_tree(site / "output")
    assert b"/2016/" not in found["2016/05/01/early/index.html"].partition(b"<body")[2]
    assert b'<a href="../../../../2018/02/">February</a>' in found["2018/02/19/late/index.html"]
    assert "2018/02/19/index.html" not in found
    fog = liveblog("Fog", "2018-02-19", [update("2018-02-19 09:00", "Fog.", "#t0900")], id="fog", slug="fog")
    write(site / "content/2018/02/19/fog.md", fog)
    assert "/2018/02/19/late/" in pages_of(build_site(site))
    assert b'<a href="../../../../2018/02/19/">19</a>' in read_tree(site / "output")["2018/02/19/late/index.html"]


@pytest.mark.promise("B4")
def test_foreign_files_are_kept_and_stale_pages_pruned(site: Path) -> None:
    write(site / "site.yaml", SETTINGS + TOPICS)
    build_site(site)
    write(site / "output/2018/02/20/gale/mine.txt", "mine\n")
    write(site / "output/CNAME", "archive.example.org\n")
    (site / GALE).unlink()
    report = build_site(site)
    gone = {"2018/02/20/gale/index.html", "2018/02/20/gale/index.json"}
    assert {path for path in report.removed if "gale" in path} == gone
    found = read_tree(site / "output")
    assert {path for path in found if path.startswith("2018/")} == {"2018/02/20/gale/mine.txt"}
    assert found["CNAME"] == b"archive.example.org\n"


def test_a_foreign_file_in_the_place_of_a_page_is_not_overwritten(site: Path) -> None:
    write(site / "output/about/index.html", "mine\n")
    assert problems_of(site) == [("output/about/index.html", "foreign-file")]
    assert read_tree(site / "output") == {"about/index.html": b"mine\n"}


def test_an_output_that_would_hold_the_site_is_refused(site: Path) -> None:
    with pytest.raises(UsageError) as raised:
        build_site(site, "..")
    assert codes_of(raised.value) == ["output-unsafe"]


def test_a_broken_link_is_refused_also_in_a_page_that_was_not_touched(site: Path) -> None:
    replace_in(site / GALE, "No ferry will sail today.", "No ferry will sail, [as we feared](/about/).")
    build_site(site)
    (site / "content/pages/about.md").unlink()
    assert (f"{GALE}:10:36", "broken-link") in problems_of(site)
    replace_in(site / GALE, "[as we feared](/about/)", "as we feared")
    assert "about/index.html" in build_site(site).removed


def test_a_layout_that_fails_publishes_nothing(site: Path) -> None:
    build_site(site)
    before = read_tree(site / "output")
    write(site / "layouts/year.html", "{{ view.year }}\n{{ view.wether }}\n")
    assert problems_of(site) == [("layouts/year.html:2", "layout-undefined")] * 2
    assert read_tree(site / "output") == before
    (site / "layouts/year.html").unlink()
    assert build_site(site).rendered == ()


@pytest.mark.promise("C9")
@pytest.mark.parametrize("damage", [b"", b"This is no database.\n" * 999])
def test_a_damaged_index_is_made_anew(site: Path, damage: bytes) -> None:
    build_site(site)
    (site / ".sitegen/index.db").write_bytes(damage)
    assert build_site(site).rendered == ()
    replace_in(site / GALE, "No ferry", "No ferry boat")
    assert "/2018/02/20/gale/" in pages_of(build_site(site))


@pytest.mark.parametrize("sixth", range(6))
def test_an_index_with_damaged_pages_is_made_anew(site: Path, sixth: int) -> None:
    """Every sixth page of the file, from the second on: what a bad sector leaves."""
    build_site(site)
    data = bytearray((site / ".sitegen/index.db").read_bytes())
    size = int.from_bytes(data[16:18], "big")  # https://www.sqlite.org/fileformat2.html §1.3.2
    for start in range(size * (sixth + 1), len(data), size * 6):
        data[start : start + size] = b"\xff" * size
    (site / ".sitegen/index.db").write_bytes(data)
    replace_in(site / GALE, "No ferry", "No ferry boat")
    build_site(site)
    clean = make_site(
        site.with_name("clean"), {path: (site / path).read_text("utf-8") for path in [*PAGES, "site.yaml"]}
    )
    build_site(clean)
    assert difference(read_tree(site / "output"), read_tree(clean / "output")) == ""


def test_an_index_that_cannot_be_opened_is_a_failure_of_the_system(site: Path) -> None:
    (site / ".sitegen/index.db").mkdir(parents=True)
    with pytest.raises(SystemFailureError) as raised:
        build_site(site)
    assert codes_of(raised.value) == ["index-failed"]
    assert not (site / "output").exists()


# Where and how it runs


def test_processes_leave_the_same_bytes(site: Path) -> None:
    write(site / "seeds/2019-05-02-lamp.txt", SEED)
    shutil.copytree(site, site.with_name("other"))
    serial = build_site(site)
    with open_executor("processes:2") as executor:
        assert build_site(site.with_name("other"), executor=executor) == serial
    assert difference(read_tree(site.with_name("other") / "output"), read_tree(site / "output")) == ""
    assert difference(read_tree(site.with_name("other") / "content"), read_tree(site / "content")) == ""


def edit(site: Path) -> None:
    """An edit that makes, changes and removes pages, and adds a promise."""
    replace_in(site / GALE, "No ferry will sail today.", "No ferry will sail tomorrow.")
    fog = liveblog("Fog", "2018-02-21", [update("2018-02-21 09:00", "Fog.", "#t0900")], id="fog", slug="fog")
    write(site / "content/2018/02/21/fog.md", fog)
    (site / "content/pages/about.md").unlink()


@pytest.mark.promise("C1")
@pytest.mark.slow
def test_a_build_that_is_killed_at_any_rename_is_completed_by_the_next(tmp_path: Path) -> None:
    pages = "pages: {calendar: false, topics: false, not_found: false}\n"
    texts = {path: PAGES[path] for path in (GALE, "content/pages/about.md")}
    old = make_site(tmp_path / "old", {**texts, "site.yaml": PUBLISHED + TOPICS + pages})
    build_site(old)
    new = Path(shutil.copytree(old, tmp_path / "new"))
    edit(new)
    build_site(new)
    trees = [whole(old), whole(new)]
    for nth in range(1, 100):
        site = Path(shutil.copytree(old, tmp_path / f"killed-{nth}"))
        edit(site)
        is_done = not build_and_die(site, nth)
        files = {path: data for path, data in read_tree(site / "output").items() if not path.endswith("/")}
        for path, data in files.items():
            assert any(data == tree.get(f"output/{path}") for tree in trees), f"{path} is torn at rename {nth}"
        build_site(site)
        assert difference(whole(site), trees[1]) == "", f"killed at rename {nth}"
        shutil.rmtree(site)
        if is_done:
            assert nth > 6  # the journal, pages, the manifest and the ledger were reached
            return
    pytest.fail("a build has no end")


def whole(site: Path) -> Tree:
    """All that a build promises of *site*: the output and the ledger."""
    output = {f"output/{path}": data for path, data in read_tree(site / "output").items()}
    return {**output, "anchors.lock": (site / "content/anchors.lock").read_bytes()}


def build_and_die(site: Path, nth: int) -> bool:
    """Build *site* in a child that dies at its *nth* ``os.replace``; False where it came to its end before."""
    child = os.fork()
    if child == 0:
        left, real = [nth], os.replace

        def replace(source: Path, file: Path) -> None:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            real(source, file)

        try:
            with pytest.MonkeyPatch.context() as monkeypatch:
                monkeypatch.setattr(os, "replace", replace)
                build_site(site)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 9


@pytest.mark.promise("E2")
def test_a_problem_of_many_files_is_said_for_all_of_them(site: Path) -> None:
    for path in (QAIM, RAWA, GALE):
        write(site / path, PAGES[path].replace("date: ", "datum: "))
    with pytest.raises(ContentError) as raised:
        build_site(site)
    assert {problem.where.path for problem in raised.value.problems if problem.is_error} == {QAIM, RAWA, GALE}


def test_a_published_address_that_goes_is_a_warning_and_stops_a_strict_build(site: Path) -> None:
    """No anchor of it was promised, and it has no id by which anything could lead on."""
    write(site / "content/2017/11/05/loose.md", liveblog("Loose", "2017-11-05", [update("10:00", "Where am I?")]))
    build_site(site)
    (site / "content/2017/11/05/loose.md").unlink()
    with pytest.raises(ContentError):
        build_site(site, strict=True)
    assert "address-gone" in [problem.code for problem in build_site(site).problems]
    assert "address-gone" not in [problem.code for problem in build_site(site).problems]


@pytest.mark.parametrize("folder", ["content/2020/01/01", "layouts/static", "seeds"])
def test_a_name_that_is_not_utf8_is_an_error_like_any_other(tmp_path: Path, folder: str) -> None:
    site = make_site(tmp_path / "site", {"site.yaml": PUBLISHED})
    (site / folder).mkdir(parents=True, exist_ok=True)
    for name in (b"caf\xe9.md", b".caf\xe9.md"):  # the second is hidden: nobody asks what it is called
        (site / folder / os.fsdecode(name)).touch()
    with pytest.raises(ContentError) as raised:
        build_site(site, strict=True)
    assert [(str(one.where), one.code) for one in raised.value.problems] == [(f"{folder}/caf\\xe9.md", "invalid-utf8")]
    assert not (site / "output").exists()


@pytest.mark.parametrize("topics", ["- {slug: Bad Slug, label: A}\n", TOPICS])
def test_what_is_wrong_with_topics_content_and_layouts_is_told_at_once(site: Path, topics: str) -> None:
    """And so is what is wrong with content alone, where there is nothing else to mend first."""
    before = read_tree(site / "output")
    write(site / "site.yaml", SETTINGS)
    write(site / "content" / "topics.yaml", topics)
    write(site / "content" / "broken.md", "---\ntitle: A\nzone: Mars/Port\n---\n")
    write(site / "layouts" / "day.html", '{% extends "default/day.html" %}\n{% blok %}\n')
    with pytest.raises(ContentError) as raised:
        build_site(site)
    told = {problem.where.path for problem in raised.value.problems if problem.is_error}
    assert told == {"content/broken.md", "layouts/day.html", *(["content/topics.yaml"] if "Bad" in topics else [])}
    assert read_tree(site / "output") == before


def test_a_preview_that_is_known_is_not_looked_at_and_one_that_was_removed_is_made_anew(site: Path) -> None:
    preview = site / ".sitegen/preview"
    build_site(site, ".sitegen/preview", drafts=True)
    whole = read_tree(preview)
    write(preview / "index.html", "<p>Whose?</p>")
    build_site(site, ".sitegen/preview", drafts=True, is_known=True)
    assert (preview / "index.html").read_text("utf-8") == "<p>Whose?</p>"
    build_site(site, ".sitegen/preview", drafts=True)
    assert read_tree(preview) == whole
    shutil.rmtree(preview)
    build_site(site, ".sitegen/preview", drafts=True, is_known=True)
    assert read_tree(preview) == whole
