from __future__ import annotations

import time

import pytest

from sitegen.content.markdown import lead, plain, render, too_deep
from sitegen.words import lost_words

BASE = "/2017/11/03/x/"


def link(address: str) -> str:
    return render(f"[a]({address})", BASE)


@pytest.mark.promise("X1")
def test_raw_html_is_text() -> None:
    assert render("<script>x</script> <b>y</b>", BASE) == (
        "<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;y&lt;/b&gt;</p>\n"
    )


@pytest.mark.parametrize(
    ("markdown", "tag"),
    [("# a", "h3"), ("## a", "h3"), ("### a", "h4"), ("##### a", "h6"), ("###### a", "h6"), ("a\n===", "h3")],
)
def test_headings_are_below_the_heading_of_an_update(markdown: str, tag: str) -> None:
    assert render(markdown, BASE) == f"<{tag}>a</{tag}>\n"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("#t1930", "/2017/11/03/x/#t1930"),
        ("", "/2017/11/03/x/"),
        ("?q=1", "/2017/11/03/x/?q=1"),
        ("y/", "/2017/11/03/x/y/"),
        ("../y/#t1", "/2017/11/03/y/#t1"),
        ("../../../../../../etc", "/etc"),
        ("%2e%2E/%2e/y", "/2017/11/03/y"),
        (".//evil.org", "/2017/11/03/x/evil.org"),
        ("/topics/qaim/", "/topics/qaim/"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("tel:+123", "tel:+123"),
        ("</a b/é>", "/a%20b/é"),
        ("/50%", "/50%25"),
    ],
)
def test_links_of_the_site_become_paths_from_its_root(address: str, href: str) -> None:
    assert link(address) == f'<p><a href="{href}">a</a></p>\n'


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("http://a.org/b?c=d#e", "http://a.org/b?c=d#e"),
        ("HTTPS://A.org", "HTTPS://A.org"),
        ("//a.org/b", "https://a.org/b"),
        ("\\\\\\\\a.org", "https://a.org"),
        ("/\\a.org", "https://a.org"),
        ("http://bücher.org/ü", "http://bücher.org/ü"),
    ],
)
def test_links_to_other_sites_are_marked(address: str, href: str) -> None:
    assert link(address) == f'<p><a href="{href}" rel="noopener">a</a></p>\n'


@pytest.mark.promise("X1")
@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "file:///etc"),
        *("java&Tab;script:x", "&#32;javascript:x", "http:evil", "blob:x", "https://"),
    ],
)
def test_other_addresses_are_refused_and_stay_text(address: str) -> None:
    assert "<a" not in link(address)
    assert "[a](" in plain(link(address))


@pytest.mark.promise("X11")
def test_pictures_of_other_sites_are_links() -> None:
    assert render('![A map](http://a.org/m.png "By SANA")', BASE) == (
        '<p><a href="http://a.org/m.png" title="By SANA" rel="noopener">A map</a></p>\n'
    )
    assert plain(render("![](http://a.org/p/m.png)", BASE)) == "m.png"
    assert render("[![A map](http://a.org/m.png)](/t/)", BASE) == (
        '<p><a href="/t/"><span title="http://a.org/m.png">A map</span></a></p>\n'
    )


def test_pictures_of_the_site_stay_pictures() -> None:
    html = render("![A *fine* `map`](m.png)", BASE)
    assert html == '<p><img src="/2017/11/03/x/m.png" alt="A fine map" loading="lazy"></p>\n'
    assert plain(html) == "A fine map"


def test_a_fence_gets_a_language_or_nothing() -> None:
    assert render("```Py onclick=x\na\n```", BASE) == '<pre><code class="language-py">a\n</code></pre>\n'
    assert render('```"><b>\na\n```', BASE) == "<pre><code>a\n</code></pre>\n"


@pytest.mark.promise("X11")
def test_alignment_of_a_table_is_a_class() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |", BASE)
    assert '<th class="align-center">a</th>' in html
    assert "style" not in html


def test_nothing_is_changed_to_links_or_curly_quotes() -> None:
    assert render('The "frontier.But" -- (c) ...', BASE) == "<p>The &quot;frontier.But&quot; -- (c) ...</p>\n"


def test_plain_separates_blocks_and_keeps_words_whole() -> None:
    html = render("One  \ntwo th*re*e\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |", BASE)
    assert plain(html) == "One two three\na\nb\nc\nd\ne\nf"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Maj. Gen. Ali Hassan spoke. Then he left.", "Maj. Gen. Ali Hassan spoke."),
        ("The U.S. Army met at 7 p.m. Friday. It left.", "The U.S. Army met at 7 p.m. Friday."),
        ("On Nov. 3 J. K. Smith won. So?", "On Nov. 3 J. K. Smith won."),
        ("He said “Go.” Then we went.", "He said “Go.”"),
        ('"Stay!" (He did.) 3 left.', '"Stay!"'),
        ("It cost 3.5 million. 40 came.", "It cost 3.5 million."),
        ("What?! No.", "What?!"),
        ("It is over. but not quite.", "It is over. but not quite."),
        ("他说。然后走了。", "他说。"),
        ("هل وصل؟ نعم.", "هل وصل؟"),
        ("A first\nline\n\nAnother", "A first line"),
        ("a < bc. C", "a < bc."),
        ("", ""),
    ],
)
def test_lead_is_the_first_sentence(text: str, first: str) -> None:
    assert lead(text) == first


def test_lead_of_html_is_of_its_first_block() -> None:
    assert lead(render("### Head\n\nBody.", BASE)) == "Head"


def test_lead_is_cut_at_a_word() -> None:
    assert lead("word " * 60) == "word " * 21 + "word…"
    assert lead("one, two three", limit=9) == "one, two…"
    assert lead("one, two three", limit=7) == "one…"
    assert len(lead("字" * 200)) == 110


def test_too_deep_names_the_line() -> None:
    assert too_deep("a\n\n" + "> " * 99 + "kept") is None
    assert too_deep("a\n\n" + "> " * 100 + "lost") == 3
    assert too_deep("- " * 49 + "kept") is None
    assert too_deep("- " * 50 + "lost") == 1
    assert too_deep("A plain text. 1986. B") is None


@pytest.mark.promise("X5")
@pytest.mark.parametrize("body", ["[" * 5000, "![" * 5000, "*a _b " * 2000, "<" * 5000, "&" * 5000])
def test_storms_of_marks_are_text(body: str) -> None:
    assert lost_words(body, render(body, BASE)) == []


@pytest.mark.parametrize(
    "body",
    [
        '[a](http://x.org/p "the title") b',
        '![alt text](/pic.png "cap tion") z',
        "![](http://a.b/c-d.jpg) after",
        "`a &amp; b` x &amp; y &AMP; &#65;bc m&sup2; co&shy;op",
        "caf&eacute; na&iuml;ve &eacute;t&eacute;",
        "[q](/caf&eacute;) [r](</a b/é>) [s](http://bücher.de/ü?q=ж#é) [t](http://x/100%)",
        "<http://x.org/%D8%AC> <a@b.org>",
        '[a][ref] and [ref] and [Ref][]\n\n[REF]: http://x.org/y "title words"',
        "\\*a\\* 2\\*3 a  \nb\\\nc",
        "3. x\n4. y\n\n   1. z\n9. w\n\n- 1. 1. 2. x\n\n> 7) a\n> 8) b",
        "1986. A year\n1. B",
        "un*frigging*believable __a__b snake_case ~~gone~~",
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 |",
        '```python title="x y"\ncode 1\n```\n\n~~~ C# words\ncode\n~~~\n\n- ```js foo\n  x\n  ```',
        "claim[^1] z\n\n[^1]: Source text here.",
        "[x](../a/../b/c) [![alt `c`](http://h/p.jpg)](/t) [a](javascript:alert(1))",
        '[multi\nline]: /u "t\nu"\n\nsee [multi line] q and [that][multi line]',
        "[a](http://x.org/p?a=1&b=2&amp;c=3&copy=4) [t](/x '&eacute;t&eacute;')",
    ],
)
def test_words_of_good_markdown_are_not_called_lost(body: str) -> None:
    assert lost_words(body, render(body, BASE)) == []


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("[SANA]: http://example.org", ["SANA", "http", "example", "org"]),
        ("[Update]: later", ["Update", "later"]),
        ("[SANA]: ---", ["SANA"]),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", ["3"]),
        (">" * 120 + " deep", ["deep"]),
        ("[a]: /x\n[a]: /other\n\n[a]", ["other", "a"]),
    ],
)
def test_words_that_the_parser_swallows_are_called_lost(body: str, lost: list[str]) -> None:
    assert lost_words(body, render(body, BASE)) == lost


@pytest.mark.promise("X5")
@pytest.mark.parametrize("body", ["[a](/" + "%41" * 60_000 + ")", "[a]: /x\n\n" + "[a]" * 10_000])
def test_long_addresses_and_many_labels_are_compared_in_their_turn(body: str) -> None:
    start = time.process_time()
    assert lost_words(body, render(body, BASE)) == []
    assert time.process_time() - start < 10
