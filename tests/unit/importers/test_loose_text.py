from __future__ import annotations

import pytest

from sitegen.importers.web.loose_text import is_html, language_of, own_title, passage_of, plain_of, without_excerpt


@pytest.mark.parametrize("text", ["<p>x", "a<br/>b", "a &amp; b", "&#233;", "<a href='x'>y</a>", "<!-- x -->"])
def test_html(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize(
    "text", ["", "3 < 4", "a & b", "<3", "<person@example.org>", "AT&T;", "a <- b -> c", "&x1f600;"]
)
def test_plain_text(text: str) -> None:
    assert not is_html(text)
    assert passage_of(text).seen == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Rain\n ends", "Rain ends"),
        ("Rain &amp; wind", "Rain & wind"),
        ("R&amp;amp;D", "R&D"),
        ("<b>Rain</b> <3", "Rain <3"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert plain_of(text) == title


@pytest.mark.parametrize(
    ("excerpt", "kept"),
    [
        ("One two […]", ""),
        ("One two three four", ""),
        ("One two three four. Read on there", ""),
        ("In short: one two three", "In short: one two three"),
        ("", ""),
    ],
)
def test_excerpts(excerpt: str, kept: str) -> None:
    assert without_excerpt(passage_of(excerpt), passage_of("One two three four")).seen == kept


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("One two three", ""),
        ("One two…", ""),
        ("One tw [...]", ""),
        ("One two", "One two"),
        ("Two…", "Two…"),
        ("…", ""),
    ],
)
def test_titles_that_programs_make(title: str, shown: str) -> None:
    assert own_title(title, passage_of("One two three")) == shown


@pytest.mark.parametrize(
    ("tag", "lang"), [("en_us", "en-us"), ("de", "de"), ("zh-Hant-TW", "zh-Hant-TW"), ("English!", "")]
)
def test_languages(tag: str, lang: str) -> None:
    assert language_of(tag) == lang
