"""HTML of seeds: the words that a reader sees are the words of the Markdown's HTML, and nothing executable is left."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.markdown import plain, render
from sitegen.importers.web.html import parse
from sitegen.importers.web.markup import passage_of_html, passage_of_node, passage_of_text
from sitegen.words import words

TEXT = st.text(
    st.one_of(
        st.sampled_from("ab1 .,:;!?*_~`[]()<>&#|\\-+=\n\t\xa0\u2028'\"/"),
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
    ),
    max_size=24,
)
BLOCKS = (
    "p",
    "div",
    "h2",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "section",
    "figure",
    "dl",
    "dd",
)
INLINE = ("b", "strong", "i", "em", "s", "code", "a", "span", "sup", "u", "unknown-element")
VOID = ("br", "hr", "img", "wbr", "input", "embed")
DROPPED = ("iframe", "video", "script", "style", "noscript", "button", "template")


def escaped(text: str) -> str:
    return text.replace("\0", " ").replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def element(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    tag = draw(st.sampled_from((*BLOCKS, *INLINE, *VOID, *DROPPED)))
    attributes = draw(
        st.sampled_from(
            (
                "",
                ' href="https://example.org/a(b)?c=1&copy;=2"',
                ' href="javascript:alert(1)"',
                ' onclick="alert(1)"',
                ' src="/x.png" alt="A harbour"',
                ' src="data:image/png;base64,xx"',
                ' style="display: none"',
                ' start="7"',
            )
        )
    )
    if tag in VOID:
        return f"<{tag}{attributes}>"
    content = "".join(draw(st.lists(inner, max_size=3)))
    return f"<{tag}{attributes}>{content}</{tag}>" if draw(st.integers(0, 9)) else f"<{tag}{attributes}>{content}"


HTML = st.lists(st.recursive(TEXT.map(escaped), element, max_leaves=12), max_size=5).map("".join)


def shown(markdown: str) -> list[str]:
    return words(plain(render(markdown, "/")))


@given(HTML)
@settings(max_examples=300, deadline=None)
def test_the_words_seen_are_the_words_written(html: str) -> None:
    passage = passage_of_html(html, "https://example.org/live/")
    assert shown(passage.markdown) == words(passage.seen)


@given(HTML)
@settings(max_examples=200, deadline=None)
def test_the_words_of_pictures_beside_the_file_are_written_too(html: str) -> None:
    tree = parse(html, {"/x.png": "x.png"})
    passage = passage_of_node(tree.root, "https://example.org/live/")
    made = render(passage.markdown, "/")
    assert words(plain(made)) == words(passage.seen)
    assert set(re.findall(r'<img src="([^"]*)"', made)) <= {"/x.png"}
    assert ("![A harbour](x.png)" in passage.markdown) == ('<img src="/x.png" alt="A harbour"' in made)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_text_is_as_it_was(text: str) -> None:
    passage = passage_of_html(f"<p>{escaped(text)}</p>")
    html = render(passage.markdown, "/")
    assert words(plain(html)) == words(text)
    assert not re.search(r"<(?!/?p>|br>)", html), "no character of a text is a mark"
    assert shown(passage_of_text(text).markdown) == words(text)


@given(HTML)
@settings(max_examples=200, deadline=None)
def test_nothing_executable_is_left(html: str) -> None:
    made = render(passage_of_html(html, "https://example.org/live/").markdown, "/")
    assert set(re.findall(r"<([a-z0-9]+)", made)) <= {
        "p", "br", "strong", "em", "s", "code", "pre", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "table",
        "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert all(address.startswith("https://example.org/") for address in re.findall(r'href="([^"]*)"', made))


def test_a_control_character_in_an_address_ends_no_link() -> None:
    """Found by `make fuzz TARGET=markup`."""
    passage = passage_of_html('<a href="/a\x07b\x7f(c">Quay</a>', "https://example.org/")
    assert passage.markdown == "[Quay](<https://example.org/a%07b%7F(c>)"
    assert words(plain(render(passage.markdown, "/"))) == ["Quay"]


@pytest.mark.parametrize(
    "html", ["<s>~<u>I>l<a_", "<s>a~</s>", "<s>~</s>a", "~<s>a</s>", "<s>a~b</s>~", "<b>~<s>~a</s></b>"]
)
def test_tildes_beside_what_is_struck_out_make_no_fence(html: str) -> None:
    """Found by `make fuzz TARGET=markup`."""
    passage = passage_of_html(html)
    shown = plain(render(passage.markdown, "/"))
    assert "".join(shown.split()) == "".join(passage.seen.split())
