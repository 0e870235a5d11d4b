"""Whose language each part of a page says: the interface's is English where we have no other, and content says its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import build_site, liveblog, make_site, update

SETTINGS = """\
format: 1
id: "languages.sitegen.invalid,2026-11-22"
title: Das Archiv
description: Was am Fluss geschah.
language: {language}
menu: [wir]
published: false
pages: {{bodies: {updates}}}
topics: [{{slug: fluss, label: Der Fluss, note: Ein Fluss.}}]
"""
DAY = "2017/11/03/index.html"


def pages(root: Path, language: str, updates: str = "full") -> dict[str, LexborHTMLParser]:
    """The pages of a site of three live blogs: one in the site's language, one in English, one in Arabic."""
    files = {
        "site.yaml": SETTINGS.format(language=language, updates=updates),
        "content/pages/wir.md": "---\ntitle: Wir\n---\n\nWorte.\n",
    }
    for slug, said in {"eins": {}, "two": {"lang": "en"}, "three": {"lang": "ar"}}.items():
        text = [update("2017-11-03 10:00", f"Ein Wort von {slug}.", '#t1000 topics="fluss"')]
        files[f"content/2017/11/03/{slug}.md"] = liveblog(f"Titel {slug}", "2017-11-03", text, slug=slug, **said)
    report = build_site(make_site(root, files))
    assert [problem.code for problem in report.problems if problem.is_error] == []
    output = root / "output"
    return {
        path.relative_to(output).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in output.rglob("*.html")
    }


def spoken(page: LexborHTMLParser, selector: str) -> list[tuple[str | None, str | None]]:
    return [(node.attributes.get("lang"), node.attributes.get("dir")) for node in page.css(selector)]


def test_the_interface_is_english_and_content_says_its_language(tmp_path: Path) -> None:
    found = pages(tmp_path, "sv")
    assert {spoken(page, "html")[0] for name, page in found.items() if "/three/" not in name} == {("en", None)}
    assert spoken(found["index.html"], "h1, .head .standfirst") == [("sv", None)] * 2
    assert spoken(found["wir/index.html"], "h1, .prose, .wordmark") == [("sv", None)] * 3
    assert spoken(found["2017/11/03/eins/index.html"], "h1, .body > div, .update .unseen[lang]") == [("sv", None)] * 3
    assert spoken(found["2017/11/03/two/index.html"], "main [lang]:not(.topics a, .tally a, .turn bdi)") == []
    assert spoken(found[DAY], ".live-blog h3 a") == [("sv", None), ("ar", "rtl"), (None, None)]
    assert spoken(found[DAY], ".body > div") == [("sv", None), ("ar", "rtl")]


def test_months_are_named_alike_wherever_they_stand(tmp_path: Path) -> None:
    found = pages(tmp_path, "sv")
    for name in ("2017/11/index.html", DAY):
        heading, crumbs = found[name].css_first("h1"), found[name].css_first(".crumbs")
        assert heading is not None
        assert crumbs is not None
        assert heading.text().endswith("November 2017")
        assert ("November" in crumbs.text()) is (name == DAY)


def test_the_direction_is_the_pages_and_content_of_another_says_so(tmp_path: Path) -> None:
    found = pages(tmp_path, "ar")
    assert spoken(found[DAY], "html") == [("en", "rtl")]
    assert spoken(found["2017/11/03/two/index.html"], "html") == [("en", None)]
    assert spoken(found[DAY], ".live-blog h3 a") == [("ar", None), ("ar", None), (None, "ltr")]


def test_a_kind_of_english_is_the_interfaces_too(tmp_path: Path) -> None:
    found = pages(tmp_path, "en-GB")
    assert spoken(found["index.html"], "html") == [("en-GB", None)]
    assert spoken(found["index.html"], "h1") == [(None, None)]


@pytest.mark.parametrize("name", [DAY, "topics/fluss/index.html"])
def test_a_list_of_leads_has_clocks_leads_and_live_blogs_alone(tmp_path: Path, name: str) -> None:
    page = pages(tmp_path, "sv", "lead")[name]
    for one in page.css(".update"):
        assert next(node.text() for node in one.css("a")) == "10:00"
        assert len(one.css("a")) == 3
        assert not one.css(".topics, .permalink, .stamp, .unseen")
    assert next(node.text() for node in page.css(".update .title a")) == "Ein Wort von eins."
