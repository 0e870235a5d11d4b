"""Every field in every context in which it is printed: text, attribute, address, data, feed, terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from audit import faults_of, texts_of
from hostile_fields import BASE, FIELDS, MARKDOWN, PAYLOADS, UNSEEN, files_with
from selectolax.lexbor import LexborHTMLParser
from support import build_site, make_site, read_tree

from sitegen.legible import contained
from sitegen.words import lost_words

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module", params=[*PAYLOADS.values()], ids=[*PAYLOADS])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The output of a site all of whose fields hold a payload, and the payload."""
    payload = str(request.param)
    root = make_site(tmp_path_factory.mktemp("site"), files_with(payload))
    build_site(root)
    return root / "output", payload


@pytest.mark.promise("X1")
@pytest.mark.promise("X11")
@pytest.mark.promise("X12")
def test_nothing_runs_and_nothing_leads_astray(hostile: tuple[Path, str]) -> None:
    output, _ = hostile
    assert faults_of(output) == []


@pytest.mark.promise("X1")
@pytest.mark.promise("X2")
@pytest.mark.parametrize("field", [field for field in FIELDS if field not in UNSEEN | MARKDOWN])
def test_every_field_is_shown_as_it_was_written(hostile: tuple[Path, str], field: str) -> None:
    """As text, letter by letter: what is not printed at all could do no harm, and no good."""
    output, payload = hostile
    expected = " ".join(contained(f"at{field} {payload}").split())
    assert expected in texts_of(output)


@pytest.mark.promise("X1")
@pytest.mark.promise("X2")
@pytest.mark.parametrize("field", sorted(MARKDOWN))
def test_every_word_of_a_body_is_shown(hostile: tuple[Path, str], field: str) -> None:
    output, payload = hostile
    page = "about" if field == "ownbody" else "2021/03/08/storm"
    html = (output / page / "index.html").read_text(encoding="utf-8")
    html = html[html.index(f"at{field}") :]
    assert not lost_words(f"at{field} {payload}", html)


@pytest.mark.promise("X1")
def test_data_for_machines_says_what_pages_say(hostile: tuple[Path, str]) -> None:
    output, payload = hostile
    page = LexborHTMLParser((output / "2021/03/08/storm/index.html").read_text(encoding="utf-8"))
    script = page.css_first('script[type="application/ld+json"]')
    assert script is not None
    posting = json.loads(script.text())
    assert posting["headline"] == contained(f"attitle {payload}")
    assert posting["publisher"]["name"] == contained(f"atsite {payload}")
    assert posting["liveBlogUpdate"][0]["headline"].startswith("atupdatetitle ")
    assert posting["@id"] == f"{BASE}2021/03/08/storm/"


@pytest.mark.promise("X1")
@pytest.mark.promise("X6")
def test_the_feed_says_what_was_written(hostile: tuple[Path, str]) -> None:
    output, payload = hostile
    feed = ElementTree.parse(output / "feed.xml").getroot()
    assert feed.findtext(f"{ATOM}title") == contained(f"atsite {payload}")
    assert feed.findtext(f"{ATOM}subtitle") == contained(f"atsitedescription {payload}")
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert any(title.startswith("atupdatetitle ") for title in titles)
    assert re.fullmatch(
        r"User-agent: \*\nAllow: /\nSitemap: \S+\n", (output / "robots.txt").read_text(encoding="utf-8")
    )


@pytest.mark.promise("X3")
def test_no_field_makes_a_file(hostile: tuple[Path, str]) -> None:
    output, _ = hostile
    assert read_tree(output).keys() == read_tree(output).keys() & {
        path for path in read_tree(output) if re.fullmatch(r"[A-Za-z0-9._/-]+", path)
    }
    assert {path.name for path in output.parent.iterdir()} == {".sitegen", "content", "output", "site.yaml"}


def test_the_audit_sees_what_it_is_to_see(tmp_path: Path) -> None:
    """A test of the tests: an audit that finds nothing anywhere would pass all of them."""
    bad = {
        "handler": '<p onclick="x()">',
        "style": '<p style="color: red">',
        "script": "<script>alert(1)</script>",
        "address": '<a href="javascript:alert(1)">x</a>',
        "blank": '<a href=" https://a.example">x</a>',
        "picture": '<img src="https://evil.example/x.png">',
        "host": '<a href="//evil.example">x</a>',
        "frame": "<iframe></iframe>",
        "refresh": '<meta http-equiv="Refresh" content="0">',
        "escape": "<p>\x1b[2J</p>",
        "base": '<base href="/">',
        "form": '<form action="/x"></form>',
    }
    for name, html in bad.items():
        (tmp_path / "x.html").write_text(html, encoding="utf-8")
        assert faults_of(tmp_path), name
    (tmp_path / "x.html").write_text('<p><a href="../x">x</a> &lt;script&gt;</p>', encoding="utf-8")
    assert faults_of(tmp_path) == []
    assert texts_of(tmp_path) == "x <script>"
