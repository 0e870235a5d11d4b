"""Real live blogs of a wire service, all the way to their pages; SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support import build_site, make_site

from sitegen.build import Report
from sitegen.config_file import load_config
from sitegen.content.reader import loads
from sitegen.importers.outcomes import SeedReport
from sitegen.model import LiveBlog
from sitegen.words import words

pytestmark = pytest.mark.fixtures

FIRST = "000_db9ad45b8fc0bc03.txt"
ANCHORS = ["t1000", "t1145", "t1240", "t1310", "t1410", "t1440", "t1445", "t1800", "t1930"]
CLOCK = re.compile(r"[0-9]{1,2}(?::[0-9]{2})? [ap]\.m\.")
ZONES = {  # what the notes in the texts say; the first has a dateline only
    FIRST: "Asia/Beirut",
    "breitbart_2016-01-05_the-latest-cruz-to-give-away-eng.txt": "America/New_York",
    "breitbart_2016-06-05_the-latest-mourners-say-ali-s-de.txt": "America/New_York",
    "breitbart_2016-10-03_the-latest-trump-s-leaked-taxes-.txt": "America/New_York",
}


def rows() -> dict[str, dict[str, str]]:
    folder = Path(os.environ["SITEGEN_FIXTURES"])
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        found = [row for row in csv.DictReader(table, delimiter="\t") if row["format"] == "wire-text"]
    return {Path(row["file"]).name: row for row in found}


class Site:
    """The site built once from all the seeds, with what the build said."""

    def __init__(self, root: Path, fixtures: Path) -> None:
        make_site(root, {})
        (root / "seeds").mkdir()
        for name in rows():
            (root / "seeds" / name).write_bytes((fixtures / "wire-text" / name).read_bytes())
        self.root = root
        self.report: Report = build_site(root)
        self.seeds: dict[str, SeedReport] = {Path(seed.seed).name: seed for seed in self.report.imported.seeds}

    def content(self, name: str) -> LiveBlog:
        """The live blog of the seed *name*, as its content file says it."""
        path = self.seeds[name].content
        text = (self.root / path).read_text(encoding="utf-8")
        vocabulary = re.findall(r'slug: "([^"]+)"', (self.root / "content/topics.yaml").read_text(encoding="utf-8"))
        content = loads(text, path, load_config(self.root / "site.yaml"), vocabulary)
        assert content.problems == ()
        return content.liveblog

    def page(self, path: str) -> str:
        """The HTML of a page."""
        return (self.root / "output" / path / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Site:
    return Site(tmp_path_factory.mktemp("real"), fixtures)


class Text(HTMLParser):
    """The text that a browser shows of a page, and the ids of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.ids: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self._hidden += tag in ("script", "style", "head")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def anchors(html: str, before: str = "") -> list[str]:
    return [name for name in Text(html).ids if re.fullmatch(re.escape(before) + r"t[0-9]{4}", name)]


def test_every_seed_is_imported_and_built_without_a_word_of_complaint(site: Site) -> None:
    assert len(rows()) == 4
    assert site.report.problems == ()
    assert {name: seed.outcome for name, seed in site.seeds.items()} == dict.fromkeys(rows(), "imported")
    assert {name: seed.zone for name, seed in site.seeds.items()} == ZONES
    assert site.report.liveblogs == len(rows())


def test_updates_and_their_span_are_those_of_the_index(site: Site) -> None:
    for name, row in rows().items():
        updates = site.content(name).updates
        spans = [(updates[0].at, row["first_update"]), (updates[-1].at, row["last_update"])]
        assert len(updates) == int(row["expected_updates"]), name
        for at, said in spans:
            shown = f"{at:%Y-%m-%dT%H:%M} local" if said.endswith(" local") else at.isoformat(timespec="minutes")
            assert shown == said, name
    assert site.report.updates == sum(int(row["expected_updates"]) for row in rows().values())


def test_the_local_times_of_the_first_seed_are_those_of_beirut(site: Site) -> None:
    blog = site.content(FIRST)
    assert (blog.zone, {update.at.isoformat()[-6:] for update in blog.updates}) == ("Asia/Beirut", {"+02:00"})


def test_seeds_without_a_date_are_dated_by_their_names(site: Site) -> None:
    dated = [name for name in rows() if name != FIRST]
    assert len(dated) == 3
    for name in dated:
        assert site.content(name).date.isoformat() == name.split("_")[1]


def test_the_nine_anchors_stand_in_the_content(site: Site) -> None:
    assert [update.anchor for update in site.content(FIRST).updates] == ANCHORS


def test_the_nine_anchors_stand_on_the_page_of_the_live_blog(site: Site) -> None:
    blog = site.content(FIRST)
    html = site.page(f"2017/11/03/{blog.slug}")
    assert anchors(html) == ANCHORS
    for anchor in ANCHORS:
        assert re.search(rf'<h2 id="{anchor}"><a href="#{anchor}"><time datetime="2017-11-03T', html)


def test_the_nine_anchors_stand_on_the_page_of_the_day_with_the_name_of_the_live_blog(site: Site) -> None:
    blog = site.content(FIRST)
    html = site.page("2017/11/03")
    assert anchors(html, f"{blog.id}-") == [f"{blog.id}-{anchor}" for anchor in ANCHORS]
    for anchor in ANCHORS:
        assert f'<h3 id="{blog.id}-{anchor}"><a href="../../../2017/11/03/{blog.slug}/#{anchor}">' in html


def test_every_word_of_the_seed_is_on_the_page(site: Site, fixtures: Path) -> None:
    blog = site.content(FIRST)
    lines = (fixtures / "wire-text" / FIRST).read_text(encoding="utf-8").splitlines()
    told = [
        line for line in lines if not CLOCK.fullmatch(line.strip()) and line.strip() not in ("November 3, 2017", "___")
    ]
    assert len(lines) - len(told) == len(ANCHORS) + 1
    shown = " ".join(Text(site.page(f"2017/11/03/{blog.slug}")).parts)
    # The dateline is in capitals, and a page writes the place as a sentence does.
    assert Counter(words("\n".join(told).casefold())) - Counter(words(shown.casefold())) == Counter()


def test_the_words_of_each_update_stand_below_its_heading_in_their_order(site: Site, fixtures: Path) -> None:
    blog = site.content(FIRST)
    text = (fixtures / "wire-text" / FIRST).read_text(encoding="utf-8")
    parts = re.split(rf"^{CLOCK.pattern}$", text, flags=re.MULTILINE)[1:]
    articles = re.findall(r"<article class=\"update.*?</article>", site.page(f"2017/11/03/{blog.slug}"), re.S)
    assert len(parts) == len(articles) == len(ANCHORS)
    for part, article in zip(reversed(parts), articles, strict=True):  # the wire sends the newest first
        assert " ".join(words(part)) in " ".join(words(" ".join(Text(article).parts)))


def test_a_second_build_has_nothing_to_do(site: Site) -> None:
    again = build_site(site.root)
    assert (again.rendered, again.changed, again.removed, again.problems) == ((), (), (), ())
