"""What the ledger makes of pages: former addresses lead on, notices stand where words are no more; none is stale."""

from __future__ import annotations

import json
import re
import shutil
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

from sitegen.backups import Backup
from sitegen.commands.pinning import pin_files
from sitegen.config_file import load_config
from sitegen.content import ledger
from sitegen.content.ledger import END, HEADER
from sitegen.errors import ContentError, Problem

QAIM, RAWA = "content/2017/11/03/qaim.md", "content/2017/11/17/rawa.md"
LEDGER = "content/anchors.lock"
FILES = {
    "site.yaml": PUBLISHED + "base_url: https://archive.example.org/\n",
    QAIM: liveblog(
        "Troops enter the town",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "The gates are open since dawn.", "#t1000"),
            update("2017-11-03 10:20", "Marigold has been seen there.", "#t1020"),
            update("2017-11-03 19:30", "A flag is on the roof.", "#t1930"),
            update("2017-11-04 00:10", "It is quiet now.", "#t1104-0010"),
        ],
        id="2017-11-03-qaim",
        slug="qaim",
        zone="Asia/Beirut",
    ),
    RAWA: liveblog(
        "The last town",
        "2017-11-17",
        [update("2017-11-17 12:00", "Nobody has fired a shot.", "#t1200")],
        id="2017-11-17-rawa",
        slug="rawa",
        zone="UTC",
    ),
}
WITHHELD = "\n## 2017-11-03 10:20 {#t1020}\n\nMarigold has been seen there.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site, built."""
    made = make_site(tmp_path / "site", FILES)
    build_site(made)
    return made


def lines(site: Path) -> list[str]:
    return (site / LEDGER).read_text("utf-8").removeprefix(HEADER).removesuffix(END).splitlines()


def say(site: Path, name: str, said: str) -> None:
    """Let the ledger say *said* of *name*, a live blog and an anchor."""
    text = (site / LEDGER).read_text("utf-8")
    assert re.search(f"^{name} .*$", text, re.MULTILINE)
    write(site / LEDGER, re.sub(f"^{name} .*$", f"{name} {said}", text, flags=re.MULTILINE))


def withhold(site: Path) -> None:
    replace_in(site / QAIM, WITHHELD, "")
    say(site, "2017-11-03-qaim t1020", "withheld 2026-11-26")


def page(site: Path, path: str) -> str:
    return (site / "output" / path / "index.html").read_text("utf-8")


def refused(site: Path) -> list[str]:
    with pytest.raises(ContentError) as raised:
        build_site(site)
    return codes_of(raised.value)


def unlike_clean(site: Path) -> str:
    """How the output differs from that of a clean build of the same content, ledger and settings."""
    clean = site.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(site / "content", clean / "content")
    shutil.copy(site / "site.yaml", clean)
    build_site(clean)
    assert lines(clean) == lines(site)
    return difference(read_tree(site / "output"), read_tree(clean / "output"))


@pytest.mark.promise("A8")
@pytest.mark.parametrize(
    ("old", "new", "url"),
    [
        ("slug: qaim", "slug: the-town", "2017/11/03/the-town"),
        ("date: 2017-11-03", "date: 2017-11-02", "2017/11/02/qaim"),
    ],
)
def test_where_slug_or_date_change_the_old_address_leads_on(site: Path, old: str, new: str, url: str) -> None:
    replace_in(site / QAIM, old, new)
    report = build_site(site)
    assert not [path for path in report.removed if path.endswith(".html")]
    assert "address-gone" not in [problem.code for problem in report.problems]
    assert f'content="0; url=../../../../{url}/"' in page(site, "2017/11/03/qaim")
    assert "/2017/11/03/qaim/" not in (site / "output/sitemap.xml").read_text("utf-8")
    assert lines(site)[:2] == sorted(["2017-11-03-qaim /2017/11/03/qaim/ live -", f"2017-11-03-qaim /{url}/ live -"])
    assert unlike_clean(site) == ""


@pytest.mark.promise("A8")
def test_every_former_address_leads_to_the_address_of_today_and_says_its_title(site: Path) -> None:
    for old, new in (("qaim", "one"), ("one", "two")):
        replace_in(site / QAIM, f"slug: {old}", f"slug: {new}")
        build_site(site)
    for old in ("qaim", "one"):
        assert 'content="0; url=../../../../2017/11/03/two/"' in page(site, f"2017/11/03/{old}")
    replace_in(site / QAIM, "title: Troops enter the town", "title: Troops leave the town")
    build_site(site)
    assert ">Troops leave the town</a>" in page(site, "2017/11/03/one")
    assert unlike_clean(site) == ""
    replace_in(site / QAIM, "slug: two", "slug: qaim")  # and back
    build_site(site)
    assert "refresh" not in page(site, "2017/11/03/qaim")
    assert unlike_clean(site) == ""


@pytest.mark.promise("A6")
def test_an_address_is_recorded_by_publishing_alone(site: Path) -> None:
    before = lines(site)
    replace_in(site / QAIM, "slug: qaim", "slug: other")
    build_site(site, "preview", drafts=True)
    build_site(site, dry_run=True)
    assert lines(site) == before
    with pytest.raises(ContentError) as raised:
        build_site(site, strict=True)
    assert "ledger-behind" in codes_of(raised.value)
    replace_in(site / QAIM, "slug: other", "slug: third")
    build_site(site)
    assert "2017-11-03-qaim /2017/11/03/other/ live -" not in lines(site)
    assert not (site / "output/2017/11/03/other").exists()


def test_a_ledger_of_earlier_releases_gets_its_addresses_by_the_next_publishing(site: Path) -> None:
    whole = (site / LEDGER).read_text("utf-8")
    write(site / LEDGER, re.sub(r"^\S+ /.*\n", "", whole, flags=re.MULTILINE))
    report = build_site(site)
    assert (report.new_anchors, (site / LEDGER).read_text("utf-8")) == (0, whole)


def test_a_checkout_with_other_line_ends_is_the_same_ledger(site: Path) -> None:
    withhold(site)
    build_site(site)
    before = read_tree(site / "output")
    write(site / LEDGER, (site / LEDGER).read_text("utf-8").replace("\n", "\r\n"))
    assert build_site(site).rendered == ()
    assert read_tree(site / "output") == before


@pytest.mark.promise("A7")
def test_a_withheld_update_is_a_notice_in_its_place_and_its_words_are_nowhere(site: Path) -> None:
    withhold(site)
    report = build_site(site)
    assert {"/2017/11/03/qaim/", "/2017/11/03/"} <= dict(report.rendered).keys()
    html = page(site, "2017/11/03/qaim")
    found = re.findall(r'<(?:h2|p class="notice") id="(t[^"]+)"', html)
    assert found == ["t1000", "t1020", "t1930", "t1104-0010"]
    assert re.search(
        r'id="t1020">.*withheld on <time datetime="2026-11-26">Thursday 26 November 2026</time>\.</p>', html
    )
    assert not [path for path, data in read_tree(site / "output").items() if b"Marigold" in data]
    posting = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])
    assert [one["url"].rpartition("#")[2] for one in posting["liveBlogUpdate"]] == ["t1000", "t1930", "t1104-0010"]
    assert "t1020" not in (site / "output/feed.xml").read_text("utf-8")
    assert unlike_clean(site) == ""
    assert build_site(site).rendered == ()


@pytest.mark.promise("A3")
@pytest.mark.promise("A7")
def test_what_was_withheld_may_not_come_back_by_hand_nor_its_anchor_be_given_away(site: Path) -> None:
    withhold(site)
    build_site(site)
    text = (site / QAIM).read_text("utf-8")
    write(site / QAIM, text + WITHHELD)
    assert refused(site) == ["anchor-withheld"]
    write(site / QAIM, text + WITHHELD.replace("Marigold has been seen there.", "Something else altogether."))
    assert refused(site) == ["anchor-withheld"]


@pytest.mark.promise("A3")
def test_a_new_update_of_the_minute_of_one_that_was_withheld_gets_an_anchor_of_its_own(site: Path) -> None:
    withhold(site)
    replace_in(
        site / QAIM, "\n## 2017-11-03 19:30", "\n## 2017-11-03 10:20\n\nThe square is empty.\n\n## 2017-11-03 19:30"
    )
    pin_files(Backup(site, "pin"), load_config(site / "site.yaml"), ())
    build_site(site)
    html = page(site, "2017/11/03/qaim")
    assert re.findall(r'<(?:h2|p class="notice") id="(t10[^"]+)"', html) == ["t1000", "t1020b", "t1020"]
    assert unlike_clean(site) == ""


@pytest.mark.promise("A7")
def test_a_live_blog_that_was_withheld_leaves_notices_and_nothing_else(site: Path) -> None:
    replace_in(site / RAWA, "slug: rawa", "slug: last-town")
    build_site(site)
    (site / RAWA).unlink()
    say(site, "2017-11-17-rawa t1200", "withheld 2026-11-26")
    report = build_site(site)
    assert "address-gone" not in [problem.code for problem in report.problems]
    for slug in ("rawa", "last-town"):  # also where it once was
        html = page(site, f"2017/11/17/{slug}")
        assert "<h1>This live blog was withheld</h1>" in html
        assert 'id="t1200"' in html
        assert '<meta name="robots" content="noindex">' in html
    tree = read_tree(site / "output")
    assert not [path for path, data in tree.items() if b"fired a shot" in data or b"The last town" in data]
    naming = {path for path, data in tree.items() if b"/last-town/" in data and path != "MANIFEST-sha256.txt"}
    assert naming == set()
    assert unlike_clean(site) == ""
    write(site / RAWA, FILES[RAWA])
    assert refused(site) == ["anchor-withheld"]


@pytest.mark.promise("A7")
def test_a_live_blog_whose_updates_were_withheld_one_by_one_may_go_too(site: Path) -> None:
    """The ledger stays as it is then: the file alone says that its title must go from its former addresses."""
    replace_in(site / RAWA, "slug: rawa", "slug: last-town")
    build_site(site)
    replace_in(site / RAWA, "\n## 2017-11-17 12:00 {#t1200}\n\nNobody has fired a shot.\n", "")
    say(site, "2017-11-17-rawa t1200", "withheld 2026-11-26")
    build_site(site)
    assert "The last town" in page(site, "2017/11/17/rawa")
    (site / RAWA).unlink()
    build_site(site)
    assert not [path for path, data in read_tree(site / "output").items() if b"The last town" in data]
    assert unlike_clean(site) == ""


@pytest.mark.promise("A7")
def test_an_update_that_moved_leads_to_where_it_is_now(site: Path) -> None:
    replace_in(site / QAIM, WITHHELD, "")
    write(site / RAWA, FILES[RAWA] + WITHHELD.replace("#t1020", "#t1103-1020"))
    say(site, "2017-11-03-qaim t1020", "moved 2017-11-17-rawa#t1103-1020")
    build_site(site)
    link = '<a href="../../../../2017/11/17/rawa/#t1103-1020">The last town</a>'
    assert link in page(site, "2017/11/03/qaim")
    replace_in(site / RAWA, "slug: rawa", "slug: other")
    build_site(site)
    assert link.replace("rawa", "other") in page(site, "2017/11/03/qaim")
    assert unlike_clean(site) == ""
    replace_in(site / RAWA, "\n## 2017-11-03 10:20 {#t1103-1020}\n\nMarigold has been seen there.\n", "")
    say(site, "2017-11-17-rawa t1103-1020", "moved 2017-11-03-qaim#t1930")  # and on, and home
    build_site(site)
    assert 'This update has moved: <a href="#t1930">' in page(site, "2017/11/03/qaim").replace(
        "../../../../2017/11/03/qaim/#", "#"
    )
    assert unlike_clean(site) == ""


@pytest.mark.promise("A4")
@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("moved 2017-11-17-rawa#t1200", []),
        ("moved -", []),
        ("moved 2017-11-17-rawa#t1201", ["moved-nowhere"]),
        ("moved nobody#t1200", ["moved-nowhere"]),
        ("moved 2017-11-03-qaim#t1020", ["moved-nowhere"]),
    ],
)
def test_an_update_moves_to_an_anchor_that_is_there(site: Path, said: str, codes: list[str]) -> None:
    replace_in(site / QAIM, WITHHELD, "")
    say(site, "2017-11-03-qaim t1020", said)
    if codes:
        assert refused(site) == codes
    else:
        build_site(site)
        assert unlike_clean(site) == ""


def test_a_pull_that_changes_the_ledger_alone_renews_the_pages_that_it_touches_and_no_others(site: Path) -> None:
    withhold(site)
    build_site(site)
    say(site, "2017-11-03-qaim t1020", "withheld 2027-01-01")
    rendered = dict(build_site(site).rendered)
    assert [url for url in rendered if url.endswith("/")] == ["/2017/11/03/qaim/"]
    assert unlike_clean(site) == ""
    write(site / LEDGER, (site / LEDGER).read_text("utf-8") + "2017-11-17-rawa /2016/05/01/rawa/ live -\n")
    assert list(dict(build_site(site).rendered)) == ["/2016/05/01/rawa/"]
    assert unlike_clean(site) == ""
    write(site / LEDGER, (site / LEDGER).read_text("utf-8").replace("2017-11-17-rawa /2016/05/01/rawa/ live -\n", ""))
    assert build_site(site).removed == ("2016/05/01/rawa/index.html",)
    assert unlike_clean(site) == ""


def test_a_notice_has_its_day_and_one_without_a_clock_stands_last(site: Path) -> None:
    text = (site / LEDGER).read_text("utf-8")
    more = ["opening", "t1104-0005", "t0800", "t2570"]
    write(site / LEDGER, text + "".join(f"2017-11-03-qaim {name} withheld 2026-11-26\n" for name in more))
    build_site(site)
    html = page(site, "2017/11/03/qaim")
    found = re.findall(r'<(?:h2|p class="notice") id="(t[^"]+|opening)"|<h2 (class)="new-day"', html)
    assert [one or other for one, other in found] == [
        *("t0800", "t1000", "t1020", "t1930"),
        *("class", "t1104-0005", "t1104-0010", "t2570", "opening"),
    ]
    assert unlike_clean(site) == ""


@pytest.mark.promise("A4")
def test_a_former_address_is_not_given_to_another_live_blog(site: Path) -> None:
    replace_in(site / QAIM, "slug: qaim", "slug: town")
    build_site(site)
    other = FILES[RAWA].replace("2017-11-17-rawa", "other").replace("2017-11-17", "2017-11-03").replace("rawa", "qaim")
    write(site / "content/2017/11/03/other.md", other)
    assert refused(site) == ["address-taken"]
    replace_in(site / "content/2017/11/03/other.md", "slug: qaim", "slug: other")
    build_site(site)
    replace_in(site / "content/2017/11/03/other.md", "slug: other", "slug: qaim")  # by a look at what changed alone
    assert refused(site) == ["address-taken"]


def test_an_edit_is_held_against_its_part_of_the_ledger_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_in(site / QAIM, "slug: qaim", "slug: town")
    build_site(site)
    texts: list[str] = []

    def read(text: str) -> tuple[dict[ledger.Key, ledger.Promise], tuple[Problem, ...]]:
        texts.append(text)
        return ledger.read_ledger(text)

    monkeypatch.setattr("sitegen.promises.read_ledger", read)
    replace_in(site / QAIM, "title: Troops enter", "title: Troops leave")  # its former address says it too
    build_site(site)
    replace_in(site / QAIM, "slug: town", "slug: city")
    build_site(site)
    assert texts
    assert not any(text.startswith("#") for text in texts)
    assert unlike_clean(site) == ""
