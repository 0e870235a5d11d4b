from __future__ import annotations

import time

import pytest

from sitegen.content.markdown import render
from sitegen.importers.web.html import MOST_NESTED, parse, seen_in
from sitegen.importers.web.markup import (
    NO_WORDS,
    joined,
    passage_of_html,
    passage_of_node,
    passage_of_nodes,
    passage_of_text,
)

BASE = "https://quay.example/live/"


def markdown(html: str, base: str = BASE) -> str:
    return passage_of_html(html, base).markdown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # text
        ("The ferry", "The ferry"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<div>Two</div>Three", "One\n\nTwo\n\nThree"),
        ("<p>  One \n two </p>", "One two"),
        ("<p>One<br>two</p>", "One\\\ntwo"),
        ("<p>One<br><b>two</b></p>", "One\\\n**two**"),
        ("<p>One<br><br>two</p>", "One\n\ntwo"),
        ("<p>caf&eacute;&nbsp;&amp; bar &lt;3</p>", "café\xa0& bar \\<3"),
        ("<p></p><p>&nbsp;</p>", ""),
        ("<p>H<sub>2</sub>O <u>is</u> <font color=red>water</font></p>", "H2O is water"),
        # emphasis
        ("<p><b>A</b> and <strong>B</strong></p>", "**A** and **B**"),
        ("<p><i>A</i>, <em>B</em> and <cite>C</cite></p>", "*A*, *B* and *C*"),
        ("<p><b><i>Both</i></b></p>", "***Both***"),
        ("<p><b>A </b>b</p>", "**A** b"),
        ("<p><s>Old</s> new</p>", "~~Old~~ new"),
        ("<p>a<b><s>b</s></b></p>", "a**b**"),  # "~~" between a letter and "*" would be text
        ("<p>a <b><s>b</s></b> c</p>", "a ~~**b**~~ c"),
        ("<p><code>a*b</code></p>", "`a*b`"),
        ("<p>in<b>side</b></p>", "in**side**"),
        ("<p>x<b>“y”</b>z</p>", "x“y”z"),
        # links
        ('<a href="https://a.example/x?y=1&amp;z=2">A</a>', "[A](https://a.example/x?y=1&z=2)"),
        ('<a href="../more">More</a>', "[More](https://quay.example/more)"),
        ('<a href="#u1">Here</a>', "[Here](https://quay.example/live/#u1)"),
        ('<a href="//a.example/x">A</a>', "[A](https://a.example/x)"),
        ('<a href="https://a.example/b_(c)">A</a>', "[A](<https://a.example/b_(c)>)"),
        ('<a href="https://a.example/"><b>A</b> b</a>', "[**A**](https://a.example/) [b](https://a.example/)"),
        ('<a href="javascript:alert(1)">A</a>', "A"),
        ('<a href="JaVa&#10;Script:alert(1)">A</a>', "A"),
        ('<a href="data:text/html,x">A</a>', "A"),
        ('<a href="mailto:ann@quay.example">Write</a>', "Write"),
        ('<a href="http://[bad">A</a>', "A"),
        ('<a href="https://a.example/"><h3>Title</h3><p>Text</p></a>', "[Title Text](https://a.example/)"),
        # lists
        ("<ul><li>A</li><li>B</li></ul>", "- A\n- B"),
        ("<ol><li>A</li><li>B</li></ol>", "1. A\n2. B"),
        ('<ol start="7"><li>A</li><li>B</li></ol>', "7. A\n8. B"),
        ('<ol start="-1"><li>A</li></ol>', "1. A"),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", "- A\n  - B\n- C"),
        ("<ul><li><p>A</p><p>B</p></li></ul>", "- A\n\n  B"),
        ("<ul><li>A</li></ul><ul><li>B</li></ul>", "- A\n\n* B"),
        ("<ol><li>A</li></ol><ol><li>B</li></ol><ol><li>C</li></ol>", "1. A\n\n1) B\n\n1. C"),
        ("<dl><dt>A</dt><dd>B</dd></dl>", "A\n\nB"),
        # quotations, headings, code
        ("<blockquote><p>A</p><p>B</p></blockquote>", "> A\n>\n> B"),
        ("<blockquote><ul><li>A</li></ul></blockquote>", "> - A"),
        ("<h2>A</h2><h3>B</h3><p>C</p>", "## A\n\n### B\n\nC"),
        ("<h4>A</h4>", "## A"),
        ("<h2>A<br>b #</h2>", "## A b \\#"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        # tables
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2|3</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |",
        ),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>1</td></tr></table>", "| A | B |\n| --- | --- |\n| 1 | |"),
        ("<table><tr><td>A</td></tr></table>", "A"),
        ("<table><tr><td><ul><li>A</li></ul></td><td>B</td></tr></table>", "- A\n\nB"),
        ("<table><tr><td></td><td> </td></tr></table>", ""),
        ("<table><caption>Cap</caption><tr><td>A</td><td>B</td></tr></table>", "Cap\n\n| A | B |\n| --- | --- |"),
        # pictures
        ('<img src="/a.jpg" alt="The quay">', "[The quay](https://quay.example/a.jpg)"),
        ('<img src="/a.jpg" alt="">', ""),
        ('<img src="/a.jpg">', ""),
        ('<img src="https://a.example/b/c.jpg?w=1">', "[a.example/b/c.jpg](https://a.example/b/c.jpg?w=1)"),
        ('<img src="data:image/gif;base64,x" data-src="/a.jpg" alt="A">', "[A](https://quay.example/a.jpg)"),
        ('<img src="./Ferry_files/a.jpg" alt="A">', "A"),
        ('<img src="https://count.example/x" width="1" height="1">', ""),
        ('<p>So <img src="/smile.png" alt="☺"> it is</p>', "So ☺ it is"),
        ('<a href="/b"><img src="/a.jpg" alt="A"></a>', "[A](https://quay.example/b)"),
        ('<amp-img src="/a.jpg" alt="A"></amp-img>', "[A](https://quay.example/a.jpg)"),
        (
            '<figure><img src="/a.jpg" alt="A"><figcaption>The quay <span>(Lee)</span></figcaption></figure>',
            "[A](https://quay.example/a.jpg)\n\nThe quay (Lee)",
        ),
        # embeds
        ('<iframe src="https://a.example/e/1" title="Map"></iframe>', "> [Map](https://a.example/e/1)"),
        ('<iframe src="https://a.example/e/1"></iframe>', "> [a.example/e/1](https://a.example/e/1)"),
        ('<iframe src="about:blank"></iframe>', ""),
        ('<video title="Boat"><source src="/a.mp4"></video>', "> [Boat](https://quay.example/a.mp4)"),
        (
            '<amp-youtube data-videoid="a-B_1"></amp-youtube>',
            "> [www.youtube.com/watch](https://www.youtube.com/watch?v=a-B_1)",
        ),
        (
            '<amp-twitter data-tweetid="12"></amp-twitter>',
            "> [twitter.com/i/status/12](https://twitter.com/i/status/12)",
        ),
        ('<amp-twitter data-tweetid="1/../x"></amp-twitter>', ""),
        (
            '<blockquote class="twitter-tweet"><p>We sail.</p>— Ann (@ann) '
            '<a href="https://t.example/1">9 March</a></blockquote>'
            "<script src=x></script>",
            "> We sail.\n>\n> — Ann (@ann) [9 March](https://t.example/1)",
        ),
        # what nobody sees
        ("<script>alert(1)</script><style>p{}</style>A<!-- b --><template>c</template>", "A"),
        ('<p hidden>A</p><p style="display:none">B</p><p style="Visibility: hidden">C</p>D', "D"),
        ('A <span class="sr-only">(opens a window)</span>', "A"),
        ("<button>Share</button><svg><text>x</text></svg><input value=y>A", "A"),
        ("<live-blog><x-y>A</x-y></live-blog>", "A"),
        # marks of Markdown in text
        ("<p>*a* _b_ `c` [d](e) # f</p>", "\\*a\\* \\_b\\_ \\`c\\` [d\\](e) # f"),
        ("<p># a</p>", "\\# a"),
        ("<p>- a</p>", "\\- a"),
        ("<p>1. a</p>", "1\\. a"),
        ("<p>&lt;script&gt;</p>", "\\<script>"),
        ("<p>&amp;copy; 2021</p>", "\\&copy; 2021"),
        ("<p><b>x</b><br>--- y</p>", "**x**\\\n\\--- y"),
    ],
)
def test_markdown_of_each_kind_of_element(html: str, expected: str) -> None:
    assert markdown(html) == expected


PICTURES = {"q.png": "quay-1.png", "/é x.jpg": "e-2.jpg"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>At dawn:<img src="q.png" alt="The quay">calm.</p>', "At dawn: ![The quay](quay-1.png) calm."),
        ('<img src=" q.png " alt="A [b] *c* | `d` <i>">', "![A \\[b\\] \\*c\\* \\| \\`d\\` \\<i>](quay-1.png)"),
        ("<figure><img src=q.png><figcaption>The quay</figcaption></figure>", "![](quay-1.png)\n\nThe quay"),
        ("<p>One</p><img src=q.png alt=''><p>Two</p>", "One\n\n![](quay-1.png)\n\nTwo"),
        ("<b>Look!<img src=q.png alt=Quay></b>", "**Look!** ![Quay](quay-1.png)"),
        (
            '<a href="/x">See <img src=q.png alt=it> all</a>',
            f"[See]({BASE[:-6]}/x) [![it](quay-1.png)]({BASE[:-6]}/x) [all]({BASE[:-6]}/x)",
        ),
        ("<h2><img src=q.png alt=Quay></h2>", "## ![Quay](quay-1.png)"),
        ("<ul><li><img src=q.png alt=Quay><li>B</ul>", "- ![Quay](quay-1.png)\n- B"),
        ("<table><tr><td><img src=q.png alt=Q|x><td>B</table>", "| ![Q\\|x](quay-1.png) | B |\n| --- | --- |"),
        ('<img src="https://quay.example/x.png" data-src="/é x.jpg" alt=E>', "![E](e-2.jpg)"),
        ('Fine <img src=q.png alt="🙂">', "Fine 🙂"),
        ('<img src="q.png" alt="Dot" width=1 height=1>', ""),
        ('<img sitegen-picture="evil.png" alt="A" src="z.png">', "[A](https://quay.example/live/z.png)"),
        ('<p SITEGEN-PICTURE="evil.png">A</p>', "A"),
    ],
)
def test_pictures_that_will_lie_beside_the_content_file(html: str, expected: str) -> None:
    assert passage_of_node(parse(html, PICTURES).body, BASE).markdown == expected


def test_a_page_does_not_name_pictures_itself() -> None:
    assert markdown('<img sitegen-picture="x.png" alt="A" src="z.png">') == f"[A]({BASE}z.png)"


def test_a_picture_of_which_nothing_is_said_is_not_nothing() -> None:
    assert not passage_of_node(parse("<img src=q.png>", PICTURES).body).is_empty
    assert passage_of_html("<p>![](…)</p>").is_empty


def test_lists_that_follow_each_other_keep_their_numbers() -> None:
    html = render(markdown("<ol><li>A</li><li>B</li></ol><ol><li>C</li></ol>"), "/")
    assert html.count("<ol>") == 2


def test_without_an_address_of_the_page_only_whole_addresses_are_links() -> None:
    html = '<a href="/a">A</a> <a href="//b.example/">B</a> <a href="https://c.example/">C</a>'
    assert markdown(html, "") == "A [B](https://b.example/) [C](https://c.example/)"


def test_nodes_one_after_the_other() -> None:
    body = parse("<body>A <b>b</b><p>C</p><h3>D</h3><ul><li>E</li></ul></body>").body
    assert body is not None
    nodes = list(body.iter(include_text=True))
    passage = passage_of_nodes(nodes, BASE)
    assert passage == passage_of_node(body, BASE)
    assert passage.markdown == "A **b**\n\nC\n\n## D\n\n- E"
    assert passage.seen.split() == ["A", "b", "C", "D", "E"]
    assert passage_of_nodes(nodes[-1:]).markdown == "- E"


def test_what_is_seen_is_found_without_the_markdown() -> None:
    passage = passage_of_html("<p>A<b>b</b><br>c</p><ul><li>D</li></ul><p hidden>e</p>")
    assert passage.seen == "Ab\nc\nD"
    assert not passage.is_empty
    assert passage_of_html("<hr>").is_empty


def test_plain_text() -> None:
    assert passage_of_text("One\ntwo.\r\n\r\n*Three*").markdown == "One\ntwo.\n\n\\*Three\\*"
    assert joined([passage_of_text("A"), NO_WORDS, passage_of_text("B")]).markdown == "A\n\nB"


def test_elements_too_deep_in_each_other_are_refused_quickly() -> None:
    start = time.monotonic()
    for html in ("<div>" * 200_000, "<ul><li>" * 1_000, "<b>" * 5_000):
        with pytest.raises(ValueError, match=f"more than {MOST_NESTED} elements"):
            parse(html)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "html",
    [
        "<svg>" + '<path d="x"/>' * 5_000 + "</svg><p>A</p>",
        "<script>var a = '" + "<div>" * 5_000 + "'</script><p>A</p>",
        "<!-- " + "<div>" * 5_000 + " --><p>A</p>",
        "<ul>" + "<li>" * 5_000 + "A</ul>",
        "<p>" * 5_000 + "A",
        "<div>" * 150 + "A",
    ],
)
def test_tags_that_are_open_only_by_the_look_of_it(html: str) -> None:
    body = parse(html).body
    assert body is not None
    assert seen_in(body) == "A"


@pytest.mark.parametrize(
    "tag", ["script", "style", "template", "noscript", "button", "select", "textarea", "svg", "title"]
)
def test_what_runs_or_is_filled_in_is_no_text(tag: str) -> None:
    passage = passage_of_html(f"<p>Seen.</p><{tag}>track(1)</{tag}><p>Too.</p>")
    assert (passage.markdown, passage.seen.split()) == ("Seen.\n\nToo.", ["Seen.", "Too."])
