"""Citations on pages: texts at each update and of the whole, files, a lasting name, and what reference managers read."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import PUBLISHED, Tree, build_site, liveblog, make_site, read_tree, update

from sitegen.content.front_matter import CITE_AS

HOME = "2018/02/20/gale/"
HOST = "https://archive.example.org/live/"
UPDATES = (
    update("2018-02-20 08:00", "No ferry sails today.", "#t0800"),
    update("2018-02-20 08:40 — The quay & the sea", "It is dry.", '#t0840 key author="Ada Ray"'),
)


def built(folder: Path, settings: str = f"base_url: {HOST}\n", **said: str) -> Tree:
    text = liveblog("A gale", "2018-02-20", UPDATES, id="2018-02-20-gale", slug="gale", publisher="Wire", **said)
    site = make_site(folder / "site", {"site.yaml": PUBLISHED + settings, "content/gale.md": text})
    build_site(site)
    return read_tree(site / "output")


def texts(html: bytes, place: str) -> list[str]:
    return [node.text() for node in LexborHTMLParser(html).css(f"{place} dd")]


@pytest.mark.parametrize("page", ["index.html", "t0840/index.html"])
def test_each_update_says_how_to_cite_it(tmp_path: Path, page: str) -> None:
    html = built(tmp_path)[HOME + page]
    address = f"{HOST}{HOME}#t0840"
    assert texts(html, "article:has(#t0840) .cite") == [
        "Ray, Ada. (2018, February 20). The quay & the sea [Live blog update, 8:40 a.m. UTC]. In A gale."
        f" The Small Archive. {address}",
        f"Ray, Ada. “The quay & the sea.” A gale, The Small Archive, 20 Feb. 2018, 8:40 a.m. UTC, {address}.",
        f"Ada Ray, “The quay & the sea,” in “A gale,” The Small Archive, February 20, 2018, 8:40 a.m. UTC, {address}.",
    ]
    assert LexborHTMLParser(html).css_first("article:has(#t0840) details.cite > summary") is not None


def test_the_whole_says_how_to_cite_it_and_where_the_files_are(tmp_path: Path) -> None:
    page = LexborHTMLParser(built(tmp_path)[f"{HOME}index.html"])
    assert next(node.text() for node in page.css(".citing dd")).startswith(
        "Wire. (2018, February 20). A gale [Live blog]."
    )
    files = [node.attributes["href"] for node in page.css(".citing a")]
    assert files == [f"../../../../{HOME}citation.{kind}" for kind in ("json", "bib", "ris")]


def test_a_lasting_name_stands_in_citations_of_the_whole_and_in_data(tmp_path: Path) -> None:
    tree = built(tmp_path, cite_as="doi:10.5281/zenodo.123")
    page = LexborHTMLParser(tree[f"{HOME}index.html"])
    assert all("https://doi.org/10.5281/zenodo.123" in node.text() for node in page.css(".citing dd")[:3])
    link = page.css_first('.citing a[href="https://doi.org/10.5281/zenodo.123"]')
    assert link is not None
    assert link.text() == "doi:10.5281/zenodo.123"
    said = page.css_first('script[type="application/ld+json"]')
    assert said is not None
    assert json.loads(said.text())["identifier"] == "doi:10.5281/zenodo.123"
    assert json.loads(tree[f"{HOME}citation.json"])[0]["DOI"] == "10.5281/zenodo.123"
    assert "zenodo" not in "".join(texts(tree[f"{HOME}index.html"], ".cite"))  # an update is cited at its permalink


def test_without_an_address_nothing_can_be_cited_but_by_its_lasting_name(tmp_path: Path) -> None:
    assert b"<dt>APA" not in built(tmp_path / "one", "")[f"{HOME}index.html"]
    named = built(tmp_path / "two", "", cite_as="ark:/12345/x6")[f"{HOME}index.html"]
    assert named.count(b"<dt>APA") == 1
    assert b"https://n2t.net/ark:/12345/x6" in named


def test_a_site_without_citations_shows_none(tmp_path: Path) -> None:
    tree = built(tmp_path, f"base_url: {HOST}\npages: {{citations: false}}\n")
    assert b"<dt>APA" not in tree[f"{HOME}index.html"]
    assert b"citation_title" not in tree[f"{HOME}t0840/index.html"]


def test_reference_managers_and_previews_read_the_page_of_an_update(tmp_path: Path) -> None:
    page = LexborHTMLParser(built(tmp_path)[f"{HOME}t0840/index.html"])
    said = {
        node.attributes.get("name") or node.attributes.get("property"): node.attributes["content"]
        for node in page.css("meta[content]")
    }
    assert {name: said[name] for name in said if name and name.startswith(("citation_", "og:"))} == {
        "citation_title": "The quay & the sea",
        "citation_author": "Ada Ray",
        "citation_publication_date": "2018/02/20",
        "citation_publisher": "The Small Archive",
        "citation_language": "en",
        "citation_public_url": f"{HOST}{HOME}#t0840",
        "og:type": "article",
        "og:site_name": "The Small Archive",
        "og:title": "The quay & the sea",
        "og:description": "It is dry.",
        "og:url": f"{HOST}{HOME}t0840/",
        "og:image": f"{HOST}assets/card.png",
    }


def test_every_page_has_what_previews_show(tmp_path: Path) -> None:
    tree = built(tmp_path)
    for path in (path for path in tree if path.endswith(".html")):
        page = LexborHTMLParser(tree[path])
        for name in ("og:type", "og:title", "og:image"):
            assert page.css_first(f'meta[property="{name}"]') is not None, f"{path} has no {name}"
    image = next(data for path, data in tree.items() if path == "assets/card.png")
    assert image.startswith(b"\x89PNG")
    assert len(image) < 20_000


def test_a_live_blog_of_forty_updates_is_light(tmp_path: Path) -> None:
    """With its style and its scripts, as hosts send them."""
    words = random.Random(40)
    stock = ["".join(words.choices("etaoinshrdlu", k=words.randint(2, 9))) for _ in range(800)]
    updates = [
        update(f"2018-02-20 {6 + n // 4:02}:{n % 4 * 15:02}", " ".join(words.choices(stock, k=130)), f"#u{n}")
        for n in range(40)
    ]
    text = liveblog("A gale", "2018-02-20", updates, id="2018-02-20-gale", slug="gale")
    site = make_site(tmp_path, {"site.yaml": f"{PUBLISHED}base_url: {HOST}\n", "content/gale.md": text})
    build_site(site)
    tree = read_tree(site / "output")
    sent = (f"{HOME}index.html", "assets/style.css", "assets/copy.js")
    assert sum(len(gzip.compress(tree[path])) for path in sent) < 60_000
    assert sum(len(data) for path, data in tree.items() if path.startswith("assets/") and path.endswith(".js")) < 10_000


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *(("10.5281/zenodo.123", True), ("https://doi.org/10.5281/z", True), ("ark:12345/x", True)),
        *(("https://example.org/item", True), ("javascript:alert(1)", False), ("a book", False), ("", False)),
    ],
)
def test_what_a_lasting_name_may_be(text: str, fits: bool) -> None:
    assert bool(CITE_AS.fullmatch(text)) == fits


def test_a_name_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is no name by which to cite"):
        built(tmp_path, cite_as="a book")


def test_reference_managers_read_the_page_of_a_live_blog(tmp_path: Path) -> None:
    tree = built(tmp_path)
    page = LexborHTMLParser(tree[f"{HOME}index.html"])
    said = {node.attributes.get("name"): node.attributes["content"] for node in page.css("meta[name^='citation_']")}
    assert said["citation_public_url"] == f"{HOST}{HOME}"
    assert [said["citation_title"]] == [heading.text() for heading in page.css("h1")]
    assert b"citation_" not in built(tmp_path / "none", "pages: {citations: false}\n")[f"{HOME}index.html"]
