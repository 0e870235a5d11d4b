from __future__ import annotations

import pytest

from sitegen.config import Config
from sitegen.content.ledger import fingerprint
from sitegen.content.parser import NESTING
from sitegen.content.prepare import prepare, read_own_page
from sitegen.content.reader import loads
from sitegen.errors import Problem
from sitegen.model import Prepared

CONFIG = Config(title="A site", zone="Asia/Beirut")
PATH = "content/2017/11/03/x.md"
BASE = "/2017/11/03/x/"


def prepared(text: str, path: str = PATH) -> tuple[Prepared, tuple[Problem, ...]]:
    content = loads(f"---\nid: 2017-11-03-x\ntitle: X\ndate: 2017-11-03\n---\n\n{text}", path, CONFIG, ())
    assert not content.has_errors
    return prepare(content, path, BASE)


def html_of(body: str) -> str:
    result, problems = prepared(f"## 10:00 {{#t1000}}\n\n{body}\n")
    assert problems == ()
    return result.updates[0].html


def test_updates_are_rendered_with_their_leads_and_fingerprints() -> None:
    text = (
        "A *short* standfirst.\n\n## 10:00 — A title {#a}\n\nOne two. Three.\n\n## 11:00\n\nFour **five** six. Seven.\n"
    )
    result, problems = prepared(text)
    first, second = result.updates
    assert problems == ()
    assert result.standfirst_html == "<p>A <em>short</em> standfirst.</p>\n"
    assert (first.pinned, first.line, first.lead) == (True, 9, "A title")
    assert (second.pinned, second.line, second.lead) == (False, 13, "Four five six.")
    assert second.html == "<p>Four <strong>five</strong> six. Seven.</p>\n"
    assert second.fingerprint == fingerprint("Four five six. Seven.")
    assert [update.anchor for update in result.liveblog.updates] == ["a", "t1100"]
    assert result.words == 3 + 3 + 4


def test_words_are_counted_between_blanks() -> None:
    result, _ = prepared("## 10:00 {#a}\n\nTu-22M\tbombers — *3.5* km\n\n- One\n- \n- [two  three](/x)\n")
    assert result.words == 5 + 3


def test_an_update_without_letters_has_no_fingerprint() -> None:
    result, problems = prepared("## 10:00 {#a}\n\n## 11:00 {#b}\n\n…\n")
    assert [(update.lead, update.html, update.fingerprint) for update in result.updates] == [
        ("", "", ()),
        ("…", "<p>…</p>\n", ()),
    ]
    assert (problems, result.words) == ((), 1)  # as wc counts them


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("[up](#t0900)", f'<a href="{BASE}#t0900">up</a>'),
        ("[beside](../y/#t1)", '<a href="/2017/11/03/y/#t1">beside</a>'),
        ("[topic](/topics/qaim/)", '<a href="/topics/qaim/">topic</a>'),
        ("[above](../../../../../../x)", '<a href="/x">above</a>'),
        ("[out](https://example.org/a?b=c&d)", '<a href="https://example.org/a?b=c&amp;d" rel="noopener">out</a>'),
        ("[mail](mailto:a@example.org)", '<a href="mailto:a@example.org">mail</a>'),
        ("![A map](map.png)", f'<img src="{BASE}map.png" alt="A map" loading="lazy">'),
        ("![A map](/m.png 'T')", '<img src="/m.png" alt="A map" loading="lazy" title="T">'),
        ("![A map](http://example.org/m.png)", '<a href="http://example.org/m.png" rel="noopener">A map</a>'),
    ],
)
def test_links_and_pictures(body: str, html: str) -> None:
    assert html_of(body) == f"<p>{html}</p>\n"


@pytest.mark.parametrize("body", ["[x](javascript:alert(1))", "![x](data:image/png;base64,AAAA)", "<script>x</script>"])
def test_what_is_not_safe_is_shown_as_text(body: str) -> None:
    html = html_of(body)
    assert "href=" not in html
    assert "src=" not in html
    assert "<script" not in html


def test_words_that_no_page_would_show_are_an_error_that_shows_them() -> None:
    lost = " ".join(f"w{number}" for number in range(20))
    result, [problem] = prepared(f"## 10:00 {{#a}}\n\nA body.\n\n[SANA]: {lost.split()[0]}\n\n## 11:00 {{#b}}\n")
    assert (problem.code, problem.where.path, problem.where.line, problem.is_error) == ("lost-words", PATH, 7, True)
    assert problem.message == "2 words of this text would not be on its page: SANA w0"
    assert problem.hint == "escape what Markdown takes for its own, with a \\ before it"
    assert result.updates[0].html == "<p>A body.</p>\n"


def test_a_message_quotes_only_the_first_lost_words() -> None:
    definitions = "\n".join(f"[label{number}]: /x" for number in range(10))
    _, [problem] = prepared(f"{definitions}\n\n## 10:00 {{#a}}\n")
    assert problem.where.line == 1
    assert problem.message.startswith("20 words of this text would not be on its page: label0 x label1 x")
    assert problem.message.endswith("label5 x …")


def test_what_is_nested_too_deep_is_an_error_not_a_loss() -> None:
    _, [problem] = prepared(f"## 10:00 {{#a}}\n\nWords.\n\n{'>' * NESTING} lost\n")
    assert (problem.code, problem.where.line) == ("too-deep", 7)
    assert problem.message == "line 3 of this text is nested too deep to be shown"


def test_a_file_in_another_place_is_a_warning() -> None:
    _, [problem] = prepared("## 10:00 {#a}\n", "content/elsewhere/x.md")
    assert (problem.code, problem.is_error) == ("misplaced", False)
    assert problem.hint == f"move it to {PATH}: its place means nothing, but people look there"


def test_a_page_of_the_owner() -> None:
    text = "---\r\ntitle: About\r\n---\r\n\r\nSee [rights](../rights/).\r\n\r\n```\r\n## 19:30\r\n```\r\n"
    page, problems = read_own_page(text, "content/pages/about.md", CONFIG)
    assert problems == ()
    assert (page.name, page.title) == ("about", "About")
    assert page.html == '<p>See <a href="/rights/">rights</a>.</p>\n<pre><code>## 19:30\n</code></pre>\n'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("About", ["no-front-matter"]),
        ("---\ntitle: About\n", ["unclosed-front-matter"]),
        ("---\ntitel: About\n---\n", ["unknown-key", "missing-key"]),
        ("---\ntitle: About\n---\n\n[SANA]: x\n", ["lost-words"]),
    ],
)
def test_a_page_of_the_owner_with_faults(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in read_own_page(text, "content/pages/about.md", CONFIG)[1]] == codes
