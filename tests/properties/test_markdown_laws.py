"""The laws of Markdown: no word is lost, plain text comes back whole, and nothing active gets through."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.content.markdown import BELOW_TITLE, BELOW_UPDATE, lead, plain, render, render_marked, shown, too_deep
from sitegen.importers.text.plain_text import escape
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


BITS = [
    *("*{}*", "**{}**", "_{}_", "__{}__", "`{}`", "[{}](http://x.org/a-1)", '[{}](https://x.org/?b "A {}")'),
    *("[{}](../y/#t1)", "[{} b](http://x.org/)", "[{}](mailto:a@b)", "**[{}](http://x.org)**", "*{}, **b** {}*"),
    *("[*{}*](http://x.org/a_b)", "[{}]", "\\*{}\\*", "[{}\\]", "1986\\. {}", "&amp;", "{}&{}", "a < {}", "{} > b"),
    *("&nbsp;", "\\<b>", "a_{}_b", "~{}", "*", "C:\\{}", '"{}"', "“{}”", "({})"),
]
SEAMS = [*("\n", ". ", ", ", "-", "—", "/", ": ", "  ", "\xa0", "", "*", "_", "]", "(", "!")]
letters = st.text(st.sampled_from("abÉ字7"), min_size=1, max_size=3)
bit = st.one_of(letters, st.builds(lambda form, word: form.replace("{}", word), st.sampled_from(BITS), letters))
seam = st.one_of(*[st.just(" ")] * 5, st.sampled_from(SEAMS))
phrase = st.builds(
    lambda first, more: first + "".join(text for pair in more for text in pair),
    bit,
    st.lists(st.tuples(seam, bit), max_size=4),
)
item_list = st.builds(
    lambda mark, items: "\n".join(f"{mark} {item}" for item in items),
    st.sampled_from(["-", "*", "+", "1.", "7)"]),
    st.lists(phrase, min_size=1, max_size=3),
)
quote = st.lists(phrase, min_size=1, max_size=2).map(lambda parts: "> " + "\n\n".join(parts).replace("\n", "\n> "))
heading = st.builds(lambda level, text: f"{'#' * level} {text}", st.integers(1, 6), phrase)
other = st.sampled_from(
    ["---", "| a | b |\n|--|--|\n| 1 | 2 |", "- a\n  - b", "    a", "```\na\n```", "[a]: /b", "a\n=", "-"]
)
block = st.one_of(*[phrase] * 4, item_list, quote, heading, other)
nearly_simple = st.lists(block, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def corrupted(draw: st.DrawFn) -> str:
    """A nearly simple body, with at most two small things put in or taken out."""
    body = draw(nearly_simple)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + draw(st.sampled_from([*MARKS, *PIECES, ""])) + body[place + draw(st.integers(0, 1)) :]
    return body


bodies = st.one_of(prose, significant, nearly_simple, corrupted())
settings_of_pages = st.tuples(st.sampled_from(["/", "/2017/11/03/x/"]), st.sampled_from([BELOW_UPDATE, BELOW_TITLE]))


@given(bodies, settings_of_pages)
@example("[a\\] b `]: c`", ("/", BELOW_UPDATE))
def test_bodies_render_without_the_parser_as_with_it(body: str, setting: tuple[str, int]) -> None:
    made = shown(body, *setting)
    assert made.html == render_marked(body, *setting)
    assert made.text == plain(made.html)


def test_many_bodies_of_these_tests_are_made_without_the_parser() -> None:
    """Else the tests around this one would compare the parser with itself."""
    made: list[bool] = []

    @settings(max_examples=200, derandomize=True, database=None)
    @given(nearly_simple)
    def count(body: str) -> None:
        made.append(shown(body, "/x/").proved)

    count()
    assert sum(made) > len(made) / 4


@given(bodies)
def test_what_is_proved_lost_no_word_and_does_not_nest_too_deep(body: str) -> None:
    made = shown(body, "/x/")
    if made.proved:
        assert lost_words(body, made.html) == []
        assert too_deep(body) is None


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
