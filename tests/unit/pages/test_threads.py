"""Thread navigation: from an update to its neighbours that carry the same topic, wherever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import SETTINGS, build_site, liveblog, make_site, read_tree, replace_in, update

from sitegen.pages.plan_topics import bars
from sitegen.pages.views import Bar

TOPICS = """\
topics:
  - {slug: iraq, label: Iraq}
  - {slug: qaim, label: Qaim, broader: iraq}
  - {slug: rawa, label: Rawa, broader: iraq}
  - {slug: anah, label: Anah, broader: iraq}
  - {slug: hit, label: Hit, broader: iraq}
"""
BAGHDAD, BEIRUT, LATER = "content/baghdad.md", "content/beirut.md", "content/later.md"


def at(clock: str, topics: str) -> str:
    anchor = f"t{clock[-5:].replace(':', '')}"
    return update(clock, f"Words of {clock}.", f'#{anchor} topics="{topics}"')


def story(name: str, day: str, updates: list[str], zone: str, **more: str) -> str:
    return liveblog(name.title(), day, updates, id=f"{day}-{name}", slug=name, zone=zone, **more)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two live blogs at once, whose zones differ by an hour, and one half a year later."""
    baghdad = [at("2017-11-03 11:00", "qaim, iraq"), at("2017-11-03 13:00", "qaim"), at("2017-11-03 23:59", "rawa")]
    beirut = [at("2017-11-03 11:30", "qaim"), at("2017-11-03 12:00", "iraq")]
    later = [at("2018-06-01 09:00", "qaim, rawa, anah, hit")]
    files = {
        "site.yaml": SETTINGS + TOPICS,
        BAGHDAD: story("baghdad", "2017-11-03", baghdad, "Asia/Baghdad"),
        BEIRUT: story("beirut", "2017-11-03", beirut, "Asia/Beirut"),
        LATER: story("later", "2018-06-01", later, "UTC"),
    }
    return make_site(tmp_path, files)


def steps(root: Path, page: str) -> dict[str, list[str]]:
    """For each update of a *page*, where its topics lead on to: "qaim earlier ../b/#t1130"."""
    tree = LexborHTMLParser((root / "output" / page / "index.html").read_bytes())
    found: dict[str, list[str]] = {}
    for article in tree.css("article.update"):
        for topic in article.css(".topics li"):
            for step in topic.css("a.step"):
                name, way = topic.css("a")[0].text(), str(step.attributes["class"]).removeprefix("step ")
                anchor = str(article.attributes["aria-labelledby"])
                found.setdefault(anchor, []).append(f"{name} {way} {step.attributes['href']}")
    return found


def test_an_update_leads_to_its_neighbours_in_each_thread_by_instant_across_live_blogs(site: Path) -> None:
    build_site(site)
    home = "../../../.."
    assert steps(site, "2017/11/03/baghdad") == {  # 8:00, 10:00 and 20:59 UTC; Beirut's 11:30 is 9:30 UTC
        "t1100": [f"Qaim later {home}/2017/11/03/beirut/#t1130"],
        "t1300": [f"Qaim earlier {home}/2017/11/03/beirut/#t1130", f"Qaim later {home}/2018/06/01/later/#t0900"],
        "t2359": [f"Rawa later {home}/2018/06/01/later/#t0900"],
    }
    assert steps(site, "2017/11/03/beirut") == {
        "t1130": [f"Qaim earlier {home}/2017/11/03/baghdad/#t1100", f"Qaim later {home}/2017/11/03/baghdad/#t1300"]
    }


def test_a_broad_topic_leads_nowhere_and_at_most_three_lead_on(site: Path) -> None:
    build_site(site)
    assert not any("Iraq" in said for page in ("baghdad", "beirut") for said in steps(site, f"2017/11/03/{page}"))
    replace_in(site / BAGHDAD, '"rawa"', '"anah, hit, qaim, rawa"')
    build_site(site)
    assert [said.split()[0] for said in steps(site, "2018/06/01/later")["t0900"]] == ["Anah", "Hit", "Qaim"]


def test_a_step_within_a_live_blog_stays_on_its_page(site: Path) -> None:
    replace_in(site / BEIRUT, '#t1130 topics="qaim"', "#t1130")
    build_site(site)
    assert steps(site, "2017/11/03/baghdad")["t1100"] == ["Qaim later #t1300"]
    assert steps(site, "2017/11/03/baghdad")["t1300"][0] == "Qaim earlier #t1100"


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        (BEIRUT, "03 11:30 {", "03 11:31 {", {"baghdad"}),
        (BEIRUT, '11:30 {#t1130 topics="qaim"}', '11:30 {#t1130 topics="rawa"}', {"baghdad"}),
        (BEIRUT, "#t1130", "#t1130-2", {"baghdad"}),
        (BEIRUT, "slug: beirut", "slug: lebanon", {"baghdad", "later"}),  # it is the previous of both
        (LATER, "06-01 09:00 {", "06-01 09:30 {", {"baghdad"}),
        (LATER, "Words of", "Other words of", set[str]()),
    ],
)
def test_an_edit_renders_the_neighbours_that_lead_to_it_and_no_others(
    site: Path, path: str, old: str, new: str, changed: set[str]
) -> None:
    build_site(site)
    replace_in(site / path, old, new)
    rendered = {url.split("/")[-2] for url, _ in build_site(site).rendered if url.count("/") == 5}
    own = Path(path).stem
    assert rendered - {own, "lebanon"} == changed
    incremental = read_tree(site / "output")
    build_site(site, "again", clean=True)
    assert read_tree(site / "again") == incremental


def test_a_draft_is_no_neighbour(site: Path) -> None:
    replace_in(site / BEIRUT, "slug: beirut", "slug: beirut\ndraft: true")
    build_site(site)
    assert steps(site, "2017/11/03/baghdad")["t1100"] == ["Qaim later #t1300"]
    build_site(site, "drafts", drafts=True)
    there = (site / "drafts/2017/11/03/baghdad/index.html").read_text()
    assert "beirut/#t1130" in there


def test_a_chart_has_every_month_from_the_first_to_the_last(site: Path) -> None:
    build_site(site)
    chart = LexborHTMLParser((site / "output/topics/qaim/index.html").read_bytes()).css_first(".chart")
    assert chart is not None
    assert [bar.attributes["height"] for bar in chart.css("rect")] == ["62", "22"]  # of 3 and of 1
    assert [bar.attributes["x"] for bar in chart.css("rect")] == ["1", str(7 * 14 + 1)]
    assert [caption.text().strip() for caption in chart.css("figcaption")] == [
        "Updates by month, November 2017 to June 2018; most in November 2017: 3."
    ]
    assert [row.text(separator=" ").split() for row in chart.css("tbody tr")] == [
        ["November", "2017", "3"],
        ["June", "2018", "1"],
    ]


def test_a_chart_of_many_months_is_one_of_years() -> None:
    assert bars("a", [("2017-11", 3)]) == ()
    assert bars("a", [("2017-11", 3), ("2017-12", 1)])[1] == Bar(2017, 12, 1, "/topics/a/2017/")
    assert bars("a", [("2001-01", 3), ("2001-05", 2), ("2009-01", 1)]) == (
        Bar(2001, 0, 5, "/topics/a/2001/"),
        *(Bar(year, 0, 0, "") for year in range(2002, 2009)),
        Bar(2009, 0, 1, "/topics/a/2009/"),
    )
