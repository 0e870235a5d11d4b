from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.digests import digest
from sitegen.words import lost_words, text_of_html, words, words_of_html

PLAIN = st.lists(st.sampled_from(["one", "two", "Three", "4", "é", "字", "a_b", "U.S.", "—"]), max_size=20).map(
    " ".join
)


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("Tu-22M, 3.5 km; U.S.-led “Qaim’s” a_b café 東京 ²") == [
        *("Tu", "22M", "3", "5", "km", "U", "S", "led", "Qaim", "s", "a", "b", "café", "東京", "²")
    ]
    assert words("… — !") == []


def test_words_of_html_are_those_that_a_reader_sees() -> None:
    assert words_of_html('<p title="no">a&amp;b<br>c</p><p>d</p>') == ["a", "b", "c", "d"]
    assert text_of_html("<p>a &lt; b</p>\n<p>c</p>") == "a < b c"


@pytest.mark.parametrize(
    ("markdown", "html", "lost"),
    [
        ("One two.", "<p>One two.</p>", []),
        ("One two.", "<p>One.</p>", ["two"]),
        ("One two.", "<p>two One.</p>", ["two"]),
        ("One One.", "<p>One.</p>", ["One"]),
        ("1986. A year", '<ol start="1986"><li>A year</li></ol>', []),
        ("1986. A year", "<p>A year</p>", ["1986"]),
        ("[a](/b/c)", '<p><a href="/b/c">a</a></p>', []),
        ("[a](/b%20c)", '<p><a href="/b%20c">a</a></p>', []),
        ("[a](../b)", '<p><a href="/x/b">a</a></p>', []),
        ("[a](/b 'c')", '<p><a href="/b" title="c">a</a></p>', []),
        ("![a](b.png)", '<p><img src="/b.png" alt="a"></p>', []),
        ("[a][b]\n\n[b]: /c", '<p><a href="/c">a</a></p>', []),
        ("[SANA]: http://example.org", "", ["SANA", "http", "example", "org"]),
        ("caf&eacute; &amp; x", "<p>café &amp; x</p>", []),
        ("```python\nx\n```", '<pre><code class="language-python">x</code></pre>', []),
        ("```python extra\nx\n```", '<pre><code class="language-python">x</code></pre>', []),
        ("", "", []),
    ],
)
def test_what_is_lost_is_neither_seen_nor_a_mark(markdown: str, html: str, lost: list[str]) -> None:
    assert lost_words(markdown, html) == lost


def test_a_very_long_text_is_measured_in_time() -> None:
    text = " ".join(f"w{number}" for number in range(20_000))
    assert lost_words(text, f"<p>{text}</p>") == []
    assert lost_words(text, f"<p>{text.replace('w777 ', '')}</p>") == ["w777"]


@given(PLAIN, st.integers(0, 20))
def test_a_word_that_is_taken_out_is_found(text: str, place: int) -> None:
    held = words(text)
    assert lost_words(text, f"<p>{text}</p>") == []
    if place < len(held):
        assert held[place] in lost_words(text, f"<p>{' '.join(held[:place] + held[place + 1 :])}</p>")


def test_a_digest_is_of_the_bytes() -> None:
    assert digest("") == "cae66941d9efbd404e4d88758ea67670"
    assert len({digest("a"), digest("A"), digest("\ud800"), digest("é"), digest("e\u0301")}) == 5
