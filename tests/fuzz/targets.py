"""What is fuzzed: functions of any bytes that raise only where sitegen breaks one of its laws.

Strangers' texts come in through these: the grammar of clocks, content files, HTML of seeds, and wire copy. ``FRAGMENTS`` are
pieces of what each reads, from which a random text that gets anywhere is made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape

from sitegen.config import Config
from sitegen.content.headings import read_heading
from sitegen.content.markdown import plain, render
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.errors import Problem
from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire import WIRE
from sitegen.importers.web.markup import passage_of_html
from sitegen.model import LiveBlog
from sitegen.times import (
    clock_line,
    leading_clock,
    loose_clock,
    near_clock,
    read_clock,
    read_date,
    read_whole,
    stray_clock,
)
from sitegen.words import words

Target = Callable[[bytes], None]

CONFIG = Config(title="A site", zone="Europe/London")
MOST_BYTES = 4096
_PATH = "content/x.md"
_HEAD = "---\ntitle: A gale\ndate: 2017-11-03\nzone: Asia/Beirut\n---\n"
_WIRE = "The Latest: Gale\n\nNovember 3, 2017\n\nBEIRUT (AP) — On a gale (all times local):\n\n7:30 p.m.\n\nOne.\n\n"
_TAGS = frozenset(
    "p br strong em s code pre a ul ol li blockquote h3 h4 h5 h6 hr table thead tbody tr th td img figure sup sub".split()
)
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|[/#?.\w%-])", re.IGNORECASE)


def _text(data: bytes) -> str:
    return data[:MOST_BYTES].decode("utf-8", "replace")


def clock(data: bytes) -> None:
    """A clock that is found lies within its text, and stands there for itself, too."""
    text = _text(data)[:200]
    for read in (clock_line, leading_clock, loose_clock, near_clock, stray_clock, read_date, read_heading):
        read(text)
    for start in range(len(text)):
        for read_at in (read_clock, read_whole):
            if found := read_at(text, start):
                assert start < found[1] <= len(text)
        if found := read_clock(text, start):
            assert read_clock(text[start : found[1]]) == (found[0], found[1] - start), text[start:]


def content(data: bytes) -> None:
    """A content file is read or has problems that say where; what is read is written and read again as it was."""
    for text in (_text(data), _HEAD + _text(data)):
        read = loads(text, _PATH, CONFIG, ("qaim",))
        _check(read.problems, _PATH)
        if read.has_errors:
            continue
        written = dumps(read.liveblog)
        again = loads(written, _PATH, CONFIG, ("qaim",))
        assert not again.has_errors, again.problems
        assert dumps(again.liveblog) == written
        _check_html(read.liveblog)


def markup(data: bytes) -> None:
    """The words that a reader of the HTML sees are those of the Markdown's HTML, which has nothing that acts."""
    passage = passage_of_html(_text(data), "https://example.org/live/")
    html = render(passage.markdown, "/")
    assert words(plain(html)) == words(passage.seen)
    _check_safe(html)


def wire(data: bytes) -> None:
    """Wire copy is read whole, or refused with a problem; its live blogs come back from their content files."""
    for text in (_text(data), _WIRE + _text(data)):
        found = list(WIRE.read(Seed("seeds/a.txt", text.encode()), CONFIG))
        _check([one for one in found if isinstance(one, Problem)], "seeds/a.txt")
        for blog in found:
            if isinstance(blog, LiveBlog):
                pinned = tuple(replace(update, anchor=f"t{place:04}") for place, update in enumerate(blog.updates))
                blog = replace(blog, id="2017-11-03-x", slug="x", updates=pinned)
                again = loads(dumps(blog), _PATH, CONFIG, ()).liveblog
                assert again == blog
                said = Counter(words(" ".join(plain(render(update.body, "/")) for update in again.updates)))
                assert said <= Counter(words(text)), "words that the seed has not"
                _check_html(again)


def _check(problems: object, path: str) -> None:
    assert isinstance(problems, list | tuple)
    for problem in problems:
        assert isinstance(problem, Problem)
        assert problem.where.path == path, problem
        assert problem.message, problem
        assert problem.hint or not problem.is_error, problem


def _check_html(blog: LiveBlog) -> None:
    for body in (blog.standfirst, *(update.body for update in blog.updates)):
        _check_safe(render(body, "/"))


def _check_safe(html: str) -> None:
    for tag, attributes in re.findall(r"<([^\s>/]+)([^>]*)>", html):
        assert tag in _TAGS, html
        for name, value in re.findall(r'([^\s="]+)="([^"]*)"', attributes):
            assert name in ("href", "src", "alt", "title", "id", "start", "class", "rel", "loading"), html
            assert name not in ("href", "src") or _ADDRESS.match(unescape(value)) or not value, html
            assert not re.match(r"\s*(?:javascript|data|vbscript):", unescape(value), re.IGNORECASE), html


TARGETS: Mapping[str, Target] = {"clock": clock, "content": content, "markup": markup, "wire": wire}

FRAGMENTS: Mapping[str, tuple[str, ...]] = {
    "clock": (
        "7", "07", "19", "12", "0", "24", "30", "59", "60", ":", ".", "h", "：", "19:30", "7:30", "9L15", " ",
        "\xa0", "\u202f", "a.m.", "p.m.", "AM", "pm", "noon", "midnight", "ET", "GMT", "UTC+2", "UTC-3:30",
        "IST", "Nov.", "November", "3,", "2017", "2017-11-03", "Friday", "—", "(", ")", "[", "]", "LIVE",
        "Update", "T", "Z", "## ", "{#t1930}", '{#t1930 topics="qaim" key}', "{", "}", '"', "\\", "\u200e",
        "\u202e", "１９", "٧", "é",
    ),
    "content": (
        "---\n", "title: X\n", "date: 2017-11-03\n", "zone: Asia/Beirut\n", "zone: Mars\n", "aliases: [/x/]\n",
        "id: x\n", "corrections:\n", "- {when: 2017-11-04, text: x}\n", "summary:\n", "- x\n", "lang: ar\n",
        ": ", "&a ", "*a ", "!!x ", "\n## 2017-11-03 19:30 {#t1930}\n", "\n## 19:31\n",
        "\n## 9 p.m. — Title {#t2100 key}\n", "\n## 2017-11-04 00:10\n", "\n## 25:70\n", "\n\n", "\n", " ",
        "Words.", "- x\n", "> x\n", "```\n", "~~~\n", "| a | b |\n|---|---|\n", "\t", "\\", "![x](y.png)",
        "[x](http://e.example)", "[x](javascript:y)", "<b>", "<!--", "&amp;", "{#t1}", "{{ x }}", "\r\n",
        "\x00", "*", "**", "_", "`", "~~", "\u2028", "\u202e", "\ufeff", "http://e.example/a_b", "[^1]", "\x0b",
        "#", "1. ", "+ ",
    ),
    "markup": (
        "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<ol start=7>", "<table>", "<tr>", "<td>",
        "</table>", "<b>", "</b>", "<i>", "</i>", "<s>", "<code>", "</code>", "<pre>", "</pre>", "<br>", "<hr>",
        "<blockquote>", "<h2>", '<a href="x">', '<a href="javascript:x">', '<a href="//e">', "</a>",
        "<img src=x alt=y>", "<script>", "</script>", "<style>", "</style>", "<!--", "-->", "<![CDATA[",
        "<svg>", "<math>", "<template>", "<noscript>", "</noscript>", "&lt;", "&amp;", "&nbsp;", "&#x200b;",
        "&#0;", "&", "<", ">", "*", "_", "`", "~", "[", "]", "(", ")", "!", "|", "\\", "#", "1.", "- ", "+",
        "=", "\n", "\n\n", " ", "    ", "\t", "\xa0", "words", "http://e.example", "<x-y z=1>", "\x00",
    ),
    "wire": (
        "7:30 p.m.", "10 a.m.", "noon", "midnight", "12:15 a.m. Saturday", "Friday, Nov. 3", "___", "——",
        "\n\n", "\n", " ", "BEIRUT (AP) —", "By A. PERSON", "The Latest", "(all times local):", "Nov. 3, 2017",
        "HORIZON:", "* * *", "Words.", "(AP Photo/X)", "## 2017-11-03 19:30 {#t1930}", "---", "```", "> x",
        "- x", "1986. A year", "<b>", "[x](y)", "*", "_", "\t", "\r\n", "\x0b", "\u2028", "\xa0", "\ufeff", "…",
        "‘", "”", "عاجل", "é", "\\", "#", "|", "&amp;", "\x00", "10:75 p.m.",
    ),
}  # fmt: skip
