"""The laws of Markdown: no word is lost, plain text comes back whole, and nothing active gets through."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.markdown import lead, plain, render, render_marked, too_deep
from sitegen.importers.plain_text import escape
from sitegen.words import lost_words, words

MARKS = [*"\\`*_[]<>&!#+-=.:;|~()\"'@/^$%{}?,", "\n", "\n\n", " ", "  ", "    ", "\t", "1", "a", "b", "é", "字", "ا"]
PIECES = [
    *(
        "1986. ",
        "1) ",
        "](",
        "]: ",
        "[SANA]: x",
        "&amp;",
        "&#42;",
        "&nbsp;",
        "<b>",
        "</p>",
        "<http://x.org>",
        "<a@b.org>",
    ),
    *(
        "```",
        "~~~",
        "~~x~~",
        "---",
        "===",
        "***",
        "___",
        "* * *",
        "| a | b |",
        "|---|---|",
        ":-:|:-:",
        "## 19:30 — x\n",
    ),
    *(
        "![",
        "\\\n",
        "  \n",
        "\u2028",
        "\u2029",
        "\x85",
        "\xa0",
        "\u3000",
        "\u200b",
        "\f",
        "\v",
        "\r\n",
        "\r",
        "**",
        "__",
    ),
    *("a_b", "http://x.org/a_b", "\\(", "C:\\*dir", "\u2028# x", "”", "—", "$", "\u0302"),
]
significant = st.lists(st.sampled_from(MARKS + PIECES), max_size=14).map("".join)
dense = st.text(st.sampled_from("**__~`\\ ab.\n\xa0-"), max_size=16)
prose = st.text(st.sampled_from("ab É字.,;:!?()'\"“”’— \n-1#=@/$%"), max_size=60)


def folded(text: str) -> str:
    """*text* as HTML shows it: runs of ASCII blanks are one blank, none at the ends."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")


@given(st.one_of(significant, dense))
@example("NBSP \xa0- x\xa0")
@example("\xa0*x* \xa0")
@example("* a *\n* b *")
@example("a\n---")
@example("\\\xa0")
def test_escaped_text_renders_to_the_same_text_in_one_paragraph(text: str) -> None:
    html = render(escape(text), "/x/")
    assert plain(html) == folded(text)
    if folded(text):
        assert re.fullmatch(r"<p>[^<>]*</p>\n", html)


@given(st.lists(significant.filter(folded), min_size=1, max_size=4))
def test_escaped_paragraphs_do_not_reach_into_each_other(texts: list[str]) -> None:
    html = render("\n\n".join(map(escape, texts)), "/x/")
    assert plain(html) == "\n".join(map(folded, texts))


@given(significant)
def test_escaped_text_keeps_its_words_for_the_proof(text: str) -> None:
    markdown = escape(text)
    assert lost_words(markdown, render(markdown, "/x/")) == []


@given(st.one_of(prose, significant))
def test_prose_renders_without_the_parser_as_with_it(text: str) -> None:
    assert render(text, "/x/") == render_marked(text, "/x/")


@given(significant, st.sampled_from(["/", "/2017/11/03/x/"]))
def test_any_markdown_renders_to_tame_html(text: str, base: str) -> None:
    html = render(text, base)
    for name, _, attributes in re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", html):
        assert "id=" not in re.sub(r'"[^"]*"', '""', attributes), name
    for href in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert re.match(r"/(?!/)|https?://|mailto:|tel:", href), href
        assert "/../" not in href.partition("?")[0].partition("#")[0] or not href.startswith("/")
    assert not re.search(
        r"<(?!/?(?:p|h[3-6]|em|strong|s|a|ul|ol|li|blockquote|pre|code|hr|br|img|span|t[a-z]+)\b)", html
    )


@given(st.text(max_size=80))
def test_any_text_renders_and_has_a_lead(text: str) -> None:
    html = render(text, "/x/")
    assert len(lead(html)) <= 110
    assert "\n" not in lead(html)
    assert set(words(lead(html))) <= set(words(plain(html))) or lead(html).endswith("…")


@given(st.lists(st.sampled_from([">", "> ", "- ", "1. ", "  - ", "\n"]), max_size=130))
def test_whatever_is_nested_too_deep_is_noticed(marks: list[str]) -> None:
    body = "".join(marks) + "word"
    assert "word" in plain(render(body, "/")) or too_deep(body)
