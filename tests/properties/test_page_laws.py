"""Content is text: whatever titles, names, topics and bodies hold, a page has the ids and the links that it is to have."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from support import build_site, liveblog, make_site, read_tree, update

from sitegen.output.scan import scan, scan_plain
from sitegen.pages.pieces import _TOKEN

GOLDEN = Path(__file__).parents[1] / "golden"
GOLDEN_PAGES = sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/expected/output/**/*.html"))
HOSTILE = st.lists(
    st.sampled_from(
        [
            *(' id="x"', ' href="/y/"', " src='/z.png'", 'id="', 'href="', '"', "'", "<", ">", "&", "&quot;", "&#34;"),
            *("</title>", "</script>", "<script>", "<!--", "-->", "<a href=/y/>", '<h2 id="t1000">', "</h3>", "]]>"),
            *("{{ site }}", "{% raw %}", "=", "/", "%22", "`", "word", " ", "é", "שלום", "0", "body:1/1", "12345678/"),
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


CONTROLS = st.text("\0\1\x02\x1f\x7f\u00a0\u200f0123456789abcdef/:body", max_size=24)
"""What no value of YAML may hold, but a heading or a body: marks of pages in pieces are made of such characters."""


def site_of(root: Path, said: str, more: str, control: str = "") -> Path:
    """A small site in *root* that says *said* and *more* wherever content may say anything, *control* in updates."""
    title, name = json.dumps("T" + said, ensure_ascii=False), json.dumps("N" + more, ensure_ascii=False)
    settings_text = (
        f"format: 1\ntitle: {title}\ndescription: {name}\npublished: false\nzone: UTC\npublisher: {name}\n"
        "base_url: https://archive.example.org/live/\nid: 'laws.sitegen.invalid,2026'\nmenu: [about]\n"
        f"rights: {{holder: {name}, note: {title}}}\n"
        f"topics:\n  - {{slug: one, label: {title}, note: {name}}}\n  - {{slug: two, label: {name}, broader: one}}\n"
    )
    files = {"site.yaml": settings_text, "content/pages/about.md": f"---\ntitle: {title}\n---\n\nWords.\n"}
    heading = re.sub(r"[\\{}]", r"\\\g<0>", said + control)
    for slug, lang in (("x", "en"), ("y", "ar")):
        updates = [
            update(f"2017-11-03 10:00 — T{heading}", f"Text {more}{control}.", '#t1000 topics="one, two" key'),
            update("2017-11-03 12:00", f"Words {control}{said} and more.", '#t1200 topics="two"'),
        ]
        told = {"kicker": name, "dateline": title, "publisher": name, "lang": lang}
        summary = f"[{title}, {name}]"
        matter = {"id": f"2017-11-03-{slug}", "slug": slug, "summary": summary, **told}
        files[f"content/2017/11/03/{slug}.md"] = liveblog(title, "2017-11-03", updates, **matter)
    return make_site(root, files)


def oracle(html: str) -> tuple[list[str], list[str]]:
    """The ids and all ``href`` and ``src`` of *html*, as a browser's parser finds them."""
    ids, links = [], []
    for node in LexborHTMLParser(html).css("*"):
        attributes = node.attributes
        ids += [attributes["id"] or ""] if "id" in attributes else []
        links += [attributes[name] or "" for name in ("href", "src") if name in attributes]
    return ids, links


@pytest.mark.parametrize("name", GOLDEN_PAGES)
def test_both_scans_find_the_same_on_every_golden_page(name: str) -> None:
    html = (GOLDEN / name).read_text("utf-8")
    url = "/" + name.partition("/expected/output/")[2].removesuffix("index.html")
    (ids, links), (quick_ids, quick_links) = scan(html, url), scan_plain(html, url)
    assert quick_ids == ids
    assert set(quick_links) == set(links)
    if not name.startswith("override-layout/"):
        assert links


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE, HOSTILE, CONTROLS)
@example(' id="x"', ' href="/y/"', "\0\1")
@example('"><h2 id="t1000">', "</script><a href=/y/>", "\x010\1 \1body:1/1\1")
@example("'", "&quot;", "\x0012345678/ \x01123456780\1")
def test_no_content_makes_an_id_or_a_link(said: str, more: str, control: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, plain = site_of(Path(folder) / "a", said, more, control), site_of(Path(folder) / "b", "itle", "ame")
        for site in (root, plain):
            build_site(site)
        pages, expected = (read_tree(site / "output") for site in (root, plain))
        assert pages.keys() == expected.keys()
        for path in (path for path in pages if path.endswith(".html")):
            html, url = pages[path].decode(), "/" + path.removesuffix("index.html")
            ids, links = oracle(html)
            assert (ids, links) == oracle(expected[path].decode()), path
            (found, led), (quick, quickly_led) = scan(html, url), scan_plain(html, url)
            assert quick == found == tuple(ids), path
            assert set(quickly_led) == set(led), path
            assert _TOKEN not in html


def test_what_was_said_is_read_on_the_page_as_it_was_said(tmp_path: Path) -> None:
    said, more, control = "</title><b id='x'>&amp; {{ site }}", '</script>"&quot;', "\x010\1"
    build_site(site_of(tmp_path, said, more, control))
    page = LexborHTMLParser((tmp_path / "output/2017/11/03/x/index.html").read_text("utf-8"))
    texts = [node.text() for node in page.css("h1, h2 .title, .topics a")]
    assert texts == ["T" + said, f"T{said}{control}", "N" + more, "T" + said, "N" + more]
    script = page.css_first("script")
    assert script is not None
    assert json.loads(script.text())["headline"] == "T" + said
    assert json.loads(script.text())["liveBlogUpdate"][0]["headline"] == f"T{said}{control}"


# Pages that show one update

SHARED = {
    "site.yaml": "format: 1\ntitle: T\npublished: false\nzone: UTC\nlanguage: en\nid: 'laws.sitegen.invalid,2026'\n"
    "menu: [about]\n{more}topics: [{{slug: one, label: One}}]\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nSee [the news](/2017/11/03/x/#t1000).\n",
    "content/2017/11/03/x.md": liveblog(
        "X",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "See [below](#t1200), [us](/about/), [a day](../).", '#t1000 topics="one" key'),
            update("2017-11-03 12:00", "See [above](#t1000) and [there](https://example.org/).", '#t1200 topics="one"'),
        ],
        id="2017-11-03-x",
        slug="x",
    ),
    "content/2017/11/03/y.md": liveblog(
        "Y",
        "2017-11-03",
        [update("2017-11-03 11:00", "انظر [هنا](../x/#t1200).", '#t1100 topics="one"')],
        id="2017-11-03-y",
        slug="y",
        lang="ar",
    ),
}
TOP = "layouts/404.html"
STREAM_404 = (
    '{% extends "default/404.html" %}{% block content %}{{ super() }}<a href="{{ "/2017/11/03/x/#t1000"|link }}">x</a>'
    "{% endblock %}"
)


def shared_site(root: Path, **more: str) -> dict[str, str]:
    """The pages of a site whose updates stand on many pages; *more* are settings."""
    said = "".join(f"{name}: {value}\n" for name, value in more.items())
    build_site(make_site(root, {**SHARED, "site.yaml": SHARED["site.yaml"].format(more=said), TOP: STREAM_404}))
    return {path: data.decode() for path, data in read_tree(root / "output").items() if path.endswith(".html")}


@pytest.mark.parametrize("links", ["folder", "file"])
@pytest.mark.parametrize(
    "base",
    ["", "https://archive.example.org/", "https://archive.example.org/live/", "https://archive.example.org/2017/"],
)
def test_every_link_leads_from_its_page_to_a_file_and_an_id(tmp_path: Path, links: str, base: str) -> None:
    more = {"links": links, **({"base_url": base} if base else {})}
    pages = shared_site(tmp_path, **more)
    host = base or "https://archive.example.org/"
    files = {f"{host}{path}" for path in read_tree(tmp_path / "output")}
    for path, html in pages.items():
        here = host + (path if links == "file" else path.removesuffix("index.html"))
        if path == "404.html":
            here = f"{host}2017/99/lost/"  # it is shown wherever a reader gets lost
        ids, found = oracle(html)
        for link in found:
            if link.startswith("#"):
                assert link[1:] in ids, (path, link)
                continue
            there, _, name = urljoin(here, link).partition("#")
            if not there.startswith(host):
                assert there == "https://example.org/"
                continue
            file = there + "index.html" if there.endswith("/") else there
            is_link_for_machines = link == there and base  # canonical ones have the folder form
            assert links == "folder" or not link.endswith("/") or is_link_for_machines, (path, link)
            assert unquote(file) in files, (path, link)
            if name and file.endswith(".html"):
                assert name in oracle(pages[unquote(file).removeprefix(host)])[0], (path, link)


def test_an_update_stands_on_each_page_with_the_links_of_that_page(tmp_path: Path) -> None:
    pages = shared_site(tmp_path)
    below = {
        "2017/11/03/x/index.html": "#t1200",
        "2017/11/03/index.html": "../../../2017/11/03/x/#t1200",
        "topics/one/index.html": "../../2017/11/03/x/#t1200",
        "topics/one/2017/index.html": "../../../2017/11/03/x/#t1200",
    }
    for path, link in below.items():
        assert f'<a href="{link}">below</a>' in pages[path], path
    assert '<a href="../2017/11/03/x/#t1000">the news</a>' in pages["about/index.html"]
    assert 'href="./2017/11/03/x/#t1000"' in pages["index.html"]
    assert 'href="/2017/11/03/x/#t1000"' in pages["404.html"]


def test_ids_are_bare_on_the_page_of_the_live_blog_alone(tmp_path: Path) -> None:
    pages = shared_site(tmp_path)
    assert re.findall(r'<h2 id="([^"]+)"', pages["2017/11/03/x/index.html"]) == ["t1000", "t1200"]
    whole = ["2017-11-03-x-t1000", "2017-11-03-y-t1100", "2017-11-03-x-t1200"]
    for path in ("2017/11/03/index.html", "topics/one/index.html", "topics/one/2017/index.html"):
        assert re.findall(r'<h3 id="([^"]+)"', pages[path]) == whole
        assert pages[path].count('<p class="from">') == 3
    assert '<p class="from">' not in pages["2017/11/03/x/index.html"]


def test_levels_of_headings_do_not_mix_pages_up(tmp_path: Path) -> None:
    """A layout may give its stream the level that the live blog's own page has."""
    files = {
        **SHARED,
        "site.yaml": SHARED["site.yaml"].format(more=""),
        "layouts/day.html": '{% extends "default/day.html" %}{% import "_update.html" as updates with context %}'
        "{% block stream %}{{ updates.stream(view.updates, 2, view.mixed) }}{% endblock %}",
    }
    build_site(make_site(tmp_path, files))
    day, own = ((tmp_path / f"output/{path}index.html").read_text("utf-8") for path in ("2017/11/03/", "2017/11/03/x/"))
    assert re.findall(r'<h2 id="([^"]+)"', day) == ["2017-11-03-x-t1000", "2017-11-03-y-t1100", "2017-11-03-x-t1200"]
    assert re.findall(r'<h2 id="([^"]+)"', own) == ["t1000", "t1200"]


def test_a_partial_that_is_overridden_in_part_still_shows_updates_by_the_default_one(tmp_path: Path) -> None:
    partial = (
        '{% import "default/_update.html" as ours with context %}'
        '{% macro stream(updates, level, mixed) %}<div class="mine">{{ ours.stream(updates, level, mixed) }}</div>'
        "{% endmacro %}{% macro leads(updates, kind, characters=1000) %}{{ ours.leads(updates, kind) }}{% endmacro %}"
    )
    site = {**SHARED, "site.yaml": SHARED["site.yaml"].format(more=""), "layouts/_update.html": partial}
    build_site(make_site(tmp_path, site))
    for path in ("2017/11/03/", "2017/11/03/x/", "topics/one/"):
        html = (tmp_path / f"output/{path}index.html").read_text("utf-8")
        assert '<div class="mine">' in html, path
        assert "t1000" in "".join(oracle(html)[0]), path


def test_a_live_blog_from_right_to_left_says_so_where_others_stand(tmp_path: Path) -> None:
    pages = shared_site(tmp_path)
    own, day = (LexborHTMLParser(pages[f"2017/11/03/{name}index.html"]) for name in ("y/", ""))
    assert [node.attributes.get("dir") for node in own.css("html")] == ["rtl"]
    assert [node.attributes.get("dir") for node in own.css(".body > div")] == [None]
    assert [node.attributes.get("dir") for node in day.css("html")] == [None]
    found = [(node.attributes.get("lang"), node.attributes.get("dir")) for node in day.css(".body > div")]
    assert found == [("ar", "rtl")]  # the others are in the page's language, and need no element of their own
    leads = [(node.attributes.get("lang"), node.attributes.get("dir")) for node in day.css("h3 .unseen[lang]")]
    assert leads == [("ar", "rtl")]
    for node in own.css(".topics a"):
        assert (node.attributes.get("lang"), node.attributes.get("dir")) == (None, "ltr")
