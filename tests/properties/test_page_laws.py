"""Web pages and JSON-LD, whatever their bytes: read or refused, quickly, and no word lost of what is read."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.web.jsonld import JSONLD
from sitegen.importers.web.page import PAGE
from sitegen.json_value import Json

CONFIG = Config(title="A site")
UPDATE: dict[str, Json] = {
    "@type": "BlogPosting",
    "headline": "Late",
    "articleBody": "The ferry is late.",
    "datePublished": "2021-03-09T11:00:00+01:00",
    "url": "https://quay.example/live#u1",
}
BLOG: dict[str, Json] = {
    "@type": "LiveBlogPosting",
    "headline": "Ferry",
    "description": "A day.",
    "liveBlogUpdate": [UPDATE],
}
PAGES = (
    '<!doctype html><html lang="de"><head><title>Ferry</title><script type="application/ld+json">'
    + json.dumps(BLOG)
    + '</script></head><body><h1>Ferry</h1><div id="u1"><time>11:00</time><h3>Late</h3>'
    "<p>The <b>ferry</b> is late.</p></div>",
    '<html><meta name="date" content="2021-03-09T11:00:00Z"><body><h1>Ferry</h1><p>First.</p><h2>10 March 2021</h2>'
    "<p>7:30 p.m. — It is <i>late</i>.</p><p>6 p.m. — In.</p><ul><li>11.04 Uhr: x<li>11.30 Uhr: y</ul>"
    "<table><tr><td>5h37<td>z"
    "<tr><td>6h00<td>w</table></body>",
    '<html><body><h1>Ferry</h1><div><div class="e" id="a1"><time datetime="2021-03-09T09:00:00Z">9</time><p>One</p></div>'
    '<div class="e" id="a2"><time datetime="2021-03-09T10:00:00Z">10</time><h4>T</h4><p>Two<br>x</p></div></div>',
)
MARKS = (
    '<div> </div> <p> <time> <b> </b> &#0; <table> <!-- --> " <h1> <br> <li> <script> </script> <svg> hidden Montag 25:70 '
    '{ [ 9999-12-31T23:59:59 0001-01-01T00:00:00 &nbsp; id="liveblog-entry-1"'
)
BITS = (
    *MARKS.split(),
    "\0",
    "\x0b",
    "11.04 Uhr: ",
    '<a href="x">',
    "31. Februar 2021",
    '<time datetime="2021-03-09T09:00">',
)
"""What breaks pages."""


def check(data: bytes, path: str = "seeds/2020-01-02-ferry.html") -> None:
    for importer in (PAGE, JSONLD):
        importer.declines(Seed(path, data))
        for item in importer.read(Seed(path, data), CONFIG):
            assert isinstance(item, Found | Problem)
            if isinstance(item, Found):
                lost = contradictions(path, item.liveblog, item.evidence, lambda body: plain(render(body, "/")))
                assert list(lost) == []


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check(data)
    check(b"<html>" + data)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good page with pieces cut out, moved and put in."""
    text = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(BITS), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[draw(st.sampled_from((start, end))) :]
    return text


@given(damaged())
@settings(max_examples=120, deadline=None)
def test_a_damaged_page(text: str) -> None:
    check(text.encode("utf-8", "replace"))


VALUES: st.SearchStrategy[Json] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=9),
        st.sampled_from(["2021-03-09T09:00:00Z"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*UPDATE, *BLOG]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.sampled_from([*BLOG, "publisher", "inLanguage", "url"]),
    st.sampled_from([*UPDATE, "author", "dateModified"]),
    VALUES,
)
@settings(max_examples=50, deadline=None)
def test_values_of_any_type_at_any_key(key: str, inner: str, value: Json) -> None:
    for blog in ({**BLOG, key: value}, {**BLOG, "liveBlogUpdate": [{**UPDATE, inner: value}, UPDATE]}):
        text = json.dumps(blog)
        check(text.encode(), "seeds/ferry.jsonld")
        check(PAGES[0].replace(json.dumps(BLOG), text).encode())
